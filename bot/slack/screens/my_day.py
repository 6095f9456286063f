"""My day: what is one's own across all crises, late first; on the Home tab and as a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.crisis import Crisis, Lesson
from bot.domain.my_day import own_matters
from bot.locale import Texts, clip, on_one_line, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import matters, situation
from bot.slack.screens.matters import Told
from bot.slack.screens.screen import Block, Reader, Screen
from bot.slack.screens.wording import title_line

_SOON = timedelta(days=2)
"""What is due later is counted, not listed."""
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """How many of each a surface has room for."""

    late: int
    asked: int
    soon: int
    crises: int
    lessons: int
    width: int


HOME = Shown(late=20, asked=8, soon=12, crises=40, lessons=5, width=150)
MESSAGE = Shown(late=8, asked=4, soon=5, crises=8, lessons=0, width=100)


@dataclass(frozen=True, slots=True)
class Mine:
    """A matter and its crisis."""

    crisis: Crisis
    told: Told


@dataclass(frozen=True, slots=True)
class Day:
    """All that is one's own, by what it wants. `later`: how many are due after the next two days."""

    late: list[Mine]
    asked: list[Mine]
    soon: list[Mine]
    later: int


def day(reader: Reader, crises: Sequence[Crisis], texts: Texts, now: datetime) -> Day:
    """Late: its time has passed. Asked: an answer. Soon: due within two days."""
    found = [
        Mine(crisis, told)
        for crisis in crises
        for told in matters.told(crisis, own_matters(crisis, reader.user, now), texts, now)
    ]
    asked = [mine for mine in found if mine.told.rank == matters.ASKED or mine.told.due is None]
    dated = [(mine.told.due, mine) for mine in found if mine not in asked and mine.told.due is not None]
    dated.sort(key=lambda pair: (pair[1].told.rank, pair[0]))
    return Day(
        late=[mine for due, mine in dated if due <= now],
        asked=asked,
        soon=sorted((mine for due, mine in dated if now < due <= now + _SOON), key=lambda mine: mine.told.due or now),
        later=sum(due > now + _SOON for due, _ in dated),
    )


def blocks(reader: Reader, crises: Sequence[Crisis], now: datetime, shown: Shown) -> list[Block]:
    """The day, the open crises, what was learned lately. `crises`: those that the reader belongs to."""
    texts = texts_in(reader.language)
    mine = [replace(crisis, timezone=reader.timezone) for crisis in crises]
    open_ones = sorted((c for c in mine if c.is_open), key=lambda crisis: crisis.started_at, reverse=True)
    today = day(reader, mine, texts, now)
    found = [
        *_group("day.late", today.late, shown.late, texts),
        *_group("day.asked", today.asked, shown.asked, texts),
        *_group("day.soon", today.soon, shown.soon, texts),
    ]
    if not found:
        found.append(kit.section(texts.t("day.nothing")))
    if today.later:
        found.append(kit.context(texts.n("day.later", today.later)))
    found += _crises(open_ones, reader, shown, texts, now)
    return [*found, *_lessons(mine, shown, texts)]


def _group(key: str, found: list[Mine], most: int, texts: Texts) -> list[Block]:
    if not found:
        return []
    rows = [_row(mine, texts) for mine in found[:most]]
    more = [kit.context(texts.n("day.more", len(found) - most))] if len(found) > most else []
    return [kit.header(texts.p(key, count=len(found))), *(block for row in rows for block in row), *more]


def _row(mine: Mine, texts: Texts) -> list[Block]:
    """One matter: a button beside it; an answer has its two below."""
    text = texts.t(
        "day.row",
        name=mine.told.name,
        about=mine.told.about,
        crisis=quote(clip(on_one_line(mine.crisis.title), _TITLE), 200),
    )
    if mine.told.rank == matters.ASKED:
        return [kit.section(text), kit.actions(*mine.told.buttons)]
    return [kit.section(text, mine.told.buttons[0] if mine.told.buttons else None)]


def _crises(found: list[Crisis], reader: Reader, shown: Shown, texts: Texts, now: datetime) -> list[Block]:
    heading = kit.header(texts.p("home.open"))
    if not found:
        return [heading, kit.section(texts.t("home.none"))]
    lines = [situation.crisis_line(crisis, texts, reader.timezone, now) for crisis in found[: shown.crises]]
    more = [kit.context(texts.n("replies.more", len(found) - shown.crises))] if len(found) > shown.crises else []
    return [heading, *kit.paragraphs(lines), *more]


def _lessons(crises: Iterable[Crisis], shown: Shown, texts: Texts) -> list[Block]:
    """What was learned lately, wherever one may see it."""
    newest: list[tuple[Crisis, Lesson]] = [(crisis, lesson) for crisis in crises for lesson in crisis.lessons[-3:]]
    newest.sort(key=lambda found: (found[0].stood_down_at or found[0].started_at, found[1].number), reverse=True)
    if not newest or not shown.lessons:
        return []
    lines = [
        texts.t(
            "day.lesson",
            change=quote(lesson.change, shown.width, one_line=True),
            crisis=quote(title_line(crisis, _TITLE), 200),
        )
        for crisis, lesson in newest[: shown.lessons]
    ]
    return [kit.header(texts.p("day.lessons")), *kit.paragraphs(lines)]


def message(reader: Reader, crises: Sequence[Crisis], now: datetime) -> Screen:
    """My day, as an answer to a command: the most urgent, and the way to the rest."""
    texts = texts_in(reader.language)
    found = [kit.header(texts.p("day.title")), *blocks(reader, crises, now, MESSAGE)]
    found.append(kit.context(texts.t("day.home_hint")))
    return Screen(quote(texts.p("day.title")), found)

"""My day: what is one's own across all crises, late first; on the Home tab and as a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.crisis import Crisis, Lesson
from bot.domain.due import is_late
from bot.domain.my_day import Own, own_matters
from bot.locale import Mrkdwn, Texts, clip, join, on_one_line, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import matters, situation
from bot.slack.screens.matter import Told
from bot.slack.screens.screen import Block, Reader, Screen
from bot.slack.screens.wording import title_line

_SOON = timedelta(days=2)
"""What is due later is counted; the list of everything has it."""
_TITLE = 60


@dataclass(frozen=True, slots=True)
class Shown:
    """How many of each a surface has room for."""

    late: int
    asked: int
    soon: int
    timeless: int
    crises: int
    lessons: int
    width: int


HOME = Shown(late=20, asked=8, soon=12, timeless=5, crises=40, lessons=5, width=150)
MESSAGE = Shown(late=7, asked=4, soon=4, timeless=2, crises=5, lessons=0, width=100)


@dataclass(frozen=True, slots=True)
class Mine:
    """A matter and its crisis."""

    crisis: Crisis
    own: Own

    def late(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return is_late(self.own.due, now) and not self.own.ahead

    @property
    def urgency(self) -> tuple[bool, datetime]:
        """What the law or the public keeps first, then by time."""
        return self.own.kind not in HARD_KINDS, self.own.due or _NEVER


@dataclass(frozen=True, slots=True)
class Day:
    """All that is one's own, by what it wants. `later`: due after the next two days.

    `timeless`: work for which nobody has set a time.
    """

    late: list[Mine]
    asked: list[Mine]
    soon: list[Mine]
    later: list[Mine]
    timeless: list[Mine]


HARD_KINDS = frozenset({"update", "legal"})
_NEVER = datetime.max.replace(tzinfo=UTC)


def day(user: str, crises: Sequence[Crisis], now: datetime) -> Day:
    """Late: its time has passed. Asked: an answer. Soon: due within two days. Timeless: nobody has said when."""
    found = [Mine(crisis, own) for crisis in crises for own in own_matters(crisis, user, now)]
    dated = sorted((mine for mine in found if mine.own.due is not None), key=lambda mine: mine.own.due or now)
    late = [mine for mine in dated if mine.late(now)]
    return Day(
        late=sorted(late, key=lambda mine: mine.urgency),
        asked=[mine for mine in found if mine.own.due is None and not mine.own.timeless],
        soon=[m for m in dated if m.own.due and m.own.due <= now + _SOON and not m.late(now)],
        later=[mine for mine in dated if mine.own.due and mine.own.due > now + _SOON],
        timeless=[mine for mine in found if mine.own.timeless],
    )


def blocks(reader: Reader, crises: Sequence[Crisis], now: datetime, shown: Shown) -> list[Block]:
    """The day, the open crises, what was learned lately. `crises`: those that the reader belongs to."""
    texts = texts_in(reader.language)
    mine = [crisis.but(timezone=reader.timezone) for crisis in crises]
    open_ones = sorted((c for c in mine if c.is_open), key=lambda crisis: crisis.started_at, reverse=True)
    today = day(reader.user, mine, now)
    late, soon = rows(today.late[: shown.late], texts, now), rows(today.soon[: shown.soon], texts, now)
    asked, timeless = answers(today.asked, texts, now), answers(today.timeless, texts, now)
    found = [
        *_part(heading("day.late", today.late, texts), len(today.late), late, shown.late, texts),
        *_part(texts.p("day.asked", count=len(asked)), len(asked), asked, shown.asked, texts),
        *_part(heading("day.soon", today.soon, texts), len(today.soon), soon, shown.soon, texts),
        *_part(texts.p("day.timeless", count=len(timeless)), len(timeless), timeless, shown.timeless, texts),
    ]
    if not found:
        found.append(kit.section(texts.t("day.nothing")))
    left = len(today.late) > shown.late or len(asked) > shown.asked or len(today.soon) > shown.soon
    if today.later or left or len(timeless) > shown.timeless:
        text = texts.n("day.later", len(today.later)) if today.later else texts.t("day.not_all")
        found.append(kit.section(text, kit.button(texts.p("day.all"), "mine.all")))
    found += _crises(open_ones, reader, shown, texts, now)
    return [*found, *_lessons(mine, shown, texts)]


def heading(key: str, found: Sequence[Mine], texts: Texts) -> str:
    """With how many there are; of what is late, also how many the board counts, which speaks of the checklist alone."""
    items = sum(mine.own.kind == "item" for mine in found)
    if key == "day.late" and 0 < items < len(found):
        return texts.p("day.late_mixed", count=len(found), items=items)
    return texts.p(key, count=len(found))


def _part(title: str, count: int, found: list[list[Block]], most: int, texts: Texts) -> list[Block]:
    """A heading with how many there are, as many as there is room for, and how many are left."""
    if not found:
        return []
    shown = [block for row in found[:most] for block in row]
    more = [kit.context(texts.n("day.more", count - most))] if count > most else []
    return [kit.header(title), *shown, *more]


def rows(found: Sequence[Mine], texts: Texts, now: datetime) -> list[list[Block]]:
    """What has a time, in this order: each with its first button."""
    return [
        [kit.section(_text(mine.crisis, each, texts), each.buttons[0])]
        for mine in found
        for each in matters.told(mine.crisis, [(mine.own.kind, mine.own.about)], texts, now)
    ]


def answers(found: Sequence[Mine], texts: Texts, now: datetime) -> list[list[Block]]:
    """What waits for an answer or a time: each with all its buttons; the empty seats of a crisis in one row."""
    asked: dict[str, tuple[Crisis, list[tuple[str, str]]]] = {}
    for mine in found:
        _, wanted = asked.setdefault(mine.crisis.id, (mine.crisis, []))
        wanted.append((mine.own.kind, mine.own.about))
    told = [(crisis, each) for crisis, wanted in asked.values() for each in matters.told(crisis, wanted, texts, now)]
    told.sort(key=lambda row: row[1].rank)
    return [_answer(crisis, each, texts) for crisis, each in told]


def _answer(crisis: Crisis, told: Told, texts: Texts) -> list[Block]:
    if len(told.buttons) == 1:
        return [kit.section(_text(crisis, told, texts), told.buttons[0])]
    return [kit.section(_text(crisis, told, texts)), kit.actions(*told.buttons)]


def _text(crisis: Crisis, told: Told, texts: Texts) -> Mrkdwn:
    title = quote(clip(on_one_line(crisis.title), _TITLE), 200)
    return texts.t("day.row", name=told.name, about=told.about, crisis=title)


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


def expected(crisis: Crisis, reader: Reader, texts: Texts, now: datetime) -> Mrkdwn:
    """In one line, what is expected of somebody in a crisis, and by when: who has a minute reads no list first.

    What comes after the first hour's items, and what has no time, is expected of nobody yet.
    """
    own = [each for each in own_matters(crisis, reader.user, now) if not each.ahead and not each.timeless]
    if not own:
        return texts.t("summary.yours_none")
    late = sum(Mine(crisis, each).late(now) for each in own)
    ahead = [each.due for each in own if each.due and not is_late(each.due, now)]
    parts = [
        texts.n("summary.yours", len(own)),
        texts.n("summary.yours_late", late) if late else Mrkdwn(""),
        texts.t("summary.yours_first", when=texts.when(min(ahead), reader.timezone, now=now)) if ahead else Mrkdwn(""),
    ]
    return join(", ", parts)


def message(reader: Reader, crises: Sequence[Crisis], now: datetime) -> Screen:
    """My day, as an answer to a command: the most urgent, and the way to the rest."""
    texts = texts_in(reader.language)
    found = [kit.header(texts.p("day.title")), *blocks(reader, crises, now, MESSAGE)]
    found.append(kit.context(texts.t("day.home_hint")))
    return Screen(quote(texts.p("day.title")), found)

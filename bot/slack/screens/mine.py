"""Everything that is one's own across all crises, by date, a page at a time: what My day has no room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.locale import Texts, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import my_day
from bot.slack.screens.my_day import Mine
from bot.slack.screens.screen import Block, Reader, View, pack

NAME = "mine"
PAGE = 30
"""Matters on a page: with two blocks each, the headings and the way on they fit a modal's hundred."""


def view(reader: Reader, crises: Sequence[Crisis], now: datetime, page: int = 0) -> View:
    """`crises`: those that the reader belongs to. `page`: from 0; past the end, the last one."""
    texts = texts_in(reader.language)
    today = my_day.day(reader.user, [crisis.but(timezone=reader.timezone) for crisis in crises], now)
    groups = {
        "day.late": today.late,
        "day.asked": today.asked,
        "day.soon": today.soon,
        "day.after": today.later,
        "day.timeless": today.timeless,
    }
    everything = [(key, mine) for key, found in groups.items() for mine in found]
    last = max(0, len(everything) - 1) // PAGE
    page = max(0, min(page, last))
    here = everything[page * PAGE : (page + 1) * PAGE]
    blocks: list[Block] = []
    for key in dict.fromkeys(key for key, _ in here):
        blocks.append(kit.header(my_day.heading(key, groups[key], texts)))
        blocks += _rows([mine for group, mine in here if group == key], texts, now)
    if not blocks:
        blocks.append(kit.section(texts.t("day.nothing")))
    metadata = pack(p=page)
    return kit.modal(
        NAME,
        texts.p("day.title"),
        [*blocks, *_way_on(page, last, texts)],
        close=texts.p("common.close"),
        metadata=metadata,
    )


def _rows(found: list[Mine], texts: Texts, now: datetime) -> list[Block]:
    """In their order where they have a time; those without one each with all its buttons."""
    told = my_day.answers if found[0].own.due is None else my_day.rows
    return [block for row in told(found, texts, now) for block in row]


def _way_on(page: int, last: int, texts: Texts) -> list[Block]:
    if last == 0:
        return []
    turns = [("day.page_before", page - 1), ("day.page_after", page + 1)]
    buttons = [kit.button(texts.p(key), f"mine.all:{to}", pack(p=to)) for key, to in turns if 0 <= to <= last]
    return [kit.context(texts.t("day.page", page=page + 1, pages=last + 1)), kit.actions(*buttons)]

"""Individual cases by number, without names; and the side rooms for what is not said in the crisis's channel."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.domain.said import Case
from bot.locale import Mrkdwn, Texts, join, quote, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, Reader, Screen, pack
from bot.slack.screens.wording import title_line, unrung

_BLOCKS = 44
"""Of the 50 that a message may have: the rest is for the heading, what is left out, side rooms and the last rows."""
_WORDS = 5000
"""Characters of all cases together."""


def register(crisis: Crisis, reader: Reader, now: datetime) -> Screen:
    """Open ones first, soonest first."""
    texts = texts_in(reader.language)
    crisis = replace(crisis, timezone=reader.timezone)
    heading = texts.t("private.register", title=quote(title_line(crisis, 150), 400))
    value = pack(c=crisis.id)
    row = kit.actions(
        kit.button(texts.p("private.open_case"), "case.open", value, style="primary"),
        kit.button(texts.p("private.open_room"), "side_room.open", value),
    )
    if not crisis.cases:
        text = join("\n", [heading, texts.t("private.no_cases")])
        return Screen(heading, [kit.section(text), row, kit.context(texts.t("private.no_names"))])
    ordered = sorted(crisis.cases.values(), key=lambda case: (case.closed_at is not None, case.due is None, case.due))
    left = sum(case.closed_at is None for case in ordered)
    count = texts.t("private.figures", total=len(ordered), open=left)
    shown = _that_fit(ordered)
    blocks = [kit.section(join("\n", [heading, count]))]
    for case in shown:
        blocks.append(kit.section(_text(crisis, case, texts, now, len(shown))))
        if case.closed_at is None:
            blocks.append(kit.actions(*_buttons(crisis, case, texts)))
    if len(ordered) > len(shown):
        blocks.append(kit.context(texts.n("replies.more", len(ordered) - len(shown))))
    rooms = [_room(crisis, number, texts) for number in sorted(crisis.side_rooms) if reader.user in _in(crisis, number)]
    blocks += kit.paragraphs(rooms[-5:])
    return Screen(heading, [*blocks, row, kit.context(texts.t("private.no_names"))])


def _that_fit(ordered: list[Case]) -> list[Case]:
    """As many as a message has room for: an open one takes two blocks, a settled one takes one."""
    used = itertools.accumulate(1 + (case.closed_at is None) for case in ordered)
    return [case for case, blocks in zip(ordered, used, strict=True) if blocks <= _BLOCKS]


def _text(crisis: Crisis, case: Case, texts: Texts, now: datetime, among: int) -> Mrkdwn:
    width = min(300, _WORDS // among)
    if case.closed_at is not None:
        due = texts.t("private.settled", when=texts.when(case.closed_at, crisis.timezone, now=now))
    else:
        due = item_screens.by(case.due, crisis.timezone, texts, now) if case.due else texts.t("items.no_due")
    promise = texts.t("matters.case_promise", promise=quote(case.promise, width // 2, one_line=True))
    about = [
        due,
        unrung(crisis, case.owner, texts),
        promise if case.promise else Mrkdwn(""),
        quote(case.outcome, width // 2, one_line=True),
        entry_lines.number(case.seq),
    ]
    words = quote(case.about, width, one_line=True)
    return join("\n", [texts.t("private.subject", number=case.number, about=words), join(" · ", about)])


def _buttons(crisis: Crisis, case: Case, texts: Texts) -> list[Block]:
    """Settle it, or say by when."""
    value = pack(c=crisis.id, n=case.number)
    key = "move" if case.due else "set_time"
    return [
        kit.button(
            texts.p("private.settle"), "case.close", value, says=texts.p("private.settle_says", number=case.number)
        ),
        kit.button(texts.p(f"private.{key}"), "case.due", value, says=texts.p("private.time_says", number=case.number)),
    ]


def side_room(crisis: Crisis, number: int, reader: Reader) -> Screen:
    """The way into a side room, or that it is on its way."""
    text = _room(crisis, number, texts_in(reader.language))
    return Screen(text, [kit.section(text)])


def _room(crisis: Crisis, number: int, texts: Texts) -> Mrkdwn:
    room = crisis.side_rooms[number]
    people = texts.people(room.people)
    if room.channel_id is None:
        return texts.t("private.room_coming", number=number, people=people)
    return texts.t("private.room", number=number, channel=Mrkdwn(f"<#{room.channel_id}>"), people=people)


def _in(crisis: Crisis, number: int) -> tuple[str, ...]:
    return crisis.side_rooms[number].people

"""What a report was cut from: everything, uncut, in a modal; each line with the number of its entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis
from bot.domain.events import DecisionRecorded
from bot.domain.kernel import Recorded
from bot.domain.roles import empty_roles
from bot.locale import join, texts_in
from bot.slack.screens import blocks as kit
from bot.slack.screens import entries as entry_lines
from bot.slack.screens import law, outlook, reporting
from bot.slack.screens.reporting import Material
from bot.slack.screens.screen import Block, Reader, View, pack
from bot.slack.screens.summary import Form

NAME = "summary_details"
CHANGES, ITEMS, CLOCKS = 80, 40, 15


def view(
    crisis: Crisis,
    form: Form,
    reader: Reader,
    entries: Sequence[Recorded],
    now: datetime,
    *,
    until: int | None = None,
) -> View:
    """`entries`: those that the report speaks of and newer ones; those after `until` are left out."""
    texts = texts_in(reader.language)
    told = [
        entry
        for entry in entry_lines.told(sorted(entries, key=lambda entry: entry.seq))
        if until is None or entry.seq <= until
    ]
    numbers = {entry.event.number for entry in told if isinstance(entry.event, DecisionRecorded)}
    changes = [entry for entry in told if not isinstance(entry.event, DecisionRecorded)]
    timed = sorted((i for i in all_items(crisis) if i.pending and i.due is not None), key=lambda item: item.due or now)
    late = [item.key for item in timed if item.overdue(now)]
    of = Material(
        crisis=replace(crisis, timezone=reader.timezone),
        texts=texts,
        now=now,
        since=told[0].at if told else now,
        level=crisis.level,
        previous=crisis.previous_level,
        changes=changes[-CHANGES:],
        decisions=[decision for decision in crisis.decisions if decision.number in numbers][-CHANGES:],
        overdue=late[:ITEMS],
        waiting=[item.key for item in timed if not item.overdue(now)][:ITEMS],
        late=len(late),
        ahead=len(timed) - len(late),
        empty=empty_roles(crisis),
        window=told,
        width=300,
    )
    parts = [
        reporting.level(of),
        *reporting.changed(of),
        *reporting.decided(of),
        *reporting.established(of),
        *reporting.unverified(of),
        *reporting.public(of),
        *([outlook.next_word(of)] if crisis.is_open else []),
        *outlook.overdue(of),
        *outlook.waiting(of),
        *outlook.legal(of, always=True),
        *outlook.asleep(of),
        *outlook.asks(of),
    ]
    blocks: list[Block] = []
    for part in parts:
        blocks += kit.paragraphs([part.heading, *part.lines])
    blocks += _law(of)
    if len(changes) > CHANGES:
        blocks.append(kit.context(texts.n("summary.more_in_log", len(changes) - CHANGES)))
    blocks.append(kit.context(texts.t("summary.entries_hint")))
    return kit.modal(
        NAME,
        texts.p(f"summary.details_{form}"),
        blocks,
        close=texts.p("common.close"),
        metadata=pack(c=crisis.id),
    )


def _law(of: Material) -> list[Block]:
    """What each running clock's file remarks, and its source."""
    running = [clock for clock in of.crisis.legal_clocks.values() if clock.open_deadlines][:CLOCKS]
    return [
        kit.context(
            join(" · ", [law.name(clock.regime, of.texts), law.source(clock.regime, of.texts)]),
            *law.notes(clock.regime, of.texts),
        )
        for clock in running
    ]

"""The figures of a crisis, computed from its journal: how soon it was known, opened, answered; what was kept.

They are for the debrief, which judges the organisation and not people: no figure is about a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from bot.domain import events as ev
from bot.domain.checklist import overdue_items
from bot.domain.crisis import Crisis
from bot.domain.figures_said import SaidFigures, said
from bot.domain.kernel import Event, Recorded
from bot.domain.public_update import MISSED_AFTER

REVIEWS = (30, 60, 90)
"""Days after the end at which corrective actions are counted that were closed on proof."""


@dataclass(frozen=True, slots=True)
class Appointments:
    """Public words that were promised for a time. `moved`: replaced by another time before theirs had come."""

    kept: int = 0
    missed: int = 0
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What the journal says in numbers; None where it does not say.

    `detection`: from the first public mention to awareness. `activation`: from awareness to start. `first_word` and
    `statement`: from awareness (else from start) to the first public text and to the next one after it.
    `longest_silence`: between two public texts. `wanted`: items that were done, or still open at the end; `late`:
    those of them that were done after their time, or were overdue at the end. `not_applicable`: items set aside, and
    why. `replaced`: decisions. `proven_after`: days from the end that have passed, and actions closed on proof by then.
    """

    lasted: timedelta
    detection: timedelta | None
    activation: timedelta | None
    first_word: timedelta | None
    statement: timedelta | None
    publications: int
    longest_silence: timedelta | None
    appointments: Appointments
    decisions: int
    replaced: int
    wanted: int
    late: int
    left_open: int
    not_applicable: tuple[tuple[str, str], ...]
    legal_met: int
    legal_late: int
    actions: int
    actions_closed: int
    proven_after: tuple[tuple[int, int], ...]
    said: SaidFigures


def figures(crisis: Crisis, entries: Iterable[Recorded], now: datetime) -> Figures:
    """The figures of a whole journal, oldest entry first; what is not over counts until `now`."""
    told = list(entries)
    events = [entry.event for entry in told]
    known = crisis.awareness_at
    words = sorted(event.at for event in events if isinstance(event, ev.StatementPublished))
    wanted, late = _items(crisis, events, now)
    closing = next((event for event in reversed(events) if isinstance(event, ev.CrisisStoodDown)), None)
    met = [event for event in events if isinstance(event, ev.LegalDeadlineMet)]
    since = known or crisis.started_at
    return Figures(
        lasted=(crisis.stood_down_at or now) - crisis.started_at,
        detection=max(known - crisis.first_seen_at, timedelta()) if known and crisis.first_seen_at else None,
        activation=None if known is None else max(crisis.started_at - known, timedelta()),
        first_word=words[0] - since if words else None,
        statement=words[1] - since if len(words) > 1 else None,
        publications=len(words),
        longest_silence=max((b - a for a, b in pairwise(words)), default=None),
        appointments=appointments(told),
        decisions=len(crisis.decisions),
        replaced=sum(decision.superseded_by is not None for decision in crisis.decisions),
        wanted=len(wanted),
        late=len(late),
        left_open=len(closing.open_items) if closing else 0,
        not_applicable=_set_aside(told),
        legal_met=len(met),
        legal_late=sum(event.late for event in met),
        actions=len(crisis.actions),
        actions_closed=sum(action.closed_at is not None for action in crisis.actions),
        proven_after=_proven_after(crisis, now),
        said=said(crisis, told),
    )


def _items(crisis: Crisis, events: Iterable[Event], now: datetime) -> tuple[set[str], set[str]]:
    """The items that were wanted, and those of them that were late; what was set aside in the end is neither."""
    wanted, late = set[str](), set[str]()
    for event in events:
        match event:
            case ev.ItemDone():
                wanted.add(event.item)
                late |= {event.item} if event.late else set()
            case ev.OverdueAnnounced():
                late.update(event.items)
            case ev.CrisisStoodDown():
                wanted.update(event.open_items)
                late.update(event.late_items)
            case ev.ItemMarkedNotApplicable():
                wanted.discard(event.item)
                late.discard(event.item)
    if crisis.is_open:
        left = {item.key for item in overdue_items(crisis, now)}
        wanted, late = wanted | left, late | left
    return wanted, late & wanted


def _proven_after(crisis: Crisis, now: datetime) -> tuple[tuple[int, int], ...]:
    end = crisis.stood_down_at
    if end is None or not crisis.actions:
        return ()
    marks = [(days, end + timedelta(days=days)) for days in REVIEWS]
    proven = [action.closed_at for action in crisis.actions if action.closed_at is not None]
    return tuple((days, sum(at <= mark for at in proven)) for days, mark in marks if mark <= now)


def appointments(entries: Iterable[Recorded]) -> Appointments:
    """How many promised times were kept by a public text, missed, or moved to another time."""
    kept = missed = moved = 0
    promised: datetime | None = None
    for entry in entries:
        match entry.event:
            case ev.StatementPublished(at=at) if promised is not None:
                in_time = min(at, entry.at) <= promised + MISSED_AFTER
                kept, missed, promised = kept + in_time, missed + (not in_time), None
            case ev.UpdateMissed() if promised is not None:
                missed, promised = missed + 1, None
            case ev.UpdatePromised(at=at):
                moved, promised = moved + (promised is not None), at
    return Appointments(kept, missed, moved)


def _set_aside(entries: Iterable[Recorded]) -> tuple[tuple[str, str], ...]:
    """The items that do not apply, each with its last reason, without those that were done or reopened after."""
    found: dict[str, str] = {}
    for entry in entries:
        match entry.event:
            case ev.ItemMarkedNotApplicable(item=item, reason=reason):
                found[item] = reason
            case ev.ItemReopened(item=item) | ev.ItemDone(item=item):
                found.pop(item, None)
    return tuple(found.items())

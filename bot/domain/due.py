"""When an item is due, and when a repeating one comes round again."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.crisis import Crisis, ItemState
from bot.domain.playbook import Anchor, Due, PlaybookItem, Repeat

GRACE = timedelta(minutes=1)
"""What is done in its minute is done in time."""


def is_late(due: datetime | None, now: datetime) -> bool:
    """What the board, situation reports, reminders, My day and the debrief's figures all call late."""
    return due is not None and now - due >= GRACE


def appointment_of(crisis: Crisis) -> str:
    """The item that keeps the announced appointment, the next public word; empty where the playbook has none."""
    items = crisis.playbook.items.values()
    return next((spec.key for spec in items if spec.due.repeat is Repeat.PUBLIC_UPDATE), "")


def due_of(crisis: Crisis, state: ItemState, spec: PlaybookItem | None) -> datetime | None:
    """The due time (UTC): somebody's own choice, else anchor plus the level's minutes; None: nothing counts."""
    if state.due_override is not None or spec is None:
        return state.due_override
    if spec.due.repeat is Repeat.PUBLIC_UPDATE and crisis.promised is not None:
        return crisis.promised.at  # what was said in public counts, and not what the level advises
    base = _anchor(crisis, spec.due.anchor)
    return None if base is None else max(base + _span(crisis, spec.due), _once_shown(crisis, spec))


def _once_shown(crisis: Crisis, spec: PlaybookItem) -> datetime:
    """What the first hour kept from people's eyes is due by the next situation point: it is not late as it appears."""
    if spec.core or crisis.core_over_at is None:
        return crisis.started_at
    return crisis.core_over_at + timedelta(minutes=crisis.rules.situation_point)


def comes_round_at(crisis: Crisis, state: ItemState, spec: PlaybookItem) -> datetime | None:
    """When a finished repeating item is due again; None for one that does not repeat."""
    if spec.due.repeat is None or state.changed_at is None:
        return None
    rules = crisis.rules
    minutes = {
        Repeat.SITREP: rules.situation_point,
        Repeat.PUBLIC_UPDATE: rules.public_update or rules.situation_point,
        Repeat.DAY: 24 * 60,
    }[spec.due.repeat]
    return state.changed_at + timedelta(minutes=minutes)


def _anchor(crisis: Crisis, anchor: Anchor) -> datetime | None:
    match anchor:
        case Anchor.START:
            return crisis.restarted_at or crisis.started_at
        case Anchor.AWARENESS:
            return crisis.restarted_at or crisis.awareness_at or crisis.started_at
        case Anchor.PUBLISH:
            return crisis.latest_publication.at if crisis.latest_publication else None
        case Anchor.SITREP:
            last = crisis.last_summary_at or crisis.started_at
            return last + timedelta(minutes=crisis.rules.situation_point)
        case Anchor.END:
            return crisis.stood_down_at
        case Anchor.EVENT:
            return None


def _span(crisis: Crisis, due: Due) -> timedelta:
    rules = crisis.rules
    if rules.short_times and due.red is not None:
        return timedelta(minutes=due.red)
    factor = rules.start_factor if due.anchor is Anchor.START else 1
    return timedelta(minutes=due.minutes * factor)

"""When a level speaks: round the clock, by day, or in office hours; and what reaches people at any hour."""

from __future__ import annotations

from datetime import datetime

from bot.domain.checklist import Item
from bot.domain.crisis import Crisis
from bot.domain.evidence import Records
from bot.domain.playbook import Presence, Wake
from bot.domain.working_time import next_working_moment, quiet_until


def present(crisis: Crisis, presence: Presence, at: datetime) -> datetime:
    """`at` itself when the level is present then, else when it next is, in the crisis's time zone."""
    match presence:
        case Presence.ALWAYS:
            return at
        case Presence.DAY:
            return quiet_until(at, crisis.timezone, crisis.playbook.night)
        case Presence.OFFICE:
            return next_working_moment(at, crisis.timezone, crisis.playbook.office)


def in_peace(crisis: Crisis, at: datetime, *wakes: Wake) -> datetime:
    """When people are told of what is due at `at`: then, if it is any of what wakes them, else when they are there."""
    return present(crisis, hours_of(crisis, *wakes), at)


def hours_of(crisis: Crisis, *wakes: Wake) -> Presence:
    """When people are told of what wakes them as any of these, or as none: afterwards in office hours."""
    if any(wake in crisis.playbook.wakes for wake in wakes):
        return Presence.ALWAYS
    return crisis.rules.reminder_presence if crisis.is_open else Presence.OFFICE


def wakes_of(crisis: Crisis, item: Item) -> tuple[Wake, ...]:
    """As what an item wakes people, if it does."""
    return tuple(
        wake
        for wake, applies in (
            (Wake.FIRST_HOUR, item.core and crisis.core_over_at is None),
            (Wake.DANGER, item.spec is not None and item.spec.records is Records.DANGER),
        )
        if applies
    )

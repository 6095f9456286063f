"""When a level speaks: round the clock, by day, or in office hours; and what reaches people at any hour."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain import events as ev
from bot.domain.checklist import Item
from bot.domain.crisis import Crisis
from bot.domain.evidence import Records
from bot.domain.playbook import Presence, Wake
from bot.domain.working_time import next_working_moment, quiet_until

IN_TIME = timedelta(minutes=20)
"""After its time, until which something is told at that time; later, when the hours for it are."""

WAITS = ev.OverdueAnnounced(items=(), keys=())
"""What the channel was to hear while the machine was off waits for its hours: an entry, so that the clock rests."""


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


def told_at(crisis: Crisis, at: datetime, hours: Presence) -> datetime:
    """`at`; where that is over and what was to be told is new or still untold, when its hours next are."""
    if at >= crisis.last_at - IN_TIME or hours is Presence.ALWAYS:
        return at
    next_hours = present(crisis, hours, crisis.last_at)
    return next_hours if next_hours > crisis.last_at else at


def may_be_told(crisis: Crisis, at: datetime, hours: Presence, now: datetime) -> bool:
    """Whether what is due is told now: in time, or in its hours. A clock that was set back is taken for right then."""
    latest = max(now, crisis.last_at)
    return at >= now - IN_TIME or present(crisis, hours, latest) <= latest


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

"""Who is reminded of what and when: batched, once for each thing, tied to the state.

One message a person and ten minutes, one line of overdue items in the channel and fifteen minutes: a bot that
spams in a crisis is muted, and then it is useless.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain import events as ev
from bot.domain.checklist import Item, all_items
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded, applies

PERSON_GAP = timedelta(minutes=10)
CHANNEL_GAP = timedelta(minutes=15)


def remind_at(crisis: Crisis, item: Item) -> datetime | None:
    """When its owner is told; None: nothing to tell (any more)."""
    if not item.pending or item.due is None or item.state.reminded_at is not None:
        return None
    return _told_from(crisis, item, item.due)


def announce_at(crisis: Crisis, item: Item) -> datetime | None:
    """When the channel is told that it is overdue; None: nothing to tell (any more)."""
    if not item.pending or item.due is None or item.state.announced_at is not None:
        return None
    return _told_from(crisis, item, item.due) + timedelta(minutes=crisis.rules.grace)


def next_nudges(crisis: Crisis) -> dict[str, datetime]:
    """For each person, when their next batched message goes out."""
    times: dict[str, datetime] = {}
    for item in all_items(crisis):
        at = remind_at(crisis, item)
        if at is not None:
            at = max(at, crisis.nudged[item.owner] + PERSON_GAP) if item.owner in crisis.nudged else at
            times[item.owner] = min(at, times.get(item.owner, at))
    return times


def next_announcement(crisis: Crisis) -> datetime | None:
    """When the next line of overdue items goes to the channel."""
    times = [at for item in all_items(crisis) if (at := announce_at(crisis, item)) is not None]
    if not times:
        return None
    return max(min(times), crisis.announced_at + CHANNEL_GAP) if crisis.announced_at else min(times)


def due_reminders(crisis: Crisis, now: datetime) -> list[ev.PersonReminded]:
    """The messages to people that go out now."""
    people = [user for user, at in next_nudges(crisis).items() if at <= now]
    items = all_items(crisis)
    return [
        ev.PersonReminded(
            user=user,
            items=tuple(
                item.key
                for item in items
                if item.owner == user and (at := remind_at(crisis, item)) is not None and at <= now
            ),
        )
        for user in people
    ]


def due_announcement(crisis: Crisis, now: datetime) -> list[ev.OverdueAnnounced]:
    """The line to the channel that goes out now, if any."""
    at = next_announcement(crisis)
    if at is None or at > now:
        return []
    late = [i for i in all_items(crisis) if (t := announce_at(crisis, i)) is not None and t <= now]
    return [ev.OverdueAnnounced(items=tuple(item.key for item in late))]


def _told_from(crisis: Crisis, item: Item, due: datetime) -> datetime:
    """Not before it was presented to people, and not while it is snoozed."""
    presented = crisis.started_at if item.core or item.spec is None else crisis.core_over_at
    return max(due, presented or due, item.state.snoozed_until or due)


@applies(ev.PersonReminded)
def person_reminded(crisis: Crisis, event: ev.PersonReminded, recorded: Recorded) -> Crisis:
    """Once for each item, and silence for ten minutes."""
    told = _marked(crisis, event.items, reminded_at=recorded.at)
    return replace(told, nudged={**told.nudged, event.user: recorded.at})


@applies(ev.OverdueAnnounced)
def overdue_announced(crisis: Crisis, event: ev.OverdueAnnounced, recorded: Recorded) -> Crisis:
    """Once for each item, and silence for fifteen minutes."""
    return replace(_marked(crisis, event.items, announced_at=recorded.at), announced_at=recorded.at)


def _marked(crisis: Crisis, keys: tuple[str, ...], **changes: Any) -> Crisis:
    states = {item.key: item.state for item in all_items(crisis)}
    return replace(
        crisis, items={**crisis.items, **{key: replace(states[key], **changes) for key in keys if key in states}}
    )

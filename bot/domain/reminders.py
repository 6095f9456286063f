"""How people are told: one batched message a person and ten minutes, one line in the channel and fifteen.

A bot that spams in a crisis is muted, and then it is useless. What falls due within the next ten minutes is told
together with what is due now, so that nobody is interrupted twice. The ten minutes are a person's and not a
crisis's: who is in several crises gets one message about all of them (`Service.remind`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import Item, of_each_item
from bot.domain.crisis import Crisis, remembered
from bot.domain.due import appointment_of
from bot.domain.kernel import Event, Recorded, applies, decides
from bot.domain.matters import matters, told_from, turn_of
from bot.domain.playbook import Presence
from bot.domain.presence import WAITS, hours_of, may_be_told, present, told_at, wakes_of

PERSON_GAP = timedelta(minutes=10)
CHANNEL_GAP = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Announcement:
    """That an item is overdue, for the channel. `key` names its turn; `hours`: when the channel may hear it late."""

    item: str
    key: str
    at: datetime
    hours: Presence


@remembered
def next_nudges(crisis: Crisis) -> dict[str, datetime]:
    """For each person, when their next batched message goes out."""
    first: dict[str, datetime] = {}
    for matter in matters(crisis):
        at = told_at(crisis, matter.at, matter.hours)
        if matter.to not in first or at < first[matter.to]:
            first[matter.to] = at
    return {
        user: max(at, crisis.nudged[user] + PERSON_GAP) if user in crisis.nudged else at for user, at in first.items()
    }


@decides(cmd.RemindPerson, when="any")
def remind_person(crisis: Crisis, command: cmd.RemindPerson, now: datetime) -> list[Event]:
    """What is due, and what will be within ten minutes; that the person was not told lately is the asker's to know.

    What was due while the machine was off, and may not be told at this hour, is told when its hours come: that
    nobody is told now is an entry too, and from there on it waits.
    """
    own = sorted((m for m in matters(crisis) if m.to == command.user), key=lambda matter: matter.at)
    due = [m for m in own if told_at(crisis, m.at, m.hours) <= (now + PERSON_GAP if m.pulled else now)]
    told = [m for m in due if may_be_told(crisis, m.at, m.hours, now)]
    if not any(m.at <= now for m in told) and len(told) < len(due):
        told = []
    matters_told = tuple(ev.Told(key=m.key, kind=m.kind, about=m.about) for m in told)
    return [ev.PersonReminded(user=command.user, matters=matters_told)] if due else []


@remembered
def announcements(crisis: Crisis) -> dict[str, Announcement]:
    """The items that the channel has not heard of yet, and when it hears that they are overdue."""
    each = [found for found in of_each_item(crisis, _announcement) if found is not None]
    return {found.item: found for found in each if found.key not in crisis.told}


def _announcement(crisis: Crisis, item: Item) -> Announcement | None:
    at = told_from(crisis, item)
    if at is None or (crisis.promised and item.key == appointment_of(crisis)):
        return None  # that a promised word did not come is a line of its own
    late = at + timedelta(minutes=crisis.rules.grace)
    hours = hours_of(crisis, *wakes_of(crisis, item))
    return Announcement(item.key, f"channel:{turn_of(crisis, item)}", present(crisis, hours, late), hours)


def next_announcement(crisis: Crisis) -> datetime | None:
    """When the next line of overdue items goes to the channel."""
    times = [told_at(crisis, each.at, each.hours) for each in announcements(crisis).values()]
    if not times:
        return None
    return max(min(times), crisis.announced_at + CHANNEL_GAP) if crisis.announced_at else min(times)


def due_announcement(crisis: Crisis, now: datetime) -> list[ev.OverdueAnnounced]:
    """The line to the channel that goes out now, if any; or that it waits."""
    at = next_announcement(crisis)
    if at is None or at > now:
        return []
    late = [each for each in announcements(crisis).values() if told_at(crisis, each.at, each.hours) <= now]
    told = [each for each in late if may_be_told(crisis, each.at, each.hours, now)]
    announced = ev.OverdueAnnounced(items=tuple(each.item for each in told), keys=tuple(each.key for each in told))
    return [announced if told else WAITS]


@applies(ev.PersonReminded)
def person_reminded(crisis: Crisis, event: ev.PersonReminded, recorded: Recorded) -> Crisis:
    """Once for each matter, and silence for ten minutes; what waits for its hours changes nothing."""
    if not event.matters:
        return crisis
    return replace(
        crisis,
        told=crisis.told.union(told.key for told in event.matters),
        nudged={**crisis.nudged, event.user: recorded.at},
        reminded={**crisis.reminded, event.user: recorded.at},
    )


@applies(ev.OverdueAnnounced)
def overdue_announced(crisis: Crisis, event: ev.OverdueAnnounced, recorded: Recorded) -> Crisis:
    """Once for each item, and silence for fifteen minutes; what waits for its hours changes nothing."""
    if not event.items:
        return crisis
    return replace(crisis, told=crisis.told.union(event.keys), announced_at=recorded.at)

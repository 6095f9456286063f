"""After stand-down: the steps that come back in days, weeks and months, each once, to its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, FollowUpState, FollowUpStatus
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.playbook import FollowUp

SNOOZE_LIMIT = timedelta(days=180)


def planned(crisis: Crisis, end: datetime) -> dict[str, FollowUpState]:
    """The plan that begins at `end`."""
    return {
        step.key: FollowUpState(key=step.key, due=end + timedelta(minutes=step.after))
        for step in crisis.playbook.follow_ups
    }


def spec_of(crisis: Crisis, key: str) -> FollowUp:
    """The playbook's step; refuses an unknown key."""
    for step in crisis.playbook.follow_ups:
        if step.key == key:
            return step
    raise Refused("no_such_follow_up", follow_up=key)


def owner_of(crisis: Crisis, key: str) -> str:
    """Who gets it: assigned by hand, else the holder of its role, else the lead."""
    state = crisis.follow_ups.get(key)
    return (state.owner if state else None) or crisis.role_holder(spec_of(crisis, key).role) or crisis.lead


def due_follow_ups(crisis: Crisis, now: datetime) -> list[ev.FollowUpSent]:
    """The steps whose time has come, earliest first."""
    due = [state for state in crisis.follow_ups.values() if state.status is FollowUpStatus.PLANNED and state.due <= now]
    return [
        ev.FollowUpSent(follow_up=state.key, user=owner_of(crisis, state.key))
        for state in sorted(due, key=lambda state: state.due)
    ]


def _unfinished(crisis: Crisis, key: str) -> FollowUpState:
    state = crisis.follow_ups.get(key)
    if state is None:
        raise Refused("no_such_follow_up", follow_up=key)
    if state.status is FollowUpStatus.DONE:
        raise Refused("follow_up_done", user=state.done_by)
    return state


@decides(cmd.CompleteFollowUp, when="closed")
def complete_follow_up(crisis: Crisis, command: cmd.CompleteFollowUp, now: datetime) -> list[Event]:
    """Done."""
    _unfinished(crisis, command.follow_up)
    return [ev.FollowUpCompleted(follow_up=command.follow_up)]


@decides(cmd.SnoozeFollowUp, when="closed")
def snooze_follow_up(crisis: Crisis, command: cmd.SnoozeFollowUp, now: datetime) -> list[Event]:
    """Comes again at another date."""
    _unfinished(crisis, command.follow_up)
    if command.until <= now:
        raise Refused("due_in_past")
    if command.until > now + SNOOZE_LIMIT:
        raise Refused("snooze_too_long", days=SNOOZE_LIMIT.days)
    return [ev.FollowUpSnoozed(follow_up=command.follow_up, until=command.until, reason=command.reason.strip())]


@decides(cmd.AssignFollowUp, when="closed")
def assign_follow_up(crisis: Crisis, command: cmd.AssignFollowUp, now: datetime) -> list[Event]:
    """Another owner."""
    _unfinished(crisis, command.follow_up)
    if owner_of(crisis, command.follow_up) == command.user:
        raise Refused("already_assigned", item=command.follow_up, user=command.user)
    return [ev.FollowUpAssigned(follow_up=command.follow_up, user=command.user)]


def _put(crisis: Crisis, key: str, **changes: object) -> Crisis:
    state = crisis.follow_ups[key]
    return replace(crisis, follow_ups={**crisis.follow_ups, key: replace(state, **changes)})  # type: ignore[arg-type]


@applies(ev.FollowUpSent)
def follow_up_sent(crisis: Crisis, event: ev.FollowUpSent, recorded: Recorded) -> Crisis:
    """It came; it waits for its owner."""
    sent = crisis.follow_ups[event.follow_up].times_sent + 1
    return _put(crisis, event.follow_up, status=FollowUpStatus.SENT, times_sent=sent)


@applies(ev.FollowUpCompleted)
def follow_up_completed(crisis: Crisis, event: ev.FollowUpCompleted, recorded: Recorded) -> Crisis:
    """Done."""
    return _put(crisis, event.follow_up, status=FollowUpStatus.DONE, done_by=recorded.actor)


@applies(ev.FollowUpSnoozed)
def follow_up_snoozed(crisis: Crisis, event: ev.FollowUpSnoozed, recorded: Recorded) -> Crisis:
    """Planned anew."""
    snoozes = crisis.follow_ups[event.follow_up].snoozes + 1
    return _put(crisis, event.follow_up, status=FollowUpStatus.PLANNED, due=event.until, snoozes=snoozes)


@applies(ev.FollowUpAssigned)
def follow_up_assigned(crisis: Crisis, event: ev.FollowUpAssigned, recorded: Recorded) -> Crisis:
    """The new owner belongs to the crisis."""
    return replace(_put(crisis, event.follow_up, owner=event.user), members=crisis.members | {event.user})

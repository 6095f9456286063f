"""After stand-down: the steps that come back in days, weeks and months, each once, to its owner."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, FollowUpState, FollowUpStatus
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.playbook import FollowUp, Help, Presence
from bot.domain.presence import WAITS, may_be_told, told_at
from bot.domain.records import PutOff
from bot.domain.working_time import next_working_moment, office_days_later, zone

SNOOZE_LIMIT = timedelta(days=180)
SAME_DAY = 12 * 60
"""Minutes: what comes earlier after the end belongs to the day of the crisis and waits for no office hours."""

REASON_FROM = 2
"""From this snooze on, a reason is asked for."""


def planned(crisis: Crisis, end: datetime) -> dict[str, FollowUpState]:
    """The plan that begins at `end`: from the second day on in working hours of the crisis's time zone.

    The debrief is held on a working day after the one on which its form comes: time to answer, weekend or not.
    """
    due = {step.key: _in_peace(crisis, step, end) for step in crisis.playbook.follow_ups}
    forms = [due[step.key] for step in crisis.playbook.follow_ups if Help.DEBRIEF_FORM in step.brings]
    for step in crisis.playbook.follow_ups:
        if forms and Help.DEBRIEF_ANSWERS in step.brings and Help.DEBRIEF_FORM not in step.brings:
            due[step.key] = _a_day_after(crisis, min(forms), due[step.key])
    return {key: FollowUpState(key=key, due=at) for key, at in due.items()}


def _a_day_after(crisis: Crisis, form: datetime, at: datetime) -> datetime:
    """`at`, where that is on a later day than the form; else the next working day at the form's hour."""
    place = zone(crisis.timezone)
    if at.astimezone(place).date() > form.astimezone(place).date():
        return at
    return office_days_later(form, 1, crisis.timezone, crisis.playbook.office)


def _in_peace(crisis: Crisis, step: FollowUp, end: datetime) -> datetime:
    at = end + timedelta(minutes=step.after)
    return at if step.after < SAME_DAY else next_working_moment(at, crisis.timezone, crisis.playbook.office)


def moved_from(crisis: Crisis, key: str) -> datetime | None:
    """Where the plan itself has moved a step: the moment that its number of hours or days after the end would mean.

    None where it comes at that moment, or where somebody has put it off.
    """
    state, end = crisis.follow_ups.get(key), crisis.stood_down_at
    if state is None or end is None or state.snoozes:
        return None
    meant = end + timedelta(minutes=spec_of(crisis, key).after)
    return meant if state.due > meant else None


def put_off_by(crisis: Crisis, span: timedelta, now: datetime) -> datetime:
    """When a step comes again that is put off by so many days: in office hours. Only an exact hour may lie outside."""
    return next_working_moment(now + span, crisis.timezone, crisis.playbook.office)


def came_before(crisis: Crisis, key: str) -> datetime | None:
    """When the step before this one came; None: this one is the first."""
    this = crisis.follow_ups.get(key)
    came = [state.due for state in crisis.follow_ups.values() if state.times_sent and this and state.due < this.due]
    return max(came, default=None)


def spec_of(crisis: Crisis, key: str) -> FollowUp:
    """The playbook's step; refuses an unknown key."""
    for step in crisis.playbook.follow_ups:
        if step.key == key:
            return step
    raise Refused("no_such_follow_up", follow_up=key)


def owner_of(crisis: Crisis, key: str) -> str:
    """Who gets it: assigned by hand, else the holder of its role, else the lead."""
    state = crisis.follow_ups.get(key)
    return (
        crisis.present(state.owner if state else None) or crisis.role_holder(spec_of(crisis, key).role) or crisis.lead
    )


def _meant_for(crisis: Crisis, state: FollowUpState) -> datetime | None:
    """When the channel that is left hears of a step: as it comes, and a working day later that it was not done."""
    if state.status is FollowUpStatus.PLANNED:
        return state.due
    if state.status is not FollowUpStatus.SENT or state.announced:
        return None
    return office_days_later(state.due, 1, crisis.timezone, crisis.playbook.office)


def next_follow_ups(crisis: Crisis) -> dict[str, datetime]:
    """When the channel that is left next hears of each step; what missed its hour comes in office hours."""
    times = {key: _meant_for(crisis, state) for key, state in crisis.follow_ups.items()}
    return {key: told_at(crisis, at, Presence.OFFICE) for key, at in times.items() if at is not None}


def due_follow_ups(crisis: Crisis, now: datetime) -> list[Event]:
    """The steps that come now, and those that were not done, earliest first; or that they wait."""
    due = [
        (key, _meant_for(crisis, crisis.follow_ups[key])) for key, at in next_follow_ups(crisis).items() if at <= now
    ]
    told = sorted((at, key) for key, at in due if at is not None and may_be_told(crisis, at, Presence.OFFICE, now))
    waits: list[Event] = [WAITS] if due and not told else []
    return [_heard(crisis, crisis.follow_ups[key]) for _, key in told] or waits


def _heard(crisis: Crisis, state: FollowUpState) -> Event:
    if state.status is FollowUpStatus.PLANNED:
        return ev.FollowUpSent(follow_up=state.key, user=owner_of(crisis, state.key))
    return ev.FollowUpOverdue(follow_up=state.key)


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
    state = _unfinished(crisis, command.follow_up)
    if state.snoozes + 1 >= REASON_FROM and not command.reason.strip():
        raise Refused("reason_missing")
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
    """It came; it waits for its owner. The debrief's form comes with it, to everybody else, once."""
    state = crisis.follow_ups[event.follow_up]
    form_to = state.form_to
    if state.times_sent == 0 and _brings(crisis, event.follow_up, Help.DEBRIEF_FORM):
        form_to = crisis.members - {event.user}
    sent = state.times_sent + 1
    return _put(crisis, event.follow_up, status=FollowUpStatus.SENT, times_sent=sent, form_to=form_to)


def _brings(crisis: Crisis, key: str, help_with: Help) -> bool:
    return any(step.key == key and help_with in step.brings for step in crisis.playbook.follow_ups)


@applies(ev.FollowUpOverdue)
def follow_up_overdue(crisis: Crisis, event: ev.FollowUpOverdue, _: Recorded) -> Crisis:
    """Said once."""
    return _put(crisis, event.follow_up, announced=True)


@applies(ev.FollowUpCompleted)
def follow_up_completed(crisis: Crisis, event: ev.FollowUpCompleted, recorded: Recorded) -> Crisis:
    """Done."""
    return _put(crisis, event.follow_up, status=FollowUpStatus.DONE, done_by=recorded.actor)


@applies(ev.FollowUpSnoozed)
def follow_up_snoozed(crisis: Crisis, event: ev.FollowUpSnoozed, recorded: Recorded) -> Crisis:
    """Planned anew."""
    times = crisis.follow_ups[event.follow_up].snoozes + 1
    return _put(
        crisis,
        event.follow_up,
        status=FollowUpStatus.PLANNED,
        due=event.until,
        snoozes=times,
        put_off=PutOff(times, recorded.actor, recorded.at, event.until, event.reason, recorded.seq),
        announced=False,
    )


@applies(ev.FollowUpAssigned)
def follow_up_assigned(crisis: Crisis, event: ev.FollowUpAssigned, recorded: Recorded) -> Crisis:
    """The new owner belongs to the crisis."""
    return replace(_put(crisis, event.follow_up, owner=event.user), members=crisis.members | {event.user})

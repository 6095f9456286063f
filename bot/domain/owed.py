"""What is owed for days and months: steps after the end, corrective actions, public promises, individual cases.

And signatures, where the cell was dismissed before they were given.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.domain.approvals import asked_again, role_to_sign, waits_since
from bot.domain.crisis import SPONSOR, Crisis, FollowUpStatus
from bot.domain.follow_up import owner_of
from bot.domain.matter import Matter, above_of, keeper
from bot.domain.playbook import Presence
from bot.domain.working_time import last_working_moment, next_opening, next_working_moment, office_days_later

OFFICE = Presence.OFFICE

PROMISE_AHEAD = timedelta(minutes=15)
"""How long before its hour the owner of a public promise is told, while the cell is at work."""

SPONSOR_AFTER = 3
"""Working days from due to the sponsor, and postponements or snoozes until the sponsor sees them."""


def follow_ups(crisis: Crisis) -> Iterator[Matter]:
    """Each step to its owner, the debrief's form to everybody who was there; after three working days the sponsor."""
    sponsor = crisis.role_holder(SPONSOR)
    for state in crisis.follow_ups.values():
        if state.status is FollowUpStatus.PLANNED:
            continue
        for user in sorted(state.form_to):
            yield Matter(f"debrief:{crisis.restart_seq}:{user}", "debrief", state.key, user, state.due, OFFICE)
        if state.status is FollowUpStatus.DONE:
            continue
        turn, owner = f"{state.key}:{crisis.restart_seq}:{state.times_sent}", owner_of(crisis, state.key)
        yield Matter(f"step:{turn}:{owner}", "step", state.key, owner, state.due, OFFICE)
        if sponsor and owner != sponsor:
            late = _working_days_after(crisis, state.due, SPONSOR_AFTER)
            yield Matter(f"follow_up:{turn}:{sponsor}", "follow_up", state.key, sponsor, late, OFFICE)


def signatures(crisis: Crisis) -> Iterator[Matter]:
    """Texts that still wait after the end: to who can sign when the office next opens; after three days the sponsor."""
    sponsor, ended = crisis.role_holder(SPONSOR), crisis.stood_down_at
    for statement in crisis.statements.values():
        since = waits_since(crisis, statement)
        if since is None or ended is None:
            continue
        about, begins = str(statement.number), max(since, ended)
        turn = f"{about}:{len(statement.versions)}:end:{crisis.restart_seq}"
        signers = [user for user in asked_again(crisis, statement) if role_to_sign(crisis, statement, user)]
        for user in signers:
            at = next_opening(begins, crisis.timezone, crisis.playbook.office)
            yield Matter(f"approval:{turn}:{user}", "approval", about, user, at, OFFICE)
        if sponsor and sponsor not in signers:
            late = _working_days_after(crisis, begins, SPONSOR_AFTER)
            yield Matter(f"approval_late:{turn}:{sponsor}", "approval_late", about, sponsor, late, OFFICE)


def actions(crisis: Crisis) -> Iterator[Matter]:
    """On the day, to the lead a working day later, to the sponsor after three."""
    for action in crisis.actions:
        if action.closed_at is not None:
            continue
        about, turn, owner = str(action.number), f"{action.number}:{action.postponed}", keeper(crisis, action.owner)
        due = next_working_moment(action.due, crisis.timezone, crisis.playbook.office)
        on_the_day = _on_the_day(crisis, action.due, action.set_at)
        yield Matter(f"action:{turn}:{owner}", "action", about, owner, on_the_day, OFFICE)
        for user, late in _upwards(crisis, owner, due):
            yield Matter(f"action_above:{turn}:{user}", "action_above", about, user, late, OFFICE, pulled=False)


def commitments(crisis: Crisis) -> Iterator[Matter]:
    """A day before, on the day, to the lead a working day later, to the sponsor after three.

    While the cell is at work, at the hour that the public was told, be it at night, and to the lead once it has passed;
    what had come by the end is told to its end.
    """
    ended = crisis.stood_down_at
    for commitment in crisis.commitments.values():
        if not commitment.is_open:
            continue
        about, turn = str(commitment.number), f"{commitment.number}:{commitment.postponed}"
        owner = keeper(crisis, commitment.owner)
        due = next_working_moment(commitment.due, crisis.timezone, crisis.playbook.office)
        before = last_working_moment(commitment.due - timedelta(days=1), crisis.timezone, crisis.playbook.office)
        on_the_day = _on_the_day(crisis, commitment.due, commitment.made_at)
        ahead = max(commitment.due - PROMISE_AHEAD, commitment.made_at)
        at_work = ended is None or ahead <= ended
        if at_work:
            on_the_day = ahead
        hours = Presence.ALWAYS if at_work else OFFICE
        if commitment.made_at < before < on_the_day:
            yield Matter(f"commitment:{turn}:1:{owner}", "commitment", about, owner, before, OFFICE)
        yield Matter(f"commitment:{turn}:0:{owner}", "commitment", about, owner, on_the_day, hours)
        for user, late in _upwards(crisis, owner, due):
            soon = at_work and user == crisis.lead
            at = commitment.due + timedelta(minutes=crisis.rules.grace) if soon else late
            key = f"commitment_above:{turn}:{user}"
            yield Matter(key, "commitment_above", about, user, at, hours if soon else OFFICE, pulled=False)


def cases(crisis: Crisis) -> Iterator[Matter]:
    """At the time that was promised to the person, after the end while the office is open; then to the lead."""
    ended = crisis.stood_down_at
    for case in crisis.cases.values():
        if case.closed_at is not None or case.due is None:
            continue
        about, owner = str(case.number), keeper(crisis, case.owner)
        turn = f"{about}.{case.moved}" if case.moved else about
        at = case.due if ended is None else _on_the_day(crisis, case.due, max(case.set_at, ended))
        yield Matter(f"case:{turn}:{owner}", "case", about, owner, at, OFFICE)
        above = above_of(crisis, owner)
        if above:
            late = _working_days_after(crisis, case.due, 1)
            yield Matter(f"case_above:{turn}:{above}", "case_above", about, above, late, OFFICE)


def _upwards(crisis: Crisis, owner: str, due: datetime) -> Iterator[tuple[str, datetime]]:
    """Who hears when the owner does not act: the lead a working day after it was due, the sponsor after three."""
    above, sponsor = above_of(crisis, owner), crisis.role_holder(SPONSOR)
    if above:
        yield above, _working_days_after(crisis, due, 1)
    if sponsor and sponsor not in (owner, above):
        yield sponsor, _working_days_after(crisis, due, SPONSOR_AFTER)


def _on_the_day(crisis: Crisis, due: datetime, since: datetime) -> datetime:
    """When its owner is told: at its time in office hours, else when they opened last before it.

    Where it was given that time only after that, when they next open.
    """
    before = last_working_moment(due, crisis.timezone, crisis.playbook.office)
    return before if before > since else next_working_moment(due, crisis.timezone, crisis.playbook.office)


def _working_days_after(crisis: Crisis, at: datetime, days: int) -> datetime:
    return office_days_later(at, days, crisis.timezone, crisis.playbook.office)

"""What each person has to be told and when: one shape for everything that the clock says to people.

A matter is told once: its key names the thing, the person and the turn of it, so that a new owner or a new time
is a new matter, and a restart tells nobody twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.approvals import deputy_asked_at, lead_told_at
from bot.domain.checklist import Item, all_items
from bot.domain.crisis import DEPUTY, SCRIBE, SPONSOR, Crisis, FollowUpStatus, Status, remembered
from bot.domain.follow_up import owner_of
from bot.domain.public_update import WARNINGS, warned_people
from bot.domain.roles import empty_roles
from bot.domain.working_time import add_working_days, next_working_moment

DUTY = timedelta(hours=8)
"""How long somebody holds a seat before the lead hears of it."""

PROMISES_WITHIN = timedelta(minutes=15)
"""After a publication its promises are in the register, or somebody attests that there are none (item 9.1)."""

SPONSOR_AFTER = 3
"""Working days from due to the sponsor, and postponements or snoozes until the sponsor sees them."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to tell one person at `at` (UTC). `about` names the item, role, follow-up, action, deadline.

    `pulled`: it may be told up to ten minutes early, together with what is told then.
    """

    key: str
    kind: str
    about: str
    to: str
    at: datetime
    pulled: bool = True


@remembered
def matters(crisis: Crisis) -> tuple[Matter, ...]:
    """Everything that people are still to be told, as things stand now."""
    if crisis.status is Status.OPEN:
        found = [*_items(crisis), *_seats(crisis), *_steering(crisis), *_updates(crisis), *_duty(crisis)]
        found += _words(crisis)
    elif crisis.is_open or crisis.status is Status.FAILED:
        found = []
    else:
        found = list(_follow_ups(crisis))
    found += [*_actions(crisis), *_legal(crisis), *_commitments(crisis), *_cases(crisis)]
    return tuple(matter for matter in found if matter.key not in crisis.told and crisis.is_member(matter.to))


def told_from(crisis: Crisis, item: Item) -> datetime | None:
    """When an item's owner is told: not before it was presented to people, not while it is snoozed."""
    if not item.pending or item.due is None:
        return None
    presented = crisis.started_at if item.core or item.spec is None else crisis.core_over_at
    return max(item.due, presented or item.due, item.state.snoozed_until or item.due)


def _items(crisis: Crisis) -> Iterator[Matter]:
    grace = timedelta(minutes=crisis.rules.grace)
    for item in all_items(crisis):
        at = told_from(crisis, item)
        if at is None:
            continue
        turn = f"{item.key}:{max(item.state.renewed, crisis.restart_seq)}"
        snoozed = item.state.snoozed_until is not None
        yield Matter(f"item:{turn}:{item.owner}", "item", item.key, item.owner, at, pulled=not snoozed)
        above = above_of(crisis, item.owner)
        if item.gates and above:
            yield Matter(f"above:{turn}:{above}", "item_above", item.key, above, at + 2 * grace)


def above_of(crisis: Crisis, user: str) -> str | None:
    """Who hears of it when this person does not act: the lead; for the lead, the deputy."""
    above = crisis.lead if user != crisis.lead else crisis.role_holder(DEPUTY)
    return above if above != user else None


def _seats(crisis: Crisis) -> Iterator[Matter]:
    for role, user in crisis.roles.items():
        seated = crisis.seated.get(role)
        if seated is not None and seated.by != user:
            yield Matter(f"seat:{role}:{user}:{seated.seq}", "seat", role, user, seated.at)
    at = crisis.started_at + timedelta(minutes=10 + crisis.rules.grace)
    for role in empty_roles(crisis):
        yield Matter(f"role:{role}:{crisis.lead}", "role", role, crisis.lead, at)


def _steering(crisis: Crisis) -> Iterator[Matter]:
    grace = timedelta(minutes=max(crisis.rules.grace, 10))
    deputy = crisis.role_holder(DEPUTY)
    if crisis.posture and crisis.posture.review_at:
        at, turn = crisis.posture.review_at, crisis.posture.seq
        yield Matter(f"posture:{turn}:{crisis.lead}", "posture", "", crisis.lead, at)
        if deputy and deputy != crisis.lead:
            yield Matter(f"posture:{turn}:{deputy}", "posture", "", deputy, at + grace)
    if crisis.proposal:
        at, turn = crisis.proposal.at + grace, crisis.proposal.seq
        yield Matter(f"proposal:{turn}:{crisis.lead}", "proposal", "", crisis.lead, at)
        if deputy and deputy != crisis.lead:
            yield Matter(f"proposal:{turn}:{deputy}", "proposal", "", deputy, at + grace)


def _updates(crisis: Crisis) -> Iterator[Matter]:
    if crisis.promised is None or crisis.promised.missed:
        return
    for minutes in WARNINGS:
        at = crisis.promised.at - timedelta(minutes=minutes)
        if at >= crisis.promised.made_at:
            for user in warned_people(crisis):
                yield Matter(f"update:{crisis.promised.seq}:{minutes}:{user}", "update", str(minutes), user, at)


def _duty(crisis: Crisis) -> Iterator[Matter]:
    for user, since in on_duty_since(crisis).items():
        key = f"duty:{user}:{int(since.timestamp())}:{crisis.lead}"
        yield Matter(key, "duty", user, crisis.lead, since + DUTY)


def on_duty_since(crisis: Crisis) -> dict[str, datetime]:
    """Who holds a seat, and since when without a break."""
    seats = {role.key for role in crisis.playbook.roles if not role.hat}
    since: dict[str, datetime] = {}
    for role, user in crisis.roles.items():
        if role in seats and role in crisis.seated:
            since[user] = min(crisis.seated[role].at, since.get(user, crisis.seated[role].at))
    return since


def _follow_ups(crisis: Crisis) -> Iterator[Matter]:
    """Each step to its owner, the debrief's form to everybody who was there; after three working days the sponsor."""
    sponsor = crisis.role_holder(SPONSOR)
    for state in crisis.follow_ups.values():
        if state.status is FollowUpStatus.PLANNED:
            continue
        for user in sorted(state.form_to):
            yield Matter(f"debrief:{crisis.restart_seq}:{user}", "debrief", state.key, user, state.due)
        if state.status is FollowUpStatus.DONE:
            continue
        turn, owner = f"{state.key}:{crisis.restart_seq}:{state.times_sent}", owner_of(crisis, state.key)
        yield Matter(f"step:{turn}:{owner}", "step", state.key, owner, state.due)
        if sponsor and owner != sponsor:
            at = add_working_days(state.due, SPONSOR_AFTER, crisis.timezone, crisis.playbook.office)
            yield Matter(f"follow_up:{turn}:{sponsor}", "follow_up", state.key, sponsor, at)


def _actions(crisis: Crisis) -> Iterator[Matter]:
    sponsor = crisis.role_holder(SPONSOR)
    for action in crisis.actions:
        if action.closed_at is not None:
            continue
        turn = f"{action.number}:{action.postponed}"
        at = next_working_moment(action.due, crisis.timezone, crisis.playbook.office)
        yield Matter(f"action:{turn}:{action.owner}", "action", str(action.number), action.owner, at)
        above = above_of(crisis, action.owner)
        if above:
            late = add_working_days(at, 1, crisis.timezone)
            yield Matter(f"action_above:{turn}:{above}", "action_above", str(action.number), above, late)
        if sponsor and sponsor not in (action.owner, above):
            late = add_working_days(at, SPONSOR_AFTER, crisis.timezone)
            yield Matter(f"action_above:{turn}:{sponsor}", "action_above", str(action.number), sponsor, late)


def _legal(crisis: Crisis) -> Iterator[Matter]:
    """Legal clocks keep no quiet hours."""
    for clock in crisis.legal_clocks.values():
        for deadline in clock.open_deadlines:
            if deadline.at is None:
                continue
            about = f"{clock.regime.key}/{deadline.key}"
            for hours in (24, 4, 1):
                at = deadline.at - timedelta(hours=hours)
                if at <= clock.opened_at:
                    continue
                people = {clock.owner, crisis.lead} if hours == 1 else {clock.owner}
                for user in sorted(people):
                    yield Matter(f"legal:{about}:{clock.seq}:{hours}:{user}", "legal", about, user, at)


def _words(crisis: Crisis) -> Iterator[Matter]:
    """Signatures that are waited for, lone releases to ratify, promises of a fresh text to tell."""
    deputy, scribe = crisis.role_holder(DEPUTY), crisis.role_holder(SCRIBE) or crisis.lead
    for statement in crisis.statements.values():
        about, turn = str(statement.number), f"{statement.number}:{len(statement.versions)}"
        at = deputy_asked_at(crisis, statement)
        if at is not None and deputy and deputy not in (*statement.asked, statement.author, statement.editor):
            yield Matter(f"approval:{turn}:{deputy}", "approval", about, deputy, at)
        at = lead_told_at(crisis, statement)
        if at is not None:
            yield Matter(f"approval_late:{turn}:{crisis.lead}", "approval_late", about, crisis.lead, at)
        if statement.glass and statement.glass.ratified_by is None:
            for user in sorted(crisis.members - {statement.glass.by, statement.author, statement.editor}):
                if user in crisis.roles.values():
                    yield Matter(f"ratify:{turn}:{user}", "ratify", about, user, statement.glass.at)
        if statement.published_at is not None and not statement.promises_told:
            at = max(statement.published_at, crisis.started_at) + PROMISES_WITHIN
            yield Matter(f"promises:{turn}:{scribe}", "promises", about, scribe, at)


def _commitments(crisis: Crisis) -> Iterator[Matter]:
    """A day before, on the day, and to the lead a working day later."""
    for commitment in crisis.commitments.values():
        if not commitment.is_open:
            continue
        about, turn = str(commitment.number), f"{commitment.number}:{commitment.postponed}"
        due = next_working_moment(commitment.due, crisis.timezone, crisis.playbook.office)
        before = commitment.due - timedelta(days=1)
        if before > commitment.made_at:
            yield Matter(f"commitment:{turn}:1:{commitment.owner}", "commitment", about, commitment.owner, before)
        yield Matter(f"commitment:{turn}:0:{commitment.owner}", "commitment", about, commitment.owner, due)
        above = above_of(crisis, commitment.owner)
        if above:
            late = add_working_days(due, 1, crisis.timezone)
            yield Matter(f"commitment_above:{turn}:{above}", "commitment_above", about, above, late)


def _cases(crisis: Crisis) -> Iterator[Matter]:
    for case in crisis.cases.values():
        if case.closed_at is None and case.due is not None:
            yield Matter(f"case:{case.number}:{case.owner}", "case", str(case.number), case.owner, case.due)

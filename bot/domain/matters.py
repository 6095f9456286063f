"""What each person has to be told and when: one shape for everything that the clock says to people.

A matter is told once: its key names the thing, the person and the turn of it, so that a new owner or a new time
is a new matter, and a restart tells nobody twice. While the crisis is at work the level's night rules hold; what is
owed for days comes in office hours; the law's times come at any hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain

from bot.domain.approvals import asked_again, deputy_asked_at, lead_told_at
from bot.domain.checklist import Item, of_each_item
from bot.domain.crisis import SCRIBE, SPONSOR, Crisis, Status, lasting, remembered
from bot.domain.matter import Matter, above_of, keeper
from bot.domain.owed import actions, cases, commitments, follow_ups, signatures
from bot.domain.playbook import Wake
from bot.domain.presence import hours_of, present, wakes_of
from bot.domain.public_update import WARNINGS, warned_people
from bot.domain.put_off import put_off, put_off_items
from bot.domain.roles import empty_roles
from bot.domain.statements import asked_to_ratify

DUTY = timedelta(hours=8)
"""How long somebody holds a seat before the lead hears of it."""

WELCOME = timedelta(minutes=2)
"""Until somebody who was given a role has joined the channel, and was welcomed with it."""

PROMISES_WITHIN = timedelta(minutes=15)
"""After a publication its promises are in the register, or somebody attests that there are none (item 9.1)."""


@remembered
def matters(crisis: Crisis) -> tuple[Matter, ...]:
    """Everything that people are still to be told, as things stand now."""
    if crisis.status is not Status.OPEN:
        return (*_still_to_tell(crisis, put_off_items(crisis)), *_besides_items(crisis))
    return (*_still_to_tell(crisis, chain(_items(crisis), put_off_items(crisis))), *_besides_items(crisis))


@lasting
def _besides_items(crisis: Crisis) -> tuple[Matter, ...]:
    found: list[Matter] = []
    if crisis.status is Status.OPEN:
        found += [*_seats(crisis), *_steering(crisis), *_updates(crisis), *_duty(crisis)]
        found += (_by_day(crisis, matter, Wake.APPROVAL) for matter in _signatures(crisis))
        found += (_by_day(crisis, case) for case in cases(crisis))
    else:
        found += cases(crisis)
    if not crisis.is_open and crisis.status is not Status.FAILED:
        found += [*follow_ups(crisis), *signatures(crisis)]
    found += [*_after_release(crisis), *actions(crisis), *_legal(crisis), *commitments(crisis), *put_off(crisis)]
    return tuple(_still_to_tell(crisis, found))


def _still_to_tell(crisis: Crisis, found: Iterable[Matter]) -> Iterator[Matter]:
    told, members = crisis.told, crisis.members
    return (matter for matter in found if matter.key not in told and matter.to in members)


def _by_day(crisis: Crisis, matter: Matter, *wakes: Wake) -> Matter:
    """The same when the level's people are there, unless it wakes them."""
    hours = hours_of(crisis, *wakes)
    return replace(matter, at=present(crisis, hours, matter.at), hours=hours)


def told_from(crisis: Crisis, item: Item) -> datetime | None:
    """When an item's owner is told: not before it was presented to people, not while it is snoozed."""
    if not item.pending or item.due is None:
        return None
    presented = item.due if item.core or item.spec is None else crisis.core_over_at or item.due
    return max(item.due, presented, item.state.snoozed_until or item.due)


def _items(crisis: Crisis) -> Iterator[Matter]:
    return chain.from_iterable(of_each_item(crisis, _of_item))


def _of_item(crisis: Crisis, item: Item) -> tuple[Matter, ...]:
    """To the owner; what locks a gate also to the lead, and later to the sponsor."""
    at = told_from(crisis, item)
    if at is None:
        return ()
    turn, wakes = turn_of(crisis, item), wakes_of(crisis, item)
    snoozed = item.state.snoozed_until is not None
    own = Matter(f"item:{turn}:{item.owner}", "item", item.key, item.owner, at, pulled=not snoozed)
    found = [_by_day(crisis, own, *wakes, *([Wake.SNOOZED] if snoozed else []))]
    if item.gates:
        for user, late in _upwards(crisis, item.owner, at, 2 * timedelta(minutes=crisis.rules.grace)):
            pulled = user == crisis.role_holder(SPONSOR)  # who is told hours later is told a little sooner
            above = Matter(f"above:{turn}:{user}", "item_above", item.key, user, late, pulled=pulled)
            found.append(_by_day(crisis, above, *wakes))
    return tuple(found)


def turn_of(crisis: Crisis, item: Item) -> str:
    """The present turn of an item: what comes round again, or is opened again, is told anew."""
    return f"{item.key}:{max(item.state.renewed, crisis.restart_seq)}"


def _upwards(crisis: Crisis, user: str, at: datetime, wait: timedelta) -> Iterator[tuple[str, datetime]]:
    """Who hears when somebody does not act: the lead (of the lead, the deputy), later the sponsor."""
    above, sponsor, after = above_of(crisis, user), crisis.role_holder(SPONSOR), crisis.rules.sponsor_after
    if above:
        yield above, at + wait
    if sponsor and after is not None and sponsor not in (user, above):
        yield sponsor, at + max(timedelta(minutes=after), wait)


def _seats(crisis: Crisis) -> Iterator[Matter]:
    for role, user in crisis.roles.items():
        seated = crisis.seated.get(role)
        if seated is None or seated.by == user or crisis.nudged.get(user, seated.at) > seated.at:
            continue  # took it, or was welcomed since: the welcome says which roles one holds
        at = seated.at if user in crisis.joined else seated.at + WELCOME
        yield _by_day(crisis, Matter(f"seat:{role}:{user}:{seated.seq}", "seat", role, user, at), Wake.SEAT)
    grace = timedelta(minutes=crisis.rules.grace)
    at = crisis.started_at + timedelta(minutes=10) + grace
    for role in empty_roles(crisis):
        for user, when in ((crisis.lead, at), *_upwards(crisis, crisis.lead, at, 2 * grace)):
            matter = Matter(f"role:{role}:{user}", "role", role, user, when, pulled=user == crisis.lead)
            yield _by_day(crisis, matter, *([Wake.FIRST_HOUR] if crisis.core_over_at is None else []))


def _steering(crisis: Crisis) -> Iterator[Matter]:
    """Questions to the lead: a posture to look at again, a level to confirm. Then the deputy, then the sponsor."""
    grace = timedelta(minutes=max(crisis.rules.grace, 10))
    asked = []
    if crisis.posture and crisis.posture.review_at:
        asked.append(("posture", crisis.posture.seq, crisis.posture.review_at, Wake.POSTURE))
    if crisis.proposal:
        asked.append(("proposal", crisis.proposal.seq, crisis.proposal.at + grace, Wake.LEVEL))
    for kind, turn, at, wake in asked:
        for user, when in ((crisis.lead, at), *_upwards(crisis, crisis.lead, at, grace)):
            matter = Matter(f"{kind}:{turn}:{user}", kind, "", user, when, pulled=user == crisis.lead)
            yield _by_day(crisis, matter, wake)


def _updates(crisis: Crisis) -> Iterator[Matter]:
    if crisis.promised is None or crisis.promised.missed:
        return
    for minutes in WARNINGS:
        at = crisis.promised.at - timedelta(minutes=minutes)
        if at >= crisis.promised.made_at:
            for user in warned_people(crisis):
                key, last = f"update:{crisis.promised.seq}:{minutes}:{user}", minutes == WARNINGS[-1]
                matter = Matter(key, "update", str(minutes), user, at, pulled=not last)  # else the first would be all
                yield _by_day(crisis, matter, Wake.UPDATE)


def _duty(crisis: Crisis) -> Iterator[Matter]:
    for user, since in on_duty_since(crisis).items():
        key = f"duty:{user}:{int(since.timestamp())}:{crisis.lead}"
        yield _by_day(crisis, Matter(key, "duty", user, crisis.lead, since + DUTY), Wake.RELIEF)


def on_duty_since(crisis: Crisis) -> dict[str, datetime]:
    """Who holds a seat, and since when without a break."""
    seats = {role.key for role in crisis.playbook.roles if not role.hat}
    since: dict[str, datetime] = {}
    for role, user in crisis.roles.items():
        if role in seats and role in crisis.seated:
            since[user] = min(crisis.seated[role].at, since.get(user, crisis.seated[role].at))
    return since


def _legal(crisis: Crisis) -> Iterator[Matter]:
    """Legal clocks keep no quiet hours."""
    for clock in crisis.legal_clocks.values():
        owner = keeper(crisis, clock.owner)
        for deadline in clock.open_deadlines:
            if deadline.at is None:
                continue
            about = f"{clock.regime.key}/{deadline.key}"
            for hours in (24, 4, 1):
                at = deadline.at - timedelta(hours=hours)
                if at <= clock.opened_at:
                    continue
                for user in sorted({owner, crisis.lead} if hours == 1 else {owner}):
                    yield Matter(f"legal:{about}:{clock.seq}:{hours}:{user}", "legal", about, user, at)


def _signatures(crisis: Crisis) -> Iterator[Matter]:
    """Who was asked got the text at once. At the level's limit they and the deputy hear, then the lead, the sponsor."""
    for statement in crisis.statements.values():
        about, turn = str(statement.number), f"{statement.number}:{len(statement.versions)}"
        asked, told = deputy_asked_at(crisis, statement), lead_told_at(crisis, statement)
        if asked is not None:
            for user in asked_again(crisis, statement):
                yield Matter(f"approval:{turn}:{user}", "approval", about, user, asked, pulled=False)
        if told is not None:
            ups = _upwards(crisis, crisis.lead, told, timedelta())
            for user, late in ((crisis.lead, told), *(up for up in ups if up[0] == crisis.role_holder(SPONSOR))):
                yield Matter(f"approval_late:{turn}:{user}", "approval_late", about, user, late, pulled=False)


def _after_release(crisis: Crisis) -> Iterator[Matter]:
    """Lone releases to ratify, at any hour; promises of a fresh text to tell. Both outlive the cell."""
    scribe = crisis.role_holder(SCRIBE) or crisis.lead
    for statement in crisis.statements.values():
        about, turn = str(statement.number), f"{statement.number}:{len(statement.versions)}"
        if statement.glass is not None:
            for user in asked_to_ratify(crisis, statement):
                ratify = Matter(f"ratify:{turn}:{user}", "ratify", about, user, statement.glass.at)
                yield _by_day(crisis, ratify, Wake.APPROVAL)
        if statement.published_at is not None and not statement.promises_told:
            at = max(statement.published_at, crisis.started_at) + PROMISES_WITHIN
            wakes = [Wake.APPROVAL] if crisis.is_open else []
            yield _by_day(crisis, Matter(f"promises:{turn}:{scribe}", "promises", about, scribe, at), *wakes)

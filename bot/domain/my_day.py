"""What is one person's own in a crisis: due, late, waiting for their answer; the same matters as the reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis, FollowUpStatus, Status
from bot.domain.follow_up import owner_of
from bot.domain.public_update import warned_people
from bot.domain.roles import empty_roles


@dataclass(frozen=True, slots=True)
class Own:
    """A matter of this `kind` about that item, role, action …; `due` None: an answer is awaited."""

    kind: str
    about: str = ""
    due: datetime | None = None


def own_matters(crisis: Crisis, user: str, now: datetime) -> list[Own]:
    """All that this person has to do or to answer, whether they were told already or not."""
    if crisis.status is Status.FAILED or not crisis.is_member(user):
        return []
    found = list(_answers(crisis, user, now)) if crisis.is_open else list(_follow_ups(crisis, user))
    return [*found, *_work(crisis, user), *_legal(crisis, user)]


def _answers(crisis: Crisis, user: str, now: datetime) -> Iterator[Own]:
    """What waits for the lead or the deputy, and the public word for those who are warned of it."""
    if crisis.steers(user):
        if crisis.proposal:
            yield Own("proposal")
        if crisis.posture and crisis.posture.review_at and crisis.posture.review_at <= now:
            yield Own("posture")
    if user == crisis.lead:
        for role in empty_roles(crisis):
            yield Own("role", role)
    if crisis.promised and user in warned_people(crisis):
        yield Own("update", due=crisis.promised.at)


def _work(crisis: Crisis, user: str) -> Iterator[Own]:
    if crisis.is_open:
        for item in all_items(crisis):
            if item.pending and item.due is not None and item.owner == user:
                yield Own("item", item.key, item.due)
    for action in crisis.actions:
        if action.closed_at is None and action.owner == user:
            yield Own("action", str(action.number), action.due)


def _follow_ups(crisis: Crisis, user: str) -> Iterator[Own]:
    for step in crisis.follow_ups.values():
        if step.status is not FollowUpStatus.DONE and owner_of(crisis, step.key) == user:
            yield Own("follow_up", step.key, step.due)


def _legal(crisis: Crisis, user: str) -> Iterator[Own]:
    for clock in crisis.legal_clocks.values():
        if clock.owner == user:
            for deadline in clock.open_deadlines:
                yield Own("legal", f"{clock.regime.key}/{deadline.key}", deadline.at)

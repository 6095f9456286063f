"""What is one person's own in a crisis: due, late, waiting for their answer; the same matters as the reminders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis, FollowUpStatus, Status
from bot.domain.follow_up import owner_of
from bot.domain.public_update import warned_people
from bot.domain.roles import empty_roles


def own_matters(crisis: Crisis, user: str, now: datetime) -> list[tuple[str, str]]:
    """Kind and about of all that this person has to do or to answer, whether told already or not."""
    if crisis.status is Status.FAILED or not crisis.is_member(user):
        return []
    found = list(_answers(crisis, user, now)) if crisis.is_open else list(_follow_ups(crisis, user))
    return [*found, *_work(crisis, user), *_legal(crisis, user)]


def _answers(crisis: Crisis, user: str, now: datetime) -> Iterator[tuple[str, str]]:
    """What waits for the lead or the deputy, and the public word for those who are warned of it."""
    if crisis.steers(user):
        if crisis.proposal:
            yield "proposal", ""
        if crisis.posture and crisis.posture.review_at and crisis.posture.review_at <= now:
            yield "posture", ""
    if user == crisis.lead:
        for role in empty_roles(crisis):
            yield "role", role
    if crisis.promised and user in warned_people(crisis):
        yield "update", ""


def _work(crisis: Crisis, user: str) -> Iterator[tuple[str, str]]:
    if crisis.is_open:
        for item in all_items(crisis):
            if item.pending and item.due is not None and item.owner == user:
                yield "item", item.key
    for action in crisis.actions:
        if action.closed_at is None and action.owner == user:
            yield "action", str(action.number)


def _follow_ups(crisis: Crisis, user: str) -> Iterator[tuple[str, str]]:
    for step in crisis.follow_ups.values():
        if step.status is not FollowUpStatus.DONE and owner_of(crisis, step.key) == user:
            yield "follow_up", step.key


def _legal(crisis: Crisis, user: str) -> Iterator[tuple[str, str]]:
    for clock in crisis.legal_clocks.values():
        if clock.owner == user:
            for deadline in clock.open_deadlines:
                yield "legal", f"{clock.regime.key}/{deadline.key}"

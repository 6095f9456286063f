"""What is one person's own in a crisis: due, late, waiting for their answer; the same matters as the reminders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.approvals import has_signed, role_to_sign, waits_since
from bot.domain.checklist import all_items
from bot.domain.crisis import SCRIBE, Crisis, FollowUpStatus, Status
from bot.domain.due import appointment_of
from bot.domain.follow_up import owner_of
from bot.domain.matter import keeper
from bot.domain.public_update import warned_people
from bot.domain.roles import empty_roles
from bot.domain.statements import asked_to_ratify

_NEAR = timedelta(hours=1)
"""In the first hour, what is due this soon is on one's day beside the items of the hour."""


@dataclass(frozen=True, slots=True)
class Own:
    """A matter of this `kind` about that item, role, action …; `due` None: an answer is awaited, or it is timeless.

    `ahead`: the first hour's items go before it, so it is late nowhere.
    """

    kind: str
    about: str = ""
    due: datetime | None = None
    ahead: bool = False

    @property
    def timeless(self) -> bool:
        """Whether it is work for which nobody has set a time: no reminder comes, so it must be seen here."""
        return self.due is None and self.kind in ("item", "case")


def own_matters(crisis: Crisis, user: str, now: datetime) -> list[Own]:
    """All that this person has to do or to answer, whether they were told already or not."""
    if crisis.status is Status.FAILED or not crisis.is_member(user):
        return []
    found = list(_answers(crisis, user, now)) if crisis.is_open else list(_follow_ups(crisis, user))
    return [*found, *_texts(crisis, user), *_work(crisis, user, now), *_legal(crisis, user)]


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


def _texts(crisis: Crisis, user: str) -> Iterator[Own]:
    """Texts that this person can sign now, a lone release to stand behind, promises to write down."""
    scribe = crisis.role_holder(SCRIBE) or crisis.lead
    for statement in crisis.statements.values():
        about, stranger = str(statement.number), user not in (statement.author, statement.editor)
        waits = waits_since(crisis, statement) is not None and not has_signed(crisis, statement, user)
        if stranger and waits and role_to_sign(crisis, statement, user) is not None:
            yield Own("approval", about)
        if user in asked_to_ratify(crisis, statement):
            yield Own("ratify", about)
        if statement.published_at is not None and not statement.promises_told and user == scribe:
            yield Own("promises", about)


def _items(crisis: Crisis, user: str, now: datetime) -> Iterator[Own]:
    """The checklist's; what keeps the announced appointment stands there as the public word already."""
    told = appointment_of(crisis) if crisis.promised and user in warned_people(crisis) else ""
    for item in all_items(crisis):
        timed = item.due is not None or item.spec is None
        near = item.presented or (item.due is not None and item.due <= now + _NEAR)
        if item.awaited and timed and near and item.owner == user and item.key != told:
            yield Own("item", item.key, item.due, ahead=not item.presented)


def _work(crisis: Crisis, user: str, now: datetime) -> Iterator[Own]:
    if crisis.is_open:
        yield from _items(crisis, user, now)
    for action in crisis.actions:
        if action.closed_at is None and keeper(crisis, action.owner) == user:
            yield Own("action", str(action.number), action.due)
    for commitment in crisis.commitments.values():
        if commitment.is_open and keeper(crisis, commitment.owner) == user:
            yield Own("commitment", str(commitment.number), commitment.due)
    for case in crisis.cases.values():
        if case.closed_at is None and keeper(crisis, case.owner) == user:
            yield Own("case", str(case.number), case.due)


def _follow_ups(crisis: Crisis, user: str) -> Iterator[Own]:
    for step in crisis.follow_ups.values():
        if step.status is not FollowUpStatus.DONE and owner_of(crisis, step.key) == user:
            yield Own("follow_up", step.key, step.due)


def _legal(crisis: Crisis, user: str) -> Iterator[Own]:
    for clock in crisis.legal_clocks.values():
        if keeper(crisis, clock.owner) == user:
            for deadline in clock.open_deadlines:
                yield Own("legal", f"{clock.regime.key}/{deadline.key}", deadline.at)

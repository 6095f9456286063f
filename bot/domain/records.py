"""The parts of a crisis's state: items, decisions, posture, seats, follow-ups, legal clocks, lessons, actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.level import Level
from bot.domain.regime import Regime


class Posture(StrEnum):
    """What the organisation does in public."""

    SPEAK = "speak"
    REPLY = "reply"
    WATCH = "watch"


class ItemStatus(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    DONE = "done"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class PutOff:
    """How something was put off last: for which time, by whom and when, until when and why."""

    times: int
    by: str
    at: datetime
    until: datetime
    reason: str
    seq: int


@dataclass(frozen=True, slots=True)
class ItemState:
    """One item of this crisis. Text fields are set for the team's own items only (`key` like `own.3`).

    `seq` is the entry that changed its status last: a click that shows an older one is stale. `renewed` is the
    entry that began its present turn: a new turn is told anew.
    """

    key: str
    status: ItemStatus = ItemStatus.OPEN
    seq: int = 0
    assignee: str | None = None
    due_override: datetime | None = None
    evidence: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    changed_by: str | None = None
    changed_at: datetime | None = None
    reason: str = ""
    own_text: str = ""
    own_role: str | None = None
    own_advice: int | None = None
    snoozed_until: datetime | None = None
    snoozes: int = 0
    put_off: PutOff | None = None
    renewed: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, numbered from 1 within the crisis. `superseded_by` is a later one's number."""

    number: int
    seq: int
    at: datetime
    by: str
    decided_by: str
    text: str
    why: str = ""
    rejected: str = ""
    link: str = ""
    supersedes: int | None = None
    superseded_by: int | None = None


@dataclass(frozen=True, slots=True)
class PostureState:
    """The posture, why, and when it is looked at again."""

    posture: Posture
    reason: str
    review_at: datetime | None
    seq: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A public text that went out."""

    at: datetime
    link: str
    channels: str
    seq: int


@dataclass(frozen=True, slots=True)
class Seat:
    """Since when somebody holds a role, and who gave it to them."""

    by: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A level that the answers suggest and the lead has not confirmed yet."""

    level: Level
    why: str  # "danger" or "score"
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class PromisedUpdate:
    """The next public word that was promised for `at`, by the person who said so at `made_at`."""

    at: datetime
    by: str
    made_at: datetime
    seq: int
    missed: bool = False


@dataclass(frozen=True, slots=True)
class LegalDeadline:
    """One step of a legal clock; `at` None where the law gives no figure or its start is not known."""

    key: str
    at: datetime | None
    done_at: datetime | None = None
    proof: str = ""
    missed: bool = False  # said that its time has passed


@dataclass(frozen=True, slots=True)
class LegalClock:
    """A clock that legal started: the regime as it stood then, from when it counts, and who keeps it."""

    regime: Regime
    started_at: datetime
    owner: str
    opened_at: datetime
    seq: int
    deadlines: tuple[LegalDeadline, ...] = ()

    @property
    def open_deadlines(self) -> tuple[LegalDeadline, ...]:
        """The steps that still want doing."""
        return tuple(deadline for deadline in self.deadlines if deadline.done_at is None)


@dataclass(frozen=True, slots=True)
class Lesson:
    """What happened, why, and what to change. `shared`: later crises may see it, without this one's name."""

    number: int
    seq: int
    by: str
    happened: str
    cause: str
    change: str
    tags: tuple[str, ...] = ()
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Action:
    """A corrective action: it closes only on its proof.

    `postponed` counts how often its date was moved; `set_at`: when its present date was said.
    """

    number: int
    seq: int
    text: str
    owner: str
    due: datetime
    expected_proof: str
    set_at: datetime
    lesson: int | None = None
    postponed: int = 0
    put_off: PutOff | None = None
    closed_at: datetime | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Relief:
    """Who has gone off duty, handed over to whom, and sleeps until when."""

    by: str
    to: str
    at: datetime
    sleeps_until: datetime | None
    note: str
    seq: int


class FollowUpStatus(StrEnum):
    """Where a follow-up stands."""

    PLANNED = "planned"
    SENT = "sent"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class FollowUpState:
    """One step after stand-down. `times_sent` grows when it was snoozed and came again."""

    key: str
    due: datetime
    owner: str | None = None  # assigned by hand; otherwise the role's holder
    status: FollowUpStatus = FollowUpStatus.PLANNED
    times_sent: int = 0
    snoozes: int = 0
    put_off: PutOff | None = None
    announced: bool = False  # the channel heard that it is late
    form_to: frozenset[str] = frozenset()  # who is sent the debrief's form along with it
    done_by: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Where a card stands in Slack."""

    channel_id: str
    ts: str

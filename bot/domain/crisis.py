"""The crisis itself: the immutable state that its journal folds to."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar, cast

from bot.domain.kernel import Recorded
from bot.domain.level import Level
from bot.domain.playbook import Language, LevelRules, Playbook
from bot.domain.regime import Regime
from bot.domain.said import Case, Commitment, Fact, SideRoom, Statement

LEAD, DEPUTY, SCRIBE, SPOKESPERSON, SPONSOR = "crisis_lead", "deputy", "scribe", "spokesperson", "sponsor"
COMMUNICATIONS, LEGAL = "communications", "legal"


T = TypeVar("T")


def remembered(compute: Callable[[Crisis], T]) -> Callable[[Crisis], T]:
    """Compute once for each state: a crisis is immutable, so the answer stays true."""
    name = f"_{compute.__qualname__}"

    @functools.wraps(compute)
    def once(crisis: Crisis) -> T:
        known = vars(crisis)
        if name not in known:
            known[name] = compute(crisis)
        return cast("T", known[name])

    return once


_KEPT = "_kept"


def keep(crisis: Crisis, work: object) -> None:
    """Leave work for the state that follows."""
    vars(crisis)[_KEPT] = work


def kept(crisis: Crisis, nothing: T) -> T:
    """The work that the last state left that did any."""
    return cast("T", vars(crisis).get(_KEPT, nothing))


def hand_on(before: Crisis, after: Crisis) -> None:
    """Pass kept work from a state to its successor."""
    if _KEPT in vars(before):
        vars(after)[_KEPT] = vars(before)[_KEPT]


class Status(StrEnum):
    """Where the crisis stands."""

    STARTING = "starting"  # the channel is not there yet
    OPEN = "open"
    STOOD_DOWN = "stood_down"
    ARCHIVED = "archived"
    FAILED = "failed"  # the channel could not be made


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
    """A corrective action: it closes only on its proof. `postponed` counts how often its date was moved."""

    number: int
    seq: int
    text: str
    owner: str
    due: datetime
    expected_proof: str
    lesson: int | None = None
    postponed: int = 0
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
    announced: bool = False  # the channel heard that it is late
    done_by: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """Where a card stands in Slack."""

    channel_id: str
    ts: str


@dataclass(frozen=True, kw_only=True)
class Crisis:
    """Everything that rules and screens need to know of one crisis. Times are aware UTC datetimes."""

    id: str
    playbook: Playbook
    title: str = ""
    what: str = ""
    link: str = ""
    platforms: tuple[str, ...] = ()
    level: Level = Level.ORANGE
    level_seq: int = 0
    previous_level: Level | None = None
    language: Language = "en"
    private: bool = True
    timezone: str = "UTC"
    status: Status = Status.STARTING
    started_at: datetime
    started_by: str
    awareness_at: datetime | None = None
    stood_down_at: datetime | None = None
    close_reason: str = ""
    failure: str = ""
    channel_id: str | None = None
    channel_name: str = ""
    board: Message | None = None
    channel_archived: bool = False
    members: frozenset[str] = frozenset()
    joined: frozenset[str] = frozenset()  # members seen in the channel
    roles: Mapping[str, str] = field(default_factory=dict)
    items: Mapping[str, ItemState] = field(default_factory=dict)
    core_over_at: datetime | None = None
    decisions: tuple[Decision, ...] = ()
    posture: PostureState | None = None
    publications: tuple[Publication, ...] = ()
    proposal: Proposal | None = None
    follow_ups: Mapping[str, FollowUpState] = field(default_factory=dict)
    last_summary_at: datetime | None = None
    last_summary_seq: int = 0
    nudged: Mapping[str, datetime] = field(default_factory=dict)
    told: frozenset[str] = frozenset()  # keys of the matters that were told
    seated_at: Mapping[str, datetime] = field(default_factory=dict)
    seen: Mapping[str, int] = field(default_factory=dict)  # who read up to which entry
    promised: PromisedUpdate | None = None
    legal_clocks: Mapping[str, LegalClock] = field(default_factory=dict)
    no_legal_clock: str = ""  # the reason why none runs
    lessons: tuple[Lesson, ...] = ()
    actions: tuple[Action, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    debrief: tuple[Mapping[str, str], ...] = ()
    facts: Mapping[int, Fact] = field(default_factory=dict)
    statements: Mapping[int, Statement] = field(default_factory=dict)
    commitments: Mapping[int, Commitment] = field(default_factory=dict)
    cases: Mapping[int, Case] = field(default_factory=dict)
    side_rooms: Mapping[int, SideRoom] = field(default_factory=dict)
    announced_at: datetime | None = None
    recent: tuple[Recorded, ...] = ()
    seq: int = 0

    @property
    def rules(self) -> LevelRules:
        """The cadence and factors of the present level."""
        return self.playbook.rules[self.level]

    @property
    def is_open(self) -> bool:
        """Whether the cell is at work."""
        return self.status in (Status.STARTING, Status.OPEN)

    @property
    def lead(self) -> str:
        """Who leads: the holder of the role, else who started the crisis."""
        return self.roles.get(LEAD, self.started_by)

    @property
    def latest_decision(self) -> Decision | None:
        """The last decision that still stands."""
        return next((d for d in reversed(self.decisions) if d.superseded_by is None), None)

    @property
    def latest_publication(self) -> Publication | None:
        """The last public text."""
        return self.publications[-1] if self.publications else None

    def since_start(self, now: datetime) -> timedelta:
        """How long it has been open."""
        return now - self.started_at

    def role_holder(self, role: str | None) -> str | None:
        """Who holds a role, if anybody does."""
        return self.roles.get(role) if role else None

    def steers(self, user: str) -> bool:
        """Whether this person is the lead or the deputy."""
        return user in (self.lead, self.roles.get(DEPUTY))

    def is_member(self, user: str) -> bool:
        """Whether this person belongs to the crisis."""
        return user in self.members

"""The crisis itself: the immutable state that its journal folds to. Its parts stand in `records`."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import TypeVar, cast

from bot.domain.kernel import Recorded
from bot.domain.level import Level
from bot.domain.playbook import Language, LevelRules, Playbook
from bot.domain.records import (
    Action,
    Decision,
    FollowUpState,
    FollowUpStatus,
    ItemState,
    ItemStatus,
    LegalClock,
    LegalDeadline,
    Lesson,
    Message,
    Posture,
    PostureState,
    PromisedUpdate,
    Proposal,
    Publication,
    Relief,
    Seat,
)
from bot.domain.said import Case, Commitment, Fact, SideRoom, Statement

LEAD, DEPUTY, SCRIBE, SPOKESPERSON, SPONSOR = "crisis_lead", "deputy", "scribe", "spokesperson", "sponsor"
COMMUNICATIONS, LEGAL = "communications", "legal"


__all__ = [
    "COMMUNICATIONS",
    "DEPUTY",
    "LEAD",
    "LEGAL",
    "SCRIBE",
    "SPOKESPERSON",
    "SPONSOR",
    "Action",
    "Crisis",
    "Decision",
    "FollowUpState",
    "FollowUpStatus",
    "ItemState",
    "ItemStatus",
    "LegalClock",
    "LegalDeadline",
    "Lesson",
    "Message",
    "Posture",
    "PostureState",
    "PromisedUpdate",
    "Proposal",
    "Publication",
    "Relief",
    "Seat",
    "Status",
    "hand_on",
    "keep",
    "kept",
    "lasting",
    "remembered",
]

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


_LASTING = "_lasting"
MOVING = frozenset({"items", "recent", "milestones", "seq", "last_at"})
"""The fields that every entry moves. The rest of a state stands still while people tick items."""


def lasting(compute: Callable[[Crisis], T]) -> Callable[[Crisis], T]:
    """Compute once while the crisis stands still: only for what follows from no field of `MOVING`."""

    @functools.wraps(compute)
    def once(crisis: Crisis) -> T:
        known = vars(crisis).setdefault(_LASTING, {})
        if compute not in known:
            known[compute] = compute(crisis)
        return cast("T", known[compute])

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
    restarted_at: datetime | None = None  # reopened: what counts from the start counts from here
    restart_seq: int = 0
    awareness_at: datetime | None = None
    first_seen_at: datetime | None = None  # the first public mention
    stood_down_at: datetime | None = None
    stand_down_asked: tuple[str, datetime] | None = None  # which lead was, and when, by somebody who may not
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
    nudged: Mapping[str, datetime] = field(default_factory=dict)  # who was last spoken to when, reminders and welcomes
    reminded: Mapping[str, datetime] = field(default_factory=dict)  # who was last reminded when
    told: frozenset[str] = frozenset()  # keys of the matters that were told
    seated: Mapping[str, Seat] = field(default_factory=dict)
    copied: Mapping[str, datetime] = field(default_factory=dict)  # who took a copy of the logbook last when
    seen: Mapping[str, int] = field(default_factory=dict)  # who read up to which entry
    promised: PromisedUpdate | None = None
    legal_clocks: Mapping[str, LegalClock] = field(default_factory=dict)
    no_legal_clock: str = ""  # the reason why none runs
    lessons: tuple[Lesson, ...] = ()
    actions: tuple[Action, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    debrief: tuple[Mapping[str, str], ...] = ()
    debrief_forms: frozenset[str] = frozenset()
    facts: Mapping[int, Fact] = field(default_factory=dict)
    statements: Mapping[int, Statement] = field(default_factory=dict)
    commitments: Mapping[int, Commitment] = field(default_factory=dict)
    cases: Mapping[int, Case] = field(default_factory=dict)
    side_rooms: Mapping[int, SideRoom] = field(default_factory=dict)
    announced_at: datetime | None = None
    recent: tuple[Recorded, ...] = ()  # what the next summary speaks of
    milestones: tuple[Recorded, ...] = ()  # the turning points that earlier summaries spoke of
    seq: int = 0
    last_at: datetime  # when the last thing happened

    def but(self, **changes: object) -> Crisis:
        """This state with other values in these fields, as `dataclasses.replace` gives it, in a tenth of the time."""
        after = object.__new__(Crisis)
        known = vars(self)
        vars(after).update({name: known[name] for name in _FIELDS} | changes)
        hand_on(self, after)
        if changes.keys() <= MOVING:
            vars(after)[_LASTING] = known.setdefault(_LASTING, {})
        return after

    @property
    def rules(self) -> LevelRules:
        """The cadence and factors of the present level."""
        return self.playbook.rules[self.level]

    @property
    def is_open(self) -> bool:
        """Whether the cell is at work."""
        return self.status in (Status.STARTING, Status.OPEN)

    @cached_property
    def lead(self) -> str:
        """Who leads: the holder of the role, else who started the crisis; who has left the crisis does not lead."""
        candidates = (self.roles.get(LEAD), self.started_by, self.roles.get(DEPUTY), *sorted(self.members))
        return next((user for user in candidates if user in self.members), self.started_by)

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
        """Who holds a role, if anybody does who is still in the crisis."""
        holder = self.roles.get(role) if role else None
        return holder if holder in self.members else None

    def steers(self, user: str) -> bool:
        """Whether this person is the lead or the deputy."""
        return user in (self.lead, self.roles.get(DEPUTY))

    def present(self, user: str | None) -> str | None:
        """This person, if they are still in the crisis."""
        return user if user in self.members else None

    def is_member(self, user: str) -> bool:
        """Whether this person belongs to the crisis."""
        return user in self.members


_FIELDS = tuple(Crisis.__dataclass_fields__)

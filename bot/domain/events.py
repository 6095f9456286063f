"""All that can have happened in a crisis: the kinds of entry in its journal."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.domain.commands import EntryStatus, Evidence
from bot.domain.crisis import Posture
from bot.domain.kernel import Event
from bot.domain.level import Level
from bot.domain.playbook import Language

# --- the crisis -----------------------------------------------------------------------------------------


class CrisisStarted(Event):
    """The crisis was opened."""

    title: str
    what: str
    link: str
    platforms: tuple[str, ...]
    level: Level
    language: Language
    private: bool
    timezone: str
    lead: str
    invited: tuple[str, ...]
    playbook_digest: str
    origin_channel: str


class ChannelOpened(Event):
    """The crisis has its channel."""

    channel_id: str
    channel_name: str


class ChannelFailed(Event):
    """The channel could not be made."""

    error: str


class BoardPosted(Event):
    """The board stands in the channel."""

    ts: str


class BoardLost(Event):
    """The board's message is gone."""


class MemberJoined(Event):
    """Somebody came into the crisis."""

    user: str


class MemberLeft(Event):
    """Somebody left the crisis."""

    user: str


class ChannelArchived(Event):
    """The channel was archived."""


class ChannelRestored(Event):
    """The channel was brought back."""


class AwarenessSet(Event):
    """When the organisation first knew."""

    at: datetime
    source: str = ""
    link: str = ""


# --- level ----------------------------------------------------------------------------------------------


class LevelProposed(Event):
    """The answers suggest another level; the lead confirms."""

    level: Level
    why: Literal["danger", "score"]


class ProposalDismissed(Event):
    """The lead keeps the level."""

    reason: str = ""


class LevelChanged(Event):
    """Another level."""

    level: Level
    previous: Level
    reason: str = ""


# --- roles ----------------------------------------------------------------------------------------------


class RoleAssigned(Event):
    """Somebody holds a role."""

    role: str
    user: str


class RoleReleased(Event):
    """A role is empty."""

    role: str
    user: str


# --- checklist ------------------------------------------------------------------------------------------


class ItemDone(Event):
    """An item was done. `late`: after its due time."""

    item: str
    evidence: Evidence = Field(default_factory=dict)
    late: bool = False


class ItemReopened(Event):
    """A done item is open again, by a person."""

    item: str


class ItemCameRound(Event):
    """A repeating item is due again."""

    item: str


class ItemMarkedNotApplicable(Event):
    """An item does not apply."""

    item: str
    reason: str


class ItemAssigned(Event):
    """An item has a person of its own; None: back to its role."""

    item: str
    user: str | None


class ItemRescheduled(Event):
    """An item has another due time."""

    item: str
    due: datetime


class ItemAdded(Event):
    """The team's own item. `item` is its key, like `own.3`."""

    item: str
    text: str
    advice: int | None = None
    role: str | None = None
    assignee: str | None = None
    due: datetime | None = None


class ItemSnoozed(Event):
    """An item's reminder comes later."""

    item: str
    until: datetime
    reason: str = ""


class CoreFinished(Event):
    """The first hour is over: the other advices present themselves. `complete`: all core items are settled."""

    complete: bool


# --- decisions, log, posture ----------------------------------------------------------------------------


class DecisionRecorded(Event):
    """A decision."""

    number: int
    text: str
    why: str = ""
    rejected: str = ""
    decided_by: str
    link: str = ""
    supersedes: int | None = None


class NoteAdded(Event):
    """An entry in the log."""

    text: str
    status: EntryStatus
    author: str
    link: str = ""


class PostureDecided(Event):
    """What the organisation does in public."""

    posture: Posture
    reason: str
    review_at: datetime | None = None


class PostureReviewDue(Event):
    """The posture wants another look."""


class StatementPublished(Event):
    """A public text went out."""

    at: datetime
    link: str
    channels: str = ""


# --- summaries, reminders -------------------------------------------------------------------------------


class SummaryPosted(Event):
    """A summary went to the channel: which entries it covers and what stood where.

    `changes` are journal numbers; the item lists are item keys.
    """

    why: Literal["asked", "cadence", "level", "stand_down"]
    since: datetime
    since_seq: int
    level: Level
    previous_level: Level | None = None
    changes: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()  # their numbers
    overdue: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()  # due next
    empty_roles: tuple[str, ...] = ()
    quiet: bool = False  # nothing changed: one line


class PersonReminded(Event):
    """One batched message to one person about items that are due."""

    user: str
    items: tuple[str, ...]


class OverdueAnnounced(Event):
    """One batched line in the channel about overdue items, once for each."""

    items: tuple[str, ...]


# --- stand-down, follow-up ------------------------------------------------------------------------------


class CrisisStoodDown(Event):
    """The cell is dismissed. `open_items`: what was still open, `open_gates`: those that lock the gate."""

    reason: str = ""
    open_items: tuple[str, ...] = ()
    open_gates: tuple[str, ...] = ()


class CrisisReopened(Event):
    """It starts again."""

    reason: str


class FollowUpSent(Event):
    """A follow-up came to its owner, and to the channel that is left."""

    follow_up: str
    user: str


class FollowUpCompleted(Event):
    """A follow-up is done."""

    follow_up: str


class FollowUpSnoozed(Event):
    """A follow-up comes again."""

    follow_up: str
    until: datetime
    reason: str = ""


class FollowUpAssigned(Event):
    """A follow-up has another owner."""

    follow_up: str
    user: str


class ArchiveRequested(Event):
    """The file is closed: Slack is asked to archive the channel."""

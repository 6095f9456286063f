"""All that anybody can ask of a crisis: people, the clock, and Slack's own answers."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.domain.crisis import Posture
from bot.domain.kernel import Command
from bot.domain.level import Level
from bot.domain.playbook import Language

Evidence = dict[str, str | tuple[str, ...]]
EntryStatus = Literal["fact", "assumption", "rumour"]


# --- the crisis -----------------------------------------------------------------------------------------


class StartCrisis(Command):
    """Open a crisis. `crisis_id` is new. `private` None: by level. `lead` None: who asks.

    `origin_channel` is where it was asked for. (A response_url is a secret: the listener keeps it in memory for
    the `opened` notice, which otherwise goes out as a direct message.)
    """

    title: str
    what: str = ""
    link: str = ""
    platforms: tuple[str, ...] = ()
    level: Level = Level.ORANGE
    language: Language = "en"
    private: bool | None = None
    timezone: str = "UTC"
    lead: str | None = None
    invited: tuple[str, ...] = ()
    playbook_digest: str
    origin_channel: str = ""


class RecordChannel(Command):
    """Slack made the channel."""

    channel_id: str
    channel_name: str


class RecordChannelFailure(Command):
    """Slack will not make the channel; `error` is Slack's code."""

    error: str


class RecordBoard(Command):
    """The board stands at `ts`. None: it is gone and wants posting again."""

    ts: str | None


class RecordJoin(Command):
    """Somebody is in the crisis channel."""

    user: str


class RecordLeave(Command):
    """Somebody left the crisis channel."""

    user: str


class RecordChannelArchived(Command):
    """The channel was archived by hand, or brought back."""

    archived: bool


class SetAwareness(Command):
    """When the organisation first knew."""

    at: datetime
    source: str = ""
    link: str = ""


# --- level ----------------------------------------------------------------------------------------------


class ChangeLevel(Command):
    """Raise (anyone) or lower (lead, deputy) the level."""

    level: Level
    reason: str = ""


class DismissProposal(Command):
    """The lead keeps the present level."""

    reason: str = ""


# --- roles ----------------------------------------------------------------------------------------------


class AssignRoles(Command):
    """Give seats: role key → user id, or None to empty it."""

    roles: dict[str, str | None]


# --- checklist ------------------------------------------------------------------------------------------


class TickItem(Command):
    """Done, with its evidence (field key → text; people as a tuple; times as ISO 8601 with zone)."""

    item: str
    evidence: Evidence = Field(default_factory=dict)


class ReopenItem(Command):
    """Not done after all. `seen_seq`: the `ItemState.seq` that the person saw; a newer one refuses."""

    item: str
    seen_seq: int


class MarkNotApplicable(Command):
    """Does not apply here, for a reason."""

    item: str
    reason: str


class AssignItem(Command):
    """Hand an item to a person; None: back to its role."""

    item: str
    user: str | None


class RescheduleItem(Command):
    """Another due time for an item."""

    item: str
    due: datetime


class AddItem(Command):
    """An item of the team's own."""

    text: str
    advice: int | None = None
    role: str | None = None
    assignee: str | None = None
    due: datetime | None = None


class SnoozeItem(Command):
    """Remind again later; the due time stays."""

    item: str
    until: datetime
    reason: str = ""


# --- decisions, log, posture ----------------------------------------------------------------------------


class RecordDecision(Command):
    """Decide. `decided_by` None: the lead. `supersedes`: an earlier decision's number."""

    text: str
    why: str = ""
    rejected: str = ""
    decided_by: str | None = None
    link: str = ""
    supersedes: int | None = None


class AddNote(Command):
    """An entry in the log. `author`: who said it, when somebody else wrote it down."""

    text: str
    status: EntryStatus = "fact"
    author: str | None = None
    link: str = ""


class DecidePosture(Command):
    """Speak, reply one by one, or watch. A reason always; a review time unless speaking."""

    posture: Posture
    reason: str
    review_at: datetime | None = None


# --- summaries, stand-down, follow-up, clock ------------------------------------------------------------


class PostSummary(Command):
    """A summary into the channel, asked for by a person."""


class StandDown(Command):
    """The cell is dismissed. `reason` is needed while gate items are open."""

    reason: str = ""


class ReopenCrisis(Command):
    """It starts again."""

    reason: str


class ArchiveCrisis(Command):
    """The channel is archived; follow-ups go on."""


class CompleteFollowUp(Command):
    """A follow-up is done."""

    follow_up: str


class SnoozeFollowUp(Command):
    """A follow-up comes again at `until`."""

    follow_up: str
    until: datetime
    reason: str = ""


class AssignFollowUp(Command):
    """A follow-up gets another owner."""

    follow_up: str
    user: str


class Tick(Command):
    """The clock: whatever is due now, is done now."""

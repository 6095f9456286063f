"""The work of the cell: the checklist, decisions, the log, the posture, the next public word."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.domain.crisis import Posture
from bot.domain.kernel import Command

Evidence = dict[str, str | tuple[str, ...]]
"""An item's evidence: field key → text; people as a tuple; times as ISO 8601 with zone."""

EntryStatus = Literal["fact", "assumption", "rumour"]
"""What a note is worth."""


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
    status: EntryStatus = "assumption"
    author: str | None = None
    link: str = ""


class DecidePosture(Command):
    """Speak, reply one by one, or watch. A reason always; a review time unless speaking."""

    posture: Posture
    reason: str
    review_at: datetime | None = None


class PromiseUpdate(Command):
    """The next public word was promised for this time. `seen_seq`: the last entry that the person knew of."""

    at: datetime
    seen_seq: int | None = None

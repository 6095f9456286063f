"""The work of the cell: the checklist, decisions, the log, the posture, the public word."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from bot.domain.commands import EntryStatus, Evidence
from bot.domain.crisis import Posture
from bot.domain.kernel import Event


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


class StatementPublished(Event):
    """A public text went out."""

    at: datetime
    link: str
    channels: str = ""
    statement: int | None = None  # its number in the register, when it was drafted here


class UpdatePromised(Event):
    """The next public word was promised."""

    at: datetime


class UpdateProposed(Event):
    """A text names a later hour for the next public word than the one that counts: the lead decides."""

    at: datetime


class UpdateMissed(Event):
    """The promised time passed without a public word."""

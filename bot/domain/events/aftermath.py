"""Stand-down, and all that comes after it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from bot.domain.kernel import Event


class CrisisStoodDown(Event):
    """The cell is dismissed. `open_items`: what was still open, `late_items`: overdue, `open_gates`: lock the gate."""

    reason: str = ""
    open_items: tuple[str, ...] = ()
    late_items: tuple[str, ...] = ()
    open_gates: tuple[str, ...] = ()


class StandDownAsked(Event):
    """Somebody who may not dismiss the cell asked the lead to."""


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
    """The file is closed: Slack is asked to archive the channel. `open_gates`: items that were still to be done."""

    reason: str = ""
    open_gates: tuple[str, ...] = ()


class LogbookExported(Event):
    """Somebody took a copy of the logbook as a file."""


class FollowUpOverdue(Event):
    """A follow-up was not done within a working day; said once in the channel that is left."""

    follow_up: str


class DebriefAnswered(Event):
    """Answers to the debrief's form, without a name and without an hour."""

    untimed: ClassVar[bool] = True
    answers: dict[str, str]
    form: str = ""


class LessonRecorded(Event):
    """A lesson."""

    number: int
    happened: str
    cause: str = ""
    change: str
    tags: tuple[str, ...] = ()
    shared: bool = True


class ActionPlanned(Event):
    """A corrective action."""

    number: int
    text: str
    owner: str
    due: datetime
    expected_proof: str
    lesson: int | None = None


class ActionPostponed(Event):
    """A later date for an action."""

    action: int
    due: datetime
    reason: str


class ActionClosed(Event):
    """An action was proven."""

    action: int
    proof: str

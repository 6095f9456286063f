"""Summaries, the clock, stand-down, and all that comes after it."""

from __future__ import annotations

from datetime import datetime

from bot.domain.kernel import Command


class PostSummary(Command):
    """A summary into the channel, asked for by a person."""


class StandDown(Command):
    """The cell is dismissed. `reason` is needed while gate items are open."""

    reason: str = ""


class AskStandDown(Command):
    """The lead is asked to dismiss the cell."""


class ReopenCrisis(Command):
    """It starts again."""

    reason: str


class ArchiveCrisis(Command):
    """The channel is archived; follow-ups go on. `reason`: why now, while steps of the file are open."""

    reason: str = ""


class ExportLogbook(Command):
    """A copy of the logbook as a file, to who asks. `full_member`: neither bot nor guest, as Slack says."""

    full_member: bool = True


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
    """The clock: whatever is due now, is done now. What people are told is `RemindPerson`'s."""


class RemindPerson(Command):
    """The clock: tell a person what is due, and what will be within ten minutes."""

    user: str


class MarkSeen(Command):
    """A person has read where things stand: the next "since I was last here" counts from now."""


class AnswerDebrief(Command):
    """Answers to the debrief's form, by nobody: actor `anonymous`, no request's name.

    `form`: a name by chance of the sheet that was filled in, which says nothing of who did.
    """

    answers: dict[str, str]
    form: str = ""


class RecordLesson(Command):
    """What happened, its cause, what to change. `shared`: later crises may see it."""

    happened: str
    cause: str = ""
    change: str
    tags: tuple[str, ...] = ()
    shared: bool = True


class PlanAction(Command):
    """A corrective action; `owner` None: who asks."""

    text: str
    owner: str | None = None
    due: datetime
    expected_proof: str
    lesson: int | None = None


class PostponeAction(Command):
    """A later date for an action."""

    action: int
    due: datetime
    reason: str


class CloseAction(Command):
    """An action is done, on this proof."""

    action: int
    proof: str

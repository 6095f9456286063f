"""The words that went out, and what they rest on."""

from __future__ import annotations

from datetime import datetime

from bot.domain.commands import FactStatus, StatementKind
from bot.domain.kernel import Event
from bot.domain.playbook import Language


class FactAdded(Event):
    """A fact came onto the sheet."""

    number: int
    text: str
    status: FactStatus
    source: str = ""
    checked_by: str | None = None


class FactChanged(Event):
    """A fact is known better."""

    fact: int
    text: str
    status: FactStatus
    source: str = ""
    checked_by: str | None = None


class StatementDrafted(Event):
    """A text for the public."""

    number: int
    statement_kind: StatementKind
    texts: dict[Language, str]
    cites: tuple[int, ...] = ()
    template: str = ""
    corrects: int | None = None


class StatementEdited(Event):
    """Another wording: what was signed before is void."""

    statement: int
    texts: dict[Language, str]
    cites: tuple[int, ...] = ()


class ApprovalRequested(Event):
    """Signatures were asked for, from these people. `told`: who got the text by this; None: all of them.

    `since`: when the first of them was asked; None: now.
    """

    statement: int
    asked: tuple[str, ...]
    told: tuple[str, ...] | None = None
    since: datetime | None = None


class StatementApproved(Event):
    """A signature, bound to the text and to what the cited facts were."""

    statement: int
    fingerprint: str
    role: str


class ChangesRequested(Event):
    """Somebody would not sign."""

    statement: int
    reason: str


class RemarkAnswered(Event):
    """A remark of the guard was meant so."""

    statement: int
    remark: str
    reason: str


class GlassBroken(Event):
    """The lead released a text alone."""

    statement: int
    reason: str


class GlassRatified(Event):
    """A second person stands behind it."""

    statement: int


class RatificationMissed(Event):
    """Nobody ratified in time; said once."""

    statement: int


class GatePassed(Event):
    """What a gate guards was done, with nothing lacking."""

    gate: str
    what: str


class StatementWithdrawn(Event):
    """A draft was given up."""

    statement: int
    reason: str


class CommitmentMade(Event):
    """A public promise, in its exact words. `place`: of its sentence in the text, where the guard has found it."""

    number: int
    statement: int
    words: str
    owner: str
    due: datetime
    expected_proof: str
    place: int | None = None


class NoCommitmentAttested(Event):
    """A published text promises nothing; somebody answers for that."""

    statement: int


class CommitmentKept(Event):
    """A promise was kept."""

    commitment: int
    proof: str
    late: bool = False


class CommitmentPostponed(Event):
    """A promise is late."""

    commitment: int
    due: datetime
    reason: str


class CommitmentDropped(Event):
    """A promise was given up."""

    commitment: int
    reason: str


class CaseOpened(Event):
    """An individual case."""

    number: int
    about: str
    promise: str = ""
    due: datetime | None = None
    owner: str


class CaseRescheduled(Event):
    """A case has a due time, or another one."""

    case: int
    due: datetime


class CaseClosed(Event):
    """A case was settled."""

    case: int
    outcome: str = ""


class SideRoomOpened(Event):
    """A room for a sensitive matter was asked for: a private channel, or a group message."""

    number: int
    people: tuple[str, ...]
    group: bool = False


class SideRoomReady(Event):
    """The room is there."""

    room: int
    channel_id: str

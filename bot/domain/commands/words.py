"""The words that go out, and what they rest on: facts, statements, approvals, promises, private cases."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from bot.domain.kernel import Command
from bot.domain.model import Model
from bot.domain.playbook import Language

FactStatus = Literal["established", "probable", "unknown", "rumour"]
StatementKind = Literal["holding", "statement", "admission", "key_messages", "qa", "reply"]


class AddFact(Command):
    """A fact for the sheet. An established one has a source and somebody who checked it (None: who writes)."""

    text: str
    status: FactStatus
    source: str = ""
    checked_by: str | None = None


class ChangeFact(Command):
    """A fact is known better now; what it was stays in its history. `text` None: the words stay."""

    fact: int
    status: FactStatus
    source: str = ""
    checked_by: str | None = None
    text: str | None = None


class DraftStatement(Command):
    """A text for the public, by language. `cites`: numbers of facts. `corrects`: a published statement's number."""

    kind: StatementKind
    texts: dict[Language, str]
    cites: tuple[int, ...] = ()
    template: str = ""
    corrects: int | None = None


class EditStatement(Command):
    """Another wording. `seen`: the version that the person had before them; a newer one refuses."""

    statement: int
    seen: int
    texts: dict[Language, str]
    cites: tuple[int, ...] = ()


class RequestApproval(Command):
    """Two signatures are asked for. `again`: who was asked is reminded."""

    statement: int
    again: bool = False


class ApproveStatement(Command):
    """A signature on exactly this text. `full_member`: neither bot nor guest nor deactivated, as Slack says."""

    statement: int
    fingerprint: str
    full_member: bool = True


class RequestChanges(Command):
    """Not like this, for a reason."""

    statement: int
    reason: str


class AnswerRemark(Command):
    """A remark of the guard is meant so, for a reason."""

    statement: int
    remark: str
    reason: str


class PublishStatement(Command):
    """It is out. `break_glass`: the lead alone, for danger to people, with a reason."""

    statement: int
    link: str
    at: datetime | None = None
    channels: str = ""
    next_at: datetime | None = None
    break_glass: bool = False
    reason: str = ""


class RatifyBreakGlass(Command):
    """A second person stands behind what the lead released alone. `full_member`: as for a signature."""

    statement: int
    full_member: bool = True


class PassGate(Command):
    """What a gate guards is done: somebody speaks, a promise is announced, a comment is hidden. `what`: which."""

    gate: str
    what: str


class WithdrawStatement(Command):
    """A draft is given up."""

    statement: int
    reason: str


class NewCommitment(Model):
    """A promise as it was said in public. `place`: of its sentence in the text, where the guard has found it."""

    words: str
    owner: str
    due: datetime
    expected_proof: str
    place: int | None = None


class ConfirmCommitments(Command):
    """The promises of a published statement; empty: somebody attests that there are none.

    `next_at`: the hour that they name for the next public word.
    """

    statement: int
    commitments: tuple[NewCommitment, ...] = Field(default=(), max_length=10)
    next_at: datetime | None = None


class KeepCommitment(Command):
    """A promise is kept, on this proof."""

    commitment: int
    proof: str


class PostponeCommitment(Command):
    """A promise is late: say so, with a new date and a reason."""

    commitment: int
    due: datetime
    reason: str


class DropCommitment(Command):
    """A promise is given up, with a reason that the public account will tell."""

    commitment: int
    reason: str


class OpenCase(Command):
    """An individual case, by number and without a name."""

    about: str
    promise: str = ""
    due: datetime | None = None
    owner: str | None = None


class RescheduleCase(Command):
    """A case gets a time, or another one."""

    case: int
    due: datetime


class CloseCase(Command):
    """A case is settled."""

    case: int
    outcome: str = ""


class OpenSideRoom(Command):
    """A room for a sensitive matter: who is in it is logged, what is said there is not. `group`: a group message."""

    people: tuple[str, ...]
    group: bool = False


class RecordSideRoom(Command):
    """Slack made the room."""

    room: int
    channel_id: str

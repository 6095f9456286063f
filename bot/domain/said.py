"""What a crisis knows and says: the parts of its state that deal in words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.playbook import Language


@dataclass(frozen=True, slots=True)
class FactVersion:
    """What a fact was from `at` on. `status`: established, probable, unknown, rumour."""

    text: str
    status: str
    source: str
    checked_by: str | None
    by: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact, numbered from 1, with everything that it was; the last version counts."""

    number: int
    versions: tuple[FactVersion, ...]

    @property
    def now(self) -> FactVersion:
        """What it is."""
        return self.versions[-1]


class StatementStatus(StrEnum):
    """Where a text stands. Approved is not among them: signatures are counted, never stored as a state."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Approval:
    """A signature of `by`, who held `role`, on the text with this fingerprint."""

    by: str
    role: str
    at: datetime
    fingerprint: str
    seq: int


@dataclass(frozen=True, slots=True)
class StatementVersion:
    """One wording, by language, by its writer. Numbered from 1 by its place."""

    texts: Mapping[Language, str]
    cites: tuple[int, ...]
    by: str
    at: datetime
    seq: int


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """The lead's lone release: why, when, and who ratified it."""

    by: str
    reason: str
    at: datetime
    ratified_by: str | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A text for the public with every version; the last one counts."""

    number: int
    kind: str
    versions: tuple[StatementVersion, ...]
    status: StatementStatus = StatementStatus.DRAFT
    template: str = ""
    corrects: int | None = None
    corrected_by: int | None = None
    approvals: tuple[Approval, ...] = ()
    asked: tuple[str, ...] = ()
    asked_at: datetime | None = None
    told_at: datetime | None = None  # when somebody was asked last
    changes_wanted: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)  # remark → why it is meant so
    published_at: datetime | None = None
    published_seq: int = 0
    link: str = ""
    channels: str = ""
    glass: BrokenGlass | None = None
    promises_told: bool = False  # its promises were confirmed, or attested to be none

    @property
    def now(self) -> StatementVersion:
        """The wording that counts."""
        return self.versions[-1]

    @property
    def author(self) -> str:
        """Who wrote the first version."""
        return self.versions[0].by

    @property
    def editor(self) -> str:
        """Who wrote the last one."""
        return self.now.by

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.status in (StatementStatus.DRAFT, StatementStatus.REVIEW)


@dataclass(frozen=True, slots=True)
class Commitment:
    """A public promise in its exact words. Open until it is kept or dropped."""

    number: int
    statement: int
    words: str
    owner: str
    due: datetime
    expected_proof: str
    made_at: datetime
    seq: int
    place: int | None = None
    postponed: int = 0
    kept_at: datetime | None = None
    proof: str = ""
    late: bool = False
    dropped_at: datetime | None = None
    reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody still owes it."""
        return self.kept_at is None and self.dropped_at is None


@dataclass(frozen=True, slots=True)
class Case:
    """An individual case: a number, no name. `moved`: how often its time was set anew; `set_at`: when, last."""

    number: int
    about: str
    promise: str
    due: datetime | None
    owner: str
    opened_at: datetime
    set_at: datetime
    seq: int
    moved: int = 0
    closed_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class SideRoom:
    """A room for a sensitive matter."""

    number: int
    people: tuple[str, ...]
    by: str
    at: datetime
    seq: int
    channel_id: str | None = None


def fingerprint(kind: str, version: StatementVersion, facts: Mapping[int, Fact]) -> str:
    """SHA-256 of the exact words in every language and of what each cited fact was: one comma, another print."""
    cited = [[number, facts[number].now.text, facts[number].now.status] for number in version.cites if number in facts]
    written = json.dumps([kind, sorted(version.texts.items()), cited], ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()

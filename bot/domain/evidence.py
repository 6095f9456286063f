"""What an item asks for before it counts as done, and what else its answers write down."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from bot.domain.model import Model
from bot.domain.wording import Key, Label, Text


class FieldType(StrEnum):
    """What one field of an item's evidence collects."""

    TEXT = "text"
    TABLE = "table"  # several lines, one a row
    LINK = "link"
    FILE = "file"  # a link to a file
    NUMBER = "number"
    SCORE = "score"  # one of the four marks of a severity axis
    CHOICE = "choice"
    PERSON = "person"
    PEOPLE = "people"
    DATETIME = "datetime"


class Option(Model):
    """One answer of a choice."""

    value: Key
    label: Label


class EvidenceField(Model):
    """One question of an item's evidence. `required` is enforced where the item locks a gate or records.

    `at_least`: how many different people a field of type people wants.
    """

    key: Key
    type: FieldType
    label: Text
    options: tuple[Option, ...] = Field(default=(), max_length=10)
    required: bool = True
    at_least: int = Field(default=1, ge=1, le=10)

    @model_validator(mode="after")
    def _choices_have_options(self) -> Self:
        if (self.type is FieldType.CHOICE) != bool(self.options):
            raise ValueError("a field of type choice needs options, and only such a field has them")
        return self


class Records(StrEnum):
    """What else ticking an item writes down, from fields of fixed names.

    The fields each one reads: roles (crisis_lead, deputy, scribe) · danger (danger: yes/no, measure) ·
    awareness (at, source, first_seen, link) · severity (velocity, reach, media, harm, legal, reason) ·
    level (level, reason) · posture (posture, reason, review_at) · publication (link, at, channels, next_at) ·
    legal (clocks) · holding (text) · approvals (none: two signatures settle it) · promises (promises).
    """

    ROLES = "roles"
    DANGER = "danger"
    AWARENESS = "awareness"
    SEVERITY = "severity"
    LEVEL = "level"
    POSTURE = "posture"
    PUBLICATION = "publication"
    LEGAL = "legal"
    HOLDING = "holding"
    APPROVALS = "approvals"
    PROMISES = "promises"


RECORDED_FIELDS: dict[Records, frozenset[str]] = {
    Records.ROLES: frozenset({"crisis_lead", "deputy", "scribe"}),
    Records.DANGER: frozenset({"danger"}),
    Records.AWARENESS: frozenset({"at"}),
    Records.SEVERITY: frozenset({"velocity", "reach", "media", "harm", "legal"}),
    Records.LEVEL: frozenset({"level", "reason"}),
    Records.POSTURE: frozenset({"posture", "reason", "review_at"}),
    Records.PUBLICATION: frozenset({"link"}),
    Records.LEGAL: frozenset({"clocks"}),
    Records.HOLDING: frozenset({"text"}),
    Records.APPROVALS: frozenset(),
    Records.PROMISES: frozenset({"promises"}),
}

"""A playbook: the advices, their items, the levels' cadences and the follow-up, as a team writes them in YAML.

The figures of the built-in playbook come from the practice it cites; a team changes them in its own file.
All durations are whole minutes.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from bot.domain.evidence import RECORDED_FIELDS, EvidenceField, Records
from bot.domain.level import Level
from bot.domain.model import Model
from bot.domain.wording import LANGUAGES, Key, Label, Language, Minutes, SchemaVersion, ShortLabel, Text
from bot.domain.working_time import NIGHT, OFFICE, Night, WorkingHours

__all__ = [
    "LANGUAGES",
    "Advice",
    "Anchor",
    "Axis",
    "Due",
    "FollowUp",
    "Gate",
    "Help",
    "Key",
    "Label",
    "Language",
    "LevelRules",
    "Mark",
    "Minutes",
    "Playbook",
    "PlaybookItem",
    "Presence",
    "Repeat",
    "Role",
    "SchemaVersion",
    "Separation",
    "ShortLabel",
    "Text",
    "Wake",
]


class Anchor(StrEnum):
    """What a due time counts from."""

    START = "start"  # the crisis was opened
    AWARENESS = "awareness"  # the organisation first knew
    PUBLISH = "publish"  # the latest public text
    SITREP = "sitrep"  # each situation point, at the level's cadence
    EVENT = "event"  # each occurrence: no due time until somebody sets one
    END = "end"  # stand-down


class Repeat(StrEnum):
    """When a finished item comes round again."""

    SITREP = "sitrep"
    PUBLIC_UPDATE = "public_update"
    DAY = "day"


class Due(Model):
    """Minutes after the anchor at the reference level (orange); `red` is the shorter value of level red."""

    anchor: Anchor
    minutes: Minutes = 0
    red: Minutes | None = None
    repeat: Repeat | None = None


class PlaybookItem(Model):
    """One thing to do: who, by when, on what proof."""

    key: Key
    label: Label
    detail: Text
    role: Key
    co_roles: tuple[Key, ...] = ()
    due: Due
    evidence: tuple[EvidenceField, ...] = Field(default=(), max_length=8)
    records: Records | None = None
    not_applicable: Literal["no", "reason"] = "reason"
    min_level: Level = Level.YELLOW
    gates: tuple[Key, ...] = ()
    core: bool = False
    applies_when: Literal["posture_speak"] | None = None

    @model_validator(mode="after")
    def _recorded_fields_exist(self) -> Self:
        keys = [field.key for field in self.evidence]
        if len(keys) != len(set(keys)):
            raise ValueError("two evidence fields have the same key")
        if self.records:
            missing = RECORDED_FIELDS[self.records] - set(keys)
            if missing:
                raise ValueError(f"records: {self.records} reads fields that are missing: {', '.join(sorted(missing))}")
        return self


class Advice(Model):
    """One of the principles, with its items. `short` is what its button shows."""

    number: int = Field(ge=1, le=20)
    slug: Key
    title: Label
    short: ShortLabel
    why: Text
    items: tuple[PlaybookItem, ...] = Field(min_length=1, max_length=20)


class Role(Model):
    """A seat in the crisis cell. `hat`: may be worn besides another seat, owns no item."""

    key: Key
    label: Label
    mission: Text
    hat: bool = False


class Separation(Model):
    """Two roles that one person should not hold together, from a level up."""

    roles: tuple[Key, Key]
    from_level: Level


class Presence(StrEnum):
    """When a level's clock runs: round the clock, by day (not in the `night`), or in `office` hours."""

    ALWAYS = "always"
    DAY = "day"
    OFFICE = "office"


class Wake(StrEnum):
    """What reaches people at any hour, whatever the level's `reminder_presence`. The law's times always do."""

    FIRST_HOUR = "first_hour"  # the core items while they are shown alone
    DANGER = "danger"  # the item that asks whether somebody is in danger
    LEVEL = "level"  # a level that was proposed
    UPDATE = "update"  # the public word that was promised
    APPROVAL = "approval"  # signatures, lone releases to ratify, promises of a text that is out
    POSTURE = "posture"  # the review at the time that the lead has named
    SEAT = "seat"  # a role that somebody was given just now
    RELIEF = "relief"  # who has been on duty for too long
    SNOOZED = "snoozed"  # what a person put off until this hour


class LevelRules(Model):
    """A level's name, effect and clock. `cell`: the roles it wants filled; empty means all."""

    level: Level
    label: ShortLabel
    effect: Text
    situation_point: Minutes  # between two internal situation points
    summary: Minutes  # between two automatic summaries
    summary_after_4h: Minutes | None = None
    public_update: Minutes | None = None  # longest gap between two public updates
    start_factor: float = Field(default=1, gt=0, le=10)  # multiplies the start-anchored due times
    short_times: bool = False  # takes each item's `red` value
    grace: Minutes = 15  # from due to the one mention in the channel
    first_word: Minutes | None = None  # from awareness to the first public sign
    first_statement: Minutes | None = None  # from awareness to the first substantive statement
    approval_deputy: Minutes | None = None  # from the question to the deputy's turn
    approval_lead: Minutes | None = None  # from the question until the lead is told
    summary_presence: Presence = Presence.ALWAYS
    public_presence: Presence = Presence.ALWAYS
    reminder_presence: Presence = Presence.ALWAYS
    sponsor_after: Minutes | None = None  # from due to the sponsor, for gates and unanswered questions
    cell: tuple[Key, ...] = ()


class Mark(Model):
    """One mark of a severity axis."""

    score: int = Field(ge=0, le=3)
    label: Label


class Axis(Model):
    """One of the criteria of the severity grid."""

    key: Literal["velocity", "reach", "media", "harm", "legal"]
    label: Label
    scale: tuple[Mark, Mark, Mark, Mark]


class Gate(Model):
    """A point that is passed only when the items that name it are done."""

    key: Key
    label: Label
    rule: Text
    requires: tuple[Key, ...] = ()  # gates that are passed before this one


class Help(StrEnum):
    """What a follow-up brings along to get it done in one click."""

    DEBRIEF_FORM = "debrief_form"  # the anonymous form, to every member
    DEBRIEF_ANSWERS = "debrief_answers"
    LESSONS = "lessons"
    ACTIONS = "actions"
    REPORT = "report"  # timeline, delays, figures
    LOGBOOK = "logbook"  # a copy of it as a file


class FollowUp(Model):
    """What comes back after stand-down: `after` minutes from the end, to `role`, about `items`.

    `agenda`: the points of a meeting, one a line. `brings`: what is needed to do it.
    """

    key: Key
    after: Minutes
    text: Text
    role: Key
    items: tuple[Key, ...] = ()
    agenda: tuple[Text, ...] = Field(default=(), max_length=12)
    brings: tuple[Help, ...] = ()


class Playbook(Model):
    """A whole playbook. `key` names it, `version` is the team's own number."""

    schema_version: SchemaVersion = 1
    key: Key
    version: int = Field(ge=1)
    title: Label
    core_minutes: Minutes = 60  # how long only the core items are shown at most
    roles: tuple[Role, ...] = Field(min_length=1, max_length=20)
    separations: tuple[Separation, ...] = ()
    levels: tuple[LevelRules, LevelRules, LevelRules, LevelRules]
    severity: tuple[Axis, ...] = Field(default=(), max_length=5)
    advices: tuple[Advice, ...] = Field(min_length=1, max_length=20)
    gates: tuple[Gate, ...] = ()
    follow_ups: tuple[FollowUp, ...] = Field(default=(), max_length=40)
    office: WorkingHours = OFFICE  # when people are told after stand-down, in the crisis's time zone
    night: Night = NIGHT  # when a level that is present by day is quiet
    wakes: tuple[Wake, ...] = tuple(Wake)

    @cached_property
    def items(self) -> dict[str, PlaybookItem]:
        """Every item by its key, in the order of the advices."""
        return {item.key: item for advice in self.advices for item in advice.items}

    @cached_property
    def advice_of(self) -> dict[str, int]:
        """The number of the advice that holds each item."""
        return {item.key: advice.number for advice in self.advices for item in advice.items}

    @cached_property
    def rules(self) -> dict[Level, LevelRules]:
        """The levels by their key."""
        return {rules.level: rules for rules in self.levels}

    @cached_property
    def role_labels(self) -> dict[str, Label]:
        """The roles' names by their key."""
        return {role.key: role.label for role in self.roles}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content: which version a running crisis keeps."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    def advice(self, number: int) -> Advice | None:
        """The advice with this number, if there is one."""
        return next((advice for advice in self.advices if advice.number == number), None)

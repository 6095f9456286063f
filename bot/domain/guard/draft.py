"""What the guard is given: the draft, and everything that it must agree with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.guard.words import Words
from bot.domain.playbook import Language


class Certainty(StrEnum):
    ESTABLISHED = "established"
    PROBABLE = "probable"
    UNKNOWN = "unknown"
    RUMOUR = "rumour"


class Form(StrEnum):
    HOLDING = "holding"
    STATEMENT = "statement"
    ADMISSION = "admission"
    KEY_MESSAGES = "key_messages"
    QA = "qa"
    REPLY = "reply"


@dataclass(frozen=True)
class Draft:
    """A text that is to be published. `at` is aware, in the crisis's time zone: what "yesterday" counts from."""

    text: str
    language: Language
    at: datetime
    form: Form = Form.STATEMENT
    platforms: tuple[str, ...] = ()
    edited_at: datetime | None = None


@dataclass(frozen=True)
class KnownFact:
    """A line of the fact sheet as it stands now."""

    key: str
    text: str
    status: Certainty
    language: Language
    at: datetime | None = None


@dataclass(frozen=True)
class Published:
    """A public text as it stands now, with its corrections."""

    key: str
    text: str
    language: Language
    at: datetime


@dataclass(frozen=True)
class OtherVersion:
    """The draft in the other language."""

    text: str
    language: Language
    edited_at: datetime | None = None


@dataclass(frozen=True)
class Context:
    """What a draft is compared with. `organisation`: its own names, for the empathy check."""

    words: Mapping[Language, Words]
    facts: tuple[KnownFact, ...] = ()
    published: tuple[Published, ...] = ()
    other: OtherVersion | None = None
    organisation: tuple[str, ...] = ()

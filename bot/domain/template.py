"""Statement templates: words prepared in calm for an hour that has none, with named gaps for what is known.

A text is written one sentence a line. Lines that follow each other make a paragraph, a blank line begins the next;
a line whose optional gap was left empty is left out. So nothing half said goes out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.domain.guard.plain import plain
from bot.domain.kernel import Refused
from bot.domain.model import Model
from bot.domain.playbook import LANGUAGES, Key, Label, Language, SchemaVersion, Text
from bot.domain.typography import NARROW, NO_BREAK, typeset
from bot.domain.working_time import Day

GAP = re.compile(r"\{([a-z][a-z0-9_]*)\}([.]?)")
"""A gap in a text, with the full stop that may follow it."""

_CLOCK = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])")
_DIGITS = re.compile(r"[0-9]{1,15}|[0-9]{1,3}([ ,\u00a0\u202f][0-9]{3}){1,4}")  # whole: no decimal point
_MONTHS: Mapping[Language, tuple[str, ...]] = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"),
}  # fmt: skip


class TemplateKind(StrEnum):
    """What a text is for."""

    HOLDING = "holding"  # we know, we check, what you can do, when we are back
    STATEMENT = "statement"  # known, not known, being done
    ADMISSION = "admission"  # responsibility, apology, repair, proof
    CORRECTION = "correction"  # of something that we published
    INTERNAL = "internal"  # to employees
    REPLY = "reply"  # to one person, in public


class Platform(StrEnum):
    """Where a text goes, by the names that the crisis's own platforms have."""

    X = "x"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    TIKTOK = "tiktok"
    YOUTUBE = "youtube"
    LINKEDIN = "linkedin"
    REDDIT = "reddit"
    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"
    PRESS = "press"
    REVIEWS = "reviews"
    INTERNAL = "internal"
    OTHER = "other"


class GapType(StrEnum):
    """What a gap takes, as it is given to `fill`."""

    TEXT = "text"  # one line
    LONG = "long"  # several
    TIME = "time"  # HH:MM, in the crisis's time zone
    DATE = "date"  # YYYY-MM-DD
    NUMBER = "number"
    LINK = "link"


WIDTH: Mapping[GapType, int] = {GapType.TIME: 7, GapType.DATE: 18}
"""The most characters that a time and a date become."""


class Gap(Model):
    """A place for what only this crisis knows. `hint`: how to fill it, best by an example; one in each language."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,29}$")]
    label: Label
    hint: Text
    type: GapType = GapType.TEXT
    required: bool = True
    max_length: int = Field(default=120, ge=1, le=1500)

    @property
    def width(self) -> int:
        """The most characters that it becomes in a text."""
        return WIDTH.get(self.type, self.max_length)


class Clearance(Model):
    """Legal has cleared a template, both languages of it, as it stands."""

    by: Annotated[str, Field(min_length=1, max_length=100)]  # name and function
    on: Day


Sign = Annotated[str, Field(min_length=2, max_length=40)]


class CrisisKind(Model):
    """A kind of crisis: what one looks for when it has begun. `signs`: beginnings of words that tell it."""

    key: Key
    label: Label
    signs: dict[Language, tuple[Sign, ...]] = Field(default_factory=dict)

    def seen_in(self, words: str) -> int:
        """How many of its signs stand at the beginning of a word there, in whatever language."""
        told = plain(words)
        signs = {plain(sign) for each in self.signs.values() for sign in each}
        return sum(bool(re.search(rf"(?<!\w){re.escape(sign)}", told)) for sign in signs)


class WrittenTemplate(Model):
    """A template as it stands in a file. Without platforms it suits all; `note` is for who drafts, never published."""

    key: Key
    kind: TemplateKind
    label: Label
    platforms: tuple[Platform, ...] = Field(default=(), max_length=13)
    text: Text
    note: Text | None = None
    pre_cleared: Clearance | None = None


class StatementTemplate(WrittenTemplate):
    """A template with its kind of crisis and everything known of its gaps, in the order of the text."""

    crisis_kind: CrisisKind
    gaps: tuple[Gap, ...] = ()

    @model_validator(mode="after")
    def _gaps_are_known(self) -> Self:
        known = {gap.key for gap in self.gaps}
        for language in LANGUAGES:
            if set(named(self.text.in_(language))) != known:
                raise ValueError("the gaps of both texts and the known ones are the same")
        return self


class WrittenStatements(Model):
    """A file of templates for one kind of crisis. Its gaps may be named in the texts of every other file."""

    schema_version: SchemaVersion = 1
    crisis_kind: CrisisKind
    gaps: tuple[Gap, ...] = Field(default=(), max_length=100)
    templates: tuple[WrittenTemplate, ...] = Field(min_length=1, max_length=100)


def named(text: str) -> list[str]:
    """The gaps that a text names, once each, in its order."""
    return list(dict.fromkeys(found[1] for found in GAP.finditer(text)))


def fill(template: StatementTemplate, language: Language, values: Mapping[str, str]) -> str:
    """The text with its gaps filled, set in its language; values of other gaps are left aside.

    Raises:
        Refused: `gaps_missing` names all that are required and empty; `gap_malformed`, `gap_too_long` one of them.
            Their `keys` and `key` say which.
    """
    words = {gap.key: _worded(gap, language, values.get(gap.key, "")) for gap in template.gaps}
    empty = [gap for gap in template.gaps if gap.required and not words[gap.key]]
    if empty:
        labels = ", ".join(gap.label.in_(language) for gap in empty)
        raise Refused("gaps_missing", gaps=labels, keys=[gap.key for gap in empty])
    paragraphs = (_paragraph(part, words) for part in re.split(r"\n[ \t]*\n", template.text.in_(language)))
    return typeset("\n\n".join(part for part in paragraphs if part), language)


def is_unchanged(template: StatementTemplate, language: Language, text: str) -> bool:
    """Whether a text is the template's with nothing but its gaps filled: what legal has cleared is what it says."""
    gaps = {gap.key: gap for gap in template.gaps}
    pattern = r"\s*"
    for line in typeset(template.text.in_(language), language).splitlines():
        said, end = "", 0
        for found in GAP.finditer(line):
            gap = gaps[found[1]]
            anything = "(?s:.)" if gap.type is GapType.LONG else "."
            said += (
                _literally(line[end : found.start()]) + f"{anything}{{1,{gap.width}}}?" + (r"\.?" if found[2] else "")
            )
            end = found.end()
        said += _literally(line[end:])
        optional = not all(gaps[key].required for key in named(line))
        pattern += rf"(?:{said}\s*)" + ("?" if optional else "")
    return re.fullmatch(pattern, text) is not None


def _literally(words: str) -> str:
    """These words, whatever blanks stand between them."""
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", words))


def _paragraph(part: str, words: Mapping[str, str]) -> str:
    lines = (line.strip() for line in part.splitlines())
    whole = (line for line in lines if _whole(line, words))
    return " ".join(GAP.sub(lambda found: _put(found, words[found[1]]), line) for line in whole)


def _whole(line: str, words: Mapping[str, str]) -> bool:
    return all(words[key] for key in named(line))


def _put(found: re.Match[str], word: str) -> str:
    """A value in its gap: a line begins with a capital, and a sentence does not end twice."""
    if found.start() == 0 and word[:2].islower() and "://" not in word:
        word = word[0].upper() + word[1:]
    return word if word.endswith((".", "!", "?", "…")) else word + found[2]


def _worded(gap: Gap, language: Language, value: str) -> str:
    """A value as the text says it."""
    value = "\n".join(" ".join(line.split()) for line in value.strip().splitlines())
    if gap.type is not GapType.LONG:
        value = value.replace("\n", " ")
    if not value:
        return ""
    if len(value) > gap.max_length:
        label = gap.label.in_(language)
        raise Refused("gap_too_long", gap=label, key=gap.key, limit=gap.max_length, length=len(value))
    try:
        return _formed(gap.type, language, value)
    except ValueError as error:
        raise Refused("gap_malformed", gap=gap.label.in_(language), key=gap.key, value=value) from error


def _formed(kind: GapType, language: Language, value: str) -> str:
    match kind:
        case GapType.TIME:
            if not (clock := _CLOCK.fullmatch(value)):
                raise ValueError(value)
            hour, minute = int(clock[1]), clock[2]
            if language == "en":
                return f"{hour:02}:{minute}"
            return f"{hour}{NO_BREAK}h" + ("" if minute == "00" else f"{NO_BREAK}{minute}")
        case GapType.DATE:
            day = date.fromisoformat(value)
            first = "1er" if language == "fr" and day.day == 1 else str(day.day)
            return f"{first} {_MONTHS[language][day.month - 1]} {day.year}"
        case GapType.NUMBER:
            if not _DIGITS.fullmatch(value):
                raise ValueError(value)
            return f"{int(re.sub('[^0-9]', '', value)):,}".replace(",", NARROW if language == "fr" else ",")
        case GapType.LINK:
            if not re.fullmatch(r"https?://[^\s/]+\S*", value):
                raise ValueError(value)
    return value

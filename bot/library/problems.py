"""What is wrong with a playbook's file: found as faults, told as problems in a person's language."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Location = tuple[str | int, ...]


@dataclass(frozen=True)
class Fault:
    """One mistake at one place of the file. `code` names its texts in the catalogue.

    `line` is given only where the place has several lines, such as a field that is written twice.
    """

    loc: Location
    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True)
class Problem:
    """One mistake as it is told: `field` is empty when the whole file is meant."""

    file: str
    line: int
    field: str
    message: str
    cure: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}: {self.field}: " if self.field else f"{self.file}:{self.line}: "
        return f"{place}{self.message} → {self.cure}"


class PlaybookErrors(Exception):
    """A playbook cannot be used; `problems` names every reason, in the order of the files and their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def in_words(loc: Location) -> str:
    """A place as people write it: `advices[2].items[0].due.minutes`, counted from 0."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc)
    return words.removeprefix(".")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant."""
    found = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def printable(text: str) -> str:
    """What a terminal shows in one line: no line ends, no control characters."""
    return "".join(character if character.isprintable() else " " for character in text)


def shown(value: object) -> str:
    """A value short enough for one line."""
    text = " ".join(printable(str(value)).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def spelling(code: str, word: str, known: Iterable[str]) -> tuple[str, dict[str, object]]:
    """The code and the parameters for a word that is not among the known ones, with the one meant if it shows."""
    words = [shown(each) for each in known]
    meant = nearest(word, words)
    params: dict[str, object] = {"word": shown(word), "known": ", ".join(words) or "…"}
    return (f"{code}_meant", {**params, "meant": meant}) if meant else (code, params)

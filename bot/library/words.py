"""The guard's word lists: the built-in ones, and what a team's own `words` folder adds to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.domain.guard.words import Words
from bot.domain.playbook import Language
from bot.library.problems import Fault, PlaybookErrors, Problem
from bot.library.reading import read_as

FOLDER = "words"  # inside a folder of playbooks
KIND = "words"


def load_words(*places: Path, language: Language = "en") -> dict[Language, Words]:
    """The word lists of the `words` folders inside folders of playbooks, for each language.

    A later place replaces categories, things and actions of the same key; its other words stand beside the earlier
    ones. PlaybookErrors names everything that is wrong, in `language`.
    """
    problems: list[Problem] = []
    words: dict[Language, Words] = {}
    for place in places:
        for path in sorted((place / FOLDER).glob("*.y*ml")):
            try:
                read = read_words(path, language)
            except PlaybookErrors as error:
                problems += error.problems
                continue
            before = words.get(read.language)
            words[read.language] = before.joined(read) if before else read
    if problems:
        raise PlaybookErrors(problems)
    return words


def read_words(path: Path, language: Language = "en") -> Words:
    """The word lists of one file; PlaybookErrors names everything that is wrong, in `language`."""
    return read_as(Words, path, rules, language, KIND)


def rules(data: Mapping[str, Any]) -> Iterator[Fault]:
    """What holds between the parts of a file: none, since a team's file may build on the built-in one."""
    yield from ()

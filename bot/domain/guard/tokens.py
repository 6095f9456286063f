"""Sentences and words of a text, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.guard.words import Lexicon, both

_END = re.compile(r"[.!?…]+[\"»”)]*(?=\s)|\n+")
_SHORT = re.compile(r"(?:\b[A-Z]|\b(?:M|Mr|Mrs|Ms|Mme|MM|Dr|St|Ste|no|art|env|cf|etc|e\.g|i\.e))$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, eq=False)
class Token:
    """A word that means something; `proper`: written as a name."""

    start: int
    end: int
    word: str
    concept: str
    proper: bool


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence starts and ends, without the blanks around it."""
    start = 0
    for match in _END.finditer(text):
        after = text[match.end() : match.end() + 3].lstrip(" \u00a0\u202f")
        if not match[0].startswith("\n") and (
            _SHORT.search(text[max(0, match.start() - 5) : match.start()]) or after[:1].islower()
        ):
            continue
        yield from _trimmed(text, start, match.end())
        start = match.end()
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def tokens(text: str, low: str, start: int, end: int, lexicon: Lexicon) -> list[Token]:
    """The words from `start` to `end` that mean something; two words that mean something together are one."""
    words = list(_WORD.finditer(low, start, end))
    found: list[Token] = []
    done = -1
    for place, match in enumerate(words):
        if place <= done:
            continue
        word, last, concept = match[0], place, ""
        for after in (place + 1, place + 2):
            if after < len(words) and (concept := lexicon.pairs.get(both(word, words[after][0], lexicon.language), "")):
                last = done = after
                break
        concept = concept or lexicon.concept(word)
        if concept:
            proper = (
                text[match.start()].isupper() and match.start() != start and not text[start : match.end()].isupper()
            )
            found.append(Token(match.start(), words[last].end(), word, concept, proper))
    return found

"""The clauses of a text, and what each one speaks about: the smallest part in which a figure has its meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.domain.guard.found import FIGURES, Aspect, Found
from bot.domain.guard.tokens import Token, tokens
from bot.domain.guard.words import Lexicon

# Where a clause ends, besides at punctuation: words that put another statement beside it.
_BREAK = re.compile(
    r"(?<!\d),|,(?!\d)|[;()–—!?]|:(?!\d)|\b(?:mais|dont|tandis que|alors que|parce que|but|including|while|whereas)\b"
)
_AND = re.compile(r"\b(?:et|and|ou|or)\b")
_FUTURE = re.compile(r"\b(?:will|shall|\w{2,}(?:ra|rons|ront|rez))\b|'ll\b")
_PAST = re.compile(
    r"\b(?:ai|ont|avons|avait|avaient|avions|ete|was|were|had|has|have|did|a \w+(?:e|i|u|t|is)e?s?|est survenue?)\b"
)


@dataclass(frozen=True, eq=False)
class Clause:
    """`concepts` are what it speaks about, figures and dates aside."""

    start: int
    end: int
    words: tuple[Token, ...]
    concepts: frozenset[str]
    sentence: frozenset[str]  # what its whole sentence speaks about
    actions: frozenset[str]
    negated: bool
    hedged: bool  # its sentence says that it is not certain
    changed: bool  # its sentence says that something is no longer as it was
    added: bool  # it speaks of other ones, or of once more
    tense: str  # "future", "past" or ""
    places: frozenset[str]  # names in its sentence
    days: frozenset[tuple[int, float]]  # dates in its sentence
    sums: frozenset[str]  # the things in it that have one amount


def clauses(text: str, low: str, start: int, end: int, found: list[Found], lexicon: Lexicon) -> list[Clause]:
    """The clauses of the sentence from `start` to `end`, which holds what was `found`."""
    sentence = low[start:end]
    inside = [each for each in found if each.aspect not in {Aspect.PLACE, Aspect.NAME}]
    words = [
        token
        for token in tokens(text, low, start, end, lexicon)
        if not any(each.start < token.end and token.start < each.end for each in inside)
    ]
    hedged = bool(lexicon.hedges.search(sentence) or lexicon.unfinished.search(sentence)) or sentence.endswith("?")
    changed = bool(lexicon.changes.search(sentence))
    places = frozenset(token.word for token in words if token.proper)
    days = frozenset((each.year, each.low) for each in found if each.aspect is Aspect.DATE)
    whole = frozenset(token.concept for token in words)
    made: list[Clause] = []
    for first, last in _parts(low, start, end, words, found):
        own = tuple(token for token in words if first <= token.start < last)
        concepts = frozenset(token.concept for token in own)
        part = low[first:last]
        tense = "future" if _FUTURE.search(part) else "past" if _PAST.search(part) else ""
        made.append(
            Clause(
                first, last, own, concepts, whole, concepts & lexicon.actions,
                negated=bool(lexicon.negations.search(part)), hedged=hedged, changed=changed,
                added=bool(lexicon.additions.search(part)), tense=tense, places=places, days=days,
                sums=concepts & lexicon.sums,
            )
        )  # fmt: skip
    return made


def _parts(low: str, start: int, end: int, words: list[Token], found: list[Found]) -> Iterator[tuple[int, int]]:
    """Where each clause starts and ends: at breaks, unless one side would be left without a meaning of its own."""
    inside = [range(each.start, each.end) for each in found]
    cuts = [match.start() for match in _BREAK.finditer(low, start, end) if not _within(match.start(), inside)]
    cuts += _between_figures(low, start, end, found)
    edges = [start, *sorted(set(cuts) - {start}), end]
    parts: list[tuple[int, int]] = []
    waiting = start
    for first, last in pairwise(edges):
        if _has_meaning(first, last, words, found):
            parts.append((waiting, last))
        elif parts and waiting == first:
            parts[-1] = (parts[-1][0], last)
        else:
            continue
        waiting = last
    return iter(parts or [(start, end)])


def _within(place: int, ranges: list[range]) -> bool:
    return any(place in each for each in ranges)


def _between_figures(low: str, start: int, end: int, found: list[Found]) -> Iterator[int]:
    """The last `and` between two figures: each has its own part of the clause."""
    marks = [each for each in found if each.aspect in FIGURES and start <= each.start < end]
    for one, two in pairwise(marks):
        if joints := list(_AND.finditer(low, one.end, max(one.end, two.start))):
            yield joints[-1].start()


def _has_meaning(first: int, last: int, words: list[Token], found: list[Found]) -> bool:
    """A clause says something when it has a word besides names and the thing that is counted in it."""
    own = [token for token in words if first <= token.start < last and not token.proper]
    counted = sum(1 for each in found if first <= each.start < last and each.aspect is Aspect.COUNT and each.high)
    return len(own) > counted

"""A text as the guard reads it: its clauses, and its figures, moments and names with what they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache

from bot.domain.guard.clauses import Clause, clauses
from bot.domain.guard.found import FIGURES, MOMENTS, Aspect, Found, Role
from bot.domain.guard.moments import moments
from bot.domain.guard.naming import codes, posts, sites
from bot.domain.guard.numbers import figures
from bot.domain.guard.plain import plain
from bot.domain.guard.tokens import Token, sentences
from bot.domain.guard.words import Lexicon

_OVER = frozenset({Aspect.PLACE, Aspect.NAME})  # may lie over anything
_AMONG = re.compile(r"\s*(?:parmi|among|sur les|of the|out of the|beyond|au-dela des)\b")
_THE = re.compile(r"\b(?:les|des|aux|ces|nos|the|these|those|our)\s+$")
_BETWEEN = re.compile(r"[\s'-]*(?:(?:de|des|du|d|of|autres?|other|more|new|supplementaires|the|our|nos|les)\b[\s'-]*)*")


@dataclass(frozen=True, eq=False)
class Mention:
    """What was found, with the words around it: `about` is its clause without `heads`, the words that it counts."""

    found: Found
    start: int
    end: int
    clause: Clause
    heads: tuple[str, ...]
    about: frozenset[str]
    action: str  # the one that stands nearest
    definite: bool = False  # the clients: those that were spoken of
    general: bool = False  # counts people, items, or what is not named

    @property
    def aspect(self) -> Aspect:
        return self.found.aspect


@dataclass(frozen=True, eq=False)
class Reading:
    text: str
    plain: str
    lexicon: Lexicon
    clauses: tuple[Clause, ...]
    mentions: tuple[Mention, ...]

    @cached_property
    def by_aspect(self) -> Mapping[Aspect, tuple[Mention, ...]]:
        return {aspect: tuple(each for each in self.mentions if each.aspect is aspect) for aspect in Aspect}

    @cached_property
    def comparable(self) -> Mapping[tuple[Aspect, str], tuple[Mention, ...]]:
        """The mentions that may clash, by what they count in: not parts, not other ones, not an article."""
        found: dict[tuple[Aspect, str], tuple[Mention, ...]] = {}
        for mention in self.mentions:
            if not (mention.found.role or mention.clause.added or (mention.found.loose and mention.found.high == 1)):
                key = kind_of(mention)
                found[key] = (*found.get(key, ()), mention)
        return found

    @cached_property
    def denials(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.negated)

    @cached_property
    def opposable(self) -> tuple[Clause, ...]:
        """The clauses that tell an action which has an opposite."""
        known = {action for pair in self.lexicon.opposite for action in pair}
        return tuple(clause for clause in self.clauses if clause.actions & known)

    def quote(self, part: Clause | Mention) -> str:
        return self.text[part.start : part.end]

    def inner(self, clause: Clause) -> tuple[int, int]:
        """Where a clause starts and ends without the blanks and commas around it."""
        quote, around = self.quote(clause), " ,;:–—()\n\u00a0\u202f"
        start = clause.start + len(quote) - len(quote.lstrip(around))
        return start, max(start, clause.start + len(quote.rstrip(f"{around}.")))


def kind_of(mention: Mention) -> tuple[Aspect, str]:
    """Its aspect and, for a figure, its unit: only mentions of one kind are compared."""
    return mention.aspect, mention.found.unit if mention.aspect in FIGURES else ""


def read(text: str, lexicon: Lexicon, at: datetime) -> Reading:
    """The reading of a text that was written `at` a moment, of which the day counts; it is kept, as texts stay."""
    return _read(text, lexicon, at.date())


@lru_cache(maxsize=2000)
def _read(text: str, lexicon: Lexicon, day: date) -> Reading:
    low = plain(text)
    named = [*codes(text, low, lexicon), *sites(text, low, lexicon), *posts(text, low, lexicon)]
    found = _apart([*named, *moments(low, lexicon.language, day), *figures(low, lexicon.language)])
    all_clauses: list[Clause] = []
    all_mentions: list[Mention] = []
    for start, end in sentences(text):
        here = [each for each in found if start <= each.start < end]
        parts = clauses(text, low, start, end, here, lexicon)
        all_clauses += parts
        for part in parts:
            own = [each for each in here if part.start <= each.start < part.end]
            all_mentions += (_mention(low, each, part, lexicon) for each in own)
    return Reading(text, low, lexicon, tuple(all_clauses), tuple(all_mentions))


def _apart(found: Iterable[Found]) -> list[Found]:
    """Of those that overlap, the one that was looked for first."""
    kept: list[Found] = []
    taken: set[int] = set()
    for each in found:
        place = range(each.start, each.end)
        if each.aspect in _OVER:
            kept.append(each)
        elif taken.isdisjoint(place):
            kept.append(each)
            taken.update(place)
    return sorted(kept, key=lambda each: each.start)


def _mention(low: str, found: Found, part: Clause, lexicon: Lexicon) -> Mention:
    counted = tuple(_counted(low, found, part)) if found.aspect in FIGURES else ()
    heads = tuple(token.concept for token in counted)
    if found.names and found.aspect is Aspect.PERCENT:
        heads = tuple(filter(None, map(lexicon.concept, sorted(found.names))))
    end = counted[0].end if counted and found.aspect is Aspect.COUNT else found.end
    whole = heads[:1] if found.aspect is Aspect.COUNT else ()
    about = frozenset(token.concept for token in part.words if token not in counted[:1] or not whole)
    if found.aspect is Aspect.COUNT and not found.role and _is_part(low, found, part, lexicon):
        found = replace(found, role=Role.PART)
    return Mention(
        found, found.start, end, part, heads, about, _nearest(found, part, lexicon),
        definite=bool(_THE.search(low, max(0, found.start - 8), found.start)),
        general=not heads or heads[0] in lexicon.anyone,
    )  # fmt: skip


def _counted(low: str, found: Found, part: Clause) -> Iterator[Token]:
    """The first two words behind a figure, as long as only small words stand between."""
    place = found.end
    for token in part.words:
        if token.start < place:
            continue
        between = _BETWEEN.match(low, place)
        if between is None or between.end() != token.start:
            return
        yield token
        place = token.end
        if place - found.end > 60:
            return


def _is_part(low: str, found: Found, part: Clause, lexicon: Lexicon) -> bool:
    """`300 d'entre eux`, `two of the fourteen`; or a figure in a sentence that begins with `parmi les …`."""
    if re.match(rf"\s*{lexicon.tongue.part}", low[found.end : found.end + 15]):
        return True
    stop = max(low.rfind(". ", 0, found.start), low.rfind("\n", 0, found.start), -1) + 1
    return bool(_AMONG.match(low, stop)) and "," in low[stop : found.start] and part.start > stop


def _nearest(found: Found, part: Clause, lexicon: Lexicon) -> str:
    """The action that stands nearest to a date: the others of its clause have their own."""
    if found.aspect not in MOMENTS:
        return ""
    acting = [token for token in part.words if token.concept in lexicon.actions]
    distance = {token.concept: min(abs(token.start - found.end), abs(found.start - token.end)) for token in acting}
    return min(distance, key=lambda concept: distance[concept], default="")

"""Clauses that say the opposite of each other: said and denied, open and closed."""

from __future__ import annotations

from bot.domain.guard.clauses import Clause
from bot.domain.guard.reading import Reading


def opposed(clause: Clause, theirs: Reading) -> Clause | None:
    """The clause of another text in the same language that cannot be true beside this one."""
    if clause.hedged or len(clause.concepts) < 2:
        return None
    able = theirs.clauses if clause.negated else (*theirs.denials, *theirs.opposable)
    return next((other for other in able if _opposed(clause, other, theirs)), None)


def _opposed(one: Clause, two: Clause, reading: Reading) -> bool:
    shared = one.concepts & two.concepts
    if not shared or two.hedged or one.added or two.added or {one.tense, two.tense} == {"future", "past"}:
        return False
    if one.days and two.days and one.days.isdisjoint(two.days):
        return False
    if one.negated != two.negated:
        return _denied(one, two, shared)
    pairs = reading.lexicon.opposite
    against = {(a, b) for a in one.actions - two.actions for b in two.actions - one.actions} & pairs
    rest = min(len(one.concepts), len(two.concepts)) - 1
    paired = {action for pair in against for action in pair}
    return bool(against) and one.actions - paired == two.actions - paired and len(shared) >= max(1, rest * 0.66)


def _denied(one: Clause, two: Clause, shared: frozenset[str]) -> bool:
    """Nearly the same words, once with and once without a negation; what is done must be the same."""
    if (one.actions or two.actions) and not one.actions & two.actions:
        return False
    fewest = min(len(one.concepts), len(two.concepts))
    return len(shared) >= 2 and len(shared) / fewest >= 0.66

"""Whether two mentions are about the same thing, and whether they then agree.

The guard would rather miss a contradiction than cry wolf: a pair counts only when nothing tells the two apart.
"""

from __future__ import annotations

from typing import Any

from bot.domain.guard.found import FIGURES, Aspect, Role
from bot.domain.guard.reading import Mention, Reading, kind_of

_NAMED = frozenset({Aspect.PLACE, Aspect.NAME, Aspect.CODE})


def agree(one: Mention, two: Mention) -> bool:
    """Whether two values of one aspect can both be true."""
    a, b = one.found, two.found
    if a.aspect in _NAMED:
        return not a.names.isdisjoint(b.names)
    if a.aspect is Aspect.DATE and a.year and b.year and a.year != b.year:
        return False
    return a.unit.replace("weekday", "") == b.unit.replace("weekday", "") and a.low <= b.high and b.low <= a.high


def same_thing(one: Mention, two: Mention) -> bool:
    """Whether nothing tells apart what two mentions of one kind are about, what was from what is still to come."""
    if one.aspect in FIGURES:
        same = _same_figure(one, two)
    else:
        same = _same_bearer(one, two) if one.aspect in _NAMED else _same_event(one, two)
    return same and {one.clause.tense, two.clause.tense} != {"future", "past"}


def _apart(one: frozenset[Any], two: frozenset[Any]) -> bool:
    """Both are said, and nothing is common."""
    return bool(one and two) and one.isdisjoint(two)


def _same_figure(one: Mention, two: Mention) -> bool:
    """Same thing counted, same scope of place and day, and at least one more word in common."""
    a, b = one.clause, two.clause
    if one.aspect is Aspect.COUNT and not _same_heads(one, two):
        return False
    if _apart(a.places, b.places) or _apart(a.days, b.days):
        return False
    shared = one.about & two.about
    done_apart = _apart(one.about & a.actions, two.about & b.actions)
    if one.aspect is Aspect.COUNT:
        if one.definite != two.definite and one.heads[:1] == two.heads[:1] and shared:
            return True  # "the two injured": those that were spoken of
        return not done_apart and (bool(shared) or not one.about or not two.about)
    if one.aspect is Aspect.PERCENT and _apart(frozenset(one.heads), frozenset(two.heads)):
        return False
    one_amount = one.aspect is Aspect.MONEY and bool(shared & a.sums)
    return not done_apart and (one_amount or len(shared) >= min(2, len(one.about), len(two.about)) > 0)


def _same_heads(one: Mention, two: Mention) -> bool:
    """The same word is counted; or one of them is as general as `people`, or left out, and the same befell both."""
    ours, theirs = one.heads[:2], two.heads[:2]
    if (one.general or two.general) and ours[:1] != theirs[:1]:
        return bool(one.clause.actions & one.about & two.about)
    return not ours or ours[0] in theirs or theirs[0] in ours


def _same_event(one: Mention, two: Mention) -> bool:
    """A date belongs to the action nearest to it, and to what acts or is acted upon."""
    if one.action != two.action:
        return False
    ours, theirs = one.about - {one.action}, two.about - {two.action}
    if not one.action:
        return len(ours & theirs) >= 2
    if one.aspect is Aspect.TIME and _apart(one.clause.days, two.clause.days):
        return False
    return bool(ours & theirs)


def _same_bearer(one: Mention, two: Mention) -> bool:
    """The same site, post or kind of code; a post's own words (of the plant, commercial) must not differ."""
    ours, theirs = set(one.found.unit.split()), set(two.found.unit.split())
    if one.aspect is Aspect.NAME:
        return ours <= theirs or theirs <= ours
    if one.aspect is Aspect.CODE and not (ours and theirs):
        return bool((one.about & two.about) - ours - theirs)  # one of them is a code by its looks alone
    return ours == theirs and bool((one.about & two.about) - ours)


def clash(mention: Mention, ours: Reading, theirs: Reading) -> tuple[Mention | None, bool]:
    """The mention of the other text that contradicts this one; and whether that text speaks of the same at all.

    A value that both texts give somewhere is never a clash: then they tell two things apart.
    """
    kind = kind_of(mention)
    if mention not in ours.comparable.get(kind, ()):
        return None, False
    same = [other for other in theirs.comparable.get(kind, ()) if same_thing(mention, other)]
    if not same or any(agree(mention, other) for other in same):
        return None, bool(same)
    if _is_given(mention, theirs):
        return None, False
    against = next((other for other in same if not _is_given(other, ours)), None)
    return against, True


def _is_given(mention: Mention, text: Reading) -> bool:
    """Whether a text gives the value of a mention, about whatever."""
    if mention.aspect in {Aspect.PLACE, Aspect.NAME}:
        return any(name in text.plain for name in mention.found.names)
    return any(
        other.found.role is not Role.DIFFERENCE
        and agree(mention, other)
        and (mention.aspect is not Aspect.COUNT or not mention.heads or not other.heads or _heads_meet(mention, other))
        for other in text.by_aspect[mention.aspect]
    )


def _heads_meet(one: Mention, two: Mention) -> bool:
    return bool({*one.heads[:2]} & {*two.heads[:2]}) or one.general or two.general

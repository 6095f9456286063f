"""The draft beside its version in the other language: the same figures, moments and names, and as recent."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.guard.draft import Context, Draft
from bot.domain.guard.found import FIGURES, Aspect
from bot.domain.guard.reading import Mention, Reading, read
from bot.domain.guard.remark import Kind, Remark, Weight
from bot.domain.guard.same import agree
from bot.domain.guard.tokens import sentences

SAME_LENGTH = 0.08  # `15 jours` is `two weeks`


def translation(draft: Draft, context: Context) -> Iterator[Remark]:
    """What one version says and the other does not, or says otherwise."""
    other = context.other
    if other is None:
        return
    ours = read(draft.text, context.words[draft.language].lexicon, draft.at)
    theirs = read(other.text, context.words[other.language].lexicon, draft.at)
    about = f"other:{other.language}"
    alone, missing = _left_over(ours, theirs), _left_over(theirs, ours)
    for mention in alone:
        params = {"aspect": mention.aspect.value}
        place = (draft.text[mention.start : mention.end], mention.start, mention.end)
        if pair := _pair(mention, missing):
            missing.remove(pair)
            yield Remark(
                Kind.TRANSLATION, "differs", Weight.CLASH, place[0], theirs.quote(pair), about, *place[1:], params
            )
        elif not mention.found.loose:
            yield Remark(Kind.TRANSLATION, "missing_there", Weight.CLASH, place[0], "", about, *place[1:], params)
    for mention in missing:
        if not mention.found.loose:
            params = {"aspect": mention.aspect.value}
            yield Remark(
                Kind.TRANSLATION, "missing_here", Weight.CLASH, "", theirs.quote(mention), about, params=params
            )
    if _is_stale(draft, context):
        yield Remark(Kind.TRANSLATION, "stale", Weight.ADVICE, about=about)


def _left_over(one: Reading, two: Reading) -> list[Mention]:
    """The mentions of one version for which the other has no equal, each used once, repeats aside."""
    free = list(two.mentions)
    left: list[Mention] = []
    for mention in one.mentions:
        equal = next((other for other in free if _equal(mention, other)), None)
        if equal:
            free.remove(equal)
        elif not any(_equal(mention, other) for other in two.mentions) and not _is_named(mention, two):
            left.append(mention)
    return left


def _equal(one: Mention, two: Mention) -> bool:
    a, b = one.found, two.found
    if a.aspect is not b.aspect:
        return False
    if a.aspect is Aspect.DURATION:
        return abs(a.high - b.high) <= SAME_LENGTH * max(a.high, b.high)
    if a.aspect is Aspect.CODE:
        return a.names == b.names
    return agree(one, two)


def _is_named(mention: Mention, other: Reading) -> bool:
    """A name that the other version gives too, or that it spells in its own way: London is Londres."""
    if mention.aspect not in {Aspect.PLACE, Aspect.NAME, Aspect.CODE}:
        return False
    everything = {token.concept for clause in other.clauses for token in clause.words}
    return all(name in other.plain or name in everything for name in mention.found.names) or bool(
        mention.about & everything & mention.found.names
    )


def _pair(mention: Mention, others: list[Mention]) -> Mention | None:
    """What stands in the other version in place of this: of the same kind, most alike, nothing else being counted."""
    able = [other for other in others if other.aspect is mention.aspect and _same_unit(mention, other)]
    return max(able, key=lambda other: len(mention.about & other.about), default=None)


def _same_unit(one: Mention, two: Mention) -> bool:
    if one.aspect not in FIGURES:
        return True
    return one.found.unit == two.found.unit and (
        not one.heads or not two.heads or bool(one.about & two.about) or one.heads[0] == two.heads[0]
    )


def _is_stale(draft: Draft, context: Context) -> bool:
    """The other version is older and visibly not the same text any more: other paragraphs or sentences."""
    other = context.other
    if other is None or not (draft.edited_at and other.edited_at) or other.edited_at >= draft.edited_at:
        return False
    paragraphs = [len([part for part in text.split("\n") if part.strip()]) for text in (draft.text, other.text)]
    count = [len(list(sentences(text))) for text in (draft.text, other.text)]
    return paragraphs[0] != paragraphs[1] or abs(count[0] - count[1]) > max(1, 0.25 * max(count))

"""The draft beside everything that was said in public before: the latest word on each thing counts."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.guard.clauses import Clause
from bot.domain.guard.draft import Context, Draft
from bot.domain.guard.found import MOMENTS, Aspect
from bot.domain.guard.opposite import opposed
from bot.domain.guard.reading import Mention, Reading, read
from bot.domain.guard.remark import Kind, Remark, Weight
from bot.domain.guard.same import clash


def published(draft: Draft, context: Context) -> Iterator[Remark]:
    """Remarks on what was published, each against the latest text that speaks of the same thing."""
    ours = read(draft.text, context.words[draft.language].lexicon, draft.at)
    open_mentions = set(ours.mentions)
    open_clauses = set(ours.clauses)
    for text in sorted(context.published, key=lambda text: text.at, reverse=True):
        theirs = read(text.text, context.words[text.language].lexicon, text.at)
        about = f"published:{text.key}"
        for mention in ours.mentions:
            if mention in open_mentions:
                against, settled = clash(mention, ours, theirs)
                if settled:
                    open_mentions.discard(mention)
                if against and not comes_again(mention, ours):
                    yield _differs(mention, against, ours, theirs, Kind.PUBLISHED, about)
        if text.language == draft.language:
            for clause in ours.clauses:
                if clause in open_clauses and (other := opposed(clause, theirs)):
                    open_clauses.discard(clause)
                    yield _opposite(clause, other, ours, theirs, Kind.PUBLISHED, about)


def differing(ours: Reading, theirs: Reading, kind: Kind, about: str) -> Iterator[Remark]:
    """Every contradiction between a draft and one text."""
    for mention in ours.mentions:
        against, _ = clash(mention, ours, theirs)
        if against:
            yield _differs(mention, against, ours, theirs, kind, about)
    if ours.lexicon is theirs.lexicon:
        for clause in ours.clauses:
            if other := opposed(clause, theirs):
                yield _opposite(clause, other, ours, theirs, kind, about)


def comes_again(mention: Mention, text: Reading) -> bool:
    """The next update moves on with the day: another hour for it is no contradiction."""
    return mention.aspect in MOMENTS and bool(
        mention.clause.actions & text.lexicon.appointments
        or text.lexicon.next_words.search(text.plain[mention.clause.start : mention.clause.end])
    )


def _differs(ours: Mention, theirs: Mention, draft: Reading, text: Reading, kind: Kind, about: str) -> Remark:
    """A figure, a moment or a name; a change where the draft says so; the opposite where one side is none at all."""
    none = ours.aspect is Aspect.COUNT and (ours.found.high == 0) != (theirs.found.high == 0)
    code, weight = ("opposite" if none else "differs"), Weight.CLASH
    if ours.clause.changed:
        code, weight = "changed", Weight.NOTE
    params = {"aspect": ours.aspect.value}
    return Remark(kind, code, weight, draft.quote(ours), text.quote(theirs), about, ours.start, ours.end, params)


def _opposite(ours: Clause, theirs: Clause, draft: Reading, text: Reading, kind: Kind, about: str) -> Remark:
    code, weight = ("changed", Weight.NOTE) if ours.changed else ("opposite", Weight.CLASH)
    start, end = draft.inner(ours)
    other = slice(*text.inner(theirs))
    return Remark(kind, code, weight, draft.text[start:end], text.text[other], about, start, end, {"aspect": "clause"})

"""The draft beside the fact sheet: nothing uncertain told as certain, nothing that an established fact denies."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.guard.clauses import Clause
from bot.domain.guard.draft import Certainty, Context, Draft, KnownFact
from bot.domain.guard.published import differing
from bot.domain.guard.reading import Reading, read
from bot.domain.guard.remark import Kind, Remark, Weight

ENOUGH, MOST = 0.7, 0.5  # of a fact's words: in one sentence of the draft, and in one clause of it


def facts(draft: Draft, context: Context) -> Iterator[Remark]:
    """Remarks on the fact sheet, in the order of the sheet."""
    ours = read(draft.text, context.words[draft.language].lexicon, draft.at)
    for fact in context.facts:
        theirs = read(fact.text, context.words[fact.language].lexicon, fact.at or draft.at)
        if Certainty(fact.status) is Certainty.ESTABLISHED:
            yield from differing(ours, theirs, Kind.FACTS, f"fact:{fact.key}")
        else:
            yield from _uncertain(ours, theirs, fact)


def _uncertain(ours: Reading, theirs: Reading, fact: KnownFact) -> Iterator[Remark]:
    """The first clause that tells an uncertain fact, or its contrary, without saying that it is uncertain."""
    wanted, asked, denied = _claim(theirs)
    if not wanted:
        return
    for clause in ours.clauses:
        if not _tells(clause, wanted, asked, ours):
            continue
        if clause.hedged:
            return  # told with its doubt: what follows refers to it
        if clause.negated != denied:
            if fact.status == Certainty.RUMOUR:
                continue  # a rumour is denied
            code = "opposite" if fact.status == Certainty.PROBABLE else "unknown_as_certain"
        else:
            code = f"{fact.status}_as_certain"
        about = f"fact:{fact.key}"
        start, end = ours.inner(clause)
        yield Remark(
            Kind.FACTS, code, Weight.CLASH, ours.text[start:end], fact.text, about, start, end, {"fact": fact.key}
        )
        return


def _claim(fact: Reading) -> tuple[frozenset[str], frozenset[str], bool]:
    """The words of a fact that a draft must have to tell it, what kinds of answer it asks for, whether it denies."""
    concepts = frozenset[str]().union(*(clause.concepts for clause in fact.clauses))
    questions = fact.lexicon.questions
    asked = frozenset(kind for kind, words in questions.items() if words.search(fact.plain)) - {"any"}
    if "origin" in asked:  # `d'où vient le verre`: any answer tells it, a place or not
        asked = frozenset()
    asking = {fact.lexicon.concept(word) for match in questions["any"].findall(fact.plain) for word in match.split()}
    hedged = bool(questions["any"].search(fact.plain))
    denied = any(clause.negated for clause in fact.clauses) and not hedged
    return concepts - asking, asked, denied


def _tells(clause: Clause, wanted: frozenset[str], asked: frozenset[str], draft: Reading) -> bool:
    """Enough of the fact's words, its action among them, and the answer where it asks for a figure or a moment.

    What the sentence says besides, as in `At the time of the fire, …`, counts as long as most is in the clause itself.
    """
    shared = clause.concepts & wanted
    actions = wanted & draft.lexicon.actions
    if len(shared) < min(2, len(wanted)) or len(shared) < MOST * len(wanted) or (actions and not shared & actions):
        return False
    beside = clause.sentence & wanted if asked else shared
    if len(beside) < ENOUGH * len(wanted):
        return False
    aspects = {mention.aspect.value for mention in draft.mentions if mention.clause is clause}
    return not asked or bool(asked & aspects)

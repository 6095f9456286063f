"""Words that betray: conditional apologies, passives without an author, guesses, blame, jargon, and a team's own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.domain.guard.draft import Context, Draft
from bot.domain.guard.plain import plain
from bot.domain.guard.remark import Kind, Remark, Weight
from bot.domain.guard.tokens import sentences
from bot.domain.guard.words import Wording, pattern

_expression = lru_cache(maxsize=200)(pattern)


def wording(draft: Draft, context: Context) -> Iterator[Remark]:
    """A remark for each phrase of the lists; one for each category and sentence is enough."""
    low = plain(draft.text)
    for category, words in context.words[draft.language].wording.items():
        for start, end in sentences(draft.text):
            yield from _in_sentence(draft.text, low, start, end, category, words)


def _in_sentence(text: str, low: str, start: int, end: int, category: str, words: Wording) -> Iterator[Remark]:
    found = _expression(words.phrases).search(low, start, end)
    if found and not _expression(words.unless).search(low, start, end):
        quote = text[found.start() : found.end()]
        yield Remark(Kind.WORDING, category, Weight.ADVICE, quote, "", f"list:{category}", found.start(), found.end())

"""What a public text may tell of a person who never asked for it: data known by their form, names behind a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.guard.draft import Context, Draft
from bot.domain.guard.naming import posts
from bot.domain.guard.personal import personal_data
from bot.domain.guard.plain import plain
from bot.domain.guard.remark import Kind, Remark, Weight
from bot.domain.guard.words import Lexicon

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]*"
_TITLED = re.compile(
    r"\b(?:M\.|MM\.|Mmes?|Mlles?|Monsieur|Madame|Mademoiselle|(?:Mrs?|Ms|Mx|Dr)\b\.?|Miss)"
    rf"[ \u00a0\u202f]{_CAPITAL}(?:[ \u00a0\u202f-]{_CAPITAL}){{0,3}}"
)


def private(draft: Draft, context: Context) -> Iterator[Remark]:
    """Every datum of a person, and every name that stands beside no post."""
    for datum in personal_data(draft.text):
        yield _remark("datum", draft.text, datum.start, datum.end, data=datum.kind.value)
    for start, end in _people(draft.text, context.words[draft.language].lexicon):
        yield _remark("name", draft.text, start, end)


def _people(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Whoever speaks for an organisation is named with their post."""
    named = [match.span() for match in _TITLED.finditer(text)]
    public = [(found.start, found.end) for found in posts(text, plain(text), lexicon)] if named else []
    return (span for span in named if not any(span[0] < end and start < span[1] for start, end in public))


def _remark(code: str, text: str, start: int, end: int, **params: str | int) -> Remark:
    return Remark(Kind.PRIVATE, code, Weight.HARM, text[start:end], "", "text", start, end, params)

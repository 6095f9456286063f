"""Every remark on a draft, in the order of its text."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.guard.draft import Context, Draft
from bot.domain.guard.facts import facts
from bot.domain.guard.private import private
from bot.domain.guard.published import published
from bot.domain.guard.readers import readers
from bot.domain.guard.remark import Remark
from bot.domain.guard.translation import translation
from bot.domain.guard.wording import wording as phrases


def examine(draft: Draft, context: Context) -> list[Remark]:
    """What is private, contradictions, wording and the readers' side."""
    said = (*contradictions(draft, context), *wording(draft, context), *for_readers(draft, context))
    return _ordered([*for_people(draft, context), *said])


def for_people(draft: Draft, context: Context) -> list[Remark]:
    """What may be in public of no person who did not ask for it."""
    return _ordered(private(draft, context))


def contradictions(draft: Draft, context: Context) -> list[Remark]:
    """What cannot stand beside the fact sheet, the published texts and the other language."""
    return _ordered([*facts(draft, context), *published(draft, context), *translation(draft, context)])


def wording(draft: Draft, context: Context) -> list[Remark]:
    return _ordered(phrases(draft, context))


def for_readers(draft: Draft, context: Context) -> list[Remark]:
    return _ordered(readers(draft, context))


def _ordered(remarks: Iterable[Remark]) -> list[Remark]:
    """In the order of the text, remarks on the whole of it last; the same remark once."""
    once = {remark.key: remark for remark in reversed(list(remarks))}
    return sorted(
        once.values(), key=lambda remark: (remark.end == 0, remark.start, remark.end, remark.kind, remark.key)
    )

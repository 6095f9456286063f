"""The guard: it compares a draft with what is known, said and translated, and explains each remark by two quotes.

It is pure, deterministic and advises only: people decide. The word lists come from `bot.library.words`.
"""

from __future__ import annotations

from bot.domain.guard.draft import Certainty, Context, Draft, Form, KnownFact, OtherVersion, Published
from bot.domain.guard.examine import contradictions, examine, for_people, for_readers, wording
from bot.domain.guard.personal import DataKind, Finding, personal_data, redacted
from bot.domain.guard.promises import Promise, next_words, promises
from bot.domain.guard.remark import Kind, Remark, Weight
from bot.domain.guard.words import Words

__all__ = [
    "Certainty",
    "Context",
    "DataKind",
    "Draft",
    "Finding",
    "Form",
    "Kind",
    "KnownFact",
    "OtherVersion",
    "Promise",
    "Published",
    "Remark",
    "Weight",
    "Words",
    "contradictions",
    "examine",
    "for_people",
    "for_readers",
    "next_words",
    "personal_data",
    "promises",
    "redacted",
    "wording",
]

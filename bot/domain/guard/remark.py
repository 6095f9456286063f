"""What the guard says about a draft: a remark that quotes both sides and can be answered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.guard.plain import plain


class Kind(StrEnum):
    FACTS = "facts"  # the fact sheet
    PUBLISHED = "published"  # what was said in public before
    TRANSLATION = "translation"  # the same text in the other language
    WORDING = "wording"
    READERS = "readers"
    PRIVATE = "private"  # of a person who never asked to be in public


class Weight(StrEnum):
    HARM = "harm"  # somebody is hurt by it once it is out
    CLASH = "clash"  # two sides that cannot both stand
    ADVICE = "advice"
    NOTE = "note"  # a change that the draft itself owns up to


@dataclass(frozen=True)
class Remark:
    """`quote` is the draft's text from `start` to `end`, empty where something is missing from it.

    `about` says where the other side stands: `fact:<key>`, `published:<key>`, `other:<language>`, `list:<category>`,
    `platform:<name>`, or `text`. Its words are found in the catalogue by `kind` and `code`.
    """

    kind: Kind
    code: str
    weight: Weight
    quote: str = ""
    other_quote: str = ""
    about: str = "text"
    start: int = 0
    end: int = 0
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same words on both sides, wherever they stand: an answer to it is found again."""
        words = (" ".join(plain(quote).split()) for quote in (self.quote, self.other_quote))
        return hashlib.sha256("\x1f".join((self.kind, self.code, self.about, *words)).encode()).hexdigest()[:12]

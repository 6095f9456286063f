"""The names of a crisis's channel: the same for the same crisis, whenever and however often it is asked."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.domain.playbook import Language

LONGEST = 80
_OWN = 12
"""Characters at the end of a crisis's id that are its own."""
_PREFIX: dict[Language, str] = {"fr": "crise", "en": "crisis"}
_SPELLED = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"})


TWINS = 4
"""How many crises of one day may bear one title, and be told apart by a number."""


def channel_names(title: str, day: date, language: Language, crisis_id: str) -> tuple[str, ...]:
    """Names to try, one after the other: `crise-2026-11-23-du-verre-dans-un-yaourt`, with `-2` … at the end.

    The last one is the crisis's alone; it is the only one for a title without a Latin letter. At most 80 characters.
    """
    start = f"{_PREFIX[language]}-{day.isoformat()}"
    own = "-" + slug(crisis_id, LONGEST)[-_OWN:].strip("-")
    ends = ("", *(f"-{number}" for number in range(2, TWINS + 1)), own)
    words = slug(title, LONGEST - len(start) - 1 - max(map(len, ends)))
    return tuple(f"{start}-{words}{end}" for end in ends) if words else (f"{start}{own}",)


def slug(text: str, most: int) -> str:
    """Lower-case ASCII words joined by `-`, cut between words where there is one; empty when no letter is left."""
    letters = unicodedata.normalize("NFKD", text.translate(_SPELLED).casefold())
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(words) <= most:
        return words
    head, _, _ = words[: most + 1].rpartition("-")
    return (head or words[:most]).strip("-")

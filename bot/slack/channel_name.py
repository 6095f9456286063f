"""The name of a crisis's channel: the same for the same crisis, whenever and however often it is asked."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot.domain.playbook import Language

LONGEST = 80
_PREFIX: dict[Language, str] = {"fr": "crise", "en": "crisis"}
_SPELLED = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o"})


def channel_name(title: str, day: date, language: Language, number: int = 1) -> str:
    """`crise-2026-11-23-du-verre-dans-un-yaourt`; from `number` 2 on with `-2` at the end. At most 80 characters."""
    start = f"{_PREFIX[language]}-{day.isoformat()}"
    end = f"-{number}" if number > 1 else ""
    words = slug(title, LONGEST - len(start) - 1 - len(end))
    return f"{start}-{words}{end}" if words else f"{start}{end}"


def slug(text: str, most: int) -> str:
    """Lower-case ASCII words joined by `-`, cut between words where there is one; empty when no letter is left."""
    letters = unicodedata.normalize("NFKD", text.translate(_SPELLED).casefold())
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    words = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")
    if len(words) <= most:
        return words
    head, _, _ = words[: most + 1].rpartition("-")
    return (head or words[:most]).strip("-")

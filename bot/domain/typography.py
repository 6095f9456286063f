"""How a text is set in its language: the spaces, quotes and apostrophes that plain typing leaves out."""

from __future__ import annotations

import re

from bot.domain.playbook import Language

NO_BREAK, NARROW = "\u00a0", "\u202f"
_HIGH = re.compile(r" (?=[;!?])")
_COLON = re.compile(r" (?=:(?:\s|$|\*|_))")
_OPENING, _CLOSING = re.compile(r"«[ \u202f]?"), re.compile(r"[ \u202f]?»")
_APOSTROPHE = re.compile(r"(\S*://\S*)|(?<=[^\W\d_])'(?=[\w«{<*`])")


def typeset(text: str, language: Language) -> str:
    """French typography: no-break spaces before `: ; ? !` and inside « », curved apostrophes; addresses stay."""
    if language != "fr":
        return text
    text = _APOSTROPHE.sub(lambda found: found[1] or "’", text)
    text = _COLON.sub(NO_BREAK, _HIGH.sub(NARROW, text))
    return _CLOSING.sub(f"{NO_BREAK}»", _OPENING.sub(f"«{NO_BREAK}", text))

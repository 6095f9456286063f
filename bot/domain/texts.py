"""What a person typed, before it is written down."""

from __future__ import annotations

import re

from bot.domain.kernel import Refused

TEXT_LIMIT = 3000
"""Characters: what a text input of Slack takes."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, but for tabs and line feeds
    "\u00ad\u180e\u200b\u2060\ufeff"  # without any width
    "\u202a-\u202e\u2066-\u2069"  # that turn round the order of what follows
    "\ud800-\udfff]"  # halves of a character
)


def legible(text: str) -> str:
    """The text without what nobody sees and what makes other words look different than they are."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def typed(text: str, *, optional: bool = False) -> str:
    """The text without outer blanks.

    Raises:
        Refused: `text_missing` when it is empty and not optional, `text_too_long` above `TEXT_LIMIT`.
    """
    text = text.strip()
    if not text and not optional:
        raise Refused("text_missing")
    if len(text) > TEXT_LIMIT:
        raise Refused("text_too_long", limit=TEXT_LIMIT, length=len(text))
    return text

"""What a person typed, before it is written down."""

from __future__ import annotations

from bot.domain.kernel import Refused

TEXT_LIMIT = 3000
"""Characters: what a text input of Slack takes."""


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

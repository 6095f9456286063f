"""How much of a report one sees at a glance: a phone screen and a half, whatever people wrote."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.locale import Mrkdwn, join

LIMIT = 1300
"""Visible characters of a report, its title, small print and buttons included."""

_DATE = re.compile(r"<!date\^[^|>]*\|([^>]*)>")
_LINK = re.compile(r"<(?:https?:[^|>]*)\|([^>]*)>")
_NAMED = re.compile(r"<[@#]\w+>")
_SIGNS = re.compile(r"[*`]")
_NAME = "@Firstname Name"
WIDTHS = (140, 100, 70, 45)
"""Characters of people's words on one line, tried from the widest."""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines. `least`: how many of them stay when room is short; `oldest_first`: which go."""

    heading: Mrkdwn
    lines: tuple[Mrkdwn, ...] = field(default=())
    least: int = 1
    oldest_first: bool = False

    @property
    def text(self) -> Mrkdwn:
        """As one paragraph."""
        return join("\n", [self.heading, *self.lines])

    def shorter(self) -> Part:
        """One line less."""
        kept = self.lines[1:] if self.oldest_first else self.lines[:-1]
        return Part(self.heading, kept, self.least, self.oldest_first)


def visible(text: str) -> str:
    """What a reader sees of a text in Slack's markup: names for mentions, labels for links."""
    text = _DATE.sub(r"\1", text)
    text = _LINK.sub(r"\1", text)
    return html.unescape(_SIGNS.sub("", _NAMED.sub(_NAME, text)))


def fitted(build: Callable[[int], Sequence[Part]], room: int) -> tuple[list[Part], int]:
    """The parts, with as many lines and as long ones as there is room for; and how many lines were left out.

    `build` makes the parts with people's words cut to a width.
    """
    parts: list[Part] = []
    left_out = 0
    for width in WIDTHS:
        parts, left_out = list(build(width)), 0
        while _length(parts) > room:
            longest = max(range(len(parts)), key=lambda index: len(parts[index].lines) - parts[index].least)
            if len(parts[longest].lines) <= parts[longest].least:
                break
            parts[longest] = parts[longest].shorter()
            left_out += 1
        if _length(parts) <= room:
            break
    return parts, left_out


def _length(parts: Sequence[Part]) -> int:
    return sum(len(visible(part.text)) + 2 for part in parts)

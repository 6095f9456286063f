"""The common shapes: a message, a view, a reader, and the ids that a button carries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.domain.kernel import Recorded
from bot.domain.playbook import Language

Block = dict[str, Any]
View = dict[str, Any]
Entries = Callable[[Iterable[int]], list[Recorded]]
"""Entries of the journal by their numbers."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A message: blocks, and the text that notifications and screen readers use."""

    text: str
    blocks: list[Block] = field(default_factory=list)


class Reader(Protocol):
    """Who reads: a Slack user with a language and a time zone."""

    @property
    def user(self) -> str: ...
    @property
    def language(self) -> Language: ...
    @property
    def timezone(self) -> str: ...


def pack(**ids: Any) -> str:
    """What a button or a form carries: ids, never state. None falls out."""
    return json.dumps({k: v for k, v in ids.items() if v is not None}, separators=(",", ":"))


def unpack(value: str | None) -> dict[str, Any]:
    """What `pack` packed; anything else is empty."""
    try:
        found = json.loads(value or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

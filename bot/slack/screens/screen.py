"""The common shapes: a message, a view, a reader, and the ids that a button carries."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.domain.kernel import Recorded, Refused
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


class Carried(dict[str, Any]):
    """What a button or a form carries. What is missing, or no number where one belongs, is refused: it is not ours."""

    def __missing__(self, key: str) -> Any:
        raise Refused("outdated")

    def number(self, key: str) -> int:
        """A number of something. Raises Refused."""
        found = self[key]
        if not isinstance(found, int) or not 0 <= found <= _HIGHEST:
            raise Refused("outdated")
        return found

    def number_if(self, key: str) -> int | None:
        """The same where it may be missing. Raises Refused for what is no number."""
        return self.number(key) if self.get(key) is not None else None


_HIGHEST = 2**31


def unpack(value: object) -> Carried:
    """What `pack` packed; anything else is empty."""
    try:
        found = json.loads(value) if isinstance(value, str) and value else {}
    except (ValueError, RecursionError):
        found = {}
    return Carried(found if isinstance(found, dict) else {})

"""A projection: a table whose rows are computed from a crisis's state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.domain.crisis import Crisis

Row = tuple[Any, ...]
Parts = Mapping[Any, Any]
"""What a table shows of a state, by key: equal parts give equal rows."""


@dataclass(frozen=True)
class Table:
    """A projection: its name, its columns (`key` first), which parts it shows, and a part's row without the key."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    parts: Callable[[Crisis], Parts]
    row: Callable[[Crisis, Any, Any], Row]

    @cached_property
    def upsert(self) -> str:
        """Insert a row or replace what stands there."""
        names = (*self.key, *self.columns)
        updates = ", ".join(f"{name} = excluded.{name}" for name in self.columns) or f"{self.key[0]} = {self.key[0]}"
        return (
            f"INSERT INTO {self.name} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - fixed names
            f" ON CONFLICT ({', '.join(self.key)}) DO UPDATE SET {updates}"
        )

    @cached_property
    def delete(self) -> str:
        """Remove one row."""
        return f"DELETE FROM {self.name} WHERE {' AND '.join(f'{name} = ?' for name in self.key)}"  # noqa: S608 - as above

    @cached_property
    def clear(self) -> str:
        """Remove every row of a crisis."""
        return f"DELETE FROM {self.name} WHERE {self.key[0]} = ?"  # noqa: S608 - as above

    @cached_property
    def select(self) -> str:
        """Every row of a crisis."""
        return f"SELECT {', '.join((*self.key, *self.columns))} FROM {self.name} WHERE {self.key[0]} = ?"  # noqa: S608 - as above

    def key_of(self, crisis: Crisis, part: Any) -> Row:
        """The primary key of a part."""
        return (crisis.id,) if len(self.key) == 1 else (crisis.id, part)

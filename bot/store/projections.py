"""The tables that are computed from a crisis's state, written as a difference from the state before."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from bot.domain.crisis import Crisis, lasting
from bot.store import tables, tables_of_words
from bot.store.damage import Damage, damage
from bot.store.table import Parts

TABLES = (*tables.TABLES, *tables_of_words.TABLES)
Snapshot = tuple[Parts, ...]
"""The parts of every table."""

_ABSENT = object()
NOTHING: Snapshot = tuple({} for _ in TABLES)

_MOVING = frozenset({"crises", "items", "timers"})
"""The tables that show what every entry moves."""
_PARTS = tuple(table.parts if table.name in _MOVING else lasting(table.parts) for table in TABLES)


def snapshot(crisis: Crisis) -> Snapshot:
    """What the tables show of this state."""
    return tuple(parts(crisis) for parts in _PARTS)


def write(connection: sqlite3.Connection, crisis: Crisis, before: Snapshot, after: Snapshot) -> None:
    """Bring the tables from one snapshot of `crisis` to the next."""
    for table, old, new in zip(TABLES, before, after, strict=True):
        if old is new:
            continue
        for key in old.keys() - new.keys():
            connection.execute(table.delete, table.key_of(crisis, key))
        for key, part in new.items():
            known = old.get(key, _ABSENT)
            if known is not part and known != part:
                connection.execute(table.upsert, table.key_of(crisis, key) + table.row(crisis, key, part))


def replace(connection: sqlite3.Connection, crisis: Crisis) -> None:
    """Write a crisis's rows anew, whatever stands there."""
    for table in TABLES:
        connection.execute(table.clear, (crisis.id,))
    write(connection, crisis, NOTHING, snapshot(crisis))


def stray(connection: sqlite3.Connection, crisis: Crisis) -> Iterator[Damage]:
    """Where the tables do not say what the crisis is; nothing when they do."""
    for table, parts in zip(TABLES, snapshot(crisis), strict=True):
        expected = {
            key: key + table.row(crisis, name, part)
            for name, part in parts.items()
            for key in [table.key_of(crisis, name)]
        }
        width = len(table.key)
        found = {row[:width]: row for row in connection.execute(table.select, (crisis.id,))}
        for key in sorted(expected.keys() | found.keys(), key=str):
            place = {"crisis": crisis.id, "table": table.name, "row": "/".join(map(str, key[1:] or key))}
            if key not in found:
                yield damage("row_missing", **place)
            elif key not in expected:
                yield damage("row_extra", **place)
            elif expected[key] != found[key]:
                names = (*table.key, *table.columns)
                differing = (n for n, a, b in zip(names, expected[key], found[key], strict=True) if a != b)
                yield damage("row_differs", **place, columns=", ".join(differing))

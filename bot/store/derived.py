"""The derived tables: what the journal already says, laid out for reading. They may be thrown away at any time."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from functools import cache

from bot.store import journal, projections
from bot.store.playbooks import Playbooks
from bot.store.projections import TABLES
from bot.store.schema import SCHEMA
from bot.store.states import fold

_NAME = re.compile(r"\s*CREATE (?:UNIQUE )?(?:TABLE|INDEX|TRIGGER|VIEW) (\w+)")


def create(connection: sqlite3.Connection, *names: str) -> None:
    """Make what the present schema has and the database has not; `names`: of these alone."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    for statement in SCHEMA:
        found = _NAME.match(statement)
        assert found is not None
        if found[1] not in there and (not names or found[1] in names):
            connection.execute(statement)


@cache
def present_shape() -> dict[str, object]:
    """The shape of the present schema."""
    with closing(sqlite3.connect(":memory:")) as fresh:
        create(fresh)
        return shape(fresh)


def shape(connection: sqlite3.Connection) -> dict[str, object]:
    """What each table, index, trigger and view is, by name; the order in which columns were added does not count."""
    found = connection.execute("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: _columns(connection, name) if kind == "table" else " ".join(sql.split())
        for name, kind, sql in found
        if not name.startswith(("_", "sqlite_"))
    }


def _columns(connection: sqlite3.Connection, table: str) -> tuple[frozenset[object], frozenset[object]]:
    columns = connection.execute('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', (table,))
    links = connection.execute(f"PRAGMA foreign_key_list({table})")
    return frozenset(columns), frozenset(link[2:] for link in links)


def derive(connection: sqlite3.Connection, playbooks: Playbooks) -> int:
    """Make the derived tables as the present schema has them, whatever an earlier one had, and fill them.

    In the transaction that is open. Returns how many crises there are.
    """
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f"DROP VIEW {view}")
    for table in TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table.name}")
    create(connection)
    return fill(connection, playbooks)


def rebuild(connection: sqlite3.Connection, playbooks: Playbooks) -> int:
    """Compute every derived row from the journal anew, in the transaction that is open; how many crises there are."""
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in TABLES:
        connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 - fixed names
    return fill(connection, playbooks)


def fill(connection: sqlite3.Connection, playbooks: Playbooks) -> int:
    """Write the rows of every crisis; how many crises there are."""
    ids = journal.crisis_ids(connection)
    for crisis_id in ids:
        projections.replace(connection, fold(connection, playbooks, crisis_id))
    return len(ids)

"""Proof that the database is whole, and the way back when a table of it is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

from bot.store import journal, projections
from bot.store.playbooks import Playbooks
from bot.store.projections import TABLES
from bot.store.states import fold


def problems(connection: sqlite3.Connection, playbooks: Playbooks) -> Iterator[str]:
    """Everything that is wrong: the file, the references, each crisis's chain, each row that is not the fold."""
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"the file: {line}"
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"table {table}, row {row_id}: it refers to a row of {parent} that does not exist"
    ids = journal.crisis_ids(connection)
    for crisis_id in ids:
        yield from _of_crisis(connection, playbooks, crisis_id)
    yield from _orphans(connection, ids)
    for request_id, crisis_id in connection.execute(
        "SELECT request_id, crisis_id FROM requests r WHERE NOT EXISTS"
        " (SELECT 1 FROM journal j WHERE j.crisis_id = r.crisis_id AND j.seq = r.last_seq)"
    ):
        yield f"request {request_id}: its entries in the journal of {crisis_id} are missing"


def rebuild(connection: sqlite3.Connection, playbooks: Playbooks) -> int:
    """Compute every projection from the journal anew, in the transaction that is open; how many crises there are."""
    ids = journal.crisis_ids(connection)
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in TABLES:
        connection.execute(f"DELETE FROM {table.name}")  # noqa: S608 - fixed names
    for crisis_id in ids:
        projections.replace(connection, fold(connection, playbooks, crisis_id))
    return len(ids)


def _of_crisis(connection: sqlite3.Connection, playbooks: Playbooks, crisis_id: str) -> Iterator[str]:
    try:
        yield from journal.broken(connection, crisis_id)
        yield from projections.stray(connection, fold(connection, playbooks, crisis_id))
    except Exception as error:  # noqa: BLE001 - a damaged entry may fail in any way, and is to be told, not raised
        yield f"crisis {crisis_id}: its journal cannot be read ({type(error).__name__})"


def _orphans(connection: sqlite3.Connection, ids: list[str]) -> Iterator[str]:
    known = set(ids)
    for table in TABLES:
        for (crisis_id,) in connection.execute(f"SELECT DISTINCT {table.key[0]} FROM {table.name}"):  # noqa: S608 - fixed names
            if crisis_id not in known:
                yield f"crisis {crisis_id}, table {table.name}: rows without a journal"

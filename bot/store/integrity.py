"""Proof that a database is whole: everything that is wrong with it, place by place."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from bot.store import derived, journal, playbooks, projections
from bot.store.connection import open_for_reading, open_for_writing
from bot.store.damage import Damage, damage
from bot.store.errors import StoreError, explained
from bot.store.migrations import is_behind, migrate, ours
from bot.store.playbooks import Playbooks
from bot.store.projections import TABLES
from bot.store.states import fold

_LOST_REQUESTS = """
SELECT request_id, crisis_id FROM requests r WHERE NOT EXISTS
    (SELECT 1 FROM journal j WHERE j.crisis_id = r.crisis_id AND j.seq = r.last_seq)
"""


def verify(path: Path) -> list[Damage]:
    """Everything that is wrong with the database; nothing when it is whole. Changes nothing.

    Reads everything, on a connection of its own: call it from another thread while the bot is at work. The tables of
    an earlier version are proven as they will be after its migration, on a copy.
    Raises StoreError for a file that is no database of ours, or one of a later version.
    """
    with closing(open_for_reading(path)) as connection:
        connection.text_factory = lambda text: text.decode(errors="surrogateescape")
        try:
            db = Database(connection, execute_plugins=False)
            ours(db, path)
            behind = is_behind(db, path)
        except sqlite3.Error as error:
            raise explained(error, path) from error
        except UnicodeDecodeError as error:  # SQLite's own message holds broken bytes
            raise StoreError("corrupt", path, str(error)) from error
        found = list(_of_an_earlier_version(connection) if behind else problems(connection, Playbooks()))
        return found or (_after_migration(connection) if behind else [])


def cut_off(path: Path, backup: Path) -> list[Damage]:
    """Where the journal is not the one of an earlier backup, grown longer. Raises StoreError, also for the backup.

    A journal whose end was cut off together with all that was computed from it is whole in itself, and so is one
    that was chained anew: only something outside of the file can tell.
    """
    with closing(open_for_reading(path)) as now, closing(open_for_reading(backup)) as then:
        try:
            ours(Database(then, execute_plugins=False), backup)
            return [
                damage("cut_off", crisis=crisis_id, entry=head[0])
                for crisis_id in journal.crisis_ids(then)
                if (head := journal.head(then, crisis_id)) and not journal.stands(now, crisis_id, head)
            ]
        except sqlite3.Error as error:
            raise explained(error, backup) from error


def problems(connection: sqlite3.Connection, books: Playbooks) -> Iterator[Damage]:
    """Everything that is wrong: the file, the references, each crisis's chain, each row that is not the fold."""
    connection.execute("BEGIN")
    yield from _of_the_file(connection)
    yield from _told(_of_the_schema(connection))
    yield from _told(playbooks.altered(connection))
    yield from _told(_of_crises(connection, books))
    yield from _told(_lost_requests(connection))


def _of_an_earlier_version(connection: sqlite3.Connection) -> Iterator[Damage]:
    connection.execute("BEGIN")
    yield from _of_the_file(connection)
    yield from _told(playbooks.altered(connection))
    yield from _told(_of_chains(connection))
    yield from _told(_lost_requests(connection))


def _after_migration(connection: sqlite3.Connection) -> list[Damage]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.db"
        with closing(open_for_writing(copy)) as migrated:
            connection.rollback()
            connection.backup(migrated.conn)
            try:
                migrate(migrated, copy)
            except Exception as error:  # noqa: BLE001 - as in `_of_crisis`
                return [damage("migration", words=f"{type(error).__name__}: {error}")]
        return verify(copy)


def _told(found: Iterator[Damage]) -> Iterator[Damage]:
    """What is found, and where SQLite cannot go on, that."""
    try:
        yield from found
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where SQLite's own message holds broken bytes
        yield damage("file", words=str(error))


def _of_the_file(connection: sqlite3.Connection) -> Iterator[Damage]:
    checked = list(_told(_checked(connection)))
    yield from checked
    if checked:
        yield from _unreadable_tables(connection)
    yield from _told(_links(connection))


def _checked(connection: sqlite3.Connection) -> Iterator[Damage]:
    for (line,) in connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield damage("file", words=line)


def _links(connection: sqlite3.Connection) -> Iterator[Damage]:
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield damage("link", table=table, row=row_id if row_id is not None else "?", parent=parent)


def _of_the_schema(connection: sqlite3.Connection) -> Iterator[Damage]:
    found = derived.shape(connection)
    for name, expected in derived.present_shape().items():
        if found.get(name) != expected:
            yield damage("schema", name=name)


def _unreadable_tables(connection: sqlite3.Connection) -> Iterator[Damage]:
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        try:
            for _ in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - the database's own names
                pass
        except sqlite3.Error as error:
            yield damage("table", table=table, words=str(error))


def _of_chains(connection: sqlite3.Connection) -> Iterator[Damage]:
    for crisis_id in journal.crisis_ids(connection):
        yield from journal.broken(connection, crisis_id)


def _of_crises(connection: sqlite3.Connection, books: Playbooks) -> Iterator[Damage]:
    ids = journal.crisis_ids(connection)
    for crisis_id in ids:
        yield from _of_crisis(connection, books, crisis_id)
    yield from _orphans(connection, ids)


def _of_crisis(connection: sqlite3.Connection, books: Playbooks, crisis_id: str) -> Iterator[Damage]:
    try:
        yield from journal.broken(connection, crisis_id)
        yield from projections.stray(connection, fold(connection, books, crisis_id))
    except Exception as error:  # noqa: BLE001 - a damaged entry may fail in any way, and is to be told, not raised
        yield damage("unreadable", crisis=crisis_id, words=type(error).__name__)


def _orphans(connection: sqlite3.Connection, ids: list[str]) -> Iterator[Damage]:
    known = set(ids)
    for table in TABLES:
        for (crisis_id,) in connection.execute(f"SELECT DISTINCT {table.key[0]} FROM {table.name}"):  # noqa: S608 - fixed names
            if crisis_id not in known:
                yield damage("orphan", crisis=crisis_id, table=table.name)


def _lost_requests(connection: sqlite3.Connection) -> Iterator[Damage]:
    for request_id, crisis_id in connection.execute(_LOST_REQUESTS):
        yield damage("request", request=request_id, crisis=crisis_id)

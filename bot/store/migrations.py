"""How the database gets its tables, and how an earlier one grows into the present shape.

Every change of `schema.py` wants a migration here, and a database of the schema it makes among the tests'
(`python -m tests.store.old_schemas` writes it):

- derived tables need no more than the migration's name: after any migration they are made anew from the journal;
- what is kept (journal, redactions, requests, playbooks, outbox) is changed in the migration, which may find the
  change done already, for a new database begins with the present schema.
"""

from __future__ import annotations

from contextlib import closing
from functools import cache
from pathlib import Path

from sqlite_utils import Database, Migrations

from bot.store import derived
from bot.store.errors import StoreError
from bot.store.playbooks import Playbooks

migrations = Migrations("crisis-bot")
_TABLES = (
    "SELECT 1 FROM sqlite_master WHERE name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
)


@migrations()
def journal_projections_outbox(db: Database) -> None:
    """The first schema."""
    derived.create(db.conn)


@migrations()
def words_and_reminders(_: Database) -> None:
    """Facts, statements, signatures, commitments and cases in tables of their own; timers name their person."""


@migrations()
def told_in_time(_: Database) -> None:
    """Timers strike while there is still time: actions and promises on their day, the announced word at its time."""


@migrations()
def notices_found(db: Database) -> None:
    """The notices of a crisis are found without reading all there ever were, those under another crisis too."""
    derived.create(db.conn, "spoken_of")
    db.conn.execute(
        """
        INSERT OR IGNORE INTO spoken_of (crisis_id, outbox_id)
        SELECT json_extract(m.value, '$.c'), o.id FROM outbox o, json_each(o.args, '$.matters') m
        WHERE o.name = 'reminder' AND json_extract(m.value, '$.c') <> o.crisis_id
        """
    )


@cache
def names() -> tuple[str, ...]:
    """Every schema so far, by the name of the migration that made it, the oldest first."""
    with closing(Database(memory=True, execute_plugins=False)) as empty:
        return tuple(step.name for step in migrations.pending(empty))


def migrate(db: Database, path: Path) -> None:
    """Apply what is pending, all or nothing; a second process that starts meanwhile waits for it.

    Raises StoreError for a database of a later version, and for a journal that cannot be read.
    """
    if not is_behind(db, path):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        _begun_by_us(db, path)
        migrations.apply(db)
        derived.derive(db.conn, Playbooks())
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def is_behind(db: Database, path: Path) -> bool:
    """Whether its schema is an earlier one than ours. Raises StoreError where it is a later one."""
    applied = {step.name for step in migrations.applied(db)}
    known = names()
    if later := sorted(applied.difference(known)):
        raise StoreError("newer", path, ", ".join(later))
    return applied != set(known)


def ours(db: Database, path: Path) -> None:
    """Raises StoreError for a database that crisis-bot has not made, or that a later version of it has."""
    if not migrations.applied(db):
        raise StoreError("alien", path)
    is_behind(db, path)


def _begun_by_us(db: Database, path: Path) -> None:
    """Raises StoreError for a database with tables of somebody else's; a replicator's own begin with `_`."""
    if not migrations.applied(db) and db.conn.execute(_TABLES).fetchone():
        raise StoreError("alien", path)

"""How the database gets its tables, and how a released one grows into the present shape."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.store.schema import FIRST

migrations = Migrations("crisis-bot")


@migrations()
def journal_projections_outbox(db: Database) -> None:
    """The first schema."""
    for statement in FIRST:
        db.execute(statement)


def migrate(db: Database) -> None:
    """Apply what is pending, all or nothing; a second process that starts meanwhile waits for it."""
    if not migrations.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        migrations.apply(db)
        db.conn.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise

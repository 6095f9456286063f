"""The outbox in the hands of people and of time: shown, put back, doubted after a restore, pruned."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from bot.store import owing
from bot.store.connection import open_for_reading
from bot.store.errors import explained
from bot.store.migrations import ours
from bot.store.times import moment, stamp

if TYPE_CHECKING:
    from bot.store.ledger import Ledger
    from bot.store.writer import Writer

CARDS_KEPT = timedelta(days=7)
"""A card is told again and again; when it was, is of use only while somebody looks into a trouble."""
REST_KEPT = timedelta(days=400)
"""Who was told what and when can be shown for as long as a crisis is followed up, which is a year."""
AT_ONCE = 500
"""Rows that are removed in one go: the writer is held up for a few milliseconds."""
GAP = 1_000_000
"""Numbers left free after a restore: more rows than a bot writes between a backup and its restore."""

_OWED = """
SELECT o.id, o.state, CASE c.private WHEN 0 THEN c.title ELSE o.crisis_id END,
    o.kind, o.name, o."to", o.created_at, o.attempts, o.error
FROM outbox o LEFT JOIN crises c ON c.id = o.crisis_id WHERE o.state <> 'done' ORDER BY o.id
"""
_OLD_CARDS = """
SELECT id FROM outbox WHERE state = 'done' AND kind IN ('board', 'topic') AND created_at < :before LIMIT :at_once
"""
# The oldest rows come first: the first one that is young ends the search. Where copies of a logbook are is known for as
# long as words may have to be removed from it.
_OLD = """
SELECT id FROM outbox WHERE state = 'done' AND kind <> 'export'
    AND id < coalesce((SELECT id FROM outbox WHERE created_at >= :before ORDER BY id LIMIT 1), 1 << 62) LIMIT :at_once
"""
_PARKED = """
SELECT id, crisis_id, kind FROM outbox
WHERE state = 'parked' AND (? OR id IN (SELECT value FROM json_each(?))) ORDER BY id
"""
_BACK = "UPDATE outbox SET state = 'waiting', not_before = ?, attempts = 0 WHERE id = ?"
_TOLD_ANYWAY = "UPDATE outbox SET state = 'done', answer = ?, error = '' WHERE id = ?"
_PRUNE = "DELETE FROM outbox WHERE state = 'done' AND id IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing that Slack has not been told, or not for certain. `state`: waiting, sending or parked.

    `crisis` is its title where everybody may know of it; a private crisis goes by its id, for lists are passed on.
    """

    id: int
    state: str
    crisis: str
    kind: str
    name: str
    to: str
    since: datetime
    attempts: int
    error: str


def owed(path: Path) -> list[Owed]:
    """All that is owed to Slack, the oldest first. Raises StoreError."""
    with closing(open_for_reading(path)) as connection:
        try:
            ours(Database(connection, execute_plugins=False), path)
            rows = connection.execute(_OWED).fetchall()
        except sqlite3.Error as error:
            raise explained(error, path) from error
    return [
        Owed(row_id, state, crisis, kind, name, to, moment(since), attempts, error)
        for row_id, state, crisis, kind, name, to, since, attempts, error in rows
    ]


def unpark(connection: sqlite3.Connection, ids: Sequence[int] | None, now: datetime) -> list[int]:
    """Put parked rows back (None: all of them); which. A card that is told anyway needs no second telling."""
    put_back = []
    for row_id, crisis_id, kind in connection.execute(_PARKED, (ids is None, json.dumps(list(ids or ())))).fetchall():
        newer = owing.newer_card(connection, crisis_id, kind)
        if newer is None:
            connection.execute(_BACK, (stamp(now), row_id))
        else:
            connection.execute(_TOLD_ANYWAY, (json.dumps({"superseded_by": newer}), row_id))
        put_back.append(row_id)
    return put_back


def doubt(connection: sqlite3.Connection) -> None:
    """After a restore: what is owed may have been told meanwhile, so it is looked for before it is told.

    The numbers that the lost time may have used stay free: a message in Slack names the row that it came from.
    """
    connection.execute("UPDATE outbox SET uncertain = 1 WHERE state <> 'done'")
    (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'").fetchone()
    connection.execute("DELETE FROM sqlite_sequence WHERE name = 'outbox'")
    connection.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('outbox', ?)", (last + GAP,))


async def prune(writer: Writer[Ledger], reader: sqlite3.Connection, now: datetime) -> int:
    """Remove what is done and past its time, a little at a time; how many rows. What is owed stays, however old."""
    removed = 0
    for found, kept in ((_OLD_CARDS, CARDS_KEPT), (_OLD, REST_KEPT)):
        asked = {"before": stamp(now - kept), "at_once": AT_ONCE}
        while old := [row[0] for row in reader.execute(found, asked)]:
            await writer.run(partial(_remove, json.dumps(old)))
            removed += len(old)
    return removed


def _remove(ids: str, ledger: Ledger) -> None:
    ledger.connection.execute(_PRUNE, (ids,))

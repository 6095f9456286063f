"""The journal: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.kernel import Event, Recorded
from bot.store.damage import Damage, damage
from bot.store.times import moment, stamp

GENESIS = "0" * 64  # what the first entry of a crisis is chained to

_APPEND = """
INSERT INTO journal (crisis_id, seq, at, actor, kind, content, content_hash, previous_hash, hash)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_COLUMNS = "seq, at, actor, kind, content"
_HEAD = """
SELECT seq, hash, (SELECT count(*) FROM redactions WHERE crisis_id = journal.crisis_id)
FROM journal WHERE crisis_id = ? ORDER BY seq DESC LIMIT 1
"""

Head = tuple[int, str, int]
"""How far a journal has come: number and hash of its last entry, and how many redactions it had."""


def head(connection: sqlite3.Connection, crisis_id: str) -> Head | None:
    """The journal's end; None for a crisis that does not exist."""
    row: Head | None = connection.execute(_HEAD, (crisis_id,)).fetchone()
    return row


def hash_of(connection: sqlite3.Connection, crisis_id: str, seq: int) -> str | None:
    """The hash of an entry; None where there is none of this number."""
    row = connection.execute("SELECT hash FROM journal WHERE crisis_id = ? AND seq = ?", (crisis_id, seq)).fetchone()
    return row[0] if row else None


def stands(connection: sqlite3.Connection, crisis_id: str, head: Head) -> bool:
    """Whether the entry at which a journal once ended is still the one in that place."""
    return hash_of(connection, crisis_id, head[0]) == head[1]


def append(connection: sqlite3.Connection, crisis_id: str, recorded: Iterable[Recorded], previous_hash: str) -> str:
    """Write entries after the one whose hash is given; return the hash of the last."""
    for entry in recorded:
        content = entry.event.model_dump_json()
        content_hash = digest(content)
        at, kind = stamp(entry.at), entry.event.kind
        this = chained(previous_hash, crisis_id, entry.seq, at, entry.actor, kind, content_hash)
        connection.execute(
            _APPEND, (crisis_id, entry.seq, at, entry.actor, kind, content, content_hash, previous_hash, this)
        )
        previous_hash = this
    return previous_hash


def entries(
    connection: sqlite3.Connection,
    crisis_id: str,
    *,
    after: int = 0,
    seqs: Sequence[int] | None = None,
    limit: int | None = None,
    newest_first: bool = False,
) -> list[Recorded]:
    """Entries of a crisis in order: those after a number, or exactly those of the given numbers."""
    order = "DESC" if newest_first else "ASC"
    chosen = "seq > ?" if seqs is None else "seq IN (SELECT value FROM json_each(?))"
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM journal WHERE crisis_id = ? AND {chosen} ORDER BY seq {order} LIMIT ?",  # noqa: S608 - fixed texts
        (crisis_id, after if seqs is None else json.dumps(list(seqs)), -1 if limit is None else limit),
    ).fetchall()  # an entry that cannot be read must not leave a reading open: it would see nothing newer
    return [_recorded(row) for row in rows]


def crisis_ids(connection: sqlite3.Connection) -> list[str]:
    """Every crisis that has an entry."""
    return [row[0] for row in connection.execute("SELECT DISTINCT crisis_id FROM journal ORDER BY crisis_id")]


def broken(connection: sqlite3.Connection, crisis_id: str) -> Iterator[Damage]:
    """What is wrong with a crisis's chain, entry by entry; nothing when it holds."""
    left = dict(
        connection.execute("SELECT seq, left_hash FROM redactions WHERE crisis_id = ? ORDER BY rowid", (crisis_id,))
    )
    place, previous = 1, GENESIS
    rows = connection.execute(
        "SELECT seq, at, actor, kind, content, content_hash, previous_hash, hash FROM journal"
        " WHERE crisis_id = ? ORDER BY seq",
        (crisis_id,),
    )
    for seq, at, actor, kind, content, content_hash, previous_hash, this in rows:
        if seq > place:
            gap = {"entry": place} if seq == place + 1 else {"first": place, "last": seq - 1}
            yield damage("entry_missing" if "entry" in gap else "entries_missing", crisis=crisis_id, **gap)
        elif seq < place:
            yield damage("entry_extra", crisis=crisis_id, entry=seq)
            continue
        elif previous_hash != previous:
            yield damage("unchained", crisis=crisis_id, entry=seq)
        if digest(content) != left.get(seq, content_hash):
            yield damage("content", crisis=crisis_id, entry=seq)
        if chained(previous_hash, crisis_id, seq, at, actor, kind, content_hash) != this:
            yield damage("heading", crisis=crisis_id, entry=seq)
        place, previous = seq + 1, this


def digest(text: str) -> str:
    """SHA-256 of a text, in hexadecimal; bytes that are no text count as well."""
    return hashlib.sha256(text.encode(errors="surrogateescape")).hexdigest()


def chained(previous_hash: str, crisis_id: str, *entry: str | int) -> str:
    """The hash of an entry: number, time, actor, kind and the hash of the content.

    It covers the content's hash, not the content, so that words can be redacted while the chain holds.
    """
    return digest(json.dumps([previous_hash, crisis_id, *entry]))


def _recorded(row: tuple[int, str, str, str, str]) -> Recorded:
    seq, at, actor, kind, content = row
    return Recorded(seq, moment(at), actor, Event.kinds[kind].model_validate_json(content))

"""Removing a person's words for good, as the law may demand, while the chain of the journal still verifies."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass

from bot.domain.kernel import Event
from bot.domain.redacting import typed_in, without, words_of
from bot.store import journal, projections
from bot.store.playbooks import Playbooks
from bot.store.states import fold

_ENTRY = "SELECT kind, content FROM journal WHERE crisis_id = ? AND seq = ?"
_PLAYBOOK = "SELECT playbook_digest FROM crises WHERE id = ?"
_NOTE = """
INSERT INTO redactions (crisis_id, seq, at, by, reason, fields, left_hash) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_OWED, _DONE = "PRAGMA user_version = 1", "PRAGMA user_version = 0"
"""Whether words that were removed stand in free pages or in the log still: written with the removal itself."""
_ANSWERS = "UPDATE outbox SET answer = NULL WHERE crisis_id = ? AND instr(answer, ?)"


@dataclass(frozen=True)
class Redaction:
    """Which fields of which entry lose their words, on whose demand and why. The reason stays: no names in it."""

    crisis_id: str
    seq: int
    fields: tuple[str, ...]
    by: str
    reason: str


def redact(connection: sqlite3.Connection, playbooks: Playbooks, redaction: Redaction, at: str) -> None:
    """Put `[…]` in the place of the words, in the journal and in all that is computed from it.

    Raises ValueError for an entry or a field that does not exist, or that holds no words.
    """
    crisis_id, seq = redaction.crisis_id, redaction.seq
    row = connection.execute(_ENTRY, (crisis_id, seq)).fetchone()
    if row is None:
        raise ValueError(f"crisis {crisis_id} has no entry {seq}")
    kind, content = row[0], json.loads(row[1])
    (digest,) = connection.execute(_PLAYBOOK, (crisis_id,)).fetchone()
    found = words_of(Event.kinds[kind].model_validate_json(row[1]), playbooks.get(connection, digest))
    taken = {field: found[field] for field in redaction.fields if field in found}
    words = typed_in(list(taken.values()))
    if not words:
        raise ValueError(f"entry {seq} ({kind}) holds no words in {', '.join(redaction.fields)}")
    for field, value in taken.items():
        left = without(value)
        content[field] = {**content[field], **left} if isinstance(left, dict) else left
    kept = Event.kinds[kind].model_validate_json(json.dumps(content)).model_dump_json()
    fields = json.dumps(redaction.fields)
    values = (crisis_id, seq, at, redaction.by, redaction.reason, fields, journal.digest(kept))
    connection.execute(_OWED)
    connection.execute(_NOTE, values)
    connection.execute("UPDATE journal SET content = ? WHERE crisis_id = ? AND seq = ?", (kept, crisis_id, seq))
    projections.replace(connection, fold(connection, playbooks, crisis_id))
    for word in words:
        connection.execute(_ANSWERS, (crisis_id, json.dumps(word, ensure_ascii=False)[1:-1]))


def owes_wipe(connection: sqlite3.Connection) -> bool:
    """Whether a removal was broken off before the file was written anew."""
    (owed,) = connection.execute("PRAGMA user_version").fetchone()
    return bool(owed)


def wipe(connection: sqlite3.Connection) -> None:
    """Write the file anew, so that nothing of what was removed is left in its free pages or in the log.

    Raises sqlite3.OperationalError when somebody reads for so long that the log cannot be emptied.
    """
    connection.execute("VACUUM")
    (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise sqlite3.OperationalError("database is locked")
    connection.execute(_DONE)

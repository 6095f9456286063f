"""What Slack must be told, written down with the entries that cause it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.effects import Effect

_PUT = """
INSERT INTO outbox (crisis_id, kind, name, "to", args, not_before, created_at, correlation)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (crisis_id, kind) WHERE state = 'waiting' AND kind IN ('board', 'topic') DO NOTHING
"""
_AGAIN = """
UPDATE outbox SET state = 'waiting', not_before = ? WHERE crisis_id = ? AND kind = 'open_channel' AND state = 'parked'
"""
_HOME = """
UPDATE outbox SET state = 'waiting', attempts = 0, not_before = ?
WHERE kind = 'home' AND "to" = ? AND state IN ('waiting', 'parked')
"""
_REMINDER = """
SELECT id, crisis_id, args FROM outbox
WHERE state = 'waiting' AND name = 'reminder' AND "to" = :to AND uncertain = 0 LIMIT 1
"""
_MISSED = """
SELECT id, crisis_id, args FROM outbox
WHERE state = 'waiting' AND crisis_id = :crisis AND kind = 'notice' AND "to" = :to
    AND name = 'legal_missed' AND uncertain = 0 AND json_extract(args, '$.steps') IS NOT NULL LIMIT 1
"""
_TOGETHER = {"reminder": ("matters", _REMINDER), "legal_missed": ("steps", _MISSED)}
"""Notices that are one message as long as none of them has gone: what they list, and the one that waits."""
_SPEAKS_OF = "INSERT OR IGNORE INTO spoken_of (crisis_id, outbox_id) VALUES (?, ?)"
_NEWER_CARD = """
SELECT id FROM outbox WHERE state = 'waiting' AND crisis_id = ? AND kind = ? AND kind IN ('board', 'topic')
"""
_RENEWED = "SELECT 1 FROM outbox WHERE crisis_id = ? AND kind = 'renew' AND args = ? AND state = 'waiting' LIMIT 1"
_TOLD = "SELECT 1 FROM outbox WHERE crisis_id = ? AND kind = 'notice' AND name = ? AND args = ? LIMIT 1"


def put(connection: sqlite3.Connection, crisis_id: str, effects: Iterable[Effect], at: str, correlation: str) -> None:
    """Write down what Slack must be told.

    A card that is stale already stays one row, and so do a person's reminders: what waits to be told is told in one
    message, of whichever crises. So are the time limits of the law that a crisis has missed. A channel that could not
    be made is asked for again by the row that asked for it, and a person's Home tab is told by one row. What waits to
    be brought up to date is so once.
    """
    for effect in effects:
        if effect.kind == "open_channel" and connection.execute(_AGAIN, (at, crisis_id)).rowcount:
            continue
        if effect.kind == "home" and connection.execute(_HOME, (at, effect.to)).rowcount:
            continue
        if effect.name in _TOGETHER and _joined(connection, crisis_id, effect):
            continue
        args = _json(effect.args)
        if effect.kind == "renew" and connection.execute(_RENEWED, (crisis_id, args)).fetchone():
            continue
        connection.execute(_PUT, (crisis_id, effect.kind, effect.name, effect.to, args, at, at, correlation))


def _joined(connection: sqlite3.Connection, crisis_id: str, effect: Effect) -> bool:
    """Whether what waits to be told already takes this along."""
    part, statement = _TOGETHER[effect.name]
    waits = connection.execute(statement, {"to": effect.to, "crisis": crisis_id}).fetchone()
    if waits is None:
        return False
    row_id, owner, args = waits
    parts = [*json.loads(args)[part], *effect.args[part]]
    connection.execute("UPDATE outbox SET args = ? WHERE id = ?", (_json({part: parts}), row_id))
    if owner != crisis_id:
        connection.execute(_SPEAKS_OF, (crisis_id, row_id))
    return True


def was_told(connection: sqlite3.Connection, crisis_id: str, notice: Effect) -> bool:
    """Whether a crisis has had this very notice, or is about to."""
    return connection.execute(_TOLD, (crisis_id, notice.name, _json(notice.args))).fetchone() is not None


def _json(args: Mapping[str, Any]) -> str:
    return json.dumps(args, ensure_ascii=False, sort_keys=True)


def newer_card(connection: sqlite3.Connection, crisis_id: str, kind: str) -> int | None:
    """The row that tells a card of this kind by itself, where one waits; None where none does, or it is no card."""
    found = connection.execute(_NEWER_CARD, (crisis_id, kind)).fetchone()
    return found[0] if found else None

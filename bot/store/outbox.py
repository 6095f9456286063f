"""What Slack must be told: written with the entries that cause it, taken one by one, each exactly once.

Order within a crisis: nothing but the channel's making before there is a channel; then the invitations, then the
board, then the rest. Of one kind to one place, never two at a time and never out of order. Archiving waits for
what was to be said before, and what comes after it waits for it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.domain.effects import Effect
from bot.store.errors import reads
from bot.store.times import moment, stamp

if TYPE_CHECKING:
    from bot.store.ledger import Ledger
    from bot.store.presence import Presence
    from bot.store.writer import Writer


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One thing to tell Slack. `uncertain`: an earlier try may have reached Slack; look before telling it again.

    `attempts` counts the tries, this one included. `correlation` is the request that caused it.
    """

    id: int
    crisis_id: str
    kind: str
    name: str
    to: str
    args: Mapping[str, Any]
    attempts: int
    uncertain: bool
    correlation: str
    created_at: datetime
    state: str
    error: str


FAR = timedelta(hours=2)
"""Nobody is asked to wait so long, by Slack or by us: a row that would has outlived a clock that was set back."""

_COLUMNS = 'id, crisis_id, kind, name, "to", args, attempts, uncertain, correlation, created_at, state, error'

_PUT = """
INSERT INTO outbox (crisis_id, kind, name, "to", args, not_before, created_at, correlation)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (crisis_id, kind) WHERE state = 'waiting' AND kind IN ('board', 'topic') DO NOTHING
"""

# Which rows may go now. `c` is the crisis as it stands; see the module's docstring for the order.
_READY = """
SELECT o.id FROM outbox o INDEXED BY outbox_waiting JOIN crises c ON c.id = o.crisis_id
WHERE o.state = 'waiting' AND (o.not_before <= :now OR o.not_before > :far)
AND CASE
    WHEN o.kind = 'open_channel' THEN 1
    WHEN c.status = 'failed' THEN o.kind = 'notice' AND o."to" <> 'channel'
    WHEN c.channel_id IS NULL THEN 0
    WHEN o.kind = 'invite' THEN 1
    WHEN o.kind = 'board' THEN NOT EXISTS (
        SELECT 1 FROM outbox i WHERE i.state = 'sending' AND i.crisis_id = o.crisis_id AND i.kind = 'invite')
        AND NOT EXISTS (
        SELECT 1 FROM outbox i WHERE i.state = 'waiting' AND i.crisis_id = o.crisis_id AND i.kind = 'invite'
            AND (i.not_before <= :now OR i.not_before > :far))
    WHEN EXISTS (SELECT 1 FROM cards WHERE crisis_id = o.crisis_id AND card = 'board') THEN 1
    ELSE NOT EXISTS (
        SELECT 1 FROM outbox b WHERE b.state = 'waiting' AND b.crisis_id = o.crisis_id AND b.kind = 'board')
        AND NOT EXISTS (
        SELECT 1 FROM outbox b WHERE b.state = 'sending' AND b.crisis_id = o.crisis_id AND b.kind = 'board')
END
AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'sending'
        AND e.crisis_id = o.crisis_id AND e.kind = o.kind AND e."to" = o."to")
AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'waiting'
        AND e.crisis_id = o.crisis_id AND e.kind = o.kind AND e."to" = o."to" AND e.id < o.id)
AND (o."to" NOT IN ('', 'channel') OR NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'sending' AND e.crisis_id = o.crisis_id AND e.id < o.id
        AND e."to" IN ('', 'channel')
        AND (o.kind IN ('archive', 'unarchive') OR e.kind IN ('archive', 'unarchive'))))
AND (o."to" NOT IN ('', 'channel') OR NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'waiting' AND e.crisis_id = o.crisis_id AND e.id < o.id
        AND e."to" IN ('', 'channel')
        AND (o.kind IN ('archive', 'unarchive') OR e.kind IN ('archive', 'unarchive'))))
ORDER BY
    CASE o.kind WHEN 'open_channel' THEN 0 WHEN 'invite' THEN 1 WHEN 'board' THEN 2 WHEN 'notice' THEN 4 ELSE 3 END,
    o.id
LIMIT :limit
"""

_TAKE = """
UPDATE outbox SET state = 'sending', attempts = attempts + 1, taken_by = ? WHERE id = ? AND state = 'waiting'
"""
_TAKE_OVER = """
UPDATE outbox SET attempts = attempts + 1, uncertain = 1, taken_by = ? WHERE id = ? AND state = 'sending'
"""
_DONE = """
UPDATE outbox SET state = 'done', answer = ?, sent_at = ?, error = '', taken_by = NULL
WHERE id = ? AND state = 'sending' AND taken_by = ?
"""
_RETRY = """
UPDATE outbox SET state = 'waiting', not_before = ?, error = ?, uncertain = ?, taken_by = NULL
WHERE id = ? AND state = 'sending' AND taken_by = ?
"""
_PARK = """
UPDATE outbox SET state = 'parked', error = ?, taken_by = NULL WHERE id = ? AND state = 'sending' AND taken_by = ?
"""
_REMINDER = """
SELECT id, args FROM outbox WHERE state = 'waiting' AND name = 'reminder' AND "to" = ? AND uncertain = 0 LIMIT 1
"""
_NEWER_CARD = """
SELECT id FROM outbox WHERE state = 'waiting' AND crisis_id = ? AND kind = ? AND kind IN ('board', 'topic')
"""


def put(connection: sqlite3.Connection, crisis_id: str, effects: Iterable[Effect], at: str, correlation: str) -> None:
    """Write down what Slack must be told.

    A card that is stale already stays one row, and so do a person's reminders: what waits to be told is told in one
    message, of whichever crises.
    """
    for effect in effects:
        if effect.name == "reminder" and _joined(connection, effect):
            continue
        args = json.dumps(effect.args, ensure_ascii=False, sort_keys=True)
        connection.execute(_PUT, (crisis_id, effect.kind, effect.name, effect.to, args, at, at, correlation))


def _joined(connection: sqlite3.Connection, effect: Effect) -> bool:
    """Whether a reminder that this person has not been sent yet takes these matters along."""
    waits = connection.execute(_REMINDER, (effect.to,)).fetchone()
    if waits is None:
        return False
    matters = [*json.loads(waits[1])["matters"], *effect.args["matters"]]
    args = json.dumps({"matters": matters}, ensure_ascii=False, sort_keys=True)
    connection.execute("UPDATE outbox SET args = ? WHERE id = ?", (args, waits[0]))
    return True


class Outbox:
    """The outbox as a deliverer sees it. Every change is on disk when the call returns."""

    def __init__(
        self, writer: Writer[Ledger], reader: sqlite3.Connection, presence: Presence, now: Callable[[], datetime]
    ) -> None:
        self.path = writer.path
        self._writer = writer
        self._reader = reader
        self._presence = presence
        self._now = now

    async def take(self, now: datetime, limit: int) -> list[OutboxRow]:
        """Up to `limit` rows that may be sent now, marked as being sent: no other process takes them."""
        arguments = {"now": stamp(now), "far": stamp(now + FAR), "limit": limit}
        if not self._is_ready(arguments):
            return []

        def job(ledger: Ledger) -> list[OutboxRow]:
            ids = [row[0] for row in ledger.connection.execute(_READY, arguments)]
            for row_id in ids:
                ledger.connection.execute(_TAKE, (self._presence.name, row_id))
            return _rows(ledger.connection, ids)

        return await self._writer.run(job)

    async def done(self, row: OutboxRow, answer: Mapping[str, Any]) -> None:
        """Slack has it, and answered this."""
        values = (json.dumps(answer, ensure_ascii=False), stamp(self._now()), row.id, self._presence.name)
        await self._writer.run(lambda ledger: ledger.connection.execute(_DONE, values).rowcount)

    async def retry(self, row: OutboxRow, not_before: datetime, error: str, *, uncertain: bool = False) -> None:
        """It did not work, and is tried again later. `uncertain`: the try may have reached Slack all the same.

        A card that went stale again meanwhile is told once, by the newer row, which then waits as long.
        """

        def job(ledger: Ledger) -> None:
            connection, later = ledger.connection, stamp(not_before)
            newer = connection.execute(_NEWER_CARD, (row.crisis_id, row.kind)).fetchone()
            if newer is None:
                doubt = int(uncertain or row.uncertain)
                connection.execute(_RETRY, (later, error, doubt, row.id, self._presence.name))
                return
            connection.execute(
                "UPDATE outbox SET not_before = max(not_before, ?), attempts = max(attempts, ?), error = ?,"
                " uncertain = max(uncertain, ?) WHERE id = ?",
                (later, row.attempts, error, int(uncertain or row.uncertain), newer[0]),
            )
            answer = json.dumps({"superseded_by": newer[0]})
            connection.execute(_DONE, (answer, None, row.id, self._presence.name))

        await self._writer.run(job)

    async def park(self, row: OutboxRow, error: str) -> None:
        """It cannot work as things are: kept for people to see, and not tried again by itself."""
        values = (error, row.id, self._presence.name)
        await self._writer.run(lambda ledger: ledger.connection.execute(_PARK, values).rowcount)

    async def unpark(self, row_id: int) -> bool:
        """Try a parked row again; False when there is no such row, or its card is waiting to be told anyway."""
        statement = "UPDATE OR IGNORE outbox SET state = 'waiting', not_before = ? WHERE id = ? AND state = 'parked'"
        values = (stamp(self._now()), row_id)
        return await self._writer.run(lambda ledger: ledger.connection.execute(statement, values).rowcount) == 1

    async def recover(self) -> list[OutboxRow]:
        """What dead processes (or this one, before its deliverer was started anew) left half sent, now ours."""

        def job(ledger: Ledger) -> list[OutboxRow]:
            takers = ledger.connection.execute("SELECT DISTINCT taken_by FROM outbox WHERE state = 'sending'")
            gone = [name for (name,) in takers if name == self._presence.name or self._presence.is_gone(name)]
            ids = [
                row[0]
                for name in gone
                for row in ledger.connection.execute(
                    "SELECT id FROM outbox WHERE state = 'sending' AND taken_by = ? ORDER BY id", (name,)
                )
            ]
            for row_id in ids:
                ledger.connection.execute(_TAKE_OVER, (self._presence.name, row_id))
            return _rows(ledger.connection, sorted(ids))

        return await self._writer.run(job)

    @reads
    def depth(self) -> dict[str, int]:
        """How many rows are waiting, being sent and parked."""
        states = ("waiting", "sending", "parked")
        count = "SELECT count(*) FROM outbox WHERE state = '{}'"
        return {state: self._reader.execute(count.format(state)).fetchone()[0] for state in states}

    @reads
    def oldest(self, state: str = "waiting") -> datetime | None:
        """Since when the oldest row in this state is there."""
        (at,) = self._reader.execute("SELECT min(created_at) FROM outbox WHERE state = ?", (state,)).fetchone()
        return moment(at) if at else None

    @reads
    def next_at(self) -> datetime | None:
        """When the first waiting row may go; None when nothing waits."""
        (at,) = self._reader.execute("SELECT min(not_before) FROM outbox WHERE state = 'waiting'").fetchone()
        return moment(at) if at else None

    @reads
    def rows(self, state: str | None = None, crisis_id: str | None = None) -> list[OutboxRow]:
        """Rows as they stand, oldest first, for people to look at."""
        found = self._reader.execute(
            "SELECT id FROM outbox WHERE (:state IS NULL OR state = :state)"
            " AND (:crisis IS NULL OR crisis_id = :crisis) ORDER BY id",
            {"state": state, "crisis": crisis_id},
        )
        return _rows(self._reader, [row[0] for row in found])

    @reads
    def _is_ready(self, arguments: Mapping[str, object]) -> bool:
        return self._reader.execute(_READY, arguments).fetchone() is not None


def _rows(connection: sqlite3.Connection, ids: Sequence[int]) -> list[OutboxRow]:
    return [
        _row(connection.execute(f"SELECT {_COLUMNS} FROM outbox WHERE id = ?", (row_id,)).fetchone())  # noqa: S608 - fixed names
        for row_id in ids
    ]


def _row(row: tuple[Any, ...]) -> OutboxRow:
    row_id, crisis_id, kind, name, to, args, attempts, uncertain, correlation, created_at, state, error = row
    return OutboxRow(
        row_id,
        crisis_id,
        kind,
        name,
        to,
        json.loads(args),
        attempts,
        bool(uncertain),
        correlation,
        moment(created_at),
        state,
        error,
    )

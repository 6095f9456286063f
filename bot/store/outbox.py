"""What Slack must be told, as it is taken one by one, each exactly once. How it gets there is in `owing`.

Which may go when is said in `turns`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.domain.effects import Effect
from bot.store import owing, upkeep
from bot.store.errors import reads
from bot.store.times import moment, stamp
from bot.store.turns import DUE_SINCE, READY, moments

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


_COLUMNS = 'id, crisis_id, kind, name, "to", args, attempts, uncertain, correlation, created_at, state, error'

_TAKE = """
UPDATE outbox SET state = 'sending', attempts = attempts + 1, taken_by = ? WHERE id = ? AND state = 'waiting'
"""
_TAKE_OVER = """
UPDATE outbox SET attempts = attempts + 1, uncertain = 1, taken_by = ? WHERE id = ? AND state = 'sending'
"""
_DONE = """
UPDATE outbox SET state = 'done', answer = ?, sent_at = ?, error = '', taken_by = NULL,
    args = CASE kind WHEN 'scrub' THEN '{}' ELSE args END
WHERE id = ? AND state = 'sending' AND taken_by = ?
"""
_RETRY = """
UPDATE outbox SET state = 'waiting', not_before = ?, error = ?, uncertain = ?, taken_by = NULL
WHERE id = ? AND state = 'sending' AND taken_by = ?
"""
_PARK = """
UPDATE outbox SET state = 'parked', error = ?, taken_by = NULL WHERE id = ? AND state = 'sending' AND taken_by = ?
"""
# A reminder that was joined by what waited stands under one crisis and speaks of several.
_POSTED = """
SELECT json_extract(answer, '$.channel'), json_extract(answer, '$.ts'), id FROM (
    SELECT id FROM outbox WHERE crisis_id = :crisis AND kind = 'notice'
    UNION SELECT outbox_id FROM spoken_of WHERE crisis_id = :crisis
) CROSS JOIN outbox USING (id)
WHERE state = 'done' AND (:names = '[]' OR name IN (SELECT value FROM json_each(:names)))
    AND json_extract(answer, '$.ts') IS NOT NULL
ORDER BY id
"""
_EXPORTED = """
SELECT json_extract(answer, '$.file'), "to" FROM outbox
WHERE crisis_id = ? AND kind = 'export' AND state = 'done' AND id < ? AND json_extract(answer, '$.file') IS NOT NULL
ORDER BY id
"""


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
        arguments = {**moments(now), "limit": limit}
        if not self._is_ready(arguments):
            return []

        def job(ledger: Ledger) -> list[OutboxRow]:
            ids = [row[0] for row in ledger.connection.execute(READY, arguments)]
            for row_id in ids:
                ledger.connection.execute(_TAKE, (self._presence.name, row_id))
            return _rows(ledger.connection, ids)

        return await self._writer.run(job)

    async def done(self, row: OutboxRow, answer: Mapping[str, Any], trouble: Effect | None = None) -> None:
        """Slack has it, and answered this. `trouble`: what somebody must be told of it, once."""
        at = stamp(self._now())
        values = (json.dumps(answer, ensure_ascii=False), at, row.id, self._presence.name)
        await self._settle(row, _DONE, values, trouble, at)

    async def retry(self, row: OutboxRow, not_before: datetime, error: str, *, uncertain: bool = False) -> None:
        """It did not work, and is tried again later. `uncertain`: the try may have reached Slack all the same.

        A card that went stale again meanwhile is told once, by the newer row, which then waits as long.
        """

        def job(ledger: Ledger) -> None:
            connection, later = ledger.connection, stamp(not_before)
            newer = owing.newer_card(connection, row.crisis_id, row.kind)
            if newer is None:
                doubt = int(uncertain or row.uncertain)
                connection.execute(_RETRY, (later, error, doubt, row.id, self._presence.name))
                return
            connection.execute(
                "UPDATE outbox SET not_before = max(not_before, ?), attempts = max(attempts, ?), error = ?,"
                " uncertain = max(uncertain, ?) WHERE id = ?",
                (later, row.attempts, error, int(uncertain or row.uncertain), newer),
            )
            answer = json.dumps({"superseded_by": newer})
            connection.execute(_DONE, (answer, None, row.id, self._presence.name))

        await self._writer.run(job)

    async def park(self, row: OutboxRow, error: str, trouble: Effect | None = None) -> None:
        """It cannot work as things are: kept for people to see, and not tried again by itself.

        `trouble` is the notice that says so; the same notice of a crisis goes out once.
        """
        await self._settle(row, _PARK, (error, row.id, self._presence.name), trouble, stamp(self._now()))

    async def _settle(
        self, row: OutboxRow, statement: str, values: tuple[Any, ...], trouble: Effect | None, at: str
    ) -> None:
        def job(ledger: Ledger) -> None:
            settled = ledger.connection.execute(statement, values).rowcount
            if not settled or trouble is None:
                return
            if not owing.was_told(ledger.connection, row.crisis_id, trouble):
                owing.put(ledger.connection, row.crisis_id, [trouble], at, row.correlation)

        await self._writer.run(job)

    async def owe(self, crisis_id: str, effect: Effect, correlation: str) -> None:
        """Something that Slack must be told and that is no entry's doing."""
        at = stamp(self._now())
        await self._writer.run(lambda ledger: owing.put(ledger.connection, crisis_id, [effect], at, correlation))

    async def unpark(self, row_id: int) -> bool:
        """Try a parked row again; False when there is no such row."""
        now = self._now()
        return bool(await self._writer.run(lambda ledger: upkeep.unpark(ledger.connection, [row_id], now)))

    async def recover(self, *, own: bool = False) -> list[OutboxRow]:
        """What dead processes left half sent, now ours.

        `own`: also what this one did, before its deliverer was started anew.
        """
        if not own and not self._others():
            return []

        def job(ledger: Ledger) -> list[OutboxRow]:
            me = self._presence.name
            gone = [
                name for name in _takers(ledger.connection) if (own if name == me else self._presence.is_gone(name))
            ]
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
    def due_since(self, soon: datetime) -> datetime | None:
        """Since when the oldest row is there that is being sent, or may go before `soon`; extras do not count."""
        (at,) = self._reader.execute(DUE_SINCE, moments(soon)).fetchone()
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
    def parked_home(self, user: str) -> int | None:
        """The row that could not bring a person's Home tab up to date."""
        found = "SELECT id FROM outbox WHERE state = 'parked' AND kind = 'home' AND \"to\" = ?"
        row = self._reader.execute(found, (user,)).fetchone()
        return row[0] if row else None

    @reads
    def _others(self) -> bool:
        return any(name != self._presence.name for name in _takers(self._reader))

    @reads
    def posted(self, crisis_id: str, *names: str) -> dict[tuple[str, str], OutboxRow]:
        """The notices (of these names) that stand in Slack and speak of a crisis, by channel and `ts`, oldest first."""
        found = self._reader.execute(_POSTED, {"crisis": crisis_id, "names": json.dumps(names)}).fetchall()
        rows = _rows(self._reader, [row_id for _, _, row_id in found])
        return {(channel, ts): row for (channel, ts, _), row in zip(found, rows, strict=True)}

    @reads
    def exported(self, crisis_id: str, before: int = 1 << 62) -> dict[str, str]:
        """The files in which people have a copy of a crisis's logbook, by their ids, and who has it.

        `before`: a row; those that were owed later are left out.
        """
        return dict(self._reader.execute(_EXPORTED, (crisis_id, before)).fetchall())

    @reads
    def _is_ready(self, arguments: Mapping[str, object]) -> bool:
        return self._reader.execute(READY, arguments).fetchone() is not None


def _takers(connection: sqlite3.Connection) -> list[str]:
    """Who is sending something."""
    return [name for (name,) in connection.execute("SELECT DISTINCT taken_by FROM outbox WHERE state = 'sending'")]


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

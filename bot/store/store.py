"""The store as the rest of the house sees it: one writer, one reading connection, and the proof that all is well."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.domain.effects import Effect
from bot.domain.playbook import Playbook
from bot.store import derived, owing, playbooks, upkeep
from bot.store.connection import open_for_reading, open_for_writing
from bot.store.damage import Damage
from bot.store.errors import StoreError, explained
from bot.store.integrity import verify
from bot.store.ledger import Ledger
from bot.store.migrations import migrate
from bot.store.outbox import Outbox
from bot.store.playbooks import Playbooks
from bot.store.presence import announced
from bot.store.queries import Queries
from bot.store.redaction import Redaction, owes_wipe, redact, wipe
from bot.store.times import stamp
from bot.store.writer import Writer


class Store:
    """An open database. Opening makes the file and brings its tables up to date; raises StoreError."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._presence = announced(self.path)  # before the file is opened: nobody replaces it from now on
        try:
            self._writing = _up_to_date(self.path).conn
        except BaseException:
            self._presence.leave()
            raise
        self._playbooks = Playbooks()
        self._reading = open_for_reading(self.path)
        self._ledger = Ledger(self._writing, self._playbooks)
        self.writer = Writer(self._writing, self._ledger, self.path)
        self.queries = Queries(self._reading, self._playbooks, self.path)

    def start(self) -> None:
        """Bring the crises at work to mind, and let the writer's thread work for the running event loop.

        A removal of words that was broken off is brought to its end; where somebody reads, it is tried again daily.
        """
        with suppress(sqlite3.Error):
            if owes_wipe(self._writing):
                wipe(self._writing)
        for crisis, head in self.queries.states_at_work():
            self._ledger.keep(crisis, head)
        self.writer.start()

    async def stop(self) -> None:
        """Write down everything that was submitted, and close."""
        await self.writer.stop()
        self.close()

    def close(self) -> None:
        """Close the connections; a second time does nothing."""
        self._reading.close()
        self._writing.close()
        self._presence.leave()

    def outbox(self, now: Callable[[], datetime]) -> Outbox:
        """The outbox, with the clock that dates what was sent."""
        return Outbox(self.writer, self._reading, self._presence, now)

    def add_playbooks(self, books: Iterable[Playbook]) -> None:
        """Register playbooks, before the start."""
        kept = list(books)
        self.writer.run_now(lambda ledger: playbooks.add(ledger.connection, kept))

    def verify(self) -> list[Damage]:
        """Everything that is wrong with the database (see `integrity.verify`). Raises StoreError."""
        return verify(self.path)

    def unpark(self, ids: Sequence[int] | None, now: datetime) -> list[int]:
        """Let parked effects be tried again (None: all), before the start or from another process; which they were."""
        return self.writer.run_now(lambda ledger: upkeep.unpark(ledger.connection, ids, now))

    async def prune(self, now: datetime) -> int:
        """Clear away what was told long ago, and what is left of removed words; how many rows."""
        if owes_wipe(self._reading):
            await asyncio.to_thread(self._wipe)
        return await upkeep.prune(self.writer, self._reading, now)

    def redact(self, redaction: Redaction, at: datetime, then: Sequence[Effect] = ()) -> None:
        """Remove a person's words for good, before the start or from another process; `then`: what Slack is told.

        Raises ValueError.
        """
        self.writer.run_now(lambda ledger: self._redact(ledger, redaction, at, then, ""))
        try:
            wipe(self._writing)
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    async def redact_at_work(
        self, redaction: Redaction, at: datetime, then: Sequence[Effect], correlation: str
    ) -> None:
        """The same while the writer's thread works, in its turn; `then` is what Slack is told of it.

        Raises ValueError.
        """
        await self.writer.run(lambda ledger: self._redact(ledger, redaction, at, then, correlation), settled=True)
        await asyncio.to_thread(self._wipe)

    def _redact(
        self, ledger: Ledger, redaction: Redaction, at: datetime, then: Sequence[Effect], correlation: str
    ) -> None:
        redact(ledger.connection, self._playbooks, redaction, stamp(at))
        owing.put(ledger.connection, redaction.crisis_id, then, stamp(at), correlation)

    def _wipe(self) -> None:
        """On a connection of its own; the writer waits for it meanwhile."""
        try:
            database = open_for_writing(self.path)
            try:
                wipe(database.conn)
            finally:
                database.close()
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    def rebuild(self) -> int:
        """Compute every table but the journal anew from it, before the start; how many crises there are."""
        return self.writer.run_now(lambda ledger: derived.rebuild(ledger.connection, self._playbooks))


def _up_to_date(path: Path) -> Database:
    """The writing connection, to tables of the present schema."""
    database = open_for_writing(path)
    try:
        migrate(database, path)
    except Exception as error:
        database.close()
        if isinstance(error, sqlite3.Error):
            raise explained(error, path) from error
        if isinstance(error, StoreError):
            raise
        raise StoreError("corrupt", path, f"{type(error).__name__}: its journal cannot be read") from error
    return database

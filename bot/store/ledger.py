"""What a job of the writer may do: look at a crisis, and write down what happened to it."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.kernel import Recorded
from bot.domain.playbook import Playbook
from bot.domain.reminders import PERSON_GAP
from bot.store import journal, owing, projections
from bot.store.journal import GENESIS, Head
from bot.store.playbooks import Playbooks
from bot.store.projections import NOTHING, Snapshot
from bot.store.states import KEPT, States
from bot.store.times import stamp

_REQUEST = "SELECT crisis_id, first_seq, last_seq FROM requests WHERE request_id = ?"
_ASKED = "INSERT INTO requests (request_id, crisis_id, first_seq, last_seq, at) VALUES (?, ?, ?, ?, ?)"

_LATELY = "SELECT 1 FROM reminded WHERE user = ? AND at > ? AND at <= ? LIMIT 1"
_REMINDERS = """
SELECT crisis_id FROM timers INDEXED BY timers_of_people
WHERE user = ? AND user <> '' AND due_at <= ? ORDER BY due_at
"""
T = TypeVar("T")
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answered:
    """What an earlier request did: to which crisis, and its entries there."""

    crisis_id: str
    first_seq: int
    last_seq: int


class Ledger:
    """The writing side of the database, within the one transaction that is open. Lives on the writer's thread."""

    def __init__(self, connection: sqlite3.Connection, playbooks: Playbooks) -> None:
        self.connection = connection
        self._playbooks = playbooks
        self._states = States(connection, playbooks)
        self._shown: dict[str, tuple[Crisis, Snapshot]] = {}
        self._stale: dict[str, Snapshot] = {}

    def answered(self, request_id: str) -> Answered | None:
        """What this request did when it came before, if it did anything."""
        row = self.connection.execute(_REQUEST, (request_id,)).fetchone() if request_id else None
        return Answered(*row) if row else None

    def crisis(self, crisis_id: str) -> Crisis | None:
        """The newest state, this transaction's changes included."""
        found = self._states.get(crisis_id)
        return found[0] if found else None

    def keep(self, crisis: Crisis, head: Head) -> None:
        """A state that was just read elsewhere: no need to fold it again."""
        self._states.keep(crisis, head)

    def playbook(self, digest: str) -> Playbook:
        """A registered playbook. Raises LookupError."""
        return self._playbooks.get(self.connection, digest)

    def entries(self, answered: Answered) -> list[Recorded]:
        """What an earlier request wrote."""
        seqs = range(answered.first_seq, answered.last_seq + 1)
        return journal.entries(self.connection, answered.crisis_id, seqs=seqs)

    def may_remind(self, user: str, now: datetime) -> bool:
        """Whether the clock told this person nothing in the last ten minutes, in any crisis."""
        span = (user, stamp(now - PERSON_GAP), stamp(now))
        return self.connection.execute(_LATELY, span).fetchone() is None

    def reminders_of(self, user: str, until: datetime) -> list[str]:
        """The crises that have something to tell this person by then, the longest due first."""
        return [row[0] for row in self.connection.execute(_REMINDERS, (user, stamp(until)))]

    def apart(self, part: Callable[[], T]) -> T | None:
        """A part of a job in a savepoint of its own: where it fails, it alone is undone, and the log has it."""
        self.connection.execute("SAVEPOINT part")
        try:
            done = part()
        except sqlite3.Error:
            raise
        except Exception:
            logger.exception("store.part_failed")
            self.connection.execute("ROLLBACK TO part")
            done = None
        self.connection.execute("RELEASE part")
        return done

    def record(
        self,
        before: Crisis | None,
        after: Crisis,
        recorded: Sequence[Recorded],
        effects: Sequence[Effect],
        request_id: str,
        correlation: str,
    ) -> Head:
        """Journal, outbox and the request's name, together; return the journal's new end. Projections wait: `settle`.

        `correlation`: what everything that comes of it is logged under.
        """
        _, last_hash, redactions = self._states.end_of(before.id) if before else (0, GENESIS, 0)
        last_hash = journal.append(self.connection, after.id, recorded, last_hash)
        if after.id not in self._stale:
            self._stale[after.id] = self._snapshot(before)
        at = stamp(recorded[-1].at)
        owing.put(self.connection, after.id, effects, at, correlation)
        if request_id:
            span = (recorded[0].seq, recorded[-1].seq)
            self.connection.execute(_ASKED, (request_id, after.id, *span, at))
        head = (after.seq, last_hash, redactions)
        self._states.keep(after, head)
        return head

    def settle(self) -> None:
        """Bring the projections up to the journal: once for each crisis, however many entries the transaction has.

        The writer does so before each commit, and before each job that reads them.
        """
        stale, self._stale = self._stale, {}
        for crisis_id, before in stale.items():
            crisis = self.crisis(crisis_id)
            if crisis is not None:  # its beginning was not undone
                shown = projections.snapshot(crisis)
                projections.write(self.connection, crisis, before, shown)
                self._remember(crisis, shown)

    def forget(self) -> None:
        """The transaction was undone: the projections stand where they stood before it."""
        self._stale.clear()

    def _snapshot(self, crisis: Crisis | None) -> Snapshot:
        if crisis is None:
            return NOTHING
        shown = self._shown.get(crisis.id)
        return shown[1] if shown and shown[0] is crisis else projections.snapshot(crisis)

    def _remember(self, crisis: Crisis, shown: Snapshot) -> None:
        self._shown.pop(crisis.id, None)
        self._shown[crisis.id] = (crisis, shown)
        if len(self._shown) > KEPT:
            del self._shown[next(iter(self._shown))]

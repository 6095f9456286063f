"""Reading: small look-ups of single rows, some 20 µs each, that see what is committed and hold nobody up."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.domain.playbook import Playbook
from bot.domain.reminders import PERSON_GAP
from bot.store import journal
from bot.store.errors import reads
from bot.store.journal import Head
from bot.store.playbooks import Playbooks
from bot.store.states import States
from bot.store.times import moment, stamp

_OPEN = "status IN ('starting', 'open')"
_OPEN_OF = f"""
SELECT c.id FROM crises c INDEXED BY crises_open JOIN members m ON m.crisis_id = c.id AND m.user = ?
WHERE c.{_OPEN} ORDER BY c.started_at DESC LIMIT ?
"""  # noqa: S608 - fixed text
_AT_WORK = f"SELECT id FROM crises WHERE {_OPEN} ORDER BY started_at"  # noqa: S608 - fixed text
_ALL_OF = "SELECT crisis_id FROM members WHERE user = ? ORDER BY crisis_started_at DESC LIMIT ?"
_DUE = """
SELECT crisis_id FROM timers INDEXED BY timers_by_time WHERE due_at <= ? AND user = ''
GROUP BY crisis_id ORDER BY min(due_at)
"""
_LATE = "SELECT min(due_at) FROM timers INDEXED BY timers_by_time WHERE due_at <= ? AND user = '' GROUP BY crisis_id"
_PEOPLE = """
SELECT t.user, min(t.due_at), (SELECT max(r.at) FROM reminded r WHERE r.user = t.user AND r.at <= :now)
FROM timers t INDEXED BY timers_by_time WHERE t.due_at <= :now AND t.user <> '' GROUP BY t.user ORDER BY min(t.due_at)
"""

_HOW_MANY = """
SELECT value, (SELECT count(*) FROM (SELECT 1 FROM lesson_words WHERE word = value LIMIT :many + 1))
FROM json_each(:words)
"""
_LESSONS = """
SELECT l.happened, l.cause, l.change, l.crisis_id, l.number FROM (
    SELECT crisis_id, number, 1 AS rare FROM lesson_words WHERE word IN (SELECT value FROM json_each(:rare))
    UNION ALL
    SELECT crisis_id, number, 0 FROM (SELECT id FROM crises WHERE :common <> '[]' ORDER BY rowid DESC LIMIT :newest)
    CROSS JOIN lesson_words ON crisis_id = id WHERE word IN (SELECT value FROM json_each(:common))
) w
JOIN lessons l ON l.crisis_id = w.crisis_id AND l.number = w.number
WHERE w.crisis_id <> :besides
GROUP BY l.crisis_id, l.number ORDER BY sum(w.rare) DESC, count(*) DESC, l.rowid DESC LIMIT :limit
"""
MANY, NEWEST = 50, 12
"""A word that more lessons bear is a common one: it is looked for in so many newest crises only."""


@dataclass(frozen=True, slots=True)
class PastLesson:
    """A lesson of an earlier crisis, which is not named."""

    happened: str
    cause: str
    change: str
    crisis_id: str
    number: int


class Queries:
    """What can be asked on a reading connection. Not to be shared between threads."""

    def __init__(self, connection: sqlite3.Connection, playbooks: Playbooks, path: Path) -> None:
        self.path = path
        self.connection = connection
        self._playbooks = playbooks
        self._states = States(connection, playbooks)

    @reads
    def crisis(self, crisis_id: str) -> Crisis | None:
        """The newest committed state."""
        found = self._states.get(crisis_id)
        return found[0] if found else None

    def keep(self, crisis: Crisis, head: Head) -> None:
        """A state that was just committed: no need to fold it again."""
        self._states.keep(crisis, head)

    @reads
    def crisis_of_channel(self, channel_id: str) -> Crisis | None:
        """The crisis whose channel this is; the newest, should there ever be several."""
        row = self.connection.execute(
            "SELECT id FROM crises WHERE channel_id = ? ORDER BY started_at DESC LIMIT 1", (channel_id,)
        ).fetchone()
        return self.crisis(row[0]) if row else None

    @reads
    def crises_of(self, user: str, *, open_only: bool, limit: int) -> list[Crisis]:
        """A member's crises, newest first."""
        rows = self.connection.execute(_OPEN_OF if open_only else _ALL_OF, (user, limit)).fetchall()
        return [crisis for (crisis_id,) in rows if (crisis := self.crisis(crisis_id))]

    @reads
    def states_at_work(self) -> list[tuple[Crisis, Head]]:
        """The open crises, oldest first, and where their journals end."""
        rows = self.connection.execute(_AT_WORK).fetchall()
        return [found for (crisis_id,) in rows if (found := self._states.get(crisis_id))]

    @reads
    def entries(
        self, crisis_id: str, *, seqs: Sequence[int] | None, after: int, limit: int | None, newest_first: bool
    ) -> list[Recorded]:
        """Entries of the journal."""
        return journal.entries(
            self.connection, crisis_id, seqs=seqs, after=after, limit=limit, newest_first=newest_first
        )

    @reads
    def hash_of(self, crisis_id: str, seq: int) -> str:
        """The hash of an entry. Raises LookupError."""
        found = journal.hash_of(self.connection, crisis_id, seq)
        if found is None:
            raise LookupError(f"{crisis_id} has no entry {seq}")
        return found

    @reads
    def due(self, now: datetime) -> list[str]:
        """The crises that the clock must look at, the longest due first."""
        return [row[0] for row in self.connection.execute(_DUE, (stamp(now),))]

    @reads
    def due_people(self, now: datetime) -> dict[str, datetime]:
        """Who is to be told something, the longest due first, and when: ten minutes after they were told last."""
        return {
            user: max(moment(due), moment(told) + PERSON_GAP) if told else moment(due)
            for user, due, told in self.connection.execute(_PEOPLE, {"now": stamp(now)})
        }

    @reads
    def late(self, now: datetime) -> list[datetime]:
        """Since when each crisis and each person waits for the clock, the longest first."""
        crises = self.connection.execute(_LATE, (stamp(now),))
        people = [at for at in self.due_people(now).values() if at <= now]
        return sorted([moment(at) for (at,) in crises] + people)

    @reads
    def first_due(self) -> datetime | None:
        """When the first timer is due."""
        (at,) = self.connection.execute("SELECT min(due_at) FROM timers").fetchone()
        return moment(at) if at else None

    @reads
    def next_due(self, now: datetime) -> datetime | None:
        """When the clock must look next, after `now`."""
        (at,) = self.connection.execute("SELECT min(due_at) FROM timers WHERE due_at > ?", (stamp(now),)).fetchone()
        spared = [free for free in self.due_people(now).values() if free > now]
        return min([*spared, *([moment(at)] if at else [])], default=None)

    @reads
    def newest(self) -> datetime | None:
        """When the last entry of all was written."""
        (at,) = self.connection.execute("SELECT max(at) FROM journal").fetchone()
        return moment(at) if at else None

    @reads
    def lessons(self, words: Sequence[str], besides: str, limit: int) -> list[PastLesson]:
        """The shared lessons of other crises that most of these words find: rare words first, then the newest."""
        asked = {"words": json.dumps(words), "many": MANY}
        common = [word for word, times in self.connection.execute(_HOW_MANY, asked) if times > MANY]
        rare = [word for word in words if word not in common]
        asked = {
            "rare": json.dumps(rare), "common": json.dumps(common),
            "besides": besides, "limit": limit, "newest": NEWEST,
        }  # fmt: skip
        return [PastLesson(*row) for row in self.connection.execute(_LESSONS, asked)]

    @reads
    def playbook(self, digest: str) -> Playbook:
        """A registered playbook. Raises LookupError."""
        return self._playbooks.get(self.connection, digest)

"""The newest state of each crisis as one connection sees it: folded from the journal, kept while it is in use."""

from __future__ import annotations

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence

from bot.domain.crisis import Crisis
from bot.domain.engine import apply, begin
from bot.domain.events import CrisisStarted
from bot.domain.kernel import Recorded
from bot.store import journal
from bot.store.journal import Head
from bot.store.playbooks import Playbooks

KEPT = 256  # states kept in memory: far more than the crises that are at work at once


class States:
    """A cache that is asked the journal first: another process, or a rolled-back transaction, never leaves it stale.

    The hash at the journal's end names a state exactly. Not to be shared between threads.
    """

    def __init__(self, connection: sqlite3.Connection, playbooks: Playbooks, size: int = KEPT) -> None:
        self._connection = connection
        self._playbooks = playbooks
        self._size = size
        self._kept: OrderedDict[str, tuple[Head, Crisis]] = OrderedDict()

    def get(self, crisis_id: str) -> tuple[Crisis, Head] | None:
        """The state and the journal's end; None for a crisis that does not exist."""
        head = journal.head(self._connection, crisis_id)
        if head is None:
            self._kept.pop(crisis_id, None)
            return None
        kept = self._kept.get(crisis_id)
        if kept is not None and kept[0] == head:
            self._kept.move_to_end(crisis_id)
            return kept[1], head
        crisis = self._caught_up(crisis_id, kept, head)
        self.keep(crisis, head)
        return crisis, head

    def end_of(self, crisis_id: str) -> Head:
        """Where the journal ended when this state was last asked for."""
        return self._kept[crisis_id][0]

    def keep(self, crisis: Crisis, head: Head) -> None:
        """Remember a state that was just written."""
        self._kept[crisis.id] = (head, crisis)
        self._kept.move_to_end(crisis.id)
        while len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def _caught_up(self, crisis_id: str, kept: tuple[Head, Crisis] | None, head: Head) -> Crisis:
        if kept is not None and kept[0][2] == head[2] and journal.stands(self._connection, crisis_id, kept[0]):
            missed = journal.entries(self._connection, crisis_id, after=kept[0][0])
            return _folded(kept[1], missed)
        return fold(self._connection, self._playbooks, crisis_id)


def fold(connection: sqlite3.Connection, playbooks: Playbooks, crisis_id: str) -> Crisis:
    """The state of a crisis from its whole journal."""
    first, *rest = journal.entries(connection, crisis_id)
    if not isinstance(first.event, CrisisStarted):
        raise TypeError(f"the journal of {crisis_id} begins with {first.event.kind}")
    return _folded(begin(crisis_id, first, playbooks.get(connection, first.event.playbook_digest)), rest)


def _folded(crisis: Crisis, recorded: Sequence[Recorded]) -> Crisis:
    for entry in recorded:
        crisis = apply(crisis, entry)
    return crisis

"""The playbooks that crises were started with: a running crisis keeps its version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from bot.domain.playbook import Playbook

_ADD = "INSERT OR IGNORE INTO playbooks (digest, key, version, title, body) VALUES (?, ?, ?, ?, ?)"


def add(connection: sqlite3.Connection, playbooks: Iterable[Playbook]) -> None:
    """Keep these versions; those already kept stay as they are."""
    for book in playbooks:
        connection.execute(_ADD, (book.digest, book.key, book.version, book.title.en, book.model_dump_json()))


class Playbooks:
    """Playbooks by digest, read from the database once. Reading connections may share one of these."""

    def __init__(self) -> None:
        self._known: dict[str, Playbook] = {}

    def get(self, connection: sqlite3.Connection, digest: str) -> Playbook:
        """The version with this digest. Raises LookupError when it was never registered."""
        if digest not in self._known:
            row = connection.execute("SELECT body FROM playbooks WHERE digest = ?", (digest,)).fetchone()
            if row is None:
                raise LookupError(f"no playbook {digest} in the database")
            self._known[digest] = Playbook.model_validate_json(row[0])
        return self._known[digest]

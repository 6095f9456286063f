"""The playbooks that crises were started with: a running crisis keeps its version."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from bot.domain.playbook import Playbook
from bot.store import journal
from bot.store.damage import Damage, damage

_ADD = "INSERT OR IGNORE INTO playbooks (digest, key, version, title, body) VALUES (?, ?, ?, ?, ?)"
_ALL = "SELECT digest, key, version, title, body FROM playbooks"


def add(connection: sqlite3.Connection, playbooks: Iterable[Playbook]) -> None:
    """Keep these versions; those already kept stay as they are."""
    for book in playbooks:
        connection.execute(_ADD, (book.digest, book.key, book.version, book.title.en, book.model_dump_json()))


def altered(connection: sqlite3.Connection) -> Iterator[Damage]:
    """The kept versions that are no longer what they were registered as."""
    for digest, key, version, title, body in connection.execute(_ALL).fetchall():
        if journal.digest(body) != digest:
            yield damage("playbook", playbook=key)
            continue
        told = json.loads(body)
        if (told["key"], told["version"], told["title"]["en"]) != (key, version, title):
            yield damage("playbook", playbook=told["key"])


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
            self._known[digest] = _kept(digest, row[0])
        return self._known[digest]


def _kept(digest: str, body: str) -> Playbook:
    """A version under the name that crises know it by, whatever fields playbooks have gained since."""
    book = Playbook.model_validate_json(body)
    vars(book)["digest"] = digest
    return book

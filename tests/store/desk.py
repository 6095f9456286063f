"""A desk at which a crisis is worked on: a service on a database of its own, and a clock that is set by hand."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain import commands as cmd
from bot.domain.crisis import Crisis
from bot.domain.kernel import SLACK, Command
from bot.domain.playbook import Playbook
from bot.service import Outcome, Service
from bot.store.playbooks import Playbooks
from bot.store.states import fold
from bot.store.store import Store
from tests.domain.story import CAMILLE, CELL, NINE, START

_numbers = itertools.count(1)


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        """The time."""
        return self.time

    def move(self, **span: float) -> None:
        """Later by the keywords of a timedelta."""
        self.time += timedelta(**span)


class Desk:
    """Commands by name, each a request of its own unless it is said which."""

    def __init__(self, path: Path, clock: HandClock, playbook: Playbook = NINE) -> None:
        self.path = path
        self.playbook = playbook
        self.clock = clock
        self.store = Store(path)
        self.service = Service(self.store, clock)
        self.service.add_playbooks([playbook])

    async def do(self, command: type[Command], actor: str = CAMILLE, crisis: str = "c1", **fields: Any) -> Outcome:
        """Hand a command to the service."""
        fields.setdefault("request_id", f"request-{next(_numbers)}")
        return await self.service.handle(command(crisis_id=crisis, actor=actor, **fields))

    async def begin(self, crisis: str = "c1", **fields: Any) -> Outcome:
        """Start a crisis."""
        given = {"title": "Glass in a yogurt", "invited": CELL, "playbook_digest": self.playbook.digest, **fields}
        return await self.do(cmd.StartCrisis, crisis=crisis, **given)

    async def begin_with_channel(self, crisis: str = "c1") -> Outcome:
        """Start a crisis, and Slack makes its channel."""
        await self.begin(crisis)
        return await self.do(
            cmd.RecordChannel, SLACK, crisis, channel_id=f"C-{crisis}", channel_name=f"crisis-{crisis}"
        )

    async def sql(self, statement: str) -> list[Any]:
        """Run a statement on the writer's own connection, in a transaction of its own."""
        run: Callable[[Any], list[Any]] = lambda ledger: ledger.connection.execute(statement).fetchall()  # noqa: E731
        return await self.store.writer.run(run)


@asynccontextmanager
async def desk(directory: Path, clock: HandClock | None = None, playbook: Playbook = NINE) -> AsyncIterator[Desk]:
    """A desk at work, on `crisis.db` in a directory; closed at the end."""
    made = Desk(directory / "crisis.db", clock or HandClock(), playbook)
    await made.service.start()
    try:
        yield made
    finally:
        await made.service.stop()


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The database as somebody with sqlite3 at hand sees it."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        yield connection
    finally:
        connection.close()


def folded(d: Desk, crisis_id: str = "c1") -> Crisis:
    """The state from the whole journal, past every cache."""
    with opened(d.path) as connection:
        connection.row_factory = None
        return fold(connection, Playbooks(), crisis_id)


def rows(path: Path, statement: str) -> list[dict[str, Any]]:
    """What a query gives."""
    with opened(path) as connection:
        return [dict(row) for row in connection.execute(statement)]


def table(path: Path, name: str) -> list[dict[str, Any]]:
    """A whole table, in the order of its first columns."""
    return rows(path, f"SELECT * FROM {name} ORDER BY 1, 2")  # noqa: S608 - a test names its tables

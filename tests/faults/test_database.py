"""A database that cannot write, or is held, or damaged: the person hears that nothing was recorded, and what to do."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.store import connection, writer
from tests.faults.outcomes import saw
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened
from tests.slack.wire import click

NOTHING = "Rien n’a été enregistré"
WORDS = {"full": "plein", "locked": "Un autre programme", "read_only": "droits", "corrupt": "abîmé"}


@pytest.fixture
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A bot over HTTP that waits a moment, not two seconds, for a database that another program holds."""
    monkeypatch.setattr(connection, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(writer, "BUSY_SECONDS", 0.1)
    async with Stage(tmp_path) as stage:
        yield stage


class Struck:
    """A database in trouble, and its cure."""

    def __init__(self, stage: Stage, trouble: str) -> None:
        self._stage = stage
        self._trouble = trouble
        self._other: sqlite3.Connection | None = None
        self._pages = b""

    async def __aenter__(self) -> None:
        match self._trouble:
            case "locked":
                self._other = sqlite3.connect(self._stage.database, isolation_level=None)
                self._other.execute("BEGIN IMMEDIATE")
            case "full":
                pages = self._pragma("page_count")
                self._pragma(f"max_page_count = {pages}")
                await self._fill()
            case "read_only":
                self._pragma("query_only = ON")
            case "corrupt":
                self._pragma("wal_checkpoint(TRUNCATE)")
                self._pragma("cache_size = 0")
                self._pragma("shrink_memory")
                self._pages = self._stage.database.read_bytes()
                self._stage.database.write_bytes(self._pages[:4096] + b"\xff" * (len(self._pages) - 4096))

    async def __aexit__(self, *_: object) -> None:
        match self._trouble:
            case "locked":
                assert self._other is not None
                self._other.execute("ROLLBACK")
                self._other.close()
            case "full":
                self._pragma("max_page_count = 1000000")
            case "read_only":
                self._pragma("query_only = OFF")
            case "corrupt":
                self._stage.database.write_bytes(self._pages)

    def _pragma(self, text: str) -> Any:
        """On the connection that writes, while it rests."""
        assert self._stage.bot is not None
        writer = self._stage.bot.service.store.writer
        found = writer._connection.execute(f"PRAGMA {text}").fetchall()  # noqa: SLF001 - what a disk would do to it
        return found[0][0] if found else None

    async def _fill(self) -> None:
        """The pages that are left are filled with notes."""
        camille = self._stage.person("Camille")
        for _ in range(200):
            if NOTHING in await camille.command(self._stage.channel.id, "/crise note " + "x" * 2000):
                return
        raise AssertionError("the disk does not get full")


@pytest.mark.parametrize("trouble", WORDS)
async def test_nothing_was_recorded_is_said_with_the_reason_and_the_next_step(stage: Stage, trouble: str) -> None:
    """A command, a click and a form are answered so, the form keeps what was typed, and all works once it is cured."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise décider Retirer le lot 42")
    form = await camille.modal("decide")
    crisis = stage.crisis.id
    async with Struck(stage, trouble):
        before = None if trouble == "corrupt" else stage.rows("SELECT max(seq) FROM journal")
        told = await camille.command(channel.id, "/crise note Le lot 42")
        assert NOTHING in told
        assert WORDS[trouble] in told
        await click(stage, camille.id, "item.take", c=crisis, i="1.1")
        await until(lambda: [m for m in stage.direct(camille) if NOTHING in texts_of(m)], what="word of the click")
        page = stage.sandbox.watch(camille.id)
        await camille.submit()
        said = [page.queue.get_nowait() for _ in range(page.queue.qsize())]
        assert any(NOTHING in str(each) for each in said if each and each["type"] == "view_errors")
        assert camille.stack[-1].json["id"] == form["id"]
        assert stage.bot is not None
        assert stage.bot.alive
        if before is not None:
            assert stage.rows("SELECT max(seq) FROM journal") == before
    if trouble != "corrupt":
        await camille.submit()
        await stage.settled()
        assert len([m for m in stage.posted() if "lot 42" in texts_of(m) and m not in stage.boards()]) == 1
        assert stage.bot.service.store.verify() == []
    saw("Database", trouble, "nothing recorded, and said so; the form keeps its words")


async def test_a_delivery_that_cannot_be_written_down_is_not_made_twice(stage: Stage) -> None:
    """Slack has the message and the database is held: once it is free again, the message is found and not repeated."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise décider Retirer le lot 42")
    await camille.modal("decide")
    struck = Struck(stage, "locked")
    posted = asyncio.Event()

    async def hold(method: str, phase: str, _: int) -> None:
        if method == "chat.postMessage" and phase == "after" and not posted.is_set():
            await struck.__aenter__()
            posted.set()

    stage.sandbox.on_call = hold
    await camille.submit()
    await asyncio.wait_for(posted.wait(), 10)
    await asyncio.sleep(0.3)
    await struck.__aexit__()
    await stage.settled()
    assert len([m for m in stage.posted() if "lot 42" in texts_of(m) and m not in stage.boards()]) == 1
    await until(lambda: stage.bot is not None and stage.bot.ready, what="readiness")
    saw("Database", "locked between Slack's answer and its record", "found in the history, not repeated")

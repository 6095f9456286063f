"""The minute hand: boards stay true though nothing happens, also after a failure."""

from __future__ import annotations

import sqlite3

import pytest

from tests.scenarios.stage import Stage, until
from tests.slack.test_start import opened


async def test_it_outlives_a_database_that_fails(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """A database that cannot be read for a while does not stop the boards for ever."""
    await opened(stage)
    assert stage.bot is not None
    queries = stage.bot.service.store.queries
    sound, queries.connection = queries.connection, sqlite3.connect(":memory:")
    stage.bot.wake()
    await until(lambda: "boards.not_refreshed" in caplog.messages, what="the complaint")
    queries.connection.close()
    queries.connection = sound
    before = len(stage.calls("chat.update"))
    stage.sandbox.move_clock(120)
    await until(lambda: len(stage.calls("chat.update")) > before, what="the board of two minutes later")

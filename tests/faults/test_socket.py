"""Socket Mode: connections are refreshed, refused, broken, or silently dead; each time another one takes over."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.app import Bot, TokenRefused
from bot.sandbox import FaultSpec
from bot.slack import client, socket
from tests.faults.outcomes import REFUSED, saw
from tests.scenarios.stage import Stage, until

OPEN = "apps.connections.open"
ERRORS = json.loads((Path(__file__).parent / "errors.json").read_text(encoding="utf-8"))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signs of life are asked for often, and a Slack that is away is tried again soon."""
    monkeypatch.setattr(socket, "HEARTBEAT", 0.2)
    monkeypatch.setattr(socket, "AGAIN", 0.02)
    monkeypatch.setattr(client, "RETRY_AFTER", 0.02)
    monkeypatch.setattr(client, "AWAY_PAUSE", 0.02)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot in Socket Mode."""
    async with Stage(tmp_path, mode="socket", language="en") as stage:
        yield stage


def bot(stage: Stage) -> Bot:
    """The bot that runs."""
    assert stage.bot is not None
    return stage.bot


async def works(stage: Stage) -> None:
    """A command is answered, and the bot says that it is ready."""
    await until(lambda: bot(stage).ready, what="the connection")
    assert "/crise" in await stage.person("Camille").command("#general", "/crisis help")


async def test_a_silently_dead_connection_is_noticed_and_replaced(stage: Stage) -> None:
    """TCP is open and nothing comes back: within one and a half heartbeats there is another one."""
    before = len(stage.calls(OPEN))
    began = asyncio.get_running_loop().time()
    stage.sandbox.sockets.silence(stage.app)
    await until(lambda: len(stage.calls(OPEN)) > before, what="another connection")
    assert asyncio.get_running_loop().time() - began < 10 * socket.HEARTBEAT
    await works(stage)
    saw("Socket Mode", "silent: TCP open, no pong", "replaced within 15 s")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_a_refreshed_connection_is_replaced(stage: Stage, reason: str) -> None:
    """Slack says that it will end a connection: another one stands."""
    before = len(stage.calls(OPEN))
    await stage.sandbox.sockets.disconnect(stage.app, reason)
    await until(lambda: len(stage.calls(OPEN)) > before, what="another connection")
    await works(stage)
    saw("Socket Mode", f"disconnect: {reason}", "replaced")


async def test_what_came_before_a_refresh_is_acknowledged_where_it_came(stage: Stage) -> None:
    """A command under way during the change of connections gets its answer."""
    stage.sandbox.faults.add(FaultSpec("users.info", "delay", seconds=0.4))
    typed = asyncio.create_task(stage.person("Camille").command("#general", "/crisis help"))
    await until(lambda: stage.calls("users.info"), what="the command")
    await stage.sandbox.sockets.disconnect(stage.app, "refresh_requested")
    assert "/crise" in await typed
    saw("Socket Mode", "refreshed while a command is under way", "acknowledged where it came")


async def test_an_address_is_used_once(stage: Stage) -> None:
    """A connection that is refused is tried again with a new address, for the old one is void."""
    stage.sandbox.sockets.refusals = 3
    before = len(stage.calls(OPEN))
    await stage.sandbox.sockets.disconnect(stage.app, "link_disabled")
    await until(lambda: len(stage.calls(OPEN)) == before + 4, what="the fourth address")
    await works(stage)
    saw("Socket Mode", "the WebSocket is refused three times", "a new address each time")


TROUBLES: dict[str, dict[str, Any]] = {
    "429, 0.5": {"kind": "rate_limited", "retry_after": "0.05"},
    "429, none": {"kind": "rate_limited", "retry_after": None},
    "500": {"kind": "server_error"},
    "500 three times": {"kind": "server_error", "times": 3},
    "dropped before": {"kind": "drop_before"},
    "dropped after": {"kind": "drop_after"},
}


async def test_no_answer_of_slacks_keeps_the_bot_away(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a running bot hears when it asks for a connection, it asks again, and is not ready meanwhile.

    A bad moment of Slack's is no error of the bot's: nobody is woken for it.
    """
    for name, order in TROUBLES.items():
        await _struck(stage, **order)
        saw(f"`{OPEN}`", name, "again, once")
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
    for error in dict.fromkeys(ERRORS["every method"] + ERRORS[OPEN]):
        await _struck(stage, kind="error", error=error)
        REFUSED[OPEN]["again, once"] += 1
    assert bot(stage).ready
    await works(stage)


async def _struck(stage: Stage, **order: Any) -> None:
    stage.sandbox.faults.add(FaultSpec(OPEN, **order))
    await stage.sandbox.sockets.disconnect(stage.app, "link_disabled")
    await until(lambda: not bot(stage).ready, what="its word that it is not ready")
    await until(lambda: bot(stage).ready, what="another connection")


async def test_a_token_that_slack_refuses_at_the_start_is_said_and_a_bad_moment_is_not_taken_for_it(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """500 is waited out; invalid_auth ends the program with its cure."""
    monkeypatch.setattr("bot.app.AGAIN", 0.02)
    await stage.end_bot()
    stage.sandbox.faults.add(FaultSpec(OPEN, "server_error", times=2))
    stage.sandbox.faults.add(FaultSpec(OPEN, "rate_limited", retry_after="0.05"))
    await stage.raise_bot()
    await works(stage)
    await stage.end_bot()
    stage.sandbox.faults.add(FaultSpec(OPEN, "error", error="invalid_auth"))
    with pytest.raises(TokenRefused) as refused:
        await stage.raise_bot()
    assert refused.value.setting == "SLACK_APP_TOKEN"

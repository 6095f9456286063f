"""The bot's program is killed around every Slack call between `/crisis start` and the finished channel."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Literal

import pytest

from tests.scenarios.stage import Stage, texts_of, until

CALLS = (
    "users.info",
    "conversations.create",
    "conversations.invite",
    "chat.postMessage",
    "pins.add",
    "conversations.setTopic",
    "bookmarks.add",
)


@pytest.mark.parametrize("phase", ["before", "after"])
@pytest.mark.parametrize("method", CALLS)
async def test_killed_anywhere_a_start_is_completed_once(
    tmp_path: Path, method: str, phase: Literal["before", "after"]
) -> None:
    """After the restart there is one channel with one pinned board, a topic, a bookmark, and everybody in it."""
    async with Stage(tmp_path, process=True) as stage:
        killed = asyncio.Event()

        async def strike(called: str, when: str, _: int) -> None:
            if called == method and when == phase and not killed.is_set():
                killed.set()
                await stage.kill()

        stage.sandbox.on_call = strike
        camille = stage.person("Camille")
        typed = asyncio.create_task(
            camille.do("command", channel=stage.channel_id("general"), text="/crise démarrer Du verre @alex.martin")
        )
        await asyncio.wait_for(killed.wait(), 10)
        await typed
        stage.sandbox.on_call = None
        await stage.raise_bot()
        if stage.rows("SELECT count(*) FROM crises") == [(0,)]:  # never acknowledged: she types it again
            assert method == "users.info"
            await camille.command("#general", "/crise démarrer Du verre @alex.martin")
        await until(stage.crisis_channels, what="the channel")
        marked = "SELECT count(*) FROM outbox WHERE kind = 'bookmark' AND state = 'done'"
        await until(lambda: stage.rows(marked) == [(1,)], what="the bookmark")
        await stage.settled()
        channel = stage.channel
        assert channel.kind == "private"
        assert {"U01", "U02"} <= set(channel.members)
        (board,) = stage.boards()
        assert channel.pins == [board["ts"]] or list(channel.pins) == [board["ts"]]
        assert len(channel.bookmarks) == 1
        assert "Du verre" in str(channel.topic)
        assert len(stage.posted()) == 1
        alex = stage.person("Alex")
        assert len([m for m in stage.direct(alex) if "Où nous en sommes" in texts_of(m)]) == 1
        assert stage.rows("SELECT count(*) FROM crises") == [(1,)]

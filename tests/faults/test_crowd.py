"""Thirty people who click for a minute, all at once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import aiohttp

from bot.domain import commands as cmd
from bot.domain.kernel import SLACK
from bot.slack.screens import board
from tests.faults.outcomes import saw
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened
from tests.slack.wire import action, signed
from tests.waiting import Json

PEOPLE = [f"U1{number:02}" for number in range(30)]
ROUNDS = 12
"""One click a person every five seconds."""
CALLS = 50
"""What Slack allows of chat.update in a minute, for the whole workspace."""


async def test_thirty_people_who_click_for_a_minute_are_each_answered_and_each_counted(tmp_path: Path) -> None:
    """Every click is acknowledged, each item has one hand that did it, and the board shows the end of it.

    How soon is measured by the benchmarks.
    """
    chance = random.Random(30)
    async with Stage(tmp_path) as stage, aiohttp.ClientSession() as session:
        channel = await opened(stage)
        assert stage.bot is not None
        service, crisis = stage.bot.service, stage.crisis
        for person in PEOPLE:
            about = {"crisis_id": crisis.id, "actor": SLACK, "request_id": f"join:{person}"}
            await service.handle(cmd.RecordJoin(**about, user=person))
        for number in range(20):
            asked: Json = {"crisis_id": crisis.id, "actor": "U01", "request_id": f"add:{number}"}
            await service.handle(cmd.AddItem(**asked, text=f"Thing {number}"))
        await stage.settled()
        url = f"http://127.0.0.1:{stage.settings.port}/slack/events"

        async def click(person: str) -> None:
            item = f"own.{chance.randint(1, 20)}"
            verb = chance.choice(["item.done", "item.take", "item.reopen", "item.done"])
            body = action(person, channel.id, verb, c=crisis.id, i=item, s=stage.crisis.seq)
            async with session.post(url, data=body, headers=signed(body)) as response:
                assert response.status == 200
                await response.read()

        for _ in range(ROUNDS):
            before = len(stage.calls("chat.update"))
            await asyncio.gather(*(click(person) for person in PEOPLE))
            stage.sandbox.clock.advance(60 / ROUNDS)
            assert len(stage.calls("chat.update")) - before <= CALLS / ROUNDS
        await stage.settled()
        assert service.store.verify() == []
        done = Counter(
            item
            for (item,) in stage.rows("SELECT json_extract(content, '$.item') FROM journal WHERE kind = 'ItemDone'")
        )
        again = Counter(
            item
            for (item,) in stage.rows("SELECT json_extract(content, '$.item') FROM journal WHERE kind = 'ItemReopened'")
        )
        assert all(0 <= count - again[item] <= 1 for item, count in done.items())

        def current() -> bool:
            assert stage.bot is not None
            stage.bot.wake()  # should a minute have passed meanwhile
            (standing,) = stage.boards()
            shown = board.render(stage.crisis, service.now())
            return texts_of({"text": "", "blocks": shown.blocks}) == texts_of(
                {"text": "", "blocks": standing["blocks"]}
            )

        stage.sandbox.clock.advance(60)  # a limit of Slack's, if any was met, is over
        await until(current, what="the newest board")
    saw("Crowd", f"30 people, {len(PEOPLE) * ROUNDS} clicks in a simulated minute", "each answered, each counted once")

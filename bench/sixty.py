"""Sixty ticks in ten seconds by six people, under the sandbox's real rate limits."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from bench import wire
from bench.running import running
from bench.server import PEOPLE, TOKEN
from bench.table import table
from bot.manifest import manifest
from bot.sandbox import AppConfig, Sandbox

TICKS, SECONDS, CLICKERS = 60, 10.0, 6


async def measure(folder: Path) -> AsyncIterator[str]:
    """What it costs in calls, and how soon the last state is seen."""
    sandbox = Sandbox(rate_limits=1.0)
    tokens = {"bot_token": TOKEN, "app_token": "xapp-bench-1", "signing_secret": wire.SECRET}
    app = AppConfig.from_manifest(manifest(socket_mode=False), **tokens)
    sandbox.install(replace(app, request_url=None))  # what people do is sent by hand
    await sandbox.start()
    try:
        async with running(folder / "sixty.db", f"{sandbox.url}/api/") as server:
            (crisis,) = await server.ask("crises", how_many=1, items=TICKS)
            await server.ask("settle")
            await asyncio.sleep(8)  # the budget of updates fills up
            before, began = len(list(sandbox.calls)), time.perf_counter()

            async def ticks(who: int) -> None:
                connection = await wire.Connection.to(server.port)
                for turn in range(TICKS // CLICKERS):
                    due = began + (turn + who / CLICKERS) * SECONDS * CLICKERS / TICKS
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    item = crisis["items"][turn * CLICKERS + who]
                    body = wire.click(PEOPLE[who], crisis["channel"], "item.done", c=crisis["id"], i=item)
                    await connection.send(wire.request("/slack/events", body))
                connection.close()

            await asyncio.gather(*map(ticks, range(CLICKERS)))
            last = sandbox.clock.now()
            await server.ask("settle")
            calls = list(sandbox.calls)[before:]
    finally:
        await sandbox.stop()
    methods = Counter(call.method for call in calls)
    outcomes = Counter(call.outcome for call in calls)
    seen = max(call.time for call in calls if call.method == "chat.update") - last
    yield table(
        ["ticks", "chat.update (at most 12)", "other calls", "outcomes", "last state seen after (at most 2 s)"],
        [
            [
                TICKS,
                methods["chat.update"],
                sum(methods.values()) - methods["chat.update"],
                ", ".join(f"{outcome} {count}" for outcome, count in outcomes.items()),
                f"{max(0.0, seen):.2f} s",
            ]
        ],
    )

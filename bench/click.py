"""From a click to the card's update arriving at Slack, while nothing else happens."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

from bench import wire
from bench.nearslack import NearSlack
from bench.running import running
from bench.server import PEOPLE
from bench.table import percentile, table

CRISES, ITEMS = 4, 3
PAUSE = 2.5
"""Seconds between two clicks: an idle team's, so that the pace of updates (one in 1.3 s, and the boards' own minute
spends of it too) is not what is measured."""
PATHS = {"the bot": "/slack/events", "nothing but `ack()` and `chat.update`": "/echo"}


async def measure(folder: Path) -> AsyncIterator[str]:
    """With a Slack that answers at once, and with one that takes 150 ms; the bot and a trivial handler in turns."""
    rows = []
    for delay in (0.0, 0.15):
        for name, times in (await _times(folder / f"click-{delay}.db", delay)).items():
            figures = [f"{percentile(times, part):.1f} ms" for part in (50, 90)]
            rows.append([f"{delay * 1000:.0f} ms", name, len(times), *figures, f"{max(times):.1f} ms"])
    yield table(["Slack answers after", "what the click does", "clicks", "p50", "p90", "worst"], rows)


async def _times(database: Path, delay: float) -> dict[str, list[float]]:
    async with (
        NearSlack().opened() as slack,
        running(database, f"http://127.0.0.1:{slack.port}/api/") as server,
    ):
        crises = await server.ask("crises", how_many=CRISES, items=ITEMS)
        await server.ask("settle")
        await asyncio.sleep(6)  # the budget of updates fills up
        slack.delay = delay
        connection = await wire.Connection.to(server.port)
        times = dict[str, list[float]]({name: [] for name in PATHS})
        for number in range(CRISES * ITEMS):
            crisis = crises[number % CRISES]
            body = wire.click(
                PEOPLE[0], crisis["channel"], "item.done", c=crisis["id"], i=crisis["items"][number // CRISES]
            )
            for name, path in PATHS.items():
                times[name].append(await _once(connection, slack, wire.request(path, body)))
                await asyncio.sleep(PAUSE / len(PATHS))
        connection.close()
    return times


async def _once(connection: wire.Connection, slack: NearSlack, request: bytes) -> float:
    """Milliseconds until the update has arrived."""
    slack.seen.clear()
    began = time.perf_counter()
    await connection.send(request)
    while not (arrived := [at for at, method, _ in slack.seen if method == "chat.update"]):  # noqa: ASYNC110 - a bell would ring late
        await asyncio.sleep(0.001)
    return (arrived[0] - began) * 1000

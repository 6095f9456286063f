"""What past crises, and a long one, cost those who are at work now."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import wire
from bench.nearslack import NearSlack
from bench.past import PEOPLE, fill
from bench.running import Running, running
from bench.table import percentile, ratio, table

ITEMS = 20
Times = dict[str, list[float]]


@dataclass
class Scene:
    """A crisis on a server, and how long each thing took there, in milliseconds."""

    server: Running
    crisis: dict[str, Any]
    times: Times = field(default_factory=lambda: defaultdict(list))

    async def turn(self) -> None:
        """Everything once more."""
        ticks = [
            self._click(PEOPLE[n % len(PEOPLE)], "item.done", i=item) for n, item in enumerate(self.crisis["items"])
        ]
        await self._timed("tick", ticks)
        await self.server.ask("reopen")
        for name, words in (("note", "note Something new"), ("list", "list"), ("summary", "summary"), ("log", "log")):
            await self._timed(name, [self._command(words) for _ in range(5)])
        await self._timed("Home", [wire.home(PEOPLE[0]) for _ in range(5)])
        self.times["lessons"].append(await self.server.ask("lessons", crisis=self.crisis["id"]))

    def _click(self, user: str, verb: str, **ids: object) -> str:
        return wire.click(user, self.crisis["channel"], verb, c=self.crisis["id"], **ids)

    def _command(self, words: str) -> str:
        return wire.command(PEOPLE[0], self.crisis["channel"], words)

    async def _timed(self, name: str, bodies: list[str]) -> None:
        times, _ = await wire.fire(self.server.port, [wire.request("/slack/events", body) for body in bodies], 1)
        self.times[name] += times


async def measure_history(folder: Path, sizes: tuple[int, ...], rounds: int) -> AsyncIterator[str]:
    """The same work beside more and more past crises; and what a start costs."""
    async with NearSlack().opened() as slack, AsyncExitStack() as stack:
        scenes, starts = list[Scene](), list[list[object]]()
        for size in sizes:
            database = folder / f"past-{size}.db"
            began = time.perf_counter()
            entries = await asyncio.to_thread(fill, database, size)
            filled = time.perf_counter() - began
            server = await stack.enter_async_context(running(database, f"http://127.0.0.1:{slack.port}/api/"))
            megabytes = database.stat().st_size / 1e6
            starts.append(
                [
                    f"{size:,}",
                    f"{entries:,}",
                    f"{megabytes:.0f} MB",
                    f"{filled:.0f} s",
                    f"{server.seconds:.2f} s",
                    f"{server.mb:.0f} MB",
                ]
            )
            (crisis,) = await server.ask("crises", how_many=1, items=ITEMS)
            scenes.append(Scene(server, crisis))
        await _rounds(scenes, rounds)
        heads = ["past crises", "entries", "database", "generated in", "start-up", "memory after start"]
        yield table(heads, starts)
        yield _compared("", scenes, [f"{size:,}" for size in sizes])


async def measure_length(folder: Path, lengths: tuple[int, int], rounds: int) -> AsyncIterator[str]:
    """The same work in a short crisis and in a long one, side by side on one server."""
    async with (
        NearSlack().opened() as slack,
        running(folder / "long.db", f"http://127.0.0.1:{slack.port}/api/") as server,
    ):
        crises = await server.ask("crises", how_many=len(lengths), items=ITEMS)
        for crisis, length in zip(crises, lengths, strict=True):
            await server.ask("entries", crisis=crisis["id"], how_many=max(0, length - ITEMS - 5))
        scenes = [Scene(server, crisis) for crisis in crises]
        await _rounds(scenes, rounds)
    yield _compared("", scenes, [f"{length:,} entries" for length in lengths])


async def _rounds(scenes: list[Scene], rounds: int) -> None:
    """In turns; what the first turn takes is forgotten."""
    for number in range(rounds + 1):
        for scene in scenes if number % 2 else scenes[::-1]:
            await scene.turn()
            if not number:
                scene.times.clear()


def _compared(_: str, scenes: list[Scene], names: list[str]) -> str:
    def row(what: str, of: Callable[[list[float]], float]) -> list[str]:
        first = of(scenes[0].times[what])
        figures = [f"{of(scene.times[what]):.2f} ms" for scene in scenes]
        return [*figures, *(ratio(of(scene.times[what]), first) for scene in scenes[1:])]

    rows = [[what, *row(what, lambda times: percentile(times, 50))] for what in scenes[0].times]
    return table(["p50 of", *names, *(f"{name} ÷ {names[0]}" for name in names[1:])], rows)

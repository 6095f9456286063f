"""How much longer an acknowledgement takes because what it acknowledges is on disk."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import wire
from bench.nearslack import NearSlack
from bench.running import Running, running
from bench.server import PEOPLE
from bench.table import percentile, ratio, table

PATHS = {"bot": "/slack/events", "bare": "/bare", "lean": "/lean", "stock": "/stock"}
CRISES, ITEMS = 4, 30
TARGETS = {"p50": 1.3, "p99": 2.0, "rate": 0.75}


@dataclass
class Figures:
    """All answers of one handler at one concurrency."""

    times: list[float] = field(default_factory=list)
    rounds: list[list[float]] = field(default_factory=list)
    seconds: float = 0.0
    cpu: float = 0.0

    def add(self, times: list[float], seconds: float, cpu: float) -> None:
        """One more round; `cpu`: seconds of it that the server computed."""
        self.times += times
        self.rounds.append(times)
        self.seconds += seconds
        self.cpu += cpu

    @property
    def work(self) -> float:
        """Microseconds that the server computes for one answer."""
        return self.cpu / len(self.times) * 1e6

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


async def measure(folder: Path, rounds: int, *, profile: str = "") -> AsyncIterator[str]:
    """The tables of acks, at a quick Slack and at a slow one."""
    async with NearSlack().opened() as slack:
        more = ("--profile", profile) if profile else ()
        async with running(folder / "acks.db", f"http://127.0.0.1:{slack.port}/api/", *more) as server:
            crises = await server.ask("crises", how_many=CRISES, items=ITEMS)
            quick = {at_once: await _compared(server, crises, at_once, rounds) for at_once in (1, 8, 32)}
            slack.delay = 0.15
            slow = {at_once: await _compared(server, crises, at_once, max(2, rounds // 3)) for at_once in (1, 8, 32)}
            slack.delay = 0.0
    yield _table(quick)
    yield _slow(quick, slow)


async def _compared(server: Running, crises: list[dict[str, Any]], at_once: int, rounds: int) -> dict[str, Figures]:
    """All three in turns, in another order each time, so that noise hits them alike."""
    found: dict[str, Figures] = defaultdict(Figures)
    names = list(PATHS)
    for turn in range(rounds + 1):
        random.Random(turn).shuffle(names)  # noqa: S311 - an order, no secret
        for name in names:
            sent = [wire.request(PATHS[name], body) for body in _clicks(crises, turn)]
            before = await server.ask("cpu")
            times, seconds = await wire.fire(server.port, sent, at_once)
            if turn:  # the first round is for warming up
                found[name].add(times, seconds, await server.ask("cpu") - before)
            if name == "bot":
                await server.ask("reopen")
    return found


def _clicks(crises: list[dict[str, Any]], turn: int) -> list[str]:
    """Everybody ticks items, each once."""
    order = [(crisis, item) for crisis in crises for item in crisis["items"]]
    random.Random(turn).shuffle(order)  # noqa: S311 - an order, no secret
    return [
        wire.click(PEOPLE[number % len(PEOPLE)], crisis["channel"], "item.done", c=crisis["id"], i=item)
        for number, (crisis, item) in enumerate(order)
    ]


def _table(found: dict[int, dict[str, Figures]]) -> str:
    rows = []
    for at_once, of in found.items():
        for name in PATHS:
            figures, base = of[name], of["lean"]
            own = of["stock"]
            rows.append(
                [
                    at_once,
                    name,
                    *(f"{percentile(figures.times, part):.2f} ms" for part in (50, 99)),
                    f"{figures.rate:.0f}/s",
                    f"{figures.work:.0f} µs",
                    *(" / ".join(_ratios(figures, other)) if name == "bot" else "" for other in (base, own)),
                ]
            )
    heads = ["at once", "handler", "p50", "p99", "rate", "CPU", "bot ÷ lean: p50 / p99 / rate", "bot ÷ stock"]
    return table(heads, rows)


def _ratios(one: Figures, other: Figures) -> list[str]:
    pairs = zip(one.rounds, other.rounds, strict=True)
    middle = statistics.median(percentile(a, 50) / percentile(b, 50) for a, b in pairs)
    return [
        ratio(middle, 1),
        ratio(percentile(one.times, 99), percentile(other.times, 99)),
        ratio(one.rate, other.rate),
    ]


def _slow(quick: dict[int, dict[str, Figures]], slow: dict[int, dict[str, Figures]]) -> str:
    rows = []
    for at_once in quick:
        pairs = [(of[at_once]["bot"], of[at_once]["lean"]) for of in (quick, slow)]
        p50s = [percentile(bot.times, 50) / percentile(base.times, 50) for bot, base in pairs]
        p99s = [percentile(bot.times, 99) / percentile(base.times, 99) for bot, base in pairs]
        rows.append([at_once, *(f"{p:.2f}×" for p in (*p50s, *p99s))])
    return table(
        ["at once", "p50, Slack at once", "p50, Slack 150 ms", "p99, Slack at once", "p99, Slack 150 ms"], rows
    )

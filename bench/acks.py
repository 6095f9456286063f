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

PATHS = {"bot": "/slack/events", "slow": "/slack/events", "bare": "/bare", "lean": "/lean", "stock": "/stock"}
NAMES = {
    "bot": "the bot",
    "slow": "the bot, Slack takes 150 ms",
    "bare": "three bare inserts",
    "lean": "nothing but `ack()`",
    "stock": "the same, stock `AsyncApp`",
}
CRISES, ITEMS = 4, 30


@dataclass(frozen=True)
class Round:
    """The milliseconds of each answer, the seconds that all took, and how many of those the server computed."""

    times: list[float]
    seconds: float
    cpu: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.times) / self.seconds


@dataclass
class Figures:
    """All answers of one handler at one concurrency."""

    rounds: list[Round] = field(default_factory=list)

    @property
    def times(self) -> list[float]:
        """The milliseconds of every answer."""
        return [time for each in self.rounds for time in each.times]

    @property
    def rate(self) -> float:
        """Answers a second, in the middle round."""
        return statistics.median(each.rate for each in self.rounds)

    @property
    def work(self) -> float:
        """Microseconds that the server computes for one answer, in the middle round."""
        return statistics.median(each.cpu / len(each.times) for each in self.rounds) * 1e6


async def measure(folder: Path, rounds: int, *, profile: str = "") -> AsyncIterator[str]:
    """The acks of all handlers at three concurrencies, and the bot's against each of the others'."""
    async with NearSlack().opened() as slack:
        more = ("--profile", profile) if profile else ()
        async with running(folder / "acks.db", f"http://127.0.0.1:{slack.port}/api/", *more) as server:
            crises = await server.ask("crises", how_many=CRISES, items=ITEMS)
            found = {at_once: await _compared(server, slack, crises, at_once, rounds) for at_once in (1, 8, 32)}
    yield _figures(found)
    yield _against(found)


async def _compared(
    server: Running, slack: NearSlack, crises: list[dict[str, Any]], at_once: int, rounds: int
) -> dict[str, Figures]:
    """All in turns, in another order each time, so that noise hits them alike."""
    found: dict[str, Figures] = defaultdict(Figures)
    names = list(PATHS)
    for turn in range(rounds + 1):
        random.Random(turn).shuffle(names)  # noqa: S311 - an order, no secret
        for name in names:
            slack.delay = 0.15 if name == "slow" else 0.0
            sent = [wire.request(PATHS[name], body) for body in _clicks(crises, turn)]
            before = await server.ask("cpu")
            times, seconds = await wire.fire(server.port, sent, at_once)
            if turn:  # the first round is for warming up
                found[name].rounds.append(Round(times, seconds, await server.ask("cpu") - before))
            if PATHS[name] == PATHS["bot"]:
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


def _figures(found: dict[int, dict[str, Figures]]) -> str:
    rows = [
        [
            at_once,
            NAMES[name],
            *(f"{percentile(of[name].times, part):.2f} ms" for part in (50, 99)),
            f"{of[name].rate:.0f}/s",
            f"{of[name].work:.0f} µs",
        ]
        for at_once, of in found.items()
        for name in PATHS
    ]
    return table(["at once", "what the click does", "p50", "p99", "rate", "server's CPU"], rows)


def _against(found: dict[int, dict[str, Figures]]) -> str:
    """Target: p50 at most 1.3 times, p99 at most twice, rate at least 0.75 times that of a handler that only acks."""
    rows = [
        [at_once, f"{NAMES[one]} ÷ {NAMES[other]}", *_ratios(of[one], of[other])]
        for at_once, of in found.items()
        for one, other in (("bot", "lean"), ("bot", "stock"), ("bot", "bare"), ("bare", "lean"), ("slow", "bot"))
    ]
    return table(["at once", "", "p50", "p99", "rate", "server's CPU"], rows)


def _ratios(one: Figures, other: Figures) -> list[str]:
    """The median over the rounds for p50 and rate; p99 over all answers, since a round has too few for it."""
    pairs = list(zip(one.rounds, other.rounds, strict=True))
    return [
        ratio(statistics.median(percentile(a.times, 50) / percentile(b.times, 50) for a, b in pairs), 1),
        ratio(percentile(one.times, 99), percentile(other.times, 99)),
        ratio(statistics.median(a.rate / b.rate for a, b in pairs), 1),
        ratio(one.work, other.work),
    ]

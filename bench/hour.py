"""An hour of steady clicking in three crises at once, on a clock that skips what nobody waits for.

Slack is a stand-in at the client's door that counts every call against Slack's tiers, as the sandbox does, and
takes 150 ms for each.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bench.loop import SkippingLoop
from bench.nearslack import answer
from bench.past import PEOPLE
from bench.table import percentile, table
from bot.clock import Clock
from bot.domain import commands as cmd
from bot.domain.checklist import item_of
from bot.library import Library, builtin_directory
from bot.sandbox.limits import RateLimiter
from bot.service import Service
from bot.slack.client import Later, Slack
from bot.slack.deliver import Deliverer
from bot.slack.desk import Desk, Self
from bot.slack.minute import MinuteHand
from bot.slack.pace import Pace
from bot.slack.people import People
from bot.store.store import Store

START = datetime(2026, 3, 14, 20, 41, tzinfo=UTC)
LATENCY = 0.15
CRISES, ITEMS = 3, 10


class RuledSlack(Slack):
    """Says yes to what is within Slack's limits. `updated`: when each channel's board was brought up to date."""

    def __init__(self, loop: SkippingLoop, web: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        super().__init__(web, session)
        self.updated: dict[str, list[float]] = defaultdict(list)
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self._loop = loop
        self._limiter = RateLimiter(1.0, now=loop.time)
        self._numbers = itertools.count(1)

    async def call(self, method: str, /, **arguments: Any) -> dict[str, Any]:
        """As the real one, without a wire."""
        self.calls[method] += 1
        wait = self._limiter.check(method, "T01", arguments.get("channel"))
        if wait is not None:
            self.refused[method] += 1
            raise Later(method, "ratelimited", wait)
        if method == "chat.update":
            self.updated[arguments["channel"]].append(self._loop.time())
        await asyncio.sleep(LATENCY)
        return answer(method, arguments, next(self._numbers))


async def measure(folder: Path, loop: SkippingLoop, minutes: int, every: float) -> AsyncIterator[str]:
    """A click every so many seconds in each crisis: how stale boards become, and what Slack refuses."""
    began = loop.time()
    service = Service(Store(folder / "hour.db"), lambda: START + timedelta(seconds=loop.time() - began))
    book = Library.load(builtin_directory()).default
    service.add_playbooks([book])
    await service.start()
    async with aiohttp.ClientSession() as session:
        slack = RuledSlack(loop, AsyncWebClient(session=session), session)
        me = Self(slack)
        people = People(slack, me.is_home_of, language="en", timezone="UTC")
        desk = Desk(service, slack, people, me, pace=Pace(loop.time))
        deliverer = Deliverer(desk)
        service.on_commit(deliverer.wake)
        parts = (Clock(service), deliverer, MinuteHand(desk))
        for part in parts:
            await part.start()
        writer = service.store.writer
        loop.jumps.busy, loop.jumps.skipping = lambda: not writer.rests, True
        names = [f"hour-{number}" for number in range(CRISES)]
        clicks = await asyncio.gather(*(_crisis(service, name, book.digest, minutes * 60, every) for name in names))
        await asyncio.sleep(10)
        loop.jumps.skipping = False
        for part in parts:
            await part.stop()
        channels = [crisis.channel_id or "" for name in names if (crisis := service.crisis(name))]
    await service.stop()
    waits = [
        wait
        for channel, moments in zip(channels, clicks, strict=True)
        for wait in _waits(moments, slack.updated[channel])
    ]
    updates = sorted(itertools.chain.from_iterable(slack.updated.values()))
    yield table(
        ["clicks", "chat.update", "most in a minute", "429s", "seconds until shown: p50", "p99", "worst"],
        [
            [
                sum(map(len, clicks)),
                len(updates),
                max(
                    sum(at <= other < at + 60 for other in updates[place : place + 60])
                    for place, at in enumerate(updates)
                ),
                ", ".join(f"{method} {count}" for method, count in slack.refused.items()) or "none",
                *(f"{percentile(waits, part) + LATENCY:.2f} s" for part in (50, 99)),
                f"{max(waits) + LATENCY:.2f} s",
            ]
        ],
    )


async def _crisis(service: Service, name: str, digest: str, seconds: float, every: float) -> list[float]:
    """Somebody clicks, again and again; when each click was on disk."""
    loop, lead, moments = asyncio.get_running_loop(), PEOPLE[0], list[float]()
    await service.handle(
        cmd.StartCrisis(crisis_id=name, actor=lead, title=name, playbook_digest=digest, invited=PEOPLE[1:])
    )
    await asyncio.sleep(30)
    for number in range(ITEMS):
        await service.handle(cmd.AddItem(crisis_id=name, actor=lead, text=f"Something to do {number}"))
    await asyncio.sleep(30)
    until = loop.time() + seconds
    for number in itertools.count():
        if loop.time() > until:
            return moments
        crisis = service.crisis(name)
        item = item_of(crisis, f"own.{number % ITEMS + 1}") if crisis else None
        assert item is not None
        who: dict[str, Any] = {"crisis_id": name, "actor": PEOPLE[number % 8], "item": item.key}
        await service.handle(cmd.TickItem(**who) if item.is_open else cmd.ReopenItem(**who, seen_seq=item.state.seq))
        moments.append(loop.time())
        await asyncio.sleep(every)
    return moments


def _waits(clicks: list[float], updates: list[float]) -> list[float]:
    """Seconds from each click to the next update that went out."""
    later, found = iter(updates), list[float]()
    update = next(later)
    for click in clicks:
        while update < click:
            update = next(later)
        found.append(update - click)
    return found

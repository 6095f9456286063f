"""What the clock costs: finding what is due among many timers, and doing nothing for an hour."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.loop import SkippingLoop
from bench.table import percentile, table
from bot.clock import Clock
from bot.domain import commands as cmd
from bot.domain.kernel import SLACK
from bot.library import Library, builtin_directory
from bot.service import Service
from bot.slack.client import connect
from bot.slack.deliver import Deliverer
from bot.slack.desk import Desk, Self
from bot.slack.minute import MinuteHand
from bot.slack.people import People
from bot.store.store import Store
from bot.store.times import moment, stamp

START = datetime(2026, 3, 14, 20, 41, tzinfo=UTC)
LEAD = "U01"
ROUNDS = 500
HOUR = 3600.0
_COUNT = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) SELECT count(*) FROM c"
"""A query of about the same length that touches no table: what it takes at worst is the machine's own noise."""


class _Figures:
    """A service with many crises behind it, on the skipping loop's time."""

    def __init__(self, path: Path, loop: SkippingLoop) -> None:
        self.loop = loop
        self.began = loop.time()
        self.service = Service(Store(path), self.now)
        self.playbook = Library.load(builtin_directory()).default
        self.service.add_playbooks([self.playbook])

    def now(self) -> datetime:
        """The time of this world."""
        return START + timedelta(seconds=self.loop.time() - self.began)

    async def fill(self, crises: int, timers: int) -> None:
        """Crises that are over and still have their year before them, each with this many pending timers."""
        for start in range(0, crises, 50):
            await asyncio.gather(*(self._past(f"c{n}") for n in range(start, min(start + 50, crises))))

        def top_up(ledger: Any) -> None:
            have = dict(ledger.connection.execute("SELECT crisis_id, count(*) FROM timers GROUP BY crisis_id"))
            rows = [
                (crisis, f"bench:{n}", stamp(self.now() + timedelta(days=30, seconds=7 * n + index)))
                for index, (crisis, count) in enumerate(sorted(have.items()))
                for n in range(timers - count)
            ]
            ledger.connection.executemany("INSERT INTO timers (crisis_id, key, due_at) VALUES (?, ?, ?)", rows)

        await self.service.store.writer.run(top_up)

    async def _past(self, crisis: str) -> None:
        handle, digest = self.service.handle, self.playbook.digest
        await handle(cmd.StartCrisis(crisis_id=crisis, actor=LEAD, title=f"Crisis {crisis}", playbook_digest=digest))
        await handle(
            cmd.RecordChannel(crisis_id=crisis, actor=SLACK, channel_id=f"C{crisis}", channel_name=f"crisis-{crisis}")
        )
        await handle(cmd.StandDown(crisis_id=crisis, actor=LEAD, reason="Over"))

    async def settle_outbox(self) -> None:
        """Nothing waits to be told: what the filling caused counts as told."""

        def done(ledger: Any) -> None:
            ledger.connection.execute("UPDATE outbox SET state = 'done' WHERE state = 'waiting'")

        await self.service.store.writer.run(done)

    def queries(self, at: datetime) -> list[str]:
        """How many crises are due; how long it takes to find them, and to count to a thousand, in turns."""
        found, counted, own = list[float](), list[float](), list[float]()
        ask = self.service.store.queries.connection.execute
        for _ in range(ROUNDS):
            cpu = time.thread_time()
            found.append(_milliseconds(lambda: self.service.due(at)))
            own.append((time.thread_time() - cpu) * 1000)
            counted.append(_milliseconds(lambda: ask(_COUNT).fetchone()))
        times = [*_told(found), f"{percentile(own, 99):.3f} ms", *_told(counted)]
        return [str(len(self.service.due(at))), *times]

    def moment_with(self, how_many: int) -> datetime:
        """When so many crises are due at once."""
        times = self.service.store.queries.connection.execute(
            "SELECT min(due_at) AS first FROM timers GROUP BY crisis_id ORDER BY first LIMIT ?", (how_many,)
        )
        return moment([at for (at,) in times][-1])

    async def idle(self, seconds: float) -> float:
        """CPU seconds that clock, deliverer and minute hand take while nothing is due."""
        async with connect("http://127.0.0.1:9/api/", "xoxb-bench") as slack:
            me = Self(slack)
            people = People(slack, me.is_home_of, language="en", timezone="UTC")
            desk = Desk(self.service, slack, people, me)
            parts = (Clock(self.service), Deliverer(desk), MinuteHand(desk))
            for part in parts:
                await part.start()
            await asyncio.sleep(0.1)
            self.loop.jumps.skipping = True
            began = time.process_time()
            await asyncio.sleep(seconds)
            spent = time.process_time() - began
            self.loop.jumps.skipping = False
            for part in parts:
                await part.stop()
        return spent


def _milliseconds(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


async def measure(folder: Path, loop: SkippingLoop, crises: int, timers: int) -> AsyncIterator[str]:
    """The clock's query, and the whole bot's idle hour."""
    figures = _Figures(folder / "clock.db", loop)
    await figures.service.start()
    try:
        await figures.fill(crises, timers)
        await figures.settle_outbox()
        first = figures.service.next_due()
        assert first is not None
        moments = {
            "nothing is due": first - timedelta(seconds=1),
            "a few are due": figures.moment_with(20),
            "every crisis is due": figures.moment_with(crises),
        }
        heads = ["crises found", "p50", "p99", "p99 of its CPU", "counting to 1000: p50", "p99"]
        rows = [[what, *figures.queries(at)] for what, at in moments.items()]
        yield table([f"{crises:,} crises, {crises * timers:,} timers", *heads], rows)
        spent = await figures.idle(HOUR)
        yield f"An idle hour costs {spent * 1000:.0f} ms of CPU, {spent / HOUR * 100:.4f} % of one core."
    finally:
        await figures.service.stop()


def _told(times: list[float]) -> list[str]:
    return [f"{percentile(times, part):.3f} ms" for part in (50, 99)]

"""What the clock costs: finding what is due among many timers, and doing nothing for a day.

`python -m bench.clock` prints both figures; `--crises` and `--timers` change the size.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from bench.loop import SkippingLoop
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
from bot.store.times import stamp

START = datetime(2026, 3, 14, 20, 41, tzinfo=UTC)
LEAD = "U01"
ROUNDS = 200
DAY = 24 * 3600.0


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

    def tick_query(self) -> list[float]:
        """Milliseconds that it takes to find what is due, a few crises being due."""
        due = self.service.next_due()
        assert due is not None
        at = due + timedelta(seconds=1)
        found = len(self.service.due(at))
        click.echo(f"  due at that moment: {found} crises")
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            self.service.due(at)
            times.append((time.perf_counter() - began) * 1000)
        return times

    async def idle(self, seconds: float) -> float:
        """CPU seconds that clock, deliverer and minute hand take while nothing is due."""
        async with connect("http://127.0.0.1:9/api/", "xoxb-bench") as slack:
            desk = Desk(self.service, slack, People(slack, language="en", timezone="UTC"), Self(slack))
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


async def _measure(figures: _Figures, crises: int, timers: int) -> None:
    await figures.service.start()
    try:
        began = time.perf_counter()
        await figures.fill(crises, timers)
        await figures.settle_outbox()
        click.echo(f"{crises} crises × {timers} pending timers ({time.perf_counter() - began:.0f} s to set up)")
        times = figures.tick_query()
        click.echo(
            f"  finding what is due: median {statistics.median(times):.3f} ms,"
            f" 99 % {statistics.quantiles(times, n=100)[98]:.3f} ms, worst {max(times):.3f} ms (limit 5 ms)"
        )
        spent = await figures.idle(DAY / 24)
        share = spent / (DAY / 24) * 100
        click.echo(f"  an idle hour: {spent * 1000:.0f} ms of CPU, {share:.4f} % of one core")
    finally:
        await figures.service.stop()


@click.command()
@click.option("--crises", default=1000, show_default=True)
@click.option("--timers", default=50, show_default=True, help="Pending timers of each crisis.")
def main(crises: int, timers: int) -> None:
    """Print what the clock costs."""
    loop = SkippingLoop()
    with TemporaryDirectory() as folder, asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(_measure(_Figures(Path(folder) / "bench.db", loop), crises, timers))


if __name__ == "__main__":
    main()

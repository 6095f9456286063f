"""Finding what is due stays quick however much is pending."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from bot.store.times import stamp
from tests.domain.story import CAMILLE, START
from tests.store.desk import desk

CRISES, TIMERS = 1000, 50


async def test_the_clock_reads_only_what_is_due(tmp_path: Path) -> None:
    """With 50,000 pending timers the tick's query walks the index by time, and touches due rows only."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()

        def fill(ledger: object) -> None:
            connection: sqlite3.Connection = ledger.connection  # type: ignore[attr-defined]
            connection.execute("PRAGMA defer_foreign_keys = ON")
            connection.executemany(
                "INSERT INTO timers (crisis_id, key, due_at, user) VALUES ('c1', ?, ?, ?)",
                [
                    (f"far:{n}", stamp(START + timedelta(days=30, seconds=n)), f"U{n % 500}" if n % 2 else "")
                    for n in range(CRISES * TIMERS)
                ],
            )
            connection.executemany(
                "INSERT INTO reminded (crisis_id, user, at) VALUES ('c1', ?, ?)",
                [(f"U{n}", stamp(START - timedelta(days=1))) for n in range(500)],
            )
            connection.execute("ANALYZE")

        await d.store.writer.run(fill)
        asked: list[str] = []
        connection = d.store.queries.connection
        connection.set_trace_callback(asked.append)
        steps = 0

        def count() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.set_progress_handler(count, 1)
        d.clock.move(hours=2)
        assert d.service.due(d.clock.time) == ["c1"]
        assert d.service.due_people(d.clock.time) == [CAMILLE]
        found = steps
        assert d.service.next_due(d.clock.time) is not None
        connection.set_progress_handler(None, 0)
        connection.set_trace_callback(None)
        plans = [str(connection.execute(f"EXPLAIN QUERY PLAN {query}").fetchall()) for query in asked]
        assert all(
            "timers_by_time" in plan and "SCAN timers" not in plan.replace("SCAN timers USING", "") for plan in plans
        )
        assert found < 2000
        assert steps - found < 500

"""What a day's work asks the database for is found by an index: no question costs more as the past grows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.domain import commands as cmd
from bot.domain.level import Level
from bot.sandbox.faults import FaultSpec
from tests.scenarios.cell import ask, paris
from tests.scenarios.stage import Stage
from tests.scenarios.test_overtaken import asked, paper

BOUNDED = re.compile(
    r"SCAN (CONSTANT ROW$|\(subquery-\d+\)$|\w+ VIRTUAL TABLE"
    r"|\w+ USING (COVERING )?INDEX (outbox_(waiting|sending|parked)|crises_open)$)"
)
"""What may be read from end to end: what a question brings along, what waits, what is at work."""
ELSEWHERE = ("lesson_words", "created_at >=")
"""Asked of the newest twelve crises and no more (`tests/store/test_lessons.py`); reads until the first young row."""


@contextmanager
def heard(stage: Stage) -> Iterator[set[str]]:
    """Every statement that the bot hands to the database meanwhile."""
    assert stage.bot is not None
    store, statements = stage.bot.service.store, set[str]()
    connections = (store._reading, store._writing)  # noqa: SLF001 - what is asked there is what is looked at
    for connection in connections:
        connection.set_trace_callback(statements.add)
    yield statements
    for connection in connections:
        connection.set_trace_callback(None)


def whole(database: sqlite3.Connection, statement: str) -> list[str]:
    """The steps in which the database reads from end to end what grows with the past."""
    steps = [row[3] for row in database.execute(f"EXPLAIN QUERY PLAN {statement}")]
    return [step for step in steps if step.startswith("SCAN") and not BOUNDED.match(step)]


async def test_no_question_of_a_days_work_reads_a_whole_table(tmp_path: Path) -> None:
    """A start, ticks, signatures, reminders, lists, the Home tab, a trouble, the probes: all is searched for."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        assert stage.bot is not None
        bot = stage.bot
        with heard(stage) as statements:
            camille, _, maya = await asked(stage)
            (board,) = stage.boards()
            await camille.click(board, "item.done")
            await camille.command(stage.channel.id, "/crise liste")
            await camille.command("#general", "/crise liste")
            limit = stage.crisis.rules.approval_deputy
            assert limit is not None
            await stage.pass_time(limit * 60 + 1)
            for person in (camille, maya):
                await person.click(paper(stage, person), "statement.approve", s=1)
            stage.sandbox.faults.add(FaultSpec("views.publish", "server_error"))
            await camille.do("home_opened", app=stage.app.id)
            await stage.settled()
            stage.sandbox.faults.add(FaultSpec("chat.postMessage", "error", error="invalid_blocks"))
            await ask(stage, camille, cmd.RecordDecision, text="On arrête la ligne 3")
            await ask(stage, camille, cmd.ChangeLevel, level=Level.RED, reason="Un enfant est blessé")
            await stage.settled()
            await ask(stage, camille, cmd.ExportLogbook)
            await stage.settled()
            assert list(bot.service.outbox.exported(stage.crisis.id).values()) == [camille.id]
            assert bot.ready
            assert bot.service.late(stage.now) == []
        assert {"renew", "home"} <= {kind for (kind,) in stage.rows("SELECT DISTINCT kind FROM outbox")}
        with closing(sqlite3.connect(stage.database)) as database:
            asked_here = [each for each in statements if not any(word in each for word in ELSEWHERE)]
            read = {each: tables for each in asked_here if (tables := whole(database, each))}
    assert any("spoken_of" in statement for statement in statements), "notices were looked for"
    assert read == {}

"""`crisis-bot outbox`: what is owed to Slack is seen, and what was parked is put back."""

from __future__ import annotations

import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain import commands as cmd
from bot.sandbox import FaultSpec
from bot.store.outbox import OutboxRow
from bot.store.store import Store
from tests.scenarios.stage import Stage, texts_of, until
from tests.store.desk import Desk, HandClock, desk


def typed(folder: Path, *words: str) -> Result:
    """What comes of `crisis-bot outbox …`."""
    return CliRunner().invoke(main, ["outbox", "--database", str(folder / "crisis.db"), *words])


class Earlier(HandClock):
    """A quarter of an hour ago, by the computer's clock."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC) - timedelta(minutes=15, seconds=30)


async def taken(d: Desk) -> list[OutboxRow]:
    return await d.service.outbox.take(d.clock(), 20)


async def owing(folder: Path) -> None:
    """A crisis of which Slack knows the channel alone: the invitation is parked, the board is being sent."""
    async with desk(folder, Earlier()) as d:
        await d.begin_with_channel()
        channel, invite = await taken(d)
        await d.service.outbox.done(channel, {})
        await d.service.outbox.retry(invite, d.clock(), "ratelimited")
        (invite,) = await taken(d)
        await d.service.outbox.park(invite, "missing_scope")
        await taken(d)


async def test_what_is_owed_is_a_table(tmp_path: Path) -> None:
    """Id, state, crisis, kind, age, tries and reason, a line each, in columns; and what to do about it."""
    await owing(tmp_path)
    lines = typed(tmp_path).output.splitlines()
    assert lines[0].split() == ["ID", "STATE", "CRISIS", "WHAT", "AGE", "TRIES", "ERROR"]
    columns = [lines[0].index(name) for name in ("STATE", "CRISIS", "WHAT", "AGE", "TRIES", "ERROR")]
    cells = [[line[a:b].strip() for a, b in zip([0, *columns], [*columns, None], strict=True)] for line in lines[1:-1]]
    assert ["2", "parked", "c1", "invite", "15\N{NO-BREAK SPACE}min", "2", "missing_scope"] in cells
    assert ["3", "being sent", "c1", "board", "15\N{NO-BREAK SPACE}min", "1", ""] in cells
    assert ["4", "waiting", "c1", "notice: opened → U01", "15\N{NO-BREAK SPACE}min", "0", ""] in cells
    assert "outbox retry" in lines[-1]


async def test_a_french_operator_reads_french(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Headings, states and what to do."""
    monkeypatch.setenv("CRISIS_LANGUAGE", "fr")
    await owing(tmp_path)
    said = typed(tmp_path).output
    assert "ÉTAT" in said
    assert "mis de côté" in said
    assert "retry --all" in said.splitlines()[-1]


def test_nothing_owed_is_said(tmp_path: Path) -> None:
    """An empty table would leave one in doubt."""
    Store(tmp_path / "crisis.db").close()
    assert typed(tmp_path).output == "Slack has been told everything.\n"


async def test_parked_effects_are_put_back_by_number_or_all(tmp_path: Path) -> None:
    """Each that was put back is named, and each that was not parked; nothing to do is exit code 2."""
    await owing(tmp_path)
    assert typed(tmp_path, "retry").exit_code == 2
    assert typed(tmp_path, "retry", "2", "--all").exit_code == 2
    wrong = typed(tmp_path, "retry", "99")
    assert (wrong.exit_code, wrong.output.splitlines()[0]) == (2, "99 is not parked.")
    done = typed(tmp_path, "retry", "2", "3")
    assert done.exit_code == 0
    assert done.output.splitlines() == [
        "3 is not parked.",
        "Put back: 2. A bot at work tries again within seconds.",
    ]
    async with desk(tmp_path, Earlier()) as d:
        assert {row.kind: (row.attempts, row.state) for row in d.service.outbox.rows()}["invite"] == (0, "waiting")
    again = CliRunner().invoke(main, ["outbox", "retry", "--all", "--database", str(tmp_path / "crisis.db")])
    assert again.exit_code == 2
    assert "Nothing was put back." in again.output


async def test_two_parked_boards_are_one_telling(tmp_path: Path) -> None:
    """A card is told once, by the row that waits first; the others need no telling of their own."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        while rows := await taken(d):
            for row in rows:
                if row.kind == "board":
                    await d.service.outbox.park(row, "bug")
                    await d.do(cmd.RecordBoard, "slack", ts="1.0")
                else:
                    await d.service.outbox.done(row, {})
        await d.do(cmd.RecordDecision, text="Stop line 3")
        (board,) = [row for row in await taken(d) if row.kind == "board"]
        await d.service.outbox.park(board, "bug")
        parked = [row.id for row in d.service.outbox.rows("parked")]
        assert len(parked) == 2
    with closing(Store(tmp_path / "crisis.db")) as store:
        assert store.unpark(None, d.clock()) == parked
    async with desk(tmp_path, d.clock) as again:
        assert [row.id for row in again.service.outbox.rows("waiting") if row.kind == "board"] == parked[:1]
        assert again.service.outbox.rows("parked") == []


async def test_a_bot_at_work_notices_what_was_put_back(tmp_path: Path) -> None:
    """A notice that Slack refused for good is parked; the cause mended, `outbox retry` brings it, once."""
    async with Stage(tmp_path, process=True) as stage:
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Du verre")
        await until(stage.crisis_channels, what="the channel")
        await stage.settled()
        stage.sandbox.faults.add(FaultSpec("chat.postMessage", "error", error="restricted_action"))
        await camille.command(stage.channel.id, "/crise décider Retirer le lot 42")
        await camille.modal("decide")
        await camille.submit()
        await until(lambda: stage.rows("SELECT count(*) FROM outbox WHERE state = 'parked'") == [(1,)], what="parking")
        await stage.settled()
        assert "restricted_action" in typed(tmp_path).output
        assert [m for m in stage.posted() if "*Décision 1*" in texts_of(m)] == []
        assert (await asyncio.to_thread(typed, tmp_path, "retry", "--all")).exit_code == 0
        await until(lambda: [m for m in stage.posted() if "*Décision 1*" in texts_of(m)], what="the notice")
        await stage.settled()
        assert len([m for m in stage.posted() if "*Décision 1*" in texts_of(m)]) == 1
        assert typed(tmp_path).output == "Slack has been told everything.\n"

"""SIGKILL at each step of a restore and of a backup, none left out: what is there is whole, and again ends well."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.restoring import restored
from bot.store import integrity
from bot.store.backup import backup
from bot.store.errors import StoreError
from tests.faults.outcomes import saw
from tests.store.desk import desk, rows
from tests.store.test_backup import lived

ROOT = Path(__file__).parents[2]
LATER = "After the backup"
OLD, NEW = "old", "new"


class Mortals:
    """Commands that can be killed, quickly started."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def do(self, what: str, source: Path, target: Path, die_at: int = 0) -> int:
        """How it ended."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        order = {"what": what, "source": str(source), "target": str(target), "die_at": die_at}
        self._program.stdin.write(json.dumps(order) + "\n")
        self._program.stdin.flush()
        return int(self._program.stdout.readline())


@pytest.fixture
def mortals() -> Iterator[Mortals]:
    """The program that starts them."""
    command = [sys.executable, "-m", "tests.faults.mortal"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:  # noqa: S603 - our own program
        yield Mortals(program)


@pytest.fixture
async def stand(tmp_path: Path) -> Path:
    """A folder as a killed bot leaves it: its newest commit in the log alone. A backup of before lies elsewhere."""
    (tmp_path / "bot").mkdir()
    path = await lived(tmp_path / "bot")
    backup(path, tmp_path / "copy.db")
    async with desk(tmp_path / "bot") as d:
        await d.do(cmd.AddNote, text=LATER)
        shutil.copytree(tmp_path / "bot", tmp_path / "stand")
    return tmp_path / "stand"


def which(path: Path) -> str:
    """Whether it is the old database, with all that its log held, or the new one."""
    assert integrity.verify(path) == []
    said = [row["kind"] + row["content"] for row in rows(path, "SELECT kind, content FROM journal ORDER BY seq")]
    if "LogbookRestored" in said[-1]:
        assert not any(LATER in each for each in said)
        assert sum("LogbookRestored" in each for each in said) == 1
        return NEW
    assert LATER in said[-1]
    return OLD


def looked_at(folder: Path, into: Path) -> str:
    """Which database is there; in a copy, for whoever opens a database mends it."""
    shutil.copytree(folder, into)
    try:
        return which(into / "crisis.db")
    finally:
        shutil.rmtree(into)


def left_over(folder: Path) -> list[str]:
    """Files half made."""
    return [file.name for file in folder.iterdir() if ".part-" in file.name]


def test_killed_at_every_step_of_a_restore_the_old_database_or_the_new_one_is_there(
    mortals: Mortals, stand: Path, tmp_path: Path
) -> None:
    """The old one with all that its log holds, or the new one with nothing of it; and a second restore ends well."""
    seen: list[str] = []
    for step in itertools.count(1):
        folder = tmp_path / f"step-{step}"
        shutil.copytree(stand, folder)
        ended = mortals.do("restore", tmp_path / "copy.db", folder / "crisis.db", step)
        seen.append(looked_at(folder, tmp_path / "look"))
        done = asyncio.run(restored(tmp_path / "copy.db", folder / "crisis.db"))
        assert (which(folder / "crisis.db"), done.told, left_over(folder)) == (NEW, 1, []), step
        asides = [file for file in folder.iterdir() if re.fullmatch(r"crisis\.db\.replaced-\w+-\w+", file.name)]
        assert OLD in {which(file) for file in asides}, step
        shutil.rmtree(folder)
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
    assert seen == sorted(seen, key=[OLD, NEW].index), "from the old one to the new one, and never back"
    assert len(seen) > 100
    saw(
        "SIGKILL", "`crisis-bot restore`", "at every step: the old database or the new one, whole; restored again, well"
    )


async def test_killed_at_every_step_of_a_backup_the_older_one_or_the_newer_one_is_there(
    mortals: Mortals, tmp_path: Path
) -> None:
    """While the bot goes on writing, which it does not notice; the next backup clears away what was left half made."""
    (tmp_path / "bot").mkdir()
    (tmp_path / "backups").mkdir()
    copy = tmp_path / "backups" / "crisis-1.db"
    steps = last = 0
    async with desk(tmp_path / "bot") as d:
        await d.begin_with_channel()
        backup(d.path, copy)
        for step in itertools.count(1):
            await d.do(cmd.AddNote, text=f"Before step {step}")
            last = _last(copy)
            killing = asyncio.to_thread(mortals.do, "backup", d.path, copy, step)
            ended, *_ = await asyncio.gather(killing, *(d.do(cmd.AddNote, text="Meanwhile") for _ in range(5)))
            assert integrity.verify(copy) == [], step
            assert integrity.cut_off(d.path, copy) == [], step
            assert _last(copy) >= last, step
            if ended == 0:
                break
            assert ended == -signal.SIGKILL
            steps = step
        assert _last(copy) > last
        assert left_over(copy.parent) == []
        assert d.store.verify() == []
    assert steps > 20
    saw(
        "SIGKILL",
        "`crisis-bot backup` beside a bot that writes",
        "at every step: the older backup or the newer one, whole",
    )


def _last(path: Path) -> int:
    return int(rows(path, "SELECT max(seq) AS last FROM journal")[0]["last"])


async def test_a_database_that_somebody_reads_is_not_replaced(stand: Path, tmp_path: Path) -> None:
    """With whatever program: what its log holds could not be written back, and a kill would lose it."""
    path = stand / "crisis.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM journal").fetchone()
        with closing(sqlite3.connect(path)) as writer, writer:
            writer.execute("CREATE TABLE of_another_program (n)")
            writer.execute("DROP TABLE of_another_program")
        with pytest.raises(StoreError) as told:
            await restored(tmp_path / "copy.db", path)
        assert told.value.code == "in_use"
    assert which(path) == OLD
    saw("Restore", "another program reads the database", "refused: stop it first")
    await restored(tmp_path / "copy.db", path)
    assert which(path) == NEW

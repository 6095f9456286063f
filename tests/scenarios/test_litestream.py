"""A host whose disk does not last: the crises are on the replica, and come back with the next start."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.restoring import restored
from bot.store import integrity
from bot.store.backup import backup
from tests.scenarios.stage import Person, Stage, texts_of, until

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"
BIN = Path(sys.executable).parent
LITESTREAM = str(BIN / "litestream")


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """The script of `docs/operations.md`, as an operator copies it from there, and a directory for the replica."""
    (script,) = re.findall(r"```sh\n(#!/bin/sh\n.*?)```", OPERATIONS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "start.sh").write_text(script, encoding="utf-8")
    monkeypatch.setenv("PATH", f"{BIN}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("REPLICA", (tmp_path / "replica").as_uri())
    return ("sh", str(tmp_path / "start.sh"))


async def replicated(stage: Stage, folder: Path) -> int:
    """The last entry that the replica has."""
    copy = folder / "look.db"
    command = (LITESTREAM, "restore", "-if-replica-exists", "-force", "-o", str(copy), os.environ["REPLICA"])
    child = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    await child.wait()
    if not copy.exists():
        return 0
    with closing(sqlite3.connect(copy)) as connection:
        try:
            found = connection.execute("SELECT max(seq) FROM journal").fetchone()
        except sqlite3.OperationalError:  # before its first table
            return 0
    return int(found[0] or 0)


async def caught_up(stage: Stage, folder: Path) -> None:
    """The replica has all that the database has."""
    ((last,),) = stage.rows("SELECT max(seq) FROM journal")
    async with asyncio.timeout(30):
        while await replicated(stage, folder) < last:  # noqa: ASYNC110 - another program's work
            await asyncio.sleep(0.2)


async def decided(stage: Stage, who: Person, text: str) -> None:
    """A decision, and all that Slack hears of it."""
    await who.command(stage.channel.id, f"/crise décider {text}")
    await who.modal("decide")
    await who.submit()
    await stage.settled()


def lose_the_disk(folder: Path) -> None:
    """A new container: nothing is there."""
    shutil.rmtree(folder)
    folder.mkdir()


def told(stage: Stage, words: str) -> list[dict[str, Any]]:
    """The messages that say this, boards left out."""
    return [message for message in stage.posted() if words in texts_of(message) and message not in stage.boards()]


async def test_a_crisis_outlives_the_disk_it_was_on(tmp_path: Path, start: tuple[str, ...]) -> None:
    """Killed and its disk lost, twice: the next start has the crisis whole, it goes on, and nothing is said twice."""
    disk = tmp_path / "disk"
    disk.mkdir()
    async with Stage(disk, process=True, program=start) as stage:
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Du verre @alex.martin")
        await until(stage.crisis_channels, what="the channel")
        await stage.settled()
        for life in (1, 2):
            await decided(stage, camille, f"Retirer le lot {life}")
            await caught_up(stage, tmp_path)
            await stage.kill()
            lose_the_disk(disk)
            await stage.raise_bot()
            await stage.settled()
            assert integrity.verify(stage.database) == []
            assert stage.rows("SELECT text FROM decisions ORDER BY number") == [
                (f"Retirer le lot {n}",) for n in range(1, life + 1)
            ]
            assert len(told(stage, f"Retirer le lot {life}")) == 1
            assert len(told(stage, "restauré depuis une sauvegarde")) == life
            assert len(stage.boards()) == len(stage.crisis_channels()) == 1
        assert stage.database.stat().st_mode & 0o077 == 0
        assert not list(disk.glob("*.replica*"))


@pytest.mark.parametrize("to_all", [False, True])
async def test_a_stop_in_good_order_loses_nothing(tmp_path: Path, start: tuple[str, ...], *, to_all: bool) -> None:
    """SIGTERM, to the script or to every process: the last thing that was acknowledged is on the replica."""
    disk = tmp_path / "disk"
    disk.mkdir()
    async with Stage(disk, process=True, program=start) as stage:
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Du verre")
        await until(stage.crisis_channels, what="the channel")
        await stage.settled()
        await camille.command(stage.channel.id, "/crise étape Appeler l’usine")
        if to_all:
            stage.end_all()
        await stage.end_bot()
        ((last,),) = stage.rows("SELECT max(seq) FROM journal")
        assert await replicated(stage, tmp_path) == last
        lose_the_disk(disk)
        await stage.raise_bot()
        await stage.settled()
        assert stage.rows("SELECT text FROM items WHERE item LIKE 'own.%'") == [("Appeler l’usine",)]


async def test_the_first_start_finds_no_replica_and_begins(tmp_path: Path, start: tuple[str, ...]) -> None:
    """A new installation: no database, no replica, and the bot works."""
    disk = tmp_path / "disk"
    disk.mkdir()
    async with Stage(disk, process=True, program=start) as stage:
        assert stage.rows("SELECT count(*) FROM crises") == [(0,)]
    assert (tmp_path / "replica").is_dir()


async def test_a_restored_backup_is_what_is_replicated_from_then_on(tmp_path: Path, start: tuple[str, ...]) -> None:
    """An operator goes back to a backup, where a replica has more: the next lost disk brings back what was chosen."""
    disk = tmp_path / "disk"
    disk.mkdir()
    async with Stage(disk, process=True, program=start) as stage:
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Du verre")
        await until(stage.crisis_channels, what="the channel")
        await stage.settled()
        await decided(stage, camille, "Celle d’avant")
        await asyncio.to_thread(backup, stage.database, tmp_path / "copy.db")
        for n in range(3):
            await decided(stage, camille, f"Une erreur {n}")
        await caught_up(stage, tmp_path)
        await stage.end_bot()
        await restored(tmp_path / "copy.db", stage.database)
        await stage.raise_bot()
        await stage.settled()
        await decided(stage, camille, "Celle d’après")
        await stage.end_bot()
        lose_the_disk(disk)
        await stage.raise_bot()
        assert stage.rows("SELECT text FROM decisions ORDER BY number") == [("Celle d’avant",), ("Celle d’après",)]
        assert integrity.verify(stage.database) == []

"""Opening the database: who may read it, and what is said when it cannot be opened."""

import asyncio
import json
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.store.errors import StoreError
from bot.store.migrations import names
from bot.store.store import Store
from tests.store.desk import desk, opened, rows

OPEN_IT = "import sys; from bot.store.store import Store; Store(sys.argv[1]).close()"


def modes_in(directory: Path) -> dict[str, str]:
    """Who may do what with each file."""
    return {file.name: oct(file.stat().st_mode & 0o777) for file in directory.iterdir()}


async def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    """The database and what SQLite lays beside it: mode 0600, even when the file was open to all before."""
    path = tmp_path / "crisis.db"
    path.touch(mode=0o644)
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        modes = modes_in(tmp_path)
    assert {"crisis.db", "crisis.db-wal"} <= modes.keys()
    assert set(modes.values()) == {"0o600"}


async def test_every_commit_is_flushed(tmp_path: Path) -> None:
    """WAL with synchronous=FULL, and foreign keys are held."""
    async with desk(tmp_path) as d:
        pragmas = {
            name: (await d.sql(f"PRAGMA {name}"))[0][0] for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    """It is not overwritten, and the cure is named."""
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to look at " * 30)
    with pytest.raises(StoreError, match="restore a backup") as told:
        Store(path)
    assert told.value.code == "corrupt"
    assert path.read_text().startswith("not a database")


def test_a_missing_directory_is_told(tmp_path: Path) -> None:
    """One sentence with the path, no traceback of SQLite's."""
    with pytest.raises(StoreError, match="check that its directory exists") as told:
        Store(tmp_path / "none" / "crisis.db")
    assert told.value.code == "missing"


async def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    """`verify` tells of a corrupt file instead of failing, and reading says so too."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        for n in range(30):
            await d.do(cmd.AddNote, text=f"{n} " * 500)
    with opened(d.path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with d.path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 100)
    store = Store(d.path)
    problems = store.verify()
    with pytest.raises(StoreError, match="restore a backup"):
        store.queries.crisis("c1")
    store.close()
    assert "file" in {found.code for found in problems}, problems


async def test_two_processes_may_open_a_new_database_at_once(tmp_path: Path) -> None:
    """Both get the same tables; neither fails."""
    command = (sys.executable, "-c", OPEN_IT, str(tmp_path / "crisis.db"))
    root = Path(__file__).parents[2]
    children = [await asyncio.create_subprocess_exec(*command, cwd=root) for _ in range(3)]
    assert await asyncio.gather(*(child.wait() for child in children)) == [0, 0, 0]
    applied = rows(tmp_path / "crisis.db", "SELECT name FROM _sqlite_migrations ORDER BY id")
    assert applied == [{"name": name} for name in names()]


async def test_decisions_read_well_with_sqlite_utils(tmp_path: Path) -> None:
    """`sqlite-utils rows crisis.db decisions`: what was decided, when, by whom, why, and what replaced it."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text="Stop line 3", why="Glass was found", rejected="Wait", decided_by="U02")
        d.clock.move(minutes=9)
        await d.do(cmd.RecordDecision, text="Stop all lines", supersedes=1, link="https://example.com/1")
    command = (sys.executable, "-m", "sqlite_utils", "rows", str(d.path), "decisions")
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await child.communicate()
    first, second = json.loads(out)
    assert first == {
        "crisis_id": "c1",
        "crisis": "Glass in a yogurt",
        "channel": "crisis-c1",
        "number": 1,
        "at": "2026-03-14T20:41:00.000Z",
        "decided_by": "U02",
        "text": "Stop line 3",
        "why": "Glass was found",
        "rejected": "Wait",
        "link": "",
        "supersedes": None,
        "superseded_by": 2,
        "recorded_by": "U01",
        "seq": 3,
    }
    assert (second["supersedes"], second["at"]) == (1, "2026-03-14T20:50:00.000Z")


async def test_reading_does_not_wait_for_a_writer(tmp_path: Path) -> None:
    """While somebody holds the write lock, states and lists are read as if nothing were."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        with opened(d.path) as other:
            other.execute("BEGIN IMMEDIATE")
            assert d.service.crisis("c1") is not None
            assert len(d.service.crises_of("U01")) == 1
            other.execute("ROLLBACK")


def test_a_reading_connection_changes_nothing(tmp_path: Path) -> None:
    """It is refused by SQLite itself."""
    store = Store(tmp_path / "crisis.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.queries.connection.execute("DELETE FROM crises")
    store.close()

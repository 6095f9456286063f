"""Backups of a database that is in use, and the way back."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.restoring import restored
from bot.store import integrity
from bot.store.backup import Damaged, backup
from bot.store.damage import damage
from bot.store.errors import StoreError
from bot.store.presence import announced
from bot.store.store import Store
from bot.store.upkeep import GAP, owed
from tests.domain.story import START
from tests.store.desk import desk, opened, rows


async def lived(folder: Path, notes: int = 1) -> Path:
    """A database with a crisis in it, whose bot has ended."""
    async with desk(folder) as d:
        await d.begin_with_channel()
        for n in range(notes):
            await d.do(cmd.AddNote, text=f"Note {n}")
        return d.path


def killed_with(path: Path, statement: str) -> None:
    """The files as they are when somebody is killed right after this commit."""
    files = [Path(f"{path}{end}") for end in ("", "-wal", "-shm")]
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(statement)
        left = [file.read_bytes() for file in files]
    for file, data in zip(files, left, strict=True):
        file.write_bytes(data)


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


async def test_a_backup_is_one_moment_of_a_database_that_is_being_written(tmp_path: Path) -> None:
    """While commands go on, each copy is whole, ends with an entry that was acknowledged, and holds nobody up."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        written = 0
        done = asyncio.Event()

        async def write() -> None:
            nonlocal written
            while not done.is_set():
                await asyncio.gather(*(d.do(cmd.AddNote, text="again") for _ in range(8)))
                written += 8

        writing = asyncio.create_task(write())
        seen = []
        for n in range(5):
            before = written
            copy = tmp_path / f"copy-{n}.db"
            await asyncio.to_thread(backup, d.path, copy)
            assert integrity.verify(copy) == []
            seen.append(rows(copy, "SELECT max(seq) AS last FROM journal")[0]["last"])
            assert seen[-1] >= before
        done.set()
        await writing
        assert len(set(seen)) > 1
        assert seen == sorted(seen)
        assert integrity.cut_off(d.path, tmp_path / "copy-0.db") == []


async def test_a_backup_is_one_file_for_its_owner_alone(tmp_path: Path) -> None:
    """Mode 0600, nothing beside it, and it needs no log to be read."""
    async with desk(tmp_path / ".") as d:
        await d.begin_with_channel()
        (tmp_path / "kept").mkdir()
        copy = tmp_path / "kept" / "copy.db"
        backup(d.path, copy)
    assert names(copy.parent) == {"copy.db"}
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(copy, "PRAGMA journal_mode") == [{"journal_mode": "delete"}]


async def test_a_backup_replaces_nothing_unasked(tmp_path: Path) -> None:
    """A file of that name stays as it is, the database itself always."""
    path = await lived(tmp_path)
    there = tmp_path / "there.db"
    there.write_text("my only copy", encoding="utf-8")
    with pytest.raises(StoreError, match="name another one"):
        backup(path, there)
    assert there.read_text(encoding="utf-8") == "my only copy"
    with pytest.raises(StoreError, match="the database itself"):
        backup(path, path, overwrite=True)
    backup(path, there, overwrite=True)
    assert integrity.verify(there) == []


async def test_a_backup_of_a_damaged_database_is_no_backup(tmp_path: Path) -> None:
    """What is wrong is told, an older backup of that name is kept, and no half of a file stays behind."""
    path = await lived(tmp_path)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    good = copy.read_bytes()
    with opened(path) as connection:
        connection.execute("UPDATE crises SET title = 'Something else'")
    with pytest.raises(Damaged) as told:
        backup(path, copy, overwrite=True)
    assert told.value.found == [damage("row_differs", crisis="c1", table="crises", row="c1", columns="title")]
    assert copy.read_bytes() == good
    assert names(tmp_path) == {"crisis.db", "copy.db"}


async def test_a_backup_on_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    """It is said, and no half of a file stays."""
    path = await lived(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(StoreError):
            backup(path, tmp_path / "copy.db")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert names(tmp_path) == {"crisis.db"}


async def test_a_restored_database_is_the_backup_and_the_old_one_is_kept(tmp_path: Path) -> None:
    """What was written after the backup is in the file that was put aside; the bot goes on from the backup."""
    path = await lived(tmp_path)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    kept = copy.read_bytes()
    async with desk(tmp_path) as d:
        await d.do(cmd.AddNote, text="Later")
    done = await restored(copy, path)
    assert done.aside is not None
    assert [note["kind"] for note in rows(done.aside, "SELECT kind FROM journal ORDER BY seq")][-2:] == [
        "NoteAdded"
    ] * 2
    assert integrity.verify(done.aside) == integrity.verify(path) == []
    assert [note["kind"] for note in rows(path, "SELECT kind FROM journal ORDER BY seq")][-2:] == [
        "NoteAdded",
        "LogbookRestored",
    ]
    assert (path.stat().st_mode & 0o777, done.told) == (0o600, 1)
    assert copy.read_bytes() == kept
    assert names(tmp_path) == {"crisis.db", "copy.db", done.aside.name}
    async with desk(tmp_path) as d:
        assert (await d.do(cmd.RecordDecision, text="Go on")).crisis.decisions[0].text == "Go on"
        assert d.store.verify() == []


async def test_a_log_that_nobody_wrote_back_is_put_aside_with_its_database(tmp_path: Path) -> None:
    """After a kill the newest commits stand in the log beside the file: they go with the old one, not into the new."""
    path = await lived(tmp_path)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    killed_with(path, "UPDATE crises SET title = 'In the log only'")
    done = await restored(copy, path)
    assert done.aside is not None
    assert rows(done.aside, "SELECT title FROM crises") == [{"title": "In the log only"}]
    assert rows(path, "SELECT title FROM crises") == [{"title": "Glass in a yogurt"}]


async def test_a_damaged_database_can_be_replaced(tmp_path: Path) -> None:
    """The very case for which one has a backup: the wreck is kept as it is."""
    path = await lived(tmp_path)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    path.write_bytes(b"\xff" * 5000)
    done = await restored(copy, path)
    assert done.aside is not None
    assert done.aside.read_bytes() == b"\xff" * 5000
    assert integrity.verify(path) == []


async def test_a_backup_can_be_restored_where_there_is_nothing(tmp_path: Path) -> None:
    """A move to another machine."""
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    path = await lived(tmp_path / "old")
    backup(path, tmp_path / "copy.db")
    done = await restored(tmp_path / "copy.db", tmp_path / "new" / "crisis.db")
    assert done.aside is None
    assert names(tmp_path / "new") == {"crisis.db"}
    assert integrity.verify(tmp_path / "new" / "crisis.db") == []


async def test_nobodys_database_is_pulled_away(tmp_path: Path) -> None:
    """While somebody is at work on it, in this process or another, a restore is refused and changes nothing."""
    copy = tmp_path / "copy.db"
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        backup(d.path, copy)
        before = names(tmp_path)
        with pytest.raises(StoreError) as told:
            await restored(copy, d.path)
        assert told.value.code == "in_use"
        assert names(tmp_path) == before
        await d.do(cmd.AddNote, text="Still at work")
        assert d.store.verify() == []


async def test_whoever_comes_while_it_is_being_proven_is_noticed(tmp_path: Path) -> None:
    """A bot that starts between the first look and the last keeps its database."""
    path = await lived(tmp_path)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    from bot.store.backup import restoring  # noqa: PLC0415 - the inner half of what `restored` does

    came = None
    with pytest.raises(StoreError, match="at work on it"), restoring(copy, path, START):
        came = Store(path)
    assert came is not None
    assert came.verify() == []
    came.close()
    assert names(tmp_path) == {"crisis.db", "copy.db"}


async def test_what_a_dead_bot_left_is_no_bot(tmp_path: Path) -> None:
    """The sign of a process that was killed does not keep a restore from happening."""
    path = await lived(tmp_path)
    copy = tmp_path / "copy.db"
    backup(path, copy)
    sign = announced(path)
    left = path.with_name(f"{path.name}-at-work-{sign.name}")
    sign.leave()
    left.touch()
    assert (await restored(copy, path)).aside is not None


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("UPDATE decisions SET text = 'No'", None),
        ("DROP TABLE _sqlite_migrations", "alien"),
        ("UPDATE _sqlite_migrations SET name = 'of_the_future' WHERE id = 1", "newer"),
    ],
)
async def test_nothing_is_replaced_by_what_is_not_whole(tmp_path: Path, harm: str, code: str | None) -> None:
    """A damaged backup, another program's database, a later version's: each is refused, and the database stays."""
    path = await lived(tmp_path)
    async with desk(tmp_path) as d:
        await d.do(cmd.RecordDecision, text="Yes")
    copy = tmp_path / "copy.db"
    backup(path, copy)
    with opened(copy) as connection:
        connection.execute(harm)
    before = path.read_bytes()
    with pytest.raises((Damaged, StoreError)) as told:
        await restored(copy, path)
    assert getattr(told.value, "code", None) == code
    assert path.read_bytes() == before
    assert names(tmp_path) == {"crisis.db", "copy.db"}


async def test_a_database_is_not_restored_from_itself(tmp_path: Path) -> None:
    """That would only pretend to do something."""
    path = await lived(tmp_path)
    with pytest.raises(StoreError, match="the database itself"):
        await restored(path, path)


async def test_what_was_owed_is_doubted_and_keeps_numbers_free(tmp_path: Path) -> None:
    """Each row that was not done may have been told meanwhile; no new row gets the number of one that is lost."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        channel, invite = await d.service.outbox.take(d.clock(), 2)
        await d.service.outbox.done(channel, {})
        await d.service.outbox.park(invite, "missing_scope")
        (board,) = await d.service.outbox.take(d.clock(), 1)
        assert board.kind == "board"
        backup(d.path, tmp_path / "copy.db")
        last = rows(d.path, "SELECT max(id) AS id FROM outbox")[0]["id"]
    new = tmp_path / "new"
    new.mkdir()
    done = await restored(tmp_path / "copy.db", new / "crisis.db")
    states = rows(new / "crisis.db", "SELECT id, kind, state, uncertain FROM outbox ORDER BY id")
    assert {row["uncertain"] for row in states if row["id"] <= last} == {0, 1}
    assert [row["kind"] for row in states if not row["uncertain"] and row["id"] <= last] == ["open_channel"]
    assert done.owed == len([row for row in states if row["id"] <= last]) - 1
    assert min(row["id"] for row in states if row["id"] > last) > GAP
    assert {"parked", "sending", "waiting"} == {row.state for row in owed(new / "crisis.db")}
    async with desk(new) as d:
        taken = await d.service.outbox.recover()
        assert [(row.kind, row.uncertain) for row in taken] == [("board", True)]


async def test_old_rows_that_are_done_are_pruned_and_nothing_else(tmp_path: Path) -> None:
    """Cards after a week, the rest after the year in which a crisis is followed up; what is owed stays for ever.

    So does where copies of the logbook are, from which words may have to be removed.
    """
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.ExportLogbook)
        while taken := await d.service.outbox.take(d.clock(), 20):
            for row in taken:
                if row.kind == "bookmark":
                    await d.service.outbox.park(row, "missing_scope")
                    continue
                if row.kind == "board":
                    await d.do(cmd.RecordBoard, "slack", ts="1.0")
                await d.service.outbox.done(row, {"file": "F1"})
        before = len(d.service.outbox.rows())
        d.clock.move(days=7)
        assert await d.store.prune(d.clock()) == 0
        d.clock.move(days=1)
        assert await d.store.prune(d.clock()) == 2
        assert not {"board", "topic"} & {row.kind for row in d.service.outbox.rows()}
        d.clock.move(days=393)
        assert await d.store.prune(d.clock()) == before - 4
        left = {row.kind: row for row in d.service.outbox.rows()}
        assert {kind: row.state for kind, row in left.items()} == {"bookmark": "parked", "export": "done"}
        assert d.service.outbox.exported(left["export"].crisis_id) == {"F1": left["export"].to}
        assert d.store.verify() == []
        await d.do(cmd.AddItem, text="New", assignee="U09")
        assert min(row.id for row in d.service.outbox.rows("waiting")) > before


async def test_many_old_rows_are_pruned_a_little_at_a_time(tmp_path: Path) -> None:
    """Twenty thousand of them: commands that come meanwhile are answered in between."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        old = (START - timedelta(days=30)).isoformat()
        await d.sql(
            'INSERT INTO outbox (crisis_id, kind, name, "to", args, state, not_before, created_at, correlation)'  # noqa: S608
            f" SELECT 'c1', 'board', '', '', '{{}}', 'done', '{old}', '{old}', '' FROM"
            " (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) SELECT i FROM n)"
        )
        await d.sql("UPDATE outbox SET id = id + 100000 WHERE created_at >= '2026-03'")
        pruning = asyncio.create_task(d.store.prune(d.clock()))
        answered = 0
        while not pruning.done():
            await d.do(cmd.AddNote, text="meanwhile")
            answered += 1
        assert await pruning == 20_000
        assert answered > 5

"""The chain: whatever is changed in the journal is found, and where."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import commands as cmd
from bot.store.store import Store
from tests.store.desk import desk, opened, rows

COLUMNS = ("crisis_id", "seq", "at", "actor", "kind", "content", "content_hash", "previous_hash", "hash")


async def written(directory: Path) -> Path:
    """A database with a crisis of a few entries."""
    async with desk(directory) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text="Arrêt de la ligne 3", why="du verre")
        await d.do(cmd.AddNote, text="Line 3 stands still")
        return d.path


def tampered(path: Path, statement: str, values: tuple[object, ...] = ()) -> list[str]:
    """What `verify` says after somebody with the file in hand changed it, triggers or not."""
    with opened(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        try:
            connection.execute(statement, values)
        except sqlite3.IntegrityError as error:
            return [f"SQLite does not let it happen: {error}"]
    store = Store(path)
    problems = store.verify()
    store.close()
    return problems


async def test_an_untouched_journal_verifies(tmp_path: Path) -> None:
    """Nothing is wrong with what nobody touched."""
    path = await written(tmp_path)
    store = Store(path)
    assert store.verify() == []
    store.close()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is only ever copied."""
    import asyncio  # noqa: PLC0415

    return asyncio.run(written(tmp_path_factory.mktemp("original")))


@settings(max_examples=150, deadline=None)
@given(seq=st.integers(1, 4), column=st.sampled_from(COLUMNS), place=st.integers(0, 10_000), flip=st.integers(1, 255))
def test_every_changed_byte_of_an_entry_is_found(original: Path, seq: int, column: str, place: int, flip: int) -> None:
    """One byte of one field of one entry, changed in any way."""
    with opened(original) as source, sqlite3.connect(":memory:") as kept:
        source.backup(kept)
        copy = original.with_name("copy.db")
        copy.unlink(missing_ok=True)
        with opened(copy) as target:
            kept.backup(target)
    kept.close()
    (row,) = rows(copy, f"SELECT CAST({column} AS BLOB) AS bytes FROM journal WHERE seq = {seq}")  # noqa: S608
    was = bytearray(row["bytes"])
    was[place % len(was)] ^= flip
    statement = f"UPDATE journal SET {column} = CAST(? AS TEXT) WHERE seq = ?"  # noqa: S608
    assert tampered(copy, statement, (bytes(was), seq))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE journal SET content = replace(content, 'ligne 3', 'ligne 4')", "entry 3: the content is not what was"),
        ("UPDATE journal SET actor = 'U99' WHERE seq = 4", "entry 4: number, time, actor, kind or hash"),
        ("DELETE FROM journal WHERE seq = 3", "entry 3 is missing"),
        ("DELETE FROM journal WHERE seq = 4", "table crises, row c1: differs from the journal"),
        ("DELETE FROM journal", "table crises: rows without a journal"),
        ("UPDATE decisions SET text = 'Go on'", "table decisions, row 1: differs from the journal"),
        ("DELETE FROM decisions", "table decisions, row 1: is missing"),
        ("INSERT INTO members VALUES ('c1', 'U99', '')", "table members, row U99: should not be there"),
        ("UPDATE journal SET kind = 'Nonsense' WHERE seq = 4", "its journal cannot be read"),
        ("UPDATE crises SET playbook_digest = 'none'", "it refers to a row of playbooks that does not exist"),
    ],
)
async def test_tampering_is_told_by_its_place(tmp_path: Path, change: str, told: str) -> None:
    """`verify` names the crisis, the entry or row, and what is wrong with it."""
    problems = tampered(await written(tmp_path), change)
    assert any(told in problem for problem in problems), problems


@pytest.mark.parametrize(
    "change", ["UPDATE journal SET content = '{}'", "UPDATE journal SET actor = 'U99'", "DELETE FROM journal"]
)
async def test_the_database_itself_refuses_to_rewrite_history(tmp_path: Path, change: str) -> None:
    """Even by hand, an entry is neither changed nor removed by accident."""
    path = await written(tmp_path)
    with opened(path) as connection, pytest.raises(sqlite3.IntegrityError, match="append-only"):
        connection.execute(change)


async def test_the_log_reads_well(tmp_path: Path) -> None:
    """Somebody with sqlite3 at hand reads the story: number, time, who, what."""
    path = await written(tmp_path)
    log = rows(path, "SELECT crisis, number, at, who, kind, text FROM log")
    assert log[2] == {
        "crisis": "Glass in a yogurt",
        "number": 3,
        "at": "2026-03-14T20:41:00.000Z",
        "who": "U01",
        "kind": "DecisionRecorded",
        "text": "Arrêt de la ligne 3",
    }
    assert log[1]["text"] == "channel_id: C-c1, channel_name: crisis-c1"


def test_rebuilding_mends_the_tables(original: Path) -> None:
    """What somebody broke in a table is computed from the journal anew."""
    with opened(original) as connection:
        connection.execute("DELETE FROM decisions")
        connection.execute("UPDATE crises SET title = 'Something else'")
    store = Store(original)
    assert len(store.verify()) == 2
    assert store.rebuild() == 1
    assert store.verify() == []
    store.close()

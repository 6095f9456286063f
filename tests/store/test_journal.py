"""The chain: whatever is changed in the journal is found, and where."""

import sqlite3
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.store.store import Store
from tests.store.desk import desk, opened, rows


async def written(directory: Path) -> Path:
    """A database with a crisis of a few entries."""
    async with desk(directory) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text="Arrêt de la ligne 3", why="du verre")
        await d.do(cmd.AddNote, text="Line 3 stands still")
        return d.path


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

"""Every schema so far grows into the present one, with a lived crisis in it, and work goes on."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Migrations

from bot.domain import commands as cmd
from bot.restoring import restored
from bot.store import derived, integrity
from bot.store import migrations as module
from bot.store.backup import backup
from bot.store.errors import StoreError
from bot.store.migrations import names
from bot.store.store import Store
from tests.domain.story import ALEX, CAMILLE
from tests.store.desk import desk, opened, rows
from tests.store.old_schemas import CLOSED, FOLDER, OPEN, SMALL, file_of, loaded

OPEN_IT = "import sys; from bot.store.store import Store; Store(sys.argv[1]).close()"
OLDEST = names()[0]
NAMES = "SELECT name FROM _sqlite_migrations WHERE migration_set = 'crisis-bot' ORDER BY id"


def shape(path: Path) -> dict[str, object]:
    """Every table, index, trigger and view, by name."""
    with opened(path) as connection:
        connection.row_factory = None
        return derived.shape(connection)


def everything(path: Path) -> list[str]:
    """All that is stored."""
    with opened(path) as connection:
        connection.row_factory = None
        return list(connection.iterdump())


def journal_of(path: Path) -> list[dict[str, object]]:
    """What must never change."""
    return rows(path, "SELECT * FROM journal ORDER BY crisis_id, seq")


@pytest.fixture
def next_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The version after this one, which differs in nothing but tables that the journal fills."""
    later = Migrations("crisis-bot")
    later(name=OLDEST)(module.journal_projections_outbox)
    later(name="of_the_next_version")(lambda _db: None)
    monkeypatch.setattr(module, "migrations", later)
    names.cache_clear()
    yield
    monkeypatch.undo()
    names.cache_clear()


def test_every_schema_is_kept() -> None:
    """A migration comes with a database of the schema that it makes, and none is lost or renamed."""
    assert [file_of(name).name for name in names()] == sorted(file.name for file in FOLDER.glob("*.sql"))


def test_a_change_of_the_schema_has_its_migration(tmp_path: Path) -> None:
    """The newest kept database has the present tables: whoever changes those adds a migration, and its database."""
    path = loaded(names()[-1], tmp_path)
    Store(tmp_path / "fresh.db").close()
    assert shape(path) == shape(tmp_path / "fresh.db")


@pytest.mark.parametrize("name", names())
async def test_a_database_of_an_earlier_schema_goes_on(name: str, tmp_path: Path) -> None:
    """Chain and tables verify, nothing in the journal has changed, what was owed is owed, and commands work."""
    path = loaded(name, tmp_path)
    entries = journal_of(path)
    owed = rows(path, "SELECT id, kind, state, uncertain FROM outbox ORDER BY id")
    assert integrity.verify(path) == []
    async with desk(tmp_path, playbook=SMALL) as d:
        assert d.store.verify() == []
        assert journal_of(path) == entries
        assert rows(path, "SELECT id, kind, state, uncertain FROM outbox ORDER BY id") == owed
        assert {row["state"] for row in owed} == {"waiting", "sending", "parked", "done"}
        Store(tmp_path / "fresh.db").close()
        assert shape(path) == shape(tmp_path / "fresh.db")
        d.clock.move(hours=4)
        recorded = await d.do(cmd.RecordDecision, CAMILLE, OPEN, text="Stop it all", supersedes=2, request_id="new-1")
        assert [decision.number for decision in recorded.crisis.decisions] == [1, 2, 3]
        assert (
            await d.do(cmd.CloseAction, ALEX, CLOSED, action=1, proof="https://example.com", request_id="new-2")
        ).recorded
        assert (await d.do(cmd.ReopenCrisis, CAMILLE, CLOSED, reason="It is back", request_id="new-3")).recorded
        assert [row.uncertain for row in await d.service.outbox.recover()] == [True]
        assert await d.service.outbox.take(d.clock(), 20)
        assert d.store.verify() == []


@pytest.mark.parametrize("name", names())
async def test_a_backup_of_an_earlier_schema_can_be_made_and_restored(name: str, tmp_path: Path) -> None:
    """It is copied as it is, and brought up to date where it is restored."""
    (tmp_path / "old").mkdir()
    path = loaded(name, tmp_path / "old")
    before = path.read_bytes()
    backup(path, tmp_path / "copy.db")
    assert path.read_bytes() == before
    assert shape(tmp_path / "copy.db") == shape(path)
    await restored(tmp_path / "copy.db", tmp_path / "crisis.db")
    assert integrity.verify(tmp_path / "crisis.db") == []
    assert rows(tmp_path / "crisis.db", NAMES) == [{"name": known} for known in names()]


async def test_a_reminder_of_two_crises_is_found_after_a_migration(tmp_path: Path) -> None:
    """Under both, though no earlier schema had an index of what a reminder speaks of."""
    path = loaded("told_in_time", tmp_path)
    with opened(path) as connection:
        connection.execute(
            'INSERT INTO outbox (crisis_id, kind, name, "to", args, state, not_before, created_at, answer, correlation)'
            " SELECT crisis_id, 'notice', 'reminder', ?, ?, 'done', not_before, created_at, ?, ''"
            " FROM outbox WHERE crisis_id = ? LIMIT 1",
            (ALEX, json.dumps({"matters": [{"c": OPEN}, *[{"c": CLOSED}] * 2]}), '{"channel": "D1", "ts": "1"}', OPEN),
        )
    async with desk(tmp_path, playbook=SMALL) as d:
        for crisis in (OPEN, CLOSED):
            assert list(d.service.outbox.posted(crisis, "reminder")) == [("D1", "1")]


DIFFERENCES = [
    "DROP TABLE lessons",
    "ALTER TABLE decisions DROP COLUMN why",
    "DROP INDEX members_by_user",
    "DROP VIEW log",
    "ALTER TABLE items ADD COLUMN mood TEXT",
]


@pytest.mark.parametrize("difference", DIFFERENCES)
@pytest.mark.usefixtures("next_version")
async def test_derived_tables_are_made_anew_whatever_they_were(difference: str, tmp_path: Path) -> None:
    """A change of tables that the journal can fill needs no SQL in its migration."""
    path = loaded(OLDEST, tmp_path)
    entries = journal_of(path)
    with opened(path) as connection:
        connection.execute("DROP VIEW log")
        connection.execute("CREATE VIEW log AS SELECT * FROM journal")
        connection.execute(difference)
    assert integrity.verify(path) == []
    with closing(Store(path)) as store:
        assert store.verify() == []
    Store(tmp_path / "fresh.db").close()
    assert shape(path) == shape(tmp_path / "fresh.db")
    assert journal_of(path) == entries
    assert rows(path, NAMES) == [{"name": OLDEST}, {"name": "of_the_next_version"}]


@pytest.mark.usefixtures("next_version")
async def test_a_migration_that_cannot_be_done_leaves_everything_as_it_was(tmp_path: Path) -> None:
    """A journal that cannot be read is told, by `verify` with the entry, and nothing has been changed."""
    path = loaded(OLDEST, tmp_path)
    with opened(path) as connection:
        connection.execute("DROP TRIGGER journal_keeps_words")
        connection.execute("UPDATE journal SET content = '{}' WHERE seq = 1")
    before = rows(path, "SELECT name, sql FROM sqlite_master")
    with pytest.raises(StoreError) as told:
        Store(path)
    assert told.value.code == "corrupt"
    assert rows(path, "SELECT name, sql FROM sqlite_master") == before
    assert {(found.code, found.place["entry"]) for found in integrity.verify(path)} == {("content", 1)}


def test_a_database_of_a_later_version_is_refused(tmp_path: Path) -> None:
    """It is left as it is, and the cure is named."""
    path = loaded(names()[-1], tmp_path)
    with opened(path) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('crisis-bot', 'of_2031', '')"
        )
    before = everything(path)
    for use in (Store, integrity.verify):
        with pytest.raises(StoreError, match="newer crisis-bot") as told:
            use(path)
        assert (told.value.code, told.value.words) == ("newer", "of_2031")
    assert everything(path) == before


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    """None of its tables is touched, none is added; a replicator's own tables are no other program's."""
    path = tmp_path / "crisis.db"
    with opened(path) as connection:
        connection.execute("CREATE TABLE contacts (name)")
    for use in (Store, integrity.verify):
        with pytest.raises(StoreError) as told:
            use(path)
        assert told.value.code == "alien"
    assert set(shape(path)) == {"contacts"}
    with opened(tmp_path / "new.db") as connection:
        connection.execute("CREATE TABLE _litestream_seq (id INTEGER)")
    with closing(Store(tmp_path / "new.db")) as store:
        assert store.verify() == []


async def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    """Both find the same tables in the end; neither fails."""
    path = loaded(OLDEST, tmp_path)
    command = (sys.executable, "-c", OPEN_IT, str(path))
    root = Path(__file__).parents[2]
    children = [await asyncio.create_subprocess_exec(*command, cwd=root) for _ in range(3)]
    assert await asyncio.gather(*(child.wait() for child in children)) == [0, 0, 0]
    assert integrity.verify(path) == []

"""Whatever is changed in the file by somebody who has it in hand is found, and told by its place."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from random import Random

import pytest

from bot import console
from bot.domain import commands as cmd
from bot.store import integrity, journal
from bot.store.damage import Damage, damage
from bot.store.errors import StoreError
from bot.store.playbooks import Playbooks
from bot.store.projections import TABLES
from bot.store.store import Store
from tests.store.desk import desk, opened, rows

COLUMNS = ("crisis_id", "at", "actor", "kind", "content", "content_hash", "previous_hash", "hash")
TEXTS = {
    "en": "crisis c1, entry 3: the content is not what was written",
    "fr": "crise c1, entrée 3\N{NO-BREAK SPACE}: le contenu n’est pas celui qui a été écrit",
}


async def written(directory: Path) -> Path:
    """A database with a crisis of a few entries."""
    async with desk(directory) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text="Arrêt de la ligne 3", why="du verre", request_id="cmd:3")
        await d.do(cmd.AddNote, text="Line 3 stands still", request_id="cmd:4")
        path = d.path
    with opened(path) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return path


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that is only ever copied."""
    return asyncio.run(written(tmp_path_factory.mktemp("original")))


@pytest.fixture
def copy(original: Path, tmp_path: Path) -> Path:
    """One that may be changed."""
    return Path(shutil.copy(original, tmp_path / "copy.db"))


@pytest.fixture
def by_hand(original: Path) -> Iterator[sqlite3.Connection]:
    """A copy in memory, without the triggers that keep the journal from being rewritten."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection, opened(original) as source:
        source.backup(connection)
        with disarmed(connection):
            connection.text_factory = lambda text: text.decode(errors="surrogateescape")
            yield connection


@contextmanager
def disarmed(connection: sqlite3.Connection) -> Iterator[None]:
    """Without the triggers, which are put back: as somebody would do it who rewrites history and leaves no trace."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, statement in triggers:
        connection.execute(statement)


def tampered(path: Path, *statements: str) -> list[Damage]:
    """What `verify` says after somebody with the file in hand changed it, triggers or not."""
    with opened(path) as connection, disarmed(connection):
        for statement in statements:
            connection.execute(statement)
    return integrity.verify(path)


def chain(connection: sqlite3.Connection) -> list[Damage]:
    """What is wrong with the chains of all crises."""
    found: list[Damage] = []
    for name in journal.crisis_ids(connection):
        try:
            found += journal.broken(connection, name)
        except UnicodeEncodeError:  # no text, hence no crisis of ours
            found.append(damage("unreadable", crisis=name))
    return found


def test_every_changed_bit_of_an_entry_is_found(by_hand: sqlite3.Connection) -> None:
    """Each bit of each byte of each text of each entry, one at a time: the chain names the entry."""
    assert chain(by_hand) == []
    changes = 0
    for seq in (1, 2, 3, 4):
        for column in COLUMNS:
            (was,) = by_hand.execute(f"SELECT CAST({column} AS BLOB) FROM journal WHERE seq = ?", (seq,)).fetchone()  # noqa: S608
            for place in range(len(was)):
                for bit in range(8):
                    now = bytearray(was)
                    now[place] ^= 1 << bit
                    by_hand.execute("BEGIN")
                    by_hand.execute(f"UPDATE journal SET {column} = CAST(? AS TEXT) WHERE seq = ?", (bytes(now), seq))  # noqa: S608
                    found = chain(by_hand)
                    by_hand.execute("ROLLBACK")
                    changes += 1
                    named = {number for each in found for number in each.place.values()}
                    assert seq in named or column == "crisis_id", (seq, column, place, bit, found)
                    assert found, (seq, column, place, bit)
    assert changes > 10_000


def test_every_changed_number_of_an_entry_is_found(by_hand: sqlite3.Connection) -> None:
    """Each entry under each other number that eight bits can make of it, and far away: refused by SQLite, or found."""
    refused = 0
    for seq in (1, 2, 3, 4):
        for other in {seq ^ change for change in range(1, 256)} | {-seq, seq + (1 << 40)}:
            by_hand.execute("BEGIN")
            try:
                by_hand.execute("UPDATE journal SET seq = ? WHERE seq = ?", (other, seq))
                assert chain(by_hand), (seq, other)
            except sqlite3.IntegrityError:
                refused += 1
            finally:
                by_hand.execute("ROLLBACK")
    assert refused == 4 * 3


def pages_with(path: Path, words: str) -> set[int]:
    """The offsets of the file's pages that hold these words."""
    data, wanted = path.read_bytes(), words.encode()
    size = int.from_bytes(data[16:18], "big")
    return {start for start in range(0, len(data), size) if wanted in data[start : start + size]}


def test_every_changed_byte_of_the_journals_page_is_found(copy: Path) -> None:
    """Each byte of the file's page that holds the entries: what is stored is as it was, or `verify` tells of it."""
    entries = rows(copy, "SELECT * FROM journal")
    pages = set.intersection(*(pages_with(copy, str(entry["hash"])) for entry in entries))
    data = copy.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    (page,) = (start for start in pages if data[start] == 0x0D)  # a leaf of a table
    pointers = range(page, page + 8 + 2 * int.from_bytes(data[page + 3 : page + 5], "big"))
    cells = range(page + int.from_bytes(data[page + 5 : page + 7], "big"), page + size)
    found = 0
    with copy.open("r+b", buffering=0) as file:
        for place in (*pointers, *cells):
            file.seek(place)
            file.write(bytes([data[place] ^ (1 << place % 8)]))
            if integrity.verify(copy):
                found += 1
            else:  # what is unused between cells
                assert rows(copy, "SELECT * FROM journal") == entries, place - page
            file.seek(place)
            file.write(data[place : place + 1])
    assert integrity.verify(copy) == []
    assert found > sum(len(str(value).encode()) for entry in entries for value in entry.values())


def again(seq: int, number: int) -> str:
    """The statement that writes an entry once more, under another number."""
    rest = "at, actor, kind, content, content_hash, previous_hash, hash"
    return f"INSERT INTO journal SELECT crisis_id, {number}, {rest} FROM journal WHERE seq = {seq}"  # noqa: S608


def test_a_changed_byte_anywhere_in_the_file_is_found_or_changes_nothing_that_is_proven(copy: Path) -> None:
    """Three hundred places of the file: `verify` tells, or journal, playbooks and tables are as they were."""
    proven = ("journal", "playbooks", *(table.name for table in TABLES))
    before = [rows(copy, f"SELECT * FROM {name}") for name in proven]  # noqa: S608
    data = copy.read_bytes()
    places = Random(20260314)
    found = 0
    with copy.open("r+b", buffering=0) as file:
        for place in places.sample(range(len(data)), 300):
            file.seek(place)
            file.write(bytes([data[place] ^ (1 << places.randrange(8))]))
            try:
                if integrity.verify(copy):
                    found += 1
                else:
                    assert [rows(copy, f"SELECT * FROM {name}") for name in proven] == before, place  # noqa: S608
            except StoreError:  # no database of ours any more
                found += 1
            file.seek(place)
            file.write(data[place : place + 1])
    assert found > 50


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            "UPDATE journal SET content = replace(content, 'ligne 3', 'ligne 4')",
            damage("content", crisis="c1", entry=3),
        ),
        ("UPDATE journal SET actor = 'U99' WHERE seq = 4", damage("heading", crisis="c1", entry=4)),
        ("UPDATE journal SET previous_hash = hash WHERE seq = 4", damage("unchained", crisis="c1", entry=4)),
        ("DELETE FROM journal WHERE seq = 3", damage("entry_missing", crisis="c1", entry=3)),
        ("DELETE FROM journal WHERE seq IN (2, 3)", damage("entries_missing", crisis="c1", first=2, last=3)),
        (
            "DELETE FROM journal WHERE seq = 4",
            damage("row_differs", crisis="c1", table="crises", row="c1", columns="last_seq"),
        ),
        ("DELETE FROM journal WHERE seq = 4", damage("request", request="cmd:4", crisis="c1")),
        ("DELETE FROM journal", damage("orphan", crisis="c1", table="crises")),
        (again(1, number=0), damage("entry_extra", crisis="c1", entry=0)),
        (again(4, number=5), damage("unchained", crisis="c1", entry=5)),
        (again(4, number=5), damage("heading", crisis="c1", entry=5)),
        (
            "UPDATE decisions SET text = 'Go on', why = ''",
            damage("row_differs", crisis="c1", table="decisions", row="1", columns="text, why"),
        ),
        ("DELETE FROM decisions", damage("row_missing", crisis="c1", table="decisions", row="1")),
        (
            "INSERT INTO members VALUES ('c1', 'U99', '')",
            damage("row_extra", crisis="c1", table="members", row="U99"),
        ),
        ("UPDATE journal SET kind = 'Nonsense' WHERE seq = 4", damage("unreadable", crisis="c1", words="KeyError")),
        ("UPDATE crises SET playbook_digest = 'none'", damage("link", table="crises", row=1, parent="playbooks")),
        (
            "UPDATE outbox SET crisis_id = 'c9' WHERE id = 1",
            damage("link", table="outbox", row=1, parent="crises"),
        ),
        ("UPDATE playbooks SET body = replace(body, 'media', 'medai')", damage("playbook", playbook="nine-advices")),
        ("DROP INDEX members_by_user", damage("schema", name="members_by_user")),
        ("DROP VIEW log", damage("schema", name="log")),
        ("ALTER TABLE lessons RENAME COLUMN cause TO reason", damage("schema", name="lessons")),
        ("UPDATE playbooks SET title = 'Ten'", damage("playbook", playbook="nine-advices")),
    ],
)
def test_tampering_is_told_by_its_place(copy: Path, change: str, told: Damage) -> None:
    """`verify` names the crisis, the entry or row, and what is wrong with it."""
    assert told in tampered(copy, change)


def test_a_journal_without_its_guards_is_found(copy: Path) -> None:
    """Somebody took the triggers away that keep entries from being changed by accident, and changed nothing yet."""
    with opened(copy) as connection:
        connection.execute("DROP TRIGGER journal_keeps_words")
    assert integrity.verify(copy) == [damage("schema", name="journal_keeps_words")]


def test_two_entries_that_changed_places_are_found(copy: Path) -> None:
    """Order is part of what is chained: both entries are named."""
    found = tampered(
        copy,
        "UPDATE journal SET seq = 99 WHERE seq = 3",
        "UPDATE journal SET seq = 3 WHERE seq = 4",
        "UPDATE journal SET seq = 4 WHERE seq = 99",
    )
    for entry in (3, 4):
        assert damage("heading", crisis="c1", entry=entry) in found
        assert damage("unchained", crisis="c1", entry=entry) in found


def test_an_entry_that_was_put_in_between_is_found(copy: Path) -> None:
    """Even when it is chained to the one before: the next one is not chained to it."""
    with opened(copy) as connection:
        (before,) = connection.execute("SELECT hash FROM journal WHERE seq = 3").fetchone()
        at, content = "2026-03-14T20:41:00.000Z", '{"text":"We knew","status":"fact","author":"U01"}'
        this = journal.chained(before, "c1", 4, at, "U01", "NoteAdded", journal.digest(content))
    found = tampered(
        copy,
        "UPDATE journal SET seq = 5 WHERE seq = 4",
        f"INSERT INTO journal VALUES ('c1', 4, '{at}', 'U01', 'NoteAdded', '{content}',"  # noqa: S608
        f" '{journal.digest(content)}', '{before}', '{this}')",
    )
    assert damage("unchained", crisis="c1", entry=5) in found
    assert damage("unchained", crisis="c1", entry=4) not in found


def test_a_cut_off_end_that_hides_itself_is_found_with_a_backup_alone(copy: Path, original: Path) -> None:
    """A file whose last entry is gone with all that was computed from it is whole in itself: an earlier copy tells."""
    assert tampered(copy, "DELETE FROM journal WHERE seq = 4", "DELETE FROM requests WHERE request_id = 'cmd:4'") == [
        damage("row_differs", crisis="c1", table="crises", row="c1", columns="last_seq")
    ]
    with closing(Store(copy)) as store:
        store.rebuild()
    assert integrity.verify(copy) == []
    assert integrity.cut_off(copy, original) == [damage("cut_off", crisis="c1", entry=4)]
    assert integrity.cut_off(original, copy) == []


def test_a_journal_that_was_chained_anew_is_found_with_a_backup_alone(copy: Path, original: Path) -> None:
    """Whoever can write the file can compute every hash: an earlier copy tells."""
    with opened(copy) as connection, disarmed(connection):
        connection.row_factory = None
        previous = journal.GENESIS
        for seq, at, actor, kind, content in connection.execute(
            "SELECT seq, at, actor, kind, content FROM journal ORDER BY seq"
        ).fetchall():
            content = content.replace("ligne 3", "ligne 4")  # noqa: PLW2901 - the forger's own words
            this = journal.chained(previous, "c1", seq, at, actor, kind, journal.digest(content))
            connection.execute(
                "UPDATE journal SET content = ?, content_hash = ?, previous_hash = ?, hash = ? WHERE seq = ?",
                (content, journal.digest(content), previous, this, seq),
            )
            previous = this
    with closing(Store(copy)) as store:
        store.rebuild()
    assert integrity.verify(copy) == []
    assert integrity.cut_off(copy, original) == [damage("cut_off", crisis="c1", entry=4)]


def test_a_damaged_page_of_any_table_is_told_with_what_else_is_wrong(copy: Path) -> None:
    """SQLite's own finding is told in its words, and the rest is still looked at where it can be read."""
    data = bytearray(copy.read_bytes())
    with opened(copy) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'decisions'").fetchone()
    size = int.from_bytes(data[16:18], "big")
    data[(root - 1) * size : (root - 1) * size + 8] = b"\xff" * 8
    copy.write_bytes(data)
    malformed = "database disk image is malformed"
    found = tampered(copy, "UPDATE journal SET actor = 'U99' WHERE seq = 4")
    assert found[0].code == "file"
    assert damage("table", table="decisions", words=malformed) in found
    assert damage("heading", crisis="c1", entry=4) in found
    assert {each.code for each in found} == {"file", "table", "heading", "unreadable"}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_finding_is_told_in_the_operators_language(
    copy: Path, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence of its own for every code, with its place."""
    monkeypatch.setenv("CRISIS_LANGUAGE", language)
    (found,) = (
        each for each in tampered(copy, "UPDATE journal SET content = '{}' WHERE seq = 3") if each.code == "content"
    )
    assert console.damage(found) == TEXTS[language]


def test_nothing_is_written_by_looking(copy: Path) -> None:
    """`verify` leaves every byte as it is, and no file beside the database."""
    before = copy.read_bytes()
    assert integrity.verify(copy) == []
    assert (copy.read_bytes(), [file.name for file in copy.parent.iterdir()]) == (before, ["copy.db"])


def test_verifying_does_not_hold_up_the_bot(copy: Path) -> None:
    """While everything is read, others write; what is proven is one moment."""
    with opened(copy) as other, closing(sqlite3.connect(copy, isolation_level=None)) as reading:
        other.execute("PRAGMA journal_mode = WAL")
        found = integrity.problems(reading, Playbooks())
        reading.execute("PRAGMA query_only = ON")
        numbers = count(1)
        assert list(found) == []
        other.execute("UPDATE crises SET title = ?", (f"{next(numbers)}",))
    assert integrity.verify(copy) != []

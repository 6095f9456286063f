"""`crisis-bot verify`, `backup` and `restore` as an operator meets them."""

from __future__ import annotations

import asyncio
import re
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.domain import commands as cmd
from bot.domain.playbook import LANGUAGES, Language
from bot.locale import texts_in
from bot.store import integrity
from bot.store.errors import _CODES
from bot.store.store import Store
from tests.store.desk import desk, opened, rows

ROOT = Path(__file__).parent.parent
HOLD_IT = """
import sys, time
from bot.store.store import Store
store = Store(sys.argv[1])
print("at work", flush=True)
time.sleep(60)
"""


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A working folder with a database of one crisis, and without a .env."""
    monkeypatch.chdir(tmp_path)

    async def lived() -> None:
        async with desk(tmp_path) as d:
            await d.begin_with_channel()
            await d.do(cmd.RecordDecision, text="Stop line 3")

    asyncio.run(lived())
    return tmp_path


def typed(*words: str) -> Result:
    """What comes of `crisis-bot …`."""
    return CliRunner().invoke(main, words)


def test_a_day_with_backups(folder: Path) -> None:
    """Backed up, damaged, found, restored, whole again: each step says what was done and what comes next."""
    made = typed("backup", "--to", "night.db")
    assert (made.exit_code, made.output) == (
        0,
        "crisis.db is backed up in night.db, and the copy is proven to be whole.\n",
    )
    with opened(folder / "crisis.db") as connection:
        connection.execute("UPDATE decisions SET text = 'Go on'")
    found = typed("verify")
    assert found.exit_code == 2
    assert found.output.splitlines()[:2] == [
        "crisis.db is damaged:",
        "  crisis c1, table decisions, row 1: it differs from the journal in text",
    ]
    assert "crisis-bot restore FILE" in found.output.splitlines()[2]
    done = typed("restore", "night.db")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "crisis.db is now what night.db holds, proven to be whole."
    assert re.fullmatch(r"What it replaced is kept as crisis\.db\.replaced-\S+\.", lines[1])
    assert "crisis-bot serve" in lines[-1]
    assert typed("verify").exit_code == 0
    assert rows(folder / "crisis.db", "SELECT text FROM decisions") == [{"text": "Stop line 3"}]


def test_a_backup_without_a_name_is_named_after_the_time(folder: Path) -> None:
    """It stands beside the database, and a second one does not replace it."""
    assert typed("backup").exit_code == 0
    (made,) = folder.glob("crisis-*.db")
    assert re.fullmatch(r"crisis-\d{8}T\d{6}Z\.db", made.name)
    assert integrity.verify(made) == []


def test_a_backup_that_is_there_is_replaced_only_when_it_is_said(folder: Path) -> None:
    """Without --overwrite nothing happens, and the way is named; with it, the replacing is told."""
    typed("backup", "--to", "b.db")
    before = (folder / "b.db").stat().st_ino
    refused = typed("backup", "--to", "b.db")
    assert (refused.exit_code, (folder / "b.db").stat().st_ino) == (2, before)
    assert "--overwrite" in refused.output
    assert "was replaced" in typed("backup", "--to", "b.db", "--overwrite").output


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_is_told_in_the_operators_language(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Findings, refusals and cures, in French to a French operator."""
    monkeypatch.setenv("CRISIS_LANGUAGE", language)
    with opened(Path("crisis.db")) as connection:
        connection.execute("DELETE FROM decisions")
    told = {
        "en": "crisis c1, table decisions, row 1: it is missing, though the journal has it",
        "fr": "crise c1, table decisions, ligne 1\N{NO-BREAK SPACE}: elle manque, alors que le journal l’a",
    }
    for words in (("verify",), ("backup", "--to", "x.db")):
        result = typed(*words)
        assert result.exit_code == 2
        assert told[language] in result.output
    assert not Path("x.db").exists()


def test_what_was_cut_off_is_found_against_a_backup(folder: Path) -> None:
    """`verify --against` proves that nothing of an earlier copy is missing."""
    typed("backup", "--to", "b.db")
    assert "all that b.db has is still there" in typed("verify", "--against", "b.db").output
    with opened(folder / "crisis.db") as connection:
        (guard,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'journal_keeps_entries'").fetchone()
        connection.execute("DROP TRIGGER journal_keeps_entries")
        connection.execute("DELETE FROM journal WHERE seq = 3")
        connection.execute("DELETE FROM requests WHERE first_seq = 3")
        connection.execute(guard)
    with closing(Store("crisis.db")) as store:
        store.rebuild()
    assert typed("verify").exit_code == 0
    against = typed("verify", "--against", "b.db")
    assert against.exit_code == 2
    assert "crisis c1, entry 3: the backup has it, and here it is missing or another one" in against.output


async def test_a_database_in_use_is_not_replaced(folder: Path) -> None:
    """Another process is at work on it: the cure is to stop that first. Killed, it is in nobody's way any more."""
    await asyncio.to_thread(typed, "backup", "--to", "b.db")
    command = (sys.executable, "-c", HOLD_IT, str(folder / "crisis.db"))
    other = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert other.stdout is not None
    await other.stdout.readline()
    try:
        refused = await asyncio.to_thread(typed, "restore", "b.db")
    finally:
        other.kill()
        await other.communicate()
    assert refused.exit_code == 2
    assert refused.output == "A bot, or another command, is at work on crisis.db. Stop it, then try again.\n"
    assert (await asyncio.to_thread(typed, "restore", "b.db")).exit_code == 0


@pytest.mark.parametrize("command", ["backup", "verify", "outbox", "rebuild", "restore"])
def test_another_programs_database_is_told(command: str, folder: Path) -> None:
    """No command takes it for ours or changes it."""
    with opened(folder / "other.db") as connection:
        connection.execute("CREATE TABLE contacts (name)")
    words = ("restore", "other.db") if command == "restore" else (command, "--database", "other.db")
    result = typed(*words)
    assert result.exit_code == 2
    assert "not one of crisis-bot" in result.output
    assert rows(folder / "other.db", "SELECT name FROM sqlite_master") == [{"name": "contacts"}]


@pytest.mark.parametrize("command", ["backup", "verify", "outbox", "rebuild", "restore"])
def test_a_later_versions_database_is_told(command: str, folder: Path) -> None:
    """With the cure: install that version."""
    with opened(folder / "crisis.db") as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('crisis-bot', 'of_2031')")
    (folder / "crisis.db").rename(folder / "later.db")
    words = ("restore", "later.db") if command == "restore" else (command, "--database", "later.db")
    result = typed(*words)
    assert result.exit_code == 2
    assert "written by a newer crisis-bot" in result.output
    assert "of_2031" in result.output


@pytest.mark.parametrize("command", ["serve", "doctor"])
def test_a_bot_does_not_start_on_a_later_versions_database(
    command: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so in a sentence, and does not touch what it cannot know."""
    with opened(folder / "crisis.db") as connection:
        connection.execute("INSERT INTO _sqlite_migrations (migration_set, name) VALUES ('crisis-bot', 'of_2031')")
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "sssh")
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:1/api/")
    result = typed(command)
    assert result.exit_code != 0
    assert "written by a newer crisis-bot" in result.output
    assert "Traceback" not in result.output


def test_every_finding_and_every_failure_has_its_sentence() -> None:
    """Whatever the store can say by a code is told in words, in both languages."""
    store = [path.read_text(encoding="utf-8") for path in (ROOT / "bot" / "store").glob("*.py")]
    codes = {
        f"cli.{room}.{code}"
        for room, call in (("damage", "damage"), ("store", "StoreError"))
        for text in store
        for code in re.findall(rf'\b{call}\(\s*"(\w+)"', text)
    } | {f"cli.store.{code}" for code in _CODES.values()}
    assert len(codes) > 20
    for language in LANGUAGES:
        assert codes <= texts_in(language).keys

"""A person's words are removed for good; the chain still verifies."""

import shutil
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.effects import Effect
from bot.domain.redacting import REMOVED
from bot.store import redaction
from bot.store.damage import damage
from bot.store.ledger import Ledger
from bot.store.playbooks import Playbooks
from bot.store.redaction import Redaction
from bot.store.store import Store
from tests.domain.story import START
from tests.store.desk import desk, rows

SCRUB = Effect(kind="scrub", to="U01", args={})
SECRET = "Madame Dupont-Lefèvre, 12 rue des Lilas"


async def with_words(directory: Path) -> Path:
    """A decision and a note that hold a person's words."""
    async with desk(directory) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text=f"Call {SECRET}", why="She asked for it.")
        await d.do(cmd.AddNote, text=SECRET)
        (row,) = await d.service.outbox.take(d.clock(), 1)
        await d.service.outbox.done(row, {"ok": True, "text": f"« {SECRET} »"})
    return d.path


def contents(directory: Path) -> bytes:
    """Every byte of the database and of what lies beside it."""
    return b"".join(file.read_bytes() for file in directory.iterdir())


def redact(path: Path, *fields: str, seq: int) -> None:
    """From another process than the bot's, on a store of its own."""
    store = Store(path)
    try:
        store.redact(Redaction("c1", seq, fields, "U01", "The person asked for it."), START)
    finally:
        store.close()


async def test_the_words_are_gone_and_the_chain_holds(tmp_path: Path) -> None:
    """Neither in a table nor anywhere in the files; number, time, author and hash of the entry stay."""
    path = await with_words(tmp_path)
    assert b"Lilas" in contents(tmp_path)
    before = rows(path, "SELECT seq, at, actor, kind, content_hash, hash FROM journal")
    redact(path, "text", seq=3)
    redact(path, "text", seq=4)
    assert rows(path, "SELECT seq, at, actor, kind, content_hash, hash FROM journal") == before
    assert rows(path, "SELECT text, why FROM decisions") == [{"text": "[…]", "why": "She asked for it."}]
    assert b"Lilas" not in contents(tmp_path)
    store = Store(path)
    assert store.verify() == []
    store.close()


async def test_a_removal_that_was_broken_off_is_finished_at_the_next_start(tmp_path: Path) -> None:
    """Killed after the entry has lost its words and before the file has: whoever starts next wipes it."""
    (tmp_path / "bot").mkdir()
    async with desk(tmp_path / "bot") as d:
        await d.begin_with_channel()
        (entry,) = (await d.do(cmd.AddNote, text=SECRET)).recorded
        removal = Redaction("c1", entry.seq, ("text",), "U01", "The person asked for it.")
        await d.store.writer.run(partial(broken_off, removal))
        shutil.copytree(tmp_path / "bot", tmp_path / "killed")
    assert b"Lilas" in contents(tmp_path / "killed")
    async with desk(tmp_path / "killed") as d:
        assert b"Lilas" not in contents(tmp_path / "killed")
        assert d.store.verify() == []


def broken_off(removal: Redaction, ledger: Ledger) -> None:
    """The part of a removal that is one transaction."""
    redaction.redact(ledger.connection, Playbooks(), removal, "2026-03-14T20:41:00.000Z")


async def test_the_tags_of_a_lesson_are_words_too(tmp_path: Path) -> None:
    """They were typed, and other crises find the lesson by them: removed, no crisis does, and no file has them."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.StandDown, reason="Over")
        tags = ("Dupont-Lefèvre", "yaourt")
        await d.do(cmd.RecordLesson, happened="Nobody knew", change="Keep a list", tags=tags, shared=True)
    (entry,) = rows(d.path, "SELECT seq FROM journal WHERE kind = 'LessonRecorded'")
    assert "dupont-lefèvre" in {row["word"] for row in rows(d.path, "SELECT word FROM lesson_words")}
    redact(d.path, "tags", seq=entry["seq"])
    assert {row["word"] for row in rows(d.path, "SELECT word FROM lesson_words")} <= {"site", "x", "press", REMOVED}
    assert "dupont-lefèvre".encode() not in contents(tmp_path)
    store = Store(d.path)
    assert store.verify() == []
    store.close()


async def test_what_the_state_follows_from_stays(tmp_path: Path) -> None:
    """Of an item's answers the typed ones go; choices, marks, people and times do not, nor what follows from them."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.TickItem, item="1.2", evidence={"danger": "yes", "measure": SECRET})
        known = (START - timedelta(hours=1)).isoformat()
        await d.do(cmd.TickItem, item="1.3", evidence={"at": known, "source": SECRET, "link": "https://example.com/1"})
        before = d.store.queries.crisis("c1")
    found = rows(tmp_path / "crisis.db", "SELECT seq, kind FROM journal WHERE kind = 'ItemDone'")
    for row in found:
        redact(tmp_path / "crisis.db", "evidence", seq=row["seq"])
    async with desk(tmp_path) as d:
        after = d.store.queries.crisis("c1")
        assert before is not None
        assert after is not None
        assert after.items["1.2"].evidence == {"danger": "yes", "measure": REMOVED}
        assert after.items["1.3"].evidence["at"] == before.items["1.3"].evidence["at"]
        assert (after.awareness_at, after.proposal) == (before.awareness_at, before.proposal)
        with pytest.raises(ValueError, match="holds no words in item"):
            await d.store.redact_at_work(Redaction("c1", found[0]["seq"], ("item",), "U01", "x"), START, [SCRUB], "")


async def test_a_bot_at_work_forgets_them_too(tmp_path: Path) -> None:
    """Another process redacts; the running one shows what is left, and goes on."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text=SECRET)
        redact(d.path, "text", seq=3)
        crisis = d.service.crisis("c1")
        assert crisis is not None
        assert [decision.text for decision in crisis.decisions] == ["[…]"]
        await d.do(cmd.RecordDecision, text="Stop line 3")
        assert d.store.verify() == []


async def test_a_redacted_entry_is_still_guarded(tmp_path: Path) -> None:
    """What is put in the place of the words afterwards is found."""
    path = await with_words(tmp_path)
    redact(path, "text", seq=4)
    store = Store(path)
    store.writer.run_now(
        lambda ledger: (
            ledger.connection.execute(
                "UPDATE journal SET content = replace(content, '[…]', 'Fine.') WHERE seq = 4"
            ).rowcount
        )
    )
    assert store.verify() == [damage("content", crisis="c1", entry=4)]
    store.close()


@pytest.mark.parametrize(("seq", "field"), [(9, "text"), (3, "none"), (3, "number")])
async def test_what_holds_no_words_is_refused(tmp_path: Path, seq: int, field: str) -> None:
    """A slip in the command says so and changes nothing."""
    path = await with_words(tmp_path)
    with pytest.raises(ValueError, match="entry"):
        redact(path, field, seq=seq)
    assert rows(path, "SELECT * FROM redactions") == []

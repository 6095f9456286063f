"""A person's words are removed for good: by a command, from the files, from what Slack shows, from the next backup."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.figures import figures
from bot.sandbox import FaultSpec
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Stage, texts_of
from tests.waiting import until

NAME = "Zélie Xanthopoulos"
WORDS = f"Mme {NAME}, 12 rue des Lilas, a appelé pour son fils"


def files(folder: Path) -> bytes:
    """Every byte of the database, its log and whatever else lies there."""
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file())


def backup(database: Path, into: Path) -> bytes:
    """SQLite's own online backup, as a tool makes it beside the running bot."""
    with sqlite3.connect(database) as source, sqlite3.connect(into) as target:
        source.backup(target)
    source.close()
    target.close()
    return into.read_bytes()


def shown(stage: Stage) -> str:
    """All that the bot shows anybody: every message of its own in every channel, and no people's."""
    channels = stage.sandbox.workspace.channels.values()
    return "\n".join(texts_of(message) for channel in channels for message in stage.posted(channel))


async def test_the_words_leave_the_files_slack_and_the_next_backup(tmp_path: Path) -> None:
    """A decision with a name: noted on the board, told in the channel, copied into a sheet; afterwards nowhere."""
    folder, other = tmp_path / "bot", tmp_path / "backups"
    folder.mkdir()
    other.mkdir()
    async with Stage(folder) as stage:
        camille = await at_work(stage)
        hugo, karim = stage.person("Hugo"), stage.person("Karim")
        said = (await hugo.do("say", channel=stage.channel.id, text=WORDS))["message"]
        await hugo.command(stage.channel.id, f"/crise décider {WORDS}")
        await hugo.modal("decide")
        await hugo.submit(why="Elle demande un rappel")
        await ask(stage, karim, cmd.AddFact, text=WORDS, status="probable")
        await karim.command(stage.channel.id, "/crise faits")
        await karim.click(karim.heard()[-1], "facts.post")
        await stage.settled()
        await until(lambda: shown(stage).count(NAME) >= 3, what="board, decision and sheet")
        assert NAME.encode() in files(folder)
        assert NAME.encode() in backup(stage.database, other / "before.db")
        decided = next(entry.seq for entry in stage.entries() if entry.event.kind == "DecisionRecorded")

        await camille.command(stage.channel.id, f"/crise effacer {decided}")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        told = texts_of({"blocks": (await camille.modal("told"))["blocks"]})
        assert "autre entrée" in told, "the fact holds the same words"
        await camille.click_in_modal("redact.open")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await until(lambda: NAME not in shown(stage), what="Slack without the words")
        await stage.settled()
        report = texts_of(stage.direct(camille)[-1])
        assert "réécrits" in report
        assert said["ts"].replace(".", "") in report, "what Hugo wrote is his to delete"

        assert NAME.encode() not in files(folder)
        assert b"Lilas" not in files(folder)
        assert NAME.encode() not in backup(stage.database, other / "after.db")
        assert NAME not in await camille.command(stage.channel.id, "/crise journal")
        assert NAME not in await camille.command(stage.channel.id, "/crise décisions")
        kept = stage.rows("SELECT by, reason FROM redactions")
        assert kept == [(camille.id, "Demande de la personne")] * 2
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []
    command = [sys.executable, "-m", "bot", "verify", "--database", str(other / "after.db")]
    checked = subprocess.run(command, capture_output=True, check=False)  # noqa: ASYNC221, S603 - our own program, once
    assert checked.returncode == 0, checked.stdout + checked.stderr


async def test_what_was_broken_off_is_taken_up_again(tmp_path: Path) -> None:
    """Slack fails, the bot ends, another one starts: the words leave Slack too, and who removed them hears it once.

    Meanwhile nothing on disk tells them.
    """
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await camille.command(stage.channel.id, f"/crise décider {WORDS}")
        await camille.modal("decide")
        await camille.submit()
        await stage.settled()
        decided = next(entry.seq for entry in stage.entries() if entry.event.kind == "DecisionRecorded")
        stage.sandbox.faults.add(FaultSpec("conversations.history", "server_error", times=None))
        await camille.command(stage.channel.id, f"/crise effacer {decided}")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await camille.modal("told")
        owed = "SELECT state, error FROM outbox WHERE kind = 'scrub'"
        await until(lambda: ("waiting", "http_500") in stage.rows(owed), what="the first try")
        assert NAME in shown(stage)
        assert NAME.encode() not in files(tmp_path)
        await stage.end_bot()
        stage.sandbox.faults.clear()
        await stage.raise_bot()
        await until(lambda: NAME not in shown(stage), what="Slack without the words")
        await stage.settled()
        assert len(stage.notices("scrubbed")) == 1
        assert stage.rows("SELECT args FROM outbox WHERE kind = 'scrub'") == [("{}",)]


async def test_freed_pages_and_the_log_hold_nothing(tmp_path: Path) -> None:
    """Words that filled whole pages, in a log that was not yet written back, with somebody reading: still nowhere."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        for number in range(12):
            await ask(stage, camille, cmd.AddNote, text=f"{number} {WORDS * 40}")
        wal = stage.database.with_name(f"{stage.database.name}-wal")
        assert NAME.encode() in wal.read_bytes()
        noted = [entry.seq for entry in stage.entries() if entry.event.kind == "NoteAdded"]
        reader = sqlite3.connect(stage.database)
        for number in noted:
            assert reader.execute("SELECT count(*) FROM journal").fetchone()
            await camille.command(stage.channel.id, f"/crise effacer {number}")
            await camille.modal("redact")
            await camille.submit(reason="Demande de la personne")
            await camille.modal("told")
            await camille.do("close", view_id=camille.stack[-1].json["id"], all=True)
        reader.close()
        await stage.settled()
        assert NAME.encode() not in files(tmp_path)


@pytest.mark.parametrize("by", ["U01", "La déléguée à la protection des données"])
async def test_words_removed_from_a_shell_leave_the_files_and_slack_too(by: str, tmp_path: Path) -> None:
    """`crisis-bot redact` beside the running bot: files and Slack lose them, who and why stays, the chain verifies.

    Whoever asked is told what is left; where they are not in the crisis, the lead.
    """
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await ask(stage, camille, cmd.RecordDecision, text=WORDS)
        await until(lambda: shown(stage).count(NAME) >= 2, what="board and decision")
        entry = next(entry for entry in stage.entries() if entry.event.kind == "DecisionRecorded")
        arguments = [stage.crisis.id, str(entry.seq), "--field", "text", "--by", by, "--reason", "Demande"]
        command = [sys.executable, "-m", "bot", "redact", *arguments, "--database", str(stage.database)]
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: ASYNC221, S603 - our own program, once
        assert done.returncode == 0, done.stderr
        assert NAME.encode() not in files(tmp_path)
        assert stage.rows("SELECT by, reason FROM redactions") == [(by, "Demande")]
        await until(lambda: NAME not in shown(stage), what="Slack without the words")
        await stage.settled()
        (told,) = stage.notices("scrubbed", camille.id)
        assert "réécrits" in texts_of(told)
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []
        assert NAME not in await camille.command(stage.channel.id, "/crise journal")


async def test_a_title_leaves_the_channels_name_too(tmp_path: Path) -> None:
    """The channel is given a neutral name, its old one stands nowhere; the next entry to redact is named."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage, title=f"Plainte de {NAME}")
        assert "xanthopoulos" in stage.channel.name
        await camille.command(stage.channel.id, "/crise effacer 1")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        assert "1 autre entrée" in texts_of(await camille.modal("told")), "where the channel was made"
        await camille.click_in_modal("redact.open")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await until(lambda: "xanthopoulos" not in stage.channel.name, what="the channel's other name")
        await stage.settled()
        assert stage.channel.name.startswith("crise-20")
        assert stage.crisis.channel_name == stage.channel.name
        told = "".join(texts_of(message) for message in stage.notices("scrubbed"))
        assert "nom du canal" in told
        for ts, message in stage.channel.messages.items():
            if "xanthopoulos" in texts_of(message).lower():
                assert message["subtype"] in ("channel_name", "channel_topic"), "which are Slack's own"
                assert ts.replace(".", "") in told, "and only people can take them away"
        assert b"xanthopoulos" not in files(tmp_path).lower()
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []


async def test_a_channel_that_has_its_neutral_name_is_not_renamed_again(tmp_path: Path) -> None:
    """A title that is a word of every channel's name: one new name, and nobody is asked to give it another."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage, title="Crise")
        noted = await ask(stage, camille, cmd.AddNote, text="Crise")
        for number in (1, noted.recorded[0].seq):
            await camille.command(stage.channel.id, f"/crise effacer {number}")
            await camille.modal("redact")
            await camille.submit(reason="Demande de la personne")
            await camille.modal("told")
            await camille.do("close", view_id=camille.stack[-1].json["id"], all=True)
            await stage.settled()
        assert len(stage.calls("conversations.rename")) == 1
        assert all("renommez" not in texts_of(message) for message in stage.notices("scrubbed"))


async def test_a_channel_that_may_not_be_renamed_is_told(tmp_path: Path) -> None:
    """Where Slack refuses the new name, who removed the words reads that they give it one."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage, title=f"Plainte de {NAME}")
        stage.sandbox.faults.add(FaultSpec("conversations.rename", "error", error="not_authorized", times=None))
        await camille.command(stage.channel.id, "/crise effacer 1")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await camille.modal("told")
        await stage.settled()
        assert "renommez" in texts_of(stage.direct(camille)[-1])
        await camille.click_in_modal("redact.open")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await stage.settled()
        assert NAME.split()[1].lower().encode() not in files(tmp_path).lower()
        await camille.command(stage.channel.id, "/crise aparté")
        await camille.modal("side_room")
        await camille.submit(people=[camille.id, stage.person("Hugo").id])
        await stage.settled()
        assert stage.crisis.side_rooms[1].channel_id is not None


async def test_a_telephone_number_in_a_field_for_numbers_can_be_removed(tmp_path: Path) -> None:
    """It is gone from Slack and the files; the count beside it stays, and no figure is made of what was removed."""
    number = "0612345678"
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise conseil 2")
        await camille.modal("advice")
        await camille.click_in_modal("item.done", i="2.2")
        await camille.modal("evidence")
        await camille.submit(mentions="1200", usual=number)
        await camille.do("close", view_id=camille.stack[-1].json["id"], all=True) if camille.stack else None
        await ask(stage, camille, cmd.TickItem, item="2.6", evidence={"pieces": "Le Monde", "media_pieces": number})
        done = [entry.seq for entry in stage.entries() if entry.event.kind == "ItemDone"]
        for seq in done[-2:]:
            assert "0612" in await camille.command(stage.channel.id, f"/crise journal {seq}")
            await camille.command(stage.channel.id, f"/crise effacer {seq}")
            await camille.modal("redact")
            await camille.submit(reason="Demande de la personne")
            await camille.modal("told")
            await camille.do("close", view_id=camille.stack[-1].json["id"], all=True)
        await stage.settled()
        assert number.encode() not in files(tmp_path)
        assert number not in shown(stage)
        assert stage.crisis.items["2.2"].evidence["mentions"] == "1200"
        assert figures(stage.crisis, stage.entries(), stage.now).said.media_pieces is None
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []

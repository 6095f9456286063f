"""Words that were removed for good: gone from wherever the bot showed them, and what stays is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.domain import commands as cmd
from bot.domain.effects import Effect
from bot.domain.redacting import words_of
from bot.slack import client
from bot.slack.words import SHOWN
from bot.store.redaction import Redaction
from tests.scenarios.cell import ask, paris
from tests.scenarios.stage import TOKENS, Stage, texts_of, until
from tests.security.door import Caller, Ears
from tests.security.rich import MARK, rich
from tests.security.test_outsiders import clicks
from tests.slack.test_start import opened
from tests.store.desk import desk, rows

NAME = "Zélie Xanthopoulos"
WORDS = f"Mme\n{NAME} *a* <@U05> appelé"
"""Shown otherwise than typed within the first letters: a quotation mark, another asterisk."""


async def removed(stage: Stage, seq: int) -> str:
    """Camille removes an entry's words; what she hears of Slack."""
    camille = stage.person("Camille")
    before = len(stage.direct(camille))
    await camille.command(stage.channel.id, f"/crise effacer {seq}")
    await camille.modal("redact")
    await camille.submit(reason="Demande de la personne")
    await until(lambda: len(stage.direct(camille)) > before, what="word of Slack")
    return texts_of(stage.direct(camille)[-1])


async def test_threads_and_direct_messages_lose_removed_words_or_are_told(stage: Stage) -> None:
    """What the bot wrote is gone, in a thread and in somebody's direct messages too; a person's reply is pointed to."""
    channel = await opened(stage, "/crise démarrer Du verre @alex.martin")
    camille = stage.person("Camille")
    await ask(stage, camille, cmd.RecordDecision, text=WORDS)
    entry = next(entry.seq for entry in stage.entries() if entry.event.kind == "DecisionRecorded")
    await stage.settled()
    shown = texts_of(stage.boards()[0]).split("Mme")[1][:60]
    root = await camille.do("say", channel=channel.id, text="On en parle ici")
    thread = root["message"]["ts"]
    theirs = (await camille.do("say", channel=channel.id, thread_ts=thread, text=WORDS))["message"]["ts"]
    direct, _ = stage.sandbox.workspace.direct(["U02", stage.app.bot_user_id])
    async with client.connect(stage.settings.slack_api_url, TOKENS["bot_token"]) as bot:
        for place in ({"channel": channel.id, "thread_ts": thread}, {"channel": direct.id}):
            await bot.call("chat.postMessage", text=f"Décision : Mme{shown}", **place)
    report = await removed(stage, entry)
    held = {ts for each in (channel, direct) for ts, message in each.messages.items() if NAME in texts_of(message)}
    assert held == {theirs}
    assert theirs.replace(".", "") in report


async def test_a_removed_title_leaves_the_topic_and_the_channels_name(stage: Stage) -> None:
    """Who removed it hears of the name that the channel bears now."""
    channel = await opened(stage, f"/crise démarrer {NAME}")
    await stage.settled()
    assert NAME in channel.topic["value"]
    report = await removed(stage, 1)
    await stage.settled()
    assert "Xanthopoulos" not in channel.topic["value"]
    assert "xanthopoulos" not in channel.name
    assert "nom du canal" in report


async def test_the_board_stays_though_another_entry_says_the_same(stage: Stage) -> None:
    """It shows what the logbook still holds; who removed the words is offered the other entry."""
    await opened(stage)
    for _ in range(2):
        await ask(stage, stage.person("Camille"), cmd.RecordDecision, text=WORDS)
    await stage.settled()
    (board,) = stage.boards()
    entries = [entry.seq for entry in stage.entries() if entry.event.kind == "DecisionRecorded"]
    await removed(stage, entries[0])
    assert [message["ts"] for message in stage.boards()] == [board["ts"]]
    assert NAME in texts_of(stage.boards()[0])
    await removed(stage, entries[1])
    assert NAME not in texts_of(stage.boards()[0])


async def test_words_too_short_to_be_looked_for_are_said_to_be(stage: Stage) -> None:
    """Nobody is told that nothing was found where nothing was looked for; the board loses them all the same."""
    await opened(stage)
    await ask(stage, stage.person("Camille"), cmd.RecordDecision, text="Zoé")
    await until(lambda: "Zoé" in texts_of(stage.boards()[0]), what="the board with it")
    entry = next(entry.seq for entry in stage.entries() if entry.event.kind == "DecisionRecorded")
    assert "trop courts" in await removed(stage, entry)
    assert "Zoé" not in texts_of(stage.boards()[0])


async def test_a_crisis_without_any_words_can_still_be_read_and_worked_in(
    tmp_path: Path, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    """Every word of every entry is removed: every word and button is answered, and the logbook verifies."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15)) as stage:
        channel, camille = await rich(stage), stage.person("Camille")
        await ask(stage, camille, cmd.TickItem, item="1.2", evidence={"danger": "yes", "measure": WORDS})
        known = (stage.now - timedelta(hours=1)).isoformat()
        await ask(stage, camille, cmd.TickItem, item="1.3", evidence={"at": known, "source": WORDS})
        assert stage.bot is not None
        crisis = stage.crisis.id
        for entry in stage.entries():
            if found := words_of(entry.event, stage.crisis.playbook):
                removal = Redaction(stage.crisis.id, entry.seq, tuple(found), "U01", "Demande de la personne")
                await stage.bot.service.redact(removal, Effect(kind="scrub", to="U01"))
        await stage.settled()
        for word in SHOWN["fr"].values():
            await camille.command(channel, f"/crise {word} 1")
        for verb, value in clicks(crisis):
            await Caller(stage, ears, "U01").click(channel, verb, value, answered=False)
        await stage.settled()
        assert [record.getMessage() for record in caplog.records if record.exc_info] == []
        assert stage.bot.service.store.verify() == []


@pytest.mark.parametrize(("language", "said"), [("en", ("bot's", "backups")), ("fr", ("ceux du bot", "sauvegardes"))])
def test_the_shell_tells_what_a_removal_leaves_and_no_words_of_private_crises(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, said: tuple[str, str]
) -> None:
    """Removal, copy, way back, list of what is owed, proof: in none of them a title, a text or an escape sequence."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CRISIS_LANGUAGE", language)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-in-no-line")

    async def lived() -> None:
        async with desk(tmp_path) as d:
            await d.begin("c1", title=f"{MARK} privé")
            await d.begin("c2", title="Public \x1b[2J\u202edrol", private=False)
            await d.do(cmd.AddNote, text=f"{MARK} a appelé")

    asyncio.run(lived())
    (note,) = (row["seq"] for row in rows(tmp_path / "crisis.db", "SELECT seq FROM journal WHERE kind = 'NoteAdded'"))
    told = {}
    for line in (
        f"redact c1 {note} --field text --by U01 --reason x", "redact c1 99 --field text --by U01 --reason x",
        f"redact c1 {note} --field nothing --by U01 --reason x", "backup --to b.db", "verify", "outbox", "rebuild",
        "restore b.db",
    ):  # fmt: skip
        told[line] = CliRunner().invoke(main, line.split(), color=True).output
        assert told[line], line
        assert not [word for word in (MARK, "xoxb-", "\x1b[2J", "\u202e") if word in told[line]], told[line]
    first = next(iter(told.values()))
    assert all(words in first.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'") for words in ("Slack", *said)), first
    assert "Public" in told["outbox"]
    assert "c1" in told["outbox"]

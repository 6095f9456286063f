"""What must be written down nowhere: tokens, addresses that work like one, a person's data that nobody asked for."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from bot.config import Settings
from bot.sandbox import FaultSpec
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.triggers import Trigger
from tests.scenarios.stage import TOKENS, Stage
from tests.security.door import Caller, Ears
from tests.security.test_forged import answers
from tests.slack.wire import action, post, signed
from tests.waiting import until

PHONE = "06 12 34 56 78"
DATA = (PHONE, "zelie.x@example.org", "FR76 3000 6000 0112 3456 7890 189", "2 55 08 14 168 025 38")
"""Each a person's, and each remarked by the guard."""


class Talkative(Stage):
    """A bot that says all that it can say."""

    @property
    def settings(self) -> Settings:
        """At DEBUG."""
        return super().settings.model_copy(update={"log_level": "DEBUG"})


def secrets_of(stage: Stage) -> set[str]:
    """Everything in this workspace that opens something for whoever has it."""
    triggers: dict[str, Trigger] = vars(stage.sandbox.workspace.triggers)["_triggers"]
    addresses: dict[str, ResponseUrl] = vars(stage.sandbox.workspace.response_urls)["_urls"]
    assert len(triggers) > 5
    assert len(addresses) > 2
    return {*TOKENS.values(), *triggers, *addresses, PHONE, PHONE.replace(" ", ""), stage.app.verification_token}


def files_in(folder: Path) -> dict[str, bytes]:
    """All that the bot has written, to the last byte."""
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_no_secret_is_in_the_log_or_the_database(tmp_path: Path) -> None:
    """At DEBUG, with Slack refusing, limiting and breaking off, in good order and in the face of junk."""
    async with Talkative(tmp_path, process=True) as stage:
        camille = stage.person("Camille")
        for method in ("users.info", "pins.add", "conversations.setTopic"):
            stage.sandbox.faults.add(FaultSpec(method, "error"))
            stage.sandbox.faults.add(FaultSpec(method, "drop_after"))
            stage.sandbox.faults.add(FaultSpec(method, "rate_limited", retry_after="0"))
        await camille.command("#general", "/crise démarrer Du verre")
        async with asyncio.timeout(30):
            while not stage.crisis_channels() or not stage.boards():  # noqa: ASYNC110  the bot is another process
                await asyncio.sleep(0.05)
        for word in ("note Bonjour", "rôle", "décider", "n'importe quoi", "journal", "aide"):
            await camille.command(stage.channel.id, f"/crise {word}")
        await camille.do("say", channel=stage.channel.id, text=f"Appelez-la au {PHONE}")
        await camille.hears("téléphone")
        for body in (action("U08", stage.channel.id, "lead.take", c="x"), "payload=[]", "command=/crisis"):
            await post(stage, body, signed(body))
        await post(stage, "text=x", signed("text=x", secret="wrong"))
        await stage.settled()
        secrets, written = secrets_of(stage), files_in(tmp_path)
    written |= {f"{name} at the end": content for name, content in files_in(tmp_path).items()}
    assert {"bot.log", "crisis.db", "crisis.db-wal"} <= written.keys()
    assert b"slack.call" in written["bot.log"]
    found = [(name, secret) for name, content in written.items() for secret in secrets if secret.encode() in content]
    assert found == []


async def test_a_persons_data_is_in_no_line_of_the_log(tmp_path: Path, ears: Ears) -> None:
    """At DEBUG: in a message, where its author is told, and in every way in which it can be typed, broken ones too."""
    async with Talkative(tmp_path, process=True) as stage:
        camille, who = stage.person("Camille"), Caller(stage, ears, "U01")
        await camille.command("#general", "/crise démarrer Du verre")
        await until(stage.crisis_channels, what="the channel")
        await stage.settled()
        channel = stage.channel.id
        ((c,),) = stage.rows("SELECT id FROM crises")
        for number, data in enumerate(DATA):
            await camille.do("say", channel=channel, text=f"Appelez {data}")
            await until(lambda: len(camille.heard(channel)) > number, what=data)  # noqa: B023 - it is waited for here
            for word in ("note", "fact", "draft", "case", "private", "asof", "gate", "redact", "n'importe quoi"):
                await who.command(channel, f"{word} {data}")
            draft = answers(kind={"selected_option": {"value": "holding"}}, fr=f"Écrivez à {data}")
            for name in ("note", "fact", "draft", "case", "decide", "withdraw", "start"):
                for form in (answers(text=data, about=data, title=data, source=data), draft):
                    await who.submit(name, json.dumps({"c": c, "s": data, "f": data, "b": data}), form, blocks=[])
            await who.happened({"type": "message", "channel": channel, "text": data, "ts": data, "event_ts": data})
        await stage.settled()
        told, log = json.dumps(camille.heard(channel)), stage.program_log
    assert log.count("request") > 50
    assert [data for data in DATA for text in (told, log) if data in text or data.replace(" ", "") in text] == []

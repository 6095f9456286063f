"""What must be written down nowhere: tokens, addresses that work like one, a person's data that nobody asked for."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.config import Settings
from bot.sandbox import FaultSpec
from bot.sandbox.response_urls import ResponseUrl
from bot.sandbox.triggers import Trigger
from tests.scenarios.stage import TOKENS, Stage
from tests.slack.wire import action, post, signed

PHONE = "06 12 34 56 78"


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

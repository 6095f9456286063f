"""Starting, stopping and running on: tokens, Slack away, Socket Mode, logs."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app import Bot, TokenRefused
from bot.config import Settings
from bot.sandbox import FaultSpec
from tests.scenarios.stage import TOKENS, Stage, until
from tests.slack.test_start import opened


async def test_a_wrong_token_is_said_at_the_start(stage: Stage, tmp_path: Path) -> None:
    """The bot does not pretend to run with a token that Slack refuses."""
    settings = stage.settings.model_copy(
        update={"slack_bot_token": "xoxb-wrong", "crisis_database": tmp_path / "other.db"}
    )
    with pytest.raises(TokenRefused) as refused:
        await Bot.build(settings).start()
    assert refused.value.error == "invalid_auth"


@pytest.mark.parametrize("command", ["serve", "socket"])
async def test_a_wrong_token_ends_the_program_with_one_clear_line(stage: Stage, tmp_path: Path, command: str) -> None:
    """Exit code 2 and the cure, no traceback."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CRISIS_"))}
    environment |= {
        "SLACK_BOT_TOKEN": "xoxb-wrong",
        "SLACK_SIGNING_SECRET": "x",
        "SLACK_APP_TOKEN": "xapp-wrong",
        "SLACK_API_URL": stage.settings.slack_api_url,
        "CRISIS_DATABASE": str(tmp_path / "other.db"),
        "PORT": "0",
    }
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", command, env=environment, cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    _, said = await asyncio.wait_for(program.communicate(), 20)
    assert program.returncode == 2
    assert b"SLACK_BOT_TOKEN" in said
    assert b"Traceback" not in said


async def test_a_slack_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    """The platform may start the bot before the network: it comes up, and works as soon as Slack answers."""
    async with Stage(tmp_path) as stage:
        await stage.end_bot()
        stage.sandbox.faults.add(FaultSpec("auth.test", "drop_before"))
        await stage.raise_bot()
        await opened(stage)
        assert len(stage.boards()) == 1


async def test_a_crisis_in_socket_mode_in_english(socket_stage: Stage) -> None:
    """The same road without a public address."""
    channel = await opened(socket_stage, "/crisis start Glass in a yogurt")
    assert channel.name.startswith("crise-" if socket_stage.crisis.language == "fr" else "crisis-")
    assert len(socket_stage.boards()) == 1


async def test_the_socket_is_opened_again_after_it_broke(socket_stage: Stage) -> None:
    """Slack refreshes connections every few hours; commands go on."""
    await socket_stage.sandbox.sockets.disconnect(socket_stage.app, "refresh_requested")
    await until(lambda: len(socket_stage.calls("apps.connections.open")) == 2, what="a new address")
    await until(lambda: socket_stage.sandbox.courier.online(socket_stage.app), what="the connection")
    await opened(socket_stage, "/crisis start Glass in a yogurt")


async def test_what_was_accepted_before_a_stop_is_delivered_after_it(stage: Stage) -> None:
    """A deploy in the middle of a crisis loses nothing and doubles nothing."""
    camille = stage.person("Camille")
    stage.sandbox.faults.add(FaultSpec("conversations.create", "delay", seconds=0.5))
    await camille.command("#general", "/crise démarrer Du verre")
    await stage.end_bot()
    await stage.raise_bot()
    await until(stage.crisis_channels, what="the channel")
    await stage.settled()
    assert len(stage.boards()) == 1
    assert len(stage.crisis_channels()) == 1


async def test_a_token_that_is_taken_away_stops_deliveries_and_loses_none(stage: Stage) -> None:
    """While Slack refuses the token, everything waits; nothing is parked."""
    channel = await opened(stage)
    stage.sandbox.faults.add(FaultSpec("chat.*", "error", error="token_revoked", times=2))
    await stage.person("Camille").command(channel.id, "/crise prendre")
    await until(lambda: stage.rows("SELECT count(*) FROM outbox WHERE error = 'token_revoked'") != [(0,)])
    assert stage.rows("SELECT state FROM outbox WHERE error = 'token_revoked'") == [("waiting",)]


async def test_the_log_holds_neither_tokens_nor_what_people_said(tmp_path: Path) -> None:
    """Every line is JSON with ids and codes; a click can be followed to its delivery."""
    async with Stage(tmp_path, process=True) as stage:
        await opened(stage, "/crise démarrer Secretissime")
        camille = stage.person("Camille")
        await camille.command(stage.channel.id, "/crise note Confidentiel")
        await camille.command(stage.channel.id, "/crise étape Discretion")
        await stage.settled()
        await stage.end_bot()
        log = stage.program_log
    for secret in (*TOKENS.values(), "Secretissime", "secretissime", "Confidentiel", "Discretion", "/response/"):
        assert secret not in log, secret
    lines = [json.loads(line) for line in log.splitlines()]
    assert all({"at", "level", "event"} <= line.keys() for line in lines)
    asked = next(line["request"] for line in lines if line.get("kind") == "open_channel")
    assert asked.startswith("cmd:")
    assert lines[-1]["event"] == "bot.stopped"


def test_nothing_happens_at_import() -> None:
    """Importing the bot reads no environment, opens no file and starts nothing."""
    code = "import bot.app, sys; print(len(sys.modules) > 0)"
    done = subprocess.run(  # noqa: S603  our own interpreter and code
        [sys.executable, "-W", "error", "-c", code],
        env={"PATH": os.environ["PATH"]},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_settings_name_every_field_that_the_bot_uses() -> None:
    """The stage and the program are fed from the same settings."""
    assert {"slack_bot_token", "slack_signing_secret", "slack_app_token", "port"} <= set(Settings.model_fields)

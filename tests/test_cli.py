"""The `crisis-bot` command as a person at a terminal meets it."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.manifest import EXAMPLE_URL
from bot.sandbox import Sandbox
from bot.store.store import Store
from tests.browser.running import APP

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A working folder without a .env and without a database."""
    monkeypatch.chdir(tmp_path)


def typed(*words: str) -> Result:
    """What comes of `crisis-bot …`."""
    return CliRunner().invoke(main, words)


def worked() -> float:
    """Seconds of work that ended child processes have taken so far, whatever else this machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_help_comes_at_once() -> None:
    """`python -m bot --help` is half a second's work at most, since nothing heavy is imported for it."""
    before = worked()
    subprocess.run([sys.executable, "-m", "bot", "--help"], cwd=ROOT, check=True, capture_output=True)
    assert worked() - before < 0.5


def test_every_commands_line_of_help_is_whole() -> None:
    """On a terminal of 80 columns nothing is cut off."""
    for group in ((), ("playbook",), ("outbox",)):
        assert "..." not in typed(*group, "--help").output.partition("Commands:")[2]


def test_the_version_is_the_packages() -> None:
    """`--version` says which one is installed."""
    assert version("crisis-bot") in typed("--version").output


def test_a_manifest_can_be_pasted() -> None:
    """`manifest` prints JSON and nothing else."""
    made = json.loads(typed("manifest", "--url", "https://crisis.example.com", "--language", "fr").output)
    assert made["settings"]["interactivity"]["request_url"].startswith("https://crisis.example.com/")


def test_slack_reaches_only_https() -> None:
    """A manifest for an address that Slack would refuse is refused here."""
    result = typed("manifest", "--url", "http://crisis.example.com")
    assert result.exit_code == 2
    assert "https://" in result.output


def test_a_manifest_without_an_address_says_so() -> None:
    """What stands in for the address is named, beside the JSON and not in it."""
    result = typed("manifest")
    assert json.loads(result.stdout)["settings"]["interactivity"]["request_url"].startswith(EXAMPLE_URL)
    assert EXAMPLE_URL in result.stderr
    assert "--url" in result.stderr


def test_a_manifest_is_for_one_way_only() -> None:
    """An address and Socket Mode exclude each other, and that is said."""
    result = typed("manifest", "--socket-mode", "--url", "https://crisis.example.com")
    assert result.exit_code == 2
    assert "Socket Mode" in result.output


@pytest.mark.parametrize("command", ["serve", "socket"])
def test_missing_settings_are_one_line_each(command: str) -> None:
    """Without settings: a line for each, the cure in it, exit code 2, no traceback."""
    result = typed(command)
    assert result.exit_code == 2
    lines = result.output.strip().splitlines()
    assert lines[0].split()[0] == "SLACK_BOT_TOKEN"
    assert len(lines) == 2
    assert all("api.slack.com/apps" in line for line in lines)


def test_mistakes_are_told_in_french_to_a_french_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal's language is the operator's."""
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "le jeton du bot manque" in typed("socket").output


@pytest.mark.parametrize("command", ["verify", "rebuild", "backup", "outbox"])
def test_a_database_that_is_not_there_is_told(command: str) -> None:
    """Nothing is made by looking: a missing database is said, exit code 2."""
    result = typed(command)
    assert result.exit_code == 2
    assert "crisis.db" in result.output
    assert not Path("crisis.db").exists()


@pytest.mark.parametrize("command", [("restore", "lost.db"), ("verify", "--against", "lost.db")])
def test_a_backup_that_is_not_there_is_told(command: tuple[str, ...]) -> None:
    """As a backup: the settings that name the database would be no cure."""
    Store("crisis.db").close()
    result = typed(*command)
    assert result.exit_code == 2
    assert "lost.db" in result.output
    assert "CRISIS_DATABASE" not in result.output


@pytest.mark.parametrize("command", ["verify", "rebuild", "backup", "outbox"])
def test_a_file_that_is_no_database_is_told(command: str) -> None:
    """Another file is not taken for a database, and is left as it is."""
    Path("crisis.db").write_text("a shopping list, long enough to be no empty file\n" * 100, encoding="utf-8")
    result = typed(command)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert Path("crisis.db").read_text(encoding="utf-8").startswith("a shopping list")


@pytest.mark.parametrize("command", ["verify", "rebuild", "backup"])
def test_a_whole_database_is_said_to_be_whole(command: str) -> None:
    """A database that is in order passes."""
    Store("crisis.db").close()
    result = typed(command, "--database", "crisis.db")
    assert result.exit_code == 0
    assert "crisis.db" in result.output


def test_a_taken_port_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """`demo` on a port that another program holds: another one is offered, in the words that were typed."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = typed("demo", "--no-browser", "--port", str(port))
        monkeypatch.setenv("CRISIS_DEMO_BY_MAKE", "1")
        by_make = typed("demo", "--no-browser", "--port", str(port))
    assert (result.exit_code, by_make.exit_code) == (2, 2)
    assert result.output.endswith(f" crisis-bot demo --port {port % 65535 + 1}\n")
    assert by_make.output.endswith(f' make demo ARGS="--port {port % 65535 + 1}"\n')


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
async def test_the_demo_starts_quickly_and_ends_cleanly(sign: signal.Signals) -> None:
    """The demo is three seconds' work at most, and Ctrl-C or SIGTERM ends it without a traceback."""
    before = worked()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "bot", "demo", "--no-browser", "--port", "0", "--language", "en"),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    assert process.stdout is not None
    said = ""
    try:
        async with asyncio.timeout(30):
            while "Ctrl-C" not in said:
                line = await process.stdout.readline()
                assert line, said
                said += line.decode()
            process.send_signal(sign)
            rest = (await process.communicate())[0].decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    assert "http://127.0.0.1:" in said
    assert "Traceback" not in rest
    assert process.returncode == 0
    assert worked() - before < 3


async def test_an_app_token_that_slack_refuses_is_told(tmp_path: Path) -> None:
    """`socket` with a wrong app-level token: the cure in the last line, exit code 2, no traceback."""
    sandbox = Sandbox(APP)
    await sandbox.start()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "socket"),
        cwd=tmp_path,
        env=os.environ
        | {
            "PYTHONPATH": str(ROOT),
            "SLACK_BOT_TOKEN": APP.bot_token,
            "SLACK_APP_TOKEN": "xapp-wrong",
            "SLACK_API_URL": f"{sandbox.url}/api/",
        },
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await asyncio.wait_for(process.communicate(), 20)
    await sandbox.stop()
    assert process.returncode == 2
    assert "connections:write" in said.decode().splitlines()[-1]
    assert "Traceback" not in said.decode()


async def refused_start(folder: Path, **settings: str) -> list[str]:
    """The lines of a `serve` that cannot start; exit code 2."""
    sandbox = Sandbox(APP)
    await sandbox.start()
    told = {"PYTHONPATH": str(ROOT), "SLACK_SIGNING_SECRET": "secret", "SLACK_API_URL": f"{sandbox.url}/api/"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "serve"), cwd=folder, env=os.environ | told | settings, stderr=subprocess.PIPE
    )
    _, said = await asyncio.wait_for(process.communicate(), 20)
    await sandbox.stop()
    assert process.returncode == 2
    return said.decode().splitlines()


async def test_a_start_that_fails_says_only_its_cure(tmp_path: Path) -> None:
    """`serve` with a refused token, or on a taken port: one sentence, and no line of the log before it."""
    (line,) = await refused_start(tmp_path, SLACK_BOT_TOKEN="xoxb-wrong", PORT="0")
    assert "SLACK_BOT_TOKEN" in line
    with socket.create_server(("", 0)) as taken:
        port = str(taken.getsockname()[1])
        (line,) = await refused_start(tmp_path, SLACK_BOT_TOKEN=APP.bot_token, PORT=port)
    assert port in line

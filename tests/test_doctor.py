"""The doctor against a Slack-compatible workspace over HTTP: each trouble is found, with a cure."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot import doctor
from bot.config import Settings
from bot.domain.playbook import LANGUAGES
from bot.locale import texts_in
from bot.manifest import manifest
from bot.sandbox import AppConfig, Sandbox
from bot.store.store import Store

APP = AppConfig.from_manifest(
    manifest(socket_mode=True), bot_token="xoxb-1-doctor", app_token="xapp-1-doctor", signing_secret="sssh"
)


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A workspace in which the app is installed."""
    sandbox = Sandbox(APP)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
def settings(sandbox: Sandbox, tmp_path: Path) -> Callable[..., Settings]:
    """Good settings for that workspace, but for what a test changes."""

    def made(**changes: object) -> Settings:
        good: dict[str, object] = {
            "slack_bot_token": APP.bot_token,
            "slack_app_token": APP.app_token,
            "slack_signing_secret": APP.signing_secret,
            "slack_api_url": f"{sandbox.url}/api/",
            "crisis_database": tmp_path / "crisis.db",
        }
        set_ones = {name: value for name, value in (good | changes).items() if value != ""}
        return Settings(_env_file=None, **set_ones)  # type: ignore[arg-type]  # pydantic checks them

    return made


async def found(settings: Settings, now: Callable[[], float] = time.time) -> dict[str, str]:
    """The codes that were found, and whether each is good, a note or bad. Every text is there in both languages."""
    findings = [finding async for finding in doctor.findings(settings, now)]
    for finding in findings:
        for language in LANGUAGES:
            assert texts_in(language).p(f"cli.doctor.{finding.code}", **finding.params)
    return {finding.code: finding.state for finding in findings}


def bad(found: dict[str, str]) -> list[str]:
    return [code for code, state in found.items() if state == "bad"]


async def test_all_is_well(settings: Callable[..., Settings]) -> None:
    """With everything in order, nothing is wrong, and each part was looked at."""
    all_found = await found(settings())
    assert bad(all_found) == []
    assert {"can_both", "database_new", "playbooks", "clock", "bot_token", "scopes", "app_token"} <= all_found.keys()


async def test_a_token_that_slack_refuses(settings: Callable[..., Settings]) -> None:
    """A wrong bot token and a wrong app-level token are told apart."""
    assert bad(await found(settings(slack_bot_token="xoxb-wrong"))) == ["bot_token_refused"]
    assert bad(await found(settings(slack_app_token="xapp-wrong"))) == ["app_token_refused"]


async def test_no_token_at_all(settings: Callable[..., Settings]) -> None:
    """Without a bot token, or without any way for Slack to reach the bot, that is what is wrong."""
    assert bad(await found(settings(slack_bot_token=""))) == ["no_bot_token"]
    assert bad(await found(settings(slack_app_token="", slack_signing_secret=""))) == ["no_way_in"]


async def test_missing_scopes(settings: Callable[..., Settings], sandbox: Sandbox) -> None:
    """Scopes that the manifest asks for and the token has not are named."""
    app = replace(APP, bot_token="xoxb-2", app_token="xapp-2", scopes=APP.scopes - {"pins:write", "files:write"})
    sandbox.install(app)
    findings = [finding async for finding in doctor.findings(settings(slack_bot_token="xoxb-2"))]
    (missing,) = [finding for finding in findings if finding.state == "bad"]
    assert missing.params["scopes"] == "files:write, pins:write"


@pytest.mark.parametrize("skew", [-400, 400])
async def test_a_clock_that_is_off(settings: Callable[..., Settings], skew: int) -> None:
    """A local clock far from Slack's is told before Slack's signatures are refused for it."""
    assert bad(await found(settings(), lambda: time.time() + skew)) == ["clock_off"]


async def test_nobody_answers(settings: Callable[..., Settings]) -> None:
    """A Slack that cannot be reached is one finding, and what needs no Slack was checked before."""
    all_found = await found(settings(slack_api_url="http://127.0.0.1:9/api/"))
    assert bad(all_found) == ["unreachable"]
    assert "playbooks" in all_found


async def test_channels(settings: Callable[..., Settings], sandbox: Sandbox) -> None:
    """A channel that is set must exist, not be archived, and have the bot in it."""
    channel = sandbox.workspace.channel_names["communication"]
    assert bad(await found(settings(crisis_hq_channel="C0NOWHERE"))) == ["channel_missing"]
    assert bad(await found(settings(crisis_hq_channel=channel.id))) == ["channel_not_in"]
    (app,) = sandbox.workspace.apps.values()
    await sandbox.do(channel.creator, "invite", channel=channel.id, users=[app.bot_user_id])
    assert (await found(settings(crisis_followup_channel=channel.id)))["channel"] == "good"
    channel.archived = True
    assert bad(await found(settings(crisis_hq_channel=channel.id))) == ["channel_archived"]


async def test_databases(settings: Callable[..., Settings], tmp_path: Path) -> None:
    """A whole database passes, another file does not, and one that is not there yet is no trouble."""
    Store(tmp_path / "good.db").close()
    assert (await found(settings(crisis_database=tmp_path / "good.db")))["database"] == "good"
    (tmp_path / "list.db").write_text("not a database at all, but long enough to be one\n" * 99, encoding="utf-8")
    assert bad(await found(settings(crisis_database=tmp_path / "list.db"))) == ["database_unusable"]


async def test_playbooks(settings: Callable[..., Settings], tmp_path: Path) -> None:
    """A playbook that cannot be used is told with its file."""
    (tmp_path / "ours.yaml").write_text("key: ours\n", encoding="utf-8")
    assert "playbook" in bad(await found(settings(crisis_playbooks=tmp_path)))


async def test_what_it_prints(
    settings: Callable[..., Settings], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every finding is one line with its sign; no token is printed; whether all is well is the answer."""
    monkeypatch.chdir(settings().crisis_database.parent)
    for name, value in settings().model_dump(exclude_none=True).items():
        monkeypatch.setenv(name.upper(), str(value))
    assert await doctor.examine() is True
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-wrong")
    assert await doctor.examine() is False
    monkeypatch.setenv("PORT", "none")
    assert await doctor.examine() is False
    printed = capsys.readouterr().out
    assert "✓ bot token" in printed
    assert "✗ bot token" in printed
    assert "✗ PORT" in printed
    assert "xoxb-1" not in printed


async def test_a_setting_that_nobody_reads_is_named_with_the_one_that_was_meant(
    settings: Callable[..., Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A letter too few in `.env` or in the environment; what is no neighbour of a setting is nobody's business."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".env").write_text("SLACK_BOT_TOKE=xoxb-1\nSLACK_TEAM=ours\nPATHS=x\n", encoding="utf-8")
    monkeypatch.setenv("CRISIS_LANGAUGE", "fr")
    told = {f.params["name"]: f.params["meant"] for f in doctor.misread()}
    assert told == {"SLACK_BOT_TOKE": "SLACK_BOT_TOKEN", "CRISIS_LANGAUGE": "CRISIS_LANGUAGE"}
    assert (await found(settings()))["misspelt"] == "note"

"""The demo: what it keeps from one day to the next, and what it keeps away from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo import FOLLOWUP_CHANNEL, Demo
from bot.domain import commands as cmd
from bot.domain.kernel import SLACK
from bot.domain.playbook import Language
from bot.sandbox import Sandbox
from bot.sandbox.channels import Channel
from tests.store.desk import desk
from tests.waiting import until

DAY = 86_400


def crisis_channels(sandbox: Sandbox) -> list[Channel]:
    private = (channel for channel in sandbox.workspace.channels.values() if channel.kind == "private")
    return [channel for channel in private if channel.name != FOLLOWUP_CHANNEL]


async def started(sandbox: Sandbox, title: str) -> Channel:
    """A crisis that Camille opens; its channel, with the board pinned."""
    before = len(crisis_channels(sandbox))
    general = sandbox.workspace.channel_names["general"]
    await sandbox.do("U01", "command", channel=general.id, text=f"/crisis start {title} <@U02>")
    await until(lambda: len(crisis_channels(sandbox)) > before and bool(crisis_channels(sandbox)[-1].pins))
    return crisis_channels(sandbox)[-1]


async def test_a_demo_continues_on_its_database(tmp_path: Path) -> None:
    """Another day, on the same file: channel, people, topic, board, bookmark and time are there again."""
    database = tmp_path / "kept.db"
    async with Demo(database=database).opened() as sandbox:
        first = await started(sandbox, "Glass in a yogurt")
        await sandbox.do("U01", "clock", seconds=30 * DAY)
        await until(lambda: len(first.timeline) > 2)
        was = sandbox.clock.now()
    async with Demo(database=database).opened() as sandbox:
        assert sandbox.clock.now() >= was - DAY
        (again,) = crisis_channels(sandbox)
        await until(lambda: bool(again.pins and again.bookmarks))
        assert again.topic["value"] == first.topic["value"] != ""
        (bookmark,) = again.bookmarks.values()
        (board,) = again.pins
        assert bookmark["link"].endswith(f"/archives/{again.id}/p{board.replace('.', '')}")
        assert (again.id, again.name) == (first.id, first.name)
        assert {"U01", "U02"} <= set(again.members)
        second = await started(sandbox, "Another one")
        assert second.id != again.id


async def test_a_demo_continues_on_a_database_from_elsewhere(tmp_path: Path) -> None:
    """Channel ids that another Slack gave come back as they are, and get in nobody's way."""
    async with desk(tmp_path) as d:
        await d.begin()
        await d.do(cmd.RecordChannel, SLACK, channel_id="CZ9ELSEWHERE", channel_name="crisis-elsewhere")
    async with Demo(database=d.path).opened() as sandbox:
        assert [channel.id for channel in crisis_channels(sandbox)] == ["CZ9ELSEWHERE"]
        await started(sandbox, "Another one")


async def test_a_demo_starts_afresh_by_default() -> None:
    """Without a database of one's own nothing is left of an earlier demo."""
    async with Demo().opened() as sandbox:
        await started(sandbox, "Glass in a yogurt")
    async with Demo().opened() as sandbox:
        assert crisis_channels(sandbox) == []


async def test_a_demo_never_speaks_to_the_real_slack(monkeypatch: pytest.MonkeyPatch) -> None:
    """A real token in the environment is not used."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-real")
    monkeypatch.setenv("SLACK_API_URL", "https://slack.example/api/")
    async with Demo().opened() as sandbox:
        (app,) = sandbox.workspace.apps.values()
        assert app.config.bot_token != "xoxb-real"
        await started(sandbox, "Glass in a yogurt")


async def test_the_bot_is_where_it_posts() -> None:
    """The headquarters and follow-up channels have the bot in them from the start."""
    async with Demo().opened() as sandbox:
        (app,) = sandbox.workspace.apps.values()
        for name in ("communication", "crise-suivi"):
            assert app.bot_user_id in sandbox.workspace.channel_names[name].members


@pytest.mark.parametrize(
    ("language", "french"), [("en", {"U03", "U08"}), ("fr", {"U01", "U02", "U03", "U04", "U06", "U08"})]
)
async def test_the_people_speak_the_demos_language(language: Language, french: set[str]) -> None:
    """An English demo is English for who tries it; Inès and Louis read French, Maya and Nora English in both."""
    async with Demo(language=language).opened() as sandbox:
        people = [user for user in sandbox.workspace.users.values() if not user["is_bot"]]
        assert {user["id"] for user in people if user["locale"].startswith("fr")} == french
        channel = await started(sandbox, "Glass in a yogurt")
        lead = {"en": "Crisis lead", "fr": "Pilote"}[language]
        await until(lambda: lead in channel.topic["value"])


async def test_follow_ups_are_told_to_the_cell_only() -> None:
    """The follow-up channel is private, and the seven of the cell are in it."""
    async with Demo().opened() as sandbox:
        channel = sandbox.workspace.channel_names[FOLLOWUP_CHANNEL]
        (app,) = sandbox.workspace.apps.values()
        assert channel.kind == "private"
        assert set(channel.members) == {"U01", "U02", "U03", "U04", "U05", "U06", "U07", app.bot_user_id}

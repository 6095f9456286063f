"""A private crisis outside of its circle: in no channel, list, lesson or log, and in no answer of the server."""

from __future__ import annotations

import json
import logging

import aiohttp
import pytest

from bot.domain import commands as cmd
from tests.scenarios.cell import ask
from tests.scenarios.stage import Stage, texts_of, until
from tests.security.door import Caller, Ears
from tests.security.rich import MARK, rich

CIRCLE = {"U01", "U02"}


async def test_nobody_outside_hears_a_word_of_it_from_its_first_to_its_last_day(
    stage: Stage, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    """From the start through reminders and the end to its follow-ups: only its channels and its people hear of it."""
    caplog.set_level(logging.DEBUG)
    channel = await rich(stage)
    await stage.pass_time(3600)
    await ask(stage, stage.person("Camille"), cmd.StandDown, reason=f"Fini {MARK}")
    for _ in range(6):
        await stage.pass_time()
    louis = Caller(stage, ears, "U08")
    await louis.command(stage.channel_id("general"), f"start Verre {MARK} dans un pot")
    await until(lambda: len(stage.rows("SELECT 1 FROM crises WHERE channel_id IS NOT NULL")) > 1)
    await louis.happened({"type": "app_home_opened", "tab": "home"})
    await stage.settled()
    ((theirs,),) = stage.rows("SELECT channel_id FROM crises WHERE channel_id <> ?", channel)
    channels = stage.sandbox.workspace.channels
    outside = {each.id for each in channels.values() if not set(each.members) <= CIRCLE | {stage.app.bot_user_id}}
    assert channel not in outside
    for each in channels.values():
        heard = "\n".join(texts_of(message) for message in stage.posted(each))
        if each.id in outside and each.id != theirs:
            assert heard == "", each.name
        if each.id == theirs:
            assert "Changer" not in heard
            assert channel not in heard
    homes = [call.arguments for call in stage.calls("views.publish") if call.arguments.get("user_id") == "U08"]
    assert homes
    assert all(channel not in json.dumps(home) for home in homes)
    assert all(MARK not in str(vars(record)) for record in caplog.records if record.name.startswith("bot."))


async def test_the_server_tells_anybody_no_more_than_that_it_is_well(stage: Stage) -> None:
    """Health, readiness and every other address hold counts, and no name, id or word."""
    channel = await rich(stage)
    async with aiohttp.ClientSession() as session:
        for path in ("/healthz", "/readyz", "/metrics", "/", "/slack/events"):
            async with session.get(f"http://127.0.0.1:{stage.settings.port}{path}") as response:
                told = await response.text()
            assert MARK not in told
            assert channel not in told
            assert stage.crisis.id not in told
            assert "U01" not in told


async def test_a_lesson_that_is_kept_to_its_crisis_is_shown_to_no_other(stage: Stage, ears: Ears) -> None:
    """Not in "last time", and not for who knows its crisis and its number; a shared one does not name its crisis."""
    await rich(stage)
    first = stage.crisis
    shared = {"happened": f"Le {MARK} manquait", "change": "Tracer chaque lot", "tags": ("yaourt",), "shared": True}
    await ask(stage, stage.person("Camille"), cmd.RecordLesson, **shared)
    louis = Caller(stage, ears, "U08")
    await louis.command(stage.channel_id("general"), "start Verre dans un yaourt")
    await until(lambda: len(stage.rows("SELECT 1 FROM crises WHERE channel_id IS NOT NULL")) > 1)
    await stage.settled()
    ((theirs, where),) = stage.rows("SELECT id, channel_id FROM crises WHERE id <> ?", first.id)
    heard = "\n".join(texts_of(message) for message in stage.posted(stage.sandbox.workspace.channels[where]))
    assert "Appris" not in heard
    assert first.title not in heard
    for crisis, number in ((first.id, 1), ("crisis-000000000000", 1), (first.id, 99)):
        answer = await louis.click(where, "lesson.use", json.dumps({"c": theirs, "from": crisis, "n": number}))
        assert louis.texts.t("refusals.no_such_lesson", number=number) in answer
    assert stage.rows("SELECT count(*) FROM journal WHERE crisis_id = ? AND kind = 'ItemAdded'", theirs) == [(0,)]

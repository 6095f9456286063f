"""What an operator sees: measures, readiness, and one thread from a click to all that came of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.app import STUCK_AFTER
from bot.sandbox import FaultSpec
from tests.faults.outcomes import saw
from tests.scenarios.stage import TOKENS, Stage, until
from tests.slack.test_start import opened

Labels = dict[str, str]


async def page(stage: Stage, path: str) -> tuple[int, str]:
    """What the bot answers to whoever watches it."""
    port = stage.settings.metrics_at[1] if path == "/metrics" else stage.settings.port
    url = f"http://127.0.0.1:{port}{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


async def measured(stage: Stage, name: str, **labels: str) -> float:
    """The sum of a measure's samples that bear these labels."""
    _, text = await page(stage, "/metrics")
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return sum(s.value for s in samples if s.name == name and labels.items() <= s.labels.items())


async def test_the_measures_tell_how_the_bot_does(stage: Stage) -> None:
    """Acks by kind, calls by method and result, 429s, the outbox by state and age, parked effects, late reminders."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    stage.sandbox.faults.add(FaultSpec("chat.update", "rate_limited", retry_after="0"))
    await camille.command(channel.id, "/crise prendre")
    await camille.command(channel.id, "/crise étape Appeler le fournisseur")
    await stage.settled()
    assert await measured(stage, "crisis_ack_seconds_count", kind="command") == 3
    assert await measured(stage, "crisis_ack_seconds_count", kind="event") > 0
    assert await measured(stage, "crisis_ack_seconds_sum") > 0
    assert await measured(stage, "crisis_slack_calls_total", method="conversations.create", result="ok") == 1
    assert await measured(stage, "crisis_slack_calls_total", method="chat.update", result="ratelimited") == 1
    assert await measured(stage, "crisis_slack_limited_total", method="chat.update") == 1
    assert await measured(stage, "crisis_outbox_rows", state="waiting") == 0
    stage.sandbox.faults.add(FaultSpec("conversations.setTopic", "error", error="restricted_action"))
    await camille.command(channel.id, "/crise niveau rouge un enfant est blessé")
    await stage.settled()
    assert await measured(stage, "crisis_parked_total", kind="topic", error="restricted_action") == 1
    assert await measured(stage, "crisis_outbox_rows", state="parked") == 1
    assert stage.bot is not None
    await stage.bot.clock.stop()
    stage.sandbox.clock.advance(7200)
    assert await measured(stage, "crisis_reminders_late") == 2  # the crisis, and who leads it
    assert await measured(stage, "crisis_reminders_late_seconds") > 60


async def test_the_measures_hold_no_words_no_names_and_no_tokens(stage: Stage) -> None:
    """Only kinds, methods, codes and numbers."""
    channel = await opened(stage, "/crise démarrer Secretissime")
    await stage.person("Camille").command(channel.id, "/crise note Confidentiel")
    await page(stage, "/slack/events")
    await stage.settled()
    _, text = await page(stage, "/metrics")
    for secret in (*TOKENS.values(), "ecretissime", "onfidentiel", channel.id, channel.name, "U01", stage.crisis.id):
        assert secret not in text


async def test_two_bots_in_one_process_do_not_add_up(stage: Stage, tmp_path: Path) -> None:
    """Each has a registry of its own."""
    await opened(stage)
    (tmp_path / "other").mkdir()
    async with Stage(tmp_path / "other") as other:
        assert await measured(other, "crisis_slack_calls_total", method="conversations.create") == 0


async def test_a_bot_whose_outbox_is_stuck_is_not_ready(stage: Stage) -> None:
    """What may go and has not gone for minutes is said; a delay that Slack asks for is not held against the bot."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    assert (await page(stage, "/readyz"))[0] == 200
    stage.sandbox.faults.add(FaultSpec("chat.postMessage", "server_error", times=None))
    await camille.command(channel.id, "/crise point canal")
    await until(lambda: stage.rows("SELECT 1 FROM outbox WHERE error = 'http_500'"), what="the first try")
    assert (await page(stage, "/readyz"))[0] == 200
    stage.sandbox.clock.advance(STUCK_AFTER.total_seconds() + 1)
    assert (await page(stage, "/readyz"))[0] == 503
    assert (await page(stage, "/healthz"))[0] == 200
    assert await measured(stage, "crisis_outbox_oldest_seconds") > STUCK_AFTER.total_seconds()
    stage.sandbox.faults.clear()
    assert stage.bot is not None
    stage.bot.wake()
    await stage.settled()
    assert (await page(stage, "/readyz"))[0] == 200
    stage.sandbox.faults.add(FaultSpec("chat.postMessage", "rate_limited", retry_after="3600"))
    await camille.command(channel.id, "/crise note Le lot 42")
    await camille.command(channel.id, "/crise point canal")
    await until(lambda: stage.rows("SELECT 1 FROM outbox WHERE error = 'ratelimited'"), what="the limit")
    await until(lambda: stage.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(0,)], what="the rest")
    stage.sandbox.clock.advance(STUCK_AFTER.total_seconds() + 1)
    assert (await page(stage, "/readyz"))[0] == 200
    saw("Outbox", "stuck for five minutes", "/readyz answers 503")


@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_a_click_can_be_followed_to_all_that_came_of_it(tmp_path: Path, mode: Literal["http", "socket"]) -> None:
    """One request id in every line, from what came in to each delivery, over the making of the channel.

    In Socket Mode too, where health is served on PORT.
    """
    async with Stage(tmp_path, mode=mode, process=True) as stage:
        await opened(stage, "/crise démarrer Du verre @alex.martin")
        await stage.settled()
        status, _ = await page(stage, "/readyz")
        assert status == 200
        assert await measured(stage, "crisis_ack_seconds_count", kind="command") == 1
        await stage.end_bot()
        lines: list[dict[str, Any]] = [json.loads(line) for line in stage.program_log.splitlines()]
    ((request,),) = stage.rows("SELECT request_id FROM requests WHERE request_id LIKE 'cmd:%'")
    mine = [line for line in lines if line.get("request") == request]
    assert mine[0]["event"] == "request"
    delivered = {line["kind"] for line in mine if line["event"] == "delivery" and line["outcome"] == "done"}
    assert delivered >= {"open_channel", "invite", "board", "pin_board", "topic", "bookmark", "notice"}
    called = {line["method"] for line in mine if line["event"] == "slack.call"}
    assert called >= {"conversations.create", "conversations.invite", "chat.postMessage", "pins.add"}
    assert stage.rows("SELECT DISTINCT correlation FROM outbox WHERE kind <> 'notice'") == [(request,)]

"""Health, readiness and figures are for anybody who reaches the port: they hold numbers, and grow by nobody's wish."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import aiohttp

from bot.metrics import Metrics
from bot.sandbox import FaultSpec
from tests.scenarios.stage import TOKENS, Stage
from tests.security.rich import MARK, rich
from tests.slack.wire import post, signed
from tests.waiting import Json

PAGES = ("/healthz", "/readyz", "/metrics", "/", "/slack/events", f"/metrics?name[]={MARK}", f"/{MARK}")


async def page(stage: Stage, path: str) -> str:
    """What anybody is told."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{stage.settings.port}{path}") as got:
        return f"{got.headers}\n{await got.text()}"


async def test_the_server_tells_anybody_no_more_than_that_it_is_well(stage: Stage) -> None:
    """No word, name, id or token, after calls that failed too; a sentence where Slack's code should be is none."""
    stage.sandbox.faults.add(FaultSpec("pins.add", "error", error=f"No {MARK} for U01 in C1!"))
    channel = await rich(stage)
    names = {each.name for each in stage.crisis_channels()}
    secret = {MARK, channel, *names, stage.crisis.id, "U01", "U02", *TOKENS.values()}
    for path in PAGES:
        told = await page(stage, path)
        assert not [word for word in secret if word in told], path
    assert 'crisis_slack_calls_total{method="pins.add",result="other"} 1.0' in await page(stage, "/metrics")


async def test_forged_requests_make_no_figure_longer(stage: Stage) -> None:
    """Kinds, words, methods and paths of somebody's choice, signed or not, are counted under the names that we know."""
    await rich(stage)

    async def forged(name: str) -> None:
        payload: Json = {"type": name, "callback_id": name, "user": {"id": name}, "trigger_id": name}
        event: Json = {"type": name, "event_id": name, "event": {"type": name, "user": name}}
        for body, kind in (
            (urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded"),
            (urlencode({"command": f"/{name}", "text": name}), "application/x-www-form-urlencoded"),
            (json.dumps(event), "application/json"),
            (json.dumps({"type": name}), "application/json"),
        ):
            await post(stage, body, signed(body, kind=kind))
            await post(stage, body, {})
        await page(stage, f"/{name}")

    await forged("first")
    before = [line.rpartition(" ")[0] for line in (await page(stage, "/metrics")).splitlines()]
    for number in range(20):
        await forged(f"{MARK}{number}")
    after = [line.rpartition(" ")[0] for line in (await page(stage, "/metrics")).splitlines()]
    assert [line for line in after if line.startswith("crisis_ack")] == [
        line for line in before if line.startswith("crisis_ack")
    ]
    assert len(after) == len(before)


def test_only_a_code_is_a_label() -> None:
    """Whatever came as the name of a failure."""
    metrics = Metrics()
    for number in range(50):
        metrics.called("users.info", f"No such person: {number}")
        metrics.parked("notice", f"{MARK} {number}" * 20)
    told = metrics.page().decode()
    assert told.count('result="') == 2
    assert 'crisis_parked_total{error="other",kind="notice"} 50.0' in told
    assert MARK not in told

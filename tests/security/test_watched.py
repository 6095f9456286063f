"""Health, readiness and figures are for anybody who reaches the port: they hold numbers, and grow by nobody's wish."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.metrics import Metrics
from bot.sandbox import FaultSpec
from tests.scenarios.stage import TOKENS, Stage
from tests.security.rich import MARK, rich
from tests.slack.wire import post, signed
from tests.waiting import Json

PAGES = ("/healthz", "/readyz", "/metrics", "/", "/slack/events", f"/metrics?name[]={MARK}", f"/{MARK}")


async def page(stage: Stage, path: str) -> str:
    """What anybody is told."""
    port = stage.settings.metrics_at[1] if path.startswith("/metrics") else stage.settings.port
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as got:
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


async def test_figures_are_read_on_this_machine_alone_and_health_from_anywhere(tmp_path: Path) -> None:
    """On another address of the machine a platform asks how the bot is, and figures are neither there nor on PORT.

    An address that is taken keeps no bot from its work.
    """
    async with Stage(tmp_path, process=True) as stage, aiohttp.ClientSession() as session:
        health, figures = stage.settings.port, stage.settings.metrics_at[1]
        for address, path, status in (
            (f"127.0.0.2:{health}", "/healthz", 200),
            (f"127.0.0.2:{health}", "/readyz", 200),
            (f"127.0.0.2:{health}", "/metrics", 404),
            (f"127.0.0.1:{figures}", "/metrics", 200),
            (f"127.0.0.1:{figures}", "/healthz", 404),
        ):
            async with session.get(f"http://{address}{path}") as got:
                assert got.status == status, (address, path)
        with pytest.raises(aiohttp.ClientConnectorError):
            await session.get(f"http://127.0.0.2:{figures}/metrics")
        await stage.end_bot()
        with socket.create_server(("127.0.0.1", figures)):
            await stage.raise_bot()
            async with session.get(f"http://127.0.0.2:{health}/readyz") as got:
                assert got.status == 200
            assert "metrics.not_served" in stage.program_log


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

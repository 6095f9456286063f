"""The front door of `crisis-bot serve`: strangers stay outside, and nothing of theirs is read."""

from __future__ import annotations

import json
import logging

import aiohttp
import pytest

from tests.scenarios.stage import Stage
from tests.slack.wire import command, post, signed


async def test_a_signed_request_is_answered(stage: Stage) -> None:
    """Anybody who has the signing secret is Slack."""
    status, body = await post(stage, command(), signed(command()))
    assert status == 200
    assert "/cris" in body


@pytest.mark.parametrize(
    "headers",
    [
        {},
        signed(command(), secret="forged"),
        signed(command(), age=600),
        signed(command()) | {"X-Slack-Request-Timestamp": "soon"},
        signed(command()) | {"X-Slack-Request-Timestamp": "9" * 400},
        signed(command()) | {"X-Slack-Signature": "v0=junk"},
        signed(command("start something else")),
    ],
)
async def test_forged_and_stale_requests_are_refused(
    stage: Stage, headers: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """401, no traceback, nothing done."""
    with caplog.at_level(logging.INFO):
        status, body = await post(stage, command("start Forged"), headers)
    assert (status, body) == (401, "")
    assert stage.rows("SELECT count(*) FROM crises") == [(0,)]
    assert not [record for record in caplog.records if record.exc_info]


async def test_junk_is_refused_quietly(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    """Bytes that are no text, and signed text that is no JSON, end in a status and nothing else."""
    status, _ = await post(stage, b"\xff\xfe\x00", signed(""))
    assert status == 401
    broken = '{"type": '
    status, _ = await post(stage, broken, signed(broken, kind="application/json"))
    assert status == 400
    odd = json.dumps({"type": "event_callback"})
    status, _ = await post(stage, odd, signed(odd, kind="application/json"))
    assert status in (400, 404)
    assert not [record for record in caplog.records if record.exc_info]


async def test_health_and_readiness_are_told_to_anybody(stage: Stage) -> None:
    """A platform asks whether the bot is alive, and whether it may get traffic."""
    async with aiohttp.ClientSession() as session:
        for path in ("/healthz", "/readyz"):
            async with session.get(f"http://127.0.0.1:{stage.settings.port}{path}") as response:
                assert response.status == 200
                assert (await response.json())["ok"] is True

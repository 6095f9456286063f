"""Requests that Slack did not send, sent long ago, or sent twice; and bodies that nobody should read."""

from __future__ import annotations

import hashlib
import hmac
import io
import time
import zlib

import aiohttp

from tests.scenarios.stage import TOKENS, Stage
from tests.slack.test_start import opened
from tests.slack.wire import FORM, action, command, post, signed

JOURNAL = "SELECT count(*) FROM journal"


def signed_bytes(body: bytes, *, kind: str = FORM) -> dict[str, str]:
    """The headers with which Slack would sign these very bytes, whatever they are."""
    at = str(int(time.time()))
    made = hmac.new(TOKENS["signing_secret"].encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={made}", "Content-Type": kind}


async def test_a_signature_is_good_for_five_minutes_in_either_direction(stage: Stage) -> None:
    """An old one may have been overheard; one from the future would be good for ever."""
    for age, status in ((-310, 401), (-290, 200), (290, 200), (310, 401), (10**9, 401)):
        assert (await post(stage, command(), signed(command(), age=age)))[0] == status, age


async def test_an_overheard_request_that_is_played_again_does_nothing(stage: Stage) -> None:
    """Within the five minutes the same bytes get the same answer, and change nothing a second time."""
    channel, crisis = await opened(stage), stage.crisis.id
    for body in (
        command("start Encore", channel=stage.channel_id("general"), trigger_id="replay.1"),
        command("note Une fois", channel=channel.id, trigger_id="replay.2"),
        action("U01", channel.id, "lead.take", c=crisis),
    ):
        headers = signed(body)
        assert (await post(stage, body, headers))[0] == 200
        await stage.settled()
        before = stage.rows(JOURNAL)
        for _ in range(3):
            assert (await post(stage, body, headers))[0] == 200
        await stage.settled()
        assert stage.rows(JOURNAL) == before


async def test_a_header_that_is_missing_or_junk_is_a_refusal(stage: Stage) -> None:
    """Never a fault, whatever stands there."""
    body = command("start Non")
    for name in ("X-Slack-Request-Timestamp", "X-Slack-Signature"):
        lacking = {header: value for header, value in signed(body).items() if header != name}
        assert await post(stage, body, lacking) == (401, "")
        for value in ("", " ", "v0=", "v1=00", "0", "-1", "+1", "1e9", "٣", "é", "9" * 6000):
            assert await post(stage, body, lacking | {name: value}) == (401, ""), value
    assert stage.rows("SELECT count(*) FROM crises") == [(0,)]


async def test_a_body_that_nobody_should_read_is_refused_unread(stage: Stage) -> None:
    """More than a megabyte, also when it is packed small; bytes that are no text; another type than it says."""
    huge = b"text=" + b"a" * (2 * 1024 * 1024)
    packed = zlib.compress(huge)
    assert len(packed) < 10_000
    front = f"http://127.0.0.1:{stage.settings.port}/slack/events"
    async with (
        aiohttp.ClientSession() as session,
        session.post(front, data=io.BytesIO(huge), headers=signed_bytes(huge)) as response,
    ):
        assert response.status == 413
    assert (await post(stage, packed, signed_bytes(packed) | {"Content-Encoding": "deflate"}))[0] == 413
    assert (await post(stage, packed, signed_bytes(packed)))[0] == 401
    text = b"command=/crisis&text=\xff\xfe"
    assert (await post(stage, text, signed_bytes(text)))[0] == 401
    for kind in ("text/plain", "application/json", "multipart/form-data; boundary=x", "application/xml", "x"):
        status, answer = await post(stage, command(), signed(command(), kind=kind))
        assert status < 500, kind
        assert "Traceback" not in answer
    assert stage.rows("SELECT count(*) FROM crises") == [(0,)]


async def test_only_a_post_comes_in_and_only_by_its_own_door(stage: Stage) -> None:
    """Another method or another address is answered with nothing."""
    front = f"http://127.0.0.1:{stage.settings.port}"
    async with aiohttp.ClientSession() as session:
        for method in ("GET", "PUT", "DELETE", "OPTIONS"):
            async with session.request(method, f"{front}/slack/events", headers=signed("")) as response:
                assert response.status == 405
        for path in ("/", "/slack", "/slack/events/", "/slack/install", "/../etc/passwd", "/crisis.db"):
            async with session.post(front + path, data=command(), headers=signed(command())) as response:
                assert response.status == 404

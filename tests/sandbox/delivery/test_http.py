"""Signed requests to an app's request URL."""

import asyncio
import json
import time
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.sandbox import Sandbox
from tests.sandbox.conftest import Answer, Ear, app_config, heard, next_of


def _general(sandbox: Sandbox) -> str:
    return sandbox.workspace.channel_names["general"].id


def answering(*statuses: int, no_retry: str = "0") -> Answer:
    """Answers with one status after the other, the last one for ever."""
    left = list(statuses)

    async def answer(request: web.Request) -> web.StreamResponse:
        del request
        status = left.pop(0) if len(left) > 1 else left[0]
        return web.Response(status=status, headers={"X-Slack-No-Retry": no_retry})

    return answer


async def test_a_command_comes_signed_and_in_slacks_shape(http_sandbox: Sandbox, ear: Ear) -> None:
    """Slack's own verifier accepts the signature, and the form has every field that a command has."""
    await http_sandbox.do("U01", "command", channel=_general(http_sandbox), text="/lunch  at <noon> & with @maya.chen ")
    ((headers, body),) = ear.requests
    assert SignatureVerifier("lunch-secret").is_valid_request(body, headers)
    assert not SignatureVerifier("other-secret").is_valid_request(body, headers)
    form = {key: values[0] for key, values in parse_qs(body.decode()).items()}
    assert (form["command"], form["text"]) == ("/lunch", "at &lt;noon&gt; &amp; with <@U05|maya.chen>")
    assert (form["user_id"], form["user_name"], form["channel_name"]) == ("U01", "camille.morel", "general")
    assert form["response_url"].startswith(f"{http_sandbox.url}/response/")
    assert {"token", "team_id", "team_domain", "channel_id", "api_app_id", "trigger_id"} <= set(form)
    assert form["is_enterprise_install"] == "false"


async def test_a_command_that_is_not_escaped_keeps_names_as_typed(http_sandbox: Sandbox, ear: Ear) -> None:
    """Without should_escape an @name stays what was typed."""
    await http_sandbox.do("U01", "command", channel=_general(http_sandbox), text="/raw @maya.chen")
    assert parse_qs(ear.requests[0][1].decode())["text"] == ["@maya.chen"]


async def test_a_slow_app_times_out_before_the_person(http_sandbox: Sandbox, ear: Ear) -> None:
    """The person reads operation_timeout in their language, and nobody else does."""
    given_up = asyncio.Event()

    async def never(request: web.Request) -> web.StreamResponse:
        del request
        await given_up.wait()
        return web.Response()

    ear.answer = never
    page, other = http_sandbox.watch("U01"), http_sandbox.watch("U02")
    answer = await http_sandbox.do("U01", "command", channel=_general(http_sandbox), text="/lunch")
    given_up.set()
    assert (answer["ok"], answer["failed"]) == (True, "operation_timeout")
    (toast,) = heard(page, "toast")
    assert "/lunch" in toast["text"]
    assert "operation_timeout" in toast["text"]
    assert heard(other, "toast") == []


async def test_errors_and_an_absent_app_are_told_apart(http_sandbox: Sandbox, ear: Ear) -> None:
    """A 500, a 404 and a refused connection each have Slack's word."""
    general = _general(http_sandbox)

    words = []
    for status in (500, 404):
        ear.answer = answering(status)
        words.append((await http_sandbox.do("U01", "command", channel=general, text="/lunch"))["failed"])
    absent = Sandbox(app_config(request_url="http://127.0.0.1:9/slack/events"), rate_limits=0)
    words.append((await absent.do("U01", "command", channel=_general(absent), text="/lunch"))["failed"])
    await absent.stop()
    assert words == ["http_service_error", "http_client_error", "dispatch_failed"]


async def test_the_answer_to_a_command_is_shown(http_sandbox: Sandbox, ear: Ear) -> None:
    """Plain text is for the person alone; in_channel is for everybody."""
    general = _general(http_sandbox)
    page, other = http_sandbox.watch("U01"), http_sandbox.watch("U02")

    async def text(request: web.Request) -> web.StreamResponse:
        del request
        return web.Response(text="only you")

    async def in_channel(request: web.Request) -> web.StreamResponse:
        del request
        return web.json_response({"response_type": "in_channel", "text": "all of you"})

    for answer in (text, in_channel):
        ear.answer = answer
        await http_sandbox.do("U01", "command", channel=general, text="/lunch")
    assert [told["message"]["text"] for told in heard(page, "message")] == ["only you", "all of you"]
    assert [told["message"]["text"] for told in heard(other, "message")] == ["all of you"]


async def test_events_are_retried_until_they_are_acknowledged(http_sandbox: Sandbox, ear: Ear) -> None:
    """The same event_id comes again with its number and reason, three times at most."""
    ear.answer = answering(500, 500, 200)
    (app,) = http_sandbox.workspace.apps
    await http_sandbox.do("U01", "home_opened", app=app)
    await http_sandbox.events.drain()
    numbers = [headers.get("X-Slack-Retry-Num") for headers, _ in ear.requests]
    reasons = [headers.get("X-Slack-Retry-Reason") for headers, _ in ear.requests]
    assert (numbers, reasons) == ([None, "1", "2"], [None, "http_error", "http_error"])
    assert len({json.loads(body)["event_id"] for _, body in ear.requests}) == 1


async def test_an_event_is_given_up_after_three_retries(http_sandbox: Sandbox, ear: Ear) -> None:
    """One delivery and three retries; an app that asks for no retry gets none."""
    (app,) = http_sandbox.workspace.apps
    counts = []
    for no_retry in ("0", "1"):
        ear.requests.clear()
        ear.answer = answering(500, no_retry=no_retry)
        await http_sandbox.do("U01", "home_opened", app=app)
        await http_sandbox.events.drain()
        counts.append(len(ear.requests))
    assert counts == [4, 1]


async def test_an_event_has_slacks_envelope(http_sandbox: Sandbox, ear: Ear) -> None:
    """event_callback with event_id, event_time and authorizations, signed, in real time's signature."""
    (app,) = http_sandbox.workspace.apps
    http_sandbox.move_clock(86400)
    await http_sandbox.do("U01", "home_opened", app=app)
    await http_sandbox.events.drain()
    ((headers, body),) = ear.requests
    assert abs(int(headers["X-Slack-Request-Timestamp"]) - time.time()) < 60
    told = json.loads(body)
    assert (told["type"], told["api_app_id"], told["event"]["type"]) == ("event_callback", app, "app_home_opened")
    assert told["event_time"] > time.time() + 86000
    assert told["authorizations"][0]["is_bot"]
    assert told["event"]["tab"] == "home"


async def test_no_event_comes_before_the_url_is_verified(ear: Ear) -> None:
    """An app that does not echo the challenge gets no events."""
    deaf = Sandbox(app_config(request_url=ear.url.replace("/slack/events", "/nothing")), rate_limits=0)
    deaf.events.retry_delays = ()
    await deaf.start()
    (app,) = deaf.workspace.apps
    await deaf.do("U01", "home_opened", app=app)
    await deaf.events.drain()
    await deaf.stop()
    assert ear.requests == []


async def test_an_app_is_asked_to_prove_its_url_when_it_is_installed(ear: Ear) -> None:
    """As soon as it has echoed the challenge, pages show it as there."""
    sandbox = Sandbox(app_config(request_url=ear.url), rate_limits=0)
    page = sandbox.watch("U01")
    await sandbox.start()
    told = await next_of(page, "bot")
    (app,) = sandbox.workspace.apps.values()
    assert (told["online"], sandbox.courier.online(app)) == (True, True)
    await sandbox.stop()

"""What becomes of a call when Slack, or something in between, answers in an unexpected way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web

from bot.slack.client import Denied, Later, Slack, SlackFailure, Uncertain, connect, retry_after

Answering = Callable[[web.StreamResponse], Awaitable[Slack]]


@pytest.fixture
async def answering() -> AsyncIterator[Answering]:
    """A client of a server that gives one answer to everything."""
    runners: list[web.AppRunner] = []
    contexts = []

    async def serve(answer: web.StreamResponse) -> Slack:
        async def handle(_: web.Request) -> web.StreamResponse:
            return answer

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handle)
        runner = web.AppRunner(app)
        await runner.setup()
        runners.append(runner)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        context = connect(f"http://127.0.0.1:{runner.addresses[0][1]}/api/", "xoxb-1")
        contexts.append(context)
        return await context.__aenter__()

    yield serve
    for context in contexts:
        await context.__aexit__(None, None, None)
    for runner in runners:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("answer", "kind", "error"),
    [
        (web.Response(status=502, text="bad gateway"), Uncertain, "http_502"),
        (web.Response(status=200, text="<html>", content_type="text/html"), Uncertain, "http_200"),
        (web.Response(status=500, text="<html>", content_type="text/html"), Uncertain, "http_500"),
        (web.json_response([1, 2]), Uncertain, "unreadable_answer"),
        (web.Response(status=200, text='{"ok"', content_type="application/json"), Uncertain, "http_200"),
        (web.json_response({"ok": False, "error": "fatal_error"}), Uncertain, "fatal_error"),
        (web.json_response({"ok": False, "error": "ratelimited"}), Later, "ratelimited"),
        (web.Response(status=429, text="slow down"), Later, "ratelimited"),
        (web.json_response({"ok": False, "error": "is_archived"}), Denied, "is_archived"),
        (web.json_response({"ok": False, "error": "token_revoked"}), Denied, "token_revoked"),
    ],
)
async def test_every_answer_says_whether_it_may_have_worked(
    answering: Answering, answer: web.Response, kind: type[SlackFailure], error: str
) -> None:
    """What is unclear is looked into, what was limited waits, what was refused is told."""
    slack = await answering(answer)
    with pytest.raises(kind) as failure:
        await slack.call("chat.postMessage", channel="C1", text="Hello")
    assert failure.value.error == error


async def test_a_slack_that_cannot_be_reached_has_done_nothing() -> None:
    """Nothing was sent, so the same call may be made again."""
    async with connect("http://127.0.0.1:9/api/", "xoxb-1") as slack:
        with pytest.raises(Later) as failure:
            await slack.call("auth.test")
    assert failure.value.error == "not_reached"


async def test_a_rate_limit_closes_its_method_and_no_other(answering: Answering) -> None:
    """While it lasts, nothing is sent there."""
    slack = await answering(web.json_response({"ok": False, "error": "ratelimited"}, headers={"Retry-After": "7"}))
    with pytest.raises(Later):
        await slack.call("pins.add", channel="C1")
    with pytest.raises(Later) as closed:
        await slack.call("pins.add", channel="C2")
    assert closed.value.seconds is not None
    assert 6 < closed.value.seconds <= 7


async def test_the_token_never_travels_bare() -> None:
    """Plain http is for this machine only."""
    with pytest.raises(ValueError, match="https"):
        async with connect("http://slack.example.com/api/", "xoxb-1"):
            pass


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("3", 3), ("0", 0), (None, 10), ("", 10), ("soon", 10), ("nan", 10), ("-5", 0), ("inf", 3600), ("1e9", 3600)],
)
def test_any_retry_after_is_a_delay(header: str | None, seconds: float) -> None:
    """A header that cannot be read gets a fixed delay."""
    assert retry_after(header) == seconds


async def test_a_file_goes_over_no_open_line(answering: Answering) -> None:
    """An address for a file that is not encrypted is refused before a byte has left; this machine's own is used."""
    slack = await answering(web.Response(status=200))
    with pytest.raises(Denied, match="insecure_address"):
        await slack.upload("http://files.example.com/upload/1", b"secret")
    here = str(slack.web.base_url).removesuffix("/api/")
    await slack.upload(f"{here}/upload/1", b"secret")


async def test_a_file_that_did_not_arrive_is_sent_again(answering: Answering) -> None:
    """Nobody sees it before the upload is completed: whatever went wrong, nothing has happened."""
    slack = await answering(web.Response(status=503))
    here = str(slack.web.base_url).removesuffix("/api/")
    with pytest.raises(Later, match="http_503"):
        await slack.upload(f"{here}/upload/1", b"secret")

"""A sandbox with one app in it, Slack's own client for it, and an app that only listens."""

import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, Command, Sandbox, Shortcut
from bot.sandbox.api.arguments import method_specs
from bot.sandbox.live import Viewer

SCOPES = frozenset(
    {
        *("commands", "chat:write", "channels:manage", "channels:read", "channels:history", "channels:join"),
        *("groups:write", "groups:read", "groups:history", "im:write", "im:read", "im:history", "mpim:write"),
        *("mpim:read", "pins:write", "pins:read", "bookmarks:write", "bookmarks:read", "reactions:read"),
        *("reactions:write", "files:write", "files:read", "users:read", "usergroups:read", "team:read"),
        *("app_mentions:read", "emoji:read"),
    }
)
EVENTS = frozenset(
    {
        *("app_home_opened", "app_mention", "member_joined_channel", "member_left_channel", "reaction_added"),
        *("reaction_removed", "channel_created", "channel_archive", "channel_unarchive", "group_archive"),
        *("pin_added", "tokens_revoked", "message.channels", "message.groups", "message.im"),
    }
)
EVERY_METHOD_MAY_SAY = {
    *("ok", "not_authed", "invalid_auth", "token_revoked", "not_allowed_token_type", "missing_scope"),
    *("ratelimited", "invalid_arguments", "unknown_method", "http_500", "dropped_before", "dropped_after"),
}


def app_config(**changes: Any) -> AppConfig:
    """An app for booking lunch, which has nothing to do with crises."""
    settings: dict[str, Any] = {
        "name": "Lunch",
        "bot_token": "xoxb-lunch",
        "app_token": "xapp-lunch",
        "signing_secret": "lunch-secret",
        "scopes": SCOPES,
        "commands": [Command("/lunch", "Book lunch", "[place]", should_escape=True), Command("/raw", "Raw")],
        "shortcuts": [Shortcut("book", "Book", "global"), Shortcut("eat", "Eat this", "message")],
        "events": EVENTS,
    }
    return AppConfig(**(settings | changes))


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """With the lunch app in Socket Mode and no rate limits; at the end, every refusal was a documented one."""
    sandbox = Sandbox(app_config(), rate_limits=0)
    await sandbox.start()
    yield sandbox
    await sandbox.stop()
    for call in sandbox.calls:
        spec = method_specs().get(call.method)
        documented = set(spec.errors) if spec else set()
        assert call.outcome in EVERY_METHOD_MAY_SAY | documented or call.method == "api.test", call


def client_of(sandbox: Sandbox) -> AsyncWebClient:
    """Slack's own client, as the lunch app has it."""
    return AsyncWebClient(token="xoxb-lunch", base_url=f"{sandbox.url}/api/", retry_handlers=[])


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return client_of(sandbox)


@pytest.fixture
def general(sandbox: Sandbox) -> str:
    """#general, in which the lunch app is not."""
    return sandbox.workspace.channel_names["general"].id


@pytest.fixture
async def kitchen(client: AsyncWebClient) -> str:
    """A public channel that the lunch app made, with U01 and U02 in it."""
    channel = (await client.conversations_create(name="kitchen"))["channel"]["id"]
    await client.conversations_invite(channel=channel, users=["U01", "U02"])
    return str(channel)


@contextlib.contextmanager
def refused(code: str) -> Any:
    """The call in this block is refused with this error code."""
    with pytest.raises(SlackApiError) as caught:
        yield caught
    assert caught.value.response["error"] == code


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str = "go", value: str = "1") -> dict[str, Any]:
    label = {"type": "plain_text", "text": "Go"}
    return {
        "type": "actions",
        "block_id": "buttons",
        "elements": [{"type": "button", "action_id": action_id, "value": value, "text": label}],
    }


def modal(*blocks: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks) or [section("Hello")],
        **fields,
    }


def text_input(block_id: str = "name", **fields: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": "Name"},
        "element": {"type": "plain_text_input", "action_id": "text"},
        **fields,
    }


def heard(viewer: Viewer, kind: str | None = None) -> list[dict[str, Any]]:
    """What the viewer was told since the last look."""
    told = []
    while not viewer.queue.empty():
        message = viewer.queue.get_nowait()
        if message is not None and kind in (None, message["type"]):
            told.append(message)
    return told


async def next_of(viewer: Viewer, kind: str) -> dict[str, Any]:
    """Waits until the viewer is told something of this kind."""
    while True:
        message = await viewer.queue.get()
        assert message is not None
        if message["type"] == kind:
            return message


Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Ear:
    """An HTTP app that keeps what it is sent and answers as it is told (at first: an empty 200)."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.answer: Answer | None = None
        self.url = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        told = json.loads(body) if request.content_type == "application/json" else {}
        if told.get("type") == "url_verification":
            return web.json_response({"challenge": told["challenge"]})
        self.requests.append((dict(request.headers), body))
        return await self.answer(request) if self.answer else web.Response()

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        """The interactions of this kind that have come."""
        forms = [parse_qs(body.decode()) for headers, body in self.requests if "form" in headers["Content-Type"]]
        told = [json.loads(form["payload"][0]) for form in forms if "payload" in form]
        return [payload for payload in told if payload["type"] == kind]

    def answer_with(self, body: dict[str, Any]) -> None:
        """From now on this, as JSON."""

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.json_response(body)

        self.answer = answer


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    ear = Ear()
    application = web.Application()
    application.router.add_post("/slack/events", ear.handle)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    ear.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield ear
    await runner.cleanup()


@pytest.fixture
async def http_sandbox(ear: Ear) -> AsyncIterator[Sandbox]:
    """The lunch app over HTTP, its end being the ear; retries follow at once, and it has 0.3 s to answer."""
    sandbox = Sandbox(app_config(request_url=ear.url), rate_limits=0)
    sandbox.events.retry_delays = (0, 0, 0)
    sandbox.http.answer_seconds = 0.3
    await sandbox.start()
    yield sandbox
    await sandbox.stop()

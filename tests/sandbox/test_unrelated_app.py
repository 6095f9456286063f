"""An app for booking lunch, written with Slack's own SDK as its documentation shows, works unchanged."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.sandbox.conftest import app_config, button, modal, next_of, section, text_input


def lunch_app(sandbox: Sandbox) -> AsyncApp:
    client = AsyncWebClient(token="xoxb-lunch", base_url=f"{sandbox.url}/api/")
    app = AsyncApp(signing_secret="lunch-secret", client=client)

    @app.command("/lunch")
    async def lunch(ack: Any, body: Any, client: Any, respond: Any) -> None:
        await ack("One moment")
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input(), private_metadata=body["channel_id"])
        )
        await respond("Please fill in the form", replace_original=False)

    @app.view("form")
    async def form(ack: Any, view: Any, body: Any, client: Any) -> None:
        place = view["state"]["values"]["name"]["text"]["value"]
        if place == "nowhere":
            await ack(response_action="errors", errors={"name": "Somewhere, please"})
            return
        await ack()
        made = await client.conversations_create(name=f"lunch-{place}")
        channel = made["channel"]["id"]
        await client.conversations_invite(channel=channel, users=[body["user"]["id"], "U02"])
        posted = await client.chat_postMessage(channel=channel, text=f"Lunch at {place}?", blocks=[button("join")])
        await client.pins_add(channel=channel, timestamp=posted["ts"])
        await client.files_upload_v2(channel=channel, content="soup", filename="menu.txt", title="Menu")

    @app.action("join")
    async def join(ack: Any, body: Any, client: Any, say: Any) -> None:
        await ack()
        name = body["user"]["username"]
        await client.chat_update(
            channel=body["channel"]["id"], ts=body["message"]["ts"], text="Lunch!", blocks=[section(f"{name} comes")]
        )
        await say(text=f"<@{body['user']['id']}> comes", thread_ts=body["message"]["ts"])

    _listen_to_events(app)
    return app


def _listen_to_events(app: AsyncApp) -> None:
    @app.event("app_home_opened")
    async def home(event: Any, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("Lunches")]})

    @app.event("reaction_added")
    async def reaction(event: Any, client: Any) -> None:
        where = event["item"]
        await client.reactions_add(channel=where["channel"], timestamp=where["ts"], name="yum")

    @app.message("hungry")
    async def hungry(message: Any, say: Any) -> None:
        await say(f"So am I, <@{message['user']}>")

    @app.event("message")
    async def other(ack: Any) -> None:
        await ack()

    @app.event("member_joined_channel")
    async def joined(ack: Any) -> None:
        await ack()

    @app.shortcut("book")
    async def book(ack: Any, body: Any, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=modal(section("Booked")))


@pytest.fixture(params=["socket", "http"])
async def lunch(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """The workspace with the lunch app running, once by each road."""
    sandbox = Sandbox(rate_limits=0)
    await sandbox.start()
    app = lunch_app(sandbox)
    if request.param == "socket":
        sandbox.install(app_config())
        handler = AsyncSocketModeHandler(app, "xapp-lunch")
        page = sandbox.watch("U08")
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's own signature
        await next_of(page, "bot")
        yield sandbox
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above
    else:
        runner = web.AppRunner(app.web_app("/slack/events"), shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = runner.addresses[0][1]
        sandbox.install(app_config(request_url=f"http://127.0.0.1:{port}/slack/events"))
        yield sandbox
        await runner.cleanup()
    await sandbox.stop()


async def test_an_unrelated_app_works_unchanged(lunch: Sandbox) -> None:
    """Command, modal with an error, channel, message, pin, file, click, update, thread, Home, events: all there."""
    general = lunch.workspace.channel_names["general"].id
    (app,) = lunch.workspace.apps
    page = lunch.watch("U01")
    async with asyncio.timeout(10):
        assert await lunch.do("U01", "command", channel=general, text="/lunch") == {"ok": True}
        view = (await next_of(page, "view"))["view"]["id"]

        await lunch.do("U01", "submit", view_id=view, state={"name": {"text": {"value": "nowhere"}}})
        assert (await next_of(page, "view_errors"))["errors"] == {"name": "Somewhere, please"}

        await lunch.do("U01", "submit", view_id=view, state={"name": {"text": {"value": "paul"}}})
        while (told := (await next_of(page, "message")))["message"].get("files") is None:
            pass
        channel = lunch.workspace.channel_names["lunch-paul"]
        assert told["channel"] == channel.id
        (pinned,) = channel.pins

        container = {"type": "message", "channel": channel.id, "ts": pinned}
        act = {"container": container, "block_id": "buttons", "action_id": "join", "value": {}}
        assert await lunch.do("U02", "action", **act) == {"ok": True}
        while (told := (await next_of(page, "message")))["message"]["text"] != "<@U02> comes":
            pass
        assert channel.messages[pinned]["blocks"][0]["text"]["text"] == "alex.martin comes"

        await lunch.do("U01", "say", channel=channel.id, text="I am hungry")
        while (await next_of(page, "message"))["message"]["text"] != "So am I, <@U01>":
            pass

        await lunch.do("U01", "react", channel=channel.id, ts=pinned, name="eyes")
        names: set[str] = set()
        while names != {"eyes", "yum"}:
            told = await next_of(page, "message")
            names = {each["name"] for each in told["message"].get("reactions", [])}

        await lunch.do("U01", "home_opened", app=app)
        assert (await next_of(page, "home"))["view"]["blocks"][0]["text"]["text"] == "Lunches"

        await lunch.do("U01", "shortcut", app=app, callback_id="book")
        assert (await next_of(page, "view"))["view"]["blocks"][0]["text"]["text"] == "Booked"


async def test_bolt_comes_back_when_its_connection_is_refreshed() -> None:
    """After refresh_requested the app connects again by itself, and commands reach it."""
    sandbox = Sandbox(app_config(), rate_limits=0)
    await sandbox.start()
    (app,) = sandbox.workspace.apps.values()
    page = sandbox.watch("U01")
    handler = AsyncSocketModeHandler(lunch_app(sandbox), "xapp-lunch")
    async with asyncio.timeout(20):
        await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's own signature
        await next_of(page, "bot")
        await sandbox.sockets.disconnect(app, "refresh_requested")
        while (await next_of(page, "bot"))["online"] is False or sandbox.sockets.connections(app) != 1:
            pass
        general = sandbox.workspace.channel_names["general"].id
        assert await sandbox.do("U01", "command", channel=general, text="/lunch") == {"ok": True}
        await next_of(page, "view")
    await handler.close_async()  # type: ignore[no-untyped-call]  # as above
    await sandbox.stop()

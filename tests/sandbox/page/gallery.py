"""An app that shows everything the page must be able to show; it knows nothing of crises."""

import asyncio
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import AppConfig, Command, Sandbox, Shortcut
from tests.sandbox.conftest import EVENTS, SCOPES
from tests.sandbox.page.gallery_blocks import Json, board, form, late, option, plain, second, section

CONFIG = AppConfig(
    name="Gallery",
    bot_token="xoxb-gallery",
    app_token="xapp-gallery",
    signing_secret="gallery-secret",
    scopes=SCOPES,
    events=EVENTS,
    commands=[
        Command("/gallery", "Show what there is", "show | form [title] | slow", should_escape=True),
        Command("/galaxy", "Something else altogether"),
    ],
    shortcuts=[
        Shortcut("form", "Fill in a form", "global"),
        Shortcut("keep", "Keep this message", "message"),
    ],
)


async def gallery(ack: Any, body: Json, command: Json, client: AsyncWebClient, respond: Any) -> None:
    word, _, rest = command["text"].partition(" ")
    if word == "slow":
        await asyncio.sleep(4)
    await ack()
    if word == "form":
        await client.views_open(trigger_id=body["trigger_id"], view=form(rest))
    elif word == "late":
        await client.views_open(trigger_id=body["trigger_id"], view=late())
    elif word == "show":
        await client.conversations_join(channel=command["channel_id"])
        await client.chat_postMessage(channel=command["channel_id"], text="A board", blocks=board())
    else:
        await respond(f"You said: {command['text']}")


async def sent(ack: Any, view: Json, client: AsyncWebClient, body: Json) -> None:
    """Refuses questions at two fields; keeps anything else in a direct message."""
    title = view["state"]["values"]["title"]["it"]["value"]
    if "?" in title:
        await ack(response_action="errors", errors={"title": "No questions, please.", "what": "Nor here."})
        return
    await ack()
    await client.chat_postMessage(channel=body["user"]["id"], text=f"Kept: {title}")


async def push(ack: Any, body: Json, client: AsyncWebClient) -> None:
    await ack()
    await client.views_push(trigger_id=body["trigger_id"], view=second())


async def again(ack: Any, body: Json, client: AsyncWebClient) -> None:
    """Updates the view with other initial values, which a client ignores where somebody has typed."""
    await ack()
    view = form("Overwritten") | {"title": plain("A form, anew")}
    await client.views_update(view_id=body["view"]["id"], view=view)


async def places(ack: Any, payload: Json) -> None:
    names = [name for name in ("Lyon", "Lille", "Paris") if payload["value"].lower() in name.lower()]
    await ack(options=[option(name, name) for name in names])


async def take(ack: Any, body: Json, client: AsyncWebClient) -> None:
    await ack()
    title = {"type": "header", "text": plain(f"Taken by {body['user']['id']}")}
    blocks = [title, *body["message"]["blocks"][1:]]
    await client.chat_update(channel=body["channel"]["id"], ts=body["message"]["ts"], text="Taken", blocks=blocks)


async def stop(ack: Any, respond: Any) -> None:
    await ack()
    await respond("Line 3 is stopped.", replace_original=False)


async def chosen(ack: Any, body: Json, respond: Any) -> None:
    await ack()
    action = body["actions"][0]
    picked = action.get("selected_option") or action.get("selected_options") or action.get("selected_date")
    await respond(f"{action['action_id']} is {picked}", replace_original=False)


async def fill(ack: Any, shortcut: Json, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=shortcut["trigger_id"], view=form())


async def keep(ack: Any, shortcut: Json, respond: Any) -> None:
    await ack()
    await respond(f"Kept: {shortcut['message']['text']}")


async def home(event: Json, client: AsyncWebClient) -> None:
    await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [section("At *home*")]})


async def nothing() -> None:
    """For events that only others care about."""


def build(sandbox: Sandbox) -> AsyncApp:
    client = AsyncWebClient(token=CONFIG.bot_token, base_url=f"{sandbox.url}/api/")
    app = AsyncApp(client=client, signing_secret=CONFIG.signing_secret)
    app.command("/gallery")(gallery)
    app.view("form")(sent)
    app.options("it")(places)
    actions = {"push": push, "again": again, "take": take, "stop": stop}
    for action_id in ("level", "rest", "day", "ticks"):
        actions[action_id] = chosen
    for action_id, listener in actions.items():
        app.action(action_id)(listener)
    app.shortcut("form")(fill)
    app.shortcut("keep")(keep)
    app.event("app_home_opened")(home)
    for event in ("message", "member_joined_channel", "pin_added", "reaction_added", "reaction_removed"):
        app.event(event)(nothing)
    return app


async def connect(sandbox: Sandbox) -> AsyncSocketModeHandler:
    handler = AsyncSocketModeHandler(build(sandbox), CONFIG.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK gives it no types
    return handler

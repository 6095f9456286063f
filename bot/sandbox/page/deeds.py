"""What a person does towards apps: commands, buttons, forms, shortcuts, the Home tab; and the clock."""

from bot.sandbox import messages
from bot.sandbox.channels import Channel
from bot.sandbox.delivery import payloads
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.interactions import Act
from bot.sandbox.page.registry import Deed, verb
from bot.sandbox.viewbook import OpenView


def _outcome(problem: str | None) -> Json:
    """A failure that the person has been shown already: the verb itself was done."""
    return {} if problem is None else {"failed": problem}


def _view(deed: Deed, view_id: object) -> OpenView:
    opened = deed.ws.views.get(view_id)
    if opened is None or opened.user != deed.user:
        raise SlackError("view_not_found")
    return opened


def _message(deed: Deed, told: Json) -> tuple[Channel, Json]:
    channel = deed.ws.channel_for(told.get("channel"), deed.user)
    ts = str(told.get("ts"))
    own = channel.ephemerals.get((deed.user, ts))
    return channel, own if own is not None else messages.find(channel, ts)


@verb("command")
async def command(deed: Deed) -> Json:
    channel = deed.channel(member=False)
    return _outcome(await deed.interactions.command(deed.user, channel, deed.text("text")))


@verb("action")
async def action(deed: Deed) -> Json:
    container = deed.object("container")
    act = Act(
        deed.text("block_id"),
        deed.text("action_id"),
        deed.object("value"),
        deed.object("state"),
    )
    if container.get("type") == "view":
        opened = _view(deed, container.get("view_id"))
        problem = await deed.interactions.act_on_view(opened, act)
    else:
        channel, message = _message(deed, container)
        problem = await deed.interactions.act_on_message(deed.user, channel, message, act)
    return _outcome(problem)


@verb("options")
async def options(deed: Deed) -> Json:
    container = deed.object("container")
    if container.get("type") == "view":
        opened = _view(deed, container.get("view_id"))
        app_id, surface = opened.app.id, payloads.view_surface(opened)
    else:
        channel, message = _message(deed, container)
        app_id, surface = message.get("app_id", ""), payloads.message_surface(channel, message)
    app = deed.ws.apps.get(app_id)
    if app is None:
        raise SlackError("app_not_found")
    return await deed.interactions.options(
        app, deed.user, surface, deed.text("block_id"), deed.text("action_id"), deed.text("value")
    )


@verb("submit")
async def submit(deed: Deed) -> Json:
    opened = _view(deed, deed.args.get("view_id"))
    if opened.json["type"] != "modal":
        raise SlackError("view_not_found")
    return _outcome(await deed.interactions.submit(opened, deed.object("state")))


@verb("close")
async def close(deed: Deed) -> Json:
    opened = _view(deed, deed.args.get("view_id"))
    everything = bool(deed.args.get("all"))
    return _outcome(await deed.interactions.close(opened, everything=everything))


@verb("shortcut")
async def shortcut(deed: Deed) -> Json:
    app = deed.app()
    _check_shortcut(deed, "global")
    return _outcome(await deed.interactions.shortcut(app, deed.user, deed.text("callback_id")))


@verb("message_shortcut")
async def message_shortcut(deed: Deed) -> Json:
    app = deed.app()
    _check_shortcut(deed, "message")
    channel = deed.channel()
    message = messages.find(channel, deed.text("ts"))
    return _outcome(
        await deed.interactions.message_shortcut(app, deed.user, deed.text("callback_id"), channel, message)
    )


def _check_shortcut(deed: Deed, kind: str) -> None:
    wanted = (deed.text("callback_id"), kind)
    if wanted not in {(s.callback_id, s.type) for s in deed.app().config.shortcuts}:
        raise SlackError("shortcut_not_found")


@verb("home_opened")
async def home_opened(deed: Deed) -> Json:
    app = deed.app()
    channel, _ = deed.ws.direct([deed.user, app.bot_user_id])
    event: Json = {
        "type": "app_home_opened",
        "user": deed.user,
        "channel": channel.id,
        "tab": "home",
        "event_ts": deed.ws.clock.ts(),
    }
    home = deed.ws.views.home(app.id, deed.user)
    if home is not None:
        event["view"] = home.json
        deed.ws.live.send([deed.user], {"type": "home", "app": app.id, "view": home.json})
    deed.ws.happened(event, None, app)
    return {"channel": channel.id}


@verb("clock")
async def clock(deed: Deed) -> Json:
    if deed.args.get("to") == "next_due":
        deed.move_clock(None)
    else:
        try:
            deed.move_clock(float(deed.text("seconds") or 0))
        except (TypeError, ValueError):
            raise SlackError("invalid_clock") from None
    return {"now": deed.ws.clock.now(), "offset": deed.ws.clock.offset}

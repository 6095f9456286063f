"""pins.*, bookmarks.* and reactions.*: marks that an app leaves on a channel or a message."""

from bot.sandbox import messages, pins
from bot.sandbox.api.registry import Call, method
from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError, invalid_arguments


def _timestamp(call: Call) -> str:
    ts = call.text("timestamp")
    if not ts:
        raise SlackError("no_item_specified")
    if not ts.replace(".", "", 1).isdigit():
        raise SlackError("bad_timestamp")
    return ts


def _message(call: Call, *, writable: bool = False) -> tuple[Channel, Json]:
    if not call.text("channel"):
        raise SlackError("no_item_specified")
    ts = _timestamp(call)
    channel = call.channel(writable=writable)
    if call.actor not in channel.members:
        raise SlackError("message_not_found")
    return channel, messages.find(channel, ts)


@method("pins.add")
def pins_add(call: Call) -> Json:
    ts = _timestamp(call)
    pins.pin(call.ws, call.channel(member=True), call.actor, ts)
    return {}


@method("pins.remove")
def pins_remove(call: Call) -> Json:
    ts = _timestamp(call)
    channel = call.channel()
    if call.actor not in channel.members:
        raise SlackError("no_pin")
    pins.unpin(call.ws, channel, call.actor, ts)
    return {}


@method("pins.list")
def pins_list(call: Call) -> Json:
    channel = call.channel()
    return {"items": [pins.pinned_item(channel, ts) for ts in reversed(channel.pins)]}


@method("reactions.add")
def reactions_add(call: Call) -> Json:
    channel, message = _message(call, writable=True)
    messages.react(call.ws, channel, message, call.actor, call.text("name").strip(":"))
    return {}


@method("reactions.remove")
def reactions_remove(call: Call) -> Json:
    channel, message = _message(call)
    messages.unreact(call.ws, channel, message, call.actor, call.text("name").strip(":"))
    return {}


@method("reactions.get")
def reactions_get(call: Call) -> Json:
    channel, message = _message(call)
    return {"type": "message", "channel": channel.id, "message": message}


def _bookmark_channel(call: Call) -> Channel:
    channel = call.channel("channel_id")
    if call.actor not in channel.members or channel.archived:
        raise SlackError("permission_denied")
    return channel


@method("bookmarks.add")
def bookmarks_add(call: Call) -> Json:
    channel = _bookmark_channel(call)
    if call.text("type") != "link":
        raise SlackError("invalid_bookmark_type")
    if not call.text("link"):
        raise SlackError("invalid_link")
    told = pins.add_bookmark(call.ws, channel, call.actor, call.text("title"), call.text("link"), call.text("emoji"))
    return {"bookmark": told}


@method("bookmarks.edit")
def bookmarks_edit(call: Call) -> Json:
    changes: Json = {name: call.text(name) for name in ("title", "link", "emoji") if name in call.args}
    if changes.get("title") == "":
        raise invalid_arguments("must be more than 0 characters [json-pointer:/title]")
    channel = _bookmark_channel(call)
    told = pins.edit_bookmark(call.ws, channel, call.actor, call.text("bookmark_id"), changes)
    return {"bookmark": told}


@method("bookmarks.remove")
def bookmarks_remove(call: Call) -> Json:
    pins.remove_bookmark(call.ws, _bookmark_channel(call), call.text("bookmark_id"))
    return {}


@method("bookmarks.list")
def bookmarks_list(call: Call) -> Json:
    channel = call.channel("channel_id")
    if call.actor not in channel.members:
        raise SlackError("access_denied")
    return {"bookmarks": list(channel.bookmarks.values())}

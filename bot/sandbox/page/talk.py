"""What a person does in conversations: read, write, react, come and go."""

import re

from bot.sandbox import membership, messages, pins
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.page.registry import Deed, verb
from bot.sandbox.typed import as_entities

_TS = re.compile(r"\d{10}\.\d{6}")


@verb("history")
async def history(deed: Deed) -> Json:
    channel = deed.channel(member=False)
    limit = deed.number("limit", 100)
    low, high = channel.window(channel.timeline, None, deed.text("before") or None)
    begin = max(low, high - limit)
    told = [channel.messages[ts] for ts in channel.timeline[begin:high]]
    return {"messages": told, "has_more": begin > low}


@verb("replies")
async def replies(deed: Deed) -> Json:
    channel = deed.channel(member=False)
    parent = messages.find(channel, deed.text("ts"))
    root = str(parent.get("thread_ts", parent["ts"]))
    return {"messages": [channel.messages[ts] for ts in [root, *channel.threads.get(root, [])]]}


@verb("say")
async def say(deed: Deed) -> Json:
    channel = deed.channel(writable=True)
    text = deed.text("text").strip()
    if not text:
        raise SlackError("no_text")
    if len(text) > messages.MAX_TEXT:
        raise SlackError("msg_too_long")
    root = messages.thread_root(channel, deed.text("thread_ts")) if deed.text("thread_ts") else None
    author = {"user": deed.user, "team": deed.ws.team_id}
    content = {"text": as_entities(deed.ws, deed.user, text)}
    message = messages.post(deed.ws, channel, author, content, thread_ts=root)
    return {"message": message}


def _own(deed: Deed, refusal: str) -> Json:
    message = messages.find(deed.channel(), deed.text("ts"))
    if message.get("user") != deed.user or "subtype" in message:
        raise SlackError(refusal)
    return message


@verb("edit")
async def edit(deed: Deed) -> Json:
    message = _own(deed, "cant_update_message")
    text = deed.text("text").strip()
    if not text:
        raise SlackError("no_text")
    changes = {"text": as_entities(deed.ws, deed.user, text)}
    return {"message": messages.edit(deed.ws, deed.channel(writable=True), message, changes, deed.user)}


@verb("delete")
async def delete(deed: Deed) -> Json:
    channel = deed.channel()
    message = messages.find(channel, deed.text("ts"))
    if message.get("user") != deed.user and not deed.ws.users[deed.user].get("is_admin"):
        raise SlackError("cant_delete_message")
    messages.delete(deed.ws, channel, message)
    return {}


@verb("react")
async def react(deed: Deed) -> Json:
    channel = deed.channel(writable=True)
    message = messages.find(channel, deed.text("ts"))
    name = deed.text("name").strip(":")
    if any(r["name"] == name and deed.user in r["users"] for r in message.get("reactions", [])):
        messages.unreact(deed.ws, channel, message, deed.user, name)
    else:
        messages.react(deed.ws, channel, message, deed.user, name)
    return {}


@verb("pin")
async def pin(deed: Deed) -> Json:
    channel = deed.channel(writable=True)
    change = pins.unpin if deed.text("ts") in channel.pins else pins.pin
    change(deed.ws, channel, deed.user, deed.text("ts"))
    return {}


@verb("join")
async def join(deed: Deed) -> Json:
    channel = deed.channel(member=False)
    membership.join_by_oneself(deed.ws, channel, deed.user)
    return {"channel": deed.ws.channel_for_page(channel, deed.user)}


@verb("leave")
async def leave(deed: Deed) -> Json:
    membership.leave(deed.ws, deed.channel(), deed.user)
    return {}


@verb("invite")
async def invite(deed: Deed) -> Json:
    users = deed.args.get("users")
    if not isinstance(users, list):
        raise SlackError("no_user")
    refused = membership.invite(deed.ws, deed.channel(), deed.user, [str(user) for user in users], force=True)
    return {"errors": refused} if refused else {}


@verb("kick")
async def kick(deed: Deed) -> Json:
    membership.kick(deed.ws, deed.channel(), deed.user, deed.text("user"))
    return {}


@verb("archive")
async def archive(deed: Deed) -> Json:
    channel = deed.channel()
    membership.set_archived(deed.ws, channel, deed.user, archived=not channel.archived)
    return {}


@verb("topic")
async def topic(deed: Deed) -> Json:
    membership.describe(deed.ws, deed.channel(), deed.user, "topic", deed.text("topic"))
    return {}


@verb("create_channel")
async def create_channel(deed: Deed) -> Json:
    private = bool(deed.args.get("is_private"))
    channel = membership.create(deed.ws, deed.user, deed.text("name"), is_private=private)
    return {"channel": deed.ws.channel_for_page(channel, deed.user)}


@verb("open_dm")
async def open_dm(deed: Deed) -> Json:
    other = deed.text("user")
    if other not in deed.ws.users:
        raise SlackError("user_not_found")
    channel, _ = deed.ws.direct([deed.user, other])
    return {"channel": deed.ws.channel_for_page(channel, deed.user)}


@verb("read")
async def read(deed: Deed) -> Json:
    channel = deed.channel(member=False)
    if deed.user in channel.members and _TS.fullmatch(deed.text("ts")):
        channel.last_read[deed.user] = max(deed.text("ts"), channel.last_read.get(deed.user, "0"))
        told = {"type": "channel", "channel": deed.ws.channel_for_page(channel, deed.user)}
        deed.ws.live.send([deed.user], told)
    return {}

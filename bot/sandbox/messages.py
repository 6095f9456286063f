"""Messages: said, replied to, changed, taken back, shown to one person only, reacted to."""

import re
from bisect import bisect_left

from bot.sandbox.apps import InstalledApp
from bot.sandbox.channels import EVENT_TYPE, Channel
from bot.sandbox.elements import with_ids
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.workspace import Workspace

MAX_TEXT = 40_000
MAX_REACTIONS = 23
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)")
_EMOJI_NAME = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")


def app_author(ws: Workspace, app: InstalledApp) -> Json:
    """The fields by which a message says that an app wrote it."""
    return {
        "user": app.bot_user_id,
        "bot_id": app.bot_id,
        "app_id": app.id,
        "team": ws.team_id,
        "bot_profile": app.bot_profile(ws.team_id),
    }


def with_block_ids(content: Json) -> Json:
    """A copy in which all blocks, those of attachments too, and their elements have ids."""
    content = dict(content)
    if content.get("blocks"):
        content["blocks"] = with_ids(content["blocks"])
    if content.get("attachments"):
        content["attachments"] = [
            {**attachment, "id": number}
            | ({"blocks": with_ids(attachment["blocks"])} if attachment.get("blocks") else {})
            for number, attachment in enumerate(content["attachments"], start=1)
        ]
    return content


def blocks_of(message: Json) -> list[Json]:
    """All blocks of a message, those of its attachments too."""
    attached = [block for a in message.get("attachments", []) for block in a.get("blocks", [])]
    return [*message.get("blocks", []), *attached]


def find(channel: Channel, ts: object) -> Json:
    message = channel.messages.get(str(ts))
    if message is None:
        raise SlackError("message_not_found")
    return message


def thread_root(channel: Channel, ts: object) -> str:
    """The thread that a reply to `ts` belongs to; a reply to a reply lands in the same thread."""
    parent = channel.messages.get(str(ts))
    if parent is None or str(parent.get("subtype", "")).startswith("channel_"):
        raise SlackError("cannot_reply_to_message")
    return str(parent.get("thread_ts", parent["ts"]))


def post(
    ws: Workspace,
    channel: Channel,
    author: Json,
    content: Json,
    *,
    thread_ts: str | None = None,
    broadcast: bool = False,
) -> Json:
    """Adds a message to the channel. `content` holds text, blocks, attachments, files, metadata, subtype."""
    ts = ws.clock.ts()
    message: Json = {"type": "message", **author, "ts": ts, **with_block_ids(content)}
    message["text"] = str(message.get("text") or "")[:MAX_TEXT]
    channel.messages[ts] = message
    if thread_ts is None or broadcast:
        channel.timeline.append(ts)
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
        if broadcast:
            message["subtype"] = "thread_broadcast"
        _count_reply(ws, channel, thread_ts, message)
    if "user" in author:
        channel.last_read[author["user"]] = ts
    ws.show_message(channel, message)
    _tell_apps(ws, channel, message)
    return message


def say_what_happened(ws: Workspace, channel: Channel, user: str, subtype: str, text: str, **extra: object) -> Json:
    """A line that the workspace itself writes about what `user` did to the channel."""
    return post(ws, channel, {"user": user}, {"subtype": subtype, "text": text, **extra})


def _count_reply(ws: Workspace, channel: Channel, root: str, reply: Json) -> None:
    replies = channel.threads.setdefault(root, [])
    replies.append(reply["ts"])
    parent = channel.messages[root]
    users = parent.get("reply_users", [])
    user = reply.get("user", "")
    parent.update(
        thread_ts=root,
        reply_count=len(replies),
        reply_users=users if user in users else [*users, user],
        latest_reply=reply["ts"],
        is_locked=False,
        subscribed=False,
    )
    parent["reply_users_count"] = len(parent["reply_users"])
    ws.show_message(channel, parent)


def _event(channel: Channel, ts: str, fields: Json) -> Json:
    return {
        **fields,
        "type": "message",
        "channel": channel.id,
        "event_ts": ts,
        "channel_type": EVENT_TYPE[channel.kind],
    }


def _tell_apps(ws: Workspace, channel: Channel, message: Json) -> None:
    told = {k: v for k, v in message.items() if k != "metadata"}
    ws.happened(_event(channel, message["ts"], told), channel)
    if "subtype" in message:
        return
    for user_id in dict.fromkeys(_MENTION.findall(message["text"])):
        app = ws.app_of_bot(user_id)
        if app is not None and message.get("bot_id") != app.bot_id:
            mention = {**told, "type": "app_mention", "channel": channel.id, "event_ts": message["ts"]}
            ws.happened(mention, channel, app)


def edit(ws: Workspace, channel: Channel, message: Json, changes: Json, editor: str) -> Json:
    """Changes a message in place; a key whose new value is None goes away."""
    before = dict(message)
    message.update(with_block_ids(changes))
    for key in [k for k in changes if message[k] is None or (k != "text" and message[k] in ([], {}))]:
        del message[key]
    if not message.get("blocks") and message["text"] != before["text"]:
        message["edited"] = {"user": editor, "ts": ws.clock.ts()}
    ws.show_message(channel, message)
    now = ws.clock.ts()
    ws.happened(
        _event(
            channel,
            now,
            {
                "subtype": "message_changed",
                "message": dict(message),
                "previous_message": before,
                "hidden": True,
                "ts": now,
            },
        ),
        channel,
    )
    return message


def delete(ws: Workspace, channel: Channel, message: Json) -> None:
    ts = message["ts"]
    before = dict(message)
    if channel.threads.get(ts):
        message.update(subtype="tombstone", text="This message was deleted.", user="USLACKBOT", hidden=True)
        for key in ("blocks", "attachments", "metadata", "bot_id", "app_id", "bot_profile", "files"):
            message.pop(key, None)
        ws.show_message(channel, message)
    else:
        del channel.messages[ts]
        _drop(channel.timeline, ts)
        root = message.get("thread_ts")
        if root is not None and root in channel.threads:
            _uncount_reply(ws, channel, root, ts)
        ws.live.send(ws.audience(channel), {"type": "message_gone", "channel": channel.id, "ts": ts})
    if channel.pins.pop(ts, None):
        ws.show_channel(channel)
    now = ws.clock.ts()
    fields = {"subtype": "message_deleted", "previous_message": before, "deleted_ts": ts}
    ws.happened(_event(channel, now, fields | {"hidden": True, "ts": now}), channel)


def _drop(ordered: list[str], ts: str) -> None:
    index = bisect_left(ordered, ts)
    if index < len(ordered) and ordered[index] == ts:
        del ordered[index]


def _uncount_reply(ws: Workspace, channel: Channel, root: str, ts: str) -> None:
    replies = channel.threads[root]
    _drop(replies, ts)
    parent = channel.messages[root]
    if replies:
        users = list(dict.fromkeys(channel.messages[reply].get("user", "") for reply in replies))
        parent.update(
            reply_count=len(replies),
            latest_reply=replies[-1],
            reply_users=users,
            reply_users_count=len(users),
        )
    else:
        del channel.threads[root]
        for key in ("thread_ts", "reply_count", "latest_reply", "reply_users", "reply_users_count"):
            parent.pop(key, None)
    ws.show_message(channel, parent)


def post_ephemeral(
    ws: Workspace,
    channel: Channel,
    app: InstalledApp,
    user: str,
    content: Json,
    thread_ts: str | None = None,
) -> Json:
    """Shown to `user` on the pages that are open now; kept only so that its buttons work."""
    message: Json = {
        "type": "message",
        "ephemeral": True,
        "is_ephemeral": True,
        **app_author(ws, app),
        **with_block_ids(content),
        "ts": ws.clock.ts(),
    }
    message["text"] = str(message.get("text") or "")
    if thread_ts is not None:
        message["thread_ts"] = thread_ts
    channel.ephemerals[user, message["ts"]] = message
    ws.show_message(channel, message, only=user)
    return message


def change_ephemeral(ws: Workspace, channel: Channel, user: str, message: Json, changes: Json) -> None:
    message.update(with_block_ids(changes))
    for key in [k for k, v in changes.items() if v is None]:
        del message[key]
    ws.show_message(channel, message, only=user)


def withdraw_ephemeral(ws: Workspace, channel: Channel, user: str, message: Json) -> None:
    channel.ephemerals.pop((user, message["ts"]), None)
    ws.live.send([user], {"type": "message_gone", "channel": channel.id, "ts": message["ts"]})


def react(ws: Workspace, channel: Channel, message: Json, user: str, name: str) -> None:
    if not _EMOJI_NAME.fullmatch(name):
        raise SlackError("invalid_name")
    reactions: list[Json] = message.get("reactions", [])
    reaction = next((r for r in reactions if r["name"] == name), None)
    if reaction is None:
        if len(reactions) >= MAX_REACTIONS:
            raise SlackError("too_many_emoji")
        reaction = {"name": name, "users": [], "count": 0}
        message["reactions"] = [*reactions, reaction]
    if user in reaction["users"]:
        raise SlackError("already_reacted")
    reaction["users"].append(user)
    reaction["count"] += 1
    _tell_reaction(ws, channel, message, user, name, "reaction_added")


def unreact(ws: Workspace, channel: Channel, message: Json, user: str, name: str) -> None:
    reactions: list[Json] = message.get("reactions", [])
    reaction = next((r for r in reactions if r["name"] == name and user in r["users"]), None)
    if reaction is None:
        raise SlackError("no_reaction")
    reaction["users"].remove(user)
    reaction["count"] -= 1
    message["reactions"] = [r for r in reactions if r["users"]]
    if not message["reactions"]:
        del message["reactions"]
    _tell_reaction(ws, channel, message, user, name, "reaction_removed")


def _tell_reaction(ws: Workspace, channel: Channel, message: Json, user: str, name: str, event_type: str) -> None:
    ws.show_message(channel, message)
    event = {
        "type": event_type,
        "user": user,
        "reaction": name,
        "item_user": message.get("user", ""),
        "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
        "event_ts": ws.clock.ts(),
    }
    ws.happened(event, channel)

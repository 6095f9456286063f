"""Channels as people and apps change them: made, named, joined, left, archived."""

import re

from bot.sandbox.channels import Channel, Kind
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.messages import say_what_happened
from bot.sandbox.workspace import Workspace

MAX_NAME = 80
MAX_TOPIC = 250


def check_name(ws: Workspace, name: str, own: Channel | None = None) -> str:
    """The name, or Slack's reason to refuse it."""
    name = name.strip().removeprefix("#")
    if not name:
        raise SlackError("invalid_name_required")
    if len(name) > MAX_NAME:
        raise SlackError("invalid_name_maxlength")
    if not re.search(r"[^\W_]", name):
        raise SlackError("invalid_name_punctuation" if name.isascii() else "invalid_name_specials")
    if not re.fullmatch(r"[a-z0-9_-]+", name):
        raise SlackError("invalid_name_specials")
    if ws.channel_names.get(name, own) is not own:
        raise SlackError("name_taken")
    return name


def create(ws: Workspace, actor: str, name: str, *, is_private: bool) -> Channel:
    kind: Kind = "private" if is_private else "public"
    channel = ws.add_channel(kind, check_name(ws, name), actor, [actor])
    ws.show_channel(channel)
    say_what_happened(ws, channel, actor, "channel_join", f"<@{actor}> has joined the channel")
    if kind == "public":
        told = {"id": channel.id, "name": channel.name, "created": channel.created, "creator": actor}
        ws.happened({"type": "channel_created", "channel": told, "event_ts": ws.clock.ts()}, channel)
    return channel


def _refuse_direct(channel: Channel) -> None:
    if channel.is_direct:
        raise SlackError("method_not_supported_for_channel_type")


def _membership_event(ws: Workspace, event_type: str, channel: Channel, user: str, **extra: str) -> Json:
    return {
        "type": event_type,
        "user": user,
        "channel": channel.id,
        "channel_type": "C" if channel.kind == "public" else "G",
        "team": ws.team_id,
        **extra,
        "event_ts": ws.clock.ts(),
    }


def join(ws: Workspace, channel: Channel, user: str, inviter: str | None = None) -> None:
    """Adds `user`, who is not in the channel yet."""
    extra = {"inviter": inviter} if inviter else {}
    channel.members[user] = None
    channel.last_read[user] = ws.clock.ts()
    ws.show_channel(channel)
    say_what_happened(ws, channel, user, "channel_join", f"<@{user}> has joined the channel", **extra)
    ws.happened(_membership_event(ws, "member_joined_channel", channel, user, **extra), channel)


def join_by_oneself(ws: Workspace, channel: Channel, user: str) -> bool:
    """False when `user` was in the channel already."""
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    channel.require(writable=True)
    if user in channel.members:
        return False
    join(ws, channel, user)
    return True


def refusal_to_invite(ws: Workspace, channel: Channel, actor: str, user: str) -> str | None:
    """Why `user` cannot be invited, as Slack's error code."""
    if user not in ws.users:
        return "user_not_found"
    if user == actor:
        return "cant_invite_self"
    if user in channel.members:
        return "already_in_channel"
    return None


def invite(ws: Workspace, channel: Channel, actor: str, users: list[str], *, force: bool = False) -> list[Json]:
    """All or, with `force`, those who can be invited; the answer says who could not and why."""
    _refuse_direct(channel)
    channel.require(actor, writable=True)
    users = list(dict.fromkeys(users))
    if not users:
        raise SlackError("no_user")
    refused = [
        {"user": user, "ok": False, "error": reason}
        for user in users
        if (reason := refusal_to_invite(ws, channel, actor, user))
    ]
    if refused and (not force or len(refused) == len(users)):
        raise SlackError(str(refused[0]["error"]), errors=refused)
    for user in users:
        if user not in {r["user"] for r in refused}:
            join(ws, channel, user, inviter=actor)
    return refused


def leave(ws: Workspace, channel: Channel, user: str, kicked_by: str | None = None) -> bool:
    """False when `user` was not in the channel."""
    _refuse_direct(channel)
    channel.require(writable=True)
    if user not in channel.members:
        return False
    if channel.is_general:
        raise SlackError("cant_kick_from_general" if kicked_by else "cant_leave_general")
    ws.happened(_membership_event(ws, "member_left_channel", channel, user), channel)
    del channel.members[user]
    text = f"<@{user}> has left the channel"
    say_what_happened(ws, channel, user, "channel_leave", text)
    ws.show_channel(channel)
    if channel.kind == "private":
        ws.live.send([user], {"type": "channel_gone", "id": channel.id})
    app = ws.app_of_bot(user)
    if app is not None:
        event_type = "channel_left" if channel.kind == "public" else "group_left"
        ws.happened({"type": event_type, "channel": channel.id, "actor_id": user, "event_ts": ws.clock.ts()}, None, app)
    return True


def kick(ws: Workspace, channel: Channel, actor: str, user: str) -> None:
    channel.require(actor)
    if user not in ws.users:
        raise SlackError("user_not_found")
    if user == actor:
        raise SlackError("cant_kick_self")
    if not leave(ws, channel, user, kicked_by=actor):
        raise SlackError("not_in_channel")


def set_archived(ws: Workspace, channel: Channel, actor: str, *, archived: bool) -> None:
    _refuse_direct(channel)
    if channel.archived == archived:
        raise SlackError("already_archived" if archived else "not_archived")
    channel.require(actor)
    if channel.is_general:
        raise SlackError("cant_archive_general")
    word = "archive" if archived else "unarchive"
    say_what_happened(ws, channel, actor, f"channel_{word}", f"<@{actor}> {word}d the channel")
    channel.archived = archived
    ws.show_channel(channel)
    prefix = "channel" if channel.kind == "public" else "group"
    event = {"type": f"{prefix}_{word}", "channel": channel.id, "user": actor, "event_ts": ws.clock.ts()}
    ws.happened(event, channel)


def rename(ws: Workspace, channel: Channel, actor: str, name: str) -> None:
    _refuse_direct(channel)
    channel.require(actor, writable=True)
    name = check_name(ws, name, channel)
    if channel.is_general:
        raise SlackError("not_authorized")
    old = channel.name
    ws.channel_names.pop(old, None)
    ws.channel_names[name] = channel
    channel.previous_names.append(old)
    channel.name = name
    text = f"<@{actor}> has renamed the channel from “{old}” to “{name}”"
    say_what_happened(ws, channel, actor, "channel_name", text, old_name=old, name=name)
    ws.show_channel(channel)
    told = {"id": channel.id, "name": name, "created": channel.created}
    event_type = "channel_rename" if channel.kind == "public" else "group_rename"
    ws.happened({"type": event_type, "channel": told, "event_ts": ws.clock.ts()}, channel)


def describe(ws: Workspace, channel: Channel, actor: str, field: str, text: str) -> None:
    """Sets the `topic` or the `purpose`."""
    if channel.kind == "im":
        raise SlackError("method_not_supported_for_channel_type")
    channel.require(actor, writable=True)
    if len(text) > MAX_TOPIC:
        raise SlackError("too_long")
    if field == "topic":
        if channel.topic["value"] == text:
            return
        channel.topic = {"value": text, "creator": actor, "last_set": int(ws.clock.now())}
    else:
        channel.purpose = {"value": text, "creator": actor, "last_set": int(ws.clock.now())}
    line = f"<@{actor}> set the channel {field}: {text}"
    say_what_happened(ws, channel, actor, f"channel_{field}", line, **{field: text})
    ws.show_channel(channel)

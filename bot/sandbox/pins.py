"""What a channel keeps in sight: pinned messages and bookmarks."""

from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.messages import find
from bot.sandbox.workspace import Workspace

MAX_PINS = 100
MAX_BOOKMARKS = 100


def pin(ws: Workspace, channel: Channel, actor: str, ts: str) -> None:
    message = find(channel, ts)
    if ts in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= MAX_PINS:
        raise SlackError("too_many_pins")
    if str(message.get("subtype", "")).startswith("channel_"):
        raise SlackError("not_pinnable")
    channel.pins[ts] = {"created": int(ws.clock.now()), "created_by": actor}
    message["pinned_to"] = [channel.id]
    message["pinned_info"] = {"channel": channel.id, "pinned_by": actor, "pinned_ts": int(ws.clock.now())}
    _tell(ws, channel, message, actor, "pin_added")


def unpin(ws: Workspace, channel: Channel, actor: str, ts: str) -> None:
    message = find(channel, ts)
    if channel.pins.pop(ts, None) is None:
        raise SlackError("no_pin")
    message.pop("pinned_to", None)
    message.pop("pinned_info", None)
    _tell(ws, channel, message, actor, "pin_removed")


def _tell(ws: Workspace, channel: Channel, message: Json, actor: str, event_type: str) -> None:
    ws.show_message(channel, message)
    ws.show_channel(channel)
    event: Json = {
        "type": event_type,
        "user": actor,
        "channel_id": channel.id,
        "item": pinned_item(channel, message["ts"]),
        "item_user": message.get("user", ""),
        "pin_count": len(channel.pins),
        "has_pins": bool(channel.pins),
        "event_ts": ws.clock.ts(),
    }
    ws.happened(event, channel)


def pinned_item(channel: Channel, ts: str) -> Json:
    item: Json = {"type": "message", "channel": channel.id, "message": dict(channel.messages[ts])}
    return item | channel.pins.get(ts, {})


def add_bookmark(ws: Workspace, channel: Channel, actor: str, title: str, link: str, emoji: str) -> Json:
    if len(channel.bookmarks) >= MAX_BOOKMARKS:
        raise SlackError("too_many_bookmarks")
    now = int(ws.clock.now())
    bookmark: Json = {
        "id": ws.new_id("Bk"),
        "channel_id": channel.id,
        "title": title,
        "link": _checked_link(link),
        "emoji": emoji or None,
        "icon_url": None,
        "type": "link",
        "entity_id": None,
        "date_created": now,
        "date_updated": 0,
        "rank": f"{len(channel.bookmarks):04d}",
        "last_updated_by_user_id": actor,
        "last_updated_by_team_id": ws.team_id,
        "shortcut_id": None,
        "app_id": None,
    }
    channel.bookmarks[bookmark["id"]] = bookmark
    ws.show_channel(channel)
    return bookmark


def edit_bookmark(ws: Workspace, channel: Channel, actor: str, bookmark_id: str, changes: Json) -> Json:
    bookmark = channel.bookmarks.get(bookmark_id)
    if bookmark is None:
        raise SlackError("not_found")
    if "link" in changes:
        changes["link"] = _checked_link(changes["link"])
    bookmark.update(changes, date_updated=int(ws.clock.now()), last_updated_by_user_id=actor)
    ws.show_channel(channel)
    return bookmark


def remove_bookmark(ws: Workspace, channel: Channel, bookmark_id: str) -> None:
    if channel.bookmarks.pop(bookmark_id, None) is None:
        raise SlackError("not_found")
    ws.show_channel(channel)


def _checked_link(link: str) -> str:
    if not link.startswith(("http://", "https://", "mailto:", "slack://")):
        raise SlackError("invalid_link")
    return link

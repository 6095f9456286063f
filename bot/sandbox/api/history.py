"""conversations.history and conversations.replies: what was said."""

import re

from bot.sandbox.api.registry import Call, decode_cursor, encode_cursor, method
from bot.sandbox.channels import Channel
from bot.sandbox.errors import Json, SlackError

MAX_PAGE = 999
_TS = re.compile(r"\d+(\.\d+)?")


def _bound(call: Call, name: str) -> str | None:
    value = call.text(name)
    if not value or value in ("0", "now"):
        return None
    if not _TS.fullmatch(value):
        raise SlackError(f"invalid_ts_{name}")
    seconds, _, fraction = value.partition(".")
    return f"{seconds}.{fraction:0<6}"


def _told(call: Call, channel: Channel, ts: str) -> Json:
    """A message without what the history keeps to itself unless asked."""
    message = channel.messages[ts]
    if "metadata" in message and not call.flag("include_all_metadata"):
        return {key: value for key, value in message.items() if key != "metadata"}
    return message


def _limit(call: Call) -> int:
    return int(min(max(call.args.get("limit") or 100, 1), MAX_PAGE))


@method("conversations.history")
def history(call: Call) -> Json:
    channel = call.channel(member=True)
    latest = decode_cursor(call.text("cursor"), "next_ts") or _bound(call, "latest")
    inclusive = call.flag("inclusive") or bool(call.text("cursor"))
    low, high = channel.window(channel.timeline, _bound(call, "oldest"), latest, inclusive=inclusive)
    begin = max(low, high - _limit(call))
    answer: Json = {
        "messages": [_told(call, channel, ts) for ts in reversed(channel.timeline[begin:high])],
        "has_more": begin > low,
        "pin_count": len(channel.pins),
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    if begin > low:
        cursor = encode_cursor("next_ts", channel.timeline[begin - 1])
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


@method("conversations.replies")
def replies(call: Call) -> Json:
    channel = call.channel()
    if call.actor not in channel.members:
        raise SlackError("channel_not_found")
    asked = channel.messages.get(call.text("ts"))
    if asked is None:
        raise SlackError("thread_not_found")
    root = str(asked.get("thread_ts", asked["ts"]))
    chain = channel.threads.get(root, [])
    oldest = decode_cursor(call.text("cursor"), "next_ts") or _bound(call, "oldest")
    inclusive = call.flag("inclusive") or bool(call.text("cursor"))
    low, high = channel.window(chain, oldest, _bound(call, "latest"), inclusive=inclusive)
    end = min(high, low + _limit(call))
    answer: Json = {
        "messages": [_told(call, channel, ts) for ts in [root, *chain[low:end]]],
        "has_more": end < high,
    }
    if end < high:
        answer["response_metadata"] = {"next_cursor": encode_cursor("next_ts", chain[end])}
    return answer

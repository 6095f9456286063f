"""Finding our own messages again after an uncertain answer, by the metadata that they carry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.slack.client import Slack
from bot.slack.desk import APP_EVENT

SKEW = timedelta(minutes=10)
"""How far Slack's clock and ours may be apart."""
PAGES = 5


async def find_message(slack: Slack, channel: str, since: datetime, payload: dict[str, Any]) -> str | None:
    """The `ts` of our message in `channel` whose metadata holds all of `payload`; None when there is none.

    Looks at what was posted after `since`, at most a thousand messages. Raises SlackFailure.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        page = await slack.call(
            "conversations.history",
            channel=channel,
            oldest=f"{(since - SKEW).timestamp():.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=cursor,
        )
        for message in page.get("messages", ()):
            told = message.get("metadata") or {}
            ours = told.get("event_payload") or {}
            if told.get("event_type") == APP_EVENT and payload.items() <= ours.items():
                return str(message["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            break
    return None

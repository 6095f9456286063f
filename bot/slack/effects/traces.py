"""Finding our own messages again after an uncertain answer, by the metadata that they carry."""

from __future__ import annotations

from typing import Any

from bot.slack.client import Slack
from bot.slack.desk import APP_EVENT

PAGES = 5


async def find_message(slack: Slack, channel: str, payload: dict[str, Any]) -> str | None:
    """The `ts` of our message in `channel` whose metadata holds all of `payload`; None when there is none.

    Looks at the last thousand messages, whatever their time: our clock and Slack's may be far apart. Raises
    SlackFailure.
    """
    cursor: str | None = None
    for _ in range(PAGES):
        page = await slack.call(
            "conversations.history",
            channel=channel,
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

"""Finding our own messages and files again after an uncertain answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from bot.slack.client import Slack
from bot.slack.desk import APP_EVENT, Desk

PAGES = 5


async def find_message(slack: Slack, channel: str, payload: dict[str, Any]) -> str | None:
    """The `ts` of our message in `channel` whose metadata holds all of `payload`; None when there is none.

    Raises SlackFailure.
    """
    async for message in _newest(slack, channel):
        told = message.get("metadata") or {}
        ours = told.get("event_payload") or {}
        if told.get("event_type") == APP_EVENT and payload.items() <= ours.items():
            return str(message["ts"])
    return None


async def find_file(desk: Desk, channel: str, name: str) -> str | None:
    """The id of our file of this name that stands in `channel`; None when there is none. Raises SlackFailure."""
    async for message in _newest(desk.slack, channel):
        for file in message.get("files") or ():
            if file.get("name") == name and file.get("user") == desk.me.user:
                return str(file["id"])
    return None


async def _newest(slack: Slack, channel: str) -> AsyncIterator[dict[str, Any]]:
    """The last thousand messages, whatever their time: our clock and Slack's may be far apart."""
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
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return

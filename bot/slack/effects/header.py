"""What stands at the top of the channel: its topic, and a bookmark that leads to the board."""

from __future__ import annotations

from bot.slack.client import Answer
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.screens import channel


async def topic(desk: Desk, delivery: Delivery) -> Answer:
    """Level, title and state in one line."""
    crisis = delivery.crisis
    if crisis.channel_id and not crisis.channel_archived:
        await desk.slack.call("conversations.setTopic", channel=crisis.channel_id, topic=channel.topic(crisis))
    return {}


async def bookmark(desk: Desk, delivery: Delivery) -> Answer:
    """A bookmark to the board; set once, looked for after an uncertain attempt."""
    crisis = delivery.crisis
    if not crisis.channel_id or crisis.board is None:
        return {}
    title = channel.bookmark_title(crisis)
    if delivery.uncertain:
        there = await desk.slack.call("bookmarks.list", channel_id=crisis.channel_id)
        if any(bookmark.get("title") == title for bookmark in there.get("bookmarks", ())):
            return {}
    link = f"{desk.me.url}/archives/{crisis.board.channel_id}/p{crisis.board.ts.replace('.', '')}"
    await desk.slack.call("bookmarks.add", channel_id=crisis.channel_id, title=title, type="link", link=link)
    return {"link": link}

"""After words were removed for good: what stands in Slack loses them too, as far as the bot may take it back.

Its own notices are written anew from what is left, its other messages are deleted; what people wrote is theirs to
delete, so the person is told where it stands.
"""

from __future__ import annotations

import html
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.guard.plain import plain
from bot.slack.client import Denied
from bot.slack.desk import Desk
from bot.slack.effects import Delivery, board, notice
from bot.store.outbox import OutboxRow

_ENOUGH = 24  # characters: a list shows the beginning of what people wrote
_LEAST = 4  # shorter words are found everywhere
_PAGE = 200


@dataclass
class Scrubbed:
    """How many messages of the bot were written anew or deleted; the addresses of those that hold the words still."""

    redrawn: int = 0
    deleted: int = 0
    left: tuple[str, ...] = ()


def needles(words: Iterable[str]) -> tuple[str, ...]:
    """How the words are looked for: their beginnings, as a message may show no more of them."""
    found = (_folded(word)[:_ENOUGH] for word in words)
    return tuple(dict.fromkeys(needle for needle in found if len(needle) >= _LEAST))


def holds(content: object, wanted: tuple[str, ...]) -> bool:
    """Whether any text in it begins a removed word."""
    told = _folded(" ".join(strings(content)))
    return any(needle in told for needle in wanted)


async def scrub(desk: Desk, crisis_id: str, wanted: tuple[str, ...]) -> Scrubbed:
    """Go through every place where the bot has spoken of this crisis. Raises SlackFailure."""
    crisis = desk.service.crisis(crisis_id)
    if crisis is None or not crisis.channel_id or not wanted:
        return Scrubbed()
    await desk.me.learn()
    desk.drawn.pop(crisis_id, None)
    await board.refresh(desk, crisis)
    work = _Scrubbing(desk, crisis, wanted, desk.service.outbox.posted(crisis_id))
    places = [crisis.channel_id, *(channel for channel, _ in work.posted)]
    for channel in dict.fromkeys(places):
        async for message in _history(desk, crisis, channel):
            if holds([message.get("text"), message.get("blocks")], wanted):
                await work.take_back(channel, message)
    return work.done


@dataclass
class _Scrubbing:
    """One way through Slack. `posted`: the notices that can be written anew."""

    desk: Desk
    crisis: Crisis
    wanted: tuple[str, ...]
    posted: dict[tuple[str, str], OutboxRow]
    done: Scrubbed = field(default_factory=Scrubbed)

    async def take_back(self, channel: str, message: dict[str, Any]) -> None:
        """A message that holds the words."""
        ts = str(message["ts"])
        try:
            if message.get("bot_id") != self.desk.me.bot_id:
                self._left(channel, ts)
            elif (row := self.posted.get((channel, ts))) and await self._redrawn(channel, ts, row):
                self.done.redrawn += 1
            else:
                await self.desk.slack.call("chat.delete", channel=channel, ts=ts)
                self.done.deleted += 1
        except Denied:
            self._left(channel, ts)

    async def _redrawn(self, channel: str, ts: str, row: OutboxRow) -> bool:
        """Whether the notice could be written anew without the words."""
        user = None if row.to in {"channel", "hq", "follow_up"} else row.to
        try:
            screen = await notice.screen_of(self.desk, Delivery(row, self.crisis, uncertain=False), user)
        except LookupError:
            return False
        if holds([screen.text, screen.blocks], self.wanted):
            return False
        said = {"text": screen.text, "blocks": screen.blocks or []}
        await self.desk.slack.call("chat.update", channel=channel, ts=ts, **said)
        return True

    def _left(self, channel: str, ts: str) -> None:
        self.done.left += (f"{self.desk.me.url}/archives/{channel}/p{ts.replace('.', '')}",)


async def _history(desk: Desk, crisis: Crisis, channel: str) -> AsyncIterator[dict[str, Any]]:
    """What stands in a channel since the crisis began."""
    cursor: str | None = None
    oldest = f"{(crisis.started_at - timedelta(minutes=10)).timestamp():.6f}"
    while True:
        page = await desk.slack.call(
            "conversations.history", channel=channel, oldest=oldest, limit=_PAGE, cursor=cursor
        )
        for message in page.get("messages", ()):
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return


def _folded(text: str) -> str:
    return " ".join(plain(html.unescape(text)).split())


def strings(content: object) -> list[str]:
    """Every text in a structure."""
    match content:
        case str():
            return [content]
        case list():
            return [text for part in content for text in strings(part)]
        case dict():
            return [text for part in content.values() for text in strings(part)]
        case _:
            return []

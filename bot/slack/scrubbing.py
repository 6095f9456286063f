"""After words were removed for good: what stands in Slack loses them too, as far as the bot may take it back.

Its own notices are written anew from what is left, its other messages are deleted; what people wrote is theirs to
delete, so the person is told where it stands. It is owed from the moment of the removal, like all that Slack is told,
and begun again when it was broken off: so the words are kept as keyed digests, and those no longer than needed.
"""

from __future__ import annotations

import asyncio
import html
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from hashlib import blake2s
from typing import Any, TypeVar

from bot.domain.commands import RecordChannelName
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.guard.plain import plain
from bot.domain.kernel import SLACK, Recorded
from bot.domain.redacting import typed_in, words_of
from bot.locale import quote
from bot.slack.channel_name import LONGEST, slug
from bot.slack.client import Answer, Denied, Later
from bot.slack.desk import Desk
from bot.slack.effects import Delivery, board, renewing
from bot.slack.effects.channel import neutral_name
from bot.store.outbox import OutboxRow

_ENOUGH = 24  # characters: a list shows the beginning of what people wrote
_LEAST = 4  # shorter words are found everywhere
_PAGE = 200
_TRIES = 20
_GONE = "message_not_found"
_NO_FILE = frozenset({"file_not_found", "file_deleted"})
_SIGNS = str.maketrans(
    "-<>*`~\u2217\u02cb\u223c", " " * 9, "\u2060"
)  # what names of channels and `quote` put into words

T = TypeVar("T")


def needles(words: Iterable[str]) -> tuple[str, ...]:
    """How the words are looked for: their beginnings, as a message may show no more of them."""
    found = (_folded(said)[:_ENOUGH] for word in words for said in (quote(word), slug(word, LONGEST)))
    return tuple(dict.fromkeys(needle for needle in found if len(needle) >= _LEAST))


def owed_for(crisis: Crisis, removed: tuple[str, ...], by: str) -> tuple[Effect, Effect]:
    """What Slack must be told once these words are gone: `by` hears of it, or the lead for who is not in the crisis."""
    to = by if crisis.is_member(by) else crisis.lead
    return Effect(kind="scrub", to=to, args=sealed(removed)), Effect(kind="topic")


def needles_in(crisis: Crisis, entry: Recorded, fields: Iterable[str]) -> tuple[str, ...]:
    """How the words of an entry are looked for that are about to be removed."""
    words = words_of(entry.event, crisis.playbook)
    return needles(typed_in([words.get(name) for name in fields]))


def holds(content: object, wanted: tuple[str, ...]) -> bool:
    """Whether any text in it begins a removed word."""
    told = _folded(" ".join(strings(content)))
    return any(needle in told for needle in wanted)


def sealed(wanted: tuple[str, ...]) -> dict[str, Any]:
    """What is looked for, as it is written down: it tells nobody the words who does not know them."""
    key = secrets.token_hex(16)
    return {"key": key, "digests": [[len(needle), _digest(key, needle)] for needle in wanted]}


def _digest(key: str, text: str) -> str:
    return blake2s(text.encode(), key=bytes.fromhex(key), digest_size=16).hexdigest()


class _Sealed:
    """Removed words that are known by their digests."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        self._key = str(args.get("key", ""))
        self._digests = {digest for _, digest in args.get("digests", ())}
        self._lengths = {int(length) for length, _ in args.get("digests", ())}

    def __bool__(self) -> bool:
        return bool(self._digests)

    def held_by(self, content: object) -> bool:
        """Whether a removed word begins at the beginning of any word in it."""
        told = _folded(" ".join(strings(content)))
        begins = [at for at in range(len(told)) if not (at and told[at - 1].isalnum() and told[at].isalnum())]
        return any(
            _digest(self._key, told[at : at + length]) in self._digests for length in self._lengths for at in begins
        )


async def scrub(desk: Desk, delivery: Delivery) -> Answer:
    """Go through every place where the bot has spoken of this crisis, threads with it. Raises SlackFailure.

    The answer says where the words stand still; it is told.
    """
    crisis, wanted = delivery.crisis, _Sealed(delivery.row.args)
    work = _Scrubbing(desk, crisis, wanted, desk.service.outbox.posted(crisis.id))
    await work.draw_board()
    copies = await _copies_deleted(desk, delivery)
    if not wanted:
        return {"too_short": True, **copies}
    name = await _named(desk, delivery, wanted)
    places = [crisis.channel_id, *(channel for channel, _ in work.posted), *await _directs(desk, crisis)]
    for channel in dict.fromkeys(place for place in places if place):
        await work.go_through(channel)
    return {"left": work.left, **name, **copies}


async def _copies_deleted(desk: Desk, delivery: Delivery) -> Answer:
    """No copy of the logbook that was asked for before stays in Slack, since each may hold the words.

    `copies`: who took one, and may have saved it elsewhere; `kept`: who has one that Slack does not let us delete.
    """
    took, kept = set[str](), set[str]()
    for file, user in desk.service.outbox.exported(delivery.crisis.id, delivery.row.id).items():
        took.add(user)
        try:
            await desk.slack.call("files.delete", file=file)
        except Denied as denied:
            if denied.locked_out:
                raise
            if denied.error not in _NO_FILE:
                kept.add(user)
    return {name: sorted(people) for name, people in (("copies", took), ("kept", kept)) if people}


async def _named(desk: Desk, delivery: Delivery, wanted: _Sealed) -> Answer:
    """A neutral name for a channel whose name holds the words; where Slack refuses it, a person must give it one."""
    crisis = delivery.crisis
    if crisis.channel_id is None:
        return {}
    neutral = neutral_name(crisis)
    try:
        shown = await desk.slack.call("conversations.info", channel=crisis.channel_id)
        name = str(shown["channel"].get("name", ""))
        if name != neutral and wanted.held_by([name]):
            await desk.slack.call("conversations.rename", channel=crisis.channel_id, name=neutral)
        elif name != neutral or name == crisis.channel_name:  # else it was renamed and the answer was lost
            return {}
    except Denied as denied:
        if denied.locked_out:
            raise
        return {"channel": crisis.channel_id}
    about = {"crisis_id": crisis.id, "actor": SLACK, "request_id": f"slack:{delivery.row.id}:name"}
    await desk.service.handle(RecordChannelName(**about, channel_name=neutral))
    return {"renamed": True}


@dataclass
class _Scrubbing:
    """One way through Slack. `posted`: the notices that can be written anew; `left`: addresses."""

    desk: Desk
    crisis: Crisis
    wanted: _Sealed
    posted: dict[tuple[str, str], OutboxRow]
    left: list[str] = field(default_factory=list)

    async def draw_board(self) -> None:
        """It loses the words by showing the present state."""
        self.desk.drawn.pop(self.crisis.id, None)
        try:
            await board.refresh(self.desk, self.crisis)
        except Denied as denied:
            if denied.locked_out:
                raise
            if self.crisis.board is not None:
                self._left(self.crisis.board.channel_id, self.crisis.board.ts)

    async def go_through(self, channel: str) -> None:
        """Every message of a place; one that lets us in no longer is named as a whole, and keeps no other waiting."""
        try:
            async for message in _messages(self.desk, self.crisis, channel):
                held = self.wanted.held_by([message.get("text"), message.get("blocks")])
                if held and not _is_board(self.desk, self.crisis, message):
                    await self.take_back(channel, message)
                await asyncio.sleep(0)  # a long channel keeps nobody waiting
        except Denied as denied:
            if denied.locked_out:
                raise
            self._left(channel)

    async def take_back(self, channel: str, message: dict[str, Any]) -> None:
        """A message that holds the words."""
        ts = str(message["ts"])
        try:
            if message.get("bot_id") != self.desk.me.bot_id:
                self._left(channel, ts)
            elif (row := self.posted.get((channel, ts))) is None or not await self._redrawn(channel, ts, row):
                await self.desk.slack.call("chat.delete", channel=channel, ts=ts)
        except Denied as denied:
            if denied.locked_out:
                raise
            if denied.error != _GONE:
                self._left(channel, ts)

    async def _redrawn(self, channel: str, ts: str, row: OutboxRow) -> bool:
        """Whether the notice could be written anew without the words, for who may still read it."""
        await renewing.its_turn(self.desk)
        try:
            screen = await renewing.present(self.desk, self.crisis, row, channel)
        except LookupError:
            return False
        if self.wanted.held_by([screen.text, screen.blocks]):
            return False
        await renewing.put(self.desk, channel, ts, screen)
        return True

    def _left(self, channel: str, ts: str = "") -> None:
        message = f"/p{ts.replace('.', '')}" if ts else ""
        self.left.append(f"{self.desk.me.url}/archives/{channel}{message}")


def _is_board(desk: Desk, crisis: Crisis, message: dict[str, Any]) -> bool:
    """It was just drawn anew: where it holds such words still, they are another entry's."""
    newest = desk.service.crisis(crisis.id) or crisis
    return newest.board is not None and newest.board.ts == message.get("ts")


async def _directs(desk: Desk, crisis: Crisis) -> list[str]:
    """Where people are answered who acted in no channel. Who can be told nothing any more has no such place."""
    found = []
    for user in sorted(crisis.members):
        with suppress(Denied):
            found.append(await _patiently(partial(desk.people.direct_channel, user)))
    return found


async def _messages(desk: Desk, crisis: Crisis, channel: str) -> AsyncIterator[dict[str, Any]]:
    """What stands in a channel and in its threads since the crisis began."""
    oldest = f"{(crisis.started_at - timedelta(minutes=10)).timestamp():.6f}"
    async for message in _pages(desk, "conversations.history", channel=channel, oldest=oldest):
        yield message
        if message.get("reply_count"):
            async for reply in _pages(desk, "conversations.replies", channel=channel, ts=message["ts"]):
                if reply["ts"] != message["ts"]:
                    yield reply


async def _pages(desk: Desk, method: str, **of: Any) -> AsyncIterator[dict[str, Any]]:
    cursor: str | None = None
    while True:
        page = await _patiently(partial(desk.slack.call, method, limit=_PAGE, cursor=cursor, **of))
        for message in page.get("messages", ()):
            yield message
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """A channel may have more messages than Slack lets us read in a minute: we read on, and do not begin again."""
    for _ in range(_TRIES):
        try:
            return await ask()
        except Later as later:
            if later.seconds is None:
                raise
            await asyncio.sleep(later.seconds)
    return await ask()


def _folded(text: str) -> str:
    return " ".join(plain(html.unescape(text)).translate(_SIGNS).split())


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

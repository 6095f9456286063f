"""The stage that a monkey plays on: time stands still unless it is moved, and the bot falls over and gets up again."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from weakref import WeakSet

from bot.app import Bot
from bot.sandbox.apps import InstalledApp
from bot.sandbox.delivery.courier import Courier, Kind
from bot.sandbox.delivery.reply import Reply
from bot.slack.listeners.registry import request_name
from bot.store.turns import moments
from tests.paces import Hurried
from tests.scenarios.stage import Stage
from tests.waiting import PATIENCE, Json, until

BEGINS = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)  # a Tuesday
WAITING = "SELECT kind, name, attempts, error, not_before FROM outbox WHERE state = 'waiting'"
_OF_A_BOT = re.compile(r"/bot/(?!sandbox/)|/slack_sdk/")
ANSWER = PATIENCE / 6
"""Real seconds for an answer: an event that is never acknowledged is told four times, while one waits for rest."""
SLOW = 0.5
"""Real seconds that one waits for a task after an acknowledgement, and once: one of them sleeps on purpose."""


class Listening(logging.Handler):
    """Keeps what was logged as a warning or worse, and counts refusals."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.heard: list[logging.LogRecord] = []
        self.refused = 0

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.WARNING:
            self.heard.append(record)
        self.refused += record.getMessage() in ("refused", "event.refused")


@dataclass(frozen=True)
class Sent:
    """A payload that went to the bot."""

    app: InstalledApp
    kind: Kind
    payload: Json

    @property
    def request(self) -> str:
        """The name under which the bot remembers it, if it does."""
        match self.kind:
            case "slash_commands":
                return request_name("cmd", self.payload["trigger_id"])
            case "events_api":
                return f"evt:{self.payload['event_id']}"
        kind = {"block_actions": "act", "message_action": "cut", "shortcut": "cut"}.get(self.payload["type"], "")
        return request_name(kind, self.payload["trigger_id"]) if kind else f"view:{self.payload['view']['id']}"


def answering(bot: Bot) -> set[asyncio.Task[None]]:
    """What the bot still does for people after it has acknowledged."""
    return set(bot._front.tasks) if bot._front else set()  # noqa: SLF001 - nothing else tells when it is at rest


def doings() -> set[asyncio.Task[Any]]:
    """Everything that bots and their sockets do on this loop by themselves."""
    return {task for task in asyncio.all_tasks() if _OF_A_BOT.search(str(task.get_coro().cr_code.co_filename))}  # type: ignore[union-attr]  # each task here runs a coroutine


@dataclass
class House(Stage):
    """A stage with a clock that stands, a log that is listened to, and up to two bots on one database."""

    second: Bot | None = field(default=None, init=False)
    replies: list[tuple[str, Reply]] = field(default_factory=list, init=False)
    log: Listening = field(default_factory=Listening, init=False)
    sent: deque[Sent] = field(default_factory=lambda: deque(maxlen=40), init=False)
    copies: int = field(default=1, init=False)
    older: deque[tuple[str, Json]] = field(default_factory=lambda: deque(maxlen=60), init=False)
    _shown: dict[tuple[str, str], str] = field(default_factory=dict, init=False)
    _sleeping: WeakSet[asyncio.Task[None]] = field(default_factory=WeakSet, init=False)

    async def __aenter__(self) -> Self:
        self.begins = BEGINS - timedelta(hours=1)
        logging.getLogger().addHandler(self.log)
        ours = logging.getLogger("bot")
        level = ours.level
        ours.setLevel(logging.INFO)
        await super().__aenter__()
        self._stack.callback(logging.getLogger().removeHandler, self.log)
        self._stack.callback(ours.setLevel, level)
        self._stack.push_async_callback(self.end_second)
        self.sandbox.clock.stand()
        self.sandbox.clock.advance(BEGINS.timestamp() - self.sandbox.clock.now())
        self.sandbox.http.answer_seconds = self.sandbox.sockets.answer_seconds = ANSWER
        self.sandbox.events.retry_delays = (0.05, 0.1, 0.2)
        self._overhear(self.sandbox.courier)
        return self

    def _overhear(self, courier: Courier) -> None:
        """Keep each payload and how the bot answered it; deliver it several times where that is ordered."""
        send = courier.send

        async def overheard(app: InstalledApp, kind: Kind, payload: Json, *retry: Any) -> Reply:
            self.sent.append(Sent(app, kind, payload))
            replies = await asyncio.gather(*(send(app, kind, payload, *retry) for _ in range(self.copies)))
            self.replies += [(kind, reply) for reply in replies]
            return replies[0]

        courier.send = overheard  # type: ignore[method-assign,assignment]  # every payload passes here

    async def again(self, sent: Sent) -> None:
        """A payload that came before comes once more; what is answered to it nobody sees."""
        await self.sandbox.courier.send(sent.app, sent.kind, sent.payload, 1, "http_timeout")

    def remember(self) -> None:
        """Keep the versions of the bot's messages that are about to be replaced."""
        for channel in self.crisis_channels():
            for ts in [*channel.pins, *channel.timeline[-10:]]:
                message = channel.messages.get(ts, {})
                drawn = json.dumps(message.get("blocks"), sort_keys=True)
                before = self._shown.get((channel.id, ts))
                if message.get("bot_id") == self.app.bot_id and before != drawn:
                    self.older.append((channel.id, copy.deepcopy(message)))
                    self._shown[channel.id, ts] = drawn

    async def retry_parked(self) -> None:
        """The operator has mended the cause: what was parked is tried again."""
        service = self.bots[0].service
        for row in service.outbox.rows("parked"):
            if row.kind != "open_channel":  # who opened the crisis asks for it again by a button
                await service.outbox.unpark(row.id)
        service.wake()

    async def connected(self) -> None:
        """The sockets that Slack has closed are replaced."""
        if self.mode == "socket":
            await until(lambda: self.sandbox.sockets.connections(self.app) >= len(self.bots), what="new sockets")

    def kinds(self) -> Counter[str]:
        """How many entries of each kind have been written."""
        return Counter(dict(self.rows("SELECT kind, count(*) FROM journal GROUP BY kind")))

    @property
    def bots(self) -> list[Bot]:
        """Those that are at work."""
        return [bot for bot in (self.bot, self.second) if bot is not None]

    def move(self, seconds: float) -> None:
        """Time passes, for everybody."""
        self.sandbox.move_clock(seconds)
        if self.second is not None:
            self.second.wake()

    async def raise_bot(self) -> None:
        """Start the bot, beside the second one if that is at work."""
        await self._at_rest()
        await super().raise_bot()

    async def raise_second(self) -> None:
        """Another process on the same database, as during a deploy."""
        await self._at_rest()
        self.second = Bot.build(self.settings, now=lambda: self.now, pace=Hurried())
        await self.second.start()
        if self.mode == "socket":
            await self.second.connect()

    async def _at_rest(self) -> None:
        """A start holds up the loop until it has the database; who is given it first needs the loop to let go of it."""
        await until(lambda: all(bot.service.store.writer.rests for bot in self.bots), what="a database at rest")

    async def end_second(self) -> None:
        """It ends in good order."""
        second, self.second = self.second, None
        if second is not None:
            await second.stop()

    async def crash(self) -> None:
        """All that bots were doing stops where it stands; what was handed to the database's thread is on disk."""
        doing = doings()
        for task in doing:
            task.cancel()
        await asyncio.gather(*doing, return_exceptions=True)
        await self.end_second()
        await self.end_bot()

    async def calm(self) -> None:
        """Until nobody has anything to do at this moment."""
        try:
            async with asyncio.timeout(PATIENCE):
                quiet = 0
                while quiet < 2:
                    await self.sandbox.events.drain()
                    if after := {task for bot in self.bots for task in answering(bot)}.difference(self._sleeping):
                        self._sleeping |= (await asyncio.wait(after, timeout=SLOW))[1]
                    await asyncio.sleep(0.001)
                    quiet = 0 if self._busy() else quiet + 1
        except TimeoutError:
            raise TimeoutError(f"no rest: {self._busy() or 'events'}, {self.rows(WAITING)}") from None

    def _busy(self) -> str:
        """What somebody has still to do."""
        for bot in self.bots:
            if bot.service.outbox.depth()["sending"]:
                return "something is being sent"
            if due := bot.service.due(self.now):
                return f"due: {due}"
            asked = {**moments(self.now), "limit": 1}
            if bot.service.outbox._is_ready(asked):  # noqa: SLF001 - as above
                return "something may be sent"
        return ""

    async def fair_weather(self) -> None:
        """Slack is well again, and everything that waited for another try is told."""
        self.sandbox.faults.clear()
        for _ in range(400):
            await self.calm()
            depth = self.bots[0].service.outbox.depth()
            if not depth["waiting"]:
                return
            self.move(max(0.0, (self._next_try() - self.now).total_seconds()) + 0.001)
        raise TimeoutError(f"the outbox does not empty: {self.rows(WAITING)}")

    def _next_try(self) -> datetime:
        at = self.bots[0].service.outbox.next_at()
        return max(at, self.now + timedelta(seconds=0.2)) if at else self.now

"""A stage for whole stories: a sandbox workspace, a bot on it, and people who act in it.

The bot runs in this process or as a program of its own, over signed HTTP or in Socket Mode; either way it and the
workspace talk over loopback as with the real Slack.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from aiohttp import web

from bot.app import Bot
from bot.config import Settings
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.domain.regime import Regimes
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from bot.manifest import manifest
from bot.sandbox import AppConfig, Sandbox
from bot.sandbox.cast import PEOPLE
from bot.slack.pace import Pace
from tests.paces import BoardsAlone, Hurried
from tests.scenarios.actor import Person, texts_of
from tests.waiting import PATIENCE, Json, until

Mode = Literal["http", "socket"]
ANSWER = PATIENCE / 3
"""Real seconds for an answer, and for a form, which Slack wants in three: a machine that is busy is no slow bot."""

__all__ = ["Person", "Stage", "texts_of", "until"]

TOKENS = {"bot_token": "xoxb-stage-1", "app_token": "xapp-stage-1", "signing_secret": "5ec8e7"}


@dataclass
class Stage:
    """`async with Stage(folder) as stage`.

    `process`: the bot is a program of its own that can be killed, with all that it has started; `program`: how it is
    called. `begins`: the workspace's time at the start; where days pass in seconds, messages are redrawn at once.
    `pace`: how often, where that is what is looked at; the workspace's limits are then measured on `steady`.
    """

    folder: Path
    mode: Mode = "http"
    language: Literal["fr", "en"] = "fr"
    process: bool = False
    rate_limits: float = 0.0
    hq: str | None = None
    follow_up: str | None = None
    scopes_missing: frozenset[str] = frozenset()
    begins: datetime | None = None
    pace: Pace | None = None
    steady: Callable[[], float] = time.monotonic
    playbooks: Path | None = None
    program: tuple[str, ...] = (sys.executable, "-m", "bot")
    sandbox: Sandbox = field(init=False)
    bot: Bot | None = field(default=None, init=False)

    async def __aenter__(self) -> Self:
        self._stack = AsyncExitStack()
        self._runners: list[web.AppRunner] = []
        self._program: asyncio.subprocess.Process | None = None
        self.sandbox = Sandbox(
            language=self.language,
            rate_limits=self.rate_limits,
            steady=self.steady,
            next_due=self._next_due,
            on_clock=lambda _: self.bot.wake() if self.bot else None,
        )
        self.sandbox.events.retry_delays = (0.2, 1.0, 4.0)
        self.sandbox.http.answer_seconds = self.sandbox.sockets.answer_seconds = ANSWER
        self.sandbox.workspace.triggers.life_seconds = ANSWER
        if self.begins is not None:
            self.sandbox.clock.offset = self.begins.timestamp() - time.time()
        await self.sandbox.start()
        self._stack.push_async_callback(self.sandbox.stop)
        self._port, self._metrics_port = _free_port(), _free_port()
        app = AppConfig.from_manifest(manifest(socket_mode=self.mode == "socket", language=self.language), **TOKENS)
        app = AppConfig(
            **{
                **vars(app),
                "scopes": app.scopes - self.scopes_missing,
                "request_url": f"http://127.0.0.1:{self._port}/slack/events" if self.mode == "http" else None,
            }
        )
        self.app = self.sandbox.install(app)
        for name in (self.hq, self.follow_up):
            if name is not None:
                channel = self.sandbox.workspace.channel_names[name]
                await self.sandbox.do(channel.creator, "invite", channel=channel.id, users=[self.app.bot_user_id])
        await self.raise_bot()
        self._stack.push_async_callback(self.end_bot)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    # --- the bot ----------------------------------------------------------------------------------------

    @property
    def database(self) -> Path:
        return self.folder / "crisis.db"

    @property
    def settings(self) -> Settings:
        return Settings(
            slack_bot_token=TOKENS["bot_token"],
            slack_app_token=TOKENS["app_token"],
            slack_signing_secret=TOKENS["signing_secret"],
            slack_api_url=f"{self.sandbox.url}/api/",
            crisis_database=self.database,
            crisis_language=self.language,
            crisis_playbooks=self.playbooks,
            crisis_timezone="Europe/Paris",
            crisis_hq_channel=self.channel_id(self.hq) if self.hq else None,
            crisis_followup_channel=self.channel_id(self.follow_up) if self.follow_up else None,
            port=self._port,
            metrics_address=f"127.0.0.1:{self._metrics_port}",
        )

    async def raise_bot(self) -> None:
        """Start the bot, also after it ended or was killed."""
        if self.process:
            await self._raise_program()
            return
        pace = self.pace or (Hurried() if self.begins else BoardsAlone())
        self.bot = Bot.build(self.settings, now=lambda: self.now, pace=pace)
        if self.mode == "http":
            for pages, port in ((self.bot.http_app(), self._port), (self.bot.metrics_app(), self._metrics_port)):
                runner = web.AppRunner(pages, access_log=None, shutdown_timeout=1)
                await runner.setup()
                self._runners.append(runner)
                await web.TCPSite(runner, "127.0.0.1", port).start()
            await self.bot.start()
        else:
            await self.bot.start()
            await self.bot.connect()

    async def _raise_program(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "CRISIS_"))}
        for name in Settings.model_fields:
            value = getattr(self.settings, name)
            if value is not None:
                environment[name.upper()] = str(value)
        command = "serve" if self.mode == "http" else "socket"
        with (self.folder / "bot.log").open("ab") as log:
            self._program = await asyncio.create_subprocess_exec(
                *self.program, command, env=environment, stderr=log, stdout=log, start_new_session=True
            )
        if self.mode == "http":
            async with asyncio.timeout(PATIENCE):
                while not await asyncio.to_thread(_ready, self._port):  # noqa: ASYNC110  it is a program of its own
                    await asyncio.sleep(0.02)
        else:
            await until(lambda: self.sandbox.courier.online(self.app), what="the bot's connection")

    async def kill(self) -> None:
        """SIGKILL: nothing can be said any more."""
        assert self._program is not None
        if self._program.returncode is None:
            os.killpg(self._program.pid, signal.SIGKILL)
        await self._program.wait()

    def end_all(self) -> None:
        """SIGTERM to the program and to all that it has started, as some hosts send it."""
        assert self._program is not None
        os.killpg(self._program.pid, signal.SIGTERM)

    async def end_bot(self) -> None:
        """The bot ends in good order."""
        if self._program is not None and self._program.returncode is None:
            self._program.send_signal(signal.SIGTERM)
            await asyncio.wait_for(self._program.wait(), 20)
        while self._runners:
            await self._runners.pop().cleanup()
        if self.bot is not None:
            bot, self.bot = self.bot, None
            await bot.stop()

    @property
    def program_log(self) -> str:
        """What the bot's program has logged."""
        return (self.folder / "bot.log").read_text()

    def _next_due(self) -> float | None:
        due = self.bot.next_due() if self.bot else None
        return due.timestamp() if due else None

    # --- looking on -------------------------------------------------------------------------------------

    def person(self, first_name: str) -> Person:
        """One of the cast, by first name."""
        found = next(person for person in PEOPLE if person.real_name.startswith(first_name))
        return Person(self, found.id)

    def channel_id(self, name: str) -> str:
        return self.sandbox.workspace.channel_names[name.removeprefix("#")].id

    def calls(self, method: str = "") -> list[Any]:
        """The bot's Web API calls so far."""
        return [call for call in self.sandbox.calls if method in ("", call.method)]

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """What stands in the database."""
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            connection.close()

    async def settled(self) -> None:
        """Until nothing waits to be told to Slack, and every event has been heard."""
        await self.sandbox.events.drain()
        left = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')"
        await until(lambda: self.rows(left) == [(0,)], what="the end of deliveries")
        await self.sandbox.events.drain()
        await until(lambda: self.rows(left) == [(0,)], what="the end of deliveries")

    async def pass_time(self, seconds: float | None = None) -> None:
        """Move the clock (None: to what is due next), and wait until all that is due then has happened."""
        assert self.bot is not None
        self.sandbox.move_clock(seconds)
        await self.worked()
        await self.settled()

    async def worked(self) -> None:
        """Until the clock has done all that is due now."""
        assert self.bot is not None
        service = self.bot.service
        await until(lambda: not (service.due(self.now) or service.due_people(self.now)), what="the clock's work")

    @property
    def now(self) -> datetime:
        """The workspace's time."""
        return datetime.fromtimestamp(self.sandbox.clock.now(), UTC)

    async def live(self, until: datetime) -> None:
        """Time passes; what falls due on the way happens at its minute."""
        assert self.bot is not None
        while (due := self.bot.next_due()) is not None and due <= until:
            await self.pass_time()
        await self.pass_time(max(0.0, (until - self.now).total_seconds()))

    def notices(self, name: str, to: str = "") -> list[Json]:
        """The messages of this kind that stand in the workspace, oldest first, with their channel."""
        answers = self.rows(
            "SELECT \"to\", answer FROM outbox WHERE kind = 'notice' AND name = ? AND state = 'done' ORDER BY id", name
        )
        posted = [json.loads(answer) for who, answer in answers if to in ("", who)]
        channels = self.sandbox.workspace.channels
        return [
            {**channels[each["channel"]].messages[each["ts"]], "channel": each["channel"]}
            for each in posted
            if "ts" in each
        ]

    def crisis_channels(self) -> list[Any]:
        """The channels that the bot made."""
        return [c for c in self.sandbox.workspace.channels.values() if c.creator == self.app.bot_user_id and c.name]

    @property
    def channel(self) -> Any:
        """The one crisis channel."""
        (channel,) = self.crisis_channels()
        return channel

    def posted(self, channel: Any = None) -> list[Json]:
        """The bot's messages in a channel (the crisis's), oldest first."""
        channel = channel or self.channel
        messages = [channel.messages[ts] for ts in channel.timeline]
        return [
            message for message in messages if message.get("bot_id") == self.app.bot_id and "subtype" not in message
        ]

    def boards(self) -> list[Json]:
        """The messages in the crisis channel that are boards."""
        return [m for m in self.posted() if m.get("metadata", {}).get("event_payload", {}).get("card") == "board"]

    @property
    def crisis(self) -> Crisis:
        """The one crisis, where the bot runs in this process."""
        assert self.bot is not None
        ((crisis_id,),) = self.rows("SELECT id FROM crises")
        found = self.bot.service.crisis(crisis_id)
        assert found is not None
        return found

    def entries(self) -> list[Recorded]:
        """The crisis's journal."""
        assert self.bot is not None
        return self.bot.service.entries(self.crisis.id)

    @property
    def regimes(self) -> Regimes:
        """The legal regimes that come with the bot."""
        return load_regimes(builtin_directory())

    def direct(self, person: Person) -> list[Json]:
        """The bot's direct messages to somebody."""
        channel, _ = self.sandbox.workspace.direct([person.id, self.app.bot_user_id])
        return self.posted(channel)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _ready(port: int) -> bool:
    """Whether the bot answers, and knows Slack."""
    asked = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        asked.request("GET", "/readyz")
        return asked.getresponse().status == HTTPStatus.OK
    except OSError:
        return False
    finally:
        asked.close()

"""The composition root: the only place where all parts meet."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from datetime import datetime, timedelta

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import log
from bot.clock import Clock
from bot.config import Settings
from bot.library.shelf import Shelf
from bot.metrics import CONTENT_TYPE, Metrics, Standing, kind_of
from bot.service import Service, system_clock
from bot.slack import client, guarding
from bot.slack.bolt import bolt
from bot.slack.client import Denied, Slack, SlackFailure
from bot.slack.deliver import LONGEST_BACKOFF, Deliverer
from bot.slack.desk import Desk, Self
from bot.slack.listeners.registry import register
from bot.slack.listeners.turn import Front
from bot.slack.minute import MinuteHand
from bot.slack.pace import Pace
from bot.slack.people import People, soon
from bot.slack.signed import Signed
from bot.slack.socket import Socket
from bot.store.errors import StoreError
from bot.store.store import Store

logger = logging.getLogger(__name__)

PATH = "/slack/events"
AGAIN = 5.0
"""Seconds until Socket Mode is tried again with a Slack that did not answer."""
GRACE = 5.0
"""Seconds that a stop waits for answers that are still under way."""
STUCK_AFTER = timedelta(minutes=5)
"""Age at which something that may go, and has not gone, makes the bot not ready: several times the longest wait of our
own (a minute between two tries), so that one bad minute of Slack's takes no bot out of service."""


class TokenRefused(Exception):
    """Slack does not accept a token. `setting` names it, `error` is Slack's code."""

    def __init__(self, error: str, setting: str = "SLACK_BOT_TOKEN") -> None:
        super().__init__(f"Slack refuses {setting}: {error}")
        self.error = error
        self.setting = setting


class Bot:
    """One running bot. Make one with `build`; nothing happens before `start`."""

    def __init__(
        self, settings: Settings, shelf: Shelf, service: Service, pace: Pace, steady: Callable[[], float]
    ) -> None:
        self.settings = settings
        self.metrics = Metrics(self._standing)
        self.service = service
        self.clock = Clock(service)
        self._shelf = shelf
        self._pace = pace
        self._steady = steady
        self._stack = AsyncExitStack()
        self._signed: Signed | None = Signed(settings.slack_signing_secret) if settings.slack_signing_secret else None
        self._front: Front | None = None
        self._deliverer: Deliverer | None = None
        self._minute: MinuteHand | None = None
        self._bolt: AsyncApp | None = None
        self._socket: Socket | None = None

    @classmethod
    def build(
        cls,
        settings: Settings,
        *,
        now: Callable[[], datetime] = system_clock,
        pace: Pace | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> Bot:
        """Open the database, read the playbook folders. `pace`: how often boards may be redrawn.

        `now` dates what happens; `steady` never goes back, and measures the delays that Slack asks for.

        Raises StoreError and PlaybookErrors.
        """
        shelf = Shelf.read(settings.crisis_playbooks, settings.crisis_language)
        service = Service(Store(settings.crisis_database), now)
        service.add_playbooks(shelf.library.playbooks.values())
        return cls(settings, shelf, service, pace or Pace(), steady)

    async def start(self) -> None:
        """Begin to work: commands, deliveries, clock. Raises TokenRefused; a Slack that is away is waited for."""
        async with AsyncExitStack() as stack:
            settings = self.settings
            slack = await stack.enter_async_context(self._slack(settings.slack_bot_token))
            me = Self(slack)
            await _introduced(me)
            await self.service.start()
            stack.push_async_callback(self.service.stop)
            people = People(slack, me.is_home_of, language=settings.crisis_language, timezone=settings.crisis_timezone)
            desk = Desk(
                self.service,
                slack,
                people,
                me,
                language=settings.crisis_language,
                timezone=settings.crisis_timezone,
                hq_channel=settings.crisis_hq_channel,
                followup_channel=settings.crisis_followup_channel,
                pace=self._pace,
                words=self._shelf.words,
                statements=self._shelf.statements,
            )
            self._front = Front(desk, self._shelf.library, self._shelf.regimes)
            self._front.later(guarding.warm(desk))
            stack.push_async_callback(self._front.finish, GRACE)
            self._bolt = bolt(desk)
            register(self._bolt, self._front)
            self._deliverer = Deliverer(desk)
            self.service.on_commit(self._deliverer.wake)
            await self._deliverer.start()
            stack.push_async_callback(self._deliverer.stop)
            self._minute = MinuteHand(desk)
            await self._minute.start()
            stack.push_async_callback(self._minute.stop)
            await self.clock.start()
            stack.push_async_callback(self.clock.stop)
            self._stack = stack.pop_all()
        log.event(logger, "bot.started", team=me.team, user=me.user)

    async def stop(self) -> None:
        """Take nothing more, finish what is under way, close everything. What is left is done at the next start."""
        await self._stack.aclose()
        log.event(logger, "bot.stopped")

    async def connect(self) -> None:
        """Take payloads over Socket Mode, until the stop. Raises TokenRefused; a Slack that is away is waited for."""
        assert self._bolt is not None
        slack = await self._stack.enter_async_context(self._slack(self.settings.slack_app_token))
        self._socket = Socket(self._bolt, slack)
        self._stack.push_async_callback(self._socket.close)
        while True:
            try:
                return await self._socket.connect()
            except Denied as denied:
                raise TokenRefused(denied.error, "SLACK_APP_TOKEN") from denied
            except SlackFailure as failure:
                log.event(logger, "slack.away", logging.WARNING, error=failure.error)
                await asyncio.sleep(AGAIN)

    def http_app(self) -> web.Application:
        """`/slack/events` for signed requests, `/healthz` (alive), `/readyz` (fit for service)."""
        app = web.Application()
        if self._signed is not None:
            app.router.add_post(PATH, self._events)
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        return app

    def metrics_app(self) -> web.Application:
        """`/metrics`, for who may know how the bot does."""
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        return app

    def next_due(self) -> datetime | None:
        """When the clock has something to do next."""
        return self.service.next_due()

    def wake(self) -> None:
        """The time was moved: look again at what is due."""
        self.clock.wake()
        for part in (self._deliverer, self._minute):
            if part is not None:
                part.wake()

    @property
    def alive(self) -> bool:
        """Whether the parts that must run do run."""
        parts = (self._deliverer, self.clock, self._minute)
        return all(part is not None and part.alive for part in parts)

    @property
    def ready(self) -> bool:
        """Whether Slack knows us, reaches us, and is told what it must be told."""
        known = self.alive and self._front is not None and self._front.desk.me.known
        return known and (self._socket is None or self._socket.alive) and not self.stuck

    @property
    def stuck(self) -> bool:
        """Whether something that may go to Slack has not gone for long; or nobody can tell."""
        try:
            since = self.service.outbox.due_since(self.service.now() + timedelta(seconds=LONGEST_BACKOFF))
        except StoreError:
            return True
        return since is not None and self.service.now() - since > STUCK_AFTER

    async def _events(self, request: web.Request) -> web.Response:
        """Strangers are turned away before anything reads what they sent."""
        raw = await request.read()
        try:
            body = raw.decode()
        except UnicodeDecodeError:
            return web.Response(status=401)
        if self._bolt is None:
            return web.Response(status=503)
        assert self._signed is not None
        if not self._signed.is_from_slack(body, request.headers):
            log.event(logger, "request.refused", logging.WARNING, remote=request.remote)
            return web.Response(status=401)
        try:
            received = AsyncBoltRequest(
                body=body,
                query=request.query_string,
                headers={name: [value] for name, value in request.headers.items()},
            )
        except (ValueError, AttributeError, TypeError, KeyError, RecursionError):  # not what Slack sends
            return web.Response(status=400)
        try:
            with self.metrics.acknowledging(kind_of(received.body)):
                answer = await self._bolt.async_dispatch(received)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):  # Bolt could not tell what it is
            log.event(logger, "payload.odd", logging.WARNING)
            return web.Response(status=400)
        return await to_aiohttp_response(answer)

    def _slack(self, token: str) -> AbstractAsyncContextManager[Slack]:
        return client.connect(self.settings.slack_api_url, token, self.metrics, self._steady)

    def _standing(self) -> Standing | None:
        service, now = self.service, self.service.now()
        try:
            oldest, late = service.outbox.oldest(), service.late(now)
            depth = service.outbox.depth()
        except StoreError:
            return None
        return Standing(depth, _age(oldest, now), len(late), _age(late[0] if late else None, now))

    async def _metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=self.metrics.page(), headers={"Content-Type": CONTENT_TYPE})

    async def _healthz(self, _: web.Request) -> web.Response:
        return _told(self.alive)

    async def _readyz(self, _: web.Request) -> web.Response:
        if self._front is not None and not self.ready:
            with suppress(SlackFailure):
                await soon(self._front.desk.me.learn())
        return _told(self.ready)


def _told(good: bool) -> web.Response:  # noqa: FBT001
    return web.json_response({"ok": good}, status=200 if good else 503)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


async def _introduced(me: Self) -> None:
    """Learn who we are. Raises TokenRefused; when Slack is away, it is asked again later."""
    try:
        await me.learn()
    except Denied as denied:
        raise TokenRefused(denied.error) from denied
    except SlackFailure as failure:
        log.event(logger, "slack.away", logging.WARNING, error=failure.error)

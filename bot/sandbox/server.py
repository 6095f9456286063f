"""The sandbox as a whole: one server on one port, behind which all parts meet."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox import messages
from bot.sandbox.api import CallLog, OnCall, WebApi
from bot.sandbox.apps import AppConfig, InstalledApp
from bot.sandbox.cast import PEOPLE, Person
from bot.sandbox.clock import SandboxClock
from bot.sandbox.control import ControlDoor
from bot.sandbox.delivery.courier import Courier
from bot.sandbox.delivery.events import EventDesk
from bot.sandbox.delivery.http import HttpDoor
from bot.sandbox.delivery.socket import SocketHub
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.faults import Faults
from bot.sandbox.filedoor import FileDoor
from bot.sandbox.files import MAX_BYTES
from bot.sandbox.interactions import Interactions
from bot.sandbox.limits import RateLimiter
from bot.sandbox.live import Viewer
from bot.sandbox.page.hello import clock_message, hello
from bot.sandbox.page.web import PageDoor
from bot.sandbox.respond import respond
from bot.sandbox.workspace import Workspace

_LOOK_SECONDS = 0.5  # of real time, between two looks at what is scheduled
_FOR_THE_PAGE = ("/live", "/page/", "/control/")


class Sandbox:
    """A Slack-compatible workspace on loopback.

    `people` are those who are in it. `rate_limits` multiplies Slack's limits (0: none); they are measured on `steady`,
    a clock that never goes back. `next_due()` is the epoch of the app's next timer, asked when a person moves the clock
    there; `on_clock(offset)` is called with the clock's offset in seconds after each move.
    """

    def __init__(
        self,
        app: AppConfig | None = None,
        *,
        language: str = "en",
        people: Iterable[Person] = PEOPLE,
        rate_limits: float = 1.0,
        steady: Callable[[], float] = time.monotonic,
        next_due: Callable[[], float | None] | None = None,
        on_clock: Callable[[float], None] | None = None,
    ) -> None:
        self.clock = SandboxClock()
        self.workspace = Workspace(self.clock, people)
        self.faults = Faults()
        self.limiter = RateLimiter(rate_limits, steady)
        self.language = language
        self.next_due = next_due
        self.on_clock = on_clock
        self.http = HttpDoor(self.workspace)
        self.sockets = SocketHub(self.workspace)
        self.courier = Courier(self.http, self.sockets)
        self.events = EventDesk(self.workspace, self.courier)
        self.api = WebApi(self.workspace, self.limiter, self.faults, self.sockets.new_ticket)
        self.interactions = Interactions(self.workspace, self.courier)
        self._page = PageDoor(self.workspace, self.interactions, self._hello, self.move_clock)
        self._runner: web.AppRunner | None = None
        self._introductions: set[asyncio.Task[None]] = set()
        self._scheduler: asyncio.Task[None] | None = None
        self.port = 0
        if app is not None:
            self.install(app)

    def install(self, config: AppConfig) -> InstalledApp:
        """Raises ValueError when a token is already in use."""
        app = self.workspace.install(config)
        if self.port:
            self._introduce(app)
        return app

    def _introduce(self, app: InstalledApp) -> None:
        """An app that is reached over HTTP is asked to prove its request URL, now or as soon as it is there."""
        if app.config.request_url is not None and app.config.events:
            task = asyncio.create_task(self.http.introduce(app))
            self._introductions.add(task)
            task.add_done_callback(self._introductions.discard)

    @property
    def url(self) -> str:
        return self.workspace.url

    @property
    def calls(self) -> CallLog:
        """Every Web API call that came in."""
        return self.api.calls

    @property
    def on_call(self) -> OnCall | None:
        """Called around every Web API call; may be async."""
        return self.api.on_call

    @on_call.setter
    def on_call(self, hook: OnCall | None) -> None:
        self.api.on_call = hook

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> None:
        """Raises OSError when the port is taken. Port 0 chooses a free one."""
        application = web.Application(client_max_size=MAX_BYTES + 1024, middlewares=[_own_pages_only])
        control = ControlDoor(
            ws=self.workspace,
            api=self.api,
            faults=self.faults,
            limiter=self.limiter,
            sockets=self.sockets,
            install=self.install,
            move_clock=self.move_clock,
        )
        application.add_routes(
            [
                web.route("*", "/api/{method}", self.api.handle),
                web.get("/socket", self.sockets.handle),
                web.post("/response/{id}", self._respond),
                *FileDoor(self.workspace).routes(),
                *control.routes(),
                *self._page.routes(),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = int(self._runner.addresses[0][1])
        self.workspace.url = f"http://{host}:{self.port}"
        for app in self.workspace.apps.values():
            self._introduce(app)
        self._scheduler = asyncio.create_task(self._post_in_time())

    async def stop(self) -> None:
        tasks = [*self._introductions, *([self._scheduler] if self._scheduler is not None else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.events.close()
        self.workspace.live.close()
        await self.sockets.close()
        await self.http.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def move_clock(self, seconds: float | None) -> None:
        """Forward by `seconds`, or (None) to what the app has due next. Raises ValueError or SlackError."""
        if seconds is None:
            due = self.next_due() if self.next_due is not None else None
            if due is None:
                raise SlackError("nothing_due")
            seconds = max(0.0, due - self.clock.now())
        self.clock.advance(seconds)
        self._post_scheduled()
        self.workspace.live.send(None, clock_message(self.workspace))
        if self.on_clock is not None:
            self.on_clock(self.clock.offset)

    def _post_scheduled(self) -> None:
        for scheduled in self.workspace.schedule.due(self.clock.now()):
            channel = self.workspace.channels[scheduled.channel_id]
            if not channel.archived:
                root = scheduled.thread_ts if scheduled.thread_ts in channel.messages else None
                messages.post(self.workspace, channel, scheduled.author, scheduled.content, thread_ts=root)

    async def _post_in_time(self) -> None:
        """Time passes by itself as well."""
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            self._post_scheduled()

    async def do(self, user: str, verb: str, /, **args: Any) -> Json:
        """What the page's verb does, without a page; for tests and rehearsals."""
        return await self._page.do(user, verb, args)

    def watch(self, user: str) -> Viewer:
        """Looks on as `user`: `queue` then receives what that person's page would be told."""
        return self.workspace.live.enter(user)

    def _hello(self, user: str) -> Json:
        can_next_due = self.next_due is not None
        return hello(self.workspace, self.courier, user, can_next_due=can_next_due, language=self.language)

    async def _respond(self, request: web.Request) -> web.Response:
        """An app answers through a response_url."""
        try:
            url = self.workspace.response_urls.use(request.match_info["id"])
        except SlackError as refusal:
            return web.json_response(refusal.answer(), status=404)
        try:
            respond(self.workspace, url, await _answer(request))
        except SlackError as refusal:
            return web.json_response(refusal.answer(), status=400)
        return web.json_response({"ok": True})


async def _answer(request: web.Request) -> Json:
    """JSON, or a form whose one field `payload` is JSON. Raises `invalid_payload`."""
    try:
        form = await request.post() if "form" in request.content_type else None
        told = json.loads(await request.text() if form is None else str(form["payload"]))
    except (ValueError, KeyError):
        raise SlackError("invalid_payload") from None
    if not isinstance(told, dict):
        raise SlackError("invalid_payload")
    return told


@web.middleware
async def _own_pages_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuses other sites' pages that a browser on this machine may have open."""
    origin = request.headers.get("Origin")
    if origin and request.path.startswith(_FOR_THE_PAGE) and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="not from this page")
    return await handler(request)

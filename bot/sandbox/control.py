"""/control/…: how a test or a demo turns the workspace's screws."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.api import WebApi
from bot.sandbox.apps import AppConfig, InstalledApp
from bot.sandbox.delivery.socket import SocketHub
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Faults, FaultSpec
from bot.sandbox.limits import RateLimiter
from bot.sandbox.workspace import Workspace

_DISCONNECTS = ("warning", "refresh_requested", "link_disabled")


class ControlDoor:
    def __init__(
        self,
        *,
        ws: Workspace,
        api: WebApi,
        faults: Faults,
        limiter: RateLimiter,
        sockets: SocketHub,
        install: Callable[[AppConfig], InstalledApp],
        move_clock: Callable[[float | None], None],
    ) -> None:
        self._ws = ws
        self._api = api
        self._faults = faults
        self._limiter = limiter
        self._sockets = sockets
        self._install = install
        self._move_clock = move_clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/control/faults", self.add_faults),
            web.delete("/control/faults", self.clear_faults),
            web.get("/control/calls", self.read_calls),
            web.delete("/control/calls", self.clear_calls),
            web.post("/control/rate_limits", self.set_rate_limits),
            web.get("/control/clock", self.read_clock),
            web.post("/control/clock", self.set_clock),
            web.post("/control/socket", self.disturb_sockets),
            web.get("/control/apps", self.read_apps),
            web.post("/control/apps", self.install_app),
            web.post("/control/revoke", self.revoke),
        ]

    async def add_faults(self, request: web.Request) -> web.Response:
        """A list of fault orders, or one."""
        told = await _json(request)
        try:
            specs = [FaultSpec.parse(order) for order in (told if isinstance(told, list) else [told])]
        except ValueError as error:
            raise _bad(str(error)) from None
        for spec in specs:
            self._faults.add(spec)
        return _ok()

    async def clear_faults(self, _request: web.Request) -> web.Response:
        self._faults.clear()
        return _ok()

    async def read_calls(self, request: web.Request) -> web.Response:
        wanted = request.query.get("method")
        calls = [call.json() for call in self._api.calls if wanted in (None, call.method)]
        return _ok(calls=calls)

    async def clear_calls(self, _request: web.Request) -> web.Response:
        self._api.calls.clear()
        return _ok()

    async def set_rate_limits(self, request: web.Request) -> web.Response:
        """{scale}: 1 is Slack's, 0 turns the limits off."""
        try:
            self._limiter.scale = float((await _json(request))["scale"])
        except (KeyError, TypeError, ValueError):
            raise _bad("scale must be a number, 0 or more") from None
        return _ok(scale=self._limiter.scale)

    async def read_clock(self, _request: web.Request) -> web.Response:
        return _ok(now=self._ws.clock.now(), offset=self._ws.clock.offset)

    async def set_clock(self, request: web.Request) -> web.Response:
        """{seconds} forward, or {to: "next_due"}."""
        told = await _json(request)
        try:
            self._move_clock(None if told.get("to") == "next_due" else float(told["seconds"]))
        except (AttributeError, KeyError, TypeError, ValueError):
            raise _bad("seconds must be a number, 0 or more") from None
        except SlackError as refusal:
            raise _bad(refusal.code) from None
        return await self.read_clock(request)

    async def disturb_sockets(self, request: web.Request) -> web.Response:
        """{app?, reason}: warning, refresh_requested or link_disabled."""
        told = await _json(request)
        reason = told.get("reason", "refresh_requested")
        if reason not in _DISCONNECTS:
            raise _bad("reason must be one of " + ", ".join(_DISCONNECTS))
        for app in self._chosen(told):
            await self._sockets.disconnect(app, reason)
        return _ok()

    async def read_apps(self, _request: web.Request) -> web.Response:
        apps = [
            {
                "id": app.id,
                "name": app.config.name,
                "bot_user_id": app.bot_user_id,
                "connections": self._sockets.connections(app),
                "revoked": app.revoked,
            }
            for app in self._ws.apps.values()
        ]
        return _ok(apps=apps)

    async def install_app(self, request: web.Request) -> web.Response:
        """{manifest, bot_token, app_token, signing_secret}."""
        told = await _json(request)
        try:
            config = AppConfig.from_manifest(
                told["manifest"],
                bot_token=told["bot_token"],
                app_token=told["app_token"],
                signing_secret=told["signing_secret"],
            )
            app = self._install(config)
        except (KeyError, TypeError, ValueError) as error:
            raise _bad(f"cannot install: {error}") from None
        return _ok(id=app.id, bot_user_id=app.bot_user_id)

    async def revoke(self, request: web.Request) -> web.Response:
        """{app?, uninstall?}: its tokens are worth nothing any more."""
        told = await _json(request)
        for app in self._chosen(told):
            self._ws.revoke(app, uninstall=bool(told.get("uninstall")))
        return _ok()

    def _chosen(self, told: Any) -> list[InstalledApp]:
        wanted = told.get("app")
        return [app for app in self._ws.apps.values() if wanted in (None, app.id)]


async def _json(request: web.Request) -> Any:
    try:
        return await request.json() if request.can_read_body else {}
    except ValueError:
        raise _bad("the body must be JSON") from None


def _ok(**told: Any) -> web.Response:
    return web.json_response({"ok": True, **told})


def _bad(text: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=text)

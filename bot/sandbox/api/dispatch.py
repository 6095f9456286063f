"""The door of the Web API: who calls, may they, how often, with what, and what breaks on the way."""

import asyncio
import inspect
import uuid
from collections.abc import Callable
from typing import Literal

from aiohttp import web

from bot.sandbox.api.arguments import MethodSpec, bearer_token, check_arguments, method_specs, read_arguments
from bot.sandbox.api.calllog import CallLog, CallRecord, OnCall
from bot.sandbox.api.registry import METHODS, Call, missing_scope
from bot.sandbox.apps import InstalledApp
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.faults import Fault, Faults
from bot.sandbox.limits import RateLimiter
from bot.sandbox.workspace import Workspace

_BY_APP_TOKEN = frozenset({"apps.connections.open"})


class _RateLimitedError(Exception):
    def __init__(self, retry_after: str | None) -> None:
        self.retry_after = retry_after


class WebApi:
    def __init__(
        self,
        ws: Workspace,
        limiter: RateLimiter,
        faults: Faults,
        new_ticket: Callable[[InstalledApp], str],
    ) -> None:
        self._ws = ws
        self._limiter = limiter
        self._faults = faults
        self._new_ticket = new_ticket
        self.calls = CallLog()
        self.on_call: OnCall | None = None

    async def handle(self, request: web.Request) -> web.Response:
        name = request.match_info["method"]
        try:
            raw = await read_arguments(request)
        except SlackError as refusal:
            return web.json_response(refusal.answer())
        token = bearer_token(request, raw)
        app = self._app_of(token)
        record = self.calls.begin(name, app.id if app else "", raw, self._ws.clock.now())
        await self._hook(record, "before")
        fault = self._faults.take(name)
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "drop_before":
            record.outcome = "dropped_before"
            return _hang_up(request)
        response = self._answer(record, token, raw, fault)
        await self._hook(record, "after")
        if fault is not None and fault.kind == "late_answer":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "drop_after":
            record.outcome = "dropped_after"
            return _hang_up(request)
        spec = method_specs().get(name)
        response.headers["X-Slack-Req-Id"] = uuid.uuid4().hex
        if app is not None and spec is not None:
            response.headers["X-OAuth-Scopes"] = ",".join(sorted(app.config.scopes))
            response.headers["X-Accepted-OAuth-Scopes"] = ",".join(spec.scopes)
        return response

    def _answer(self, record: CallRecord, token: str, raw: Json, fault: Fault | None) -> web.Response:
        record.outcome = "internal_error"
        try:
            if fault is not None and fault.kind == "server_error":
                record.outcome = "http_500"
                return web.Response(status=500, text="Internal Server Error")
            _strike(fault)
            answer = {"ok": True, **self.run(record.method, token, raw)}
        except SlackError as refusal:
            record.outcome = refusal.code
            return web.json_response(refusal.answer())
        except _RateLimitedError as limit:
            record.outcome = "ratelimited"
            headers = {} if limit.retry_after is None else {"Retry-After": limit.retry_after}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        record.outcome = "ok"
        return web.json_response(answer)

    def run(self, name: str, token: str, raw: Json) -> Json:
        """What the method answers, without `ok`. Raises SlackError for what Slack would refuse."""
        app = self._app_of(token)
        body, spec = METHODS.get(name), method_specs().get(name)
        if body is None or spec is None:
            raise SlackError("unknown_method", req_method=name)
        if name == "api.test" and not token:
            return {"args": raw}
        if app is None:
            raise SlackError("invalid_auth" if token else "not_authed")
        self._check_token(name, token, app)
        channel = raw.get("channel") or raw.get("channel_id")
        wait = self._limiter.check(name, f"{self._ws.team_id}/{app.id}", str(channel) if channel else None)
        if wait is not None:
            raise _RateLimitedError(str(wait))
        self._check_scope(spec, app)
        return body(Call(self._ws, app, spec, check_arguments(spec, raw), self._new_ticket))

    def _check_token(self, name: str, token: str, app: InstalledApp) -> None:
        if app.revoked:
            raise SlackError("token_revoked")
        if (name in _BY_APP_TOKEN) != (token == app.config.app_token):
            raise SlackError("not_allowed_token_type")

    def _check_scope(self, spec: MethodSpec, app: InstalledApp) -> None:
        if spec.scopes and not app.config.scopes.intersection(spec.scopes):
            raise missing_scope(app, spec.scopes)

    def _app_of(self, token: str) -> InstalledApp | None:
        if not token:
            return None
        return next((a for a in self._ws.apps.values() if token in (a.config.bot_token, a.config.app_token)), None)

    async def _hook(self, record: CallRecord, phase: Literal["before", "after"]) -> None:
        if self.on_call is not None:
            waiting = self.on_call(record.method, phase, record.n)
            if inspect.isawaitable(waiting):
                await waiting


def _strike(fault: Fault | None) -> None:
    if fault is not None and fault.kind == "error":
        raise SlackError(fault.error)
    if fault is not None and fault.kind == "rate_limited":
        raise _RateLimitedError(fault.retry_after)


def _hang_up(request: web.Request) -> web.Response:
    """Breaks the connection; the response that is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)

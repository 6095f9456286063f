"""A Slack that says yes to everything after a given time, for measurements of what does not depend on Slack's rules."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web


class NearSlack:
    """Answers every method. `delay`: seconds until it does. `seen`: when each method was called, and with what."""

    def __init__(self) -> None:
        self.delay = 0.0
        self.seen: list[tuple[float, str, Any]] = []
        self.port = 0
        self._numbers = itertools.count(1)

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[NearSlack]:
        """Listening on a port of this machine."""
        app = web.Application()
        app.router.add_post("/api/{method}", self._answer)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = int(runner.addresses[0][1])
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        arrived, method, form = time.perf_counter(), request.match_info["method"], await request.post()
        self.seen.append((arrived, method, form))
        if self.delay:
            await asyncio.sleep(self.delay)
        return web.json_response(answer(method, form, next(self._numbers)))


def answer(method: str, form: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Yes, in the words of each method."""
    told: dict[str, Any] = {"ok": True}
    match method:
        case "auth.test":
            told |= {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T01", "url": "https://bench.slack.com/"}
        case "users.info":
            user = str(form.get("user"))
            told["user"] = {"id": user, "locale": "en-GB", "tz": "Europe/Paris", "name": user}
        case "conversations.create":
            told["channel"] = {"id": f"C{number:08}", "name": str(form.get("name"))}
        case "conversations.open":
            told["channel"] = {"id": f"D{number:08}"}
        case "chat.postMessage" | "chat.update":
            told |= {"ts": str(form.get("ts") or f"17000.{number:06}"), "channel": str(form.get("channel"))}
    return told

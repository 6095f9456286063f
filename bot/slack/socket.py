"""Socket Mode: Slack's payloads over a WebSocket that we open, without a public address.

A connection ends when Slack refreshes it, when it breaks, or when nothing comes back any more on an open one. Each
time another one is opened with a new address; the old one is heard until it closes, and what came over a connection
is acknowledged over the same one.
"""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import log
from bot.metrics import kind_of
from bot.slack.client import Denied, Later, Slack, SlackFailure

logger = logging.getLogger(__name__)

AGAIN = 5.0
"""Seconds until Slack is tried again that did not answer, or that refuses the token."""
HEARTBEAT = 10.0
"""Seconds between two signs of life that we ask for; half as long without an answer, and the connection is dead."""
GRACE = 3.0
"""Seconds that a close waits for acknowledgements: later ones are of no use to Slack."""
OLD_LINE = 10.0
"""Seconds that a connection is heard after another has taken its place."""

Line = aiohttp.ClientWebSocketResponse


class Socket:
    """One connection, replaced by another whenever it ends. `slack` speaks with the app-level token."""

    def __init__(self, app: AsyncApp, slack: Slack) -> None:
        self._app = app
        self._slack = slack
        self._line: Line | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._hearing: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def alive(self) -> bool:
        """Whether payloads can come."""
        return self._line is not None and not self._line.closed

    async def connect(self) -> None:
        """Open the connection, and keep one open. Raises SlackFailure: Denied when Slack refuses the token."""
        self._line = await self._open()
        self._keeping = asyncio.create_task(self._keep(self._line), name="socket")

    async def close(self) -> None:
        """Acknowledge what has come in, then close."""
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=GRACE)
        tasks = [*([self._keeping] if self._keeping else []), *self._hearing]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._line is not None:  # nobody may have begun to hear it
            await self._line.close()

    async def _open(self) -> Line:
        """A new address, which is good for one connection. Raises SlackFailure."""
        told = await self._slack.call("apps.connections.open")
        try:
            return await self._slack.session.ws_connect(str(told["url"]), heartbeat=HEARTBEAT)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as failure:
            raise Later("apps.connections.open", "not_reached") from failure

    async def _keep(self, line: Line) -> None:
        while True:
            over = asyncio.Event()
            self._line = line
            log.event(logger, "socket.connected")
            self._hear(line, over)
            await over.wait()
            line = await self._reopened()

    async def _reopened(self) -> Line:
        while True:
            try:
                return await self._open()
            except SlackFailure as failure:
                level = logging.ERROR if isinstance(failure, Denied) else logging.WARNING
                log.event(logger, "socket.away", level, error=failure.error)
                wait = failure.seconds if isinstance(failure, Later) else None
            except Exception:
                logger.exception("socket.bug")
                wait = None
            await asyncio.sleep(AGAIN if wait is None else wait)

    def _hear(self, line: Line, over: asyncio.Event) -> None:
        task = asyncio.create_task(self._heard(line, over), name="socket line")
        self._hearing.add(task)
        task.add_done_callback(self._hearing.discard)

    async def _heard(self, line: Line, over: asyncio.Event) -> None:
        """Hear a connection to its end; `over`: it is time for another one."""
        try:
            async with asyncio.timeout(None) as patience:
                async for message in line:
                    envelope = _read(message.data) if message.type is aiohttp.WSMsgType.TEXT else {}
                    if envelope.get("type") == "disconnect":
                        log.event(logger, "socket.refreshed", reason=envelope.get("reason"))
                        over.set()
                        patience.reschedule(asyncio.get_running_loop().time() + OLD_LINE)
                    elif "envelope_id" in envelope:
                        self._answer(line, envelope)
        except TimeoutError:
            pass
        finally:
            over.set()
            log.event(logger, "socket.closed", code=line.close_code)
            await line.close()

    def _answer(self, line: Line, envelope: dict[str, Any]) -> None:
        task = asyncio.create_task(self._answered(line, envelope))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answered(self, line: Line, envelope: dict[str, Any]) -> None:
        payload = envelope.get("payload") or {}
        with self._slack.metrics.acknowledging(kind_of(payload)):
            told = await self._app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
            if told.status != 200:  # not acknowledged: Slack sends an event again
                return
            answer: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
            if told.body:
                answer["payload"] = _read(told.body) or {"text": told.body}
            with suppress(ConnectionError):  # closed meanwhile; what was done stays done
                await line.send_json(answer)


def _read(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}

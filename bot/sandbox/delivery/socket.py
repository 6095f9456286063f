"""Socket Mode: up to ten connections an app, each payload to an arbitrary one of them."""

import asyncio
import json
import secrets
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.apps import InstalledApp
from bot.sandbox.delivery.reply import Reply
from bot.sandbox.errors import Json
from bot.sandbox.workspace import Workspace

MAX_CONNECTIONS = 10
TICKET_SECONDS = 30
_REFRESH_SECONDS = 18_060


@dataclass(eq=False)
class Connection:
    socket: web.WebSocketResponse
    transport: asyncio.Transport | None = None
    silent: bool = False
    waiting: dict[str, asyncio.Future[Any]] = field(default_factory=dict)


class SocketHub:
    """`answer_seconds` is how long an app may take to acknowledge; the next `refusals` connections fail."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._tickets: dict[str, tuple[str, float]] = {}
        self._connections: dict[str, list[Connection]] = {}
        self.answer_seconds = 3.0
        self.refusals = 0

    def connected(self, app: InstalledApp) -> bool:
        return bool(self._connections.get(app.id))

    def connections(self, app: InstalledApp) -> int:
        return len(self._connections.get(app.id, []))

    def new_ticket(self, app: InstalledApp) -> str:
        """A WebSocket address that admits one connection, for half a minute."""
        ticket = str(uuid.uuid4())
        self._tickets[ticket] = (app.id, time.monotonic() + TICKET_SECONDS)
        return f"{self._ws.url.replace('http', 'ws', 1)}/socket?ticket={ticket}&app_id={app.id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        app_id, expires = self._tickets.pop(request.query.get("ticket", ""), ("", 0.0))
        app = self._ws.apps.get(app_id)
        if app is None or app.revoked or expires < time.monotonic():
            return web.Response(status=401, text="invalid ticket")
        if self.refusals > 0:
            self.refusals -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(heartbeat=15, timeout=1.0)
        await socket.prepare(request)
        if self.connections(app) >= MAX_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connection = Connection(socket, request.transport)
        self._connections.setdefault(app.id, []).append(connection)
        try:
            await socket.send_json(self._hello(app))
            self._tell_pages(app)
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    _acknowledge(connection, message.data)
        finally:
            self._connections[app.id].remove(connection)
            for future in connection.waiting.values():
                future.cancel()
            self._tell_pages(app)
        return socket

    def _hello(self, app: InstalledApp) -> Json:
        return {
            "type": "hello",
            "num_connections": self.connections(app),
            "debug_info": {
                "host": "applink-sandbox",
                "started": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.000"),
                "build_number": 1,
                "approximate_connection_time": _REFRESH_SECONDS,
            },
            "connection_info": {"app_id": app.id},
        }

    def _tell_pages(self, app: InstalledApp) -> None:
        self._ws.live.send(None, {"type": "bot", "online": self.connected(app), "app": app.id})

    async def send(
        self, app: InstalledApp, kind: str, payload: Json, retry_number: int = 0, retry_reason: str = ""
    ) -> Reply:
        alive = [c for c in self._connections.get(app.id, []) if not c.socket.closed]
        alive = [c for c in alive if not c.silent] or alive
        if not alive:
            return Reply(problem="dispatch_failed", reason="connection_failed")
        connection = secrets.choice(alive)
        envelope: Json = {
            "envelope_id": str(uuid.uuid4()),
            "type": kind,
            "accepts_response_payload": kind != "events_api",
            "payload": payload,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": retry_number, "retry_reason": retry_reason}
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope["envelope_id"]] = future
        try:
            await connection.socket.send_json(envelope)
            done, _ = await asyncio.wait([future], timeout=self.answer_seconds)
        except ConnectionError:
            return Reply(problem="dispatch_failed", reason="connection_failed")
        finally:
            connection.waiting.pop(envelope["envelope_id"], None)
        if not done or future.cancelled():
            future.cancel()
            return Reply(problem="operation_timeout", reason="timeout")
        return Reply(body=future.result())

    async def disconnect(self, app: InstalledApp, reason: str) -> None:
        """Warns that connections will end (`warning`), or ends them (`refresh_requested`, `link_disabled`)."""
        for connection in list(self._connections.get(app.id, [])):
            message = {
                "type": "disconnect",
                "reason": reason,
                "debug_info": {"host": "applink-sandbox"},
            }
            await connection.socket.send_json(message)
            if reason == "link_disabled":
                await connection.socket.close()

    def silence(self, app: InstalledApp) -> None:
        """Nothing comes back any more over the connections that are open: they look alive and are dead."""
        for connection in self._connections.get(app.id, []):
            connection.silent = True
            if connection.transport is not None:
                connection.transport.pause_reading()

    async def close(self) -> None:
        for connections in self._connections.values():
            for connection in list(connections):
                await connection.socket.close(code=1001)


def _acknowledge(connection: Connection, text: str) -> None:
    try:
        told = json.loads(text)
    except ValueError:
        return
    if not isinstance(told, dict):
        return
    future = connection.waiting.get(str(told.get("envelope_id")))
    if future is not None and not future.done():
        future.set_result(told.get("payload") or None)

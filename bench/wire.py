"""Signed requests as Slack sends them, over connections that cost the client next to nothing."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from urllib.parse import urlencode

SECRET = "5ec8e7"  # noqa: S105 - of a server that lives as long as the measurement
_numbers = itertools.count(1)


def click(user: str, channel: str, verb: str, **ids: object) -> str:
    """The body of a click on a button that carries these ids, each with a trigger of its own."""
    payload: dict[str, object] = {
        "type": "block_actions",
        "user": {"id": user, "username": "somebody", "name": "somebody", "team_id": "T01"},
        "api_app_id": "A1",
        "token": "none",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": channel, "is_ephemeral": False},
        "trigger_id": f"{time.time_ns()}.{next(_numbers)}",
        "team": {"id": "T01", "domain": "bench"},
        "enterprise": None,
        "is_enterprise_install": False,
        "channel": {"id": channel, "name": "privategroup"},
        "state": {"values": {}},
        "response_url": "http://127.0.0.1:9/r",
        "actions": [
            {
                "type": "button",
                "block_id": "b",
                "action_id": verb,
                "value": json.dumps(ids),
                "text": {"type": "plain_text", "text": "OK"},
                "action_ts": "1.2",
            }
        ],
    }
    return urlencode({"payload": json.dumps(payload)})


def command(user: str, channel: str, text: str) -> str:
    """The body of a slash command."""
    fields = {"command": "/crisis", "text": text, "user_id": user, "channel_id": channel, "team_id": "T01"}
    trigger = f"{time.time_ns()}.{next(_numbers)}"
    return urlencode(fields | {"trigger_id": trigger, "response_url": "http://127.0.0.1:9/r"})


def home(user: str) -> str:
    """The body of the event that somebody looks at the Home tab."""
    event = {"type": "app_home_opened", "user": user, "channel": "D01", "tab": "home", "event_ts": str(time.time())}
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": "T01",
            "api_app_id": "A1",
            "event": event,
            "event_id": f"Ev{next(_numbers)}",
        }
    )


def request(path: str, body: str) -> bytes:
    """The whole request, signed now."""
    kind = "application/json" if body.startswith("{") else "application/x-www-form-urlencoded"
    at, raw = str(int(time.time())), body.encode()
    signature = hmac.new(SECRET.encode(), f"v0:{at}:".encode() + raw, hashlib.sha256).hexdigest()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        f"Accept: application/json,*/*\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(raw)}\r\nX-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + raw


class Connection(asyncio.Protocol):
    """One connection that stays open, one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[bytes] | None = None
        self._read = b""

    @classmethod
    async def to(cls, port: int) -> Connection:
        """Connected to a port of this machine."""
        _, connection = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """As asyncio calls it."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """As asyncio calls it."""
        self._read += data
        head, end, body = self._read.partition(b"\r\n\r\n")
        if not end or self._answer is None:
            return
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")), 0
        )
        if len(body) >= length:
            answer, self._answer, whole, self._read = self._answer, None, self._read, b""
            answer.set_result(whole)

    def connection_lost(self, _: Exception | None) -> None:
        """As asyncio calls it."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError("the server has closed the connection"))

    async def send(self, whole: bytes) -> bytes:
        """The answer to a request, head and body. Raises RuntimeError where the status is not 200."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(whole)
        answer = await self._answer
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer[:200].decode(errors="replace"))
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


async def fire(port: int, requests: list[bytes], at_once: int) -> tuple[list[float], float]:
    """Send them all, `at_once` at a time; the milliseconds of each answer, and the seconds that it all took."""
    connections = [await Connection.to(port) for _ in range(at_once)]
    waiting, took = iter(requests), list[float]()

    async def work(connection: Connection) -> None:
        for whole in waiting:
            began = time.perf_counter()
            await connection.send(whole)
            took.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(work(connection) for connection in connections))
    seconds = time.perf_counter() - began
    for connection in connections:
        connection.close()
    return took, seconds

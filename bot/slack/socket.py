"""Socket Mode: Slack's payloads over a WebSocket that we open, without a public address."""

from __future__ import annotations

import asyncio
import logging

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest

GRACE = 3.0
"""Seconds that a close waits for acknowledgements: later ones are of no use to Slack."""


def library_logger() -> logging.Logger:
    """Bolt's lower levels show payloads, and with them what people wrote."""
    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.ERROR)
    return quiet


class Socket:
    """One connection, which the SDK opens again when it breaks or Slack refreshes it."""

    def __init__(self, app: AsyncApp, app_token: str) -> None:
        self._handler = AsyncSocketModeHandler(app, app_token, logger=library_logger())
        self._client = self._handler.client
        self._client.socket_mode_request_listeners[:] = [self._received]
        self._answering: set[asyncio.Task[None]] = set()

    async def connect(self) -> None:
        """Open the connection. Raises SlackApiError when Slack refuses the app-level token."""
        self._client.wss_uri = await self._client.issue_new_wss_url()
        await self._handler.connect_async()  # type: ignore[no-untyped-call]

    async def close(self) -> None:
        """Acknowledge what has come in, then close."""
        if self._answering:
            await asyncio.wait(set(self._answering), timeout=GRACE)
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _received(self, _: object, request: SocketModeRequest) -> None:
        client: SocketModeClient = self._client
        task = asyncio.ensure_future(self._handler.handle(client, request))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)
        await task

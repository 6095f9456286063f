"""Brings payloads to an app by the road that the app chose, and its answer back."""

from typing import Literal

from bot.sandbox.apps import InstalledApp
from bot.sandbox.delivery.http import HttpDoor
from bot.sandbox.delivery.reply import Reply
from bot.sandbox.delivery.socket import SocketHub
from bot.sandbox.errors import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


class Courier:
    def __init__(self, http: HttpDoor, sockets: SocketHub) -> None:
        self._http = http
        self._sockets = sockets

    def online(self, app: InstalledApp) -> bool:
        """Whether a socket is connected, or the last HTTP request was answered."""
        if app.config.request_url is None:
            return self._sockets.connected(app)
        return self._http.reachable(app)

    async def send(
        self, app: InstalledApp, kind: Kind, payload: Json, retry_number: int = 0, retry_reason: str = ""
    ) -> Reply:
        """Waits for the app's answer, three seconds at most. Only events have retries (0: first delivery)."""
        road = self._sockets if app.config.request_url is None else self._http
        return await road.send(app, kind, payload, retry_number, retry_reason)

"""Events: which app may know of what, and the retries until it has acknowledged."""

import asyncio
import time

from bot.sandbox.apps import InstalledApp
from bot.sandbox.channels import SCOPE_FAMILY, Channel
from bot.sandbox.delivery.courier import Courier
from bot.sandbox.errors import Json
from bot.sandbox.workspace import Workspace

RETRY_DELAYS = (0.0, 60.0, 300.0)
"""Seconds of real time before each retry of an unacknowledged event."""

_SCOPES = {
    "app_mention": "app_mentions:read",
    "message": "{family}:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "pin_added": "pins:read",
    "pin_removed": "pins:read",
    "member_joined_channel": "{family}:read",
    "member_left_channel": "{family}:read",
    "channel_created": "channels:read",
    "channel_rename": "channels:read",
    "channel_archive": "channels:read",
    "channel_unarchive": "channels:read",
    "channel_left": "channels:read",
    "group_archive": "groups:read",
    "group_unarchive": "groups:read",
    "group_rename": "groups:read",
    "group_left": "groups:read",
}
_OF_THE_WORKSPACE = frozenset({"channel_created", "channel_rename", "channel_archive", "channel_unarchive"})


def may_know(app: InstalledApp, event: Json, channel: Channel | None) -> bool:
    """Whether the app subscribed to the event, has its scope, and is where it happened."""
    event_type = str(event["type"])
    subscription = f"message.{_suffix(channel)}" if event_type == "message" else event_type
    if subscription not in app.config.events:
        return False
    scope = _SCOPES.get(event_type)
    if scope is not None:
        family = SCOPE_FAMILY[channel.kind] if channel is not None else "channels"
        if scope.format(family=family) not in app.config.scopes:
            return False
    if channel is None or event_type in _OF_THE_WORKSPACE:
        return True
    return app.bot_user_id in channel.members


def _suffix(channel: Channel | None) -> str:
    return SCOPE_FAMILY[channel.kind] if channel is not None else ""


class EventDesk:
    """Takes what happened in the workspace to the apps, each event in a task of its own."""

    def __init__(self, ws: Workspace, courier: Courier) -> None:
        self._ws = ws
        self._courier = courier
        self._tasks: set[asyncio.Task[None]] = set()
        self.retry_delays: tuple[float, ...] = RETRY_DELAYS
        ws.on_event = self.take

    def take(self, event: Json, channel: Channel | None, only: InstalledApp | None) -> None:
        for app in [only] if only is not None else list(self._ws.apps.values()):
            if not app.revoked and may_know(app, event, channel):
                task = asyncio.create_task(self._deliver(app, self.envelope(app, event)))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def envelope(self, app: InstalledApp, event: Json) -> Json:
        return {
            "token": app.verification_token,
            "team_id": self._ws.team_id,
            "api_app_id": app.id,
            "event": event,
            "type": "event_callback",
            "event_id": self._ws.new_id("Ev"),
            "event_time": int(float(event["event_ts"])),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self._ws.team_id,
                    "user_id": app.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": f"4-{app.id}-{time.monotonic_ns()}",
        }

    async def _deliver(self, app: InstalledApp, envelope: Json) -> None:
        reply = await self._courier.send(app, "events_api", envelope)
        for number, delay in enumerate(self.retry_delays, start=1):
            if reply.problem is None or reply.no_retry:
                return
            await asyncio.sleep(delay)
            reply = await self._courier.send(app, "events_api", envelope, number, reply.reason)

    async def drain(self) -> None:
        """Waits until every event that is under way has been delivered or given up."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

"""Trigger ids: the right to open one modal for one person, for three seconds, once."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import SlackError

LIFE_SECONDS = 3.0


@dataclass
class Trigger:
    id: str
    app_id: str
    user: str
    expires: float
    view_id: str | None
    used: bool = False


class Triggers:
    """Runs on real time: three seconds are three seconds, wherever the workspace's clock stands.

    `life_seconds` is how long a trigger is good for.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self.life_seconds = LIFE_SECONDS
        self._triggers: dict[str, Trigger] = {}

    def issue(self, app_id: str, user: str, view_id: str | None = None) -> str:
        """`view_id` is the modal from which the person acted, if any."""
        now = self._now()
        while self._triggers and (oldest := next(iter(self._triggers.values()))).expires < now - 60:
            del self._triggers[oldest.id]
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger_id] = Trigger(trigger_id, app_id, user, now + self.life_seconds, view_id)
        return trigger_id

    def exchange(self, trigger_id: object, app_id: str) -> Trigger:
        """Raises `invalid_trigger_id`, `exchanged_trigger_id` or `expired_trigger_id`."""
        trigger = self._triggers.get(str(trigger_id))
        if trigger is None or trigger.app_id != app_id:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._now() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

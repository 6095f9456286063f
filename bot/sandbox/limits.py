"""Slack's rate limits, so that an app that is too fast is told so here as it would be there.

Every limit is a sliding window: so many calls in so many seconds. Slack promises its tiers as lower bounds
("20+ a minute") and tolerates bursts of an unnamed size; the windows allow exactly what is promised, in any rhythm.
Tiers: https://docs.slack.dev/apis/web-api/rate-limits
"""

import math
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """`calls` within any `seconds`, counted per method and workspace, or per channel too."""

    calls: int
    seconds: float
    per_channel: bool = False


TIER_2 = Window(20, 60)
TIER_3 = Window(50, 60)
TIER_4 = Window(100, 60)
HUNDREDS = Window(300, 60)
"""Slack's "hundreds per minute" and "several hundred messages per minute" for a workspace; the figure is ours."""
MESSAGES = Window(5, 5, per_channel=True)
"""One message a second in a channel, of which five may come at once: Slack tolerates "short bursts"."""

METHODS: dict[str, tuple[Window, ...]] = {
    "chat.postMessage": (MESSAGES, HUNDREDS),
    **dict.fromkeys(("auth.test", "chat.getPermalink"), (HUNDREDS,)),
    **dict.fromkeys(
        (
            "bookmarks.add",
            "bookmarks.edit",
            "bookmarks.remove",
            "conversations.archive",
            "conversations.create",
            "conversations.list",
            "conversations.rename",
            "conversations.setPurpose",
            "conversations.setTopic",
            "conversations.unarchive",
            "pins.add",
            "pins.list",
            "pins.remove",
            "reactions.remove",
            "usergroups.list",
            "usergroups.users.list",
            "users.list",
        ),
        (TIER_2,),
    ),
    **dict.fromkeys(
        (
            "apps.connections.open",
            "bookmarks.list",
            "bots.info",
            "chat.delete",
            "chat.update",
            "conversations.history",
            "conversations.info",
            "conversations.invite",
            "conversations.join",
            "conversations.leave",
            "conversations.open",
            "conversations.replies",
            "reactions.add",
            "reactions.get",
            "team.info",
        ),
        (TIER_3,),
    ),
    **dict.fromkeys(
        (
            "api.test",
            "chat.postEphemeral",
            "conversations.members",
            "files.completeUploadExternal",
            "files.getUploadURLExternal",
            "users.info",
            "views.open",
            "views.publish",
            "views.push",
            "views.update",
        ),
        (TIER_4,),
    ),
}
UNLISTED = (TIER_3,)

Key = tuple[Window, str, str, str | None]


class RateLimiter:
    """Counts calls and refuses those beyond Slack's limits.

    `scale` multiplies every number of calls (at least one stays allowed); 0 turns the limits off.
    `now` gives seconds on a clock that never goes back.
    """

    def __init__(self, scale: float = 1.0, now: Callable[[], float] = time.monotonic) -> None:
        self.scale = scale
        self._now = now
        self._calls: dict[Key, deque[float]] = {}

    @property
    def scale(self) -> float:
        return self._scale

    @scale.setter
    def scale(self, scale: float) -> None:
        if not (math.isfinite(scale) and scale >= 0):
            raise ValueError(f"the scale of the rate limits must be 0 or more, not {scale}")
        self._scale = scale

    def check(self, method: str, workspace: str, channel: str | None = None) -> int | None:
        """None: the call is allowed, and counted. Else the whole seconds (at least 1) to wait; it does not count."""
        if self._scale == 0:
            return None
        now = self._now()
        keys = list(_keys(method, workspace, channel))
        wait = max(self._wait(key, now) for key in keys)
        if wait > 0:
            return max(1, math.ceil(wait))
        for key in keys:
            self._calls[key].append(now)
        return None

    def _wait(self, key: Key, now: float) -> float:
        window = key[0]
        calls = self._calls.setdefault(key, deque())
        while calls and calls[0] + window.seconds - now < 1e-6:
            calls.popleft()
        allowed = max(1, int(window.calls * self._scale))
        return calls[-allowed] + window.seconds - now if len(calls) >= allowed else 0


def _keys(method: str, workspace: str, channel: str | None) -> Iterator[Key]:
    for window in METHODS.get(method, UNLISTED):
        yield window, method, workspace, channel if window.per_channel else None

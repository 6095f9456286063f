"""How often boards may be redrawn: Slack allows some 50 updates a minute for the whole workspace."""

from __future__ import annotations

import time
from collections.abc import Callable

GAP = 1.1
"""Seconds between two updates of one board."""
BURST = 12
PER_SECOND = 0.6
"""With the burst, 48 updates in the busiest minute: under Slack's 50 for `chat.update`."""


class Pace:
    """A gap for each board and a bucket of tokens for the workspace. Runs on real time, wherever the clock stands."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = monotonic
        self._tokens = float(BURST)
        self._filled = monotonic()
        self._last: dict[str, float] = {}

    def book(self, board: str) -> float:
        """Book the next update of a board: in how many seconds it may go out."""
        now = self._now()
        self._tokens = min(BURST, self._tokens + (now - self._filled) * PER_SECOND)
        self._filled = now
        self._tokens -= 1
        due = max(now - self._tokens / PER_SECOND if self._tokens < 0 else now, self._last.get(board, now - GAP) + GAP)
        self._last[board] = due
        return due - now

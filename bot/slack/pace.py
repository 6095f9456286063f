"""How often messages may be redrawn: Slack allows some 50 updates a minute for the whole workspace."""

from __future__ import annotations

import time
from collections.abc import Callable

GAP = 1.1
"""Seconds between two updates of one board."""
BURST = 4
PER_SECOND = 0.75
"""With the burst, 49 updates in the busiest minute: under Slack's 50 for `chat.update`.

A large burst would have to be paid for by a slower rate, and it is the rate that keeps three busy boards fresh: each
is redrawn every four seconds, one alone every 1.3.
"""

KEPT = 1
"""Updates that notices leave to a board that is clicked next."""
LONGEST = 30
"""Seconds after which a notice goes all the same while boards take whatever there is: one, and the next in as many."""


class Pace:
    """A gap for each board, and one budget for the workspace, which boards spend in the order in which they ask.

    A board asks again only after it was redrawn, so busy boards take turns. Other messages have what boards leave.
    Runs on real time, wherever the clock stands.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._now = monotonic
        self._tokens = float(BURST)
        self._filled = self._spared = monotonic()
        self._last: dict[str, float] = {}

    def book(self, board: str) -> float:
        """Book the next update of a board: in how many seconds it may go out."""
        now = self._fill()
        self._tokens -= 1
        due = max(now - self._tokens / PER_SECOND if self._tokens < 0 else now, self._last.get(board, now - GAP) + GAP)
        self._last[board] = due
        return due - now

    def spare(self) -> float:
        """Take the update of a message that is no board: 0, it may go now; else in how many seconds to ask again."""
        now = self._fill()
        wait = min((1 + KEPT - self._tokens) / PER_SECOND, self._spared + LONGEST - now)
        if wait > 0:
            return wait
        self._tokens -= 1
        self._spared = now
        return 0.0

    def _fill(self) -> float:
        """Add what the time since has brought; what time it is."""
        now = self._now()
        self._tokens = min(BURST, self._tokens + (now - self._filled) * PER_SECOND)
        self._filled = now
        return now

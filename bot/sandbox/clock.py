"""The workspace's own time, which can be moved forward so that months pass in a minute."""

import time
from collections.abc import Callable

_CENTURY = 100 * 365.25 * 86400


class SandboxClock:
    """`now()` is the epoch in seconds, `offset` (seconds) included. It never runs backwards."""

    def __init__(self, real: Callable[[], float] = time.time) -> None:
        self._real = real
        self._last = 0
        self.offset = 0.0

    def now(self) -> float:
        return self._real() + self.offset

    def advance(self, seconds: float) -> None:
        """Raises ValueError for a step that is not forward."""
        if not (seconds >= 0 and self.offset + seconds < _CENTURY):
            raise ValueError("the clock moves forward only, and by less than a century in all")
        self.offset += seconds

    def stand(self) -> None:
        """From now on time passes only when it is moved."""
        stands = self._real()
        self._real = lambda: stands

    def ts(self) -> str:
        """A message timestamp as Slack writes it, unique in the workspace and always growing."""
        self._last = max(int(self.now() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

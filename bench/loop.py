"""An event loop whose idle hours take no time."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable

_BUSY = 0.002


class _Skipping(selectors.DefaultSelector):
    """A selector that does not wait: when nothing is ready, the time that would have passed has passed."""

    def __init__(self) -> None:
        super().__init__()
        self.skipped = 0.0
        self.skipping = False
        self.busy: Callable[[], bool] = lambda: False

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready now; else the loop's clock jumps to the next timer, unless a thread is at work for it."""
        if not self.skipping or not timeout or timeout <= 0:
            return super().select(timeout)
        ready = super().select(_BUSY if self.busy() else 0)
        if not ready and not self.busy():
            self.skipped += timeout
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """`jumps.skipping` turns it on; `jumps.busy` says when something is under way outside of the loop."""

    def __init__(self) -> None:
        self.jumps = _Skipping()
        super().__init__(self.jumps)

    def time(self) -> float:
        """Seconds, with those that were skipped."""
        return super().time() + self.jumps.skipped

"""Waiting for what happens elsewhere: the bot works at its own pace."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

Json = dict[str, Any]

PATIENCE = 30.0
"""Seconds: a machine that is busy with something else is not a failure."""


async def until(true: Callable[[], Any], *, seconds: float = PATIENCE, what: str = "it") -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + seconds
    while not (found := true()):
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not come within {seconds} s")
        await asyncio.sleep(0.02)
    return found

"""Waiting for what the bot does by itself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Until something is true; TimeoutError when it does not become so."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  what is waited for is state, nobody signals it
            await asyncio.sleep(0.02)

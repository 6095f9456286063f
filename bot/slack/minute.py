"""The minute hand: boards say how long it has been and what is overdue, which changes without any event."""

from __future__ import annotations

import asyncio
import logging

from bot import log
from bot.domain.crisis import Crisis
from bot.slack.client import SlackFailure
from bot.slack.desk import Desk
from bot.slack.effects import board
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

MINUTE = 60.0


class MinuteHand:
    """Once a minute, and when the time was moved, every open crisis's board is made true again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="minute hand")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._task is not None and not self._task.done()

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def wake(self) -> None:
        """The time was moved."""
        self._moved.set()

    async def _run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(MINUTE):
                    await self._moved.wait()
            except TimeoutError:
                pass
            self._moved.clear()  # what moves from here on is looked at again
            try:
                crises = self._desk.service.open_crises()
            except StoreError:
                logger.exception("boards.not_refreshed")
                continue
            for crisis in crises:
                await self._refresh(crisis)

    async def _refresh(self, crisis: Crisis) -> None:
        try:
            await board.refresh(self._desk, crisis)
        except SlackFailure as failure:
            log.event(logger, "board.not_refreshed", crisis=crisis.id, error=failure.error)
        except Exception:
            logger.exception("board.not_refreshed")

"""The clock: asks the database what is due, and hands it to the service as commands. Due work is rows, never timers."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from bot import log
from bot.domain.commands import Tick
from bot.domain.kernel import CLOCK, Refused
from bot.service import Service
from bot.store.errors import StoreError

logger = logging.getLogger(__name__)

LONGEST_SLEEP = 30.0  # seconds: a system clock that was moved, or another process's timer, is noticed after this
TIDIED_EVERY = timedelta(days=1)
TICKS_AT_ONCE = 50  # of one crisis in one turn: more would mean that a rule never comes to rest


class Clock:
    """Wakes for what is due. Wakes early after a commit, and when it is told that the time was moved."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._tidied = datetime.min.replace(tzinfo=UTC)
        service.on_commit(self.wake)

    def wake(self) -> None:
        """Look at the time and the timers now."""
        self._woken.set()

    async def start(self) -> None:
        """Begin; what fell due while nobody was there comes first."""
        self._task = asyncio.create_task(self.run(), name="clock")

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._task is not None and not self._task.done()

    async def stop(self) -> None:
        """End, between two ticks."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            next_due: datetime | None = None
            try:
                next_due = await self.tick_once()
                await self._tidy()
            except StoreError as error:
                log.event(logger, "clock.waits", logging.ERROR, error=str(error))
                self._woken.clear()
            except Exception:
                logger.exception("clock.bug")
                self._woken.clear()
            await self._sleep_until(next_due)

    async def tick_once(self) -> datetime | None:
        """Handle all that is due now, the longest due first; when the next is due, None for never.

        Crises first, then people: what a crisis's turn brings is in the one message that each of them gets.
        """
        self._woken.clear()
        first = self._service.first_due()
        if first is None or first > self._service.now():
            return first
        ticks: Counter[str] = Counter()
        asked: set[str] = set()
        while True:
            now = self._service.now()
            due = [crisis for crisis in self._service.due(now) if ticks[crisis] < TICKS_AT_ONCE]
            people = [] if due else [user for user in self._service.due_people(now) if user not in asked]
            if not due and not people:
                break
            for crisis_id in due:
                ticks[crisis_id] += 1 if await self._tick(crisis_id) else TICKS_AT_ONCE
            for user in people:
                asked.add(user)
                await self._remind(user)
        for crisis_id in self._service.due(now):
            log.event(logger, "tick.unsettled", logging.ERROR, crisis=crisis_id)
        self._woken.clear()
        return self._service.next_due(now)

    async def _remind(self, user: str) -> None:
        try:
            if not await self._service.remind(user) and user in self._service.due_people(self._service.now()):
                log.event(logger, "remind.unsettled", logging.ERROR, user=user)
        except StoreError:
            raise
        except Exception:
            logger.exception("remind.bug", extra={"fields": {"user": user}})

    async def _tick(self, crisis_id: str) -> bool:
        """Whether anything came of it. A crisis that fails is logged, and stops no other."""
        try:
            crisis = self._service.crisis(crisis_id)
            if crisis is None:
                return False
            tick = Tick(crisis_id=crisis_id, actor=CLOCK, request_id=f"tick:{crisis_id}:{crisis.seq}")
            return bool((await self._service.handle(tick)).recorded)
        except Refused as refusal:
            log.event(logger, "tick.refused", logging.ERROR, crisis=crisis_id, code=refusal.code)
        except StoreError:
            raise
        except Exception:
            logger.exception("tick.bug", extra={"fields": {"crisis": crisis_id}})
        return False

    async def _tidy(self) -> None:
        """Once a day, when nothing is due, what was told long ago is cleared away."""
        now = self._service.now()
        if abs(now - self._tidied) >= TIDIED_EVERY:
            self._tidied = now
            await self._service.tidy()

    async def _sleep_until(self, moment: datetime | None) -> None:
        seconds = LONGEST_SLEEP
        if moment is not None:
            seconds = min(seconds, max(0.0, (moment - self._service.now()).total_seconds()))
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # `wait_for` may swallow a stop that comes together with a wake
                await self._woken.wait()

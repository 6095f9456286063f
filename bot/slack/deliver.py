"""From the outbox to Slack: one task that takes what waits, and what becomes of each attempt.

- it worked, or was so already: done;
- nothing happened (rate limit, not reached): again after the delay that Slack names, or our own;
- nobody knows (answer lost, 5xx): again, and the effect looks for its own trace first;
- Slack refuses for good: parked, and told to whom it concerns.

The outbox says what may go when; crises do not wait for each other.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot import log
from bot.domain.effects import Effect
from bot.domain.kernel import Refused
from bot.slack.client import Denied, Later, SlackFailure, Uncertain
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.effects.senders import SENDERS
from bot.slack.effects.trouble import refused, told_of
from bot.store.errors import StoreError
from bot.store.outbox import OutboxRow

logger = logging.getLogger(__name__)

AT_ONCE = 8
"""Deliveries under way at the same time. What waits for its turn to redraw a message does not count."""
PACED = frozenset({"board", "renew", "scrub"})
LONGEST_BACKOFF = 60.0
LOCKED_OUT_PAUSE = 60.0
"""Seconds between two tries while Slack does not accept the token."""
TRIES_AFTER_A_BUG = 5
STORE_PAUSE = 1.0
"""Seconds between two tries while the database fails."""
LONGEST_IDLE = 5.0
SHORTEST_IDLE = 0.2
"""Seconds before another look while a row is due that has to wait for another one."""
GRACE = 8.0
"""Seconds that a stop waits for what is being sent."""


def backoff(attempts: int) -> float:
    """Seconds before the next try: half a second, doubling, at most a minute."""
    return float(min(0.5 * 2.0 ** min(max(attempts - 1, 0), 10), LONGEST_BACKOFF))


class Deliverer:
    """Takes rows from the outbox until it is stopped. Which may go when is the outbox's to say."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._outbox = desk.service.outbox
        self._woken = asyncio.Event()
        self._sending: set[asyncio.Task[None]] = set()
        self._paced: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._task is not None and not self._task.done()

    async def start(self) -> None:
        """Begin, with what a dead process left in the middle of sending."""
        for row in await self._outbox.recover(own=True):
            self._send(row)
        self._task = asyncio.create_task(self._run(), name="deliverer")

    def wake(self) -> None:
        """Something may wait: a commit, a delivery that ended, a clock that was moved."""
        self._woken.set()

    async def stop(self) -> None:
        """Take nothing more, finish what is being sent; what does not end in time is found at the next start."""
        self._desk.stopping.set()
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._sending:
            _, late = await asyncio.wait(self._sending, timeout=GRACE)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            self._woken.clear()
            try:
                for row in await self._outbox.recover():
                    self._send(row)
                free = AT_ONCE - len(self._sending - self._paced)
                rows = await self._outbox.take(self._desk.service.now(), free) if free > 0 else []
                for row in rows:
                    self._send(row)
                wait = 0.0 if rows else self._idle()
            except Exception:
                logger.exception("delivery.take_failed")
                wait = 1.0
            try:
                async with asyncio.timeout(wait):
                    await self._woken.wait()
            except TimeoutError:
                pass

    def _idle(self) -> float:
        """Seconds until something that waits for its time may go; a look now and then for other processes' rows."""
        due = self._outbox.next_at()
        until = (due - self._desk.service.now()).total_seconds() if due else LONGEST_IDLE
        return min(max(until, 0.0), LONGEST_IDLE) or SHORTEST_IDLE

    def _send(self, row: OutboxRow) -> None:
        task = asyncio.create_task(self._deliver(row), name=f"deliver {row.id}")
        self._sending.add(task)
        if row.kind in PACED:
            self._paced.add(task)
        task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._paced.discard(task)
        self._woken.set()

    async def _deliver(self, row: OutboxRow) -> None:
        with log.correlated(row.correlation):
            try:
                await self._attempt(row)
            except StoreError:
                logger.exception("delivery.not_written_down")
                await self._put_back(row)

    async def _put_back(self, row: OutboxRow) -> None:
        """The database failed: as soon as it works again, the row waits again, to be looked into first."""
        while not self._desk.stopping.is_set():
            await asyncio.sleep(STORE_PAUSE)
            try:
                await self._outbox.retry(row, self._desk.service.now(), "store", uncertain=True)
            except StoreError:
                continue
            return

    async def _attempt(self, row: OutboxRow) -> None:
        crisis = self._desk.service.crisis(row.crisis_id)
        if crisis is None:
            await self._park(row, "no_such_crisis")
            return
        outcome = "done"
        try:
            await self._desk.me.learn()  # links and invitations need it, and Slack may have been away at the start
            answer = await SENDERS[row.kind](self._desk, Delivery(row, crisis, row.uncertain))
            await self._outbox.done(row, answer, told_of(crisis, row, answer))
        except (Later, Uncertain) as failure:
            outcome = failure.error
            await self._again(row, failure)
        except Denied as denied:
            outcome = denied.error
            if denied.locked_out:
                await self._again(row, Later(denied.method, denied.error, LOCKED_OUT_PAUSE))
            else:
                await self._park(row, denied.error, refused(crisis, row, denied))
        except Refused as refusal:
            outcome = refusal.code
            await self._park(row, refusal.code)
        except StoreError:
            raise
        except Exception:
            outcome = "bug"
            logger.exception("delivery.failed")
            if row.attempts < TRIES_AFTER_A_BUG:
                await self._again(row, Uncertain(row.kind, "bug"))
            else:
                await self._park(row, "bug", refused(crisis, row, Denied(row.kind, "bug")))
        log.event(logger, "delivery", crisis=row.crisis_id, kind=row.kind, notice=row.name, row=row.id, outcome=outcome)

    async def _park(self, row: OutboxRow, error: str, trouble: Effect | None = None) -> None:
        await self._outbox.park(row, error, trouble)
        self._desk.slack.metrics.parked(row.kind, error)

    async def _again(self, row: OutboxRow, failure: SlackFailure) -> None:
        seconds = failure.seconds if isinstance(failure, Later) else None
        wait = timedelta(seconds=backoff(row.attempts) if seconds is None else seconds)
        not_before = self._desk.service.now() + wait
        await self._outbox.retry(row, not_before, failure.error, uncertain=isinstance(failure, Uncertain))

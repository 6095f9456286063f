"""The one writer: runs whatever jobs wait, each in its own savepoint, and commits once for all of them.

Full durability at the price of one flush for many. A job is answered only after the commit. Jobs run on the event
loop, one after the other, since Python would not run them beside it anyway; what waits for the disk or for another
process (the commit, and a lock that somebody holds) does so on a thread of its own, while the loop goes on.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from bot import log
from bot.store.connection import BUSY_SECONDS
from bot.store.errors import closed, explained

T = TypeVar("T")
Context = TypeVar("Context")
Result = tuple[Any, BaseException | None]
logger = logging.getLogger(__name__)

BATCH = 32  # jobs in one transaction at most, so that neither the first one's answer nor the loop waits for long


@dataclass(frozen=True, slots=True)
class _Job(Generic[Context]):
    run: Callable[[Context], Any]
    future: asyncio.Future[Any]


class Writer(Generic[Context]):
    """Runs jobs on `context`, which works on `connection`. Both are the writer's alone."""

    def __init__(self, connection: sqlite3.Connection, context: Context, path: Path) -> None:
        self._connection = connection
        self._context = context
        self.path = path
        self._waiting: deque[_Job[Context]] = deque()
        self._aside: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rests = asyncio.Event()

    def start(self) -> None:
        """Begin to work for the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._rests.set()
        self._connection.execute("PRAGMA busy_timeout = 0")  # the loop does not wait for a lock: see `_patiently`
        self._thread = Thread(target=self._work_aside, name="writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Do what was submitted before, answer it, and end."""
        thread, self._thread = self._thread, None
        if thread is not None:
            await self._rests.wait()
            self._aside.put(None)
            await asyncio.to_thread(thread.join)

    @property
    def rests(self) -> bool:
        """Whether nothing waits and nothing is on its way to the disk."""
        return self._rests.is_set()

    def submit(self, run: Callable[[Context], T]) -> asyncio.Future[T]:
        """Queue a job. Its future gets the job's result or exception once that is on disk, or a StoreError."""
        if self._thread is None or self._loop is None:
            raise closed(self.path)
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append(_Job(run, future))
        if self._rests.is_set():
            self._rests.clear()
            self._loop.call_soon(self._begin)
        return future

    async def run(self, run: Callable[[Context], T]) -> T:
        """Submit a job and wait for it. It is done even if the waiting is cancelled."""
        return await asyncio.shield(self.submit(run))

    def run_now(self, run: Callable[[Context], T]) -> T:
        """Run one job at once: for start-up and the command line, while the writer has not been started."""
        if self._thread is not None:
            raise RuntimeError("the writer is at work")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            result, error = self._savepoint(run)
            self._connection.execute("COMMIT")
        except sqlite3.Error as failure:
            raise self._nothing_written(failure) from failure
        if error is not None:
            raise error
        done: T = result
        return done

    # --- on the loop ------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Open a transaction, for as many jobs as wait then."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._aside.put(self._patiently)
        else:
            self._run_jobs()

    def _run_jobs(self) -> None:
        jobs = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
        try:
            results = [self._savepoint(job.run) for job in jobs]
        except sqlite3.Error as error:
            self._failed(error, jobs)
        else:
            self._aside.put(lambda: self._commit(jobs, results))

    def _failed(self, error: sqlite3.Error, jobs: list[_Job[Context]] | None = None) -> None:
        """None of them happened. Without `jobs`: none of those that wait, since there was no transaction."""
        if jobs is None:
            jobs = list(self._waiting)
            self._waiting.clear()
        told = self._nothing_written(error)
        self._answer(jobs, [(None, told)] * len(jobs))

    def _answer(self, jobs: list[_Job[Context]], results: list[Result]) -> None:
        for job, (result, error) in zip(jobs, results, strict=True):
            if job.future.done():
                continue
            if error is not None:
                job.future.set_exception(error)
            else:
                job.future.set_result(result)
        if not self._waiting:
            self._rests.set()
        elif self._loop is not None:
            self._loop.call_soon(self._begin)

    def _savepoint(self, run: Callable[[Context], Any]) -> Result:
        """One job. Its own exception undoes it alone; SQLite's undoes the whole transaction."""
        self._connection.execute("SAVEPOINT job")
        try:
            result = run(self._context)
        except sqlite3.IntegrityError as error:
            self._undo()
            return None, explained(error, self.path)
        except sqlite3.Error:
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            self._undo()
            return None, error
        self._connection.execute("RELEASE job")
        return result, None

    def _undo(self) -> None:
        self._connection.execute("ROLLBACK TO job")
        self._connection.execute("RELEASE job")

    def _nothing_written(self, error: sqlite3.Error) -> BaseException:
        """Undo what is left of the transaction, and say why it failed."""
        told = explained(error, self.path)
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            logger.exception("store.not_rolled_back")
        log.event(logger, "store.nothing_written", logging.ERROR, error=str(told))
        return told

    # --- on the thread ----------------------------------------------------------------------------------

    def _work_aside(self) -> None:
        while (work := self._aside.get()) is not None:
            work()

    def _commit(self, jobs: list[_Job[Context]], results: list[Result]) -> None:
        """Onto the disk."""
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._then(self._failed, error, jobs)
        else:
            self._then(self._answer, jobs, results)

    def _patiently(self) -> None:
        """Wait until another process lets go of the database."""
        try:
            self._connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            finally:
                self._connection.execute("PRAGMA busy_timeout = 0")  # nor does the loop wait the next time
        except sqlite3.Error as error:
            self._then(self._failed, error)
        else:
            self._then(self._run_jobs)

    def _then(self, call: Callable[..., None], *args: Any) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call, *args)

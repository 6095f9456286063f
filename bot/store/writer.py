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
from typing import Any, Generic, Protocol, TypeVar

from bot import log
from bot.store.connection import BUSY_SECONDS
from bot.store.errors import closed, explained


class Transactional(Protocol):
    """What jobs work on, when a transaction has come to its end."""

    def settle(self) -> None:
        """Write what the jobs have left to be done once for all of them. What fails here undoes the transaction."""

    def forget(self) -> None:
        """The transaction was undone."""


T = TypeVar("T")
Context = TypeVar("Context", bound=Transactional)
Result = tuple[Any, BaseException | None]
logger = logging.getLogger(__name__)

BATCH = 32  # jobs in one transaction at most, so that neither the first one's answer nor the loop waits for long


@dataclass(frozen=True, slots=True)
class _Job(Generic[Context]):
    run: Callable[[Context], Any]
    future: asyncio.Future[Any]
    settled: bool


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
        self._apart = 0
        """Jobs that are next, each in a transaction of its own."""

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

    def submit(self, run: Callable[[Context], T], *, settled: bool = False) -> asyncio.Future[T]:
        """Queue a job. Its future gets the job's result or exception once that is on disk, or a StoreError.

        `settled`: it finds done what the jobs before it have left to the end of the transaction.
        """
        if self._thread is None or self._loop is None:
            raise closed(self.path)
        future: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append(_Job(run, future, settled))
        if self._rests.is_set():
            self._rests.clear()
            self._loop.call_soon(self._begin)
        return future

    async def run(self, run: Callable[[Context], T], *, settled: bool = False) -> T:
        """Submit a job and wait for it. It is done even if the waiting is cancelled."""
        return await asyncio.shield(self.submit(run, settled=settled))

    def run_now(self, run: Callable[[Context], T]) -> T:
        """Run one job at once: for start-up and the command line, while the writer has not been started."""
        if self._thread is not None:
            raise RuntimeError("the writer is at work")
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            result, error = self._savepoint(run)
            self._context.settle()
            self._connection.execute("COMMIT")
        except sqlite3.Error as failure:
            raise self._nothing_written(failure) from failure
        except BaseException:
            self._undo_all()
            raise
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
        most = 1 if self._apart else BATCH
        jobs = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
        self._apart = max(0, self._apart - 1)
        try:
            results = [self._turn_of(job) for job in jobs]
            self._context.settle()
        except Exception as error:  # noqa: BLE001 - it belongs to whoever's job it was
            self._unsettled(error, jobs)
        else:
            self._aside.put(lambda: self._commit(jobs, results))

    def _turn_of(self, job: _Job[Context]) -> Result:
        if job.settled:
            self._context.settle()
        return self._savepoint(job.run)

    def _unsettled(self, error: Exception, jobs: list[_Job[Context]]) -> None:
        """Nothing is written. What the database is not to blame for is one job's: each is done again by itself."""
        if isinstance(error, sqlite3.Error) and (len(jobs) == 1 or not isinstance(error, sqlite3.IntegrityError)):
            self._failed(error, jobs)
            return
        self._undo_all()
        if len(jobs) == 1:
            self._answer(jobs, [(None, error)])
            return
        self._waiting.extendleft(reversed(jobs))
        self._apart = len(jobs)
        self._begin()

    def _failed(self, error: sqlite3.Error, jobs: list[_Job[Context]] | None = None) -> None:
        """None of them happened. Without `jobs`: none of those that wait, since there was no transaction."""
        if jobs is None:
            jobs = list(self._waiting)
            self._waiting.clear()
            self._apart = 0
        told = self._nothing_written(error)
        self._answer(jobs, [(None, told)] * len(jobs))

    def _answer(self, jobs: list[_Job[Context]], results: list[Result]) -> None:
        for job, (result, error) in zip(jobs, results, strict=True):
            if job.future.done():
                continue
            if error is not None:
                job.future.set_exception(_raisable(error))
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
        self._undo_all()
        log.event(logger, "store.nothing_written", logging.ERROR, error=str(told))
        return told

    def _undo_all(self) -> None:
        self._context.forget()
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            logger.exception("store.not_rolled_back")

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


def _raisable(error: BaseException) -> BaseException:
    """What a future can hold: it refuses StopIteration, and whoever refuses an answer here stops the writer."""
    if not isinstance(error, StopIteration):
        return error
    told = RuntimeError("a job found nothing where something is")
    told.__cause__ = error
    return told

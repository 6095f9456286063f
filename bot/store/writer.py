"""The one writer: a thread that takes whatever jobs wait, runs each in its own savepoint, and commits once.

Full durability at the price of one flush for many. A job is answered only after the commit.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar

from bot import log
from bot.store.errors import closed, explained

T = TypeVar("T")
Context = TypeVar("Context")
Result = tuple[Any, BaseException | None]
logger = logging.getLogger(__name__)

BATCH = 64  # jobs in one transaction at most, so that the first one's answer does not wait for ever


@dataclass(frozen=True, slots=True)
class _Job(Generic[Context]):
    run: Callable[[Context], Any]
    future: asyncio.Future[Any]


class Writer(Generic[Context]):
    """Runs jobs on `context`, which works on `connection`. Once started, both are its thread's alone."""

    def __init__(self, connection: sqlite3.Connection, context: Context, path: Path) -> None:
        self._connection = connection
        self._context = context
        self.path = path
        self._queue: SimpleQueue[_Job[Context] | None] = SimpleQueue()
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Begin to work for the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """Do what was submitted before, answer it, and end."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            await asyncio.to_thread(thread.join)

    def submit(self, run: Callable[[Context], T]) -> asyncio.Future[T]:
        """Queue a job. Its future gets the job's result or exception once that is on disk, or a StoreError."""
        if self._thread is None or self._loop is None:
            raise closed(self.path)
        future: asyncio.Future[T] = self._loop.create_future()
        self._queue.put(_Job(run, future))
        return future

    async def run(self, run: Callable[[Context], T]) -> T:
        """Submit a job and wait for it. It is done even if the waiting is cancelled."""
        return await asyncio.shield(self.submit(run))

    def run_now(self, run: Callable[[Context], T]) -> T:
        """Run one job on the caller's thread: for start-up and the command line, while the thread does not run."""
        if self._thread is not None:
            raise RuntimeError("the writer's thread has the connection")
        ((result, error),) = self._transaction([run])
        if error is not None:
            raise error
        done: T = result
        return done

    def _work(self) -> None:
        going = True
        while going:
            jobs, going = self._next_batch()
            results = self._transaction([job.run for job in jobs])
            self._answer(jobs, results)

    def _next_batch(self) -> tuple[list[_Job[Context]], bool]:
        first = self._queue.get()
        jobs: list[_Job[Context]] = []
        while first is not None:
            jobs.append(first)
            if len(jobs) == BATCH:
                return jobs, True
            try:
                first = self._queue.get_nowait()
            except Empty:
                return jobs, True
        return jobs, False

    def _answer(self, jobs: list[_Job[Context]], results: list[Result]) -> None:
        def resolve() -> None:
            for job, (result, error) in zip(jobs, results, strict=True):
                if job.future.done():
                    continue
                if error is not None:
                    job.future.set_exception(error)
                else:
                    job.future.set_result(result)

        if jobs and self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(resolve)

    def _transaction(self, runs: list[Callable[[Context], Any]]) -> list[Result]:
        """All jobs in one transaction; when that fails, none of them happened."""
        if not runs:
            return []
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            results = [self._savepoint(run) for run in runs]
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            self._roll_back()
            log.event(logger, "store.nothing_written", logging.ERROR, error=str(explained(error, self.path)))
            return [(None, explained(error, self.path)) for _ in runs]
        return results

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

    def _roll_back(self) -> None:
        try:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
        except sqlite3.Error:
            logger.exception("store.not_rolled_back")

"""The one writer: many jobs, one flush; nobody is answered before it, nobody fails with another."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.store.connection import open_for_writing
from bot.store.errors import StoreError
from bot.store.writer import Writer

Job = Callable[["Books"], Any]


class TooMuch(Exception):
    pass


class Books:
    """What jobs write in; what they leave to the end of the transaction is a sum, which nine alone spoils."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.execute = connection.execute
        self.left: list[int] = []

    def settle(self) -> None:
        left, self.left = self.left, []
        if 9 in left:
            raise TooMuch
        if left:
            self.execute("INSERT INTO sums VALUES (?)", (sum(left),))

    def forget(self) -> None:
        self.left.clear()


def put(number: int) -> Job:
    return lambda books: books.execute("INSERT INTO t VALUES (?)", (number,)).rowcount


def put_and_leave(number: int) -> Job:
    def job(books: Books) -> int:
        books.left.append(number)
        return books.execute("INSERT INTO t VALUES (?)", (number,)).rowcount

    return job


def put_and_fail(number: int) -> Job:
    def job(books: Books) -> None:
        books.execute("INSERT INTO t VALUES (?)", (number,))
        raise TooMuch

    return job


class Bench:
    """A writer on a table of numbers, which notes every transaction."""

    def __init__(self, path: Path) -> None:
        self.connection = open_for_writing(path).conn
        self.connection.execute("CREATE TABLE p (n INTEGER PRIMARY KEY)")
        self.connection.execute("CREATE TABLE t (n INTEGER)")
        self.connection.execute("CREATE TABLE sums (n INTEGER CHECK (n < 100))")
        self.connection.execute("CREATE TABLE c (n INTEGER REFERENCES p(n) DEFERRABLE INITIALLY DEFERRED)")
        self.statements: list[str] = []
        self.connection.set_trace_callback(self.statements.append)
        self.books = Books(self.connection)
        self.writer = Writer(self.connection, self.books, path)

    def numbers(self, table: str = "t") -> list[int]:
        return [row[0] for row in self.connection.execute(f"SELECT n FROM {table} ORDER BY n")]  # noqa: S608 - two fixed names


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "t.db")


async def all_of(bench: Bench, *jobs: Job) -> list[Any]:
    """Let the jobs wait together, so that they share one transaction."""
    bench.writer.start()
    results = await asyncio.gather(*map(bench.writer.submit, jobs), return_exceptions=True)
    await bench.writer.stop()
    return results


async def test_waiting_jobs_share_one_commit(bench: Bench) -> None:
    """Twenty jobs that wait together cost one flush."""
    await all_of(bench, *map(put, range(20)))
    assert bench.statements.count("COMMIT") == 1
    assert bench.numbers() == list(range(20))


async def test_a_refused_job_takes_nobody_with_it(bench: Bench) -> None:
    """A job's own exception undoes that job alone."""
    results = await all_of(bench, put(1), put_and_fail(2), put(3))
    assert [type(result) for result in results] == [int, TooMuch, int]
    assert bench.numbers() == [1, 3]


async def test_a_job_that_runs_out_of_something_stops_nobody(bench: Bench) -> None:
    """StopIteration, which no future takes, is answered as well, and the jobs after it are."""
    async with asyncio.timeout(5):
        results = await all_of(bench, put(1), lambda _: next(iter(())), put(3))
    assert [type(result) for result in results] == [int, RuntimeError, int]
    assert bench.numbers() == [1, 3]


async def test_a_failing_commit_fails_all(bench: Bench) -> None:
    """When the commit fails, nobody is told that it worked."""
    orphan: Job = lambda books: books.execute("INSERT INTO c VALUES (7)")  # noqa: E731
    results = await all_of(bench, put(1), orphan, put(3))
    assert [type(result) for result in results] == [StoreError] * 3
    assert bench.numbers() == []


async def test_it_works_on_after_a_failure(bench: Bench) -> None:
    """A failed transaction is rolled back and the next one goes through."""
    bench.writer.start()
    with pytest.raises(StoreError):
        await bench.writer.run(lambda books: books.execute("INSERT INTO nowhere VALUES (1)"))
    await bench.writer.run(put(2))
    await bench.writer.stop()
    assert bench.numbers() == [2]


async def test_stop_answers_everything_that_was_asked(bench: Bench) -> None:
    """No job is lost when the writer stops, and none is taken afterwards."""
    bench.writer.start()
    futures = [bench.writer.submit(put(number)) for number in range(200)]
    await bench.writer.stop()
    assert [future.result() for future in futures] == [1] * 200
    assert bench.numbers() == list(range(200))
    with pytest.raises(StoreError, match="closed"):
        bench.writer.submit(put(1))


async def test_a_caller_who_goes_away_does_not_undo_it(bench: Bench) -> None:
    """What was submitted is done, even when whoever waits for it is cancelled."""
    bench.writer.start()
    waiting = asyncio.create_task(bench.writer.run(put(1)))
    await asyncio.sleep(0)
    waiting.cancel()
    await bench.writer.stop()
    assert bench.numbers() == [1]
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_lock_held_elsewhere_is_waited_for_while_the_loop_goes_on(bench: Bench, tmp_path: Path) -> None:
    """Another process's transaction delays what is written, and nothing else."""
    bench.writer.start()
    other = sqlite3.connect(tmp_path / "t.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = bench.writer.submit(put(1))
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert not waiting.done()
    other.execute("COMMIT")
    assert await waiting == 1
    other.close()
    await bench.writer.stop()


async def test_a_lock_that_is_never_let_go_is_told(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asked hears that another program holds the database; the next one is served when it is free."""
    monkeypatch.setattr("bot.store.writer.BUSY_SECONDS", 0.05)
    bench.writer.start()
    other = sqlite3.connect(tmp_path / "t.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="another program holds the database"):
        await bench.writer.run(put(1))
    assert bench.connection.execute("PRAGMA busy_timeout").fetchone() == (0,)  # the loop waits for no lock ever after
    other.execute("ROLLBACK")
    other.close()
    assert await bench.writer.run(put(2)) == 1
    await bench.writer.stop()
    assert bench.numbers() == [2]


async def test_what_comes_during_a_commit_is_in_the_next(bench: Bench) -> None:
    """Nobody is answered by a commit that began before they asked."""
    bench.writer.start()
    first = bench.writer.submit(put(1))
    await asyncio.sleep(0)  # its transaction is on its way to the disk
    later = [bench.writer.submit(put(number)) for number in (2, 3)]
    assert not first.done()
    await asyncio.gather(first, *later)
    assert bench.statements.count("COMMIT") == 2
    await bench.writer.stop()


async def test_what_is_left_to_the_end_is_done_once_for_all(bench: Bench) -> None:
    """What several jobs leave is written once, in their transaction, before anybody is answered."""
    results = await all_of(bench, put_and_leave(1), put(5), put_and_leave(2))
    assert results == [1, 1, 1]
    assert bench.numbers("sums") == [3]
    assert bench.statements.count("COMMIT") == 1


async def test_who_needs_it_finds_it_done(bench: Bench) -> None:
    """A job that reads what others leave finds it there, and when it fails, theirs stands all the same."""
    bench.writer.start()

    def reads(books: Books) -> None:
        assert books.execute("SELECT n FROM sums").fetchall() == [(1,)]
        raise TooMuch

    jobs = [bench.writer.submit(put_and_leave(1)), bench.writer.submit(reads, settled=True)]
    jobs.append(bench.writer.submit(put_and_leave(2)))
    results = await asyncio.gather(*jobs, return_exceptions=True)
    await bench.writer.stop()
    assert [type(result) for result in results] == [int, TooMuch, int]
    assert bench.statements.count("COMMIT") == 1
    assert bench.numbers("sums") == [1, 2]


async def test_who_spoils_the_end_fails_alone(bench: Bench) -> None:
    """When the end of a transaction fails, each job is done again in one of its own, in the order of asking."""
    results = await all_of(bench, put_and_leave(1), put_and_leave(9), put_and_leave(3))
    assert [type(result) for result in results] == [int, TooMuch, int]
    assert (bench.numbers(), bench.numbers("sums")) == ([1, 3], [1, 3])


async def test_an_end_that_the_database_refuses_fails_alone(bench: Bench) -> None:
    """The same where a rule of the database is broken at the end; who asks later shares transactions again."""
    bench.writer.start()
    results = await asyncio.gather(
        *map(bench.writer.submit, [put_and_leave(1), put_and_leave(100)]), return_exceptions=True
    )
    assert [type(result) for result in results] == [int, StoreError]
    before = bench.statements.count("COMMIT")
    await asyncio.gather(*map(bench.writer.submit, map(put_and_leave, (2, 3))))
    assert bench.statements.count("COMMIT") == before + 1
    await bench.writer.stop()
    assert (bench.numbers(), bench.numbers("sums")) == ([1, 2, 3], [1, 5])


async def test_an_undone_transaction_leaves_nothing_for_the_next(bench: Bench) -> None:
    """What was left to the end of a transaction that failed is not done by the next one."""
    orphan: Job = lambda books: books.execute("INSERT INTO nowhere VALUES (7)")  # noqa: E731
    await all_of(bench, put_and_leave(1), orphan)
    bench.writer.start()
    await bench.writer.run(put_and_leave(2))
    await bench.writer.stop()
    assert bench.numbers("sums") == [2]


def test_what_is_left_is_done_before_the_start_as_well(bench: Bench) -> None:
    """A job that runs at once is settled with it, or undone with it."""
    bench.writer.run_now(put_and_leave(1))
    with pytest.raises(TooMuch):
        bench.writer.run_now(put_and_leave(9))
    assert (bench.numbers(), bench.numbers("sums")) == ([1], [1])

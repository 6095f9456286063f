"""The clock: what is due comes, once, in order, also after a long sleep."""

import asyncio
import sqlite3
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.clock import Clock
from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.kernel import SLACK, Command
from bot.service import Outcome, Service, system_clock
from tests.domain.story import ALEX, CAMILLE, NINE
from tests.store.desk import Desk, desk, opened
from tests.waiting import until


def kinds(d: Desk, crisis: str = "c1") -> list[str]:
    """What is in the journal."""
    return [entry.event.kind for entry in d.service.entries(crisis)]


async def test_what_is_due_happens_and_the_next_is_named(tmp_path: Path) -> None:
    """At the due time the reminder is in the journal; the clock then knows when to come again."""
    async with desk(tmp_path) as d:
        clock = Clock(d.service)
        await d.begin_with_channel()
        first = await clock.tick_once()
        assert first is not None
        assert first == d.service.next_due()
        d.clock.time = first
        following = await clock.tick_once()
        assert following is not None
        assert following > first
        assert "PersonReminded" in kinds(d)


async def test_nothing_comes_before_its_time(tmp_path: Path) -> None:
    """A millisecond before it is due, nothing happens."""
    async with desk(tmp_path) as d:
        clock = Clock(d.service)
        await d.begin_with_channel()
        due = d.service.next_due()
        assert due is not None
        d.clock.time = due - timedelta(milliseconds=1)
        assert await clock.tick_once() == due
        assert kinds(d) == ["CrisisStarted", "ChannelOpened"]


async def test_with_nothing_due_it_says_never(tmp_path: Path) -> None:
    """No crisis, no work."""
    async with desk(tmp_path) as d:
        assert await Clock(d.service).tick_once() is None


async def test_after_a_long_absence_everything_comes_once_the_longest_due_first(tmp_path: Path) -> None:
    """Two crises fell due while the machine was off: the older timer is handled first, each reminder once."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel("late")
        d.clock.move(minutes=30)
        await d.begin_with_channel("early")
        order: list[str] = []
        d.service.on_commit(
            lambda: order.extend(c for c in ("late", "early") if len(kinds(d, c)) > 2 and c not in order)
        )
        d.clock.move(days=2)
        clock = Clock(d.service)
        due = await clock.tick_once()
        assert order == ["late", "early"]
        assert due is not None
        assert due > d.clock()
        before = kinds(d, "late")
        await clock.tick_once()
        assert kinds(d, "late") == before


async def test_follow_ups_come_months_later_after_a_restart(tmp_path: Path) -> None:
    """Each step after stand-down comes exactly once at its time, though the bot was started anew in between."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.StandDown, reason="It is over.")
        clock = d.clock
    while True:
        async with desk(tmp_path, clock) as d:
            due = await Clock(d.service).tick_once()
            sent = [e.event.follow_up for e in d.service.entries("c1") if isinstance(e.event, ev.FollowUpSent)]
        if due is None:
            break
        clock.time = due
    assert sent == [step.key for step in sorted(NINE.follow_ups, key=lambda step: step.after)]


async def test_two_clocks_on_one_database_remind_once(tmp_path: Path) -> None:
    """Two processes wake for the same timer; one reminder goes out."""
    async with desk(tmp_path) as one, desk(tmp_path) as two:
        await one.begin_with_channel()
        due = one.service.next_due()
        assert due is not None
        one.clock.time = two.clock.time = due
        await asyncio.gather(Clock(one.service).tick_once(), Clock(two.service).tick_once())
        reminded = [e.event for e in one.service.entries("c1") if isinstance(e.event, ev.PersonReminded)]
        assert len({event.user for event in reminded}) == len(reminded) > 0


async def test_it_wakes_when_the_time_is_moved(tmp_path: Path) -> None:
    """The running clock sleeps until something is due; told that the time was moved, it looks at once."""
    async with desk(tmp_path) as d:
        clock = Clock(d.service)
        await clock.start()
        await d.begin_with_channel()
        reminded = asyncio.Event()
        d.service.on_commit(lambda: reminded.set() if "PersonReminded" in kinds(d) else None)
        d.clock.move(hours=1)
        clock.wake()
        await asyncio.wait_for(reminded.wait(), 5)
        await clock.stop()


async def test_it_ends_though_it_is_woken_at_that_moment(tmp_path: Path) -> None:
    """A commit in the same turn of the loop as the stop does not keep it alive."""
    async with desk(tmp_path) as d:
        clock = Clock(d.service)
        await clock.start()
        await asyncio.sleep(0.02)
        clock.wake()
        ended, _ = await asyncio.wait({asyncio.create_task(clock.stop())}, timeout=5)
        assert ended


async def test_it_wakes_for_a_timer_that_a_command_made(tmp_path: Path) -> None:
    """A commit that makes something due is noticed without waiting for the longest sleep."""
    async with desk(tmp_path) as d:
        clock = Clock(d.service)
        await clock.start()
        reminded = asyncio.Event()
        d.service.on_commit(lambda: reminded.set() if "OverdueAnnounced" in kinds(d) else None)
        await d.begin_with_channel()
        d.clock.move(hours=1)
        await d.do(cmd.AddNote, text="Nobody told the clock")
        await asyncio.wait_for(reminded.wait(), 5)
        await clock.stop()


async def test_it_waits_out_a_database_that_fails(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A database that fails for a while does not end the clock: what was due comes when it works again."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.sql("CREATE TEMP TRIGGER no BEFORE INSERT ON main.outbox BEGIN SELECT RAISE(ABORT, 'no'); END")
        d.clock.move(hours=1)
        clock = Clock(d.service)
        await clock.start()
        await until(lambda: "clock.waits" in caplog.messages, what="the clock's complaint")
        assert kinds(d) == ["CrisisStarted", "ChannelOpened"]
        await d.sql("DROP TRIGGER temp.no")
        done = asyncio.Event()
        d.service.on_commit(done.set)
        clock.wake()
        await asyncio.wait_for(done.wait(), 5)
        await clock.stop()


async def test_a_crisis_that_cannot_be_read_stops_no_other(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The damage is logged with the crisis's name; everybody else's reminders come."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel("damaged")
        await d.do(cmd.StandDown, crisis="damaged", reason="It is over.")
        await d.begin_with_channel()
        clock = d.clock
    with opened(d.path) as connection:
        connection.execute("DROP TRIGGER journal_keeps_words")
        connection.execute("UPDATE journal SET content = '{}' WHERE crisis_id = 'damaged' AND seq = 1")
    clock.move(days=1)
    async with desk(tmp_path, clock) as d:
        await Clock(d.service).tick_once()
        assert "PersonReminded" in kinds(d)
    assert {"tick.bug", "tick.unsettled"} <= set(caplog.messages)


async def test_a_database_that_fails_is_asked_again_after_a_while(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Woken while it cannot read, it complains once and sleeps: the rest of the bot goes on."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        sound, d.store.queries.connection = d.store.queries.connection, sqlite3.connect(":memory:")
        clock = Clock(d.service)
        clock.wake()
        await clock.start()
        await asyncio.sleep(0.1)
        d.store.queries.connection.close()
        d.store.queries.connection = sound
        await clock.stop()
        assert caplog.messages.count("clock.waits") == 1


async def test_it_stops_also_when_it_is_woken_at_the_same_moment(tmp_path: Path) -> None:
    """A commit at the very moment of a SIGTERM does not make the clock run on for ever."""
    async with desk(tmp_path) as d:
        clock = Clock(d.service)
        await clock.start()
        await asyncio.sleep(0.05)
        clock.wake()
        await asyncio.sleep(0)
        stopped, _ = await asyncio.wait([asyncio.create_task(clock.stop())], timeout=5)
        assert stopped


def at_least(d: Desk, entries: int) -> bool:
    """Whether so much has happened in the other crisis."""
    return len(kinds(d, "c2")) >= entries


class Stumbling(Service):
    """A service with a bug that only one crisis meets."""

    async def handle(self, command: Command) -> Outcome:
        if isinstance(command, cmd.Tick) and command.crisis_id == "c1":
            raise ZeroDivisionError("a bug")
        return await super().handle(command)


async def test_a_bug_in_one_crisis_stops_no_other_ones_clock(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The crisis that breaks is in the log; the others are reminded, now and later."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel("c1")
        await d.begin_with_channel("c2")
        clock = Clock(Stumbling(d.store, d.clock))
        await clock.start()
        for hours, told in ((1, 4), (12, 8)):
            d.clock.move(hours=hours)
            clock.wake()
            await until(partial(at_least, d, told), what="the other crisis's turn")
        await clock.stop()
        assert set(kinds(d, "c1")) == {"CrisisStarted", "ChannelOpened", "PersonReminded"}
        assert "tick.bug" in caplog.messages


async def test_a_tick_is_asked_by_the_clock_and_named_by_the_state(tmp_path: Path) -> None:
    """So that the same tick from two processes counts once, and the log says who it was."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.AssignRoles, roles={"deputy": ALEX})
        d.clock.move(hours=1)
        await Clock(d.service).tick_once()
        reminded = [e for e in d.service.entries("c1") if isinstance(e.event, ev.PersonReminded)]
        assert {entry.actor for entry in reminded} == {"clock"}
        assert CAMILLE in {entry.event.user for entry in reminded if isinstance(entry.event, ev.PersonReminded)}
        assert (await d.sql("SELECT count(*) FROM requests WHERE request_id LIKE 'tick:c1:%'"))[0][0] >= 1


async def test_an_archived_channel_stops_no_timer(tmp_path: Path) -> None:
    """Somebody archives the channel by hand: reminders are still due."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordChannelArchived, SLACK, archived=True)
        assert d.service.next_due() is not None


def test_the_default_clock_is_aware() -> None:
    """Times inside are aware and in UTC."""
    assert system_clock().tzinfo is UTC
    assert abs(system_clock() - datetime.now(UTC)) < timedelta(minutes=1)


async def test_once_a_day_what_was_told_long_ago_is_cleared_away(tmp_path: Path) -> None:
    """By the clock alone, a day apart, while the bot is at work."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.sql("UPDATE outbox SET state = 'done' WHERE kind IN ('board', 'topic')")
        clock = Clock(d.service)
        await clock.start()
        await until(lambda: d.service.due(d.clock()) == [])

        def left() -> list[str]:
            return [row.kind for row in d.service.outbox.rows("done")]

        assert left() == ["board", "topic"]
        d.clock.move(days=8)
        clock.wake()
        await until(lambda: left() == [])
        await d.sql("UPDATE outbox SET state = 'done', created_at = '2026-01-01' WHERE kind = 'bookmark'")
        clock.wake()
        d.clock.move(hours=23)
        await d.do(cmd.AddNote, text="Still the same day")
        clock.wake()
        await until(lambda: d.service.due(d.clock()) == [])
        assert "bookmark" in left()
        await clock.stop()

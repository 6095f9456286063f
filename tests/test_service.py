"""The service: what it answered is on disk, once, and nothing is half done."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.kernel import SLACK, Refused
from bot.domain.playbook import Playbook
from bot.store.errors import StoreError
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, NINE, STRANGER
from tests.store.desk import Desk, HandClock, desk, folded, opened, rows, table

DECIDE_AND_WAIT = """
import asyncio, pathlib, sys
from bot.domain import commands as cmd
from tests.store.desk import desk

async def main():
    async with desk(pathlib.Path(sys.argv[1])) as d:
        await d.begin_with_channel()
        await d.do(cmd.RecordDecision, text="Stop line 3")
        print("answered", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    """Killed with SIGKILL right after the answer, it is on disk: entry, decision and what Slack must be told."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        DECIDE_AND_WAIT,
        str(tmp_path),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    assert child.stdout is not None
    assert await child.stdout.readline() == b"answered\n"
    os.kill(child.pid, signal.SIGKILL)
    await child.wait()
    assert rows(tmp_path / "crisis.db", "SELECT text FROM decisions") == [{"text": "Stop line 3"}]
    async with desk(tmp_path) as d:
        crisis = d.service.crisis("c1")
        assert crisis is not None
        assert [decision.text for decision in crisis.decisions] == ["Stop line 3"]
        assert "decision" in {row.name for row in d.service.outbox.rows("waiting")}
        assert d.store.verify() == []


async def test_the_same_request_twice_changes_state_once(tmp_path: Path) -> None:
    """A double click gets the first outcome again, and says that it is one."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        first = await d.do(cmd.AddNote, text="Line 3 stands still", request_id="msg:C1:1.0")
        again = await d.do(cmd.AddNote, text="Line 3 stands still", request_id="msg:C1:1.0")
        assert (first.repeated, again.repeated) == (False, True)
        assert again.recorded == first.recorded
        assert len(d.service.entries("c1")) == 3


async def test_a_repeated_start_gives_the_first_crisis(tmp_path: Path) -> None:
    """`/crisis start` delivered twice, with a new crisis id each time, opens one crisis."""
    async with desk(tmp_path) as d:
        first, again = await asyncio.gather(d.begin("c1", request_id="cmd:1"), d.begin("c2", request_id="cmd:1"))
        assert again.repeated
        assert again.crisis.id == first.crisis.id == "c1"
        assert d.service.crisis("c2") is None


async def test_a_refused_request_changes_nothing_and_is_not_remembered(tmp_path: Path) -> None:
    """Refused now, the very same request may be granted later."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        before = table(d.path, "outbox"), d.service.crisis("c1")
        with pytest.raises(Refused):
            await d.do(cmd.AddNote, STRANGER, text="Let me in", request_id="r")
        assert (table(d.path, "outbox"), d.service.crisis("c1")) == before
        await d.do(cmd.RecordJoin, SLACK, user=STRANGER)
        assert not (await d.do(cmd.AddNote, STRANGER, text="Let me in", request_id="r")).repeated


async def test_two_people_in_the_same_second_both_count(tmp_path: Path) -> None:
    """Commands that wait together are decided one after the other, each on the state that the other left."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        notes = [d.do(cmd.AddNote, user, text=f"{user} {n}") for n in range(5) for user in CELL]
        outcomes = await asyncio.gather(*notes)
        assert sorted(o.recorded[0].seq for o in outcomes) == list(range(3, 3 + len(notes)))
        assert d.service.crisis("c1") == folded(d)


async def test_two_processes_on_one_database_both_count(tmp_path: Path) -> None:
    """Each sees what the other wrote before it decides, and the chain holds."""
    async with desk(tmp_path) as one, desk(tmp_path) as two:
        await one.begin_with_channel()
        both = [d.do(cmd.RecordDecision, text=f"{n}") for n in range(15) for d in (one, two)]
        await asyncio.gather(*both)
        for d in (one, two):
            crisis = d.service.crisis("c1")
            assert crisis is not None
            assert [decision.number for decision in crisis.decisions] == list(range(1, 31))
        assert one.service.crisis("c1") == two.service.crisis("c1") == folded(one)
        assert one.store.verify() == []


async def test_the_same_request_to_two_processes_counts_once(tmp_path: Path) -> None:
    """A retried payload that reaches the other process changes nothing."""
    async with desk(tmp_path) as one, desk(tmp_path) as two:
        await one.begin_with_channel()
        outcomes = await asyncio.gather(
            *(d.do(cmd.AddNote, text="once", request_id=f"r{n}") for n in range(10) for d in (one, two))
        )
        assert [o.repeated for o in outcomes].count(True) == 10
        assert len(one.service.entries("c1")) == 12


async def test_entries_effects_and_timers_are_one_transaction(tmp_path: Path) -> None:
    """When the last of them cannot be written, none of them is."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.sql("CREATE TEMP TRIGGER no BEFORE INSERT ON main.requests BEGIN SELECT RAISE(ABORT, 'no'); END")
        tables = "journal", "outbox", "timers", "decisions", "crises"
        before = [table(d.path, name) for name in tables]
        with pytest.raises(StoreError, match="no"):
            await d.do(cmd.RecordDecision, text="Stop line 3")
        assert [table(d.path, name) for name in tables] == before
        await d.sql("DROP TRIGGER temp.no")
        await d.do(cmd.RecordDecision, text="Stop line 3")
        assert d.service.crisis("c1") == folded(d)


async def test_a_full_disk_is_told_and_changes_nothing(tmp_path: Path) -> None:
    """Nobody is told that it is done; when there is room again, work goes on."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        ((pages,),) = await d.sql("PRAGMA page_count")
        await d.sql(f"PRAGMA max_page_count = {pages}")
        notes = [d.do(cmd.AddNote, text="x" * 3000) for _ in range(150)]
        told = await asyncio.gather(*notes, return_exceptions=True)
        full = [error for error in told if isinstance(error, StoreError)]
        assert full
        assert all(error.code == "full" and "make room" in str(error) for error in full)
        assert d.service.crisis("c1") == folded(d)
        assert len(d.service.entries("c1")) == 2 + len(told) - len(full)
        await d.sql("PRAGMA max_page_count = 1000000")
        await d.do(cmd.AddNote, text="There is room")
        assert d.store.verify() == []


async def test_a_read_only_database_is_told(tmp_path: Path) -> None:
    """What cannot be written is not acknowledged; the state that was read stays as it is."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.sql("PRAGMA query_only = ON")
        with pytest.raises(StoreError, match="cannot be written") as told:
            await d.do(cmd.AddNote, text="lost?")
        assert told.value.code == "read_only"
        assert d.service.crisis("c1") == folded(d)


async def test_a_locked_database_is_told(tmp_path: Path) -> None:
    """Somebody else's transaction is waited for, then told; nothing hangs."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.sql("PRAGMA busy_timeout = 50")
        with opened(d.path) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="another program") as told:
                await d.do(cmd.AddNote, text="waiting")
            assert told.value.code == "locked"
            assert d.service.crisis("c1") is not None  # reading goes on meanwhile
            other.execute("ROLLBACK")
        await d.do(cmd.AddNote, text="through")


async def test_stopping_answers_what_was_asked(tmp_path: Path) -> None:
    """Nobody waits for ever when the bot stops, and what was answered is there."""
    d = Desk(tmp_path / "crisis.db", HandClock())
    await d.service.start()
    await d.begin_with_channel()
    asked = [asyncio.create_task(d.do(cmd.AddNote, text=str(n))) for n in range(50)]
    await asyncio.sleep(0)
    await d.service.stop()
    assert len(await asyncio.gather(*asked)) == 50
    assert rows(d.path, "SELECT count(*) AS n FROM journal") == [{"n": 52}]


async def test_a_caller_who_goes_away_still_wakes_the_deliverer(tmp_path: Path) -> None:
    """A connection that drops while the command is written: it counts, and Slack is told of it."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        woken = asyncio.Event()
        d.service.on_commit(woken.set)
        asking = asyncio.create_task(d.do(cmd.RecordDecision, text="Stop line 3"))
        await asyncio.sleep(0)
        asking.cancel()
        await asyncio.wait_for(woken.wait(), 5)
        crisis = d.service.crisis("c1")
        assert crisis is not None
        assert crisis.decisions


async def test_only_what_changed_something_wakes(tmp_path: Path) -> None:
    """A repetition or a refusal wakes nobody."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await d.do(cmd.AddNote, text="a", request_id="r")
        calls: list[int] = []
        d.service.on_commit(lambda: calls.append(1))
        await d.do(cmd.AddNote, text="a", request_id="r")
        with pytest.raises(Refused):
            await d.do(cmd.AddNote, STRANGER, text="b")
        assert calls == []
        await d.do(cmd.AddNote, text="c")
        assert calls == [1]


async def test_a_crisis_keeps_the_playbook_it_was_started_with(tmp_path: Path) -> None:
    """After a restart with another version in the library, the running crisis has its own."""
    changed = NINE.model_copy(update={"version": NINE.version + 1})
    newer = Playbook.model_validate(changed.model_dump())
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
    restarted = Desk(tmp_path / "crisis.db", HandClock())
    restarted.service.add_playbooks([newer])
    await restarted.service.start()
    await restarted.begin("c2", playbook_digest=newer.digest)
    versions = {key: restarted.service.crisis(key) for key in ("c1", "c2")}
    assert [crisis.playbook.version for crisis in versions.values() if crisis] == [NINE.version, newer.version]
    assert restarted.service.playbook(newer.digest) == newer
    await restarted.service.stop()


async def test_an_unknown_playbook_starts_nothing(tmp_path: Path) -> None:
    """A digest that was never registered is an error, not half a crisis."""
    async with desk(tmp_path) as d:
        with pytest.raises(LookupError):
            await d.begin(playbook_digest="0" * 64)
        assert d.service.crisis("c1") is None


async def test_reading_finds_crises_by_channel_and_by_member(tmp_path: Path) -> None:
    """A channel leads to its crisis; a person's list holds theirs, newest first, closed ones only on request."""
    async with desk(tmp_path) as d:
        for crisis in ("c1", "c2"):
            await d.begin_with_channel(crisis)
            d.clock.move(minutes=1)
        await d.begin("c3", actor=STRANGER, invited=())
        await d.do(cmd.StandDown, crisis="c1", reason="It is over.")
        found = d.service.crisis_of_channel("C-c2")
        assert found is not None
        assert found.id == "c2"
        assert d.service.crisis_of_channel("C-none") is None
        assert [c.id for c in d.service.crises_of(ALEX)] == ["c2"]
        assert [c.id for c in d.service.crises_of(ALEX, open_only=False)] == ["c2", "c1"]
        assert [c.id for c in d.service.crises_of(STRANGER)] == ["c3"]


async def test_entries_can_be_read_in_parts(tmp_path: Path) -> None:
    """After a number, from the end, or exactly those that a summary names."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        for n in range(6):
            await d.do(cmd.AddNote, text=str(n))
        read = d.service.entries
        assert [e.seq for e in read("c1", after=6)] == [7, 8]
        assert [e.seq for e in read("c1", newest_first=True, limit=2)] == [8, 7]
        assert [e.seq for e in read("c1", seqs=[2, 5])] == [2, 5]
        assert read("none") == []


async def test_times_are_kept_to_the_millisecond(tmp_path: Path) -> None:
    """A state in memory and the same state read back from disk have the same times."""
    clock = HandClock()
    clock.move(microseconds=123_456)
    async with desk(tmp_path, clock) as d:
        outcome = await d.begin_with_channel()
        assert outcome.crisis.started_at.microsecond == 123_000
        assert outcome.crisis == folded(d)
        assert rows(d.path, "SELECT started_at FROM crises") == [{"started_at": "2026-03-14T20:41:00.123Z"}]


async def test_a_person_who_leads_by_default_is_named_in_the_table(tmp_path: Path) -> None:
    """Somebody with sqlite3 at hand sees who leads, who is in and what is due."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        assert rows(d.path, "SELECT lead, level, status FROM crises") == [
            {"lead": CAMILLE, "level": "orange", "status": "open"}
        ]
        await d.do(cmd.AssignRoles, roles={"scribe": HUGO})
        assert rows(d.path, "SELECT label, user FROM roles") == [{"label": "Scribe", "user": HUGO}]
        assert rows(d.path, "SELECT count(*) > 2 AS some FROM timers") == [{"some": 1}]

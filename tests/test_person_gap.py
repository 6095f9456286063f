"""One message a person and ten minutes from the clock, of all their crises together, whatever is overdue."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from bot.domain import commands as cmd
from bot.domain.checklist import overdue_items
from bot.domain.crisis import Posture
from bot.domain.level import Level
from bot.domain.reminders import PERSON_GAP
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, MAYA, NORA, START
from tests.store.desk import Desk, HandClock, desk, rows

SEATS = {
    "crisis_lead": CAMILLE, "deputy": ALEX, "communications": ALEX, "social_listening": INES,
    "customer_care": HUGO, "legal": MAYA, "subject_expert": KARIM, "scribe": NORA,
}  # fmt: skip


async def begun(d: Desk, crisis: str, level: Level = Level.RED) -> None:
    """A crisis with its cell."""
    await d.begin(crisis, level=level)
    await d.do(cmd.RecordChannel, "slack", crisis, channel_id=f"C-{crisis}", channel_name=crisis)
    await d.do(cmd.AssignRoles, crisis=crisis, roles=SEATS)


async def everything_overdue(d: Desk, crisis: str, step: int) -> None:
    """Each item gets a due time of its own within the hour; two more are the team's own."""
    await d.do(cmd.DecidePosture, crisis=crisis, posture=Posture.SPEAK, reason="People ask")
    state = d.service.crisis(crisis)
    assert state is not None
    open_ones = [key for key in state.playbook.items if key not in state.items or state.items[key].status == "open"]
    for number, item in enumerate(open_ones):
        due = d.clock.time + timedelta(minutes=1 + number * step % 59, seconds=number)
        await d.do(cmd.RescheduleItem, crisis=crisis, item=item, due=due)
    for number in range(3):
        await d.do(
            cmd.AddItem, crisis=crisis, text=f"Own {number}", due=d.clock.time + timedelta(minutes=9 * number + 1)
        )


async def live(folder: Path, clock: HandClock, until: datetime, restarts: list[datetime]) -> None:
    """Time passes; the bot is started anew at these moments."""
    for end in (*sorted(restarts), until):
        async with desk(folder, clock) as d:
            while (due := await Clock(d.service).tick_once()) is not None and due <= end:
                clock.time = max(clock.time, due)
            clock.time = max(clock.time, end)
            await Clock(d.service).tick_once()


def told(folder: Path) -> dict[str, list[datetime]]:
    """When the clock spoke to each person, in whichever crisis: moments, not entries."""
    times: dict[str, set[datetime]] = defaultdict(set)
    for row in rows(folder / "crisis.db", "SELECT at, content FROM journal WHERE kind = 'PersonReminded'"):
        times[json.loads(row["content"])["user"]].add(datetime.fromisoformat(row["at"]))
    return {user: sorted(moments) for user, moments in times.items()}


@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(
    others=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(Level)), max_size=3),
    restarts=st.lists(st.integers(61, 240), max_size=6),
    step=st.sampled_from([7, 13, 23, 47]),
)
def test_nobody_hears_twice_in_ten_minutes_of_all_their_crises(
    others: list[tuple[int, Level]], restarts: list[int], step: int
) -> None:
    """A red crisis with 61 items overdue, up to three more of any level, the bot started anew at any minute."""

    async def lived(folder: Path) -> None:
        clock = HandClock()
        async with desk(folder, clock) as d:
            await begun(d, "c0")
        await live(folder, clock, START + timedelta(minutes=61), [])
        async with desk(folder, clock) as d:
            await everything_overdue(d, "c0", step)
        for number, (minutes, level) in enumerate(sorted(others), 1):
            await live(folder, clock, START + timedelta(minutes=62 + minutes), [])
            async with desk(folder, clock) as d:
                await begun(d, f"c{number}", level)
        await live(folder, clock, START + timedelta(hours=4), [START + timedelta(minutes=m) for m in restarts])
        async with desk(folder, clock) as d:
            crisis = d.service.crisis("c0")
            assert crisis is not None
            assert len(overdue_items(crisis, clock.time)) >= 61

    with TemporaryDirectory() as name:
        folder = Path(name)
        asyncio.run(lived(folder))
        times = told(folder)
        assert set(SEATS.values()) <= set(times)
        for user, moments in times.items():
            assert all(b - a >= PERSON_GAP for a, b in pairwise(moments)), (user, moments)
        sent = rows(folder / "crisis.db", "SELECT \"to\", created_at FROM outbox WHERE name = 'reminder'")
        assert len(sent) <= sum(map(len, times.values()))


async def test_what_is_due_in_three_crises_is_one_message(tmp_path: Path) -> None:
    """It names each crisis; nobody waits ten minutes more for each further one."""
    async with desk(tmp_path) as d:
        for number in range(3):
            await begun(d, f"c{number}")
            await d.do(cmd.PromiseUpdate, ALEX, f"c{number}", at=d.clock.time + timedelta(minutes=30 + number))
        d.clock.move(minutes=17)
        await Clock(d.service).tick_once()
    sent = rows(d.path, f"SELECT args FROM outbox WHERE name = 'reminder' AND \"to\" = '{ALEX}'")  # noqa: S608 - fixed
    assert len(sent) == 1
    matters = json.loads(sent[0]["args"])["matters"]
    assert {matter["c"] for matter in matters if matter["kind"] == "update"} == {"c0", "c1", "c2"}
    assert len(told(tmp_path)[ALEX]) == 1


async def test_what_waits_to_be_sent_becomes_one_message(tmp_path: Path) -> None:
    """Slack is not reached for an hour: what piled up for a person is one row, and everybody else's are their own."""
    async with desk(tmp_path) as d:
        await begun(d, "c0")
        while d.clock.time < START + timedelta(hours=1):
            due = await Clock(d.service).tick_once()
            assert due is not None
            d.clock.time = due
    sent = rows(d.path, "SELECT \"to\", args FROM outbox WHERE name = 'reminder'")
    assert len({row["to"] for row in sent}) == len(sent) >= 5
    assert len(told(tmp_path)[CAMILLE]) > 1


async def test_who_starts_a_crisis_is_still_warned_in_another(tmp_path: Path) -> None:
    """Only what the clock says counts: a welcome elsewhere holds no warning up."""
    async with desk(tmp_path) as d:
        await begun(d, "c0")
        d.clock.move(minutes=20)
        await Clock(d.service).tick_once()
        await d.do(cmd.PromiseUpdate, CAMILLE, "c0", at=d.clock.time + timedelta(minutes=26))
        d.clock.move(minutes=10)
        await begun(d, "c1")
        d.clock.move(minutes=1)
        await Clock(d.service).tick_once()
    assert told(tmp_path)[CAMILLE][-1] == START + timedelta(minutes=31)


async def test_two_clocks_tell_a_person_of_two_crises_once(tmp_path: Path) -> None:
    """The gap is looked at in the transaction that tells."""
    async with desk(tmp_path) as one, desk(tmp_path) as two:
        for number in range(2):
            await begun(one, f"c{number}")
        one.clock.move(minutes=30)
        two.clock.time = one.clock.time
        await asyncio.gather(Clock(one.service).tick_once(), Clock(two.service).tick_once())
    times = told(tmp_path)
    assert all(len(moments) == 1 for moments in times.values()), times

"""The computer's own clock, frozen and moved across the turns of the year: what people hear keeps to their walls."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from freezegun import freeze_time

from bot.clock import Clock
from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.kernel import Command, Recorded
from bot.domain.level import Level
from bot.domain.presence import WAITS
from bot.domain.working_time import zone
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from bot.service import Service
from bot.store.store import Store
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, NINE, NORA

GDPR = next(regime for regime in load_regimes(builtin_directory()).regimes if "gdpr" in regime.key)
TURNS = {
    "summer time begins": ("2027-03-26 15:00", "Europe/Paris"),
    "summer time ends": ("2027-10-29 15:00", "Europe/Paris"),
    "summer time begins in New York": ("2027-03-12 15:00", "America/New_York"),
    "summer time ends in New York": ("2027-11-05 15:00", "America/New_York"),
    "new year": ("2027-12-30 15:00", "Europe/Paris"),
    "leap day": ("2028-02-25 15:00", "Europe/Paris"),
    "a weekend": ("2027-06-04 15:00", "Asia/Kolkata"),
    "no time zone": ("2027-10-29 15:00", ""),
    "an unknown time zone": ("2027-03-26 15:00", "Mars/Olympus"),
}


@asynccontextmanager
async def at_work(folder: Path) -> AsyncIterator[Service]:
    """A service that reads the computer's time."""
    service = Service(Store(folder / "crisis.db"))
    service.add_playbooks([NINE])
    await service.start()
    try:
        yield service
    finally:
        await service.stop()


async def live(folder: Path, frozen: Any, until: datetime) -> None:
    """Time passes; the bot is started anew at every midnight by UTC."""
    while True:
        async with at_work(folder) as service:
            midnight = (service.now() + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
            end = min(midnight, until)
            while (due := await Clock(service).tick_once()) is not None and due <= end:
                frozen.move_to(max(due, service.now()))
            frozen.move_to(end)
            await Clock(service).tick_once()
        if end == until:
            return


async def do(folder: Path, command: type[Command], actor: str = CAMILLE, **fields: Any) -> None:
    """Somebody asks for something."""
    async with at_work(folder) as service:
        await service.handle(command(crisis_id="c1", actor=actor, **fields))


async def journal(folder: Path) -> list[Recorded]:
    """All that happened."""
    async with at_work(folder) as service:
        return service.entries("c1")


@pytest.mark.parametrize("turn", TURNS)
async def test_the_turns_of_the_year_move_nothing(turn: str, tmp_path: Path) -> None:
    """Yellow reports and reminds in working hours, 72 hours of law are 72 hours, the form comes a day before."""
    begins, timezone = TURNS[turn]
    place = zone(timezone)
    start = datetime.fromisoformat(begins).replace(tzinfo=place).astimezone(ZoneInfo("UTC"))
    with freeze_time(start, real_asyncio=True) as frozen:
        started: dict[str, Any] = {"title": "Glass", "level": Level.YELLOW, "timezone": timezone, "invited": CELL}
        await do(tmp_path, cmd.StartCrisis, playbook_digest=NINE.digest, **started)
        await do(tmp_path, cmd.RecordChannel, "slack", channel_id="C1", channel_name="crisis-c1")
        seats = {"crisis_lead": CAMILLE, "deputy": ALEX, "customer_care": HUGO, "scribe": NORA, "communications": ALEX}
        await do(tmp_path, cmd.AssignRoles, roles=seats)
        await do(tmp_path, cmd.StartLegalClock, regime=GDPR, started_at=start)
        await live(tmp_path, frozen, start + timedelta(days=5))
        await do(tmp_path, cmd.StandDown, reason="Over")
        await live(tmp_path, frozen, start + timedelta(days=13))
        entries = await journal(tmp_path)
    missed = [entry.at - start for entry in entries if isinstance(entry.event, ev.LegalDeadlineMissed)]
    assert timedelta(hours=72) <= missed[0] <= timedelta(hours=72, minutes=1)
    over = next(entry.at for entry in entries if isinstance(entry.event, ev.CrisisStoodDown))
    summaries = [e.at for e in entries if isinstance(e.event, ev.SummaryPosted) and e.event.why == "cadence"]
    assert len(summaries) >= 4
    steps = {e.event.follow_up: e.at for e in entries if isinstance(e.event, ev.FollowUpSent)}
    assert set(steps) >= {"end_2h", "end_24h", "end_48h", "day_5", "day_7"}
    at_ease = [
        e.at
        for e in entries
        if isinstance(e.event, ev.PersonReminded)
        and e.at > start + timedelta(hours=2)
        and not {m.kind for m in e.event.matters} & {"legal", "duty"}
        and e.at - over != timedelta(hours=2)
    ]
    assert at_ease
    for moment in (*summaries, *(at for key, at in steps.items() if key != "end_2h"), *at_ease):
        local = moment.astimezone(place)
        assert local.weekday() < 5, (turn, local)
        assert 9 <= local.hour < 18, (turn, local)
    assert steps["end_24h"].astimezone(place).date() < steps["end_48h"].astimezone(place).date()
    assert len(steps) == sum(isinstance(e.event, ev.FollowUpSent) for e in entries)


@pytest.mark.parametrize(
    ("ends", "back", "opens"),
    [
        ("2027-03-24 15:00", "2027-03-28 03:30", "2027-03-29 09:00"),
        ("2027-10-27 15:00", "2027-10-31 02:30", "2027-11-01 09:00"),
    ],
)
async def test_a_machine_off_for_days_over_a_turn_tells_it_when_the_office_opens(
    ends: str, back: str, opens: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Back on a Sunday night: the steps come on Monday, in their order, and their owners hear, once, in one message."""
    end, night, morning = (
        datetime.fromisoformat(at).replace(tzinfo=zone("Europe/Paris")).astimezone(ZoneInfo("UTC"))
        for at in (ends, back, opens)
    )
    with freeze_time(end - timedelta(hours=2), real_asyncio=True) as frozen:
        started: dict[str, Any] = {"title": "Glass", "level": Level.RED, "timezone": "Europe/Paris", "invited": CELL}
        await do(tmp_path, cmd.StartCrisis, playbook_digest=NINE.digest, **started)
        await do(tmp_path, cmd.RecordChannel, "slack", channel_id="C1", channel_name="crisis-c1")
        await do(tmp_path, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "deputy": ALEX, "scribe": NORA})
        frozen.move_to(end)
        await do(tmp_path, cmd.StandDown, reason="Over")
        frozen.move_to(night)
        async with at_work(tmp_path) as service:
            next_due = await Clock(service).tick_once()
        assert next_due == morning
        at_night = [e for e in await journal(tmp_path) if e.at == night]
        await live(tmp_path, frozen, morning + timedelta(minutes=30))
        entries = await journal(tmp_path)
    steps = [(e.at, e.event.follow_up) for e in entries if isinstance(e.event, ev.FollowUpSent)]
    assert steps == [(morning, key) for key in ("end_2h", "end_24h", "end_48h")]
    assert [e.event for e in at_night] == [WAITS], "an entry says that it waits, and tells nobody"
    told = [
        (e.at, e.event.user, m.kind) for e in entries if isinstance(e.event, ev.PersonReminded) for m in e.event.matters
    ]
    late = [each for each in told if each[0] >= night]
    assert {at for at, _, _ in late} == {morning}
    assert {user for _, user, kind in late if kind == "step"} == {CAMILLE, NORA}
    assert {user for _, user, kind in late if kind == "debrief"} == {*CELL} - {NORA}
    assert "unsettled" not in caplog.text

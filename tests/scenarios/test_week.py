"""A week with restarts tells people exactly what the same week without any would have told them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.clock import Clock
from bot.domain import commands as cmd
from bot.domain.kernel import Command
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, INES, KARIM, MAYA, NORA, START
from tests.store.desk import HandClock, desk, rows

WEEK = timedelta(days=7)
MINUTES = WEEK // timedelta(minutes=1)
SEATS = {
    "crisis_lead": CAMILLE, "deputy": ALEX, "communications": ALEX, "social_listening": INES,
    "customer_care": HUGO, "legal": MAYA, "subject_expert": KARIM, "scribe": NORA, "sponsor": "U99",
}  # fmt: skip
GDPR = next(regime for regime in load_regimes(builtin_directory()).regimes if "gdpr" in regime.key)

Act = tuple[float, str, type[Command], Callable[[datetime], dict[str, Any]]]


def _plain(**fields: Any) -> Callable[[datetime], dict[str, Any]]:
    return lambda _: fields


def _at(name: str, *, more: dict[str, Any], **span: float) -> Callable[[datetime], dict[str, Any]]:
    return lambda now: {**more, name: now + timedelta(**span)}


ACTS: tuple[Act, ...] = (
    (4, CAMILLE, cmd.AssignRoles, _plain(roles=SEATS)),
    (6, CAMILLE, cmd.AssignItem, _plain(item="1.5", user=INES)),
    (40, ALEX, cmd.PromiseUpdate, _at("at", more={}, hours=1)),
    (50, MAYA, cmd.StartLegalClock, _at("started_at", more={"regime": GDPR}, hours=-3)),
    (90, INES, cmd.SnoozeItem, _at("until", more={"item": "2.1"}, hours=2)),
    (200, CAMILLE, cmd.RecordDecision, _plain(text="Stop line 3")),
    (600, CAMILLE, cmd.HandOver, _at("sleeps_until", more={"to": KARIM, "note": "Quiet"}, hours=7)),
    (1500, NORA, cmd.RecordLesson, _plain(happened="The deputy slept", change="Two deputies")),
    (1510, KARIM, cmd.PlanAction, _at("due", more={"text": "Rota", "owner": HUGO, "expected_proof": "x"}, days=2)),
    (2000, KARIM, cmd.StandDown, _plain(reason="Over")),
    (5000, KARIM, cmd.ReopenCrisis, _plain(reason="It is back")),
    (6500, KARIM, cmd.StandDown, _plain(reason="Over again")),
)
"""What people do in the week: after how many minutes, who, what."""

Notices = list[tuple[str, str, str]]


@dataclass
class Week:
    """The week, lived with restarts at these minutes, and after every tick where `restless`."""

    folder: Path
    restarts: Iterable[int] = ()
    restless: bool = False
    clock: HandClock = field(default_factory=HandClock)
    ticks: int = 0

    async def lived(self) -> Notices:
        """All notices of the week, in their order."""
        async with desk(self.folder, self.clock) as one:
            await one.begin_with_channel()
        acts = list(ACTS)
        stops = sorted({*self.restarts, *(int(act[0]) for act in acts), MINUTES})
        for minute in stops:
            until = START + timedelta(minutes=minute)
            while await self._work(until):
                pass
            while acts and acts[0][0] <= minute:
                _, who, command, fields = acts.pop(0)
                async with desk(self.folder, self.clock) as one:
                    await one.do(command, who, **fields(self.clock.time))
        told = rows(
            self.folder / "crisis.db", "SELECT name, \"to\", args FROM outbox WHERE kind = 'notice' ORDER BY id"
        )
        return [(row["name"], row["to"], row["args"]) for row in told]

    async def _work(self, until: datetime) -> bool:
        """One life of the bot; whether it has to be raised again before `until`."""
        async with desk(self.folder, self.clock) as one:
            while (due := await Clock(one.service).tick_once()) is not None and due <= until:
                await one.sql("UPDATE outbox SET state = 'done' WHERE state = 'waiting'")
                self.ticks += 1
                self.clock.time = max(self.clock.time, due)
                if self.restless:
                    return True
            self.clock.time = until
            await Clock(one.service).tick_once()
        return False


def lived(restarts: Iterable[int] = (), *, restless: bool = False) -> Notices:
    """A week in a folder of its own."""
    with TemporaryDirectory() as folder:
        return asyncio.run(Week(Path(folder), restarts, restless).lived())


@cache
def undisturbed() -> Notices:
    """The week of a bot that never ends but where people do something."""
    return lived()


@settings(max_examples=6, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.sets(st.integers(1, MINUTES), min_size=1, max_size=40))
def test_a_restart_at_any_minute_of_a_week_loses_and_doubles_nothing(restarts: set[int]) -> None:
    """The same notices, to the same people, in the same order, as from a bot that ran through."""
    assert lived(restarts) == undisturbed()


def test_a_restart_before_every_single_thing_that_falls_due_changes_nothing() -> None:
    """Between two things that fall due nothing happens: so this is a restart at every minute of the week."""
    assert lived(restless=True) == undisturbed()


def test_the_week_is_full() -> None:
    """The week that is compared has all kinds of notices in it."""
    told = undisturbed()
    assert {name for name, _, _ in told} >= {
        "reminder", "overdue", "summary", "update_missed", "legal_missed", "handover", "follow_up",
        "follow_up_overdue", "stood_down", "reopened",
    }  # fmt: skip
    assert {to for name, to, _ in told if name == "reminder"} >= set(CELL)
    reminders = [one for one in told if one[0] == "reminder"]
    assert len(reminders) > 30

"""Every fault of every method that answers people, and every refusal that Slack documents for it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import FaultSpec
from bot.slack import client, deliver
from bot.slack.pace import Pace
from tests.faults.listened import LISTENED, closed, seen, standing
from tests.faults.outcomes import REFUSED, saw
from tests.paces import Hurried
from tests.scenarios.stage import Person, Stage, until
from tests.slack.test_start import opened

ERRORS: dict[str, list[str]] = json.loads((Path(__file__).parent / "errors.json").read_text(encoding="utf-8"))
FAULTS: dict[str, dict[str, Any]] = {
    "429, Retry-After: 30": {"kind": "rate_limited", "retry_after": "0"},
    "429, 0.5": {"kind": "rate_limited", "retry_after": "0.001"},
    "429, none": {"kind": "rate_limited", "retry_after": None},
    "500": {"kind": "server_error"},
    "dropped before": {"kind": "drop_before"},
    "dropped after": {"kind": "drop_after"},
    "no answer in time": {"kind": "late_answer", "seconds": 1.0},
}


@pytest.mark.parametrize("method", LISTENED)
async def test_whoever_acts_is_answered_whatever_slack_does(
    tmp_path: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was done stays done; the person gets the answer in another way, or is told what to do next."""
    monkeypatch.setattr(client, "RETRY_AFTER", 0.0)
    monkeypatch.setattr(client, "AWAY_PAUSE", 0.0)
    monkeypatch.setattr(deliver, "LOCKED_OUT_PAUSE", 0.0)
    monkeypatch.setattr("bot.slack.client.PATIENCE", 0.5)
    monkeypatch.setattr(Pace, "book", Hurried.book)
    monkeypatch.setattr(Pace, "spare", Hurried.spare)
    async with Stage(tmp_path) as stage:
        stage.sandbox.events.retry_delays = (0.01, 0.05, 0.2)
        await opened(stage)
        camille = stage.person("Camille")
        for name, order in FAULTS.items():
            await _struck(stage, camille, method, LISTENED[method].outcome, **order)
            saw(f"`{method}`", name, LISTENED[method].outcome)
        for error in dict.fromkeys(ERRORS["every method"] + ERRORS[method]):
            outcome = LISTENED[method].of(error)
            times = 2 if LISTENED[method].owed else 1  # the first time it is owed, the second time parked
            await _struck(stage, camille, method, outcome, kind="error", error=error, times=times)
            REFUSED[method][outcome] += 1
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []


async def _struck(stage: Stage, person: Person, method: str, outcome: str, **order: Any) -> None:
    stage.sandbox.faults.add(FaultSpec(method, **order))
    struck, before = len(stage.calls(method)), standing(stage, person)
    await LISTENED[method].act(stage, person)
    await until(lambda: len(stage.calls(method)) > struck, what=f"a call of {method}")
    await seen(stage, person, outcome, before)
    stage.sandbox.faults.clear()
    await closed(person)

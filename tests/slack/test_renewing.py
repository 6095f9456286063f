"""Notices that are overtaken by the dozen: within Slack's limits, and boards first."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from pathlib import Path

from bot.domain import commands as cmd
from bot.slack.pace import PER_SECOND, Pace
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Stage
from tests.scenarios.test_words import ready_to_speak

SPEED = 10
TEXTS = 15
MINUTE, LATENCY = 60, 3


def hurrying() -> float:
    """A clock on which ten seconds pass in one."""
    return time.monotonic() * SPEED


class Hurrying(Pace):
    """The pace that the bot keeps, on that clock."""

    def __init__(self) -> None:
        super().__init__(hurrying)

    def book(self, board: str) -> float:
        """As it is, in the computer's seconds."""
        return super().book(board) / SPEED

    def spare(self) -> float:
        """As it is, in the computer's seconds."""
        return super().spare() / SPEED


async def test_thirty_notices_at_once_keep_slacks_limit_and_boards_go_first(tmp_path: Path) -> None:
    """A fact changes on which fifteen texts rest that wait for signatures, while the board is clicked all the time.

    Slack refuses nothing, the board never waits for more than one of them, and all thirty are brought up to date.
    """
    async with Stage(tmp_path, pace=Hurrying(), steady=hurrying) as stage:
        camille = await at_work(stage)
        alex = stage.person("Alex")
        await ready_to_speak(stage)
        await ask(stage, alex, cmd.AddFact, text="3 signalements", status="probable", source="Hugo")
        for number in range(1, TEXTS + 1):
            text = {"fr": f"Texte {number} : 3 signalements."}
            await ask(stage, alex, cmd.DraftStatement, kind="holding", texts=text, cites=(1,))
            await ask(stage, alex, cmd.RequestApproval, statement=number)
        await stage.settled()
        await asyncio.sleep(MINUTE / SPEED)
        stage.sandbox.limiter.scale, before = 1, len(stage.calls())
        began = hurrying()
        changed = {"fact": 1, "text": "4 signalements", "status": "probable", "source": "Hugo"}
        await ask(stage, alex, cmd.ChangeFact, **changed)
        number = 0
        while hurrying() - began < MINUTE:
            number += 1
            await ask(stage, camille, cmd.AddItem, text=f"Tâche {number}")
            await asyncio.sleep(0.5 / SPEED)
        busy = [call for call in stage.calls("chat.update")[-200:] if call.n > before]
        await stage.settled()
        took = hurrying() - began
        (board,) = stage.boards()
        updates = [call for call in stage.calls("chat.update") if call.n > before]
        redrawn = [call.time for call in busy if call.arguments["ts"] == board["ts"]]
        oldest = max(later - earlier for earlier, later in pairwise(redrawn)) * SPEED
        assert {call.outcome for call in updates} == {"ok"}
        assert oldest < 2 / PER_SECOND + LATENCY
        assert took < 2 * MINUTE
        papers = [paper for person in stage.crisis.members for paper in stage.notices("approval", person)]
        assert len(papers) == 2 * TEXTS
        assert not any("statement.approve" in str(paper) for paper in papers)

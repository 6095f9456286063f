"""A logbook that goes back in time, in a workspace that does not: nothing is said twice, nothing owed is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.restoring import restored
from bot.sandbox import FaultSpec
from bot.store import integrity
from bot.store.backup import backup
from tests.scenarios.cell import at_work, paris
from tests.scenarios.stage import Person, Stage, texts_of, until


async def decided(stage: Stage, who: Person, text: str) -> None:
    """A decision is recorded; whether Slack hears of it is another matter."""
    await who.command(stage.channel.id, f"/crise décider {text}")
    await who.modal("decide")
    await who.submit()


def told(stage: Stage, words: str) -> list[dict[str, Any]]:
    """The messages in the crisis's channel that say this, boards left out."""
    return [message for message in stage.posted() if words in texts_of(message) and message not in stage.boards()]


async def held_back(stage: Stage, who: Person, text: str) -> None:
    """A decision whose notice Slack puts off for three seconds."""
    stage.sandbox.faults.add(FaultSpec("chat.postMessage", "rate_limited", times=None, retry_after="3"))
    await decided(stage, who, text)
    waits = "SELECT count(*) FROM outbox WHERE name = 'decision' AND state = 'waiting' AND attempts > 0"
    await until(lambda: stage.rows(waits) == [(1,)], what="the notice that waits")
    stage.sandbox.faults.clear()


@pytest.mark.parametrize("sent_after_the_backup", [True, False])
async def test_what_a_backup_owes_is_told_once_whether_it_was_told_meanwhile_or_not(
    tmp_path: Path, *, sent_after_the_backup: bool
) -> None:
    """After a restore the bot looks for its own trace: a notice of then is not repeated, one that never came comes."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await held_back(stage, camille, "Retirer le lot 42")
        copy = tmp_path / "copy.db"
        backup(stage.database, copy)
        if sent_after_the_backup:
            await stage.settled()
            assert len(told(stage, "lot 42")) == 1
        await stage.end_bot()
        done = await restored(copy, stage.database)
        assert done.owed > 0
        await stage.raise_bot()
        await stage.settled()
        assert len(told(stage, "lot 42")) == 1
        assert len(told(stage, "restauré depuis une sauvegarde")) == 1
        assert len(stage.boards()) == 1
        assert stage.channel.pins
        assert integrity.verify(stage.database) == []


async def test_a_crisis_goes_on_from_its_backup_and_its_people_know(tmp_path: Path) -> None:
    """The board shows what the logbook knows again, the channel says so once, nothing of the rest is repeated."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        copy = tmp_path / "copy.db"
        backup(stage.database, copy)
        await decided(stage, camille, "Fermer l’usine")
        await stage.settled()
        assert "Fermer l’usine" in texts_of(stage.boards()[0])
        direct = {name: len(stage.direct(stage.person(name))) for name in ("Alex", "Inès", "Nora")}
        await stage.end_bot()
        await restored(copy, stage.database)
        before = len(stage.posted())
        await stage.raise_bot()
        await stage.settled()
        assert "Fermer l’usine" not in texts_of(stage.boards()[0])
        (notice,) = stage.posted()[before:]
        assert "restauré depuis une sauvegarde" in texts_of(notice)
        assert {name: len(stage.direct(stage.person(name))) for name in direct} == direct
        await decided(stage, camille, "Rappeler le lot")
        await stage.settled()
        assert len(told(stage, "Rappeler le lot")) == 1


async def test_a_message_of_the_lost_time_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """A notice whose answer is lost is looked for by its number; no message of the lost time bears that number."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15)) as stage:
        camille = await at_work(stage)
        copy = tmp_path / "copy.db"
        backup(stage.database, copy)
        for n in range(5):
            await decided(stage, camille, f"Perdue {n}")
            await stage.settled()
            await camille.command(stage.channel.id, f"/crise étape Perdue {n}")
            await stage.settled()
        await stage.settled()
        await stage.end_bot()
        await restored(copy, stage.database)
        await stage.raise_bot()
        await stage.settled()
        for n in range(3):
            stage.sandbox.faults.add(FaultSpec("chat.postMessage", "drop_before"))
            await decided(stage, camille, f"Nouvelle {n}")
            await stage.settled()
            assert len(told(stage, f"Nouvelle {n}")) == 1

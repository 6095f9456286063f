"""Each message once, whatever is lost on the way, and with two bots on one database."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app import Bot
from bot.sandbox import FaultSpec
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened


@pytest.mark.parametrize("kind", ["drop_after", "drop_before", "server_error", "rate_limited"])
async def test_a_decision_is_posted_once_when_its_answer_is_lost(stage: Stage, kind: str) -> None:
    """Before it is sent again, the channel's history is looked at."""
    channel = await opened(stage)
    stage.sandbox.faults.add(FaultSpec("chat.postMessage", kind, retry_after="0"))  # type: ignore[arg-type]
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise décider Retirer le lot 42")
    await camille.modal("decide")
    await camille.submit()
    await stage.settled()
    assert len([m for m in stage.posted() if "lot 42" in texts_of(m) and m not in stage.boards()]) == 1


async def test_a_private_message_comes_once_when_its_answer_is_lost(stage: Stage) -> None:
    """The same for direct messages."""
    channel = await opened(stage)
    stage.sandbox.faults.add(FaultSpec("chat.postMessage", "drop_after"))
    await stage.person("Camille").do("invite", channel=channel.id, users=["U02"])
    await stage.settled()
    assert len(stage.direct(stage.person("Alex"))) == 1
    assert [call.outcome for call in stage.calls("chat.postMessage")].count("dropped_after") == 1


async def test_two_bots_on_one_database_do_everything_once(tmp_path: Path) -> None:
    """A second process during a deploy: each payload goes to either, and everything happens once."""
    async with Stage(tmp_path, mode="socket") as stage:
        second = Bot.build(stage.settings, now=lambda: datetime.fromtimestamp(stage.sandbox.clock.now(), UTC))
        await second.start()
        await second.connect()
        try:
            channel = await opened(stage, "/crise démarrer Du verre @cellule-crise")
            people = [stage.person(name) for name in ("Camille", "Alex", "Inès", "Hugo")]
            await asyncio.gather(
                *(p.command(channel.id, f"/crise étape Tâche {n} de {p.id}") for p in people for n in range(5))
            )
            await stage.settled()
        finally:
            await second.stop()
        assert len(stage.crisis_channels()) == 1
        assert len(stage.posted()) == len(stage.boards()) == 1
        assert stage.rows("SELECT count(*) FROM items WHERE item LIKE 'own.%'") == [(20,)]
        for name in ("Alex", "Inès", "Hugo", "Maya", "Karim", "Nora"):
            assert len(stage.direct(stage.person(name))) == 1, name


async def test_a_start_with_a_whole_cell_stays_within_slacks_limits(tmp_path: Path) -> None:
    """At Slack's real rates everybody is invited, the board stands, and everybody is told, without a refusal."""
    async with Stage(tmp_path, rate_limits=1.0) as stage:
        await opened(stage, "/crise démarrer Du verre @cellule-crise")
        assert len(stage.boards()) == 1
        assert [call.method for call in stage.calls() if call.outcome == "ratelimited"] == []
        await until(lambda: len(stage.direct(stage.person("Nora"))) == 1, what="word to the last one")

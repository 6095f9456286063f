"""Who may not dismiss the cell learns it before a form, and can ask who may: over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain import commands as cmd
from tests.scenarios.cell import ask, at_work, stood_down
from tests.scenarios.stage import Stage, texts_of


@pytest.mark.parametrize(
    ("name", "not_yours", "already"),
    [("Hugo", "revient à", "déjà posée"), ("Maya", "Standing the cell down is for", "asked already")],
)
async def test_no_form_is_filled_in_only_to_be_refused(name: str, not_yours: str, already: str, tmp_path: Path) -> None:
    """Who may not sees who may and asks them by one click; the lead gets one message, with the way to what is open."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        person, alex = stage.person(name), stage.person("Alex")
        answer = await person.command(stage.channel.id, "/crise clore")
        assert not_yours in answer
        assert f"<@{camille.id}>" in answer
        assert f"<@{alex.id}>" in answer
        assert not person.stack
        offered = person.heard(stage.channel.id)[-1]
        await person.click(offered, "close.ask")
        await person.hears(f"<@{camille.id}>")
        await stage.settled()
        (question,) = stage.notices("stand_down_asked")
        assert question in stage.notices("stand_down_asked", camille.id)
        assert f"<@{person.id}>" in texts_of(question)
        await person.click(offered, "close.ask")
        await person.hears(already)
        await stage.settled()
        assert len(stage.notices("stand_down_asked")) == 1
        await camille.click(question, "close.open")
        await camille.modal("close")
        await camille.submit(reason="Plus rien ne bouge")
        await stage.settled()
        assert not stage.crisis.is_open


async def test_the_deputy_closes_and_a_closed_cell_opens_no_form(tmp_path: Path) -> None:
    """By the board's menu as well; after the end the same click says that it is over."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        alex, hugo = stage.person("Alex"), stage.person("Hugo")
        (board,) = stage.boards()
        await hugo.click(board, "board.more", v="close")
        await hugo.hears("revient à")
        assert not hugo.stack
        await stood_down(stage, alex)
        assert not stage.crisis.is_open
        assert "levée" in await hugo.command(stage.channel.id, "/crise clore")
        assert not hugo.stack


async def test_the_question_may_be_put_again_after_an_hour(tmp_path: Path) -> None:
    """It is not repeated by whoever comes along, and not lost for ever."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        hugo = stage.person("Hugo")
        await ask(stage, hugo, cmd.AskStandDown)
        await stage.pass_time(61 * 60)
        await ask(stage, stage.person("Karim"), cmd.AskStandDown)
        await stage.settled()
        assert len(stage.notices("stand_down_asked", camille.id)) == 2

"""Who is asked for a signature, when, and how often: over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain import commands as cmd
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Stage, texts_of, until
from tests.scenarios.test_words_by_hand import TEXT, closed, opened, written


@pytest.mark.parametrize(
    ("name", "already", "later"),
    [("Alex", "déjà demandé", "pourrez relancer"), ("Nora", "asked already", "you can remind")],
)
async def test_the_second_press_asks_nobody_again(name: str, already: str, later: str, tmp_path: Path) -> None:
    """Whoever presses it reads who was asked and since when; after the level's limit one click reminds them, once."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        maya, person = stage.person("Maya"), stage.person(name)
        await written(person, TEXT)
        await person.click_in_modal("statement.ask", s=1)
        await stage.settled()
        await opened(person)
        await person.click_in_modal("statement.ask", s=1)
        told = texts_of({"blocks": (await person.modal("told"))["blocks"]})
        assert already in told.lower()
        assert later in told
        await stage.settled()
        asked = stage.crisis.statements[1].asked
        assert {camille.id, maya.id} == set(asked)
        assert all(len(stage.notices("approval", user)) == 1 for user in asked)

        await camille.click(stage.notices("approval", camille.id)[0], "statement.approve", s=1)
        await stage.pass_time(16 * 60)
        await opened(person)
        await person.click_in_modal("statement.ask", s=1)
        await person.modal("told")
        await person.click_in_modal("statement.remind", s=1)
        await stage.settled()
        assert [len(stage.notices("approval", user)) for user in (camille.id, maya.id)] == [1, 2]
        since = stage.crisis.statements[1].asked_at
        await opened(person)
        await person.click_in_modal("statement.ask", s=1)
        assert later in texts_of({"blocks": (await person.modal("told"))["blocks"]})
        await stage.settled()
        assert len(stage.notices("approval", maya.id)) == 2
        assert stage.crisis.statements[1].asked_at == since, "the waiting began with the first question"


async def test_that_it_is_asked_is_told_in_the_place_of_the_remarks(tmp_path: Path) -> None:
    """One tap closes it: nothing lies under it that would ask once more."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        nora = stage.person("Nora")
        await written(nora, TEXT)
        remarks = await nora.modal("told")
        await nora.click_in_modal("statement.ask", s=1)
        await stage.settled()
        told = await nora.modal("told")
        assert "signatures" in texts_of({"blocks": told["blocks"]})
        assert (told["id"], told["previous_view_id"]) == (remarks["id"], None)


@pytest.mark.parametrize("how", ["command", "form", "handover"])
async def test_who_comes_to_a_seat_that_signs_is_asked_for_what_waits(how: str, tmp_path: Path) -> None:
    """The text reaches them with their role, once; who was asked before is not asked again."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya, hugo = stage.person("Alex"), stage.person("Maya"), stage.person("Hugo")
        if how != "handover":
            gone = {"legal": None, "subject_expert": None, "communications": None}
            await ask(stage, camille, cmd.AssignRoles, roles=gone)
        await written(alex, TEXT)
        await alex.click_in_modal("statement.ask", s=1)
        await stage.settled()
        await closed(alex)
        assert not stage.notices("approval", hugo.id)
        if how == "command":
            await camille.command(stage.channel.id, "/crise rôle juridique @hugo.petit")
        elif how == "form":
            await camille.command(stage.channel.id, "/crise rôle")
            await camille.modal("roles")
            await camille.submit(**{"role.legal": hugo.id})
        else:
            await ask(stage, maya, cmd.HandOver, to=hugo.id)
        await stage.settled()
        (paper,) = stage.notices("approval", hugo.id)
        assert "ligne 3" in texts_of(paper)
        assert len(stage.notices("approval", camille.id)) == 1
        await hugo.click(paper, "statement.approve", s=1)
        await stage.settled()
        assert [each.by for each in stage.crisis.statements[1].approvals] == [hugo.id]


async def test_a_level_that_wants_legal_asks_legal(tmp_path: Path) -> None:
    """At red a statement wants legal's signature: the text that waits for it reaches them by itself."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya = stage.person("Alex"), stage.person("Maya")
        await ask(stage, camille, cmd.AssignRoles, roles={"legal": None})
        await ask(stage, alex, cmd.DraftStatement, kind="statement", texts={"fr": TEXT})
        await ask(stage, alex, cmd.RequestApproval, statement=1)
        await ask(stage, camille, cmd.AssignRoles, roles={"legal": maya.id})
        await stage.settled()
        assert len(stage.notices("approval", maya.id)) == 1
        await ask(stage, camille, cmd.ChangeLevel, level="red", reason="Un enfant blessé")
        await stage.settled()
        assert len(stage.notices("approval", maya.id)) == 1, "who has the text is not asked again"


@pytest.mark.parametrize("how", ["released", "left"])
async def test_who_signs_for_an_empty_seat_is_asked_at_once(how: str, tmp_path: Path) -> None:
    """The lead goes, be it from the seat or from the channel: who leads now has the waiting text, once."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, hugo = stage.person("Alex"), stage.person("Hugo")
        await ask(stage, camille, cmd.AssignRoles, roles={"crisis_lead": hugo.id})
        await written(alex, TEXT)
        await alex.click_in_modal("statement.ask", s=1)
        await stage.settled()
        assert len(stage.notices("approval", hugo.id)) == 1
        assert not stage.notices("approval", camille.id)
        if how == "released":
            await ask(stage, camille, cmd.AssignRoles, roles={"crisis_lead": None})
        else:
            await hugo.do("leave", channel=stage.channel.id)
        await until(lambda: stage.crisis.lead == camille.id, what="the lead by default")
        await stage.settled()
        (paper,) = stage.notices("approval", camille.id)
        await camille.click(paper, "statement.approve", s=1)
        await stage.settled()
        assert [(each.by, each.role) for each in stage.crisis.statements[1].approvals] == [(camille.id, "crisis_lead")]

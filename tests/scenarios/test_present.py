"""What somebody sees of a text is as it is now: after their own deed at once, after another's at the first click."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain import commands as cmd
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Person, Stage, texts_of, until
from tests.scenarios.test_words import ready_to_speak
from tests.scenarios.test_words_by_hand import PROMISING, TEXT, opened, written


def under(person: Person) -> str:
    """What stands in the modal under the topmost one."""
    return str(person.stack[0].json["blocks"])


async def shows(person: Person, words: str) -> None:
    """Until the modal under the topmost one holds this."""
    await until(lambda: words in under(person), what=f"{words!r} in the text under it")


async def signed_by_two(stage: Stage, text: str = TEXT) -> None:
    """A text that may go out, by Alex; signed by Camille and Maya."""
    await ready_to_speak(stage)
    await ask(stage, stage.person("Alex"), cmd.DraftStatement, kind="holding", texts={"fr": text})
    await ask(stage, stage.person("Alex"), cmd.RequestApproval, statement=1)
    await stage.settled()
    for person in (stage.person("Camille"), stage.person("Maya")):
        await person.click(stage.notices("approval", person.id)[0], "statement.approve", s=1)
        await stage.settled()
    assert stage.crisis.statements[1].approvals


@pytest.mark.parametrize(("name", "promises"), [("Alex", "told"), ("Nora", "promises")])
async def test_a_text_that_was_published_offers_no_publishing_any_more(
    name: str, promises: str, tmp_path: Path
) -> None:
    """The text under the form is drawn as published, also where the scribe is asked at once for its promises."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        person = stage.person(name)
        await signed_by_two(stage, PROMISING)
        await opened(person)
        await person.click_in_modal("publish.open", s=1)
        await person.modal("publish")
        await person.submit(link="https://example.com/1")
        await stage.settled()
        await person.modal(promises)
        await shows(person, "draft.correct")
        assert "publish.open" not in under(person)
        assert "promises.open" in under(person)


async def test_a_paper_that_was_signed_asks_for_no_signature_any_more(tmp_path: Path) -> None:
    """The message itself says so, with the words that were signed; pressed in a text, the button goes as well."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await written(stage.person("Alex"), TEXT)
        await stage.person("Alex").click_in_modal("statement.ask", s=1)
        await stage.settled()
        (paper,) = stage.notices("approval", camille.id)
        await camille.click(paper, "statement.approve", s=1)
        await until(
            lambda: "statement.approve" not in str(stage.notices("approval", camille.id)), what="the paper without it"
        )
        (paper,) = stage.notices("approval", camille.id)
        assert "Votre signature est sur le texte 1" in texts_of(paper)
        assert TEXT in texts_of(paper)
        maya = stage.person("Maya")
        await opened(maya)
        await maya.click_in_modal("statement.approve", s=1)
        await until(lambda: "statement.approve" not in str(maya.stack[-1].json["blocks"]), what="the text without it")


async def test_a_click_that_comes_too_late_says_how_it_is(tmp_path: Path) -> None:
    """A text opened before it went out: the click is answered in words, and the text under them is the present one."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, nora = stage.person("Alex"), stage.person("Nora")
        await signed_by_two(stage)
        for person in (alex, nora, camille):
            await opened(person)
        link = {"link": "https://example.com/1"}
        await ask(stage, alex, cmd.PublishStatement, statement=1, **link)
        await stage.settled()
        for person, button, words in (
            (alex, "draft.open", "déjà publié"),
            (camille, "withdraw.open", "déjà publié"),
            (nora, "publish.open", "published already"),
        ):
            await person.click_in_modal(button, s=1)
            told = texts_of({"blocks": (await person.modal("told"))["blocks"]})
            assert words in told
            await shows(person, "draft.correct")
            assert button not in under(person)


async def test_a_form_that_comes_too_late_says_how_it_is(tmp_path: Path) -> None:
    """A publishing form that somebody else was faster than: it says when the text went out, and publishes nothing."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        alex, nora = stage.person("Alex"), stage.person("Nora")
        await signed_by_two(stage)
        for person in (alex, nora):
            await opened(person)
            await person.click_in_modal("publish.open", s=1)
            await person.modal("publish")
        await alex.submit(link="https://example.com/1")
        await stage.settled()
        viewer = stage.sandbox.watch(nora.id)
        await nora.submit(link="https://example.com/2")
        told = [viewer.queue.get_nowait() for _ in range(viewer.queue.qsize())]
        assert "published already" in str([each for each in told if each and each["type"] == "view_errors"])
        assert stage.crisis.statements[1].link == "https://example.com/1"


async def test_an_edit_is_seen_in_the_text_under_it(tmp_path: Path) -> None:
    """The guard's answer lies over the new wording and its fallen signatures."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        alex = stage.person("Alex")
        await signed_by_two(stage)
        await opened(alex)
        await alex.click_in_modal("draft.open", s=1)
        await alex.modal("draft")
        await alex.submit(text_fr_0=f"{TEXT} Gardez les pots.")
        await alex.modal("told")
        await shows(alex, "Gardez les pots")
        assert "publish.open" not in under(alex)

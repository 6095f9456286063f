"""After each form its sender sees that it was saved, where they are, and nobody else hears of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Person, Stage, texts_of, until

SAVED = {"en": "Logged, no.", "fr": "Au journal, n°"}
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "fact": ("/crisis fact Three reports", {"status": "probable"}),
    "add_item": ("/crisis item", {"text": "Call the shops"}),
    "case": ("/crisis case A cut lip", {}),
    "lesson": ("/crisis lesson Nobody knew", {"cause": "No list", "change": "Keep a list"}),
    "action": ("/crisis action Keep a list", {"expected_proof": "The list"}),
}
"""How each form is opened, and what is answered in it."""


def confirmations(stage: Stage, person: Person, channel: str) -> list[str]:
    """What was said to this person alone about what stands in the log now."""
    told = [texts_of(message).replace("\u00a0", " ") for message in person.heard(channel)]
    return [text for text in told if any(text.startswith(words) for words in SAVED.values())]


@pytest.mark.parametrize(("reads", "name_of_reader"), [("fr", "Hugo"), ("en", "Maya")])
async def test_whoever_sends_a_form_reads_that_it_is_saved(reads: str, name_of_reader: str, tmp_path: Path) -> None:
    """Facts, items, cases, lessons, actions: once, under its number, to them alone; the channel hears nothing."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        hugo = stage.person(name_of_reader)
        before, others = len(stage.posted()), len(confirmations(stage, camille, stage.channel.id))
        for count, (name, (command, answers)) in enumerate(FORMS.items(), start=1):
            await hugo.command(stage.channel.id, command)
            await hugo.modal(name)
            assert "failed" not in await hugo.submit(**answers)
            await stage.settled()
            assert not hugo.stack
            assert len(confirmations(stage, hugo, stage.channel.id)) == count, name
            assert f"{SAVED[reads]} {stage.crisis.seq}" in confirmations(stage, hugo, stage.channel.id)[-1]
        assert len(stage.posted()) == before
        assert len(confirmations(stage, camille, stage.channel.id)) == others


async def test_a_promise_kept_from_a_reminder_is_confirmed_beside_it(tmp_path: Path) -> None:
    """Who acts in their direct messages reads it there, and not in a channel that they do not have before them."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya, karim = stage.person("Alex"), stage.person("Maya"), stage.person("Karim")
        await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": "Nous rappellerons tout le monde."})
        alone = {"break_glass": True, "reason": "Danger", "link": "https://example.com/1"}
        await ask(stage, camille, cmd.PublishStatement, statement=1, **alone)
        await ask(stage, maya, cmd.RatifyBreakGlass, statement=1)
        due = stage.now + timedelta(hours=1)
        promise = cmd.NewCommitment(words="Nous rappellerons", owner=karim.id, due=due, expected_proof="La liste")
        await ask(stage, alex, cmd.ConfirmCommitments, statement=1, commitments=(promise,))
        await stage.settled()
        while not any("commitment.keep" in str(message) for message in stage.notices("reminder", karim.id)):
            await stage.pass_time()
        reminder = [m for m in stage.notices("reminder", karim.id) if "commitment.keep" in str(m)][-1]
        before = len(stage.direct(karim))
        await karim.click(reminder, "commitment.keep", n=1)
        await karim.modal("commitment_keep")
        await karim.submit(proof="https://example.com/liste")
        await stage.settled()
        assert confirmations(stage, karim, reminder["channel"])
        assert not confirmations(stage, karim, stage.channel.id)
        assert len(stage.direct(karim)) == before


@pytest.mark.parametrize(("name", "words"), [("Hugo", "dites ce qui a été fait"), ("Maya", "say what was done")])
async def test_danger_is_not_closed_without_a_measure(name: str, words: str, tmp_path: Path) -> None:
    """Yes brings the question, which wants an answer; a form that does not ask it yet says what lacks."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        person = stage.person(name)
        (board,) = stage.boards()
        await person.click(board, "item.done", i="1.2")
        await person.modal("evidence")
        viewer = stage.sandbox.watch(person.id)
        await person.submit(danger="yes")
        told = [viewer.queue.get_nowait() for _ in range(viewer.queue.qsize())]
        (errors,) = [each["errors"] for each in told if each and each["type"] == "view_errors"]
        assert words in errors["danger"]
        await person.choose("danger", "yes")
        await until(lambda: "measure" in str(person.stack[-1].json["blocks"]), what="the question that follows")
        (measure,) = [each for each in person.stack[-1].json["blocks"] if each["block_id"] == "measure"]
        assert not measure["optional"]
        assert (await person.submit(danger="yes", measure=""))["failed"] == "invalid_form"
        await person.submit(danger="yes", measure="Lots retirés")
        await stage.settled()
        assert stage.crisis.items["1.2"].evidence["measure"] == "Lots retirés"


async def test_a_form_that_is_drawn_anew_keeps_its_way_back(tmp_path: Path) -> None:
    """Opened from what lacks, the question about danger leads back there, one thing less, also after it has changed."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        alex = stage.person("Alex")
        await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": "Nous vérifions."})
        await alex.command(stage.channel.id, "/crise textes")
        await alex.click(alex.heard(stage.channel.id)[-1], "statement.open", s=1)
        await alex.modal("statement")
        await alex.click_in_modal("gate.open", s=1)
        await alex.modal("gate")
        await alex.click_in_modal("item.done", i="1.2")
        await alex.modal("evidence")
        await alex.choose("danger", "yes")
        await until(lambda: "measure" in str(alex.stack[-1].json["blocks"]), what="the question that follows")
        await alex.submit(danger="yes", measure="Lots retirés")
        await alex.modal("gate")
        await until(lambda: '"i":"1.2"' not in str(alex.stack[-1].json["blocks"]), what="one thing less")


async def test_what_all_are_told_is_not_said_twice_to_its_author(tmp_path: Path) -> None:
    """A decision stands in the channel for everybody: no second line to who recorded it."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        before = len(camille.heard(stage.channel.id))
        await camille.command(stage.channel.id, "/crise décider")
        await camille.modal("decide")
        await camille.submit(text="Arrêter la ligne 3", why="Sécurité")
        await stage.settled()
        assert any("Arrêter la ligne 3" in texts_of(message) for message in stage.posted())
        assert len(camille.heard(stage.channel.id)) == before


async def test_a_lead_who_says_that_somebody_is_in_danger_answers_the_level_there(tmp_path: Path) -> None:
    """Red is proposed to the very person who caused it: one click beside the words that their answer is saved."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await camille.tick("1.2", danger="yes", measure="Rappel du lot 12")
        await until(lambda: "proposal.confirm" in str(camille.heard(stage.channel.id)[-1:]), what="the button")
        await camille.click(camille.heard(stage.channel.id)[-1], "proposal.confirm")
        await until(lambda: stage.crisis.level == "red", what="red")

"""The promises of a published text, from the publishing answer to their proof: by forms and buttons, over real HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.slack.screens.forms import promises
from tests.scenarios.cell import ask, at_work, paris
from tests.scenarios.stage import Person, Stage, texts_of, until
from tests.scenarios.test_words import ready_to_speak
from tests.scenarios.test_words_by_hand import PROMISING, closed, opened, released


def rows(person: Person) -> set[str]:
    """The promises that the open form asks about."""
    return {str(block["block_id"]) for block in person.stack[-1].json["blocks"] if "words_" in block["block_id"]}


async def test_every_question_of_a_promise_wants_an_answer(tmp_path: Path) -> None:
    """What was found and is none is left out by its button, another is added; proof is asked for by its label."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        nora = stage.person("Nora")
        await released(stage, camille)
        await opened(nora)
        await nora.click_in_modal("promises.open", s=1)
        form = await nora.modal("promises")
        assert "optional': True" not in str(form["blocks"])
        await nora.click_in_modal("promises.leave", n=0)
        await until(lambda: rows(nora) == {"words_1"}, what="one row less")
        await nora.click_in_modal("promises.more", s=1)
        await until(lambda: rows(nora) == {"words_1", "words_2"}, what="another row")
        assert (await nora.submit(proof_1="", words_2="Nous rappellerons"))["failed"] == "invalid_form"
        due = int(stage.now.timestamp()) + 86_400
        await nora.submit(proof_1="Le compte", words_2="Nous rappellerons", due_2=due, proof_2="La liste des appels")
        await stage.settled()
        assert [each.expected_proof for each in stage.crisis.commitments.values()] == [
            "Le compte",
            "La liste des appels",
        ]
        await closed(nora)
        await nora.command(stage.channel.id, "/crise engagements")
        await nora.click(nora.heard()[-1], "commitment.keep", n=2)
        (proof,) = [block for block in (await nora.modal("commitment_keep"))["blocks"] if block["type"] == "input"]
        assert "La liste des appels" in proof["label"]["text"]
        assert not proof["optional"]


@pytest.mark.parametrize(
    ("name", "found", "register"),
    [
        ("Alex", "2 promesses repérées : confirmer", "que promet-il"),
        ("Maya", "2 promises found", "what does it promise"),
    ],
)
async def test_what_a_text_promises_is_one_click_from_its_publishing(
    name: str, found: str, register: str, tmp_path: Path
) -> None:
    """In the answer to who published, in the channel's line, and in the register; once confirmed, nowhere."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        person = stage.person(name)
        await ready_to_speak(stage)
        await ask(stage, stage.person("Inès"), cmd.DraftStatement, kind="holding", texts={"fr": PROMISING})
        for signs in (camille, stage.person("Maya")):
            print_now = print_of(stage.crisis, stage.crisis.statements[1])
            await ask(stage, signs, cmd.ApproveStatement, statement=1, fingerprint=print_now, full_member=True)
        await opened(person)
        await person.click_in_modal("publish.open", s=1)
        await person.modal("publish")
        await person.submit(link="https://example.com/1")
        told = texts_of({"blocks": (await person.modal("told"))["blocks"]})
        assert found in told.replace("\u00a0", " ").replace("\u202f", " ")
        await stage.settled()
        (line,) = stage.notices("published")
        assert "promises.open" in str(line["blocks"])
        await closed(person)
        shown = (await person.command(stage.channel.id, "/crise promesses")).replace("\u00a0", " ")
        assert register in shown
        await person.click(person.heard(stage.channel.id)[-1], "promises.open", s=1)
        await person.modal("promises")
        await person.submit(proof_0="Le rapport", proof_1="Le compte")
        await stage.settled()
        assert len(stage.crisis.commitments) == 2
        await closed(person)
        assert register not in await person.command(stage.channel.id, "/crise promesses")
        assert "promises.open" not in str(stage.notices("published"))
        await opened(camille)
        await camille.click_in_modal("promises.open", s=1)
        assert "*déjà au registre*" in texts_of(await camille.modal("promises"))


async def both_in_the_form(stage: Stage) -> tuple[Person, Person]:
    """Camille and Nora, each with the form of the promises of one text before them."""
    camille = await at_work(stage)
    nora = stage.person("Nora")
    await released(stage, camille)
    for person in (camille, nora):
        await opened(person)
        await person.click_in_modal("promises.open", s=1)
        await person.modal("promises")
    return camille, nora


async def test_two_who_confirm_the_same_promises_confirm_them_once(tmp_path: Path) -> None:
    """Two forms that were open at the same time: the second is told, and nothing stands in the register twice."""
    async with Stage(tmp_path) as stage:
        camille, nora = await both_in_the_form(stage)
        await camille.submit(proof_0="Le rapport", proof_1="Le compte")
        await stage.settled()
        await nora.submit(proof_0="Le rapport", proof_1="Le compte")
        await stage.settled()
        assert len(stage.crisis.commitments) == 2


async def test_the_same_promise_in_other_words_is_there_already(tmp_path: Path) -> None:
    """The second scribe words it anew: they are told that it is there; what only they have is written down."""
    async with Stage(tmp_path) as stage:
        camille, nora = await both_in_the_form(stage)
        await camille.click_in_modal("promises.leave", n=1)
        await until(lambda: rows(camille) == {"words_0"}, what="one row less")
        await camille.submit(words_0="Publier les résultats", proof_0="Le rapport")
        await stage.settled()
        await nora.submit(words_0="Results are public on 20 March", proof_0="The report", proof_1="The account")
        told = texts_of({"blocks": (await nora.modal("told"))["blocks"]})
        assert "1 other was there *already*" in told
        await stage.settled()
        found = stage.crisis.commitments.values()
        assert [promise.words[:9] for promise in found] == ["Publier l", "Nous remb"]


async def test_more_promises_than_a_form_has_room_for_are_reached_one_after_the_other(tmp_path: Path) -> None:
    """Ten, then the other two, then one by hand that nobody has found; each once in the register."""
    text = " ".join(f"Nous publierons le rapport numéro {number} le {number} avril." for number in range(1, 13))
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        nora = stage.person("Nora")
        await released(stage, camille, text)
        await opened(nora)
        await nora.click_in_modal("promises.open", s=1)
        assert "12 promises found" in texts_of(await nora.modal("promises"))
        assert len(rows(nora)) == promises.MOST
        await nora.submit(**{f"proof_{row}": "The page" for row in range(promises.MOST)})
        told = await nora.modal("told")
        assert "2 promises found: confirm" in texts_of(told)
        await nora.click_in_modal("promises.open", s=1)
        await until(lambda: rows(nora) == {"words_10", "words_11"}, what="the other two")
        await nora.submit(proof_10="The page", proof_11="The page")
        await stage.settled()
        assert len(stage.crisis.commitments) == 12
        await closed(nora)
        await nora.command(stage.channel.id, "/crise promesses")
        await nora.click(nora.heard(stage.channel.id)[-1], "promises.open", s=1)
        await nora.modal("promises")
        assert len(rows(nora)) == 1, "an empty one"
        due = int(stage.now.timestamp()) + 86_400
        await nora.submit(words_12="Nous rappellerons", due_12=due, proof_12="La liste")
        await stage.settled()
        assert len({promise.words for promise in stage.crisis.commitments.values()}) == 13


async def test_the_public_account_tells_nothing_of_a_customer_unseen(tmp_path: Path) -> None:
    """A proof's name and number are remarked where the account is read, drafted and signed, in each reader's language.

    Once they are taken out of the text nothing of them is remarked any more.
    """
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        alex, maya, nora = (stage.person(name) for name in ("Alex", "Maya", "Nora"))
        await released(stage, camille)
        promise = cmd.NewCommitment(words="Un avoir", owner=nora.id, due=paris(2027, 3, 16), expected_proof="Le compte")
        await ask(stage, nora, cmd.ConfirmCommitments, statement=1, commitments=(promise,))
        await ask(stage, nora, cmd.KeepCommitment, commitment=1, proof="Mme Durand remboursée, 06 12 34 56 78")
        await alex.command(stage.channel.id, "/crise engagements")
        await alex.click(alex.heard()[-1], "commitments.account")
        read = texts_of(await alex.modal("account"))
        await alex.click_in_modal("draft.account")
        await alex.modal("draft")
        await alex.submit()
        drafted = texts_of(await alex.modal("told"))
        await ask(stage, alex, cmd.RequestApproval, statement=2)
        await stage.settled()
        signed = texts_of(stage.notices("approval", maya.id)[-1])
        for told, number, name in (
            (read, "On dirait un numéro de téléphone", "Nomme une personne"),
            (drafted, "On dirait un numéro de téléphone", "Nomme une personne"),
            (signed, "Seems to be a phone number", "Names a person"),
        ):
            assert told.count(number) == told.count(name) == 1
        clean = {
            language: text.replace("Mme Durand", "Une cliente").replace("06 12 34 56 78", "le 15 mars")
            for language, text in stage.crisis.statements[2].now.texts.items()
        }
        await ask(stage, alex, cmd.EditStatement, statement=2, seen=1, texts=clean)
        await ask(stage, alex, cmd.RequestApproval, statement=2)
        await stage.settled()
        assert "Seems to be" not in texts_of(stage.notices("approval", maya.id)[-1])

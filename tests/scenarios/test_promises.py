"""The promises of a published text, from the publishing answer to their proof: by forms and buttons, over real HTTP."""

from __future__ import annotations

from pathlib import Path

from tests.scenarios.cell import at_work
from tests.scenarios.stage import Person, Stage, until
from tests.scenarios.test_words_by_hand import closed, opened, released


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

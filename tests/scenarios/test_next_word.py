"""The hour that a published text names for the next public word is the one that the board counts down to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.crisis import Posture
from bot.domain.public_update import next_public_update
from tests.scenarios.cell import PARIS, ask, at_work, paris
from tests.scenarios.stage import Person, Stage, texts_of, until
from tests.scenarios.test_words import ready_to_speak
from tests.scenarios.test_words_by_hand import opened, released

BEGINS = paris(2027, 3, 12, 10)


def at(hour: int) -> datetime:
    """An hour of that day."""
    return paris(2027, 3, 12, hour)


async def confirmed(stage: Stage, scribe: Person, text: str, lead: Person | None = None) -> None:
    """A text is out, and its scribe confirms what it promises."""
    lead = lead or stage.person("Camille")
    await ask(stage, lead, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
    await released(stage, lead, text)
    await opened(scribe)
    await scribe.click_in_modal("promises.open", s=1)
    await scribe.modal("promises")
    await scribe.submit(proof_0="Le message")
    await stage.settled()


async def test_an_earlier_hour_counts_at_once(tmp_path: Path) -> None:
    """Orange allows two hours of silence; the text says eleven o'clock, and so does the board."""
    async with Stage(tmp_path, begins=BEGINS) as stage:
        await at_work(stage)
        await confirmed(stage, stage.person("Nora"), "Nous vous informerons aujourd'hui à 11 h.")
        assert next_public_update(stage.crisis) == at(11)
        (board,) = stage.boards()
        assert f"<!date^{int(at(11).timestamp())}^" in texts_of(board)
        assert not stage.notices("update_proposed")


@pytest.mark.parametrize(
    ("name", "seats", "asked", "then"),
    [
        ("Camille", {}, "l’heure plus tardive", "prochaine parole publique"),
        ("Maya", {"pilote": "maya.chen", "juridique": "karim.benali"}, "later time", "next public word"),
    ],
)
async def test_a_later_hour_counts_when_the_lead_says_so(
    name: str, seats: dict[str, str], asked: str, then: str, tmp_path: Path
) -> None:
    """Until then the level's own hour stands; one click in the lead's message takes the later one, and is gone."""
    async with Stage(tmp_path, begins=BEGINS) as stage:
        await at_work(stage, **seats)
        lead = stage.person(name)
        await confirmed(stage, stage.person("Nora"), "Nous vous informerons aujourd'hui à 17 h.", lead)
        before = next_public_update(stage.crisis)
        assert before is not None
        assert before < at(13)
        (question,) = stage.notices("update_proposed", lead.id)
        assert asked in texts_of(question)
        await lead.click(question, "promise.confirm")
        await until(lambda: next_public_update(stage.crisis) == at(17), what="the later hour")
        await until(lambda: "promise.confirm" not in str(stage.notices("update_proposed")), what="the answer")
        assert then in texts_of(stage.notices("update_proposed")[0]).lower()


async def test_only_the_lead_or_the_deputy_takes_the_later_hour(tmp_path: Path) -> None:
    """Who has left the lead's seat is told whom to ask."""
    async with Stage(tmp_path, begins=BEGINS) as stage:
        camille = await at_work(stage)
        await confirmed(stage, stage.person("Nora"), "Nous vous informerons aujourd'hui à 17 h.")
        (question,) = stage.notices("update_proposed", camille.id)
        await ask(stage, camille, cmd.AssignRoles, roles={"crisis_lead": stage.person("Maya").id})
        await camille.click(question, "promise.confirm")
        await camille.hears("se confirme par le pilote")
        assert next_public_update(stage.crisis) != at(17)


async def test_the_hour_stands_in_the_form_of_publishing(tmp_path: Path) -> None:
    """Also without a verb, as in "Prochain point à 16 h"."""
    async with Stage(tmp_path, begins=BEGINS) as stage:
        await at_work(stage)
        alex = stage.person("Alex")
        await ready_to_speak(stage)
        text = "Nous vérifions la ligne 3. Prochain point à 16 h."
        await ask(stage, alex, cmd.DraftStatement, kind="key_messages", texts={"fr": text})
        await opened(alex)
        await ask(stage, alex, cmd.RequestApproval, statement=1)
        await stage.settled()
        for person in (stage.person("Camille"), stage.person("Maya")):
            await person.click(stage.notices("approval", person.id)[0], "statement.approve", s=1)
            await stage.settled()
        await opened(alex)
        await alex.click_in_modal("publish.open", s=1)
        form = await alex.modal("publish")
        (following,) = [block["element"] for block in form["blocks"] if block.get("block_id") == "next_at"]
        assert following["initial_date_time"] == int(at(16).timestamp())
        await alex.submit(link="https://example.com/1")
        await stage.settled()
        assert next_public_update(stage.crisis) == at(16)
        assert stage.now.astimezone(PARIS).hour == 10

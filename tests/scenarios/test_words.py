"""What goes out, from the first draft to the promise that was kept: over real HTTP, by the people who do it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain import commands as cmd
from bot.domain.crisis import Posture
from bot.domain.said import StatementStatus
from tests.scenarios.cell import ask, at_work, paris, stood_down
from tests.scenarios.stage import Person, Stage, texts_of

GLASS = "Du verre a été trouvé dans un yaourt"
FIRST = f"{GLASS}. Nous arrêtons la ligne 3. Prochain point à 22 h."
SECOND = (
    "Nous comprenons votre inquiétude. Nous avons reçu 3 signalements et nous arrêtons la ligne 3. "
    "Nous publierons les résultats des analyses le 20 mars. "
    "Nous rembourserons tous les clients d'ici le 12 avril. Prochain point à 22 h."
)
OTHER = "Nous comprenons votre inquiétude. Nous avons reçu 12 signalements. Prochain point à 22 h."


async def done(person: Person) -> None:
    """Everything that is open is closed."""
    if person.stack:
        await person.do("close", view_id=person.stack[-1].json["id"], all=True)


async def drafted(person: Person, text: str, **more: Any) -> str:
    """A text written in the form; what its writer reads afterwards."""
    await person.command(person.stage.channel.id, "/crise rédiger")
    await person.modal("draft")
    await person.submit(text_fr_0=text, **more)
    return texts_of({"blocks": (await person.modal("told"))["blocks"]})


async def ready_to_speak(stage: Stage) -> None:
    """The steps before the first text, besides the text and its signatures."""
    camille = stage.person("Camille")
    await ask(stage, camille, cmd.TickItem, item="1.2", evidence={"danger": "none", "measure": "Ligne 3 arrêtée"})
    await ask(stage, camille, cmd.SetAwareness, at=stage.now.replace(microsecond=0), source="Standard")
    await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")


async def test_a_text_from_its_first_draft_to_the_promise_kept_on_day_30(tmp_path: Path) -> None:
    """Stopped for an unknown fact, corrected, signed by two, out at minute 19.

    The next draft's contradiction is told to its writer, and both promises are tracked to their day.
    """
    async with Stage(tmp_path, begins=paris(2027, 3, 13, 20, 40)) as stage:
        await at_work(stage)
        began = stage.now
        camille, alex, maya = stage.person("Camille"), stage.person("Alex"), stage.person("Maya")
        karim, nora = stage.person("Karim"), stage.person("Nora")
        await ready_to_speak(stage)

        await _stopped_and_corrected(stage, alex, karim)
        for person in (camille, maya):
            (paper,) = stage.notices("approval", person.id)
            assert "3 signalements" in texts_of(paper)
            await person.click(paper, "statement.approve", s=1)
            await stage.settled()
        assert stage.crisis.statements[1].status is StatementStatus.REVIEW
        await stage.live(began + timedelta(minutes=19))
        (ready,) = stage.notices("approved", alex.id)
        await alex.click(ready, "publish.open", s=1)
        await alex.modal("publish")
        await alex.submit(link="https://example.com/attente", at=int(stage.now.timestamp()))
        await stage.settled()
        out = stage.crisis.statements[1]
        assert out.status is StatementStatus.PUBLISHED
        assert out.published_at is not None
        assert timedelta(minutes=18) < out.published_at - began < timedelta(minutes=20)

        told = await drafted(alex, OTHER)
        assert "12 signalements" in told
        assert "3 signalements" in told
        await done(alex)

        await _promises(stage, nora, alex, karim)
        await _kept(stage, camille, karim)
        assert stage.crisis.commitments[2].made_at - began < timedelta(minutes=30)
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []


async def _stopped_and_corrected(stage: Stage, alex: Person, karim: Person) -> None:
    """Alex's first wording rests on what nobody knows yet; the second one does not, and is handed in to be signed."""
    await karim.command(stage.channel.id, f"/crise fait {GLASS}")
    await karim.modal("fact")
    await karim.submit(status="unknown")
    told = await drafted(alex, FIRST, cites=["1"])
    assert told.count(GLASS) >= 2, "both sides are quoted"
    await done(alex)
    assert not any(GLASS in texts_of(message) for message in stage.posted() if "blocks" not in message)
    assert await alex.command(stage.channel.id, "/crise textes")
    await alex.click(alex.heard()[-1], "statement.open", s=1)
    await alex.modal("statement")
    await alex.click_in_modal("gate.open", s=1)
    lacks = await alex.modal("gate")
    assert GLASS in str(lacks["blocks"])
    await done(alex)

    await alex.click(alex.heard()[-1], "draft.open", s=1)
    await alex.modal("draft")
    await alex.submit(text_fr_0=SECOND, cites=[])
    await alex.modal("told")
    await alex.click_in_modal("statement.ask", s=1)
    await stage.settled()
    await done(alex)


async def _promises(stage: Stage, scribe: Person, *owners: Person) -> None:
    """The scribe enters what the guard has found in the published text."""
    await scribe.command(stage.channel.id, "/crise textes")
    await scribe.click(scribe.heard()[-1], "statement.open", s=1)
    await scribe.modal("statement")
    await scribe.click_in_modal("promises.open", s=1)
    await scribe.modal("promises")
    one, two = (owner.id for owner in owners)
    await scribe.submit(owner_0=one, proof_0="Le rapport en ligne", owner_1=two, proof_1="Le compte des clients")
    await stage.settled()
    await done(scribe)
    found = stage.crisis.commitments
    assert [promise.words for promise in found.values()] == [
        "Nous publierons les résultats des analyses le 20 mars.",
        "Nous rembourserons tous les clients d'ici le 12 avril.",
    ]
    assert [_day(promise.due) for promise in found.values()] == [(3, 20), (4, 12)]


async def _kept(stage: Stage, camille: Person, karim: Person) -> None:
    """The cell is dismissed; on day 30 Karim is reminded, and gives the proof."""
    register = await camille.command(stage.channel.id, "/crise engagements")
    assert "12 avril" in register
    await stood_down(stage, camille)
    await stage.live(paris(2027, 4, 12, 10))
    assert stage.crisis.commitments[2].is_open
    reminded = [texts_of(message) for message in stage.notices("reminder", karim.id)]
    assert any("12 avril" in text for text in reminded)
    await karim.command(stage.channel.id, "/crise engagements")
    await karim.click(karim.heard()[-1], "commitment.keep", n=2)
    await karim.modal("commitment_keep")
    await karim.submit(proof="https://example.com/remboursements")
    await stage.settled()
    kept = stage.crisis.commitments[2]
    assert kept.kept_at is not None
    assert not kept.late
    assert kept.kept_at - kept.made_at > timedelta(days=29)


def _day(moment: datetime) -> tuple[int, int]:
    return moment.month, moment.day

"""What people do with words besides publishing them: by commands, buttons and forms, over real HTTP."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Posture
from bot.domain.said import StatementStatus
from bot.sandbox.faults import FaultSpec
from tests.scenarios.cell import PARIS, ask, at_work, paris, stood_down
from tests.scenarios.stage import Person, Stage, texts_of

TEXT = "Nous pensons à vous et nous vérifions la ligne 3. Prochain point à 22 h."
PROMISING = f"{TEXT} Nous publierons les résultats le 20 mars. Nous rembourserons tous les clients d'ici le 12 avril."


async def closed(person: Person) -> None:
    """Every modal."""
    if person.stack:
        await person.do("close", view_id=person.stack[-1].json["id"], all=True)


async def opened(person: Person, number: int = 1) -> Any:
    """A text of the register."""
    await closed(person)
    await person.command(person.stage.channel.id, "/crise textes")
    await person.click(person.heard(person.stage.channel.id)[-1], "statement.open", s=number)
    return await person.modal("statement")


async def written(person: Person, text: str, **more: Any) -> str:
    """A draft by the form; what its writer reads afterwards."""
    await person.command(person.stage.channel.id, "/crise rédiger")
    await person.modal("draft")
    await person.submit(text_fr_0=text, **more)
    return texts_of({"blocks": (await person.modal("told"))["blocks"]})


async def released(stage: Stage, person: Person, text: str = PROMISING) -> None:
    """A text that is out: by the lead alone, confirmed by legal."""
    await ask(stage, stage.person("Alex"), cmd.DraftStatement, kind="holding", texts={"fr": text})
    alone = {"break_glass": True, "reason": "Danger", "link": "https://example.com/1"}
    await ask(stage, person, cmd.PublishStatement, statement=1, **alone)
    second = stage.person("Maya") if person.id != stage.person("Maya").id else stage.person("Karim")
    await ask(stage, second, cmd.RatifyBreakGlass, statement=1)
    await stage.settled()


async def test_changes_are_wanted_for_a_reason(tmp_path: Path) -> None:
    """By the button under the question; without a reason the form stays; the writer reads it, with the way to edit."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya = stage.person("Alex"), stage.person("Maya")
        await written(alex, TEXT)
        await alex.click_in_modal("statement.ask", s=1)
        await stage.settled()
        (paper,) = stage.notices("approval", camille.id)
        await camille.click(paper, "statement.approve", s=1)
        (paper,) = stage.notices("approval", maya.id)
        await maya.click(paper, "changes.open", s=1)
        await maya.modal("changes")
        assert (await maya.submit(reason=""))["failed"] == "invalid_form"
        await maya.submit(reason="Dire quoi faire des pots")
        await stage.settled()
        (told,) = stage.notices("changes_requested", alex.id)
        assert "Dire quoi faire des pots" in texts_of(told)
        await closed(alex)
        await alex.click(told, "draft.open", s=1)
        await alex.modal("draft")
        await alex.submit(text_fr_0=f"{TEXT} Gardez les pots.")
        await stage.settled()
        (fell,) = stage.notices("signature_fell", camille.id)
        assert "tombée" in texts_of(fell)
        assert "✗" in texts_of({"blocks": (await opened(camille))["blocks"]})


async def test_a_fact_that_changes_fells_the_signatures_visibly(tmp_path: Path) -> None:
    """By its button on the sheet: who had signed and who wrote hear it, and the text shows it struck through."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, karim = stage.person("Alex"), stage.person("Karim")
        await ask(stage, karim, cmd.AddFact, text="Un lot", status="established", source="Ligne 3")
        await written(alex, TEXT, cites=["1"])
        await alex.click_in_modal("statement.ask", s=1)
        await stage.settled()
        (paper,) = stage.notices("approval", camille.id)
        await camille.click(paper, "statement.approve", s=1)
        await karim.command(stage.channel.id, "/crise faits")
        await karim.click(karim.heard()[-1], "fact.change", f=1)
        await karim.modal("fact")
        await karim.submit(status="probable")
        await stage.settled()
        for person in (camille, alex):
            (fell,) = stage.notices("signature_fell", person.id)
            assert "fait 1" in texts_of(fell).lower()
        assert "✗" in texts_of({"blocks": (await opened(camille))["blocks"]})
        assert [version.status for version in stage.crisis.facts[1].versions] == ["established", "probable"]


async def test_a_draft_is_given_up_with_a_reason(tmp_path: Path) -> None:
    """It stays in the register, and nobody signs it any more."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await written(stage.person("Alex"), TEXT)
        await opened(camille)
        await camille.click_in_modal("withdraw.open", s=1)
        await camille.modal("withdraw")
        await camille.submit(reason="Dépassé par les faits")
        await stage.settled()
        assert stage.crisis.statements[1].status is StatementStatus.WITHDRAWN
        await closed(camille)
        assert "abandonné" in await camille.command(stage.channel.id, "/crise textes")
        assert "Dépassé par les faits" in await camille.command(stage.channel.id, "/crise journal")


async def test_a_text_is_corrected_in_the_open(tmp_path: Path) -> None:
    """The form begins with the words that were wrong; signed by two, it stands beside them in the register."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya, nora = (stage.person(name) for name in ("Alex", "Maya", "Nora"))
        await released(stage, camille)
        await ask(stage, nora, cmd.TickItem, item="1.2", evidence={"danger": "no"})
        await ask(stage, nora, cmd.SetAwareness, at=stage.now.replace(microsecond=0), source="Standard")
        await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
        await opened(alex)
        await alex.click_in_modal("draft.correct", s=1)
        form = await alex.modal("draft")
        assert "ligne 3" in str(form["blocks"])
        await alex.submit(text_fr_0=TEXT.replace("ligne 3", "ligne 4"))
        await alex.modal("told")
        await alex.click_in_modal("statement.ask", s=2)
        await stage.settled()
        for person in (camille, maya):
            (paper,) = stage.notices("approval", person.id)
            await person.click(paper, "statement.approve", s=2)
            await stage.settled()
        (ready,) = stage.notices("approved", alex.id)
        await closed(alex)
        await alex.click(ready, "publish.open", s=2)
        await alex.modal("publish")
        await alex.submit(link="https://example.com/2")
        await stage.settled()
        first, second = stage.crisis.statements[1], stage.crisis.statements[2]
        assert (first.corrected_by, second.corrects) == (2, 1)
        register = await camille.command(stage.channel.id, "/crise textes")
        assert "ligne 3" in register
        assert "ligne 4" in register


async def test_a_remark_is_meant_so(tmp_path: Path) -> None:
    """Answered "intended, because …" by the writer, it is in the log and not asked again."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        alex = stage.person("Alex")
        told = await written(
            alex, "Si quelqu'un a été blessé par nos propos, nous le regrettons. Prochain point à 22 h."
        )
        assert "Si quelqu" in told
        await alex.click_in_modal("remark.open", s=1)
        await alex.modal("remark")
        assert (await alex.submit(reason=""))["failed"] == "invalid_form"
        await alex.submit(reason="C'est une citation")
        await stage.settled()
        ((_, reason),) = stage.crisis.statements[1].answers.items()
        assert reason == "C'est une citation"
        assert "C’est une citation" in texts_of(await said(alex)).replace("'", "’")


async def said(person: Person) -> dict[str, Any]:
    """The journal, as this person reads it."""
    await closed(person)
    await person.command(person.stage.channel.id, "/crise journal")
    return person.heard()[-1]


async def test_promises_come_late_or_are_given_up_in_the_open(tmp_path: Path) -> None:
    """By their forms, with a reason; on the thirtieth day the account tells it, and goes out signed by two."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 12, 10)) as stage:
        camille = await at_work(stage)
        alex, maya, nora = (stage.person(name) for name in ("Alex", "Maya", "Nora"))
        await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
        await released(stage, camille)
        await opened(nora)
        await nora.click_in_modal("promises.open", s=1)
        await nora.modal("promises")
        await nora.submit(proof_0="Le rapport", proof_1="Le compte")
        await stage.settled()
        await closed(nora)
        await nora.command(stage.channel.id, "/crise engagements")
        register = nora.heard()[-1]
        await nora.click(register, "commitment.late", n=1)
        await nora.modal("commitment_late")
        await nora.submit(due=int(paris(2027, 3, 30).timestamp()), reason="Le laboratoire tarde")
        await stage.settled()
        await closed(nora)
        await nora.click(register, "commitment.drop", n=2)
        await nora.modal("commitment_drop")
        await nora.submit(reason="Un avoir vaut mieux")
        await stage.settled()
        promises = stage.crisis.commitments
        assert promises[1].postponed == 1
        assert promises[2].dropped_at is not None
        await closed(nora)
        await stood_down(stage, camille)
        await stage.live(paris(2027, 4, 13, 12))
        step = next(m for m in stage.notices("follow_up", "follow_up") if "commitments.account" in str(m["blocks"]))
        await alex.click(step, "commitments.account")
        account = texts_of({"blocks": (await alex.modal("account"))["blocks"]})
        assert "Un avoir vaut mieux" in account
        await alex.click_in_modal("draft.account")
        form = await alex.modal("draft")
        assert "Un avoir vaut mieux" in str(form["blocks"])
        await alex.submit()
        await alex.modal("told")
        await alex.click_in_modal("statement.ask", s=2)
        await stage.settled()
        for person in (camille, maya):
            (paper,) = stage.notices("approval", person.id)
            await person.click(paper, "statement.approve", s=2)
            await stage.settled()
        assert stage.notices("approved", alex.id)


async def test_nothing_is_promised_and_somebody_attests_it(tmp_path: Path) -> None:
    """Neither a promise nor the tick is refused at its question; with the tick the scribe is asked no more."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        nora = stage.person("Nora")
        await released(stage, camille, TEXT)
        await opened(nora)
        await nora.click_in_modal("promises.open", s=1)
        await nora.modal("promises")
        await nora.submit()
        assert not stage.crisis.statements[1].promises_told
        await nora.submit(none=["none"])
        await stage.settled()
        assert stage.crisis.statements[1].promises_told
        assert any(isinstance(entry.event, ev.NoCommitmentAttested) for entry in stage.entries())
        await stage.pass_time(20 * 60)
        assert not any(
            "promesses" in texts_of(m) and "texte 1" in texts_of(m) for m in stage.notices("reminder", nora.id)
        )


async def test_a_case_by_its_number_and_without_a_name(tmp_path: Path) -> None:
    """Opened and settled by its forms; the register shows both."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        hugo = stage.person("Hugo")
        await hugo.command(stage.channel.id, "/crise nouveau-cas Une lèvre coupée")
        await hugo.modal("case")
        await hugo.submit(promise="Un appel avant midi", due=int((stage.now + timedelta(hours=3)).timestamp()))
        await stage.settled()
        await closed(hugo)
        await hugo.command(stage.channel.id, "/crise cas")
        await hugo.click(hugo.heard()[-1], "case.close", n=1)
        await hugo.modal("case_close")
        await hugo.submit(outcome="Rappelée, remboursée")
        await stage.settled()
        await closed(hugo)
        register = await hugo.command(stage.channel.id, "/crise cas")
        assert "Une lèvre coupée" in register
        assert "Rappelée, remboursée" in register


@pytest.mark.parametrize("how", ["channel", "group", "forbidden"])
async def test_a_side_room_for_the_people_named_only(how: str, tmp_path: Path) -> None:
    """A private channel or a group message; where channels are forbidden, a group message. Nothing said is logged."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        maya, alex = stage.person("Maya"), stage.person("Alex")
        if how == "forbidden":
            stage.sandbox.faults.add(FaultSpec("conversations.create", "error", error="restricted_action"))
        await camille.command(stage.channel.id, "/crise aparté")
        await camille.modal("side_room")
        await camille.submit(people=[maya.id], where="group" if how == "group" else "channel")
        await stage.settled()
        room = stage.sandbox.workspace.channels[stage.crisis.side_rooms[1].channel_id or ""]
        assert room.kind == ("private" if how == "channel" else "mpim")
        assert {camille.id, maya.id} <= set(room.members)
        assert alex.id not in room.members
        await maya.do("say", channel=room.id, text="Son nom est Zélie Xanthopoulos")
        await stage.settled()
        assert "Xanthopoulos" not in str(stage.rows("SELECT content FROM journal"))
        assert stage.crisis.side_rooms[1].people == (camille.id, maya.id)


async def test_everything_as_it_stood_at_a_minute(tmp_path: Path) -> None:
    """Sheet, posture, texts and decisions of that minute, and nothing that came later."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex = stage.person("Alex")
        await ask(stage, alex, cmd.AddFact, text="Trois signalements", status="probable")
        await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
        await ask(stage, camille, cmd.RecordDecision, text="Arrêter la ligne 3")
        await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": TEXT})
        then = stage.now
        await stage.pass_time(900)
        later = stage.now + timedelta(hours=1)
        await ask(stage, alex, cmd.ChangeFact, fact=1, status="unknown", text="Douze signalements")
        await ask(stage, camille, cmd.DecidePosture, posture=Posture.WATCH, reason="Bruit", review_at=later)
        await ask(stage, camille, cmd.RecordDecision, text="Rappeler le lot")
        await ask(stage, alex, cmd.WithdrawStatement, statement=1, reason="Dépassé")
        await stage.pass_time(60)
        known = await camille.command(
            stage.channel.id, f"/crise à {(then + timedelta(minutes=5)).astimezone(PARIS):%H:%M}"
        )
        for words in ("Trois signalements", "On nous le demande", "Arrêter la ligne 3", "ligne 3. Prochain point"):
            assert words in known
        for words in ("Douze signalements", "Bruit", "Rappeler le lot", "abandonné"):
            assert words not in known
        same_minute = await camille.command(stage.channel.id, f"/crise à {then.astimezone(PARIS):%H:%M}")
        assert "Arrêter la ligne 3" in same_minute, "a minute is known to its end"


async def test_a_lone_release_that_nobody_confirms(tmp_path: Path) -> None:
    """Thirty minutes later the channel hears it once; who confirms then still counts; the debrief names it."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 12, 10)) as stage:
        camille = await at_work(stage)
        alex, maya = stage.person("Alex"), stage.person("Maya")
        await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": TEXT})
        await opened(camille)
        await camille.click_in_modal("gate.open", s=1)
        await camille.modal("gate")
        await camille.click_in_modal("glass.open", s=1)
        await camille.modal("publish")
        await camille.submit(reason="Des éclats : danger", link="https://example.com/1", at=int(stage.now.timestamp()))
        await stage.settled()
        await closed(camille)
        await stage.live(stage.now + timedelta(minutes=31))
        (missed,) = stage.notices("ratification_missed")
        assert "30 minutes" in texts_of(missed).replace("\u00a0", " ")
        await maya.click(missed, "glass.ratify", s=1)
        await stage.settled()
        glass = stage.crisis.statements[1].glass
        assert glass is not None
        assert (glass.missed, glass.ratified_by) == (True, maya.id)
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=5))
        debrief = [texts_of(message) for message in stage.notices("follow_up", "follow_up")]
        assert any("Des éclats" in text and f"<@{maya.id}>" in text for text in debrief)

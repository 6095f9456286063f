"""Messages that events have overtaken: they are brought up to date where they stand, and nothing new is posted."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from bot.domain import commands as cmd
from tests.scenarios.cell import ask, at_work, paris, stood_down, told_in
from tests.scenarios.stage import Person, Stage, texts_of
from tests.scenarios.test_debrief import answer
from tests.scenarios.test_words import ready_to_speak
from tests.scenarios.test_words_by_hand import TEXT, released
from tests.waiting import Json


async def asked(stage: Stage, text: str = TEXT) -> tuple[Person, Person, Person]:
    """A text by Alex that waits for Camille, who leads, and for Maya, who is legal."""
    camille = await at_work(stage)
    alex, maya = stage.person("Alex"), stage.person("Maya")
    await ready_to_speak(stage)
    await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": text})
    await ask(stage, alex, cmd.RequestApproval, statement=1)
    await stage.settled()
    return camille, alex, maya


def paper(stage: Stage, person: Person) -> Json:
    """The one message in which somebody is asked to sign."""
    (found,) = stage.notices("approval", person.id)
    return found


def redrawn(stage: Stage) -> list[str]:
    """The messages besides the board that the bot has brought up to date, in turn."""
    boards = {message["ts"] for message in stage.boards()}
    return [call.arguments["ts"] for call in stage.calls("chat.update") if call.arguments["ts"] not in boards]


async def test_who_signed_first_sees_that_nothing_lacks_any_more(tmp_path: Path) -> None:
    """After the second signature the first signer's message names nobody who still lacks; nothing more is posted."""
    async with Stage(tmp_path) as stage:
        camille, alex, maya = await asked(stage)
        await camille.click(paper(stage, camille), "statement.approve", s=1)
        await stage.settled()
        assert "Manque encore : Juridique" in texts_of(paper(stage, camille)).replace("\xa0", " ")
        await maya.click(paper(stage, maya), "statement.approve", s=1)
        await stage.settled()
        for person, both in ((camille, "Il a les deux"), (maya, "It has both")):
            told = texts_of(paper(stage, person))
            assert both in told
            assert "Manque encore" not in told
            assert TEXT in told
        (ready,) = stage.notices("approved", alex.id)
        await alex.click(ready, "publish.open", s=1)
        await alex.modal("publish")
        await alex.submit(link="https://example.com/1", at=int(stage.now.timestamp()))
        await stage.settled()
        assert "publish.open" not in str(stage.notices("approved", alex.id)), "what is out is not offered again"


async def test_who_is_not_needed_any_more_is_not_asked_any_more(tmp_path: Path) -> None:
    """A second expert, asked because legal had gone: legal is back and signs, and the expert's button goes."""
    async with Stage(tmp_path) as stage:
        camille, _, maya = await asked(stage)
        await ask(stage, camille, cmd.AssignRoles, roles={"legal": None})
        await ask(stage, camille, cmd.AssignRoles, roles={"legal": maya.id})
        await stage.settled()
        karim = stage.person("Karim")
        assert "statement.approve" in str(paper(stage, karim))
        await maya.click(stage.notices("approval", maya.id)[-1], "statement.approve", s=1)
        await stage.settled()
        told = paper(stage, karim)
        assert "statement.approve" not in str(told)
        assert "n’est plus attendue" in texts_of(told)
        assert "Manque encore" in texts_of(told)


async def test_nobody_signs_words_that_came_into_the_place_of_those_they_were_reading(tmp_path: Path) -> None:
    """After an edit, and after a cited fact has changed, the question loses its button and says why."""
    async with Stage(tmp_path) as stage:
        camille, alex, _ = await asked(stage)
        await ask(stage, alex, cmd.EditStatement, statement=1, seen=1, texts={"fr": f"{TEXT} Gardez les pots."})
        await stage.settled()
        assert "statement.approve" not in str(paper(stage, camille))
        assert "ont changé" in texts_of(paper(stage, camille))
        await ask(stage, alex, cmd.RequestApproval, statement=1)
        await stage.settled()
        old, new = stage.notices("approval", camille.id)
        assert "statement.approve" not in str(old)
        assert "Gardez les pots" in texts_of(new)
        await ask(stage, alex, cmd.WithdrawStatement, statement=1, reason="Un autre texte")
        await stage.settled()
        assert "statement.approve" not in str(stage.notices("approval", camille.id))


async def test_a_reminder_to_sign_goes_with_what_it_reminded_of(tmp_path: Path) -> None:
    """A reminder of a text that waits for signatures names it no longer once both are there."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille, _, maya = await asked(stage)
        limit = stage.crisis.rules.approval_deputy
        assert limit is not None
        await stage.pass_time(limit * 60 + 1)
        reminded = stage.notices("reminder", camille.id)[-1]
        assert "texte 1" in texts_of(reminded)
        for person in (camille, maya):
            await person.click(stage.notices("approval", person.id)[0], "statement.approve", s=1)
        await stage.settled()
        assert "texte 1" not in texts_of(stage.notices("reminder", camille.id)[-1])


async def test_promises_that_were_confirmed_are_not_to_be_confirmed_any_more(tmp_path: Path) -> None:
    """The button goes from the message in the channel and from the scribe's reminder."""
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        camille, nora = await at_work(stage), stage.person("Nora")
        await released(stage, camille)
        (out,) = stage.notices("published")
        assert "promises.open" in str(out)
        await stage.pass_time(60 * 60)
        assert "promises.open" in str(stage.notices("reminder", nora.id))
        await nora.click(out, "promises.open", s=1)
        await nora.modal("promises")
        updates = len(redrawn(stage))
        await nora.submit(proof_0="Le rapport", proof_1="Le compte")
        await stage.settled()
        assert len(redrawn(stage)) - updates == 2, "two promises, two messages, each once"
        assert "promises.open" not in str(stage.notices("published"))
        assert "promises.open" not in str(stage.notices("reminder", nora.id))


async def test_that_a_text_promises_nothing_takes_the_question_away(tmp_path: Path) -> None:
    """Dismissed is answered too; a lone release that somebody has confirmed says by whom, and offers nothing more."""
    async with Stage(tmp_path) as stage:
        camille, nora = await at_work(stage), stage.person("Nora")
        await released(stage, camille, TEXT)
        assert "glass.ratify" not in str(stage.notices("glass_broken"))
        assert "promises.open" in str(stage.notices("published"))
        await ask(stage, nora, cmd.ConfirmCommitments, statement=1, commitments=())
        await stage.settled()
        assert "promises.open" not in str(stage.notices("published"))


async def test_the_debriefs_message_is_never_behind(tmp_path: Path) -> None:
    """It counts no answers, so none makes it wrong; a lesson stands in it at once; done, it says by whom."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=2, minutes=1))

        def shown() -> list[Json]:
            own = [message for about, message in told_in(stage, camille.id, "step") if about == "end_48h"]
            return [*own, *(m for m in stage.notices("follow_up") if "debrief.answers" in str(m))]

        assert len(shown()) == 2
        before = [texts_of(message) for message in shown()]
        assert all("debrief.answers" in str(message) for message in shown())
        await answer(stage, stage.person("Hugo"), keep="La veille")
        assert [texts_of(message) for message in shown()] == before
        await ask(stage, camille, cmd.RecordLesson, happened="Seule au début", cause="", change="Deux suppléants")
        await stage.settled()
        assert all("Deux suppléants" in texts_of(message) for message in shown())
        await ask(stage, camille, cmd.CompleteFollowUp, follow_up="end_48h")
        await stage.settled()
        assert "followup.done" not in str([m for m in stage.notices("follow_up") if "debrief.answers" in str(m)])

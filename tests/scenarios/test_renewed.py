"""Who reads what is brought up to date where it stands, and what may not come back by it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain.crisis import LEAD
from bot.domain.effects import Effect
from bot.domain.kernel import SLACK
from bot.sandbox import FaultSpec
from bot.slack.effects.notice import respond
from tests.paces import BoardsAlone
from tests.scenarios.cell import ask, at_work, paris, stood_down
from tests.scenarios.stage import Person, Stage, texts_of
from tests.scenarios.test_overtaken import asked, paper, redrawn
from tests.scenarios.test_words_by_hand import TEXT


async def leaves(stage: Stage, person: Person) -> None:
    """Somebody is in the crisis no longer."""
    await ask(stage, Person(stage, SLACK), cmd.RecordLeave, user=person.id)
    await stage.settled()


async def told_elsewhere(stage: Stage) -> Person:
    """A text that Camille has released alone, told to her as the lead: the channel was archived by hand."""
    camille = await at_work(stage)
    await camille.do("archive", channel=stage.channel.id)
    await stage.settled()
    await ask(stage, stage.person("Alex"), cmd.DraftStatement, kind="holding", texts={"fr": TEXT})
    alone = {"break_glass": True, "reason": "Danger", "link": "https://example.com/1"}
    await ask(stage, camille, cmd.PublishStatement, statement=1, **alone)
    await stage.settled()
    return camille


async def test_a_late_answer_does_not_cover_what_came_after_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first signer's answer is slow on its way; the second signature, told meanwhile, stays told."""
    arrives = asyncio.Event()

    async def slowly(*args: Any, **more: Any) -> bool:
        await arrives.wait()
        return await respond(*args, **more)

    monkeypatch.setattr("bot.slack.listeners.answering.respond", slowly)
    async with Stage(tmp_path) as stage:
        camille, _, maya = await asked(stage)
        for person in (camille, maya):
            await person.click(paper(stage, person), "statement.approve", s=1)
            await stage.settled()
        arrives.set()
        await stage.end_bot()
        assert "Il a les deux" in texts_of(paper(stage, camille))
        assert "Manque encore" not in texts_of(paper(stage, camille))


async def test_a_lead_who_has_left_reads_no_news_where_the_channels_messages_went(tmp_path: Path) -> None:
    """What was told to the lead in the channel's place is renewed for who leads, and not for who has left."""
    async with Stage(tmp_path) as stage:
        camille = await told_elsewhere(stage)
        (before,) = stage.notices("glass_broken")
        assert before in [{**message, "channel": before["channel"]} for message in stage.direct(camille)]
        await ask(stage, camille, cmd.AssignRoles, roles={LEAD: stage.person("Alex").id})
        await leaves(stage, camille)
        await ask(stage, stage.person("Maya"), cmd.RatifyBreakGlass, statement=1)
        await stage.settled()
        assert stage.notices("glass_broken") == [before]


async def test_what_was_told_to_the_lead_in_the_channels_place_is_renewed_there(tmp_path: Path) -> None:
    """Who still leads sees who has confirmed, and no button any more."""
    async with Stage(tmp_path) as stage:
        await told_elsewhere(stage)
        assert "glass.ratify" in str(stage.notices("glass_broken"))
        await ask(stage, stage.person("Maya"), cmd.RatifyBreakGlass, statement=1)
        await stage.settled()
        assert "glass.ratify" not in str(stage.notices("glass_broken"))


async def test_a_stranger_who_came_into_the_follow_up_channel_reads_no_news(tmp_path: Path) -> None:
    """A private crisis's step stands in the follow-up channel; after a stranger has come in, no lesson is added."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        follow_up = stage.sandbox.workspace.channel_names["crise-suivi"]
        for user in [user for user in follow_up.members if user not in (*stage.crisis.members, stage.app.bot_user_id)]:
            await camille.do("invite", channel=stage.channel.id, users=[user])
        await stage.settled()
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=2, minutes=1))
        assert any("debrief.answers" in str(message) for message in stage.posted(follow_up))
        stranger = next(user for user in stage.sandbox.workspace.users if user not in stage.crisis.members)
        await camille.do("invite", channel=follow_up.id, users=[stranger])
        await ask(stage, camille, cmd.RecordLesson, happened="Seule", cause="", change="Deux suppléants")
        await stage.settled()
        assert "Deux suppléants" not in str(stage.posted(follow_up))


async def test_who_has_left_learns_nothing_when_words_are_removed(tmp_path: Path) -> None:
    """What stands in their direct messages loses the words, and tells nothing that came after they had left."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        hugo = stage.person("Hugo")
        await ask(stage, camille, cmd.RecordDecision, text="Rappeler Zélie Xanthopoulos")
        await leaves(stage, hugo)
        await ask(stage, Person(stage, SLACK), cmd.RecordJoin, user=hugo.id)
        await stage.settled()
        assert "Xanthopoulos" in str(stage.direct(hugo)), "he was told where things stand"
        await leaves(stage, hugo)
        await ask(stage, camille, cmd.RecordDecision, text="Le lot 12 est bloqué")
        decided = next(entry.seq for entry in stage.entries() if entry.event.kind == "DecisionRecorded")
        await camille.command(stage.channel.id, f"/crise effacer {decided}")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await stage.settled()
        assert "Xanthopoulos" not in str(stage.direct(hugo))
        assert "lot 12" not in str(stage.direct(hugo))


async def test_what_is_renewed_is_paid_from_the_budget_of_the_boards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every update of a message has booked its turn, so that a text with many papers takes no board's; newest first."""
    turns = 0

    def spare(_: BoardsAlone) -> float:
        nonlocal turns
        turns += 1
        return 0.0

    monkeypatch.setattr(BoardsAlone, "spare", spare)
    async with Stage(tmp_path, begins=paris(2027, 3, 15, 10)) as stage:
        _, alex, maya = await asked(stage)
        assert stage.bot is not None
        about = {"statement": 1, "seq": stage.crisis.seq}
        for _ in range(5):
            each = Effect(kind="notice", name="approval", to=maya.id, args=about)
            await stage.bot.service.outbox.owe(stage.crisis.id, each, "")
        stage.bot.service.wake()
        await stage.settled()
        before = len(redrawn(stage)), turns
        await ask(stage, alex, cmd.WithdrawStatement, statement=1, reason="Un autre texte")
        await stage.settled()
        renewed = redrawn(stage)[before[0] :]
        assert len(renewed) == turns - before[1] == 7
        assert renewed[:6] == [message["ts"] for message in reversed(stage.notices("approval", maya.id))]


async def test_one_message_that_slack_refuses_keeps_no_other_from_being_renewed(tmp_path: Path) -> None:
    """The first is refused for good, which is told; the others are tried all the same."""
    async with Stage(tmp_path) as stage:
        camille, alex, maya = await asked(stage)
        stage.sandbox.faults.add(FaultSpec("chat.update", "error", times=None, error="msg_blocks_too_long"))
        before = len(redrawn(stage))
        await ask(stage, alex, cmd.WithdrawStatement, statement=1, reason="Un autre texte")
        await stage.settled()
        assert set(redrawn(stage)[before:]) == {paper(stage, person)["ts"] for person in (camille, maya)}
        assert ("renew",) in stage.rows("SELECT kind FROM outbox WHERE state = 'parked'")


async def test_a_place_that_lets_the_bot_in_no_longer_keeps_the_words_nowhere_else(tmp_path: Path) -> None:
    """Put out of the crisis's channel, the bot still takes the words from direct messages, and names the channel."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        hugo, name = stage.person("Hugo"), "Zélie Xanthopoulos"
        await ask(stage, camille, cmd.RecordDecision, text=name)
        await leaves(stage, hugo)
        await ask(stage, Person(stage, SLACK), cmd.RecordJoin, user=hugo.id)
        await stage.settled()
        assert name in str(stage.direct(hugo))
        channel, entry = stage.channel, next(e for e in stage.entries() if e.event.kind == "DecisionRecorded")
        del channel.members[stage.app.bot_user_id]
        await camille.command("#general", f"/crise effacer {entry.seq}")
        await camille.modal("redact")
        await camille.submit(reason="Demande de la personne")
        await stage.settled()
        assert name not in str(stage.direct(hugo))
        assert f"/archives/{channel.id}|" in texts_of(stage.direct(camille)[-1])
        assert stage.rows("SELECT kind, name, error FROM outbox WHERE state = 'parked' AND kind = 'scrub'") == []

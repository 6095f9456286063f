"""Facts, texts, side rooms, what was known when, and words that must go: as people meet them in Slack."""

from __future__ import annotations

from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain.said import StatementStatus
from bot.sandbox import FaultSpec
from tests.scenarios.cell import PARIS, ask, at_work
from tests.scenarios.stage import Stage, texts_of, until

TEXT = "Nous savons. Nous vérifions la ligne 3. Prochain point à 22 h."


async def test_a_message_becomes_a_fact_once(stage: Stage) -> None:
    """The form holds its words and its address; a second person is told that it is kept."""
    await at_work(stage)
    alex = stage.person("Alex")
    said = (await alex.do("say", channel=stage.channel.id, text="La ligne 3 est arrêtée"))["message"]
    args = {"callback_id": "add_fact", "app": stage.app.id, "channel": stage.channel.id, "ts": said["ts"]}
    for name in ("Alex", "Camille"):
        person = stage.person(name)
        await person.do("message_shortcut", **args)
        await person.modal("fact")
        await person.submit(status="probable")
    assert [fact.now.text for fact in stage.crisis.facts.values()] == ["La ligne 3 est arrêtée"]
    assert said["ts"].replace(".", "") in stage.crisis.facts[1].now.source


async def test_the_fact_sheet_is_posted_once_however_often_it_is_asked_for(stage: Stage) -> None:
    """Clicked twice, it stands in the channel once; after a change it may come again."""
    camille = await at_work(stage)
    await ask(stage, camille, cmd.AddFact, text="Trois signalements", status="probable")
    posted = len(stage.posted())
    for _ in range(2):
        await camille.command(stage.channel.id, "/crise faits")
        await camille.click(camille.heard()[-1], "facts.post")
        await until(lambda: len(stage.posted()) == posted + 1, what="the sheet")
    assert "Trois signalements" in texts_of(stage.posted()[-1])


async def test_a_template_fills_the_form(stage: Stage) -> None:
    """Picked from the menu, its words stand in both languages, with gaps that must be filled."""
    camille = await at_work(stage)
    await camille.command(stage.channel.id, "/crise rédiger")
    view = await camille.modal("draft")
    block = next(block for block in view["blocks"] if block.get("block_id") == "template_holding")
    option = block["element"]["option_groups"][0]["options"][0]
    state = {"template_holding": {"draft.refresh": {"type": "static_select", "selected_option": option}}}
    kind = next(block for block in view["blocks"] if block.get("block_id") == "kind")["element"]
    state["kind"] = {"draft.refresh": {"type": "static_select", "selected_option": kind["initial_option"]}}
    await camille.do(
        "action",
        container={"type": "view", "view_id": view["id"]},
        block_id="template_holding",
        action_id="draft.refresh",
        value={"selected_option": option},
        state=state,
    )
    await until(lambda: "text_fr_1" in str(camille.stack[-1].json["blocks"]), what="the words")
    assert "[[" in str(camille.stack[-1].json["blocks"])


async def test_a_lone_release_is_told_to_all_and_ratified(stage: Stage) -> None:
    """Only the lead has the way; the channel hears of it, and a second person stands behind it."""
    camille = await at_work(stage)
    alex, maya = stage.person("Alex"), stage.person("Maya")
    await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": TEXT})
    await camille.command(stage.channel.id, "/crise textes")
    await camille.click(camille.heard()[-1], "statement.open", s=1)
    await camille.modal("statement")
    await camille.click_in_modal("gate.open", s=1)
    await camille.modal("gate")
    await camille.click_in_modal("glass.open", s=1)
    await camille.modal("publish")
    await camille.submit(reason="Des éclats : danger", link="https://example.com/1", at=int(stage.now.timestamp()))
    await stage.settled()
    assert stage.crisis.statements[1].status is StatementStatus.PUBLISHED
    (told,) = stage.notices("glass_broken")
    await maya.click(told, "glass.ratify", s=1)
    glass = stage.crisis.statements[1].glass
    assert glass is not None
    assert glass.ratified_by == maya.id


async def test_a_guest_signs_nothing(stage: Stage) -> None:
    """Slack says who is a full member; a guest's click changes nothing and is explained."""
    await at_work(stage)
    alex, maya = stage.person("Alex"), stage.person("Maya")
    stage.sandbox.workspace.users[maya.id]["is_restricted"] = True
    await stage.end_bot()
    await stage.raise_bot()
    await ask(stage, alex, cmd.DraftStatement, kind="holding", texts={"fr": TEXT})
    await ask(stage, alex, cmd.RequestApproval, statement=1)
    await stage.settled()
    (paper,) = stage.notices("approval", maya.id)
    await maya.click(paper, "statement.approve", s=1)
    await stage.settled()
    assert stage.crisis.statements[1].approvals == ()


async def test_personal_data_is_told_to_its_author_alone(stage: Stage) -> None:
    """A phone number in the channel: its author reads a private word; nobody else, no file, keeps it."""
    await at_work(stage)
    posted = len(stage.posted())
    hugo = stage.person("Hugo")
    await hugo.do("say", channel=stage.channel.id, text="Rappelez Mme Durand au 06 12 34 56 78")
    await until(lambda: hugo.heard(stage.channel.id), what="the warning")
    await stage.settled()
    assert "06 12 34" not in texts_of(hugo.heard(stage.channel.id)[-1])
    assert all(not person.heard(stage.channel.id) for person in map(stage.person, ("Alex", "Maya")))
    assert len(stage.posted()) == posted
    assert not any(b"06 12 34" in path.read_bytes() for path in stage.folder.iterdir() if path.is_file())


async def test_a_side_room_holds_the_people_named(stage: Stage) -> None:
    """A private channel for two; the journal knows that it is there and who is in it."""
    camille = await at_work(stage)
    await camille.command(stage.channel.id, "/crise aparté @maya.chen")
    await stage.settled()
    room = stage.crisis.side_rooms[1]
    assert room.people == (camille.id, stage.person("Maya").id)
    channel = stage.sandbox.workspace.channels[room.channel_id or ""]
    assert {camille.id, stage.person("Maya").id} <= set(channel.members)
    assert stage.person("Alex").id not in channel.members


async def test_who_asked_for_a_side_room_hears_that_slack_makes_none(stage: Stage) -> None:
    """In their own messages, with the next step; not the lead, whose room it is not."""
    camille = await at_work(stage)
    nora = stage.person("Nora")
    before = len(stage.direct(camille))
    stage.sandbox.faults.add(FaultSpec("conversations.create", "error", error="ekm_access_denied"))
    await nora.command(stage.channel.id, "/crise aparté @maya.chen")
    await stage.settled()
    assert "/crisis private" in texts_of(stage.direct(nora)[-1])
    assert len(stage.direct(camille)) == before


async def test_what_was_known_at_a_minute(stage: Stage) -> None:
    """A fact that came later is not in the picture of that minute; a time that is none is asked for."""
    camille = await at_work(stage)
    await ask(stage, camille, cmd.AddFact, text="Trois signalements", status="probable")
    then = stage.now
    await stage.pass_time(600)
    await ask(stage, camille, cmd.AddFact, text="Douze signalements", status="probable")
    await stage.pass_time(60)
    said = (then + timedelta(minutes=2)).astimezone(PARIS)
    answer = await camille.command(stage.channel.id, f"/crise à {said:%H:%M}")
    assert "Trois signalements" in answer
    assert "Douze signalements" not in answer
    assert "14:20" in await camille.command(stage.channel.id, "/crise à tantôt")


async def test_words_are_removed_for_good_by_lead_or_legal(stage: Stage) -> None:
    """The entry loses its words everywhere, who and why stay, the chain verifies; others are refused."""
    camille = await at_work(stage)
    hugo = stage.person("Hugo")
    await hugo.command(stage.channel.id, "/crise note Mme Zélie Xanthopoulos a appelé")
    number = stage.crisis.seq
    assert "Seuls" in await hugo.command(stage.channel.id, f"/crise effacer {number}")
    await camille.command(stage.channel.id, f"/crise effacer {number}")
    await camille.modal("redact")
    await camille.submit(reason="Le nom d'une cliente")
    await camille.modal("told")
    await stage.settled()
    assert "Xanthopoulos" not in str(stage.rows("SELECT content FROM journal"))
    assert stage.rows("SELECT by, reason FROM redactions") == [(camille.id, "Le nom d'une cliente")]
    assert stage.bot is not None
    assert stage.bot.service.store.verify() == []
    await camille.command(stage.channel.id, "/crise note Et la suite")
    assert stage.bot.service.store.verify() == []

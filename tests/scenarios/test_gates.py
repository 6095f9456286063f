"""Each gate tried from the wrong side, and then from the right one: by people, over real HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Posture, Status
from bot.domain.gates import missing
from bot.domain.kernel import Refused
from bot.domain.said import StatementStatus
from bot.locale import texts_in
from tests.scenarios.actor import find
from tests.scenarios.cell import ask, at_work, stood_down
from tests.scenarios.stage import Person, Stage, texts_of
from tests.waiting import Json, until

TEXT = "Nous pensons à vous. Nous vérifions la ligne 3. Prochain point à 22 h."
KINDS = {"publish.holding": "holding", "publish.statement": "statement", "publish.admission": "admission"}
OUTSIDE = {"speak": "parler", "promise": "promettre", "moderate": "masquer"}


def clicks(view: Json, action: str) -> int:
    """How many buttons of an action a modal has."""
    blocks = [block.get("accessory", {}) for block in view["blocks"]]
    return sum(element.get("action_id", "").split(":")[0] == action for element in blocks)


async def everything_settled(person: Person, name: str) -> int:
    """From the modal that says what lacks: each step by its own button, until none is left. How many there were."""
    await person.modal(name)
    steps = 0
    while open_steps := _left(person, name):
        await person.click_in_modal("item.done", i=open_steps[0])
        await until(lambda: person.stack[-1].json["callback_id"] != name, what="the form of the step")
        if person.stack[-1].json["callback_id"] == "legal":
            await person.submit(reason="Aucune de ces lois ne s'applique")
        else:
            await person.answer(**_forced(person))
        gone = open_steps[0]
        await until(lambda gone=gone: gone not in _left(person, name, [gone]), what="one step less")  # type: ignore[misc]
        steps += 1
    return steps


def _left(person: Person, name: str, meanwhile: list[str] | None = None) -> list[str]:
    """The steps that lack, once their modal is on top again."""
    top = person.stack[-1].json
    if top["callback_id"] != name:
        return meanwhile or []
    buttons = [block.get("accessory", {}) for block in top["blocks"]]
    return [json.loads(each["value"])["i"] for each in buttons if each.get("action_id") == "item.done"]


def _forced(person: Person) -> Json:
    """Answers without which a plausible form would say something else."""
    asked = {block.get("block_id") for block in person.stack[-1].json["blocks"]}
    return {name: value for name, value in {"danger": "no", "posture": "speak"}.items() if name in asked}


async def what_lacks(person: Person) -> Json:
    """The text from the register, and what holds it back."""
    await person.command(person.stage.channel.id, "/crise textes")
    await person.click(person.heard()[-1], "statement.open", s=1)
    await person.modal("statement")
    await person.click_in_modal("gate.open", s=1)
    return await person.modal("gate")


async def closed(person: Person) -> None:
    """Every modal."""
    if person.stack:
        await person.do("close", view_id=person.stack[-1].json["id"], all=True)


@pytest.mark.parametrize("gate", KINDS)
async def test_a_text_goes_out_when_nothing_lacks_and_not_before(gate: str, tmp_path: Path) -> None:
    """Refused with what lacks, who owes it and the button that gets it done; published when all of it is done."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya, nora = stage.person("Alex"), stage.person("Maya"), stage.person("Nora")
        await ask(stage, nora, cmd.AddFact, text="Trois signalements", status="unknown")
        await ask(stage, nora, cmd.DraftStatement, kind=KINDS[gate], texts={"fr": TEXT}, cites=(1,))
        lacks = await what_lacks(alex)
        told = texts_of({"blocks": lacks["blocks"]})
        for button in ("fact.change", "statement.ask", "item.done"):
            find(lacks["blocks"], button, {})
        assert "Trois signalements" in told
        assert all(f"<@{user}>" in told for user in (camille.id, nora.id)), "who owes it"
        with pytest.raises(LookupError):
            find(lacks["blocks"], "glass.open", {})
        refused = await ask_and_be_refused(stage, alex)
        assert refused in {"posture_not_speak", "facts_uncertain"}

        await alex.click_in_modal("fact.change", f=1)
        await alex.modal("fact")
        await alex.submit(status="established", source="Dossier 4711")
        await alex.modal("gate")
        steps = await everything_settled(alex, "gate")
        assert steps >= 3
        assert stage.crisis.posture is not None, "its item was among the steps"
        await alex.click_in_modal("statement.ask")
        await stage.settled()
        await closed(alex)
        assert await ask_and_be_refused(stage, alex) == "signatures_missing"
        for person in (camille, maya):
            (paper,) = stage.notices("approval", person.id)
            await person.click(paper, "statement.approve", s=1)
            await stage.settled()
        assert not [lack for lack in missing(stage.crisis, gate) if lack.key not in {"3.3", "3.5"}]
        (ready,) = stage.notices("approved", nora.id)
        await nora.click(ready, "publish.open", s=1)
        await nora.modal("publish")
        await nora.submit(link="https://example.com/1")
        await stage.settled()
        assert stage.crisis.statements[1].status is StatementStatus.PUBLISHED


async def ask_and_be_refused(stage: Stage, person: Person) -> str:
    """The publication that is handed in all the same: the code of its refusal."""
    with pytest.raises(Refused) as refused:
        await ask(stage, person, cmd.PublishStatement, statement=1, link="https://example.com/1")
    return refused.value.code


@pytest.mark.parametrize("gate", OUTSIDE)
async def test_what_is_done_outside_slack_passes_its_gate(gate: str, tmp_path: Path) -> None:
    """An interview, a promise, a hidden comment: what lacks, by a word; then it is written down, and only then."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        hugo = stage.person("Hugo")
        await hugo.command(stage.channel.id, f"/crise verrou {OUTSIDE[gate]}")
        view = await hugo.modal("pass_gate")
        lacking = [lack.key for lack in missing(stage.crisis, gate)]
        assert clicks(view, "item.done") == len(lacking) > 0
        assert not view.get("submit"), "there is nothing to hand in yet"
        assert "<@" in texts_of({"blocks": view["blocks"]}), "who owes it"
        assert await everything_settled(hugo, "pass_gate") == len(lacking)
        await hugo.submit(what="Journal de 20 h : Camille répond")
        await stage.settled()
        (passed,) = [entry for entry in stage.entries() if isinstance(entry.event, ev.GatePassed)]
        assert (passed.actor, passed.event.model_dump()["gate"]) == (hugo.id, gate)
        assert "Journal de 20 h" in await camille.command(stage.channel.id, "/crise journal")


async def test_a_gate_that_closes_again_refuses_the_form(tmp_path: Path) -> None:
    """The form was open while somebody took a step back: what is handed in is refused with what lacks."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        hugo = stage.person("Hugo")
        await hugo.command(stage.channel.id, "/crise verrou masquer")
        await everything_settled(hugo, "pass_gate")
        await ask(stage, hugo, cmd.ReopenItem, item="2.1", seen_seq=stage.crisis.items["2.1"].seq)
        await hugo.submit(what="Un commentaire haineux")
        await until(lambda: hugo.stack and clicks(hugo.stack[-1].json, "item.done") == 1, what="what lacks")
        assert not any(isinstance(entry.event, ev.GatePassed) for entry in stage.entries())


async def test_the_cell_is_dismissed_when_nothing_lacks(tmp_path: Path) -> None:
    """Without a reason the form stays and shows what lacks; each step by its button; then it goes without one."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise clore")
        view = await camille.modal("close")
        assert clicks(view, "item.done") == len(missing(stage.crisis, "stand_down"))
        answer = await camille.submit(reason="")
        assert answer["failed"] == "invalid_form", "a reason is wanted"
        assert stage.crisis.is_open
        await everything_settled(camille, "close")
        heard = len(camille.heard())
        await camille.submit()
        await stage.settled()
        assert len(camille.heard()) == heard, "nothing is said to have failed"
        assert stage.crisis.status is Status.STOOD_DOWN


async def test_the_file_is_closed_when_nothing_lacks(tmp_path: Path) -> None:
    """The archive says what the file still lacks; a person who does not lead is refused; done, it needs no reason."""
    async with Stage(tmp_path) as stage:
        camille, alex = await at_work(stage), stage.person("Hugo")
        await stood_down(stage, camille)
        await alex.command(stage.channel.id, "/crise archiver Pour voir")
        assert not stage.crisis.is_open
        await camille.click(stage.boards()[0], "archive")
        view = await camille.modal("archive")
        assert clicks(view, "item.done") == len(missing(stage.crisis, "archive")) >= 5
        assert (await camille.submit(reason=""))["failed"] == "invalid_form", "a reason is wanted"
        await everything_settled(camille, "archive")
        await camille.submit()
        await stage.settled()
        assert stage.crisis.status is Status.ARCHIVED


async def test_all_gates_on_one_screen(tmp_path: Path) -> None:
    """Which may be passed, what lacks for the others in plain words, and the way to each."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        await camille.click(stage.boards()[0], ["board.more", "3"][0], v="gates")
        told = texts_of(await camille.hears("ce qui peut se faire maintenant"))
        shown = [gate for gate in stage.crisis.playbook.gates if gate.key != "archive"]
        assert all(gate.label.fr.replace("'", "’") in told for gate in shown)
        assert texts_in("fr").n("gates.lacks", len(missing(stage.crisis, "speak"))) in told


@pytest.mark.parametrize("who", ["author", "editor", "guest", "bot", "deactivated", "twice", "wrong roles", "no role"])
async def test_who_may_not_sign(who: str, tmp_path: Path) -> None:
    """Neither who wrote it nor who changed it, no guest, no bot, nobody who is gone, nobody twice, no two experts."""
    async with Stage(tmp_path) as stage:
        camille = await at_work(stage)
        alex, maya, karim, ines = (stage.person(name) for name in ("Alex", "Maya", "Karim", "Inès"))
        await ask(stage, camille, cmd.DecidePosture, posture=Posture.SPEAK, reason="On nous le demande")
        writer = camille if who == "author" else alex
        await ask(stage, writer, cmd.DraftStatement, kind="holding", texts={"fr": TEXT})
        if who == "editor":
            await ask(stage, maya, cmd.EditStatement, statement=1, seen=1, texts={"fr": TEXT + " Merci."})
        signs = {"author": camille, "wrong roles": karim, "no role": ines, "twice": camille}.get(who, maya)
        before = 0
        if who in ("twice", "wrong roles"):
            first = camille if who == "twice" else maya
            await sign_from_text(first)
            before = 1
        flag = {"guest": "is_restricted", "bot": "is_bot", "deactivated": "deleted"}.get(who)
        if flag:
            stage.sandbox.workspace.users[maya.id][flag] = True
            await stage.end_bot()
            await stage.raise_bot()
        refused = await sign_from_text(signs, offered=who in ("guest", "bot", "deactivated"))
        assert refused
        assert len(stage.crisis.statements[1].approvals) == before


async def sign_from_text(person: Person, *, offered: bool = True) -> bool:
    """By the button under the text; where it is not offered, by a forged click. Whether it was refused."""
    stage = person.stage
    had = len(stage.crisis.statements[1].approvals)
    await person.command(stage.channel.id, "/crise textes")
    await person.click(person.heard()[-1], "statement.open", s=1)
    await person.modal("statement")
    try:
        await person.click_in_modal("statement.approve", s=1)
    except LookupError:
        if offered:
            raise
        block, element = find((await person.modal())["blocks"], "draft.open", {})
        forged = {**element, "action_id": "statement.approve"}
        view = await person.modal()
        element.update(forged)
        await person.do(
            "action",
            container={"type": "view", "view_id": view["id"]},
            block_id=block["block_id"],
            action_id="statement.approve",
            value={"value": element["value"]},
            state={},
        )
    await stage.settled()
    await closed(person)
    return len(stage.crisis.statements[1].approvals) == had

"""Words that go out: forged ways back, another crisis's texts, signatures, removals and rooms by who may not."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.locale import mention
from bot.slack import people
from bot.slack.listeners.saying import VERBS
from bot.slack.screens import advice, gate, statement
from bot.slack.screens.forms import pass_gate
from tests.scenarios.cell import ask
from tests.scenarios.stage import Stage, until
from tests.security.door import Caller, Ears
from tests.security.rich import MARK, rich
from tests.security.test_forged import answers
from tests.waiting import Json

NEVER_SIGN: dict[str, Json] = {
    "guest": {"is_restricted": True},
    "guest of one channel": {"is_restricted": True, "is_ultra_restricted": True},
    "of another workspace": {"team_id": "T99OTHER"},
    "bot": {"is_bot": True},
    "deactivated": {"deleted": True},
}
WRONG: tuple[Any, ...] = (-1, 0, 99, 2**70, "1", "x", None, True, [], {}, [1], {"s": 1})
FEW: tuple[Any, ...] = (99, 2**70, "x", {})
VIEWS = (advice.NAME, gate.NAME, statement.NAME, pass_gate.NAME)


def ways_back() -> Iterator[Any]:
    """What a form could be made to say about the modal from which it was opened."""
    names: tuple[Any, ...] = (*VIEWS, "archive", "close", "fact", "remark", "plan", "x", None, [], {})
    for name in names:
        for key in "sngirf":
            yield from ({"v": name, key: wrong} for wrong in FEW)
    yield from WRONG
    deep: Json = {"v": gate.NAME, "s": 1}
    for _ in range(400):
        deep = {"v": gate.NAME, "b": deep}
    yield deep


async def handed_in(who: Caller, number: int, metadata: Json) -> None:
    """A note from a form that lies upon another modal."""
    block = {"block_id": "text", "type": "input"}
    view: Json = {"id": f"V{number}", "type": "modal", "callback_id": "note", "private_metadata": json.dumps(metadata)}
    view |= {"previous_view_id": "V0", "blocks": [block], "state": {"values": answers(text=f"Note {number}")}}
    await who.send({"type": "view_submission", "view": view}, answered=False)


async def test_a_forged_way_back_keeps_nothing_from_being_done(
    stage: Stage, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever the form says of the modal under it: the note is taken, once each, and nothing breaks."""
    await rich(stage)
    camille, before = Caller(stage, ears, "U01"), stage.crisis.seq
    forged = list(ways_back())
    for number, back in enumerate(forged):
        await handed_in(camille, number, {"c": stage.crisis.id, "b": back})
    await stage.settled()
    assert stage.crisis.seq - before == len(forged)
    assert [record.message for record in caplog.records if record.exc_info or record.levelno > logging.WARNING] == []


async def test_a_modal_about_nothing_is_not_drawn_again(
    stage: Stage, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    """A button pressed in an advice, a text or a gate that does not exist does what it says, and nothing breaks."""
    channel = await rich(stage)
    camille, c = Caller(stage, ears, "U01"), stage.crisis.id
    shown = list(product(VIEWS, "sng", (99, "x", {})))
    for item, (name, key, wrong) in zip(stage.crisis.playbook.items, shown, strict=False):
        view: Json = {"id": "V1", "type": "modal", "callback_id": name, "blocks": []}
        view["private_metadata"] = json.dumps({"c": c, key: wrong})
        await camille.click(channel, "item.take", json.dumps({"c": c, "i": item}), view=view, answered=False)
    gates: tuple[Any, ...] = (*WRONG, "publish.holding", "archive", "stand_down")
    for wrong in gates:
        told = await camille.click(channel, "gate.pass", json.dumps({"c": c, "g": wrong}))
        assert camille.texts.t("refusals.no_such_gate") in told, wrong
        form = await camille.submit("pass_gate", json.dumps({"c": c, "g": wrong}), answers(what="Fait"))
        assert camille.texts.t("refusals.no_such_gate") in form, wrong
    await stage.settled()
    assert [record.message for record in caplog.records if record.exc_info or record.levelno > logging.WARNING] == []
    assert stage.rows("SELECT count(*) FROM journal WHERE kind = 'GatePassed'") == [(1,)]
    taken = stage.rows("SELECT count(*) FROM journal WHERE kind = 'ItemAssigned' AND actor = 'U01'")
    assert taken > [(len(shown) // 2,)]


async def test_another_crisis_s_texts_are_not_to_be_had_by_their_numbers(stage: Stage, ears: Ears) -> None:
    """Each button of the words, in one's own crisis, with the numbers of another; and the way back to its text."""
    await rich(stage)
    first, louis = stage.crisis, Caller(stage, ears, "U08")
    await louis.command(stage.channel_id("general"), "start À moi")
    await until(lambda: len(stage.rows("SELECT 1 FROM crises WHERE channel_id IS NOT NULL")) > 1)
    await stage.settled()
    ((theirs, where),) = stage.rows("SELECT id, channel_id FROM crises WHERE id <> ?", first.id)
    before = len(stage.calls())
    for verb in VERBS:
        for number in range(1, 5):
            ids = {"c": theirs, **dict.fromkeys("snf", number), "from": first.id, "b": {"c": first.id, "s": number}}
            await louis.click(where, verb, json.dumps(ids), answered=False)
    for number, name in enumerate(VIEWS):
        back = {"v": name, "c": first.id, "s": 1, "n": 1, "g": "moderate"}
        await handed_in(louis, number, {"c": theirs, "b": back})
    await stage.settled()
    heard = json.dumps([[call.arguments for call in stage.calls()[before:]], ears.heard, louis.answers])
    assert json.dumps(louis.texts.t("refusals.no_such_statement", number=4))[1:-1] in heard
    assert MARK not in heard


@pytest.mark.parametrize("kind", NEVER_SIGN)
async def test_who_is_no_full_member_signs_nothing_though_they_are_in_the_crisis(
    stage: Stage, ears: Ears, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Neither a text nor, afterwards, one that the lead put out alone; the same click by a full member counts."""
    monkeypatch.setattr(people, "FRESH", 0.0)
    channel = await rich(stage)
    await ask(stage, stage.person("Camille"), cmd.AssignRoles, roles={"legal": "U02"})
    await stage.settled()
    alex, crisis = Caller(stage, ears, "U02"), stage.crisis
    wanted = [
        ("statement.approve", json.dumps({"c": crisis.id, "s": 1, "fp": print_of(crisis, crisis.statements[1])})),
        ("glass.ratify", json.dumps({"c": crisis.id, "s": 3})),
    ]
    profile = stage.sandbox.workspace.users["U02"]
    as_it_was = dict(profile)
    profile |= NEVER_SIGN[kind]
    for verb, value in wanted:
        await alex.click(channel, verb, value)
    assert stage.crisis.seq == crisis.seq
    profile.clear()
    profile |= as_it_was
    for verb, value in wanted:
        await alex.click(channel, verb, value, answered=False)
    await stage.settled()
    assert stage.rows("SELECT kind FROM journal WHERE seq > ? AND actor = 'U02'", crisis.seq) == [
        ("StatementApproved",), ("GlassRatified",),
    ]  # fmt: skip
    assert len(stage.crisis.statements[1].approvals) == 1


async def test_only_the_lead_and_legal_remove_words(stage: Stage, ears: Ears) -> None:
    """A member without either seat is told so by word, button and form, and everything stays; the lead's form works."""
    channel = await rich(stage)
    alex, camille, c = Caller(stage, ears, "U02"), Caller(stage, ears, "U01"), stage.crisis.id
    number = next(entry.seq for entry in stage.entries() if entry.event.kind == "NoteAdded")
    metadata = json.dumps({"c": c, "n": number})
    form = answers(reason="Demande", fields={"selected_options": [{"value": "text"}]})
    refused = alex.texts.t("listeners.only_lead_or_legal", lead=alex.texts.people(["U01"]))
    assert refused in await alex.command(channel, f"redact {number}")
    assert refused in await alex.click(channel, "redact.open", metadata)
    assert refused in await alex.submit("redact", metadata, form)
    assert stage.rows("SELECT count(*) FROM redactions") == [(0,)]
    await camille.submit("redact", metadata, form)
    assert stage.rows("SELECT by FROM redactions") == [("U01",)]


async def test_a_side_room_is_for_people_of_the_crisis_and_says_nothing_of_its_matter(stage: Stage, ears: Ears) -> None:
    """Who is not in the crisis gets in by no room; and what is typed behind the names is kept and told nowhere."""
    channel = await rich(stage)
    camille, c, rooms = Caller(stage, ears, "U01"), stage.crisis.id, len(stage.crisis.side_rooms)
    refused = camille.texts.t("refusals.not_in_crisis", user=mention("U08"))
    assert refused in await camille.command(channel, "private <@U08>")
    theirs = answers(people={"selected_users": ["U02", "U08"]})
    assert await camille.submit("side_room", json.dumps({"c": c}), theirs)
    assert len(stage.crisis.side_rooms) == rooms
    await camille.command(channel, "private <@U02> Zélie est enceinte")
    await stage.settled()
    assert len(stage.crisis.side_rooms) == rooms + 1
    assert stage.crisis.side_rooms[rooms + 1].channel_id
    assert "enceinte" not in str([call.arguments for call in stage.calls()])
    assert all(b"enceinte" not in file.read_bytes() for file in stage.folder.iterdir() if file.is_file())

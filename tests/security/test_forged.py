"""Forms and buttons that carry what we never put there: each of these was a hole once."""

from __future__ import annotations

import asyncio
import json

from bot.domain import commands as cmd
from tests.scenarios.cell import ask
from tests.scenarios.stage import Stage, until
from tests.security.door import Caller, Ears
from tests.security.rich import MARK
from tests.slack.test_start import opened
from tests.waiting import Json


def answers(**given: Json | str) -> Json:
    """A form's state: what was typed, or the element's own answer."""
    return {name: {"value": each if isinstance(each, dict) else {"value": each}} for name, each in given.items()}


def picked(value: str) -> Json:
    """One choice."""
    return {"selected_option": {"value": value}}


def digest_in(stage: Stage) -> str:
    """The playbook with which crises are started."""
    ((digest,),) = stage.rows("SELECT digest FROM playbooks")
    return str(digest)


async def test_a_time_zone_in_the_start_form_is_not_read(stage: Stage, ears: Ears) -> None:
    """A crisis lives in the zone of the settings; one that is none kept its channel from being made."""
    camille = Caller(stage, ears, "U01")
    metadata = json.dumps({"c": "crisis-00000000000a", "tz": "Europe/Nowhere", "p": digest_in(stage)})
    form = answers(title="Du verre", level=picked("orange"))
    await camille.submit("start", metadata, form, blocks=[])
    await until(stage.crisis_channels)
    await stage.settled()
    assert stage.crisis.timezone == "Europe/Paris"
    assert stage.rows("SELECT kind, error FROM outbox WHERE error <> ''") == []


NOT_OFFERED: tuple[tuple[Json, Json], ...] = (
    ({"p": "unknown"}, {}),
    ({"c": "../../x"}, {}),
    ({"c": "\u202e" * 9}, {}),
    ({}, {"platforms": {"selected_options": [{"value": "<!channel>"}]}}),
    ({}, {"groups": {"selected_options": [{"value": "S1,U02"}]}}),
    ({}, {"people": {"selected_users": ["U02", "!channel"]}}),
    ({}, {"lead": {"selected_user": "U01> <!here"}}),
    ({}, {"level": picked("purple")}),
)


async def test_an_answer_that_was_not_offered_is_refused(stage: Stage, ears: Ears) -> None:
    """A playbook, person, group, platform or level that the form does not have opens nothing."""
    camille = Caller(stage, ears, "U01")
    for ids, given in NOT_OFFERED:
        metadata = json.dumps({"c": "crisis-00000000000a", "p": digest_in(stage), **ids})
        form = answers(**{"title": "Du verre", "level": picked("orange"), **given})
        assert camille.texts.t("refusals.outdated") in await camille.submit("start", metadata, form), (ids, given)
    assert stage.rows("SELECT count(*) FROM crises") == [(0,)]


async def test_the_name_of_a_request_opens_no_other_crisis(stage: Stage, ears: Ears) -> None:
    """What was done once is told again to who asked for it, and to nobody in the name of another crisis."""
    channel = await opened(stage, f"/crise démarrer Verre {MARK}")
    first, camille, louis = stage.crisis, Caller(stage, ears, "U01"), Caller(stage, ears, "U08")
    message = {"type": "message", "user": "U01", "ts": "1700000000.000100", "text": f"Lot {MARK}"}
    await camille.shortcut("add_to_log", channel.id, message)
    name = f"{first.id}:{channel.id}:{message['ts']}"
    await ask(stage, stage.person("Camille"), cmd.AddNote, text=MARK, request_id=f"msg:{name}:decide")
    await louis.command(stage.channel_id("general"), "start À moi")
    await until(lambda: len(stage.rows("SELECT 1 FROM crises WHERE channel_id IS NOT NULL")) > 1)
    ((theirs,),) = stage.rows("SELECT id FROM crises WHERE id <> ?", first.id)
    form = answers(text="Rien", by={"selected_user": "U08"})
    told = await louis.submit("decide", json.dumps({"c": theirs, "m": name}), form)
    assert louis.texts.t("refusals.outdated") in told
    assert MARK not in told
    assert stage.rows("SELECT count(*) FROM journal WHERE kind = 'DecisionRecorded'") == [(0,)]


async def test_people_and_words_that_no_form_can_hold_change_nothing(stage: Stage, ears: Ears) -> None:
    """A person who is none, a text beyond Slack's limit, a number or a row of something that is none."""
    channel = await opened(stage)
    await ask(stage, stage.person("Camille"), cmd.DraftStatement, kind="holding", texts={"fr": "Nous rappelons."})
    await stage.settled()
    camille, before = Caller(stage, ears, "U01"), stage.crisis.seq
    c = stage.crisis.id
    outdated = camille.texts.t("refusals.outdated")
    assert outdated in await camille.submit(
        "roles", json.dumps({"c": c}), answers(**{"role.legal": {"selected_user": "!channel"}})
    )
    wrong: list[object] = [-1, 2**70, "1", None, 1.5, [], {}]
    for number in wrong:
        assert outdated in await camille.click(channel.id, "redact.open", json.dumps({"c": c, "n": number})), number
        assert outdated in await camille.click(channel.id, "advice.open", json.dumps({"c": c, "n": number})), number
    no_rows: list[object] = [[-1], [-(2**70)], [2**70], ["0"], 0, {}]
    for rows in no_rows:
        view: Json = {"id": "V1", "type": "modal", "callback_id": "promises", "blocks": [], "state": {"values": {}}}
        view["private_metadata"] = json.dumps({"o": rows})
        for verb in ("promises.leave", "promises.more"):
            value = json.dumps({"c": c, "s": 1, "n": 0})
            assert outdated in await camille.click(channel.id, verb, value, view=view), rows
    told = await camille.submit("note", json.dumps({"c": c}), answers(text="x" * 3001))
    assert "3001" in told
    assert stage.crisis.seq == before


async def test_titles_without_a_latin_letter_never_run_out_of_names(stage: Stage, ears: Ears) -> None:
    """Twenty-two in a day, and six of one title: each gets its channel, by few calls."""
    camille, titles = Caller(stage, ears, "U01"), ["危" * number for number in range(1, 23)] + ["Une panne"] * 6
    starts = [
        camille.submit(
            "start",
            json.dumps({"c": f"crisis-{number:012x}", "p": digest_in(stage)}),
            answers(title=title, level=picked("green")),
            blocks=[],
        )
        for number, title in enumerate(titles)
    ]
    await asyncio.gather(*starts)
    await until(lambda: stage.rows("SELECT count(*) FROM crises WHERE channel_id IS NOT NULL") == [(28,)])
    assert len(stage.calls("conversations.create")) == 22 + 1 + 2 + 3 + 4 + 5 + 5

"""What `/crisis start` costs, and what happens when it is asked for twice."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.sandbox import FaultSpec
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.wire import command, post, signed

SET_UP = {"users.info", "conversations.create", "conversations.invite", "chat.postMessage", "pins.add"} | {
    "conversations.setTopic",
    "bookmarks.add",
}


async def opened(stage: Stage, text: str = "/crise démarrer Du verre dans un yaourt") -> Any:
    """A crisis by Camille, with everything said that is to be said."""
    await stage.person("Camille").command("#general", text)
    await until(stage.crisis_channels, what="the channel")
    await stage.settled()
    return stage.channel


async def test_a_start_costs_at_most_eight_calls(stage: Stage) -> None:
    """Until the team can work: channel, invitation, board, pin, topic, bookmark, and who asked."""
    before = len(stage.calls())
    await opened(stage)
    made = [call.method for call in stage.calls()[before:]]
    assert len(made) <= 8, made
    assert set(made) == SET_UP


async def test_the_vital_comes_first_also_with_a_whole_cell_invited(stage: Stage) -> None:
    """With seven people invited, at most eight calls are made until the board stands and is pinned."""
    before = len(stage.calls())
    await opened(stage, "/crise démarrer Du verre dans un yaourt @cellule-crise")
    made = [call.method for call in stage.calls()[before:]]
    assert made.index("pins.add") < 8, made
    assert set(stage.channel.members) >= {"U01", "U02", "U03", "U04", "U05", "U06", "U07"}


async def test_a_private_crisis_is_told_to_nobody_else_and_a_public_one_to_headquarters(stage: Stage) -> None:
    """Only a crisis that is not private gets its line in the headquarters channel."""
    await opened(stage)
    hq = stage.sandbox.workspace.channel_names["communication"]
    assert stage.posted(hq) == []
    camille = stage.person("Camille")
    await camille.command("#general", "/crise démarrer")
    await camille.modal("start")
    await camille.submit(title="Panne du site", private=[])
    await until(lambda: len(stage.crisis_channels()) == 2)
    await stage.settled()
    (line,) = stage.posted(hq)
    assert "Panne du site" in texts_of(line)


async def test_the_same_request_three_times_at_once_opens_one_crisis(stage: Stage) -> None:
    """Slack or a proxy may deliver a request again, at the same time or later."""
    body = command("start Du verre", trigger_id="11.22.aa", channel=stage.channel_id("general"))
    answers = await asyncio.gather(*(post(stage, body, signed(body)) for _ in range(3)))
    await until(stage.crisis_channels)
    answers.append(await post(stage, body, signed(body)))
    await stage.settled()
    assert [status for status, _ in answers] == [200] * 4
    assert len(stage.crisis_channels()) == 1
    assert stage.rows("SELECT count(*) FROM crises") == [(1,)]


async def test_the_same_title_typed_again_points_to_the_crisis_that_is_open(stage: Stage) -> None:
    """Who saw no answer and types the line again gets the channel, not a second crisis."""
    channel = await opened(stage)
    answer = await stage.person("Camille").command("#general", "/crise démarrer Du verre dans un yaourt")
    assert channel.id in answer
    assert len(stage.crisis_channels()) == 1


async def test_a_form_that_is_sent_twice_opens_one_crisis(stage: Stage) -> None:
    """A double click on the form's button is one crisis."""
    camille = stage.person("Camille")
    await camille.command("#general", "/crise démarrer")
    view = await camille.modal("start")
    state = dict(view["state"]["values"])
    state["title"] = {"value": {"type": "plain_text_input", "value": "Deux clics"}}
    await asyncio.gather(
        *(camille.do("submit", view_id=view["id"], state=state) for _ in range(2)), return_exceptions=True
    )
    await until(stage.crisis_channels)
    await stage.settled()
    assert len(stage.crisis_channels()) == 1
    assert stage.rows("SELECT count(*) FROM crises") == [(1,)]


async def test_a_taken_name_gets_a_number(stage: Stage) -> None:
    """Two crises of one title on one day have two channels."""
    first = await opened(stage)
    await stage.person("Alex").command("#general", "/crise démarrer Du verre dans un yaourt")
    await until(lambda: len(stage.crisis_channels()) == 2)
    await stage.settled()
    assert {c.name for c in stage.crisis_channels()} == {first.name, f"{first.name}-2"}


async def test_titles_of_any_kind_make_a_channel(stage: Stage) -> None:
    """Emoji only, five thousand characters, markup: a crisis opens, and the board stands."""
    camille = stage.person("Camille")
    titles = ("🔥🔥", "x" * 5000, "*gras* <b> & `code` :fire:")
    for title in titles:
        await camille.command("#general", f"/crise démarrer {title}")
    await until(lambda: len(stage.crisis_channels()) == len(titles), what="the channels")
    await stage.settled()
    assert all(stage.posted(channel) for channel in stage.crisis_channels())
    assert stage.rows("SELECT count(*) FROM outbox WHERE state = 'parked'") == [(0,)]


async def test_a_private_channel_that_cannot_be_made_is_told_and_never_made_public(stage: Stage) -> None:
    """Access is never widened: the person hears why there is no channel."""
    stage.sandbox.faults.add(FaultSpec("conversations.create", "error", error="restricted_action", times=None))
    camille = stage.person("Camille")
    await camille.command("#general", "/crise démarrer Secret")
    await until(lambda: camille.heard() or stage.direct(camille), what="the bad news")
    await stage.settled()
    assert stage.crisis_channels() == []
    assert all(call.arguments.get("is_private") == "true" for call in stage.calls("conversations.create"))
    assert stage.rows("SELECT status FROM crises") == [("failed",)]


async def test_a_missing_scope_is_named_with_its_cure(tmp_path: Path) -> None:
    """Without groups:write there is no private channel; the answer names the scope to add."""
    async with Stage(tmp_path, scopes_missing=frozenset({"groups:write"})) as stage:
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Secret")
        await until(camille.heard, what="the bad news")
        await stage.settled()
        assert "droit" in texts_of(camille.heard()[0]) or "scope" in texts_of(camille.heard()[0])
        assert stage.crisis_channels() == []


async def test_extras_that_fail_are_told_once_and_stop_nothing(tmp_path: Path) -> None:
    """Without pins and bookmarks the team still has its channel and board; the lead hears what is missing."""
    missing = frozenset({"pins:write", "bookmarks:write"})
    async with Stage(tmp_path, scopes_missing=missing) as stage:
        await opened(stage)
        assert len(stage.boards()) == 1
        told = "\n".join(texts_of(message) for message in stage.direct(stage.person("Camille")))
        assert "pins:write" in told
        assert "bookmarks:write" in told


async def test_who_cannot_be_invited_is_told_to_the_lead_and_keeps_nobody_out(stage: Stage) -> None:
    """One name that Slack refuses, and the others are in the channel all the same."""
    body = command("start Du verre <@U99|ghost> <@U02|alex>", channel=stage.channel_id("general"))
    await post(stage, body, signed(body))
    await until(stage.crisis_channels)
    await stage.settled()
    assert {"U01", "U02"} <= set(stage.channel.members)
    assert len(stage.boards()) == 1
    assert any("U99" in texts_of(message) for message in stage.direct(stage.person("Camille")))

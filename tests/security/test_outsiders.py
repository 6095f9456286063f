"""Who is not in a private crisis: whatever they do, nothing of it happens, and they learn not even that it is there."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from bot.manifest import manifest
from bot.sandbox.cast import PEOPLE, person_json
from bot.slack import people
from bot.slack.listeners.actions import CHOICES, VERBS
from bot.slack.listeners.happenings import EVENTS
from bot.slack.screens import advice, gate, plan, report, statement
from bot.slack.screens.forms import PARSERS, redact
from bot.slack.words import SHOWN, WORDS
from tests.scenarios.stage import Stage, texts_of
from tests.security.door import Caller, Ears
from tests.security.rich import MARK, rich
from tests.waiting import Json

NOWHERE = "crisis-000000000000"
OUTSIDERS: dict[str, Json] = {
    "stranger": {},
    "reads English": {"locale": "en-GB"},
    "guest": {"is_restricted": True, "is_ultra_restricted": True},
    "of another workspace": {"team_id": "T99OTHER", "is_stranger": True},
    "of another workspace, in a shared channel": {"team_id": "T99OTHER"},
    "bot": {"is_bot": True},
    "deactivated": {"deleted": True},
}
NO_PERSON = frozenset({"bot", "deactivated"})
NOT_FULL = frozenset(OUTSIDERS) - {"stranger", "reads English"}

MINE = frozenset({"help", "list", "mine", "start"})
"""Words that are about who says them, not about a crisis."""
OF_SLACK = frozenset(
    {"member_joined_channel", "member_left_channel", "channel_archive", "group_archive", "channel_unarchive"}
    | {"group_unarchive", "tokens_revoked", "app_uninstalled"}
)
"""Events by which Slack itself says what is so, and no person asks for anything."""
OF_PEOPLE: dict[str, Callable[[str], Json]] = {
    "message": lambda channel: {"channel": channel, "text": "Appelez le 06 12 34 56 78", "ts": "1700000000.1"},
    "reaction_added": lambda channel: {
        "reaction": "pushpin",
        "item": {"type": "message", "channel": channel, "ts": "1700000000.1"},
    },
    "app_home_opened": lambda _: {"tab": "home"},
}
IDS: Json = {"i": "1.1", "n": 1, "s": 1, "f": 1, "r": "gdpr", "d": "72", "l": "green", "w": "journal", "t": "1"}
IDS |= {"from": "", "m": 15, "v": 1, "o": 1, "k": "team", "a": 0, "fp": "0", "u": "U02"}


def outsiders(stage: Stage, ears: Ears) -> Iterator[tuple[str, Caller]]:
    """One of each kind, of whom Slack tells what they are."""
    for number, (kind, about) in enumerate(OUTSIDERS.items()):
        user = f"U8{number}"
        stage.sandbox.workspace.users[user] = person_json(replace(PEOPLE[7], id=user)) | about
        yield kind, Caller(stage, ears, user, str(about.get("team_id", "T01SANDBOX")))


def clicks(crisis: str) -> Iterator[tuple[str, str]]:
    """Every button there is, and every choice of every ⋯ menu, about this crisis."""
    for verb in VERBS:
        yield verb, json.dumps({**IDS, "c": crisis, "from": crisis})
    for menu, choices in CHOICES.items():
        for choice in choices:
            yield menu, json.dumps({**IDS, "c": crisis, "v": choice})


Ask = tuple[str, Callable[[], Awaitable[str]]]


def asks(who: Caller, channel: str, crisis: str) -> Iterator[Ask]:
    """All that can be asked about a crisis: what, and how."""
    carried = json.dumps({**IDS, "c": crisis})
    for word, words in WORDS.items():
        for typed in (f"{words[0]} ", f"{SHOWN['fr'][word]} 1 Bonjour") if word not in MINE else ():
            yield f"/crisis {typed}", partial(who.command, channel, typed)
    for verb, value in clicks(crisis):
        yield f"button {verb} {value}", partial(who.click, channel, verb, value)
    for name in {*PARSERS, redact.NAME} - {"start"}:
        yield f"form {name}", partial(who.submit, name, carried)
    for modal in (advice.NAME, gate.NAME, plan.NAME, report.NAME, statement.NAME, "draft"):
        view = {"id": "V1", "type": "modal", "callback_id": modal, "private_metadata": carried, "blocks": []}
        for verb in ("draft.refresh", "item.done", "statement.open"):
            yield f"{verb} in {modal}", partial(who.click, channel, verb, "{}", view=view)
    message = {"type": "message", "user": "U01", "ts": "1700000000.1", "text": "Bonjour"}
    for shortcut in manifest(socket_mode=True)["features"]["shortcuts"]:
        if shortcut["type"] == "message":
            name = str(shortcut["callback_id"])
            yield f"shortcut {name}", partial(who.shortcut, name, channel, message)


async def everything(who: Caller, channel: str, crisis: str) -> dict[str, str]:
    """What they are told to all of it, by what they asked."""
    asked = dict(asks(who, channel, crisis))
    limit = asyncio.Semaphore(16)

    async def one(ask: Callable[[], Awaitable[str]]) -> str:
        async with limit:
            return await ask()

    told = await asyncio.gather(*map(one, asked.values()))
    return {what.replace(crisis, "…"): answer for what, answer in zip(asked, told, strict=True)}


def journal(stage: Stage) -> list[tuple[Any, ...]]:
    """All that was ever written down."""
    return stage.rows("SELECT crisis_id, seq, hash FROM journal ORDER BY crisis_id, seq")


async def test_whatever_an_outsider_asks_for_is_answered_as_if_there_were_nothing(stage: Stage, ears: Ears) -> None:
    """Every word, button, menu, form, modal and shortcut: nothing is written, nothing is told, and nothing differs."""
    channel = await rich(stage)
    before, crisis = journal(stage), stage.crisis.id
    for kind, who in outsiders(stage, ears):
        told = await everything(who, channel, crisis)
        assert len(told) > 200
        leaks = [what for what, answer in told.items() if MARK in answer or channel in answer]
        assert leaks == [], kind
        nothing = {who.texts.t("refusals.no_such_crisis"), who.texts.t("listeners.no_crisis")}
        expected = {who.texts.t("refusals.only_people")} if kind in NO_PERSON else nothing
        assert {what: answer for what, answer in told.items() if not expected & set(answer.split("\n"))} == {}, kind
        if kind == "stranger":
            assert told == await everything(who, stage.channel_id("general"), NOWHERE)
    assert journal(stage) == before


async def test_what_an_outsider_asks_about_themselves_shows_nothing_of_the_crisis(stage: Stage, ears: Ears) -> None:
    """Lists, my day, help and Home are empty; 📌 keeps nothing; what they say is not read into the crisis."""
    channel = await rich(stage)
    before = journal(stage)
    assert EVENTS.keys() == OF_SLACK | OF_PEOPLE.keys()
    for kind, who in outsiders(stage, ears):
        for text in (f"{verb} {rest}" for verb in MINE - {"start"} for rest in ("", "all")):
            told = await who.command(channel, text)
            assert MARK not in told, kind
            assert channel not in told, kind
            assert told == await who.command(stage.channel_id("general"), text), kind
        for name, made in OF_PEOPLE.items():
            await who.happened({"type": name, **made(channel)})
        direct, _ = stage.sandbox.workspace.direct([who.user, stage.app.bot_user_id])
        assert MARK not in "".join(map(texts_of, stage.posted(direct))), kind
    await stage.settled()
    assert journal(stage) == before
    homes = [call.arguments for call in stage.calls("views.publish")]
    assert len(homes) == len(OUTSIDERS.keys() - NO_PERSON)
    assert MARK not in json.dumps(homes)


async def test_only_full_members_open_a_crisis(stage: Stage, ears: Ears) -> None:
    """Opening one makes a channel, which a guest, a stranger to the workspace or a bot could not make in Slack."""
    await rich(stage)
    ((digest,),) = stage.rows("SELECT DISTINCT playbook_digest FROM crises")
    form = {"title": {"value": {"value": "À moi"}}, "level": {"value": {"selected_option": {"value": "green"}}}}
    theirs = json.dumps({"c": stage.crisis.id, "p": digest})
    for kind, who in outsiders(stage, ears):
        if kind in NOT_FULL:
            refused = who.texts.t("refusals.only_people" if kind in NO_PERSON else "refusals.only_full_members_open")
            for text in ("start", "start À moi"):
                assert refused in await who.command(stage.channel_id("general"), text), kind
            assert refused in await who.click(stage.channel_id("general"), "start.open", ""), kind
            assert refused in await who.shortcut("start_crisis"), kind
            assert refused in await who.submit("start", json.dumps({"c": NOWHERE, "p": digest}), form), kind
        else:
            again = await who.submit("start", theirs, form)
            assert who.texts.t("refusals.already_started") in again, kind
            assert MARK not in again, kind
    assert stage.rows("SELECT count(*) FROM crises") == [(1,)]


async def test_a_member_whose_account_was_deactivated_does_nothing_any_more(
    stage: Stage, ears: Ears, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stand in the crisis still, yet nothing of theirs is taken, as soon as Slack is asked again who they are."""
    monkeypatch.setattr(people, "FRESH", 0.0)
    channel = await rich(stage)
    stage.sandbox.workspace.users["U02"]["deleted"] = True
    before, alex = journal(stage), Caller(stage, ears, "U02")
    told = await everything(alex, channel, stage.crisis.id)
    assert {answer for answer in told.values() if alex.texts.t("refusals.only_people") not in answer} == set()
    await alex.happened({"type": "reaction_added", **OF_PEOPLE["reaction_added"](channel)})
    assert journal(stage) == before

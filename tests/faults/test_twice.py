"""Every request twice at once, a third time beside it, and once more later: one effect, also with two bots at work."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.app import Bot
from bot.slack.listeners.actions import VERBS
from bot.slack.listeners.happenings import EVENTS
from bot.slack.listeners.registry import request_name
from bot.slack.screens.screen import View, pack, unpack
from bot.slack.words import SHOWN
from tests.faults.forms import HANDED_IN, HUGO, all_forms, plausible, turn_of
from tests.faults.history import ended, said, with_history
from tests.faults.outcomes import saw
from tests.scenarios.stage import Stage
from tests.security.rich import rich
from tests.slack.screens.filled import filled
from tests.slack.wire import FORM, signed
from tests.waiting import Json

CAMILLE, TEAM = "U01", "T01SANDBOX"
HISTORIC = {"commitment_drop", "debrief", "pass_gate", "publish", "promises", "redact"}
"""Forms that make no entry without what has happened before."""
_numbers = itertools.count(1)
Send = Callable[..., Awaitable[None]]


class Twice:
    """A crisis at work, and the doors of the bots that share it."""

    def __init__(self, stage: Stage, channel: str, urls: list[str], session: aiohttp.ClientSession) -> None:
        self.stage = stage
        self.crisis = stage.crisis
        self.channel = stage.sandbox.workspace.channels[channel]
        self._urls = itertools.cycle(urls)
        self._session = session

    async def send(self, body: str, kind: str = FORM, retry: int = 0) -> None:
        """One delivery, to the next door."""
        headers = signed(body, kind=kind)
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with self._session.post(next(self._urls), data=body, headers=headers) as response:
            assert response.status == 200, body

    async def often(self, body: str, request_id: str, kind: str = FORM) -> int:
        """The same request three times at once and once more later; how many entries it made, once.

        A request without a name, of somebody who has none, makes one at most.
        """
        before = self._written()
        await asyncio.gather(*(self.send(body, kind, retry) for retry in range(3)))
        at_once = self._written()
        named = "request_id = ?1 OR request_id LIKE ?1 || ':%'"  # a form may ask for several things
        spans = self.stage.rows(f"SELECT first_seq, last_seq FROM requests WHERE {named}", request_id)  # noqa: S608
        made = sum(int(last) - int(first) + 1 for first, last in spans)
        if not request_id:
            made = min(at_once - before, 1)
        assert at_once - before == made, request_id
        await self.send(body, kind, 3)
        assert self._written() == at_once, f"{request_id} had an effect later"
        return made

    def _written(self) -> int:
        ((count,),) = self.stage.rows("SELECT count(*) FROM journal WHERE actor IN (?, 'anonymous')", CAMILLE)
        return int(count)

    def done(self, item: str) -> int:
        """How often an item was done."""
        found = "kind = 'ItemDone' AND json_extract(content, '$.item') = ?"
        ((count,),) = self.stage.rows(f"SELECT count(*) FROM journal WHERE {found}", item)  # noqa: S608 - fixed text
        return int(count)

    async def quiet(self) -> None:
        """Nothing was said twice, nothing is broken."""
        await self.stage.settled()
        for channel in self.stage.sandbox.workspace.channels.values():
            carried = [json.dumps(m["metadata"], sort_keys=True) for m in self.stage.posted(channel) if "metadata" in m]
            assert len(carried) == len(set(carried)), carried
        assert self.stage.bot is not None
        assert self.stage.bot.service.store.verify() == []

    def interaction(self, kind: str, **more: Any) -> str:
        """The body of somebody's click or form."""
        payload = {"type": kind, "user": {"id": CAMILLE, "team_id": TEAM}, "team": {"id": TEAM}, "api_app_id": "A1"}
        return urlencode({"payload": json.dumps(payload | {"response_url": "http://127.0.0.1:9/r"} | more)})

    def click(self, verb: str, trigger: str, **ids: Any) -> str:
        """A click in the crisis's channel."""
        action = {"type": "button", "block_id": "b", "action_id": verb, "value": json.dumps(ids), "action_ts": "1.2"}
        return self.interaction(
            "block_actions",
            trigger_id=trigger,
            channel={"id": self.channel.id, "name": "privategroup"},
            container={"type": "message", "channel_id": self.channel.id, "message_ts": "1.1"},
            actions=[action],
        )

    async def hand_in(self, name: str, view: View, **given: object) -> int:
        """A form with its answers, as `often` does it; how many entries it made."""
        ids = unpack(view.get("private_metadata"))
        about = pack(**ids | ({"c": self.crisis.id} if "c" in ids and view["callback_id"] != "start" else {}))
        answers = plausible(view, self.stage.now) | given
        blocks = [{"block_id": f"b{number}", **block} for number, block in enumerate(view["blocks"])]
        shaped = {"id": f"V{name}", "private_metadata": about, "previous_view_id": None, "blocks": blocks}
        body = self.interaction("view_submission", view=filled(view, **answers) | shaped, trigger_id=f"form.{name}")
        message, nameless = ids.get("m"), view["callback_id"] == "debrief"
        named = f"msg:{message}:{view['callback_id']}" if message else f"view:V{name}"
        return await self.often(body, "" if nameless else named)

    def everything(self) -> Json:
        """Ids for whatever a button may name."""
        things = {"i": "1.1", "n": 1, "s": self.stage.crisis.seq, "d": "authority", "f": "day_1", "r": "gdpr", "a": 1}
        words = {"m": 30, "k": "team", "l": "red", "from": "me", "u": HUGO, "t": "x", "w": "note"}
        return {"c": self.crisis.id, **things, **words}


@pytest.fixture
async def twice(tmp_path: Path) -> AsyncIterator[Twice]:
    """A crisis, with two bots on its database; what is sent goes to one and the other in turn."""
    async with Stage(tmp_path) as stage, AsyncExitStack() as stack:
        channel = await rich(stage)
        second = Bot.build(stage.settings, now=lambda: stage.now)
        runner = web.AppRunner(second.http_app(), access_log=None, shutdown_timeout=1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await second.start()
        stack.push_async_callback(second.stop)
        ports = [stage.settings.port, runner.addresses[0][1]]
        session = await stack.enter_async_context(aiohttp.ClientSession())
        yield Twice(stage, channel, [f"http://127.0.0.1:{port}/slack/events" for port in ports], session)


async def test_every_command(twice: Twice) -> None:
    """Each word of the slash command."""
    effective = set()
    for verb, word in SHOWN["fr"].items():
        trigger = f"command.{verb}"
        fields = {"command": "/crise", "text": f"{word} dehors <@{HUGO}|hugo> : rouge 15:00", "user_id": CAMILLE}
        fields |= {"channel_id": twice.channel.id, "team_id": TEAM, "trigger_id": trigger}
        body = urlencode(fields | {"response_url": "http://127.0.0.1:9/r"})
        if await twice.often(body, request_name("cmd", trigger)):
            effective.add(verb)
    await twice.quiet()
    assert {"start", "note", "item", "take"} <= effective
    saw("Twice", f"{len(SHOWN['fr'])} commands", "one effect")


async def test_every_button(twice: Twice) -> None:
    """Each button, as Slack repeats it, and as a double click whose second half is another request."""
    effective, doubled = set(), set()
    for verb in VERBS:
        ids = twice.everything()
        if await twice.often(twice.click(verb, f"click.{verb}", **ids), request_name("act", f"click.{verb}")):
            effective.add(verb)
        pair = [f"double.{verb}.{n}" for n in (1, 2)]
        ids = twice.everything() | {"i": "1.2"}
        await asyncio.gather(*(twice.send(twice.click(verb, trigger, **ids)) for trigger in pair))
        names = [request_name("act", each) for each in pair]
        if len(twice.stage.rows("SELECT 1 FROM requests WHERE request_id IN (?, ?)", *names)) > 1:
            doubled.add(verb)
    await twice.quiet()
    assert {"item.done", "item.take", "lead.take", "summary.post"} & effective
    assert doubled == set()
    saw("Twice", f"{len(VERBS)} buttons, and double clicks", "one effect")


async def test_every_form(twice: Twice) -> None:
    """Each form that is sent, whatever it says."""
    forms = {name: view for name, view in all_forms("fr").items() if view["callback_id"] in HANDED_IN}
    assert {view["callback_id"] for view in forms.values()} == HANDED_IN
    effective = set()
    for name, view in sorted(forms.items(), key=lambda each: turn_of(each[1])):
        if await twice.hand_in(name, view):
            effective.add(view["callback_id"])
    await twice.quiet()
    assert HANDED_IN - effective <= HISTORIC
    saw("Twice", f"{len(HANDED_IN)} forms", "one effect")


async def test_forms_that_want_a_history(twice: Twice) -> None:
    """A text that two have signed, a promise, a gate, words to be removed, a debrief: each has its one effect."""
    views = await with_history(twice.stage)
    assert {view["callback_id"] for view in views.values()} == HISTORIC
    for name, view in views.items():
        if name == "debrief":
            await ended(twice.stage)
        made = await twice.hand_in(name, view, **said(name, twice.stage.now))
        if name == "redact":
            assert twice.stage.rows("SELECT count(*) FROM redactions") == [(1,)]
            await twice.quiet()
            assert len(twice.stage.notices("scrubbed")) == 1
        else:
            assert made > 0, name
    await twice.quiet()
    saw("Twice", f"{len(HISTORIC)} of them after signatures, promises, a gate", "one effect")


async def test_every_event_and_its_retries(twice: Twice) -> None:
    """Each event, with the retries that Slack makes of what it believes lost."""
    stage = twice.stage
    await stage.sandbox.do(CAMILLE, "say", channel=twice.channel.id, text="Le lot 42 est en cause")
    item = {"type": "message", "channel": twice.channel.id, "ts": twice.channel.timeline[-1]}
    for name in EVENTS:
        user = HUGO if name.startswith("member") else CAMILLE
        event: Json = {
            "type": name,
            "user": user,
            "channel": twice.channel.id,
            "tab": "home",
            "event_ts": f"{time.time():.6f}",
        }
        if name == "reaction_added":
            event |= {"item": item, "reaction": "pushpin"}
        told = {"type": "event_callback", "team_id": TEAM, "api_app_id": "A1", "event": event, "event_id": f"Ev{name}"}
        body = json.dumps(told | {"event_time": int(time.time()), "token": "t"})
        before = _entries(stage)
        await asyncio.gather(*(twice.send(body, "application/json", retry) for retry in range(3)))
        await stage.settled()  # who comes is told where things stand, and has seen it then
        after = _entries(stage)
        await twice.send(body, "application/json", 3)
        await stage.settled()
        assert _entries(stage) == after, name
        assert after - before <= 2, name
    await twice.quiet()
    kept = stage.rows("SELECT count(*) FROM journal WHERE kind = 'NoteAdded' AND content LIKE '%lot 42%'")
    assert kept == [(1,)]
    saw("Twice", f"{len(EVENTS)} events, X-Slack-Retry-Num 1 to 3", "one effect")


def _entries(stage: Stage) -> int:
    ((count,),) = stage.rows("SELECT count(*) FROM journal WHERE kind NOT IN ('BoardPosted', 'SummaryPosted')")
    return int(count)


async def test_every_shortcut(twice: Twice) -> None:
    """The shortcuts of a message; what is kept of one is kept once."""
    stage = twice.stage
    await stage.sandbox.do(CAMILLE, "say", channel=twice.channel.id, text="Le lot 43 est en cause")
    message = twice.channel.messages[twice.channel.timeline[-1]]
    for name in ("add_to_log", "record_decision"):
        body = twice.interaction(
            "message_action", callback_id=name, trigger_id=f"cut.{name}", message=message, message_ts=message["ts"],
            channel={"id": twice.channel.id, "name": "privategroup"},
        )  # fmt: skip
        await asyncio.gather(*(twice.send(body) for _ in range(3)))
        await twice.send(body)
    await twice.send(twice.interaction("shortcut", callback_id="start_crisis", trigger_id="cut.start"))
    kept = stage.rows("SELECT count(*) FROM journal WHERE kind = 'NoteAdded' AND content LIKE '%lot 43%'")
    assert kept == [(1,)]
    await twice.quiet()
    saw("Twice", "shortcuts", "one effect")


async def test_stale_buttons_of_an_old_board_do_what_they_say_or_nothing(twice: Twice) -> None:
    """A click on what stood there an hour ago never undoes what others did since."""
    stage = twice.stage
    old = twice.everything()
    alex = stage.person("Alex")
    await stage.sandbox.do(CAMILLE, "invite", channel=twice.channel.id, users=[alex.id])
    await stage.settled()
    for verb in VERBS:
        seen = _items(stage)
        await twice.send(twice.click(verb, f"stale.{verb}", **old | {"s": 1}))
        now = _items(stage)
        undone = [item for item, status in seen.items() if status == "done" and now.get(item) != "done"]
        assert undone == [], verb
    await twice.quiet()
    saw("Twice", "stale buttons of an old board", "nothing is undone")


def _items(stage: Stage) -> dict[str, str]:
    return dict(stage.rows("SELECT item, status FROM items"))


async def test_four_clicks_on_one_item_do_it_once(twice: Twice) -> None:
    """Four requests of their own, through two doors at once: one is the first, the others find it done."""
    before = twice.done("own.1")
    clicks = [twice.click("item.done", str(number), c=twice.crisis.id, i="own.1") for number in range(4)]
    await asyncio.gather(*map(twice.send, clicks))
    await twice.stage.settled()
    assert (before, twice.done("own.1")) == (0, 1)

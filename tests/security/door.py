"""The bot's front door for whoever acts there, by signed requests of every kind; and all that they get to hear."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.locale import Texts, texts_in
from tests.scenarios.stage import Stage
from tests.slack.wire import post, signed
from tests.waiting import PATIENCE, Json


@dataclass
class Ears:
    """Where answers to response_urls arrive."""

    url: str = ""
    heard: dict[str, list[Json]] = field(default_factory=dict)

    async def hear(self, request: web.Request) -> web.Response:
        """An answer."""
        self.heard.setdefault(request.match_info["name"], []).append(await request.json())
        return web.json_response({"ok": True})


@asynccontextmanager
async def listening() -> AsyncIterator[Ears]:
    """Ears on loopback, as long as the block."""
    ears, app = Ears(), web.Application()
    app.router.add_post("/{name}", ears.hear)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    ears.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield ears
    finally:
        await runner.cleanup()


@dataclass(frozen=True)
class Caller:
    """Somebody at the door."""

    stage: Stage
    ears: Ears
    user: str
    team: str = "T01SANDBOX"
    answers: list[Json] = field(default_factory=list)

    @property
    def texts(self) -> Texts:
        """The texts in their language."""
        locale = str(self.stage.sandbox.workspace.users[self.user]["locale"])
        return texts_in("fr" if locale.startswith("fr") else "en")

    async def command(self, channel: str, text: str) -> str:
        """What `/crisis …` is answered with."""
        trigger, name = self._trigger(), secrets.token_hex(8)
        fields = {"command": "/crisis", "text": text, "user_id": self.user, "channel_id": channel}
        fields |= {"team_id": self.team, "trigger_id": trigger, "response_url": f"{self.ears.url}/{name}"}
        return await self._told(urlencode(fields), name, trigger)

    async def click(
        self, channel: str, action_id: str, value: str, *, view: Json | None = None, answered: bool = True
    ) -> str:
        """What a click on a button of a message (or of a modal) is answered with."""
        where: Json = {"view": view, "container": {"type": "view", "view_id": "V1"}}
        if view is None:
            where = {"channel": {"id": channel, "name": "privategroup"}, "container": {"type": "message"}}
        pressed = {"type": "button", "block_id": "b", "action_id": action_id, "value": value, "action_ts": "1.2"}
        return await self.send({"type": "block_actions", "actions": [pressed], **where}, answered=answered)

    async def submit(
        self, name: str, metadata: str, values: Json | None = None, blocks: list[Json] | None = None
    ) -> str:
        """What a form that was sent is answered with; `blocks`: its questions, where it is one of ours."""
        view: Json = {"id": f"V{secrets.token_hex(6)}", "type": "modal", "callback_id": name}
        named = [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks or [])]
        view |= {"private_metadata": metadata, "blocks": named, "state": {"values": values or {}}}
        return await self.send({"type": "view_submission", "view": view}, answered=blocks is None)

    async def shortcut(self, name: str, channel: str = "", message: Json | None = None) -> str:
        """What a shortcut, of a message or of everywhere, is answered with."""
        if message is None:
            return await self.send({"type": "shortcut", "callback_id": name})
        where = {"channel": {"id": channel, "name": "privategroup"}, "message": message}
        return await self.send({"type": "message_action", "callback_id": name, **where})

    async def send(self, payload: Json, *, answered: bool = True) -> str:
        """What an interaction is answered with; where it need not be, all that is known at once."""
        trigger, name = self._trigger(), secrets.token_hex(8)
        person = {"user": {"id": self.user, "team_id": self.team}, "team": {"id": "T01SANDBOX"}}
        body = payload | person | {"trigger_id": trigger, "response_url": f"{self.ears.url}/{name}"}
        return await self._told(urlencode({"payload": json.dumps(body)}), name, trigger, answered=answered)

    async def happened(self, event: Json) -> None:
        """Slack tells of something that they did."""
        envelope = {"type": "event_callback", "team_id": "T01SANDBOX", "event_id": f"Ev{secrets.token_hex(6)}"}
        body = json.dumps(envelope | {"event": {"user": self.user, **event}})
        assert (await post(self.stage, body, signed(body, kind="application/json")))[0] == 200

    async def _told(self, body: str, name: str, trigger: str, *, answered: bool = True) -> str:
        """Everything that this one request brought: in its answer, at its response_url, as a view."""
        before = len(self.stage.calls())
        status, answer = await post(self.stage, body, signed(body))
        assert status == 200, (status, body)
        if answer:
            self.answers.append(json.loads(answer))
            return words_of(self.answers[-1])
        if not answered:
            return ""

        def arrived() -> list[Json]:
            views = [
                call.arguments for call in self.stage.calls()[before:] if call.arguments.get("trigger_id") == trigger
            ]
            return [*self.ears.heard.get(name, ()), *views]

        async with asyncio.timeout(PATIENCE):
            while not (found := arrived()):  # noqa: ASYNC110  it comes over the wire, from several sides
                await asyncio.sleep(0.003)
        return words_of(found)

    def _trigger(self) -> str:
        return self.stage.sandbox.workspace.triggers.issue(self.stage.app.id, self.user)


def words_of(told: Any) -> str:
    """Every text in a message or view, in whatever depth; what is packed in a string is unpacked."""
    return "\n".join(_words(told))


def _words(told: Any) -> Iterable[str]:
    match told:
        case dict():
            for name, value in told.items():
                yield from () if name == "trigger_id" else _words(value)
        case list():
            for value in told:
                yield from _words(value)
        case str() if told[:1] in ("{", "["):
            try:
                yield from _words(json.loads(told))
            except ValueError:
                yield told
        case str():
            yield told

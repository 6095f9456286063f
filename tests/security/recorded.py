"""Real payloads: what the workspace sends for each kind of thing that people do, written down on its way to the bot."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web

from tests.scenarios.stage import Stage
from tests.slack.wire import FORM
from tests.waiting import Json

JSON = "application/json"


@dataclass(frozen=True)
class Payload:
    """`kind` names what was done; `wrapped`: how it travels: as fields, as JSON in one field, or as JSON."""

    kind: str
    wrapped: str
    told: Json

    def body(self, told: Json) -> tuple[str, str]:
        """A body of this kind with these contents, and its type."""
        match self.wrapped:
            case "fields":
                return urlencode({name: str(value) for name, value in told.items()}, errors="surrogatepass"), FORM
            case "payload":
                return urlencode({"payload": json.dumps(told)}), FORM
            case _:
                return json.dumps(told), JSON


@dataclass
class Recorder:
    """Passes everything on, and keeps one of each kind."""

    stage: Stage
    kept: dict[str, Payload] = field(default_factory=dict)

    async def passed_on(self, request: web.Request) -> web.Response:
        """A request on its way."""
        raw = await request.read()
        fields = dict(parse_qsl(raw.decode())) if request.content_type == FORM else {}
        if "payload" in fields:
            payload = Payload("", "payload", json.loads(fields["payload"]))
            named = payload.told.get("callback_id") or payload.told.get("view", {}).get("callback_id", "")
        elif fields:
            payload, named = Payload("", "fields", dict(fields)), "command"
        else:
            payload = Payload("", "json", json.loads(raw))
            named = payload.told.get("event", {}).get("type", "")
        kind = f"{payload.told.get('type', '')} {named}".strip()
        self.kept.setdefault(kind, replace(payload, kind=kind))
        where = f"http://127.0.0.1:{self.stage.settings.port}/slack/events"
        async with (
            aiohttp.ClientSession() as session,
            session.post(where, data=raw, headers=request.headers) as answer,
        ):
            return web.Response(status=answer.status, body=await answer.read(), content_type=answer.content_type)


@asynccontextmanager
async def recording(stage: Stage) -> AsyncIterator[Recorder]:
    """Between the workspace and the bot, as long as the block."""
    recorder, app = Recorder(stage), web.Application()
    app.router.add_post("/", recorder.passed_on)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    as_it_was = stage.app.config
    stage.app.config = replace(as_it_was, request_url=f"http://127.0.0.1:{runner.addresses[0][1]}/")
    try:
        yield recorder
    finally:
        stage.app.config = as_it_was
        await runner.cleanup()


async def a_day(stage: Stage, channel: str) -> list[Payload]:
    """Camille does one of everything in her crisis's channel; what the workspace sent of it."""
    camille = stage.person("Camille")
    async with recording(stage) as recorder:
        await camille.command(channel, "/crise note Bonjour")
        board = stage.posted(stage.sandbox.workspace.channels[channel])[0]
        await camille.click(board, "advice.open")
        await camille.modal("advice")
        await camille.click_in_modal("item.more", v="details")
        for word in ("décider Arrêter", "rédiger", "fait Vrai", "rôle", "juridique", "cas Un enfant"):
            await camille.command(channel, f"/crise {word}")
            await camille.modal()
            await camille.submit()
            for opened in list(camille.stack):
                await camille.do("close", view_id=opened.id, all=True)
        said = await camille.do("say", channel=channel, text="Le lot 42")
        told = {"channel": channel, "ts": said["message"]["ts"]}
        await camille.do("react", name="pushpin", **told)
        for shortcut in ("record_decision", "add_to_log", "add_fact"):
            await camille.do("message_shortcut", app=stage.app.id, callback_id=shortcut, **told)
        await camille.do("shortcut", app=stage.app.id, callback_id="start_crisis")
        await camille.do("home_opened", app=stage.app.id)
        await camille.do("invite", channel=channel, users=["U05"])
        await stage.settled()
    return list(recorder.kept.values())

"""The page's routes: its files, its live connection, its verbs."""

import asyncio
import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, WSMsgType, web

from bot.sandbox import messages
from bot.sandbox.errors import Json, SlackError
from bot.sandbox.files import MAX_BYTES
from bot.sandbox.interactions import Interactions
from bot.sandbox.live import Viewer
from bot.sandbox.page import deeds, talk  # noqa: F401  (each registers its verbs)
from bot.sandbox.page.registry import VERBS, Deed
from bot.sandbox.texts import refusal_text
from bot.sandbox.typed import as_entities
from bot.sandbox.workspace import Workspace

STATIC = Path(__file__).parent.parent / "static"
_HEADERS = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}


class PageDoor:
    def __init__(
        self,
        ws: Workspace,
        interactions: Interactions,
        hello: Callable[[str], Json],
        move_clock: Callable[[float | None], None],
    ) -> None:
        self._ws = ws
        self._interactions = interactions
        self._hello = hello
        self._move_clock = move_clock

    def routes(self) -> list[web.RouteDef | web.StaticDef]:
        routes: list[web.RouteDef | web.StaticDef] = [
            web.get("/", self.index),
            web.get("/live", self.live),
            web.post("/page/upload", self.upload),
            web.post("/page/{verb}", self.verb),
        ]
        if STATIC.is_dir():
            routes.append(web.static("/static", STATIC))
        return routes

    async def index(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html", headers=_HEADERS)

    async def live(self, request: web.Request) -> web.StreamResponse:
        user = self._person(request.query.get("user"))
        socket = web.WebSocketResponse(heartbeat=20, timeout=1.0)
        await socket.prepare(request)
        viewer = self._ws.live.enter(user)
        viewer.queue.put_nowait(self._hello(user))
        sender = asyncio.create_task(_send_all(socket, viewer))
        try:
            async for message in socket:
                if message.type == WSMsgType.ERROR:
                    break
        finally:
            self._ws.live.leave(viewer)
            sender.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await sender
        return socket

    async def verb(self, request: web.Request) -> web.Response:
        user = self._person(request.headers.get("X-Sandbox-User"))
        try:
            args = await request.json() if request.can_read_body else {}
        except ValueError:
            return web.json_response({"ok": False, "error": "invalid_json"}, status=400)
        return web.json_response(await self.do(user, request.match_info["verb"], args))

    async def do(self, user: str, name: str, args: Any) -> Json:
        """One verb of the page, done by `user`: {ok: true, …} or {ok: false, error, text}."""
        body = VERBS.get(name)
        if body is None or not isinstance(args, dict):
            return {"ok": False, "error": "unknown_verb", "text": name}
        deed = Deed(self._ws, self._interactions, self._move_clock, user, args)
        try:
            return {"ok": True, **await body(deed)}
        except SlackError as refusal:
            return self._refused(user, refusal)

    def _refused(self, user: str, refusal: SlackError) -> Json:
        text = refusal_text(refusal.code, str(self._ws.users[user]["locale"]))
        return {"text": text} | refusal.answer()

    async def upload(self, request: web.Request) -> web.Response:
        """Multipart: channel, file, thread_ts, text."""
        user = self._person(request.headers.get("X-Sandbox-User"))
        fields: dict[str, str] = {}
        name, content = "", b""
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader):
                continue
            if part.filename:
                name, content = part.filename, bytes(await part.read())
            elif part.name:
                fields[part.name] = await part.text()
        try:
            return web.json_response({"ok": True, **self._share(user, fields, name, content)})
        except SlackError as refusal:
            return web.json_response(self._refused(user, refusal))

    def _share(self, user: str, fields: dict[str, str], name: str, content: bytes) -> Json:
        ws = self._ws
        if not name or not 0 < len(content) <= MAX_BYTES:
            raise SlackError("file_upload_size_restricted")
        deed = Deed(ws, self._interactions, self._move_clock, user, dict(fields))
        channel = deed.channel(writable=True)
        file = ws.files.reserve(ws.new_id("F"), name, user, int(ws.clock.now()), len(content))
        file.content, file.shared = content, True
        root = messages.thread_root(channel, fields["thread_ts"]) if fields.get("thread_ts") else None
        shown = {
            "text": as_entities(ws, user, fields.get("text", "")),
            "files": [file.json(ws.url, ws.team_id)],
            "upload": True,
        }
        author = {"user": user, "team": ws.team_id}
        return {"message": messages.post(ws, channel, author, shown, thread_ts=root)}

    def _person(self, user: str | None) -> str:
        """Raises HTTP 403 for who is not a person of the workspace."""
        if user is None or user not in self._ws.users or self._ws.users[user]["is_bot"]:
            raise web.HTTPForbidden(text="no such person")
        return user


async def _send_all(socket: web.WebSocketResponse, viewer: Viewer) -> None:
    while (message := await viewer.queue.get()) is not None:
        try:
            await socket.send_str(json.dumps(message, ensure_ascii=False))
        except ConnectionError:
            return
    await socket.close()

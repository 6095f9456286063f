"""The routes by which files come in and are looked at."""

from aiohttp import BodyPartReader, web

from bot.sandbox.files import MAX_BYTES
from bot.sandbox.workspace import Workspace


class FileDoor:
    def __init__(self, ws: Workspace) -> None:
        self._ws = ws

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/upload/{ticket}", self.upload),
            web.get("/files/{id}/{name}", self.show),
        ]

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes, raw or as the one file of a multipart form."""
        file = self._ws.files.by_ticket(request.match_info["ticket"])
        if file is None:
            return web.Response(status=404, text="no such upload")
        if request.content_type == "multipart/form-data":
            content = b""
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.filename:
                    content = bytes(await part.read())
        else:
            content = await request.read()
        if not 0 < len(content) <= MAX_BYTES:
            return web.Response(status=400, text="empty or too large")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    async def show(self, request: web.Request) -> web.Response:
        """Known only to those who have the address; anything but an image is offered for download."""
        file_id, _, ticket = request.match_info["id"].partition("-")
        file = self._ws.files.get(file_id)
        if file is None or file.ticket != ticket or file.content is None:
            return web.Response(status=404, text="no such file")
        safe = file.mimetype.startswith("image/") and file.mimetype != "image/svg+xml"
        return web.Response(
            body=file.content,
            content_type=file.mimetype if safe else "application/octet-stream",
            headers={
                "X-Content-Type-Options": "nosniff",
                "Content-Disposition": "inline" if safe else "attachment",
                "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
            },
        )

"""Signed HTTP requests to an app's request URL, as Slack sends them."""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.apps import InstalledApp
from bot.sandbox.delivery.reply import Reply
from bot.sandbox.errors import Json
from bot.sandbox.workspace import Workspace

_FORM = "application/x-www-form-urlencoded"


def signature_headers(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """Slack's v0 signature. `timestamp` is real time in epoch seconds."""
    base = b"v0:%d:" % timestamp + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": f"v0={digest}"}


class HttpDoor:
    """`answer_seconds` is how long an app may take."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._session: aiohttp.ClientSession | None = None
        self._reachable: dict[str, bool] = {}
        self._verified: set[str] = set()
        self.answer_seconds = 3.0

    def reachable(self, app: InstalledApp) -> bool:
        return self._reachable.get(app.id, False)

    async def send(
        self, app: InstalledApp, kind: str, payload: Json, retry_number: int = 0, retry_reason: str = ""
    ) -> Reply:
        headers: dict[str, str] = {}
        if kind == "events_api":
            if not await self.verify(app):
                return Reply(problem="dispatch_failed", reason="connection_failed")
            if retry_number:
                headers = {"X-Slack-Retry-Num": str(retry_number), "X-Slack-Retry-Reason": retry_reason}
            return await self._post(app, json.dumps(payload).encode(), "application/json", headers)
        fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
        return await self._post(app, urlencode(fields).encode(), _FORM, headers)

    async def introduce(self, app: InstalledApp) -> None:
        """Tries the handshake every half second until the app is there and answers it."""
        while True:
            if await self.verify(app):
                return
            await asyncio.sleep(0.5)

    async def verify(self, app: InstalledApp) -> bool:
        """The url_verification handshake, until it has succeeded once."""
        if app.id in self._verified:
            return True
        challenge = secrets.token_urlsafe(24)
        body = {"token": app.verification_token, "challenge": challenge, "type": "url_verification"}
        reply = await self._post(app, json.dumps(body).encode(), "application/json", {})
        told = reply.body.get("challenge") if isinstance(reply.body, dict) else reply.body
        if reply.problem is None and told == challenge:
            self._verified.add(app.id)
        return app.id in self._verified

    async def _post(self, app: InstalledApp, body: bytes, content_type: str, extra: dict[str, str]) -> Reply:
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
            **signature_headers(app.config.signing_secret, body, int(time.time())),
            **extra,
        }
        if self._session is None:
            self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        url = app.config.request_url or ""
        timeout = aiohttp.ClientTimeout(total=self.answer_seconds)
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                text = await response.text(errors="replace")
        except TimeoutError:
            self._note(app, reachable=False)
            return Reply(problem="operation_timeout", reason="http_timeout")
        except (aiohttp.ClientError, OSError):
            self._note(app, reachable=False)
            return Reply(problem="dispatch_failed", reason="connection_failed")
        self._note(app, reachable=True)
        no_retry = response.headers.get("X-Slack-No-Retry") == "1"
        if not 200 <= response.status < 300:
            problem = "http_service_error" if response.status >= 500 else "http_client_error"
            return Reply(problem=problem, reason="http_error", no_retry=no_retry)
        if response.content_type == "application/json":
            try:
                return Reply(body=json.loads(text) if text else None)
            except ValueError:
                return Reply(problem="invalid_response", reason="http_error")
        return Reply(body=text or None)

    def _note(self, app: InstalledApp, *, reachable: bool) -> None:
        if self._reachable.get(app.id) != reachable:
            self._reachable[app.id] = reachable
            self._ws.live.send(None, {"type": "bot", "online": reachable, "app": app.id})

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

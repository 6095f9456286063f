"""The one factory of Slack clients, and one way to call a method and to learn what came of it.

Nothing is sent twice behind our back: the SDK's own retries are off, because after a lost answer Slack may
have done what was asked. Every failure says instead whether it may have taken effect.
"""

from __future__ import annotations

import json
import logging
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.config import LOOPBACK
from bot.metrics import Metrics

logger = logging.getLogger(__name__)

Answer = dict[str, Any]

RETRY_AFTER = 10.0
"""Seconds to wait when Slack limits the rate and names no delay that can be read."""
LONGEST_WAIT = 3600.0
AWAY_PAUSE = 60.0
"""Seconds between two tries while Slack says that the workspace cannot be worked in."""
PATIENCE = 30.0
"""Seconds after which an answer does not count as coming any more."""

_LIMITED = frozenset({"ratelimited", "rate_limited", "accesslimited"})
_UNCLEAR = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_AWAY = frozenset({"team_added_to_org"})
"""What Slack says while the workspace is being moved: for a while, nothing is done."""
_LOCKED_OUT = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})


class SlackFailure(Exception):
    """A call that did not work. `error` is Slack's code, or a word for what broke on the way."""

    def __init__(self, method: str, error: str) -> None:
        super().__init__(f"{method}: {error}")
        self.method = method
        self.error = error


class Later(SlackFailure):
    """Nothing happened; the same call may be made again after `seconds` (None: the caller's own patience)."""

    def __init__(self, method: str, error: str, seconds: float | None = None) -> None:
        super().__init__(method, error)
        self.seconds = seconds


class Uncertain(SlackFailure):
    """Nobody knows whether it happened: look before doing it again."""


class Denied(SlackFailure):
    """Slack said no, and will say no again. `answer` is the whole refusal."""

    def __init__(self, method: str, error: str, answer: Answer | None = None) -> None:
        super().__init__(method, error)
        self.answer = answer or {}

    @property
    def locked_out(self) -> bool:
        """Whether the token is the trouble, and not what was asked."""
        return self.error in _LOCKED_OUT


def retry_after(header: str | None) -> float:
    """Seconds that a `Retry-After` header asks for; a missing or unreadable one gets a fixed delay."""
    try:
        seconds = float(header or "")
    except ValueError:
        return RETRY_AFTER
    return RETRY_AFTER if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_WAIT)


class Slack:
    """A Slack workspace as one app sees it. `steady` is a clock that nobody sets."""

    def __init__(
        self,
        web: AsyncWebClient,
        session: aiohttp.ClientSession,
        metrics: Metrics | None = None,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.web = web
        self.session = session
        self.metrics = metrics or Metrics()
        self._steady = steady
        self._closed_until: dict[str, float] = {}

    async def call(self, method: str, /, **arguments: Any) -> Answer:
        """Call a Web API method. Arguments that are None are left out. Raises Later, Uncertain or Denied.

        A rate limit closes one method (posting: one channel) for as long as Slack says; nothing is sent meanwhile.
        """
        door = method if method != "chat.postMessage" else f"{method} {arguments.get('channel')}"
        closed_for = self._closed_until.get(door, 0.0) - self._steady()
        if closed_for > 0:
            raise Later(method, "ratelimited", closed_for)
        started = time.perf_counter()
        error = "given_up"
        try:
            answer = await self._call(method, arguments)
            error = ""
            return answer  # noqa: TRY300 - what follows is for every end
        except SlackFailure as failure:
            error = failure.error
            if isinstance(failure, Later) and failure.seconds is not None:
                self._closed_until[door] = self._steady() + failure.seconds
            raise
        finally:
            milliseconds = round((time.perf_counter() - started) * 1000)
            self.metrics.called(method, error or "ok")
            log.event(logger, "slack.call", method=method, ms=milliseconds, error=error)

    async def upload(self, address: str, content: bytes) -> None:
        """Bring a file's bytes to the address that Slack has given for them. Raises Later or Denied.

        Nobody sees them before the upload is completed, so whatever went wrong, it can be begun anew.
        """
        method = "upload"
        if not _is_safe(address):
            raise Denied(method, "insecure_address")
        try:
            async with self.session.post(address, data=content) as response:
                if response.status != 200:
                    raise Later(method, f"http_{response.status}")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as failure:
            raise Later(method, "connection_lost") from failure

    async def _call(self, method: str, arguments: dict[str, Any]) -> Answer:
        try:
            response = await self.web.api_call(method, data=_form(arguments))
        except SlackApiError as failure:
            raise _told(method, failure) from failure
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as failure:
            raise Later(method, "not_reached") from failure
        except (aiohttp.ClientError, TimeoutError, OSError) as failure:
            raise Uncertain(method, "connection_lost") from failure
        except (AttributeError, ValueError, SlackRequestError) as failure:
            # The SDK trips over an answer that is no JSON object, such as a proxy's error page in plain text.
            raise Uncertain(method, "unreadable_answer") from failure
        data = response.data
        return data if isinstance(data, dict) else {}


def _form(arguments: dict[str, Any]) -> dict[str, str]:
    """Slack takes form fields for every method; JSON bodies only for some."""
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in arguments.items()
        if value is not None
    }


def _told(method: str, failure: SlackApiError) -> SlackFailure:
    """What an answer that is not ok means for the caller."""
    response = failure.response
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    data = getattr(response, "data", None)
    answer: Answer = data if isinstance(data, dict) else {}
    error = str(answer.get("error", ""))
    if status == 429 or error in _LIMITED:
        return Later(method, "ratelimited", retry_after(response.headers.get("Retry-After")))
    if error in _AWAY:
        return Later(method, error, AWAY_PAUSE)
    if status >= 500 or error in _UNCLEAR or not error:
        return Uncertain(method, error or f"http_{status}")
    return Denied(method, error, answer)


@asynccontextmanager
async def connect(
    api_url: str,
    token: str,
    metrics: Metrics | None = None,
    steady: Callable[[], float] = time.monotonic,
    patience: float | None = None,
) -> AsyncIterator[Slack]:
    """A client whose connections live as long as the block. Raises ValueError where the token would travel bare."""
    if not _is_safe(api_url):
        raise ValueError("SLACK_API_URL must be https: the token travels there")
    timeout = aiohttp.ClientTimeout(total=PATIENCE if patience is None else patience, sock_connect=5)
    nowhere_else = aiohttp.TraceConfig()
    nowhere_else.on_request_redirect.append(_stay)
    async with aiohttp.ClientSession(timeout=timeout, trace_configs=[nowhere_else]) as session:
        web = AsyncWebClient(
            token=token, base_url=api_url, session=session, retry_handlers=[], logger=logging.getLogger("slack_sdk")
        )
        if urlsplit(api_url).hostname in LOOPBACK:
            web.proxy = None  # the SDK takes one from the environment, to which the token would travel bare
        yield Slack(web, session, metrics, steady)


def _is_safe(address: str) -> bool:
    """Whether nobody on the way can read what is sent there."""
    url = urlsplit(address)
    return url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)


async def _stay(*_: object) -> None:
    """What we send, the token with it, goes where we sent it and nowhere else."""
    raise aiohttp.ClientPayloadError("Slack redirects no call")

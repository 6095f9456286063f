"""response_url: an address that takes up to five answers to one interaction, for half an hour."""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.errors import SlackError

LIFE_SECONDS = 30 * 60
MAX_USES = 5


@dataclass
class ResponseUrl:
    """Where answers go: to `user` in `channel_id`; `ts` is the message that was acted on, if any."""

    id: str
    app_id: str
    channel_id: str
    user: str
    ts: str | None
    ephemeral: bool
    thread_ts: str | None
    expires: float
    uses: int = 0


class ResponseUrls:
    """Runs on real time, as triggers do."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self._urls: dict[str, ResponseUrl] = {}

    def issue(
        self,
        app_id: str,
        channel_id: str,
        user: str,
        *,
        ts: str | None = None,
        ephemeral: bool = False,
        thread_ts: str | None = None,
    ) -> ResponseUrl:
        now = self.now()
        while self._urls and (oldest := next(iter(self._urls.values()))).expires < now - LIFE_SECONDS:
            del self._urls[oldest.id]
        url = ResponseUrl(
            secrets.token_urlsafe(18), app_id, channel_id, user, ts, ephemeral, thread_ts, now + LIFE_SECONDS
        )
        self._urls[url.id] = url
        return url

    def peek(self, url_id: str) -> ResponseUrl:
        """Without counting a use; for the answer that comes with the acknowledgement."""
        return self._urls[url_id]

    def use(self, url_id: str) -> ResponseUrl:
        """Counts one use. Raises `no_such_url`, `expired_url` or `used_url`."""
        url = self._urls.get(url_id)
        if url is None:
            raise SlackError("no_such_url")
        if self.now() > url.expires:
            raise SlackError("expired_url")
        if url.uses >= MAX_USES:
            raise SlackError("used_url")
        url.uses += 1
        return url

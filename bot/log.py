"""One line of JSON per event, with the request that caused it, and never a token or a person's words.

What happened is a constant name (`slack.call`, `command.done`); details are fields that the caller chooses, so
that nothing a person wrote can slip into a message text.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

_correlation: ContextVar[str] = ContextVar("correlation", default="")
_SECRET = re.compile(r"\b(?:xox[a-z]-|xapp-)[A-Za-z0-9-]+|/response/[^\s\"']+|ticket=[^\s\"'&]+")
NOISY = ("aiohttp.access", "slack_bolt", "slack_sdk", "asyncio")


@contextmanager
def correlated(request_id: str) -> Iterator[None]:
    """Every line inside carries `request_id`, so that a click can be followed to its delivery."""
    token = _correlation.set(request_id)
    try:
        yield
    finally:
        _correlation.reset(token)


def correlation() -> str:
    """The request that is being worked on; empty outside of any."""
    return _correlation.get()


def event(logger: logging.Logger, name: str, level: int = logging.INFO, **fields: Any) -> None:
    """Log that `name` happened. `fields` are ids, codes and counts, not texts."""
    logger.log(level, name, extra={"fields": fields})


class _Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if correlation():
            line["request"] = correlation()
        line.update({name: value for name, value in getattr(record, "fields", {}).items() if value != ""})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return _SECRET.sub("[secret]", json.dumps(line, ensure_ascii=False, default=str))


def configure(level: str) -> None:
    """Send the log to standard error at `level`. Libraries below us speak up from WARNING."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))

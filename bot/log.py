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
from logging.handlers import MemoryHandler
from typing import Any

_correlation: ContextVar[str] = ContextVar("correlation", default="")
_SECRET = re.compile(r"\b(?:xox[a-z]-|xapp-)[A-Za-z0-9-]+|/response/[^\s\"']+|ticket=[^\s\"'&]+")
MOST_HELD = 1000
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


def configure(level: str, *, held: bool = False) -> None:
    """Send the log to standard error at `level`. Libraries below us speak up from WARNING.

    `held`: lines wait until `release`, a warning or the end, so that a start that fails can `forget` them and say
    its one sentence.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line())
    root = logging.getLogger()
    root.handlers[:] = [MemoryHandler(MOST_HELD, logging.WARNING, handler) if held else handler]
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))


def release() -> None:
    """Write the lines that were held, and hold no more."""
    for holding in _holding():
        holding.flush()
        if holding.target is not None:
            logging.getLogger().handlers[:] = [holding.target]


def forget() -> None:
    """Drop the lines that are held."""
    for holding in _holding():
        holding.buffer.clear()


def _holding() -> list[MemoryHandler]:
    return [handler for handler in logging.getLogger().handlers if isinstance(handler, MemoryHandler)]

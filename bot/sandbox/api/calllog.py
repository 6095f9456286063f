"""The log of Web API calls, and the hook that lets a test act around each of them."""

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from bot.sandbox.errors import Json

OnCall = Callable[[str, Literal["before", "after"], int], Awaitable[None] | None]
"""Called as (method, phase, n): n counts all calls from 1. "after" is before the answer is sent."""


@dataclass
class CallRecord:
    """`outcome`: ok, Slack's error code, http_500, dropped_before, or dropped_after (executed, not answered)."""

    n: int
    method: str
    app_id: str
    arguments: Json
    time: float
    outcome: str = "running"

    def json(self) -> Json:
        return asdict(self)


class CallLog:
    """The last 100,000 calls, oldest first."""

    def __init__(self) -> None:
        self._records: deque[CallRecord] = deque(maxlen=100_000)
        self._count = 0

    def begin(self, method: str, app_id: str, arguments: Json, time: float) -> CallRecord:
        self._count += 1
        record = CallRecord(self._count, method, app_id, arguments, time)
        self._records.append(record)
        return record

    def clear(self) -> None:
        """Forgets the records; the numbering goes on."""
        self._records.clear()

    def __iter__(self) -> Iterator[CallRecord]:
        return iter(list(self._records))

    def __len__(self) -> int:
        return len(self._records)

    def of(self, method: str) -> list[CallRecord]:
        return [record for record in self._records if record.method == method]

"""Messages that wait for their time on the workspace's clock."""

import heapq
from dataclasses import dataclass, field

from bot.sandbox.errors import Json


@dataclass(order=True)
class Scheduled:
    post_at: int
    id: str
    app_id: str = field(compare=False)
    channel_id: str = field(compare=False)
    author: Json = field(compare=False)
    content: Json = field(compare=False)
    thread_ts: str | None = field(compare=False)
    created: int = field(compare=False)

    def json(self) -> Json:
        return {
            "id": self.id,
            "channel_id": self.channel_id,
            "post_at": self.post_at,
            "date_created": self.created,
            "text": self.content.get("text", ""),
        }


class Schedule:
    def __init__(self) -> None:
        self._heap: list[Scheduled] = []

    def add(self, scheduled: Scheduled) -> None:
        heapq.heappush(self._heap, scheduled)

    def waiting(self) -> list[Scheduled]:
        """In the order of their times."""
        return sorted(self._heap)

    def cancel(self, app_id: str, channel_id: str, scheduled_id: str) -> bool:
        for scheduled in self._heap:
            if (scheduled.app_id, scheduled.channel_id, scheduled.id) == (app_id, channel_id, scheduled_id):
                self._heap.remove(scheduled)
                heapq.heapify(self._heap)
                return True
        return False

    def due(self, now: float) -> list[Scheduled]:
        """Takes out what is due at `now`, the earliest first."""
        due: list[Scheduled] = []
        while self._heap and self._heap[0].post_at <= now:
            due.append(heapq.heappop(self._heap))
        return due

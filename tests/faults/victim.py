"""A program that delivers, and is killed: it takes orders on its input and forks one deliverer for each.

An order names the database, the workspace, the time, and at which commit the deliverer is to be killed (`before`:
when it is about to be made, `after`: when it is on disk and nobody knows of it yet).
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.service import Service
from bot.slack import client, deliver
from bot.slack.deliver import Deliverer
from bot.slack.desk import Desk, Self
from bot.slack.people import People
from bot.store.store import Store
from bot.store.writer import Writer
from tests.faults.office import LIBRARY, TOKEN
from tests.paces import Hurried


class Counted:
    """Counts the commits of a writer, and kills this process at the one that was ordered."""

    def __init__(self, writer: Writer[Any], before: int, after: int) -> None:
        self.begun = self.made = 0
        self._before, self._after = before, after
        self._answer = writer._answer  # noqa: SLF001 - where a commit is on disk and not yet told
        setattr(writer, "_answer", self._committed)  # noqa: B010 - as above
        writer._connection.set_trace_callback(self._traced)  # noqa: SLF001 - SQLite's own word before each statement

    def _traced(self, statement: str) -> None:
        if statement == "COMMIT":
            self.begun += 1
            if self.begun == self._before:
                os.kill(os.getpid(), signal.SIGKILL)

    def _committed(self, jobs: Any, results: Any) -> None:
        self.made += 1
        if self.made == self._after:
            os.kill(os.getpid(), signal.SIGKILL)
        self._answer(jobs, results)


async def delivering(order: dict[str, Any]) -> None:
    """Deliver until SIGKILL."""
    started = time.monotonic()
    service = Service(
        Store(Path(order["database"])),
        lambda: datetime.fromtimestamp(order["time"] + time.monotonic() - started, UTC),
    )
    service.add_playbooks(LIBRARY.playbooks.values())
    Counted(service.store.writer, order["before"], order["after"])
    await service.start()
    async with client.connect(order["url"], TOKEN) as slack:
        me = Self(slack)
        people = People(slack, me.is_home_of, language="en", timezone="Europe/Paris")
        desk = Desk(service, slack, people, me, language="en", timezone="Europe/Paris", pace=Hurried())
        desk.hq_channel = order["hq"]
        deliverer = Deliverer(desk)
        service.on_commit(deliverer.wake)
        await deliverer.start()
        await asyncio.Event().wait()


def main() -> None:
    """Fork one deliverer an order; those that end are nobody's."""
    deliver.AT_ONCE = 1  # one after the other: the same steps each time
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            asyncio.run(delivering(json.loads(line)))
        sys.stdout.write(json.dumps({"pid": pid}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""A program that backs up or restores, and is killed at the step that was ordered: one fork an order.

A step is a line of the code that does it, or a statement of SQLite's that begins, ends or moves something on disk.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sqlite3
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from bot import restoring
from bot.store import backup
from bot.store.errors import StoreError

FILES = {restoring.__file__, backup.__file__}
STATEMENTS = ("BEGIN", "COMMIT", "PRAGMA", "VACUUM", "ROLLBACK")
_connect = sqlite3.connect


class Steps:
    """Counts, and kills this process at the one that was ordered."""

    def __init__(self, die_at: int) -> None:
        self._left = die_at

    def step(self) -> None:
        """One more."""
        self._left -= 1
        if self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def trace(self, frame: FrameType, event: str, _: Any) -> Any:
        """Python's word before each line."""
        if frame.f_code.co_filename not in FILES:
            return None
        if event == "line":
            self.step()
        return self.trace

    def connected(self, *args: Any, **kwargs: Any) -> sqlite3.Connection:
        """A connection that tells of each statement."""
        connection: sqlite3.Connection = _connect(*args, **kwargs)
        connection.set_trace_callback(lambda said: self.step() if said.startswith(STATEMENTS) else None)
        return connection


def do(order: dict[str, Any]) -> None:
    """As the command line does it."""
    steps = Steps(order["die_at"])
    sqlite3.connect = steps.connected  # type: ignore[assignment]  # in this process, which is about to end
    sys.settrace(steps.trace)
    source, target = Path(order["source"]), Path(order["target"])
    if order["what"] == "restore":
        asyncio.run(restoring.restored(source, target))
    else:
        backup.backup(source, target, overwrite=True)


def main() -> None:
    """One answer an order: the exit code of its process, negative for a signal."""
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                do(json.loads(line))
            except StoreError as error:
                sys.stderr.write(f"{error}\n")
                os._exit(3)
            os._exit(0)
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

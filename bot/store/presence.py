"""Which processes work on this database: what a dead one was sending, another takes over.

Each holds a lock on a small file beside the database. The kernel lets go of it when the process dies, however
it dies, so nobody has to guess from process numbers or the time.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path


class Presence:
    """This process (or this one of its stores) among those that share a database."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.name = secrets.token_hex(6)
        self._lock = self._locked()
        self._clear()

    def leave(self) -> None:
        """Go away in good order."""
        if self._lock is not None:
            self._file(self.name).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def is_gone(self, name: str) -> bool:
        """Whether the process of that name is dead; its file is cleared away."""
        if name == self.name:
            return self._lock is None
        file = self._file(name)
        try:
            lock = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            return True
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            file.unlink(missing_ok=True)
            return True
        finally:
            os.close(lock)

    def _locked(self) -> int | None:
        """Hold the lock on our file. Whoever took the file for a dead one's meanwhile has removed it: once more."""
        file = self._file(self.name)
        while True:
            lock = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if file.exists() and file.stat().st_ino == os.fstat(lock).st_ino:
                return lock
            os.close(lock)

    def _clear(self) -> None:
        """Remove the files that dead processes left."""
        prefix = self._file("").name
        for file in self._database.parent.glob(f"{prefix}*"):
            self.is_gone(file.name.removeprefix(prefix))

    def _file(self, name: str) -> Path:
        return self._database.with_name(f"{self._database.name}-at-work-{name}")

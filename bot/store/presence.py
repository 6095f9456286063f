"""Which processes work on this database: what a dead one was sending, another takes over.

Each holds a lock on a small file beside the database. The kernel lets go of it when the process dies, however
it dies, so nobody has to guess from process numbers or the time.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.errors import StoreError, explained


class Presence:
    """This process (or this one of its stores) among those that share a database."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self.name = secrets.token_hex(6)
        with _gate(database, fcntl.LOCK_SH):
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
        for file in _files(self._database):
            self.is_gone(file.name.removeprefix(_file(self._database, "").name))

    def _file(self, name: str) -> Path:
        return _file(self._database, name)


def announced(database: Path) -> Presence:
    """This process among those at work. Raises StoreError where the directory is none to work in."""
    try:
        return Presence(database)
    except OSError as error:
        raise explained(error, database) from error


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Nobody works on the database, and nobody begins to until the end. Raises StoreError when somebody does."""
    with _gate(database, fcntl.LOCK_EX):
        if any(_is_held(file) for file in _files(database)):
            raise StoreError("in_use", database)
        yield


@contextmanager
def _gate(database: Path, lock: int) -> Iterator[None]:
    """Whoever comes to work goes through; `alone` keeps it closed. The lock is on the database's directory."""
    directory = os.open(database.parent, os.O_RDONLY)
    try:
        fcntl.flock(directory, lock)
        yield
    finally:
        os.close(directory)


def _is_held(file: Path) -> bool:
    try:
        lock = os.open(file, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(lock)


def _files(database: Path) -> list[Path]:
    return [file for file in database.parent.iterdir() if file.name.startswith(_file(database, "").name)]


def _file(database: Path, name: str) -> Path:
    return database.with_name(f"{database.name}-at-work-{name}")

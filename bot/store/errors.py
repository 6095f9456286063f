"""What can be wrong with the database itself, in words that say the cure."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_CURES = {
    "full": "the disk (or the database's size limit) is full: make room, then try again",
    "locked": "another program holds the database: close it, then try again",
    "read_only": "the database cannot be written to: check the rights of the file and of its directory",
    "corrupt": "the file is damaged or no SQLite database: run `crisis-bot verify`, or restore a backup",
    "missing": "the file cannot be opened: check that its directory exists and may be written to",
    "newer": "a newer crisis-bot has written it: install that version, or restore a backup of this one's",
    "alien": "it is an SQLite database, but none of crisis-bot: name another file",
    "in_use": "a bot, or another command, is at work on it: stop it, then try again",
    "exists": "there is such a file: name another one",
    "itself": "it is the database itself: name another file",
    "closed": "the store is closed",
    "failed": "SQLite failed",
}


class StoreError(Exception):
    """The database could not do it; nothing was changed.

    `code` is one of full, locked, read_only, corrupt, missing, newer, alien, in_use, exists, itself, closed, failed.
    `words` are SQLite's, or the system's, own. The text says what to do.
    """

    def __init__(self, code: str, path: Path, words: str = "") -> None:
        super().__init__(f"{path}: {_CURES[code]}" + (f" ({words})" if words else ""))
        self.code = code
        self.path = path
        self.words = words


_CODES = {
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_READONLY: "read_only",
    sqlite3.SQLITE_PERM: "read_only",
    sqlite3.SQLITE_CORRUPT: "corrupt",
    sqlite3.SQLITE_NOTADB: "corrupt",
    sqlite3.SQLITE_CANTOPEN: "missing",
}


def explained(error: sqlite3.Error | OSError, path: Path) -> StoreError:
    """The StoreError that tells of `error`: its kind, the file, the cure, and SQLite's (or the system's) own words."""
    if isinstance(error, OSError):
        return StoreError("full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "missing", path, str(error))
    primary = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    return StoreError(_CODES.get(primary, "failed"), path, str(error))


def closed(path: Path) -> StoreError:
    """The StoreError of a store that is not open (any more)."""
    return StoreError("closed", path)


class OnFile(Protocol):
    """What works on the database at `path`."""

    path: Path


S = TypeVar("S", bound=OnFile)


def reads(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """A method that reads, and raises StoreError where SQLite cannot."""

    @wraps(method)
    def reading(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return method(self, *args, **kwargs)
        except sqlite3.Error as error:
            raise explained(error, self.path) from error

    return reading

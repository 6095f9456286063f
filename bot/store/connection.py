"""Opening the database: one writing connection, and reading ones that can change nothing."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sqlite_utils import Database

from bot.store.errors import explained

BUSY_SECONDS = 2.0  # how long a commit waits for another process: a person must be answered within 3 s
_STATEMENTS = 256  # prepared statements that a connection keeps


def open_for_writing(path: Path) -> Database:
    """The writing connection: WAL, every commit flushed to disk, foreign keys held, the file the owner's only.

    Transactions are begun by hand (`isolation_level=None`). It may be handed to another thread.
    Raises StoreError.
    """
    try:
        _owner_only(path)
        connection = _connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        return Database(connection, execute_plugins=False)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, path) from error


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A connection that sees what is committed and never waits for the writer. Raises StoreError."""
    try:
        connection = _connect(path)
        connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error as error:
        raise explained(error, path) from error
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )


def _owner_only(path: Path) -> None:
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for file in (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))):
        if file.exists() and file.stat().st_mode & 0o077:
            file.chmod(0o600)

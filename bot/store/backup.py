"""Backups of a live database, and the way back. What happens to the outbox on that way: see `docs/operations.md`."""

from __future__ import annotations

import fcntl
import glob
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.store import upkeep
from bot.store.connection import open_for_reading, open_for_writing
from bot.store.damage import Damage
from bot.store.errors import StoreError, explained
from bot.store.integrity import verify
from bot.store.presence import alone
from bot.store.store import Store

BESIDE = ("-wal", "-shm")
"""What SQLite lays beside a database that is in use."""


class Damaged(Exception):
    """The database at `path` is not whole, and nothing was done with it. `found` says what is wrong."""

    def __init__(self, path: Path, found: list[Damage]) -> None:
        super().__init__(f"{path}: {'; '.join(map(str, found))}")
        self.path = path
        self.found = found


@dataclass
class Restoration:
    """A restore under way. `fresh` becomes the database at its end; `aside` is then what it replaced, if anything."""

    fresh: Path
    aside: Path | None = None


def backup(database: Path, to: Path, *, overwrite: bool = False) -> None:
    """Write a copy of the database as it stands at one moment, while others go on writing.

    It is one file, the owner's only, proven to be whole, and there only when it is complete.
    Raises StoreError and Damaged.
    """
    if to.exists() and to.samefile(database):
        raise StoreError("itself", to)
    if to.exists() and not overwrite:
        raise StoreError("exists", to)
    with _in_the_making(to, database.stem) as made:
        _copy(database, made)
        if found := verify(made):
            raise Damaged(made, found)
        made.replace(to)
        _flush(to.parent)


@contextmanager
def restoring(file: Path, database: Path, now: datetime) -> Iterator[Restoration]:
    """Put a backup in the place of the database, at the end of the block, if nobody is at work on that.

    The backup is proven first, brought to the present schema, and its outbox doubted. What was there before is kept.
    Raises StoreError and Damaged; then the database is as it was.
    """
    if database.exists() and file.samefile(database):
        raise StoreError("itself", file)
    with alone(database):
        pass  # so that nobody waits for the proof in vain
    if found := verify(file):
        raise Damaged(file, found)
    with _in_the_making(database, database.stem) as made:
        _copy(file, made)
        with closing(Store(made)) as store:
            store.writer.run_now(lambda ledger: upkeep.doubt(ledger.connection))
        restoration = Restoration(made)
        yield restoration
        with alone(database):
            restoration.aside = _set_aside(database, now)
            made.replace(database)
            _flush(database.parent)


def _copy(source: Path, to: Path) -> None:
    """SQLite's own online backup, in one step: one moment of the source, without the log beside it."""
    try:
        with closing(open_for_reading(source)) as reading, closing(open_for_writing(to)) as writing:
            reading.backup(writing.conn)
            writing.conn.execute("PRAGMA journal_mode = DELETE")
        with to.open("rb") as written:
            os.fsync(written.fileno())
    except (sqlite3.Error, OSError) as error:
        raise explained(error, to if isinstance(error, OSError) else source) from error


@contextmanager
def _in_the_making(wanted: Path, stem: str) -> Iterator[Path]:
    """A file beside the one that is wanted; whatever is left of it at the end is removed.

    So is what was left, of files whose names begin with `stem`, by whoever was killed: it holds people's words.
    """
    _clear(wanted.parent, stem)
    made = wanted.with_name(f"{wanted.name}.part-{secrets.token_hex(4)}")
    lock = _locked(made)
    try:
        yield made
    finally:
        _remove(made)
        os.close(lock)


def _locked(made: Path) -> int:
    """The file, empty and the owner's only, with a lock that ends with this process. Raises StoreError."""
    try:
        lock = os.open(made, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise explained(error, made) from error
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def _clear(folder: Path, stem: str) -> None:
    """Remove what dead processes left half made."""
    for part in folder.glob(f"{glob.escape(stem)}*.part-{'[0-9a-f]' * 8}"):
        with suppress(OSError), part.open("rb") as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(part)


def _remove(made: Path) -> None:
    """A file and all that lies beside it; itself at last, by which the rest is found."""
    for file in sorted(made.parent.glob(f"{glob.escape(made.name)}*"), reverse=True):
        with suppress(OSError):
            file.unlink(missing_ok=True)


def _set_aside(database: Path, now: datetime) -> Path | None:
    """Keep what is about to be replaced, its log with it. There is a database in its place all the while."""
    if not database.exists():
        return None
    if not _log_is_empty(database):
        raise StoreError("in_use", database)
    aside = database.with_name(f"{database.name}.replaced-{now:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}")
    try:
        os.link(database, aside)
    except OSError:  # a file system without hard links
        shutil.copy2(database, aside)
    for end in BESIDE:
        with suppress(FileNotFoundError):
            Path(f"{database}{end}").replace(f"{aside}{end}")
    return aside


def _log_is_empty(database: Path) -> bool:
    """Have what stands in the log written back, so that it may go at any moment before the database does.

    False where somebody reads, with whatever program, and keeps it. Of a wreck, the log is as good as the file.
    """
    try:
        with closing(open_for_writing(database)) as old:
            (busy, _, _) = old.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (StoreError, sqlite3.Error):
        return True
    return not busy


def _flush(directory: Path) -> None:
    """Have the names in a directory on disk."""
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)

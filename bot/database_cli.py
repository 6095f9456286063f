"""`crisis-bot verify`, `rebuild`, `backup` and `restore`: what an operator does with the database as a whole."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import console

if TYPE_CHECKING:
    from bot.domain.effects import Effect
    from bot.store.damage import Damage
    from bot.store.store import Store

a_file = click.Path(dir_okay=False, path_type=Path)
database_option = click.option("--database", type=a_file, help="By default CRISIS_DATABASE.")


@click.command(short_help="Check a database: journal, tables, links.")
@database_option
@click.option("--against", type=a_file, help="An earlier backup: all that it has must still be there.")
def verify(database: Path | None, against: Path | None) -> None:
    """Check a database: the journal's chain, the tables against the journal, and their links."""
    from bot.store import integrity

    with plainly():
        path = existing(database)
        found = integrity.verify(path)
        found += integrity.cut_off(path, _a_backup(against)) if against and not found else []
    if found:
        _damaged(path, found, console.text("database.cure"))
    console.say("database.verified_against" if against else "database.verified", database=path, backup=against)


@click.command()
@database_option
def rebuild(database: Path | None) -> None:
    """Compute a database's tables again from its journal."""
    from contextlib import closing

    from bot.store.store import Store

    with plainly():
        path = existing(database)
        with closing(Store(path)) as store:
            count = store.rebuild()
    console.say("database.rebuilt", database=path, count=count)


@click.command(short_help="Copy a database in use, and prove the copy.")
@database_option
@click.option("--to", type=a_file, metavar="FILE", help="By default beside the database, named after the time.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
def backup(database: Path | None, to: Path | None, *, overwrite: bool) -> None:
    """Copy the database as it stands, also while the bot is at work, and prove the copy."""
    from bot.store import backup as backups

    with plainly():
        path = existing(database)
        file = to or path.with_name(f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}{path.suffix}")
        replaced = file.exists()
        backups.backup(path, file, overwrite=overwrite)
    console.say("backup.replaced" if replaced else "backup.made", database=path, backup=file)


@click.command(short_help="Put a backup in the database's place.")
@click.argument("file", type=a_file)
@database_option
def restore(file: Path, database: Path | None) -> None:
    """Put a backup in the place of the database, while no bot is at work on that."""
    from bot.restoring import restored

    with plainly():
        wanted = database or console.settings_for("offline").crisis_database
        done = asyncio.run(restored(_a_backup(file), wanted))
    console.say("restore.done", database=wanted, backup=file)
    if done.aside is not None:
        console.say("restore.aside", aside=done.aside)
    console.say("restore.owed", count=done.owed)
    console.say("restore.told", count=done.told)
    console.say("restore.next")


@click.command(short_help="Remove words of a logbook for good.")
@click.argument("crisis")
@click.argument("entry", type=click.IntRange(1))
@click.option("--field", "fields", multiple=True, required=True, help="Which words of it; `log` in Slack shows them.")
@click.option("--by", required=True, help="Who demands it.")
@click.option("--reason", required=True, help="Why; it stays, so without names.")
@database_option
def redact(crisis: str, entry: int, fields: tuple[str, ...], by: str, reason: str, database: Path | None) -> None:
    """Remove words of an ENTRY of a CRISIS's logbook for good; the chain still verifies."""
    from contextlib import closing

    from bot.store.redaction import Redaction
    from bot.store.store import Store

    with plainly():
        path = existing(database)
        with closing(Store(path)) as store:
            try:
                then = _owed(store, crisis, entry, fields, by)
                store.redact(Redaction(crisis, entry, fields, by, reason), datetime.now(UTC), then)
            except ValueError as error:
                console.fail(str(error))
    console.say("database.redacted", database=path, number=entry, fields=", ".join(fields))


def _owed(store: Store, crisis_id: str, entry: int, fields: tuple[str, ...], by: str) -> Sequence[Effect]:
    """What takes the words back from Slack, where a channel shows them: the bot that runs, or the next one, does it."""
    from bot.slack.scrubbing import needles_in, owed_for

    crisis = store.queries.crisis(crisis_id)
    found = store.queries.entries(crisis_id, seqs=[entry], after=0, limit=None, newest_first=False)
    if crisis is None or crisis.channel_id is None or not found:
        return ()
    return owed_for(crisis, needles_in(crisis, found[0], fields), by)


def existing(database: Path | None) -> Path:
    """The database that is meant; where there is none, a line that says so and exit code 2."""
    path = database or console.settings_for("offline").crisis_database
    if not path.is_file():
        console.fail(console.text("database.missing", database=path))
    return path


def _a_backup(file: Path) -> Path:
    """The backup that is meant; where there is none, a line that says so and exit code 2."""
    if not file.is_file():
        console.fail(console.text("database.no_backup", backup=file))
    return file


@contextmanager
def plainly() -> Iterator[None]:
    """What the database cannot do, and what is wrong with it, in lines with the cure, and exit code 2."""
    from bot.store.backup import Damaged
    from bot.store.errors import StoreError

    try:
        yield
    except StoreError as error:
        console.fail(console.store_error(error))
    except Damaged as damaged:
        _damaged(damaged.path, damaged.found, console.text("database.nothing_done"))


def _damaged(path: Path, found: list[Damage], *more: str) -> None:
    lines = [f"  {console.damage(each)}" for each in found]
    console.fail(console.text("database.broken", database=path), *lines, *more)

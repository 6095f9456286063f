"""`crisis-bot outbox`: what Slack has not been told yet, and putting back what was parked."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot import console
from bot.database_cli import database_option, existing, plainly

if TYPE_CHECKING:
    from bot.store.upkeep import Owed

TITLE, REASON = 36, 40
"""Characters of a title and of a reason that a line has room for."""


@click.group(invoke_without_command=True, short_help="List what Slack has not been told yet.")
@database_option
@click.pass_context
def outbox(context: click.Context, database: Path | None) -> None:
    """List what Slack has not been told yet: waiting, being sent, parked."""
    context.obj = database
    if context.invoked_subcommand is not None:
        return
    from bot.store.upkeep import owed

    with plainly():
        path = existing(database)
        rows = owed(path)
    if not rows:
        console.say("outbox.empty")
        return
    now = datetime.now(UTC)
    for line in _table([_headings(), *(_cells(row, now) for row in rows)]):
        click.echo(line)
    if any(row.state == "parked" for row in rows):
        console.say("outbox.cure")


@outbox.command(short_help="Let parked effects be tried again.")
@click.argument("ids", nargs=-1, type=int, metavar="ID...")
@click.option("--all", "everything", is_flag=True, help="Everything that is parked.")
@database_option
@click.pass_context
def retry(context: click.Context, ids: tuple[int, ...], database: Path | None, *, everything: bool) -> None:
    """Let parked effects be tried again; a bot at work notices within seconds."""
    from bot.store.store import Store

    if bool(ids) == everything:
        console.fail(console.text("outbox.which"))
    with plainly(), closing(Store(existing(database or context.obj))) as store:
        put_back = store.unpark(None if everything else ids, datetime.now(UTC))
    for row_id in sorted(set(ids).difference(put_back)):
        console.say("outbox.not_parked", id=row_id)
    if not put_back:
        console.fail(console.text("outbox.none_put_back"))
    console.say("outbox.put_back", ids=", ".join(map(str, put_back)))


def _headings() -> list[str]:
    return [console.text(f"outbox.head_{name}") for name in ("id", "state", "crisis", "what", "age", "tries", "error")]


def _cells(row: Owed, now: datetime) -> list[str]:
    from bot.locale import clip, on_one_line, texts_in

    what = f"{row.kind}{row.name and f': {row.name}'}{row.to and f' → {row.to}'}"
    return [
        str(row.id),
        console.text(f"outbox.state_{row.state}"),
        clip(on_one_line(row.crisis), TITLE),
        what,
        texts_in(console.language()).duration(now - row.since),
        str(row.attempts),
        clip(on_one_line(row.error), REASON),
    ]


def _table(rows: list[list[str]]) -> list[str]:
    """Columns as wide as their widest cell, two blanks between them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]

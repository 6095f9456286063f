"""A database of each schema so far, as a dump with a crisis in it that was lived by real commands.

`python -m tests.store.old_schemas` writes the one of the present schema; those of earlier ones are never touched again.
"""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

from bot.domain import commands as cmd
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.library import builtin_directory, read
from bot.store.migrations import names
from bot.store.redaction import Redaction, redact
from bot.store.times import stamp
from tests.domain.story import ALEX, CAMILLE, HUGO, INES
from tests.store.desk import Desk, desk, opened

FOLDER = Path(__file__).parent / "schemas"
SMALL = read(builtin_directory() / "template.yaml")
"""A playbook that a dump can hold without growing long."""
OPEN, CLOSED = "open", "closed"


def file_of(name: str) -> Path:
    """The dump of a schema, by the name of the migration that made it."""
    return FOLDER / f"{names().index(name) + 1:02}-{name}.sql"


def loaded(name: str, folder: Path) -> Path:
    """A database of that schema."""
    path = folder / "crisis.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(file_of(name).read_text(encoding="utf-8"))
    return path


async def lived(d: Desk) -> None:
    """A crisis at work, with work owed to Slack in every state, and one that is over and was learned from."""
    await d.begin_with_channel(OPEN)
    await d.do(cmd.AssignRoles, CAMILLE, OPEN, roles={"crisis_lead": CAMILLE})
    await d.do(cmd.ChangeLevel, CAMILLE, OPEN, level=Level.RED, reason="Glass, and a child is hurt")
    await d.do(cmd.AddItem, ALEX, OPEN, text="Call the plant", assignee=INES)
    await d.do(cmd.RecordDecision, CAMILLE, OPEN, text="Stop line 3", why="Glass was found", rejected="Wait")
    await d.do(cmd.RecordDecision, CAMILLE, OPEN, text="Stop all lines", supersedes=1)
    await d.do(cmd.AddNote, HUGO, OPEN, text="Mrs Martin called: 06 12 34 56 78")
    seq = d.service.entries(OPEN, limit=1, newest_first=True)[0].seq
    words = Redaction(OPEN, seq, ("text",), CAMILLE, "asked by the person")
    await d.store.writer.run(lambda ledger: redact(ledger.connection, d.store._playbooks, words, stamp(d.clock())))  # noqa: SLF001 - as `Store.redact`, on a desk at work
    outbox = d.service.outbox
    channel, invite = await outbox.take(d.clock(), 2)
    await outbox.done(channel, {"channel": "C-open"})
    await outbox.park(invite, "missing_scope")
    await outbox.take(d.clock(), 1)
    await d.begin_with_channel(CLOSED)
    await d.do(cmd.RecordBoard, SLACK, CLOSED, ts="1.0")
    d.clock.move(hours=3)
    await d.do(cmd.StandDown, CAMILLE, CLOSED, reason="Nothing moves any more")
    await d.do(cmd.RecordLesson, CAMILLE, CLOSED, happened="Late", change="Call at once", tags=("product",))
    due = d.clock.time.replace(month=6)
    await d.do(cmd.PlanAction, CAMILLE, CLOSED, text="A procedure", owner=ALEX, due=due, expected_proof="A link")


async def dump() -> str:
    """The present schema with that crisis, as SQL."""
    with tempfile.TemporaryDirectory() as folder:
        async with desk(Path(folder), playbook=SMALL) as d:
            await lived(d)
        with opened(d.path) as connection:
            connection.row_factory = None
            return "\n".join(connection.iterdump()) + "\n"


def main() -> None:
    """Write the dump of the present schema."""
    FOLDER.mkdir(exist_ok=True)
    file_of(names()[-1]).write_text(asyncio.run(dump()), encoding="utf-8")


if __name__ == "__main__":
    main()

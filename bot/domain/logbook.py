"""Notes in the log: fact, assumption or rumour; and copies of the whole of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.texts import typed

SAME = timedelta(minutes=1)
"""A copy that somebody asks for again within this time is the one that they have asked for."""


@decides(cmd.AddNote, when="any")
def add_note(crisis: Crisis, command: cmd.AddNote, now: datetime) -> list[Event]:
    """An entry, with who said it and what it is worth."""
    return [
        ev.NoteAdded(
            text=typed(command.text),
            status=command.status,
            author=command.author or command.actor,
            link=command.link,
        )
    ]


@decides(cmd.ExportLogbook, when="any")
def export_logbook(crisis: Crisis, command: cmd.ExportLogbook, now: datetime) -> list[Event]:
    """A file is easily passed on: full members take one, and who did is an entry that all can read.

    A double click is one; the copy that was asked for is on its way.
    """
    if not command.full_member:
        raise Refused("only_full_members_export")
    last = crisis.copied.get(command.actor)
    return [ev.LogbookExported()] if last is None or abs(now - last) >= SAME else []


@applies(ev.LogbookExported)
def logbook_exported(crisis: Crisis, _: ev.LogbookExported, recorded: Recorded) -> Crisis:
    """Who took a copy last when."""
    return crisis.but(copied={**crisis.copied, recorded.actor: recorded.at})

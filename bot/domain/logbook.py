"""Notes in the log: fact, assumption or rumour."""

from __future__ import annotations

from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event, decides
from bot.domain.texts import typed


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

"""Restoring a backup, and telling the crises that are at work in it: the logbook goes back in time, Slack does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.domain.commands import RecordRestoration
from bot.domain.kernel import OPERATOR
from bot.service import Service, system_clock
from bot.store.backup import restoring
from bot.store.store import Store


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done. `aside`: what the backup replaced; `owed`: effects to be looked for; `told`: crises at work."""

    aside: Path | None
    owed: int
    told: int


async def restored(file: Path, database: Path) -> Restored:
    """Put a backup in the place of a database on which nobody works. Raises StoreError and Damaged."""
    with restoring(file, database, system_clock()) as restoration:
        service = Service(Store(restoration.fresh))
        await service.start()
        try:
            owed = sum(service.outbox.depth().values())
            crises = service.open_crises()
            until = service.store.queries.newest()
            for crisis in crises:
                await service.handle(
                    RecordRestoration(crisis_id=crisis.id, actor=OPERATOR, until=until or service.now())
                )
        finally:
            await service.stop()
    return Restored(restoration.aside, owed, len(crises))

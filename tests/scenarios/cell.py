"""A crisis with its cell at work: everybody invited, every seat taken."""

from __future__ import annotations

import itertools
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain import events as ev
from bot.domain.kernel import Command
from bot.service import Outcome
from tests.scenarios.stage import Person, Stage, until
from tests.waiting import Json

PARIS = ZoneInfo("Europe/Paris")
SEATS = {
    "pilote": "camille.morel", "suppléant du pilote": "alex.martin", "communication": "alex.martin",
    "veille": "ines.roux", "relation client": "hugo.petit", "juridique": "maya.chen",
    "expert métier": "karim.benali", "scribe": "nora.smith",
}  # fmt: skip
CELL = ("Camille", "Alex", "Inès", "Hugo", "Maya", "Karim", "Nora")
_numbers = itertools.count(1)


def paris(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment by the clocks on the walls of Paris."""
    return datetime(year, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


async def at_work(stage: Stage, title: str = "Du verre dans un yaourt", **seats: str) -> Person:
    """A crisis that Camille has opened and leads, with all seven in it and in their seats."""
    camille = stage.person("Camille")
    await camille.command("#general", f"/crise démarrer {title} @cellule-crise")
    await until(stage.crisis_channels, what="the channel")
    await stage.settled()
    for role, handle in (SEATS | seats).items():
        await camille.command(stage.channel.id, f"/crise rôle {role} @{handle}")
    await stage.settled()
    return camille


async def stood_down(stage: Stage, person: Person) -> None:
    """The lead dismisses the cell."""
    await person.command(stage.channel.id, "/crise clore")
    await person.modal("close")
    await person.submit(reason="Plus rien ne bouge")
    await stage.settled()


async def ask(stage: Stage, person: Person, command: type[Command], **fields: Any) -> Outcome:
    """What a person asks for, without the way through Slack."""
    assert stage.bot is not None
    fields.setdefault("request_id", f"asked-{next(_numbers)}")
    return await stage.bot.service.handle(command(crisis_id=stage.crisis.id, actor=person.id, **fields))


def at(message: Json) -> datetime:
    """When a message was posted."""
    return datetime.fromtimestamp(float(message["ts"]), UTC)


def local(message: Json) -> datetime:
    """The same in Paris."""
    return at(message).astimezone(PARIS)


def in_office(message: Json) -> bool:
    """Whether it came in working hours in Paris."""
    when = local(message)
    return when.weekday() < 5 and 9 <= when.hour < 18


def closest(messages: list[Json]) -> timedelta:
    """The shortest time between two of them."""
    times = sorted(at(message) for message in messages)
    return min((later - earlier for earlier, later in pairwise(times)), default=timedelta.max)


def told_matters(stage: Stage) -> dict[tuple[str, str, str], list[datetime]]:
    """What each person was reminded of and when, from the journal: who, kind, about."""
    told: dict[tuple[str, str, str], list[datetime]] = defaultdict(list)
    for entry in stage.entries():
        if isinstance(entry.event, ev.PersonReminded):
            for matter in entry.event.matters:
                told[entry.event.user, matter.kind, matter.about].append(entry.at)
    return told


def told_in(stage: Stage, user: str, kind: str) -> list[tuple[str, Json]]:
    """What of this kind a person was told about, each with the message that it came in."""
    found = stage.rows(
        "SELECT json_extract(m.value, '$.about'), outbox.id FROM outbox, json_each(args, '$.matters') m"
        " WHERE name = 'reminder' AND \"to\" = ? AND state = 'done' AND json_extract(m.value, '$.kind') = ?"
        " AND json_extract(answer, '$.ts') IS NOT NULL ORDER BY outbox.id",
        user,
        kind,
    )
    sent = stage.rows(
        "SELECT id FROM outbox WHERE name = 'reminder' AND \"to\" = ? AND state = 'done'"
        " AND json_extract(answer, '$.ts') IS NOT NULL ORDER BY id",
        user,
    )
    messages = dict(zip([number for (number,) in sent], stage.notices("reminder", user), strict=True))
    return [(about, messages[number]) for about, number in found]

"""The gates: what still lacks before a point may be passed, and who owes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis, Posture
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Refused, decides
from bot.domain.texts import typed

PUBLISHING = "publish."
"""Begins the key of every gate that a public text passes."""


STAND_DOWN, ARCHIVE = "stand_down", "archive"


class Lack(StrEnum):
    """What it is that lacks."""

    ITEM = "item"
    POSTURE = "posture"  # the organisation has not decided to speak


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that lacks: an item's key, or the posture that is wanted.

    `gate` is the one that it locks, which may be one that the asked gate requires. `owner` is who is asked.
    """

    kind: Lack
    key: str
    owner: str
    gate: str


def missing(crisis: Crisis, gate: str) -> list[Missing]:
    """Everything that locks a gate as things stand: nothing, and it may be passed.

    First the posture, because it wakes items that sleep until then, unless the item that decides it is among them;
    then the items, once each: those of the gates to pass before, in the playbook's order. Hidden and sleeping items
    lock nothing. A gate that the playbook does not know has no items.
    """
    open_items = [item for item in all_items(crisis) if item.is_open and item.visible and not item.sleeping]
    told: dict[str, Missing] = {}
    undecided = False
    for step in way_to(crisis, gate):
        for item in open_items:
            if step in item.gates and item.key not in told:
                told[item.key] = Missing(Lack.ITEM, item.key, item.owner, step)
                undecided |= item.spec is not None and item.spec.records is Records.POSTURE
    if gate.startswith(PUBLISHING) and not undecided and not _speaking(crisis):
        return [Missing(Lack.POSTURE, Posture.SPEAK.value, crisis.lead, gate), *told.values()]
    return list(told.values())


def passable(crisis: Crisis) -> list[str]:
    """The gates of what people do outside Slack, in the playbook's order; the others stand before acts of the bot."""
    own = (STAND_DOWN, ARCHIVE)
    return [gate.key for gate in crisis.playbook.gates if gate.key not in own and not gate.key.startswith(PUBLISHING)]


@decides(cmd.PassGate, when="any")
def pass_gate(crisis: Crisis, command: cmd.PassGate, now: datetime) -> list[Event]:
    """Only when nothing lacks; what was done is in the log."""
    del now
    if command.gate not in passable(crisis):
        raise Refused("no_such_gate")
    lacks = [found.key for found in missing(crisis, command.gate)]
    if lacks:
        raise Refused("gate_closed", gate=command.gate, items=lacks)
    return [ev.GatePassed(gate=command.gate, what=typed(command.what))]


def way_to(crisis: Crisis, gate: str) -> list[str]:
    """The gates to pass, in order: those that it requires, what these require before them, then itself."""
    requires = {each.key: each.requires for each in crisis.playbook.gates}
    seen: set[str] = set()

    def way(key: str) -> Iterator[str]:
        seen.add(key)
        for before in requires.get(key, ()):
            if before not in seen:
                yield from way(before)
        yield key

    return list(way(gate))


def _speaking(crisis: Crisis) -> bool:
    return crisis.posture is not None and crisis.posture.posture is Posture.SPEAK

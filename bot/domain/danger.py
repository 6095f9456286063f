"""Whether somebody is in danger, as the cell has answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.crisis import Crisis, ItemStatus
from bot.domain.evidence import Records


@dataclass(frozen=True, slots=True)
class Danger:
    """Somebody is in danger: the measure taken, and the entry that says so."""

    measure: str
    seq: int


def danger(crisis: Crisis) -> Danger | None:
    """What stands in the item that asks for it; None while nobody has answered yes."""
    for spec in crisis.playbook.items.values():
        state = crisis.items.get(spec.key)
        answered = spec.records is Records.DANGER and state is not None and state.status is ItemStatus.DONE
        if answered and state is not None and state.evidence.get("danger") == "yes":
            measure = state.evidence.get("measure", "")
            return Danger(measure if isinstance(measure, str) else ", ".join(measure), state.seq)
    return None

"""Whether somebody is in danger, as the cell has answered."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.crisis import Crisis, ItemStatus
from bot.domain.evidence import Records

_WORD = re.compile(r"\w+")
_SAYS_NOTHING = frozenset(
    _WORD.findall("""
    a action actions an and any as at been but by decided do don done far for has have idea is it know later measure
    measures moment moments n na needed nil no none not nothing now of ok on ongoing pending required s so still t taken
    tba tbc tbd the there this time to unknown we x xx yes yet
    attente au aucun aucune aux avons c ce d dans de des du décidé définir déterminer en encore est et fait faire idem
    idée inconnu instant jour l la le les mesure mesures n ne non nous néant objet on oui pas plus pour pris prise
    prises préciser r ras rien s sans suite un une voir x à
    """)
)
"""Words of which « rien pour le moment » and "none needed" are made: no measure, nobody who decided, no reason.

None of which a measure can be made alone: with « cours » or « venir » classes could not be called off.
"""

_WORDY = 80
"""Characters: who writes so much says something, be it in signs."""


def says_nothing(text: str) -> bool:
    """Whether an answer to what was done for people in danger names nothing: no measure, no person and no reason."""
    return len(text) < _WORDY and all(word in _SAYS_NOTHING for word in _WORD.findall(text.lower()))


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

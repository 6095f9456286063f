"""One thing to tell one person at one time, and who hears of it when that person does not act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.crisis import DEPUTY, Crisis
from bot.domain.playbook import Presence


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to tell one person at `at` (UTC). `about` names the item, role, follow-up, action, deadline.

    `hours`: when this person may be told of it, where it was not told at its time: a machine that was off, a new
    owner at night. `pulled`: it may be told up to ten minutes early, together with what is told then.
    """

    key: str
    kind: str
    about: str
    to: str
    at: datetime
    hours: Presence = Presence.ALWAYS
    pulled: bool = True


def above_of(crisis: Crisis, user: str) -> str | None:
    """Who hears of it when this person does not act: the lead; for the lead, the deputy."""
    above = crisis.lead if user != crisis.lead else crisis.role_holder(DEPUTY)
    return above if above != user else None


def keeper(crisis: Crisis, owner: str) -> str:
    """Who is told of what somebody owes: they, or the lead once they have left the crisis."""
    return crisis.present(owner) or crisis.lead

"""When the clock must look at a crisis again.

A pure function of its state: nothing is forgotten by a restart, nothing goes on after its cause is gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain import legal_clocks, public_update
from bot.domain.checklist import Item, core_settled, of_each_item
from bot.domain.crisis import Crisis, ItemStatus, Status
from bot.domain.due import comes_round_at
from bot.domain.follow_up import next_follow_ups
from bot.domain.reminders import next_announcement, next_nudges
from bot.domain.statements import ratification_due
from bot.domain.summary import next_summary_at

REMIND = "remind:"
"""Begins the key of a timer that is a person's: who is told, not what is done."""


def timers(crisis: Crisis) -> dict[str, datetime]:
    """What is due when (aware UTC), by a key that says why."""
    times = {f"{REMIND}{user}": at for user, at in next_nudges(crisis).items()}
    times |= {f"legal:{regime}/{key}": at for (regime, key), at in legal_clocks.missed_at(crisis).items()}
    times |= {f"ratify:{number}": at for number, at in ratification_due(crisis).items()}
    if crisis.status is Status.OPEN:
        single = {
            "core": core_over_at(crisis),
            "update": public_update.missed_at(crisis),
            "summary": summary_at(crisis),
            "overdue": next_announcement(crisis),
        }
        times |= {key: at for key, at in single.items() if at is not None}
        times |= {f"round:{key}": at for key, at in rounds(crisis).items()}
    elif not crisis.is_open:
        times |= {f"follow_up:{key}": at for key, at in next_follow_ups(crisis).items()}
    return times


def core_over_at(crisis: Crisis) -> datetime | None:
    """When the first hour is over: everything settled, or its time has passed."""
    if crisis.status is not Status.OPEN or crisis.core_over_at is not None:
        return None
    end = crisis.started_at + timedelta(minutes=crisis.playbook.core_minutes)
    if not core_settled(crisis):
        return end
    settled = [s.changed_at for s in crisis.items.values() if s.changed_at is not None]
    return min(end, max(settled, default=crisis.started_at))


def summary_at(crisis: Crisis) -> datetime | None:
    """When the level's cadence brings a summary."""
    return next_summary_at(crisis) if crisis.status is Status.OPEN else None


def rounds(crisis: Crisis) -> dict[str, datetime]:
    """When each finished repeating item is due again."""
    if crisis.status is not Status.OPEN:
        return {}
    return dict(found for found in of_each_item(crisis, _round) if found is not None)


def _round(crisis: Crisis, item: Item) -> tuple[str, datetime] | None:
    if item.spec is None or not item.visible or item.sleeping or item.state.status is not ItemStatus.DONE:
        return None
    at = comes_round_at(crisis, item.state, item.spec)
    return None if at is None else (item.key, at)

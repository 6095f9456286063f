"""When the clock must look at a crisis again.

A pure function of its state: nothing is forgotten by a restart, nothing goes on after its cause is gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.checklist import all_items, core_settled
from bot.domain.crisis import Crisis, FollowUpStatus, ItemStatus, Status
from bot.domain.due import comes_round_at
from bot.domain.reminders import next_announcement, next_nudges
from bot.domain.summary import next_summary_at


def timers(crisis: Crisis) -> dict[str, datetime]:
    """What is due when (aware UTC), by a key that says why."""
    if crisis.status is Status.OPEN:
        single = {
            "core": core_over_at(crisis),
            "posture": posture_review_at(crisis),
            "summary": summary_at(crisis),
            "overdue": next_announcement(crisis),
        }
        return {
            **{key: at for key, at in single.items() if at is not None},
            **{f"round:{key}": at for key, at in rounds(crisis).items()},
            **{f"remind:{user}": at for user, at in next_nudges(crisis).items()},
        }
    return {
        f"follow_up:{state.key}": state.due
        for state in crisis.follow_ups.values()
        if state.status is FollowUpStatus.PLANNED
    }


def core_over_at(crisis: Crisis) -> datetime | None:
    """When the first hour is over: everything settled, or its time has passed."""
    if crisis.status is not Status.OPEN or crisis.core_over_at is not None:
        return None
    end = crisis.started_at + timedelta(minutes=crisis.playbook.core_minutes)
    if not core_settled(crisis):
        return end
    settled = [s.changed_at for s in crisis.items.values() if s.changed_at is not None]
    return min(end, max(settled, default=crisis.started_at))


def posture_review_at(crisis: Crisis) -> datetime | None:
    """When the lead is asked about the posture again."""
    if crisis.status is not Status.OPEN or crisis.posture is None or crisis.posture.reviewed:
        return None
    return crisis.posture.review_at


def summary_at(crisis: Crisis) -> datetime | None:
    """When the level's cadence brings a summary."""
    return next_summary_at(crisis) if crisis.status is Status.OPEN else None


def rounds(crisis: Crisis) -> dict[str, datetime]:
    """When each finished repeating item is due again."""
    if crisis.status is not Status.OPEN:
        return {}
    times: dict[str, datetime] = {}
    for item in all_items(crisis):
        if item.spec and item.visible and not item.sleeping and item.state.status is ItemStatus.DONE:
            at = comes_round_at(crisis, item.state, item.spec)
            if at is not None:
                times[item.key] = at
    return times

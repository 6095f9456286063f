"""The clock's turn: everything that is due now happens now, in a fixed order, as events like any other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import core_settled
from bot.domain.crisis import Crisis
from bot.domain.fold import advance
from bot.domain.follow_up import due_follow_ups
from bot.domain.kernel import Event, decides
from bot.domain.legal_clocks import missed_deadlines
from bot.domain.presence import WAITS, may_be_told
from bot.domain.public_update import missed_at
from bot.domain.reminders import due_announcement
from bot.domain.statements import missed_ratifications
from bot.domain.summary import summarise, summary_hours
from bot.domain.timers import core_over_at, rounds, summary_at


@decides(cmd.Tick, when="any")
def tick(crisis: Crisis, command: cmd.Tick, now: datetime) -> list[Event]:
    """Each turn sees what the one before has changed."""
    events: list[Event] = []
    state = crisis
    for turn in _TURNS:
        new = turn(state, now)
        state = advance(state, new, now, command.actor)
        events.extend(new)
    return events


def _core(crisis: Crisis, now: datetime) -> list[Event]:
    at = core_over_at(crisis)
    return [ev.CoreFinished(complete=core_settled(crisis))] if at is not None and at <= now else []


def _rounds(crisis: Crisis, now: datetime) -> list[Event]:
    return [ev.ItemCameRound(item=key) for key, at in rounds(crisis).items() if at <= now]


def _update(crisis: Crisis, now: datetime) -> list[Event]:
    at = missed_at(crisis) if crisis.is_open else None
    return [ev.UpdateMissed()] if at is not None and at <= now else []


def _glass(crisis: Crisis, now: datetime) -> Sequence[Event]:
    return missed_ratifications(crisis, now)


def _legal(crisis: Crisis, now: datetime) -> Sequence[Event]:
    return missed_deadlines(crisis, now)


def _summary(crisis: Crisis, now: datetime) -> list[Event]:
    at = summary_at(crisis)
    if at is None or at > now:
        return []
    return [summarise(crisis, now, "cadence") if may_be_told(crisis, at, summary_hours(crisis), now) else WAITS]


def _overdue(crisis: Crisis, now: datetime) -> Sequence[Event]:
    return due_announcement(crisis, now) if crisis.is_open else []


def _follow_ups(crisis: Crisis, now: datetime) -> Sequence[Event]:
    return [] if crisis.is_open else due_follow_ups(crisis, now)


_TURNS: tuple[Callable[[Crisis, datetime], Sequence[Event]], ...] = (
    _core,
    _rounds,
    _update,
    _glass,
    _legal,
    _summary,
    _follow_ups,
    _overdue,
)

"""Legal clocks: legal says which run, from when and who keeps them, or writes why none does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import settle
from bot.domain.crisis import Crisis, LegalClock, LegalDeadline
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.regime import deadlines
from bot.domain.texts import typed


@decides(cmd.StartLegalClock, when="any")
def start_legal_clock(crisis: Crisis, command: cmd.StartLegalClock, now: datetime) -> list[Event]:
    """The regime is kept as it stands today, whatever becomes of the file."""
    if command.regime.key in crisis.legal_clocks:
        raise Refused("legal_clock_runs", name=command.regime.name.in_(crisis.language))
    if command.started_at > now:
        raise Refused("awareness_in_future")
    owner = command.owner or command.actor
    name = command.regime.name.in_(crisis.language)
    done = settle(crisis, Records.LEGAL, {"clocks": name}, now)
    return [*done, ev.LegalClockStarted(regime=command.regime, started_at=command.started_at, owner=owner)]


@applies(ev.LegalClockStarted)
def legal_clock_started(crisis: Crisis, event: ev.LegalClockStarted, recorded: Recorded) -> Crisis:
    """Its steps get their times."""
    clock = LegalClock(
        regime=event.regime,
        started_at=event.started_at,
        owner=event.owner,
        opened_at=recorded.at,
        seq=recorded.seq,
    )
    return replace(
        crisis,
        legal_clocks={**crisis.legal_clocks, event.regime.key: _timed(crisis, clock)},
        members=crisis.members | {event.owner},
        no_legal_clock="",
    )


@decides(cmd.AttestNoLegalClock, when="any")
def attest_no_legal_clock(crisis: Crisis, command: cmd.AttestNoLegalClock, now: datetime) -> list[Event]:
    """None runs, and somebody answers for that in writing."""
    if any(clock.open_deadlines for clock in crisis.legal_clocks.values()):
        raise Refused("legal_clocks_run")
    reason = typed(command.reason)
    return [*settle(crisis, Records.LEGAL, {"clocks": reason}, now), ev.NoLegalClockAttested(reason=reason)]


@applies(ev.NoLegalClockAttested)
def no_legal_clock_attested(crisis: Crisis, event: ev.NoLegalClockAttested, _: Recorded) -> Crisis:
    """It stands on the board."""
    return replace(crisis, no_legal_clock=event.reason)


@decides(cmd.MeetLegalDeadline, when="any")
def meet_legal_deadline(crisis: Crisis, command: cmd.MeetLegalDeadline, now: datetime) -> list[Event]:
    """Done on proof; what the law counts from it counts from now."""
    clock = crisis.legal_clocks.get(command.regime)
    deadline = next((d for d in clock.deadlines if d.key == command.deadline), None) if clock else None
    if clock is None or deadline is None:
        raise Refused("no_such_legal_clock")
    if deadline.done_at is not None:
        raise Refused("legal_deadline_met", at=deadline.done_at)
    late = deadline.at is not None and now > deadline.at
    proof = typed(command.proof)
    return [ev.LegalDeadlineMet(regime=command.regime, deadline=command.deadline, proof=proof, late=late)]


@applies(ev.LegalDeadlineMet)
def legal_deadline_met(crisis: Crisis, event: ev.LegalDeadlineMet, recorded: Recorded) -> Crisis:
    """Off the countdown."""
    clock = crisis.legal_clocks[event.regime]
    met = tuple(
        replace(d, done_at=recorded.at, proof=event.proof) if d.key == event.deadline else d for d in clock.deadlines
    )
    clock = _timed(crisis, replace(clock, deadlines=met))
    return replace(crisis, legal_clocks={**crisis.legal_clocks, event.regime: clock})


def _timed(crisis: Crisis, clock: LegalClock) -> LegalClock:
    known = {deadline.key: deadline for deadline in clock.deadlines}
    done = {key: deadline.done_at for key, deadline in known.items() if deadline.done_at is not None}
    due = dict(deadlines(clock.regime, clock.started_at, crisis.timezone, done=done))
    steps = tuple(
        replace(known.get(step.key, LegalDeadline(key=step.key, at=None)), at=due.get(step.key))
        for step in clock.regime.steps
    )
    return replace(clock, deadlines=steps)


def timed_steps(crisis: Crisis) -> list[tuple[datetime, LegalClock, LegalDeadline]]:
    """The steps that nobody has proven and for which the law gives a time, soonest first."""
    steps = [
        (deadline.at, clock, deadline)
        for clock in crisis.legal_clocks.values()
        for deadline in clock.open_deadlines
        if deadline.at is not None
    ]
    return sorted(steps, key=lambda step: step[0])


def next_legal_deadline(crisis: Crisis) -> tuple[LegalClock, LegalDeadline] | None:
    """The step that is due soonest, of all clocks."""
    return next(((clock, deadline) for _, clock, deadline in timed_steps(crisis)), None)


def missed_at(crisis: Crisis) -> dict[tuple[str, str], datetime]:
    """The steps that may still be missed, by regime and step, and when that will be."""
    return {
        (regime, deadline.key): deadline.at
        for regime, clock in crisis.legal_clocks.items()
        for deadline in clock.open_deadlines
        if deadline.at is not None and not deadline.missed
    }


def missed_deadlines(crisis: Crisis, now: datetime) -> list[ev.LegalDeadlineMissed]:
    """The steps whose time has passed and nobody has said so yet."""
    return [
        ev.LegalDeadlineMissed(regime=regime, deadline=key)
        for (regime, key), at in missed_at(crisis).items()
        if at <= now
    ]


@applies(ev.LegalDeadlineMissed)
def legal_deadline_missed(crisis: Crisis, event: ev.LegalDeadlineMissed, _: Recorded) -> Crisis:
    """Said once; it can still be met, late."""
    clock = crisis.legal_clocks[event.regime]
    steps = tuple(replace(d, missed=True) if d.key == event.deadline else d for d in clock.deadlines)
    return replace(crisis, legal_clocks={**crisis.legal_clocks, event.regime: replace(clock, deadlines=steps)})

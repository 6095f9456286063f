"""The next public word: promised, counted down, warned about, kept or missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import COMMUNICATIONS, DEPUTY, Crisis, Posture, PromisedUpdate
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.presence import present

WARNINGS = (15, 5)
"""Minutes before the promised time at which the author, communications and the deputy are told."""

MISSED_AFTER = timedelta(minutes=1)


@decides(cmd.PromiseUpdate)
def promise_update(crisis: Crisis, command: cmd.PromiseUpdate, now: datetime) -> list[Event]:
    """A time that was said in public: from now on it counts down."""
    if command.at <= now:
        raise Refused("due_in_past")
    if crisis.promised and crisis.promised.at == command.at:
        raise Refused("already_promised", at=command.at)
    if crisis.promised and command.seen_seq is not None and crisis.promised.seq > command.seen_seq:
        raise Refused("outdated")
    return [ev.UpdatePromised(at=command.at)]


def followed(crisis: Crisis, at: datetime | None, now: datetime) -> list[Event]:
    """An hour that a text names for the next public word: an earlier one counts, a later one the lead confirms."""
    if at is None or at <= now or not crisis.is_open:
        return []
    present = next_public_update(crisis)
    if present is None or at < present:
        return [ev.UpdatePromised(at=at)]
    return [ev.UpdateProposed(at=at)] if at > present else []


@applies(ev.UpdatePromised)
def update_promised(crisis: Crisis, event: ev.UpdatePromised, recorded: Recorded) -> Crisis:
    """The latest promise counts."""
    return replace(
        crisis,
        promised=PromisedUpdate(at=event.at, by=recorded.actor, made_at=recorded.at, seq=recorded.seq),
    )


@applies(ev.UpdateMissed)
def update_missed(crisis: Crisis, _event: ev.UpdateMissed, _recorded: Recorded) -> Crisis:
    """Said once; it stays on the board until something is published."""
    return replace(crisis, promised=replace(crisis.promised, missed=True) if crisis.promised else None)


def missed_at(crisis: Crisis) -> datetime | None:
    """When the channel hears that the promised time has passed."""
    if crisis.promised is None or crisis.promised.missed:
        return None
    return crisis.promised.at + MISSED_AFTER


def warned_people(crisis: Crisis) -> tuple[str, ...]:
    """Who is told that the promised time is near: who promised it, communications, the deputy; nobody else."""
    seats = (crisis.role_holder(COMMUNICATIONS), crisis.role_holder(DEPUTY))
    return tuple(dict.fromkeys(user for user in (crisis.promised.by if crisis.promised else None, *seats) if user))


def next_public_update(crisis: Crisis) -> datetime | None:
    """When the next public word is expected: the promised time, else the level's longest gap after the last one.

    None while nothing was said in public, or the posture is not to speak.
    """
    if crisis.promised:
        return crisis.promised.at
    last, gap = crisis.latest_publication, crisis.rules.public_update
    if last is None or gap is None or crisis.posture is None or crisis.posture.posture is not Posture.SPEAK:
        return None
    at = last.at + timedelta(minutes=gap)
    return present(crisis, crisis.rules.public_presence, at)

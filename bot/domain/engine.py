"""The one way into the domain: a command is decided into events, or refused."""

from __future__ import annotations

from datetime import datetime

from bot.domain import (  # noqa: F401  (each registers its rules)
    approvals,
    cases,
    checklist_rules,
    commitments,
    debrief,
    decisions,
    facts,
    follow_up,
    legal_clocks,
    lessons,
    level_rules,
    lifecycle,
    logbook,
    posture,
    public_update,
    relief,
    roles,
    stand_down,
    statements,
    summary,
    ticking,
)
from bot.domain.commands import AnswerDebrief, RetryChannel, StartCrisis
from bot.domain.crisis import Crisis, Status
from bot.domain.fold import advance, apply, begin
from bot.domain.kernel import ANONYMOUS, SYSTEM, Command, Event, Refused, rule_of

__all__ = ["advance", "apply", "begin", "decide", "stranger"]


def decide(crisis: Crisis | None, command: Command, now: datetime) -> list[Event]:
    """What happens when `command` is asked of `crisis` (None: there is none yet) at `now` (aware UTC).

    Raises:
        Refused: it cannot be done; nothing changes. The code names the text that says why.
    """
    if isinstance(command, StartCrisis):
        if crisis is not None:
            raise Refused("already_started")
        return lifecycle.start(command, now)
    if crisis is None:
        raise Refused("no_such_crisis")
    if command.actor not in SYSTEM and not (command.actor == ANONYMOUS and isinstance(command, AnswerDebrief)):
        _check_access(crisis, command)
    when, rule = rule_of(type(command))
    if when == "open" and not crisis.is_open:
        raise Refused("crisis_closed", at=crisis.stood_down_at)
    if when == "closed" and crisis.is_open:
        raise Refused("crisis_still_open")
    events = rule(crisis, command, now)
    return [*events, *approvals.asked_since(crisis, events, now, command.actor)]


def stranger(crisis: Crisis) -> Refused:
    """Why somebody who is not in it may do nothing. A private crisis is for them one that does not exist."""
    return Refused("no_such_crisis") if crisis.private else Refused("not_a_member", channel=crisis.channel_id)


def _check_access(crisis: Crisis, command: Command) -> None:
    if not crisis.is_member(command.actor):
        raise stranger(crisis)
    if crisis.status is Status.FAILED and not isinstance(command, RetryChannel):
        raise Refused("crisis_failed")

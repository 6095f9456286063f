"""Raising and lowering the level: anyone raises at once, only lead or deputy lower."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, Proposal
from bot.domain.fold import advance
from bot.domain.kernel import SYSTEM, Event, Recorded, Refused, applies, decides
from bot.domain.summary import summarise


@decides(cmd.ChangeLevel)
def change_level(crisis: Crisis, command: cmd.ChangeLevel, now: datetime) -> list[Event]:
    """Another level, said in the channel with a summary of where things stand."""
    if command.level is crisis.level:
        raise Refused("level_same", level=crisis.level)
    reason = command.reason.strip()
    if command.level.rank < crisis.level.rank and command.actor not in SYSTEM:
        if not crisis.steers(command.actor):
            raise Refused("only_lead_lowers", user=crisis.lead)
        if not reason and not (crisis.proposal and crisis.proposal.level is command.level):
            raise Refused("reason_missing")
    changed = ev.LevelChanged(level=command.level, previous=crisis.level, reason=reason)
    after = advance(crisis, [changed], now, command.actor)
    return [changed, summarise(after, now, "level")]


@applies(ev.LevelChanged)
def level_changed(crisis: Crisis, event: ev.LevelChanged, recorded: Recorded) -> Crisis:
    """Due times, cadence and visible items follow by themselves, since they are computed."""
    return replace(crisis, level=event.level, previous_level=event.previous, level_seq=recorded.seq, proposal=None)


@applies(ev.LevelProposed)
def level_proposed(crisis: Crisis, event: ev.LevelProposed, recorded: Recorded) -> Crisis:
    """It waits on the board for one click."""
    return replace(crisis, proposal=Proposal(level=event.level, why=event.why, at=recorded.at, seq=recorded.seq))


@decides(cmd.DismissProposal)
def dismiss_proposal(crisis: Crisis, command: cmd.DismissProposal, now: datetime) -> list[Event]:
    """Lead or deputy keep the level."""
    if crisis.proposal is None:
        raise Refused("no_proposal")
    if not crisis.steers(command.actor):
        raise Refused("only_lead_dismisses", user=crisis.lead)
    return [ev.ProposalDismissed(reason=command.reason.strip())]


@applies(ev.ProposalDismissed)
def proposal_dismissed(crisis: Crisis, event: ev.ProposalDismissed, recorded: Recorded) -> Crisis:
    """Off the board."""
    return replace(crisis, proposal=None)

"""Decisions: numbered, reasoned, superseded by later ones and never erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, Decision
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.texts import typed


@decides(cmd.RecordDecision, when="any")
def record_decision(crisis: Crisis, command: cmd.RecordDecision, now: datetime) -> list[Event]:
    """A decision of the lead, unless another is named."""
    if command.supersedes is not None:
        earlier = decision_of(crisis, command.supersedes)
        if earlier is None:
            raise Refused("no_such_decision", number=command.supersedes)
        if earlier.superseded_by is not None:
            raise Refused("already_superseded", number=earlier.number, by=earlier.superseded_by)
    return [
        ev.DecisionRecorded(
            number=len(crisis.decisions) + 1,
            text=typed(command.text),
            why=typed(command.why, optional=True),
            rejected=typed(command.rejected, optional=True),
            decided_by=command.decided_by or crisis.lead,
            link=command.link,
            supersedes=command.supersedes,
        )
    ]


@applies(ev.DecisionRecorded)
def decision_recorded(crisis: Crisis, event: ev.DecisionRecorded, recorded: Recorded) -> Crisis:
    """The earlier one points to the later one; both stay."""
    earlier = tuple(
        replace(d, superseded_by=event.number) if d.number == event.supersedes else d for d in crisis.decisions
    )
    new = Decision(
        number=event.number,
        seq=recorded.seq,
        at=recorded.at,
        by=recorded.actor,
        decided_by=event.decided_by,
        text=event.text,
        why=event.why,
        rejected=event.rejected,
        link=event.link,
        supersedes=event.supersedes,
    )
    return replace(crisis, decisions=(*earlier, new))


def decision_of(crisis: Crisis, number: int) -> Decision | None:
    """A decision by its number."""
    return crisis.decisions[number - 1] if 1 <= number <= len(crisis.decisions) else None

"""Relief: seats change hands with a written sheet, and nobody is forgotten on duty."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, Relief
from bot.domain.fold import advance
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.summary import summarise
from bot.domain.texts import typed


@decides(cmd.HandOver)
def hand_over(crisis: Crisis, command: cmd.HandOver, now: datetime) -> list[Event]:
    """Every seat of the one who goes moves to the one who comes, and the sheet says where things stand."""
    leaver = command.leaver or command.actor
    if command.to == leaver:
        raise Refused("handover_to_self")
    seats = [role for role, user in crisis.roles.items() if user == leaver]
    if not seats and leaver != crisis.lead:
        raise Refused("nothing_to_hand_over", user=leaver)
    if command.sleeps_until is not None and command.sleeps_until <= now:
        raise Refused("due_in_past")
    moved: list[Event] = [ev.RoleAssigned(role=role, user=command.to) for role in seats or ["crisis_lead"]]
    after = advance(crisis, moved, now, command.actor)
    return [
        *moved,
        ev.HandedOver(
            leaver=leaver,
            to=command.to,
            roles=tuple(seats or ["crisis_lead"]),
            sleeps_until=command.sleeps_until,
            note=typed(command.note, optional=True),
        ),
        summarise(after, now, "relief"),
    ]


@applies(ev.HandedOver)
def handed_over(crisis: Crisis, event: ev.HandedOver, recorded: Recorded) -> Crisis:
    """The sheet is kept."""
    relief = Relief(
        by=event.leaver,
        to=event.to,
        at=recorded.at,
        sleeps_until=event.sleeps_until,
        note=event.note,
        seq=recorded.seq,
    )
    return replace(crisis, reliefs=(*crisis.reliefs, relief))


def asleep(crisis: Crisis, now: datetime) -> dict[str, datetime]:
    """Who sleeps until when."""
    return {r.by: r.sleeps_until for r in crisis.reliefs if r.sleeps_until is not None and r.sleeps_until > now}

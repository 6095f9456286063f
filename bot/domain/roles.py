"""Who sits where in the crisis cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import settle
from bot.domain.crisis import LEGAL, Crisis, Seat
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.playbook import Separation
from bot.domain.recording import ROLE_FIELDS


@decides(cmd.AssignRoles)
def assign_roles(crisis: Crisis, command: cmd.AssignRoles, now: datetime) -> list[Event]:
    """Anyone may seat anyone: at the start nobody has the time to ask. Who is seated is in the crisis."""
    unknown = [role for role in command.roles if role not in crisis.playbook.role_labels]
    if unknown:
        raise Refused("unknown_role", role=unknown[0])
    events: list[Event] = []
    for role, user in command.roles.items():
        holder = crisis.roles.get(role)
        if user and user != holder:
            events.append(ev.RoleAssigned(role=role, user=user))
        elif user is None and holder:
            events.append(ev.RoleReleased(role=role, user=holder))
    if not events:
        raise Refused("roles_unchanged")
    seats = {**crisis.roles, **{role: user for role, user in command.roles.items() if user}}
    evidence: cmd.Evidence = {role: seats.get(role, "") for role in ROLE_FIELDS}
    return [*events, *settle(crisis, Records.ROLES, evidence, now)]


@applies(ev.RoleAssigned)
def role_assigned(crisis: Crisis, event: ev.RoleAssigned, recorded: Recorded) -> Crisis:
    """One holder a role."""
    return replace(
        crisis,
        roles={**crisis.roles, event.role: event.user},
        seated={**crisis.seated, event.role: Seat(by=recorded.actor, at=recorded.at, seq=recorded.seq)},
        members=crisis.members | {event.user},
    )


@applies(ev.RoleReleased)
def role_released(crisis: Crisis, event: ev.RoleReleased, recorded: Recorded) -> Crisis:
    """An empty seat."""
    return replace(crisis, roles={role: user for role, user in crisis.roles.items() if role != event.role})


def empty_roles(crisis: Crisis) -> list[str]:
    """The seats that this level wants filled and nobody holds, in the playbook's order (hats are no seats)."""
    wanted = crisis.rules.cell
    return [
        role.key
        for role in crisis.playbook.roles
        if not role.hat and role.key not in crisis.roles and (not wanted or role.key in wanted)
    ]


def broken_separations(crisis: Crisis) -> list[Separation]:
    """The pairs of roles that one person holds at a level where two people should."""
    return [
        separation
        for separation in crisis.playbook.separations
        if crisis.level.reaches(separation.from_level)
        and crisis.roles.get(separation.roles[0]) is not None
        and crisis.roles.get(separation.roles[0]) == crisis.roles.get(separation.roles[1])
    ]


def may_redact(crisis: Crisis, user: str) -> bool:
    """Whether somebody may take words out of the logbook for good: the lead and legal may."""
    return user in (crisis.lead, crisis.role_holder(LEGAL))

"""Advice 7: individual cases by number and without names, and rooms for what must not be said here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.said import Case, SideRoom
from bot.domain.texts import typed

GROUP = 7
"""People that fit into a group message of Slack beside the bot."""


@decides(cmd.OpenCase, when="any")
def open_case(crisis: Crisis, command: cmd.OpenCase, now: datetime) -> list[Event]:
    """A number is enough to find a person again elsewhere."""
    if command.due is not None and command.due <= now:
        raise Refused("due_in_past")
    return [
        ev.CaseOpened(
            number=len(crisis.cases) + 1,
            about=typed(command.about),
            promise=typed(command.promise, optional=True),
            due=command.due,
            owner=command.owner or command.actor,
        )
    ]


@applies(ev.CaseOpened)
def case_opened(crisis: Crisis, event: ev.CaseOpened, recorded: Recorded) -> Crisis:
    """One more."""
    case = Case(opened_at=recorded.at, set_at=recorded.at, seq=recorded.seq, **event.model_dump())
    return replace(crisis, cases={**crisis.cases, event.number: case}, members=crisis.members | {event.owner})


@decides(cmd.RescheduleCase, when="any")
def reschedule_case(crisis: Crisis, command: cmd.RescheduleCase, now: datetime) -> list[Event]:
    """A time at which its owner is reminded."""
    unsettled(crisis, command.case)
    if command.due <= now:
        raise Refused("due_in_past")
    return [ev.CaseRescheduled(case=command.case, due=command.due)]


@applies(ev.CaseRescheduled)
def case_rescheduled(crisis: Crisis, event: ev.CaseRescheduled, recorded: Recorded) -> Crisis:
    """It comes at that time, also where it came before."""
    case = crisis.cases[event.case]
    case = replace(case, due=event.due, set_at=recorded.at, moved=case.moved + 1)
    return replace(crisis, cases={**crisis.cases, event.case: case})


def unsettled(crisis: Crisis, number: int) -> Case:
    """The case of this number, while it is open. Raises Refused."""
    case = crisis.cases.get(number)
    if case is None:
        raise Refused("no_such_case", number=number)
    if case.closed_at is not None:
        raise Refused("case_closed", number=number)
    return case


@decides(cmd.CloseCase, when="any")
def close_case(crisis: Crisis, command: cmd.CloseCase, now: datetime) -> list[Event]:
    """Settled."""
    del now
    unsettled(crisis, command.case)
    return [ev.CaseClosed(case=command.case, outcome=typed(command.outcome, optional=True))]


@applies(ev.CaseClosed)
def case_closed(crisis: Crisis, event: ev.CaseClosed, recorded: Recorded) -> Crisis:
    """It stays in the register."""
    case = replace(crisis.cases[event.case], closed_at=recorded.at, outcome=event.outcome)
    return replace(crisis, cases={**crisis.cases, event.case: case})


@decides(cmd.OpenSideRoom, when="any")
def open_side_room(crisis: Crisis, command: cmd.OpenSideRoom, now: datetime) -> list[Event]:
    """Only people of the crisis: a side room widens nobody's access."""
    del now
    people = tuple(dict.fromkeys((command.actor, *command.people)))
    strangers = [user for user in people if not crisis.is_member(user)]
    if strangers:
        raise Refused("not_in_crisis", user=strangers[0])
    if len(people) == 1:
        raise Refused("people_missing")
    if command.group and len(people) > GROUP:
        raise Refused("group_too_large", limit=GROUP)
    return [ev.SideRoomOpened(number=len(crisis.side_rooms) + 1, people=people, group=command.group)]


@applies(ev.SideRoomOpened)
def side_room_opened(crisis: Crisis, event: ev.SideRoomOpened, recorded: Recorded) -> Crisis:
    """That it is there is logged, and nothing of what is said in it."""
    room = SideRoom(number=event.number, people=event.people, by=recorded.actor, at=recorded.at, seq=recorded.seq)
    return replace(crisis, side_rooms={**crisis.side_rooms, event.number: room})


@decides(cmd.RecordSideRoom, when="any")
def record_side_room(crisis: Crisis, command: cmd.RecordSideRoom, now: datetime) -> list[Event]:
    """The first answer counts."""
    del now
    room = crisis.side_rooms.get(command.room)
    if room is None or room.channel_id is not None:
        return []
    return [ev.SideRoomReady(room=command.room, channel_id=command.channel_id)]


@applies(ev.SideRoomReady)
def side_room_ready(crisis: Crisis, event: ev.SideRoomReady, _: Recorded) -> Crisis:
    """Where it is."""
    room = replace(crisis.side_rooms[event.room], channel_id=event.channel_id)
    return replace(crisis, side_rooms={**crisis.side_rooms, event.room: room})

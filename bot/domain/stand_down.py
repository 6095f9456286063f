"""The end: never silent about what is open. And the way back, and the closing of the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import Item, all_items, open_gate_items, overdue_items
from bot.domain.crisis import Crisis, Status
from bot.domain.follow_up import planned
from bot.domain.gates import ARCHIVE, STAND_DOWN
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.playbook import Anchor
from bot.domain.summary import summarise
from bot.domain.texts import typed

ASKED_FOR = timedelta(hours=1)
"""How long a question to the lead stands before it may be put again."""


@decides(cmd.StandDown)
def stand_down(crisis: Crisis, command: cmd.StandDown, now: datetime) -> list[Event]:
    """Lead or deputy dismiss the cell; open gate items want a reason, which stays in the log."""
    if not crisis.steers(command.actor):
        raise Refused("only_lead_stands_down", user=crisis.lead)
    gates = [item.key for item in open_gate_items(crisis, STAND_DOWN)]
    reason = command.reason.strip()
    if gates and not reason:
        raise Refused("gates_open", items=gates)
    left = tuple(item.key for item in still_open(crisis))
    late = tuple(item.key for item in overdue_items(crisis, now))
    return [
        summarise(crisis, now, "stand_down"),
        ev.CrisisStoodDown(reason=reason, open_items=left, late_items=late, open_gates=tuple(gates)),
    ]


@decides(cmd.AskStandDown)
def ask_stand_down(crisis: Crisis, command: cmd.AskStandDown, now: datetime) -> list[Event]:
    """Once in a while: each lead is asked by one message, whoever asks."""
    if crisis.steers(command.actor):
        raise Refused("stand_down_is_yours")
    lead, asked = crisis.stand_down_asked or ("", now)
    if lead == crisis.lead and now < asked + ASKED_FOR:
        raise Refused("stand_down_asked", user=lead, at=asked)
    return [ev.StandDownAsked()]


@applies(ev.StandDownAsked)
def stand_down_asked(crisis: Crisis, _: ev.StandDownAsked, recorded: Recorded) -> Crisis:
    """It is the lead's to decide."""
    return replace(crisis, stand_down_asked=(crisis.lead, recorded.at))


def still_open(crisis: Crisis) -> list[Item]:
    """What is open at the end, without the items that only begin then."""
    return [
        item
        for item in all_items(crisis)
        if item.is_open
        and item.visible
        and not item.sleeping
        and not (item.spec and item.spec.due.anchor is Anchor.END)
    ]


@applies(ev.CrisisStoodDown)
def crisis_stood_down(crisis: Crisis, event: ev.CrisisStoodDown, recorded: Recorded) -> Crisis:
    """The aftermath begins: the follow-ups are planned from here."""
    return replace(
        crisis,
        status=Status.STOOD_DOWN,
        stood_down_at=recorded.at,
        stand_down_asked=None,
        close_reason=event.reason,
        follow_ups=planned(crisis, recorded.at),
        proposal=None,
    )


@decides(cmd.ReopenCrisis, when="closed")
def reopen(crisis: Crisis, command: cmd.ReopenCrisis, now: datetime) -> list[Event]:
    """It starts again; the follow-ups of the first end are dropped."""
    if not command.reason.strip():
        raise Refused("reason_missing")
    return [ev.CrisisReopened(reason=command.reason.strip())]


@applies(ev.CrisisReopened)
def reopened(crisis: Crisis, event: ev.CrisisReopened, recorded: Recorded) -> Crisis:
    """Open; the next summary and what is due counts from here, and is told anew."""
    return replace(
        crisis,
        status=Status.OPEN,
        restarted_at=recorded.at,
        restart_seq=recorded.seq,
        stood_down_at=None,
        close_reason="",
        follow_ups={},
        last_summary_at=recorded.at,
        core_over_at=crisis.core_over_at or recorded.at,
    )


@decides(cmd.ArchiveCrisis, when="closed")
def archive(crisis: Crisis, command: cmd.ArchiveCrisis, now: datetime) -> list[Event]:
    """The channel is closed; steps of the file that are open want a reason. Follow-ups go on to their owners."""
    if crisis.status is Status.ARCHIVED:
        raise Refused("already_archived")
    if not crisis.steers(command.actor):
        raise Refused("only_lead_archives", user=crisis.lead)
    gates = [item.key for item in open_gate_items(crisis, ARCHIVE)]
    reason = typed(command.reason, optional=True)
    if gates and not reason:
        raise Refused("file_open", items=gates)
    return [ev.ArchiveRequested(reason=reason, open_gates=tuple(gates))]


@applies(ev.ArchiveRequested)
def archive_requested(crisis: Crisis, event: ev.ArchiveRequested, recorded: Recorded) -> Crisis:
    """A file, no longer a cell."""
    return replace(crisis, status=Status.ARCHIVED)

"""What may be done with an item, and what that changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import MEASURE, Item, item_of, missing_evidence
from bot.domain.crisis import Crisis, ItemState, ItemStatus
from bot.domain.follow_up import REASON_FROM
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.recording import recorded_with
from bot.domain.records import PutOff

OWN_TEXT_LIMIT = 300
"""Characters of an item of the team's own: it must be read at a glance."""

SNOOZE_LIMIT = timedelta(days=7)


def _existing(crisis: Crisis, key: str) -> Item:
    item = item_of(crisis, key)
    if item is None:
        raise Refused("no_such_item", item=key)
    return item


def _undone(crisis: Crisis, key: str) -> Item:
    item = _existing(crisis, key)
    if item.state.status is ItemStatus.DONE:
        raise Refused("already_done", item=key, user=item.state.changed_by, at=item.state.changed_at)
    return item


@decides(cmd.TickItem, when="any")
def tick_item(crisis: Crisis, command: cmd.TickItem, now: datetime) -> list[Event]:
    """Done, with its evidence; one that locks a gate or writes down more than itself is refused without it."""
    item = _undone(crisis, command.item)
    evidence: cmd.Evidence = {key: value for key, value in command.evidence.items() if value}
    unknown = set(evidence) - {field.key for field in item.evidence}
    if unknown:
        raise Refused("evidence_unknown", fields=sorted(unknown))
    missing = missing_evidence(item, evidence)
    if missing and item.locked:
        fields = [field.key for field in missing]
        code = "measure_missing" if fields == [MEASURE] else "evidence_missing"
        raise Refused(code, item=command.item, fields=fields)
    done = ev.ItemDone(item=command.item, evidence=evidence, late=item.overdue(now))
    records = item.spec.records if item.spec else None
    return [done, *recorded_with(crisis, records, evidence, now)]


@decides(cmd.ReopenItem, when="any")
def reopen_item(crisis: Crisis, command: cmd.ReopenItem, now: datetime) -> list[Event]:
    """Only what the person saw is undone: a newer change refuses the click."""
    state = _existing(crisis, command.item).state
    if state.status is ItemStatus.OPEN:
        raise Refused("item_open_already", item=command.item)
    if state.seq != command.seen_seq:
        raise Refused("changed_meanwhile", item=command.item, user=state.changed_by, at=state.changed_at)
    return [ev.ItemReopened(item=command.item)]


@decides(cmd.MarkNotApplicable, when="any")
def mark_not_applicable(crisis: Crisis, command: cmd.MarkNotApplicable, now: datetime) -> list[Event]:
    """With a reason, where the playbook allows it."""
    item = _undone(crisis, command.item)
    if item.spec and item.spec.not_applicable == "no":
        raise Refused("cannot_be_skipped", item=command.item)
    if not command.reason.strip():
        raise Refused("reason_missing")
    if item.state.status is ItemStatus.NOT_APPLICABLE:
        raise Refused("already_not_applicable", item=command.item, user=item.state.changed_by)
    return [ev.ItemMarkedNotApplicable(item=command.item, reason=command.reason.strip())]


@decides(cmd.AssignItem, when="any")
def assign_item(crisis: Crisis, command: cmd.AssignItem, now: datetime) -> list[Event]:
    """Hand it to a person, who is brought into the crisis by that."""
    item = _undone(crisis, command.item)
    if item.state.assignee == command.user:
        raise Refused("already_assigned", item=command.item, user=command.user)
    return [ev.ItemAssigned(item=command.item, user=command.user)]


@decides(cmd.RescheduleItem, when="any")
def reschedule_item(crisis: Crisis, command: cmd.RescheduleItem, now: datetime) -> list[Event]:
    """Another due time, in the future."""
    _undone(crisis, command.item)
    if command.due <= now:
        raise Refused("due_in_past")
    return [ev.ItemRescheduled(item=command.item, due=command.due)]


@decides(cmd.AddItem, when="any")
def add_item(crisis: Crisis, command: cmd.AddItem, now: datetime) -> list[Event]:
    """An item of the team's own, under an advice or by itself."""
    text = " ".join(command.text.split())
    if not text:
        raise Refused("text_missing")
    if len(text) > OWN_TEXT_LIMIT:
        raise Refused("text_too_long", limit=OWN_TEXT_LIMIT, length=len(text))
    if command.advice is not None and crisis.playbook.advice(command.advice) is None:
        raise Refused("no_such_advice", number=command.advice)
    if command.role is not None and command.role not in crisis.playbook.role_labels:
        raise Refused("unknown_role", role=command.role)
    if command.due is not None and command.due <= now:
        raise Refused("due_in_past")
    number = 1 + sum(1 for key in crisis.items if key.startswith("own."))
    return [
        ev.ItemAdded(
            item=f"own.{number}",
            text=text,
            advice=command.advice,
            role=command.role,
            assignee=command.assignee,
            due=command.due,
        )
    ]


@decides(cmd.SnoozeItem, when="any")
def snooze_item(crisis: Crisis, command: cmd.SnoozeItem, now: datetime) -> list[Event]:
    """Its reminder comes again later; the due time stays where it was."""
    item = _undone(crisis, command.item)
    if item.state.snoozes + 1 >= REASON_FROM and not command.reason.strip():
        raise Refused("reason_missing")
    if command.until <= now:
        raise Refused("due_in_past")
    if command.until > now + SNOOZE_LIMIT:
        raise Refused("snooze_too_long", days=SNOOZE_LIMIT.days)
    return [ev.ItemSnoozed(item=command.item, until=command.until, reason=command.reason.strip())]


# --- what they change -----------------------------------------------------------------------------------


def _put(crisis: Crisis, key: str, **changes: object) -> Crisis:
    state = crisis.items.get(key) or ItemState(key=key)
    return crisis.but(items={**crisis.items, key: replace(state, **changes)})  # type: ignore[arg-type]


@applies(ev.ItemDone)
def item_done(crisis: Crisis, event: ev.ItemDone, recorded: Recorded) -> Crisis:
    """Settled."""
    return _put(
        crisis,
        event.item,
        status=ItemStatus.DONE,
        seq=recorded.seq,
        evidence=event.evidence,
        changed_by=recorded.actor,
        changed_at=recorded.at,
        reason="",
    )


@applies(ev.ItemReopened)
def item_reopened(crisis: Crisis, event: ev.ItemReopened, recorded: Recorded) -> Crisis:
    """Open again, as if never reminded; its evidence stays in the journal."""
    return _put(
        crisis,
        event.item,
        status=ItemStatus.OPEN,
        seq=recorded.seq,
        changed_by=recorded.actor,
        changed_at=recorded.at,
        reason="",
        snoozed_until=None,
        put_off=None,
        renewed=recorded.seq,
    )


@applies(ev.ItemCameRound)
def item_came_round(crisis: Crisis, event: ev.ItemCameRound, recorded: Recorded) -> Crisis:
    """Due again, now."""
    return _put(
        crisis,
        event.item,
        status=ItemStatus.OPEN,
        seq=recorded.seq,
        due_override=recorded.at,
        snoozed_until=None,
        put_off=None,
        renewed=recorded.seq,
    )


@applies(ev.ItemMarkedNotApplicable)
def item_not_applicable(crisis: Crisis, event: ev.ItemMarkedNotApplicable, recorded: Recorded) -> Crisis:
    """Settled by a reason."""
    return _put(
        crisis,
        event.item,
        status=ItemStatus.NOT_APPLICABLE,
        seq=recorded.seq,
        changed_by=recorded.actor,
        changed_at=recorded.at,
        reason=event.reason,
    )


@applies(ev.ItemAssigned)
def item_assigned(crisis: Crisis, event: ev.ItemAssigned, recorded: Recorded) -> Crisis:
    """A new owner has not been reminded yet."""
    crisis = _put(crisis, event.item, assignee=event.user, snoozed_until=None, renewed=recorded.seq)
    return crisis if event.user is None else replace(crisis, members=crisis.members | {event.user})


@applies(ev.ItemRescheduled)
def item_rescheduled(crisis: Crisis, event: ev.ItemRescheduled, recorded: Recorded) -> Crisis:
    """A new time brings a new reminder."""
    return _put(crisis, event.item, due_override=event.due, snoozed_until=None, renewed=recorded.seq)


@applies(ev.ItemAdded)
def item_added(crisis: Crisis, event: ev.ItemAdded, recorded: Recorded) -> Crisis:
    """One more item."""
    crisis = _put(
        crisis,
        event.item,
        seq=recorded.seq,
        own_text=event.text,
        own_role=event.role,
        own_advice=event.advice,
        assignee=event.assignee,
        due_override=event.due,
    )
    return crisis if event.assignee is None else replace(crisis, members=crisis.members | {event.assignee})


@applies(ev.ItemSnoozed)
def item_snoozed(crisis: Crisis, event: ev.ItemSnoozed, recorded: Recorded) -> Crisis:
    """The reminder comes again at that time."""
    state = crisis.items.get(event.item) or ItemState(key=event.item)
    last = PutOff(state.snoozes + 1, recorded.actor, recorded.at, event.until, event.reason, recorded.seq)
    return _put(crisis, event.item, snoozed_until=event.until, snoozes=last.times, put_off=last, renewed=recorded.seq)


@applies(ev.CoreFinished)
def core_finished(crisis: Crisis, event: ev.CoreFinished, recorded: Recorded) -> Crisis:
    """All advices are presented from now on."""
    return replace(crisis, core_over_at=recorded.at)

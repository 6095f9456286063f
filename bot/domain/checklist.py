"""The checklist: items as people see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, ItemState, ItemStatus, Posture, keep, kept, remembered
from bot.domain.danger import says_nothing
from bot.domain.due import due_of, is_late
from bot.domain.evidence import EvidenceField, Records
from bot.domain.kernel import Event
from bot.domain.playbook import Anchor, Language, PlaybookItem

T = TypeVar("T")

MEASURE = "measure"
"""The field of the item about danger that says what was done for the people in it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item as people see it: the playbook's text and rules with this crisis's state.

    `spec` is None for the team's own items. `due` may be None: nothing counts yet. `owner` is who is asked:
    the assignee, else the holder of its role, else the lead. `left`: the cell was dismissed before it was done.
    `presented`: it is of the first hour, or that is over, or it was given to somebody by name.
    """

    key: str
    state: ItemState
    spec: PlaybookItem | None
    advice: int | None
    role: str | None
    due: datetime | None
    owner: str
    visible: bool
    sleeping: bool
    presented: bool
    left: bool
    worked_out: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_open(self) -> bool:
        """Whether it still wants doing."""
        return self.state.status is ItemStatus.OPEN

    @property
    def core(self) -> bool:
        """Whether it belongs to the first hour."""
        return self.spec is not None and self.spec.core

    @property
    def gates(self) -> tuple[str, ...]:
        """The gates it locks."""
        return self.spec.gates if self.spec else ()

    @property
    def locked(self) -> bool:
        """Whether it cannot be ticked without its evidence: it locks a gate, or writes down more than itself."""
        return bool(self.gates) or (self.spec is not None and self.spec.records is not None)

    @property
    def evidence(self) -> tuple[EvidenceField, ...]:
        """What ticking it asks for."""
        return self.spec.evidence if self.spec else ()

    @property
    def pending(self) -> bool:
        """Whether somebody is expected to do it now or at its due time."""
        return self.awaited and self.presented

    @property
    def awaited(self) -> bool:
        """Whether it wants doing in this crisis, be it after the first hour's items."""
        return self.is_open and self.visible and not self.sleeping and not self.left

    def label(self, language: Language) -> str:
        """What is to be done, in one line."""
        return self.spec.label.in_(language) if self.spec else self.state.own_text

    def detail(self, language: Language) -> str:
        """How and why, in a sentence or two; empty for an own item."""
        return self.spec.detail.in_(language) if self.spec else ""

    def overdue(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return self.pending and is_late(self.due, now)


def item_of(crisis: Crisis, key: str) -> Item | None:
    """One item by its key; None when there is none."""
    spec = crisis.playbook.items.get(key)
    state = crisis.items.get(key)
    if spec is None and state is None:
        return None
    state = state or ItemState(key=key)
    role = spec.role if spec else state.own_role
    return Item(
        key=key,
        state=state,
        spec=spec,
        advice=crisis.playbook.advice_of[key] if spec else state.own_advice,
        role=role,
        due=due_of(crisis, state, spec),
        owner=crisis.present(state.assignee) or crisis.role_holder(role) or crisis.lead,
        visible=spec is None or crisis.level.reaches(spec.min_level),
        sleeping=spec is not None and spec.applies_when == "posture_speak" and not _speaking(crisis),
        presented=spec is None or spec.core or crisis.core_over_at is not None or state.assignee is not None,
        left=crisis.stood_down_at is not None and (spec is None or spec.due.anchor is not Anchor.END),
    )


_NOTHING: tuple[tuple[object, ...], dict[str, Item]] = ((), {})


@remembered
def all_items(crisis: Crisis) -> tuple[Item, ...]:
    """Every item, the playbook's in its order and then the team's own.

    What the state before has worked out is taken over where nothing that it depends on has changed.
    """
    frame = _frame(crisis)
    before, known = kept(crisis, _NOTHING)
    items = dict(known) if frame == before else {}
    touched = crisis.items if frame == before else (*crisis.playbook.items, *crisis.items)
    for key in touched:
        found = items.get(key)
        if found is None or found.state is not crisis.items.get(key, found.state):
            item = item_of(crisis, key)
            if item is not None:
                items[key] = item
    keep(crisis, (frame, items))
    return tuple(items.values())


def of_each_item(crisis: Crisis, compute: Callable[[Crisis, Item], T]) -> list[T]:
    """What `compute` makes of each item, once for each. Only for what follows from the item and `_frame`'s parts."""
    name, found = compute.__qualname__, list[T]()
    for item in all_items(crisis):
        if name not in item.worked_out:
            item.worked_out[name] = compute(crisis, item)
        found.append(item.worked_out[name])
    return found


def _frame(crisis: Crisis) -> tuple[object, ...]:
    """All that an item depends on besides its own state."""
    return (
        crisis.playbook.digest,
        crisis.level,
        crisis.timezone,
        crisis.roles,
        crisis.members,
        crisis.started_by,
        crisis.started_at,
        crisis.restarted_at,
        crisis.awareness_at,
        crisis.last_summary_at,
        crisis.stood_down_at,
        crisis.core_over_at,
        crisis.publications[-1:],
        crisis.promised,
        crisis.posture,
    )


def items_of_advice(crisis: Crisis, number: int) -> list[Item]:
    """The visible items of one advice."""
    return [item for item in all_items(crisis) if item.advice == number and item.visible]


def progress(crisis: Crisis) -> dict[int, tuple[int, int]]:
    """For each advice: how many of its visible, awake items are settled, of how many."""
    counts = {advice.number: (0, 0) for advice in crisis.playbook.advices}
    for item in all_items(crisis):
        if item.advice in counts and item.visible and not (item.sleeping and item.is_open):
            settled, total = counts[item.advice]
            counts[item.advice] = (settled + (not item.is_open), total + 1)
    return counts


def present_items(crisis: Crisis, limit: int = 12) -> list[Item]:
    """What the board shows.

    In the first hour the open core items, the sleeping ones last; later what is pending and timed. Soonest first.
    """
    items = all_items(crisis)
    if crisis.core_over_at is None:
        shown = [i for i in items if i.is_open and i.visible and (i.core or i.spec is None)]
    else:
        shown = [i for i in items if i.pending and (i.due is not None or i.spec is None)]
    return sorted(shown, key=lambda i: (i.sleeping, i.due is None, i.due or crisis.started_at))[:limit]


def core_settled(crisis: Crisis) -> bool:
    """Whether nothing of the first hour wants doing any more."""
    return all(not i.is_open or i.sleeping or not i.visible for i in all_items(crisis) if i.core)


def overdue_items(crisis: Crisis, now: datetime) -> list[Item]:
    """The overdue items, longest overdue first."""
    late = [item for item in all_items(crisis) if item.overdue(now)]
    return sorted(late, key=lambda item: item.due or now)


def open_gate_items(crisis: Crisis, gate: str) -> list[Item]:
    """The items that still lock a gate. Hidden and sleeping ones never do."""
    return [i for i in all_items(crisis) if gate in i.gates and i.is_open and i.visible and not i.sleeping]


def settle(crisis: Crisis, records: Records, evidence: cmd.Evidence, now: datetime) -> list[Event]:
    """Tick the item that asks for what was just told another way, when its evidence is complete."""
    given: cmd.Evidence = {key: value for key, value in evidence.items() if value}
    for spec in crisis.playbook.items.values():
        item = item_of(crisis, spec.key)
        if spec.records is records and item and item.is_open:
            known = {field.key for field in spec.evidence}
            if not missing_evidence(item, given):
                kept: cmd.Evidence = {key: value for key, value in given.items() if key in known}
                return [ev.ItemDone(item=item.key, evidence=kept, late=item.overdue(now))]
    return []


def missing_evidence(item: Item, evidence: cmd.Evidence) -> list[EvidenceField]:
    """The required fields that were left empty, or name fewer people than they ask for.

    Danger to people is never closed without a measure, or without who decided that none is needed, and why.
    """
    endangered = item.spec is not None and item.spec.records is Records.DANGER and evidence.get("danger") == "yes"
    wanted = {MEASURE} if endangered else set()
    return [
        field
        for field in item.evidence
        if ((field.required or field.key in wanted) and not _answered(field, evidence.get(field.key)))
        or (field.key in wanted and says_nothing(str(evidence[field.key])))
    ]


def _answered(field: EvidenceField, answer: str | tuple[str, ...] | None) -> bool:
    if isinstance(answer, tuple):
        return len(set(answer)) >= field.at_least
    return bool(answer and answer.strip())


def _speaking(crisis: Crisis) -> bool:
    return crisis.posture is not None and crisis.posture.posture is Posture.SPEAK

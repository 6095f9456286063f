"""What was put off three times goes up to the sponsor, with the last reason: nothing is put off for ever in silence."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.checklist import Item, item_of, of_each_item
from bot.domain.crisis import SPONSOR, Crisis, FollowUpStatus
from bot.domain.matter import Matter
from bot.domain.owed import SPONSOR_AFTER
from bot.domain.presence import hours_of, in_peace
from bot.domain.records import PutOff


def put_off(crisis: Crisis) -> Iterator[Matter]:
    """Steps after the end and corrective actions."""
    for state in crisis.follow_ups.values():
        if state.status is not FollowUpStatus.DONE:
            yield from _to_sponsor(crisis, f"follow_up:{state.key}", state.put_off)
    for action in crisis.actions:
        if action.closed_at is None:
            yield from _to_sponsor(crisis, f"action:{action.number}", action.put_off)


def put_off_items(crisis: Crisis) -> Iterator[Matter]:
    """The checklist's items, while somebody is expected to do them."""
    for found in of_each_item(crisis, _put_off_item):
        yield from found


def _put_off_item(crisis: Crisis, item: Item) -> tuple[Matter, ...]:
    return tuple(_to_sponsor(crisis, f"item:{item.key}", item.state.put_off)) if item.pending else ()


def _to_sponsor(crisis: Crisis, about: str, last: PutOff | None) -> Iterator[Matter]:
    sponsor = crisis.role_holder(SPONSOR)
    if sponsor is None or last is None or last.times < SPONSOR_AFTER or sponsor == last.by:
        return
    at, hours = in_peace(crisis, last.at), hours_of(crisis)
    yield Matter(f"put_off:{last.seq}:{sponsor}", "put_off", about, sponsor, at, hours)


def last_put_off(crisis: Crisis, about: str) -> PutOff | None:
    """How what a matter names (`item:2.5`, `follow_up:end_24h`, `action:3`) was put off last."""
    kind, _, key = about.partition(":")
    match kind:
        case "item":
            item = item_of(crisis, key)
            return item.state.put_off if item else None
        case "follow_up":
            step = crisis.follow_ups.get(key)
            return step.put_off if step else None
        case _:
            return next((action.put_off for action in crisis.actions if str(action.number) == key), None)

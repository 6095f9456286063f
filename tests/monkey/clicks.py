"""Buttons that are clicked, wherever they stand, and forms that are sent or closed."""

from __future__ import annotations

import json

from bot.sandbox.interactions import Act
from tests.monkey import fields, sights
from tests.monkey.deeds import Deed, Hands
from tests.monkey.marks import mark_of, marks_in
from tests.monkey.sights import Handle
from tests.waiting import Json


def click(hands: Hands, who: str) -> Deed | None:
    """Any button of any message that this person sees."""
    return _one_of(hands, who, sights.in_messages(hands.house, who))


def click_answer(hands: Hands, who: str) -> Deed | None:
    """A button of what they were just told alone."""
    return _one_of(hands, who, sights.in_answers(hands.house, who))


def click_at_home(hands: Hands, who: str) -> Deed | None:
    """A button of the Home tab."""
    return _one_of(hands, who, sights.at_home(hands.house, who))


def click_in_modal(hands: Hands, who: str) -> Deed | None:
    """A button of the modal."""
    modal = sights.top_modal(hands.house, who)
    return _one_of(hands, who, sights.in_view(modal)) if modal else None


def click_stale(hands: Hands, who: str) -> Deed | None:
    """A button of an older version of a message, which somebody's screen still shows."""
    found = sights.in_older(hands.house, who)
    if not found:
        return None
    channel, message, handle = hands.wits.choice(found)
    act = Act(handle.block["block_id"], handle.element["action_id"], _chosen(hands, handle), {})

    async def clicks_it() -> Json:
        problem = await hands.house.sandbox.interactions.act_on_message(who, channel, message, act)
        return {"ok": True} | ({"failed": problem} if problem else {})

    return Deed(who, f"{who} clicks what no longer stands there: {handle}", clicks_it, "stale button")


def _one_of(hands: Hands, who: str, seen: list[Handle]) -> Deed | None:
    if not seen:
        return None
    verb = hands.seldom(list(dict.fromkeys(handle.verb for handle in seen)))
    return clicks(hands, who, hands.wits.choice([handle for handle in seen if handle.verb == verb]))


def clicks(hands: Hands, who: str, handle: Handle) -> Deed:
    """This very element."""
    hands.done.update((handle.verb, str(handle)))
    return hands.deed(
        who,
        f"clicks {handle}",
        "action",
        f"button {handle.verb}",
        container=handle.container,
        block_id=handle.block["block_id"],
        action_id=handle.element["action_id"],
        value=_chosen(hands, handle),
        state={},
    )


def _chosen(hands: Hands, handle: Handle) -> Json:
    if handle.option is not None:
        return {"selected_option": handle.option}
    if handle.element["type"] == "button":
        return {"value": handle.element.get("value")}
    return fields.chosen(hands.wits, handle.element, now=hands.now, bot=hands.bot, wild=True)


def submit(hands: Hands, who: str, *, careful: bool = False) -> Deed | None:
    """The form, filled somehow; rather with care the first times."""
    modal = sights.top_modal(hands.house, who)
    if modal is None or not modal.get("submit"):
        return None
    name = modal["callback_id"]
    fresh = careful or hands.done[name] < 3
    state = fields.filled(
        hands.wits, modal, now=hands.now, bot=hands.bot, mark=_mark_for(hands, modal), fresh=fresh
    )  # fmt: skip
    hands.done[name] += 1
    told = json.dumps([next(v for k, v in e.items() if k != "type") for f in state.values() for e in f.values()])
    return hands.deed(who, f"sends {name} {told[:200]}", "submit", f"form {name}", view_id=modal["id"], state=state)


def close(hands: Hands, who: str) -> Deed | None:
    """The modal, or all that lie upon each other."""
    modal = sights.top_modal(hands.house, who)
    if modal is None:
        return None
    return hands.deed(who, "closes a modal", "close", view_id=modal["id"], all=hands.wits.random() < 0.5)


def _mark_for(hands: Hands, view: Json) -> str:
    """The mark of the crisis that a form is about; a new one for a form that begins a crisis."""
    if view["callback_id"] == "lesson":
        return ""  # shared with later crises, if its writer wants
    if view["callback_id"] == "start":
        return next(iter(sorted(marks_in(view["state"]))), "") or hands.new_mark()
    try:
        crisis = hands.crisis(json.loads(view["private_metadata"] or "{}").get("c", ""))
    except ValueError:
        return ""
    return mark_of(crisis) if crisis else ""

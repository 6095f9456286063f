"""Notices that events have overtaken: brought up to date where they stand, which rings nobody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.crisis import Crisis
from bot.slack.client import Answer, Denied, Later
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.effects.notice import mark_of, remember, screen_of
from bot.slack.screens import Screen
from bot.store.outbox import OutboxRow

OVERTAKEN = (
    "approval",
    "approved",
    "glass_broken",
    "ratification_missed",
    "published",
    "follow_up",
    "reminder",
)
"""Notices that say how things are; the others tell what has happened, and that stays true."""
_SHARED = frozenset({"channel", "hq", "follow_up"})
_GONE = frozenset(
    {"message_not_found", "cant_update_message", "edit_window_closed"}
    | {"is_archived", "is_inactive", "channel_not_found", "not_in_channel"}
)
_MATTERS = {"approval": "statement", "ratify": "statement", "promises": "statement", "step": "follow_up"}


async def renew(desk: Desk, delivery: Delivery) -> Answer:
    """All that speak of a text, or of a step after the end. What is gone stays so; who has left learns nothing more.

    Raises SlackFailure.
    """
    crisis, about = delivery.crisis, dict(delivery.row.args)
    renewed = []
    for (channel, ts), row in desk.service.outbox.posted(crisis.id, *OVERTAKEN).items():
        if about not in _subjects(crisis, row) or (row.to not in _SHARED and not crisis.is_member(row.to)):
            continue
        try:
            screen = await present(desk, desk.service.crisis(crisis.id) or crisis, row)
            if desk.standing.get((channel, ts)) == mark_of(screen):
                continue
            await put(desk, channel, ts, screen)
        except Denied as denied:
            if denied.error not in _GONE:
                raise
        else:
            renewed.append(ts)
    return {"renewed": renewed}


def _subjects(crisis: Crisis, row: OutboxRow) -> list[Mapping[str, Any]]:
    """What a notice speaks of."""
    args = row.args
    if row.name == "reminder":
        own = (m for m in args["matters"] if m.get("c", row.crisis_id) == crisis.id and m["kind"] in _MATTERS)
        named = ((_MATTERS[matter["kind"]], str(matter["about"])) for matter in own)
        return [{kind: int(about) if kind == "statement" else about} for kind, about in named]
    if row.name == "published":
        return [{"statement": s.number} for s in crisis.statements.values() if s.published_seq == args["seq"]]
    return [{name: args[name]} for name in ("statement", "follow_up") if name in args]


async def present(desk: Desk, crisis: Crisis, row: OutboxRow) -> Screen:
    """What a notice that stands says now, to who reads it. Raises LookupError where nothing is left to say."""
    user = None if row.to in _SHARED else row.to
    return await screen_of(desk, Delivery(row, crisis, uncertain=False), user)


async def put(desk: Desk, channel: str, ts: str, screen: Screen) -> None:
    """Into the place of a message, as soon as boards leave room for it. Raises SlackFailure."""
    while wait := desk.pace.spare():
        await desk.pause(wait)
        if desk.stopping.is_set():
            raise Later("chat.update", "stopping", 0.0)
    await desk.slack.call("chat.update", channel=channel, ts=ts, text=screen.text, blocks=screen.blocks or [])
    remember(desk, channel, ts, screen)

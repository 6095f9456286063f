"""Notices that events have overtaken: brought up to date where they stand, which rings nobody."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from bot import log
from bot.domain.crisis import Crisis
from bot.slack.client import Answer, Denied, Later
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.effects.notice import follow_up_channel, mark_of, remember, screen_of
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
logger = logging.getLogger(__name__)
_MATTERS = {"approval": "statement", "ratify": "statement", "promises": "statement", "step": "follow_up"}


class Strangers(LookupError):
    """Somebody reads a notice, where it stands, who is not in the crisis (any more)."""


async def renew(desk: Desk, delivery: Delivery) -> Answer:
    """All that speak of a text, or of a step after the end. What is gone stays so; who has left learns nothing more.

    The newest comes first, which is in front of somebody's eyes; all have what boards leave. One that Slack
    refuses keeps no other from being renewed. Raises SlackFailure.
    """
    crisis, about = delivery.crisis, dict(delivery.row.args)
    renewed, refused = [], None
    for (channel, ts), row in reversed(desk.service.outbox.posted(crisis.id, *OVERTAKEN).items()):
        if about not in _subjects(crisis, row):
            continue
        try:
            if desk.standing.get((channel, ts)) == mark_of(await present(desk, crisis, row, channel)):
                continue
            await its_turn(desk)
            await put(desk, channel, ts, await present(desk, crisis, row, channel))
        except LookupError as nothing:
            log.event(logger, "notice.left", row=row.id, why=type(nothing).__name__)
        except Denied as denied:
            if denied.locked_out:
                raise
            refused = denied if denied.error not in _GONE else refused
        else:
            renewed.append(ts)
    if refused is not None:
        raise refused
    return {"renewed": renewed}


def _subjects(crisis: Crisis, row: OutboxRow) -> list[Mapping[str, Any]]:
    """What a notice speaks of."""
    args = row.args
    if row.name == "reminder":
        own = (m for m in args.get("matters", ()) if m.get("c", row.crisis_id) == crisis.id and m["kind"] in _MATTERS)
        named = ((_MATTERS[matter["kind"]], str(matter["about"])) for matter in own)
        return [{kind: int(about) if kind == "statement" else about} for kind, about in named]
    if row.name == "published":
        return [{"statement": s.number} for s in crisis.statements.values() if s.published_seq == args["seq"]]
    return [{name: args[name]} for name in ("statement", "follow_up") if name in args]


async def present(desk: Desk, crisis: Crisis, row: OutboxRow, channel: str) -> Screen:
    """What a notice that stands in `channel` says by now, to who reads it there.

    Raises LookupError where nothing is left to say, or where somebody reads who may know nothing more; SlackFailure.
    """
    crisis = desk.service.crisis(crisis.id) or crisis
    return await screen_of(desk, Delivery(row, crisis, uncertain=False), await _reader(desk, crisis, row, channel))


async def _reader(desk: Desk, crisis: Crisis, row: OutboxRow, channel: str) -> str | None:
    """Who reads a notice alone; None: a channel does, in which everybody may know of the crisis.

    What was for a channel that is gone stands in the direct messages with whoever led then.
    """
    if row.to not in _SHARED:
        reader = row.to
    elif channel == crisis.channel_id or (channel == desk.hq_channel and not crisis.private):
        return None
    elif channel == desk.followup_channel:
        if await follow_up_channel(desk, crisis) != channel:
            raise Strangers(row.id)
        return None
    else:
        reader = crisis.lead
        if channel != await desk.people.direct_channel(reader):
            raise Strangers(row.id)
    if not crisis.is_member(reader):
        raise Strangers(row.id)
    return reader


async def its_turn(desk: Desk) -> None:
    """Wait until boards leave room for the update of another message. Raises Later when the bot stops."""
    while wait := desk.pace.spare():
        await desk.pause(wait)
        if desk.stopping.is_set():
            raise Later("chat.update", "stopping", 0.0)


async def put(desk: Desk, channel: str, ts: str, screen: Screen) -> None:
    """Into the place of a message. Raises SlackFailure."""
    await desk.slack.call("chat.update", channel=channel, ts=ts, text=screen.text, blocks=screen.blocks or [])
    remember(desk, channel, ts, screen)

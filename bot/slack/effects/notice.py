"""Notices: posted once, where those who should hear them are and nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import aiohttp

from bot.domain.commands import MarkSeen
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded, Refused
from bot.locale import texts_in
from bot.slack.client import Answer, Denied
from bot.slack.desk import Desk, metadata
from bot.slack.effects import Delivery
from bot.slack.effects.channel import record_archived
from bot.slack.effects.traces import find_message
from bot.slack.guarding import promised, remarks_on
from bot.slack.screens import Screen, notices

_ANSWERS = frozenset({"opened", "channel_failed"})
"""Notices that answer the command which started the crisis, where it was typed."""
REMEMBERED = 2000
"""Notices whose present look is kept in mind, so that they are not brought up to date in vain."""
_GONE = frozenset({"is_archived", "channel_not_found", "not_in_channel"})


async def post(desk: Desk, delivery: Delivery) -> Answer:
    """Post one notice. One for a channel that is no more goes to the follow-up channel, or to the lead."""
    crisis, to = delivery.crisis, delivery.row.to
    if delivery.row.name == "last_time" and not desk.service.lessons_like(crisis):
        return {}
    match to:
        case "hq":
            return await _post(desk, delivery, desk.hq_channel) if desk.hq_channel and not crisis.private else {}
        case "follow_up":
            return await _to_who_is_left(desk, delivery)
        case "channel" if crisis.channel_archived or not crisis.channel_id:
            return await _elsewhere(desk, delivery)
        case "channel":
            try:
                return await _post(desk, delivery, crisis.channel_id)
            except Denied as denied:
                if denied.error not in _GONE:
                    raise
                if denied.error == "is_archived":
                    await record_archived(desk, crisis, archived=True, request_id=f"slack:{delivery.row.id}:archived")
                return await _elsewhere(desk, delivery)
        case _:
            return await _to_person(desk, delivery, to)


async def _to_person(desk: Desk, delivery: Delivery, user: str) -> Answer:
    crisis = delivery.crisis
    left = crisis.private and not crisis.is_member(user) and delivery.row.name not in _ANSWERS
    if delivery.row.name == "reminder":
        told = _crises(desk, delivery, user)
        if not told:
            return {}
        delivery, left = replace(delivery, crisis=told.get(crisis.id) or next(iter(told.values()))), False
    if left or (await desk.people.reader(user)).is_bot:
        return {}
    url = desk.response_urls.pop(delivery.crisis.id, None) if delivery.row.name in _ANSWERS else None
    if url and await respond(desk, url, await screen_of(desk, delivery, user)):
        return {"answered": user}
    posted = await _post(desk, delivery, await desk.people.direct_channel(user), user)
    if delivery.row.name == "catch_up":
        await _seen(desk, delivery, user)
    return posted


def _crises(desk: Desk, delivery: Delivery, user: str) -> dict[str, Crisis]:
    """The crises that a reminder speaks of and that this person still belongs to."""
    ids = dict.fromkeys(matter.get("c", delivery.row.crisis_id) for matter in delivery.row.args["matters"])
    found = (desk.service.crisis(crisis_id) for crisis_id in ids)
    return {crisis.id: crisis for crisis in found if crisis and crisis.is_member(user)}


async def _seen(desk: Desk, delivery: Delivery, user: str) -> None:
    """Who was told where things stand has been here; who has left the crisis meanwhile need not be remembered."""
    request_id = f"slack:{delivery.row.id}:seen"
    with suppress(Refused):
        await desk.service.handle(MarkSeen(crisis_id=delivery.crisis.id, actor=user, request_id=request_id))


async def _to_who_is_left(desk: Desk, delivery: Delivery) -> Answer:
    """The follow-up channel; without one the crisis's own, as long as it is there."""
    crisis = delivery.crisis
    channel = await follow_up_channel(desk, crisis)
    if channel is None and not crisis.channel_archived:
        channel = crisis.channel_id
    try:
        return await _post(desk, delivery, channel)
    except Denied as denied:
        if channel != crisis.channel_id or denied.error not in _GONE:
            raise
        return {}


async def _elsewhere(desk: Desk, delivery: Delivery) -> Answer:
    """The channel is gone: to the follow-up channel where that widens nobody's access, and to the lead."""
    crisis = delivery.crisis
    posted = await _post(desk, delivery, await follow_up_channel(desk, crisis))
    return posted or await _post(desk, delivery, await desk.people.direct_channel(crisis.lead), crisis.lead)


async def follow_up_channel(desk: Desk, crisis: Crisis) -> str | None:
    """The follow-up channel; for a private crisis only a private one in which everybody is in the crisis."""
    channel = desk.followup_channel
    if channel is None or not crisis.private:
        return channel
    found = await desk.slack.call("conversations.info", channel=channel)
    if not found["channel"].get("is_private"):
        return None
    strangers = await desk.people.members_of(channel) - crisis.members - {desk.me.user}
    return None if strangers else channel


async def _post(desk: Desk, delivery: Delivery, channel: str | None, user: str | None = None) -> Answer:
    """Post to `channel` unless it is there already. `user`: who reads it there alone, in their own language."""
    if channel is None:
        return {}
    row, crisis = delivery.row, delivery.crisis
    if delivery.uncertain and (ts := await find_message(desk.slack, channel, {"outbox_id": row.id})):
        return {"channel": channel, "ts": ts, "found": True}
    screen = await screen_of(desk, delivery, user)
    answer = await desk.slack.call(
        "chat.postMessage",
        channel=channel,
        text=screen.text,
        blocks=screen.blocks or None,
        metadata=metadata(crisis, outbox_id=row.id),
        unfurl_links=False,
        unfurl_media=False,
    )
    ts = str(answer["ts"])
    remember(desk, channel, ts, screen)
    return {"channel": channel, "ts": ts}


def remember(desk: Desk, channel: str, ts: str, screen: Screen) -> None:
    """What a notice shows."""
    desk.standing.pop((channel, ts), None)
    desk.standing[channel, ts] = mark_of(screen)
    if len(desk.standing) > REMEMBERED:
        del desk.standing[next(iter(desk.standing))]


def mark_of(screen: Screen) -> int:
    """The same for the same screen."""
    return hash(json.dumps([screen.text, screen.blocks], sort_keys=True))


async def screen_of(desk: Desk, delivery: Delivery, user: str | None) -> Screen:
    """What a notice says now. `user`: who reads it alone, in their own language."""
    crisis = delivery.crisis
    language, zone = crisis.language, crisis.timezone
    if user is not None:
        reader = await desk.people.reader(user)
        language, zone = reader.language, reader.timezone
    name, args = delivery.row.name, delivery.row.args
    return notices.render(
        name,
        crisis,
        args,
        texts=texts_in(language),
        entries=_entries(desk, crisis),
        reader_tz=zone,
        now=desk.service.now(),
        lessons=desk.service.lessons_like(crisis) if name == "last_time" else (),
        user=user or "",
        workspace=desk.me.url,
        remarks=remarks_on(desk, crisis, crisis.statements[args["statement"]]) if name == "approval" else (),
        crises=_crises(desk, delivery, user) if name == "reminder" and user else {},
        promises=_promises(desk, crisis, args["seq"]) if name == "published" else 0,
    )


def _promises(desk: Desk, crisis: Crisis, seq: int) -> int:
    """Found in the text that went out with this entry."""
    text = next((each for each in crisis.statements.values() if each.published_seq == seq), None)
    return len(promised(desk, crisis, text)) if text else 0


def _entries(desk: Desk, crisis: Crisis) -> Callable[[Iterable[int]], list[Recorded]]:
    return lambda seqs: desk.service.entries(crisis.id, seqs=list(seqs))


async def respond(desk: Desk, url: str, screen: Screen, *, instead: bool = False) -> bool:
    """Answer to a response_url: ephemeral, or `instead` of the message that was clicked.

    False where that way is closed: too old, used up, not reached.
    """
    body: dict[str, Any] = {"replace_original": instead, "text": screen.text}
    if not instead:
        body["response_type"] = "ephemeral"
    if screen.blocks:
        body["blocks"] = screen.blocks
    try:
        async with desk.slack.session.post(url, json=body, allow_redirects=False) as response:
            return response.status == 200
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False

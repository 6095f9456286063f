"""The crisis's channel: made once, found again when the answer was lost, archived and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.commands import RecordChannel, RecordChannelArchived, RecordChannelFailure
from bot.domain.crisis import Crisis
from bot.domain.kernel import SLACK
from bot.slack.channel_name import channel_names
from bot.slack.client import Answer, Denied
from bot.slack.desk import Desk
from bot.slack.effects import Delivery


async def open_channel(desk: Desk, delivery: Delivery) -> Answer:
    """Make the channel. A private one that cannot be made is a failure, never a public one."""
    crisis = delivery.crisis
    if crisis.channel_id:
        return {"channel": crisis.channel_id}
    async with desk.opening:
        try:
            names = _names(crisis)
            channel = await ours(desk, names, private=crisis.private) if delivery.uncertain else None
            channel = channel or await made(desk, names, private=crisis.private)
        except Denied as denied:
            if not denied.locked_out:
                await desk.service.handle(
                    RecordChannelFailure(
                        crisis_id=crisis.id,
                        actor=SLACK,
                        request_id=f"slack:{delivery.row.id}:failed:{delivery.row.attempts}",
                        error=denied.error,
                    )
                )
            raise
        await desk.service.handle(
            RecordChannel(
                crisis_id=crisis.id,
                actor=SLACK,
                request_id=f"slack:{delivery.row.id}",
                channel_id=str(channel["id"]),
                channel_name=str(channel["name"]),
            )
        )
    return {"channel": channel["id"]}


def _names(crisis: Crisis) -> tuple[str, ...]:
    day = crisis.started_at.astimezone(ZoneInfo(crisis.timezone)).date()
    return channel_names(crisis.title, day, crisis.language, crisis.id)


def neutral_name(crisis: Crisis) -> str:
    """A name that says no more than the crisis's day."""
    return _names(replace(crisis, title=""))[0]


async def made(desk: Desk, names: Sequence[str], *, private: bool) -> dict[str, Any]:
    """A new channel with the first of these names that is free. Raises SlackFailure."""
    for name in names:
        try:
            answer = await desk.slack.call(
                "conversations.create", name=name, is_private=private, team_id=desk.me.team or None
            )
        except Denied as denied:
            if denied.error != "name_taken":
                raise
        else:
            return dict(answer["channel"])
    raise Denied("conversations.create", "name_taken")


async def ours(desk: Desk, names: Sequence[str], *, private: bool) -> dict[str, Any] | None:
    """A channel that an earlier attempt made: of one of these names, ours, and no other crisis's."""
    cursor: str | None = None
    while True:
        page = await desk.slack.call(
            "users.conversations",
            types="private_channel" if private else "public_channel",
            exclude_archived=True,
            limit=200,
            team_id=desk.me.team or None,
            cursor=cursor,
        )
        for channel in page.get("channels", ()):
            if (
                channel["name"] in names
                and channel.get("creator") == desk.me.user
                and desk.service.crisis_of_channel(channel["id"]) is None
            ):
                return dict(channel)
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return None


async def archive(desk: Desk, delivery: Delivery) -> Answer:
    """Archive the channel; the crisis keeps its follow-ups."""
    return await _archived(desk, delivery, "conversations.archive", "already_archived", archived=True)


async def unarchive(desk: Desk, delivery: Delivery) -> Answer:
    """Bring the channel back."""
    return await _archived(desk, delivery, "conversations.unarchive", "not_archived", archived=False)


async def _archived(desk: Desk, delivery: Delivery, method: str, done: str, *, archived: bool) -> Answer:
    crisis = delivery.crisis
    if not crisis.channel_id:
        return {}
    try:
        await desk.slack.call(method, channel=crisis.channel_id)
    except Denied as denied:
        if denied.error != done:
            raise
    await record_archived(desk, crisis, archived=archived, request_id=f"slack:{delivery.row.id}")
    return {}


async def record_archived(desk: Desk, crisis: Crisis, *, archived: bool, request_id: str) -> None:
    """Write down what Slack says of the channel."""
    await desk.service.handle(
        RecordChannelArchived(crisis_id=crisis.id, actor=SLACK, request_id=request_id, archived=archived)
    )

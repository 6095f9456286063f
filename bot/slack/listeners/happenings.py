"""What Slack tells of its own accord: who comes and goes, what is said and archived, who looks at the Home tab."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot import log
from bot.domain.commands import RecordJoin, RecordLeave
from bot.domain.guard import personal_data
from bot.domain.kernel import SLACK
from bot.slack.client import Denied, SlackFailure
from bot.slack.effects.channel import record_archived
from bot.slack.listeners import messages, sorry
from bot.slack.listeners.answering import publish_home, whisper
from bot.slack.listeners.turn import Turn
from bot.slack.screens import personal
from bot.slack.typed import plain

logger = logging.getLogger(__name__)

PUSHPIN = "pushpin"
_BY_PEOPLE = (None, "file_share", "me_message", "thread_broadcast")
Event = dict[str, Any]


LATE = 30.0
"""Seconds after which what Slack tells of a coming may be over: it is looked at before anybody is let in."""


async def member_joined(turn: Turn, event: Event) -> None:
    """Who comes into the channel comes into the crisis. Other bots do not; who was invited is known to be none."""
    crisis = turn.desk.service.crisis_of_channel(turn.channel)
    if crisis is None or turn.user == turn.desk.me.user:
        return
    late = not crisis.is_member(turn.user) and _age(turn, event) > LATE
    if late and turn.user not in await turn.desk.people.members_of(turn.channel):
        return
    if crisis.is_member(turn.user) or not (await turn.desk.people.reader(turn.user)).is_bot:
        await turn.desk.service.handle(
            RecordJoin(crisis_id=crisis.id, actor=SLACK, request_id=turn.request_id, user=turn.user)
        )


def _age(turn: Turn, event: Event) -> float:
    """Seconds since it happened, by the clock that dates messages."""
    try:
        return turn.desk.service.now().timestamp() - float(event.get("event_ts") or 0)
    except ValueError:
        return LATE + 1


async def member_left(turn: Turn, _: Event) -> None:
    """Who leaves the channel leaves the crisis."""
    crisis = turn.desk.service.crisis_of_channel(turn.channel)
    if crisis is not None and turn.user != turn.desk.me.user:
        await turn.desk.service.handle(
            RecordLeave(crisis_id=crisis.id, actor=SLACK, request_id=turn.request_id, user=turn.user)
        )


async def archived(turn: Turn, _: Event) -> None:
    """The channel was archived by hand."""
    await _archived(turn, archived=True)


async def restored(turn: Turn, _: Event) -> None:
    """The channel was brought back."""
    await _archived(turn, archived=False)


async def _archived(turn: Turn, *, archived: bool) -> None:
    crisis = turn.desk.service.crisis_of_channel(turn.channel)
    if crisis is not None:
        await record_archived(turn.desk, crisis, archived=archived, request_id=turn.request_id)


async def reaction(turn: Turn, event: Event) -> None:
    """📌 keeps a message."""
    item = event.get("item") or {}
    if event.get("reaction") == PUSHPIN and item.get("type") == "message" and item.get("ts"):
        try:
            kept = await messages.pinned(turn, str(item["ts"]))
        except Denied as denied:  # it would be refused again, so that nobody asks again: the person hears why
            kept = sorry.slack_failed(turn, denied)
        if kept is not None:
            try:
                await whisper(turn, kept, turn.channel)
            except SlackFailure as failure:
                log.event(logger, "answer.lost", logging.WARNING, user=turn.logged, error=str(failure))


async def said(turn: Turn, event: Event) -> None:
    """A message in a crisis channel that holds a person's data: its author alone is told; nothing of it is kept."""
    if event.get("bot_id") or event.get("subtype") not in _BY_PEOPLE:
        return
    kinds = list(dict.fromkeys(found.kind.value for found in personal_data(plain(str(event.get("text") or "")))))
    if kinds and turn.desk.service.crisis_of_channel(turn.channel) is not None:
        turn.front.later(_warned(turn, kinds, event.get("thread_ts")))


async def _warned(turn: Turn, kinds: list[str], thread: str | None) -> None:
    try:
        screen = personal.found(kinds, await turn.desk.people.reader(turn.user))
        await turn.desk.slack.call(
            "chat.postEphemeral",
            channel=turn.channel,
            user=turn.user,
            text=screen.text,
            blocks=screen.blocks or None,
            thread_ts=thread,
        )
    except SlackFailure as failure:
        log.event(logger, "warning.lost", logging.WARNING, error=failure.error)


async def home_opened(turn: Turn, event: Event) -> None:
    """Somebody looks at the Home tab."""
    if event.get("tab") == "home":
        turn.reader = await turn.desk.people.reader(turn.user)
        if not turn.reader.is_outside:
            await publish_home(turn)


async def locked_out(_: Turn, event: Event) -> None:
    """The app was removed, or its token taken away: nothing can be delivered any more."""
    log.event(logger, "slack.locked_out", logging.ERROR, told=event.get("type"))


EVENTS: dict[str, Callable[[Turn, Event], Awaitable[None]]] = {
    "member_joined_channel": member_joined,
    "member_left_channel": member_left,
    "channel_archive": archived,
    "group_archive": archived,
    "channel_unarchive": restored,
    "group_unarchive": restored,
    "message": said,
    "reaction_added": reaction,
    "app_home_opened": home_opened,
    "tokens_revoked": locked_out,
    "app_uninstalled": locked_out,
}

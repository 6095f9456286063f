"""What Slack refuses for good is told to whom it concerns, once, with the cure."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bot import log
from bot.domain.crisis import Crisis
from bot.locale import Texts, mention
from bot.slack.client import Denied, SlackFailure
from bot.slack.desk import Desk

logger = logging.getLogger(__name__)

CURES = frozenset({"missing_scope", "is_archived", "channel_not_found", "not_in_channel", "restricted_action"})
"""Slack's error codes whose cure has a text of its own."""


def cure(texts: Texts, error: str, needed: str = "") -> str:
    """What to do about one of Slack's error codes. `needed`: the scope that is missing."""
    return texts.t(f"delivery.cure_{error if error in CURES else 'other'}", error=error, needed=needed or "?")


async def tell_lead(
    desk: Desk, crisis: Crisis, what: str, error: str, *, needed: str = "", users: Iterable[str] = ()
) -> None:
    """Tell the lead that `what` (a kind of effect) failed; once for each crisis, kind and reason."""
    if (crisis.id, what, error) in desk.told:
        return
    desk.told.add((crisis.id, what, error))
    texts = await desk.texts_of(crisis.lead)
    people = texts.people(users) if users else ""
    text = texts.t(
        f"delivery.failed_{what}",
        title=crisis.title,
        channel=f"<#{crisis.channel_id}>" if crisis.channel_id else "",
        people=people or mention(crisis.lead),
        cure=cure(texts, error, needed),
    )
    try:
        await desk.slack.call("chat.postMessage", channel=await desk.people.direct_channel(crisis.lead), text=text)
    except SlackFailure as failure:
        log.event(logger, "trouble.untold", logging.ERROR, crisis=crisis.id, what=what, error=failure.error)


async def told(desk: Desk, crisis: Crisis, kind: str, denied: Denied) -> None:
    """Tell of an effect that Slack refused. The failure of the channel itself is told by the crisis."""
    if kind != "open_channel":
        await tell_lead(desk, crisis, kind, denied.error, needed=str(denied.answer.get("needed", "")))

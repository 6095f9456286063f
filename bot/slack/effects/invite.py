"""Bringing people into the channel, a hundred at a time; who cannot come stands in the answer."""

from __future__ import annotations

from typing import Any

from bot.slack.client import Answer, Denied
from bot.slack.desk import Desk
from bot.slack.effects import Delivery

AT_ONCE = 100
_THERE = frozenset({"already_in_channel", "cant_invite_self"})


async def invite(desk: Desk, delivery: Delivery) -> Answer:
    """Invite `args.users`, people and user groups. One who cannot be invited does not keep the others out."""
    crisis = delivery.crisis
    if not crisis.channel_id:
        return {}
    asked: list[str] = list(delivery.row.args.get("users", ()))
    users = [user for user in await desk.people.expand(asked) if user != desk.me.user]
    left_out: dict[str, str] = {}
    for start in range(0, len(users), AT_ONCE):
        try:
            answer = await desk.slack.call(
                "conversations.invite",
                channel=crisis.channel_id,
                users=",".join(users[start : start + AT_ONCE]),
                force=True,
            )
        except Denied as denied:
            if denied.error in _THERE:
                continue
            answer = denied.answer
            if not answer.get("errors"):
                raise
        left_out |= _left_out(answer)
    return {"left_out": left_out} if left_out else {}


def _left_out(answer: Answer) -> dict[str, str]:
    errors: list[dict[str, Any]] = answer.get("errors") or []
    return {
        str(error["user"]): str(error.get("error", ""))
        for error in errors
        if "user" in error and error.get("error") not in _THERE
    }

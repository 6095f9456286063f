"""A side room: a private channel or a group message for the people named.

That it is there is logged, nothing of what is said in it. Where the workspace lets nobody make private channels, the
people talk in a group message: that widens nobody's access.
"""

from __future__ import annotations

from bot.domain.cases import GROUP
from bot.domain.commands import RecordSideRoom
from bot.domain.crisis import Crisis
from bot.domain.kernel import SLACK
from bot.slack.channel_name import TWINS, slug
from bot.slack.client import Answer, Denied
from bot.slack.desk import Desk
from bot.slack.effects import Delivery
from bot.slack.effects.channel import made, neutral_name, ours

_FORBIDDEN = frozenset({"restricted_action", "missing_scope", "cannot_create_channel"})


async def open_side_room(desk: Desk, delivery: Delivery) -> Answer:
    """Make the room and let its people in. After an uncertain attempt the room that is there is taken."""
    crisis = delivery.crisis
    number = int(delivery.row.args["room"])
    room = crisis.side_rooms[number]
    await desk.me.learn()
    people = [user for user in room.people if user != desk.me.user]
    channel_id = room.channel_id or await _opened(desk, delivery, crisis, people)
    await desk.service.handle(
        RecordSideRoom(
            crisis_id=crisis.id,
            actor=SLACK,
            request_id=f"slack:{delivery.row.id}",
            room=number,
            channel_id=channel_id,
        )
    )
    return {"channel": channel_id}


async def _opened(desk: Desk, delivery: Delivery, crisis: Crisis, people: list[str]) -> str:
    number = int(delivery.row.args["room"])
    if not delivery.row.args.get("group"):
        try:
            channel_id = await _made(desk, delivery, crisis, number)
        except Denied as denied:
            if denied.error not in _FORBIDDEN or len(people) > GROUP:
                raise
        else:
            await _invite(desk, channel_id, people)
            return channel_id
    opened = await desk.slack.call("conversations.open", users=",".join(people))
    return str(opened["channel"]["id"])


async def _invite(desk: Desk, channel_id: str, people: list[str]) -> None:
    try:
        await desk.slack.call("conversations.invite", channel=channel_id, users=",".join(people), force=True)
    except Denied as denied:
        if denied.error != "already_in_channel":
            raise


async def _made(desk: Desk, delivery: Delivery, crisis: Crisis, number: int) -> str:
    beside = slug(crisis.channel_name, 60) or neutral_name(crisis)
    base = f"{beside}-{'aparte' if crisis.language == 'fr' else 'aside'}-{number}"
    names = [base, *(f"{base}-{twin}" for twin in range(2, TWINS + 1)), f"{base}-{delivery.row.id}"]
    found = await ours(desk, names, private=True) if delivery.uncertain else None
    return str((found or await made(desk, names, private=True))["id"])

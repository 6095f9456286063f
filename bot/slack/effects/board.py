"""The board: posted once, brought up to date in place with the newest state, posted again when it is gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.commands import RecordBoard
from bot.domain.crisis import Crisis
from bot.domain.kernel import SLACK
from bot.slack.client import Answer, Denied
from bot.slack.desk import Desk, metadata
from bot.slack.effects import Delivery
from bot.slack.effects.channel import record_archived
from bot.slack.effects.traces import find_message
from bot.slack.screens import board

CARD = "board"
MINUTE, TEN_MINUTES = 60, 600
FIRST_HOURS = timedelta(hours=2)
_ARCHIVED = frozenset({"is_archived", "is_inactive"})
"""What Slack says of posts and of updates in an archived channel."""
_LOST = frozenset({"message_not_found", "cant_update_message"})
_PINNED = frozenset({"already_pinned", "message_not_found", "no_item_specified", "not_pinnable"})


async def draw(desk: Desk, delivery: Delivery) -> Answer:
    """Show the newest state. Waits for its turn; a board that shows it already is left alone."""
    async with desk.board_locks[delivery.crisis.id]:
        crisis = _newest(desk, delivery.crisis)
        if not crisis.channel_id or crisis.channel_archived:
            return {}
        if crisis.board is not None:
            return await _update(desk, crisis)
        try:
            return await _post(desk, delivery, crisis)
        except Denied as denied:
            if denied.error not in _ARCHIVED:
                raise
            await record_archived(desk, crisis, archived=True, request_id=f"slack:{delivery.row.id}:archived")
            return {}


async def refresh(desk: Desk, crisis: Crisis) -> None:
    """Time has passed: what the board says of it is made true again. Raises SlackFailure."""
    async with desk.board_locks[crisis.id]:
        crisis = _newest(desk, crisis)
        if crisis.board is not None and not crisis.channel_archived:
            await _update(desk, crisis)


async def _post(desk: Desk, delivery: Delivery, crisis: Crisis) -> Answer:
    channel = crisis.channel_id or ""
    ts = None
    if delivery.uncertain:
        ts = await find_message(desk.slack, channel, {"crisis_id": crisis.id, "card": CARD})
    if ts is None:
        await _turn(desk, crisis)
        now = desk.service.now()
        screen = board.render(crisis, now)
        answer = await desk.slack.call(
            "chat.postMessage",
            channel=channel,
            text=screen.text,
            blocks=screen.blocks,
            metadata=metadata(crisis, card=CARD),
            unfurl_links=False,
            unfurl_media=False,
        )
        ts = str(answer["ts"])
        desk.drawn[crisis.id] = _shown(crisis, now)
    await desk.service.handle(
        RecordBoard(crisis_id=crisis.id, actor=SLACK, request_id=f"slack:{delivery.row.id}", ts=ts)
    )
    return {"ts": ts}


async def _update(desk: Desk, crisis: Crisis) -> Answer:
    if desk.drawn.get(crisis.id) == _shown(crisis, desk.service.now()):
        return {"same": True}
    await _turn(desk, crisis)
    crisis = _newest(desk, crisis)
    standing = crisis.board
    if standing is None:
        return {"lost": True}
    now = desk.service.now()
    screen = board.render(crisis, now)
    try:
        await desk.slack.call(
            "chat.update", channel=standing.channel_id, ts=standing.ts, text=screen.text, blocks=screen.blocks
        )
    except Denied as denied:
        if denied.error in _LOST:
            lost = RecordBoard(crisis_id=crisis.id, actor=SLACK, request_id=f"lost:{crisis.id}:{standing.ts}", ts=None)
            await desk.service.handle(lost)
        elif denied.error in _ARCHIVED:
            await record_archived(desk, crisis, archived=True, request_id=f"archived:{crisis.id}:{crisis.seq}")
        else:
            raise
        return {"lost": standing.ts}
    desk.drawn[crisis.id] = _shown(crisis, now)
    return {"ts": standing.ts}


async def pin(desk: Desk, delivery: Delivery) -> Answer:
    """Pin the board. One that has gone meanwhile is pinned when it comes back."""
    standing = delivery.crisis.board
    if standing is None or delivery.crisis.channel_archived:
        return {}
    try:
        await desk.slack.call("pins.add", channel=standing.channel_id, timestamp=standing.ts)
    except Denied as denied:
        if denied.error not in _PINNED:
            raise
    return {"ts": standing.ts}


async def _turn(desk: Desk, crisis: Crisis) -> None:
    """Wait for this board's turn; when the bot stops, the newest state goes out at once."""
    await desk.pause(desk.pace.book(crisis.id))


def _newest(desk: Desk, crisis: Crisis) -> Crisis:
    return desk.service.crisis(crisis.id) or crisis


def _shown(crisis: Crisis, now: datetime) -> tuple[int, int]:
    """What a board shows: the state, and the time at which it was drawn, as finely as it matters."""
    fine = MINUTE if crisis.since_start(now) < FIRST_HOURS else TEN_MINUTES
    return crisis.seq, int(now.timestamp() // fine)

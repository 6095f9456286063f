"""A message of the channel becomes an entry, a decision or a fact, at most once: by shortcut, or by 📌."""

from __future__ import annotations

from typing import Any

from bot.domain.commands import AddNote
from bot.domain.crisis import Crisis
from bot.slack.listeners import redrawing
from bot.slack.listeners.turn import Answer, Payload, Say, Show, Turn, head
from bot.slack.listeners.which import meant
from bot.slack.screens import Screen, replies
from bot.slack.screens.forms import decide, fact
from bot.slack.typed import plain

MOST = 3000


async def record_decision(turn: Turn, payload: Payload) -> Answer:
    """The form of a decision, with the message's words and a link to it."""
    crisis = await meant(turn)
    if isinstance(crisis, Say):
        return crisis
    message = payload["message"]
    return Show(
        decide.view(
            crisis,
            turn.reader,
            text=_words(message),
            link=permalink(turn, message),
            message=_name(turn, crisis, message),
        )
    )


async def add_to_log(turn: Turn, message: dict[str, Any]) -> Answer:
    """The message's words, under the name of who wrote them."""
    crisis = await meant(turn)
    if isinstance(crisis, Say):
        return crisis
    if not _words(message):
        return Say(Screen(turn.texts.t("listeners.nothing_to_keep")))
    outcome = await turn.perform(_note(turn, crisis, message))
    if outcome.repeated:
        return Say(Screen(turn.texts.t("listeners.already_in_log")))
    return redrawing.written(turn, outcome)


async def add_fact(turn: Turn, message: dict[str, Any]) -> Answer:
    """The form of a fact, with the message's words; the message is its source."""
    crisis = await meant(turn)
    if isinstance(crisis, Say):
        return crisis
    link, name = permalink(turn, message), _name(turn, crisis, message)
    return Show(fact.view(crisis, turn.reader, text=_words(message), source=link, message=name))


async def pinned(turn: Turn, ts: str) -> Screen | None:
    """📌 on a message of a crisis channel: what went into the log, for the one who pinned it; None: nothing new."""
    crisis = turn.desk.service.crisis_of_channel(turn.channel)
    if crisis is None:
        return None
    turn.reader = await turn.desk.people.reader(turn.user)
    if turn.reader.is_outside:
        return None
    crisis = await turn.admitted(crisis)
    found = await turn.desk.slack.call(
        "conversations.replies", channel=turn.channel, ts=ts, oldest=ts, latest=ts, inclusive=True, limit=1
    )
    message = next((message for message in found.get("messages", ()) if message.get("ts") == ts), None)
    if message is not None and _words(message) and message.get("user") != turn.desk.me.user:
        outcome = await turn.perform(_note(turn, crisis, message))
        if not outcome.repeated:
            return replies.written(outcome.crisis, outcome.recorded, turn.reader)
    return None


def _note(turn: Turn, crisis: Crisis, message: dict[str, Any]) -> AddNote:
    return AddNote(
        **(head(turn, crisis) | {"request_id": f"msg:{_name(turn, crisis, message)}"}),
        text=_words(message),
        author=message.get("user"),
        link=permalink(turn, message),
    )


def _words(message: dict[str, Any]) -> str:
    return plain(str(message.get("text") or ""))[:MOST]


def _name(turn: Turn, crisis: Crisis, message: dict[str, Any]) -> str:
    """Kept at most once in each crisis."""
    return f"{crisis.id}:{turn.channel}:{message['ts']}"


def permalink(turn: Turn, message: dict[str, Any]) -> str:
    """The address of a message."""
    address = f"{turn.desk.me.url}/archives/{turn.channel}/p{str(message['ts']).replace('.', '')}"
    thread = message.get("thread_ts")
    return f"{address}?thread_ts={thread}&cid={turn.channel}" if thread and thread != message["ts"] else address

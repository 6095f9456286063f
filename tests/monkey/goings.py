"""What people do in Slack itself: they talk, come and go, archive and delete, and use its menus."""

from __future__ import annotations

from bot.sandbox.cast import PEOPLE
from tests.monkey import fields
from tests.monkey.deeds import Deed, Hands

PERSONAL = "Rappeler Mme Durand au 06 12 34 56 78 ou jean.durand@example.com"
OF_MESSAGES = ("record_decision", "add_to_log", "add_fact")
"""Entries of a message's menu."""


def say(hands: Hands, who: str) -> Deed | None:
    """Something in a channel, with a person's data now and then."""
    channel = hands.channel(who)
    if channel is None:
        return None
    text = hands.wits.choice((PERSONAL, hands.wits.choice(fields.PLAIN), hands.wits.choice(fields.ODD), "@channel oh"))
    thread = {}
    if channel.timeline and hands.wits.random() < 0.2:
        thread = {"thread_ts": channel.timeline[-1]}
    return hands.deed(who, f"says {text[:40]!r} in {channel.name}", "say", channel=channel.id, text=text, **thread)


def react(hands: Hands, who: str) -> Deed | None:
    """A pushpin, or another sign."""
    channel, message = hands.message(who)
    name = hands.wits.choice(("pushpin", "pushpin", "eyes"))
    return message and hands.deed(who, f"reacts {name}", "react", channel=channel.id, ts=message["ts"], name=name)


def message_shortcut(hands: Hands, who: str, name: str = "") -> Deed | None:
    """An entry of a message's menu."""
    channel, message = hands.message(who)
    name = name or hands.wits.choice(OF_MESSAGES)
    return message and hands.deed(
        who,
        f"uses {name} in {channel.name}",
        "message_shortcut",
        f"shortcut {name}",
        app=hands.house.app.id,
        callback_id=name,
        channel=channel.id,
        ts=message["ts"],
    )


def shortcut(hands: Hands, who: str) -> Deed | None:
    """The lightning menu."""
    name = "start_crisis"
    if not hands.may_begin():
        return None
    return hands.deed(who, f"uses {name}", "shortcut", f"shortcut {name}", app=hands.house.app.id, callback_id=name)


def home(hands: Hands, who: str) -> Deed | None:
    """The Home tab."""
    return hands.deed(who, "looks at home", "home_opened", app=hands.house.app.id)


def invite(hands: Hands, who: str) -> Deed | None:
    """Anybody into a crisis channel, the bot included."""
    channel = hands.crisis_channel(who)
    whom = hands.wits.choice([*(person.id for person in PEOPLE), hands.bot])
    return channel and hands.deed(who, f"invites {whom}", "invite", channel=channel.id, users=[whom])


def leave(hands: Hands, who: str) -> Deed | None:
    """A crisis channel."""
    channel = hands.crisis_channel(who)
    return channel and hands.deed(who, f"leaves {channel.name}", "leave", channel=channel.id)


def kick(hands: Hands, who: str) -> Deed | None:
    """Somebody, or the bot, out of a crisis channel."""
    channel = hands.crisis_channel(who)
    whom = hands.wits.choice([*(person.id for person in PEOPLE), hands.bot])
    return channel and hands.deed(who, f"removes {whom}", "kick", channel=channel.id, user=whom)


def join(hands: Hands, who: str) -> Deed | None:
    """A public crisis channel."""
    channels = [c for c in hands.house.crisis_channels() if c.kind == "public" and who not in c.members]
    if not channels:
        return None
    channel = hands.wits.choice(channels)
    return hands.deed(who, f"joins {channel.name}", "join", channel=channel.id)


def archive(hands: Hands, who: str) -> Deed | None:
    """A crisis channel away, or back."""
    channel = hands.crisis_channel(who)
    return channel and hands.deed(who, f"archives {channel.name}, or back", "archive", channel=channel.id)


def delete(hands: Hands, _: str) -> Deed | None:
    """A message of the bot's; the admin may."""
    channel, message = hands.message("U01")
    boards = [(c, c.messages[ts]) for c in hands.house.crisis_channels() for ts in c.pins if ts in c.messages]
    if boards and hands.wits.random() < 0.5:
        channel, message = hands.wits.choice(boards)
        hands.done["board deleted"] += 1
    if message is None:
        return None
    hands.deleted.add(message["ts"])
    return hands.deed("U01", "deletes a message", "delete", channel=channel.id, ts=message["ts"])

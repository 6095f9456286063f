"""What somebody sees of the bot, and can click there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.sandbox.elements import elements_of, flat
from bot.slack.listeners.actions import CHOICES
from bot.slack.screens.screen import unpack
from tests.monkey.house import House
from tests.scenarios.stage import Stage
from tests.waiting import Json

LATEST = 20
"""Messages that somebody looks at in a channel."""


@dataclass(frozen=True)
class Handle:
    """An element that can be clicked, and where it stands; of a menu, one entry."""

    container: Json
    block: Json
    element: Json
    option: Json | None = None

    def __str__(self) -> str:
        return f"{self.verb} {(self.option or self.element).get('value') or ''}"

    @property
    def name(self) -> str:
        """As the table of what was reached has it."""
        return f"button {self.verb}"

    def about(self, key: str) -> str:
        """What it says that it is about: `c` a crisis, `i` a step of the playbook."""
        value = (self.option or self.element).get("value")
        return str(unpack(value).get(key, "")) if isinstance(value, str) else ""

    @cached_property
    def verb(self) -> str:
        """What it asks for, without the number of a place."""
        action = str(self.element["action_id"]).split(":")[0]
        if self.option is None:
            return action
        return CHOICES.get(action, {}).get(str(unpack(self.option["value"]).get("v")), action)


def channels_of(stage: Stage, user: str) -> list[Any]:
    """The channels that somebody is in, in the order in which they came to be."""
    return [channel for channel in stage.sandbox.workspace.channels.values() if user in channel.members]


def messages_in(channel: Any) -> list[Json]:
    """The latest that was said."""
    return [channel.messages[ts] for ts in channel.timeline[-LATEST:]]


def handles(blocks: list[Json], container: Json) -> Iterator[Handle]:
    """Everything clickable in these blocks; fields of a form are filled, but for those that tell at once."""
    for block in flat(blocks):
        if block["type"] != "input" or block.get("dispatch_action"):
            for element in elements_of(block):
                offered = element["options"] if element["type"] == "overflow" else [None]
                yield from (Handle(container, block, element, option) for option in offered)


def in_messages(stage: Stage, user: str) -> list[Handle]:
    """Buttons of boards, notices and private answers."""
    found: list[Handle] = []
    for channel in channels_of(stage, user):
        own = [message for (who, _), message in channel.ephemerals.items() if who == user][-4:]
        pinned = [channel.messages[ts] for ts in channel.pins if ts in channel.messages]
        for message in [*pinned, *messages_in(channel), *own]:
            if message.get("bot_id") == stage.app.bot_id and message.get("blocks"):
                container = {"type": "message", "channel": channel.id, "ts": message["ts"]}
                found += handles(message["blocks"], container)
    return found


def in_answers(stage: Stage, user: str) -> list[Handle]:
    """Buttons of the latest private answers."""
    own = [(m, c) for c in channels_of(stage, user) for (who, _), m in c.ephemerals.items() if who == user]
    found: list[Handle] = []
    for message, channel in sorted(own, key=lambda each: str(each[0]["ts"]))[-2:]:
        found += handles(message.get("blocks") or [], {"type": "message", "channel": channel.id, "ts": message["ts"]})
    return found


def in_older(stage: House, user: str) -> list[tuple[Any, Json, Handle]]:
    """Buttons of earlier versions of messages, which are not there any more."""
    found: list[tuple[Any, Json, Handle]] = []
    for channel_id, message in stage.older:
        channel = stage.sandbox.workspace.channels.get(channel_id)
        if channel is None or user not in channel.members or channel.archived:
            continue
        container = {"type": "message", "channel": channel_id, "ts": message["ts"]}
        now = channel.messages.get(message["ts"], {})
        here = {json.dumps(handle.element, sort_keys=True) for handle in handles(now.get("blocks", []), container)}
        found += [
            (channel, message, handle)
            for handle in handles(message["blocks"], container)
            if json.dumps(handle.element, sort_keys=True) not in here
        ]
    return found


def in_view(view: Json) -> list[Handle]:
    """Buttons of a modal or of the Home tab."""
    return list(handles(view["blocks"], {"type": "view", "view_id": view["id"]}))


def at_home(stage: Stage, user: str) -> list[Handle]:
    """Buttons of the Home tab."""
    home = stage.sandbox.workspace.views.home(stage.app.id, user)
    return in_view(home.json) if home else []


def in_reach(stage: Stage, user: str) -> list[Handle]:
    """All that somebody can click now: in the modal before them, else everywhere."""
    modal = top_modal(stage, user)
    if modal is not None:
        return in_view(modal)
    return [*in_messages(stage, user), *in_answers(stage, user), *at_home(stage, user)]


def names_before(stage: Stage, user: str) -> set[str]:
    """What somebody could do next, as the table names it."""
    modal = top_modal(stage, user)
    form = {f"form {modal['callback_id']}"} if modal is not None and modal.get("submit") else set()
    return form | {handle.name for handle in in_reach(stage, user)}


def top_modal(stage: Stage, user: str) -> Json | None:
    """The modal in front of somebody."""
    stack = stage.sandbox.workspace.views.stack(user)
    return stack[-1].json if stack else None

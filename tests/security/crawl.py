"""Somebody who presses every button that they are shown, and sends every form, with words of the test's choice."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.slack.listeners.actions import VERBS
from bot.slack.words import WORDS
from tests.security.door import Caller
from tests.waiting import Json

ANSWERED = 0.2
"""Seconds in which the answers to a round of clicks have arrived."""
AGAIN = frozenset({"archive", "open.channel", "reopen", "reopen.open"})
AT_THE_END = AGAIN | {"close", "close.open"}
IDS = {"i": "own.1", "n": 1, "s": 5, "f": 1, "r": "gdpr", "d": "72", "l": "red"}
OFTEN = 2
"""How often each kind of button is pressed, and each form sent."""


@dataclass
class Crawl:
    """`words`: what is typed, one after the other. `forms`: the forms that were sent, by name."""

    who: Caller
    channel: str
    words: tuple[str, ...]
    forms: Counter[str] = field(default_factory=Counter)
    pressed: Counter[str] = field(default_factory=Counter)
    said: int = 0
    held: frozenset[str] = AT_THE_END

    async def everywhere(self, crisis: str) -> None:
        """Say every word, then press and send whatever comes, until nothing new does; at last the same after the end.

        Verbs that nobody was shown are pressed with what they could carry.
        """
        for verb, words in WORDS.items():
            if verb not in AT_THE_END:
                for rest in ("", self._next(), *(("2", "6", "9") if verb in ("log", "redact") else ())):
                    await self.who.command(self.channel, f"{words[0]} {rest}")
        await self.rounds()
        for action in VERBS:
            if action not in AT_THE_END and not any(kind.startswith(f"{action} ") for kind in self.pressed):
                await self.who.click(self.channel, action, json.dumps({**IDS, "c": crisis}), answered=False)
        await self.rounds()
        self.held = AGAIN
        for word in ("close", "lessons"):
            await self.who.command(self.channel, word)
            await self.rounds()
        for action in ("debrief.open", "debrief.answers", "report.open"):
            await self.who.click(self.channel, action, json.dumps({"c": crisis}), answered=False)
        await self.rounds()
        self.held = frozenset({"archive"})
        await self.who.command(self.channel, "reopen")
        await self.rounds()

    async def rounds(self) -> None:
        """Press and send whatever is shown, until nothing new is."""
        while await self._round():
            pass

    async def _round(self) -> bool:
        """Press and send what has been shown so far; whether there was anything new."""
        before = self.forms.total() + self.pressed.total()
        await asyncio.sleep(ANSWERED)
        await self.who.stage.settled()
        shown = [*map(unpacked, (call.arguments for call in self.who.stage.calls())), *self._heard()]
        for told in shown:
            for action, value in buttons(told):
                verb = action.partition(":")[0]
                kind = f"{verb} {json.loads(value).get('v', '') if value[:1] == '{' else ''}"
                if self.pressed[kind] < OFTEN and verb not in self.held:
                    self.pressed[kind] += 1
                    await self.who.click(self.channel, action, value, answered=False)
            view: Json = told.get("view") or {}
            name = str(view.get("callback_id"))
            if "submit" in view and self.forms[name] < OFTEN and name not in self.held:
                self.forms[name] += 1
                await self.send(view)
        return self.forms.total() + self.pressed.total() > before

    async def send(self, view: Json) -> None:
        """Fill in a form and send it."""
        values = {
            block["block_id"]: {block["element"]["action_id"]: self._answer(block["element"])}
            for block in view["blocks"]
            if block["type"] == "input"
        }
        await self.who.submit(view["callback_id"], view["private_metadata"], values, blocks=view["blocks"])

    def _answer(self, element: Json) -> Json:
        options = [option for group in element.get("option_groups", [element]) for option in group.get("options", ())]
        match element["type"]:
            case "plain_text_input":
                return {"value": self._next()[: element.get("max_length", 3000)]}
            case "url_text_input":
                return {"value": "https://evil.example/<!here>|https://bank.example"}
            case "number_input":
                return {"value": "3"}
            case "users_select":
                return {"selected_user": element.get("initial_user") or "U01"}
            case "multi_users_select":
                return {"selected_users": ["U01", "U02"]}
            case "datetimepicker":
                return {"selected_date_time": int(self.who.stage.now.timestamp()) + (3600 if self.said % 2 else -600)}
            case "checkboxes" | "multi_static_select":
                return {"selected_options": element.get("initial_options") or options[: self.said % 2]}
            case _:
                return {"selected_option": element.get("initial_option") or options[-1]}

    def _next(self) -> str:
        self.said += 1
        return self.words[self.said % len(self.words)]

    def _heard(self) -> Iterator[Json]:
        for told in self.who.ears.heard.values():
            yield from told
        yield from self.who.answers


def unpacked(arguments: Json) -> Json:
    """A call's arguments; what Slack takes as JSON in a form field is read."""
    return {
        name: json.loads(value) if isinstance(value, str) and name in ("view", "blocks") else value
        for name, value in arguments.items()
    }


def buttons(told: Any) -> Iterator[tuple[str, str]]:
    """What can be pressed in a message or view: action and value."""
    if isinstance(told, list):
        for part in told:
            yield from buttons(part)
    elif isinstance(told, dict):
        if "action_id" in told and told.get("type") in ("button", "overflow"):
            for choice in told.get("options", [told]):
                yield told["action_id"], choice.get("value", "")
        for part in told.values():
            yield from buttons(part)

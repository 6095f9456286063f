"""Somebody in the workspace, and the words for what people do there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.waiting import Json, until

if TYPE_CHECKING:
    from tests.scenarios.stage import Stage


@dataclass(frozen=True)
class Person:
    """Somebody in the workspace."""

    stage: Stage
    id: str

    async def do(self, verb: str, **args: Any) -> Json:
        return await self.stage.sandbox.do(self.id, verb, **args)

    async def command(self, channel: str, text: str) -> str:
        """Type a command in a channel (by name or id); what the bot answers at once, privately."""
        where = channel if channel[:1] in "CGD" and channel.isupper() else self.stage.channel_id(channel)
        before = len(self.heard(where))
        told = await self.do("command", channel=where, text=text)
        assert "failed" not in told, told
        return "\n".join(texts_of(message) for message in self.heard(where)[before:])

    def heard(self, channel: str = "") -> list[Json]:
        """What the bot has told this person alone: in a channel, or everywhere."""
        channels = self.stage.sandbox.workspace.channels
        wanted = [channels[channel]] if channel else list(channels.values())
        return [m for c in wanted for (user, _), m in c.ephemerals.items() if user == self.id]

    async def hears(self, words: str) -> Json:
        """Wait for a private answer with these words."""
        found: Json = await until(
            lambda: next((m for m in self.heard() if words in texts_of(m)), None), what=f"the answer {words!r}"
        )
        return found

    async def click(self, message: Json, action: str, **ids: Any) -> Json:
        """Click a button of a message: the first of that action whose value holds all of `ids`."""
        block, element = find(message["blocks"], action, ids)
        channel = next(
            c.id
            for c in self.stage.sandbox.workspace.channels.values()
            if message["ts"] in c.messages or (self.id, message["ts"]) in c.ephemerals
        )
        container = {"type": "message", "channel": channel, "ts": message["ts"]}
        return await self._act(container, block, element, ids)

    async def click_in_modal(self, action: str, **ids: Any) -> Json:
        """Click a button of the modal that is open."""
        view = await self.modal()
        block, element = find(view["blocks"], action, ids)
        return await self._act({"type": "view", "view_id": view["id"]}, block, element, ids)

    async def _act(self, container: Json, block: Json, element: Json, ids: Json) -> Json:
        value: Json = {"value": element.get("value")}
        if element["type"] == "overflow":
            value = {"selected_option": next(o for o in element["options"] if holds(o["value"], ids))}
        return await self.do(
            "action",
            container=container,
            block_id=block["block_id"],
            action_id=element["action_id"],
            value=value,
            state={},
        )

    async def tick(self, item: str, **answers: Any) -> None:
        """Do an item from the board, or from its advice, and answer what its form asks."""
        (board,) = self.stage.boards()
        shown: Json = {}
        try:
            await self.click(board, "item.done", i=item)
        except LookupError:
            number = self.stage.crisis.playbook.advice_of[item]
            await self.command(self.stage.channel.id, f"/crisis advice {number}")
            shown = await self.modal("advice")
            await self.click_in_modal("item.done", i=item)
        if self.stage.crisis.playbook.items[item].evidence:
            await self.modal("evidence")
            if answers.get("danger") == "yes":
                await self.choose("danger", "yes")
                await until(lambda: "measure" in str(self.stack[-1].json["blocks"]), what="the question that follows")
            await self.answer(**answers)
        if shown:
            await until(lambda: self.stack[-1].json["hash"] != shown["hash"], what="the advice, drawn anew")
        for opened in list(self.stack):
            await self.do("close", view_id=opened.id, all=True)

    async def choose(self, question: str, answer: str) -> Json:
        """Pick an answer that changes the form."""
        view = await self.modal()
        block = next(block for block in view["blocks"] if block["block_id"] == question)
        element = block["element"]
        value = {"type": element["type"], **answered(element, answer)}
        container = {"type": "view", "view_id": view["id"]}
        state = {question: {element["action_id"]: value}}
        return await self.do(
            "action",
            container=container,
            block_id=question,
            action_id=element["action_id"],
            value=answered(element, answer),
            state=state,
        )

    async def answer(self, **answers: Any) -> Json:
        """Send the form on top with these answers, and plausible ones to all other questions."""
        now = int(self.stage.sandbox.clock.now())
        asked = {b["block_id"]: b["element"] for b in (await self.modal())["blocks"] if b["type"] == "input"}
        return await self.submit(**{name: self._plausible(name, e, now) for name, e in asked.items()} | answers)

    def _plausible(self, name: str, element: Json, now: int) -> Any:
        match element["type"]:
            case "users_select":
                return self.id
            case "multi_users_select":
                return [self.id]
            case "datetimepicker":
                return now + 3600 if name in ("review_at", "next_at") else now - 600
            case "static_select" | "radio_buttons":
                return element["options"][0]["value"]
            case "number_input":
                return "3"
            case "url_text_input":
                return "https://example.com/proof"
            case _:
                return "Fait et vérifié"

    @property
    def stack(self) -> list[Any]:
        """The modals that are open, the topmost last."""
        return self.stage.sandbox.workspace.views.stack(self.id)

    async def modal(self, name: str = "") -> Json:
        """The modal on top, when it is there (and is the form of this name)."""
        await until(lambda: self.stack and name in ("", self.stack[-1].json["callback_id"]), what=f"the modal {name}")
        view: Json = self.stack[-1].json
        return view

    async def submit(self, **answers: Any) -> Json:
        """Send the form on top, with these answers by question; the rest stays as it is."""
        view = await self.modal()
        values: Json = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                name, element = block["block_id"], block["element"]
                entry = dict(view["state"]["values"].get(name, {}).get(element["action_id"], {}))
                if name in answers:
                    entry |= answered(element, answers.pop(name))
                values[name] = {element["action_id"]: entry}
        assert not answers, f"no such questions: {list(answers)}"
        return await self.do("submit", view_id=view["id"], state=values)


def answered(element: Json, answer: Any) -> Json:
    """An answer in the shape of its element's state."""
    match element["type"]:
        case "users_select":
            return {"selected_user": answer}
        case "multi_users_select":
            return {"selected_users": answer}
        case "datetimepicker":
            return {"selected_date_time": answer}
        case "static_select" | "radio_buttons":
            return {"selected_option": next(o for o in element["options"] if o["value"] == answer)}
        case "checkboxes" | "multi_static_select":
            groups = element.get("option_groups") or [element]
            return {"selected_options": [o for group in groups for o in group["options"] if o["value"] in answer]}
        case _:
            return {"value": answer}


def elements_of(block: Json) -> list[Json]:
    """What can be clicked in a block."""
    accessory = block.get("accessory")
    found = [*block.get("elements", ()), *([accessory] if accessory else [])]
    return [element for element in found if "action_id" in element]


def find(blocks: list[Json], action: str, ids: Json) -> tuple[Json, Json]:
    """The first clickable element of this action that carries all of `ids`."""
    for block in blocks:
        for element in elements_of(block):
            values = [o["value"] for o in element.get("options", ())] or [element.get("value") or ""]
            if element["action_id"].split(":")[0] == action and any(holds(value, ids) for value in values):
                return block, element
    raise LookupError(f"no {action} with {ids}")


def holds(value: str, ids: Json) -> bool:
    """Whether a button's value names all of `ids`."""
    try:
        carried = json.loads(value)
    except ValueError:
        return not ids
    return bool(ids.items() <= carried.items())


def texts_of(message: Json) -> str:
    """All that a message says, blocks included."""
    found = [str(message.get("text", ""))]

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            if isinstance(node.get("text"), str):
                found.append(node["text"])
            for inner in node.values():
                walk(inner)
        elif isinstance(node, list):
            for inner in node:
                walk(inner)

    walk(message.get("blocks", []))
    return "\n".join(found)

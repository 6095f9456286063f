"""How people bring the bot to call each method that answers them, and how they see that it worked or did not."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.scenarios.stage import Person, Stage, texts_of, until

_numbers = itertools.count(1)

AT_ONCE, AGAIN, WITHOUT, ELSEWHERE = "told at once", "at Slack's next try", "without it", "in direct messages"


@dataclass(frozen=True)
class Answered:
    """`act` is what somebody does; `outcome` what a failure leads to, which `act` waits for where it is not a word."""

    act: Callable[[Stage, Person], Awaitable[None]]
    outcome: str


def words(stage: Stage, person: Person) -> int:
    """How often something was said to them alone: in a channel, in a direct message, in a modal."""
    modals = len([view for view in person.stack if view.json["callback_id"] == "told"])
    return len(person.heard()) + len(stage.direct(person)) + modals


async def _open(stage: Stage, person: Person) -> None:
    await person.do("command", channel=stage.channel.id, text="/crise note")


async def _advice(stage: Stage, person: Person) -> None:
    if not person.stack or person.stack[-1].json["callback_id"] != "advice":
        await closed(person)
        await person.do("command", channel=stage.channel.id, text="/crise conseil 1")
        await person.modal("advice")


async def _push(stage: Stage, person: Person) -> None:
    await _advice(stage, person)
    await person.click_in_modal("item.add")


async def _update(stage: Stage, person: Person) -> None:
    await _advice(stage, person)
    await person.click_in_modal("advice.open")


async def _home(stage: Stage, person: Person) -> None:
    before = len([call for call in stage.calls("views.publish") if call.outcome == "ok"])
    await person.do("home_opened", app=stage.app.id)
    await until(
        lambda: len([call for call in stage.calls("views.publish") if call.outcome == "ok"]) > before,
        what="the Home tab",
    )


async def _whisper(stage: Stage, person: Person) -> None:
    await closed(person)
    text = f"Lot {next(_numbers)}"
    await person.do("command", channel=stage.channel.id, text="/crise note")
    await person.modal("note")
    await person.submit(text=text)


async def _pushpin(stage: Stage, person: Person) -> None:
    text = f"Le lot {next(_numbers)} est en cause"
    await person.do("say", channel=stage.channel.id, text=text)
    await person.do("react", channel=stage.channel.id, ts=stage.channel.timeline[-1], name="pushpin")
    await until(lambda: any(text in texts_of(m) for m in person.heard()), what="word that it is kept")


async def _start(stage: Stage, person: Person) -> None:
    await closed(person)
    await person.do("command", channel=stage.channel_id("general"), text="/crise démarrer")
    await person.modal("start")


async def closed(person: Person) -> None:
    """All modals are closed."""
    for view in list(person.stack):
        await person.do("close", view_id=view.id, all=True)


LISTENED: dict[str, Answered] = {
    "chat.postEphemeral": Answered(_whisper, ELSEWHERE),
    "conversations.replies": Answered(_pushpin, AGAIN),
    "usergroups.list": Answered(_start, WITHOUT),
    "views.open": Answered(_open, AT_ONCE),
    "views.publish": Answered(_home, AGAIN),
    "views.push": Answered(_push, AT_ONCE),
    "views.update": Answered(_update, AT_ONCE),
}

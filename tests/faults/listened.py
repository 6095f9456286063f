"""How people bring the bot to call each method that answers them, and how they see that it worked or did not."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.slack import client
from tests.scenarios.stage import Person, Stage, until

_numbers = itertools.count(1)

AT_ONCE, AGAIN, WITHOUT, ELSEWHERE = "told at once", "at Slack's next try", "without it", "in direct messages"
THERE, OWED, PARKED = "lies there already", "again, by itself", "parked, told"


@dataclass(frozen=True)
class Answered:
    """`act` is what somebody does; `outcome` what a failure leads to, `refused` what a refusal for good.

    `said`: refusals that lead to something else; `owed`: what a refused token keeps back waits until it is good.
    """

    act: Callable[[Stage, Person], Awaitable[None]]
    outcome: str
    refused: str = ""
    said: dict[str, str] = field(default_factory=dict)
    owed: bool = False

    def of(self, error: str) -> str:
        """What this refusal leads to."""
        passing = error in client._LIMITED | client._UNCLEAR | client._AWAY  # noqa: SLF001 - said once
        passing |= self.owed and error in client._LOCKED_OUT  # noqa: SLF001 - as above
        return self.said.get(error) or (self.outcome if passing else self.refused or self.outcome)


async def seen(stage: Stage, person: Person, outcome: str, before: tuple[int, int]) -> None:
    """Wait for what a failure leads to; `before`: what `standing` told before it."""
    if outcome in (AT_ONCE, ELSEWHERE):
        await until(lambda: words(stage, person) > before[0], what="word to the person")
    elif outcome == PARKED:
        await until(lambda: parked(stage) and words(stage, person) >= before[0], what="the Home tab among what is owed")
    elif outcome in (AGAIN, OWED):
        await until(lambda: kept(stage) > before[1], what="what was asked for")


def standing(stage: Stage, person: Person) -> tuple[int, int]:
    """How often the person was told something, and how often what they do without a word has worked."""
    return words(stage, person), kept(stage)


def kept(stage: Stage) -> int:
    """How often a Home tab was drawn, and a message kept."""
    drawn = [call for call in stage.calls("views.publish") if call.outcome == "ok"]
    return len(drawn) + len(stage.rows("SELECT 1 FROM journal WHERE kind = 'NoteAdded'"))


def parked(stage: Stage) -> bool:
    """Whether the Home tab stands among what is owed, and its owner was told why."""
    row = stage.rows("SELECT error FROM outbox WHERE kind = 'home' AND state = 'parked'")
    told = "SELECT 1 FROM outbox WHERE name = 'trouble' AND state = 'done' AND json_extract(args, '$.error') = ?"
    return bool(row and stage.rows(told, row[0][0]))


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
    await person.do("home_opened", app=stage.app.id)


async def _whisper(stage: Stage, person: Person) -> None:
    await closed(person)
    text = f"Lot {next(_numbers)}"
    await person.do("command", channel=stage.channel.id, text="/crise note")
    await person.modal("note")
    await person.submit(text=text)


async def _pushpin(stage: Stage, person: Person) -> None:
    said = (await person.do("say", channel=stage.channel.id, text=f"Le lot {next(_numbers)} est en cause"))["message"]
    await person.do("react", channel=stage.channel.id, ts=said["ts"], name="pushpin")


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
    "conversations.replies": Answered(_pushpin, AGAIN, refused=AT_ONCE),
    "usergroups.list": Answered(_start, WITHOUT),
    "views.open": Answered(_open, AT_ONCE, said={"exchanged_trigger_id": THERE}),
    "views.publish": Answered(_home, OWED, refused=PARKED, owed=True),
    "views.push": Answered(_push, AT_ONCE, said={"push_limit_reached": THERE, "exchanged_trigger_id": THERE}),
    "views.update": Answered(_update, AT_ONCE),
}

"""How people bring the bot to call each method that answers them, and how they see that it worked or did not."""

from __future__ import annotations

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.domain import commands as cmd
from bot.slack import client
from tests.scenarios.cell import ask
from tests.scenarios.stage import Person, Stage, texts_of, until

_numbers = itertools.count(1)

AT_ONCE, AGAIN, WITHOUT, ELSEWHERE = "told at once", "at Slack's next try", "without it", "in direct messages"
THERE, AS_IT_WAS = "lies there already", "left as it was"


@dataclass(frozen=True)
class Answered:
    """`act` is what somebody does; `outcome` what a failure leads to, `refused` what a refusal for good.

    `said`: refusals that lead to something else.
    """

    act: Callable[[Stage, Person], Awaitable[None]]
    outcome: str
    refused: str = ""
    said: dict[str, str] = field(default_factory=dict)

    def of(self, error: str) -> str:
        """What this refusal leads to."""
        passing = error in client._LIMITED | client._UNCLEAR | client._AWAY  # noqa: SLF001 - said once
        return self.said.get(error) or (self.outcome if passing else self.refused or self.outcome)


async def seen(stage: Stage, person: Person, outcome: str, before: tuple[int, int]) -> None:
    """Wait for what a failure leads to; `before`: what `standing` told before it."""
    if outcome in (AT_ONCE, ELSEWHERE):
        await until(lambda: words(stage, person) > before[0], what="word to the person")
    elif outcome == AGAIN:
        await until(lambda: kept(stage) > before[1], what="what was asked for")


def standing(stage: Stage, person: Person) -> tuple[int, int]:
    """How often the person was told something, and how often what they do without a word has worked."""
    return words(stage, person), kept(stage)


def kept(stage: Stage) -> int:
    """How often a Home tab was drawn, and a message kept."""
    drawn = [call for call in stage.calls("views.publish") if call.outcome == "ok"]
    return len(drawn) + len(stage.rows("SELECT 1 FROM journal WHERE kind = 'NoteAdded'"))


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


async def _redact(stage: Stage, person: Person) -> None:
    """Words that stand in a sheet, which the bot can only delete."""
    await closed(person)
    text = f"{next(_numbers)} lots sont en cause"
    await ask(stage, person, cmd.AddFact, text=text, status="probable")
    await person.command(stage.channel.id, "/crise faits")
    await person.click(person.heard()[-1], "facts.post")
    await until(lambda: any(text in texts_of(m) for m in stage.posted()), what="the sheet")
    ((fact,),) = stage.rows("SELECT max(seq) FROM journal WHERE kind = 'FactAdded'")
    await person.command(stage.channel.id, f"/crise effacer {fact}")
    await person.modal("redact")
    heard = len(person.heard())
    await person.submit(reason="Demande de la personne")
    await until(lambda: len(person.heard()) > heard, what="word of what stands in Slack")


async def closed(person: Person) -> None:
    """All modals are closed."""
    for view in list(person.stack):
        await person.do("close", view_id=view.id, all=True)


LISTENED: dict[str, Answered] = {
    "chat.delete": Answered(_redact, AT_ONCE),
    "chat.postEphemeral": Answered(_whisper, ELSEWHERE),
    "conversations.replies": Answered(_pushpin, AGAIN, refused=AT_ONCE),
    "usergroups.list": Answered(_start, WITHOUT),
    "views.open": Answered(_open, AT_ONCE),
    "views.publish": Answered(_home, AGAIN, refused=AS_IT_WAS),
    "views.push": Answered(_push, AT_ONCE, said={"push_limit_reached": THERE}),
    "views.update": Answered(_update, AT_ONCE),
}

"""A dairy brand, a video of glass in a yogurt: the whole crisis, by six people, in the browser."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import expect

from bot.sandbox import Sandbox
from bot.sandbox.channels import Channel
from tests.browser.conftest import Cast, Opened, crisis_channel
from tests.browser.person import Person
from tests.waiting import until

QUARTER, HOUR, DAY = 900, 3_600, 86_400
TITLE = "Vidéo : du verre dans un yaourt"
STEPS = {
    "end_2h": "Message de fin dans le canal",
    "end_24h": "Dossier gelé",
    "end_48h": "Retour d’expérience à chaud",
    "day_5": "Contacts individuels terminés",
    "day_7": "Chronologie et délais vérifiés",
    "day_21": "Revue à froid",
    "day_28": "Plan d’actions attribué",
    "day_30": "Preuve publiée",
    "day_45": "Plan et fiches réflexes mis à jour",
    "day_60": "Deuxième relecture",
    "day_90": "Bilan public",
}
TO_NORA = {"end_24h": "File frozen", "day_7": "Timeline and delays checked"}
"""The scribe's steps, as she reads them."""


@dataclass(frozen=True)
class Cell:
    """The six, each at their own window."""

    sandbox: Sandbox
    channel: Channel
    camille: Person
    alex: Person
    ines: Person
    hugo: Person
    maya: Person
    nora: Person

    def said(self) -> list[str]:
        """What the bot has said in the crisis channel."""
        return said(self.channel)


def said(channel: Channel, since: float = 0.0) -> list[str]:
    """The bot's messages in a channel, without what the workspace itself tells (topics, people who come)."""
    told = (channel.messages[ts] for ts in channel.timeline if float(ts) > since)
    return [str(message["text"]) for message in told if message.get("bot_id") and not message.get("subtype")]


async def test_from_the_first_line_to_the_ninetieth_day(demo: Opened, people: Cast, tmp_path: Path) -> None:
    """Six people carry a red crisis from the first line to stand-down, and the follow-ups come for three months."""
    cell = await the_cell_assembles(await demo("fr"), people)
    await somebody_is_in_danger(cell)
    await two_at_once(cell)
    await a_message_becomes_a_decision(cell)
    await everybody_reads_their_own_language(cell)
    await an_hour_goes_by(cell)
    await the_cell_stands_down(cell)
    await three_months_go_by(cell)
    with sqlite3.connect(tmp_path / "demo.db") as connection:
        (decision,) = connection.execute("select text, why, rejected, decided_by from decisions").fetchall()
    connection.close()
    assert decision[0] == "La production vient d'arrêter la ligne 3."
    assert decision[3] == "U01"


async def the_cell_assembles(sandbox: Sandbox, people: Cast) -> Cell:
    """20:41. One form opens the crisis and invites the cell; nobody else learns of it."""
    camille = await people(sandbox, "U01")
    louis = await people(sandbox, "U08")
    await camille.say("/crise démarrer")
    await camille.write("title", TITLE)
    await camille.write("what", "Une vidéo vue 40 000 fois montre un éclat de verre.")
    await camille.write("link", "https://video.example/verre")
    await camille.pick("people", "Alex Martin", "Inès Roux", "Hugo Petit", "Maya Chen", "Nora Smith")
    await camille.shoot("fr-01-start")
    await camille.send()
    await expect(camille.message("Crise ouverte, canal privé")).to_be_visible()

    channel = crisis_channel(sandbox)
    await camille.go(channel.id)
    await expect(camille.board).to_contain_text(TITLE)
    await camille.shoot("fr-02-board")
    alex, ines, hugo, maya, nora = [
        await people(sandbox, user, channel.id) for user in ("U02", "U03", "U04", "U05", "U07")
    ]
    await expect(louis.page.locator(f'[data-channel-id="{channel.id}"]')).to_have_count(0)

    await camille.press("roles.open")
    for role, name in (
        ("crisis_lead", "Camille Morel"),
        ("communications", "Alex Martin"),
        ("social_listening", "Inès Roux"),
        ("customer_care", "Hugo Petit"),
        ("legal", "Maya Chen"),
        ("scribe", "Nora Smith"),
    ):
        await camille.pick(f"role.{role}", name)
    await camille.shoot("fr-03-roles")
    await camille.send()
    for each in (alex, ines, hugo, maya, nora):
        await expect(each.board).to_contain_text("Scribe : @Nora Smith")
    return Cell(sandbox, channel, camille, alex, ines, hugo, maya, nora)


async def somebody_is_in_danger(cell: Cell) -> None:
    """20:44. The answer proposes red, the lead confirms, everybody sees it where they look."""
    await cell.alex.press("item.done", cell.alex.item("Quelqu’un est-il en danger"))
    await cell.alex.mark("danger", "yes")
    await cell.alex.write("measure", "Lot retiré des rayons")
    await cell.alex.send()
    await cell.camille.press("proposal.confirm")
    await expect(cell.nora.board).to_contain_text(f"Majeur : {TITLE}")
    await cell.camille.shoot("fr-04-red")


async def two_at_once(cell: Cell) -> None:
    """20:47. Two people settle two items in the same second: both count. The scribe says since when it is known."""
    await cell.ines.press("item.done", cell.ines.item("Mesurer le volume"))
    await cell.ines.write("mentions", "1200")
    await cell.hugo.press("item.done", cell.hugo.item("Suspendre publications"))
    await cell.hugo.write("paused", "Campagne de printemps, newsletter")
    await asyncio.gather(cell.ines.send(), cell.hugo.send())
    for settled in ("Mesurer le volume", "Suspendre publications"):
        await expect(cell.camille.item(settled)).to_have_count(0)

    await cell.nora.press("awareness.open")
    await cell.nora.set_time("at", datetime.fromtimestamp(cell.sandbox.clock.now() - 2 * HOUR, UTC))
    await cell.nora.write("source", "Service client")
    await cell.nora.send()
    await expect(cell.camille.board).to_contain_text(re.compile(r"Connue depuis\s2\sh"))


async def a_message_becomes_a_decision(cell: Cell) -> None:
    """20:50. What somebody writes is recorded with one shortcut, and stands on the board."""
    await cell.hugo.say("La production vient d'arrêter la ligne 3.")
    await cell.camille.shortcut(cell.camille.message("arrêter la ligne 3"), "Noter une décision")
    await cell.camille.write("why", "Écarter tout autre éclat")
    await cell.camille.write("rejected", "Continuer avec un contrôle renforcé")
    await cell.camille.shoot("fr-05-decision")
    await cell.camille.send()
    await expect(cell.alex.message("Décision 1")).to_contain_text("ligne 3")
    await expect(cell.alex.board).to_contain_text("arrêter la ligne 3")


async def everybody_reads_their_own_language(cell: Cell) -> None:
    """What is private is in the reader's language: the scribe's note and the lawyer's advice are in English."""
    await cell.nora.say("/crise note Le journal local appelle")
    await expect(cell.nora.message("Logged, no.")).to_be_visible()
    await cell.maya.press("advice.open:3")
    await expect(cell.maya.modal).to_contain_text("Prepare the holding statement")
    await cell.maya.shoot("fr-06-advice-in-english")
    await cell.maya.close()


async def move_on(cell: Cell, step: int | None = None) -> None:
    """By the page's own time control: some seconds, or (None) to what is due next."""
    before = cell.sandbox.clock.offset
    await cell.camille.move_clock(step)
    await until(lambda: cell.sandbox.clock.offset > before)


async def an_hour_goes_by(cell: Cell) -> None:
    """21:45. What is due came to its owners, a situation report to all, and the channel stayed quiet."""
    for _ in range(4):
        await move_on(cell, QUARTER)
    await expect(cell.camille.message("Point de situation")).to_be_visible()
    await cell.camille.shoot("fr-07-an-hour-later")
    assert len(cell.said()) <= 15, cell.said()
    assert any("C’est l’heure" in text for text in said(await direct(cell, "U01")))


async def direct(cell: Cell, user: str) -> Channel:
    """The conversation between the bot and a person."""
    (app,) = cell.sandbox.workspace.apps.values()
    channel, _ = cell.sandbox.workspace.direct([user, app.bot_user_id])
    return channel


async def the_cell_stands_down(cell: Cell) -> None:
    """What is open is shown; open gates want a reason; the plan of the follow-ups is told."""
    await cell.camille.say("/crise clore")
    await expect(cell.camille.modal).to_contain_text("Recoter la gravité")
    await cell.camille.shoot("fr-08-close")
    await cell.camille.modal.locator('button[type="submit"]').click()
    await expect(cell.camille.modal).to_be_visible()
    await cell.camille.write("reason", "Lot rappelé, plus aucun cas depuis la veille")
    await cell.camille.send()
    await expect(cell.camille.message("Point final")).to_be_visible()
    await expect(cell.camille.message(STEPS["day_90"])).to_be_visible()
    await cell.camille.shoot("fr-09-closed")


async def three_months_go_by(cell: Cell) -> None:
    """Each step comes to its owner, once."""
    ended = cell.sandbox.clock.now()
    while cell.sandbox.clock.now() - ended < 89.9 * DAY:
        await move_on(cell)
    owners = [await direct(cell, user) for user in ("U01", "U02", "U04", "U07")]

    def heard() -> list[str]:
        return [text for channel in owners for text in said(channel, since=ended)]

    steps = [TO_NORA.get(key, name) for key, name in STEPS.items()]
    await until(lambda: all(any(step in text for text in heard()) for step in steps), what="every step")
    assert [sum(step in text for text in heard()) for step in steps] == [1] * len(steps), heard()
    await cell.alex.go(owners[1].id)
    await expect(cell.alex.message(STEPS["day_90"])).to_be_visible()
    await cell.alex.shoot("fr-10-ninety-days")

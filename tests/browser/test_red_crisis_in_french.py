"""A dairy brand, a video of glass in a yogurt: the whole crisis, by six people, in the browser."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import expect

from bot.sandbox import Sandbox
from bot.sandbox.channels import Channel
from tests.browser.conftest import Cast, Opened

HOUR, DAY = 3_600, 86_400
CAMILLE, ALEX, INES, HUGO, MAYA, NORA, OUTSIDER = "U01", "U02", "U03", "U04", "U05", "U07", "U08"


def crisis_channel(sandbox: Sandbox) -> Channel:
    """The one private channel that the bot has made."""
    (channel,) = [channel for channel in sandbox.workspace.channels.values() if channel.kind == "private"]
    return channel


def followups(sandbox: Sandbox) -> list[str]:
    """What the bot has written in the follow-up channel, oldest first."""
    channel = sandbox.workspace.channel_names["crise-suivi"]
    return [str(m["text"]) for m in (channel.messages[ts] for ts in channel.timeline) if m.get("bot_id")]


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for what the bot does by itself."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.02)


async def test_from_the_first_line_to_the_ninetieth_day(demo: Opened, people: Cast, tmp_path: Path) -> None:
    """Six people carry a red crisis from the first line to stand-down, and the follow-ups come for three months."""
    sandbox = await demo("fr")
    camille = await people(sandbox, CAMILLE)

    # 20:41: one form opens the crisis and invites the cell.
    await camille.say("/crise démarrer")
    await camille.write("title", "Vidéo : du verre dans un yaourt")
    await camille.write("what", "Une vidéo vue 40 000 fois montre un éclat de verre.")
    await camille.write("link", "https://video.example/verre")
    await camille.pick("people", "Alex Martin", "Inès Roux", "Hugo Petit", "Maya Chen", "Nora Smith")
    await camille.shoot("fr-01-start")
    await camille.send()
    await expect(camille.message("Crise ouverte")).to_be_visible()
    channel = crisis_channel(sandbox)
    await camille.go(channel.id)
    await expect(camille.board).to_contain_text("Vidéo : du verre dans un yaourt")
    await camille.shoot("fr-02-board")

    # The others find the channel; somebody who was not invited does not.
    alex, ines, hugo, maya, nora = [await people(sandbox, user, channel.id) for user in (ALEX, INES, HUGO, MAYA, NORA)]
    for each in (alex, ines, hugo, maya, nora):
        await expect(each.board).to_contain_text("Vidéo : du verre dans un yaourt")
    louis = await people(sandbox, OUTSIDER)
    await expect(louis.page.locator(f'[data-channel-id="{channel.id}"]')).to_have_count(0)

    # 20:44: roles.
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
    await expect(alex.board).to_contain_text("Nora Smith")

    # "Is anybody in danger now?" Yes: red is proposed, the lead confirms.
    await alex.press("item.done", alex.item("Quelqu'un est-il en danger"))
    await alex.mark("danger", "yes")
    await alex.write("measure", "Lot retiré des rayons")
    await alex.send()
    await camille.press("proposal.confirm")
    await expect(nora.board).to_contain_text("Majeur")
    await camille.shoot("fr-04-red")

    # 20:47: two people settle two items in the same second, and both count.
    await ines.press("item.done", ines.item("Mesurer le volume"))
    await ines.write("mentions", "1200")
    await hugo.press("item.done", hugo.item("Suspendre publications"))
    await hugo.write("paused", "Campagne de printemps, newsletter")
    await asyncio.gather(ines.send(), hugo.send())
    for gone in ("Mesurer le volume", "Suspendre publications"):
        await expect(camille.item(gone)).to_have_count(0)

    # The scribe says since when it is known.
    await nora.press("awareness.open")
    await nora.set_time("at", datetime.fromtimestamp(sandbox.clock.now() - 2 * HOUR, UTC))
    await nora.write("source", "Service client")
    await nora.send()
    await expect(camille.board).to_contain_text(re.compile(r"Connue depuis"))

    # 20:50: a message becomes a decision.
    await hugo.say("La production vient d'arrêter la ligne 3.")
    await camille.shortcut(camille.message("arrêter la ligne 3"), "Noter une décision")
    await camille.write("why", "Écarter tout autre éclat")
    await camille.write("rejected", "Continuer avec un contrôle renforcé")
    await camille.shoot("fr-05-decision")
    await camille.send()
    await expect(alex.message("Décision 1")).to_contain_text("ligne 3")
    await expect(alex.board).to_contain_text("ligne 3")

    # A note by the scribe, a pin by anybody.
    await nora.say("/crise note Le journal local appelle")
    await expect(nora.message(re.compile("log|journal", re.I))).to_be_visible()

    # An advice opens in one click, in the reader's own language.
    await maya.press("advice.open:3")
    await expect(maya.modal).to_contain_text(re.compile("[Ww]hy|fast|quick", re.I))
    await maya.shoot("fr-06-advice-in-english")
    await maya.close()

    # An hour goes by: what is due comes to its owners, and a situation report to all.
    for _ in range(4):
        await camille.move_clock(900)
    await expect(camille.message("Point de situation")).to_be_visible()
    await camille.shoot("fr-07-an-hour-later")
    spoken = [
        m for m in channel.messages.values() if m.get("bot_id") and not str(m.get("subtype", "")).startswith("channel_")
    ]
    assert len(spoken) <= 15, "the noise budget of the first hour"

    # Stand-down: what is open is shown, the gates want a reason.
    await camille.say("/crise clore")
    await expect(camille.modal).to_contain_text("Recoter la gravité")
    await camille.shoot("fr-08-close")
    await camille.write("reason", "Lot rappelé, plus aucun cas depuis la veille")
    await camille.send()
    await expect(camille.message("Point final")).to_be_visible()
    await camille.shoot("fr-09-closed")

    # Three months, by the time control.
    ended = sandbox.clock.now()
    while sandbox.clock.now() - ended < 90 * DAY:
        before = sandbox.clock.offset
        await camille.move_clock()
        await until(lambda before=before: sandbox.clock.offset > before)
    await camille.go(sandbox.workspace.channel_names["crise-suivi"].id)
    await camille.shoot("fr-10-ninety-days")

    database = tmp_path / "demo.db"
    with sqlite3.connect(database) as connection:
        (decision,) = connection.execute("select * from decisions").fetchall()
        assert any("ligne 3" in str(cell) for cell in decision)

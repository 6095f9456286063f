"""The words of a red crisis, as its people write, sign and keep them, in the browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from playwright.async_api import expect

from bot.sandbox import Sandbox
from bot.sandbox.channels import Channel
from tests.browser.conftest import Cast, Opened, crisis_channel
from tests.browser.person import Person

MINUTE, HOUR, DAY = 60, 3600, 86_400
GLASS = "Du verre a été trouvé dans un yaourt"
FIRST = f"{GLASS}. Nous arrêtons la ligne 3. Prochain point à 22 h."
SECOND = (
    "Nous comprenons votre inquiétude. Nous avons reçu 3 signalements et nous arrêtons la ligne 3. "
    "Nous publierons les résultats des analyses le {soon}. "
    "Nous rembourserons tous les clients d'ici le {later}. Prochain point à 22 h."
)
OTHER = "Nous comprenons votre inquiétude. Nous avons reçu 12 signalements. Prochain point à 22 h."
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
CELL = {
    "crisis_lead": "Camille Morel",
    "deputy": "Hugo Petit",
    "communications": "Alex Martin",
    "legal": "Maya Chen",
    "subject_expert": "Karim Benali",
    "scribe": "Nora Smith",
}


async def test_from_the_first_draft_to_the_promise_kept(demo: Opened, people: Cast) -> None:
    """Stopped for an unknown fact, corrected, signed by two, out at minute 19; the next caught; a promise kept."""
    sandbox = await demo("fr")
    camille, channel = await a_red_crisis(sandbox, people)
    began = sandbox.clock.now()
    alex, maya, karim, nora = [await people(sandbox, user, channel.id) for user in ("U02", "U05", "U06", "U07")]

    await karim.say(f"/crise fait {GLASS}")
    await karim.mark("status", "unknown")
    await karim.shoot("mots-01-fait")
    await karim.send()
    await karim.close()
    await the_draft_is_stopped(alex)
    await what_lacks_is_settled(alex, sandbox)
    await it_is_corrected(alex, sandbox)
    for person in (camille, maya):
        await signed(person, sandbox)
    await published(alex, sandbox, channel, began)
    await the_next_draft_is_caught(alex)
    await promises_are_tracked(nora)
    for done in (alex, maya, nora):
        await done.page.close()
    await one_is_kept(camille, karim, sandbox, channel)


async def a_red_crisis(sandbox: Sandbox, people: Cast) -> tuple[Person, Channel]:
    """Camille opens it, gives out the seats and sets it to red: on the board she sees where words begin."""
    camille = await people(sandbox, "U01")
    await camille.say("/crise démarrer Du verre dans un yaourt")
    await expect(camille.message("Crise ouverte, canal privé")).to_be_visible()
    channel = crisis_channel(sandbox)
    await camille.go(channel.id)
    await expect(camille.board).to_contain_text("Du verre dans un yaourt")
    await camille.press("roles.open")
    for role, name in CELL.items():
        await camille.pick(f"role.{role}", name)
    await camille.send()
    await expect(camille.board).to_contain_text("Scribe : @Nora Smith")
    await camille.say("/crise niveau rouge le verre est confirmé")
    await expect(camille.board).to_contain_text("Majeur")
    await expect(camille.board.get_by_role("button", name="Rédiger un texte")).to_be_visible()
    await expect(camille.board.get_by_role("button", name="Fiche de faits")).to_be_visible()
    await camille.shoot("mots-00-tableau")
    return camille, channel


async def the_draft_is_stopped(alex: Person) -> None:
    """From the board to the form in one click; what the guard remarks is told to Alex alone."""
    await alex.press("draft.open")
    await alex.shoot("mots-02-brouillon")
    await alex.write("text_fr_0", FIRST)
    await alex.pick("cites", "1. Du verre")
    await handed_in(alex)
    await expect(alex.modal).to_contain_text("nul ne le sait encore")
    await expect(alex.modal).to_contain_text(GLASS)
    await alex.shoot("mots-03-remarques")


async def handed_in(person: Person) -> None:
    """A draft; its form turns into what the guard remarks."""
    await person.modal.locator('button[type="submit"]').click()
    await expect(person.modal).to_contain_text("À savoir")


async def what_lacks_is_settled(alex: Person, sandbox: Sandbox) -> None:
    """From the text to all that it lacks; each step by its own button, and back."""
    await alex.press("statement.open", alex.modal)
    await expect(alex.modal).to_contain_text("Signatures sur ce texte")
    await alex.shoot("mots-04-texte")
    await alex.press("gate.open", alex.modal)
    await expect(alex.modal).to_contain_text("ne peut pas encore sortir")
    await alex.shoot("mots-05-verrou")
    await step(alex, "Quelqu’un est-il en danger", danger="no")
    await step(alex, "Ouvrir la main courante", at=sandbox.clock.now() - 20 * MINUTE)
    await step(alex, "Décider de la posture", posture="speak", reason="On nous le demande")
    await alex.close()


async def step(alex: Person, label: str, **answers: str | float) -> None:
    """One step of the modal that says what lacks."""
    await alex.press("item.done", alex.modal.locator("[data-block-id]").filter(has_text=label))
    await expect(alex.modal).to_contain_text("Marquer comme fait")
    for name, value in answers.items():
        if name == "at":
            await alex.set_time(name, datetime.fromtimestamp(float(value), UTC))
        elif name == "reason":
            await alex.write(name, str(value))
        else:
            await alex.mark(name, str(value))
    await alex.send()
    await expect(alex.modal.locator("[data-block-id]").filter(has_text=label)).to_have_count(0)


async def it_is_corrected(alex: Person, sandbox: Sandbox) -> None:
    """The words say only what is known, and are handed in to be signed in one click."""
    days = [datetime.fromtimestamp(sandbox.clock.now() + n * DAY, UTC) for n in (10, 30)]
    soon, later = (f"{day.day} {MONTHS[day.month - 1]}" for day in days)
    await alex.say("/crise textes")
    await alex.press("draft.open", alex.message("Textes"))
    await alex.write("text_fr_0", SECOND.format(soon=soon, later=later))
    await alex.field("cites").locator("button.select").click()
    await alex.page.locator(".listbox-input").fill("1. Du verre")
    await alex.page.locator(".listbox-input").press("Enter")
    await alex.page.locator(".listbox-input").press("Escape")
    await handed_in(alex)
    await alex.shoot("mots-06-corrigé")
    await alex.press("statement.ask", alex.modal)
    await alex.close()


async def signed(person: Person, sandbox: Sandbox) -> None:
    """The exact text, and one button."""
    (app,) = sandbox.workspace.apps.values()
    direct, _ = sandbox.workspace.direct([person.user, app.bot_user_id])
    await person.go(direct.id)
    paper = person.message("3 signalements")
    await expect(paper).to_be_visible()
    await person.shoot(f"mots-07-signature-{person.user}")
    await person.press("statement.approve", paper)
    await expect(person.message(re.compile("Votre signature|Your signature"))).to_be_visible()


async def published(alex: Person, sandbox: Sandbox, channel: Channel, began: float) -> None:
    """At minute 19."""
    (app,) = sandbox.workspace.apps.values()
    direct, _ = sandbox.workspace.direct([alex.user, app.bot_user_id])
    sandbox.move_clock(began + 19 * MINUTE - sandbox.clock.now())
    await alex.go(direct.id)
    ready = alex.message("deux signatures")
    await expect(ready).to_be_visible()
    await alex.shoot("mots-08-prêt")
    await alex.press("publish.open", ready)
    await alex.write("link", "https://example.com/attente")
    await alex.shoot("mots-09-publier")
    await alex.modal.locator('button[type="submit"]').click()
    await expect(alex.modal).to_contain_text("2 promesses repérées")
    await alex.shoot("mots-09-publié")
    await alex.close()
    await alex.go(channel.id)
    await expect(alex.board).to_contain_text("1 publié")
    await alex.shoot("mots-10-publié")


async def the_next_draft_is_caught(alex: Person) -> None:
    """Twelve is not three: both sides are quoted, to its writer alone."""
    await alex.press("draft.open")
    await alex.write("text_fr_0", OTHER)
    await handed_in(alex)
    await expect(alex.modal).to_contain_text("12 signalements")
    await expect(alex.modal).to_contain_text("3 signalements")
    await alex.shoot("mots-11-contradiction")
    await alex.close()


async def promises_are_tracked(nora: Person) -> None:
    """The scribe finds both promises proposed, with their day; a proof is all that is asked for."""
    await nora.say("/crisis statements")
    await nora.press("statement.open:1", nora.message("Text"))
    await nora.press("promises.open", nora.modal)
    await nora.pick("owner_0", "Karim Benali")
    await nora.write("proof_0", "Le rapport en ligne")
    await nora.pick("owner_1", "Karim Benali")
    await nora.write("proof_1", "Le compte des clients")
    await nora.shoot("mots-12-promesses")
    await nora.send()
    await nora.close()
    await nora.say("/crisis commitments")
    await expect(nora.message("rembourserons")).to_be_visible()
    await nora.shoot("mots-13-engagements")


async def one_is_kept(camille: Person, karim: Person, sandbox: Sandbox, channel: Channel) -> None:
    """The cell is dismissed; on day 30 Karim gives the proof, and the account says so."""
    await camille.go(channel.id)
    await camille.say("/crise clore")
    await camille.write("reason", "Plus rien ne bouge")
    await camille.send()
    await expect(camille.board).to_contain_text("evée")
    await camille.page.close()
    day = datetime.fromtimestamp(sandbox.clock.now() - HOUR + 30 * DAY, UTC)
    sandbox.move_clock(day.replace(hour=9, minute=0).timestamp() - sandbox.clock.now())
    await expect(karim.board).to_contain_text("Levée", timeout=30_000)
    await karim.close()
    await karim.say("/crise engagements")
    refunds = karim.message("rembourserons").locator('[data-action-id^="commitment.keep"]').last
    await refunds.click()
    await karim.write("proof", "https://example.com/remboursements")
    await karim.shoot("mots-14-tenue")
    await karim.send()
    await karim.close()
    await karim.say("/crise engagements")
    register = karim.message("tenue")
    await expect(register).to_be_visible()
    await karim.press("commitments.account", register)
    await expect(karim.modal).to_contain_text("https://example.com/remboursements")
    await expect(karim.modal).not_to_contain_text("plus tard que promis")
    await karim.shoot("mots-15-bilan")

"""The READMEs' pictures, made anew: `python -m tests.browser.picture`. A crisis a few minutes old, in each language."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import Browser, ViewportSize, expect

from bot.demo import Demo
from bot.domain.playbook import Language
from tests.browser import chromium
from tests.browser.conftest import crisis_channel
from tests.browser.person import Person

DOCS = Path(__file__).parents[2] / "docs"
SIZE: ViewportSize = {"width": 1280, "height": 1200}
PICTURES: dict[Language, str] = {"en": "screenshot.png", "fr": "screenshot.fr.png"}
LINES: dict[Language, tuple[str, ...]] = {
    "en": (
        "/crisis start Video: glass in a yogurt",
        "/crisis level red glass is confirmed",
        "/crisis decide Stop line 3",
    ),
    "fr": (
        "/crise démarrer Vidéo : du verre dans un yaourt",
        "/crise niveau rouge le verre est confirmé",
        "/crise décider Arrêter la ligne 3",
    ),
}
CELL = {
    "crisis_lead": "Camille Morel",
    "communications": "Alex Martin",
    "social_listening": "Inès Roux",
    "customer_care": "Hugo Petit",
    "legal": "Maya Chen",
    "scribe": "Nora Smith",
}


async def take(browser: Browser, language: Language, folder: Path) -> None:
    """The board as Camille sees it, at the width of a desk."""
    start, level, decide = LINES[language]
    async with Demo(language=language).opened() as sandbox:
        locale = sandbox.workspace.users["U01"]["locale"]
        context = await browser.new_context(
            viewport=SIZE, locale=locale, timezone_id="Europe/Paris", color_scheme="light", reduced_motion="reduce"
        )
        camille = Person(await context.new_page(), sandbox.url, "U01", "Europe/Paris")
        await camille.enter()
        await camille.say(start)
        await expect(camille.page.locator('[data-channel-id]:has-text("-video-")')).to_be_visible()
        await camille.go(crisis_channel(sandbox).id)
        await expect(camille.board.locator(".message-mark")).to_be_visible()
        await camille.press("roles.open")
        for role, name in CELL.items():
            await camille.pick(f"role.{role}", name)
        await camille.send()
        await camille.say(level)
        await camille.say(decide)
        if await camille.modal.count():
            await camille.send()
        await expect(camille.board).to_contain_text("3 (n")
        await camille.page.locator(".bookmark a").click()
        await camille.page.mouse.move(0, 0)
        await camille.page.get_by_test_id("composer").focus()
        await camille.page.locator(".main .log").evaluate("(log) => { log.scrollTop += 18; }")
        await expect(camille.page.locator(".is-shown")).to_have_count(0)
        await camille.page.screenshot(path=folder / PICTURES[language])
        await context.close()


async def main(folder: Path) -> None:
    """Both pictures."""
    async with chromium.launched() as browser:
        for language in PICTURES:
            await take(browser, language, folder)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS))

"""A person at the page: one browser window, and the words for what people do there."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from playwright.async_api import Locator, Page, ViewportSize, expect

SCREENSHOTS = Path(__file__).parent / "screenshots"
WIDE: ViewportSize = {"width": 1280, "height": 860}
NARROW: ViewportSize = {"width": 390, "height": 844}


class Person:
    """One of the cast. `page` shows the workspace as this person sees it."""

    def __init__(self, page: Page, url: str, user: str, zone: str = "UTC") -> None:
        self.page = page
        self.user = user
        self.zone = ZoneInfo(zone)
        self._url = url

    async def enter(self, channel: str = "") -> None:
        """Open the workspace, at a channel where one is named."""
        await self.page.goto(f"{self._url}/?as={self.user}#{channel}")
        await expect(self.page.get_by_test_id("identity")).to_be_visible()

    async def go(self, channel: str) -> None:
        """Look at a channel."""
        await self.page.evaluate("hash => { location.hash = hash }", channel)
        await expect(self.page.locator("#channel")).to_be_visible()

    async def say(self, text: str) -> None:
        """Type into the channel that is open: a message, or a slash command."""
        composer = self.page.get_by_test_id("composer")
        await composer.fill(text)
        await composer.press("Escape")
        await self.page.locator(".composer .send").first.click()
        await expect(composer).to_have_value("")

    def message(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message that holds this text."""
        return self.page.locator("#channel article[data-ts]").filter(has_text=text).last

    @property
    def board(self) -> Locator:
        """The pinned board of the crisis channel."""
        return (
            self.page.locator("#channel article[data-ts]")
            .filter(has=self.page.locator('[data-action-id="decide.open"], [data-action-id="reopen.open"]'))
            .first
        )

    @property
    def modal(self) -> Locator:
        """The dialog that is open."""
        return self.page.get_by_test_id("modal")

    def item(self, label: str) -> Locator:
        """An open item on the board, with its button."""
        return self.board.locator("[data-block-id]").filter(has_text=label)

    async def press(self, action: str, within: Locator | None = None) -> None:
        """Press the first button of this action (`decide.open`, `advice.open:3` …), on the board unless told."""
        button = (within or self.board).locator(f'[data-action-id="{action}"]').first
        await button.scroll_into_view_if_needed()
        await button.click()

    async def choose(self, label: str | re.Pattern[str]) -> None:
        """Choose from the menu that is open."""
        await self.page.get_by_role("menuitem", name=label).click()

    def field(self, block: str) -> Locator:
        """A question of the open form."""
        return self.modal.locator(f'[data-block-id="{block}"]')

    async def write(self, block: str, text: str) -> None:
        """Answer a question in words."""
        await self.field(block).locator("textarea, input").first.fill(text)

    async def mark(self, block: str, value: str) -> None:
        """Choose one of the radio buttons or tick a box."""
        await self.field(block).locator(f'input[value="{value}"]').check()

    async def pick(self, block: str, *names: str) -> None:
        """Choose people or options by name from a menu."""
        search = self.page.locator(".listbox-input")
        for name in names:
            if not await search.count():
                await self.field(block).locator("button.select").click()
            await search.fill(name)
            await search.press("Enter")
            await expect(self.field(block).locator("button.select")).to_contain_text(name)
        if await search.count():
            await search.press("Escape")

    async def set_time(self, block: str, moment: datetime) -> None:
        """Answer with a date and a time, in this person's own zone."""
        local = moment.astimezone(self.zone)
        await self.field(block).locator("input").first.fill(local.strftime("%Y-%m-%dT%H:%M"))

    async def send(self) -> None:
        """Send the form, which is accepted and closes; else the test ends with what the form says."""
        form = self.page.locator(f'[data-view-id="{await self.modal.get_attribute("data-view-id")}"]')
        await self.modal.locator('button[type="submit"]').click()
        try:
            await expect(form).to_have_count(0)
        except AssertionError as refused:
            raise AssertionError(await form.inner_text()) from refused

    async def close(self) -> None:
        """Close every form."""
        while await self.modal.count():
            await self.page.keyboard.press("Escape")
            await self.page.wait_for_timeout(50)

    async def move_clock(self, step: int | None = None) -> None:
        """Move the time forward by the page's own control: seconds, or (None) to what is due next."""
        await self.page.get_by_test_id("clock").click()
        await self.page.get_by_test_id("clock-next" if step is None else f"clock-{step}").click()

    async def shortcut(self, message: Locator, name: str) -> None:
        """Choose an app's shortcut from the menu of a message."""
        await message.hover()
        await message.locator(".toolbar button").last.click()
        await self.choose(name)

    async def shoot(self, name: str) -> None:
        """A screenshot at the width of a desk and at that of a phone."""
        SCREENSHOTS.mkdir(exist_ok=True)
        before = self.page.viewport_size or WIDE
        for label, size in (("1280", WIDE), ("390", NARROW)):
            await self.page.set_viewport_size(size)
            await self.page.screenshot(path=SCREENSHOTS / f"{name}-{label}.png")
        await self.page.set_viewport_size(before)

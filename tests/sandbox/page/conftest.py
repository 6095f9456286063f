"""A sandbox with the gallery app in it, and people who look at it in a real Chromium."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, ViewportSize
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Sandbox
from tests.browser import chromium
from tests.sandbox.page import gallery

DESKTOP: ViewportSize = {"width": 1280, "height": 840}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all of these tests."""
    async with chromium.launched() as browser:
        yield browser


@dataclass
class House:
    """The workspace with its one app: `client` speaks as the app, `general` is where everybody is."""

    sandbox: Sandbox
    client: AsyncWebClient
    general: str
    handler: AsyncSocketModeHandler

    async def leave(self) -> None:
        """The app goes."""
        await self.handler.close_async()  # type: ignore[no-untyped-call]  # the SDK gives it no types

    async def say(self, user: str, text: str, **more: Any) -> str:
        told = await self.sandbox.do(user, "say", channel=self.general, text=text, **more)
        return str(told["message"]["ts"])


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    sandbox = Sandbox(gallery.CONFIG, rate_limits=0)
    sandbox.next_due = lambda: sandbox.clock.now() + 3 * 3600
    await sandbox.start()
    handler = await gallery.connect(sandbox)
    client = AsyncWebClient(token=gallery.CONFIG.bot_token, base_url=f"{sandbox.url}/api/", retry_handlers=[])
    general = sandbox.workspace.channel_names["general"].id
    await client.conversations_join(channel=general)
    house = House(sandbox, client, general, handler)
    yield house
    await house.leave()
    await sandbox.stop()


@dataclass
class Person:
    """Somebody at the page."""

    page: Page

    def message(self, text: str) -> Locator:
        return self.page.locator(".main article", has_text=text)

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    def field(self, block_id: str) -> Locator:
        return self.modal.locator(f'[data-block-id="{block_id}"]')

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer")

    async def type(self, text: str) -> None:
        """Writes a line into the channel and sends it."""
        await self.composer.fill(text)
        await self.page.locator(".main .send").click()


Enter = Callable[..., Awaitable[Person]]


@pytest_asyncio.fixture(loop_scope="session")
async def enter(house: House, browser: Browser) -> AsyncIterator[Enter]:
    """Opens the page as somebody; at the end, no page may have logged an error."""
    wrong: list[str] = []
    contexts = []

    async def open_page(user: str = "U07", *, place: str = "", phone: bool = False, **options: Any) -> Person:
        context = await browser.new_context(
            viewport=PHONE if phone else DESKTOP, has_touch=phone, reduced_motion="reduce", **options
        )
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(8000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
        await page.goto(f"{house.sandbox.url}/?as={user}#{place or house.general}")
        await page.locator('.log[aria-busy="false"], .home-frame').first.wait_for()
        return Person(page)

    yield open_page
    for context in contexts:
        await context.close()
    assert not wrong

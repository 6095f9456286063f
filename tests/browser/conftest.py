"""A Chromium, the demo on a free port, and people who look at it."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser

from bot.demo import Demo
from bot.domain.playbook import Language
from bot.sandbox import Sandbox
from bot.sandbox.channels import Channel
from tests.browser import chromium
from tests.browser.person import NARROW, WIDE, Person
from tests.browser.running import APP, Running

Cast = Callable[..., Awaitable[Person]]
Opened = Callable[[Language], Awaitable[Sandbox]]


def crisis_channel(sandbox: Sandbox) -> Channel:
    """The one channel that the bot has made; it is private."""
    (app,) = sandbox.workspace.apps.values()
    made = (channel for channel in sandbox.workspace.channels.values() if channel.creator == app.bot_user_id)
    (channel,) = [channel for channel in made if not channel.is_direct]
    assert channel.kind == "private"
    return channel


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium for one test."""
    async with chromium.launched() as browser:
        yield browser


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Opened]:
    """`crisis-bot demo` in a language, on a database that can be read beside it."""
    async with AsyncExitStack() as stack:

        async def opened(language: Language) -> Sandbox:
            return await stack.enter_async_context(Demo(0, language, tmp_path / "demo.db").opened())

        yield opened


@pytest.fixture
async def running(tmp_path: Path) -> AsyncIterator[tuple[Sandbox, Running]]:
    """A workspace and, beside it, `crisis-bot socket` in a process of its own."""
    sandbox = Sandbox(APP)
    await sandbox.start()
    bot = Running(sandbox, tmp_path)
    await bot.start()
    yield sandbox, bot
    await bot.end(signal.SIGKILL)
    await sandbox.stop()


@pytest.fixture
async def people(browser: Browser) -> AsyncIterator[Cast]:
    """Anybody of the cast, in a window of their own; what a page complains of fails the test."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def person(sandbox: Sandbox, user: str, channel: str = "", *, on_a_phone: bool = False) -> Person:
            told = sandbox.workspace.users[user]
            context = await browser.new_context(
                viewport=NARROW if on_a_phone else WIDE,
                has_touch=on_a_phone,
                locale=told["locale"],
                timezone_id=told["tz"],
                color_scheme="light",
                reduced_motion="reduce",
            )
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.on("pageerror", lambda error: complaints.append(f"{user}: {error}"))
            page.on("console", lambda said: complaints.append(f"{user}: {said.text}") if said.type == "error" else None)
            page.set_default_timeout(10_000)
            who = Person(page, sandbox.url, user, told["tz"])
            await who.enter(channel)
            return who

        yield person
    assert complaints == []

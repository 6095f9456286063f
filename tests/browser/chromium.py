"""The Chromium of this machine; without one, the browser tests say how to get it."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Browser, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
FLAGS = (
    *("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--font-render-hinting=none"),
)


def find() -> str | None:
    """The path of a Chromium, or None."""
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in (*found, *filter(os.path.exists, PLACES)) if path), None)


def flags() -> list[str]:
    """What Chromium is started with; its own sandbox does not work as root."""
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*FLAGS, "--no-sandbox"] if as_root else [*FLAGS]


def how_to_install() -> str:
    """The command that brings a Chromium."""
    if sys.platform == "darwin":
        return "brew install --cask google-chrome"
    return "sudo apt-get install chromium   (or: .venv/bin/playwright install --with-deps chromium)"


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """A Chromium. None on this machine: the test is skipped and says the cure; in CI that is a failure."""
    path = find()
    if path is None:
        wanted = f"no Chromium for the browser tests. Install one: {how_to_install()}"
        if os.environ.get("CI"):
            pytest.fail(wanted)
        pytest.skip(wanted)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=flags())
        yield browser
        await browser.close()

"""Where a Chromium is, and how it is started so that it asks nothing of the network."""

import os
import shutil

import pytest
from playwright.async_api import Browser, Error, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = "no Chromium was found; install one with: python -m playwright install --with-deps chromium"


async def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, or Playwright's own. Skips the test without one, but fails it where `CI` is set."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    try:
        return await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    except Error:
        if path is not None or os.environ.get("CI"):
            raise
        pytest.skip(MISSING)

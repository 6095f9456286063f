"""What every test may rely on: an environment without the operator's own settings."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web

from bot.config import Settings
from tests.waiting import PATIENCE


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests find none of our settings in the environment, and an English terminal."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


@pytest.fixture(autouse=True)
def nobody_is_unknown_on_a_busy_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second is too short for Slack to say who somebody is where ten programs share the processor."""
    monkeypatch.setattr("bot.slack.people.PATIENCE", PATIENCE)


@pytest.fixture(autouse=True)
def no_server_ends_while_it_accepts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that is closed between a connection's accept and its set-up leaves the socket open (cpython#109564).

    To a program that ends it is nothing; here it would be found by the garbage collector in some later test.
    """
    stop = web.BaseSite.stop

    async def stopped(site: web.BaseSite) -> None:
        while "_accept_connection2" in "".join(map(repr, asyncio.all_tasks())):  # noqa: ASYNC110 - there is no bell for it
            await asyncio.sleep(0)
        await stop(site)

    monkeypatch.setattr(web.BaseSite, "stop", stopped)

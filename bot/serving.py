"""A bot as a program: from its start to SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import web

from bot.app import GRACE, Bot
from bot.config import Settings


async def run_http(settings: Settings, *, ready: Callable[[int], None] | None = None) -> None:
    """`crisis-bot serve`: until SIGTERM or Ctrl-C. Raises OSError when the port is taken. `ready` is told the port."""
    async with _at_work(Bot.build(settings), served=True) as port:
        if ready is not None:
            ready(port)
        await _until_stopped()


async def run_socket(settings: Settings, *, ready: Callable[[], None] | None = None) -> None:
    """`crisis-bot socket`: until SIGTERM or Ctrl-C. Where PORT is set, health and metrics are served there."""
    bot = Bot.build(settings)
    async with _at_work(bot, served="port" in settings.model_fields_set):
        await bot.connect()
        if ready is not None:
            ready()
        await _until_stopped()


@asynccontextmanager
async def _at_work(bot: Bot, *, served: bool) -> AsyncIterator[int]:
    """The bot, and its pages on its port, which is told (0: they are not served)."""
    runner = web.AppRunner(bot.http_app(), access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        if served:
            await web.TCPSite(runner, port=bot.settings.port).start()
        await bot.start()
        yield int(runner.addresses[0][1]) if served else 0
    finally:
        await runner.cleanup()
        await bot.stop()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    await stopped.wait()

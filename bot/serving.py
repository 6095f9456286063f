"""A bot as a program: from its start to SIGTERM or Ctrl-C."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from aiohttp import web

from bot import log
from bot.app import GRACE, Bot
from bot.config import Settings

logger = logging.getLogger(__name__)

COLLECTED_AFTER = 5000
"""New objects until the collector looks through the young ones. With Python's 700 it took a tenth of all the work."""


async def run_http(settings: Settings, *, ready: Callable[[int], None] | None = None) -> None:
    """`crisis-bot serve`: until SIGTERM or Ctrl-C. Raises OSError when the port is taken. `ready` is told the port."""
    async with _at_work(Bot.build(settings), served=True) as port:
        if ready is not None:
            ready(port)
        await _until_stopped()


async def run_socket(settings: Settings, *, ready: Callable[[], None] | None = None) -> None:
    """`crisis-bot socket`: until SIGTERM or Ctrl-C. Where PORT is set, health is served there."""
    bot = Bot.build(settings)
    async with _at_work(bot, served="port" in settings.model_fields_set):
        await bot.connect()
        if ready is not None:
            ready()
        await _until_stopped()


@asynccontextmanager
async def _at_work(bot: Bot, *, served: bool) -> AsyncIterator[int]:
    """The bot, its pages on its port, which is told (0: they are not served), and its measures at their address."""
    async with AsyncExitStack() as stack:
        stack.push_async_callback(bot.stop)
        port = await stack.enter_async_context(_listening(bot.http_app(), None, bot.settings.port)) if served else 0
        host, metrics_port = bot.settings.metrics_at
        try:
            await stack.enter_async_context(_listening(bot.metrics_app(), host, metrics_port))
        except OSError as error:  # a crisis does not wait for who measures the bot
            address = bot.settings.metrics_address
            log.event(logger, "metrics.not_served", logging.WARNING, address=address, error=error.strerror)
        await bot.start()
        spare_the_collector()
        yield port


def spare_the_collector() -> None:
    """What the start has made stays as long as the program: the garbage collector need not look through it again.

    It took 60 to 100 ms each time, during which nobody was answered.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AFTER, 10, 10)


@asynccontextmanager
async def _listening(app: web.Application, host: str | None, port: int) -> AsyncIterator[int]:
    """Pages at an address (None: all of the machine's), and their port. Raises OSError."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GRACE)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stopped.set)
    await stopped.wait()

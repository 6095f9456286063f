"""The demo: the sandbox workspace and the bot in one process, talking over loopback as with the real Slack."""

from __future__ import annotations

import asyncio
import errno
import os
import secrets
import signal
import sys
import tempfile
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from bot import console, log
from bot.app import Bot
from bot.config import Settings, read_settings
from bot.domain.commands import RecordBoard
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.kernel import SLACK
from bot.domain.playbook import Language
from bot.locale import texts_in
from bot.manifest import manifest
from bot.sandbox import AppConfig, InstalledApp, Sandbox, people
from bot.store import owing
from bot.store.times import stamp

HQ_CHANNEL = "communication"
FOLLOWUP_CHANNEL = "crise-suivi"


class PortTaken(Exception):
    """Another program listens on the demo's port."""


@dataclass(frozen=True)
class Demo:
    """What the demo is asked to be. `port` 0: any free one. `database` None: a fresh one, gone at the end."""

    port: int = 0
    language: Language = "en"
    database: Path | None = None

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Sandbox]:
        """The workspace with the bot connected to it, ready to be used. Raises PortTaken."""
        async with AsyncExitStack() as stack:
            database = self.database or Path(stack.enter_context(tempfile.TemporaryDirectory())) / "demo.db"
            app = AppConfig.from_manifest(
                manifest(socket_mode=True, language=self.language),
                bot_token=f"xoxb-{secrets.token_hex(12)}",
                app_token=f"xapp-{secrets.token_hex(12)}",
                signing_secret=secrets.token_hex(16),
            )
            bot: Bot | None = None
            sandbox = Sandbox(
                language=self.language,
                people=people(self.language),
                next_due=lambda: _still_to_come(bot) if bot else None,
                on_clock=lambda _offset: bot.wake() if bot else None,
            )
            try:
                await sandbox.start(port=self.port)
            except OSError as error:
                if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                    raise
                raise PortTaken from error
            stack.push_async_callback(sandbox.stop)
            await self.furnish(sandbox, sandbox.install(app))
            console.mark("good", console.text("demo.workspace"))
            bot = Bot.build(
                self.settings(app, sandbox, database), now=lambda: datetime.fromtimestamp(sandbox.clock.now(), UTC)
            )
            earlier = revived(sandbox, bot)
            await bot.start()
            stack.push_async_callback(bot.stop)
            for crisis in earlier:
                await furnished_again(bot, crisis, f"demo:{sandbox.clock.ts()}")
            await bot.connect()
            console.mark("good", console.text("demo.bot"))
            kept = "demo.kept" if self.database else "demo.fresh"
            console.mark("good", console.text(kept, database=self.database))
            yield sandbox

    async def furnish(self, sandbox: Sandbox, app: InstalledApp) -> None:
        """The bot is invited where it will post, as a person would do it."""
        for name in (HQ_CHANNEL, FOLLOWUP_CHANNEL):
            channel = sandbox.workspace.channel_names[name]
            await sandbox.do(channel.creator, "invite", channel=channel.id, users=[app.bot_user_id])

    def settings(self, app: AppConfig, sandbox: Sandbox, database: Path) -> Settings:
        """The operator's, but for all that is Slack's: a demo never speaks to the real one. Raises BadSettings."""
        return read_settings().model_copy(
            update={
                "slack_bot_token": app.bot_token,
                "slack_app_token": app.app_token,
                "slack_signing_secret": app.signing_secret,
                "slack_api_url": f"{sandbox.url}/api/",
                "crisis_database": database,
                "crisis_language": self.language,
                "crisis_hq_channel": sandbox.workspace.channel_names[HQ_CHANNEL].id,
                "crisis_followup_channel": sandbox.workspace.channel_names[FOLLOWUP_CHANNEL].id,
            }
        )


def revived(sandbox: Sandbox, bot: Bot) -> list[Crisis]:
    """The crises of an earlier demo on the same database, whose channels and time the new workspace gets again.

    What was written in the channels is gone with the earlier workspace; the logbook is not.
    """
    workspace, service = sandbox.workspace, bot.service
    known = {crisis.id: crisis for user in workspace.users for crisis in service.crises_of(user, open_only=False)}
    crises = [crisis for crisis in known.values() if crisis.channel_id]
    (app,) = workspace.apps.values()
    for crisis in crises:
        last = service.entries(crisis.id, limit=1, newest_first=True)[0].at
        sandbox.clock.advance(max(0.0, last.timestamp() - sandbox.clock.now()))
        channel = workspace.add_channel(
            "private" if crisis.private else "public",
            crisis.channel_name,
            app.bot_user_id,
            (app.bot_user_id, *sorted(crisis.members & workspace.users.keys())),
            str(crisis.channel_id),
        )
        channel.archived = crisis.channel_archived
    return [crisis for crisis in crises if crisis.board and not crisis.channel_archived]


async def furnished_again(bot: Bot, crisis: Crisis, request_id: str) -> None:
    """What stood in the channel is gone with the earlier workspace: the bot posts and pins, names and links it anew."""
    service = bot.service
    await service.handle(RecordBoard(crisis_id=crisis.id, actor=SLACK, request_id=request_id, ts=None))
    again = (Effect(kind="topic"), Effect(kind="bookmark"))
    at = stamp(service.now())
    await service.store.writer.run(lambda ledger: owing.put(ledger.connection, crisis.id, again, at, request_id))
    bot.wake()


async def run(demo: Demo, *, browser: bool) -> None:
    """Until Ctrl-C or SIGTERM."""
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, stopped.set)
    log.configure("WARNING")
    click.secho(console.text("demo.title"), bold=True)
    async with demo.opened() as sandbox:
        click.secho(f"\n  {console.text('demo.open', url=sandbox.url)}", bold=True)
        console.say("demo.try", line=texts_in(demo.language).p("cli.demo.line"))
        console.say("demo.end")
        if browser and has_screen():
            await asyncio.to_thread(webbrowser.open, sandbox.url)
        await stopped.wait()


def has_screen() -> bool:
    """Whether a browser would be seen; a text browser in the terminal would be in the way."""
    return sys.platform == "darwin" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def _still_to_come(bot: Bot) -> float | None:
    """The epoch of the bot's next timer. What is due already is being done: it holds nobody up."""
    moment = bot.next_due()
    return moment.timestamp() if moment else None

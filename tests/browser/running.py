"""`crisis-bot socket` as a process of its own, so that it can be killed and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from bot.manifest import manifest
from bot.sandbox import AppConfig, Sandbox
from tests.waiting import until

ROOT = Path(__file__).parent.parent.parent
APP = AppConfig.from_manifest(
    manifest(socket_mode=True), bot_token="xoxb-1-browser", app_token="xapp-1-browser", signing_secret="browser"
)


class Running:
    """The bot beside the workspace. What it needs is in its environment, as on a server."""

    def __init__(self, sandbox: Sandbox, folder: Path) -> None:
        self._sandbox = sandbox
        self._folder = folder
        self._process: Process | None = None

    async def start(self) -> None:
        """Until it is connected."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "socket"),
            cwd=self._folder,
            env=os.environ
            | {
                "PYTHONPATH": str(ROOT),
                "SLACK_BOT_TOKEN": APP.bot_token,
                "SLACK_APP_TOKEN": APP.app_token,
                "SLACK_API_URL": f"{self._sandbox.url}/api/",
                "CRISIS_DATABASE": str(self._folder / "crisis.db"),
                "CRISIS_TIMEZONE": "Europe/London",
            },
            stderr=PIPE,
        )
        (app,) = self._sandbox.workspace.apps.values()
        await until(lambda: self._sandbox.sockets.connected(app), what="the bot")

    async def end(self, sign: signal.Signals = signal.SIGTERM) -> tuple[int | None, str]:
        """Its exit code and what it logged."""
        process, self._process = self._process, None
        if process is None:
            return None, ""
        process.send_signal(sign)
        _, logged = await asyncio.wait_for(process.communicate(), 15)
        return process.returncode, logged.decode()

"""The bot's deliveries alone, over real HTTP to a workspace: no clock that reminds, no listeners, nothing in between.

What is to be told is written down as always; a fault is ordered; time passes when there is nothing left to wait for
but time. So every wait that Slack asks for is over at once.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.domain import commands as cmd
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.kernel import Command
from bot.library import Library, builtin_directory
from bot.manifest import manifest
from bot.sandbox import AppConfig, FaultSpec, Sandbox
from bot.service import Outcome, Service
from bot.slack import client
from bot.slack.client import Slack
from bot.slack.deliver import Deliverer
from bot.slack.desk import Desk, Self
from bot.slack.people import People
from bot.store import owing
from bot.store.outbox import OutboxRow
from bot.store.store import Store
from tests.paces import Hurried
from tests.waiting import PATIENCE, Json

CAMILLE, ALEX, INES, MAYA = "U01", "U02", "U03", "U05"
TOKEN = "xoxb-office-1"
LIBRARY = Library.load(builtin_directory(), language="en")


@dataclass
class Office:
    """A workspace, a database, and a deliverer between them."""

    sandbox: Sandbox
    service: Service
    desk: Desk
    deliverer: Deliverer
    user: str
    crisis_id: str = ""

    @property
    def crisis(self) -> Crisis:
        """The crisis at work."""
        found = self.service.crisis(self.crisis_id)
        assert found is not None
        return found

    @property
    def channel(self) -> Any:
        """Its channel in the workspace."""
        return self.sandbox.workspace.channels[self.crisis.channel_id or ""]

    async def do(self, command: type[Command], actor: str = CAMILLE, **fields: Any) -> Outcome:
        """Ask something of the crisis."""
        outcome = await self.service.handle(command(crisis_id=self.crisis_id, actor=actor, **fields))
        self.deliverer.wake()
        return outcome

    async def start(self, title: str, **fields: Any) -> str:
        """Another crisis, which is at work from now on; it is not delivered yet."""
        self.crisis_id = f"c-{title}"
        await self.do(
            cmd.StartCrisis, title=title, language="en", playbook_digest=LIBRARY.default.digest, private=True, **fields
        )
        return self.crisis_id

    async def put(self, kind: Any, name: str = "", to: str = "", **args: Any) -> int:
        """Write down one more thing that Slack must be told; its row."""
        effect = Effect(kind=kind, name=name, to=to, args=args)
        at = datetime.fromtimestamp(self.sandbox.clock.now(), UTC).isoformat(timespec="milliseconds")[:23] + "Z"
        await self.service.store.writer.run(
            lambda ledger: owing.put(ledger.connection, self.crisis_id, [effect], at, "test")
        )
        self.deliverer.wake()
        return max(row.id for row in self.service.outbox.rows())

    def row(self, row_id: int) -> OutboxRow:
        """A row as it stands."""
        return next(row for row in self.service.outbox.rows() if row.id == row_id)

    def answer(self, row_id: int) -> Json:
        """What Slack answered to a row."""
        found = self.service.store.queries.connection.execute("SELECT answer FROM outbox WHERE id = ?", (row_id,))
        answer: Json = json.loads(found.fetchone()[0] or "{}")
        return answer

    async def settled(self) -> None:
        """Until everything is done or parked; where all that is left waits for its time, the time comes."""
        end = time.monotonic() + PATIENCE
        while True:
            left = self._count("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')")
            if not left:
                return
            assert time.monotonic() < end, self.service.outbox.rows("waiting")
            due = self.service.outbox.next_at()
            busy = self.service.outbox.depth()["sending"] or any(c.outcome == "running" for c in self.sandbox.calls)
            if due is not None and not busy and due > self.service.now():
                self.sandbox.clock.advance((due - self.service.now()).total_seconds() + 0.001)
                self.deliverer.wake()
            await asyncio.sleep(0.002)

    def _count(self, sql: str) -> int:
        return int(self.service.store.queries.connection.execute(sql).fetchone()[0])

    def order(self, method: str, kind: Any, **more: Any) -> None:
        """A fault of one method."""
        self.sandbox.faults.add(FaultSpec(method, kind, **more))

    def calls(self, method: str) -> list[Any]:
        """The bot's calls of a method."""
        return self.sandbox.calls.of(method)

    def direct(self, user: str) -> list[Json]:
        """The bot's messages to somebody alone."""
        channel, _ = self.sandbox.workspace.direct([user, self.user])
        return self.messages(channel)

    def messages(self, channel: Any = None) -> list[Json]:
        """The bot's messages in a channel, the crisis's if none is named."""
        channel = channel or self.channel
        return [channel.messages[ts] for ts in channel.timeline if channel.messages[ts].get("user") == self.user]

    def carrying(self, **payload: Any) -> list[Json]:
        """The bot's messages anywhere whose metadata holds this."""
        return [
            message
            for channel in self.sandbox.workspace.channels.values()
            for message in self.messages(channel)
            if payload.items() <= message.get("metadata", {}).get("event_payload", {}).items()
        ]

    def lose(self, ts: str) -> None:
        """Somebody deletes a message of the crisis's channel."""
        self.channel.timeline.remove(ts)
        del self.channel.messages[ts]

    def forget(self) -> None:
        """What the bot keeps in memory of people and of itself is asked anew."""
        slack = self.desk.slack
        self.desk.me = Self(slack)
        self.desk.people = People(slack, self.desk.me.is_home_of, language="en", timezone="Europe/Paris")


@asynccontextmanager
async def office(folder: Path, *, patience: float = PATIENCE) -> AsyncIterator[Office]:
    """A workspace with a crisis that Camille leads; the crisis's channel, board and notices stand.

    `patience`: seconds after which an answer counts as lost.
    """
    sandbox = Sandbox(language="fr", rate_limits=0)
    await sandbox.start()
    app = sandbox.install(
        AppConfig.from_manifest(
            manifest(socket_mode=True, language="en"), bot_token=TOKEN, app_token="xapp-office-1", signing_secret="s"
        )
    )
    sandbox.events.retry_delays = ()
    service = Service(Store(folder / "crisis.db"), lambda: datetime.fromtimestamp(sandbox.clock.now(), UTC))
    service.add_playbooks(LIBRARY.playbooks.values())
    await service.start()
    try:
        url = f"{sandbox.url}/api/"
        async with client.connect(url, TOKEN, None, sandbox.clock.now, patience) as slack:
            desk = _desk(service, slack)
            deliverer = Deliverer(desk)
            service.on_commit(deliverer.wake)
            await deliverer.start()
            here = Office(sandbox, service, desk, deliverer, app.bot_user_id)
            await here.start("Glass", invited=(ALEX, INES))
            await here.settled()
            yield here
            await deliverer.stop()
    finally:
        await service.stop()
        await sandbox.stop()


def _desk(service: Service, slack: Slack) -> Desk:
    me = Self(slack)
    people = People(slack, me.is_home_of, language="en", timezone="Europe/Paris")
    return Desk(service, slack, people, me, language="en", timezone="Europe/Paris", pace=Hurried())

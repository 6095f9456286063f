"""SIGKILL at every step of delivery: around each Slack call and each commit, one after the other, none left out."""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import re
import signal
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain.effects import Effect
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.manifest import manifest
from bot.sandbox import AppConfig, Sandbox
from bot.service import Service
from bot.slack.effects.senders import SENDERS
from bot.slack.scrubbing import needles, sealed
from bot.store.redaction import Redaction
from bot.store.store import Store
from tests.faults.office import ALEX, CAMILLE, INES, LIBRARY, TOKEN
from tests.faults.outcomes import saw
from tests.waiting import PATIENCE, Json

ROOT = Path(__file__).parents[2]
LEFT = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')"
NEVER = {"before": 0, "after": 0}


class Victims:
    """Deliverers that can be killed, quickly made."""

    def __init__(self, program: asyncio.subprocess.Process) -> None:
        self._program = program

    async def start(self, order: Json) -> int:
        """A deliverer; its process."""
        assert self._program.stdin is not None
        self._program.stdin.write(json.dumps(order).encode() + b"\n")
        return int((await self.told())["pid"])

    async def told(self) -> Json:
        """What the program says next."""
        assert self._program.stdout is not None
        said: Json = json.loads(await asyncio.wait_for(self._program.stdout.readline(), PATIENCE))
        return said


@pytest.fixture
async def victims() -> AsyncIterator[Victims]:
    """The program that makes them."""
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.victim", cwd=ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield Victims(program)
    finally:
        assert program.stdin is not None
        program.stdin.close()
        await asyncio.wait_for(program.wait(), PATIENCE)


@dataclass
class Run:
    """One workspace, one database, and what is to be delivered."""

    victims: Victims
    database: Path
    sandbox: Sandbox
    time: int
    calls: int = 0
    strike: tuple[int, str] = (0, "")
    pid: int = 0
    kinds: set[str] = field(default_factory=set)

    async def deliver(self, **die: int) -> bool:
        """Until all is told or the deliverer is dead; whether it was killed."""
        url, hq = f"{self.sandbox.url}/api/", self.sandbox.workspace.channel_names["communication"].id
        order = {"database": str(self.database), "url": url, "time": self.time, "hq": hq, **NEVER, **die}
        self.sandbox.on_call = self._called
        self.pid = await self.victims.start(order)
        end = time.monotonic() + PATIENCE
        with self._reading() as connection:
            while connection.execute(LEFT).fetchone()[0]:
                if not _lives(self.pid):
                    return True
                assert time.monotonic() < end, self.rows("SELECT * FROM outbox WHERE state IN ('waiting', 'sending')")
                await asyncio.sleep(0.005)
        return not _lives(self.pid)

    def _called(self, _: str, phase: str, __: int) -> None:
        self.calls += phase == "before"
        if (self.calls, phase) == self.strike:
            os.kill(self.pid, signal.SIGKILL)

    async def kill(self) -> None:
        """The deliverer is of no more use."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        end = time.monotonic() + PATIENCE
        while _lives(self.pid):
            assert time.monotonic() < end, "it does not die"
            await asyncio.sleep(0.002)

    def _reading(self) -> closing[sqlite3.Connection]:
        return closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, isolation_level=None))

    def rows(self, sql: str) -> list[Any]:
        """What stands in the database."""
        with self._reading() as connection:
            return connection.execute(sql).fetchall()

    def _shown(self, message: Json) -> str:
        blocks = [{k: v for k, v in b.items() if k != "block_id"} for b in message.get("blocks", [])]
        return re.sub(r"<!date[^>]*>", "<a time>", json.dumps(blocks).replace(self.sandbox.url, ""))

    def result(self) -> Json:
        """All that people see, and all that is on disk, but for times and Slack's own numbers."""
        store = Store(self.database)
        try:
            assert store.verify() == []
        finally:
            store.close()
        seen: Json = {}
        for channel in self.sandbox.workspace.channels.values():
            said = [m for m in (channel.messages[ts] for ts in channel.timeline) if "metadata" in m]
            payloads = [json.dumps(m["metadata"]["event_payload"], sort_keys=True) for m in said]
            assert len(payloads) == len(set(payloads)), "something was said twice"
            seen[channel.id] = {
                "said": sorted([p, m["text"], self._shown(m)] for p, m in zip(payloads, said, strict=True)),
                "others": [m["text"] for m in channel.messages.values() if "bot_id" in m and "metadata" not in m],
                "files": [
                    file.get("name") or file["mode"] for m in channel.messages.values() for file in m.get("files", ())
                ],
                "members": sorted(channel.members),
                "topic": channel.topic.get("value"),
                "pins": len(channel.pins),
                "bookmarks": [bookmark["title"] for bookmark in channel.bookmarks.values()],
                "kind": [channel.kind, channel.name, channel.archived],
            }
        journal = self.rows("SELECT seq, actor, kind FROM journal ORDER BY seq")
        outbox = self.rows("SELECT id, kind, name, state FROM outbox ORDER BY id")
        (app,) = self.sandbox.workspace.apps
        home = self.sandbox.workspace.views.home(app, INES)
        seen["home"] = self._shown(home.json) if home else ""
        return {"seen": seen, "journal": journal, "outbox": outbox}


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Where two results differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [each for key in one for each in differences(one[key], other[key], f"{where}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            each for n, (a, b) in enumerate(zip(one, other, strict=True)) for each in differences(a, b, f"{where}/{n}")
        ]
    return [] if one == other else [f"{where}: {one} instead of {other}"]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


Story = Callable[[Service, Sandbox], Awaitable[None]]


async def opening(service: Service, _: Sandbox) -> None:
    """A public crisis: channel, invitations, board, pin, topic, bookmark, who asked, headquarters."""
    await service.handle(_start())


async def life(service: Service, sandbox: Sandbox) -> None:
    """In its channel: decision, level, somebody new, a text given up, words removed, Home, side room, end, back."""
    token = next(iter(sandbox.workspace.apps.values())).config.bot_token
    made = sandbox.api.run("conversations.create", token, {"name": "crisis-1", "is_private": "true"})["channel"]
    posted = sandbox.api.run("chat.postMessage", token, {
        "channel": made["id"], "text": "The board",
        "metadata": json.dumps({"event_type": "crisis_bot", "event_payload": {"crisis_id": "c1", "card": "board"}}),
    })  # fmt: skip
    sandbox.api.run("chat.postMessage", token, {"channel": made["id"], "text": "Call Zélie Xanthopoulos back"})
    about: Json = {"crisis_id": "c1", "actor": SLACK}
    await service.handle(_start())
    await service.handle(cmd.RecordChannel(**about, channel_id=made["id"], channel_name="crisis-1"))
    await service.handle(cmd.RecordBoard(**about, ts=posted["ts"]))
    writes: Json = {"crisis_id": "c1", "actor": ALEX}
    await service.handle(cmd.DraftStatement(**writes, kind="holding", texts={"en": "We look into it"}))
    await service.handle(cmd.RequestApproval(**writes, statement=1))
    asked = sandbox.api.run("chat.postMessage", token, {"channel": made["id"], "text": "To sign: text 1"})
    while rows := await service.outbox.take(service.now(), 50):
        for row in rows:
            standing = {"channel": made["id"], "ts": asked["ts"]} if row.name == "approval" else {}
            await service.outbox.done(row, standing)
    by: Json = {"crisis_id": "c1", "actor": CAMILLE}
    await service.handle(cmd.WithdrawStatement(**writes, statement=1, reason="Another text"))
    await service.handle(cmd.RecordDecision(**by, text="Stop line 3"))
    await service.handle(cmd.ChangeLevel(**by, level=Level.RED, reason="A child is hurt"))
    await service.handle(cmd.AssignRoles(**by, roles={"scribe": INES}))
    noted = (await service.handle(cmd.AddNote(**by, text="Zélie Xanthopoulos called"))).recorded[0].seq
    await service.redact(
        Redaction("c1", noted, ("text",), CAMILLE, "She asked for it"),
        Effect(kind="scrub", to=CAMILLE, args=sealed(needles(["Zélie Xanthopoulos called", "Zélie Xanthopoulos"]))),
    )
    await service.handle(cmd.ExportLogbook(**by))
    await service.outbox.owe("c1", Effect(kind="home", to=INES), "r2")
    await service.handle(cmd.OpenSideRoom(**by, people=(ALEX,)))
    await service.handle(cmd.StandDown(**by, reason="It is over"))
    await service.handle(cmd.ArchiveCrisis(**by, reason="A drill"))
    await service.handle(cmd.ReopenCrisis(**by, reason="It is not over"))


def _start() -> cmd.StartCrisis:
    return cmd.StartCrisis(
        crisis_id="c1", actor=CAMILLE, request_id="r1", title="Glass", private=False, invited=(ALEX, INES),
        timezone="Europe/Paris", playbook_digest=LIBRARY.default.digest,
    )  # fmt: skip


async def run(victims: Victims, folder: Path, story: Story, begin: int) -> Run:
    """A fresh workspace and database with the story told, and nothing delivered."""
    folder.mkdir()  # noqa: ASYNC240 - nothing else runs yet
    sandbox = Sandbox(language="en", rate_limits=0)
    await sandbox.start()
    app = sandbox.install(
        AppConfig.from_manifest(
            manifest(socket_mode=True, language="en"), bot_token=TOKEN, app_token="xapp-1", signing_secret="s"
        )
    )
    sandbox.events.retry_delays = ()
    hq = sandbox.workspace.channel_names["communication"]
    await sandbox.do(hq.creator, "invite", channel=hq.id, users=[app.bot_user_id])
    service = Service(Store(folder / "crisis.db"), lambda: datetime.fromtimestamp(begin, UTC))
    service.add_playbooks(LIBRARY.playbooks.values())
    await service.start()
    await story(service, sandbox)
    await service.stop()
    return Run(victims, folder / "crisis.db", sandbox, begin)


@pytest.mark.parametrize("story", [opening, life])
async def test_killed_at_every_step_of_delivery_all_ends_as_if_nothing_had_been(
    victims: Victims, tmp_path: Path, story: Story
) -> None:
    """Before and after each call, before and after each commit: the same end, each notice once, each card current."""
    begin = int(time.time()) // 60 * 60
    whole = await run(victims, tmp_path / "whole", story, begin)
    assert not await whole.deliver()
    await whole.kill()
    wanted = whole.result()
    await whole.sandbox.stop()
    steps = Counter[str]()
    for what, when in itertools.product(("call", "commit"), ("before", "after")):
        for n in itertools.count(1):
            case = await run(victims, tmp_path / f"{what}-{when}-{n}", story, begin)
            try:
                case.strike = (n, when) if what == "call" else (0, "")
                killed = await case.deliver(**({when: n} if what == "commit" else {}))
                await case.kill()
                case.strike = (0, "")
                assert not await case.deliver()
                assert differences(case.result(), wanted) == [], (what, when, n)
            finally:
                await case.kill()
                await case.sandbox.stop()
            if not killed:
                break
            steps[what] += 1
    assert steps["call"] >= 2 * whole.calls
    assert steps["commit"] > steps["call"] / 2
    saw("SIGKILL", str(story.__doc__), "at every call and commit: the same end")


def test_the_stories_hold_every_kind_of_effect() -> None:
    """A new kind of delivery cannot be forgotten here."""
    told = {"open_channel", "invite", "board", "pin_board", "topic", "bookmark", "notice", "archive", "unarchive"}
    assert told | {"side_room", "renew", "scrub", "home", "export"} == SENDERS.keys()

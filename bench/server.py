"""The server that is measured: the bot, and two trivial handlers behind the same front, in one process.

A program of its own, so that the load does not share its event loop. It speaks on standard output, one JSON line an
answer, and takes its orders on standard input, one a line.
"""

from __future__ import annotations

import asyncio
import json
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import click
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bench.wire import SECRET
from bot import log
from bot.app import Bot
from bot.config import Settings
from bot.domain import commands as cmd
from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis
from bot.library import Library, builtin_directory
from bot.serving import spare_the_collector
from bot.slack.signed import Signed
from bot.store.connection import open_for_writing
from bot.store.writer import Writer

PEOPLE = tuple(f"U{number:02}" for number in range(1, 9))
TOKEN = "xoxb-bench-1"  # noqa: S105 - nobody's


async def _only_acks(ack: AsyncAck) -> None:
    await ack()


def lean(handler: Callable[..., Awaitable[None]] = _only_acks) -> AsyncApp:
    """A trivial handler in an app with the options that the bot's has; its signatures are checked before it."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T01", bot_token=TOKEN, bot_id="B0BOT", bot_user_id="U0BOT")

    app = AsyncApp(
        authorize=authorize,
        process_before_response=True,
        request_verification_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.action("item.done")(handler)
    return app


_TABLES = ("journal", "state", "outbox")


class Rows:
    """Rows through a connection; nothing is left to the end of a transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def settle(self) -> None:
        """Nothing was left."""

    def forget(self) -> None:
        """Nothing is known."""


class Bare:
    """The floor of a durable acknowledgement: three rows through the same writer, and nothing else."""

    def __init__(self, path: Path) -> None:
        self._connection = open_for_writing(path).conn
        for table in _TABLES:
            self._connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, who TEXT, body TEXT)")
        self.writer = Writer(self._connection, Rows(self._connection), path)

    def app(self) -> AsyncApp:
        """The lean app, whose handler acknowledges after the commit."""

        async def commits(body: dict[str, Any], ack: AsyncAck) -> None:
            row = (body["user"]["id"], body["actions"][0]["value"])

            def job(rows: Rows) -> None:
                for table in _TABLES:
                    rows.connection.execute(f"INSERT INTO {table} (who, body) VALUES (?, ?)", row)  # noqa: S608 - fixed names

            await self.writer.run(job)
            await ack()

        return lean(commits)


def stock(api_url: str) -> AsyncApp:
    """The same handler in an app as Bolt's documentation makes it, with Bolt's own check of signatures."""
    client = AsyncWebClient(token=TOKEN, base_url=api_url)
    app = AsyncApp(client=client, signing_secret=SECRET, process_before_response=True)
    app.action("item.done")(_only_acks)
    return app


def echoing(api_url: str) -> AsyncApp:
    """The floor of a card's update: acknowledge, then send one, with nothing to decide, to write or to draw."""
    client = AsyncWebClient(token=TOKEN, base_url=api_url)
    under_way = set[asyncio.Task[Any]]()

    async def updates(body: dict[str, Any], ack: AsyncAck) -> None:
        await ack()
        sent = client.chat_update(channel=body["channel"]["id"], ts="1.1", text="-")
        task = asyncio.ensure_future(sent)
        under_way.add(task)
        task.add_done_callback(under_way.discard)

    return lean(updates)


class Server:
    """The bot and the trivial handlers on one port."""

    def __init__(self, settings: Settings) -> None:
        self.bot = Bot.build(settings)
        self._signed = Signed(SECRET)
        self._lean = lean()
        self.bare = Bare(settings.crisis_database.with_suffix(".bare"))
        self._bare = self.bare.app()
        self._stock = stock(settings.slack_api_url)
        self._echo = echoing(settings.slack_api_url)

    def app(self) -> web.Application:
        """The bot's own routes, and one for each trivial handler."""
        app = self.bot.http_app()
        app.router.add_post("/lean", lambda request: self._to(self._lean, request))
        app.router.add_post("/bare", lambda request: self._to(self._bare, request))
        app.router.add_post("/stock", self._to_stock)
        app.router.add_post("/echo", lambda request: self._to(self._echo, request))
        return app

    async def _to(self, handler: AsyncApp, request: web.Request) -> web.Response:
        """The bot's front, line by line."""
        body = (await request.read()).decode()
        if not self._signed.is_from_slack(body, request.headers):
            return web.Response(status=401)
        headers: dict[str, Any] = {name: [value] for name, value in request.headers.items()}
        received = AsyncBoltRequest(body=body, query=request.query_string, headers=headers)
        return await to_aiohttp_response(await handler.async_dispatch(received))

    async def _to_stock(self, request: web.Request) -> web.Response:
        """Bolt's own adapter."""
        return await to_aiohttp_response(await self._stock.async_dispatch(await to_bolt_request(request)))

    async def obey(self, order: dict[str, Any]) -> Any:
        """What the measuring program asks for."""
        match order["do"]:
            case "crises":
                return [await self._crisis(f"bench-{n}", order["items"]) for n in range(order["how_many"])]
            case "reopen":
                for crisis in self.bot.service.open_crises():
                    await self._reopen(crisis)
            case "entries":
                await self._entries(order["crisis"], order["how_many"])
            case "lessons":
                return self._lessons(order["crisis"])
            case "settle":
                await self._settled()
            case "cpu":
                return time.process_time()
        return None

    async def _crisis(self, crisis_id: str, items: int) -> dict[str, Any]:
        service = self.bot.service
        started = cmd.StartCrisis(
            crisis_id=crisis_id,
            actor=PEOPLE[0],
            title=f"Glass in a yoghurt {crisis_id}",
            playbook_digest=Library.load(builtin_directory()).default.digest,
            platforms=("x",),
            invited=PEOPLE[1:],
        )
        await service.handle(started)
        while not (crisis := service.crisis(crisis_id)) or crisis.board is None:  # noqa: ASYNC110 - deliveries have no bell
            await asyncio.sleep(0.01)
        for number in range(items):
            await service.handle(cmd.AddItem(crisis_id=crisis_id, actor=PEOPLE[0], text=f"Something to do {number}"))
        return {"id": crisis_id, "channel": crisis.channel_id, "items": [f"own.{n + 1}" for n in range(items)]}

    async def _entries(self, crisis_id: str, how_many: int) -> None:
        """A crisis in which so much was written."""
        for first in range(0, how_many, 50):
            await asyncio.gather(
                *(
                    self.bot.service.handle(
                        cmd.AddNote(crisis_id=crisis_id, actor=PEOPLE[n % 8], text=f"Something new {n}", status="fact")
                    )
                    for n in range(first, min(first + 50, how_many))
                )
            )

    def _lessons(self, crisis_id: str) -> float:
        """Milliseconds to find what earlier crises have taught: the middle of nine in a row, past what was cold."""
        crisis, took = self.bot.service.crisis(crisis_id), list[float]()
        assert crisis is not None
        for _ in range(9):
            began = time.perf_counter()
            self.bot.service.lessons_like(crisis)
            took.append((time.perf_counter() - began) * 1000)
        return statistics.median(took)

    async def _reopen(self, crisis: Crisis) -> None:
        done = [item for item in all_items(crisis) if item.spec is None and not item.is_open]
        opened = [
            cmd.ReopenItem(crisis_id=crisis.id, actor=PEOPLE[0], item=item.key, seen_seq=item.state.seq)
            for item in done
        ]
        await asyncio.gather(*(self.bot.service.handle(command) for command in opened))

    async def _settled(self) -> None:
        while any(self.bot.service.outbox.depth()[state] for state in ("waiting", "sending")):  # noqa: ASYNC110 - it is not the bot's to ring
            await asyncio.sleep(0.02)


async def _serve(database: Path, api_url: str) -> None:
    began = time.perf_counter()
    settings = Settings(
        slack_bot_token=TOKEN, slack_signing_secret=SECRET, slack_api_url=api_url, crisis_database=database, port=0
    )
    server = Server(settings)
    runner = web.AppRunner(server.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await server.bot.start()
    server.bare.writer.start()
    spare_the_collector()
    ready = {"port": runner.addresses[0][1], "seconds": time.perf_counter() - began, "mb": _memory()}
    print(json.dumps(ready), flush=True)
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps(await server.obey(json.loads(line))), flush=True)
    await runner.cleanup()
    await server.bot.stop()
    await server.bare.writer.stop()


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@click.command()
@click.option("--database", type=click.Path(path_type=Path), required=True)
@click.option("--api-url", required=True)
@click.option("--profile", type=click.Path(path_type=Path), help="Write cProfile's figures there at the end.")
def main(database: Path, api_url: str, profile: Path | None) -> None:
    """Serve until standard input ends."""
    log.configure("INFO")
    if profile is None:
        asyncio.run(_serve(database, api_url))
        return
    import cProfile  # noqa: PLC0415 - of use here only

    with cProfile.Profile() as figures:
        asyncio.run(_serve(database, api_url))
    figures.dump_stats(profile)


if __name__ == "__main__":
    main()

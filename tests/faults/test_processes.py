"""Two programs on one database, as during a deploy, and one of them dies while people click."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path

from bot.store import integrity
from tests.faults.outcomes import saw
from tests.faults.test_watching import page
from tests.scenarios.stage import Stage, _free_port, until
from tests.slack.test_start import opened

NAMES = ("Camille", "Alex", "Inès", "Hugo", "Maya", "Karim", "Nora")


async def test_two_programs_do_everything_once_also_when_one_is_killed(tmp_path: Path) -> None:
    """Every click that was answered counts once, every notice is there once, and the one that is left does the rest."""
    async with Stage(tmp_path, mode="socket", process=True) as stage:
        first = stage._program  # noqa: SLF001 - the stage knows of one
        assert first is not None
        stage._port = _free_port()  # noqa: SLF001 - as above
        await stage._raise_program()  # noqa: SLF001 - as above
        await until(lambda: stage.sandbox.sockets.connections(stage.app) == 2, what="both connections")
        channel = await opened(stage, "/crise démarrer Du verre @cellule-crise")
        await stage.settled()

        async def clicks(name: str, n: int) -> bool:
            told = await stage.person(name).do("command", channel=channel.id, text=f"/crise étape Tâche {n} de {name}")
            return "failed" not in told

        clicking = [asyncio.create_task(clicks(name, n)) for n in range(12) for name in NAMES]
        await asyncio.wait(clicking, return_when=asyncio.FIRST_COMPLETED)
        os.killpg(first.pid, signal.SIGKILL)
        answered = sum(await asyncio.gather(*clicking))
        await first.wait()
        assert await clicks("Camille", 99)
        await stage.settled()
        ((items, texts),) = stage.rows("SELECT count(*), count(DISTINCT text) FROM items WHERE item LIKE 'own.%'")
        assert items == texts, "one click, one item"
        assert items > answered > 0
        carried = [json.dumps(message["metadata"]) for message in stage.posted() if "metadata" in message]
        assert len(carried) == len(set(carried))
        assert len(stage.boards()) == 1
        for name in NAMES[1:]:
            assert len(stage.direct(stage.person(name))) == 1, name
        assert integrity.verify(stage.database) == []
    saw("Two bots", "two programs, one is killed while 84 clicks come", "each click that was answered once")


async def test_a_program_without_a_connection_says_that_it_is_not_ready(tmp_path: Path) -> None:
    """Over HTTP, where a platform asks: alive all the while, ready again once Slack lets it in."""
    async with Stage(tmp_path, mode="socket", process=True) as stage:

        async def is_ready(wanted: int) -> None:
            async with asyncio.timeout(20):
                while (await page(stage, "/readyz"))[0] != wanted:  # noqa: ASYNC110 - it is a program of its own
                    await asyncio.sleep(0.02)

        await is_ready(200)
        stage.sandbox.sockets.refusals = 1000
        await stage.sandbox.sockets.disconnect(stage.app, "link_disabled")
        await is_ready(503)
        assert (await page(stage, "/healthz"))[0] == 200
        stage.sandbox.sockets.refusals = 0
        await is_ready(200)
    saw("Socket Mode", "Slack lets nobody in", "/readyz answers 503, /healthz 200")

"""A bot as a program leaves what its start has made out of the garbage collector's rounds; a demo does not."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest

from bot.app import Bot
from bot.demo import Demo
from bot.serving import COLLECTED_AFTER, run_http, run_socket
from tests.scenarios.stage import Stage


@pytest.fixture
def collector() -> Iterator[tuple[int, int, int]]:
    """The collector as it was, before and after; its thresholds."""
    thresholds = gc.get_threshold()
    assert gc.get_freeze_count() == 0
    yield thresholds
    gc.unfreeze()
    gc.set_threshold(*thresholds)


def looked_through() -> list[Bot]:
    """The bots through which the collector goes in its rounds."""
    return [each for each in gc.get_objects() if isinstance(each, Bot)]


@pytest.mark.usefixtures("collector")
@pytest.mark.parametrize("mode", ["http", "socket"])
async def test_what_the_start_of_a_program_made_is_not_looked_through_again(
    mode: Literal["http", "socket"], tmp_path: Path
) -> None:
    """When `serve` or `socket` is ready its bot is out of the rounds, and they are rarer; what is made then is in."""
    async with Stage(tmp_path, mode=mode) as stage:
        await stage.end_bot()
        ready = asyncio.Event()
        program = asyncio.create_task(
            run_http(stage.settings, ready=lambda _: ready.set())
            if mode == "http"
            else run_socket(stage.settings, ready=ready.set)
        )
        async with asyncio.timeout(20):
            await ready.wait()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] == COLLECTED_AFTER
        assert looked_through() == []
        later = Demo()
        assert any(each is later for each in gc.get_objects())
        program.cancel()
        with suppress(asyncio.CancelledError):
            await program


async def test_a_demo_leaves_the_collector_as_it_is(collector: tuple[int, int, int]) -> None:
    """It is begun anew in one process, day after day: nothing of an earlier one must stay for ever."""
    async with Demo().opened():
        assert gc.get_freeze_count() == 0
        assert gc.get_threshold() == collector
        assert looked_through()

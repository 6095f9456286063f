"""The guard at work: nobody's acknowledgement waits for what it reads."""

from __future__ import annotations

import asyncio
import time

from bot.domain import commands as cmd
from bot.domain.guard import reading
from bot.slack import guarding
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Stage

LONG = (
    "Nous comprenons votre inquiétude. Le {day} mars, nous avons reçu {count} signalements et rappelé le lot L{count}. "
    "Notre usine de Lille est arrêtée depuis {count} heures et 3 % des pots sont concernés. "
) * 12  # fmt: skip


async def test_fifty_published_texts_delay_nobody(stage: Stage) -> None:
    """After a restart they are read in a thread: the loop goes on, and the first draft finds them read."""
    camille = await at_work(stage)
    alone = {"break_glass": True, "reason": "Danger", "link": "https://example.com/1"}
    for number in range(50):
        text = LONG.format(day=1 + number % 28, count=number + 2)[:2900]
        await ask(stage, camille, cmd.DraftStatement, kind="statement", texts={"fr": text})
        await ask(stage, camille, cmd.PublishStatement, statement=number + 1, **alone)
    await ask(stage, camille, cmd.DraftStatement, kind="statement", texts={"fr": LONG.format(day=3, count=999)[:2900]})
    await stage.settled()
    await stage.end_bot()
    reading._read.cache_clear()  # noqa: SLF001 - as a process that has just begun
    longest, going = 0.0, True

    async def beat() -> None:
        nonlocal longest
        while going:
            began = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - began)

    await stage.raise_bot()
    assert stage.bot is not None
    assert stage.bot._front is not None  # noqa: SLF001 - where the listeners' parts are
    front = stage.bot._front  # noqa: SLF001 - the same
    pulse = asyncio.create_task(beat())
    await front.finish(30)
    going = False
    await pulse
    assert longest < 1.0, "well within the three seconds of an acknowledgement"
    assert reading._read.cache_info().currsize >= 50  # noqa: SLF001 - the readings that are kept
    began = time.process_time()
    draft = stage.crisis.statements[51]
    assert guarding.remarks_on(front.desk, stage.crisis, draft)
    assert time.process_time() - began < 0.5

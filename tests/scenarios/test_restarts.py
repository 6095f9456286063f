"""A bot that is ended and raised again and again through days of a crisis, with a real workspace looking on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random

from tests.scenarios.cell import at, at_work, paris, stood_down
from tests.scenarios.stage import Stage, texts_of

RESTARTS = 14


async def lived(folder: Path, restarts: set[int]) -> list[tuple[str, str, int]]:
    """Three days of a crisis and four after it; what was posted: where, how it begins, in which minute."""
    begins = paris(2027, 3, 13, 10)
    async with Stage(folder, follow_up="crise-suivi", begins=begins) as stage:
        stage.sandbox.clock.stand()  # so that two lives are the same to the second, however busy the machine is
        camille = await at_work(stage)
        await camille.command(stage.channel.id, "/crise niveau jaune : calme")
        await stage.settled()
        start = begins + timedelta(minutes=10)
        for end in (3 * 1440, 7 * 1440):
            for minute in sorted({*(m for m in restarts if end - 4 * 1440 <= m < end), end}):
                await stage.live(start + timedelta(minutes=minute))
                if minute < end:
                    await stage.end_bot()
                    await stage.raise_bot()
            if end == 3 * 1440:
                await stood_down(stage, camille)
        posted = [
            (channel.name or str(sorted(channel.members)), texts_of(message).split("\n")[0], minutes)
            for channel in stage.sandbox.workspace.channels.values()
            for message in stage.posted(channel)
            if "advice.open" not in str(message.get("blocks"))
            for minutes in [round((at(message) - begins) / timedelta(minutes=5))]
        ]
        assert stage.rows("SELECT count(*) FROM outbox WHERE state <> 'done'") == [(0,)]
        return sorted(posted)


def folder_in(place: Path, name: str) -> Path:
    """A folder of its own for one life."""
    folder = place / name
    folder.mkdir()
    return folder


async def test_restarts_at_random_minutes_of_a_week_lose_and_double_no_message(tmp_path: Path) -> None:
    """The same messages stand in the same channels at the same time as with a bot that ran through."""
    undisturbed = await lived(folder_in(tmp_path, "through"), set())
    minutes = set(Random(20270313).sample(range(7 * 1440), RESTARTS))
    assert await lived(folder_in(tmp_path, "restarted"), minutes) == undisturbed
    assert len(undisturbed) > 20

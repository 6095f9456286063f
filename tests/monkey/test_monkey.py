"""The monkey in the suite: short runs in both languages and modes, which together reach all that there is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.monkey.monkey import Monkey
from tests.monkey.seen import EVERYTHING, Seen

SEEDS = range(20, 23)
"""Both languages, both modes. What each reaches depends on how its deeds at once are scheduled."""
STEPS = 300


async def test_whatever_eight_people_do_the_truths_hold_and_most_of_it_has_been_done() -> None:
    """Random deeds, faults, restarts and second bots: nothing is lost, told twice, stale, leaked or broken.

    Two in three of all words, buttons, forms, shortcuts and kinds of entries took effect meanwhile; longer runs
    (`python -m tests.monkey`) reach more, and say what they did not.
    """
    seen = Seen()
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            monkey = Monkey(seed, STEPS, Path(folder))
            await monkey.play()
        seen.add(monkey.seen)
    assert 3 * len(seen.never()) <= len(EVERYTHING), seen.table()


async def test_the_monkey_sees_what_is_wrong(tmp_path: Path) -> None:
    """A board that Slack changed behind the bot's back is found, and the way there is told."""
    monkey = Monkey(21, 5, tmp_path)
    looked = monkey._look_closely  # noqa: SLF001 - the end of a run is the moment to tamper

    async def tampered() -> None:
        house = monkey.house
        channel = house.crisis_channels()[0]
        (board,) = [m for m in channel.messages.values() if "card" in str(m.get("metadata"))]
        board["blocks"] = board["blocks"][1:]
        await looked()

    monkey._look_closely = tampered  # type: ignore[method-assign]  # noqa: SLF001 - as above
    with pytest.raises(AssertionError, match=r"the board is stale[\s\S]*python -m tests.monkey --seed 21 --steps 5"):
        await monkey.play()

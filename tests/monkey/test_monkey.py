"""The monkey in the suite: short runs in both languages and modes, which together reach all that there is."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from tests.monkey.monkey import Monkey
from tests.monkey.seen import Seen

SEEDS = range(20, 34)
"""Both languages, both modes; as many of them are played as it takes."""
STEPS = 450


async def test_whatever_eight_people_do_the_truths_hold_and_all_of_it_has_been_done() -> None:
    """Random deeds, faults, restarts and second bots: nothing is lost, told twice, stale, leaked or broken.

    Every word, button, form and shortcut took effect at least once meanwhile, and every kind of entry was written.
    """
    seen = Seen()
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as folder:
            monkey = Monkey(seed, STEPS, Path(folder))
            await monkey.play()
        seen.add(monkey.seen)
        print(f"seed {seed}: still to be reached: {sorted(seen.never())}")  # noqa: T201 - said where the test fails
        if not seen.never():
            break
    assert seen.never() == set(), seen.table()
    assert seen.accidents.keys() >= ACCIDENTS


ACCIDENTS = {"crash", "anew", "second", "storm", "refusals", "twice", "again", "socket", "at_once", "refused_start"}
"""What must have happened besides."""


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

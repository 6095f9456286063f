"""The monkey in the suite: short runs in both languages and modes, and seeds that once found a bug."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.monkey.monkey import Monkey

STEPS = 90


@pytest.mark.parametrize("seed", [21, 22, 24])
async def test_whatever_eight_people_do_the_truths_hold(tmp_path: Path, seed: int) -> None:
    """Random deeds, faults, restarts and second bots: nothing is lost, told twice, stale, leaked or broken."""
    await Monkey(seed, STEPS, tmp_path).play()


@pytest.mark.parametrize(
    ("seed", "steps"),
    [
        (1, 100),  # the topic went on naming a lead who had handed the role on
    ],
)
async def test_a_seed_that_found_a_bug_finds_none(tmp_path: Path, seed: int, steps: int) -> None:
    """What was broken once, by the same way."""
    await Monkey(seed, steps, tmp_path).play()


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

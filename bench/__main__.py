"""`make bench`: how fast it is, as ratios within one run, in markdown. Never a test: a busy machine fails nobody.

python -m bench                 all of it, in about five minutes
python -m bench acks hour       some parts of it
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bench import acks, clock, history, hour, machine, sixty
from bench import click as clicks
from bench.loop import SkippingLoop


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    rounds: int
    past: int
    entries: int
    minutes: int
    crises: int
    timers: int


Measure = Callable[[Path, SkippingLoop, Size], AsyncIterator[str]]

PARTS: dict[str, tuple[str, Measure]] = {
    "acks": (
        "Acknowledgement of a signed click that commits, against a trivial handler on the same server",
        lambda folder, _, size: acks.measure(folder, size.rounds),
    ),
    "click": ("From a click to the card's update arriving at Slack", lambda folder, _, __: clicks.measure(folder)),
    "sixty": ("Sixty ticks in ten seconds by six people", lambda folder, _, __: sixty.measure(folder)),
    "hour": (
        "An hour of steady clicking in three crises at once",
        lambda folder, loop, size: hour.measure(folder, loop, size.minutes, every=2.0),
    ),
    "history": (
        "Beside past crises",
        lambda folder, _, size: history.measure_history(folder, (10, 1000, size.past), size.rounds),
    ),
    "length": (
        "In a long crisis",
        lambda folder, _, size: history.measure_length(folder, (50, size.entries), size.rounds),
    ),
    "clock": ("The clock", lambda folder, loop, size: clock.measure(folder, loop, size.crises, size.timers)),
}


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice([*PARTS]))
@click.option("--rounds", default=12, show_default=True, help="Turns in which things are compared.")
@click.option("--past", default=100_000, show_default=True, help="Past crises in the largest database.")
@click.option("--entries", default=5000, show_default=True, help="Entries of the long crisis.")
@click.option("--minutes", default=60, show_default=True, help="Of steady clicking.")
@click.option("--crises", default=1000, show_default=True, help="Crises whose timers the clock looks through.")
@click.option("--timers", default=50, show_default=True, help="Pending timers of each.")
def main(parts: tuple[str, ...], **sizes: int) -> None:
    """Measure, and print tables in markdown."""
    began, size = time.perf_counter(), Size(**sizes)
    with TemporaryDirectory() as name:
        click.echo(f"{machine.described(Path(name))}\n")
    for part in parts or PARTS:
        title, measure = PARTS[part]
        click.echo(f"### {title}\n")
        loop = SkippingLoop()
        with TemporaryDirectory() as name, asyncio.Runner(loop_factory=partial(_same, loop)) as runner:
            runner.run(_printed(measure(Path(name), loop, size)))
    click.echo(f"Measured in {time.perf_counter() - began:.0f} s.")


def _same(loop: SkippingLoop) -> SkippingLoop:
    return loop


async def _printed(tables: AsyncIterator[str]) -> None:
    async for each in tables:
        click.echo(f"{each}\n")


if __name__ == "__main__":
    main()

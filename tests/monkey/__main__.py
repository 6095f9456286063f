"""`python -m tests.monkey --seed 7 --steps 5000`; several seeds: `--seed 7 --seeds 20`."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.monkey.journals import Broken
from tests.monkey.monkey import Monkey
from tests.monkey.seen import Seen


def main() -> int:
    """Play; 1 when a truth was broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--seeds", type=int, default=1, help="play so many, from --seed on")
    asked.add_argument("--steps", type=int, default=1000)
    asked.add_argument("--trail", action="store_true", help="show every step of a run that holds, too")
    options = asked.parse_args()
    broken, seen = 0, Seen()
    for seed in range(options.seed, options.seed + options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            began = time.monotonic()
            monkey = Monkey(seed, options.steps, Path(folder), seen)
            try:
                asyncio.run(monkey.play())
                told = "holds"
            except Broken as error:
                broken += 1
                told = f"BROKEN: {error}"
            if options.trail:
                print("\n".join(monkey.trail))  # noqa: T201 - a program of the terminal
            print(f"seed {seed}: {len(monkey.trail)} steps in {time.monotonic() - began:.0f} s: {told}", flush=True)  # noqa: T201 - as above
    print(seen.table())  # noqa: T201 - as above
    return min(broken, 1)


if __name__ == "__main__":
    raise SystemExit(main())

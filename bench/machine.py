"""On what it was measured: nothing that names the machine itself."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import time
from pathlib import Path


def described(folder: Path) -> str:
    """Cores, processor, versions, and how long this disk takes to keep a page."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, {_processor()}; {platform.system()}; Python {platform.python_version()},"
        f" SQLite {sqlite3.sqlite_version}; a flush of 4 kB takes {_flush(folder):.2f} ms (median) on this disk;"
        f" load average before the run {load}."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _flush(folder: Path) -> float:
    times = []
    with (folder / "flush").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)

"""The measured server as a program of its own, and how to speak with it."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_LINE = 2**24


@dataclass
class Running:
    """A server that runs. `seconds` and `mb`: what its start took."""

    process: asyncio.subprocess.Process
    port: int
    seconds: float
    mb: float

    async def ask(self, do: str, **more: Any) -> Any:
        """Give an order, and wait for what comes of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **more}).encode() + b"\n")
        return await _line(self.process)


@asynccontextmanager
async def running(database: Path, api_url: str, *more: str) -> AsyncIterator[Running]:
    """A server on this database. Its log goes to a file beside it."""
    with database.with_suffix(".log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bench.server", "--database", str(database), "--api-url", api_url, *more),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=log,
            limit=LONGEST_LINE,
        )
    try:
        ready = await _line(process)
        yield Running(process, ready["port"], ready["seconds"], ready["mb"])
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 30)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _line(process: asyncio.subprocess.Process) -> Any:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("the server has ended; its log says why")
    return json.loads(line)

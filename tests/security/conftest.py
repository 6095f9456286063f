"""A workspace and a bot to be attacked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.stage import Stage
from tests.security.door import Ears, listening


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A French workspace with a bot over HTTP, headquarters and a follow-up channel."""
    async with Stage(tmp_path, hq="communication", follow_up="crise-suivi") as stage:
        yield stage


@pytest.fixture
async def ears() -> AsyncIterator[Ears]:
    """Where the bot's private answers arrive."""
    async with listening() as ears:
        yield ears

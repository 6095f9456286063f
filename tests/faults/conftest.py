"""A workspace and a bot for tests of bad days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A French workspace with a bot over HTTP, headquarters and a follow-up channel."""
    async with Stage(tmp_path, hq="communication", follow_up="crise-suivi") as stage:
        yield stage


@pytest.fixture
async def socket_stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """The same in Socket Mode, in English."""
    async with Stage(tmp_path, mode="socket", language="en", hq="communication", follow_up="crise-suivi") as stage:
        yield stage

"""Stages for whole stories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.scenarios.stage import Stage


@pytest.fixture(params=["http", "socket"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """A French workspace with a bot, once over HTTP and once in Socket Mode."""
    async with Stage(tmp_path, mode=request.param) as stage:
        yield stage

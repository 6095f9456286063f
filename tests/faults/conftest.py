"""A workspace and a bot for tests of bad days, and the page that tells of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.outcomes import compare, forget
from tests.scenarios.stage import Stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A French workspace with a bot over HTTP."""
    async with Stage(tmp_path) as stage:
        yield stage


@pytest.fixture(scope="module", autouse=True)
def _told_by_the_page(request: pytest.FixtureRequest) -> Iterator[None]:
    """When a whole file has run and all was well, the page says what was seen."""
    failed = request.session.testsfailed
    forget()
    yield
    part = request.config.option.keyword or any("::" in argument for argument in request.config.args)
    if not part and request.session.testsfailed == failed:
        compare(request.path.stem)

"""A workspace and a bot for tests of bad days, and the page that tells of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.faults.outcomes import compare, forget
from tests.scenarios.stage import Stage

_ran: set[str] = set()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A French workspace with a bot over HTTP."""
    async with Stage(tmp_path) as stage:
        yield stage


@pytest.fixture(scope="module", autouse=True)
def _told_by_the_page(request: pytest.FixtureRequest) -> Iterator[None]:
    """When a whole file has run in this process and all was well, the page says what was seen."""
    failed = request.session.testsfailed
    forget()
    _ran.clear()
    yield
    part = request.config.option.keyword or any("::" in argument for argument in request.config.args)
    whole = {item.nodeid for item in request.session.items if item.path == request.path}
    if not part and _ran == whole and request.session.testsfailed == failed:
        compare(request.path.stem)


@pytest.fixture(autouse=True)
def _counted(request: pytest.FixtureRequest) -> None:
    """Programs that share the tests among them each see a part."""
    _ran.add(request.node.nodeid)

"""The Home tab: what Slack did not take is owed, like everything else that Slack must be told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.sandbox import FaultSpec
from tests.scenarios.stage import Person, Stage, texts_of, until
from tests.slack.test_start import opened


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A crisis that Camille leads."""
    async with Stage(tmp_path) as stage:
        await opened(stage)
        yield stage


def shown(stage: Stage, person: Person) -> str:
    """What the Home tab says."""
    home = stage.sandbox.workspace.views.home(stage.app.id, person.id)
    return texts_of(home.json) if home else ""


HOME = "SELECT state, error FROM outbox WHERE kind = 'home'"


async def test_a_home_tab_that_slack_did_not_take_is_shown_later(stage: Stage) -> None:
    """Slack fails twice: the tab comes by itself, with what is true by then, and one row tells it."""
    camille = stage.person("Camille")
    stage.sandbox.faults.add(FaultSpec("views.publish", "server_error", times=2))
    await camille.do("home_opened", app=stage.app.id)
    await stage.settled()
    assert "Du verre" in shown(stage, camille)
    assert stage.rows(HOME) == [("done", "")]


async def test_a_home_tab_that_slack_refuses_is_parked_and_told_once(stage: Stage) -> None:
    """Its owner hears why, once, however often they look; the operator sees it; whoever looks later is shown it."""
    camille = stage.person("Camille")
    stage.sandbox.faults.add(FaultSpec("views.publish", "error", error="view_too_large", times=None))
    for _ in range(3):
        await camille.do("home_opened", app=stage.app.id)
        await until(lambda: stage.rows(HOME) == [("parked", "view_too_large")], what="the parked tab")
    await stage.settled()
    (told,) = stage.notices("trouble", camille.id)
    assert "onglet d’accueil" in texts_of(told)
    assert "view_too_large" in CliRunner().invoke(main, ["outbox", "--database", str(stage.database)]).output
    stage.sandbox.faults.clear()
    await camille.do("home_opened", app=stage.app.id)
    await stage.settled()
    assert "Du verre" in shown(stage, camille)
    assert stage.rows(HOME) == [("done", "")]


async def test_who_is_in_no_crisis_is_shown_their_tab_at_slacks_next_try(stage: Stage) -> None:
    """There is nothing that could be stale in it, and nothing is owed."""
    nora = stage.person("Nora")
    stage.sandbox.events.retry_delays = (0.01, 0.05)
    stage.sandbox.faults.add(FaultSpec("views.publish", "server_error"))
    await nora.do("home_opened", app=stage.app.id)
    await until(lambda: shown(stage, nora), what="the tab")
    assert stage.rows(HOME) == []

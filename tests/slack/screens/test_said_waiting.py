"""What a text that waits for signatures says of what comes next, and that this is what comes."""

from bot.domain import commands as cmd
from bot.domain.matters import matters
from bot.slack.screens import statement
from tests.domain.story import CAMILLE, KARIM, NORA
from tests.slack.screens.said_scenes import Words
from tests.slack.screens.scenes import Someone
from tests.slack.screens.test_said import MAYA_READS, shown


def next_told(scene: Words) -> set[str]:
    """Who hears of the text at the level's limit."""
    return {matter.to for matter in matters(scene.state) if matter.kind == "approval"}


def test_waiting_is_told_with_what_comes_next() -> None:
    """How long, who was asked, when the deputy is asked and the lead told."""
    scene = Words().informed().drafted()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"deputy": KARIM})
    words = shown(statement.view(scene.asked().state, 1, MAYA_READS, scene.now))
    assert "waiting for 7\u00a0min" in words
    assert "the deputy is asked" in words
    assert "the lead is told" in words
    assert KARIM in next_told(scene)


def test_where_nobody_is_deputy_no_deputy_is_announced() -> None:
    """Who was asked and has not signed is reminded, and it says so; that the seat is empty is said with it."""
    scene = Words().informed().drafted()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"deputy": None})
    view = statement.view(scene.asked().state, 1, Someone(NORA), scene.now)
    words = shown(view)
    assert "the deputy is asked" not in words
    assert "Next: a reminder to" in words
    assert "no deputy is named" in words
    (still,) = next_told(scene)
    assert f"Next: a reminder to <@{still}>" in str(view)


def test_a_deputy_who_wrote_the_text_is_asked_for_no_signature() -> None:
    """Nor announced as the next one to be."""
    scene = Words().informed().drafted()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"deputy": scene.state.statements[1].author})
    words = shown(statement.view(scene.asked().state, 1, Someone(NORA), scene.now))
    assert "the deputy is asked" not in words
    assert "no deputy is named" not in words
    assert scene.state.statements[1].author not in next_told(scene)

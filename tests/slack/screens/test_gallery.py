"""The gallery: Block Kit of each named state, as files that can be pasted into Slack's Block Kit Builder.

UPDATE_GALLERY=1 writes them anew.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from bot.domain.playbook import LANGUAGES, Language
from bot.sandbox.blockkit import check_message, check_view
from bot.slack.screens import Screen, View
from tests.slack.screens.said_scenes import said_states
from tests.slack.screens.scenes import states

GALLERY = Path(__file__).parent / "gallery"
STATES: dict[tuple[str, Language], Screen | View] = {
    (name, language): state
    for language in LANGUAGES
    for name, state in {**states(language), **said_states(language)}.items()
}
NAMES = sorted({name for name, _ in STATES})


def shown(state: Screen | View) -> dict[str, Any]:
    """What the Block Kit Builder takes."""
    return {"blocks": state.blocks} if isinstance(state, Screen) else state


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_gallery_shows_what_people_see(name: str, language: Language) -> None:
    """Each file of the gallery is what the code renders; a change of a screen is seen in its file."""
    path = GALLERY / f"{name}.{language}.json"
    now = json.dumps(shown(STATES[name, language]), ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("UPDATE_GALLERY"):
        path.write_text(now, encoding="utf-8")
    assert path.exists(), "write it with UPDATE_GALLERY=1"
    assert path.read_text(encoding="utf-8") == now


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_slack_takes_every_state(name: str, language: Language) -> None:
    """No state holds anything that Slack refuses, and every message has a text for those who cannot see blocks."""
    state = STATES[name, language]
    if isinstance(state, Screen):
        assert check_message(state.blocks) == []
        assert 0 < len(state.text) <= 3000
    else:
        assert check_view(state) == []


def test_the_gallery_has_no_leftovers() -> None:
    """A state that is gone takes its files with it."""
    assert {path.name for path in GALLERY.glob("*.json")} == {f"{n}.{language}.json" for n, language in STATES}

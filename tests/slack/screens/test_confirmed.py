"""What is said back to who has put something into the log."""

from __future__ import annotations

import pytest

from bot.domain import commands as cmd
from bot.slack.screens import replies
from tests.domain.story import HUGO, Story
from tests.slack.screens.scenes import Someone


@pytest.mark.parametrize(
    "words",
    [
        "`zelie@example.com`",
        "06\n12\n34\n56\n78",
        "Mme Xanthopoulos est à joindre " * 9 + "au 06 12 34 56 78 le matin",
        "Mme Xanthopoulos est à joindre " * 9 + "chez zelie.marie.xanthopoulos@example.com le matin",
    ],
)
def test_personal_data_is_known_as_it_was_typed(words: str) -> None:
    """Marks around it, lines in it, or where the line is cut off: none of it is said again."""
    story = Story()
    story.by(HUGO, cmd.AddNote, text=words)
    told = replies.written(story.state, story.entries[-1:], Someone(HUGO, "fr")).text
    assert not [part for part in ("zelie", "06", "12") if part in told.replace("\u2060", "")], told

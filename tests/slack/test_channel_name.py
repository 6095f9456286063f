"""Names of crisis channels obey Slack's rules whatever the title."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.channel_name import channel_name

DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("title", "language", "number", "name"),
    [
        ("Vidéo : du verre dans un yaourt", "fr", 1, "crise-2026-11-23-video-du-verre-dans-un-yaourt"),
        ("Œufs & bœuf", "fr", 1, "crise-2026-11-23-oeufs-boeuf"),
        ("Data leak!", "en", 1, "crisis-2026-11-23-data-leak"),
        ("Data leak!", "en", 3, "crisis-2026-11-23-data-leak-3"),
        ("🔥🔥🔥", "fr", 1, "crise-2026-11-23"),
        ("🔥", "fr", 2, "crise-2026-11-23-2"),
    ],
)
def test_a_title_becomes_a_name(title: str, language: str, number: int, name: str) -> None:
    """Accents are folded, emoji fall out, a number tells twins apart."""
    assert channel_name(title, DAY, "fr" if language == "fr" else "en", number) == name


@given(st.text(max_size=5000), st.integers(1, 120))
def test_any_title_gives_a_name_that_slack_takes(title: str, number: int) -> None:
    """At most 80 characters, lower case ASCII, digits and hyphens; the number is never cut off."""
    name = channel_name(title, DAY, "en", number)
    assert re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name)
    assert not name.endswith("-")
    assert number == 1 or name.endswith(f"-{number}")

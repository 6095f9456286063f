"""Names of crisis channels obey Slack's rules whatever the title."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.playbook import Language
from bot.slack.channel_name import channel_names

DAY = date(2026, 11, 23)


ID = "crisis-0a1b2c3d4e5f"


@pytest.mark.parametrize(
    ("title", "language", "name"),
    [
        ("Vidéo : du verre dans un yaourt", "fr", "crise-2026-11-23-video-du-verre-dans-un-yaourt"),
        ("Œufs & bœuf", "fr", "crise-2026-11-23-oeufs-boeuf"),
        ("Data leak!", "en", "crisis-2026-11-23-data-leak"),
    ],
)
def test_a_title_becomes_a_name(title: str, language: Language, name: str) -> None:
    """Accents are folded, emoji fall out; a number tells twins apart, and the crisis's own id one twin too many."""
    assert channel_names(title, DAY, language, ID) == (
        name, f"{name}-2", f"{name}-3", f"{name}-4", f"{name}-0a1b2c3d4e5f",
    )  # fmt: skip


@pytest.mark.parametrize("title", ["🔥🔥🔥", "危机", "Кризис", "أزمة"])
def test_a_title_without_a_latin_letter_gets_the_crisis_s_own_name(title: str) -> None:
    """However many of them there are on a day, none takes the name of another."""
    assert channel_names(title, DAY, "fr", ID) == ("crise-2026-11-23-0a1b2c3d4e5f",)


@given(st.text(max_size=5000))
def test_any_title_gives_names_that_slack_takes(title: str) -> None:
    """At most 80 characters, lower case ASCII, digits and hyphens; the last one is the crisis's own."""
    names = channel_names(title, DAY, "en", ID)
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", name) and not name.endswith("-") for name in names)
    assert names[-1].endswith("-0a1b2c3d4e5f")
    assert len(set(names)) == len(names)

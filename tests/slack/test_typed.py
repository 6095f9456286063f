"""What people typed, from Slack's markup to plain text."""

import pytest

from bot.slack.typed import people_in, plain, without_people


@pytest.mark.parametrize(
    ("slack", "text"),
    [
        ("Tom &amp; Jerry &lt;3", "Tom & Jerry <3"),
        ("<https://x.test/a?b=1&amp;c=2>", "https://x.test/a?b=1&c=2"),
        ("<https://x.test|the video>", "the video (https://x.test)"),
        ("<http://x.test|x.test>", "http://x.test"),
        ("ask <@U01|camille>", "ask <@U01>"),
        ("see <#C01|general>", "see <#C01>"),
        ("<!here> look", "@here look"),
        ("<!subteam^S01|@cellule>", "@cellule"),
        ("<mailto:a@b.test|a@b.test>", "a@b.test"),
        ("a < b > c", "a < b > c"),
        ("", ""),
    ],
)
def test_slacks_markup_becomes_what_was_meant(slack: str, text: str) -> None:
    """The journal keeps readable text; only people and channels stay marked."""
    assert plain(slack) == text


def test_people_and_groups_are_found_in_order_each_once() -> None:
    """`/crisis role legal @maya` and `/crisis start … @cell` name people by mention."""
    text = "legal <!subteam^S01|@cell> <@U05|maya> and <@U05>"
    assert people_in(text) == ["S01", "U05"]
    assert without_people(text) == "legal and"

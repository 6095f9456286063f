"""Times as people type them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.slack.moments import moment_in, past_moment_in

NOW = datetime(2026, 3, 14, 20, 41, tzinfo=UTC)
PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    "text", ["22:00", "22h", "22 h 00", "22h00", "22.00", "10pm", "10 p.m.", "à 22:00", "at 22:00"]
)
def test_a_time_of_day_is_the_one_on_my_wall(text: str) -> None:
    """However it is written, it is today's on the clock of the one who types."""
    assert moment_in(text, NOW, PARIS) == datetime(2026, 3, 14, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["9:00", "9h", "9 am", "demain 9h", "tomorrow at 9:00", "demain à 9:00"])
def test_a_time_that_has_passed_is_tomorrows(text: str) -> None:
    """Nobody promises a word for this morning."""
    assert moment_in(text, NOW, PARIS) == datetime(2026, 3, 15, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("+45", 45), ("+ 45 min", 45), ("+45m", 45), ("+2h", 120), ("dans 2 h", 120), ("in 2 hours", 120),
        ("dans 1h30", 90), ("+1 h 30", 90), ("in 1 hour and 30 minutes", 90), ("dans 1 heure et 30 minutes", 90),
        ("in 45 minutes", 45), ("+2d", 2880), ("dans 2 jours", 2880),
    ],
)  # fmt: skip
def test_a_span_counts_from_now(text: str, minutes: int) -> None:
    """A bare number is minutes."""
    assert moment_in(text, NOW, PARIS) == NOW + timedelta(minutes=minutes)


@pytest.mark.parametrize("text", ["", "blah", "25:00", "22:61", "24:30", "13 pm", "0 am", "+0", "+", "2026", "+9999h"])
def test_what_is_no_time_is_none(text: str) -> None:
    """It is asked again by a form, not guessed."""
    assert moment_in(text, NOW, PARIS) is None


def test_noon_and_midnight_have_names() -> None:
    """In both languages, midnight is the coming one."""
    assert moment_in("midi", NOW, PARIS) == moment_in("noon", NOW, PARIS) == datetime(2026, 3, 15, 11, tzinfo=UTC)
    for midnight in ("minuit", "midnight", "24:00", "0:00"):
        assert moment_in(midnight, NOW, PARIS) == datetime(2026, 3, 14, 23, tzinfo=UTC)


def test_two_people_mean_their_own_ten_o_clock() -> None:
    """In New York it is still afternoon."""
    assert moment_in("22:00", NOW, "America/New_York") == datetime(2026, 3, 15, 2, 0, tzinfo=UTC)


def test_the_nights_on_which_clocks_change() -> None:
    """An hour that comes twice is the next of both; one that does not come is the moment after the gap."""
    once, twice = datetime(2026, 10, 25, 0, 15, tzinfo=UTC), datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert moment_in("2:30", once, PARIS) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert moment_in("2:30", twice, PARIS) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    gap = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert moment_in("2:30", gap, PARIS) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("14:20", datetime(2027, 3, 13, 13, 20, tzinfo=UTC)),
        ("14 h 20", datetime(2027, 3, 13, 13, 20, tzinfo=UTC)),
        ("23:00", datetime(2027, 3, 12, 22, 0, tzinfo=UTC)),
        ("hier 9h", datetime(2027, 3, 12, 8, 0, tzinfo=UTC)),
        ("yesterday at 9:05", datetime(2027, 3, 12, 8, 5, tzinfo=UTC)),
        ("2027-03-01 10:00", datetime(2027, 3, 1, 9, 0, tzinfo=UTC)),
        ("31/12 10:00", datetime(2026, 12, 31, 9, 0, tzinfo=UTC)),
        ("31/02 10:00", None),
        ("bientôt", None),
    ],
)
def test_a_time_that_was_is_the_last_one_that_the_wall_clock_showed(text: str, meant: datetime | None) -> None:
    """Asked at 21:00 in Paris, 23:00 was yesterday's, and a day may be named."""
    assert past_moment_in(text, datetime(2027, 3, 13, 20, 0, tzinfo=UTC), "Europe/Paris") == meant

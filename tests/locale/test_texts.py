"""Texts with their numbers, times and lists, as each language writes them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.locale import Mrkdwn, clip, texts_in, typeset

EN, FR = texts_in("en"), texts_in("fr")
EVENING = datetime(2026, 3, 14, 19, 41, tzinfo=UTC)
PARIS = "Europe/Paris"


@pytest.mark.parametrize(
    ("span", "english", "french"),
    [
        (timedelta(seconds=-5), "0 min", "0 min"),
        (timedelta(minutes=47), "47 min", "47 min"),
        (timedelta(hours=2), "2 h", "2 h"),
        (timedelta(hours=2, minutes=5), "2 h 05", "2 h 05"),
        (timedelta(hours=47, minutes=59), "47 h 59", "47 h 59"),
        (timedelta(days=3, hours=5), "3 d", "3 j"),
    ],
)
def test_durations_are_read_at_a_glance(span: timedelta, english: str, french: str) -> None:
    """Minutes, then hours, then days; number and unit never part at a line's end."""
    assert EN.duration(span).replace("\u00a0", " ") == english
    assert FR.duration(span).replace("\u00a0", " ") == french
    assert " " not in FR.duration(span)


def test_lists_read_like_speech() -> None:
    """One, two or three things are joined as one says them."""
    assert FR.list(["A"]) == "A"
    assert FR.list(["A", "B"]) == "A et B"
    assert EN.list(["A", "B", "C"]) == "A, B and C"
    assert EN.list([]) == ""
    assert EN.people(["U1", "U2"]) == "<@U1> and <@U2>"


def test_a_moment_is_everybodys_own_with_a_fallback_that_names_its_zone() -> None:
    """Slack shows each reader their own time; where it cannot, the zone is said."""
    token = FR.when(EVENING, PARIS)
    assert token == f"<!date^{int(EVENING.timestamp())}^{{date_short_pretty}} {{time}}|14 mars 2026 20:41 CET>"
    today = EN.when(EVENING, PARIS, now=EVENING + timedelta(hours=1))
    assert today.endswith("^{time}|20:41 CET>")
    assert EN.at(EVENING, PARIS, now=EVENING + timedelta(days=2)) == "14 Mar 20:41"


def test_plural_forms_follow_each_language() -> None:
    """Nought is plural in English and singular in French."""
    assert EN.n("replies.more", 1) == "and 1 more"
    assert FR.n("replies.more", 0) == "et 0 autre"
    assert FR.n("replies.more", 2) == "et 2 autres"


def test_what_people_typed_is_quoted_when_it_enters_a_text() -> None:
    """A parameter cannot ring the whole channel; where Slack knows no markup it stays as it is."""
    assert "<!channel>" not in EN.t("forms.subject", subject="<!channel> & co")
    assert "&amp; co" in EN.t("forms.subject", subject="<!channel> & co")
    assert EN.t("forms.subject", subject=Mrkdwn("<@U1>")) == "*<@U1>*"
    assert EN.p("forms.subject", subject="a & b") == "*a & b*"


def test_a_missing_text_is_an_error() -> None:
    """A key that no catalogue holds never reaches a person."""
    with pytest.raises(KeyError):
        EN.t("board.no_such_text")


def test_french_spaces_are_set_and_addresses_left_alone() -> None:
    """No-break spaces before high signs and inside guillemets; none inside an address or a time."""
    assert typeset("Qui ? « Moi » : oui ; non !", "fr") == ("Qui\u202f? «\u00a0Moi\u00a0»\u00a0: oui\u202f; non\u202f!")
    assert typeset("https://example.com à 20:41", "fr") == "https://example.com à 20:41"
    assert typeset("Who ?", "en") == "Who ?"


def test_french_apostrophes_are_curved_everywhere() -> None:
    """In every text of ours, and before a name that is filled in; not around code or in addresses."""
    assert typeset("l'équipe d'{user} n'a 'rien' dit", "fr") == "l’équipe d’{user} n’a 'rien' dit"
    assert typeset("don't", "en") == "don't"
    french = texts_in("fr")
    straight = [key for key in french.keys for form in french.forms(key) if re.search(r"[a-zà-ÿ]'[\w{«]", form)]
    assert straight == []


def test_a_cut_text_says_so() -> None:
    """What does not fit ends with an ellipsis."""
    assert clip("abcdef", 6) == "abcdef"
    assert clip("abcdefg", 6) == "abcde…"

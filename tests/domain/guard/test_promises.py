from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.guard import promises
from bot.domain.playbook import Language
from tests.domain.guard.labelled import AT, WORDS

MOMENTS = st.integers(0, 365 * 40).map(lambda days: AT + timedelta(days=days))
DATED: list[tuple[Language, str, str, str]] = [
    ("fr", "Nous allons rembourser chaque client d'ici vendredi.", "2026-03-13", "vendredi"),
    ("fr", "Nous publierons le rapport fin avril.", "2026-04-30", "fin avril"),
    ("fr", "Nous nous engageons à répondre sous 48 heures.", "2026-03-12", "48 heures"),
    ("fr", "Un audit sera mené avant le 15 juin 2026.", "2026-06-15", "15 juin 2026"),
    ("fr", "Les clients seront remboursés dans les trois mois.", "2026-06-10", "trois mois"),
    ("fr", "Le rapport sera public le 31 janvier.", "2027-01-31", "31 janvier"),
    ("fr", "La ligne marche depuis ce matin ; les autres seront prêtes d'ici le 31 mars.", "2026-03-31", "31 mars"),
    ("en", "We will publish the findings by Friday.", "2026-03-13", "Friday"),
    ("en", "We are going to refund every customer within 10 days.", "2026-03-20", "10 days"),
    ("en", "The audit will be finished by the end of March.", "2026-03-31", "end of March"),
    ("en", "The plant will reopen on 3 January.", "2027-01-03", "3 January"),
    ("en", "By June, every store will have one.", "2026-06-01", "By June"),
]


@pytest.mark.parametrize(("language", "text", "due", "words"), DATED)
def test_a_promise_has_its_date(language: Language, text: str, due: str, words: str) -> None:
    """The day counts from the moment of the text, and the words that say it are quoted."""
    (promise,) = promises(text, WORDS[language], AT)
    assert (str(promise.due), promise.due_quote, promise.quote) == (due, words, text)


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Nous rembourserons chaque client."), ("fr", "Notre équipe rappellera chaque famille."),
     ("en", "We will call every family."), ("en", "We commit to a fair price.")],
)  # fmt: skip
def test_a_promise_without_a_date_is_still_one(language: Language, text: str) -> None:
    """It is proposed without a date, so that somebody gives it one."""
    (promise,) = promises(text, WORDS[language], AT)
    assert (promise.due, promise.due_quote) == (None, "")


@pytest.mark.parametrize(
    ("language", "text"),
    [("fr", "Nous avons remboursé 300 clients."), ("fr", "Nous ne ferons aucun commentaire."),
     ("fr", "La justice dira ce qui s'est passé."), ("en", "We closed the site in May."),
     ("en", "We will not comment."), ("en", "Will this happen again?"), ("en", "The trial may take years.")],
)  # fmt: skip
def test_what_commits_to_nothing_is_no_promise(language: Language, text: str) -> None:
    """The past, a question, what others will say, and silence."""
    assert promises(text, WORDS[language], AT) == []


def test_the_hour_of_the_next_word_is_kept() -> None:
    """An hour that is past today is tomorrow's."""
    (tonight,) = promises("Nous reviendrons à 18 h.", WORDS["fr"], AT)
    assert (str(tonight.due), tonight.at) == ("2026-03-10", time(18))
    (tomorrow,) = promises("Nous reviendrons à 9 h.", WORDS["fr"], AT)
    assert (str(tomorrow.due), tomorrow.at) == ("2026-03-11", time(9))


def test_the_same_words_fall_on_another_day_in_another_zone() -> None:
    """`Tomorrow` is the day after the one that people live in."""
    late = datetime(2026, 3, 10, 23, 30, tzinfo=ZoneInfo("Europe/Paris"))
    dues = [
        promises("We will report tomorrow.", WORDS["en"], at)[0].due
        for at in (late, late.astimezone(ZoneInfo("Asia/Tokyo")))
    ]
    assert list(map(str, dues)) == ["2026-03-11", "2026-03-12"]


@given(text=st.text(max_size=200), at=MOMENTS)
def test_every_promise_quotes_its_text_and_is_not_past(text: str, at: datetime) -> None:
    """Whatever is written, the quote stands there and the day is not behind."""
    for language in ("fr", "en"):
        for promise in promises(f"Nous ferons, we will {text} le 29 février", WORDS[language], at):
            assert promise.quote in f"Nous ferons, we will {text} le 29 février"
            assert promise.due is None or promise.due >= at.date()

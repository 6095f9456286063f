from __future__ import annotations

import pytest

from bot.domain.guard import Context, Draft, Form, Remark, for_readers
from bot.domain.guard.readers import length_on, reading_level, syllables_of
from bot.domain.playbook import Language
from tests.domain.guard.labelled import AT, WORDS

GOOD = (
    "Ce matin, trois salariés ont été blessés. Nos pensées vont à eux et à leurs familles.\n\n"
    "Nous vérifions ce qui s'est passé. Prochain point à 18 h."
)


def remarks(text: str, language: Language = "fr", form: Form = Form.STATEMENT, *platforms: str) -> dict[str, Remark]:
    draft = Draft(text, language, AT, form, platforms)
    return {remark.code: remark for remark in for_readers(draft, Context(WORDS, organisation=("Ouvrage & Fils",)))}


GOOD_IN_ENGLISH = (
    "Three of our colleagues were hurt this morning. Our thoughts are with them and their families.\n\n"
    "We are checking what happened. Our next update is at 6 pm."
)


@pytest.mark.parametrize(("text", "language"), [(GOOD, "fr"), (GOOD_IN_ENGLISH, "en")])
def test_a_good_holding_statement_raises_nothing(text: str, language: Language) -> None:
    """People first, what they live, and when the next word comes."""
    assert remarks(text, language) == {}


@pytest.mark.parametrize(
    ("platform", "limit"),
    [("x", 280), ("linkedin", 3000), ("instagram", 2200), ("tiktok", 2200), ("tiktok_photo", 4000)],
)
def test_a_text_that_a_platform_cuts_is_too_long(platform: str, limit: int) -> None:
    """The last character that fits raises nothing, the next one says by how much."""
    assert "too_long" not in remarks("a" * limit, "fr", Form.REPLY, platform)
    over = remarks("a" * (limit + 1), "fr", Form.REPLY, platform)["too_long"]
    assert over.params == {"platform": platform, "length": limit + 1, "limit": limit, "over": 1}


def test_the_press_takes_any_length() -> None:
    """A press release has no limit, and an unknown platform none that is known."""
    assert "too_long" not in remarks("a" * 9000, "fr", Form.REPLY, "press", "somewhere")


def test_x_counts_in_its_own_way() -> None:
    """A link is 23 characters, an accent one, an emoji two, and a decomposed accent still one."""
    assert length_on("x", "https://exemple.example/une/page/tres/longue?avec=tout") == 23
    assert [length_on("x", text) for text in ("é", "e\u0301", "🙏", "’", "\u202f")] == [1, 1, 2, 1, 2]


def test_sentences_one_cannot_read_aloud_are_quoted() -> None:
    """A sentence of more than 35 words in French is named with its length."""
    long = "Mot" + " mot" * 35
    assert remarks(f"Un début. {long}.", form=Form.REPLY)["long_sentence"].params == {"words": 36, "limit": 35}


HARD: list[tuple[Language, str, str]] = [
    (
        "en",
        "Flesch–Kincaid",
        "Organisational responsibilities necessitate comprehensive interdepartmental communication.",
    ),
    ("fr", "Kandel–Moles", "La responsabilisation organisationnelle nécessite une communication interdépartementale."),
]


@pytest.mark.parametrize(("language", "formula", "sentence"), HARD)
def test_a_text_for_graduates_is_hard_to_read(language: Language, formula: str, sentence: str) -> None:
    """Each language has its own formula, which is named."""
    assert remarks(" ".join([sentence] * 9), language, Form.REPLY)["hard_to_read"].params["formula"] == formula


def test_plain_texts_are_easy() -> None:
    """Short words in short sentences stay far from the limits."""
    assert reading_level("The cat sat on the mat. It was hot. We ran home.", "en") < 3
    assert reading_level("Le chat dort sur le lit. Il fait chaud. On sort.", "fr") > 90


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [("personne", "fr", 2), ("informations", "fr", 4), ("mangent", "fr", 1), ("blessée", "fr", 2), ("12", "fr", 2),
     ("people", "en", 2), ("injured", "en", 2), ("apologise", "en", 4), ("home", "en", 1)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, language: Language, count: int) -> None:
    """Silent endings do not count."""
    assert syllables_of(word, language) == count


def test_people_come_before_the_company() -> None:
    """A first paragraph about the company, by whatever name, is told; one without anybody too."""
    assert remarks("Ouvrage & Fils regrette que des clients attendent.")["company_first"].quote == "Ouvrage & Fils"
    assert remarks("Notre entreprise a été fondée en 1962.")["people_missing"].quote.startswith("Notre entreprise")
    assert remarks("Our company regrets that customers are waiting.", "en")["company_first"].quote == "Our company"
    assert remarks("Our company was founded in 1962.", "en")["people_missing"].quote.startswith("Our company")


def test_what_people_live_through_is_acknowledged() -> None:
    """A text without a word for it is told so; a reply to one person is not judged as a statement."""
    cold = "Des clients ont reçu un colis vide. Prochain point à 18 h."
    assert set(remarks(cold)) == {"no_acknowledgement"}
    assert remarks(cold, form=Form.REPLY) == {}
    assert set(remarks("Some customers got an empty parcel. Our next update is at 6 pm.", "en")) == {
        "no_acknowledgement"
    }


ANNOUNCED: list[tuple[Language, str]] = [
    ("fr", "Nous reparlerons à 22 h."),
    ("fr", "Nous revenons à 22 h."),
    ("fr", "Nouvelles informations à 22 h."),
    ("fr", "À 22 h, nous vous dirons ce que nous savons."),
    ("fr", "Prochaine prise de parole : 22 h 00."),
    ("fr", "Nous publierons les premiers résultats à 18 h."),
    ("fr", "Nouveau point ce soir, 22h."),
    ("fr", "Nous vous répondrons demain à 9 h."),
    ("fr", "Nous communiquons de nouveau à 20 heures."),
    ("fr", "Un point sera fait à 20 h."),
    ("en", "We will speak again at 10 pm."),
    ("en", "We are back at 10 pm."),
    ("en", "More at 10 pm."),
    ("en", "We will publish the first results at 6 pm."),
    ("en", "We'll answer your questions at 8 pm."),
    ("en", "We will share what we know at 9 am tomorrow."),
    ("en", "Further information at 8 pm."),
    ("en", "Expect news from us by 8 pm."),
]


@pytest.mark.parametrize(("language", "words"), ANNOUNCED)
def test_an_hour_that_is_named_is_heard(language: Language, words: str) -> None:
    """However it is said that we speak again, an hour beside it is an appointment."""
    people = "Nous comprenons votre colère." if language == "fr" else "We understand your anger."
    assert set(remarks(f"{people} {words}", language)) & {"no_appointment", "appointment_without_time"} == set()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "Nous avons publié un message hier à 20 h."),
        ("fr", "Les informations reçues à 20 h ont été vérifiées."),
        ("fr", "Nous rembourserons chacun avant le 20 mars."),
        ("en", "We published a statement yesterday at 8 pm."),
        ("en", "The results were received at 8 pm."),
        ("en", "We will refund everybody by 20 March."),
    ],
)
def test_an_hour_of_something_else_is_no_appointment(language: Language, words: str) -> None:
    """What was said, and what is done besides speaking, leaves the question when we speak again."""
    people = "Nous comprenons votre colère." if language == "fr" else "We understand your anger."
    assert "no_appointment" in remarks(f"{people} {words}", language)


def test_the_next_public_word_has_an_hour() -> None:
    """No appointment, and an appointment without a time, are two remarks."""
    people = "Des clients attendent et nous comprenons leur colère."
    assert set(remarks(people)) == {"no_appointment"}
    assert set(remarks(f"{people} Nous reviendrons vers vous.")) == {"appointment_without_time"}
    assert set(remarks("We understand your anger. We will be back at 6 pm.", "en")) == set()
    assert set(remarks("We understand your anger.", "en")) == {"no_appointment"}
    assert set(remarks("We understand your anger. We will be back.", "en")) == {"appointment_without_time"}

"""The slash command's words, in both languages."""

import pytest

from bot.domain.level import Level
from bot.slack import words


@pytest.mark.parametrize(
    ("text", "verb", "rest"),
    [
        ("start Verre dans un yaourt", "start", "Verre dans un yaourt"),
        ("DÉMARRER  Verre  dans", "start", "Verre  dans"),
        ("ouvrir", "start", ""),
        ("décision Arrêter la ligne 3", "decide", "Arrêter la ligne 3"),
        ("décisions", "decisions", ""),
        ("decisions", "decisions", ""),
        ("rôles", "role", ""),
        ("résumé", "summary", ""),
        ("main courante 20", "log", "20"),
        ("main-courante 20", "log", "20"),
        ("conseil 3", "advice", "3"),
        ("promise 22:00", "promise", "22:00"),
        ("rendez-vous 22 h", "promise", "22 h"),
        ("rendez vous dans 2 h", "promise", "dans 2 h"),
        ("Juridique", "legal", ""),
        ("relève", "handover", ""),
        ("handover @alex", "handover", "@alex"),
        ("leçon", "lesson", ""),
        ("action Vérifier la ligne", "action", "Vérifier la ligne"),
        ("actions", "actions", ""),
        ("mon-jour", "mine", ""),
        ("Mon jour", "mine", ""),
        ("à-moi", "mine", ""),
        ("à moi", "mine", ""),
        ("fait La ligne 3 est arrêtée", "fact", "La ligne 3 est arrêtée"),
        ("rédiger", "draft", ""),
        ("aparté @maya", "private", "@maya"),
        ("à 14:20", "asof", "14:20"),
        ("as of 14:20", "asof", "14:20"),
        ("effacer 12", "redact", "12"),
        ("", "help", ""),
        ("   ", "help", ""),
    ],
)
def test_words_of_both_languages_with_and_without_accents_are_understood(text: str, verb: str, rest: str) -> None:
    """A person under stress types either language, with or without accents and capitals."""
    request = words.parse(text)
    assert (request.verb, request.rest) == (verb, rest)


@pytest.mark.parametrize(
    ("typo", "language", "meant"),
    [
        ("strat", "en", "start"),
        ("demarer", "fr", "démarrer"),
        ("desicion", "fr", "décider"),
        ("xyzzy", "en", None),
        ("promse", "fr", "rendez-vous"),
        ("juridiq", "fr", "juridique"),
        ("handovr", "en", "handover"),
        ("relev", "fr", "relève"),
        ("leson", "en", "lesson"),
        ("mon-jor", "fr", "mon-jour"),
    ],
)
def test_an_unknown_word_suggests_the_nearest(typo: str, language: str, meant: str | None) -> None:
    """A typo is answered with the word that was meant, in the reader's language; gibberish with none."""
    request = words.parse(f"{typo} something")
    assert request.verb is None
    assert request.nearest("fr" if language == "fr" else "en") == meant


def test_every_verb_is_shown_as_a_word_that_is_understood() -> None:
    """Whatever the bot suggests can be typed back."""
    for language in ("en", "fr"):
        for verb in words.WORDS:
            shown = words.SHOWN[language][verb]
            assert words.parse(shown).verb == verb


@pytest.mark.parametrize(
    ("text", "form", "channel"),
    [
        ("", None, False),
        ("équipe", "team", False),
        ("team channel", "team", True),
        ("direction", "executive", False),
        ("dirigeant", "executive", False),
        ("CEO", "executive", False),
        ("Executive, publier", "executive", True),
        ("relève", "relief", False),
        ("me", "me", False),
        ("moi", "me", False),
        ("canal", None, True),
        ("n'importe quoi", None, False),
    ],
)
def test_a_summary_names_its_form_and_its_place(text: str, form: str | None, channel: bool) -> None:  # noqa: FBT001
    """Four forms, in both languages, and the channel only when it is asked for."""
    assert words.summary_in(text) == (form, channel)


@pytest.mark.parametrize(
    ("text", "level", "reason"),
    [
        ("rouge : un enfant blessé", Level.RED, "un enfant blessé"),
        ("Red because of harm", Level.RED, "because of harm"),
        ("jaune", Level.YELLOW, ""),
        ("bleu ciel", None, "bleu ciel"),
    ],
)
def test_a_level_is_read_with_its_reason(text: str, level: Level | None, reason: str) -> None:
    """`/crisis level red because …` names both in one line."""
    assert words.level_in(text) == (level, reason)

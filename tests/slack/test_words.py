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
    [("strat", "en", "start"), ("demarer", "fr", "démarrer"), ("desicion", "fr", "décider"), ("xyzzy", "en", None)],
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

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.guard.words import Words
from bot.library import Library, PlaybookErrors, builtin_directory
from bot.library.words import load_words

BUILTIN = load_words(builtin_directory())
CATEGORIES = {
    "conditional_apology",
    "authorless_passive",
    "speculation",
    "blame",
    "absolute_promise",
    "jargon",
    "minimising",
    "comparison",
}


def own(folder: Path, text: str) -> Path:
    """A team's folder of playbooks, with word lists of its own."""
    (folder / "words").mkdir(exist_ok=True)
    (folder / "words" / "fr.yaml").write_text(text, encoding="utf-8")
    return folder


def test_both_languages_have_every_list() -> None:
    """The built-in files cover the same categories, things and actions, and leave no list empty."""
    assert set(BUILTIN) == {"fr", "en"}
    for words in BUILTIN.values():
        assert set(words.wording) == CATEGORIES
        assert all(getattr(words, name) for name in Words.model_fields)
    french, english = BUILTIN["fr"], BUILTIN["en"]
    assert set(french.things) == set(english.things)
    assert set(french.actions) == set(english.actions)


def test_every_name_that_the_lists_use_exists() -> None:
    """Opposites, general things, appointments, sites and sums name things and actions that are listed."""
    for words in BUILTIN.values():
        used = {*words.anyone, *words.sites, *words.sums, *words.appointments}
        used |= {name for pair in words.opposites for name in pair}
        assert used <= {*words.things, *words.actions}


def test_a_team_adds_its_own_words(tmp_path: Path) -> None:
    """A category of the team stands beside ours or replaces it; its other words are added."""
    text = (
        "language: fr\nwording:\n  house: {phrases: [le projet Alpha]}\n  jargon: {phrases: [synergie]}\n"
        "hedges: [en principe]\n"
    )
    words = load_words(builtin_directory(), own(tmp_path, text))["fr"]
    assert set(words.wording) == {*CATEGORIES, "house"}
    assert words.wording["jargon"].phrases == ("synergie",)
    assert words.hedges == (*BUILTIN["fr"].hedges, "en principe")


def test_a_slip_is_named_with_its_line(tmp_path: Path) -> None:
    """A field that does not exist is told with the one that was meant."""
    with pytest.raises(PlaybookErrors) as error:
        load_words(own(tmp_path, "language: fr\nhedge: [en principe]\n"))
    (problem,) = error.value.problems
    assert (problem.line, "hedges" in problem.message + problem.cure) == (2, True)


def test_word_lists_are_not_taken_for_playbooks() -> None:
    """The folder of built-in playbooks loads as before."""
    assert "nine-advices" in Library.load(builtin_directory()).playbooks

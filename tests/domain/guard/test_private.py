"""What a public text may tell of a person: data known by their form, names behind a title, and nothing of an office."""

from __future__ import annotations

import pytest

from bot.domain.guard import Context, Draft, Kind, Weight, examine, for_people
from bot.domain.playbook import Language
from tests.domain.guard.labelled import AT, PARTS, WORDS, pairs


def found(text: str, language: Language) -> list[str]:
    """The words that are remarked."""
    return [remark.quote for remark in for_people(Draft(text, language, AT), Context(WORDS))]


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "Remboursée : Mme Martin, 06 12 34 56 78.", ["Mme Martin", "06 12 34 56 78"]),
        ("fr", "Preuve : le courriel de paul.durand@example.com.", ["paul.durand@example.com"]),
        ("fr", "Nous avons rappelé M. Jean-Paul Le Goff hier.", ["M. Jean-Paul Le Goff"]),
        ("en", "Refunded: Mrs O’Neill, +44 7700 900123.", ["Mrs O’Neill", "+44 7700 900123"]),
        (
            "en",
            "Proof: the mail of sue.brown@example.com, and Mr. Brown’s call.",
            ["sue.brown@example.com", "Mr. Brown’s"],
        ),
        ("fr", "Notre présidente, Mme Roux, parlera à 18 h.", []),
        ("fr", "Madame la ministre a été prévenue ; monsieur le maire aussi.", []),
        ("fr", "Le numéro vert 0 800 123 456 est ouvert, dossier n° 0612345678.", []),
        ("en", "Our managing director, Mr Brown, will speak at 6 p.m.", []),
        ("fr", "Le rappel du lot 0612345678 est terminé.", []),  # no call, though the word is in it
        ("en", "Dear Sir or Madam, the recall of batch 0612345678 is complete.", []),
    ],
)
def test_people_are_found_and_offices_are_not(language: Language, text: str, told: list[str]) -> None:
    """Whoever holds a post speaks for it; a customer is named by nobody."""
    assert found(text, language) == told


def test_it_comes_with_every_other_remark_and_first() -> None:
    """A draft is examined for it like for all else, and the remark says what it seems to be."""
    remarks = examine(Draft("Nous avons appelé le 06 12 34 56 78.", "fr", AT), Context(WORDS))
    (private,) = [remark for remark in remarks if remark.kind is Kind.PRIVATE]
    assert (private.weight, private.params) == (Weight.HARM, {"data": "phone"})
    assert len(remarks) > 1


def test_texts_that_hold_no_personal_data_are_left_alone() -> None:
    """Of all labelled texts, in both languages, not one in a hundred is remarked."""
    drafts = [pair.draft for part in PARTS for pair in pairs(part)]
    wrong = [quotes for draft in drafts if (quotes := found(draft.text, draft.language))]
    assert len(wrong) * 100 <= len(drafts), wrong

"""What a remark is: two exact quotes, a key that lasts, and the same answer every time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.guard import (
    Certainty,
    Context,
    Draft,
    Kind,
    KnownFact,
    OtherVersion,
    Published,
    Weight,
    contradictions,
    examine,
)
from bot.domain.playbook import Language
from tests.domain.guard.labelled import AT, BEFORE, PARTS, WORDS, pairs

SENTENCES = [
    text
    for part in PARTS
    for pair in pairs(part)
    if pair.draft.language == "fr"
    for text in (pair.draft.text, pair.side)
]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(SENTENCES), max_size=5).map("\n".join))


def said(text: str, hours: int = 0, key: str = "S1") -> Published:
    return Published(key, text, "fr", BEFORE + timedelta(hours=hours))


def draft(text: str) -> Draft:
    return Draft(text, "fr", AT)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS, before=TEXTS, fact=st.sampled_from(SENTENCES), status=st.sampled_from(Certainty))
def test_any_text_is_examined_and_quoted_exactly(text: str, before: str, fact: str, status: Certainty) -> None:
    """No text makes the guard stumble, and the quote is the draft's text at that place."""
    facts = (KnownFact("1", fact, status, "fr", BEFORE),)
    context = Context(WORDS, facts, (said(before),), OtherVersion(before, "en"))
    remarks = examine(draft(text), context)
    assert [remark.quote for remark in remarks] == [text[remark.start : remark.end] for remark in remarks]
    assert len({remark.key for remark in remarks}) == len(remarks)
    assert examine(draft(text), context) == remarks


def test_an_answer_is_found_again_after_an_edit_elsewhere() -> None:
    """A remark keeps its key when the text around it moves or its typography changes, not when its words change."""
    context = Context(WORDS, published=(said("12 000 clients sont concernés."),))
    (first,) = contradictions(draft("15 000 clients sont concernés."), context)
    (moved,) = contradictions(draft("Bonjour à tous. 15\u202f000\u00a0clients sont concernés."), context)
    (other,) = contradictions(draft("16 000 clients sont concernés."), context)
    assert first.key == moved.key != other.key
    assert (first.quote, first.other_quote, first.about) == ("15 000 clients", "12 000 clients", "published:S1")


def test_the_latest_word_counts() -> None:
    """A draft that agrees with the latest statement is not held to an older one."""
    old, new = said("12 000 clients sont concernés."), said("Désormais, 15 000 clients sont concernés.", 2, "S2")
    context = Context(WORDS, published=(new, old))
    assert contradictions(draft("15 000 clients sont concernés."), context) == []
    (back,) = contradictions(draft("12 000 clients sont concernés."), context)
    assert back.about == "published:S2"


def test_a_change_that_the_draft_owns_up_to_is_a_note() -> None:
    """`désormais` makes a change of a contradiction."""
    context = Context(WORDS, published=(said("12 000 clients sont concernés."),))
    (remark,) = contradictions(draft("Désormais, 15 000 clients sont concernés."), context)
    assert (remark.code, remark.weight, remark.params) == ("changed", Weight.NOTE, {"aspect": "count"})


@pytest.mark.parametrize("status", [Certainty.PROBABLE, Certainty.UNKNOWN, Certainty.RUMOUR])
def test_an_uncertain_fact_may_be_told_as_uncertain_only(status: Certainty) -> None:
    """The same words are stopped as certain and let through with `selon les premiers éléments`."""
    context = Context(WORDS, facts=(KnownFact("7", "Une vanne défectueuse a provoqué la fuite", status, "fr"),))
    (remark,) = contradictions(draft("Une vanne défectueuse a provoqué la fuite."), context)
    assert (remark.kind, remark.code, remark.about) == (Kind.FACTS, f"{status}_as_certain", "fact:7")
    hedged = "Selon les premiers éléments, une vanne défectueuse a provoqué la fuite."
    assert contradictions(draft(hedged), context) == []


IN_OTHER_WORDS: list[tuple[Language, str, str]] = [
    ("fr", "L'origine est le transport", "Le problème vient du transport."),
    ("fr", "Origine du verre : transport ?", "Le verre provient du transport."),
    ("fr", "D'où vient le verre", "Le verre vient du transport."),
    ("en", "The origin is the transport", "The problem comes from the transport."),
    ("en", "Where does the glass come from", "The glass comes from the transport."),
]


@pytest.mark.parametrize(("language", "fact", "words"), IN_OTHER_WORDS)
def test_an_unknown_fact_is_known_again_in_other_words(language: Language, fact: str, words: str) -> None:
    """Where something comes from is its origin, and any answer to an open question is told as certain."""
    context = Context(WORDS, facts=(KnownFact("7", fact, Certainty.UNKNOWN, language),))
    (remark,) = contradictions(Draft(words, language, AT), context)
    assert (remark.code, remark.about) == ("unknown_as_certain", "fact:7")


@pytest.mark.parametrize(
    "told",
    ["notre usine lyonnaise", "nos usines lyonnaises", "notre usine de Lyon"],
)
def test_what_is_of_a_place_is_the_place(told: str) -> None:
    """An unknown fact about a town is found where the draft says it with the adjective of the town, and no other's."""
    context = Context(WORDS, (KnownFact("1", "Le verre vient de notre usine de Lyon", Certainty("unknown"), "fr", AT),))
    (remark,) = contradictions(draft(f"Le verre est sorti de {told}."), context)
    assert (remark.code, remark.about) == ("unknown_as_certain", "fact:1")
    assert contradictions(draft("Le verre est livré à notre usine lilloise."), context) == []


@pytest.mark.parametrize(
    "words",
    [
        "Un bocal brisé est probablement à l'origine du verre.",
        "Nous pensons que le verre provient d'un bocal brisé.",
        "Le verre proviendrait d'un bocal brisé.",
        "Le verre provient probablement d'un bocal brisé. Nous avons retiré le bocal brisé à l'origine du verre.",
    ],
)
def test_a_fact_that_is_told_with_its_doubt_is_told_rightly(words: str) -> None:
    """By a word, a conditional or an opinion; what the text then says of the same thing refers to it."""
    fact = KnownFact("7", "Le verre provient d'un bocal brisé", Certainty.PROBABLE, "fr")
    assert contradictions(draft(words), Context(WORDS, (fact,))) == []


def test_a_probable_fact_is_not_denied_unnoticed() -> None:
    """The contrary of a probable fact is a contradiction; of a rumour, a denial."""
    denial = draft("La vanne défectueuse n'a pas provoqué la fuite.")
    fact = KnownFact("7", "Une vanne défectueuse a provoqué la fuite", Certainty.PROBABLE, "fr")
    assert [each.code for each in contradictions(denial, Context(WORDS, (fact,)))] == ["opposite"]
    assert contradictions(denial, Context(WORDS, (replace(fact, status=Certainty.RUMOUR),))) == []


def test_an_older_translation_that_no_longer_follows_is_named() -> None:
    """The other version is stale when it is older and has fewer paragraphs; younger, it is the draft's turn."""
    text = "Nous sommes désolés.\n\nNous remboursons chaque client.\n\nNous vous rappelons."
    other = OtherVersion("We are sorry.", "en", AT)
    late = Draft(text, "fr", AT, edited_at=AT + timedelta(minutes=1))
    assert [each.code for each in contradictions(late, Context(WORDS, other=other))] == ["stale"]
    assert contradictions(replace(late, edited_at=AT - timedelta(minutes=1)), Context(WORDS, other=other)) == []

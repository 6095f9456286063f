from __future__ import annotations

import pytest

from bot.domain.guard import Context, Draft, wording
from bot.domain.playbook import Language
from tests.domain.guard.labelled import AT, PARTS, WORDS, pairs

BETRAYING: list[tuple[Language, str, str]] = [
    ("fr", "conditional_apology", "Nous nous excusons si certains ont été choqués."),
    ("fr", "conditional_apology", "Pardon à celles et ceux qui ont pu se sentir visés."),
    ("fr", "authorless_passive", "Des erreurs ont été commises."),
    ("fr", "speculation", "Il semblerait que le fournisseur ait changé de colle."),
    ("fr", "blame", "Les clients n'ont pas respecté les consignes."),
    ("fr", "absolute_promise", "Cela ne se reproduira plus jamais."),
    ("fr", "absolute_promise", "Nos produits sont sûrs à 100 %."),
    ("fr", "jargon", "Nous traiterons la problématique dans les meilleurs délais."),
    ("fr", "minimising", "Ce petit incident ne concerne que trois magasins."),
    ("fr", "comparison", "Nos concurrents font bien pire."),
    ("en", "conditional_apology", "We apologise if anyone was offended."),
    ("en", "conditional_apology", "We are sorry for any offence caused."),
    ("en", "authorless_passive", "Mistakes were made."),
    ("en", "speculation", "Presumably the supplier changed the glue."),
    ("en", "blame", "His words were taken out of context."),
    ("en", "absolute_promise", "This will never happen again."),
    ("en", "absolute_promise", "We guarantee a refund."),
    ("en", "jargon", "We take this matter very seriously."),
    ("en", "minimising", "Only a handful of customers noticed this glitch."),
    ("en", "comparison", "It is far worse at other companies."),
]
HONEST: list[tuple[Language, str]] = [
    ("fr", "Nous avons blessé des personnes et nous leur demandons pardon."),
    ("fr", "Cette affiche n'aurait jamais dû être publiée. Nous l'avons choisie, et nous avons eu tort."),
    ("fr", "Si quelqu'un a besoin d'aide, notre numéro est ouvert jusqu'à 20 h."),
    ("en", "We hurt people and we apologise to them."),
    ("en", "We cannot guarantee that trains will run on Friday."),
    ("en", "If anyone needs help, our line is open until 8 pm."),
]


@pytest.mark.parametrize(("language", "category", "text"), BETRAYING)
def test_words_that_betray_are_named(language: Language, category: str, text: str) -> None:
    """Each kind of weasel wording is found in both languages, with the words themselves."""
    remarks = wording(Draft(text, language, AT), Context(WORDS))
    assert category in {remark.code for remark in remarks}
    assert all(remark.quote in text and remark.about == f"list:{remark.code}" for remark in remarks)


@pytest.mark.parametrize(("language", "text"), HONEST)
def test_plain_words_are_left_alone(language: Language, text: str) -> None:
    """What looks alike and is honest raises nothing."""
    assert wording(Draft(text, language, AT), Context(WORDS)) == []


def test_well_written_drafts_raise_next_to_nothing() -> None:
    """Of the 140 labelled drafts, which are written as the advices ask, hardly any meets a list."""
    drafts = [pair.draft for part in PARTS for pair in pairs(part)]
    assert sum(bool(wording(draft, Context(WORDS))) for draft in drafts) <= len(drafts) * 0.05

"""How well the guard finds contradictions, on pairs of statements labelled by hand."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
import yaml

from bot.domain.guard import Context, Draft, OtherVersion, Published, Weight, contradictions
from bot.domain.playbook import Language
from tests.domain.guard.labelled import AT, BEFORE, PARTS, WORDS, pairs, report, score

EVERY = [pair for part in PARTS for pair in pairs(part)]
SERIES = yaml.safe_load((Path(__file__).parent / "series.yaml").read_text(encoding="utf-8"))


def test_the_labelled_set_is_large_and_mostly_sound() -> None:
    """At least 120 pairs in two languages, of nine kinds of crises, half of them without any contradiction."""
    assert len(EVERY) >= 120
    assert sum(not pair.clash for pair in EVERY) * 2 >= len(EVERY)
    assert {pair.draft.language for pair in EVERY} == {"fr", "en"}
    assert len({pair.crisis for pair in EVERY}) == 9
    assert len({pair.key for pair in EVERY}) == len(EVERY)


def test_nine_remarks_in_ten_are_right() -> None:
    """People stop reading a guard that cries wolf: precision is at least 0.9."""
    assert score(EVERY).precision >= 0.9


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nine_in_ten_are_right_in_each_language(language: str) -> None:
    """And neither language pays for the other."""
    assert score([pair for pair in EVERY if pair.draft.language == language]).precision >= 0.9


@pytest.mark.parametrize("against", ["fact", "before", "other"])
def test_nine_in_ten_are_right_of_each_kind(against: str) -> None:
    """Facts, published texts, the other language: none of them cries wolf."""
    assert score([pair for pair in EVERY if pair.against == against]).precision >= 0.9


def test_the_documentation_tells_what_is_measured() -> None:
    """The figures of docs/guard.md are those of this very code on this very set."""
    told = (Path(__file__).parents[3] / "docs" / "guard.md").read_text(encoding="utf-8")
    assert "\n".join(report()) in told


@pytest.mark.parametrize(
    ("part", "floor"), [("development", 0.9), ("held_out", 0.8), ("fresh", 0.9), ("paraphrased", 0.8)]
)
def test_most_contradictions_are_found(part: str, floor: float) -> None:
    """Recall keeps its floor on the part that the rules were tuned on, and on the one that was held out."""
    assert score(pairs(part)).recall >= floor


def statements(crisis: int, day: int) -> list[tuple[Draft, Context]]:
    """Both versions of one statement, with everything that was published before it."""
    said: list[dict[str, str]] = SERIES[crisis]["statements"]
    before = tuple(
        Published(f"{number}-{language}", text, cast("Language", language), BEFORE + timedelta(days=number))
        for number, versions in enumerate(said[:day])
        for language, text in versions.items()
    )
    at = BEFORE + timedelta(days=day)
    both: tuple[tuple[Language, Language], ...] = (("fr", "en"), ("en", "fr"))
    return [
        (Draft(said[day][one], one, at), Context(WORDS, published=before, other=OtherVersion(said[day][two], two)))
        for one, two in both
    ]


@pytest.mark.parametrize("crisis", range(3))
@pytest.mark.parametrize("day", range(3))
def test_a_series_that_agrees_with_itself_raises_nothing(crisis: int, day: int) -> None:
    """Figures that move on, parts of a whole and faithful translations are no contradictions."""
    for draft, context in statements(crisis, day):
        assert [each for each in contradictions(draft, context) if each.weight is Weight.CLASH] == []


def test_a_long_draft_is_compared_while_one_types() -> None:
    """3,000 characters against 50 published texts and 100 facts take less than 50 ms once the texts were read."""
    texts = [text for crisis in SERIES for versions in crisis["statements"] for text in (versions["fr"],)]
    facts = tuple(fact for pair in EVERY for fact in pair.context.facts) * 4
    published = tuple(Published(str(n), texts[n % len(texts)] + str(n), "fr", BEFORE) for n in range(50))
    context = Context(WORDS, facts=facts[:100], published=published)
    draft = Draft("\n\n".join(texts * 2)[:3000], "fr", AT)
    spent: list[float] = []
    for n in range(6):
        began = time.process_time()
        contradictions(replace(draft, text=f"{draft.text}{n}"), context)
        spent.append(time.process_time() - began)
    assert min(spent) < 0.05

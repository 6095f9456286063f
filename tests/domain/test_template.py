from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.kernel import Refused
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.template import Gap, GapType, StatementTemplate, fill, is_unchanged

FR = """\
Des clients nous signalent {what}.
Qui est touché : {who} ?
Appelez le {phone}.

Nous revenons à {next_time}, le {day}.
"""
EN = """\
Customers are reporting {what}.
Who is affected: {who}?
Call {phone}.

We will be back at {next_time} on {day}.
"""
VALUES = {"what": "l'arrêt du service", "who": "1200", "next_time": "22:00", "day": "2026-03-01"}


def gap(key: str, **fields: Any) -> Gap:
    """A gap with words enough."""
    return Gap.model_validate(
        {"key": key, "label": {"fr": f"Le {key}", "en": f"The {key}"}, "hint": {"fr": "…", "en": "…"}, **fields}
    )


def template(fr: str = FR, en: str = EN, **types: GapType) -> StatementTemplate:
    """A holding statement."""
    types = {"who": GapType.NUMBER, "next_time": GapType.TIME, "day": GapType.DATE, **types}
    names = dict.fromkeys(["what", "who", "phone", "next_time", "day"])
    return StatementTemplate.model_validate(
        {
            "key": "t",
            "kind": "holding",
            "label": {"fr": "Court", "en": "Short"},
            "text": {"fr": fr, "en": en},
            "crisis_kind": {"key": "k", "label": {"fr": "Panne", "en": "Outage"}},
            "gaps": [
                gap(name, type=types.get(name, "text"), required=name != "phone", max_length=40)
                for name in names
                if f"{{{name}}}" in fr + en
            ],
        }
    )


def one(text: str, value: str, language: Language = "en", kind: GapType = GapType.TEXT) -> str:
    """A text whose only gap is `what`, filled."""
    return fill(template(text, text, what=kind), language, {"what": value})


def test_a_filled_text_reads_as_a_communicator_would_set_it() -> None:
    """French spaces and apostrophes, the hour and the day as one says them; plain values in the form's own format."""
    assert fill(template(), "fr", VALUES) == (
        "Des clients nous signalent l’arrêt du service. Qui est touché\u00a0: 1\u202f200\u202f?\n\n"
        "Nous revenons à 22\u00a0h, le 1er mars 2026."
    )
    assert fill(template(), "en", {**VALUES, "what": "an outage", "next_time": "9:05"}) == (
        "Customers are reporting an outage. Who is affected: 1,200?\n\nWe will be back at 09:05 on 1 March 2026."
    )


def test_everything_that_is_missing_is_told_at_once() -> None:
    """By the names that the form shows, and by the keys of its fields; blanks are nothing."""
    with pytest.raises(Refused) as refused:
        fill(template(), "fr", {"what": "  ", "who": "3"})
    assert refused.value.code == "gaps_missing"
    assert refused.value.params == {"gaps": "Le what, Le next_time, Le day", "keys": ["what", "next_time", "day"]}


def test_a_line_whose_optional_gap_is_empty_is_left_out() -> None:
    """No telephone, no sentence about it; with one, it stands there."""
    assert "Call" not in fill(template(), "en", VALUES)
    assert "1,200? Call 112.\n\nWe" in fill(template(), "en", {**VALUES, "phone": "112"})


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (GapType.TIME, "22 h"),
        (GapType.TIME, "24:00"),
        (GapType.DATE, "14/03/2026"),
        (GapType.DATE, "2026-02-30"),
        (GapType.NUMBER, "about 12"),
        (GapType.NUMBER, "1.5"),
        (GapType.LINK, "example.com"),
        (GapType.LINK, "https:// example.com"),
    ],
)
def test_a_value_of_the_wrong_form_is_refused(kind: GapType, value: str) -> None:
    """A wrong hour is caught before it goes out, and the field is named."""
    with pytest.raises(Refused) as refused:
        one("See {what}.", value, kind=kind)
    assert (refused.value.code, refused.value.params["key"]) == ("gap_malformed", "what")


def test_a_value_that_is_too_long_is_refused() -> None:
    """A gap keeps the length that its template counts on."""
    with pytest.raises(Refused) as refused:
        one("See {what}.", "x" * 41)
    assert refused.value.code == "gap_too_long"
    assert (refused.value.params["length"], refused.value.params["limit"]) == (41, 40)


@pytest.mark.parametrize(
    ("text", "value", "said"),
    [
        ("{what}.", "we sold it.", "We sold it."),
        ("{what}.", "we sold it", "We sold it."),
        ("Look: {what}.", "is it safe?", "Look: is it safe?"),
        ("{what}.", "eBay closed", "eBay closed."),
        ("{what}.", "https://a.example/it's", "https://a.example/it's."),
        ("{what}.", "two\n lines", "Two lines."),
        ("Say {what}.", "{what} and {other}", "Say {what} and {other}."),
    ],
)
def test_a_value_fits_into_its_sentence(text: str, value: str, said: str) -> None:
    """A line begins with a capital and ends once; addresses and braces stay as they were typed."""
    assert one(text, value) == said


def test_a_long_gap_keeps_its_lines() -> None:
    """Three facts may stand on three lines."""
    assert one("Known.\n{what}.", "- a\n-  b\n", kind=GapType.LONG) == "Known. - a\n- b."


def test_values_of_other_gaps_are_left_aside() -> None:
    """A form may hand over all that it knows."""
    assert fill(template("{what}.", "{what}."), "en", {"what": "A", "colour": "red"}) == "A."


def test_a_template_knows_all_its_gaps_in_both_languages() -> None:
    """What cannot be filled is no template."""
    with pytest.raises(ValidationError):
        template("{what} {else_where}", "{what}")
    with pytest.raises(ValidationError):
        template("{what}", "All is well.")


@given(
    what=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=40),
    phone=st.text("0123456789 .", max_size=20),
    clock=st.times(),
    language=st.sampled_from(LANGUAGES),
)
def test_a_text_with_only_its_gaps_filled_is_known_as_unchanged(
    what: str, phone: str, clock: Any, language: Language
) -> None:
    """What legal has cleared is recognised, whatever was filled in, and however blanks were kept."""
    values = {**VALUES, "what": what, "phone": phone, "next_time": f"{clock:%H:%M}"}
    text = fill(template(), language, values)
    assert is_unchanged(template(), language, text)
    assert is_unchanged(template(), language, text.replace("\u00a0", " ") + "\n")


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text + " We are sorry.",
        lambda text: text.replace("reporting", "claiming"),
        lambda text: text.replace("Customers", "Some customers"),
        lambda text: text.replace("an outage", "an outage" + " of all" * 10),
        lambda text: text.replace(" Who is affected: 1,200?", ""),
    ],
)
def test_one_word_more_or_less_is_a_change(change: Any) -> None:
    """Then the clearance no longer speaks for the text."""
    text = fill(template(), "en", {**VALUES, "what": "an outage"})
    assert is_unchanged(template(), "en", text)
    assert not is_unchanged(template(), "en", change(text))

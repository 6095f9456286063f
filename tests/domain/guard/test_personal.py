from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.guard import DataKind, personal_data, redacted

DIGITS = st.text("0123456789", min_size=15, max_size=15)
GAPS = st.sampled_from(["", " ", "-"])


def luhn(digits: str) -> str:
    """The digits with their check digit."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits)))
    return digits + str(-sum(number - 9 if number > 9 else number for number in doubled) % 10)


def kinds(text: str) -> list[str]:
    return [finding.kind.value for finding in personal_data(text)]


@pytest.mark.parametrize(
    ("kind", "datum"),
    [("email", "jeanne.o'neil+test@mail.exemple.fr"[9:]), ("email", "a.b-c@exemple.example"),
     ("phone", "06 12 34 56 78"), ("phone", "0612345678"), ("phone", "01.23.45.67.89"), ("phone", "+33 6 12 34 56 78"),
     ("phone", "+33 (0)6 12 34 56 78"), ("phone", "0033612345678"), ("phone", "+44 20 7946 0958"),
     ("phone", "+1 (415) 555-0132"), ("phone", "07700 900123"), ("phone", "020 7946 0958"), ("phone", "(415) 555-0132"),
     ("card", "4111 1111 1111 1111"), ("card", "5500-0000-0000-0004"), ("card", "378282246310005"),
     ("iban", "FR76 3000 6000 0112 3456 7890 189"), ("iban", "GB82WEST12345698765432"),
     ("iban", "DE89 3704 0044 0532 0130 00"), ("iban", "fr7630006000011234567890189"),
     ("nir", "2 69 05 49 588 157 80"), ("nir", "269054958815780"), ("nino", "AB 12 34 56 C"), ("nino", "AB123456C"),
     ("ssn", "123-45-6789")],
)  # fmt: skip
def test_a_personal_datum_is_found_where_it_stands(kind: str, datum: str) -> None:
    """Alone, in a sentence, in brackets: the kind and the exact place."""
    for text in (datum, f"Voici : {datum}.", f"She gave us ({datum}) today"):
        (finding,) = personal_data(text)
        assert (finding.kind.value, text[finding.start : finding.end].rstrip(".")) == (kind, datum)


@pytest.mark.parametrize(
    "text",
    ["Le prix passe de 1 299,00 € à 1 399,00 €.", "12 000 000 clients, 3 450 000 comptes", "Le 03/03/2026 à 14:30:15",
     "2026-03-10 14:30", "Commande n° 4012888888881882345", "commande n° 0612345678", "Case no. 415-555-0132",
     "Dossier 2026-000123", "Réf. 0612345678", "lots L2304, L2340 et VX-210", "Article L. 1232-6 du code du travail",
     "version 10.2.33.4", "1234-5678-9012-3456", "Ligne 12, 14 h 30, quai 06", "le rapport de 2019-2020",
     "Numéro gratuit 0 800 123 456", "SIREN 732 829 320", "une somme de 06.12 euros", "© 2026 contact at exemple",
     "IBAN FR77 0000 0000 0000 0000 0000 000", "ISBN 978-2-1234-5680-3", "@laurent sur le réseau", "000-12-3456"],
)  # fmt: skip
def test_figures_of_a_crisis_are_no_personal_data(text: str) -> None:
    """Prices, dates, times, orders, case and batch numbers raise nothing."""
    assert kinds(text) == []


@given(body=DIGITS, gap=GAPS)
def test_a_card_is_known_by_its_check_digit(body: str, gap: str) -> None:
    """A number of a card's form passes with its check digit and with no other."""
    number = luhn(f"4{body[1:]}")
    for last in "0123456789":
        digits = number[:-1] + last
        shown = gap.join(digits[place : place + 4] for place in range(0, 16, 4))
        assert ("card" in kinds(f"Carte {shown} merci")) == (digits == number)


@given(bank=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=23, max_size=23), gap=GAPS)
def test_an_iban_is_known_by_its_key(bank: str, gap: str) -> None:
    """The two digits of the key that make it whole are the only ones that pass for this length."""
    key = 98 - int("".join(str(int(each, 36)) for each in f"{bank}FR00")) % 97
    whole = f"FR{key:02d}{bank}"
    shown = gap.join(whole[place : place + 4] for place in range(0, len(whole), 4))
    (finding,) = [each for each in personal_data(f"Virement : {shown}") if each.kind is DataKind.IBAN]
    assert finding.start == len("Virement : ")


@given(
    head=st.sampled_from("12"), year=st.integers(0, 99), month=st.integers(1, 12),
    place=st.sampled_from([*(f"{number:02d}" for number in range(1, 96) if number != 20), "2A", "2B"]),
    rest=st.integers(0, 999_999),
)  # fmt: skip
def test_a_social_security_number_is_known_by_its_key(head: str, year: int, month: int, place: str, rest: int) -> None:
    """The key completes it to a multiple of 97, Corsica included; another key does not pass."""
    body = f"{head}{year:02d}{month:02d}{place}{rest:06d}"
    key = 97 - int(body.replace("2A", "19").replace("2B", "18")) % 97
    assert "nir" in kinds(f"{body}{key:02d}")
    assert "nir" not in kinds(f"{body}{key % 97 + 1:02d}")


@given(number=st.integers(0, 10**8 - 1), gap=st.sampled_from(["", " ", ".", "-"]), first=st.sampled_from("12345679"))
def test_a_french_phone_is_found_in_any_form(number: int, gap: str, first: str) -> None:
    """Ten digits from 01 to 09 without 08, in pairs, with or without +33."""
    pairs = [f"{number:08d}"[place : place + 2] for place in range(0, 8, 2)]
    assert kinds(f"Rappelez le {gap.join((f'0{first}', *pairs))} svp") == ["phone"]
    assert kinds(f"Rappelez le +33 {gap.join((first, *pairs))} svp") == ["phone"]


@given(text=st.text(max_size=300))
def test_findings_lie_in_the_text_one_after_the_other(text: str) -> None:
    """No text makes the search stumble, and no two findings overlap."""
    found = personal_data(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= two.start for one, two in pairwise(found))


def test_what_is_shown_does_not_repeat_the_datum() -> None:
    """The redacted text names kinds only; a finding shows its last two characters."""
    text = "Mme D., 06 12 34 56 78, a.b@exemple.example"
    assert redacted(text) == "Mme D., [phone], [email]"
    assert [finding.masked(text) for finding in personal_data(text)] == ["…78", "…le"]

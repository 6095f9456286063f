"""Personal data in a message: found by its form and its check digits, and never repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class DataKind(StrEnum):
    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    NIR = "nir"  # the French social security number
    NINO = "nino"  # the UK National Insurance number
    SSN = "ssn"  # the US social security number


@dataclass(frozen=True)
class Finding:
    kind: DataKind
    start: int
    end: int

    def masked(self, text: str) -> str:
        """What may be shown of it: the last two characters."""
        return f"…{text[self.start : self.end].strip()[-2:]}"


_GAP = r"[ .\u00a0\u202f-]?"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9]+(?:-+[a-z0-9]+)*\.)+[a-z]{2,24}(?![\w-])", re.IGNORECASE)
_IBAN = re.compile(r"(?<![A-Z0-9])[A-Z]{2}\d{2}(?:[ \u00a0\u202f-]?[A-Z0-9]){11,30}(?![A-Z0-9])", re.IGNORECASE)
_CARD = re.compile(r"(?<![\w.,-])[2-6]\d{3}(?:[ \u00a0\u202f-]?\d){9,15}(?![\w-]|[.,]\d)")
_NIR = re.compile(
    rf"(?<!\w)[12]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}(?:\d\d|2[AB]){_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d\d(?!\w)",
    re.IGNORECASE,
)
_NINO = re.compile(
    r"(?<!\w)(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"
)
_SSN = re.compile(r"(?<![\w.-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])")
_FRENCH_PHONE = re.compile(rf"(?<![\w.,/-])0[1-79](?:{_GAP}\d\d){{4}}(?![\w]|[.,/-]\d)")
_PHONE = re.compile(r"(?<![\w.,+])(?:\+|00)[1-9](?:[ .()\u00a0\u202f-]{0,2}\d){7,13}(?!\d)")
_UK_PHONE = re.compile(
    r"(?<![\w.,/-])(?:07\d{3} ?\d{3} ?\d{3}|0(?:20 ?\d{4}|1\d{3} ?\d{3}|1\d1 ?\d{3}) ?\d{3,4})(?!\w)"
)
_US_PHONE = re.compile(r"(?<![\w.,/-])(?:\([2-9]\d{2}\) ?|[2-9]\d{2}[.-])[2-9]\d{2}[ .-]\d{4}(?![\w-])")
# What names a number as something else: the reader of a case number must not be told that it is a phone.
_CASE = re.compile(
    r"(?:n°|\bno\.?|num[eé]ro|number|order|commande|dossier|case|cas|ticket|facture|invoice|r[eé]f\w*\.?|lot|batch|#)\s*(?:n°|no\.?)?\s*:?\s*#?$",
    re.IGNORECASE,
)
_PHONE_WORD = re.compile(r"\b(?:t[eé]l\w*|phone|mobile|portable|appel\w*|call|joindre)[^.\n]{0,20}$", re.IGNORECASE)


# Characters of an IBAN, by country (ISO 13616 registry).
IBAN_LENGTHS = {"AT": 20, "BE": 16, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "ES": 24, "FI": 18, "FR": 27, "GB": 22}
IBAN_LENGTHS |= {"GR": 27, "IE": 22, "IT": 27, "LU": 20, "MC": 27, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "SE": 24}


def personal_data(text: str) -> list[Finding]:
    """Every personal datum of a text, without overlaps; what has check digits is looked for first."""
    found: list[Finding] = []
    for finding in _candidates(text):
        if not any(finding.start < other.end and other.start < finding.end for other in found):
            found.append(finding)
    return sorted(found, key=lambda finding: finding.start)


def redacted(text: str) -> str:
    """The text with the kind of each datum in its place."""
    for finding in reversed(personal_data(text)):
        text = f"{text[: finding.start]}[{finding.kind.value}]{text[finding.end :]}"
    return text


def _candidates(text: str) -> Iterator[Finding]:
    yield from _all(DataKind.EMAIL, _EMAIL, text)
    for match in _IBAN.finditer(text):
        if end := _iban_end(match[0]):
            yield Finding(DataKind.IBAN, match.start(), match.start() + end)
    yield from _all(DataKind.NIR, _NIR, text, _is_nir)
    yield from _all(DataKind.CARD, _CARD, text, _is_card)
    yield from _all(DataKind.NINO, _NINO, text)
    yield from _all(DataKind.SSN, _SSN, text, case=True)
    for phone in (_FRENCH_PHONE, _PHONE, _UK_PHONE, _US_PHONE):
        yield from _all(DataKind.PHONE, phone, text, case=True)


def _all(
    kind: DataKind, form: re.Pattern[str], text: str, check: Callable[[str], bool] | None = None, *, case: bool = False
) -> Iterator[Finding]:
    """Every match that its check passes; with `case`, not what stands behind `order no.` and the like."""
    for match in form.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        if case and _CASE.search(before) and not _PHONE_WORD.search(before):
            continue
        if check is None or check(re.sub(r"[\W_]", "", match[0])):
            yield Finding(kind, match.start(), match.end())


def _is_card(digits: str) -> bool:
    """Luhn's check digit, on the lengths that cards have."""
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _is_nir(number: str) -> bool:
    """The key completes the first thirteen characters to a multiple of 97; Corsica counts as 19 and 18."""
    body = number[:13].upper().replace("2A", "19").replace("2B", "18")
    return body.isdigit() and 97 - int(body) % 97 == int(number[13:])


def _iban_end(written: str) -> int:
    """Where an IBAN ends within what looks like one and the words behind it; 0 when modulo 97 does not pass.

    The length is its country's; of a country that is not listed, all that is written.
    """
    compact = re.sub(r"[\W_]", "", written).upper()
    length = IBAN_LENGTHS.get(compact[:2], len(compact))
    number = compact[:length]
    if len(number) < max(15, length) or int("".join(str(int(each, 36)) for each in number[4:] + number[:4])) % 97 != 1:
        return 0
    places = [place for place, character in enumerate(written) if character.isalnum()]
    return places[length - 1] + 1

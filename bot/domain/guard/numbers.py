"""Figures in a text: counts, money, shares, durations; in digits or words, exact, approximate or as a range."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.domain.guard.found import Aspect, Found, Role
from bot.domain.guard.tongue import TONGUES
from bot.domain.playbook import Language

CURRENCIES = {"€": "eur", "euro": "eur", "eur": "eur", "$": "usd", "dollar": "usd", "usd": "usd", "£": "gbp"}
CURRENCIES |= {"pound": "gbp", "livre": "gbp", "gbp": "gbp", "chf": "chf", "franc": "chf"}

# A word in front that says that the number is the name of something, or belongs to a list or a page.
_NUMBERED = re.compile(r"(?:n°|\bno\.?|num(?:ero|ber)|article|page|chapitre|chapter|section|phase|niveau|level|#)\s*$")
_YEAR_BEFORE = re.compile(r"\b(?:en|in|since|depuis|de|of|annee|year|fin|debut|by|avant|apres|until|before|after)\s+$")
_AGO = re.compile(r"\bil y a\s+$"), re.compile(r"\s+ago\b")
_BEFORE = re.compile(r"(?:\bpasse\w* de|\bfrom|\binstead of|\bau lieu de)\s+$")
_FROM = re.compile(r"\b(?:de|from)\s+$")  # `from 5 to 8 %` is a change, `5 to 8 %` is a range
_DIFFERENCE = re.compile(r"\s+(?:de plus|de moins|more|less|off|extra|supplementaires?)\b")
_TIMES = re.compile(r"\s(?:fois|times|reprises)\b")  # how often: the other language may have one word for it
_ONLY_ONE = re.compile(r"\b(?:only|just|seule?)\s+$")
UP_TO = 1.25  # "more than 4,000" still holds for 5,000


@lru_cache
def _expressions(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A figure with its unit; what approximates it, in front; a word of a number written out."""
    tongue = TONGUES[language]
    words = "|".join(sorted((*tongue.numbers, "mille", "cent", "thousand"), key=len, reverse=True))
    digits = r"\d{1,3}(?:[ .]\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?"
    if language == "en":
        digits = r"\d{1,3}(?:[, ]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
    number = rf"(?:{digits}|(?:{words})(?:[ -](?:(?:et|and)[ -])?(?:{words}))*s?)"
    scales = "|".join(sorted(tongue.scales, key=len, reverse=True))
    currency = r"€|\$|£|euros?|eur|dollars?|usd|pounds?|livres?|gbp|chf|francs?"
    durations = "|".join(sorted(tongue.durations, key=len, reverse=True))
    unit = (
        rf"\s?(?:(?P<percent>%|(?:pour|per)[ -]?cent\b)|(?:d'|de )?(?P<money>{currency})(?!\w)"
        rf"|(?:de )?(?:(?:working|business|calendar) )?(?P<duration>{durations})(?!\w))"
    )
    figure = re.compile(
        rf"(?<![\w.,/°#-])(?P<between>(?:entre|between)\s+)?(?P<lead>[€$£]\s?)?(?P<first>{number})"
        rf"(?:(?P<range>(?(between)\s(?:et|and)\s|(?:\s(?:a|to)\s|\s?[-–]\s?)))(?P<second>{number}))?"
        rf"(?:\s?(?P<scale>{scales})(?=[\s€$£.,;:!?)]|$))?(?:{unit}|(?![\w%/°]|-\w))"
    )
    near = re.compile(
        rf"\b(?:(?P<about>{tongue.about})|(?P<over>{tongue.over})|(?P<under>{tongue.under}))\s*(?:les |the )?$"
    )
    return figure, near, re.compile(rf"{words}|{scales}")


def figures(text: str, language: Language) -> Iterator[Found]:
    """Every figure of a plain text."""
    tongue = TONGUES[language]
    figure, _, _ = _expressions(language)
    yield from _fractions(text, language)
    for match in figure.finditer(text):
        yield from _figure(text, match, language)
    none = (
        r"\b(?:aucune?|zero)\b(?! de\b)"
        if language == "fr"
        else r"\b(?:no(?= \w)(?! (?:longer|one|doubt|more|later))|zero)\b"
    )
    nobody = r"\bpersonne (?=n[e'])" if language == "fr" else r"\b(?:nobody|no one|none)\b"
    for match in re.finditer(f"{none}|{nobody}", text):
        yield Found(Aspect.COUNT, match.start(), match.start() + len(match[0].rstrip()), loose=True)
    for match in re.finditer(rf"\b(?:an?|une?)\s+({'|'.join(tongue.durations)})\b", text):
        hours = tongue.durations[match[1]]
        yield _around(text, match, Found(Aspect.DURATION, *match.span(), hours, hours, loose=True), language)


def _figure(text: str, match: re.Match[str], language: Language) -> Iterator[Found]:
    tongue = TONGUES[language]
    before = text[max(0, match.start() - 30) : match.start()]
    split = match["range"] and _FROM.search(before)
    scale = tongue.scales.get(match["scale"] or "", 1)
    low = value(match["first"], language) * scale
    high = value(match["second"], language) * scale if match["second"] and not split else low
    aspect, unit = _unit(match)
    if aspect is Aspect.DURATION:
        low, high = (hours * tongue.durations[match["duration"]] for hours in (low, high))
    if aspect is Aspect.COUNT and _no_count(text, match, before, low):
        return
    if aspect is Aspect.DURATION and (_AGO[0].search(before) or _AGO[1].match(text, match.end())):
        return
    role = Role.DIFFERENCE if _DIFFERENCE.match(text, match.end()) else None
    if split:
        last = value(match["second"], language) * scale
        yield Found(aspect, match.start(), match.end("first"), low, low, unit, role=Role.BEFORE)
        yield Found(aspect, match.start("second"), match.end(), last, last, unit, role=role)
        return
    if _BEFORE.search(before):
        role = Role.BEFORE
    loose = low == 1 and not match["first"][0].isdigit() and not _ONLY_ONE.search(before)
    loose = loose or bool(_TIMES.match(text, match.end()))
    found = Found(aspect, match.start(), match.end(), min(low, high), max(low, high), unit, role=role, loose=loose)
    yield _around(text, match, found, language)


def _unit(match: re.Match[str]) -> tuple[Aspect, str]:
    if match["percent"]:
        return Aspect.PERCENT, "%"
    if sign := match["money"] or (match["lead"] or "").strip():
        return Aspect.MONEY, CURRENCIES[sign.rstrip("s")]
    return (Aspect.DURATION, "hours") if match["duration"] else (Aspect.COUNT, "")


def _no_count(text: str, match: re.Match[str], before: str, number: float) -> bool:
    """A year, the number of a page, a figure with a leading zero, a fraction that is read elsewhere."""
    written = match["first"]
    if _NUMBERED.search(before) or re.match(r"0\d", written):
        return True
    if len(written) == 4 and 1900 <= number <= 2099 and _YEAR_BEFORE.search(before):
        return True
    return bool(re.match(r"\s*(?:°|h\b|/)", text[match.end() : match.end() + 3]))


def _around(text: str, match: re.Match[str], found: Found, language: Language) -> Found:
    """The figure with what approximates it: about is 15 % either way."""
    near = _expressions(language)[1].search(text[max(0, match.start() - 25) : match.start()])
    if near is None:
        return found
    start = match.start() - (min(25, match.start()) - near.start())
    low, high = found.low, found.high
    if near["about"]:
        low, high = low * 0.85, high * 1.15
    elif near["over"]:
        high *= UP_TO
    else:
        low = 0
    return Found(found.aspect, start, found.end, low, high, found.unit, role=found.role, loose=found.loose)


def _fractions(text: str, language: Language) -> Iterator[Found]:
    """`un train sur trois`, `two trains out of three`: a share of the thing that is named."""
    one = r"une?|" if language == "fr" else "one|"
    words = one + "|".join(sorted(TONGUES[language].numbers, key=len, reverse=True))
    over = "sur" if language == "fr" else r"(?:out of|in)(?: every)?"
    for match in re.finditer(
        rf"(?<![\d.,-])(?<!\d )\b({words}|\d+) ((?:[a-z'-]+ ){{1,2}}){over} ({words}|\d+)\b(?![ .,]?\d)", text
    ):
        part, whole = (value(match[group], language) for group in (1, 3))
        if 0 < part < whole:
            share = 100 * part / whole
            names = frozenset(match[2].split())
            yield Found(Aspect.PERCENT, *match.span(), share - 0.5, share + 0.5, "%", names=names)


def value(written: str, language: Language) -> float:
    """A number in digits or in words; 1 for an article."""
    if written[0].isdigit():
        comma = "," if language == "fr" else "."
        whole, _, rest = written.replace(" ", "").partition(comma)
        if language == "fr" and re.fullmatch(r"\d+\.\d{1,2}", whole):
            whole, _, rest = whole.partition(".")
        return float(f"{re.sub(r'[.,]', '', whole)}.{rest or 0}")
    tongue = TONGUES[language]
    total = current = 0.0
    for word in _expressions(language)[2].findall(written):
        number = tongue.numbers.get(word, 0) or tongue.scales.get(word, 0)
        if number >= 1000:
            total, current = total + max(current, 1) * number, 0
        elif number == 100:
            current = max(current, 1) * 100
        elif word in {"vingt", "vingts"} and current == 4:
            current = 80
        else:
            current += number
    return total + current or 1

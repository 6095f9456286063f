"""Dates and times in a text, as French and English people write them; relative days are counted from a moment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.guard.found import Aspect, Found
from bot.domain.guard.tongue import TONGUES
from bot.domain.playbook import Language

_AFTER = re.compile(r"(?:shortly|soon|just|peu|juste) (?:after|apres)\s+$")
_NEAR = re.compile(r"\b(?:vers|around|about|environ|aux alentours de|circa)\s+$")
SLACK = 20  # minutes either way of "about 2 pm"


@lru_cache
def _expressions(language: Language) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A date, a relative day or weekday, a time of day."""
    tongue = TONGUES[language]
    months = "|".join(sorted(tongue.months, key=len, reverse=True))
    weekdays = "|".join(tongue.weekdays)
    numeric = r"(?P<iso>\d{4}-\d{2}-\d{2})|(?P<slash>\d{1,2}/\d{1,2}/\d{2,4})"
    year = r"(?!\w)(?:,? (?P<y{}>20\d\d))?"
    if language == "fr":
        day = r"(?:1er|\d{1,2})"
        days = rf"{day}(?:(?: et| au|,| a|-)(?: le)? {day})*"
        dates = rf"(?:(?P<w>{weekdays}) )?(?P<days>{days}) (?P<m>{months}){year.format('')}"
        times = (
            r"(?<![\w,])(?P<h>\d{1,2})"
            r"(?: ?h ?(?P<min>[0-5]\d)(?!\w)|:(?P<min2>[0-5]\d)(?![\w:])| ?(?:h|heures?)(?![\w/]))"
            r"|\b(?P<noon>midi)\b(?! et demi)|\b(?P<midnight>minuit)\b"
        )
    else:
        day = r"\d{1,2}(?:st|nd|rd|th)?"
        days = rf"{day}(?:(?: and| to| or|,|-|–) ?{day})*"
        dates = (
            rf"(?:(?P<w>{weekdays}),? )?(?:the )?(?P<days>{days})(?: of)? (?P<m>{months}){year.format('')}"
            rf"|(?:(?P<w2>{weekdays}),? )?\b(?P<m2>{months})\.? (?P<days2>{days}){year.format('2')}"
        )
        times = (
            r"(?<![\w£$€.,])(?P<h>\d{1,2})(?:[:.](?P<min>[0-5]\d))? ?(?P<half>[ap](?:\.m\.|m\b))"
            r"|(?<![\w£$€.,])(?P<h2>\d{1,2}):(?P<min2>[0-5]\d)(?![\w:])"
            r"|\b(?:12 )?(?P<noon>noon|midday)\b|\b(?P<midnight>midnight)\b"
        )
    relative = "|".join(sorted(tongue.days, key=len, reverse=True))
    return (
        re.compile(rf"(?<![\w/.,])(?:{dates}|{numeric})"),
        re.compile(rf"\b(?:(?P<day>{relative})|(?P<weekday>{weekdays}))\b(?: (?:dernier|prochain))?"),
        re.compile(times),
    )


def moments(text: str, language: Language, today: date) -> Iterator[Found]:
    """Every date and time of a plain text that was written on a day."""
    dates, days, times = _expressions(language)
    for match in dates.finditer(text):
        yield from _dates(match, language)
    for match in days.finditer(text):
        yield _day(match, language, today)
    for match in times.finditer(text):
        if found := _time(text, match):
            yield found
    years = r"\b(?:en|in|since|depuis|in early|in late|fin|debut)\s+((?:19|20)\d\d)\b(?! [a-z]+s\b)"
    for match in re.finditer(years, text):
        yield Found(Aspect.DATE, *match.span(1), 0, 1299, year=int(match[1]))


def on(day: date) -> float:
    """A day of the year as dates are compared."""
    return day.month * 100 + day.day


def _dates(match: re.Match[str], language: Language) -> Iterator[Found]:
    """One date for each day that stands before one month: `le 3 et le 19 février`."""
    groups = match.groupdict()
    if groups["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
        yield Found(Aspect.DATE, *match.span(), month * 100 + day, month * 100 + day, year=year)
        return
    if groups["slash"]:
        day, month, year = map(int, match["slash"].split("/"))
        yield Found(Aspect.DATE, *match.span(), month * 100 + day, month * 100 + day, year=year % 100 + 2000)
        return
    second = "2" if groups.get("days2") else ""
    month = TONGUES[language].months[match[f"m{second}"]]
    year = int(match[f"y{second}"] or 0)
    base, days = match.start(f"days{second}"), list(re.finditer(r"\d+", match[f"days{second}"]))
    for place, day_match in enumerate(days):
        number = month * 100 + int(day_match[0])
        first, last = place == 0, place == len(days) - 1
        start = match.start() if first else base + day_match.start()
        end = match.end() if last or len(days) == 1 else base + day_match.end()
        yield Found(Aspect.DATE, start, end, number, number, year=year)


def _day(match: re.Match[str], language: Language, today: date) -> Found:
    """A relative day; a weekday is the nearest one, within three days before and after."""
    tongue = TONGUES[language]
    if match["day"]:
        day = today + timedelta(days=tongue.days[match["day"]])
    else:
        day = today + timedelta(days=(tongue.weekdays[match["weekday"]] - today.weekday() + 3) % 7 - 3)
    return Found(Aspect.DATE, *match.span(), on(day), on(day), unit="" if match["day"] else "weekday", loose=True)


# A number of hours is a time of day only after such a word; `pendant 2 h` lasts.
_CLOCK = re.compile(r"\b(?:a|vers|des|avant|apres|jusqu'a|depuis|entre|et|d'ici|d'ici a)\s+$")
_UNTIL = re.compile(r"\s*(?:a|-|–)\s*\d{1,2} ?h")
_LASTS = re.compile(r"\b(?:pendant|durant|duree de|en|sous|dans les|moins de|plus de)\s+$")


def _time(text: str, match: re.Match[str]) -> Found | None:
    before = text[max(0, match.start() - 20) : match.start()]
    groups = match.groupdict()
    if groups.get("noon") or groups.get("midnight"):
        return Found(Aspect.TIME, *match.span(), 720 if groups.get("noon") else 0, 720 if groups.get("noon") else 0)
    hours = int(groups.get("h") or groups.get("h2") or 0)
    minutes = int(groups.get("min") or groups.get("min2") or 0)
    plain_hours = "half" not in groups and not (groups.get("min") or groups.get("min2"))
    clock = _CLOCK.search(before) or _UNTIL.match(text, match.end())
    if _LASTS.search(before) or (plain_hours and not clock) or hours > 24:
        return None
    if half := groups.get("half"):
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    moment = hours % 24 * 60 + minutes
    found = Found(Aspect.TIME, *match.span(), moment, moment)
    if _AFTER.search(before):
        return replace(found, high=moment + SLACK)
    return replace(found, low=moment - SLACK, high=moment + SLACK) if _NEAR.search(before) else found

"""The promises of a public text: what it says will be done, and by when."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.guard.appointments import appointments
from bot.domain.guard.found import Aspect, Found
from bot.domain.guard.moments import moments, on
from bot.domain.guard.numbers import figures
from bot.domain.guard.plain import plain
from bot.domain.guard.tokens import sentences
from bot.domain.guard.words import Words

# The French future of what we do: `nous publierons`, `je rembourserai`, `notre équipe rappellera`.
_FRENCH_FUTURE = re.compile(
    r"\b(?:nous|je|on)\b[^.;]{0,40}?\b\w{2,}(?:rons|rai|ra)\b|\b(?:notre|nos)\b[^.;]{0,60}?\b\w{2,}(?:ra|ront)\b"
)
_FUTURE = re.compile(r"\b(?:will|shall|\w{2,}(?:ra|ront|rons|rez|rai))\b")
_WITHIN = re.compile(
    r"\b(?:sous|dans un delai de|dans les|d'ici|dans|within|in|in the next|over the next|avant)\s+(?:the next\s+)?$"
)
_DEADLINE = re.compile(r"\b(?:d'ici|avant|by|before|no later than|au plus tard|until|jusqu'au?)\b")
_PERIOD_FR = re.compile(
    r"\b(?:fin de (?:la |cette )?(semaine|annee)|cette (semaine|annee)|fin du mois|ce mois|fin (\w+))\b"
)
_PERIOD_EN = re.compile(r"\bend of (?:the |this )?(week|month|year|\w+)\b|\bthis (week|month|year)\b")


@dataclass(frozen=True)
class Promise:
    """`quote` is the sentence, from `start` to `end`; `due_quote` the words that say when, empty without a date."""

    quote: str
    start: int
    end: int
    due: date | None = None
    due_quote: str = ""
    at: time | None = None


def promises(text: str, words: Words, at: datetime) -> list[Promise]:
    """What a text promises, sentence by sentence; relative dates count from `at`, in its own time zone."""
    low = plain(text)
    found: list[Promise] = []
    for start, end in sentences(text):
        promise = _promise(text, low, start, end, words, at)
        if _commits(low[start:end], words, dated=promise.due is not None):
            found.append(promise)
    return found


def next_words(text: str, words: Words, at: datetime) -> list[Promise]:
    """The sentences that say when we speak again, as in `Prochain point à 22 h`."""
    low = plain(text)
    return [_promise(text, low, start, end, words, at) for start, end in appointments(text, words, at)[1]]


def _commits(sentence: str, words: Words, *, dated: bool) -> bool:
    """Our own future; or anything in the future that has a date."""
    lexicon = words.lexicon
    if lexicon.no_promises.search(sentence) or sentence.endswith("?"):
        return False
    french = words.language == "fr" and _FRENCH_FUTURE.search(sentence)
    return bool(french or lexicon.commitments.search(sentence) or (dated and _FUTURE.search(sentence)))


def _promise(text: str, low: str, start: int, end: int, words: Words, at: datetime) -> Promise:
    sentence = low[start:end]
    hour = next((each for each in moments(sentence, words.language, at) if each.aspect is Aspect.TIME), None)
    moment = time(int(hour.high) // 60 % 24, int(hour.high) % 60) if hour else None
    dates = list(_dates(sentence, words, at))
    due = min(dates, key=lambda pair: _rank(sentence, pair[0], pair[1], at.date()), default=None)
    if due is None and hour:
        day = at.date() if moment and moment > at.time() else at.date() + timedelta(days=1)
        due = (day, hour)
    if due is None:
        return Promise(text[start:end], start, end, at=moment)
    day, place = due
    return Promise(text[start:end], start, end, day, text[start + place.start : start + place.end], moment)


def _rank(sentence: str, day: date, found: Found, today: date) -> tuple[bool, bool, int]:
    """A date behind `by` or `before` comes first, today's last: `since this morning … will be ready by the 31st`."""
    limit = _DEADLINE.search(sentence, max(0, found.start - 20), found.start + 6)
    return not limit, day == today, found.start


def _dates(sentence: str, words: Words, at: datetime) -> Iterator[tuple[date, Found]]:
    """Every day that a sentence names from today on, and where."""
    today = at.date()
    for found in moments(sentence, words.language, at):
        if found.aspect is Aspect.DATE and (day := _day(found, today)) and day >= today:
            yield day, found
    for found in figures(sentence, words.language):
        if found.aspect is Aspect.DURATION and _WITHIN.search(sentence[: found.start]):
            yield (at + timedelta(hours=found.high)).date() if found.high < 730 else _months(today, found.high), found
    yield from _periods(sentence, words, today)


def _day(found: Found, today: date) -> date | None:
    """The day that is meant: the next one of that name, unless the year stands there."""
    month, number = divmod(int(found.low), 100)
    if not month or found.high != found.low:
        return date(found.year, 12, 31) if found.year else None
    if found.unit == "weekday":
        around = [today + timedelta(days=away) for away in range(-3, 4)]
        near = next(day for day in around if on(day) == found.low)
        return near if near >= today else near + timedelta(days=7)
    years = [found.year] if found.year else range(today.year, today.year + 9)
    return next((day for year in years if (day := _real(year, month, number)) and (found.year or day >= today)), None)


def _real(year: int, month: int, number: int) -> date | None:
    """The date, if there is such a day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _months(today: date, hours: float) -> date:
    """Whole months from a day on, the last day of a shorter month."""
    months = round(hours / 730)
    year, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + year, month + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _periods(sentence: str, words: Words, today: date) -> Iterator[tuple[date, Found]]:
    """`by the end of the week`, `d'ici fin juin`, `avant juin`: the last day of the period, or the eve of a month."""
    months = words.lexicon.tongue.months
    for match in (_PERIOD_FR if words.language == "fr" else _PERIOD_EN).finditer(sentence):
        word = next((group for group in match.groups() if group), "mois")
        place = Found(Aspect.DATE, *match.span())
        if word in {"semaine", "week"}:
            yield today + timedelta(days=6 - today.weekday()), place
        elif word in {"annee", "year"}:
            yield date(today.year, 12, 31), place
        elif word in {"mois", "month"}:
            yield _last_day(today, today.month), place
        elif word in months:
            yield _last_day(today, months[word]), place
    names = "|".join(sorted(months, key=len, reverse=True))
    for match in re.finditer(rf"\b(d'ici|avant|by|before|in|en)\s+(?:le mois de )?({names})\b(?! \d)", sentence):
        place = Found(Aspect.DATE, *match.span())
        last = _last_day(today, months[match[2]])
        ends = match[1] in {"en", "in"}
        yield last if ends else last.replace(day=1) - timedelta(days=0 if match[1] in {"by", "d'ici"} else 1), place


def _last_day(today: date, month: int) -> date:
    year = today.year + (month < today.month)
    return date(year, month, calendar.monthrange(year, month)[1])

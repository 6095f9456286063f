"""A time as people type it: `22:00`, `22h30`, `10 pm`, `+45`, `+2h`, `in 2 hours`, `dans 1 h 30`, `demain 9 h`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.working_time import zone
from bot.slack.words import fold

LONGEST = timedelta(days=31)
"""A longer span is a slip of the finger: a public word is promised for hours, at most for days."""

_SPAN = re.compile(
    r"(?:\+|(?:in|dans|d'ici)\s)\s*"
    r"(?:(?P<days>\d{1,2})\s*(?:d|days?|j|jours?)\b\s*)?"
    r"(?:(?P<hours>\d{1,3})\s*(?:h|hrs?|hours?|heures?)\s*(?=\d|$|et |and )(?:(?:et|and)\s*)?)?"
    r"(?:(?P<minutes>\d{1,4})\s*(?:m|mins?|minutes?)?)?"
)
_CLOCK = re.compile(
    r"(?P<day>tomorrow|demain|today|aujourd'hui|ce soir|tonight)?\s*(?:(?:at|a|vers|by|for|pour)\s)?\s*"
    r"(?P<hour>[01]?\d|2[0-4])\s*(?:[:.h]\s*(?P<minute>[0-5]\d)?|(?=\s*[ap]\.?m|$))\s*(?P<half>[ap])?\.?(?:m\.?)?"
)
_PAST = re.compile(
    r"(?:(?P<yesterday>yesterday|hier)\s*|"
    r"(?:(?P<year>\d{4})-)?(?P<month>\d{2})-(?P<day>\d{2})[t\s]\s*)?"
    r"(?:(?:at|a)\s)?\s*(?P<hour>[01]?\d|2[0-3])\s*[:.h]\s*(?P<minute>[0-5]\d)?"
)
_EUROPEAN = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\b")
_NAMED = {"noon": "12:00", "midi": "12:00", "midnight": "0:00", "minuit": "0:00"}
_TOMORROW = frozenset({"tomorrow", "demain"})


def moment_in(text: str, now: datetime, timezone: str) -> datetime | None:
    """The moment (UTC) that a text names; None when it names none.

    A time of day is read on the wall clock of `timezone`: its next one, tomorrow's when today's has passed. What
    begins with `+`, `in` or `dans` counts from `now`; a bare number then means minutes.
    """
    words = " ".join(fold(text).replace("’", "'").split()).strip(" .!?")
    for name, clock in _NAMED.items():
        words = re.sub(rf"\b{name}\b", clock, words)
    if found := _SPAN.fullmatch(words):
        span = timedelta(**{unit: int(number) for unit, number in found.groupdict().items() if number})
        return now + span if timedelta() < span <= LONGEST else None
    if found := _CLOCK.fullmatch(words):
        return _next(found, now, timezone)
    return None


def past_moment_in(text: str, now: datetime, timezone: str) -> datetime | None:
    """The latest moment (UTC) until now at which a wall clock showed this: `14:20`, `yesterday 9h`, `2027-03-13 14:20`.

    A day may be named as `yesterday`, `hier`, `13/03` or `2027-03-13`. None when the text names no such moment.
    """
    words = _EUROPEAN.sub(_iso, " ".join(fold(text).split()).strip(" .!?"))
    found = _PAST.fullmatch(words)
    if found is None:
        return None
    today = now.astimezone(zone(timezone)).date()
    days = [today, today - timedelta(days=1)]
    if found["yesterday"]:
        days = [today - timedelta(days=1)]
    elif found["month"]:
        try:
            day = date(int(found["year"] or today.year), int(found["month"]), int(found["day"]))
            days = [day] if day <= today or found["year"] else [day.replace(year=day.year - 1)]
        except ValueError:
            return None
    clock = time(int(found["hour"]), int(found["minute"] or 0))
    read = [reading for day in days for reading in _readings(day, clock, timezone) if reading <= now]
    return max(read, default=None)


def _iso(european: re.Match[str]) -> str:
    day, month, year = european.groups()
    return f"{year + '-' if year else ''}{int(month):02}-{int(day):02}"


def _next(found: re.Match[str], now: datetime, timezone: str) -> datetime | None:
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour == 24 and minute:
        return None
    today = now.astimezone(zone(timezone)).date()
    days = [today + timedelta(days=1)] if found["day"] in _TOMORROW else [today, today + timedelta(days=1)]
    for day in days:
        for reading in _readings(day + timedelta(days=hour // 24), time(hour % 24, minute), timezone):
            if reading > now:
                return reading
    return None


def _readings(day: date, clock: time, timezone: str) -> list[datetime]:
    """When a wall clock shows this: twice on the night when summer time ends; past the gap when it begins."""
    local = datetime.combine(day, clock, zone(timezone))
    return [local.replace(fold=fold).astimezone(UTC) for fold in (0, 1)]

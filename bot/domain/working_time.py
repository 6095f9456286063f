"""Working days, working hours and quiet nights, as the clock on somebody's wall shows them.

Every moment goes in and comes out in UTC, with its zone. Zones are IANA names such as `Europe/Paris`; a name
that is missing or unknown counts as UTC, so that a person without a zone is still reminded.

Public holidays are not known: a day off besides the weekend counts only where `holidays` lists it.

Where the clocks change, one reading of a wall clock comes twice or never. Working hours then open at the later
moment and close at the earlier one, nights the other way round: in doubt, people are left in peace.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.model import Model

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:00)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NEXT = timedelta(days=1)


def _clock(value: Any) -> Any:
    if isinstance(value, str) and not _CLOCK.fullmatch(value):
        raise PydanticCustomError("fault.not_a_time", "a time of day is written HH:MM", {"value": value})
    return value


def _day(value: Any) -> Any:
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise PydanticCustomError("fault.not_a_date", "a date is written YYYY-MM-DD", {"value": value})
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday()`."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"


_WEEK = tuple(Weekday)


class WorkingDays(Model):
    """Which days count: those of the week, without the holidays that are listed."""

    days: tuple[Weekday, ...] = Field(default=_WEEK[:5], min_length=1, max_length=7)
    holidays: tuple[Day, ...] = Field(default=(), max_length=400)

    def __contains__(self, day: date) -> bool:
        return _WEEK[day.weekday()] in self.days and day not in self.holidays


class WorkingHours(WorkingDays):
    """When people work: from `opens` until just before `closes`, on the same day."""

    opens: Clock = time(9)
    closes: Clock = time(18)

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("closes must be later than opens")
        return self


class Night(Model):
    """When nobody is woken for what can wait; it may run past midnight. Two equal times: never."""

    begins: Clock = time(22)
    ends: Clock = time(7)


OFFICE = WorkingHours()
NIGHT = Night()


def zone(timezone: str | None) -> ZoneInfo:
    """The zone of this name; UTC where there is none, or none of this name."""
    try:
        return ZoneInfo(timezone or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def next_working_moment(at: datetime, timezone: str | None, hours: WorkingHours = OFFICE) -> datetime:
    """`at` itself inside working hours, else when they next open."""
    place = zone(timezone)
    day = at.astimezone(place).date()
    while True:
        if day in hours:
            opens, closes = max(_readings(day, hours.opens, place)), min(_readings(day, hours.closes, place))
            if at < closes and opens < closes:
                return max(at, opens)
        day += _NEXT


def next_opening(at: datetime, timezone: str | None, hours: WorkingHours = OFFICE) -> datetime:
    """When working hours next begin after `at`."""
    now_or_later = next_working_moment(at, timezone, hours)
    if now_or_later > at:
        return now_or_later
    place = zone(timezone)
    return next_working_moment(on(at.astimezone(place).date() + _NEXT, time(), place), timezone, hours)


def last_working_moment(at: datetime, timezone: str | None, hours: WorkingHours = OFFICE) -> datetime:
    """`at` itself inside working hours, else when they opened last before it."""
    place = zone(timezone)
    day = at.astimezone(place).date()
    while True:
        if day in hours:
            opens, closes = max(_readings(day, hours.opens, place)), min(_readings(day, hours.closes, place))
            if opens <= at and opens < closes:
                return at if at < closes else opens
        day -= _NEXT


def add_working_days(at: datetime, days: int, timezone: str | None, working: WorkingDays = OFFICE) -> datetime:
    """The same time of day, that many working days later.

    The day of `at` does not count; from a weekend, the first working day after it is day one. Where this time
    of day comes twice, the first is meant; where it is left out, the clock has been put forward by then.
    Raises ValueError for a negative number.
    """
    if days < 0:
        raise ValueError("working days are only counted forward")
    if days == 0:
        return at
    place = zone(timezone)
    local = at.astimezone(place)
    day, left = local.date(), days
    while left:
        day += _NEXT
        left -= day in working
    return on(day, local.time(), place)


def office_days_later(at: datetime, days: int, timezone: str, office: WorkingHours) -> datetime:
    """So many working days later, at a moment when people are at work."""
    return next_working_moment(add_working_days(at, days, timezone, office), timezone, office)


def add_working_hours(at: datetime, hours: int, timezone: str | None, working: WorkingDays) -> datetime:
    """That many hours later, where the hours of other days do not count: round the clock, but not on a Sunday."""
    place = zone(timezone)
    left = timedelta(hours=hours)
    while True:
        day = at.astimezone(place).date()
        midnight = on(day + _NEXT, time(), place)
        if day in working:
            if at + left <= midnight:
                return at + left
            left -= midnight - at
        at = midnight


def quiet(at: datetime, timezone: str | None, night: Night = NIGHT) -> bool:
    """Whether it is night there."""
    return _night_end(at, zone(timezone), night) is not None


def quiet_until(at: datetime, timezone: str | None, night: Night = NIGHT) -> datetime:
    """`at` itself by day, else the end of the night."""
    place = zone(timezone)
    while (end := _night_end(at, place, night)) is not None:
        at = end
    return at


def on(day: date, clock: time, place: ZoneInfo) -> datetime:
    """A wall clock's reading as a moment: the first of two; past the gap where there is none."""
    return datetime.combine(day, clock, place).replace(fold=0).astimezone(UTC)


def _night_end(at: datetime, place: ZoneInfo, night: Night) -> datetime | None:
    """The end of the night that `at` is in."""
    if night.begins == night.ends:
        return None
    today = at.astimezone(place).date()
    for day in (today - _NEXT, today):
        begins = min(_readings(day, night.begins, place))
        morning = day if night.begins < night.ends else day + _NEXT
        ends = max(_readings(morning, night.ends, place))
        if begins <= at < ends:
            return ends
    return None


def _readings(day: date, clock: time, place: ZoneInfo) -> tuple[datetime, datetime]:
    """The two moments that a wall clock's reading may mean; one and the same but where the clocks change."""
    first = datetime.combine(day, clock, place)
    return first.replace(fold=0).astimezone(UTC), first.replace(fold=1).astimezone(UTC)

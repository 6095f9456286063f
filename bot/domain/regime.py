"""Legal regimes as data: what starts each clock, what is due by when, and where it is written.

They remind and do not advise: a lawyer says whether a regime applies and when its clock began. Laws change,
so every figure stands in a file, with its source, and none in the code.

Times are counted on the side of caution. Days and months end at the time of day at which they began, though the
law may allow the whole day; a date that falls on a weekend is not moved to the next working day. Public holidays
are not known: business days skip weekends, and a holiday only where the file lists it.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.model import Model
from bot.domain.playbook import Key, Label, SchemaVersion, Text
from bot.domain.working_time import Clock, Day, Weekday, WorkingDays, add_working_days, add_working_hours, on, zone


def _https(link: str) -> str:
    if not link.startswith("https://") or not urlsplit(link).hostname or any(map(str.isspace, link)):
        raise PydanticCustomError("fault.not_https", "a link begins with https://", {"value": link})
    return link


def _two_letters(code: str) -> str:
    if not (len(code) == 2 and code.isascii() and code.isalpha() and code.isupper()):
        raise PydanticCustomError("fault.not_a_jurisdiction", "two capital letters", {"value": code})
    return code


def _zone_name(name: str) -> str:
    if zone(name).key != name:
        raise PydanticCustomError("fault.not_a_zone", "there is no such time zone", {"value": name})
    return name


Link = Annotated[str, Field(max_length=500), AfterValidator(_https)]
Jurisdiction = Annotated[str, AfterValidator(_two_letters)]
ZoneName = Annotated[str, AfterValidator(_zone_name)]
Days = Annotated[tuple[Day, ...], Field(max_length=400)]


class Family(StrEnum):
    """What the crisis is about: the questions that open the clocks."""

    PERSONAL_DATA = "personal_data"
    CYBER = "cyber"
    LISTED = "listed"
    PRODUCT = "product"
    ACCIDENT = "accident"
    PRESS = "press"
    PLATFORM = "platform"


class Unit(StrEnum):
    """What a time limit is counted in."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"


class Calendar(StrEnum):
    """Which days count for hours and days; a month is a month in each of them."""

    EVERY_DAY = "every_day"  # day and night, weekends too
    MONDAY_TO_SATURDAY = "monday_to_saturday"  # without Sundays and listed holidays
    BUSINESS_DAYS = "business_days"  # Monday to Friday, without listed holidays


WEEKS: dict[Calendar, tuple[Weekday, ...]] = {
    Calendar.EVERY_DAY: tuple(Weekday),
    Calendar.MONDAY_TO_SATURDAY: tuple(Weekday)[:6],
    Calendar.BUSINESS_DAYS: tuple(Weekday)[:5],
}


class Deadline(Model):
    """One step and its time limit; without an amount the law gives no figure ("without undue delay").

    It counts from the regime's trigger, or `after` an earlier step was done, or from an event of its own that
    `starts` describes. `until` is the time of day at which its last day ends. `not_before` an opening: the limit
    is never earlier than this time of day on the first business day after the start.
    """

    key: Key
    label: Label
    amount: int | None = Field(default=None, ge=1, le=10_000)
    unit: Unit | None = None
    calendar: Calendar = Calendar.EVERY_DAY
    after: Key | None = None
    starts: Text | None = None
    until: Clock | None = None
    not_before: Clock | None = None

    @model_validator(mode="after")
    def _counts(self) -> Self:
        if (self.amount is None) != (self.unit is None):
            raise ValueError("amount and unit go together")
        if self.after and self.starts:
            raise ValueError("a step counts either after another or from an event of its own")
        if self.until and self.unit is not Unit.DAYS:
            raise ValueError("until needs days")
        if self.unit is Unit.MONTHS and self.calendar is not Calendar.EVERY_DAY:
            raise ValueError("months count every day")
        return self


class Source(Model):
    """The text of law itself."""

    title: Label
    link: Link
    article: str = Field(min_length=1, max_length=100)


class Regime(Model):
    """One law's clock. `timezone` is the authority's, where its clock counts instead of the crisis's own."""

    key: Key
    name: Label
    family: Family
    jurisdiction: Jurisdiction  # two letters of ISO 3166, or EU
    applies: Text  # to whom, to what
    trigger: Text  # what starts the clock
    steps: tuple[Deadline, ...] = Field(min_length=1, max_length=10)
    source: Source
    note: Text | None = None
    timezone: ZoneName | None = None
    holidays: Days = ()

    @model_validator(mode="after")
    def _steps_follow(self) -> Self:
        known: set[str] = set()
        for step in self.steps:
            if step.key in known or (step.after and step.after not in known):
                raise ValueError("each step has a key of its own and counts after an earlier one")
            known.add(step.key)
        return self


class Holidays(Model):
    """The public holidays of a jurisdiction, for its regimes that count business days."""

    jurisdiction: Jurisdiction
    days: Days


class Regimes(Model):
    """A file of regimes. `note` says that they remind and do not advise; it is shown wherever they are."""

    schema_version: SchemaVersion = 1
    note: Text
    regimes: tuple[Regime, ...] = Field(min_length=1, max_length=100)
    holidays: tuple[Holidays, ...] = Field(default=(), max_length=40)

    def get(self, key: str) -> Regime | None:
        """The regime of this key, if there is one."""
        return next((regime for regime in self.regimes if regime.key == key), None)


def deadlines(
    regime: Regime,
    started_at: datetime,
    timezone: str | None,
    *,
    done: Mapping[str, datetime] | None = None,
    starts: Mapping[str, datetime] | None = None,
) -> list[tuple[str, datetime]]:
    """When each step is due (UTC), by its key, in the order of the regime.

    `done`: when steps were carried out; what comes after one counts from there, and until then from its limit.
    `starts`: when the events happened that start single steps. A step has no time, and is left out, where the
    law gives no figure or what it counts from is not known.
    """
    done, starts = done or {}, starts or {}
    due: dict[str, datetime] = {}
    for step in regime.steps:
        start: datetime | None = started_at
        if step.starts:
            start = starts.get(step.key)
        elif step.after:
            start = done.get(step.after, due.get(step.after))
        if start is not None and step.amount is not None:
            due[step.key] = _due(step, step.amount, start, regime, regime.timezone or timezone)
    return list(due.items())


def _due(step: Deadline, amount: int, start: datetime, regime: Regime, timezone: str | None) -> datetime:
    place = zone(timezone)
    holidays = () if step.calendar is Calendar.EVERY_DAY else regime.holidays
    counted = WorkingDays(days=WEEKS[step.calendar], holidays=holidays)
    match step.unit:
        case Unit.HOURS if step.calendar is Calendar.EVERY_DAY:
            due = start + timedelta(hours=amount)
        case Unit.HOURS:
            due = add_working_hours(start, amount, timezone, counted)
        case Unit.DAYS:
            due = add_working_days(start, amount, timezone, counted)
            if step.until:
                due = on(due.astimezone(place).date(), step.until, place)
        case _:
            local = start.astimezone(place)
            due = on(_months_later(local.date(), amount), local.time(), place)
    if step.not_before:
        business = WorkingDays(holidays=regime.holidays)
        opening = add_working_days(start, 1, timezone, business).astimezone(place).date()
        due = max(due, on(opening, step.not_before, place))
    return due.astimezone(UTC)


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

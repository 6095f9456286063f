from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.working_time import (
    Night,
    Weekday,
    WorkingDays,
    WorkingHours,
    add_working_days,
    add_working_hours,
    next_working_moment,
    quiet,
    quiet_until,
    zone,
)

PARIS = "Europe/Paris"
# Summer time at midnight (Cairo, Havana), by half an hour (Lord Howe), a day that was skipped (Apia, 2011), none.
PLACES = st.sampled_from(
    [PARIS, "America/New_York", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe", "Pacific/Apia", "UTC", None]
)
MOMENTS = st.datetimes(datetime(2010, 1, 1), datetime(2032, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
HOLIDAYS = st.lists(st.dates(date(2010, 1, 1), date(2032, 1, 1)), max_size=3).map(tuple)
WEEKS = st.sets(st.sampled_from(Weekday), min_size=1).map(tuple)
DAYS = st.builds(WorkingDays, days=WEEKS, holidays=HOLIDAYS)


@st.composite
def hours_of_work(draw: st.DrawFn) -> WorkingHours:
    opens, closes = sorted(draw(st.sets(CLOCKS, min_size=2, max_size=2)))
    return WorkingHours(days=draw(WEEKS), holidays=draw(HOLIDAYS), opens=opens, closes=closes)


def paris(*parts: int, fold: int = 0) -> datetime:
    """A moment by the clocks of Paris."""
    return datetime(*parts, tzinfo=ZoneInfo(PARIS), fold=fold).astimezone(UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("at", "then"),
    [
        (paris(2026, 11, 23, 10), paris(2026, 11, 23, 10)),
        (paris(2026, 11, 23, 8, 59), paris(2026, 11, 23, 9)),
        (paris(2026, 11, 23, 18), paris(2026, 11, 24, 9)),
        (paris(2026, 11, 20, 18, 1), paris(2026, 11, 23, 9)),
        (paris(2026, 3, 27, 19), paris(2026, 3, 30, 9)),
        (paris(2026, 10, 23, 19), paris(2026, 10, 26, 9)),
        (paris(2026, 12, 31, 20), paris(2027, 1, 1, 9)),
        (paris(2028, 2, 28, 20), paris(2028, 2, 29, 9)),
    ],
    ids=["inside", "early", "evening", "friday", "spring", "autumn", "new year", "leap day"],
)
def test_what_comes_outside_the_hours_waits_until_they_open(at: datetime, then: datetime) -> None:
    """By the clock on the wall, whatever the season."""
    assert next_working_moment(at, PARIS) == then


@given(MOMENTS, PLACES, hours_of_work())
@example(paris(2026, 3, 28, 12), PARIS, WorkingHours(days=tuple(Weekday), opens=time(2, 15), closes=time(2, 45)))
@example(paris(2026, 10, 24, 12), PARIS, WorkingHours(days=tuple(Weekday), opens=time(2, 15), closes=time(2, 45)))
def test_the_next_working_moment_is_inside_the_hours_and_never_earlier(
    at: datetime, place: str | None, hours: WorkingHours
) -> None:
    """In every zone, on the days when clocks change too; and asking again changes nothing."""
    then = next_working_moment(at, place, hours)
    local = then.astimezone(zone(place))
    assert then >= at
    assert local.date() in hours
    assert hours.opens <= local.time() < hours.closes
    assert next_working_moment(then, place, hours) == then


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)), PLACES, hours_of_work())
def test_who_comes_later_is_never_told_earlier(
    at: datetime, later: timedelta, place: str | None, hours: WorkingHours
) -> None:
    """Reminders keep their order when they wait for the morning."""
    assert next_working_moment(at, place, hours) <= next_working_moment(at + later, place, hours)


@given(MOMENTS, PLACES, st.builds(Night, begins=CLOCKS, ends=CLOCKS))
def test_the_end_of_the_night_is_never_quiet(at: datetime, place: str | None, night: Night) -> None:
    """By day nothing waits; at night it waits for the end of this night, not for another one."""
    then = quiet_until(at, place, night)
    assert not quiet(then, place, night)
    assert (then == at) is not quiet(at, place, night)
    assert at <= then <= at + timedelta(hours=48)
    local = at.astimezone(zone(place)).time()
    over_midnight = night.begins > night.ends
    if (local >= night.begins or local < night.ends) if over_midnight else (night.begins <= local < night.ends):
        assert quiet(at, place, night)


@given(MOMENTS, st.timedeltas(timedelta(), timedelta(days=2)), PLACES, st.builds(Night, begins=CLOCKS, ends=CLOCKS))
def test_nights_keep_the_order_too(at: datetime, later: timedelta, place: str | None, night: Night) -> None:
    """Who comes later is never let through earlier."""
    assert quiet_until(at, place, night) <= quiet_until(at + later, place, night)


@pytest.mark.parametrize(
    ("at", "still"),
    [
        (paris(2026, 11, 23, 21, 59), False),
        (paris(2026, 11, 23, 22), True),
        (paris(2026, 11, 24, 0), True),
        (paris(2026, 11, 24, 6, 59), True),
        (paris(2026, 11, 24, 7), False),
        (paris(2026, 3, 29, 3), True),
        (paris(2026, 10, 25, 2, 30, fold=1), True),
    ],
)
def test_a_night_runs_past_midnight(at: datetime, still: bool) -> None:  # noqa: FBT001
    """From 22:00 until 07:00, the nights in which clocks change included."""
    assert quiet(at, PARIS) is still


def test_a_night_is_an_hour_shorter_in_spring_and_longer_in_autumn() -> None:
    """What waits, waits for 07:00 on the wall."""
    for evening, hours in ((paris(2026, 3, 28, 22), 8), (paris(2026, 10, 24, 22), 10), (paris(2026, 6, 1, 22), 9)):
        assert quiet_until(evening, PARIS) - evening == timedelta(hours=hours)


def test_equal_times_make_no_night() -> None:
    """A team that works around the clock switches the night off."""
    assert not quiet(paris(2026, 11, 24, 3), PARIS, Night(begins=time(0), ends=time(0)))


@pytest.mark.parametrize(
    ("at", "days", "then"),
    [
        (paris(2026, 11, 23, 10), 0, paris(2026, 11, 23, 10)),
        (paris(2026, 11, 23, 10), 4, paris(2026, 11, 27, 10)),
        (paris(2026, 11, 20, 10), 1, paris(2026, 11, 23, 10)),
        (paris(2026, 11, 21, 10), 4, paris(2026, 11, 26, 10)),
        (paris(2026, 3, 27, 10), 1, paris(2026, 3, 30, 10)),
        (paris(2026, 12, 31, 23), 1, paris(2027, 1, 1, 23)),
        (paris(2028, 2, 28, 10), 1, paris(2028, 2, 29, 10)),
    ],
    ids=["none", "a week", "friday", "from saturday", "spring", "new year", "leap day"],
)
def test_working_days_skip_weekends(at: datetime, days: int, then: datetime) -> None:
    """The day itself does not count; from a weekend, Monday is the first."""
    assert add_working_days(at, days, PARIS) == then


@given(MOMENTS, st.integers(0, 40), PLACES, DAYS)
def test_as_many_working_days_lie_between(at: datetime, days: int, place: str | None, working: WorkingDays) -> None:
    """Counted one by one from the day after, on the calendar of the place."""
    then = add_working_days(at, days, place, working)
    first, last = (moment.astimezone(zone(place)).date() for moment in (at, then))
    passed = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    if place != "Pacific/Apia":  # where a day of 2011 never was
        assert sum(day in working for day in passed) == days
    assert then >= at
    assert days == 0 or place == "Pacific/Apia" or last in working


@given(MOMENTS, st.integers(0, 20), st.integers(0, 20), DAYS)
def test_working_days_add_up(at: datetime, some: int, more: int, working: WorkingDays) -> None:
    """Two days and then three are five, and one more is never earlier."""
    step = add_working_days(at, some, "UTC", working)
    assert add_working_days(step, more, "UTC", working) == add_working_days(at, some + more, "UTC", working)
    reached = [add_working_days(at, days, PARIS, working) for days in range(some + 1)]
    assert all(before < after for before, after in pairwise(reached))


def test_a_time_that_the_clocks_leave_out_comes_after_the_change() -> None:
    """02:30 on the Sunday of spring is 03:30; the second 02:30 of autumn is not waited for."""
    every_day = WorkingDays(days=tuple(Weekday))
    assert add_working_days(paris(2026, 3, 28, 2, 30), 1, PARIS, every_day) == paris(2026, 3, 29, 3, 30)
    assert add_working_days(paris(2026, 10, 24, 2, 30), 1, PARIS, every_day) == paris(2026, 10, 25, 2, 30)


def test_working_days_are_not_counted_backwards() -> None:
    """A mistake is said, not answered with some date."""
    with pytest.raises(ValueError, match="forward"):
        add_working_days(paris(2026, 11, 23, 10), -1, PARIS)


@given(MOMENTS, st.integers(0, 200), PLACES, DAYS)
def test_working_hours_are_hours_of_working_days(
    at: datetime, hours: int, place: str | None, working: WorkingDays
) -> None:
    """Counted quarter by quarter, only those of working days are used up."""
    then = add_working_hours(at, hours, place, working)
    quarter, home = timedelta(minutes=15), zone(place)
    moments = range(int((then - at) / quarter))
    worked = sum((at + quarter * n).astimezone(home).date() in working for n in moments)
    assert abs(worked / 4 - hours) <= 1 + len(moments) / 96 / 4
    assert then >= at


def test_forty_eight_hours_without_the_sunday() -> None:
    """From Saturday afternoon they end on Tuesday."""
    week = WorkingDays(days=tuple(Weekday)[:6])
    assert add_working_hours(paris(2026, 11, 21, 14), 48, PARIS, week) == paris(2026, 11, 24, 14)


def test_a_holiday_counts_only_where_it_is_listed() -> None:
    """Public holidays are not known by themselves."""
    christmas = WorkingHours(holidays=(date(2026, 12, 25),))
    eve = paris(2026, 12, 24, 19)
    assert next_working_moment(eve, PARIS) == paris(2026, 12, 25, 9)
    assert next_working_moment(eve, PARIS, christmas) == paris(2026, 12, 28, 9)
    assert add_working_days(eve, 1, PARIS, christmas) == paris(2026, 12, 28, 19)


@pytest.mark.parametrize("name", [None, "", "Mars/Base", "Europe", "../etc", "Europe/Paris ", "a\0b", "é" * 300])
def test_who_has_no_zone_is_reminded_by_utc(name: str | None) -> None:
    """A missing or broken zone never loses a reminder."""
    at = datetime(2026, 11, 23, 5, tzinfo=UTC)
    assert next_working_moment(at, name) == datetime(2026, 11, 23, 9, tzinfo=UTC)
    assert quiet(at, name)
    assert add_working_days(at, 1, name) == at + timedelta(days=1)


def test_working_hours_are_written_as_in_a_playbook() -> None:
    """Times as HH:MM, days by their short names; they come back as they went."""
    hours = WorkingHours.model_validate({"opens": "08:30", "closes": "17:00", "days": ["sun", "mon"]})
    assert (hours.opens, hours.closes) == (time(8, 30), time(17))
    assert WorkingHours.model_validate_json(hours.model_dump_json()) == hours


@pytest.mark.parametrize(
    "fields",
    [
        {"opens": "9"},
        {"opens": "0900"},
        {"opens": "24:00"},
        {"opens": "09:00Z"},
        {"opens": "18:00"},
        {"days": []},
        {"days": ["monday"]},
        {"holidays": ["86400"]},
        {"holidays": ["2027-02-29"]},
    ],
)
def test_working_hours_that_make_no_sense_are_refused(fields: dict[str, object]) -> None:
    """No guess at what was meant: a wrong hour would be noticed only in a crisis."""
    with pytest.raises(ValidationError):
        WorkingHours.model_validate(fields)

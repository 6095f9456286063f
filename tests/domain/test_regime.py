from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.regime import Calendar, Deadline, Regime, Source, Unit, deadlines
from bot.library import builtin_directory
from bot.library.regimes import load_regimes

REGIMES = load_regimes(builtin_directory())
PARIS, NEW_YORK = "Europe/Paris", "America/New_York"
WORDS = {"fr": "a", "en": "b"}
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def local(zone: str, *parts: int) -> datetime:
    """A moment by the clocks of a place."""
    return datetime(*parts, tzinfo=ZoneInfo(zone)).astimezone(UTC)  # type: ignore[misc,arg-type]


def builtin(key: str) -> Regime:
    found = REGIMES.get(key)
    assert found is not None
    return found


def regime(*steps: dict[str, Any], **fields: Any) -> Regime:
    return Regime.model_validate(
        {
            "key": "ours",
            "name": WORDS,
            "family": "cyber",
            "jurisdiction": "FR",
            "applies": WORDS,
            "trigger": WORDS,
            "steps": [{"label": WORDS, **step} for step in steps],
            "source": Source.model_validate({"title": WORDS, "link": "https://law.example/1", "article": "1"}),
            **fields,
        }
    )


@pytest.mark.parametrize(
    ("key", "started", "due"),
    [
        ("gdpr", local(PARIS, 2026, 11, 20, 18), {"authority": local(PARIS, 2026, 11, 23, 18)}),
        ("gdpr", local(PARIS, 2026, 3, 27, 18), {"authority": local(PARIS, 2026, 3, 30, 19)}),
        ("gdpr", local(PARIS, 2026, 10, 23, 18), {"authority": local(PARIS, 2026, 10, 26, 17)}),
        (
            "nis2",
            local(PARIS, 2026, 1, 28, 9),
            {
                "early_warning": local(PARIS, 2026, 1, 29, 9),
                "notification": local(PARIS, 2026, 1, 31, 9),
                "final_report": local(PARIS, 2026, 2, 28, 9),
            },
        ),
        (
            "dora",
            local(PARIS, 2026, 12, 30, 22),
            {
                "initial": local(PARIS, 2026, 12, 31, 2),
                "intermediate": local(PARIS, 2027, 1, 3, 2),
                "final_report": local(PARIS, 2027, 2, 3, 2),
            },
        ),
        ("sec-8k", local(NEW_YORK, 2026, 11, 16, 20), {"form_8k": local(NEW_YORK, 2026, 11, 20, 17, 30)}),
        ("sec-8k", local(NEW_YORK, 2026, 11, 14, 11), {"form_8k": local(NEW_YORK, 2026, 11, 19, 17, 30)}),
        ("reg-fd", local(NEW_YORK, 2026, 11, 17, 8), {"publish": local(NEW_YORK, 2026, 11, 18, 9, 30)}),
        ("reg-fd", local(NEW_YORK, 2026, 11, 17, 20), {"publish": local(NEW_YORK, 2026, 11, 18, 20)}),
        ("reg-fd", local(NEW_YORK, 2026, 11, 20, 16), {"publish": local(NEW_YORK, 2026, 11, 23, 9, 30)}),
        ("fr-work-accident", local(PARIS, 2026, 11, 21, 14), {"declaration": local(PARIS, 2026, 11, 24, 14)}),
        ("fr-fatal-accident", local(PARIS, 2026, 11, 21, 14), {"inspectorate": local(PARIS, 2026, 11, 22, 2)}),
        ("fr-press", local(PARIS, 2027, 11, 30, 10), {"action": local(PARIS, 2028, 2, 29, 10)}),
        ("fr-press-discrimination", local(PARIS, 2028, 2, 29, 10), {"action": local(PARIS, 2029, 2, 28, 10)}),
        ("fr-reply-online", local(PARIS, 2026, 11, 20, 10), {"request": local(PARIS, 2027, 2, 20, 10)}),
        ("fr-reply-online-received", local(PARIS, 2026, 3, 27, 10), {"insertion": local(PARIS, 2026, 3, 30, 10)}),
        ("mar", local(PARIS, 2026, 11, 20, 10), {}),
        ("gpsr", local(PARIS, 2026, 11, 20, 10), {}),
    ],
)
def test_the_clocks_of_the_laws(key: str, started: datetime, due: dict[str, datetime]) -> None:
    """Weekends, months of every length, leap days, new year and both changes of the clocks."""
    assert dict(deadlines(builtin(key), started, PARIS)) == due


def test_a_report_counts_from_when_the_one_before_was_filed() -> None:
    """Until then its limit counts from the limit of the one before, the latest that it can be."""
    started, filed = local(PARIS, 2026, 11, 2, 9), local(PARIS, 2026, 11, 3, 12)
    assert dict(deadlines(builtin("nis2"), started, PARIS))["final_report"] == local(PARIS, 2026, 12, 5, 9)
    due = deadlines(builtin("nis2"), started, PARIS, done={"notification": filed})
    assert dict(due)["final_report"] == local(PARIS, 2026, 12, 3, 12)


def test_a_step_with_an_event_of_its_own_waits_for_it() -> None:
    """The 14 days after a fix have no date before there is a fix."""
    started, fixed = local(PARIS, 2026, 11, 2, 9), local(PARIS, 2026, 11, 10, 12)
    assert [key for key, _ in deadlines(builtin("cra-vulnerability"), started, PARIS)] == [
        "early_warning",
        "notification",
    ]
    due = deadlines(builtin("cra-vulnerability"), started, PARIS, starts={"final_report": fixed})
    assert dict(due)["final_report"] == local(PARIS, 2026, 11, 24, 12)


def test_what_comes_after_a_step_without_a_figure_waits_for_it() -> None:
    """No limit is made up; once the step is done, the next one has its date."""
    ours = regime({"key": "tell"}, {"key": "report", "amount": 2, "unit": "days", "after": "tell"})
    started = local(PARIS, 2026, 11, 20, 10)
    assert deadlines(ours, started, PARIS) == []
    assert deadlines(ours, started, PARIS, done={"tell": started}) == [("report", local(PARIS, 2026, 11, 22, 10))]


def test_the_authoritys_own_clock_counts() -> None:
    """Four business days of Washington, wherever the team sits."""
    started = local("Asia/Tokyo", 2026, 11, 21, 8)  # still Friday in New York
    assert {deadlines(builtin("sec-8k"), started, place)[0][1] for place in (PARIS, "Asia/Tokyo", None)} == {
        local(NEW_YORK, 2026, 11, 26, 17, 30)
    }


def test_a_listed_holiday_moves_business_days_and_no_others() -> None:
    """Thanksgiving gives a day to the SEC's clock; a breach of data waits for no holiday."""
    started, thanksgiving = local(NEW_YORK, 2026, 11, 23, 10), (date(2026, 11, 26),)
    listed = builtin("sec-8k").model_copy(update={"holidays": thanksgiving})
    assert deadlines(builtin("sec-8k"), started, PARIS) == [("form_8k", local(NEW_YORK, 2026, 11, 27, 17, 30))]
    assert deadlines(listed, started, PARIS) == [("form_8k", local(NEW_YORK, 2026, 11, 30, 17, 30))]
    gdpr = builtin("gdpr").model_copy(update={"holidays": thanksgiving})
    assert deadlines(gdpr, started, PARIS) == deadlines(builtin("gdpr"), started, PARIS)


@given(
    MOMENTS,
    st.timedeltas(timedelta(), timedelta(days=40)),
    st.sampled_from(Unit),
    st.sampled_from(Calendar),
    st.integers(1, 100),
    st.sampled_from([PARIS, NEW_YORK, "Australia/Lord_Howe", None]),
)
def test_a_limit_never_comes_before_its_start_and_keeps_the_order(
    started: datetime, later: timedelta, unit: Unit, days: Calendar, amount: int, place: str | None
) -> None:
    """Who starts later is due later, but for the hour by which clocks are moved."""
    days = Calendar.EVERY_DAY if unit is Unit.MONTHS else days
    ours = regime({"key": "step", "amount": amount, "unit": unit, "calendar": days})
    ((_, due),) = deadlines(ours, started, place)
    ((_, next_due),) = deadlines(ours, started + later, place)
    assert due > started
    assert due.utcoffset() == timedelta()
    assert next_due >= due - timedelta(hours=1)
    if unit is Unit.HOURS and days is Calendar.EVERY_DAY:
        assert due - started == timedelta(hours=amount)


@given(MOMENTS, st.sampled_from([regime.key for regime in REGIMES.regimes]))
def test_every_built_in_regime_can_be_counted_from_any_moment(started: datetime, key: str) -> None:
    """Each step with a figure has a time once everything that it counts from has happened."""
    law = builtin(key)
    happened = {step.key: started for step in law.steps}
    due = dict(deadlines(law, started, PARIS, done=happened, starts=happened))
    assert set(due) == {step.key for step in law.steps if step.amount}
    assert all(moment > started for moment in due.values())


@pytest.mark.parametrize(
    "step",
    [
        {"amount": 3},
        {"unit": "days"},
        {"amount": 0, "unit": "days"},
        {"amount": 1, "unit": "business_days"},
        {"amount": 1, "unit": "days", "after": "nothing"},
        {"amount": 1, "unit": "days", "after": "first", "starts": WORDS},
        {"amount": 1, "unit": "hours", "until": "17:30"},
        {"amount": 1, "unit": "months", "calendar": "business_days"},
        {"amount": 1, "unit": "days", "key": "first"},
    ],
)
def test_a_step_that_cannot_be_counted_is_refused(step: dict[str, Any]) -> None:
    """A clock that would count something else than was meant is worse than none."""
    first = {"key": "first", "amount": 1, "unit": "days"}
    with pytest.raises(ValidationError):
        regime(first, {"key": "second", **step})


@pytest.mark.parametrize(
    "fields",
    [
        {"jurisdiction": "France"},
        {"jurisdiction": "fr"},
        {"timezone": "Mars/Base"},
        {"source": {"title": WORDS, "link": "http://law.example", "article": "1"}},
        {"source": {"title": WORDS, "link": "https://", "article": "1"}},
        {"source": {"title": WORDS, "link": "https://law.example/a b", "article": "1"}},
        {"steps": []},
    ],
)
def test_a_regime_without_a_source_or_a_place_is_refused(fields: dict[str, Any]) -> None:
    """Every figure can be checked where it comes from."""
    with pytest.raises(ValidationError):
        regime({"key": "step"}, **fields)


def test_a_regime_comes_back_from_the_journal_as_it_went() -> None:
    """A running crisis keeps the clocks that it was started with."""
    for law in REGIMES.regimes:
        assert Regime.model_validate_json(law.model_dump_json()) == law


def test_a_step_without_an_amount_is_one_without_a_figure() -> None:
    """A duty "without undue delay" is shown, and never turned into a time."""
    assert Deadline.model_validate({"key": "tell", "label": WORDS}).amount is None

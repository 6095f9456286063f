"""What comes at the wrong hour waits for the right one: a machine that was off, changes at night, turns of the year."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.level import Level
from bot.domain.timers import timers
from tests.domain.story import CAMILLE, HUGO, INES, KARIM, MAYA, NORA, Story
from tests.domain.test_night import GDPR, PARIS, SPONSOR, THURSDAY, at_work, told
from tests.domain.test_words import drafted


def paris(text: str) -> datetime:
    """A moment on the wall in Paris."""
    return datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


def until(story: Story, moment: datetime) -> None:
    """Time passes, the machine runs."""
    story.wait(seconds=(moment - story.now).total_seconds())


def back_at(story: Story, moment: datetime) -> int:
    """The machine was off until then; how many turns of the clock it takes to come to rest."""
    story.now, turns = moment, 0
    while any(at <= story.now for at in timers(story.state).values()):
        story.clock()
        turns += 1
        assert turns < 10, "the clock never comes to rest"
    return turns


@pytest.mark.parametrize(
    ("turn", "back", "hours"),
    [
        ("2027-03-25 15:00", "2027-03-28 03:30", "2027-03-29 09:00"),  # off over the beginning of summer time
        ("2027-10-28 15:00", "2027-10-31 02:30", "2027-11-01 09:00"),  # and over its end
        ("2027-12-29 15:00", "2028-01-01 01:00", "2028-01-03 09:00"),
    ],
)
def test_a_machine_that_comes_back_at_night_wakes_nobody(turn: str, back: str, hours: str) -> None:
    """Three days late, on a Sunday night: the law's times come at once, the rest in one message when office opens."""
    story = at_work(Level.YELLOW, paris(turn))
    for number in range(3):
        due = story.now + timedelta(hours=20, minutes=number)
        story.by(CAMILLE, cmd.AddItem, text=f"Item {number}", due=due, assignee=HUGO)
    story.by(MAYA, cmd.StartLegalClock, regime=GDPR, started_at=paris(back) - timedelta(hours=71, minutes=30))
    until(story, story.now + timedelta(minutes=15))
    off = story.now
    back_at(story, paris(back))
    until(story, paris(hours) - timedelta(minutes=1))
    night = told(story, off)
    assert ("legal", paris(back).astimezone(PARIS)) in {(kind, when) for _, kind, _, when in night}
    assert {kind for _, kind, _, _ in night} <= {"legal", "duty", "item", "item_above"}
    assert {about for _, kind, about, _ in night if "item" in kind} <= {"1.2"}  # danger wakes
    until(story, paris(hours) + timedelta(minutes=15))
    heard = [when for user, _, about, when in told(story, off) if user == HUGO and about.startswith("own.")]
    assert heard == [paris(hours).astimezone(PARIS)] * 3


def test_after_the_end_a_machine_that_comes_back_at_night_wakes_nobody_either() -> None:
    """Actions, and what goes up to lead and sponsor, wait for Monday; everybody gets one message."""
    story = at_work(Level.RED)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    for number in range(3):
        due = story.now + timedelta(days=5, hours=number)
        story.by(CAMILLE, cmd.PlanAction, text=f"Action {number}", owner=HUGO, due=due, expected_proof="A link")
    back = paris("2027-03-28 01:30")
    back_at(story, back)
    assert [each for each in told(story, back) if at_night_or_weekend(each[3])] == []
    until(story, paris("2027-03-29 09:15"))
    for user in (HUGO, CAMILLE, SPONSOR):
        assert {when for who, kind, _, when in told(story, back) if who == user and "action" in kind} == {
            paris("2027-03-29 09:00").astimezone(PARIS)
        }


def at_night_or_weekend(when: datetime) -> bool:
    """Outside of office hours."""
    return when.weekday() > 4 or not 9 <= when.hour < 18


def test_who_is_given_late_work_at_night_hears_of_it_in_the_morning() -> None:
    """By day at once: the night is the new owner's, whoever is awake to hand it over."""
    story = at_work(Level.YELLOW)
    story.by(CAMILLE, cmd.AddItem, text="By four", due=story.now + timedelta(minutes=30), assignee=INES)
    until(story, paris("2027-03-12 02:00"))
    story.by(CAMILLE, cmd.AssignItem, item="own.1", user=HUGO)
    story.clock()
    until(story, paris("2027-03-12 10:00"))
    assert [when for user, _, about, when in told(story, THURSDAY) if (user, about) == (HUGO, "own.1")] == [
        paris("2027-03-12 09:00").astimezone(PARIS)
    ]
    story.by(CAMILLE, cmd.AssignItem, item="own.1", user=KARIM)
    until(story, paris("2027-03-12 10:15"))
    heard = next(when for user, _, about, when in told(story, THURSDAY) if (user, about) == (KARIM, "own.1"))
    assert heard - paris("2027-03-12 10:00") <= timedelta(minutes=10)


def test_a_level_that_changes_at_night_changes_who_sleeps() -> None:
    """Red at two in the morning wakes them for what is late; back to yellow, the rest waits for the office."""
    story = at_work(Level.YELLOW)
    for hour in (20, 28):
        due = datetime(2027, 3, 11, tzinfo=PARIS).astimezone(UTC) + timedelta(hours=hour)
        story.by(CAMILLE, cmd.AddItem, text=f"Hour {hour}", due=due, assignee=HUGO)
    until(story, paris("2027-03-12 02:00"))
    assert not [each for each in told(story, THURSDAY) if each[2] == "own.1"]
    story.by(CAMILLE, cmd.ChangeLevel, level=Level.RED)
    until(story, paris("2027-03-12 02:12"))
    assert {user for user, _, about, _ in told(story, THURSDAY) if about == "own.1"} == {HUGO}
    story.by(CAMILLE, cmd.ChangeLevel, level=Level.YELLOW, reason="Calm")
    until(story, paris("2027-03-12 08:59"))
    work = {"item", "item_above"}
    assert not [each for each in told(story, paris("2027-03-12 02:13")) if each[1] in work and each[2] != "1.2"]
    until(story, paris("2027-03-12 09:15"))
    assert [about for user, _, about, _ in told(story, THURSDAY) if user == HUGO].count("own.1") == 1
    assert [about for user, _, about, _ in told(story, THURSDAY) if user == HUGO].count("own.2") == 1


def test_a_case_that_outlives_the_cell_comes_while_the_office_is_open() -> None:
    """At the hour that was promised while the cell is at work; afterwards on its day, or on the last one before."""
    story = at_work(Level.RED)
    for due in ("2027-03-13 23:00", "2027-03-16 23:00"):
        story.by(HUGO, cmd.OpenCase, about="A parent", owner=HUGO, due=paris(due))
    story.by(CAMILLE, cmd.OpenCase, about="A shop", owner=INES, due=paris("2027-03-11 23:00"))
    until(story, paris("2027-03-11 23:30"))
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(days=6)
    heard = [(user, f"{when:%a %H:%M}") for user, kind, _, when in told(story, THURSDAY) if kind == "case"]
    assert sorted(heard) == sorted([(INES, "Thu 23:00"), (HUGO, "Fri 09:00"), (HUGO, "Tue 09:00")])


def test_promises_of_the_last_text_are_asked_for_after_the_end() -> None:
    """It went out five minutes before the cell was dismissed: in office hours, of the scribe, once."""
    story = at_work(Level.RED)
    until(story, paris("2027-03-11 22:00"))
    drafted(story, author=INES)
    story.by(CAMILLE, cmd.PublishStatement, statement=1, link="https://x.com/1", break_glass=True, reason="Danger")
    story.wait(minutes=5)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(days=3)
    heard = [(user, f"{when:%a %H}") for user, kind, _, when in told(story, THURSDAY) if kind == "promises"]
    assert heard == [(NORA, "Fri 09")]


def test_a_promise_for_tonight_is_told_tonight_while_the_cell_is_at_work() -> None:
    """The public was told half past two: its owner hears a quarter of an hour before, the lead once it has passed."""
    story = at_work(Level.RED)
    until(story, paris("2027-03-11 22:00"))
    drafted(story, author=INES)
    story.by(CAMILLE, cmd.PublishStatement, statement=1, link="https://x.com/1", break_glass=True, reason="Danger")
    due = paris("2027-03-12 02:30")
    promise = cmd.NewCommitment(words="The list is online by 2:30", owner=HUGO, due=due, expected_proof="The list")
    story.by(NORA, cmd.ConfirmCommitments, statement=1, commitments=(promise,))
    until(story, paris("2027-03-12 04:00"))
    heard = [
        (user, f"{when:%a %H:%M}")
        for user, kind, _, when in told(story, THURSDAY)
        if kind in ("commitment", "commitment_above")
    ]
    assert heard == [(HUGO, "Fri 02:15"), (CAMILLE, "Fri 02:35")]


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/New_York", "Pacific/Auckland", ""])
@pytest.mark.parametrize(
    ("ends", "last"), [("2028-02-29 16:00", date(2029, 2, 28)), ("2027-12-30 16:00", date(2028, 12, 29))]
)
def test_a_year_counts_its_days_from_the_leap_day_and_over_new_year(zone: str, ends: str, last: date) -> None:
    """Every step once, in the order of the plan, in office hours by the wall of the place; the last 365 days later."""
    place = ZoneInfo(zone or "UTC")
    end = datetime.fromisoformat(ends).replace(tzinfo=place).astimezone(UTC)
    story = Story(timezone=zone, now=end - timedelta(hours=6))
    story.now = end
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(days=380)
    sent = [(r.event.follow_up, r.at.astimezone(place)) for r in story.entries if isinstance(r.event, ev.FollowUpSent)]
    assert [key for key, _ in sent] == [step.key for step in story.playbook.follow_ups]
    for key, when in sent:
        assert key == "end_2h" or (when.weekday() < 5 and 9 <= when.hour < 18), (key, when)
    assert sent[-1][1].date() == last


def test_a_crisis_that_comes_back_at_night_wakes_for_its_first_hour_only() -> None:
    """What was late before its end waits for the office."""
    story = at_work(Level.YELLOW)
    story.by(CAMILLE, cmd.AddItem, text="By six", due=paris("2027-03-11 18:30"), assignee=HUGO)
    until(story, paris("2027-03-11 18:20"))
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    until(story, paris("2027-03-12 02:00"))
    story.by(CAMILLE, cmd.ReopenCrisis, reason="It is back")
    begin = story.now
    story.clock()
    until(story, paris("2027-03-12 09:15"))
    heard = [when for user, _, about, when in told(story, begin) if (user, about) == (HUGO, "own.1")]
    assert heard == [paris("2027-03-12 09:00").astimezone(PARIS)]


def test_a_promise_that_is_due_as_the_cell_is_dismissed_is_told_that_night() -> None:
    """The owner hears at once, the lead once it has passed; what is due later that night is for office hours."""
    story = at_work(Level.RED)
    until(story, paris("2027-03-11 22:00"))
    drafted(story, author=INES)
    story.by(CAMILLE, cmd.PublishStatement, statement=1, link="https://x.com/1", break_glass=True, reason="Danger")
    until(story, paris("2027-03-12 02:25"))
    now, later = (paris(f"2027-03-12 {hour}") for hour in ("02:30", "05:00"))
    promises = (
        cmd.NewCommitment(words="The list is online by 2:30", owner=HUGO, due=now, expected_proof="The list"),
        cmd.NewCommitment(words="The line is free by 5:00", owner=KARIM, due=later, expected_proof="The number"),
    )
    story.by(NORA, cmd.ConfirmCommitments, statement=1, commitments=promises)
    begin = story.now
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    until(story, paris("2027-03-12 09:15"))
    heard = [
        (user, f"{when:%a %H:%M}")
        for user, kind, _, when in told(story, begin)
        if kind in ("commitment", "commitment_above")
    ]
    assert heard == [(HUGO, "Fri 02:25"), (CAMILLE, "Fri 02:35"), (KARIM, "Fri 09:00")]

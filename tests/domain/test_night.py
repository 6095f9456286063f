"""When people are left in peace: by level, and what reaches them at any hour all the same."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import print_of
from bot.domain.crisis import Posture
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.domain.matters import matters
from bot.domain.playbook import Playbook, Presence, Wake
from bot.domain.put_off import last_put_off
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, INES, KARIM, MAYA, NINE, NORA, Story

PARIS = ZoneInfo("Europe/Paris")
SPONSOR = "U99"
SEATS = {
    "crisis_lead": CAMILLE, "deputy": ALEX, "communications": INES, "social_listening": HUGO,
    "legal": MAYA, "subject_expert": KARIM, "scribe": NORA, "sponsor": SPONSOR,
}  # fmt: skip
GDPR = next(regime for regime in load_regimes(builtin_directory()).regimes if "gdpr" in regime.key)
THURSDAY = datetime(2027, 3, 11, 15, tzinfo=PARIS).astimezone(UTC)


def at_work(level: Level, begins: datetime = THURSDAY) -> Story:
    """A crisis whose first hour is over, with everybody in a seat."""
    story = Story(level=level, timezone="Europe/Paris", now=begins)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.wait(minutes=61)
    return story


def told(story: Story, since: datetime) -> list[tuple[str, str, str, datetime]]:
    """Who was told what kind of matter about what, when."""
    return [
        (entry.event.user, matter.kind, matter.about, entry.at.astimezone(PARIS))
        for entry in story.entries
        if isinstance(entry.event, ev.PersonReminded) and entry.at >= since
        for matter in entry.event.matters
    ]


def at_night(when: datetime) -> bool:
    """From ten in the evening to seven in the morning."""
    return when.hour >= 22 or when.hour < 7


@pytest.mark.parametrize(("level", "quiet"), [(Level.YELLOW, True), (Level.ORANGE, True), (Level.RED, False)])
def test_nobody_is_reminded_of_work_at_night_below_red(level: Level, quiet: bool) -> None:  # noqa: FBT001
    """Items that fall due all night long wait for the morning; red never pauses. Nothing is lost."""
    story = at_work(level)
    begin = story.now
    for hour in range(14):
        story.by(CAMILLE, cmd.AddItem, text=f"Hour {hour}", due=begin + timedelta(hours=hour, minutes=5), assignee=HUGO)
    story.wait(hours=20)
    heard = told(story, begin)
    nights = [each for each in heard if at_night(each[3]) and each[1] == "item"]
    lines = [
        r.at.astimezone(PARIS)
        for r in story.entries
        if isinstance(r.event, ev.OverdueAnnounced) and r.at >= begin and at_night(r.at.astimezone(PARIS))
    ]
    assert bool(nights) is not quiet
    assert bool(lines) is not quiet
    assert {about for user, _, about, _ in heard if user == HUGO} >= {f"own.{n}" for n in range(1, 15)}


def test_yellow_follows_office_hours_and_orange_only_the_night() -> None:
    """On a Saturday afternoon orange reminds, yellow does not."""
    saturday = datetime(2027, 3, 13, 14, tzinfo=PARIS).astimezone(UTC)
    for level, reminds in ((Level.YELLOW, False), (Level.ORANGE, True)):
        story = at_work(level, saturday)
        begin = story.now
        story.by(CAMILLE, cmd.AddItem, text="By four", due=begin + timedelta(minutes=20), assignee=HUGO)
        story.wait(hours=4)
        assert any(user == HUGO and about == "own.1" for user, _, about, _ in told(story, begin)) is reminds


@pytest.mark.parametrize("level", [Level.YELLOW, Level.ORANGE, Level.RED])
def test_what_cannot_wait_comes_at_night_at_every_level(level: Level) -> None:
    """Danger, the law's times, the promised word, a level to confirm, signatures, a new seat, a review at its hour."""
    night = datetime(2027, 3, 11, 23, 0, tzinfo=PARIS).astimezone(UTC)
    story = at_work(level)
    story.tick("1.2", danger="no")
    story.by(CAMILLE, cmd.ReopenItem, item="1.2", seen_seq=story.item("1.2").seq)
    story.wait(seconds=(night - story.now).total_seconds())
    story.by(CAMILLE, cmd.RescheduleItem, item="1.2", due=night + timedelta(minutes=15))
    story.by(INES, cmd.PromiseUpdate, at=night + timedelta(hours=1))
    story.by(MAYA, cmd.StartLegalClock, regime=GDPR, started_at=night - timedelta(hours=46))
    review = night + timedelta(minutes=30)
    story.by(CAMILLE, cmd.DecidePosture, posture=Posture.WATCH, reason="It cools", review_at=review)
    story.by(CAMILLE, cmd.AssignRoles, roles={"customer_care": HUGO})
    story.by(INES, cmd.DraftStatement, kind="holding", texts={"en": "We know, and we are checking."})
    story.by(INES, cmd.RequestApproval, statement=1)
    story.by(HUGO, cmd.AddItem, text="Can wait", due=night + timedelta(minutes=20), assignee=KARIM)
    story.wait(hours=4)
    heard = {kind for _, kind, _, when in told(story, night) if at_night(when)}
    assert heard >= {"update", "legal", "posture", "seat", "approval", "approval_late"}
    assert ("1.2" in {about for _, _, about, _ in told(story, night)}) is True
    waited = [about for user, _, about, _ in told(story, night) if user == KARIM]
    assert ("own.1" in waited) is (level is Level.RED)


def test_a_crisis_that_begins_at_night_has_its_first_hour() -> None:
    """Who opens a crisis at eleven in the evening is awake: the core path is reminded of, the rest waits."""
    night = datetime(2027, 3, 11, 23, 0, tzinfo=PARIS).astimezone(UTC)
    story = Story(level=Level.ORANGE, timezone="Europe/Paris", now=night)
    story.wait(hours=7)
    heard = told(story, night)
    assert {about for _, kind, about, _ in heard if kind == "item"} >= {"1.1", "1.2", "1.5"}
    assert max(when for *_, when in heard) <= (night + timedelta(minutes=60)).astimezone(PARIS)


def test_the_playbook_says_when_and_what() -> None:
    """Another night, another presence, nothing that wakes: all of it is data."""
    levels = tuple(r.model_copy(update={"reminder_presence": Presence.DAY}) for r in NINE.levels)
    book = Playbook(**{**NINE.model_dump(), "levels": levels, "wakes": (Wake.UPDATE,)})
    story = Story(level=Level.RED, timezone="Europe/Paris", playbook=book, now=THURSDAY.replace(hour=22))
    story.by(CAMILLE, cmd.PromiseUpdate, at=story.now + timedelta(hours=2))
    story.wait(hours=7)
    heard = told(story, THURSDAY)
    assert {kind for _, kind, _, when in heard if at_night(when)} == {"update"}


def test_what_was_put_off_to_an_hour_of_the_night_comes_then() -> None:
    """Somebody chose it."""
    story = at_work(Level.ORANGE)
    until = datetime(2027, 3, 11, 23, 30, tzinfo=PARIS).astimezone(UTC)
    story.by(HUGO, cmd.SnoozeItem, item="2.5", until=until)
    story.wait(hours=12)
    assert next(when for user, _, about, when in told(story, until) if about == "2.5" and user == HUGO) == until


def test_the_third_snooze_of_an_item_is_seen_by_the_sponsor() -> None:
    """With its reason; the first two are nobody else's business."""
    story = at_work(Level.RED)
    for number in (1, 2, 3):
        until = story.now + timedelta(minutes=30)
        story.by(HUGO, cmd.SnoozeItem, item="2.5", until=until, reason=f"Rota, {number}")
        story.wait(minutes=40)
        assert len([each for each in told(story, THURSDAY) if each[1] == "put_off"]) == (number == 3)
    assert [each[:3] for each in told(story, THURSDAY) if each[1] == "put_off"] == [(SPONSOR, "put_off", "item:2.5")]
    last = last_put_off(story.state, "item:2.5")
    assert last is not None
    assert (last.times, last.by, last.reason) == (3, HUGO, "Rota, 3")


@pytest.mark.parametrize(
    ("level", "over", "hears"),
    [
        (Level.RED, False, "2027-03-11 23:30"),
        (Level.ORANGE, False, "2027-03-12 07:00"),
        (Level.YELLOW, False, "2027-03-12 09:00"),
        (Level.RED, True, "2027-03-12 09:00"),
    ],
)
def test_the_sponsor_sleeps_while_others_put_things_off(level: Level, over: bool, hears: str) -> None:  # noqa: FBT001
    """At the level's hours while the cell is at work, in office hours afterwards; several things in one message."""
    story = at_work(level)
    due = story.now + timedelta(days=9)
    for text in ("A", "B"):
        story.by(CAMILLE, cmd.PlanAction, text=text, owner=HUGO, due=due, expected_proof="A link")
    story.wait(seconds=(datetime(2027, 3, 11, 23, 30, tzinfo=PARIS) - story.now).total_seconds())
    if over:
        story.by(CAMILLE, cmd.StandDown, reason="Over")
    for action in (1, 2):
        for day in (1, 2, 3):
            later = due + timedelta(days=day)
            story.by(HUGO, cmd.PostponeAction, action=action, due=later, reason="Parts are missing")
    begin = story.now
    story.clock()
    story.wait(hours=12)
    heard = [each for each in told(story, begin) if each[1] == "put_off"]
    at = datetime.fromisoformat(hears).replace(tzinfo=PARIS)
    assert [(user, about) for user, _, about, _ in heard] == [(SPONSOR, "action:1"), (SPONSOR, "action:2")]
    assert {when for *_, when in heard} == {heard[0][3]}
    assert timedelta(0) <= heard[0][3] - at <= timedelta(minutes=10)


def test_a_signature_that_is_waited_for_goes_up_step_by_step() -> None:
    """At once to who can sign, at the level's limit to them again and to the deputy, then to the lead, then up."""
    story = at_work(Level.RED)
    story.by(INES, cmd.DraftStatement, kind="holding", texts={"en": "We know, and we are checking."})
    begin = story.now
    story.by(INES, cmd.RequestApproval, statement=1)
    asked = {notice.to for notice in story.notices("approval")}
    assert asked == {CAMILLE, MAYA}
    story.wait(hours=3)
    times = {(user, kind): when - begin for user, kind, _, when in told(story, begin) if kind.startswith("approval")}
    minutes = {key: round(span / timedelta(minutes=1)) for key, span in times.items()}
    assert set(minutes) == {
        (CAMILLE, "approval"), (MAYA, "approval"), (ALEX, "approval"), (CAMILLE, "approval_late"),
        (SPONSOR, "approval_late"),
    }  # fmt: skip
    assert all(minutes[user, "approval"] <= 15 for user in (CAMILLE, MAYA, ALEX))
    assert minutes[CAMILLE, "approval_late"] <= 20
    assert minutes[SPONSOR, "approval_late"] >= 60


def test_a_question_to_the_lead_goes_to_the_deputy_and_then_to_the_sponsor() -> None:
    """A posture to look at again, a level to confirm, an empty seat."""
    story = at_work(Level.RED)
    review = story.now + timedelta(minutes=20)
    story.by(CAMILLE, cmd.DecidePosture, posture=Posture.WATCH, reason="It cools", review_at=review)
    story.wait(hours=3)
    heard: dict[tuple[str, str], datetime] = {}
    for user, kind, _, when in told(story, THURSDAY):
        heard.setdefault((kind, user), when)
    for kind in ("posture", "role"):
        assert heard[kind, CAMILLE] < heard[kind, ALEX] < heard[kind, SPONSOR], kind


def test_what_somebody_owes_who_has_left_is_told_to_the_lead() -> None:
    """An action, a case: nobody is reminded in vain."""
    story = at_work(Level.RED)
    due = story.now + timedelta(hours=1)
    story.by(CAMILLE, cmd.PlanAction, text="Rota", owner=HUGO, due=due, expected_proof="A link")
    story.by(CAMILLE, cmd.OpenCase, about="A parent", owner=HUGO, due=due)
    story.by(SLACK, cmd.RecordLeave, user=HUGO)
    kinds = {(matter.kind, matter.to) for matter in matters(story.state)}
    assert {("action", CAMILLE), ("case", CAMILLE)} <= kinds
    assert HUGO not in {user for _, user in kinds}


HOLIDAYS = st.lists(st.dates(date(2027, 3, 1), date(2027, 4, 30)), max_size=12, unique=True)


@settings(max_examples=150, deadline=None)
@given(
    day=st.dates(date(2027, 3, 1), date(2027, 4, 10)),
    clock=st.times(min_value=time(0, 0), max_value=time(23, 59)),
    holidays=HOLIDAYS,
    zone=st.sampled_from(["Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "UTC"]),
)
def test_the_form_comes_on_a_working_day_before_the_debrief(
    day: date, clock: time, holidays: list[date], zone: str
) -> None:
    """Whatever the weekday, the hour and the holidays of the stand-down: never both on one morning."""
    place = ZoneInfo(zone)
    office = NINE.office.model_copy(update={"holidays": tuple(holidays)})
    end = datetime.combine(day, clock, place).astimezone(UTC)
    story = Story(timezone=zone, playbook=NINE.model_copy(update={"office": office}), now=end - timedelta(hours=2))
    story.now = end
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    form, debrief = (story.state.follow_ups[key].due.astimezone(place) for key in ("end_24h", "end_48h"))
    assert form.date() < debrief.date()
    for moment in (form, debrief):
        assert moment.date() in office
        assert office.opens <= moment.time() < office.closes
    assert form >= (end + timedelta(hours=24)).astimezone(place)
    between = sum((form.date() + timedelta(days=n)) in office for n in range(1, (debrief.date() - form.date()).days))
    assert between <= 1


def test_everybody_of_the_cell_hears_something_in_the_morning_after() -> None:
    """What waited for the night comes at seven, one message a person."""
    story = at_work(Level.ORANGE, datetime(2027, 3, 11, 20, 30, tzinfo=PARIS).astimezone(UTC))
    morning = datetime(2027, 3, 12, 7, 0, tzinfo=PARIS).astimezone(UTC)
    story.wait(seconds=(morning - story.now).total_seconds() + 60)
    users = [r.event.user for r in story.entries if isinstance(r.event, ev.PersonReminded) and r.at >= morning]
    assert len(users) == len(set(users)) >= 3
    assert set(users) <= {*CELL, SPONSOR}


def test_that_nothing_changed_is_told_to_nobody_at_night() -> None:
    """Orange goes on with its hourly summary at night when something happened; else the next one is the morning's."""
    story = at_work(Level.ORANGE, datetime(2027, 3, 11, 20, 0, tzinfo=PARIS).astimezone(UTC))
    story.wait(seconds=(datetime(2027, 3, 12, 1, 30, tzinfo=PARIS).astimezone(UTC) - story.now).total_seconds())
    story.by(NORA, cmd.AddNote, text="A video is out")
    begin = story.now
    story.wait(hours=7)
    hours = [
        (r.at.astimezone(PARIS).hour, r.event.quiet)
        for r in story.entries
        if isinstance(r.event, ev.SummaryPosted) and r.at >= begin
    ]
    assert hours == [(1, False), (7, True), (8, True)]


def test_nobody_hears_that_another_failed_before_they_could_act() -> None:
    """What falls due now is its owner's; the lead hears after twice the grace, and not together with the owner."""
    story = Story(level=Level.RED, timezone="Europe/Paris", now=THURSDAY)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.wait(hours=1)
    first = {(kind, about): when for _, kind, about, when in reversed(told(story, THURSDAY))}
    for (kind, about), when in first.items():
        if kind == "item_above":
            assert when - first["item", about] >= timedelta(minutes=5), about


def test_who_is_welcomed_is_not_told_of_the_same_seat_again() -> None:
    """The welcome names one's roles; who never joins hears of the seat all the same."""
    story = Story(timezone="Europe/Paris", now=THURSDAY)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.now += timedelta(seconds=20)
    story.by(SLACK, cmd.RecordJoin, user=NORA)
    story.wait(minutes=30)
    seats = {user for user, kind, _, _ in told(story, THURSDAY) if kind == "seat"}
    assert NORA not in seats
    assert {ALEX, HUGO, SPONSOR} <= seats


def test_the_day_before_a_promise_is_a_working_hour() -> None:
    """A promise for a quarter past eleven at night is recalled in the office, the day before and on the day."""
    story = at_work(Level.ORANGE)
    due = datetime(2027, 3, 31, 23, 16, tzinfo=PARIS).astimezone(UTC)
    promise = cmd.NewCommitment(words="A refund", owner=HUGO, due=due, expected_proof="A link")
    story.by(INES, cmd.DraftStatement, kind="holding", texts={"en": "We know."})
    story.by(INES, cmd.RequestApproval, statement=1)
    mark = print_of(story.state, story.state.statements[1])
    for user in (CAMILLE, MAYA):
        story.by(user, cmd.ApproveStatement, statement=1, fingerprint=mark)
    for key in ("1.2", "1.3"):
        story.tick(key)
    story.by(CAMILLE, cmd.DecidePosture, posture=Posture.SPEAK, reason="People ask")
    story.by(INES, cmd.PublishStatement, statement=1, link="https://example.com/2")
    story.by(INES, cmd.ConfirmCommitments, statement=1, commitments=(promise,))
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(days=30)
    heard = [when for user, kind, _, when in told(story, THURSDAY) if (user, kind) == (HUGO, "commitment")]
    assert [(when.day, when.hour) for when in heard] == [(30, 9), (31, 9)]

"""People are told while it can still be done: both warnings of a promised word, actions on their day, nothing after."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import commands as cmd
from bot.domain.checklist import item_of, overdue_items
from bot.domain.crisis import Posture
from tests.domain.story import CAMILLE, HUGO, INES, Story

PARIS = ZoneInfo("Europe/Paris")
FRIDAY = datetime(2027, 3, 12, 10, tzinfo=PARIS).astimezone(UTC)


def _reminded(story: Story, user: str, kind: str) -> list[datetime]:
    """When a person was told of a matter of this kind."""
    return [
        entry.at
        for entry in story.entries
        if entry.event.kind == "PersonReminded" and getattr(entry.event, "user", "") == user
        for matter in getattr(entry.event, "matters", ())
        if matter.kind == kind
    ]


def _speaking() -> Story:
    """A text is out, the next one is promised by communications for half an hour later."""
    story = Story(now=FRIDAY, timezone="Europe/Paris")
    story.by(CAMILLE, cmd.AssignRoles, roles={"communications": INES})
    story.by(CAMILLE, cmd.DecidePosture, posture=Posture.SPEAK, reason="People ask")
    story.tick("3.5", INES, link="https://example.com/1")
    story.wait(minutes=20)
    story.by(INES, cmd.PromiseUpdate, at=story.now + timedelta(minutes=30))
    return story


def test_both_warnings_of_a_promised_word_are_told() -> None:
    """Fifteen minutes before and five: the second is not spent together with the first."""
    story = _speaking()
    assert story.state.promised is not None
    at = story.state.promised.at
    story.wait(minutes=29)
    assert [at - when for when in _reminded(story, INES, "update")] == [timedelta(minutes=15), timedelta(minutes=5)]


def test_the_announced_appointment_is_due_at_the_time_that_was_announced() -> None:
    """Not at the level's own pace, which nobody outside knows of."""
    story = _speaking()
    assert story.state.promised is not None
    item = item_of(story.state, "3.6")
    assert item is not None
    assert item.due == story.state.promised.at
    later = story.now + timedelta(hours=5)
    story.by(INES, cmd.PromiseUpdate, at=later)
    item = item_of(story.state, "3.6")
    assert item is not None
    assert item.due == later
    story.tick("3.6", INES, link="https://example.com/2")
    assert story.state.promised is None


def test_an_action_is_told_on_its_day_while_there_is_time() -> None:
    """Due late in the evening or on a Sunday: when the office opened last before, or opens next."""
    story = Story(now=FRIDAY, timezone="Europe/Paris")
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    evening = datetime(2027, 3, 16, 22, tzinfo=PARIS).astimezone(UTC)
    sunday = datetime(2027, 3, 21, 12, tzinfo=PARIS).astimezone(UTC)
    story.by(CAMILLE, cmd.PlanAction, text="A", owner=HUGO, due=evening, expected_proof="A link")
    story.by(CAMILLE, cmd.PlanAction, text="B", owner=HUGO, due=sunday, expected_proof="A link")
    story.wait(days=8)
    story.by(HUGO, cmd.CloseAction, action=2, proof="https://example.com")
    told = [when.astimezone(PARIS) for when in _reminded(story, HUGO, "action")]
    assert [(when.day, when.hour) for when in told] == [(16, 9), (19, 9)]
    story.now = datetime(2027, 3, 22, 20, tzinfo=PARIS).astimezone(UTC)
    story.by(HUGO, cmd.PostponeAction, action=1, due=story.now + timedelta(hours=2), reason="Tonight")
    story.wait(days=2)
    last = _reminded(story, HUGO, "action")[-1].astimezone(PARIS)
    assert (last.day, last.hour) == (23, 9)


def test_what_the_cell_left_undone_is_late_no_more_once_it_is_dismissed() -> None:
    """A year later it is not "overdue by 365 days"; what belongs to the time after the end still can be."""
    story = Story(now=FRIDAY, timezone="Europe/Paris")
    story.wait(hours=6)
    assert overdue_items(story.state, story.now)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    assert overdue_items(story.state, story.now) == []
    story.wait(days=60)
    late = {item.spec.due.anchor.value for item in overdue_items(story.state, story.now) if item.spec}
    assert late == {"end"}
    story.by(CAMILLE, cmd.ReopenCrisis, reason="It is back")
    again = overdue_items(story.state, story.now + timedelta(hours=6))
    assert any(item.spec and item.spec.due.anchor.value == "start" for item in again)

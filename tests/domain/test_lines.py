"""The channel's lines keep the hours of people too: a machine that comes back at night rings nobody in passing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.kernel import Event
from bot.domain.level import Level
from tests.domain.story import CAMILLE, HUGO, NORA, Story
from tests.domain.test_hours import at_night_or_weekend, back_at, paris, until
from tests.domain.test_night import PARIS, at_work

OFF, BACK = "2027-03-11 16:15", "2027-03-12 03:30"


def lines(story: Story, name: str) -> list[str]:
    """When the clock told the channel of something, after the machine was off; from the journal's own times."""
    times = [entry.at for entry in story.entries if _line(entry.event) == name and entry.at > paris(OFF)]
    return [f"{at.astimezone(PARIS):%a %H:%M}" for at in times]


def _line(event: Event) -> str:
    match event:
        case ev.OverdueAnnounced(items=items) if items:
            return "overdue"
        case ev.SummaryPosted(why="cadence"):
            return "summary"
        case ev.FollowUpSent():
            return "step"
        case ev.FollowUpOverdue():
            return "step_late"
    return ""


@pytest.mark.parametrize(
    ("level", "overdue", "summary"),
    [
        (Level.YELLOW, "Fri 09:00", "Fri 09:00"),
        (Level.ORANGE, "Fri 07:00", "Fri 03:30"),  # it reports at night what has happened, and rings nobody with it
        (Level.RED, "Fri 03:30", "Fri 03:30"),
    ],
)
def test_what_the_channel_missed_comes_in_the_levels_hours(level: Level, overdue: str, summary: str) -> None:
    """Who owes an item is rung by the line of late items: at night at red alone, and then each item once."""
    story = at_work(level)
    story.tick("1.2", danger="no")  # whether somebody is in danger wakes people at every level
    until(story, paris(OFF))
    story.by(NORA, cmd.AddNote, text="A video is out")
    for number in range(3):
        due = story.now + timedelta(minutes=30 + number)
        story.by(CAMILLE, cmd.AddItem, text=f"Item {number}", due=due, assignee=HUGO)
    before = len(story.notices("overdue"))
    back_at(story, paris(BACK))
    assert len(story.notices("overdue")) - before == (level is Level.RED)
    until(story, paris("2027-03-12 09:20"))
    assert lines(story, "overdue")[0] == overdue
    assert lines(story, "summary")[0] == summary
    announced = [item for e in story.entries if isinstance(e.event, ev.OverdueAnnounced) for item in e.event.items]
    assert {"own.1", "own.2", "own.3"} <= set(announced)
    assert len(announced) == len(set(announced))
    assert all(notice.args["items"] for notice in story.notices("overdue"))


@pytest.mark.parametrize("level", [Level.YELLOW, Level.ORANGE, Level.RED])
def test_after_the_end_the_steps_come_in_the_hours_of_the_office(level: Level) -> None:
    """The channel that is left names who owes a step: on Monday, whatever the level was, and each step once."""
    story = at_work(level)
    until(story, paris("2027-03-11 16:00"))
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    back_at(story, paris("2027-03-20 03:30"))
    until(story, paris("2027-03-22 09:20"))
    assert set(lines(story, "step")) == set(lines(story, "step_late")) == {"Mon 09:00"}
    until(story, paris("2027-04-30 12:00"))
    sent = [entry.event.follow_up for entry in story.entries if isinstance(entry.event, ev.FollowUpSent)]
    assert len(sent) == len(set(sent))
    told = [e.at.astimezone(PARIS) for e in story.entries if isinstance(e.event, ev.FollowUpSent | ev.FollowUpOverdue)]
    assert not [at for at in told if at_night_or_weekend(at)]


def test_a_machine_that_is_back_in_time_changes_nothing() -> None:
    """The word at two hours after the end has an hour of its own, be it at night."""
    story = at_work(Level.RED)
    until(story, paris("2027-03-11 23:00"))
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    back_at(story, paris("2027-03-12 01:15"))
    assert lines(story, "step") == ["Fri 01:15"]

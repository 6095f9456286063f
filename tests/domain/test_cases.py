"""Individual cases: a time may be set later, and only then is anybody reminded."""

from datetime import timedelta

from bot.domain import commands as cmd
from tests.domain.story import ALEX, CAMILLE, HUGO, Story


def _told(story: Story) -> list[tuple[str, str]]:
    return [
        (notice.to, matter["kind"])
        for notice in story.notices("reminder")
        for matter in notice.args["matters"]
        if "case" in matter["kind"]
    ]


def test_a_case_without_a_time_reminds_nobody_until_it_is_given_one() -> None:
    """At that time its owner; a working day later the lead. A new time is told anew."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "deputy": ALEX})
    story.by(HUGO, cmd.OpenCase, about="A shop asks for a refund")
    story.wait(days=2)
    assert _told(story) == []
    story.by(HUGO, cmd.RescheduleCase, case=1, due=story.now + timedelta(hours=2))
    story.wait(hours=12)
    assert _told(story) == [(HUGO, "case")]
    story.by(HUGO, cmd.RescheduleCase, case=1, due=story.now + timedelta(days=1))
    story.wait(days=7)
    assert _told(story) == [(HUGO, "case"), (HUGO, "case"), (CAMILLE, "case_above")]


def test_a_time_lies_ahead_and_a_settled_case_has_none() -> None:
    """Refused with what is wrong."""
    story = Story()
    story.by(HUGO, cmd.OpenCase, about="A shop asks for a refund")
    assert story.refused(HUGO, cmd.RescheduleCase, case=1, due=story.now).code == "due_in_past"
    assert story.refused(HUGO, cmd.RescheduleCase, case=2, due=story.now + timedelta(hours=1)).code == "no_such_case"
    story.by(HUGO, cmd.CloseCase, case=1)
    assert story.refused(HUGO, cmd.RescheduleCase, case=1, due=story.now + timedelta(hours=1)).code == "case_closed"

"""The figures of a crisis, from its journal."""

from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain.crisis import Posture
from bot.domain.figures import Appointments, Figures, figures
from tests.domain.story import ALEX, CAMILLE, INES, NORA, Story


def of(story: Story) -> Figures:
    """The figures now."""
    return figures(story.state, story.entries, story.now)


def test_a_crisis_that_has_just_begun_claims_nothing() -> None:
    """What is not known is left open, not counted as nought."""
    found = of(Story())
    assert (found.activation, found.first_word, found.statement, found.longest_silence) == (None, None, None, None)
    assert found.appointments == Appointments()
    assert found.late == 0


def test_delays_count_from_awareness() -> None:
    """Activation to the start; the first word and the next one from when it was known."""
    story = Story()
    story.by(NORA, cmd.SetAwareness, at=story.now - timedelta(minutes=41))
    story.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason="People ask")
    story.wait(minutes=20)
    story.tick("3.5", INES, link="https://example.com/1")
    story.wait(minutes=30)
    story.tick("3.6", INES, link="https://example.com/2")
    found = of(story)
    assert found.activation == timedelta(minutes=41)
    assert found.first_word == timedelta(minutes=61)
    assert found.statement == timedelta(minutes=91)
    assert found.longest_silence == timedelta(minutes=30)
    assert found.publications == 2


def test_known_after_the_start_is_no_negative_delay() -> None:
    """A crisis that was opened as an exercise before anything was known activates at once."""
    story = Story()
    story.wait(minutes=10)
    story.by(NORA, cmd.SetAwareness, at=story.now)
    assert of(story).activation == timedelta()


def test_each_appointment_is_kept_missed_or_moved_once() -> None:
    """Kept: something was published in time. Moved: another time was promised before."""
    story = Story()
    story.by(INES, cmd.PromiseUpdate, at=story.now + timedelta(minutes=30))
    story.by(INES, cmd.PromiseUpdate, at=story.now + timedelta(minutes=40))
    story.wait(minutes=40)
    story.tick("3.5", INES, link="https://example.com/1")
    story.by(INES, cmd.PromiseUpdate, at=story.now + timedelta(minutes=30))
    story.wait(minutes=45)
    story.tick("3.6", INES, link="https://example.com/2")
    assert of(story).appointments == Appointments(kept=1, missed=1, moved=1)


def test_what_was_not_done_at_its_time_is_counted_once() -> None:
    """Told as overdue in the channel, or done late: one item either way."""
    story = Story()
    story.wait(minutes=31)
    story.tick("1.1")
    late = {item for e in story.entries if e.event.kind == "OverdueAnnounced" for item in getattr(e.event, "items", ())}
    assert "1.1" in late
    assert of(story).late == len(late)


def test_items_set_aside_keep_their_reason_until_they_are_taken_up_again() -> None:
    """For the debrief to judge."""
    story = Story()
    story.by(CAMILLE, cmd.MarkNotApplicable, item="1.5", reason="No campaign")
    story.by(CAMILLE, cmd.MarkNotApplicable, item="1.7", reason="Short")
    story.by(CAMILLE, cmd.ReopenItem, item="1.7", seen_seq=story.item("1.7").seq)
    assert of(story).not_applicable == (("1.5", "No campaign"),)


def test_decisions_and_actions_are_counted_with_what_became_of_them() -> None:
    """Replaced decisions, actions closed on proof."""
    story = Story()
    story.by(ALEX, cmd.RecordDecision, text="Stop")
    story.by(ALEX, cmd.RecordDecision, text="Go on", supersedes=1)
    for _ in range(2):
        story.by(ALEX, cmd.PlanAction, text="A", due=story.now + timedelta(days=3), expected_proof="A link")
    story.by(ALEX, cmd.CloseAction, action=1, proof="https://example.com")
    found = of(story)
    assert (found.decisions, found.replaced, found.actions, found.actions_closed) == (2, 1, 2, 1)


def test_a_crisis_that_is_over_lasted_until_its_end() -> None:
    """Later the figure stays; what was left open is told."""
    story = Story()
    story.wait(hours=5)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(days=3)
    found = of(story)
    assert found.lasted == timedelta(hours=5)
    assert found.left_open > 0

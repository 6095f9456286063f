"""The figures of a crisis, from its journal."""

from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.domain.checklist import overdue_items
from bot.domain.crisis import Posture
from bot.domain.figures import Appointments, Figures, figures
from bot.domain.figures_said import Promises, SaidFigures
from tests.domain.story import ALEX, CAMILLE, INES, MAYA, NORA, Story


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
    """Told as overdue in the channel, done late, or late at this moment: one item either way."""
    story = Story()
    story.wait(minutes=31)
    story.tick("1.1")
    told = {item for e in story.entries if e.event.kind == "OverdueAnnounced" for item in getattr(e.event, "items", ())}
    assert "1.1" in told
    late = told | {item.key for item in overdue_items(story.state, story.now)}
    assert of(story).late == len(late)
    assert of(story).wanted == len(late)


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


def test_detection_counts_from_the_first_public_mention() -> None:
    """Told with the awareness, in the form or with item 1.3; unknown stays unknown."""
    story = Story()
    known = story.now - timedelta(minutes=41)
    story.by(NORA, cmd.SetAwareness, at=known)
    assert of(story).detection is None
    story.by(NORA, cmd.SetAwareness, at=known, first_seen=known - timedelta(hours=3))
    assert of(story).detection == timedelta(hours=3)
    other = Story()
    seen = (known - timedelta(minutes=20)).isoformat()
    other.tick("1.3", NORA, at=known.isoformat(), first_seen=seen)
    assert of(other).detection == timedelta(minutes=20)
    assert other.refused(NORA, cmd.SetAwareness, at=known, first_seen=other.now + timedelta(hours=1)).code == (
        "awareness_in_future"
    )


def written(story: Story, number: int, **more: object) -> str:
    """A holding statement of Inès's, with signatures asked for; its fingerprint."""
    story.by(
        INES, cmd.DraftStatement, kind="holding", texts={"en": f"We know, and we are checking ({number})."}, **more
    )
    story.by(INES, cmd.RequestApproval, statement=number)
    return print_of(story.state, story.state.statements[number])


def test_the_waiting_for_signatures_is_measured_text_by_text() -> None:
    """From asking to the second signature; what was sent back waits anew."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "legal": MAYA, "communications": INES})
    for number, minutes in ((1, 4), (2, 20)):
        mark = written(story, number)
        story.wait(minutes=minutes)
        story.by(CAMILLE, cmd.ApproveStatement, statement=number, fingerprint=mark)
        story.wait(minutes=2)
        story.by(MAYA, cmd.ApproveStatement, statement=number, fingerprint=mark)
    mark = written(story, 3)
    story.wait(minutes=50)
    story.by(MAYA, cmd.RequestChanges, statement=3, reason="Too early")
    story.by(INES, cmd.RequestApproval, statement=3)
    for user in (CAMILLE, MAYA):
        story.wait(minutes=5)
        story.by(user, cmd.ApproveStatement, statement=3, fingerprint=mark)
    found = of(story).said
    assert found.waits == (timedelta(minutes=6), timedelta(minutes=10), timedelta(minutes=22))
    assert found.median_wait == timedelta(minutes=10)


def test_promises_corrections_and_cases_are_counted_by_what_became_of_them() -> None:
    """In time, late, given up, open; a published text that corrects another; cases that were closed."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "legal": MAYA, "communications": INES})
    for key in ("1.1", "1.2", "1.3"):
        story.tick(key)
    story.by(CAMILLE, cmd.DecidePosture, posture=Posture.SPEAK, reason="People ask")
    for number, more in ((1, {}), (2, {"corrects": 1})):
        mark = written(story, number, **more)
        for user in (CAMILLE, MAYA):
            story.by(user, cmd.ApproveStatement, statement=number, fingerprint=mark)
        story.tick("3.3") if story.item("3.3").status == "open" else None
        story.by(INES, cmd.PublishStatement, statement=number, link=f"https://example.com/{number}")
    due = story.now + timedelta(days=2)
    promises = tuple(
        cmd.NewCommitment(words=f"Promise {n}", owner=ALEX, due=due, expected_proof="A link") for n in range(4)
    )
    story.by(INES, cmd.ConfirmCommitments, statement=1, commitments=promises)
    story.by(ALEX, cmd.KeepCommitment, commitment=1, proof="https://example.com/p1")
    story.by(ALEX, cmd.DropCommitment, commitment=2, reason="Overtaken")
    story.wait(days=3)
    story.by(ALEX, cmd.KeepCommitment, commitment=3, proof="https://example.com/p3")
    for about in ("A parent", "A shop"):
        story.by(ALEX, cmd.OpenCase, about=about)
    story.by(ALEX, cmd.CloseCase, case=1, outcome="Refunded")
    found = of(story).said
    assert found.promises == Promises(in_time=1, late=1, dropped=1, open=1)
    assert (found.corrections, found.cases, found.cases_closed) == (1, 2, 1)


def test_the_peak_and_its_half_life_come_from_the_counts_that_were_ticked_off() -> None:
    """Item 2.2 is counted at every situation point."""
    story = Story()
    for mentions in ("400", "1200", "900", "600"):
        story.tick("2.2", INES, mentions=mentions, usual="60")
        story.wait(minutes=61)
    found = of(story).said
    assert found.peak == 20
    assert found.half_life == timedelta(minutes=122)
    assert of(Story()).said == SaidFigures()


def test_pieces_in_the_media_are_the_last_count_and_nought_is_a_count() -> None:
    """Item 2.6 asks at every situation point how many were published since the start; nobody has to say."""
    story = Story()
    assert of(story).said.media_pieces is None
    for pieces, count in (("Local paper", "0"), ("Local paper, radio", "2"), ("A request", "")):
        story.tick("2.6", INES, pieces=pieces, media_pieces=count)
        found = of(story).said.media_pieces
        assert found == int(count or 2)
        story.wait(minutes=70)


def test_actions_are_counted_as_they_stood_at_each_review() -> None:
    """Closed on proof 30, 60 and 90 days after the end, as far as these have passed."""
    story = Story()
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    for _ in range(3):
        due = story.now + timedelta(days=20)
        story.by(ALEX, cmd.PlanAction, text="A", due=due, expected_proof="A link")
    assert of(story).proven_after == ()
    for number, days in ((1, 10), (2, 30)):
        story.wait(days=days)
        story.by(ALEX, cmd.CloseAction, action=number, proof="https://example.com")
    assert of(story).proven_after == ((30, 1),)
    story.wait(days=50)
    assert of(story).proven_after == ((30, 1), (60, 2), (90, 2))


@pytest.mark.parametrize("typed", ["9" * 400, "1e400", "nan", "-inf"])
def test_a_number_that_is_none_breaks_no_figures(typed: str) -> None:
    """A key that was held down, or worse, in a count: the figures of the crisis are still told."""
    story = Story()
    story.tick("2.6", INES, pieces="Un article", media_pieces=typed)
    story.tick("2.2", INES, mentions=typed, usual="10")
    assert of(story).said.media_pieces == 0
    assert of(story).said.peak == 0

from collections import Counter
from datetime import timedelta
from itertools import pairwise

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import FollowUpStatus
from bot.domain.effects import Effect
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.domain.reminders import CHANNEL_GAP, PERSON_GAP
from bot.domain.timers import timers
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, INES, KARIM, MAYA, NORA, START, Story

SEATS = {
    "crisis_lead": CAMILLE,
    "deputy": ALEX,
    "communications": ALEX,
    "social_listening": INES,
    "customer_care": HUGO,
    "legal": MAYA,
    "subject_expert": KARIM,
    "scribe": NORA,
}


def told(notice: Effect) -> list[str]:
    """The items that a reminder is about."""
    return [matter["about"] for matter in notice.args.get("matters", []) if matter["kind"] == "item"]


def test_an_overdue_item_is_told_to_its_owner_and_once_to_the_channel() -> None:
    """Neither is told twice for the same thing."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.wait(minutes=55)
    reminded = [(notice.to, key) for notice in story.notices("reminder") for key in told(notice)]
    announced = [key for r in story.entries if isinstance(r.event, ev.OverdueAnnounced) for key in r.event.items]
    assert (INES, "2.1") in reminded
    assert "2.1" in announced
    assert max(Counter(reminded).values()) == 1
    assert max(Counter(announced).values()) == 1


def test_nobody_gets_more_than_one_message_in_ten_minutes_from_the_clock() -> None:
    """Even with everything overdue in red, and nobody doing anything."""
    story = Story(level=Level.RED)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.wait(hours=6)
    for user in CELL:
        times = [r.at for r in story.entries if isinstance(r.event, ev.PersonReminded) and r.event.user == user]
        assert times, user
        assert all(later - earlier >= PERSON_GAP for earlier, later in pairwise(times))


def test_the_channel_gets_one_line_of_overdue_items_in_fifteen_minutes() -> None:
    """Batched, not one by one."""
    story = Story(level=Level.RED)
    story.wait(hours=3)
    times = [r.at for r in story.entries if isinstance(r.event, ev.OverdueAnnounced)]
    assert all(later - earlier >= CHANNEL_GAP for earlier, later in pairwise(times))


def test_the_first_hour_of_a_red_crisis_keeps_the_noise_budget() -> None:
    """At most fifteen new messages in the channel, though nothing is done in time and ten things are decided."""
    story = Story(level=Level.RED)
    for user in CELL:
        story.by(SLACK, cmd.RecordJoin, user=user)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    for minute in range(5):
        story.wait(minutes=10)
        story.by(CAMILLE, cmd.RecordDecision, text=f"Decision {minute}")
        story.by(NORA, cmd.AddNote, text=f"Note {minute}")
    story.wait(minutes=10)
    in_channel = [notice for notice in story.notices() if notice.to == "channel"]
    assert 1 + len(in_channel) <= 15, [notice.name for notice in in_channel]


def test_a_snoozed_item_is_told_again_at_its_time_and_not_before() -> None:
    """The due time stays, the voice is quiet."""
    story = Story()
    story.wait(minutes=21)
    assert any("1.5" in told(notice) for notice in story.notices("reminder"))
    until = story.now + timedelta(hours=1)
    story.by(CAMILLE, cmd.SnoozeItem, item="1.5", until=until)
    story.told.clear()
    story.wait(minutes=59)
    assert not any("1.5" in told(notice) for notice in story.notices("reminder"))
    story.wait(minutes=12)
    assert any("1.5" in told(notice) for notice in story.notices("reminder"))


def test_nothing_is_told_about_an_item_that_is_done() -> None:
    """Reminders are tied to the state."""
    story = Story()
    story.tick("1.5", actor=ALEX)
    story.wait(hours=2)
    heard = [key for notice in story.notices() for key in (*notice.args.get("items", []), *told(notice))]
    assert "1.5" not in heard


def test_summaries_come_at_the_levels_cadence() -> None:
    """Red: every thirty minutes for four hours, then every hour."""
    story = Story(level=Level.RED)
    story.wait(hours=6)
    times = [(r.at - START) / timedelta(minutes=1) for r in story.entries if isinstance(r.event, ev.SummaryPosted)]
    assert times == [30, 60, 90, 120, 150, 180, 210, 240, 300, 360]


def test_a_summary_in_which_nothing_changed_is_quiet() -> None:
    """One line, no noise."""
    story = Story(now=START - timedelta(hours=6))
    story.by(CAMILLE, cmd.RecordDecision, text="Stop line 3")
    story.wait(hours=2)
    summaries = [r.event for r in story.entries if isinstance(r.event, ev.SummaryPosted)]
    assert [summary.quiet for summary in summaries] == [False, True]
    assert summaries[0].decisions == (1,)


def test_each_summary_speaks_of_what_came_after_the_last_one() -> None:
    """No entry is told twice, none is left out."""
    story = Story()
    story.by(NORA, cmd.AddNote, text="First")
    story.wait(hours=1)
    story.by(NORA, cmd.AddNote, text="Second")
    story.wait(hours=1)
    texts = []
    for summary in [r.event for r in story.entries if isinstance(r.event, ev.SummaryPosted)]:
        notes = [story.entries[seq - 1].event for seq in summary.changes]
        texts.append([note.text for note in notes if isinstance(note, ev.NoteAdded)])
    assert texts == [["First"], ["Second"]]


def test_the_follow_ups_come_in_a_year_each_exactly_once_to_its_owner() -> None:
    """Whatever happens to the channel."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.by(SLACK, cmd.RecordChannelArchived, archived=True)
    story.wait(days=400)
    sent = Counter(r.event.follow_up for r in story.entries if isinstance(r.event, ev.FollowUpSent))
    assert sent == Counter({step.key: 1 for step in story.playbook.follow_ups})
    owners = {r.event.follow_up: r.event.user for r in story.entries if isinstance(r.event, ev.FollowUpSent)}
    for step in story.playbook.follow_ups:
        assert owners[step.key] == SEATS[step.role]
    assert timers(story.state) == {}


def test_a_snoozed_follow_up_comes_once_more_and_a_done_one_never() -> None:
    """Done is done."""
    story = Story()
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    first, second = story.playbook.follow_ups[:2]
    story.by(CAMILLE, cmd.CompleteFollowUp, follow_up=second.key)
    story.wait(hours=3)
    assert story.state.follow_ups[first.key].status is FollowUpStatus.SENT
    story.by(CAMILLE, cmd.SnoozeFollowUp, follow_up=first.key, until=story.now + timedelta(days=2))
    story.wait(days=10)
    sent = Counter(r.event.follow_up for r in story.entries if isinstance(r.event, ev.FollowUpSent))
    assert (sent[first.key], sent[second.key]) == (2, 0)


def test_the_clock_finds_nothing_to_do_twice() -> None:
    """A second turn at the same minute changes nothing."""
    story = Story(level=Level.RED)
    story.now = START + timedelta(hours=5)
    assert story.clock()
    assert story.clock() == []


def test_open_items_stay_silent_after_stand_down() -> None:
    """The plan speaks then, not the checklist."""
    story = Story()
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.told.clear()
    story.wait(days=2)
    assert {notice.name for notice in story.notices()} == {"follow_up", "reminder"}
    told = {matter["kind"] for notice in story.notices("reminder") for matter in notice.args["matters"]}
    assert told == {"step", "debrief"}


def test_a_machine_that_was_off_catches_up_without_a_flood() -> None:
    """Three days late: one message a person, one line, one summary."""
    story = Story(level=Level.RED)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.told.clear()
    story.now = START + timedelta(days=3)
    while any(at <= story.now for at in timers(story.state).values()):
        story.clock()
    per_person = Counter(notice.to for notice in story.notices("reminder"))
    assert max(per_person.values()) == 1
    assert len(story.notices("summary")) == 1
    assert len(story.notices("overdue")) == 1


def test_the_closing_report_covers_the_whole_crisis() -> None:
    """Not only what came after the last report."""
    story = Story()
    story.by(CAMILLE, cmd.RecordDecision, text="Stop line 3")
    story.by(INES, cmd.ChangeLevel, level=Level.RED)
    story.wait(hours=3)
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    closing = [r.event for r in story.entries if isinstance(r.event, ev.SummaryPosted)][-1]
    assert (closing.why, closing.since, closing.decisions) == ("stand_down", START, (1,))
    kinds = [story.entries[seq - 1].event.kind for seq in closing.changes]
    assert "LevelChanged" in kinds


def test_who_is_given_a_role_is_told_once_and_who_takes_one_is_not() -> None:
    """Nobody finds out by chance that they are the scribe."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "scribe": NORA})
    story.wait(hours=2)
    seats = [(n.to, m["about"]) for n in story.notices("reminder") for m in n.args["matters"] if m["kind"] == "seat"]
    assert seats == [(NORA, "scribe")]

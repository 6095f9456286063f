from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.debrief import answers_to
from bot.domain.kernel import ANONYMOUS
from bot.domain.matters import matters
from bot.domain.relief import asleep
from bot.library import builtin_directory
from bot.library.regimes import load_regimes
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, MAYA, NORA, STRANGER, Story

REGIMES = load_regimes(builtin_directory())
GDPR = next(regime for regime in REGIMES.regimes if "gdpr" in regime.key)
SPONSOR = "U99"


def closed(**seats: str) -> Story:
    """A crisis that is over, on a Saturday evening in Paris."""
    story = Story(timezone="Europe/Paris")
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "scribe": NORA, **seats})
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.told.clear()
    return story


def kinds(story: Story) -> list[tuple[str, str, str]]:
    """Who was told what, after the end."""
    return [(n.to, m["kind"], m["about"]) for n in story.notices("reminder") for m in n.args["matters"]]


def test_what_comes_after_the_first_day_comes_in_working_hours_of_the_crisis() -> None:
    """Nobody is called to a debrief on a Sunday evening, nor told at night that the closing word is missing."""
    story = closed()
    story.wait(days=400)
    for recorded in story.entries:
        step = recorded.event.follow_up if isinstance(recorded.event, ev.FollowUpSent | ev.FollowUpOverdue) else ""
        if step and not (isinstance(recorded.event, ev.FollowUpSent) and step == "end_2h"):
            local = recorded.at.astimezone(ZoneInfo("Europe/Paris"))
            assert local.weekday() < 5
            assert 9 <= local.hour < 18


def test_a_follow_up_that_is_not_done_goes_to_the_channel_and_then_to_the_sponsor() -> None:
    """After one working day, and after three."""
    story = closed(sponsor=SPONSOR)
    story.wait(days=6)
    late = [notice.args["follow_up"] for notice in story.notices("follow_up_overdue")]
    assert "end_24h" in late
    assert len(late) == len(set(late))
    assert (SPONSOR, "follow_up", "end_24h") in kinds(story)


def test_a_follow_up_that_is_done_goes_nowhere() -> None:
    """Silence is kept."""
    story = closed(sponsor=SPONSOR)
    for step in story.playbook.follow_ups:
        story.by(CAMILLE, cmd.CompleteFollowUp, follow_up=step.key)
    story.wait(days=400)
    assert story.notices() == []


def test_the_second_snooze_wants_a_reason_and_the_third_is_seen_by_the_sponsor() -> None:
    """Nothing is put off for ever in silence."""
    story = closed(sponsor=SPONSOR)
    step = story.playbook.follow_ups[1].key

    def snooze(**reason: str) -> None:
        story.by(NORA, cmd.SnoozeFollowUp, follow_up=step, until=story.now + timedelta(days=2), **reason)

    snooze()
    later = story.now + timedelta(days=2)
    assert story.refused(NORA, cmd.SnoozeFollowUp, follow_up=step, until=later).code == "reason_missing"
    snooze(reason="The bailiff is late")
    assert not [each for each in matters(story.state) if each.kind == "put_off"]
    snooze(reason="Still late")
    story.wait(days=1, hours=13)
    assert (SPONSOR, "put_off", f"follow_up:{step}") in kinds(story)
    heard = [r.at for r in story.entries if isinstance(r.event, ev.PersonReminded) and r.event.user == SPONSOR]
    assert heard == [datetime(2026, 3, 16, 8, tzinfo=UTC)]  # Monday at nine in Paris, not on Saturday evening


def test_debrief_answers_bear_no_name() -> None:
    """Whoever reads the journal finds nobody, and an answer handed in under a name is refused."""
    story = closed()
    answers = {"planned": "To answer within the hour", "change": "Name a deputy"}
    assert story.refused(INES, cmd.AnswerDebrief, answers=answers).code == "not_anonymous"
    story.by(ANONYMOUS, cmd.AnswerDebrief, answers=answers)
    story.by(ANONYMOUS, cmd.AnswerDebrief, answers={"change": "A better rota"})
    assert answers_to(story.state, "change") == ["A better rota", "Name a deputy"]
    assert {r.actor for r in story.entries if isinstance(r.event, ev.DebriefAnswered)} == {ANONYMOUS}
    assert ev.DebriefAnswered.untimed


def test_nobody_may_do_anything_else_without_a_name() -> None:
    """The anonymous form is the only anonymous thing."""
    assert closed().refused(ANONYMOUS, cmd.AddNote, text="x").code == "no_such_crisis"


def test_a_copy_of_the_logbook_is_an_entry_and_goes_to_who_took_it_alone() -> None:
    """At work and after the end; a guest takes none."""
    for story in (Story(), closed()):
        (took,) = story.by(NORA, cmd.ExportLogbook)
        assert isinstance(took, ev.LogbookExported)
        (sent,) = [effect for effect in story.told if effect.kind == "export"]
        assert (sent.to, sent.args) == (NORA, {"seq": story.state.seq})
        assert story.by(NORA, cmd.ExportLogbook) == [], "a double click is one"
        assert story.by(INES, cmd.ExportLogbook) != [], "and nobody else's"
        story.wait(minutes=1)
        assert story.by(NORA, cmd.ExportLogbook) != []
        assert story.refused(HUGO, cmd.ExportLogbook, full_member=False).code == "only_full_members_export"
        assert story.refused(STRANGER, cmd.ExportLogbook).code in ("not_in_crisis", "no_such_crisis")


def test_an_action_closes_only_on_proof() -> None:
    """An intention is no proof."""
    story = closed()
    story.by(NORA, cmd.RecordLesson, happened="The deputy slept", change="Two deputies", tags=("Night",))
    due = story.now + timedelta(days=30)
    story.by(
        CAMILLE, cmd.PlanAction, text="Name two deputies", owner=ALEX, due=due, expected_proof="The rota", lesson=1
    )
    assert story.refused(ALEX, cmd.CloseAction, action=1, proof=" ").code == "proof_missing"
    story.by(ALEX, cmd.CloseAction, action=1, proof="https://example.com/rota")
    assert story.refused(ALEX, cmd.CloseAction, action=1, proof="again").code == "action_closed"
    assert story.refused(ALEX, cmd.CloseAction, action=2, proof="x").code == "no_such_action"
    assert story.state.lessons[0].tags == ("night",)


def test_an_action_reminds_its_owner_then_the_lead_then_the_sponsor() -> None:
    """In working hours, each once."""
    story = closed(sponsor=SPONSOR)
    for step in story.playbook.follow_ups:
        story.by(CAMILLE, cmd.CompleteFollowUp, follow_up=step.key)
    due = story.now + timedelta(days=7)
    story.by(CAMILLE, cmd.PlanAction, text="Check line 3", owner=HUGO, due=due, expected_proof="Report")
    story.wait(days=30)
    assert kinds(story) == [
        (HUGO, "action", "1"),
        (CAMILLE, "action_above", "1"),
        (SPONSOR, "action_above", "1"),
    ]


def test_the_third_postponement_goes_up() -> None:
    """And each one is later than the last."""
    story = closed(sponsor=SPONSOR)
    due = story.now + timedelta(days=7)
    story.by(CAMILLE, cmd.PlanAction, text="Check line 3", owner=HUGO, due=due, expected_proof="Report")
    assert story.refused(HUGO, cmd.PostponeAction, action=1, due=due, reason="x").code == "due_not_later"
    for week in (1, 2, 3):
        story.by(HUGO, cmd.PostponeAction, action=1, due=due + timedelta(weeks=week), reason="Parts are missing")
        assert len([each for each in matters(story.state) if each.kind == "put_off"]) == (week == 3)
    story.wait(days=2)
    assert kinds(story).count((SPONSOR, "put_off", "action:1")) == 1


def test_a_legal_clock_reminds_day_and_night_and_its_missing_is_said_once() -> None:
    """The authority does not care for the weekend."""
    story = Story(timezone="Europe/Paris")
    story.by(CAMILLE, cmd.AssignRoles, roles={"legal": MAYA})
    started = story.now - timedelta(hours=10)
    story.by(MAYA, cmd.StartLegalClock, regime=GDPR, started_at=started)
    assert story.item("3.7").changed_by == MAYA
    (deadline,) = [d for d in story.state.legal_clocks[GDPR.key].deadlines if d.at is not None][:1]
    assert deadline.at == started + timedelta(hours=72)
    story.wait(hours=70)
    told = [notice.to for notice in story.notices("reminder") for m in notice.args["matters"] if m["kind"] == "legal"]
    assert told.count(MAYA) == 3
    assert CAMILLE in told
    assert len(story.notices("legal_missed")) == 1
    story.by(MAYA, cmd.MeetLegalDeadline, regime=GDPR.key, deadline=deadline.key, proof="Receipt 2026-118")
    met = [r.event for r in story.entries if isinstance(r.event, ev.LegalDeadlineMet)]
    assert met[0].late


def test_no_legal_clock_is_a_written_statement() -> None:
    """With a reason, and not while one runs."""
    story = Story()
    assert story.refused(MAYA, cmd.AttestNoLegalClock, reason=" ").code == "text_missing"
    story.by(MAYA, cmd.AttestNoLegalClock, reason="No personal data, no injury")
    assert story.state.no_legal_clock == "No personal data, no injury"
    story.by(MAYA, cmd.StartLegalClock, regime=GDPR, started_at=story.now)
    assert story.state.no_legal_clock == ""
    assert story.refused(MAYA, cmd.AttestNoLegalClock, reason="x").code == "legal_clocks_run"
    assert story.refused(MAYA, cmd.StartLegalClock, regime=GDPR, started_at=story.now).code == "legal_clock_runs"


def test_a_handover_moves_every_seat_and_leaves_a_sheet() -> None:
    """Who goes sleeps, who comes knows where things stand."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "communications": CAMILLE, "legal": MAYA})
    until = story.now + timedelta(hours=7)
    story.by(CAMILLE, cmd.HandOver, to=STRANGER, sleeps_until=until, note="The mayor calls at eight")
    assert (story.state.lead, story.state.roles["communications"], story.state.roles["legal"]) == (
        STRANGER,
        STRANGER,
        MAYA,
    )
    assert asleep(story.state, story.now) == {CAMILLE: until}
    assert [notice.name for notice in story.notices() if notice.to == "channel"] == ["handover"]
    assert story.refused(CAMILLE, cmd.HandOver, to=INES).code == "nothing_to_hand_over"
    assert story.refused(STRANGER, cmd.HandOver, to=STRANGER).code == "handover_to_self"


def test_since_i_was_last_here_counts_from_what_was_read() -> None:
    """Reading twice writes once."""
    story = Story()
    story.by(INES, cmd.MarkSeen)
    assert story.by(INES, cmd.MarkSeen) == []
    story.by(NORA, cmd.AddNote, text="New")
    assert story.state.seen[INES] < story.state.seq

from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Posture, Status
from bot.domain.engine import decide
from bot.domain.gates import missing
from bot.domain.kernel import OPERATOR, SLACK, Event, Refused
from bot.domain.level import Level
from bot.domain.roles import broken_separations, empty_roles
from bot.domain.severity import level_of_scores
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, MAYA, NINE, NORA, START, STRANGER, Story


def started(title: str, **fields: object) -> ev.CrisisStarted:
    """The first event of a crisis with this title."""
    command = cmd.StartCrisis(
        crisis_id="c1",
        actor=CAMILLE,
        title=title,
        playbook_digest=NINE.digest,
        **fields,  # type: ignore[arg-type]
    )
    first = decide(None, command, START)[0]
    assert isinstance(first, ev.CrisisStarted)
    return first


def test_one_line_opens_a_crisis_with_sensible_defaults() -> None:
    """Orange, private, led by who typed the line."""
    event = started("Video: glass in a yogurt")
    assert (event.level, event.private, event.lead) == (Level.ORANGE, True, CAMILLE)


@pytest.mark.parametrize(("level", "private"), [("green", False), ("yellow", True), ("red", True)])
def test_a_crisis_is_private_from_yellow_up_unless_said_otherwise(level: str, private: bool) -> None:  # noqa: FBT001
    """Only a watch is public by default."""
    assert started("x", level=level).private is private
    assert started("x", level=level, private=not private).private is not private


def test_a_title_that_is_too_long_is_shortened_and_kept_whole() -> None:
    """At two in the morning nobody is refused for a long line."""
    title = "glass in a yogurt " * 280
    event = started(title)
    assert len(event.title) <= 120
    assert event.title.endswith("…")
    assert event.what.startswith(title.strip()[:2000])


def test_a_title_is_needed() -> None:
    """Blanks are none."""
    with pytest.raises(Refused, match="title_missing"):
        started("  \n ")


def test_a_title_of_emoji_only_is_a_title() -> None:
    """Who starts like this is in a hurry."""
    assert started("🔥🔥🔥").title == "🔥🔥🔥"


def test_a_stranger_may_not_act() -> None:
    """Only members of the crisis may."""
    assert Story().refused(STRANGER, cmd.AddNote, text="hello").code == "no_such_crisis"


def test_who_joins_the_channel_may_act_and_is_told_where_things_stand_once() -> None:
    """A private word for them, and no second one."""
    story = Story()
    story.by(SLACK, cmd.RecordJoin, user=STRANGER)
    story.by(SLACK, cmd.RecordJoin, user=STRANGER)
    assert [notice.to for notice in story.notices("catch_up")] == [STRANGER]
    story.by(STRANGER, cmd.AddNote, text="hello")


def test_who_leaves_the_channel_may_not_act_any_longer() -> None:
    """Access follows the channel."""
    story = Story()
    story.by(SLACK, cmd.RecordLeave, user=MAYA)
    assert story.refused(MAYA, cmd.AddNote, text="hello").code == "no_such_crisis"


def test_a_private_crisis_is_announced_nowhere() -> None:
    """Neither at the start nor at the end."""
    story = Story()
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    assert [notice for notice in story.notices() if notice.to == "hq"] == []


def test_a_second_channel_is_none_of_ours() -> None:
    """The first answer of Slack counts."""
    story = Story()
    assert story.by(SLACK, cmd.RecordChannel, channel_id="C2", channel_name="other") == []
    assert story.state.channel_id == "C1"


def test_a_channel_that_cannot_be_made_is_told_to_who_asked() -> None:
    """Never is a public channel made instead."""
    story = Story(with_channel=False)
    story.by(SLACK, cmd.RecordChannelFailure, error="restricted_action")
    assert story.state.status is Status.FAILED
    assert [notice.to for notice in story.notices("channel_failed")] == [CAMILLE]
    assert story.refused(CAMILLE, cmd.AddNote, text="hello").code == "crisis_failed"


def test_a_logbook_that_was_restored_says_so_in_its_channel() -> None:
    """One entry and one notice, and board and topic show again what it knows."""
    story = Story()
    before = len(story.told)
    story.by(OPERATOR, cmd.RecordRestoration, until=START)
    assert [(effect.kind, effect.name, effect.to) for effect in story.told[before:]] == [
        ("board", "", ""),
        ("topic", "", ""),
        ("notice", "restored", "channel"),
    ]
    assert story.entries[-1].event == ev.LogbookRestored(until=START)
    assert story.entries[-1].actor == OPERATOR


def test_anyone_raises_the_level_and_a_summary_says_so() -> None:
    """Up is immediate and open to all."""
    story = Story()
    events = story.by(INES, cmd.ChangeLevel, level=Level.RED, reason="A child is hurt")
    assert events[0] == ev.LevelChanged(level=Level.RED, previous=Level.ORANGE, reason="A child is hurt")
    assert isinstance(events[1], ev.SummaryPosted)
    assert len(story.notices()) == 1


def test_only_lead_or_deputy_lower_the_level_and_say_why() -> None:
    """Down is a decision."""
    story = Story()
    assert story.refused(INES, cmd.ChangeLevel, level=Level.YELLOW, reason="Calmer").code == "only_lead_lowers"
    assert story.refused(CAMILLE, cmd.ChangeLevel, level=Level.YELLOW).code == "reason_missing"
    story.by(CAMILLE, cmd.ChangeLevel, level=Level.YELLOW, reason="Calmer")
    assert story.state.level is Level.YELLOW


def test_danger_proposes_red_and_the_lead_confirms_with_one_click() -> None:
    """The bot proposes, a person decides."""
    story = Story()
    story.tick("1.2", actor=INES, danger="yes", measure="Recall")
    assert story.state.proposal is not None
    assert story.state.level is Level.ORANGE
    assert [notice.to for notice in story.notices("level_proposed")] == [CAMILLE]
    story.by(CAMILLE, cmd.ChangeLevel, level=Level.RED)
    after = story.state
    assert after.level is Level.RED
    assert after.proposal is None


@pytest.mark.parametrize(
    ("marks", "level"),
    [
        ((0, 0, 0, 3, 0), Level.RED),
        ((0, 0, 0, 0, 3), Level.RED),
        ((3, 3, 0, 0, 0), Level.RED),
        ((3, 0, 0, 0, 0), Level.ORANGE),
        ((2, 2, 0, 0, 0), Level.ORANGE),
        ((2, 0, 0, 0, 0), Level.YELLOW),
        ((1, 1, 0, 0, 0), Level.YELLOW),
        ((1, 0, 0, 0, 0), Level.GREEN),
    ],
)
def test_five_marks_make_a_level(marks: tuple[int, ...], level: Level) -> None:
    """By the rule that the team can check."""
    scores = dict(zip(("velocity", "reach", "media", "harm", "legal"), marks, strict=True))
    assert level_of_scores(scores) is level


def test_the_score_proposes_a_level() -> None:
    """The five marks are ticked, the board asks."""
    story = Story()
    story.tick("1.4", velocity="3", reach="3", media="1", harm="1", legal="0", reason="It is everywhere")
    assert story.state.proposal is not None
    assert story.state.proposal.level is Level.RED


def test_no_mark_speaks_against_danger_to_people() -> None:
    """Neither before red is confirmed nor after does the grid ask for less; once nobody is in danger it may."""
    mild = {"velocity": "1", "reach": "1", "media": "0", "harm": "0", "legal": "0", "reason": "Small"}
    story = Story()
    story.tick("1.2", danger="yes", measure="Recall")
    story.tick("1.4", **mild)
    assert story.state.proposal is not None
    assert (story.state.proposal.level, story.state.proposal.why) == (Level.RED, "danger")
    story.by(CAMILLE, cmd.ChangeLevel, level=Level.RED, reason="")
    again(story, "1.4", **mild)
    assert story.state.proposal is None
    again(story, "1.2", danger="no")
    again(story, "1.4", **mild)
    assert story.state.proposal is not None
    assert story.state.proposal.level is Level.YELLOW


def again(story: Story, item: str, **evidence: str) -> None:
    """Another answer in the place of the one that was given."""
    story.by(CAMILLE, cmd.ReopenItem, item=item, seen_seq=story.item(item).seq)
    story.tick(item, **evidence)


def test_awareness_may_precede_the_start_but_not_lie_ahead() -> None:
    """And telling it ticks the item that asks for it."""
    story = Story()
    late = START + timedelta(minutes=5)
    assert story.refused(NORA, cmd.SetAwareness, at=late, source="x").code == "awareness_in_future"
    story.by(NORA, cmd.SetAwareness, at=START - timedelta(minutes=47), source="A customer called")
    assert story.state.awareness_at == START - timedelta(minutes=47)
    assert story.item("1.3").changed_by == NORA


@pytest.mark.parametrize("role", ["scribe", "deputy"])
def test_lead_and_scribe_or_deputy_should_be_two_people_from_orange_up(role: str) -> None:
    """It is told, not forbidden."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, role: CAMILLE})
    assert [separation.roles for separation in broken_separations(story.state)] == [("crisis_lead", role)]
    story.by(CAMILLE, cmd.ChangeLevel, level=Level.YELLOW, reason="Calmer")
    assert broken_separations(story.state) == []


def test_a_role_can_be_emptied_and_an_unknown_one_is_refused() -> None:
    """The seat is shown as empty again."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"legal": MAYA})
    assert "legal" not in empty_roles(story.state)
    story.by(CAMILLE, cmd.AssignRoles, roles={"legal": None})
    assert "legal" in empty_roles(story.state)
    assert story.refused(CAMILLE, cmd.AssignRoles, roles={"king": MAYA}).code == "unknown_role"
    assert story.refused(CAMILLE, cmd.AssignRoles, roles={"legal": None}).code == "roles_unchanged"


def test_a_later_decision_supersedes_an_earlier_one_and_erases_nothing() -> None:
    """Both stay, and point to each other."""
    story = Story()
    story.by(CAMILLE, cmd.RecordDecision, text="Stop line 3", why="Glass found")
    story.by(ALEX, cmd.RecordDecision, text="Stop lines 3 and 4", supersedes=1)
    first, second = story.state.decisions
    assert (first.text, first.superseded_by, second.supersedes) == ("Stop line 3", 2, 1)
    assert story.state.latest_decision == second
    assert second.decided_by == CAMILLE
    refusal = story.refused(ALEX, cmd.RecordDecision, text="Again", supersedes=1)
    assert (refusal.code, refusal.params["by"]) == ("already_superseded", 2)
    assert story.refused(ALEX, cmd.RecordDecision, text="Again", supersedes=9).code == "no_such_decision"


def test_silence_is_a_decision_with_a_reason_and_a_review_time() -> None:
    """And it is asked about again at that time, once."""
    story = Story()
    soon = START + timedelta(minutes=90)
    watch: dict[str, object] = {"posture": Posture.WATCH}
    assert story.refused(CAMILLE, cmd.DecidePosture, **watch, reason="").code == "reason_missing"
    assert story.refused(CAMILLE, cmd.DecidePosture, **watch, reason="Noise").code == "review_time_missing"
    far = START + timedelta(hours=9)
    assert story.refused(CAMILLE, cmd.DecidePosture, **watch, reason="Noise", review_at=far).code == "review_too_late"
    story.by(CAMILLE, cmd.DecidePosture, **watch, reason="Noise", review_at=soon)
    assert story.item("3.2").changed_by == CAMILLE
    story.wait(hours=4)
    asked = [n.to for n in story.notices("reminder") for m in n.args["matters"] if m["kind"] == "posture"]
    assert asked == [CAMILLE]


def test_texts_have_a_limit_and_say_it() -> None:
    """Nothing is cut silently."""
    refusal = Story().refused(NORA, cmd.AddNote, text="x" * 3001)
    assert (refusal.code, refusal.params["limit"]) == ("text_too_long", 3000)


def test_stand_down_is_the_leads_and_never_silent_about_what_is_open() -> None:
    """Open gate items want a reason, which stays in the log."""
    story = Story()
    assert story.refused(INES, cmd.StandDown, reason="x").code == "only_lead_stands_down"
    refusal = story.refused(CAMILLE, cmd.StandDown)
    assert refusal.code == "gates_open"
    assert "9.1" in refusal.params["items"]
    events = story.by(CAMILLE, cmd.StandDown, reason="False alarm")
    closed = [event for event in events if isinstance(event, ev.CrisisStoodDown)]
    assert closed[0].open_gates == tuple(refusal.params["items"])
    assert story.state.status is Status.STOOD_DOWN


def test_a_closed_crisis_refuses_what_only_an_open_one_can_do() -> None:
    """And says so."""
    story = Story()
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    assert story.refused(CAMILLE, cmd.ChangeLevel, level=Level.RED).code == "crisis_closed"
    assert story.refused(CAMILLE, cmd.StandDown, reason="x").code == "crisis_closed"


def test_reopening_starts_the_clocks_again_and_drops_the_old_plan() -> None:
    """Follow-ups belong to the end that counts."""
    story = Story()
    assert story.refused(CAMILLE, cmd.ReopenCrisis, reason="x").code == "crisis_still_open"
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(hours=3)
    story.by(NORA, cmd.ReopenCrisis, reason="A second video")
    assert (story.state.status, story.state.follow_ups) == (Status.OPEN, {})


def keys_of_archive(story: Story) -> list[str]:
    """What the file still lacks."""
    return [lack.key for lack in missing(story.state, "archive")]


def test_archiving_closes_the_file_once() -> None:
    """By the lead, after the end; with a reason while steps of the file are open."""
    story = Story()
    assert story.refused(CAMILLE, cmd.ArchiveCrisis).code == "crisis_still_open"
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    refusal = story.refused(CAMILLE, cmd.ArchiveCrisis)
    assert (refusal.code, refusal.params["items"]) == ("file_open", keys_of_archive(story))
    story.by(CAMILLE, cmd.ArchiveCrisis, reason="An exercise")
    assert story.refused(CAMILLE, cmd.ArchiveCrisis).code == "already_archived"


def test_every_event_can_be_written_and_read_back() -> None:
    """The journal keeps JSON."""
    story = Story()
    story.tick("1.1")
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    for recorded in story.entries:
        text = recorded.event.model_dump_json()
        assert Event.kinds[recorded.event.kind].model_validate_json(text) == recorded.event


def test_a_new_lead_may_be_asked_to_stand_down_at_once() -> None:
    """The question was put to somebody else, who no longer decides: it is not said to wait for the new one."""
    story = Story()
    story.by(HUGO, cmd.AskStandDown)
    assert story.refused(KARIM, cmd.AskStandDown).code == "stand_down_asked"
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": NORA})
    story.by(KARIM, cmd.AskStandDown)
    assert [notice.to for notice in story.notices("stand_down_asked")] == [CAMILLE, NORA]
    assert story.refused(HUGO, cmd.AskStandDown).params["user"] == NORA

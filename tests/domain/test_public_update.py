from datetime import timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.effects import Effect
from bot.domain.level import Level
from bot.domain.public_update import next_public_update
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, NORA, START, Story

TEN_PAST_NINE = START + timedelta(minutes=90)


def warnings(story: Story) -> list[tuple[str, str]]:
    """Who was warned, and how many minutes before."""
    return [
        (notice.to, matter["about"])
        for notice in story.notices("reminder")
        for matter in notice.args["matters"]
        if matter["kind"] == "update"
    ]


def promised() -> Story:
    """A crisis in which communications has promised to be back at a time."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "deputy": HUGO, "communications": ALEX})
    story.by(ALEX, cmd.PromiseUpdate, at=TEN_PAST_NINE)
    return story


def test_the_author_and_the_deputy_are_warned_before_the_promised_time_and_nobody_else() -> None:
    """Fifteen minutes and five minutes before, as long as nothing was published."""
    story = promised()
    story.wait(minutes=89)
    assert set(warnings(story)) == {(ALEX, "15"), (ALEX, "5"), (HUGO, "15"), (HUGO, "5")}
    assert len(warnings(story)) == 4


def test_a_promise_that_was_kept_warns_nobody() -> None:
    """The publication ends the countdown, and says when the next one is."""
    story = promised()
    story.wait(minutes=60)
    after = TEN_PAST_NINE + timedelta(hours=1)
    story.tick("3.5", actor=ALEX, link="https://example.com/1", next_at=after.isoformat())
    story.wait(minutes=40)
    assert warnings(story) == []
    assert story.notices("update_missed") == []
    assert next_public_update(story.state) == after


def test_a_missed_promise_is_one_line_in_the_channel_one_minute_later() -> None:
    """Said once, not every minute."""
    story = promised()
    story.wait(minutes=92)
    assert [notice.to for notice in story.notices("update_missed")] == ["channel"]
    missed = [r.at for r in story.entries if isinstance(r.event, ev.UpdateMissed)]
    assert missed == [TEN_PAST_NINE + timedelta(minutes=1)]
    story.wait(hours=5)
    assert len(story.notices("update_missed")) == 1


def test_a_time_that_is_promised_again_replaces_the_first() -> None:
    """The latest word counts."""
    story = promised()
    story.by(NORA, cmd.PromiseUpdate, at=TEN_PAST_NINE + timedelta(hours=1))
    story.wait(minutes=95)
    assert story.notices("update_missed") == []
    refusal = story.refused(NORA, cmd.PromiseUpdate, at=TEN_PAST_NINE + timedelta(hours=1))
    assert refusal.code == "already_promised"
    assert story.refused(NORA, cmd.PromiseUpdate, at=START).code == "due_in_past"


def test_yellow_follows_office_hours_and_red_never_pauses() -> None:
    """The crisis began on a Saturday evening: yellow summaries wait for Monday, red ones do not."""
    counts = {}
    for level in (Level.YELLOW, Level.RED):
        story = Story(level=level)
        story.wait(hours=36)
        counts[level] = len(story.notices("summary"))
    assert counts[Level.YELLOW] == 0
    assert counts[Level.RED] >= 36


def reminders_to(story: Story, user: str) -> list[Effect]:
    """The batched messages to one person."""
    return [notice for notice in story.notices("reminder") if notice.to == user]


def test_what_falls_due_within_ten_minutes_is_told_together() -> None:
    """One interruption instead of two."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"social_listening": INES})
    story.wait(minutes=19)
    seat, first = ([matter["about"] for matter in notice.args["matters"]] for notice in reminders_to(story, INES))
    assert seat == ["social_listening"]
    assert first == ["2.1", "2.2"]


def test_who_holds_a_seat_for_more_than_eight_hours_is_named_to_the_lead() -> None:
    """Once; a relief begins the count anew."""
    story = Story(level=Level.YELLOW)
    story.by(CAMILLE, cmd.AssignRoles, roles={"social_listening": INES})
    story.wait(hours=9)
    duty = [
        (notice.to, matter["about"])
        for notice in story.notices("reminder")
        for matter in notice.args["matters"]
        if matter["kind"] == "duty"
    ]
    assert duty == [(CAMILLE, INES)]


def test_an_empty_role_is_named_to_the_lead_once() -> None:
    """Nobody has to discover at midnight that legal is missing."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"scribe": NORA})
    story.wait(hours=3)
    named = [m["about"] for n in story.notices("reminder") for m in n.args["matters"] if m["kind"] == "role"]
    assert sorted(named) == sorted(set(named))
    assert "legal" in named
    assert "scribe" not in named


def test_a_later_hour_is_not_taken_over_a_newer_promise() -> None:
    """The lead saw the hour that counted when they were asked; what was promised in public since then stands."""
    story = Story()
    story.by(INES, cmd.PromiseUpdate, at=story.now + timedelta(hours=1))
    seen = story.state.seq
    sooner, later = story.now + timedelta(minutes=40), story.now + timedelta(hours=5)
    story.by(INES, cmd.PromiseUpdate, at=sooner)
    assert story.refused(CAMILLE, cmd.PromiseUpdate, at=later, seen_seq=seen).code == "outdated"
    story.by(CAMILLE, cmd.PromiseUpdate, at=later, seen_seq=story.state.seq)
    assert story.state.promised is not None
    assert story.state.promised.at == later

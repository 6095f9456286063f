from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import (
    all_items,
    core_settled,
    item_of,
    items_of_advice,
    overdue_items,
    present_items,
    progress,
)
from bot.domain.crisis import ItemStatus
from bot.domain.danger import danger
from bot.domain.level import Level
from tests.domain.story import ALEX, CAMILLE, INES, NORA, START, STRANGER, Story


def test_the_first_hour_shows_the_twelve_core_items_and_nothing_else() -> None:
    """At the start people see twelve items, the ones they can act on first and in order of time."""
    shown = present_items(Story().state)
    assert len(shown) == 12
    assert all(item.core for item in shown)
    awake = [item.due for item in shown if not item.sleeping]
    assert awake == sorted(awake, key=lambda due: due or START)
    assert [item.key for item in shown if item.sleeping] == [item.key for item in shown[-3:]]


@pytest.mark.parametrize(
    ("level", "minutes"), [(Level.RED, 10), (Level.ORANGE, 15), (Level.YELLOW, 30)], ids=["red", "orange", "yellow"]
)
def test_the_level_sets_the_due_time(level: Level, minutes: int) -> None:
    """Red takes the shorter value, yellow doubles what counts from the start."""
    item = item_of(Story(level=level).state, "2.1")
    assert item is not None
    assert item.due == START + timedelta(minutes=minutes)


def test_a_change_of_level_moves_the_due_times_at_once() -> None:
    """Nobody has to recompute anything when the level rises."""
    story = Story()
    story.by(INES, cmd.ChangeLevel, level=Level.RED)
    item = item_of(story.state, "3.3")
    assert item is not None
    assert item.due == START + timedelta(minutes=15)


def test_green_opens_no_checklist() -> None:
    """A watch has nothing to tick."""
    story = Story(level=Level.GREEN)
    assert present_items(story.state) == []
    assert all(total == 0 for _, total in progress(story.state).values())


def test_items_below_their_minimum_level_are_hidden() -> None:
    """The relief is planned from orange up."""
    assert "1.7" not in [item.key for item in items_of_advice(Story(level=Level.YELLOW).state, 1)]
    assert "1.7" in [item.key for item in items_of_advice(Story().state, 1)]


def test_a_gate_item_is_refused_without_its_evidence() -> None:
    """A lock cannot be passed by a bare click."""
    story = Story()
    refusal = story.refused(CAMILLE, cmd.TickItem, item="1.3", evidence={})
    assert refusal.code == "evidence_missing"
    assert "at" in refusal.params["fields"]


def test_an_item_without_a_lock_may_be_ticked_without_evidence() -> None:
    """Evidence is wanted there, not demanded."""
    story = Story()
    story.by(INES, cmd.TickItem, item="2.3")
    assert story.item("2.3").status is ItemStatus.DONE


def test_two_people_who_tick_two_items_both_count() -> None:
    """Neither overwrites the other."""
    story = Story()
    story.tick("1.5", actor=ALEX)
    story.tick("2.1", actor=INES)
    assert (story.item("1.5").changed_by, story.item("2.1").changed_by) == (ALEX, INES)


def test_a_second_tick_of_the_same_item_says_who_did_it() -> None:
    """The later person learns that it is done, and by whom."""
    story = Story()
    story.tick("1.5", actor=ALEX)
    refusal = story.refused(INES, cmd.TickItem, item="1.5", evidence={})
    assert (refusal.code, refusal.params["user"]) == ("already_done", ALEX)


def test_a_stale_click_never_undoes_what_somebody_else_did() -> None:
    """A reopen names the entry that the person saw."""
    story = Story()
    story.tick("1.5", actor=ALEX)
    seen = story.item("1.5").seq
    story.by(ALEX, cmd.ReopenItem, item="1.5", seen_seq=seen)
    story.tick("1.5", actor=INES)
    refusal = story.refused(NORA, cmd.ReopenItem, item="1.5", seen_seq=seen)
    assert refusal.code == "changed_meanwhile"
    assert story.item("1.5").status is ItemStatus.DONE


def test_not_applicable_wants_a_reason_and_the_playbooks_leave() -> None:
    """Some things cannot be skipped, and nothing is skipped silently."""
    story = Story()
    assert story.refused(CAMILLE, cmd.MarkNotApplicable, item="1.1", reason="No time").code == "cannot_be_skipped"
    assert story.refused(CAMILLE, cmd.MarkNotApplicable, item="1.5", reason=" ").code == "reason_missing"
    story.by(CAMILLE, cmd.MarkNotApplicable, item="1.5", reason="Nothing is scheduled")
    assert story.item("1.5").reason == "Nothing is scheduled"


def test_items_sleep_until_the_posture_is_to_speak() -> None:
    """A holding statement is not overdue while silence is the decision."""
    story = Story()
    story.now = START + timedelta(hours=3)
    item = item_of(story.state, "3.3")
    assert item is not None
    assert item.sleeping
    assert not item.overdue(story.now)
    story.by(CAMILLE, cmd.DecidePosture, posture="speak", reason="People ask.")
    item = item_of(story.state, "3.3")
    assert item is not None
    assert item.overdue(story.now)


def test_an_assigned_item_is_its_persons_and_brings_them_in() -> None:
    """Whoever gets an item may act in the crisis."""
    story = Story()
    story.by(CAMILLE, cmd.AssignItem, item="2.1", user=STRANGER)
    item = item_of(story.state, "2.1")
    assert item is not None
    assert item.owner == STRANGER
    assert story.state.is_member(STRANGER)
    assert [effect.args["users"] for effect in story.told if effect.kind == "invite"] == [[STRANGER]]


def test_the_owner_is_the_assignee_else_the_role_else_the_lead() -> None:
    """Nothing is without somebody to ask."""
    story = Story()
    owners = []
    for step in (
        None,
        (cmd.AssignRoles, {"roles": {"social_listening": INES}}),
        (cmd.AssignItem, {"item": "2.1", "user": NORA}),
    ):
        if step:
            story.by(CAMILLE, step[0], **step[1])
        item = item_of(story.state, "2.1")
        assert item is not None
        owners.append(item.owner)
    assert owners == [CAMILLE, INES, NORA]


def test_the_teams_own_item_takes_part_like_any_other() -> None:
    """It has a key of its own, an owner, a time and a tick."""
    story = Story()
    story.by(NORA, cmd.AddItem, text="Call the dairy", advice=3, assignee=INES, due=START + timedelta(minutes=7))
    item = item_of(story.state, "own.1")
    assert item is not None
    assert (item.label("fr"), item.owner, item.advice) == ("Call the dairy", INES, 3)
    assert "own.1" in [i.key for i in present_items(story.state, 20)]
    story.by(INES, cmd.TickItem, item="own.1")
    assert story.item("own.1").status is ItemStatus.DONE


def test_a_due_time_can_be_moved_but_not_into_the_past() -> None:
    """A time that has passed helps nobody."""
    story = Story()
    story.wait(minutes=1)
    assert story.refused(NORA, cmd.RescheduleItem, item="2.1", due=START).code == "due_in_past"
    story.by(NORA, cmd.RescheduleItem, item="2.1", due=START + timedelta(hours=2))
    item = item_of(story.state, "2.1")
    assert item is not None
    assert item.due == START + timedelta(hours=2)


def test_when_the_core_is_done_the_next_advices_present_themselves() -> None:
    """Once, with one line in the channel."""
    story = Story()
    for key in [item.key for item in present_items(story.state)]:
        if story.item(key).status is ItemStatus.OPEN:
            story.tick(key)
    assert core_settled(story.state)
    story.wait(seconds=1)
    assert story.state.core_over_at is not None
    assert [notice.args for notice in story.notices("core_finished")] == [{"complete": True}]
    assert any(not item.core for item in present_items(story.state))


@pytest.mark.parametrize("level", [Level.RED, Level.ORANGE], ids=["red", "orange"])
def test_what_the_first_hour_kept_hidden_is_not_late_as_it_appears(level: Level) -> None:
    """It is due by the next situation point; core items, which all could see, keep their times."""
    story = Story(level=level)
    story.wait(hours=4)
    over = story.state.core_over_at
    assert over is not None
    hidden = [item for item in all_items(story.state) if item.due and not item.core and item.spec and item.is_open]
    soon = over + timedelta(minutes=story.state.rules.situation_point)
    assert any(item.due == soon for item in hidden)
    assert all(item.due and item.due >= soon for item in hidden)
    assert any(item.due and item.due < over for item in all_items(story.state) if item.core and item.is_open)


def test_when_the_core_is_not_done_the_hour_ends_it() -> None:
    """After sixty minutes the other advices come all the same."""
    story = Story()
    events = story.wait(minutes=60)
    assert ev.CoreFinished(complete=False) in events


def test_a_repeating_item_comes_round_at_the_levels_cadence() -> None:
    """Volume is measured again at every situation point."""
    story = Story()
    story.tick("2.2", actor=INES, mentions="120", usual="10", negative="80")
    events = story.wait(minutes=60)
    assert ev.ItemCameRound(item="2.2") in events
    assert story.item("2.2").status is ItemStatus.OPEN


def test_the_three_names_of_the_first_item_fill_the_three_seats() -> None:
    """Ticking says it once, roles know it."""
    story = Story()
    story.tick("1.1")
    assert (story.state.roles["deputy"], story.state.roles["scribe"]) == (ALEX, NORA)


def test_seating_lead_deputy_and_scribe_ticks_the_item_that_asks_for_them() -> None:
    """What was said another way is not asked again."""
    story = Story()
    story.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "deputy": ALEX})
    assert story.item("1.1").status is ItemStatus.OPEN
    story.by(CAMILLE, cmd.AssignRoles, roles={"scribe": NORA})
    assert story.item("1.1").status is ItemStatus.DONE


def test_unknown_items_and_evidence_are_refused() -> None:
    """A wrong key is told, not swallowed."""
    story = Story()
    assert story.refused(NORA, cmd.TickItem, item="7.9").code == "no_such_item"
    assert story.refused(NORA, cmd.TickItem, item="1.5", evidence={"colour": "red"}).code == "evidence_unknown"


def test_an_item_of_ones_own_without_a_time_stays_on_the_board() -> None:
    """Also after the first hour."""
    story = Story()
    story.by(NORA, cmd.AddItem, text="Call the dairy")
    story.wait(hours=2)
    assert "own.1" in [item.key for item in present_items(story.state, 1000)]


def test_what_writes_down_more_than_itself_is_not_ticked_empty() -> None:
    """A publication without a link would be a false line in the record."""
    assert Story().refused(ALEX, cmd.TickItem, item="3.5").code == "evidence_missing"


def test_two_approvals_are_two_people() -> None:
    """One name twice is one."""
    story = Story()
    for names in ((ALEX,), (ALEX, ALEX)):
        refusal = story.refused(CAMILLE, cmd.TickItem, item="3.4", evidence={"approvers": names})
        assert refusal.code == "evidence_missing"
    story.by(CAMILLE, cmd.TickItem, item="3.4", evidence={"approvers": (ALEX, NORA)})


def test_danger_is_known_to_the_whole_crisis() -> None:
    """As long as the answer is yes."""
    story = Story()
    assert danger(story.state) is None
    story.tick("1.2", actor=INES, danger="yes", measure="Recall")
    found = danger(story.state)
    assert found is not None
    assert (found.measure, found.seq) == ("Recall", story.item("1.2").seq)


@pytest.mark.parametrize(
    "measure",
    [
        None,
        "",
        "   ",
        "?",
        "Rien pour le moment",
        "rien à faire pour l’instant",
        "Pas encore.",
        "Nothing for now",
        "n/a",
        "TBD",
        "R.A.S.",
        "à définir",
        "Sans objet",
        "aucune idée",
        "none so far",
        "Not decided yet",
        "Don’t know",
        "en attente",
        "oui",
    ],
)
def test_danger_is_not_closed_without_a_measure(measure: str | None) -> None:
    """What was done, or who decided that nothing is needed and why; "no" wants nothing more."""
    story = Story()
    evidence = {"danger": "yes"} | ({} if measure is None else {"measure": measure})
    refusal = story.refused(INES, cmd.TickItem, item="1.2", evidence=evidence)
    assert (refusal.code, refusal.params["fields"]) == ("measure_missing", ["measure"])
    assert story.state.proposal is None
    story.by(INES, cmd.TickItem, item="1.2", evidence={"danger": "yes", "measure": "None: Dr Roux, nobody ate it"})
    assert story.state.proposal is not None
    other = Story()
    other.by(INES, cmd.TickItem, item="1.2", evidence={"danger": "no"})
    assert other.item("1.2").status is ItemStatus.DONE


@pytest.mark.parametrize(
    "measure",
    [
        "Rien ne sort de l’usine",
        "On n’a rien à dire, mais rappel",
        "Pas de cours",
        "Ne pas venir",
        "Aucune vente",
        "Plus rien en rayon",
        "n/a : Dr Roux",
        "No one on site",
        "15",
        "疏散",
    ],
)
def test_a_short_measure_is_one(measure: str) -> None:
    """Whoever writes three words at two in the morning is not kept: what says more than nothing counts."""
    story = Story()
    story.by(INES, cmd.TickItem, item="1.2", evidence={"danger": "yes", "measure": measure})
    assert story.item("1.2").status is ItemStatus.DONE


def test_reopening_starts_the_times_again() -> None:
    """Nobody opens a crisis again to forty items that are weeks late."""
    story = Story()
    story.by(CAMILLE, cmd.StandDown, reason="Over")
    story.wait(days=45)
    story.by(CAMILLE, cmd.ReopenCrisis, reason="A second video")
    assert overdue_items(story.state, story.now) == []
    item = item_of(story.state, "2.1")
    assert item is not None
    assert item.due == story.now + timedelta(minutes=15)

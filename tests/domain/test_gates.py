from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain.checklist import open_gate_items
from bot.domain.crisis import Posture
from bot.domain.gates import Lack, Missing, missing, way_to
from bot.domain.level import Level
from tests.domain.story import ALEX, CAMILLE, INES, KARIM, NORA, Story

GATES = [gate.key for gate in Story().playbook.gates]


def keys(story: Story, gate: str) -> list[str]:
    """What lacks, by name."""
    return [lack.key for lack in missing(story.state, gate)]


def speaking(level: Level = Level.ORANGE) -> Story:
    """A crisis in which it was decided to speak."""
    story = Story(level=level)
    story.tick("3.2")
    return story


def settled(gate: str, level: Level = Level.ORANGE) -> Story:
    """A crisis in which everything was done that locks a gate."""
    story = speaking(level)
    for key in keys(story, gate):
        story.tick(key)
    return story


def test_the_holding_statement_asks_for_the_items_of_the_playbook() -> None:
    """The frame and the posture first; the text and its signatures sleep until it is decided to speak."""
    assert keys(Story(), "publish.holding") == ["1.1", "1.2", "1.3", "3.2"]
    assert keys(speaking(), "publish.holding") == ["1.1", "1.2", "1.3", "3.3", "3.4"]


def test_a_statement_asks_first_for_what_the_holding_statement_asks() -> None:
    """The items of the gate before come first and name it; what locks both is told once."""
    lacking = missing(speaking().state, "publish.statement")
    assert [lack.key for lack in lacking if lack.gate == "publish.holding"] == ["1.1", "1.2", "1.3", "3.3", "3.4"]
    own = [lack.key for lack in lacking if lack.gate == "publish.statement"]
    assert own == ["1.5", "3.1", "4.1", "5.2", "5.4", "5.6", "6.1"]
    assert len(lacking) == len(set(lacking)) == 12


def test_an_admission_goes_through_all_three_gates() -> None:
    """Each one's items, in the order in which the gates are passed."""
    story = speaking()
    assert way_to(story.state, "publish.admission") == ["publish.holding", "publish.statement", "publish.admission"]
    assert keys(story, "publish.admission") == [*keys(story, "publish.statement"), "4.2", "4.3"]


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize("level", [Level.YELLOW, Level.ORANGE, Level.RED], ids=str)
def test_every_gate_opens_once_its_items_are_done(gate: str, level: Level) -> None:
    """Nothing more is asked than the items, nothing less, at any level."""
    story = settled(gate, level)
    assert missing(story.state, gate) == []
    for before in way_to(story.state, gate):
        assert open_gate_items(story.state, before) == []


@pytest.mark.parametrize("gate", GATES)
def test_one_item_undone_shuts_the_gate_again(gate: str) -> None:
    """A gate is judged by how things stand, not by how they once stood."""
    story = speaking()
    first, *_ = keys(story, gate)
    for key in keys(story, gate):
        story.tick(key)
    story.by(NORA, cmd.ReopenItem, item=first, seen_seq=story.item(first).seq)
    assert keys(story, gate) == [first]


def test_each_thing_names_who_owes_it() -> None:
    """The assignee, else the holder of the role, else the lead."""
    story = speaking()
    story.by(CAMILLE, cmd.AssignRoles, roles={"scribe": NORA})
    story.by(CAMILLE, cmd.AssignItem, item="1.2", user=KARIM)
    owners = {lack.key: lack.owner for lack in missing(story.state, "publish.holding")}
    assert owners == {"1.1": CAMILLE, "1.2": KARIM, "1.3": NORA, "3.3": CAMILLE, "3.4": CAMILLE}


@pytest.mark.parametrize("posture", [Posture.REPLY, Posture.WATCH])
def test_nothing_is_published_while_silence_is_the_decision(posture: Posture) -> None:
    """The lead owes another decision, and is told before anything else."""
    story = settled("publish.holding")
    review = story.now + timedelta(minutes=30)
    story.by(ALEX, cmd.DecidePosture, posture=posture, reason="It calms down.", review_at=review)
    assert missing(story.state, "publish.holding") == [
        Missing(Lack.POSTURE, "speak", CAMILLE, "publish.holding"),
    ]
    assert keys(story, "publish.statement")[0] == "speak"


@pytest.mark.parametrize("gate", [gate for gate in GATES if not gate.startswith("publish.")])
def test_other_gates_do_not_ask_for_the_posture(gate: str) -> None:
    """One may stand down, or speak to a journalist who calls, without having published."""
    assert {lack.kind for lack in missing(Story().state, gate)} == {Lack.ITEM}


def test_hidden_items_lock_nothing() -> None:
    """The face is chosen from orange up; yellow is not held up by it."""
    assert "6.5" in keys(Story(), "speak")
    assert "6.5" not in keys(Story(level=Level.YELLOW), "speak")


def test_sleeping_items_lock_nothing() -> None:
    """A cell that has never spoken stands down without having kept a public appointment."""
    assert "3.6" not in keys(Story(), "stand_down")
    assert "3.6" in keys(speaking(), "stand_down")


def test_what_was_set_aside_with_a_reason_opens_the_gate() -> None:
    """The reason stands in the log."""
    story = speaking()
    story.by(INES, cmd.MarkNotApplicable, item="2.1", reason="Nothing was posted.")
    assert keys(story, "moderate") == ["4.6"]


def test_a_gate_that_the_playbook_does_not_know_locks_nothing_but_silence() -> None:
    """A team that writes its own playbook without gates is asked for none."""
    assert missing(Story().state, "publish.song") == [Missing(Lack.POSTURE, "speak", CAMILLE, "publish.song")]
    assert missing(Story().state, "dance") == []

"""The batched reminder: one message for a person, the most urgent first, each matter with its clicks."""

import ast
import inspect
from datetime import timedelta
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain import matters as domain_matters
from bot.domain import owed, put_off
from bot.domain.crisis import Crisis, Posture
from bot.domain.effects import Effect
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language
from bot.sandbox.blockkit import check_message
from bot.slack.screens import Screen, matters
from bot.slack.screens.screen import unpack
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, INES, KARIM
from tests.slack.screens.scenes import Scene, notice
from tests.slack.screens.scenes import matters as named
from tests.slack.screens.test_board import characters

BUDGET = 10_000


def buttons(screen: Screen) -> list[tuple[str, dict[str, Any]]]:
    """Verbs and what they carry, in order."""
    rows = [block for block in screen.blocks if block["type"] == "actions"]
    return [(e["action_id"].split(":")[0], unpack(e["value"])) for row in rows for e in row["elements"]]


def verbs(screen: Screen) -> list[str]:
    """The verbs of the buttons."""
    return [verb for verb, _ in buttons(screen)]


def reminders(scene: Scene) -> list[Effect]:
    """All batched messages of the story so far."""
    return scene.notices("reminder")


def names(screen: Screen) -> list[str]:
    """The matters' names in order."""
    texts = [block["text"]["text"] for block in screen.blocks[1:] if block["type"] == "section"]
    lines = [line for text in texts for line in (text.split("\n") if text.startswith("• ") else text.split("\n")[:1])]
    return [line.removeprefix("• ").split(" · ")[0].strip("*") for line in lines]


def test_every_kind_of_matter_that_the_domain_tells_has_its_words() -> None:
    """Nobody gets an empty line."""
    trees = [ast.parse(inspect.getsource(module)) for module in (domain_matters, owed, put_off)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    made = [call.args[1] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "Matter"]
    asked = {"posture", "proposal"}  # one loop makes both
    assert {kind.value for kind in made if isinstance(kind, ast.Constant)} | asked == matters.KINDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_red_crisis_with_everything_overdue_is_one_message_a_person(language: Language) -> None:
    """Four matters with buttons, six in a line each, the rest counted, and the way to My day."""
    scene = Scene(language=language, level=Level.RED)
    scene.by(CAMILLE, cmd.AssignRoles, roles=dict.fromkeys(scene.playbook.role_labels, ALEX))
    scene.now += timedelta(hours=9)
    scene.clock()
    mine = [each for each in reminders(scene) if each.to == ALEX]
    assert len(mine) == 1
    screen = notice(scene, "reminder", **mine[0].args)
    assert check_message(screen.blocks) == []
    assert characters(screen.blocks) <= BUDGET
    *rows, way = [block for block in screen.blocks if block["type"] == "actions"]
    assert len(rows) == 4
    assert way["elements"][0]["action_id"] == "mine"
    listed = "\n".join(block["text"]["text"] for block in screen.blocks if block["type"] == "section").split("\n• ")
    assert len(listed) - 1 == 6
    assert ("more, under “My day”" if language == "en" else "autres, sous « Mon jour »") in listed[-1].replace(
        "\xa0", " "
    )


def test_what_others_keep_time_of_comes_first() -> None:
    """The public word and the law, then answers, then work (the longest late first), then seats."""
    scene = Scene().at_work().in_danger().clocked()
    review = scene.now + timedelta(hours=1)
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.WATCH, reason="Quiet", review_at=review)
    scene.now += timedelta(hours=2)
    wanted = [
        *named("role", "legal"),
        *named("item", "2.2", "2.1"),
        *named("posture", ""),
        *named("proposal", ""),
        *named("legal", "gdpr/authority"),
        *named("update", "5"),
    ]
    screen = notice(scene, "reminder", matters=wanted)
    assert [name.split(":")[0] for name in names(screen)] == [
        "Next public word",
        "GDPR — personal data breach",
        "Posture to look at again",
        "Proposed level",
        "Capture the original post before it disappears",
        "Measure volume against normal",
        "Legal",
    ]
    assert "4 are late" in screen.text


@pytest.mark.parametrize(
    ("kind", "about", "clicks"),
    [
        ("item", "2.1", ["item.done", "item.snooze", "item.assign"]),
        ("item_above", "2.1", ["item.done", "item.assign"]),
        ("role", "legal", ["roles.open"]),
        ("proposal", "", ["proposal.confirm", "proposal.dismiss"]),
        ("posture", "", ["posture.keep", "posture.open"]),
        ("update", "15", ["item.publish", "promise.open"]),
        ("duty", INES, ["handover.open"]),
        ("action", "1", ["action.close", "action.postpone"]),
        ("action_above", "1", ["action.close", "action.postpone"]),
        ("legal", "gdpr/authority", ["legal.met"]),
    ],
)
def test_each_matter_can_be_settled_by_a_click(kind: str, about: str, clicks: list[str]) -> None:
    """What to do stands below what is to be done."""
    scene = Scene().at_work().in_danger().clocked().learned()
    review = scene.now + timedelta(hours=1)
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.WATCH, reason="Quiet", review_at=review)
    scene.now += timedelta(days=30)
    screen = notice(scene, "reminder", matters=named(kind, about))
    assert verbs(screen) == clicks
    assert all(carried["c"] == "c1" for _, carried in buttons(screen))


def test_a_follow_up_that_waits_can_be_settled_or_given_away() -> None:
    """Also by the sponsor, to whom it came because it was not done."""
    scene = Scene().at_work().ended()
    scene.wait(days=2)
    screen = notice(scene, "reminder", matters=named("follow_up", "end_24h"))
    assert verbs(screen) == ["followup.done", "followup.snooze", "followup.assign"]


def test_late_is_told_as_late_and_on_time_as_on_time() -> None:
    """The minute itself is not late."""
    scene = Scene()
    scene.now += timedelta(minutes=15)
    on_time = notice(scene, "reminder", matters=named("item", "2.1"))
    assert "*now*" in str(on_time.blocks)
    assert "late" not in on_time.text
    scene.now += timedelta(days=3)
    late = notice(scene, "reminder", matters=named("item", "2.1"))
    assert "*overdue by 3\xa0d*" in late.blocks[1]["text"]["text"]
    assert "1 is late" in late.text


def settled(scene: Scene) -> Crisis:
    """Everything that was asked has been answered."""
    scene.by(ALEX, cmd.ChangeLevel, level=Level.RED)
    scene.tick("2.1", HUGO)
    scene.by(ALEX, cmd.AssignRoles, roles={"legal": KARIM})
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason="They ask")
    return scene.state


def test_what_was_settled_between_the_decision_and_the_message_falls_out() -> None:
    """Nobody is asked for what is done; when nothing is left, one calm line says so."""
    scene = Scene().at_work().in_danger()
    review = scene.now + timedelta(minutes=1)
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.WATCH, reason="Quiet", review_at=review)
    scene.now += timedelta(minutes=20)
    wanted = [*named("proposal", ""), *named("item", "2.1"), *named("role", "legal"), *named("posture", "")]
    assert len(names(notice(scene, "reminder", matters=wanted))) == 4
    settled(scene)
    after = notice(scene, "reminder", matters=wanted)
    assert len(after.blocks) == 1
    assert "settled meanwhile" in after.text


def test_what_was_put_off_meanwhile_falls_out_too() -> None:
    """A new date is a new matter."""
    scene = Scene().at_work().learned()
    scene.now += timedelta(days=21)
    later = scene.now + timedelta(days=5)
    scene.by(KARIM, cmd.PostponeAction, action=1, due=later, reason="The vote is on Friday")
    assert "settled meanwhile" in notice(scene, "reminder", matters=named("action", "1")).text


def test_the_first_snooze_is_one_click_the_second_asks_why() -> None:
    """A button that carries minutes, then one that opens the form."""
    scene = Scene()
    scene.wait(minutes=20)
    wanted = named("item", "2.1")
    assert dict(buttons(notice(scene, "reminder", matters=wanted)))["item.snooze"]["m"] == 15
    scene.by(HUGO, cmd.SnoozeItem, item="2.1", until=scene.now + timedelta(minutes=15))
    scene.now += timedelta(minutes=15)
    assert "m" not in dict(buttons(notice(scene, "reminder", matters=wanted)))["item.snooze"]


def test_a_legal_reminder_says_that_it_reminds_and_where_it_is_written() -> None:
    """Source and note stand wherever a legal clock is told."""
    scene = Scene().at_work().clocked()
    words = str(notice(scene, "reminder", matters=named("legal", "gdpr/authority")).blocks)
    assert "https://eur-lex.europa.eu" in words
    assert "A reminder, not advice." in words


def test_nobody_gets_more_than_one_message_in_ten_minutes() -> None:
    """In a red crisis that everybody forgets, for a whole day."""
    scene = Scene(level=Level.RED)
    last: dict[str, Any] = {}
    for _ in range(24 * 12):
        scene.told.clear()
        scene.wait(minutes=5)
        for each in reminders(scene):
            assert each.to not in last or scene.now - last[each.to] >= timedelta(minutes=5)
            last[each.to] = scene.now
    assert set(last) <= {*CELL}

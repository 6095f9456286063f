import ast
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain import telling
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language
from bot.sandbox.blockkit import check_message
from bot.slack.effects.senders import SENDERS
from bot.slack.effects.trouble import NAME, SCRUBBED
from bot.slack.screens import Screen
from bot.slack.screens.notices import NOTICES
from bot.slack.screens.screen import unpack
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, MAYA
from tests.slack.screens.scenes import Scene, latest, notice


def named() -> set[str]:
    """The notices that the domain names."""
    tree = ast.parse(Path(telling.__file__).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "notice" and isinstance(call.args[0], ast.Constant)
    }


def values(screen: Screen, verb: str) -> list[dict[str, Any]]:
    """What the buttons of a verb carry."""
    elements = [element for block in screen.blocks for element in block.get("elements", ())]
    return [unpack(e["value"]) for e in elements if e.get("action_id", "").split(":")[0] == verb]


def waited(**span: float) -> Scene:
    """A crisis in which time has passed."""
    scene = Scene()
    scene.wait(**span)
    return scene


def reminded(scene: Scene, *items: str) -> Screen:
    """A reminder of these items."""
    return notice(scene, "reminder", matters=[{"kind": "item", "about": key} for key in items])


def test_every_notice_that_the_domain_names_can_be_posted() -> None:
    """None is missing, none is kept that nobody sends; two are the deliverer's own."""
    assert named() | {NAME, SCRUBBED} == set(NOTICES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", sorted(SENDERS.keys() - {"open_channel"}))
def test_whatever_slack_refuses_can_be_told(language: Language, kind: str) -> None:
    """Each kind of effect has its words; of the channel itself another notice tells."""
    told = notice(Scene(language=language), "trouble", what=kind, error="internal", users=["U05"])
    assert "internal" in told.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "&"])
def test_every_notice_of_a_whole_crisis_fits(language: Language, letter: str) -> None:
    """All that is told from start to anniversary is taken by Slack, however long the words are."""
    words = letter * 3000
    scene = Scene(language=language, title=words, what=words, private=False)
    for number in range(40):
        scene.by(CAMILLE, cmd.AddItem, text=words[:300], advice=1 + number % 9, due=scene.now.replace(hour=21))
    scene.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": ALEX, "scribe": INES})
    scene.by(CAMILLE, cmd.RecordDecision, text=words, why=words, rejected=words, link="https://example.com")
    scene.by(HUGO, cmd.AddNote, text=words)
    scene.tick("1.2", HUGO, danger="yes", measure=words)
    scene.by(INES, cmd.ChangeLevel, level=Level.RED, reason=words)
    scene.wait(hours=5)
    scene.by(ALEX, cmd.StandDown, reason=words)
    scene.wait(days=370)
    scene.by(ALEX, cmd.ReopenCrisis, reason=words)
    posted = set()
    for effect in scene.told:
        if effect.kind == "notice":
            screen = notice(scene, effect.name, **effect.args)
            assert check_message(screen.blocks) == [], effect
            assert 0 < len(screen.text) <= 4000, effect
            posted.add(effect.name)
    assert {"decision", "summary", "reminder", "overdue", "stood_down", "reopened", "follow_up"} <= posted


def test_a_reminder_offers_done_later_and_somebody_else_for_each_item() -> None:
    """Three clicks, each about one item."""
    screen = reminded(waited(minutes=30), "2.1", "2.2")
    for verb in ("item.done", "item.snooze", "item.assign"):
        assert [value["i"] for value in values(screen, verb)] == ["2.1", "2.2"]
    assert values(screen, "item.snooze")[0]["m"] == 15


def test_a_reminder_leaves_out_what_was_done_meanwhile() -> None:
    """Between the decision to remind and the message somebody may have ticked it."""
    scene = waited(minutes=30)
    scene.tick("2.1", HUGO)
    screen = reminded(scene, "2.1", "2.2")
    assert [value["i"] for value in values(screen, "item.done")] == ["2.2"]


def test_the_overdue_line_names_each_owner_once() -> None:
    """One message, one line and one mention a person, however many items are theirs."""
    scene = Scene().at_work()
    screen = notice(scene, "overdue", items=["1.4", "1.2", "1.5", "1.6"])
    lines = screen.text.split("\n")[1:]
    owners = [line.split(":")[0] for line in lines]
    assert len(owners) == len(set(owners)) < 4
    assert sorted(screen.text.count(owner.removeprefix("• ")) for owner in owners) == [1] * len(owners)
    assert f"<@{ALEX}>" in screen.text
    assert len(screen.blocks) == 1


def test_the_end_of_the_first_hour_offers_only_what_is_due() -> None:
    """One line, and the advices in which something has fallen due."""
    calm = notice(Scene(), "core_finished", complete=True)
    assert len(calm.blocks) == 1
    scene = Scene().at_work()
    scene.wait(hours=1)
    shown = [value["n"] for value in values(notice(scene, "core_finished", complete=False), "advice.open")]
    assert 0 < len(shown) < 9


def test_who_was_given_a_role_by_another_hears_of_it_with_their_first_item() -> None:
    """In a message of their own: which role, what comes first, by when, and its button."""
    scene = Scene(language="fr").at_work()
    scene.wait(minutes=1)
    (told,) = [each for each in scene.notices("reminder") if each.to == INES][:1]
    screen = notice(scene, "reminder", **told.args)
    words = "\n".join(block["text"]["text"] for block in screen.blocks if block["type"] == "section")
    assert "*Vous êtes\xa0: Communication*" in words
    assert "À faire d’abord\xa0:" in words
    assert values(screen, "item.done")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_joins_reads_what_is_theirs(language: Language) -> None:
    """Their roles and their next item with its button; a role is offered to who has none."""
    scene = Scene(language=language).at_work()
    holder = notice(scene, "catch_up", reader=INES)
    assert "Communication" in holder.blocks[1]["text"]["text"].split("\n")[0]
    assert holder.blocks[1]["accessory"]["action_id"] == "item.done"
    assert not values(holder, "roles.open")
    assert "<#C0CRISIS>" in str(holder.blocks)
    stranger = notice(scene, "catch_up", reader=MAYA)
    assert values(stranger, "roles.open")
    assert not values(stranger, "lead.take")


def test_a_follow_up_offers_done_later_and_somebody_else() -> None:
    """It says after which crisis and what, and rings nobody by itself."""
    scene = Scene().at_work().ended()
    screen = notice(scene, "follow_up", follow_up="day_7")
    assert values(screen, "followup.done") == [{"c": "c1", "f": "day_7"}]
    assert [value["m"] for value in values(screen, "followup.snooze")] == [24 * 60, 7 * 24 * 60]
    assert values(screen, "followup.assign")
    assert "<@" not in str(screen.blocks)
    assert "Video: glass in a yogurt" in screen.text


def test_the_starter_is_told_the_channel_and_that_they_lead() -> None:
    """One private sentence with the way in."""
    assert notice(Scene(language="fr"), "opened").text == (
        "Crise ouverte, canal privé <#C0CRISIS>. Vous êtes pilote en attendant."
    )
    led = Scene()
    led.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": ALEX})
    assert f"<@{ALEX}> leads." in notice(led, "opened").text


def test_who_joins_reads_five_lines() -> None:
    """Where we are: title, what, said, decided, next."""
    screen = notice(Scene().at_work(), "catch_up")
    assert len(screen.blocks[0]["text"]["text"].split("\n")) == 5


@pytest.mark.parametrize("error", ["restricted_action", "missing_scope", "something_new"])
def test_a_channel_that_cannot_be_made_says_the_cure(error: str) -> None:
    """Slack's code and what to do about it, known or not."""
    text = notice(Scene(), "channel_failed", error=error).text
    assert error in text
    assert "again" in text


def test_a_decision_is_told_once_with_its_number_in_the_log() -> None:
    """The line in the channel leads to the entry."""
    scene = Scene().at_work()
    words = str(notice(scene, "decision", number=1).blocks)
    assert "Stop production line 3" in words
    assert f"#{latest(scene, ev.DecisionRecorded)}" in words

"""My day, on the Home tab and as a message."""

import json
from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain.approvals import print_of
from bot.domain.crisis import Crisis, Posture
from bot.domain.follow_up import owner_of
from bot.domain.playbook import LANGUAGES, Language
from bot.sandbox.blockkit import check_message, check_view
from bot.slack.screens import home, mine, replies
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, MAYA
from tests.slack.screens.scenes import LAWS, Scene, Someone
from tests.slack.screens.test_board import characters

VIEW_BYTES, HOME_BLOCKS, MODAL_BLOCKS, MESSAGE_BLOCKS, MESSAGE_CHARACTERS = 250_000, 100, 100, 50, 10_000


def swamped(language: Language, letter: str) -> Crisis:
    """One crisis in which everything is the lead's, and everything is late."""
    text = (letter * 3000)[:3000].strip()
    scene = Scene(language=language, title=text, what=text)
    scene.by(CAMILLE, cmd.AssignRoles, roles=dict.fromkeys(scene.playbook.role_labels, ALEX))
    scene.by(ALEX, cmd.AssignRoles, roles={"legal": None, "scribe": None})
    for _ in range(10):
        scene.by(ALEX, cmd.AddItem, text=text[:300], assignee=ALEX, due=scene.now + timedelta(minutes=5))
    for regime in LAWS.regimes:
        scene.by(ALEX, cmd.StartLegalClock, regime=regime, started_at=scene.now, owner=ALEX)
    scene.by(ALEX, cmd.DecidePosture, posture=Posture.SPEAK, reason=text)
    scene.by(ALEX, cmd.PromiseUpdate, at=scene.now + timedelta(minutes=9))
    scene.tick("1.2", HUGO, danger="yes", measure=text)
    for _ in range(3):
        scene.by(ALEX, cmd.OpenCase, about=text, promise=text)
        scene.by(ALEX, cmd.AddItem, text=text[:300], assignee=ALEX)
    for _ in range(5):
        scene.by(ALEX, cmd.RecordLesson, happened=text, cause=text, change=text)
        due = scene.now + timedelta(days=1)
        scene.by(ALEX, cmd.PlanAction, text=text, owner=ALEX, due=due, expected_proof=text)
    scene.wait(hours=2)
    scene.now += timedelta(days=4)
    return scene.state


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "&", "\U0001f525"])
def test_forty_open_crises_with_everything_overdue_fit(language: Language, letter: str) -> None:
    """The Home tab stays within 100 blocks and 250 kB, the message within 50 and 10,000 characters."""
    scene = swamped(language, letter)
    me = Someone(user=ALEX, language=language)
    now = scene.started_at + timedelta(days=4, hours=2)
    forty = [replace(scene, id=f"c{number}") for number in range(40)]
    view = home.render(me, forty, now)
    assert check_view(view) == []
    assert len(view["blocks"]) < HOME_BLOCKS, "the last block may have been cut off"
    assert len(json.dumps(view)) <= VIEW_BYTES
    screen = replies.mine(me, forty, now)
    assert check_message(screen.blocks) == []
    assert len(screen.blocks) <= MESSAGE_BLOCKS
    assert characters(screen.blocks) <= MESSAGE_CHARACTERS
    for page in (0, 1, 20, 10**6):
        whole = mine.view(me, forty, now, page)
        assert check_view(whole) == []
        assert len(whole["blocks"]) < MODAL_BLOCKS, "the last block may have been cut off"
        assert len(json.dumps(whole)) <= VIEW_BYTES


def verbs_of(block: dict[str, Any]) -> list[dict[str, Any]]:
    """What can be clicked in a block."""
    found = [*block.get("elements", ()), *([block["accessory"]] if "accessory" in block else ())]
    return [each for each in found if "action_id" in each]


def test_forty_crises_are_shown_at_once() -> None:
    """Nobody waits for the Home tab."""
    scene = swamped("en", "x")
    now = scene.started_at + timedelta(days=4, hours=2)
    forty = [replace(scene, id=f"c{number}") for number in range(40)]
    begun = perf_counter()
    home.render(Someone(user=ALEX), forty, now)
    assert perf_counter() - begun < 1


def text(*blocks: object) -> str:
    """All words of blocks."""
    return json.dumps(blocks, ensure_ascii=False)


def test_each_sees_what_is_theirs_and_nobody_elses() -> None:
    """Items by owner, answers to the lead, actions and legal steps to who keeps them."""
    scene = Scene().at_work().clocked().learned()
    scene.wait(hours=1)
    day = {user: text(replies.mine(Someone(user=user), [scene.state], scene.now).blocks) for user in (INES, KARIM)}
    assert "GDPR" in day[INES]
    assert "Next public word" in day[INES]
    assert "GDPR" not in day[KARIM]
    assert "Call the supplier of the pots" in day[KARIM]
    assert "Nothing is yours" not in day[KARIM]


def test_what_is_late_comes_first_the_law_before_the_rest() -> None:
    """Time limits of the law and the public word stand above items."""
    scene = Scene().at_work().clocked()
    scene.wait(hours=73)
    rows = [b["text"]["text"] for b in replies.mine(Someone(user=INES), [scene.state], scene.now).blocks if "text" in b]
    assert rows[1].startswith("Late:")
    assert rows[2].startswith("*Next public word*")
    assert "Notify the supervisory authority" in rows[3]


def test_an_answer_is_two_clicks_wide() -> None:
    """A proposed level can be confirmed or refused where it is seen; empty seats stand in one row."""
    scene = Scene().at_work().in_danger()
    blocks = home.render(Someone(user=ALEX), [scene.state], scene.now)["blocks"]
    verbs = [each["action_id"] for block in blocks if block["type"] == "actions" for each in block["elements"]]
    assert verbs == ["start.open", "proposal.confirm", "proposal.dismiss"]
    assert text(blocks).count('"roles.open"') == 1


def test_after_the_end_the_follow_ups_and_actions_are_there() -> None:
    """A crisis that is over still brings its steps to their owners, and its lessons to its members."""
    scene = Scene().at_work().published().learned().ended()
    scene.wait(days=1)
    words = text(home.render(Someone(user=ALEX), [scene.state], scene.now)["blocks"])
    assert "Hot debrief" in words
    assert "Recent lessons" in words
    assert "followup.done" in words


def test_nothing_of_a_crisis_that_one_left_is_shown() -> None:
    """Who is no member any more has nothing to do there."""
    scene = Scene().at_work().clocked()
    scene.by("slack", cmd.RecordLeave, user=KARIM)
    assert KARIM not in scene.state.members
    assert "Call the supplier" not in text(replies.mine(Someone(user=KARIM), [scene.state], scene.now).blocks)


def test_what_waits_for_ones_signature_is_there_with_what_one_has_promised() -> None:
    """Whoever can sign sees it, its writer does not; a public promise and a case stand with their owner."""
    scene = Scene().at_work()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"crisis_lead": CAMILLE, "legal": MAYA, "communications": INES})
    scene.by(INES, cmd.DraftStatement, kind="holding", texts={"en": "We know, and we are checking."})
    scene.by(INES, cmd.RequestApproval, statement=1)
    scene.by(CAMILLE, cmd.OpenCase, about="A parent", owner=HUGO, due=scene.now + timedelta(hours=5))
    day = {
        user: text(home.render(Someone(user=user), [scene.state], scene.now)["blocks"])
        for user in (CAMILLE, MAYA, INES, HUGO)
    }
    signs = {user for user, shown in day.items() if '"statement.open"' in shown}
    assert signs == {CAMILLE, MAYA}
    assert "A parent" in day[HUGO]
    assert "A parent" not in day[MAYA]
    scene.by(MAYA, cmd.ApproveStatement, statement=1, fingerprint=print_of(scene.state, scene.state.statements[1]))
    assert '"statement.open"' not in text(home.render(Someone(user=MAYA), [scene.state], scene.now)["blocks"])


def test_work_without_a_time_is_there_after_what_has_one() -> None:
    """An open case that nobody has given a time, and an own item: with the clicks that settle it or set a time."""
    scene = Scene().at_work()
    scene.by(CAMILLE, cmd.OpenCase, about="A parent", owner=HUGO, due=scene.now + timedelta(hours=5))
    scene.by(CAMILLE, cmd.OpenCase, about="A shop", owner=HUGO)
    scene.by(CAMILLE, cmd.AddItem, text="Thank the shop", assignee=HUGO)
    for shown in (home.render, replies.mine):
        day = shown(Someone(user=HUGO), [scene.state], scene.now)
        blocks = day["blocks"] if isinstance(day, dict) else day.blocks
        headings = [block["text"]["text"] for block in blocks if block["type"] == "header"]
        assert headings.index("No time set: 2") == headings.index("Next: 4") + 1, "the case, and three items by role"
        verbs = [each["action_id"] for b in blocks if b["type"] == "actions" for each in b["elements"]]
        assert {"case.close", "case.due", "item.done", "item.due"} <= {*verbs}
        assert text(blocks).index("A parent") < text(blocks).index("A shop")
    assert "A shop" not in text(replies.mine(Someone(user=INES), [scene.state], scene.now).blocks)
    scene.by(HUGO, cmd.RescheduleCase, case=2, due=scene.now + timedelta(days=1))
    assert "No time set: 1" in text(home.render(Someone(user=HUGO), [scene.state], scene.now))
    scene.by(HUGO, cmd.CloseCase, case=2)
    assert "A shop" not in text(home.render(Someone(user=HUGO), [scene.state], scene.now))


@pytest.mark.parametrize("crises", [1, 40])
def test_what_is_due_later_is_listed_by_date_page_by_page(crises: int) -> None:
    """Home and message count it and lead to the list, in which every one stands once, soonest first, with its click."""
    scene = Scene().at_work().published().learned().ended()
    scene.wait(hours=1)
    known = [replace(scene.state, id=f"c{number}") for number in range(crises)]
    me = Someone(user=ALEX)
    owned = {(crisis.id, key) for crisis in known for key in crisis.follow_ups if owner_of(crisis, key) == ALEX}
    home_view = home.render(me, known, scene.now)
    message = replies.mine(me, known, scene.now)
    for blocks in (home_view["blocks"], message.blocks):
        (way,) = [block for block in blocks if block.get("accessory", {}).get("action_id") == "mine.all"]
        assert "in more than two days" in way["text"]["text"]
    found: list[tuple[str, str]] = []
    for page in range(len(owned) // mine.PAGE + 1):
        for block in mine.view(me, known, scene.now, page)["blocks"]:
            named = [json.loads(each["value"]) for each in verbs_of(block)]
            found += [(ids["c"], ids["f"]) for ids in named if "f" in ids]
    assert len(found) == len({*found})
    assert {*found} == owned
    times = [scene.state.follow_ups[key].due for _, key in found]
    assert times == sorted(times)

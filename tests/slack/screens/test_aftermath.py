"""What comes after the end: steps with what is needed to do them, lessons, actions, the report."""

import json
from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.follow_up import moved_from
from bot.domain.kernel import ANONYMOUS
from bot.domain.playbook import LANGUAGES, Language
from bot.sandbox.blockkit import check_message, check_view
from bot.slack.screens import Screen, learning, replies, report
from bot.slack.screens.forms import close
from bot.slack.screens.screen import unpack
from bot.store.queries import PastLesson
from tests.domain.story import ALEX, CAMILLE, KARIM, NORA
from tests.slack.screens.scenes import Scene, Someone, latest, matters, notice
from tests.slack.screens.test_board import characters

ME = Someone()


def ended(language: Language = "en") -> Scene:
    """A crisis that is over, with a lesson, an action and an anonymous answer."""
    scene = Scene(language=language).at_work().published().sponsored().learned().ended()
    scene.do(cmd.AnswerDebrief(crisis_id="c1", actor=ANONYMOUS, answers={"keep": scene.word("kept")}))
    return scene


def words(screen: Screen) -> str:
    """All that stands in a message."""
    return json.dumps(screen.blocks, ensure_ascii=False)


def all_verbs(screen: Screen) -> set[str]:
    """What can be clicked."""
    found = [block["accessory"] for block in screen.blocks if "accessory" in block]
    found += [each for block in screen.blocks if block["type"] == "actions" for each in block["elements"]]
    return {each["action_id"].split(":")[0] for each in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_follow_up_of_the_year_fits_and_can_be_settled(language: Language) -> None:
    """From the closing word to the anniversary."""
    scene = ended(language)
    for step in scene.playbook.follow_ups:
        screen = notice(scene, "follow_up", follow_up=step.key)
        assert check_message(screen.blocks) == []
        assert characters(screen.blocks) <= 10_000
        assert {"followup.done", "followup.snooze", "followup.assign"} <= all_verbs(screen)


def test_the_day_before_the_debrief_the_form_is_one_click_away() -> None:
    """And says that it is anonymous."""
    screen = notice(ended(), "follow_up", follow_up="end_24h")
    assert "debrief.open" in all_verbs(screen)
    assert "*anonymous*" in words(screen)


def test_everybody_who_was_in_the_crisis_gets_the_form_once() -> None:
    """In private, the day before; putting the step off sends it to nobody twice."""
    scene = ended()
    scene.wait(hours=25)
    scene.by(NORA, cmd.SnoozeFollowUp, follow_up="end_24h", until=scene.now + timedelta(days=1))
    scene.wait(days=2)
    told = [each.to for each in scene.notices("reminder") for m in each.args["matters"] if m["kind"] == "debrief"]
    assert sorted([*told, NORA]) == sorted(scene.state.members)
    screen = notice(scene, "reminder", matters=matters("debrief", "end_24h"))
    assert all_verbs(screen) == {"debrief.open"}
    assert "*anonymous*" in words(screen)


def test_the_debrief_comes_with_agenda_answers_delays_and_the_way_to_record_lessons() -> None:
    """All that is needed to hold it."""
    screen = notice(ended(), "follow_up", follow_up="end_48h")
    text = words(screen)
    assert text.count("min: ") >= 7
    assert "*Anonymous answers to the form*" in text
    assert "To the first public word: *1\xa0h\xa006* (advised: 15\xa0min)" in text
    assert {"debrief.answers", "report.open", "lesson.open", "item.done"} <= all_verbs(screen)


def test_a_review_lists_the_open_actions_with_their_owners() -> None:
    """The soonest first; nobody is rung who has a role."""
    text = words(notice(ended(), "follow_up", follow_up="day_30"))
    assert "0 of 1 closed on proof" in text
    assert "A rota of two people" in text


def test_a_step_that_nobody_did_is_told_with_its_owner() -> None:
    """One line in the channel that is left, a working day later."""
    scene = ended()
    scene.wait(days=3)
    told = scene.notices("follow_up_overdue")
    screen = notice(scene, told[0].name, **told[0].args)
    assert screen.text.startswith("*Not done yet*, after “Video: glass in a yogurt”")
    assert screen.text.count("<@") == 1


def test_the_sponsor_reads_what_was_put_off_three_times_and_why() -> None:
    """A follow-up or an action; with the clicks to settle it or give it away."""
    scene = ended()
    for days in (1, 2, 3):
        until = scene.now + timedelta(days=days)
        scene.by(NORA, cmd.SnoozeFollowUp, follow_up="day_7", until=until, reason="The laboratory is closed")
    for days in (30, 40, 50):
        due = scene.now + timedelta(days=days)
        scene.by(KARIM, cmd.PostponeAction, action=1, due=due, reason="The vote is postponed")
    told = notice(scene, "reminder", matters=matters("put_off", "follow_up:day_7", "action:1"))
    assert "Put off at least three times*: 2 matters" in words(told)
    assert words(told).count("put off 3 times") == 2
    assert "The laboratory is closed" in words(told)
    assert "The vote is postponed" in words(told)
    assert {"followup.done", "followup.assign", "action.close"} <= all_verbs(told)
    scene.by(NORA, cmd.CompleteFollowUp, follow_up="day_7")
    told = notice(scene, "reminder", matters=matters("put_off", "follow_up:day_7", "action:1"))
    assert "The laboratory is closed" not in words(told)


# --- lessons and actions ------------------------------------------------------------------------------------


def past(count: int) -> list[PastLesson]:
    """Lessons of earlier crises."""
    return [PastLesson("It was late", "", f"Call {number}", "c0", number) for number in range(1, count + 1)]


def test_last_time_brings_at_most_three_lessons_each_one_click_from_the_checklist() -> None:
    """The button names the lesson, not its words; the crisis it comes from is not named."""
    screen = notice(Scene(), "last_time", lessons=past(5))
    carried = [unpack(block["accessory"]["value"]) for block in screen.blocks if "accessory" in block]
    assert carried == [{"c": "c1", "from": "c0", "n": number} for number in (1, 2, 3)]
    assert len({block["accessory"]["action_id"] for block in screen.blocks[1:]}) == 3


def test_without_lessons_there_is_no_last_time() -> None:
    """Nothing is posted."""
    assert notice(Scene(), "last_time").blocks == []


@pytest.mark.parametrize("letter", ["x", "&"])
def test_long_lists_of_lessons_and_actions_fit(letter: str) -> None:
    """However many there are and however long they are."""
    scene = Scene()
    text = letter * 3000
    for _ in range(30):
        scene.by(CAMILLE, cmd.RecordLesson, happened=text, cause=text, change=text, tags=(text[:300],))
        due = scene.now + timedelta(days=1)
        scene.by(CAMILLE, cmd.PlanAction, text=text, due=due, expected_proof=text, lesson=1)
    for screen in (learning.lessons(scene.state, ME), learning.actions(scene.state, ME, scene.now)):
        assert check_message(screen.blocks) == []
        assert characters(screen.blocks) <= 10_500
        assert "more" in words(screen)


def test_a_closed_action_shows_its_proof_and_no_buttons() -> None:
    """What is proven is done."""
    scene = Scene().learned()
    scene.by(KARIM, cmd.CloseAction, action=1, proof="https://example.com/rota")
    screen = replies.actions(scene.state, ME, scene.now)
    assert "https://example.com/rota" in words(screen)
    assert all_verbs(screen) == {"action.open"}


# --- the report ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_of_a_long_crisis_fits_a_modal(language: Language) -> None:
    """Hundreds of decisions: the first are shown, the rest is counted."""
    scene = Scene(language=language)
    text = "x" * 3000
    for _ in range(200):
        scene.by(ALEX, cmd.RecordDecision, text=text, why=text)
    for key in list(scene.playbook.items)[:40]:
        if scene.playbook.items[key].not_applicable == "reason":
            scene.by(ALEX, cmd.MarkNotApplicable, item=key, reason=text)
    view = report.view(scene.state, Someone(language=language), scene.entries, scene.now)
    assert check_view(view) == []
    assert len(json.dumps(view)) < 250_000


def test_the_report_says_what_was_set_aside_and_why() -> None:
    """With the reason in the words of the one who wrote it."""
    scene = Scene()
    scene.by(ALEX, cmd.MarkNotApplicable, item="1.5", reason="No campaign runs")
    words = json.dumps(report.view(scene.state, ME, scene.entries, scene.now))
    assert "No campaign runs" in words


def test_the_timeline_shows_the_milestones_in_order_with_their_entries() -> None:
    """Start, awareness, decision, publication, end; not who joined when."""
    scene = ended()
    words = json.dumps(report.view(scene.state, ME, scene.entries, scene.now))
    places = [words.index(f"`#{latest(scene, kind)}`") for kind in (ev.AwarenessSet, ev.StatementPublished)]
    assert places == sorted(places)
    assert "joined" not in words


def test_anonymous_answers_stand_in_alphabetical_order_without_names() -> None:
    """Not in the order in which they came."""
    scene = ended()
    for text in ("Zoning", "A calm lead", "Meals"):
        scene.do(cmd.AnswerDebrief(crisis_id="c1", actor=ANONYMOUS, answers={"keep": text}))
    words = json.dumps(report.answers(scene.state, ME))
    places = [words.index(text) for text in ("A calm lead", "Meals", "The log", "Zoning")]
    assert places == sorted(places)
    assert "<@" not in words


def test_hundreds_of_long_answers_fit() -> None:
    """Slack takes the modal."""
    scene = Scene().at_work().ended()
    for number in range(60):
        answers = dict.fromkeys(("planned", "lived", "keep", "change"), f"{number}" + "x" * 2900)
        scene.do(cmd.AnswerDebrief(crisis_id="c1", actor=ANONYMOUS, answers=answers))
    view = report.answers(scene.state, ME)
    assert check_view(view) == []
    assert len(json.dumps(view)) < 250_000


def test_a_step_that_office_hours_moved_says_so() -> None:
    """Ended on a Friday: the hour that was meant, and why it is another; what somebody put off says nothing of it."""
    scene = Scene().at_work()
    scene.wait(days=5, hours=18)
    scene.by(scene.state.lead, cmd.StandDown, reason="Over")
    assert "next office hours" in words(notice(scene, "stood_down", seq=latest(scene, ev.CrisisStoodDown)))
    for step in scene.playbook.follow_ups:
        meant = moved_from(scene.state, step.key)
        told = words(notice(scene, "follow_up", follow_up=step.key))
        assert (meant is not None) == ("moved" in told), step.key
        if meant is not None:
            assert meant == (scene.state.stood_down_at or scene.now) + timedelta(minutes=step.after)
            assert f"<!date^{int(meant.timestamp())}^" in told
    assert moved_from(scene.state, "end_2h") is None
    assert "moved to office hours" in words(notice(scene, "follow_up", follow_up="end_24h"))
    assert "the form comes on a day before" in words(notice(scene, "follow_up", follow_up="end_48h"))
    later = scene.now + timedelta(days=9)
    scene.by(scene.state.lead, cmd.SnoozeFollowUp, follow_up="end_48h", until=later)
    assert "moved" not in words(notice(scene, "follow_up", follow_up="end_48h"))


def test_the_form_of_the_stand_down_names_texts_that_wait_for_signatures() -> None:
    """Since when, and whose signature lacks; once both are there, nothing is open of it."""
    scene = Scene(language="en").at_work()
    scene.by(NORA, cmd.DraftStatement, kind="holding", texts={"en": "We know, and we are checking."})
    scene.by(NORA, cmd.RequestApproval, statement=1)
    shown = json.dumps(close.view(scene.state, ME, scene.now), ensure_ascii=False)
    assert "Text 1 waits for signatures" in shown
    assert "missing: Crisis lead" in shown
    scene.by(NORA, cmd.WithdrawStatement, statement=1, reason="Another text")
    assert "Text 1" not in json.dumps(close.view(scene.state, ME, scene.now), ensure_ascii=False)

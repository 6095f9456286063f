"""Forms of what time brings: lessons, actions, the law, relief, debrief, promises, snoozes."""

import json
from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain.kernel import ANONYMOUS
from bot.domain.playbook import LANGUAGES
from bot.domain.working_time import zone
from bot.sandbox.blockkit import check_view
from bot.slack.screens import View
from bot.slack.screens.forms import (
    FieldErrors,
    action,
    action_close,
    action_postpone,
    debrief,
    handover,
    legal,
    legal_met,
    lesson,
    promise,
    snooze,
)
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, START
from tests.slack.screens.filled import sent, sent_several
from tests.slack.screens.scenes import LAWS, Scene, Someone

ME = Someone()


def asks(view: View, question: str) -> bool:
    """Whether the form asks this."""
    return any(block.get("block_id") == question for block in view["blocks"])


def required(view: View, question: str) -> bool:
    """Whether an answer is needed."""
    return any(block.get("block_id") == question and not block["optional"] for block in view["blocks"])


def test_a_lesson_arrives_with_its_tags() -> None:
    """Between commas, without signs; shared unless somebody says otherwise."""
    form = lesson.view(Scene().state, ME)
    asked = sent(form, happened="Late", change="Call at once", tags="#product, TikTok ; supplier")
    assert isinstance(asked, cmd.RecordLesson)
    assert asked.tags == ("product", "TikTok", "supplier")
    assert asked.shared
    kept = sent(form, happened="Late", change="Call", shared=[])
    assert isinstance(kept, cmd.RecordLesson)
    assert not kept.shared


def test_an_action_from_a_lesson_begins_with_what_to_change() -> None:
    """One click and a proof away from its lesson."""
    scene = Scene().learned()
    form = action.view(scene.state, ME, scene.now, lesson=1)
    asked = sent(form, scene.state, expected_proof="Link", owner=KARIM)
    assert isinstance(asked, cmd.PlanAction)
    assert asked.text == scene.word("change")
    assert (asked.lesson, asked.owner, asked.expected_proof) == (1, KARIM, "Link")
    assert asked.due > scene.now


def test_an_action_needs_its_proof() -> None:
    """Without it, it would be a wish."""
    scene = Scene()
    with pytest.raises(FieldErrors) as wrong:
        sent(action.view(scene.state, ME, scene.now), scene.state, text="Do better", expected_proof=" ")
    assert set(wrong.value.errors) == {"expected_proof"}


def test_an_action_closes_on_proof_only() -> None:
    """What was expected is shown beside the question."""
    scene = Scene().learned()
    form = action_close.view(scene.state, 1, ME)
    assert scene.word("proof") in json.dumps(form)
    assert sent(form, scene.state, proof="https://example.com") == cmd.CloseAction(
        crisis_id="c1", actor=CAMILLE, request_id="view:V1:1", action=1, proof="https://example.com"
    )
    with pytest.raises(FieldErrors):
        sent(form, scene.state, proof=" ")


def test_postponing_asks_why_and_says_when_the_sponsor_sees_it() -> None:
    """The third time is not between the two of them any more."""
    scene = Scene().learned()
    for days in (30, 40):
        due = scene.now + timedelta(days=days)
        assert "sponsor" not in json.dumps(action_postpone.view(scene.state, 1, ME, scene.now))
        scene.by(KARIM, cmd.PostponeAction, action=1, due=due, reason="The vote")
    form = action_postpone.view(scene.state, 1, ME, scene.now)
    assert "sponsor" in json.dumps(form)
    asked = sent(form, scene.state, reason="The vote")
    assert isinstance(asked, cmd.PostponeAction)
    assert asked.due > scene.state.actions[0].due
    with pytest.raises(FieldErrors) as wrong:
        sent(form, scene.state, reason="")
    assert set(wrong.value.errors) == {"reason"}


def test_several_legal_clocks_start_in_one_form_each_as_a_request_of_its_own() -> None:
    """Chosen by family, from one moment, kept by one person."""
    scene = Scene()
    form = legal.view(scene.state, ME, LAWS, scene.now)
    at = START - timedelta(hours=2)
    asked = sent_several(form, scene.state, now=scene.now, regimes=["gdpr", "fr-press"], at=at, owner=INES)
    assert [type(each) for each in asked] == [cmd.StartLegalClock] * 2
    assert len({each.request_id for each in asked}) == 2
    for each in asked:
        scene.do(each)
    assert set(scene.state.legal_clocks) == {"gdpr", "fr-press"}
    assert scene.state.legal_clocks["gdpr"].owner == INES


def test_that_no_legal_clock_runs_is_said_in_writing() -> None:
    """Or clocks are chosen: not both, not neither."""
    scene = Scene()
    form = legal.view(scene.state, ME, LAWS, scene.now)
    (asked,) = sent_several(form, scene.state, regimes=[], reason="No data, nobody hurt")
    assert isinstance(asked, cmd.AttestNoLegalClock)
    with pytest.raises(FieldErrors) as neither:
        sent_several(form, scene.state, regimes=[])
    assert set(neither.value.errors) == {"regimes"}
    with pytest.raises(FieldErrors) as both:
        sent_several(form, scene.state, regimes=["gdpr"], at=START, reason="None")
    assert set(both.value.errors) == {"reason"}


def test_a_legal_clock_needs_the_moment_of_its_trigger() -> None:
    """No time is proposed: a wrong guess would count from the wrong hour."""
    scene = Scene()
    form = legal.view(scene.state, ME, LAWS, scene.now)
    for at in (None, START + timedelta(hours=1)):
        with pytest.raises(FieldErrors) as wrong:
            sent_several(form, scene.state, regimes=["gdpr"], at=at)
        assert set(wrong.value.errors) == {"at"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_legal_form_reminds_and_does_not_advise(language: str) -> None:
    """The file's note, the trigger and the source of each regime; also when all of them run."""
    scene = Scene()
    me = Someone(language="fr" if language == "fr" else "en")
    form = legal.view(scene.state, me, LAWS, scene.now)
    words = json.dumps(form, ensure_ascii=False)
    assert ("pas un conseil juridique" if language == "fr" else "not legal advice") in words
    for regime in LAWS.regimes:
        assert regime.source.link.replace("&", "&amp;") in words
    for regime in LAWS.regimes[:-1]:
        scene.by(INES, cmd.StartLegalClock, regime=regime, started_at=START)
    full = legal.view(scene.state, me, LAWS, scene.now)
    assert check_view(full) == []
    assert asks(full, "regimes")
    assert not asks(full, "reason")
    scene.by(INES, cmd.StartLegalClock, regime=LAWS.regimes[-1], started_at=START)
    assert check_view(legal.view(scene.state, me, LAWS, scene.now)) == []


def test_a_legal_step_is_done_on_proof() -> None:
    """The source and the note stand beside the question."""
    scene = Scene().clocked()
    form = legal_met.view(scene.state, "gdpr", "authority", ME)
    assert "not advice" in json.dumps(form)
    scene.do(sent(form, scene.state, proof="Receipt 4711"))
    assert scene.state.legal_clocks["gdpr"].deadlines[0].proof == "Receipt 4711"


def test_a_relief_moves_the_seats_of_who_goes() -> None:
    """By default who asks goes, and the deputy comes."""
    scene = Scene().at_work()
    form = handover.view(scene.state, Someone(user=ALEX))
    scene.do(sent(form, scene.state, note="Two families"))
    assert scene.state.lead == CAMILLE
    named = handover.view(scene.state, ME, leaver=HUGO)
    asked = sent(named, scene.state, to=KARIM)
    assert isinstance(asked, cmd.HandOver)
    assert (asked.leaver, asked.to) == (HUGO, KARIM)


def test_the_debrief_is_handed_in_by_nobody() -> None:
    """No name and no request's name; an empty form is no answer."""
    form = debrief.view(Scene().at_work().ended().state, ME, "a sheet")
    asked = sent(form, keep="The log")
    assert isinstance(asked, cmd.AnswerDebrief)
    assert (asked.actor, asked.request_id) == (ANONYMOUS, "")
    with pytest.raises(FieldErrors):
        sent(form)


def test_a_promise_is_a_click_or_an_exact_time() -> None:
    """The level's own rhythm is chosen already; a quick choice falls on a whole minute."""
    scene = Scene()
    form = promise.view(scene.state, ME, scene.now)
    quick = sent(form, scene.state, now=START + timedelta(seconds=40))
    assert isinstance(quick, cmd.PromiseUpdate)
    assert quick.at == START + timedelta(minutes=120)
    exact = sent(form, scene.state, now=START, moment=START + timedelta(minutes=79))
    assert isinstance(exact, cmd.PromiseUpdate)
    assert exact.at == START + timedelta(minutes=79)
    with pytest.raises(FieldErrors) as past:
        sent(form, scene.state, now=START, moment=START - timedelta(minutes=1))
    assert set(past.value.errors) == {"moment"}


def test_the_first_snooze_needs_no_reason_the_second_does() -> None:
    """What was clicked before is chosen already."""
    scene = Scene()
    first = snooze.view(scene.state, ME, item="2.1", minutes=30)
    assert not required(first, "reason")
    scene.do(sent(first, scene.state, now=scene.now))
    assert scene.item("2.1").snoozed_until == scene.now + timedelta(minutes=30)
    second = snooze.view(scene.state, ME, item="2.1", minutes=15)
    assert required(second, "reason")
    scene.do(sent(second, scene.state, now=scene.now, reason="The site is down"))
    assert scene.item("2.1").snoozes == 2


def test_a_follow_up_is_put_off_by_days() -> None:
    """A week from a Sunday is a Monday at nine; an exact hour is kept. The third time the sponsor will see it."""
    scene = Scene().at_work().ended()
    for _ in range(2):
        form = snooze.view(scene.state, ME, follow_up="day_7", minutes=7 * 24 * 60)
        scene.do(sent(form, scene.state, now=scene.now, reason="Holidays"))
    due = scene.state.follow_ups["day_7"].due
    assert timedelta(days=7) < due - scene.now < timedelta(days=8)
    assert f"{due.astimezone(zone(scene.state.timezone)):%a %H:%M}" == "Mon 09:00"
    evening = scene.now + timedelta(days=1, hours=3)
    form = snooze.view(scene.state, ME, follow_up="day_7")
    exact = sent(form, scene.state, now=scene.now, quick="exact", moment=evening, reason="Holidays")
    assert isinstance(exact, cmd.SnoozeFollowUp)
    assert exact.until == evening
    assert "sponsor" in json.dumps(snooze.view(scene.state, ME, follow_up="day_7"))

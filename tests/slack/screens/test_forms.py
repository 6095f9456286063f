from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain.crisis import ItemStatus, Posture
from bot.domain.kernel import Refused
from bot.domain.level import Level
from bot.domain.playbook import LANGUAGES, Language
from bot.sandbox.blockkit import check_view
from bot.slack.screens import View
from bot.slack.screens.forms import (
    PARSERS,
    FieldErrors,
    add_item,
    assign,
    awareness,
    close,
    decide,
    due,
    errors_of,
    evidence,
    level,
    not_applicable,
    note,
    posture,
    redact,
    reopen,
    roles,
    start,
)
from tests.domain.story import ALEX, CAMILLE, CELL, HUGO, INES, NINE, NORA, START
from tests.faults.forms import plausible
from tests.slack.screens.filled import sent
from tests.slack.screens.said_scenes import Words, said_states
from tests.slack.screens.scenes import ZONE, Scene, Someone, states

ME = Someone()


def start_form(**known: Any) -> View:
    """The form of a new crisis."""
    return start.view(ME, crisis_id="c9", playbooks=[NINE], **known)


def test_a_title_is_enough_to_start() -> None:
    """Everything else has an answer already: orange, private, the caller leads, the reader's language."""
    asked = sent(start_form(channel="C7"), title="Glass")
    assert asked == cmd.StartCrisis(
        crisis_id="c9",
        actor=CAMILLE,
        request_id="view:V1:1",
        title="Glass",
        level=Level.ORANGE,
        language="en",
        private=True,
        timezone=ZONE,
        playbook_digest=NINE.digest,
        origin_channel="C7",
    )


def test_all_that_the_start_form_asks_arrives() -> None:
    """Platforms, level, language, access, lead, people and groups."""
    form = start_form(user_groups=[("S1", "cell"), ("S2", "board")])
    asked = sent(
        form,
        title="Glass",
        what="In a yogurt",
        link="https://example.com/v",
        platforms=["tiktok", "press"],
        level="red",
        language="fr",
        private=[],
        lead=ALEX,
        people=[INES, HUGO],
        groups=["S2"],
    )
    assert isinstance(asked, cmd.StartCrisis)
    assert (asked.what, asked.link, asked.platforms) == ("In a yogurt", "https://example.com/v", ("tiktok", "press"))
    assert (asked.level, asked.language, asked.private, asked.lead) == (Level.RED, "fr", False, ALEX)
    assert asked.invited == (INES, HUGO, "S2")


def test_a_second_playbook_can_be_chosen() -> None:
    """The form asks which playbook only where there is more than one."""
    other = NINE.model_copy(update={"key": "other"})
    form = start.view(ME, crisis_id="c9", playbooks=[NINE, other])
    asked = sent(form, title="Glass", playbook=other.digest)
    assert isinstance(asked, cmd.StartCrisis)
    assert asked.playbook_digest == other.digest
    assert "playbook" not in {block.get("block_id") for block in start_form()["blocks"]}


def test_a_title_of_blanks_is_told_at_its_field_in_the_readers_language() -> None:
    """What is missing is said where it is missing."""
    with pytest.raises(FieldErrors) as wrong:
        sent(start_form(), title="   ", reads="fr")
    assert wrong.value.errors == {"title": "Quelques mots sur ce qui se passe sont nécessaires."}


def test_every_form_has_a_parser_and_every_parser_a_form() -> None:
    """No form that is shown can be sent into the void."""
    shown = {
        view["callback_id"]
        for view in {**states("en"), **said_states("en")}.values()
        if isinstance(view, dict) and any(block["type"] == "input" for block in view["blocks"])
    }
    assert shown - {redact.NAME} == set(PARSERS)  # what it asks of is the store, not the crisis


# --- evidence -------------------------------------------------------------------------------------------


def question(view: View, key: str) -> dict[str, Any]:
    """One question of a form."""
    return next(block for block in view["blocks"] if block.get("block_id") == key)


def test_the_evidence_of_a_gate_is_required_and_arrives() -> None:
    """Names, for an item that locks a gate."""
    scene = Scene()
    form = evidence.view(scene.state, "1.1", ME, scene.now)
    assert not question(form, "crisis_lead")["optional"]
    asked = sent(form, scene.state, crisis_lead=ALEX, deputy=CAMILLE, scribe=NORA)
    given: cmd.Evidence = {"crisis_lead": ALEX, "deputy": CAMILLE, "scribe": NORA}
    assert asked == cmd.TickItem(crisis_id="c1", actor=CAMILLE, request_id="view:V1:1", item="1.1", evidence=given)


def test_the_missing_evidence_of_a_gate_is_told_at_its_field() -> None:
    """Also when a client lets an empty required answer pass."""
    scene = Scene()
    with pytest.raises(FieldErrors) as wrong:
        sent(evidence.view(scene.state, "1.1", ME, scene.now), scene.state)
    assert set(wrong.value.errors) == {"deputy", "scribe"}


def test_times_arrive_with_their_zone() -> None:
    """A date and time of a form is a moment."""
    scene = Scene()
    at = datetime(2026, 3, 14, 19, 56, tzinfo=UTC)
    asked = sent(evidence.view(scene.state, "1.3", ME, scene.now), scene.state, at=at, source="a call")
    assert isinstance(asked, cmd.TickItem)
    assert asked.evidence == {"at": "2026-03-14T19:56:00+00:00", "source": "a call"}
    scene.do(asked)
    assert scene.state.awareness_at == at


def test_the_five_marks_arrive_as_numbers() -> None:
    """The severity grid shows its marks in words and sends their scores."""
    scene = Scene()
    form = evidence.view(scene.state, "1.4", ME, scene.now)
    asked = sent(form, scene.state, velocity="3", reach="3", media="0", harm="1", legal="0", reason="It spreads")
    scene.do(asked)
    assert scene.state.proposal is not None
    assert scene.state.proposal.level is Level.RED


def test_speaking_asks_for_no_review_although_one_was_proposed() -> None:
    """The proposed review time counts for the other postures only."""
    scene = Scene()
    form = evidence.view(scene.state, "3.2", ME, scene.now)
    scene.do(sent(form, scene.state, posture="speak", reason="People ask"))
    assert scene.state.posture is not None
    assert scene.state.posture.review_at is None
    other = Scene()
    other.do(sent(form, other.state, posture="watch", reason="Nobody asks"))
    assert other.state.posture is not None
    assert other.state.posture.review_at == START + timedelta(hours=2)


@pytest.mark.parametrize("item", list(NINE.items))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_item_of_the_playbook_has_a_form_that_slack_takes(item: str, language: Language) -> None:
    """All sixty-one, in both languages."""
    form = evidence.view(Scene().state, item, Someone(language=language), START)
    assert check_view(form) == []
    asked = {block["block_id"] for block in form["blocks"] if block["type"] == "input"}
    follows = {"measure"} if item == "1.2" else set()  # what a yes to danger brings
    assert asked == {field.key for field in NINE.items[item].evidence} - follows


@pytest.mark.parametrize("item", list(NINE.items))
def test_an_item_is_done_without_what_its_form_calls_optional(item: str) -> None:
    """Label and rule agree: with the required answers alone, nothing lacks in the domain's eyes."""
    scene = Scene()
    form = evidence.view(scene.state, item, ME, scene.now, danger="yes")
    optional = {block["block_id"] for block in form["blocks"] if block.get("optional")}
    answers = {key: given for key, given in plausible(form, scene.now).items() if key not in optional}
    several = {field.key: list(CELL[: field.at_least]) for field in NINE.items[item].evidence if field.at_least > 1}
    scene.do(sent(form, scene.state, now=scene.now, **answers | several))
    assert scene.state.items[item].status is ItemStatus.DONE


# --- the other forms ------------------------------------------------------------------------------------


def test_a_decision_arrives_whole() -> None:
    """What, why, rejected, by whom, link, and which it replaces."""
    scene = Scene().at_work()
    form = decide.view(scene.state, ME, text="Stop line 3", link="https://example.com/p1", message="C1:1.2")
    asked = sent(form, scene.state, why="Safety", rejected="Wait", by=INES, supersedes="1")
    assert asked == cmd.RecordDecision(
        crisis_id="c1",
        actor=CAMILLE,
        request_id="view:V1:1",
        text="Stop line 3",
        why="Safety",
        rejected="Wait",
        decided_by=INES,
        link="https://example.com/p1",
        supersedes=1,
    )


def test_a_decision_replaces_none_unless_asked() -> None:
    """The first choice is that it stands by itself; only decisions that stand are offered."""
    scene = Scene().at_work()
    asked = sent(decide.view(scene.state, ME), scene.state, text="Go on")
    assert isinstance(asked, cmd.RecordDecision)
    assert asked.supersedes is None
    assert asked.decided_by == scene.state.lead


def test_a_note_arrives_with_its_status_and_author() -> None:
    """Fact, assumption or rumour, and who says so."""
    scene = Scene()
    form = note.view(scene.state, ME, text="A journalist called", author=HUGO)
    asked = sent(form, scene.state, status="rumour")
    assert isinstance(asked, cmd.AddNote)
    assert (asked.text, asked.status, asked.author) == ("A journalist called", "rumour", HUGO)


def test_roles_send_only_what_was_changed() -> None:
    """A seat that somebody else gave while the form was open is left alone; who leads by default leads."""
    scene = Scene()
    form = roles.view(scene.state, ME)
    scene.by(INES, cmd.AssignRoles, roles={"legal": NORA})
    given: dict[str, Any] = {"role.scribe": NORA}
    asked = sent(form, scene.state, **given)
    assert isinstance(asked, cmd.AssignRoles)
    assert asked.roles == {"scribe": NORA, "crisis_lead": CAMILLE}
    scene.by(INES, cmd.AssignRoles, roles={"crisis_lead": INES})
    asked = sent(form, scene.state, **given)
    assert isinstance(asked, cmd.AssignRoles)
    assert asked.roles == {"scribe": NORA}


def test_each_role_of_the_form_says_what_it_does() -> None:
    """Who is named spokesperson or sponsor learns what that is, like who takes a seat."""
    asked = [block for block in roles.view(Scene().state, ME)["blocks"] if block["type"] == "input"]
    assert all(block["hint"]["text"] for block in asked)


def test_the_roles_form_asks_for_the_seats_of_the_level_first() -> None:
    """Then for deputy, spokesperson and sponsor; other hats only once somebody wears them."""
    scene = Scene(level=Level.YELLOW)
    asked = [block["block_id"] for block in roles.view(scene.state, ME)["blocks"] if block["type"] == "input"]
    first = ["crisis_lead", "communications", "social_listening", "deputy", "spokesperson", "sponsor"]
    assert asked[:6] == [f"role.{key}" for key in first]
    assert "role.facilitator" not in asked
    scene.by(CAMILLE, cmd.AssignRoles, roles={"facilitator": NORA})
    assert "role.facilitator" in str(roles.view(scene.state, ME))
    assert question(roles.view(scene.state, ME), "role.crisis_lead")["element"]["initial_user"] == CAMILLE


def test_the_roles_form_names_who_leads_and_logs_at_once() -> None:
    """From orange up one person must not do both."""
    scene = Scene()
    scene.by(CAMILLE, cmd.AssignRoles, roles={"scribe": CAMILLE})
    assert f"one person, <@{CAMILLE}>" in str(roles.view(scene.state, ME))
    low = Scene(level=Level.YELLOW)
    low.by(CAMILLE, cmd.AssignRoles, roles={"scribe": CAMILLE})
    assert "one person" not in str(roles.view(low.state, ME))


@pytest.mark.parametrize("language", LANGUAGES)
def test_levels_are_chosen_by_colour_word_and_the_colours_name(language: Language) -> None:
    """Who cannot see the colour reads it."""
    scene = Scene(language=language)
    found = level.view(scene.state, Someone(language=language))
    labels = [option["text"]["text"] for option in question(found, "level")["element"]["options"]]
    assert labels[-1] == ("🔴 Majeur (rouge)" if language == "fr" else "🔴 Major (red)")
    assert labels[0] == ("🟢 Veille (vert)" if language == "fr" else "🟢 Watch (green)")


def test_a_share_in_percent_is_at_most_a_hundred() -> None:
    """Slack refuses more at the field."""
    scene = Scene()
    shares = [
        block["element"]
        for item in scene.playbook.items
        for block in evidence.view(scene.state, item, ME, scene.now)["blocks"]
        if block["type"] == "input" and "%" in block["label"]["text"]
    ]
    assert shares
    assert all((share["min_value"], share["max_value"]) == ("0", "100") for share in shares)


def test_an_item_or_a_follow_up_is_handed_over() -> None:
    """One form for both."""
    scene = Scene().at_work()
    item = sent(assign.view(scene.state, ME, item="2.1"), scene.state, person=INES)
    assert isinstance(item, cmd.AssignItem)
    assert (item.item, item.user) == ("2.1", INES)
    scene.ended()
    step = sent(assign.view(scene.state, ME, follow_up="day_7"), scene.state, person=INES)
    assert isinstance(step, cmd.AssignFollowUp)
    assert (step.follow_up, step.user) == ("day_7", INES)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [("15", START + timedelta(minutes=15)), ("tomorrow", datetime(2026, 3, 15, 8, 0, tzinfo=UTC))],
)
def test_a_due_time_moves_by_a_quick_choice(choice: str, expected: datetime) -> None:
    """Minutes from now, or nine o'clock of tomorrow where the crisis is."""
    scene = Scene()
    asked = sent(due.view(scene.state, "2.1", ME, START), scene.state, quick=choice)
    assert isinstance(asked, cmd.RescheduleItem)
    assert asked.due == expected


def test_an_exact_due_time_wins_and_must_be_ahead() -> None:
    """A time that has passed is told at its field."""
    scene = Scene()
    form = due.view(scene.state, "2.1", ME, START)
    asked = sent(form, scene.state, moment=START + timedelta(hours=3))
    assert isinstance(asked, cmd.RescheduleItem)
    assert asked.due == START + timedelta(hours=3)
    passed: list[dict[str, Any]] = [{"moment": START - timedelta(minutes=1)}, {"quick": "exact"}]
    for wrong_moment in passed:
        with pytest.raises(FieldErrors) as wrong:
            sent(form, scene.state, **wrong_moment)
        assert set(wrong.value.errors) == {"moment"}


def test_an_own_item_arrives_with_what_was_given() -> None:
    """A text is enough; advice, role, person and time are possible."""
    scene = Scene()
    asked = sent(add_item.view(scene.state, ME, advice=2), scene.state, text="Call the supplier", assignee=HUGO)
    assert isinstance(asked, cmd.AddItem)
    assert (asked.text, asked.advice, asked.role, asked.assignee) == ("Call the supplier", 2, None, HUGO)
    plain = sent(add_item.view(scene.state, ME), scene.state, text="Call")
    assert isinstance(plain, cmd.AddItem)
    assert (plain.advice, plain.due) == (None, None)


def test_what_needs_a_reason_says_so_at_its_field() -> None:
    """Setting aside, reopening and the posture want a sentence."""
    scene = Scene().at_work()
    ended = Scene().at_work().ended()
    forms: list[tuple[View, Scene, dict[str, Any]]] = [
        (not_applicable.view(scene.state, "1.5", ME), scene, {}),
        (reopen.view(ended.state, ME), ended, {}),
        (posture.view(scene.state, ME, START), scene, {"posture": "watch"}),
    ]
    for form, told, answers in forms:
        with pytest.raises(FieldErrors) as wrong:
            sent(form, told.state, reason=" ", **answers)
        assert set(wrong.value.errors) == {"reason"}


def test_level_awareness_and_posture_arrive() -> None:
    """Each as its own command."""
    scene = Scene()
    raised = sent(level.view(scene.state, ME, level=Level.RED), scene.state, reason="Danger")
    assert isinstance(raised, cmd.ChangeLevel)
    assert (raised.level, raised.reason) == (Level.RED, "Danger")
    known = sent(awareness.view(scene.state, ME), scene.state, at=START - timedelta(hours=1), source="a call")
    assert isinstance(known, cmd.SetAwareness)
    assert known.at == START - timedelta(hours=1)
    watch = sent(posture.view(scene.state, ME, START), scene.state, posture="watch", reason="Quiet")
    assert isinstance(watch, cmd.DecidePosture)
    assert (watch.posture, watch.review_at) == (Posture.WATCH, START + timedelta(hours=2))


def test_awareness_lies_in_the_past() -> None:
    """Nobody knew it later than now."""
    with pytest.raises(FieldErrors) as wrong:
        sent(awareness.view(Scene().state, ME), Scene().state, at=START + timedelta(minutes=5))
    assert set(wrong.value.errors) == {"at"}


def test_the_stand_down_form_lists_what_is_open_and_asks_why() -> None:
    """With gate items open the reason is required; the command carries it."""
    scene = Scene().at_work()
    form = close.view(scene.state, ME, scene.now)
    words = str(form["blocks"])
    assert "Should be settled first" in words
    assert "Open the legal clocks" in words
    assert not question(form, "reason")["optional"]
    asked = sent(form, scene.state, reason="Quiet for six hours")
    assert isinstance(asked, cmd.StandDown)
    assert asked.reason == "Quiet for six hours"


def test_the_stand_down_form_names_who_still_waits() -> None:
    """Danger, promises with their hour and open cases come first: they do not end with the crisis."""
    scene = Words().informed()
    scene.in_danger()
    scene.drafted().signed().free().out().promising().cased()
    words = str(close.view(scene.state, ME, scene.now)["blocks"])
    assert "112" in words
    assert "*Public promises*: 3 in all · kept: 1 · open: 2" in words
    assert "by 1 Apr 2026 18:00" in words
    assert "*Individual cases*: 1 of 2 still open" in words
    assert words.index("112") < words.index("Public promises") < words.index("Should be settled first")
    quiet = str(close.view(Scene().state, ME, START)["blocks"])
    assert "Public promises" not in quiet
    assert "Individual cases" not in quiet


def test_a_refusal_of_the_domain_is_told_at_the_field_that_caused_it() -> None:
    """Slack shows it there, in the reader's language; without a known field it stands under the first."""
    scene = Scene()
    close_form, evidence_form = close.view(scene.state, ME, START), evidence.view(scene.state, "1.1", ME, START)
    assert set(errors_of(Refused("gates_open", items=["3.7"]), close_form, ME)) == {"reason"}
    missing = Refused("evidence_missing", item="1.1", fields=["deputy", "scribe"])
    assert set(errors_of(missing, evidence_form, ME)) == {"deputy", "scribe"}
    assert set(errors_of(Refused("crisis_closed", at=START), evidence_form, ME)) == {"crisis_lead"}


def test_another_lead_is_named_at_the_start() -> None:
    """Somebody else who leads holds the role from the first moment; the caller leads by default only."""
    asked = sent(start_form(), title="Glass", lead=ALEX)
    assert isinstance(asked, cmd.StartCrisis)
    assert asked.lead == ALEX

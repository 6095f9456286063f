"""The forms of facts, texts, promises, cases and redaction: what they ask, and what comes of it."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain.guard.plain import plain
from bot.domain.kernel import Refused
from bot.domain.playbook import LANGUAGES, Language
from bot.domain.template import TemplateKind
from bot.locale import texts_in
from bot.sandbox.blockkit import check_view
from bot.slack.screens import View
from bot.slack.screens.forms import (
    FieldErrors,
    Submission,
    case,
    case_close,
    case_due,
    changes,
    commitment_drop,
    commitment_keep,
    commitment_late,
    draft,
    errors_of,
    fact,
    promises,
    publish,
    redact,
    remark,
    side_room,
    withdraw,
)
from tests.domain.story import ALEX, CAMILLE, INES, KARIM, MAYA, NORA, START
from tests.slack.screens.filled import filled, sent
from tests.slack.screens.said_scenes import PROMISES, REMARKS, TEMPLATES, WORDING, Words
from tests.slack.screens.scenes import Someone

ME = Someone(INES)
HOLDING = next(key for key, each in TEMPLATES.templates.items() if each.kind is TemplateKind.HOLDING)
WITH_TIME = next(
    key
    for key, each in TEMPLATES.templates.items()
    if each.kind is TemplateKind.HOLDING and any(gap.key == "next_time" for gap in each.gaps)
)


def initial(view: View, question: str) -> str:
    """What stands in a question at first."""
    block = next(block for block in view["blocks"] if block.get("block_id", "").startswith(question))
    return str(block["element"].get("initial_value", ""))


def question(view: View, beginning: str) -> str:
    """The whole name of a question."""
    return str(next(b["block_id"] for b in view["blocks"] if b.get("block_id", "").startswith(beginning)))


def wrong(view: View, scene: Words, **answers: object) -> dict[str, str]:
    """The errors under the questions."""
    with pytest.raises(FieldErrors) as refused:
        sent(view, scene.state, now=scene.now, **answers)  # type: ignore[arg-type]
    return refused.value.errors


def drafted(language: Language = "en") -> Words:
    """A holding statement is drafted."""
    return Words(language=language).informed().drafted()


# --- facts ----------------------------------------------------------------------------------------------------


def test_a_fact_from_a_message_keeps_its_words_and_its_link() -> None:
    """The message's words stand in the form, its address is the source."""
    form = fact.view(Words().state, ME, text="One pot", source="https://example.com/p1", message="C1:1.1")
    asked = sent(form, Words().state, status="probable")
    assert asked == cmd.AddFact(
        crisis_id="c1", actor=CAMILLE, request_id="view:V1:1", text="One pot", status="probable",
        source="https://example.com/p1",
    )  # fmt: skip


def test_an_established_fact_without_a_source_is_asked_for_one() -> None:
    """Right under the question, before anything is stored."""
    scene = Words().informed()
    assert set(wrong(fact.view(scene.state, ME), scene, text="A fact", status="established")) == {"source"}


def test_a_fact_is_changed_from_what_it_is() -> None:
    """The form begins with what is known; a new status is one pick."""
    scene = Words().informed()
    asked = sent(fact.view(scene.state, ME, number=2), scene.state, status="probable", checker=KARIM)
    assert isinstance(asked, cmd.ChangeFact)
    assert (asked.fact, asked.status, asked.text, asked.checked_by) == (2, "probable", scene.say("two"), KARIM)


# --- drafts ---------------------------------------------------------------------------------------------------


def test_a_draft_arrives_with_both_languages_and_its_facts() -> None:
    """What was typed, in each language, and the facts that it rests on."""
    scene = Words().informed()
    form = draft.view(scene.state, ME, TEMPLATES)
    asked = sent(form, scene.state, text_en_0="We know.", text_fr_0="Nous savons.", cites=["1", "3"], kind="statement")
    assert isinstance(asked, cmd.DraftStatement)
    assert asked.texts == {"en": "We know.", "fr": "Nous savons."}
    assert (asked.kind, asked.cites) == ("statement", (1, 3))


def test_one_language_is_enough_and_none_is_not() -> None:
    """At 02:00 one language goes first; an empty form is told so under the crisis's language."""
    scene = Words(language="fr").informed()
    form = draft.view(scene.state, ME, TEMPLATES)
    asked = sent(form, scene.state, text_fr_0="Nous savons.")
    assert isinstance(asked, cmd.DraftStatement)
    assert asked.texts == {"fr": "Nous savons."}
    assert set(wrong(form, scene)) == {"text_fr_0"}


@pytest.mark.parametrize("key", sorted(TEMPLATES.templates))
def test_every_template_fits_into_the_form_and_names_its_gaps(key: str) -> None:
    """Both languages of each, within Slack's limits; nothing of its own notation is left."""
    template = TEMPLATES.templates[key]
    for language in LANGUAGES:
        words = draft.begun(template, language)
        assert len(words) <= 3000
        assert "{" not in words
        assert words.count("[[") >= len([gap for gap in template.gaps if gap.required])


def test_a_picked_template_fills_both_languages_and_keeps_the_rest() -> None:
    """The facts that were picked stay; the questions of the texts are new ones, so that Slack shows the new words."""
    scene = Words().informed()
    form = draft.view(scene.state, ME, TEMPLATES)
    picked = filled(form, template_holding=HOLDING, cites=["1"], text_en_0="Before")
    view = draft.refreshed(picked, scene.state, ME, TEMPLATES)
    assert check_view(view) == []
    assert initial(view, "text_en") == draft.begun(TEMPLATES.templates[HOLDING], "en")
    assert question(view, "text_en") != question(form, "text_en")
    cites = next(block for block in view["blocks"] if block.get("block_id") == "cites")
    assert [choice["value"] for choice in cites["element"]["initial_options"]] == ["1"]


def test_a_picked_time_is_put_where_the_template_wants_it() -> None:
    """In the crisis's zone, in each language's own way; what was typed since the template came stays."""
    scene = Words().informed()
    form = draft.refreshed(
        filled(draft.view(scene.state, ME, TEMPLATES), template_holding=WITH_TIME), scene.state, ME, TEMPLATES
    )
    typed = initial(form, "text_en") + " Mine."
    at = datetime(2026, 3, 14, 22, 30, tzinfo=UTC)
    view = draft.refreshed(filled(form, **{question(form, "text_en"): typed}, next_at=at), scene.state, ME, TEMPLATES)
    assert "23:30" in initial(view, "text_en")
    assert initial(view, "text_en").endswith(" Mine.")
    assert "23\u00a0h\u00a030" in initial(view, "text_fr")


def test_another_kind_brings_its_own_templates() -> None:
    """An admission never begins with a holding statement's words; what was typed stays."""
    scene = Words().informed()
    form = draft.view(scene.state, ME, TEMPLATES)
    view = draft.refreshed(filled(form, kind="admission", text_en_0="Mine"), scene.state, ME, TEMPLATES)
    block = next(block for block in view["blocks"] if block.get("block_id") == "template_admission")
    offered = [choice["value"] for group in block["element"]["option_groups"] for choice in group["options"]]
    assert {TEMPLATES.templates[key].kind for key in offered} == {TemplateKind.ADMISSION}
    assert initial(view, "text_en") == "Mine"


def test_a_gap_that_was_forgotten_never_becomes_a_draft() -> None:
    """The form names each gap that is still open, under the language in which it stands."""
    scene = Words().informed()
    form = draft.refreshed(
        filled(draft.view(scene.state, ME, TEMPLATES), template_holding=HOLDING), scene.state, ME, TEMPLATES
    )
    errors = wrong(form, scene)
    assert set(errors) == {question(form, "text_en"), question(form, "text_fr")}
    assert TEMPLATES.templates[HOLDING].gaps[0].label.en in errors[question(form, "text_en")]


def test_an_edit_carries_the_version_that_the_person_saw() -> None:
    """Two editors never overwrite each other; the text cannot change its kind."""
    scene = drafted()
    form = draft.view(scene.state, ME, TEMPLATES, number=1)
    asked = sent(form, scene.state, text_en_0="Better words")
    assert isinstance(asked, cmd.EditStatement)
    assert (asked.statement, asked.seen, asked.cites) == (1, 1, (1,))
    assert asked.texts["fr"] == WORDING["fr"].strip()
    assert not any(block.get("block_id") == "kind" for block in form["blocks"])


def test_a_correction_begins_with_the_words_that_it_corrects() -> None:
    """And says which text it corrects."""
    scene = drafted().out()
    asked = sent(draft.view(scene.state, ME, TEMPLATES, corrects=1), scene.state, text_en_0="It was two reports.")
    assert isinstance(asked, cmd.DraftStatement)
    assert asked.corrects == 1


# --- on its way -----------------------------------------------------------------------------------------------


def test_publishing_takes_link_time_channels_and_the_next_appointment() -> None:
    """All in one form, with the exact text above."""
    scene = drafted().signed()
    form = publish.view(scene.state, 1, ME, scene.now)
    later = (scene.now + timedelta(hours=1)).replace(second=0, microsecond=0)
    asked = sent(form, scene.state, now=scene.now, link="https://example.com/1", channels="X", next_at=later)
    assert isinstance(asked, cmd.PublishStatement)
    assert (asked.link, asked.channels, asked.next_at, asked.break_glass) == (
        "https://example.com/1",
        "X",
        later,
        False,
    )
    assert set(wrong(form, scene, link="example")) == {"link"}
    assert set(wrong(form, scene, link="https://example.com", at=later)) == {"at"}
    assert set(wrong(form, scene, link="https://example.com", next_at=START)) == {"next_at"}


@pytest.mark.parametrize("alone", [False, True])
def test_who_publishes_sees_the_remarks_that_nobody_has_answered(*, alone: bool) -> None:
    """Both sides stand above the link, signed or released alone; an answered remark does not come back."""
    scene = drafted().signed()
    form = publish.view(scene.state, 1, ME, scene.now, break_glass=alone, remarks=REMARKS)
    words = str(form["blocks"])
    assert "*6 remarks* without an answer." in words
    assert "comes from line 3" in words
    assert "The glass comes from line 3" in words
    assert "and 2 more" in words
    answered = drafted()
    for each in REMARKS:
        answered.by(INES, cmd.AnswerRemark, statement=1, remark=each.key, reason="It is a quotation")
    form = publish.view(answered.state, 1, ME, answered.now, break_glass=alone, remarks=REMARKS)
    assert "without an answer" not in str(form["blocks"])


def test_a_lone_release_says_which_danger() -> None:
    """Without a reason there is none."""
    scene = drafted()
    form = publish.view(scene.state, 1, Someone(ALEX), scene.now, break_glass=True)
    assert set(wrong(form, scene, link="https://example.com/1")) == {"reason"}
    asked = sent(form, scene.state, now=scene.now, link="https://example.com/1", reason="People eat it")
    assert isinstance(asked, cmd.PublishStatement)
    assert asked.break_glass
    assert asked.reason == "People eat it"


def test_no_and_given_up_and_intended_carry_their_reasons() -> None:
    """Three forms of one question; none is sent without an answer."""
    scene = drafted()
    expected = {
        changes.view(scene.state, 1, ME)["callback_id"]: cmd.RequestChanges,
        withdraw.view(scene.state, 1, ME)["callback_id"]: cmd.WithdrawStatement,
        remark.view(scene.state, 1, REMARKS[0], ME)["callback_id"]: cmd.AnswerRemark,
    }
    forms = (
        changes.view(scene.state, 1, ME),
        withdraw.view(scene.state, 1, ME),
        remark.view(scene.state, 1, REMARKS[0], ME),
    )
    for form in forms:
        assert set(wrong(form, scene)) == {"reason"}
        asked = sent(form, scene.state, reason="Because")
        assert isinstance(asked, expected[form["callback_id"]])
        assert asked.statement == 1
        assert asked.reason == "Because"


def offered(scene: Words, language: Language) -> list[str]:
    """The kinds of crisis in the menu of templates, in their order."""
    form = draft.view(scene.state, Someone(INES, language), TEMPLATES)
    menu = next(block for block in form["blocks"] if block.get("block_id") == "template_holding")
    return [group["label"]["text"] for group in menu["element"]["option_groups"]]


@pytest.mark.parametrize(
    ("language", "own"), [("en", "Product safety, recall"), ("fr", "Sécurité d’un produit, rappel")]
)
def test_the_crisiss_own_kind_stands_first_in_the_menu_of_templates(language: Language, own: str) -> None:
    """It is told by the title; the other kinds follow by their names as the reader spells them, accents aside."""
    kinds = offered(Words(language=language), language)
    assert kinds[0] == own
    assert kinds[1:] == sorted(kinds[1:], key=plain)
    assert len(kinds) == len(set(kinds)) > 10


def test_the_kind_of_the_latest_text_counts_more_than_the_title() -> None:
    """Whoever has picked a template has said what the crisis is; a title that tells nothing begins with any crisis."""
    scene = Words()
    rumour = next(each.key for each in TEMPLATES.templates.values() if each.crisis_kind.key == "rumour")
    scene.by(INES, cmd.DraftStatement, kind="holding", texts={"en": "We are checking."}, template=rumour)
    assert offered(scene, "en")[0] == "Rumour, disinformation"
    assert offered(Words(title="A long evening", what="Nothing yet"), "en")[0] == "Any crisis"


@pytest.mark.parametrize(("language", "heading"), [("en", "Publish text 1"), ("fr", "Publier le texte 1")])
def test_the_form_of_publishing_does_not_say_that_it_is_done(language: Language, heading: str) -> None:
    """It is headed by what is about to be done, and says what to do first; only the answer says that it is out."""
    scene = drafted(language)
    form = publish.view(scene.state, 1, Someone(language=language), scene.now)
    assert form["title"]["text"] == heading
    assert any(word in str(form["blocks"]) for word in ("then give its link", "puis donnez ici son lien"))


# --- promises -------------------------------------------------------------------------------------------------


def test_promises_are_confirmed_in_their_exact_words() -> None:
    """Each with owner, date and proof; the date that was said stands there already; what is left out is no promise."""
    scene = drafted().out()
    form = promises.view(scene.state, 1, Someone(NORA), scene.now, PROMISES, rows=[0])
    asked = sent(form, scene.state, now=scene.now, proof_0="The list")
    assert isinstance(asked, cmd.ConfirmCommitments)
    (made,) = asked.commitments
    assert (made.words, made.owner, made.expected_proof) == (PROMISES[0].quote, INES, "The list")
    assert made.due == datetime(2026, 3, 30, 16, tzinfo=UTC)


def test_a_promise_lacks_nothing() -> None:
    """Words, owner, date and proof are asked for, row by row, and no question calls itself optional."""
    scene = drafted().out()
    form = promises.view(scene.state, 1, ME, scene.now, rows=[0])
    assert set(wrong(form, scene, words_0="We will call you")) == {"due_0", "proof_0"}
    assert not any(block.get("optional") for block in form["blocks"])


def test_none_is_attested_never_assumed() -> None:
    """An empty form is not an answer, a tick is; beside a promise it is not asked for."""
    scene = drafted().out()
    form = promises.view(scene.state, 1, ME, scene.now)
    assert set(wrong(form, scene)) == {"none"}
    asked = sent(form, scene.state, none=["none"])
    assert isinstance(asked, cmd.ConfirmCommitments)
    assert asked.commitments == ()
    with_one = promises.view(scene.state, 1, ME, scene.now, rows=[0])
    assert "none" not in {block.get("block_id") for block in with_one["blocks"]}


def test_a_promise_is_kept_on_proof_late_with_a_date_and_dropped_with_a_reason() -> None:
    """What the public account will quote is asked for each time."""
    scene = drafted().out().promising()
    keep = commitment_keep.view(scene.state, 2, ME)
    late = commitment_late.view(scene.state, 2, ME, scene.now)
    drop = commitment_drop.view(scene.state, 2, ME)
    assert set(wrong(keep, scene)) == {"proof"}
    assert set(wrong(late, scene)) == {"reason"}
    assert set(wrong(drop, scene)) == {"reason"}
    assert isinstance(sent(keep, scene.state, proof="The list"), cmd.KeepCommitment)
    postponed = sent(late, scene.state, reason="The bank", now=scene.now)
    assert isinstance(postponed, cmd.PostponeCommitment)
    assert postponed.due > scene.state.commitments[2].due
    assert isinstance(sent(drop, scene.state, reason="No"), cmd.DropCommitment)


# --- private --------------------------------------------------------------------------------------------------


def test_a_case_has_a_number_and_no_name() -> None:
    """What it is about, what was promised, by when, who takes care; and the form says to name nobody."""
    scene = Words().informed()
    form = case.view(scene.state, ME, about="A cut lip")
    assert "No name" in str(form["blocks"][0])
    due = scene.now + timedelta(hours=2)
    asked = sent(form, scene.state, now=scene.now, promise="A call", due=due)
    assert isinstance(asked, cmd.OpenCase)
    assert (asked.about, asked.promise, asked.owner) == ("A cut lip", "A call", INES)
    assert set(wrong(form, scene, due=START)) == {"due"}
    scene.cased()
    timed = sent(case_due.view(scene.state, 2, ME, scene.now), scene.state, now=scene.now, moment=due)
    assert timed == cmd.RescheduleCase(crisis_id="c1", actor=CAMILLE, request_id=timed.request_id, case=2, due=due)
    assert set(wrong(case_due.view(scene.state, 2, ME, scene.now), scene, moment=START)) == {"moment"}
    closed = sent(case_close.view(scene.state, 1, ME), scene.state, outcome="Called")
    assert isinstance(closed, cmd.CloseCase)
    assert (closed.case, closed.outcome) == (1, "Called")


def test_a_side_room_has_two_people() -> None:
    """Oneself is not enough."""
    scene = Words().informed()
    form = side_room.view(scene.state, ME)
    assert set(wrong(form, scene, people=[CAMILLE])) == {"people"}
    asked = sent(form, scene.state, people=[MAYA])
    assert isinstance(asked, cmd.OpenSideRoom)
    assert asked.people == (MAYA,)


def test_redaction_names_the_fields_and_the_reason() -> None:
    """Only what people typed can be removed; numbers, names and times stay."""
    scene = Words().informed()
    entry = next(entry for entry in scene.entries if entry.event.kind == "FactAdded")
    form = redact.view(scene.state, entry, ME)
    view = filled(form, fields=["source"], reason="Asked for by the person")
    wanted = redact.parse(Submission(view, CAMILLE, "view:V1:1", texts_in("en"), scene.now, scene.state))
    assert wanted == redact.Wanted(entry.seq, ("source",), "Asked for by the person")
    fields = next(block for block in form["blocks"] if block.get("block_id") == "fields")
    assert [choice["value"] for choice in fields["element"]["options"]] == ["text", "source"]
    assert not any(redact.has_words(scene.state, each) for each in scene.entries if each.event.kind == "MemberJoined")


def test_every_entry_that_holds_words_can_be_redacted_in_both_languages() -> None:
    """No field of any entry lacks its name."""
    scene = drafted().out().promising().cased()
    for entry in scene.entries:
        if redact.has_words(scene.state, entry):
            for language in LANGUAGES:
                assert check_view(redact.view(scene.state, entry, Someone(INES, language))) == []


# --- errors ---------------------------------------------------------------------------------------------------


def test_what_the_domain_refuses_stands_under_its_question() -> None:
    """A missing source under the source, a missing link under the link, a stranger under the people."""
    scene = drafted()
    cases = {
        "source_missing": (fact.view(scene.state, ME), "source"),
        "link_missing": (publish.view(scene.state, 1, ME, scene.now), "link"),
        "published_in_future": (publish.view(scene.state, 1, ME, scene.now), "at"),
        "not_in_crisis": (side_room.view(scene.state, ME), "people"),
    }
    for code, (view, blamed) in cases.items():
        params = {"user": MAYA} if code == "not_in_crisis" else {}
        assert set(errors_of(Refused(code, **params), view, ME, scene.state)) == {blamed}

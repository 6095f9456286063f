from datetime import timedelta
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import is_approved, print_of, valid_approvals
from bot.domain.crisis import ItemStatus
from bot.domain.gates import missing
from bot.domain.said import Statement, StatementStatus
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, MAYA, NORA, START, Story

SEATS = {
    "crisis_lead": CAMILLE,
    "deputy": HUGO,
    "communications": ALEX,
    "legal": MAYA,
    "subject_expert": KARIM,
    "scribe": NORA,
}
TEXT = "Nous savons. Nous vérifions. Nous reviendrons à 22 h."


def cell(**fields: Any) -> Story:
    """A crisis with its seats filled, that has decided to speak."""
    story = Story(**fields)
    story.by(CAMILLE, cmd.AssignRoles, roles=SEATS)
    story.by(CAMILLE, cmd.DecidePosture, posture="speak", reason="People ask.")
    return story


def drafted(story: Story, kind: str = "holding", author: str = ALEX, cites: tuple[int, ...] = ()) -> Statement:
    """A text of Alex's."""
    story.by(author, cmd.DraftStatement, kind=kind, texts={"fr": TEXT}, cites=cites)
    return newest(story)


def newest(story: Story) -> Statement:
    """The last text, as it is now."""
    return story.state.statements[len(story.state.statements)]


def sign(story: Story, user: str) -> None:
    """A signature on what stands there now."""
    statement = newest(story)
    story.by(user, cmd.ApproveStatement, statement=statement.number, fingerprint=print_of(story.state, statement))


def ready_to_hold(story: Story) -> None:
    """The items that lock the holding statement besides its text and signatures."""
    for key in ("1.1", "1.2", "1.3", "3.2"):
        if story.item(key).status is ItemStatus.OPEN:
            story.tick(key)


def publish(story: Story, user: str = ALEX, **fields: Any) -> list[Any]:
    """It goes out."""
    return list(story.by(user, cmd.PublishStatement, statement=newest(story).number, link="https://x.com/1", **fields))


def test_an_established_fact_bears_a_source_and_its_checker() -> None:
    """A fact without a source is a guess."""
    story = cell()
    assert story.refused(KARIM, cmd.AddFact, text="No lot is affected", status="established").code == "source_missing"
    story.by(KARIM, cmd.AddFact, text="No lot is affected", status="established", source="Line report")
    assert story.state.facts[1].now.checked_by == KARIM


def test_what_a_fact_was_stays() -> None:
    """At 20:49 it was unknown, and the sheet can still say so."""
    story = cell()
    story.by(NORA, cmd.AddFact, text="Nobody is hurt", status="unknown")
    story.wait(minutes=30)
    story.by(KARIM, cmd.ChangeFact, fact=1, status="established", source="Hospital")
    assert [version.status for version in story.state.facts[1].versions] == ["unknown", "established"]
    assert story.refused(KARIM, cmd.ChangeFact, fact=1, status="established").code == "fact_unchanged"
    assert story.refused(KARIM, cmd.ChangeFact, fact=9, status="unknown").code == "no_such_fact"


def test_two_signatures_open_the_way() -> None:
    """Lead and legal, neither of whom wrote it."""
    story = cell()
    ready_to_hold(story)
    drafted(story)
    assert story.refused(ALEX, cmd.PublishStatement, statement=1, link="https://x.com/1").code == "signatures_missing"
    sign(story, CAMILLE)
    assert not is_approved(story.state, newest(story))
    sign(story, MAYA)
    assert story.item("3.4").status is ItemStatus.DONE
    assert [notice.to for notice in story.notices("approved")] == [ALEX]
    publish(story)
    assert newest(story).status is StatementStatus.PUBLISHED
    assert story.item("3.5").status is ItemStatus.DONE


def test_author_and_last_editor_do_not_sign() -> None:
    """Four eyes, not two."""
    story = cell()
    drafted(story)
    story.by(HUGO, cmd.EditStatement, statement=1, seen=1, texts={"fr": TEXT + "!"})
    current = print_of(story.state, newest(story))
    for writer in (ALEX, HUGO):
        refusal = story.refused(writer, cmd.ApproveStatement, statement=1, fingerprint=current)
        assert refusal.code == "author_cannot_sign"


def test_one_of_the_two_is_the_lead_or_the_deputy() -> None:
    """Legal and the expert together do not release a text."""
    story = cell()
    drafted(story)
    sign(story, MAYA)
    current = print_of(story.state, newest(story))
    refusal = story.refused(KARIM, cmd.ApproveStatement, statement=1, fingerprint=current)
    assert refusal.code == "role_cannot_sign"
    sign(story, HUGO)
    assert is_approved(story.state, newest(story))


def test_one_comma_changed_and_the_signatures_fall_visibly() -> None:
    """They stay in the register, and count no longer."""
    story = cell()
    drafted(story)
    sign(story, CAMILLE)
    story.by(ALEX, cmd.EditStatement, statement=1, seen=1, texts={"fr": TEXT + ","})
    assert valid_approvals(story.state, newest(story)) == []
    assert len(newest(story).approvals) == 1
    assert [notice.to for notice in story.notices("signature_fell")] == [CAMILLE]


def test_a_fact_that_changes_fells_the_signatures_of_every_text_that_cites_it() -> None:
    """What was signed was signed on other grounds."""
    story = cell()
    story.by(KARIM, cmd.AddFact, text="One lot", status="established", source="Line report")
    drafted(story, cites=(1,))
    sign(story, CAMILLE)
    sign(story, MAYA)
    assert is_approved(story.state, newest(story))
    story.by(KARIM, cmd.ChangeFact, fact=1, status="probable")
    assert not is_approved(story.state, newest(story))


def test_a_signature_is_on_the_text_that_the_person_saw() -> None:
    """An edit between reading and signing refuses the click."""
    story = cell()
    drafted(story)
    seen = print_of(story.state, newest(story))
    story.by(ALEX, cmd.EditStatement, statement=1, seen=1, texts={"fr": "Other words"})
    assert story.refused(CAMILLE, cmd.ApproveStatement, statement=1, fingerprint=seen).code == "text_changed"


def test_the_two_who_signed_are_named_once_each() -> None:
    """A signature that fell with an edit is no approver of what goes out, and nobody is one twice."""
    story = cell()
    drafted(story)
    sign(story, CAMILLE)
    story.by(ALEX, cmd.EditStatement, statement=1, seen=1, texts={"fr": "Other words"})
    sign(story, MAYA)
    sign(story, CAMILLE)
    assert story.item("3.4").evidence == {"approvers": (MAYA, CAMILLE)}


def test_an_old_question_does_not_ask_again_who_has_signed_since() -> None:
    """The button of an earlier wording, pressed after signing the present one: it says that the signature stands."""
    story = cell()
    drafted(story)
    seen = print_of(story.state, newest(story))
    story.by(ALEX, cmd.EditStatement, statement=1, seen=1, texts={"fr": "Other words"})
    sign(story, CAMILLE)
    assert story.refused(CAMILLE, cmd.ApproveStatement, statement=1, fingerprint=seen).code == "already_signed"


def test_guests_and_bots_do_not_sign() -> None:
    """Whatever role somebody gave them."""
    story = cell()
    drafted(story)
    current = print_of(story.state, newest(story))
    refusal = story.refused(CAMILLE, cmd.ApproveStatement, statement=1, fingerprint=current, full_member=False)
    assert refusal.code == "guests_cannot_sign"


def test_two_editors_never_overwrite_each_other() -> None:
    """The later one is shown what came in between."""
    story = cell()
    drafted(story)
    story.by(ALEX, cmd.EditStatement, statement=1, seen=1, texts={"fr": "A"})
    refusal = story.refused(NORA, cmd.EditStatement, statement=1, seen=1, texts={"fr": "B"})
    assert (refusal.code, refusal.params["user"]) == ("edited_meanwhile", ALEX)


@pytest.mark.parametrize("status", ["unknown", "rumour"])
def test_a_text_does_not_rest_on_what_nobody_knows(status: str) -> None:
    """Not even a holding statement; a statement not even on what is probable."""
    story = cell()
    ready_to_hold(story)
    story.by(NORA, cmd.AddFact, text="Nobody is hurt", status=status)
    drafted(story, cites=(1,))
    sign(story, CAMILLE)
    sign(story, MAYA)
    refusal = story.refused(ALEX, cmd.PublishStatement, statement=1, link="https://x.com/1")
    assert (refusal.code, refusal.params["facts"]) == ("facts_uncertain", [1])


def test_the_gate_lists_what_is_missing_and_who_owes_it() -> None:
    """Never a bare no."""
    story = cell()
    drafted(story)
    sign(story, CAMILLE)
    sign(story, MAYA)
    refusal = story.refused(ALEX, cmd.PublishStatement, statement=1, link="https://x.com/1")
    assert refusal.code == "gate_closed"
    assert refusal.params["items"] == ["1.2", "1.3"]
    assert {lacking.key: lacking.owner for lacking in missing(story.state, "publish.holding")}["1.3"] == NORA


def test_silence_publishes_nothing() -> None:
    """While the posture is to watch, the gate is shut."""
    story = cell()
    story.by(CAMILLE, cmd.DecidePosture, posture="watch", reason="Noise", review_at=START + timedelta(hours=1))
    drafted(story)
    refusal = story.refused(ALEX, cmd.PublishStatement, statement=1, link="https://x.com/1")
    assert refusal.code == "posture_not_speak"


def test_at_red_a_statement_wants_legal() -> None:
    """The expert's signature is not enough there."""
    story = cell(level="red")
    drafted(story, kind="statement")
    sign(story, CAMILLE)
    current = print_of(story.state, newest(story))
    assert story.refused(KARIM, cmd.ApproveStatement, statement=1, fingerprint=current).code == "role_cannot_sign"
    sign(story, MAYA)
    assert is_approved(story.state, newest(story))


def test_waiting_signatures_go_to_the_deputy_and_then_to_the_lead() -> None:
    """Fifteen and thirty minutes at orange; who was asked and has not signed hears of it again with the deputy."""
    story = cell()
    drafted(story)
    story.by(ALEX, cmd.RequestApproval, statement=1)
    assert sorted(notice.to for notice in story.notices("approval")) == [CAMILLE, MAYA]
    story.wait(minutes=31)
    told = [(n.to, m["kind"]) for n in story.notices("reminder") for m in n.args["matters"] if "approval" in m["kind"]]
    again = [(user, "approval") for user in (CAMILLE, HUGO, MAYA)]
    assert sorted(told) == sorted([*again, (CAMILLE, "approval_late")])


def test_a_refusal_to_sign_carries_its_reason_to_the_writer() -> None:
    """And takes the person's own signature back."""
    story = cell()
    drafted(story)
    sign(story, MAYA)
    assert story.refused(MAYA, cmd.RequestChanges, statement=1, reason=" ").code == "reason_missing"
    story.by(MAYA, cmd.RequestChanges, statement=1, reason="No cause before the report")
    assert [notice.to for notice in story.notices("changes_requested")] == [ALEX]
    assert newest(story).approvals == ()


def test_the_lead_may_break_the_glass_alone_and_somebody_must_ratify() -> None:
    """Announced, within half an hour, and said when nobody did."""
    story = cell()
    drafted(story)
    broken = {"statement": 1, "link": "https://x.com/1", "break_glass": True}
    assert story.refused(ALEX, cmd.PublishStatement, **broken, reason="x").code == "only_lead_breaks_glass"
    assert story.refused(CAMILLE, cmd.PublishStatement, **broken).code == "reason_missing"
    story.by(CAMILLE, cmd.PublishStatement, **broken, reason="Glass in the jars: do not eat")
    assert [notice.to for notice in story.notices("glass_broken")] == ["channel"]
    assert story.refused(CAMILLE, cmd.RatifyBreakGlass, statement=1).code == "author_cannot_sign"
    story.wait(minutes=31)
    assert len(story.notices("ratification_missed")) == 1
    story.by(MAYA, cmd.RatifyBreakGlass, statement=1)
    assert story.refused(NORA, cmd.RatifyBreakGlass, statement=1).code == "already_ratified"


def test_a_correction_points_to_what_it_corrects_and_both_stay() -> None:
    """In the open: old version visible, correction dated."""
    story = cell()
    ready_to_hold(story)
    drafted(story)
    sign(story, CAMILLE)
    sign(story, MAYA)
    publish(story)
    assert story.refused(ALEX, cmd.EditStatement, statement=1, seen=1, texts={"fr": "x"}).code == "statement_published"
    story.by(ALEX, cmd.DraftStatement, kind="holding", texts={"fr": "Correction : 23 h."}, corrects=1)
    sign(story, CAMILLE)
    sign(story, MAYA)
    publish(story)
    assert story.state.statements[1].corrected_by == 2
    assert story.state.statements[1].status is StatementStatus.PUBLISHED


def published_story() -> Story:
    """A holding statement is out."""
    story = cell()
    ready_to_hold(story)
    drafted(story)
    sign(story, CAMILLE)
    sign(story, MAYA)
    publish(story)
    return story


def promise(days: int) -> cmd.NewCommitment:
    """A promise with an owner and a date."""
    due = START + timedelta(days=days)
    return cmd.NewCommitment(words="Nous rappelons le lot", owner=KARIM, due=due, expected_proof="Avis de rappel")


def test_the_scribe_is_asked_for_the_promises_of_a_fresh_text() -> None:
    """Fifteen minutes after it went out, unless somebody has told them or attested none."""
    story = published_story()
    story.wait(minutes=16)
    asked = [n.to for n in story.notices("reminder") for m in n.args["matters"] if m["kind"] == "promises"]
    assert asked == [NORA]
    story.by(NORA, cmd.ConfirmCommitments, statement=1)
    assert story.refused(NORA, cmd.ConfirmCommitments, statement=1).code == "promises_told"
    assert story.item("9.1").status is ItemStatus.DONE


def test_a_promise_comes_back_before_its_date_and_closes_only_on_proof() -> None:
    """To its owner the day before and on the day, to the lead a working day later."""
    story = published_story()
    story.by(NORA, cmd.ConfirmCommitments, statement=1, commitments=(promise(10),))
    story.wait(days=13)
    told = [(n.to, m["kind"]) for n in story.notices("reminder") for m in n.args["matters"] if "commit" in m["kind"]]
    assert told == [(KARIM, "commitment"), (KARIM, "commitment"), (CAMILLE, "commitment_above")]
    assert story.refused(KARIM, cmd.KeepCommitment, commitment=1, proof="").code == "proof_missing"
    story.by(KARIM, cmd.KeepCommitment, commitment=1, proof="https://example.com/recall")
    assert story.state.commitments[1].late
    assert story.refused(KARIM, cmd.DropCommitment, commitment=1, reason="x").code == "commitment_closed"


def test_a_case_has_a_number_and_no_name_and_a_side_room_lets_in_only_the_cell() -> None:
    """Nothing widens access."""
    story = cell()
    story.by(HUGO, cmd.OpenCase, about="Burnt mouth, refund asked", due=START + timedelta(hours=5))
    story.by(HUGO, cmd.CloseCase, case=1, outcome="Refunded")
    assert story.refused(HUGO, cmd.CloseCase, case=1).code == "case_closed"
    assert story.refused(HUGO, cmd.OpenSideRoom, people=("U99",)).code == "not_in_crisis"
    assert story.refused(HUGO, cmd.OpenSideRoom, people=(HUGO,)).code == "people_missing"
    story.by(HUGO, cmd.OpenSideRoom, people=(MAYA,))
    rooms = [effect.args for effect in story.told if effect.kind == "side_room"]
    assert rooms == [{"room": 1, "people": [HUGO, MAYA], "group": False}]
    assert isinstance(story.entries[-1].event, ev.SideRoomOpened)
    assert INES not in story.state.side_rooms[1].people

"""The exact text, its signatures and its gate, as the people see them who answer for it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import print_of
from bot.domain.guard import examine
from bot.domain.playbook import LANGUAGES, Language
from bot.locale import on_one_line, texts_in
from bot.sandbox.blockkit import check_message, check_view
from bot.slack.screens import (
    Screen,
    View,
    account,
    approving,
    asof,
    board,
    cases,
    commitments,
    gate,
    gates,
    redaction,
    remarks,
    sheet,
    statement,
    statements,
)
from bot.slack.screens.fitting import visible
from bot.slack.screens.forms import archive, changes, close, draft, pass_gate, promises, publish
from bot.slack.screens.screen import unpack
from tests.domain.guard.labelled import PARTS, pairs
from tests.domain.story import ALEX, CAMILLE, HUGO, INES, KARIM, MAYA, NORA
from tests.slack.screens.said_scenes import PROMISES, REMARKS, WORDING, Noted, Words
from tests.slack.screens.scenes import Someone, latest, notice

MAYA_READS = Someone(MAYA)


def exact(state: Screen | View) -> str:
    """All words that a screen shows without markup, one after the other."""
    blocks = state.blocks if isinstance(state, Screen) else state["blocks"]
    texts = [block["text"] for block in blocks if block["type"] == "section"]
    return "".join(text["text"] for text in texts if text["type"] == "plain_text")


def shown(state: Screen | View) -> str:
    """All words of sections and small print."""
    blocks = state.blocks if isinstance(state, Screen) else state["blocks"]
    found = [block["text"]["text"] for block in blocks if block["type"] in ("section", "header")]
    found += [part["text"] for block in blocks if block["type"] == "context" for part in block["elements"]]
    return "\n".join(visible(text) for text in found)


def verbs(state: Screen | View) -> dict[str, dict[str, object]]:
    """What can be clicked, and what it carries."""
    blocks = state.blocks if isinstance(state, Screen) else state["blocks"]
    elements = [e for b in blocks for e in (*b.get("elements", ()), b.get("accessory", {})) if e.get("action_id")]
    return {element["action_id"].split(":")[0]: unpack(element.get("value")) for element in elements}


def to_sign(scene: Words, remarks: Sequence[Noted] = ()) -> Screen:
    """What a signer gets."""
    return notice(scene, "approval", statement=1, seq=latest(scene, ev.ApprovalRequested), remarks=remarks, reader=ALEX)


def long_scene(letter: str, language: Language = "fr") -> Words:
    """Texts of 3,000 characters in both languages, forty facts that it cites, all at their longest."""
    scene = Words(language=language).informed()
    words = (letter * 59 + " ") * 50
    for _ in range(37):
        scene.by(NORA, cmd.AddFact, text=words, status="established", source=words[:500], checked_by=KARIM)
    texts = {"fr": words.strip(), "en": words.strip()}
    scene.by(INES, cmd.DraftStatement, kind="statement", texts=texts, cites=tuple(range(1, 41)))
    scene.by(INES, cmd.RequestApproval, statement=1)
    return scene


LONG_REMARKS = tuple(
    Noted("facts", "differs", "clash", "&" * 200, "<" * 3000, f"fact:{n}", {"aspect": "count"}) for n in range(60)
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("letter", ["x", "&", "é", "😀"])
def test_a_signer_reads_the_whole_text_however_long(language: Language, letter: str) -> None:
    """Not a sign of either language is cut, escaped or turned into something else, and Slack takes the message."""
    scene = long_scene(letter, language)
    wording = scene.state.statements[1].now.texts
    for screen in (to_sign(scene), to_sign(scene, remarks=LONG_REMARKS)):
        assert check_message(screen.blocks) == []
        assert exact(screen) in (wording["fr"] + wording["en"], wording["en"] + wording["fr"])
    for view in (
        statement.view(scene.state, 1, MAYA_READS, scene.now, LONG_REMARKS),
        publish.view(scene.state, 1, MAYA_READS, scene.now),
        changes.view(scene.state, 1, MAYA_READS),
        promises.view(scene.state, 1, MAYA_READS, scene.now, PROMISES * 20),
    ):
        assert check_view(view) == []
        assert exact(view).startswith(wording[language])


def test_nothing_is_folded_or_read_as_markup() -> None:
    """`*stars*`, `:smiles:` and mentions stand as they are written: it is these signs that are signed."""
    wording: dict[Language, str] = {"fr": "*Nous* <!channel> :smile: @here `code` & cie, \n> voilà"}
    scene = Words(language="fr").informed().drafted("reply", wording)
    view = statement.view(scene.state, 1, MAYA_READS, scene.now)
    assert exact(view) == scene.state.statements[1].now.texts["fr"]
    sections = [b for b in view["blocks"] if b["type"] == "section" and b["text"]["type"] == "plain_text"]
    assert all(block["expand"] and block["text"]["emoji"] is False for block in sections)


def test_a_signature_is_on_what_was_read() -> None:
    """The button carries the fingerprint of the wording beside it; another comma, another fingerprint."""
    scene = Words().informed().drafted()
    scene.by(INES, cmd.RequestApproval, statement=1)
    before = verbs(to_sign(scene))["statement.approve"]
    assert before["fp"] == print_of(scene.state, scene.state.statements[1])[:16]
    scene.by(INES, cmd.EditStatement, statement=1, seen=1, texts={"en": WORDING["en"] + ","}, cites=(1,))
    scene.by(INES, cmd.RequestApproval, statement=1)
    assert verbs(to_sign(scene))["statement.approve"]["fp"] != before["fp"]


def test_a_question_whose_text_has_changed_asks_for_no_signature() -> None:
    """Nobody signs words that came into the place of those they were reading: they open the present ones."""
    scene = Words().informed().drafted()
    scene.by(INES, cmd.RequestApproval, statement=1)
    asked = latest(scene, ev.ApprovalRequested)
    scene.by(INES, cmd.EditStatement, statement=1, seen=1, texts={"en": "Other words"}, cites=(1,))
    screen = notice(scene, "approval", statement=1, seq=asked, reader=ALEX)
    assert verbs(screen).keys() == {"statement.open"}
    assert "have changed since this question" in shown(screen)


def test_a_fallen_signature_is_seen_to_have_fallen() -> None:
    """It stays in sight, struck through, and its place is open again."""
    scene = Words().informed().drafted().free().signed()
    ready = statement.view(scene.state, 1, Someone(INES), scene.now)
    assert "publish.open" in verbs(ready)
    assert "fallen" not in shown(ready)
    scene.by(KARIM, cmd.ChangeFact, fact=1, status="probable")
    view = statement.view(scene.state, 1, Someone(INES), scene.now)
    assert shown(view).count("fallen") == 2
    assert "Still missing: Crisis lead" in shown(view)
    assert "publish.open" not in verbs(view)


def test_only_who_can_sign_is_offered_to() -> None:
    """Neither the writer, nor who has signed, nor who holds no role that lacks."""
    scene = Words().informed().drafted().asked()
    offered = {
        user
        for user in (INES, MAYA, ALEX, CAMILLE, HUGO, KARIM)
        if "statement.approve" in verbs(statement.view(scene.state, 1, Someone(user), scene.now))
    }
    assert offered == {ALEX, CAMILLE}


def test_who_wrote_the_text_is_not_named_among_those_who_owe_a_signature() -> None:
    """Communications wrote it: legal or the subject expert sign; when nobody else is left, it is said why."""
    scene = Words().informed().drafted()
    assert "Communications" not in shown(gate.view(scene.state, 1, Someone(INES), scene.now)).split("Still missing")[2]
    scene.by(MAYA, cmd.EditStatement, statement=1, seen=1, texts={"en": "Ours"})
    words = shown(statement.view(scene.state, 1, Someone(INES), scene.now))
    assert "Still missing: Subject expert (nobody yet)" in words


def test_a_closed_gate_lists_everything_who_owes_it_and_the_click_for_it() -> None:
    """The uncertain fact, both signatures, the steps; the lone release is the lead's alone."""
    scene = Words().informed().drafted("statement", WORDING, 1, 2)
    view = gate.view(scene.state, 1, Someone(INES), scene.now)
    found = verbs(view)
    assert found["fact.change"] == {"c": "c1", "f": 2}
    assert {"statement.ask", "item.done"} <= set(found)
    assert "cannot go out yet" in shown(view)
    assert "glass.open" not in found
    assert "glass.open" in verbs(gate.view(scene.state, 1, Someone(ALEX), scene.now))
    assert verbs(gate.view(scene.state, 1, Someone(INES), scene.now)) == verbs(
        gate.screen(scene.state, 1, Someone(INES), scene.now)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_remark_quotes_both_sides_and_can_be_answered(language: Language) -> None:
    """In the reader's language, with the answer one click away; what was answered is not asked again."""
    scene = Words(language=language).informed().drafted()
    reader = Someone(INES, language)
    screen = remarks.screen(scene.state, 1, REMARKS, reader)
    words = shown(screen)
    for noted in REMARKS:
        assert noted.quote in words
        assert noted.other_quote in words
    assert "remark.open" in verbs(screen)
    scene.by(INES, cmd.AnswerRemark, statement=1, remark=REMARKS[1].key, reason=scene.say("intended"))
    view = remarks.view(scene.state, 1, REMARKS, reader)
    assert REMARKS[1].quote not in shown(view)
    assert scene.say("intended") in shown(view).replace("’", "'")


def test_all_that_the_guard_says_of_the_labelled_texts_can_be_read() -> None:
    """Every remark has its reason in both languages, with both sides as they are written."""
    drafts = [pair for part in PARTS for pair in pairs(part)]
    found = [(pair, made) for pair in drafts for made in examine(pair.draft, pair.context)]
    assert len({made.code for _, made in found}) >= 10
    for _, made in found:
        for language in LANGUAGES:
            words = visible(remarks.text(made, texts_in(language)))
            assert "{" not in words
            assert "word list" not in words  # that is for a team's own
            assert on_one_line(made.quote)[:40] in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_lists_fit(language: Language) -> None:
    """Forty facts, twenty texts, one of thirty versions, sixty promises and fifty cases, all at their longest."""
    scene = long_scene("&", language)
    longest, now, me = "&" * 3000, scene.now, Someone(language=language)
    for _ in range(19):
        scene.by(INES, cmd.DraftStatement, kind="statement", texts={"fr": longest, "en": longest})
    given = {"link": "https://example.com/" + "x" * 1500, "break_glass": True, "reason": longest}
    scene.by(ALEX, cmd.PublishStatement, statement=1, **given)
    promise = cmd.NewCommitment(words=longest, owner=KARIM, due=now + timedelta(days=9), expected_proof=longest)
    for version in range(1, 30):
        texts = {"fr": f"{longest[:2990]}{version}", "en": longest}
        scene.by(INES, cmd.EditStatement, statement=2, seen=version, texts=texts)
    for turn in range(6):
        words = (f"{promise.words[:-2]}{turn}{row}" for row in range(10))
        made = tuple(promise.model_copy(update={"words": each}) for each in words)
        scene.by(NORA, cmd.ConfirmCommitments, statement=1, commitments=made)
    for _ in range(50):
        scene.by(KARIM, cmd.OpenCase, about=longest, promise=longest, due=now + timedelta(hours=1))
    state = scene.state
    for screen in (
        sheet.card(state, me),
        sheet.channel(state),
        statements.register(state, me, now),
        commitments.register(state, me, now + timedelta(days=30)),
        cases.register(state, me, now),
        asof.render(state, now, me, now + timedelta(days=1)),
        remarks.screen(state, 2, LONG_REMARKS, me),
        gate.screen(state, 2, me, now),
        board.render(state, now),
        notice(scene, "glass_broken", statement=1, seq=latest(scene, ev.GlassBroken)),
        notice(scene, "signature_fell", statement=2, fact=1),
        gates.register(state, me),
        redaction.done(state.id, 7, tuple(range(60)), me),
        notice(scene, "scrubbed", left=[f"https://{'x' * 63}.slack.com/archives/C0123456789/p1"] * 40),
        approving.signed(state, 2, texts_in(me.language)),
    ):
        assert check_message(screen.blocks) == []
        assert len(screen.text) <= 3000
    for view in (
        account.view(state, me, now),
        remarks.view(state, 2, LONG_REMARKS, me),
        gate.view(state, 2, me, now),
        statement.view(state, 2, me, now, LONG_REMARKS),
        draft.view(state, me, number=2),
        draft.view(state, me, written={each: account.text(state, each, now) for each in LANGUAGES}),
        publish.view(state, 2, me, now, promises=60),
        pass_gate.view(state, "speak", me, now),
        archive.view(state, me, now),
        close.view(state, me, now),
    ):
        assert check_view(view) == []


def test_the_public_account_tells_what_became_of_each_promise_and_names_nobody() -> None:
    """Kept with its proof, late with its new date and reason; the exact words of the promise stand in it."""
    scene = Words().informed().drafted().out().promising()
    scene.by(INES, cmd.DropCommitment, commitment=3, reason="The law forbids it.")
    told = account.text(scene.state, "en", scene.now + timedelta(days=30))
    assert told.count(WORDING["en"].split("\n\n")[1]) == 3
    assert "Kept on 14 March 2026. The list of refunds, published" in told
    assert "The new date is 8 April 2026. The supplier delivers on Friday" in told
    assert "We will not keep this promise. The law forbids it." in told
    assert "U0" not in told
    assert "\u00ab\u00a0\u00a0" not in account.text(scene.state, "fr", scene.now)


def test_as_of_shows_what_stood_then() -> None:
    """The sheet, the posture, the texts and the decisions of that minute, and none of what came later."""
    scene = Words().informed().drafted()
    then, moment = scene.state, scene.now
    scene.wait(minutes=10)
    scene.by(NORA, cmd.ChangeFact, fact=2, status="established", source="Laboratory")
    words = shown(asof.render(then, moment, Someone(), scene.now))
    assert "Unknown (1)" in words
    assert "Stop production line 3" in words
    assert "Laboratory" not in words
    assert "Laboratory" in shown(asof.render(scene.state, scene.now, Someone(), scene.now))


def test_a_promise_in_the_register_names_its_hour() -> None:
    """Who promised a word at an hour reads the hour, before it and after."""
    scene = Words().informed().drafted().signed().free().out().promising()
    due = "1 Apr 2026 18:00"
    assert f"by {due}" in shown(commitments.register(scene.state, Someone(), scene.now))
    assert f"due {due}" in shown(commitments.register(scene.state, Someone(), scene.now + timedelta(days=90)))


def test_an_open_case_is_settled_or_given_a_time_from_the_register() -> None:
    """Two clicks beside each open one, none beside a settled one; what does not fit in a message is counted."""
    scene = Words().informed().cased()
    scene.by(KARIM, cmd.OpenCase, about="A shop")
    register = cases.register(scene.state, Someone(), scene.now)
    rows = [block["elements"] for block in register.blocks if block["type"] == "actions"][:-1]
    labels = [[(each["text"]["text"], unpack(each["value"])["n"]) for each in row] for row in rows]
    assert labels == [
        [("Settled…", 1), ("Another time…", 1)],
        [("Settled…", 3), ("Set a time…", 3)],
    ]
    for _ in range(40):
        scene.by(KARIM, cmd.OpenCase, about="A shop")
    register = cases.register(scene.state, Someone(), scene.now)
    assert len(register.blocks) <= 50
    told = shown(register).count("Case ")
    assert f"{43 - told} more" in shown(register)


def test_only_who_is_in_a_side_room_sees_its_way_in() -> None:
    """The register of cases shows a room to the people in it."""
    scene = Words().informed().cased()
    assert "Side room 1" in shown(cases.register(scene.state, Someone(MAYA), scene.now))
    assert "Side room 1" not in shown(cases.register(scene.state, Someone(HUGO), scene.now))


def test_the_board_says_what_waits() -> None:
    """One line: facts, texts that wait for signatures, what is out, what is promised."""
    scene = Words().informed().drafted().asked()
    assert "1 text waits for signatures" in shown(board.render(scene.state, scene.now))
    scene.sign(ALEX)
    assert "ready to go" not in shown(board.render(scene.state, scene.now)), "steps are missing before its gate"
    scene.free()
    assert "1 text ready to go" in shown(board.render(scene.state, scene.now))


def test_a_signed_text_is_not_called_ready_before_it_is() -> None:
    """What keeps it in is counted, and one click away, wherever it is shown; then it may be published."""
    scene = Words().informed().drafted().signed()
    register = statements.register(scene.state, Someone(INES), scene.now)
    assert "2 steps are missing" in shown(register)
    assert "gate.open" in verbs(register)
    assert "publish.open" not in verbs(register)
    register = statements.register(scene.free().state, Someone(INES), scene.now)
    assert "ready to go" in shown(register)
    assert "publish.open" in verbs(register)

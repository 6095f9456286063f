"""Every word of the slash command, as people type it."""

from __future__ import annotations

import pytest

from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("décider Arrêter la ligne 3", "decide"),
        ("note", "note"),
        ("niveau", "level"),
        ("niveau jaune", "level"),
        ("rôle", "roles"),
        ("rôle juridique", "roles"),
        ("clore", "close"),
        ("étape", "add_item"),
        ("conseil 3", "advice"),
        ("connue", "awareness"),
        ("posture", "posture"),
        ("démarrer", "start"),
    ],
)
async def test_a_word_opens_its_form(stage: Stage, text: str, form: str) -> None:
    """Where one line does not do, a form opens within Slack's three seconds."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, f"/crise {text}")
    view = await camille.modal()
    assert view["callback_id"] == form
    if form == "decide":
        assert "Arrêter la ligne 3" in str(view["blocks"])


@pytest.mark.parametrize(
    ("text", "form", "word"),
    [("niveau violet", "level", "violet"), ("rôle astronome @maya.chen", "roles", "astronome")],
)
async def test_a_form_that_opens_for_an_unknown_word_says_so(stage: Stage, text: str, form: str, word: str) -> None:
    """A colour or a role that there is not: the form offers those that there are, and names what it does not know."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, f"/crise {text}")
    assert f"Je ne connais pas «\xa0{word}\xa0»" in texts_of(await camille.modal(form))
    await camille.do("close", view_id=camille.stack[-1].json["id"], all=True)
    await camille.command(channel.id, f"/crise {text.split(maxsplit=1)[0]}")
    assert "Je ne connais pas" not in texts_of(await camille.modal(form))


async def test_one_line_does_where_one_line_is_enough(stage: Stage) -> None:
    """Level, roles, notes, items and the log by one line each, without a form."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise niveau rouge : un enfant blessé")
    await camille.command(channel.id, "/crise rôle juridique @maya.chen")
    assert "journal" in await camille.command(channel.id, "/crise note <Appel> de la DGCCRF & co")
    await camille.command(channel.id, "/crise étape Prévenir le standard @alex.martin")
    await stage.settled()
    crisis = stage.crisis
    assert crisis.level == "red"
    assert crisis.roles["legal"] == "U05"
    assert {"U02", "U05"} <= set(channel.members)
    answer = await camille.command(channel.id, "/crise main courante")
    assert "&lt;Appel&gt; de la DGCCRF &amp; co" in answer
    assert "un enfant blessé" in answer
    assert camille.stack == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "/crise démarrer"),
        ("niveua rouge", "/crise niveau"),
        ("blabla", "/crise aide"),
        ("décisions", "décision"),
        ("liste", "verre"),
        ("point", "Point de situation"),
        ("conseil 99", "conseil"),
        ("archiver", "ouverte"),
        ("rouvrir sans raison", "ouverte"),
    ],
)
async def test_every_other_word_is_answered_privately(stage: Stage, text: str, words: str) -> None:
    """An answer, a list or a refusal that says what to do next; the channel hears nothing of it."""
    channel = await opened(stage)
    posted = len(stage.posted())
    camille = stage.person("Camille")
    where = "#general" if not text else channel.id
    answer = await camille.command(where, f"/crise {text}")
    if not answer:
        answer = texts_of(await until(lambda: camille.heard() and camille.heard()[-1]))
    assert words.lower() in answer.lower().replace("\u00a0", " ")
    assert len(stage.posted()) == posted


async def test_both_commands_and_both_languages_are_one(stage: Stage) -> None:
    """`/crisis` in French and `/crise` in English do the same."""
    channel = await opened(stage)
    nora = stage.person("Nora")
    await stage.person("Camille").do("invite", channel=channel.id, users=[nora.id])
    await stage.settled()
    assert "log" in (await nora.command(channel.id, "/crisis note From the press")).lower()
    assert "log" in (await nora.command(channel.id, "/crise noter From the radio")).lower()
    assert stage.rows("SELECT count(*) FROM journal WHERE kind = 'NoteAdded'") == [(2,)]


async def test_a_message_is_kept_at_most_once(stage: Stage) -> None:
    """Shortcut and 📌 on the same message, by two people: one entry, under the name of who wrote it."""
    channel = await opened(stage, "/crise démarrer Du verre @alex.martin")
    camille, alex = stage.person("Camille"), stage.person("Alex")
    said = (await alex.do("say", channel=channel.id, text="La ligne 3 est arrêtée"))["message"]
    await camille.do("react", channel=channel.id, ts=said["ts"], name="pushpin")
    await stage.settled()
    args = {"callback_id": "add_to_log", "app": stage.app.id, "channel": channel.id, "ts": said["ts"]}
    await alex.do("message_shortcut", **args)
    await alex.hears("déjà au journal")
    ((content,),) = stage.rows("SELECT content FROM journal WHERE kind = 'NoteAdded'")
    assert "La ligne 3 est arrêtée" in content
    assert '"author":"U02"' in content.replace(" ", "")


async def test_a_message_becomes_a_decision_by_its_menu(stage: Stage) -> None:
    """The form holds the message's words and links back to it."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    said = (await camille.do("say", channel=channel.id, text="On retire le lot 42"))["message"]
    args = {"callback_id": "record_decision", "app": stage.app.id, "channel": channel.id, "ts": said["ts"]}
    await camille.do("message_shortcut", **args)
    await camille.modal("decide")
    await camille.submit(why="Par prudence")
    await stage.settled()
    ((text, why, link),) = stage.rows("SELECT text, why, link FROM decisions")
    assert (text, why) == ("On retire le lot 42", "Par prudence")
    assert said["ts"].replace(".", "") in link


async def test_a_form_says_what_is_wrong_at_its_field(stage: Stage) -> None:
    """A refusal of a form stands under the question, and the form stays open."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise clore")
    await camille.modal("close")
    viewer = stage.sandbox.watch(camille.id)
    view = await camille.modal("close")
    state = {"reason": {"value": {"type": "plain_text_input", "value": "   "}}}
    await camille.do("submit", view_id=view["id"], state=state)
    told = []
    while not viewer.queue.empty():
        told.append(viewer.queue.get_nowait())
    assert any(message and message["type"] == "view_errors" and "reason" in message["errors"] for message in told)
    assert camille.stack


async def test_a_form_for_what_somebody_else_has_done_names_it(stage: Stage) -> None:
    """Two people have one item's form open; the second reads which item was done meanwhile."""
    channel = await opened(stage)
    camille, alex = stage.person("Camille"), stage.person("Alex")
    await camille.command(channel.id, f"/invite <@{alex.id}>")
    (board,) = stage.boards()
    for person in (camille, alex):
        await person.click(board, "item.done", i="1.5")
        await person.modal("evidence")
    form = await camille.modal("evidence")
    question = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")
    await camille.submit(**{question: "Tout est suspendu"})
    await stage.settled()
    viewer = stage.sandbox.watch(alex.id)
    await alex.submit(**{question: "Fait"})
    told = [viewer.queue.get_nowait() for _ in range(viewer.queue.qsize())]
    (errors,) = [each["errors"] for each in told if each and each["type"] == "view_errors"]
    assert "Suspendre publications programmées, publicités et automatismes" in errors[question]


async def test_an_advice_is_ticked_in_its_modal_and_shows_it(stage: Stage) -> None:
    """The modal that lies under the form is brought up to date."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise conseil 1")
    await camille.modal("advice")
    await camille.click_in_modal("item.done", i="1.5")
    form = await camille.modal("evidence")
    question = next(block["block_id"] for block in form["blocks"] if block["type"] == "input")
    await camille.submit(**{question: "Tout est suspendu"})
    await until(lambda: len(camille.stack) == 1 and "1 sur 7" in str(camille.stack[0].json["blocks"]), what="the tick")


async def test_the_home_tab_shows_my_crises(stage: Stage) -> None:
    """Open crises and what is mine and due."""
    await opened(stage)
    camille = stage.person("Camille")
    await camille.do("home_opened", app=stage.app.id)
    await stage.sandbox.events.drain()
    home = await until(lambda: stage.sandbox.workspace.views.home(stage.app.id, camille.id), what="the Home tab")
    assert "verre" in str(home.json["blocks"])


async def test_a_misspelt_level_is_guessed_in_the_form_and_its_reason_kept(stage: Stage) -> None:
    """Nothing changes by a guess: the form shows it, with the word that was not understood and the reason typed."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise niveau rogue un enfant est blessé")
    shown = await camille.modal("level")
    assert "Je ne connais pas « rogue »" in texts_of(shown).replace("\xa0", " ")
    told = str(shown["blocks"])
    assert "'initial_option': {" in told
    assert "'value': 'red'}" in told.partition("'initial_option'")[2][:200]
    assert "'initial_value': 'un enfant est blessé'" in told
    assert stage.crisis.level != "red"

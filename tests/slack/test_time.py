"""Promises, the law, relief, summaries in four forms, snoozes with a reason, my day: by words and by clicks."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.library import builtin_directory
from tests.scenarios.actor import find
from tests.scenarios.cell import ask, at_work
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened
from tests.slack.wire import click


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("rendez-vous", "promise"),
        ("promise tonight maybe", "promise"),
        ("juridique", "legal"),
        ("relève", "handover"),
        ("leçon Le suppléant dormait", "lesson"),
        ("action Nommer deux suppléants", "action"),
    ],
)
async def test_a_word_opens_its_form(stage: Stage, text: str, form: str) -> None:
    """What was typed after the word stands in the form already."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, f"/crise {text}")
    view = await camille.modal(form)
    if form in ("lesson", "action"):
        assert text.partition(" ")[2] in str(view["blocks"])


async def test_time_limits_of_the_law_that_passed_together_are_told_together(stage: Stage) -> None:
    """A machine that was off for weeks: one message with a click for each, not one message each."""
    await opened(stage)
    camille = stage.person("Camille")
    for regime in stage.regimes.regimes:
        await ask(stage, camille, cmd.StartLegalClock, regime=regime, started_at=stage.now - timedelta(minutes=5))
    await stage.settled()
    await stage.pass_time(40 * 86_400)
    missed = stage.rows("SELECT count(*) FROM journal WHERE kind = 'LegalDeadlineMissed'")[0][0]
    assert missed > 10
    (told,) = stage.notices("legal_missed")
    assert str(told["blocks"]).count("legal.met") == 10
    assert str(missed - 10) in texts_of(told)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("leçons", "leçon"),
        ("actions", "action"),
        ("mon-jour", "verre"),
        ("à moi", "verre"),
        ("point direction", "En cinq lignes"),
        ("point équipe", "Point"),
        ("point relève", "Relève"),
        ("journal 1", "#1"),
        ("journal #1", "#1"),
        ("journal 4711", "4711"),
    ],
)
async def test_a_word_is_answered_privately(stage: Stage, text: str, words: str) -> None:
    """The channel hears nothing of it."""
    channel = await opened(stage)
    posted = len(stage.posted())
    answer = await stage.person("Camille").command(channel.id, f"/crise {text}")
    assert words.lower() in answer.lower()
    assert len(stage.posted()) == posted


async def test_my_day_is_told_anywhere_and_only_of_my_own_crises(stage: Stage) -> None:
    """Also outside of a crisis channel; somebody who is in none hears of none."""
    await opened(stage)
    assert "verre" in await stage.person("Camille").command("#general", "/crisis mine")
    assert "verre" not in await stage.person("Louis").command("#general", "/crise mon-jour")


async def test_since_i_was_last_here_tells_the_new_once(stage: Stage) -> None:
    """What came in between; asked again, nothing new. Who joins was told where things stand."""
    channel = await opened(stage, "/crise démarrer Du verre @alex.martin")
    camille, alex = stage.person("Camille"), stage.person("Alex")
    assert stage.crisis.seen.get(alex.id)
    await camille.command(channel.id, "/crise note Le lot 42 est retiré")
    assert "lot 42" in await alex.command(channel.id, "/crise point moi")
    assert "lot 42" not in await alex.command(channel.id, "/crisis summary me")
    assert stage.crisis.seen[alex.id] == stage.crisis.seq


async def test_a_summary_goes_to_the_channel_only_when_it_is_asked_for(stage: Stage) -> None:
    """`team` alone is for me; with `channel` it is for all."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise point équipe")
    await stage.settled()
    assert stage.notices("summary") == []
    await camille.command(channel.id, "/crise point équipe canal")
    await stage.settled()
    assert len(stage.notices("summary")) == 1


async def test_a_summary_unfolds_its_details(stage: Stage) -> None:
    """Each form's button opens what is folded away."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    for form in ("équipe", "direction", "relève"):
        await camille.command(channel.id, f"/crise point {form}")
        await camille.click(camille.heard(channel.id)[-1], "summary.details")
        view = await camille.modal("summary_details")
        assert view["blocks"]
        await camille.do("close", view_id=camille.stack[-1].id, all=True)


async def test_the_second_snooze_asks_for_a_reason(stage: Stage) -> None:
    """By a click the first time; from the second on a form asks why, and then it counts."""
    await opened(stage)
    camille = stage.person("Camille")
    await stage.pass_time(25 * 60)
    (reminder,) = stage.notices("reminder", camille.id)[:1]
    await camille.click(reminder, "item.snooze")
    await until(lambda: any(state.snoozes == 1 for state in stage.crisis.items.values()), what="the first snooze")
    item = next(key for key, state in stage.crisis.items.items() if state.snoozes)
    await camille.click(reminder, "item.snooze", i=item)
    await camille.modal("snooze")
    await camille.submit(reason="L’expert arrive")
    await stage.settled()
    assert stage.crisis.items[item].snoozes == 2
    assert stage.rows("SELECT count(*) FROM journal WHERE content LIKE '%expert arrive%'") == [(1,)]


async def test_the_posture_stays_by_one_click(stage: Stage) -> None:
    """`Still so` sets the next time to look at it, with the same reason."""
    await opened(stage)
    camille = stage.person("Camille")
    review = stage.now + timedelta(minutes=50)
    await ask(stage, camille, cmd.DecidePosture, posture="watch", reason="Cela retombe", review_at=review)
    await click(stage, camille.id, "posture.keep", c=stage.crisis.id)
    assert stage.crisis.posture is not None
    assert stage.crisis.posture.reason == "Cela retombe"
    assert stage.crisis.posture.review_at is not None
    assert stage.crisis.posture.review_at > review


async def test_the_legal_item_is_done_by_the_form_of_the_clocks(stage: Stage) -> None:
    """No clock runs, for a reason: the item is ticked, and the advice under the form shows it."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise conseil 3")
    await camille.modal("advice")
    await camille.click_in_modal("item.done", i="3.7")
    await camille.modal("legal")
    await camille.submit(reason="Ni données, ni blessé")
    await until(lambda: len(camille.stack) == 1 and "1 sur" in str(camille.stack[0].json["blocks"]), what="the tick")
    assert stage.crisis.no_legal_clock == "Ni données, ni blessé"
    assert stage.crisis.items["3.7"].status == "done"


async def test_several_legal_clocks_start_by_one_form(stage: Stage) -> None:
    """Each is an entry of its own, with the same start and keeper."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise juridique")
    await camille.modal("legal")
    keys = [regime.key for regime in stage.regimes.regimes[:2]]
    await camille.submit(regimes=keys, at=int((stage.now - timedelta(hours=1)).timestamp()), owner=camille.id)
    await stage.settled()
    assert list(stage.crisis.legal_clocks) == keys
    assert stage.rows("SELECT count(*) FROM journal WHERE kind = 'LegalClockStarted'") == [(2,)]


OWN_REGIME = """
schema_version: 1
note: {fr: Un rappel., en: A reminder.}
regimes:
  - key: pact
    name: {fr: Pacte de la filière, en: Trade pact}
    jurisdiction: FR
    family: product
    applies: {fr: Membre du pacte., en: A member of the pact.}
    trigger: {fr: Un lot retiré., en: A batch withdrawn.}
    source: {title: {fr: Le pacte, en: The pact}, link: "https://example.com/pact", article: art. 1}
    steps:
      - {key: tell, label: {fr: Prévenir la filière, en: Tell the trade}, amount: 6, unit: hours}
"""


async def test_a_teams_own_regimes_stand_in_the_form(tmp_path: Path) -> None:
    """What lies in the `legal` folder of CRISIS_PLAYBOOKS is offered beside the built-in ones, and can be started."""
    (tmp_path / "own" / "legal").mkdir(parents=True)
    (tmp_path / "own" / "legal" / "pact.yaml").write_text(OWN_REGIME, encoding="utf-8")
    shutil.copy(builtin_directory() / "nine-advices.yaml", tmp_path / "own")
    async with Stage(tmp_path, playbooks=tmp_path / "own") as stage:
        channel = await opened(stage)
        camille = stage.person("Camille")
        await camille.command(channel.id, "/crise juridique")
        form = str(await camille.modal("legal"))
        assert "Pacte de la filière" in form
        assert "RGPD" in form
        await camille.submit(regimes=["pact"], at=int(stage.now.timestamp()) - 60, owner=camille.id)
        await stage.settled()
        assert list(stage.crisis.legal_clocks) == ["pact"]


@pytest.mark.parametrize(
    ("choice", "form"),
    [("promise", "promise"), ("legal", "legal"), ("handover", "handover")],
)
async def test_the_boards_menu_leads_to_the_clocks(stage: Stage, choice: str, form: str) -> None:
    """What can be typed can be clicked."""
    await opened(stage)
    camille = stage.person("Camille")
    (board,) = stage.boards()
    await camille.click(board, "board.more", v=choice)
    assert await camille.modal(form)


async def test_home_is_true_again_after_a_form_that_was_opened_there(stage: Stage) -> None:
    """What I finish from my day leaves it."""
    await at_work(stage)
    camille = stage.person("Camille")
    due = stage.now + timedelta(days=2)
    await ask(stage, camille, cmd.PlanAction, text="Nommer un suppléant", due=due, expected_proof="La garde")
    await camille.do("home_opened", app=stage.app.id)
    await stage.sandbox.events.drain()
    views = stage.sandbox.workspace.views

    def shown() -> str:
        home = views.home(stage.app.id, camille.id)
        return str(home.json["blocks"]) if home else ""

    await until(lambda: "Nommer un suppléant" in shown(), what="the Home tab")
    home = views.home(stage.app.id, camille.id)
    assert home is not None
    block, element = find(home.json["blocks"], "action.close", {"n": 1})
    await camille.do(
        "action",
        container={"type": "view", "view_id": home.id},
        block_id=block["block_id"],
        action_id=element["action_id"],
        value={"value": element["value"]},
        state={},
    )
    await camille.modal("action_close")
    await camille.submit(proof="https://example.com/garde")
    await until(lambda: "Nommer un suppléant" not in shown(), what="the Home tab without it")


async def test_last_time_is_told_to_the_next_crisis_and_used_by_one_click(stage: Stage) -> None:
    """Lessons with the same words open the next crisis; used twice, one item. Without lessons nothing is said."""
    await opened(stage)
    camille = stage.person("Camille")
    await stage.settled()
    assert stage.notices("last_time") == []
    first = stage.crisis.id
    lesson = {"happened": "Le lot n’était pas tracé", "change": "Tracer chaque lot", "tags": ("yaourt",)}
    await ask(stage, camille, cmd.RecordLesson, **lesson)
    await camille.command("#general", "/crise démarrer Encore un yaourt")
    await until(lambda: len(stage.crisis_channels()) == 2)
    await stage.settled()
    (told,) = stage.notices("last_time")
    assert "Tracer chaque lot" in texts_of(told)
    for _ in range(2):
        await camille.click(told, "lesson.use")
    await stage.settled()
    rows = stage.rows("SELECT crisis_id <> ?, text FROM items WHERE item LIKE 'own.%'", first)
    assert rows == [(1, "Tracer chaque lot")]

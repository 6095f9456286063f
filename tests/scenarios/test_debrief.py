"""The debrief's form: whoever holds the database and the log in hand finds nobody."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import log
from tests.scenarios.cell import at_work, paris, stood_down, told_in
from tests.scenarios.stage import Person, Stage, texts_of, until
from tests.slack.wire import action, post, signed

SHY = ("Inès", "Hugo", "Karim")
ANSWERS = ("La veille a vu juste", "Deux suppléants", "Rien à garder")


@pytest.fixture
def production_log(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """The log as the program writes it, at its most talkative."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    log.configure("DEBUG")
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def everything(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    tables = [name for (name,) in stage.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: stage.rows(f'SELECT * FROM "{name}"') for name in tables}  # noqa: S608 - the tables' own names


def news(before: dict[str, list[tuple[Any, ...]]], after: dict[str, list[tuple[Any, ...]]]) -> str:
    """The rows that were not there before."""
    return "\n".join(
        f"{table}: {row!r}" for table, rows in after.items() for row in rows if row not in before.get(table, [])
    )


async def answer(stage: Stage, person: Person, **words: str) -> str:
    """Open the form, send it, and read what is said then; the name of the form that was sent."""
    ((_, form),) = told_in(stage, person.id, "debrief")
    await person.click(form, "debrief.open")
    view = await person.modal("debrief")
    await person.submit(**words)
    await until(lambda: "merci" in str(person.stack[-1].json).lower(), what="thanks")
    await person.do("close", view_id=person.stack[-1].id, all=True)
    await stage.settled()
    return str(view["id"])


@pytest.mark.usefixtures("production_log")
async def test_nothing_tells_who_has_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No new row of any table and no line of the log names them, and no row the minute when they wrote."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        await stood_down(stage, await at_work(stage))
        await stage.live(stage.now + timedelta(days=1, minutes=1))
        before = everything(stage)
        capsys.readouterr()
        views = []
        for name, words in zip(SHY, ANSWERS, strict=True):
            views.append(await answer(stage, stage.person(name), keep=words))
            stage.sandbox.move_clock(137)
        await stage.settled()
        written, logged = news(before, everything(stage)), capsys.readouterr().err
        assert all(words in written for words in ANSWERS)
        assert "slack.call" in logged
        for name, view in zip(SHY, views, strict=True):
            for found in (written, logged):
                assert stage.person(name).id not in found
            assert view not in written
        tables = {line.split(":")[0] for line in written.splitlines()}
        assert tables == {"journal", "crises"}
        moments = set(
            re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", written.replace(row_of_crisis(written), ""))
        )
        assert moments == {stage.now.strftime("%Y-%m-%dT00:00:00.000Z")}
        assert all(words not in logged for words in ANSWERS)
        assert stage.bot is not None
        assert stage.bot.service.store.verify() == []


def row_of_crisis(written: str) -> str:
    """The crisis's own row: its times are the crisis's, and were there before."""
    return next(line for line in written.splitlines() if line.startswith("crises:"))


@pytest.mark.usefixtures("production_log")
async def test_an_empty_or_a_strangers_answer_is_refused_without_a_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty form stays open; who is not in the crisis gets no form; neither is written down anywhere."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        await stood_down(stage, await at_work(stage))
        await stage.live(stage.now + timedelta(days=1, minutes=1))
        form = stage.notices("follow_up", "follow_up")[-1]
        ines, louis = stage.person("Inès"), stage.person("Louis")
        before = everything(stage)
        capsys.readouterr()
        await ines.click(form, "debrief.open")
        view = await ines.modal("debrief")
        viewer = stage.sandbox.watch(ines.id)
        await ines.do("submit", view_id=view["id"], state=view["state"]["values"])
        told = [viewer.queue.get_nowait() for _ in range(viewer.queue.qsize())]
        assert any(message and message["type"] == "view_errors" for message in told)
        body = action(louis.id, stage.channel_id("crise-suivi"), "debrief.open", c=stage.crisis.id)
        status, _ = await post(stage, body, signed(body))
        assert status == 200
        await stage.settled()
        assert louis.stack == []
        assert news(before, everything(stage)) == ""
        assert ines.id not in capsys.readouterr().err


async def test_a_form_that_is_sent_twice_counts_once(tmp_path: Path) -> None:
    """A double click is one answer, though nobody knows whose."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        await stood_down(stage, await at_work(stage))
        await stage.live(stage.now + timedelta(days=1, minutes=1))
        form = stage.notices("follow_up", "follow_up")[-1]
        ines = stage.person("Inès")
        await ines.click(form, "debrief.open")
        view = await ines.modal("debrief")
        state = {"keep": {"value": {"type": "plain_text_input", "value": "La veille"}}}
        for _ in range(2):
            await ines.do("submit", view_id=view["id"], state=state)
        await stage.settled()
        assert len(stage.crisis.debrief) == 1


async def test_a_figure_that_nobody_counted_is_recorded_from_the_report(tmp_path: Path) -> None:
    """It is told as not recorded, beside the form that asks for it; afterwards the report shows it."""
    async with Stage(tmp_path, follow_up="crise-suivi", begins=paris(2027, 3, 15, 10)) as stage:
        camille = await at_work(stage)
        await stood_down(stage, camille)
        await stage.live(stage.now + timedelta(days=2, minutes=1))
        debrief = next(message for key, message in told_in(stage, camille.id, "step") if key == "end_48h")
        await camille.do("close", view_id=camille.stack[-1].id, all=True) if camille.stack else None
        await camille.click(debrief, "report.open")
        await camille.modal("report")

        def shown() -> str:
            return texts_of({"blocks": camille.stack[-1].json["blocks"]})

        assert "médias\xa0: non relevé" in shown()
        await camille.click_in_modal("item.done", i="2.6")
        await camille.modal("evidence")
        await camille.submit(pieces="Le quotidien régional", media_pieces="3")
        await stage.settled()
        await until(lambda: "médias\xa0: 3" in shown(), what="the report with the figure")

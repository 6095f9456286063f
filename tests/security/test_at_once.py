"""Many people press the same at the same moment; and what leads back to a modal that was never shown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.events import ItemDone
from bot.store.store import Store
from tests.scenarios.cell import ask, at_work, paris
from tests.scenarios.stage import Stage
from tests.security.door import Caller, Ears
from tests.security.test_forged import answers, picked
from tests.waiting import Json

CELL = ("U01", "U02", "U03", "U04", "U05", "U06", "U07")
WRONG_WAYS: tuple[object, ...] = (
    {"v": "mine", "p": "x"}, {"v": "mine", "p": -1}, {"v": "mine", "p": 10**9}, {"v": "pass_gate", "g": [1]},
    {"v": "report", "c": "crisis-000000000000"}, {"v": "gate", "s": {}}, {"v": []}, {"v": "statement", "s": 99}, [],
)  # fmt: skip


async def many(*asked: Awaitable[str]) -> list[str]:
    """All of it at once, as far as a door lets in."""
    limit = asyncio.Semaphore(16)

    async def one(each: Awaitable[str]) -> str:
        async with limit:
            return await each

    return await asyncio.gather(*map(one, asked))


def kinds(stage: Stage, *wanted: str) -> list[str]:
    """The entries of these kinds, in their order."""
    return [entry.event.kind for entry in stage.entries() if entry.event.kind in wanted]


async def test_what_all_press_at_once_happens_once(tmp_path: Path, ears: Ears) -> None:
    """A question to the lead, for signatures, an answer about danger, promises, a case: and the log verifies."""
    async with Stage(tmp_path, begins=paris(2027, 3, 12, 10)) as stage:
        camille, alex = await at_work(stage), stage.person("Alex")
        channel, cell = stage.channel.id, [Caller(stage, ears, user) for user in CELL]
        c = {"c": stage.crisis.id}
        await many(*(cell[n % 7].click(channel, "close.ask", json.dumps(c)) for n in range(70)))
        await ask(stage, alex, cmd.DraftStatement, kind="key_messages", texts={"fr": "Nous rappelons demain."})
        text, case = json.dumps({**c, "s": 1}), json.dumps({**c, "n": 1})
        verbs = ("statement.ask", "statement.remind")
        await many(*(cell[n % 7].click(channel, verbs[n % 2], text) for n in range(70)))
        await stage.settled()
        assert len(stage.notices("stand_down_asked")) == 1
        assert len(stage.notices("approval")) == len(stage.crisis.statements[1].asked)
        danger = answers(danger=picked("yes"), measure="Lots retirés")
        await many(*(who.submit("evidence", json.dumps({**c, "i": "1.2"}), danger, blocks=[]) for who in cell))
        done = [entry.event.item for entry in stage.entries() if isinstance(entry.event, ItemDone)]
        assert done.count("1.2") == 1
        alone = {"break_glass": True, "reason": "Danger", "link": "https://example.com/1"}
        await ask(stage, camille, cmd.PublishStatement, statement=1, **alone)
        due = {"selected_date_time": int((stage.now + timedelta(hours=6)).timestamp())}
        row = answers(words_0="Nous rappelons", owner_0={"selected_user": "U07"}, due_0=due, proof_0="Un lien")
        rows = json.dumps({**c, "s": 1, "o": [0]})
        await many(*(who.submit("promises", rows, row, blocks=[]) for who in cell))
        assert len(kinds(stage, "CommitmentMade")) == 1
        await ask(stage, camille, cmd.OpenCase, about="Une famille", owner="U04")
        moved = answers(quick=picked("exact"), moment=due)
        await many(
            cell[0].submit("case_close", case, answers(outcome="Réglé"), blocks=[]),
            *(who.submit("case_due", case, moved, blocks=[]) for who in cell),
        )
        assert kinds(stage, "CaseRescheduled", "CaseClosed")[-1] == "CaseClosed"
        await stage.settled()
    tables = "SELECT crisis_id, number, due_at FROM cases", "SELECT * FROM commitments", "SELECT * FROM timers"
    before = [stage.rows(each) for each in tables]
    with closing(Store(stage.database)) as store:
        assert store.verify() == []
        assert store.rebuild() == 1
        assert store.verify() == []
    assert [sorted(stage.rows(each)) for each in tables] == [sorted(each) for each in before]


async def test_a_wrong_way_back_takes_nothing_from_what_was_done(
    tmp_path: Path, ears: Ears, caplog: pytest.LogCaptureFixture
) -> None:
    """What is in the log is not said to have changed nothing, and nothing of it ends in a fault."""
    async with Stage(tmp_path) as stage:
        await at_work(stage)
        hugo = Caller(stage, ears, "U04")
        for number, back in enumerate(WRONG_WAYS):
            carried = json.dumps({"c": stage.crisis.id, "b": back, "w": [number]})
            for words in ("Le magasin a rappelé", ""):
                view: Json = {"id": f"V{number}{len(words)}", "type": "modal", "callback_id": "note", "blocks": []}
                view |= {"private_metadata": carried, "state": {"values": answers(text=words)}}
                view |= {"previous_view_id": "V0", "root_view_id": "V0"}
                told = await hugo.send({"type": "view_submission", "view": view}, answered=False)
                assert bool(words) == (told == ""), (back, told)
        await stage.settled()
        assert len(kinds(stage, "FactAdded", "NoteAdded")) == len(WRONG_WAYS)
        assert [record.getMessage() for record in caplog.records if record.exc_info] == []

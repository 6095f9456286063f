"""The tables: whatever happens, they say what the journal says."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain import commands as cmd
from bot.domain.kernel import CLOCK, SLACK, Command, Refused
from bot.domain.level import Level
from tests.domain.story import CELL, NINE, STRANGER
from tests.store.desk import Desk, HandClock, desk, folded, table

NAMES = st.sampled_from([*CELL, STRANGER])
ITEMS = st.sampled_from([*NINE.items, "own.1"])
COMMANDS = st.one_of(
    st.builds(lambda item: (cmd.TickItem, {"item": item, "evidence": {"link": "https://example.com"}}), ITEMS),
    st.builds(lambda item, user: (cmd.AssignItem, {"item": item, "user": user}), ITEMS, NAMES),
    st.builds(lambda item: (cmd.MarkNotApplicable, {"item": item, "reason": "not here"}), ITEMS),
    st.builds(lambda text: (cmd.RecordDecision, {"text": text, "supersedes": None}), st.text(max_size=8)),
    st.just((cmd.RecordDecision, {"text": "Otherwise", "supersedes": 1})),
    st.builds(lambda text: (cmd.AddItem, {"text": text}), st.text(max_size=8)),
    st.builds(lambda level: (cmd.ChangeLevel, {"level": level, "reason": "because"}), st.sampled_from(Level)),
    st.builds(lambda user: (cmd.AssignRoles, {"roles": {"scribe": user}}), st.none() | NAMES),
    st.builds(lambda user: (cmd.RecordLeave, {"user": user}), NAMES),
    st.builds(lambda ts: (cmd.RecordBoard, {"ts": ts}), st.sampled_from([None, "1.0", "2.0"])),
    st.just((cmd.StandDown, {"reason": "It is over."})),
    st.just((cmd.ReopenCrisis, {"reason": "It starts again."})),
    st.just((cmd.Tick, {})),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(COMMANDS, st.sampled_from(CELL), st.integers(0, 90)), max_size=25))
def test_tables_equal_the_fold_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple[tuple[type[Command], dict[str, Any]], str, int]],
) -> None:
    """After any commands, every projection says what the journal says; rebuilt from it, every table is the same."""
    directory = tmp_path_factory.mktemp("fold")

    async def story() -> None:
        async with desk(directory) as d:
            await d.begin_with_channel()
            for (command, fields), person, minutes in steps:
                d.clock.move(minutes=minutes)
                system = {cmd.Tick: CLOCK, cmd.RecordLeave: SLACK, cmd.RecordBoard: SLACK}
                try:
                    await d.do(command, system.get(command, person), **fields)
                except Refused:
                    continue
            assert d.service.crisis("c1") == folded(d)
            assert d.store.verify() == []
        again = Desk(directory / "crisis.db", HandClock())
        names = "crises", "members", "roles", "items", "decisions", "follow_ups", "timers", "cards"
        before = [table(again.path, name) for name in names]
        assert again.store.rebuild() == 1
        assert [table(again.path, name) for name in names] == before
        again.store.close()

    asyncio.run(story())


async def test_commands_that_share_a_commit_leave_the_tables_right(tmp_path: Path) -> None:
    """A start, ticks, a refusal and reminders in one transaction: the tables show the state after all of them."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        d.clock.move(minutes=50)
        told = await asyncio.gather(
            d.begin("c2"),
            *(d.do(cmd.AddItem, text=f"Something {n}") for n in range(5)),
            *(d.do(cmd.TickItem, item=f"own.{n}") for n in (1, 2, 9)),
            d.do(cmd.AssignRoles, roles={"scribe": CELL[1]}),
            *(d.service.remind(user) for user in CELL),
            return_exceptions=True,
        )
        assert [type(each) for each in told if isinstance(each, Exception)] == [Refused]
        assert True in told
        assert d.store.verify() == []
        items = {row["item"]: row["status"] for row in table(d.path, "items") if row["crisis_id"] == "c1"}
        assert (items["own.1"], items["own.2"], items["own.3"]) == ("done", "done", "open")

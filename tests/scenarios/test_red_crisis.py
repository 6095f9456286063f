"""A red crisis in French with six people: the first hour within the noise budget, then to the follow-ups."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.scenarios.stage import Stage, texts_of, until

CELL = ("Camille", "Alex", "Inès", "Hugo", "Maya", "Karim", "Nora")
ROLES = {"communication": "alex.martin", "veille": "ines.roux", "juridique": "maya.chen", "scribe": "nora.smith"}
FIRST_HOUR: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
    (4, "Camille", "1.1", {"crisis_lead": "U01", "deputy": "U02", "scribe": "U07"}),
    (6, "Camille", "1.2", {"danger": "yes", "measure": "Lots retirés, le 15 prévenu"}),
    (8, "Nora", "1.3", {}),
    (9, "Camille", "1.4", {}),
    (11, "Alex", "1.5", {}),
    (12, "Inès", "2.1", {}),
    (18, "Inès", "2.2", {}),
    (19, "Camille", "3.2", {"posture": "speak"}),
    (24, "Karim", "3.1", {}),
    (26, "Alex", "3.3", {}),
    (31, "Camille", "3.4", {"approvers": ["U01", "U05"]}),
    (33, "Alex", "3.5", {"link": "https://example.com/statement"}),
    (36, "Hugo", "6.1", {}),
    (40, "Inès", "2.3", {}),
)


async def first_hour(stage: Stage) -> None:
    """Six people at work, minute by minute."""
    camille = stage.person("Camille")
    await camille.command("#general", "/crise démarrer Vidéo : du verre dans un yaourt @cellule-crise")
    await until(stage.crisis_channels, what="the channel")
    await stage.settled()
    channel = stage.channel.id
    for minute in range(1, 61):
        await stage.pass_time(60)
        for at, who, item, answers in FIRST_HOUR:
            if at == minute:
                await stage.person(who).tick(item, **answers)
        if minute == 2:
            for role, person in ROLES.items():
                await camille.command(channel, f"/crise rôle {role} @{person}")
        if minute == 7:
            (board,) = stage.boards()
            await camille.click(board, "proposal.confirm")
        if minute in (10, 21, 38):
            await camille.command(channel, f"/crise décider Décision de la minute {minute}")
            await camille.modal("decide")
            await camille.submit(why="Sur les faits établis")
        if minute in (5, 14, 28, 45):
            await stage.person("Nora").command(channel, f"/crise note Appel reçu à la minute {minute}")
    await stage.settled()


async def test_a_red_crisis_from_its_first_minute_to_its_anniversary(tmp_path: Path) -> None:
    """The first hour keeps the noise budget; stand-down names what is open; every follow-up comes once, for a year."""
    async with Stage(tmp_path, hq="communication", follow_up="crise-suivi") as stage:
        await first_hour(stage)
        everything_that_was_done_is_in_the_log(stage)
        the_noise_budget_holds(stage)
        await stand_down_and_archive(stage)
        await a_year_passes(stage)


def everything_that_was_done_is_in_the_log(stage: Stage) -> None:
    """Level, items, decisions; and Slack refused nothing."""
    assert stage.crisis.level == "red"
    done = "SELECT DISTINCT json_extract(content, '$.item') FROM journal WHERE kind = 'ItemDone'"
    assert {item for _, _, item, _ in FIRST_HOUR} <= {item for (item,) in stage.rows(done)}
    assert stage.rows("SELECT count(*) FROM decisions") == [(3,)]
    assert stage.rows("SELECT kind, name, error FROM outbox WHERE state <> 'done'") == []
    assert {call.outcome for call in stage.calls()} == {"ok"}


def the_noise_budget_holds(stage: Stage) -> None:
    """At most 15 messages in the channel, one private message a person and ten minutes."""
    posted = stage.posted()
    assert len(posted) <= 15, [texts_of(message)[:80] for message in posted]
    for name in CELL:
        moments = [float(message["ts"]) for message in stage.direct(stage.person(name))]
        assert all(later - earlier >= 600 for earlier, later in pairwise(moments)), name


async def stand_down_and_archive(stage: Stage) -> None:
    """Never silently: the form lists the open gate items and wants a reason."""
    camille = stage.person("Camille")
    await camille.command(stage.channel.id, "/crise clore")
    form = await camille.modal("close")
    assert "Recoter la gravité" in str(form["blocks"])
    await camille.submit(reason="Suites suivies hors cellule")
    await stage.settled()
    assert any("Cellule levée" in texts_of(message) for message in stage.posted())
    await camille.command(stage.channel.id, "/crise archiver Suites suivies hors du canal")
    await stage.settled()
    assert stage.channel.archived


async def a_year_passes(stage: Stage) -> None:
    """Each follow-up reaches its owner once, also across a restart of the bot."""
    ((planned,),) = stage.rows("SELECT count(*) FROM follow_ups")
    for _ in range(planned // 2):
        await stage.pass_time()
    await stage.end_bot()
    await stage.raise_bot()
    while stage.bot is not None and stage.bot.next_due() is not None:
        await stage.pass_time()
    assert stage.rows("SELECT count(*) FROM follow_ups WHERE times_sent = 1") == [(planned,)]
    assert sum(_follow_ups(stage, name) for name in CELL) == planned
    assert stage.sandbox.clock.offset > 364 * 24 * 3600


def _follow_ups(stage: Stage, name: str) -> int:
    return sum(str(m.get("blocks")).count("'followup.done") for m in stage.direct(stage.person(name)))

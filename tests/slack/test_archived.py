"""What happens when the channel is archived, by the bot or by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.sandbox import FaultSpec
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened


async def test_a_channel_archived_by_hand_stops_nothing(stage: Stage) -> None:
    """Reminders reach people, messages for the channel reach the lead, and nothing is parked."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.do("archive", channel=channel.id)
    await stage.settled()
    assert stage.crisis.channel_archived
    await camille.command("#general", "/crise note Ça continue")
    await camille.command("#general", "/crise point canal")
    await stage.settled()
    assert any("Point de situation" in texts_of(m) for m in stage.direct(camille))
    assert stage.rows("SELECT kind, name, error FROM outbox WHERE state = 'parked'") == []


async def test_the_archive_is_noticed_even_when_its_event_was_lost(stage: Stage) -> None:
    """Slack's refusal of the next update says it as well."""
    channel = await opened(stage)
    channel.archived = True
    await stage.person("Camille").command("#general", "/crise prendre")
    await stage.settled()
    assert stage.crisis.channel_archived


async def test_a_private_crisis_is_not_told_in_a_follow_up_channel_with_strangers(tmp_path: Path) -> None:
    """The follow-up channel gets a private crisis's messages only when all its members are in the crisis."""
    async with Stage(tmp_path, follow_up="crise-suivi") as stage:
        channel = await opened(stage)
        follow_up = stage.sandbox.workspace.channel_names["crise-suivi"]
        camille = stage.person("Camille")
        await camille.do("archive", channel=channel.id)
        await stage.settled()
        await camille.command("#general", "/crise point canal")
        await stage.settled()
        assert stage.posted(follow_up) == []
        cell = [person for person in follow_up.members if person.startswith("U0") and len(person) == 3]
        channel.archived = False
        await stage.sandbox.do("U01", "invite", channel=channel.id, users=cell)
        await stage.settled()
        await camille.do("archive", channel=channel.id)
        await stage.settled()
        stage.sandbox.clock.advance(60)
        await camille.command("#general", "/crise point canal")
        await stage.settled()
        assert len(stage.posted(follow_up)) == 1


async def test_stand_down_archive_and_a_follow_up_three_months_later(stage: Stage) -> None:
    """The cell is dismissed, the channel archived; the ninety-day step still reaches its owner, once."""
    channel = await opened(stage)
    camille = stage.person("Camille")
    await camille.command(channel.id, "/crise clore")
    await camille.modal("close")
    await camille.submit(reason="Exercice terminé")
    await stage.settled()
    assert any("clos" in texts_of(m).lower() or "levé" in texts_of(m).lower() for m in stage.posted())
    await camille.click(stage.boards()[0], "archive")
    await camille.modal("archive")
    await camille.submit(reason="Un exercice")
    await stage.settled()
    assert channel.archived
    for _ in range(30):
        if stage.bot is None or stage.bot.next_due() is None:
            break
        await stage.pass_time()
    due = stage.rows("SELECT follow_up, times_sent FROM follow_ups")
    assert due
    assert {times for _, times in due} == {1}
    named = sum(str(m.get("blocks")).count("'followup.done") for m in stage.direct(camille))
    assert named == len(due)
    await until(lambda: stage.rows("SELECT count(*) FROM outbox WHERE state <> 'done'") == [(0,)])


@pytest.mark.parametrize("code", ["account_inactive", "user_not_found"])
async def test_a_message_that_reaches_nobody_is_told_to_the_lead(stage: Stage, code: str) -> None:
    """Somebody who left the company cannot be reminded: the lead hears of it, nothing fails silently."""
    if code == "account_inactive":
        code = "user_disabled"
    await opened(stage)
    stage.sandbox.faults.add(FaultSpec("conversations.open", "error", error=code))
    camille = stage.person("Camille")
    await camille.do("invite", channel=stage.channel.id, users=["U02"])
    await until(lambda: stage.direct(camille), what="word to the lead")
    assert code in texts_of(stage.direct(camille)[0])

"""The channel's topic says how things stand, also after what changes it from afar."""

from __future__ import annotations

from tests.scenarios.stage import Stage
from tests.slack.test_start import opened


async def test_the_topic_follows_the_lead(stage: Stage) -> None:
    """Whoever takes the lead is named there."""
    channel = await opened(stage, "/crise démarrer Du verre @alex.martin")
    alex = stage.person("Alex")
    await alex.command(channel.id, "/crise prendre pilote <@U02>")
    await stage.settled()
    assert stage.crisis.lead == "U02"
    assert "<@U02>" in channel.topic["value"]


async def test_a_channel_that_comes_back_says_what_changed_meanwhile(stage: Stage) -> None:
    """While it was archived nothing could be written there."""
    channel = await opened(stage, "/crise démarrer Du verre @alex.martin")
    camille = stage.person("Camille")
    await camille.do("archive", channel=channel.id)
    await stage.settled()
    await camille.command("#general", "/crise niveau rouge")
    if camille.stack:
        await camille.submit()
    await stage.settled()
    assert stage.crisis.level.value == "red"
    await camille.do("archive", channel=channel.id)
    await stage.settled()
    assert "🔴" in channel.topic["value"]

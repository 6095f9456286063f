"""Who may act, and what outsiders get to see: nothing."""

from __future__ import annotations

from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened
from tests.slack.wire import click


async def test_an_outsider_can_do_nothing_and_learns_nothing(stage: Stage) -> None:
    """A private crisis exists only for its members, also for somebody who knows a button's value."""
    await opened(stage)
    louis = stage.person("Louis")
    for text in ("décisions", "point", "journal", "note Bonjour", "niveau rouge", "clore", "tableau", "liste tout"):
        answer = await louis.command("#general", f"/crise {text}")
        assert "yaourt" not in answer, text
        assert stage.channel.id not in answer, text
        assert louis.stack == []
    before = stage.crisis.seq
    await click(stage, louis.id, "item.done", c=stage.crisis.id, i="1.1")
    await click(stage, louis.id, "lead.take", c=stage.crisis.id)
    await click(stage, louis.id, "advice.open", c=stage.crisis.id, n=3)
    await stage.settled()
    assert stage.crisis.seq == before
    told = "\n".join(texts_of(message) for message in stage.direct(louis))
    assert told
    assert "yaourt" not in told
    assert stage.channel.id not in told


async def test_who_is_in_the_channel_unknown_to_us_is_let_in_at_the_first_click(stage: Stage) -> None:
    """A join that was never told (the bot was down) does not keep a member of the channel out."""
    await opened(stage)
    stage.sandbox.workspace.channels[stage.channel.id].members["U04"] = "0"  # type: ignore[assignment]
    await click(stage, "U04", "lead.take", c=stage.crisis.id)
    await stage.settled()
    assert stage.crisis.lead == "U04"
    assert "U04" in stage.crisis.joined


async def test_who_leaves_the_channel_leaves_the_crisis(stage: Stage) -> None:
    """Membership follows the channel in both directions."""
    await opened(stage, "/crise démarrer Du verre @alex.martin")
    alex = stage.person("Alex")
    await alex.do("leave", channel=stage.channel.id)
    await stage.settled()
    assert not stage.crisis.is_member(alex.id)
    await stage.person("Camille").do("invite", channel=stage.channel.id, users=[alex.id])
    await stage.settled()
    assert stage.crisis.is_member(alex.id)


async def test_a_newcomer_is_told_where_things_stand_in_their_own_language(stage: Stage) -> None:
    """The scribe reads English privately, though the crisis is French."""
    await opened(stage)
    await stage.person("Camille").do("invite", channel=stage.channel.id, users=[stage.person("Nora").id])
    await stage.settled()
    (told,) = stage.direct(stage.person("Nora"))
    assert "Where we are" in texts_of(told)


async def test_who_is_in_two_crises_is_asked_which_one(stage: Stage) -> None:
    """Outside of a crisis channel a command is not guessed at."""
    camille = stage.person("Camille")
    await opened(stage)
    await camille.command("#general", "/crise démarrer Panne du site")
    await until(lambda: len(stage.crisis_channels()) == 2)
    await stage.settled()
    answer = await camille.command("#general", "/crise note Lequel ?")
    assert all(channel.id in answer for channel in stage.crisis_channels())
    first, second = stage.crisis_channels()
    assert "journal" in await camille.command(second.id, "/crise note Celui-ci")
    assert stage.rows("SELECT count(*) FROM journal WHERE kind = 'NoteAdded'") == [(1,)]
    assert first.id != second.id

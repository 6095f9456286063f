"""From `/crisis start` to the first tick and the first decision."""

from __future__ import annotations

from typing import Any

from tests.scenarios.stage import Stage, texts_of, until


async def test_one_line_opens_a_crisis_that_a_team_can_work_in(stage: Stage) -> None:
    """`/crisis start` with a title makes one private channel, with a pinned board, and says where."""
    camille = stage.person("Camille")
    await camille.command("#general", "/crise démarrer Vidéo : du verre dans un yaourt")
    await camille.hears(f"<#{(await _channel(stage)).id}>")
    await stage.settled()
    assert stage.channel.name.startswith("crise-")
    assert stage.channel.name.endswith("-video-du-verre-dans-un-yaourt")
    assert stage.channel.kind == "private"
    assert camille.id in stage.channel.members
    (board,) = stage.boards()
    assert board["ts"] in stage.channel.pins
    assert "Vidéo : du verre" in texts_of(board).replace("\u00a0", " ")
    assert stage.channel.bookmarks


async def test_a_tick_shows_on_the_board_and_a_decision_stands_in_the_database(stage: Stage) -> None:
    """One click opens an item's form; its answers and a decision are on disk and on the board."""
    camille = stage.person("Camille")
    await camille.command("#general", "/crisis start Glass in a yogurt")
    await _channel(stage)
    await stage.settled()
    (board,) = stage.boards()
    await camille.click(board, "item.done", i="1.5")
    form = await camille.modal("evidence")
    text = next(b["block_id"] for b in form["blocks"] if b["type"] == "input")
    assert "failed" not in await camille.submit(**{text: "All accounts paused"})
    await camille.command(stage.channel.id, "/crisis decide Stop line 3")
    await camille.modal("decide")
    assert "failed" not in await camille.submit(why="Glass was found there")
    await stage.settled()
    assert stage.rows("SELECT text, why, decided_by FROM decisions") == [
        ("Stop line 3", "Glass was found there", camille.id)
    ]
    assert stage.rows("SELECT status FROM items WHERE item = '1.5'") == [("done",)]
    (board,) = stage.boards()
    assert "Stop line 3" in texts_of(board)


async def _channel(stage: Stage) -> Any:
    await until(stage.crisis_channels, what="the channel")
    return stage.channel

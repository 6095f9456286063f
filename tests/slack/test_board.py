"""The board in the channel: paced, newest state, posted again when it is gone."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.sandbox import FaultSpec
from bot.sandbox.api.calllog import CallRecord
from tests.scenarios.stage import Stage, texts_of, until
from tests.slack.test_start import opened
from tests.slack.wire import click

CELL = ("Camille", "Alex", "Inès", "Hugo", "Maya", "Karim")


async def own_items(stage: Stage, how_many: int) -> list[str]:
    """The team adds items of its own; their keys."""
    camille = stage.person("Camille")
    for number in range(how_many):
        await camille.command(stage.channel.id, f"/crise étape Tâche {number}")
    await stage.settled()
    return [key for (key,) in stage.rows("SELECT item FROM items WHERE item LIKE 'own.%' ORDER BY length(item), item")]


async def test_one_tick_costs_one_update(stage: Stage) -> None:
    """A click redraws the board once, posts nothing, and makes no other call."""
    await opened(stage)
    (item,) = await own_items(stage, 1)
    (board,) = stage.boards()
    before = len(stage.calls())
    await click(stage, "U01", "item.done", c=stage.crisis.id, i=item)
    await stage.settled()
    assert [call.method for call in stage.calls()[before:]] == ["chat.update"]
    assert [message["ts"] for message in stage.posted()] == [board["ts"]]
    assert stage.rows("SELECT status FROM items WHERE item = ?", item) == [("done",)]


async def test_sixty_ticks_by_six_people_in_ten_seconds(stage: Stage) -> None:
    """All sixty count, for at most twelve updates, and the last state is seen within two seconds of the last tick."""
    await opened(stage, "/crise démarrer Du verre @cellule-crise")
    items = await own_items(stage, 60)
    people = [stage.person(name).id for name in CELL]
    await asyncio.sleep(1.2)
    before, crisis_id = len(stage.calls("chat.update")), stage.crisis.id
    started = time.monotonic()

    async def ticks(who: int) -> None:
        for turn in range(10):
            await asyncio.sleep(max(0.0, started + turn + who / 6 - time.monotonic()))
            await click(stage, people[who], "item.done", c=crisis_id, i=items[turn * 6 + who])

    await asyncio.gather(*(ticks(who) for who in range(6)))
    last = time.monotonic()
    await stage.settled()
    assert time.monotonic() - last < 2
    assert stage.rows("SELECT count(*) FROM items WHERE item LIKE 'own.%' AND status = 'done'") == [(60,)]
    made = len(stage.calls("chat.update")) - before
    assert made <= 12, made


async def test_two_people_who_tick_at_once_both_count(stage: Stage) -> None:
    """Each click carries one intent: nobody undoes somebody else's."""
    await opened(stage, "/crise démarrer Du verre @cellule-crise")
    one, other = await own_items(stage, 2)
    await asyncio.gather(
        click(stage, "U01", "item.done", c=stage.crisis.id, i=one),
        click(stage, "U02", "item.done", c=stage.crisis.id, i=other),
    )
    assert stage.rows("SELECT item, changed_by FROM items WHERE status = 'done' ORDER BY item") == [
        (one, "U01"),
        (other, "U02"),
    ]


async def test_a_deleted_board_is_posted_and_pinned_again_at_the_next_change(stage: Stage) -> None:
    """A message is never the state."""
    channel = await opened(stage)
    (board,) = stage.boards()
    camille = stage.person("Camille")
    await camille.do("delete", channel=channel.id, ts=board["ts"])
    await camille.command(channel.id, "/crise prendre")
    await stage.settled()
    (again,) = stage.boards()
    assert again["ts"] != board["ts"]
    assert again["ts"] in channel.pins
    assert "(par défaut)" not in texts_of(again)


@pytest.mark.parametrize("kind", ["rate_limited", "server_error", "drop_before", "drop_after", "delay"])
@pytest.mark.parametrize("method", ["conversations.create", "conversations.invite", "chat.postMessage", "pins.add",
                                    "conversations.setTopic", "bookmarks.add", "chat.update", "users.info",
                                    "conversations.open"])  # fmt: skip
async def test_whatever_slack_and_the_network_do_everything_is_there_once(stage: Stage, method: str, kind: str) -> None:
    """One failure of any kind at any call: one channel, one board, one pin, one bookmark, each message once."""
    stage.sandbox.faults.add(FaultSpec(method, kind, retry_after="0", seconds=0.2))  # type: ignore[arg-type]
    await opened(stage, "/crise démarrer Du verre @alex.martin")
    await stage.person("Camille").command(stage.channel.id, "/crise prendre")
    await stage.settled()
    (board,) = stage.boards()
    assert [message["ts"] for message in stage.posted()] == [board["ts"]]
    assert list(stage.channel.pins) == [board["ts"]]
    assert len(stage.channel.bookmarks) == 1
    assert "(par défaut)" not in texts_of(board)
    assert len(stage.direct(stage.person("Alex"))) == 1
    assert len([m for m in stage.person("Camille").heard() if stage.channel.id in texts_of(m)]) == 1


@pytest.mark.parametrize("retry_after", [None, "soon", "-3", ""])
async def test_a_rate_limit_that_names_no_delay_is_waited_for(
    stage: Stage, retry_after: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A Retry-After that cannot be read neither breaks the delivery nor is hammered against."""
    monkeypatch.setattr("bot.slack.client.RETRY_AFTER", 0.3)
    stage.sandbox.faults.add(FaultSpec("conversations.setTopic", "rate_limited", retry_after=retry_after))
    await opened(stage)
    topics: list[CallRecord] = stage.calls("conversations.setTopic")
    assert [call.outcome for call in topics] == ["ratelimited", "ok"]


async def test_time_shows_on_the_board_without_anybody_doing_anything(stage: Stage) -> None:
    """Ten minutes later the board says so."""
    await opened(stage)
    (board,) = stage.boards()
    assert "0 min" in texts_of(board).replace("\u00a0", " ")
    await stage.person("Camille").do("clock", seconds=4 * 60)
    await until(lambda: "4 min" in texts_of(stage.boards()[0]).replace("\u00a0", " "), what="the minutes")


async def test_time_that_passes_while_a_board_is_drawn_shows_on_it_too(stage: Stage) -> None:
    """What was drawn is as old as when it was drawn, not as when Slack answered; it does not wait for a minute."""
    await opened(stage)
    camille, before = stage.person("Camille"), len(stage.calls())
    stage.sandbox.faults.add(FaultSpec("chat.update", "delay", seconds=1))
    await camille.do("clock", seconds=4 * 60)
    await until(lambda: stage.calls()[before:], what="a board under way")
    await camille.do("clock", seconds=3 * 60)
    await until(lambda: "7 min" in texts_of(stage.boards()[0]).replace("\u00a0", " "), what="the minutes")

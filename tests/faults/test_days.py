"""Other bad days: clocks that jump, answers out of order, channels and messages that are gone, a removed bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain import commands as cmd
from bot.domain.crisis import Status
from bot.domain.kernel import SLACK
from bot.sandbox import FaultSpec
from bot.slack.screens import board
from tests.faults.office import CAMILLE, Office, office
from tests.faults.outcomes import saw
from tests.scenarios.stage import Stage, texts_of, until
from tests.store.desk import desk


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    """An office with a crisis whose channel and board stand."""
    async with office(tmp_path) as opened_one:
        yield opened_one


@pytest.mark.parametrize(
    "jump", [timedelta(days=-3), timedelta(hours=-1), timedelta(hours=1), timedelta(days=30)], ids=str
)
async def test_a_clock_that_jumps_loses_and_doubles_nothing(here: Office, jump: timedelta) -> None:
    """Ours against Slack's, to and fro, with an answer lost on the way."""
    right = here.service.now
    here.service.now = lambda: right() + jump
    here.order("chat.postMessage", "drop_after")
    lost = await here.put("notice", "core_finished", "channel", complete=True)
    await here.do(cmd.RecordDecision, text="Stop line 3")
    await _settled(here)
    here.service.now = right
    here.order("chat.postMessage", "rate_limited", retry_after="5")
    await here.do(cmd.RecordDecision, text="Stop line 4")
    await _settled(here)
    assert len(here.carrying(outbox_id=lost)) == 1
    decided = [texts_of(m) for m in here.messages() if "Stop line" in texts_of(m) and "card" not in str(m["metadata"])]
    assert [text.count("Stop line 3") + 2 * text.count("Stop line 4") > 0 for text in decided] == [True, True]
    assert here.service.store.verify() == []
    saw("Clock", f"jumps by {jump} against Slack's and back", "each once, in order")


async def _settled(here: Office) -> None:
    """As the office settles, whatever our clock says."""
    left = "SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sending')"

    def none_left() -> bool:
        here.sandbox.clock.advance(1)
        here.deliverer.wake()
        return bool(here.service.store.queries.connection.execute(left).fetchone() == (0,))

    await until(none_left, what="the end of deliveries")


async def test_answers_out_of_order_leave_the_newest_board(here: Office) -> None:
    """The first update is answered after the second one was asked for; what stands there is the newest."""
    here.order("chat.update", "delay", seconds=0.3)
    await here.do(cmd.AddItem, text="First")
    await until(lambda: here.calls("chat.update"), what="the first update")
    await here.do(cmd.AddItem, text="Second")
    await here.settled()
    (standing,) = [m for m in here.messages() if m.get("metadata", {}).get("event_payload", {}).get("card") == "board"]
    assert texts_of(standing) == texts_of(
        {"blocks": board.render(here.crisis, here.service.now()).blocks, "text": standing["text"]}
    )
    saw("Answers", "out of order", "the newest state stands")


async def test_messages_to_one_place_keep_their_order_when_the_first_is_slow(here: Office) -> None:
    """The second decision waits for the first one's answer."""
    here.order("chat.postMessage", "delay", seconds=0.2)
    for text in ("First", "Second"):
        await here.do(cmd.RecordDecision, text=text)
    await here.settled()
    said = [texts_of(m) for m in here.messages() if "outbox_id" in str(m.get("metadata"))]
    assert [text for text in said if "First" in text or "Second" in text] == sorted(
        text for text in said if "First" in text or "Second" in text
    )


async def test_a_board_that_was_deleted_comes_back(here: Office) -> None:
    """Posted anew at the next change, and pinned."""
    assert here.crisis.board is not None
    here.lose(here.crisis.board.ts)
    await here.do(cmd.AddItem, text="One more")
    await here.settled()
    boards = here.carrying(crisis_id=here.crisis_id, card="board")
    assert [m["ts"] for m in boards] == [here.crisis.board.ts]
    saw("Messages", "the board is deleted", "posted and pinned again")


async def test_a_channel_that_is_archived_or_deleted_stops_nothing(here: Office) -> None:
    """What was for the channel reaches the lead; nothing is parked, nothing is lost."""
    here.channel.archived = True
    await here.do(cmd.RecordDecision, text="Stop line 3")
    await here.settled()
    assert here.crisis.channel_archived
    assert any("Stop line 3" in texts_of(m) for m in here.direct(CAMILLE))
    await here.do(cmd.RecordChannelArchived, SLACK, archived=False)
    gone = here.crisis.channel_id or ""
    del here.sandbox.workspace.channels[gone]
    await here.do(cmd.RecordDecision, text="Stop line 4")
    await here.settled()
    assert any("Stop line 4" in texts_of(m) for m in here.direct(CAMILLE))
    parked = {(row.kind, row.error) for row in here.service.outbox.rows("parked")}
    assert parked <= {(kind, "channel_not_found") for kind in ("board", "pin_board", "topic")}
    assert len([row for row in here.service.outbox.rows("done") if row.name == "trouble"]) == len(parked)
    saw("Channel", "archived", "to the lead instead")
    saw("Channel", "deleted", "notices to the lead; board and topic parked, told")


async def test_a_bot_that_is_removed_and_comes_back_goes_on_where_it_was(here: Office) -> None:
    """Taken out of the channel: notices reach the lead; invited again, what was parked is shown after all."""
    del here.channel.members[here.user]
    await here.do(cmd.RecordDecision, text="Stop line 3")
    await here.settled()
    assert any("Stop line 3" in texts_of(m) for m in here.direct(CAMILLE))
    here.channel.members[here.user] = None
    for row in here.service.outbox.rows("parked"):
        assert await here.service.outbox.unpark(row.id)
    here.deliverer.wake()
    await here.settled()
    assert here.service.outbox.depth()["parked"] == 0
    saw("Bot", "taken out of the channel, invited again", "to the lead; then as before")


async def test_a_token_that_is_revoked_holds_everything_until_it_is_good_again(here: Office) -> None:
    """Nothing is parked and nothing is lost."""
    app = next(iter(here.sandbox.workspace.apps.values()))
    app.revoked = True
    await here.do(cmd.RecordDecision, text="Stop line 3")
    await until(
        lambda: "token_revoked" in {row.error for row in here.service.outbox.rows("waiting")}, what="the refusal"
    )
    assert here.service.outbox.depth()["parked"] == 0
    app.revoked = False
    await here.settled()
    assert len([m for m in here.messages() if "Stop line 3" in texts_of(m)]) >= 1
    saw("Bot", "token revoked, then good again", "waits, then told once")


async def test_trouble_is_told_once_though_word_of_it_was_lost(here: Office) -> None:
    """Word of a refusal is written down with it: a rate limit delays it, a lost answer does not double it."""
    here.order("pins.add", "error", error="restricted_action")
    here.order("chat.postMessage", "rate_limited", retry_after="30")
    here.order("chat.postMessage", "drop_after")
    for _ in range(2):
        await here.put("pin_board")
    await here.settled()
    here.order("pins.add", "error", error="restricted_action")
    await here.put("pin_board")
    await here.settled()
    assert len([m for m in here.direct(CAMILLE) if "épinglé" in texts_of(m)]) == 1


async def test_what_a_dead_process_was_sending_is_taken_over_while_another_one_runs(tmp_path: Path) -> None:
    """Two bots at work: the one that is left does what the other one was doing."""
    async with office(tmp_path) as here:
        async with desk(tmp_path) as other:
            await here.deliverer.stop()
            row = await here.put("notice", "core_finished", "channel", complete=True)
            taken = await other.service.outbox.take(here.service.now(), 5)
            assert [each.id for each in taken] == [row]
            assert await here.service.outbox.recover() == []
        (found,) = await here.service.outbox.recover()
        assert (found.id, found.uncertain) == (row, True)
    saw("Two bots", "one is killed while it sends", "the other one takes over")


async def test_a_channel_that_was_refused_can_be_asked_for_again(tmp_path: Path) -> None:
    """The starter's button asks Slack once more, as often as it takes; the crisis keeps what was written."""
    async with Stage(tmp_path) as stage:
        stage.sandbox.faults.add(FaultSpec("conversations.create", "error", error="restricted_action", times=2))
        camille = stage.person("Camille")
        await camille.command("#general", "/crise démarrer Du verre @ines.benali")
        told = await camille.hears("Réessayer")
        await camille.click(told, "channel.retry")
        await until(
            lambda: len([m for m in camille.heard() if "Réessayer" in texts_of(m)]) == 2, what="the second refusal"
        )
        assert stage.bot is not None
        assert stage.crisis.status is Status.FAILED
        await asyncio.gather(*(camille.click(told, "channel.retry") for _ in range(2)))
        await until(stage.crisis_channels, what="the channel")
        await stage.settled()
        assert stage.crisis.is_open
        assert len(stage.crisis_channels()) == len(stage.boards()) == 1
        assert stage.channel.kind == "private"
        await camille.click(told, "channel.retry")
        await camille.hears("<#" + stage.channel.id + ">")
        assert len(stage.crisis_channels()) == 1
        kinds = [kind for (kind,) in stage.rows("SELECT kind FROM journal ORDER BY seq LIMIT 6")]
        assert kinds == [
            "CrisisStarted",
            "ChannelFailed",
            "ChannelRetried",
            "ChannelFailed",
            "ChannelRetried",
            "ChannelOpened",
        ]
        assert stage.bot.service.outbox.depth()["parked"] == 0
    saw("Channel", "Slack refuses to make it", "told to the starter, who can try again")

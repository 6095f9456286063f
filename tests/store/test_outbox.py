"""What Slack must be told: in order, once, and never lost."""

import asyncio
import signal
import sys
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from bot.domain import commands as cmd
from bot.domain.effects import Effect
from bot.domain.kernel import SLACK
from bot.domain.level import Level
from bot.store.outbox import OutboxRow
from tests.domain.story import CAMILLE, START
from tests.store.desk import Desk, desk

TAKE_AND_WAIT = """
import asyncio, pathlib, sys
from tests.store.desk import desk

async def main():
    async with desk(pathlib.Path(sys.argv[1])) as d:
        await d.service.outbox.take(d.clock(), 1)
        print("sending", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


def named(rows: list[OutboxRow]) -> list[str]:
    """Kinds, and the names of notices."""
    return [row.name or row.kind for row in rows]


async def take(d: Desk, limit: int = 20) -> list[OutboxRow]:
    """What may be sent now."""
    return await d.service.outbox.take(d.clock(), limit)


async def delivered(d: Desk) -> list[str]:
    """Send everything that may be sent, until nothing is left, the board answering as Slack would."""
    sent: list[str] = []
    while found := await take(d):
        for row in found:
            if row.kind == "board":
                await d.do(cmd.RecordBoard, SLACK, row.crisis_id, ts="1.0")
            await d.service.outbox.done(row, {"ok": True})
        sent += named(found)
    return sent


async def test_the_set_up_goes_in_order(tmp_path: Path) -> None:
    """First the channel and nothing else; then the invitations; then the board; then the rest."""
    async with desk(tmp_path) as d:
        await d.begin()
        (channel,) = await take(d)
        assert channel.kind == "open_channel"
        await d.do(cmd.RecordChannel, SLACK, channel_id="C1", channel_name="crisis-c1")
        await d.service.outbox.done(channel, {"ok": True})
        (invite,) = await take(d)
        assert invite.kind == "invite"
        assert CAMILLE in invite.args["users"]
        assert await take(d) == []
        await d.service.outbox.done(invite, {"ok": True})
        (board,) = await take(d)
        assert board.kind == "board"
        assert await take(d) == []
        await d.do(cmd.RecordBoard, SLACK, ts="1.0")
        await d.service.outbox.done(board, {"ok": True})
        rest = await take(d)
        assert {"topic", "bookmark", "opened", "pin_board"} <= set(named(rest))


async def test_an_invitation_that_waits_does_not_hold_up_the_board(tmp_path: Path) -> None:
    """An invite is an extra: when it must be tried again later, the team gets its board now."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        channel, invite = await take(d)
        await d.service.outbox.done(channel, {})
        await d.service.outbox.retry(invite, d.clock() + timedelta(seconds=30), "ratelimited")
        assert named(await take(d)) == ["board"]


async def test_a_channel_that_failed_is_told_to_the_person(tmp_path: Path) -> None:
    """Without a channel, the one thing that goes out is who is told why."""
    async with desk(tmp_path) as d:
        await d.begin()
        (channel,) = await take(d)
        await d.do(cmd.RecordChannelFailure, SLACK, error="restricted_action")
        await d.service.outbox.park(channel, "restricted_action")
        (notice,) = await take(d)
        assert (notice.name, notice.to) == ("channel_failed", CAMILLE)
        assert d.service.outbox.depth() == {"waiting": 0, "sending": 1, "parked": 1}


async def test_ten_clicks_are_one_card(tmp_path: Path) -> None:
    """While the board waits to be told, it is stale once, however often it changes; then once more."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await delivered(d)
        for level in (Level.RED, Level.YELLOW, Level.ORANGE):
            await d.do(cmd.ChangeLevel, level=level, reason="because")
        boards = [row for row in d.service.outbox.rows("waiting") if row.kind == "board"]
        topics = [row for row in d.service.outbox.rows("waiting") if row.kind == "topic"]
        assert (len(boards), len(topics)) == (1, 1)
        taken = [row for row in await take(d) if row.kind == "board"]
        await d.do(cmd.ChangeLevel, level=Level.RED, reason="again")
        assert [row for row in await take(d) if row.kind == "board"] == []  # never two at a time
        await d.service.outbox.done(taken[0], {})
        assert [row.kind for row in await take(d) if row.kind == "board"] == ["board"]


async def test_a_card_that_fails_while_a_newer_one_waits_is_told_once(tmp_path: Path) -> None:
    """The newer row takes over, and waits as long as Slack said."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await delivered(d)
        await d.do(cmd.RecordDecision, text="Stop line 3")
        (board,) = [row for row in await take(d) if row.kind == "board"]
        await d.do(cmd.RecordDecision, text="Stop all lines")
        await d.service.outbox.retry(board, d.clock() + timedelta(seconds=30), "ratelimited", uncertain=True)
        assert [row for row in await take(d) if row.kind == "board"] == []
        d.clock.move(seconds=30)
        (again,) = [row for row in await take(d) if row.kind == "board"]
        assert (again.attempts, again.uncertain, again.error) == (2, True, "ratelimited")


async def test_messages_to_one_place_keep_their_order(tmp_path: Path) -> None:
    """The second decision is not posted before the first one, even when that one must be tried again."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await delivered(d)
        for text in ("first", "second"):
            await d.do(cmd.RecordDecision, text=text)
        (first,) = [row for row in await take(d) if row.name == "decision"]
        await d.service.outbox.retry(first, d.clock() + timedelta(seconds=5), "timeout", uncertain=True)
        assert [row for row in await take(d) if row.name == "decision"] == []
        d.clock.move(seconds=5)
        (again,) = [row for row in await take(d) if row.name == "decision"]
        assert (again.args["number"], again.attempts, again.uncertain) == (1, 2, True)
        await d.service.outbox.done(again, {})
        (second,) = [row for row in await take(d) if row.name == "decision"]
        assert (second.args["number"], second.attempts, second.uncertain) == (2, 1, False)


async def test_archiving_waits_for_what_is_still_to_be_said(tmp_path: Path) -> None:
    """The closing words are posted before the channel is closed, whatever they have to wait for."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await delivered(d)
        await d.do(cmd.StandDown, reason="It is over.")
        await d.do(cmd.ArchiveCrisis, reason="An exercise.")
        closing = [row for row in await take(d) if row.to in ("", "channel")]
        assert "archive" not in named(closing)
        for row in closing:
            await d.service.outbox.done(row, {})
        assert (await delivered(d))[-1] == "archive"


@pytest.mark.parametrize("kind", ["renew", "scrub"])
async def test_what_is_written_anew_waits_for_what_is_on_its_way(
    kind: Literal["renew", "scrub"], tmp_path: Path
) -> None:
    """A notice that is being sent, or may have been, shows what was true before; so may another crisis's reminder."""
    async with desk(tmp_path) as d:
        for crisis in ("c1", "c2"):
            await d.begin_with_channel(crisis)
        await delivered(d)
        about = {"matters": [{"c": crisis, "kind": "approval", "about": "1"} for crisis in ("c1", "c2")]}
        told = Effect(kind="notice", name="reminder", to=CAMILLE, args=about)
        for crisis, notice in (("c1", Effect(kind="notice", name="decision", to="channel")), ("c2", told)):
            await d.service.outbox.owe(crisis, notice, "")
            (sending,) = await take(d)
            await d.service.outbox.owe("c1", Effect(kind=kind, args={"of": crisis}), "")
            assert await take(d) == []
            await d.service.outbox.retry(sending, d.clock() + timedelta(seconds=5), "timeout", uncertain=True)
            assert await take(d) == []
            d.clock.move(seconds=5)
            await d.service.outbox.done((await take(d))[0], {})
            (waited,) = await take(d)
            assert waited.kind == kind
            await d.service.outbox.done(waited, {})


async def test_words_are_taken_out_after_what_was_being_brought_up_to_date(tmp_path: Path) -> None:
    """Else that would put them back."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await delivered(d)
        await d.service.outbox.owe("c1", Effect(kind="renew", args={"statement": 1}), "")
        (renewing,) = await take(d)
        await d.service.outbox.owe("c1", Effect(kind="scrub"), "")
        assert await take(d) == []
        await d.service.outbox.done(renewing, {})
        assert named(await take(d)) == ["scrub"]


async def test_two_takers_never_get_the_same_row(tmp_path: Path) -> None:
    """Two processes share the work; each row goes to one of them."""
    async with desk(tmp_path) as one, desk(tmp_path) as two:
        for n in range(6):
            await one.begin(f"c{n}")
        taken = await asyncio.gather(*(take(d, 2) for _ in range(4) for d in (one, two)))
        ids = [row.id for rows in taken for row in rows]
        assert sorted(ids) == sorted(set(ids))
        assert len(ids) == 6


async def test_a_killed_process_leaves_nothing_behind(tmp_path: Path) -> None:
    """What it was sending is taken over, marked as uncertain: look before you send it again."""
    async with desk(tmp_path) as d:
        await d.begin()
        command = (sys.executable, "-c", TAKE_AND_WAIT, str(tmp_path))
        root = Path(__file__).parents[2]
        child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=root)
        assert child.stdout is not None
        assert await child.stdout.readline() == b"sending\n"
        assert await d.service.outbox.recover() == []  # it lives: what it sends is its own
        assert await take(d) == []
        child.send_signal(signal.SIGKILL)
        await child.wait()
        (row,) = await d.service.outbox.recover()
        assert (row.kind, row.uncertain, row.attempts, row.state) == ("open_channel", True, 2, "sending")
        await d.service.outbox.done(row, {"ok": True})
        assert await d.service.outbox.recover() == []


async def test_a_process_that_lost_its_row_cannot_settle_it(tmp_path: Path) -> None:
    """A taker that was believed dead does not overwrite what the one who took over has found out."""
    async with desk(tmp_path) as two:
        async with desk(tmp_path) as one:
            await one.begin()
            (row,) = await take(one)
        (ours,) = await two.service.outbox.recover()
        async with desk(tmp_path) as late:
            await late.service.outbox.park(row, "too late")
        await two.service.outbox.done(ours, {})
        assert [row.state for row in two.service.outbox.rows()] == ["done"]


async def test_nothing_is_taken_before_its_time(tmp_path: Path) -> None:
    """Slack's own delay is kept, and the deliverer knows how long to sleep."""
    async with desk(tmp_path) as d:
        await d.begin()
        (row,) = await take(d)
        later = d.clock() + timedelta(seconds=30)
        await d.service.outbox.retry(row, later, "ratelimited")
        assert await take(d) == []
        assert d.service.outbox.next_at() == later
        d.clock.move(seconds=30)
        assert named(await take(d)) == ["open_channel"]


async def test_a_clock_that_was_set_back_holds_nothing_up(tmp_path: Path) -> None:
    """What was to be tried again a second later goes out at once, and what is said after it does not wait for it."""
    async with desk(tmp_path) as d:
        await d.begin_with_channel()
        await delivered(d)
        d.clock.move(days=3)
        await d.do(cmd.PostSummary)
        (row,) = [row for row in await take(d) if row.name == "summary"]
        await d.service.outbox.retry(row, d.clock() + timedelta(seconds=1), "ratelimited")
        d.clock.move(days=-3)
        await d.do(cmd.PostSummary)
        assert (await delivered(d)).count("summary") == 2


async def test_parked_rows_wait_for_people(tmp_path: Path) -> None:
    """They are seen with their reason, not tried by themselves, and tried again when somebody says so."""
    async with desk(tmp_path) as d:
        await d.begin()
        (row,) = await take(d)
        await d.service.outbox.park(row, "missing_scope")
        d.clock.move(days=1)
        assert await take(d) == []
        assert [(parked.kind, parked.error) for parked in d.service.outbox.rows("parked")] == [
            ("open_channel", "missing_scope")
        ]
        assert await d.service.outbox.unpark(row.id)
        assert not await d.service.outbox.unpark(row.id)
        assert named(await take(d)) == ["open_channel"]


async def test_a_row_names_the_request_that_caused_it(tmp_path: Path) -> None:
    """From click to delivery there is one thread to follow."""
    async with desk(tmp_path) as d:
        await d.begin(request_id="cmd:123.456")
        (row,) = await take(d)
        assert (row.correlation, row.created_at) == ("cmd:123.456", START)


@pytest.mark.parametrize("limit", [1, 3])
async def test_no_more_is_taken_than_asked(tmp_path: Path, limit: int) -> None:
    """The deliverer says how much it can carry."""
    async with desk(tmp_path) as d:
        for n in range(5):
            await d.begin(f"c{n}")
        assert len(await take(d, limit)) == limit


async def test_a_reminder_of_two_crises_is_found_under_both(tmp_path: Path) -> None:
    """What was joined stands under the first and speaks of the second; when its row goes, so does what names it."""
    async with desk(tmp_path) as d:
        for crisis in ("c1", "c2"):
            await d.begin_with_channel(crisis)
            await d.do(cmd.AssignRoles, crisis=crisis, roles={"crisis_lead": CAMILLE})
        await delivered(d)
        d.clock.move(hours=5)
        assert await d.service.remind(CAMILLE)
        (row,) = [row for row in await take(d) if row.name == "reminder"]
        assert {matter["c"] for matter in row.args["matters"]} == {"c1", "c2"}
        await d.service.outbox.done(row, {"channel": "D1", "ts": "1.0"})
        for crisis in ("c1", "c2"):
            found = d.service.outbox.posted(crisis, "reminder")
            assert {place: each.id for place, each in found.items()} == {("D1", "1.0"): row.id}
            assert d.service.outbox.posted(crisis, "decision") == {}
        await d.sql(f"DELETE FROM outbox WHERE id = {row.id}")  # noqa: S608 - a number
        assert await d.sql("SELECT * FROM spoken_of") == []

"""Every fault of every method that deliveries call, over real HTTP, and every refusal that Slack documents."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.domain import commands as cmd
from bot.domain.crisis import Status
from bot.domain.kernel import SLACK
from bot.slack import client
from bot.slack.effects.trouble import SCRUBBED
from bot.slack.screens.trouble import CURES
from tests.faults.drills import DRILLS, Drill
from tests.faults.listened import LISTENED
from tests.faults.office import CAMILLE, Office, office
from tests.faults.outcomes import REFUSED, saw
from tests.scenarios.actor import texts_of

HERE = Path(__file__).parent
ERRORS: dict[str, list[str]] = json.loads((HERE / "errors.json").read_text(encoding="utf-8"))
"""Slack's documented error codes, by method; those of every method first."""
EVERYWHERE = {*ERRORS["every method"]}

AGAIN, PARKED, SO_ALREADY, ELSEWHERE = "again, once", "parked, told", "so already", "elsewhere"
DEFAULTS, LEFT = "defaults", "told where it stands"

LOST = {"message_not_found", "cant_update_message"}
ARCHIVED = {"is_archived", "is_inactive"}
GONE = {"is_archived", "channel_not_found", "not_in_channel"}
SO: dict[str, set[str]] = {
    "conversations.archive": {"already_archived"},
    "conversations.unarchive": {"not_archived"},
    "conversations.invite": {"already_in_channel", "cant_invite_self"},
    "pins.add": {"already_pinned", "message_not_found", "no_item_specified", "not_pinnable"},
    "conversations.create": {"name_taken"},
    "chat.delete": {"message_not_found"},
    "files.delete": {"file_not_found", "file_deleted"},
}
"""Refusals that say that it is done, or cannot be missed; a name that is taken gets a number."""
FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "429, Retry-After: 30": ("rate_limited", {"retry_after": "30"}),
    "429, 0.5": ("rate_limited", {"retry_after": "0.5"}),
    "429, none": ("rate_limited", {"retry_after": None}),
    "429 five times": ("rate_limited", {"retry_after": "7", "times": 5}),
    "500": ("server_error", {}),
    "500 three times": ("server_error", {"times": 3}),
    "dropped before": ("drop_before", {}),
    "dropped after": ("drop_after", {}),
    "no answer in time": ("late_answer", {"seconds": 0.6}),
}


def expected(method: str, error: str) -> str:
    """What a refusal must lead to."""
    if method == "users.info":
        return DEFAULTS
    if error in client._LIMITED | client._UNCLEAR | client._LOCKED_OUT | client._AWAY:  # noqa: SLF001 - said once
        return AGAIN
    if error in SO.get(method, ()):
        return SO_ALREADY
    if method in ("chat.delete", "conversations.rename", "files.delete"):
        return LEFT
    if method in ("chat.postMessage", "conversations.history") and error in GONE:
        return ELSEWHERE
    if method == "chat.update" and error in LOST | ARCHIVED:
        return SO_ALREADY
    return PARKED


async def attempt(here: Office, method: str, drill: Drill, kind: Any, **more: Any) -> tuple[int, str]:
    """Run into a fault, and come to rest; the row, and what became of it."""
    if drill.after_lost:
        here.order(drill.after_lost, "drop_after")
    here.order(method, kind, **more)
    struck = len(here.calls(method))
    row_id = await drill.go(here)
    await here.settled()
    assert len(here.calls(method)) > struck, f"{method} was not called"
    here.sandbox.faults.clear()
    row = here.row(row_id)
    if row.state == "parked":
        return row_id, PARKED
    assert row.state == "done", row
    if row.attempts > (2 if drill.after_lost else 1):
        return row_id, AGAIN
    if method == "chat.delete":
        (left,) = [
            each.args["left"] for each in here.service.outbox.rows() if each.id > row_id and each.name == SCRUBBED
        ]
        return row_id, LEFT if len(left) == 1 else SO_ALREADY
    if method == "conversations.rename":
        (told,) = [each.args for each in here.service.outbox.rows() if each.id > row_id and each.name == SCRUBBED]
        return row_id, LEFT if told.get("channel") else SO_ALREADY
    if method == "files.delete":
        (told,) = [each.args for each in here.service.outbox.rows() if each.id > row_id and each.name == SCRUBBED]
        return row_id, LEFT if told.get("kept") else SO_ALREADY
    return row_id, DEFAULTS if method == "users.info" else SO_ALREADY


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Office]:
    """An office with a crisis whose channel and board stand."""
    async with office(tmp_path) as opened:
        yield opened


def test_every_method_that_the_bot_calls_is_drilled() -> None:
    """A new call cannot be forgotten here, and its refusals are those that the sandbox knows too."""
    listed = json.loads((HERE.parents[1] / "bot/sandbox/api/methods.json").read_text(encoding="utf-8"))
    called = {
        node.value
        for path in (HERE.parents[1] / "bot/slack").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in listed
    }
    assert called == DRILLS.keys() | LISTENED.keys() | {"apps.connections.open"}
    assert called <= ERRORS.keys()
    for method in called:
        assert {*ERRORS[method]} - EVERYWHERE == {*listed[method]["errors"]} - EVERYWHERE, method
    assert [method for method in called if listed[method].get("unsourced")] == ["users.conversations"]


@pytest.mark.parametrize("method", DRILLS)
async def test_a_bad_moment_is_waited_out_and_nothing_is_doubled(tmp_path: Path, method: str) -> None:
    """Limits of any shape, failures, lost answers and silence: told again when it may have failed, seen once."""
    drill = DRILLS[method]
    async with office(tmp_path, patience=0.3) as here:
        if drill.ready:
            await drill.ready(here)
        for name, (kind, more) in FAULTS.items():
            row, outcome = await attempt(here, method, drill, kind, **more)
            assert outcome == (DEFAULTS if method == "users.info" else AGAIN), name
            assert drill.seen(here, row) == 1, name
            saw(f"`{method}`", name, outcome)
            await mended(here)


@pytest.mark.parametrize("method", DRILLS)
async def test_every_refusal_that_slack_documents_is_answered(here: Office, method: str) -> None:
    """What cannot work is parked and told to whom it concerns, with the next step; it works once it is cured."""
    drill = DRILLS[method]
    if drill.ready:
        await drill.ready(here)
    for error in dict.fromkeys([*ERRORS["every method"], *ERRORS[method]]):
        if method == "chat.update" and error in LOST:  # it is as Slack says
            assert here.crisis.board is not None
            here.lose(here.crisis.board.ts)
        row, outcome = await attempt(here, method, drill, "error", error=error)
        if outcome == SO_ALREADY and expected(method, error) == ELSEWHERE:
            outcome = ELSEWHERE
        assert outcome == expected(method, error), (method, error)
        REFUSED[method][outcome] += 1
        if outcome == PARKED:
            told(here, method, row, error)
            await cured(here, drill, row)
        await mended(here)
        if method not in SO and outcome != LEFT and not (outcome == ELSEWHERE and drill.after_lost):
            assert drill.seen(here, row) == 1, (method, error)


def told(here: Office, method: str, row: int, error: str) -> None:
    """The lead has one message in their language, which names the code or its cure, and what to do."""
    words = [texts_of(message) for message in here.direct(CAMILLE)]
    if method in ("conversations.create", "users.conversations"):
        assert here.crisis.status is Status.FAILED
        mine = [text for text in words if re.search(rf"{here.crisis.title}\b", text) and f"({error})" in text]
        assert re.search("réessayez|Réessayez", mine[0])
    else:
        assert here.row(row).error == error
        mine = [text for text in words if f"`{error}`" in text]
        if error in CURES:
            mine = [
                row.name
                for row in here.service.outbox.rows("done")
                if row.name == "trouble" and row.args["error"] == error
            ]
    assert len(mine) == 1, (error, words)


async def cured(here: Office, drill: Drill, row: int) -> None:
    """Once the reason is gone, what was parked is told after all, once."""
    if here.crisis.status is Status.FAILED:
        await here.do(cmd.RetryChannel)
    else:
        assert await here.service.outbox.unpark(row)
        here.deliverer.wake()
    await here.settled()
    assert here.row(row).state == "done"
    assert drill.seen(here, row) == 1


async def mended(here: Office) -> None:
    """The channel is as it was."""
    here.sandbox.faults.clear()
    here.sandbox.clock.advance(60)
    if here.channel.archived:
        await here.put("unarchive")
    if here.crisis.channel_archived:
        await here.do(cmd.RecordChannelArchived, SLACK, archived=False)
    await here.settled()

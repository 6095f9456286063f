"""Payloads that are signed and wrong: real ones in which anything at all was changed."""

from __future__ import annotations

import asyncio
import copy
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.slack.listeners.actions import CHOICES, VERBS
from bot.slack.screens.forms import PARSERS, redact
from tests.scenarios.stage import Stage
from tests.security.recorded import Payload, a_day
from tests.security.rich import MARK, rich
from tests.security.test_outsiders import NOWHERE, OF_SLACK
from tests.slack.wire import post, signed
from tests.waiting import Json

Way = tuple[str | int, ...]
KINDS = {
    "command", "block_actions", "block_actions advice", "view_submission decide",
    "message_action add_to_log", "shortcut start_crisis", "event_callback reaction_added", "event_callback message",
    "event_callback app_home_opened", "event_callback member_joined_channel",
}  # fmt: skip
"""Kinds of payload that the workspace must have sent, or the fuzzing proves little."""

EXAMPLES = 150

DEEP: Any = "x"
for _ in range(200):
    DEEP = [DEEP]

JUNK = st.sampled_from(
    [None, True, 0, -1, 2**31, 2**70, 1.5, float("inf"), "", " ", "x", "x" * 20_000, "\x00", "\ud800", "é" * 500,
     "U01", "U08", "C1", "<!channel>", "T99", "Europe/Nowhere", "../../etc/passwd", "9" * 5000, [], {}, [None], [[]],
     {"": None}, DEEP]
)  # fmt: skip
TYPES = (
    "view_closed", "view_submission", "block_actions", "block_suggestion", "shortcut", "message_action",
    "event_callback", "url_verification", "ssl_check", "interactive_message", "workflow_step_edit", "x",
)  # fmt: skip
NUMBERS: st.SearchStrategy[Any] = st.sampled_from(
    [
        0,
        1,
        2,
        -1,
        2**31,
        2**70,
        "1",
        "x",
        None,
        1.5,
        True,
        [],
        {},
        "own.1",
        "1.1",
        "day_7",
        "red",
        "moderate",
        {"v": "gate", "s": 99},
        {"v": "pass_gate", "g": "x"},
        {"v": "advice", "n": 99},
        {"b": {"b": {}}},
    ]
)
KEYS = (
    "i",
    "n",
    "s",
    "f",
    "r",
    "d",
    "l",
    "m",
    "a",
    "z",
    "k",
    "o",
    "g",
    "v",
    "fp",
    "u",
    "w",
    "t",
    "from",
    "before",
    "p",
    "b",
)


def ways(told: Any, way: Way = ()) -> Iterator[Way]:
    """The way to every place in a payload; what the bot itself has put into a message is not looked at."""
    if way:
        yield way
    if way[-2:] == ("message", "blocks"):
        return
    parts = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, part in parts:
        yield from ways(part, (*way, key))


def changed(told: Json, way: Way, value: Any, *, gone: bool) -> Json:
    """The payload with another value at a place, or without it."""
    found = copy.deepcopy(told)
    place: Any = found
    for step in way[:-1]:
        place = place[step]
    if gone:
        del place[way[-1]]
    else:
        place[way[-1]] = value
    return found


@st.composite
def carried(draw: st.DrawFn, crises: tuple[str, ...]) -> str:
    """What a button or a form could be made to carry: other crises, other things, none, and no JSON at all."""
    if draw(st.integers(0, 9)) == 0:
        return str(
            draw(st.sampled_from(["", "x", "[]", "null", "1", '{"c":', "[" * 5000, '{"c": {}}', '{"c": ["\\ud800"]}']))
        )
    ids = draw(st.dictionaries(st.sampled_from(KEYS), NUMBERS, max_size=6))
    return json.dumps({"c": draw(st.sampled_from(crises)), **ids})


def by(told: Json, user: str) -> None:
    """Put another person in the place of who did it."""
    for place in (told, told.get("event", {})):
        for name in ("user", "user_id"):
            if isinstance(place.get(name), str):
                place[name] = user
    if isinstance(told.get("user"), dict):
        told["user"]["id"] = user


@st.composite
def forged(draw: st.DrawFn, payloads: list[Payload], crises: tuple[str, ...], user: str) -> tuple[Payload, Json]:
    """A real payload of any kind, by `user`, with other ids, other verbs, and up to three places changed at will."""
    payload = draw(st.sampled_from(payloads))
    told = copy.deepcopy(payload.told)
    by(told, user)
    for pressed in told.get("actions", ()):
        pressed["action_id"] = draw(
            st.sampled_from([*VERBS, *CHOICES, "word", "mine", "mine.all", "start.open", "", "x"])
        )
        pressed["value"] = draw(carried(crises))
        pressed.pop("selected_option", None)
    if "view" in told:
        told["view"] |= {"id": f"V{draw(st.integers(0, 10**9))}", "private_metadata": draw(carried(crises))}
        told["view"]["callback_id"] = draw(st.sampled_from([told["view"]["callback_id"], *PARSERS, redact.NAME, "x"]))
    told["type"] = draw(st.sampled_from([*[told.get("type", "")] * 90, *TYPES]))
    told |= {name: f"x{draw(st.integers(0, 10**9))}" for name in ("trigger_id", "event_id") if name in told}
    for _ in range(draw(st.integers(0, 3))):
        way = draw(st.sampled_from(list(ways(told))))
        told = changed(told, way, draw(JUNK), gone=draw(st.booleans()))
    return payload, told


class Bugs(logging.Handler):
    """What was logged with a traceback."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        if record.exc_info:
            self.found.append(logging.Formatter().format(record))


@pytest.fixture
def bugs() -> Iterator[Bugs]:
    """The tracebacks of this test."""
    handler = Bugs()
    logging.getLogger().addHandler(handler)
    yield handler
    logging.getLogger().removeHandler(handler)


@pytest.fixture
async def payloads(stage: Stage) -> list[Payload]:
    """One of each kind, of a day in a private crisis."""
    channel = await rich(stage)
    found = await a_day(stage, channel)
    kinds = {payload.kind for payload in found}
    assert kinds >= KINDS, KINDS - kinds
    return found


def examples(payloads: list[Payload], crises: tuple[str, ...], user: str) -> list[tuple[Payload, Json]]:
    """What Hypothesis makes of them, the same in every run of the suite for the same payloads."""
    found: list[tuple[Payload, Json]] = []

    @settings(
        max_examples=EXAMPLES, phases=[Phase.generate], derandomize=True, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(forged(payloads, crises, user))
    def made(example: tuple[Payload, Json]) -> None:
        found.append(example)

    made()
    return found


async def test_a_changed_payload_is_a_refusal_and_never_a_fault(
    stage: Stage, payloads: list[Payload], bugs: Bugs
) -> None:
    """By a stranger or by a member: no 5xx, no traceback, and a stranger writes nothing and reads nothing."""
    ((crisis,),) = stage.rows("SELECT id FROM crises")
    for user in ("U08", "U01"):
        known = [p for p in payloads if user == "U01" or p.told.get("event", {}).get("type") not in OF_SLACK]
        for payload, told in examples(known, (crisis, NOWHERE, ""), user):
            body, kind = payload.body(told)
            status, answer = await post(stage, body, signed(body, kind=kind))
            await asyncio.sleep(0)
            assert (status < 500, "Traceback" in answer, bugs.found) == (True, False, []), str(told)[:3000]
            assert user == "U01" or MARK not in answer, str(told)[:3000]
        await stage.settled()
        assert bugs.found == []
        assert stage.rows("SELECT count(*) FROM journal WHERE crisis_id = ? AND actor = 'U08'", crisis) == [(0,)]
        assert stage.rows("SELECT count(*) FROM members WHERE crisis_id = ? AND user = 'U08'", crisis) == [(0,)]

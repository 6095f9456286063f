"""What must hold whatever anybody does: looked at after each step, and thoroughly now and then."""

from __future__ import annotations

import json
import logging
import re
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.crisis import Crisis
from bot.sandbox.cast import PEOPLE
from bot.sandbox.live import Viewer
from bot.slack.screens import board
from bot.slack.screens import channel as top
from bot.store.connection import open_for_reading
from bot.store.playbooks import Playbooks
from bot.store.states import fold
from tests.monkey.deeds import Hands
from tests.monkey.house import House
from tests.monkey.journals import Broken, clock_keeps_silence, published_alone
from tests.monkey.marks import mark_of, marks_in
from tests.waiting import Json

SHOUTS = ("<!channel", "<!here", "<!everyone")
SHAPE = frozenset(
    {"invalid_blocks", "invalid_arguments", "invalid_blocks_format", "msg_too_long", "no_text", "metadata_too_large"}
)
"""What Slack says of a message or view that it cannot show."""
TROUBLE = frozenset({"slack.failed", "answer.lost", "home.lost", "warning.lost", "event.failed", "board.not_refreshed"})
"""What the log says of Slack when it does not do its part."""
CLOSED = frozenset({"is_archived", "not_in_channel", "channel_not_found"})
"""What a channel that was archived, or that the bot was removed from, answers: the person is told the cure."""
CROWDED = re.compile(r"views\.\w+: ratelimited|users\.info: unknown")
"""A form costs one call a click, and while the clock stands people click more in a minute than people can; and who
could not be asked about in a storm is not asked about again for a minute of the machine's own."""
_HAPPENED = ("ok", "dropped_after")
NOISE = 15
"""Messages of the clock's in one channel and one hour."""
FRESH, ALMOST_A_SECOND = timedelta(minutes=10, seconds=1), timedelta(seconds=0.999)


@dataclass
class Truths:
    """Everything is remembered that must be compared with later."""

    house: House
    player: Hands
    stormy: bool = False
    viewers: dict[str, Viewer] = field(default_factory=dict)
    _replies: int = 0
    _logged: int = 0
    _calls: int = 0
    _shown: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    _marks: dict[str, str] = field(default_factory=dict)
    _may: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.viewers = {person.id: self.house.sandbox.watch(person.id) for person in PEOPLE}

    # --- after each step ----------------------------------------------------------------------------------

    def cheap(self) -> None:
        """Raises Broken."""
        self._log_is_clean()
        self._answers_were_good()
        self._slack_took_everything()
        self._private_words_stayed()

    def _log_is_clean(self) -> None:
        for record in self.house.log.heard[self._logged :]:
            told = {"event": record.getMessage(), **getattr(record, "fields", {})}
            if record.levelno >= logging.ERROR:
                why = "".join(traceback.format_exception(*record.exc_info)) if record.exc_info else ""
                raise Broken(f"logged as an error: {told}\n{why}")
            error = str(told.get("error"))
            excused = self.stormy or error.rpartition(" ")[2] in CLOSED or CROWDED.fullmatch(error)
            if told["event"] in TROUBLE and not excused:
                raise Broken(f"Slack did nothing wrong, and yet: {told}")
        self._logged = len(self.house.log.heard)

    def forgive(self) -> None:
        """Whoever acted while the bot was not there got no answer; a socket that breaks is no fault of the bot's."""
        self._replies = len(self.house.replies)
        heard = self.house.log.heard
        heard[self._logged :] = [record for record in heard[self._logged :] if record.name.startswith("bot.")]

    def _answers_were_good(self) -> None:
        for kind, reply in self.house.replies[self._replies :]:
            if reply.problem is not None and not (kind == "events_api" and self.stormy):
                raise Broken(f"{kind} was answered with {reply}")
        self._replies = len(self.house.replies)

    def _slack_took_everything(self) -> None:
        for call in self._new_calls():
            if call.outcome in SHAPE:
                raise Broken(f"{call.method} was refused: {call.outcome} {json.dumps(call.arguments)[:3000]}")
            for said in _marked_up(call.arguments):
                if any(shout in said for shout in SHOUTS):
                    raise Broken(f"{call.method} calls everybody: {said[:3000]}")

    def _new_calls(self) -> list[Any]:
        calls = list(self.house.sandbox.calls)
        new = [call for call in calls[-2000:] if call.n > self._calls]
        self._calls = calls[-1].n if calls else 0
        return new

    def _private_words_stayed(self) -> None:
        """Who is shown a mark is in the crisis, or was when the step began."""
        now = self._who_may_read()
        for user, viewer in self.viewers.items():
            while not viewer.queue.empty():
                told = viewer.queue.get_nowait()
                known = (
                    self._shown[user, _name(told)] if _name(told) else set()
                )  # a reaction, or a look at one's Home, shows it once more
                for mark in marks_in(told) - known - self._quoted(user, told):
                    if user not in self._may.get(mark, now.get(mark, frozenset())) | now.get(mark, frozenset()):
                        raise Broken(f"{user} is no member, and is shown {mark}: {json.dumps(told)[:3000]}")
                    known.add(mark)
        self._may = now

    def _quoted(self, user: str, told: Json | None) -> set[str]:
        """In a form, what a message says that stands before them: it was allowed when it was said."""
        if told is None or told.get("type") != "view" or not marks_in(told):
            return set()
        channels = [c for c in self.house.sandbox.workspace.channels.values() if user in c.members]
        return marks_in([message for channel in channels for message in channel.messages.values()])

    def _who_may_read(self) -> dict[str, frozenset[str]]:
        everybody = frozenset(self.viewers)
        found: dict[str, frozenset[str]] = {}
        for crisis in self.crises():
            channel = self.house.sandbox.workspace.channels.get(crisis.channel_id or "")
            there = frozenset(channel.members) if channel else frozenset()
            may = crisis.members | there | {crisis.started_by} if crisis.private else everybody
            mark = self._marks.setdefault(crisis.id, mark_of(crisis))  # its title may lose it
            found[mark] = found.get(mark, frozenset()) | may
        for crisis in self.crises():
            for lesson in crisis.lessons:
                if lesson.shared:
                    found |= dict.fromkeys(marks_in([lesson.happened, lesson.cause, lesson.change]), everybody)
        return found

    def crises(self) -> list[Crisis]:
        """All that were ever begun, as the bot knows them."""
        service = self.house.bots[0].service
        ids = [row[0] for row in self.house.rows("SELECT id FROM crises ORDER BY started_at, id")]
        return [crisis for crisis_id in ids if (crisis := service.crisis(crisis_id))]

    # --- now and then -------------------------------------------------------------------------------------

    def thorough(self) -> None:
        """Raises Broken. To be asked in fair weather only."""
        problems = self.house.bots[0].service.store.verify()
        if problems:
            raise Broken(f"verify: {problems}")
        self._nothing_is_told_twice()
        self._what_was_told_stands()
        self._nothing_waits()
        for crisis in self.crises():
            entries = self.house.bots[0].service.entries(crisis.id)
            self._memory_is_the_fold(crisis)
            self._channel_is_as_private(crisis)
            self._board_is_current(crisis)
            clock_keeps_silence(crisis, entries)
            for event in published_alone(entries):
                raise Broken(f"{mark_of(crisis)}: published without two signatures on it: {event}")
        self._channels_are_quiet()

    def _bot_messages(self) -> Iterator[tuple[Any, Json]]:
        for channel in self.house.sandbox.workspace.channels.values():
            for message in channel.messages.values():
                if message.get("bot_id") == self.house.app.bot_id and "subtype" not in message:
                    yield channel, message

    def _nothing_is_told_twice(self) -> None:
        ids = Counter(
            payload["outbox_id"]
            for _, message in self._bot_messages()
            if "outbox_id" in (payload := message.get("metadata", {}).get("event_payload", {}))
        )
        twice = [outbox_id for outbox_id, count in ids.items() if count > 1]
        if twice:
            row = self.house.rows("SELECT * FROM outbox WHERE id = ?", twice[0])
            raise Broken(f"told twice: {row}")

    def _what_was_told_stands(self) -> None:
        there = {(channel.id, message["ts"]) for channel, message in self._bot_messages()}
        scrubbed = {c.arguments.get("ts") for c in self.house.sandbox.calls.of("chat.delete") if c.outcome in _HAPPENED}
        for outbox_id, answer in self.house.rows(
            "SELECT id, answer FROM outbox WHERE kind = 'notice' AND state = 'done' AND answer IS NOT NULL"
        ):
            told = json.loads(answer)
            gone = "ts" in told and (told["channel"], told["ts"]) not in there
            gone = gone and told["ts"] not in self.player.deleted | scrubbed
            if gone:
                raise Broken(f"outbox row {outbox_id} is done, and is not in the workspace: {told}")

    def _nothing_waits(self) -> None:
        depth = self.house.bots[0].service.outbox.depth()
        if depth["waiting"] or depth["sending"]:
            raise Broken(f"the outbox is not empty: {depth}")
        for kind, name, error in self.house.rows("SELECT kind, name, error FROM outbox WHERE state = 'parked'"):
            if error in ("", "bug"):
                raise Broken(f"parked without a reason: {kind} {name} {error!r}")

    def _memory_is_the_fold(self, crisis: Crisis) -> None:
        connection = open_for_reading(self.house.database)
        try:
            if fold(connection, Playbooks(), crisis.id) != crisis:
                raise Broken(f"{mark_of(crisis)}: what the bot knows is not what its journal says")
        finally:
            connection.close()

    def _channel_is_as_private(self, crisis: Crisis) -> None:
        channel = self.house.sandbox.workspace.channels.get(crisis.channel_id or "")
        if channel is not None and channel.kind != ("private" if crisis.private else "public"):
            raise Broken(f"{mark_of(crisis)}: a {channel.kind} channel")

    def _board_is_current(self, crisis: Crisis) -> None:
        channel = self.house.sandbox.workspace.channels.get(crisis.channel_id or "")
        if channel is None or crisis.board is None or crisis.channel_archived or self._is_parked(crisis):
            return
        if channel.archived or self.house.app.bot_user_id not in channel.members:
            return
        message = channel.messages.get(crisis.board.ts)
        if message is None:
            if crisis.board.ts not in self.player.deleted:
                raise Broken(f"{mark_of(crisis)}: the board is gone")
            return
        drawn, shown = drawn_at(message), _bare(message["blocks"])
        wanted = [_bare(board.render(crisis, drawn + part).blocks) for part in (timedelta(0), ALMOST_A_SECOND)]
        if shown not in wanted:
            differ = [pair for pair in zip(shown, wanted[0], strict=False) if pair[0] != pair[1]]
            raise Broken(f"{mark_of(crisis)}: the board is stale: {differ[:2]}")
        if channel.topic["value"] != top.topic(crisis):
            raise Broken(
                f"{mark_of(crisis)}: the topic is stale: {channel.topic['value']!r}, not {top.topic(crisis)!r}"
            )

    def boards_are_fresh(self) -> bool:
        """Whether the boards of open crises tell the time that it is: the hand that moves them asks nobody."""
        return all(self._is_fresh(crisis) for crisis in self.crises() if crisis.is_open)

    def _is_fresh(self, crisis: Crisis) -> bool:
        channel = self.house.sandbox.workspace.channels.get(crisis.channel_id or "")
        if channel is None or crisis.board is None or crisis.channel_archived or channel.archived:
            return True
        message = channel.messages.get(crisis.board.ts)
        if message is None or self.house.app.bot_user_id not in channel.members or self._is_parked(crisis):
            return True
        return self.house.now - drawn_at(message) < FRESH

    def _is_parked(self, crisis: Crisis) -> bool:
        parked = "SELECT 1 FROM outbox WHERE crisis_id = ? AND state = 'parked' AND kind IN ('board', 'topic')"
        return bool(self.house.rows(parked, crisis.id))

    def _channels_are_quiet(self) -> None:
        """What the clock says in one channel within an hour."""
        sent: dict[str, list[datetime]] = defaultdict(list)
        for crisis_id, created in self.house.rows(
            "SELECT crisis_id, created_at FROM outbox WHERE kind = 'notice' AND \"to\" = 'channel'"
            " AND correlation LIKE 'tick:%' ORDER BY created_at"
        ):
            sent[crisis_id].append(datetime.fromisoformat(created))
        for crisis_id, times in sent.items():
            for first, last in zip(times, times[NOISE:], strict=False):
                if last - first < timedelta(hours=1):
                    raise Broken(f"crisis {crisis_id}: {NOISE + 1} lines of the clock's within an hour, at {first}")


def _marked_up(arguments: Json) -> Iterator[str]:
    """The texts of a call in which Slack looks for mentions."""
    yield str(arguments.get("text", ""))
    waiting: list[Any] = [
        json.loads(value) if isinstance(value := arguments.get(name, "[]"), str) else value
        for name in ("blocks", "view")
    ]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            if node.get("type") == "mrkdwn":
                yield str(node.get("text", ""))
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def _name(told: Any) -> str:
    """Of a message or of the state of a view."""
    shown = (told or {}).get("message") or (told or {}).get("view") or {}
    return str(shown.get("ts") or shown.get("hash") or "")


def drawn_at(message: Json) -> datetime:
    """When a board was drawn, as it says itself; to the second."""
    found = re.search(r"date\^(\d+)", json.dumps(message["blocks"][-1]))
    assert found is not None
    return datetime.fromtimestamp(int(found[1]), UTC)


def _bare(blocks: Iterable[Json]) -> list[Json]:
    """Blocks without the ids that Slack gives."""
    return [{key: value for key, value in block.items() if key != "block_id"} for block in blocks]

"""What a run has reached: of each deed how often it was tried, and what came of it; of the journal, which kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.domain.kernel import Event
from bot.sandbox.delivery.reply import Reply
from bot.slack.listeners.actions import VERBS
from bot.slack.screens.forms import PARSERS, redact
from bot.slack.words import WORDS
from tests.monkey.house import House
from tests.monkey.roads import Roads

Came = Literal["done", "shown", "refused", "nothing"]

DEEDS = frozenset(
    {
        *(f"/{verb}" for verb in WORDS),
        *(f"button {verb}" for verb in VERBS),
        *(f"form {name}" for name in (*PARSERS, redact.NAME)),
        *(f"shortcut {name}" for name in ("start_crisis", "record_decision", "add_to_log", "add_fact")),
    }
)
"""All that the bot offers to do."""
KINDS = frozenset(Event.kinds) - {"LogbookRestored"}
"""All that a logbook may hold, but for what only `crisis-bot restore` writes."""
_SHOWING = ("views.", "chat.postEphemeral", "chat.postMessage")
OF_PEOPLE = """
SELECT (SELECT count(*) FROM requests) + (SELECT count(*) FROM redactions)
    + (SELECT count(*) FROM journal WHERE actor = 'anonymous')
"""
"""How much people have brought about."""

EVERYTHING = DEEDS | {f"entry {kind}" for kind in KINDS}
"""All that can be done, and every kind of entry that can be written."""


@dataclass
class Seen:
    """Of one run, or of several one after the other. `stood`: how often each deed promised something."""

    deeds: dict[Came | Literal["tried"], Counter[str]] = field(
        default_factory=lambda: {came: Counter() for came in ("tried", "done", "shown", "refused", "nothing")}
    )
    kinds: Counter[str] = field(default_factory=Counter)
    accidents: Counter[str] = field(default_factory=Counter)
    stood: Counter[str] = field(default_factory=Counter)
    roads: Roads = field(default_factory=Roads)
    seeds: list[int] = field(default_factory=list)

    def came(self, name: str, what: Came, beyond: Iterable[str] = ()) -> None:
        """What came of a deed that was done alone, and what its doer could go on to."""
        self.deeds["tried"][name] += 1
        self.deeds[what][name] += 1
        self.roads.went(name, beyond)

    def never(self) -> set[str]:
        """Deeds that took no effect yet, and kinds of entries that were never written."""
        reached = self.deeds["done"].keys() | {name for name in self.deeds["shown"] if took_effect(name, "shown")}
        return set(EVERYTHING) - reached - {f"entry {kind}" for kind in self.kinds}

    def lures(self) -> dict[str, float]:
        """What each deed promises that never was, less where it was tried in vain; nothing when all has been."""
        wanted = {name: 1 / (1 + self.deeds["tried"][name]) ** 0.5 for name in self.never()}
        return self.roads.lures(wanted) if wanted else {}

    def table(self) -> str:
        """For people to read."""
        names = sorted(DEEDS | self.deeds["tried"].keys())
        rows = [[name, *(str(counts[name]) for counts in self.deeds.values())] for name in names]
        lines = [["deed", *self.deeds], *rows]
        wide = max(len(name) for name in names)
        told = [line[0].ljust(wide) + "".join(cell.rjust(9) for cell in line[1:]) for line in lines]
        told += ["", "entries: " + _counted(self.kinds), "accidents: " + _counted(self.accidents)]
        return "\n".join([*told, "never: " + ", ".join(sorted(self.never()))])


def took_effect(name: str, came: Came) -> bool:
    """Words and buttons may show something; a form writes something down."""
    return came == "done" or (came == "shown" and not name.startswith("form "))


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(counts.items()))


@dataclass
class Watch:
    """Looks at one deed: made before it, asked after it."""

    house: House

    def __post_init__(self) -> None:
        self._kinds = self.house.kinds()
        self._entries, self._calls, self._replies, self._refused, self._whispers = self._now()

    def _now(self) -> tuple[int, int, int, int, int]:
        calls = list(self.house.sandbox.calls)
        ((entries,),) = self.house.rows(OF_PEOPLE)
        whispers = sum(len(channel.ephemerals) for channel in self.house.sandbox.workspace.channels.values())
        return int(entries), calls[-1].n if calls else 0, len(self.house.replies), self.house.log.refused, whispers

    def came(self) -> Came:
        """What came of it."""
        entries, _, _, refused, whispers = self._now()
        replies = [reply for _, reply in self.house.replies[self._replies :]]
        if entries > self._entries:
            return "done"
        if refused > self._refused or any(_is_wrong(reply) for reply in replies):
            return "refused"
        told = whispers > self._whispers or any(reply.body for reply in replies)
        return "shown" if told or self._showed() else "nothing"

    def wrote(self) -> set[str]:
        """Kinds of entries that were written meanwhile."""
        return {f"entry {kind}" for kind in self.house.kinds() - self._kinds}

    def _showed(self) -> bool:
        new: Iterable[object] = (call for call in self.house.sandbox.calls if call.n > self._calls)
        return any(call.outcome == "ok" and call.method.startswith(_SHOWING) for call in new)  # type: ignore[attr-defined]


def _is_wrong(reply: Reply) -> bool:
    return isinstance(reply.body, dict) and reply.body.get("response_action") == "errors"

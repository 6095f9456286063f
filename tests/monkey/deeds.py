"""Deeds: what somebody may do, and what is in their hands when they do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.domain.crisis import Crisis
from bot.sandbox.cast import PEOPLE
from tests.monkey import sights
from tests.monkey.house import House
from tests.monkey.marks import mark

MOST_CRISES = 7


@dataclass(frozen=True)
class Deed:
    """Something that `who` does; `told` is how the trail names it, `name` the table of what was reached."""

    who: str
    told: str
    do: Callable[[], Awaitable[Any]]
    name: str


@dataclass
class Hands:
    """Of eight people, on one page. `done`: how often each thing was done, by its verb."""

    house: House
    wits: Random
    done: Counter[str] = field(default_factory=Counter)
    begun: int = 0
    deleted: set[str] = field(default_factory=set)

    def deed(self, who: str, told: str, verb: str, name: str = "", /, **args: Any) -> Deed:
        """One of the sandbox's verbs."""
        return Deed(who, f"{who} {told}", lambda: self.house.sandbox.do(who, verb, **args), name or f"page {verb}")

    def seldom(self, names: list[str]) -> str:
        """One of these, rather one that was done seldom."""
        (name,) = self.wits.choices(names, [1 / (1 + self.done[name]) ** 2 for name in names])
        return name

    def may_begin(self) -> bool:
        """Whether there are few crises as yet."""
        return self.begun < MOST_CRISES

    def new_mark(self) -> str:
        """For a crisis that may come to be."""
        self.begun += 1
        return mark(self.begun)

    def crisis(self, crisis_id: str) -> Crisis | None:
        """As the bot knows it."""
        return self.house.bots[0].service.crisis(crisis_id)

    def somebody(self) -> str:
        """Anybody; rather those who may do most: who leads, and the seats that sign and keep the register."""
        return self.wits.choice([*(person.id for person in PEOPLE), *self.leads() * 2, "U05", "U07"])

    def leads(self) -> list[str]:
        """Who leads a crisis."""
        return sorted({crisis.lead for crisis in self.house.bots[0].service.open_crises()} - {self.bot})

    # --- what is there ------------------------------------------------------------------------------------

    def channel(self, who: str) -> Any:
        """Where this person is; crisis channels rather than others."""
        channels = [c for c in sights.channels_of(self.house, who) if not c.is_direct]
        if not channels:
            return None
        ours = [c for c in channels if c.creator == self.bot]
        if ours and self.wits.random() < 0.4:
            return ours[0]  # where most has happened
        return self.wits.choices(channels, [5 if c in ours else 1 for c in channels])[0]

    def crisis_channel(self, who: str) -> Any:
        """One that this person is in."""
        channels = [c for c in self.house.crisis_channels() if who in c.members]
        return self.wits.choice(channels) if channels else None

    def message(self, who: str) -> tuple[Any, Any]:
        """One that this person sees, and its channel; now and then a board."""
        channels = sights.channels_of(self.house, who)
        channel = self.wits.choice(channels) if channels else None
        messages = sights.messages_in(channel) if channel else []
        pinned = [channel.messages[ts] for ts in channel.pins if ts in channel.messages] if channel else []
        if pinned and self.wits.random() < 0.3:
            messages = pinned
        return channel, self.wits.choice(messages) if messages else None

    @property
    def now(self) -> float:
        """The workspace's time."""
        return self.house.sandbox.clock.now()

    @property
    def bot(self) -> str:
        """The bot's own name."""
        return self.house.app.bot_user_id

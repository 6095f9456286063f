"""The monkey: eight people who do anything that the page offers, a bot that falls over, a Slack that fails."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from bot.sandbox import FaultSpec
from bot.sandbox.errors import SlackError
from tests.monkey.deeds import Deed, Player
from tests.monkey.house import House
from tests.monkey.truths import Broken, Truths
from tests.waiting import until

THOROUGH_EVERY = 100
TRAIL = 25
METHODS = (
    "chat.postMessage", "chat.postMessage", "chat.update", "chat.*", "conversations.*", "views.*", "users.info",
    "conversations.create", "conversations.members", "conversations.invite", "conversations.open", "pins.add", "*",
)  # fmt: skip
KINDS = ("rate_limited", "server_error", "error", "drop_before", "drop_after", "delay")
PASSING = ("internal_error", "fatal_error", "service_unavailable")
MINUTE, HOUR, DAY = 60, 3600, 86_400
LEAPS = (
    (MINUTE, 30), (10 * MINUTE, 25), (45 * MINUTE, 15), (6 * HOUR, 10), (20 * HOUR, 6), (4 * DAY, 4), (40 * DAY, 2),
)  # fmt: skip


@dataclass
class Monkey:
    """One run, which its seed and the number of steps name."""

    seed: int
    steps: int
    folder: Path
    trail: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)

    async def play(self) -> None:
        """Raises Broken, with the way that led there."""
        self.wits = Random(self.seed)
        language: Literal["fr", "en"] = "en" if self.seed % 2 else "fr"
        mode: Literal["http", "socket"] = "socket" if self.seed % 4 in (2, 3) else "http"
        hq, follow_up = self.wits.choice(((None, None), ("communication", "crise-suivi"), ("general", None)))
        try:
            async with House(self.folder, mode=mode, language=language, hq=hq, follow_up=follow_up) as house:
                self.house = house
                self.player = Player(house, self.wits)
                self.truths = Truths(house, self.player)
                for number in range(1, self.steps + 1):
                    await self._step(number)
                await self._look_closely()
        except Exception as error:
            raise Broken(self._story(error)) from error

    def _story(self, error: Exception) -> str:
        way = "\n".join(self.trail[-TRAIL:])
        again = f"python -m tests.monkey --seed {self.seed} --steps {len(self.trail)}"
        return f"{error}\n{type(error).__name__} after {len(self.trail)} steps:\n{way}\nAgain: {again}"

    async def _step(self, number: int) -> None:
        told, act = self._chosen(number)
        self.trail.append(f"{number:5} {told}")
        await act()
        self.house.move(self.wits.randint(1, 40))
        await self.house.calm()
        self.truths.cheap()
        if number % THOROUGH_EVERY == 0:
            await self._look_closely()

    def _chosen(self, number: int) -> tuple[str, Callable[[], Awaitable[None]]]:
        chance = self.wits.random()
        if number == 1:
            return self._begin()
        if chance < 0.09:
            return self._time_passes()
        if chance < 0.12:
            return self._storm()
        if chance < 0.15 and self.truths.stormy:
            return "the weather clears", self._clear
        if chance < 0.165:
            return "the bot is started anew", self._restart
        if chance < 0.18:
            return self._crash()
        if chance < 0.19:
            return self._second()
        if chance < 0.24:
            return self._at_once()
        deed = self.player.next()
        return deed.told, lambda: self._do(deed)

    def _begin(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        """Somebody opens a crisis, so that there is something to play with."""
        who = self.wits.choice(("U01", "U02", "U05"))
        channel = self.house.channel_id("general")
        text = f"/crise démarrer Du verre {self.player.new_mark()} @cellule-crise"
        deed = self.player.deed(who, f"types {text!r}", "command", channel=channel, text=text)
        return deed.told, lambda: self._do(deed)

    async def _do(self, deed: Deed) -> None:
        """What Slack itself refuses is nobody's fault; what it took must have been answered."""
        try:
            told = await deed.do()
        except SlackError as refusal:
            self.refusals[refusal.code] += 1
            return
        failed = told.get("failed")
        if failed not in (None, "invalid_form"):
            raise Broken(f"{deed.told} failed: {failed}")

    # --- time, weather, accidents -------------------------------------------------------------------------

    def _time_passes(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        ((most, _),) = self.wits.choices(LEAPS, [weight for _, weight in LEAPS])
        seconds = self.wits.randint(1, most)

        async def pass_time() -> None:
            self.house.move(seconds)

        return f"{seconds} s pass", pass_time

    def _storm(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        kind = self.wits.choice(KINDS)
        fault = FaultSpec(
            method=self.wits.choice(METHODS),
            kind=kind,  # type: ignore[arg-type]  # chosen from the kinds there are
            times=self.wits.randint(1, 6),
            skip=self.wits.randint(0, 3),
            error=self.wits.choice(PASSING),
            seconds=self.wits.choice((0.05, 0.2, 1.2)),
            retry_after=self.wits.choice(("0", "0.1", "0.5")),
        )

        async def rise() -> None:
            self.truths.stormy = True
            self.house.sandbox.faults.add(fault)

        return f"Slack fails: {kind} of {fault.times} {fault.method} after {fault.skip}", rise

    async def _clear(self) -> None:
        await self.house.fair_weather()
        self.truths.cheap()
        self.truths.stormy = False

    async def _restart(self) -> None:
        await self.house.end_bot()
        await self.house.raise_bot()
        await self.house.calm()
        self.truths.forgive()

    def _crash(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        deeds = [self.player.next() for _ in range(self.wits.randint(0, 3))]
        pause = self.wits.choice((0.0, 0.002, 0.01, 0.03))

        async def crash() -> None:
            under_way = [asyncio.create_task(_let(deed)) for deed in deeds]
            await asyncio.sleep(pause)
            was, self.truths.stormy = self.truths.stormy, True
            await self.house.crash()
            await self.house.raise_bot()
            await asyncio.gather(*under_way)
            await self.house.calm()
            self.truths.forgive()
            self.truths.stormy = was

        return "\n      ".join(["the bot dies while", *(deed.told for deed in deeds)]), crash

    def _second(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        if self.house.second is None:
            return "a second bot comes", self.house.raise_second
        return "the second bot goes", self._second_goes

    async def _second_goes(self) -> None:
        await self.house.end_second()
        await self.house.calm()
        self.truths.forgive()

    def _at_once(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        deeds = [self.player.next() for _ in range(self.wits.randint(2, 4))]
        if self.wits.random() < 0.5:
            deeds = [deeds[0]] * len(deeds)

        async def all_do() -> None:
            await asyncio.gather(*(self._do(deed) for deed in deeds))

        return "\n      ".join(["at once:", *(deed.told for deed in deeds)]), all_do

    async def _look_closely(self) -> None:
        await self._clear()
        await until(self.truths.boards_are_fresh, what="the boards' time")
        self.truths.thorough()


async def _let(deed: Deed) -> None:
    """Whoever acts while the bot dies may get no answer."""
    try:
        await deed.do()
    except SlackError:
        return

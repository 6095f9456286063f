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
from tests.monkey import sights, words
from tests.monkey.deeds import Deed
from tests.monkey.house import House
from tests.monkey.journals import Broken
from tests.monkey.player import Player
from tests.monkey.seen import OF_PEOPLE, Seen, Watch
from tests.monkey.stories import CHAPTERS, TOLD, Story
from tests.monkey.truths import Truths
from tests.waiting import until

THOROUGH_EVERY = 100
TRAIL = 25
BOARDS = 120.0  # seconds of real time, on a machine that does other things as well
METHODS = (
    "chat.postMessage", "chat.postMessage", "chat.update", "chat.*", "conversations.*", "views.*", "users.info",
    "conversations.create", "conversations.members", "conversations.invite", "conversations.open", "pins.add", "*",
)  # fmt: skip
KINDS = ("rate_limited", "server_error", "error", "drop_before", "drop_after", "delay")
PASSING = ("internal_error", "fatal_error", "service_unavailable")
LASTING = ("missing_scope", "restricted_action", "ekm_access_denied", "invalid_auth", "token_revoked", "view_too_large")
"""Refusals for good, until somebody has mended their cause."""
DISCONNECTS = ("warning", "refresh_requested", "link_disabled")
MINUTE, HOUR, DAY = 60, 3600, 86_400
LEAPS = (
    (MINUTE, 30), (10 * MINUTE, 25), (45 * MINUTE, 15), (6 * HOUR, 10), (20 * HOUR, 6), (4 * DAY, 4), (40 * DAY, 2),
)  # fmt: skip


Choice = tuple[str, Callable[[], Awaitable[None]]]
"""What the trail says of it, and how it is done."""


@dataclass
class Monkey:
    """One run, which its seed, the number of steps and what was seen before name."""

    seed: int
    steps: int
    folder: Path
    seen: Seen = field(default_factory=Seen)
    trail: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)

    async def play(self) -> None:
        """Raises Broken, with the way that led there."""
        self.wits = Random(self.seed)
        self.seen.seeds.append(self.seed)
        language: Literal["fr", "en"] = "en" if self.seed % 2 else "fr"
        mode: Literal["http", "socket"] = "socket" if self.seed % 4 in (2, 3) else "http"
        hq, follow_up = self.wits.choice(((None, None), ("communication", "crise-suivi"), ("general", None)))
        try:
            async with House(self.folder, mode=mode, language=language, hq=hq, follow_up=follow_up) as house:
                self.house = house
                self.player = Player(house, self.wits, seen=self.seen)
                self.truths = Truths(house, self.player)
                for number in range(1, self.steps + 1):
                    await self._step(number)
                await self._look_closely()
        except Exception as error:
            raise Broken(self._story(error)) from error

    def _story(self, error: Exception) -> str:
        way = "\n".join(self.trail[-TRAIL:])
        seeds = f"--seed {self.seen.seeds[0]}" + (f" --seeds {len(self.seen.seeds)}" if self.seen.seeds[1:] else "")
        again = f"python -m tests.monkey {seeds} --steps {self.steps}"  # what the runs before reached counts
        return f"{error}\n{type(error).__name__} after {len(self.trail)} steps:\n{way}\nAgain: {again}"

    async def _step(self, number: int) -> None:
        told, act = self._chosen(number)
        self.trail.append(f"{number:5} {told}")
        self.house.remember()
        before = self.house.kinds()
        await act()
        self.house.move(self.wits.randint(1, 40))
        await self.house.calm()
        if self._chapter_at(number) not in TOLD:  # what a story wrote nobody has done on the page
            self.seen.kinds += self.house.kinds() - before
        self.truths.cheap()
        if number % THOROUGH_EVERY == 0:
            await self._look_closely()

    def _chosen(self, number: int) -> Choice:
        if number == 1:
            return self._begin()
        if (chapter := self._chapter_at(number)) and self.truths.crises():
            return self._begin() if chapter == "again" else self._chapter(chapter)
        kinds = _ACCIDENTS if self.truths.stormy else [each for each in _ACCIDENTS if each[0] is not Monkey._weather]
        ((make, _),) = self.wits.choices(kinds, [weight for _, weight in kinds])
        self.seen.accidents[make.__name__.strip("_")] += 1
        return make(self)

    def _somebody_acts(self) -> Choice:
        deed = self.player.next()
        return deed.told, lambda: self._watched(deed)

    async def _watched(self, deed: Deed) -> None:
        """Do it, and remember what came of it and what its doer could go on to."""
        stood, watch = sights.names_before(self.house, deed.who), Watch(self.house)
        await self._do(deed)
        await self.house.calm()
        stands = sights.names_before(self.house, deed.who)
        self.seen.came(deed.name, watch.came(), (stands | watch.wrote()) - stood)

    def _chapter_at(self, number: int) -> str:
        """What is told at this step, if anything."""
        return next((name for name, part in CHAPTERS.items() if number == max(2, round(self.steps * part))), "")

    def _chapter(self, name: str) -> Choice:
        """What has happened meanwhile, in the crisis that has gone on for longest; silence is kept in the newest."""
        story = Story(self.house, self.truths.crises()[-1 if name == "silence" else 0])

        async def tell() -> None:
            await getattr(story, name)()

        return f"a story: {name}", tell

    def _weather(self) -> Choice:
        return "the weather clears", self._clear

    def _anew(self) -> Choice:
        return "the bot is started anew", self._restart

    def _begin(self) -> Choice:
        """Somebody opens a crisis, so that there is something to play with."""
        who = self.wits.choice(("U01", "U02", "U05"))
        channel = self.house.channel_id("general")
        text = f"/crise démarrer Du verre {self.player.new_mark()} @cellule-crise"
        deed = self.player.deed(who, f"types {text!r}", "command", channel=channel, text=text)
        return deed.told, lambda: self._do(deed)

    async def _do(self, deed: Deed) -> None:
        """What Slack itself refuses is nobody's fault; what it took must have been answered."""
        told = await deed.do()
        if not told["ok"]:
            self.refusals[told["error"]] += 1
        failed = told.get("failed")
        if failed not in (None, "invalid_form"):
            raise Broken(f"{deed.told} failed: {failed}")

    # --- time, weather, accidents -------------------------------------------------------------------------

    def _time_passes(self) -> Choice:
        ((most, _),) = self.wits.choices(LEAPS, [weight for _, weight in LEAPS])
        seconds = self.wits.randint(1, most)

        async def pass_time() -> None:
            self.house.move(seconds)

        return f"{seconds} s pass", pass_time

    def _storm(self) -> Choice:
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

    def _refusals(self) -> Choice:
        """Something is forbidden, until the weather clears."""
        error, method = self.wits.choice(LASTING), self.wits.choice(METHODS[:-1])
        fault = FaultSpec(method=method, kind="error", times=None, skip=self.wits.randint(0, 3), error=error)

        async def forbid() -> None:
            self.truths.stormy = True
            self.house.sandbox.faults.add(fault)

        return f"Slack forbids {method} after {fault.skip}: {error}", forbid

    def _refused_start(self) -> Choice:
        """Slack lets nobody make a channel, and somebody opens a crisis."""
        deed = words.start(self.player, self.wits.choice(("U01", "U02", "U05")))
        if deed is None:
            return self._somebody_acts()

        async def start() -> None:
            was, self.truths.stormy = self.truths.stormy, True
            self.house.sandbox.faults.add(FaultSpec("conversations.create", "error", error="restricted_action"))
            await self._do(deed)
            await self.house.calm()
            self.truths.cheap()
            self.truths.stormy = was

        return f"Slack makes no channel, and {deed.told}", start

    async def _clear(self) -> None:
        await self.house.fair_weather()
        await self.house.retry_parked()
        await self.house.fair_weather()
        self.truths.cheap()
        self.truths.stormy = False

    async def _restart(self) -> None:
        await self.house.end_bot()
        await self.house.raise_bot()
        await self.house.calm()
        self.truths.forgive()

    def _crash(self) -> Choice:
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

    def _second(self) -> Choice:
        if self.house.second is None:
            return "a second bot comes", self.house.raise_second
        return "the second bot goes", self._second_goes

    async def _second_goes(self) -> None:
        await self.house.end_second()
        await self.house.calm()
        self.truths.forgive()

    def _at_once(self) -> Choice:
        deeds = [self.player.next() for _ in range(self.wits.randint(2, 4))]
        if self.wits.random() < 0.5:
            deeds = [deeds[0]] * len(deeds)

        async def all_do() -> None:
            await asyncio.gather(*(self._do(deed) for deed in deeds))

        return "\n      ".join(["at once:", *(deed.told for deed in deeds)]), all_do

    def _twice(self) -> Choice:
        """Somebody acts, and the request is delivered several times at once."""
        deed = self.player.next()

        async def doubled() -> None:
            self.house.copies = self.wits.choice((2, 2, 3))
            try:
                await self._watched(deed)
            finally:
                self.house.copies = 1

        return f"twice at once: {deed.told}", doubled

    def _again(self) -> Choice:
        """A request that was heard before comes once more, later."""
        if not self.house.sent:
            return self._time_passes()
        sent = self.wits.choice(self.house.sent)

        async def comes() -> None:
            known = self.house.rows("SELECT 1 FROM requests WHERE request_id = ?", sent.request)
            before = self.house.rows(OF_PEOPLE)
            was, self.truths.stormy = self.truths.stormy, True
            await self.house.again(sent)
            await self.house.calm()
            self.truths.cheap()
            self.truths.stormy = was
            if known and self.house.rows(OF_PEOPLE) != before:
                raise Broken(f"{sent.request} had an effect later: {sent.payload}")

        return f"again: {sent.kind} {sent.request}", comes

    def _socket(self) -> Choice:
        """Slack ends a connection, or says that it will; somebody acts meanwhile."""
        if self.house.mode != "socket":
            return self._again()
        reason = self.wits.choice(DISCONNECTS)
        deed = self.player.next()

        async def disturb() -> None:
            under_way = asyncio.create_task(self._do(deed)) if reason != "link_disabled" else None
            was, self.truths.stormy = self.truths.stormy, True  # an event that was under way is told again
            await self.house.sandbox.sockets.disconnect(self.house.app, reason)
            if under_way is not None:
                await under_way
            await self.house.connected()
            await self.house.calm()
            self.truths.cheap()
            self.truths.stormy = was

        return f"Slack says {reason}, while {deed.told if reason != 'link_disabled' else 'nobody acts'}", disturb

    async def _look_closely(self) -> None:
        await self._clear()
        if not self.truths.boards_are_fresh():
            self.house.move(1)  # so that the hand that moves them looks at its clock before its minute is over
        await until(self.truths.boards_are_fresh, seconds=BOARDS, what="the boards' time")
        await self.house.fair_weather()  # the hand that moves them may have found a board gone
        self.truths.thorough()


_ACCIDENTS: list[tuple[Callable[[Monkey], Choice], float]] = [
    (Monkey._somebody_acts, 76), (Monkey._time_passes, 9), (Monkey._at_once, 5), (Monkey._storm, 3),  # noqa: SLF001 - its own table
    (Monkey._weather, 4), (Monkey._anew, 1.5), (Monkey._crash, 1.5), (Monkey._second, 1), (Monkey._refusals, 1.5),  # noqa: SLF001 - as above
    (Monkey._twice, 3), (Monkey._again, 4), (Monkey._socket, 1.5), (Monkey._refused_start, 0.7),  # noqa: SLF001 - as above
]  # fmt: skip


async def _let(deed: Deed) -> None:
    """Whoever acts while the bot dies may get no answer."""
    await deed.do()

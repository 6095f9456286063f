"""One thing that somebody did, and what may come of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from bot.domain.commands import RecordJoin, StartCrisis
from bot.domain.crisis import Crisis
from bot.domain.engine import stranger
from bot.domain.kernel import SLACK, Command, Refused
from bot.domain.regime import Regimes
from bot.library import Library
from bot.locale import Texts, texts_in
from bot.service import Outcome
from bot.slack.client import SlackFailure
from bot.slack.desk import Desk
from bot.slack.people import Reader, soon
from bot.slack.screens import Screen, View
from bot.slack.screens.screen import Carried

Payload = dict[str, Any]

MOST_ADDRESSES = 100
"""Of commands whose crisis has not been opened (yet): forms may be closed without being sent."""


@dataclass(frozen=True, slots=True)
class Say:
    """A private answer. `refused`: it could not be done; `instead`: in the place of the message that was clicked."""

    screen: Screen
    refused: bool = False
    instead: bool = False


@dataclass(frozen=True, slots=True)
class Show:
    """A modal: opened, or pushed onto the one in which the person acts."""

    view: View


@dataclass(frozen=True, slots=True)
class Redraw:
    """The modal in which the person acts, brought up to date.

    `wanted`: what they asked to see, and not what shows them that it is done: if that modal is gone, they are told.
    """

    view: View
    view_id: str
    wanted: bool = False


@dataclass(frozen=True, slots=True)
class Patience:
    """A new crisis, whose channel will be told of by itself; when that takes long, the person hears of it."""

    crisis_id: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """An answer in a channel that one person sees, after a form or a reaction, which have no place of their own."""

    screen: Screen
    channel: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Another modal in the place of the form that was sent."""

    view: View


@dataclass(frozen=True, slots=True)
class Post:
    """A message for everybody in the crisis's channel."""

    crisis: Crisis
    screen: Screen


Answer = Say | Show | Redraw | Replace | Post | Patience | Whisper | None
"""What comes after an action; None: what changed shows by itself."""


@dataclass
class Front:
    """What listeners have at hand besides the desk: playbooks, regimes, tasks that outlive an acknowledgement.

    `at_home`: who has opened a form from the Home tab. `sheets`: the fact sheet that was last posted in each crisis.
    """

    desk: Desk
    library: Library
    regimes: Regimes
    at_home: set[str] = field(default_factory=set)
    sheets: dict[str, Screen] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it after the acknowledgement."""
        task = asyncio.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for what is still under way."""
        if self.tasks:
            await asyncio.wait(set(self.tasks), timeout=seconds)


@dataclass
class Turn:
    """Somebody's action.

    `request_id` names it, `channel` is where (empty: nowhere), `trigger_id` opens a modal; `view` is the modal in
    which it was done, and `submitted` that it was sent by that; `home` says that it was done in the Home tab;
    `nameless`, that nobody may learn who it was.
    """

    front: Front
    request_id: str
    reader: Reader
    channel: str = ""
    trigger_id: str = ""
    response_url: str = ""
    view: View | None = None
    crisis: Crisis | None = None
    home: bool = False
    nameless: bool = False
    submitted: bool = False

    @property
    def desk(self) -> Desk:
        return self.front.desk

    @property
    def user(self) -> str:
        return self.reader.user

    @property
    def texts(self) -> Texts:
        """In the person's own language."""
        return texts_in(self.reader.language)

    @property
    def logged(self) -> str:
        """The name under which the log knows them."""
        return "" if self.nameless else self.user

    def answers(self, crisis_id: str) -> None:
        """That a crisis is open is told where it was asked for. The address is a secret: it is kept in memory only."""
        if self.response_url:
            self.desk.response_urls[crisis_id] = self.response_url
            while len(self.desk.response_urls) > MOST_ADDRESSES:
                del self.desk.response_urls[next(iter(self.desk.response_urls))]

    async def perform(self, command: Command) -> Outcome:
        """Hand in a command. Raises Refused. Who is in the channel without our knowing is let in first."""
        await self._only_people(command)
        try:
            return await self.desk.service.handle(command)
        except Refused:
            crisis = self.desk.service.crisis(command.crisis_id)
            if crisis is None or crisis.is_member(self.user) or not await self._joins(crisis):
                raise
            return await self.desk.service.handle(command)

    async def _only_people(self, command: Command) -> None:
        """A bot is given nothing to do: it would be reminded of it, and nobody would hear. Raises Refused."""
        if isinstance(command, StartCrisis):
            self.may_open()
        people = named(command)
        crisis = self.desk.service.crisis(command.crisis_id) if people else None
        for user in people:
            known = crisis is not None and crisis.is_member(user)
            if not known and (await self.desk.people.reader(user)).is_bot:
                raise Refused("bots_hold_nothing", user=user)

    def may_open(self) -> None:
        """Who may make no channel in Slack, a guest or somebody of another workspace, has none made by us.

        Raises Refused. While Slack does not tell who somebody is, nobody is kept waiting.
        """
        if self.reader.full_member is False:
            raise Refused("only_full_members_open")

    async def admitted(self, crisis: Crisis) -> Crisis:
        """The crisis, when this person belongs to it. Raises Refused."""
        if crisis.is_member(self.user) or await self._joins(crisis):
            return self.desk.service.crisis(crisis.id) or crisis
        raise stranger(crisis)

    async def _joins(self, crisis: Crisis) -> bool:
        """Whether they are in the crisis's channel after all; if so it is written down."""
        if not crisis.channel_id:
            return False
        try:
            if self.user not in await soon(self.desk.people.members_of(crisis.channel_id)):
                return False
        except SlackFailure:
            return False
        if (await self.desk.people.reader(self.user)).is_outside:
            return False
        seen = f"seen:{self.request_id}"
        await self.desk.service.handle(RecordJoin(crisis_id=crisis.id, actor=SLACK, request_id=seen, user=self.user))
        return True


def named(command: Command) -> list[str]:
    """The people to whom a command gives something."""
    seats = getattr(command, "roles", None)
    given = [*seats.values()] if isinstance(seats, dict) else []
    given += [getattr(command, field, None) for field in ("user", "assignee", "owner", "to", "lead")]
    return [user for user in given if isinstance(user, str) and user]


def head(turn: Turn, crisis: Crisis) -> dict[str, Any]:
    """What every command begins with."""
    return {"crisis_id": crisis.id, "actor": turn.user, "request_id": turn.request_id}


Ids = Carried
"""What a button names: the crisis, and a thing in it."""

Doing = Callable[[Turn, Crisis, Ids], Awaitable[Answer]]
"""What a click does, in a crisis to which the person belongs."""

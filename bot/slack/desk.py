"""What every part of this room has at hand, and who the app itself is in the workspace."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot.domain.crisis import Crisis
from bot.domain.guard import Words
from bot.domain.playbook import Language
from bot.library.statements import Statements
from bot.service import Service
from bot.slack.client import Slack
from bot.slack.pace import Pace
from bot.slack.people import People

APP_EVENT = "crisis_bot"
"""The event type of the metadata that our messages carry, so that they are found again."""


@dataclass
class Self:
    """The app's own user, and the address of the workspace. Known once Slack has accepted the token."""

    slack: Slack
    user: str = ""
    bot_id: str = ""
    team: str = ""
    enterprise: str = ""
    url: str = ""

    @property
    def known(self) -> bool:
        """Whether Slack has told."""
        return bool(self.user)

    async def learn(self) -> None:
        """Ask Slack, once. Raises SlackFailure."""
        if not self.known:
            told = await self.slack.call("auth.test")
            self.bot_id, self.team = str(told.get("bot_id", "")), str(told.get("team_id", ""))
            self.enterprise = str(told.get("enterprise_id") or "")
            self.url = str(told.get("url", "")).rstrip("/")
            self.user = str(told["user_id"])

    def is_home_of(self, person: dict[str, Any]) -> bool:
        """Whether somebody of whom `users.info` tells is of this workspace, or of the organisation that it is in."""
        of = str((person.get("enterprise_user") or {}).get("enterprise_id") or "")
        return not self.team or person.get("team_id") in (None, self.team) or (of != "" and of == self.enterprise)


@dataclass
class Desk:
    """The parts that listeners and deliveries share. Channels are ids; `language` serves where nobody's is known.

    `words`: the guard's word lists; `statements`: the templates of texts. `drawn`, `standing`: which state boards and
    notices show, as far as this process knows.
    """

    service: Service
    slack: Slack
    people: People
    me: Self
    language: Language = "en"
    timezone: str = "UTC"
    hq_channel: str | None = None
    followup_channel: str | None = None
    pace: Pace = field(default_factory=Pace)
    words: Mapping[Language, Words] = field(default_factory=dict)
    statements: Statements | None = None
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    drawn: dict[str, tuple[int, int]] = field(default_factory=dict)
    standing: dict[tuple[str, str], int] = field(default_factory=dict)
    opening: asyncio.Lock = field(default_factory=asyncio.Lock)
    response_urls: dict[str, str] = field(default_factory=dict)
    board_locks: defaultdict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def pause(self, seconds: float) -> None:
        """So long, or until the bot stops."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.stopping.wait()


def metadata(crisis: Crisis, **payload: str | int) -> dict[str, object]:
    """What a message of ours carries."""
    return {"event_type": APP_EVENT, "event_payload": {"crisis_id": crisis.id, **payload}}

"""Who somebody is: their language, time zone and name, and who stands behind a user group.

A person is never kept waiting for this: when Slack is slow or says no, the workspace's defaults serve.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import available_timezones

from bot.domain.playbook import Language
from bot.slack.client import Answer, Later, Slack, SlackFailure

T = TypeVar("T")

_LESS_THAN_FULL = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")
_GROUP = re.compile("S[A-Z0-9]{1,20}")
FRESH = 3600.0
"""Seconds for which an answer is kept."""
FORGIVEN = 60.0
"""Seconds before somebody who could not be looked up is tried again."""
PATIENCE = 1.0
"""Seconds to wait for a person's language: an answer to a command is due within three."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A Slack user as somebody to write to.

    `full_member`: neither bot nor guest nor deactivated, nor of another workspace; None while Slack has not told.
    `is_outside`: a bot or a deactivated account, which does nothing in a crisis.
    """

    user: str
    language: Language
    timezone: str
    name: str = ""
    is_bot: bool = False
    is_outside: bool = False
    full_member: bool | None = None


async def soon(work: Coroutine[Any, Any, T]) -> T:
    """What Slack tells within the time that a waiting person has. Raises SlackFailure."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await work
    except TimeoutError:
        raise Later("people", "slow") from None


def is_group(slack_id: str) -> bool:
    """Whether an id names a user group; people's begin with U or W."""
    return _GROUP.fullmatch(slack_id) is not None


class People:
    """What Slack knows of people, kept for an hour. `is_ours`: whether who it tells of is of this workspace."""

    def __init__(self, slack: Slack, is_ours: Callable[[Answer], bool], *, language: Language, timezone: str) -> None:
        self._slack = slack
        self._is_ours = is_ours
        self._language: Language = language
        self._timezone = timezone
        self._zones = available_timezones()
        self._readers: dict[str, tuple[float, Reader]] = {}
        self._asking: dict[str, asyncio.Task[Reader]] = {}
        self._direct: dict[str, str] = {}
        self._opening: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._groups: tuple[float, list[tuple[str, str]]] | None = None

    async def reader(self, user: str) -> Reader:
        """This person; with the workspace's language and time zone when Slack does not say in time."""
        kept = self._readers.get(user)
        if kept and time.monotonic() < kept[0]:
            return kept[1]
        if user not in self._asking:
            self._asking[user] = asyncio.create_task(self._ask(user))
            self._asking[user].add_done_callback(lambda _: self._asking.pop(user, None))
        try:
            async with asyncio.timeout(PATIENCE):
                return await asyncio.shield(self._asking[user])
        except TimeoutError:
            return self.unknown(user)

    def unknown(self, user: str) -> Reader:
        """Somebody of whom Slack has not told."""
        return Reader(user, self._language, self._timezone)

    async def _ask(self, user: str) -> Reader:
        try:
            person = (await self._slack.call("users.info", user=user, include_locale=True))["user"]
        except SlackFailure:
            reader, kept_for = self.unknown(user), FORGIVEN
        else:
            locale, zone = str(person.get("locale") or ""), str(person.get("tz") or "")
            profile = person.get("profile") or {}
            reader = Reader(
                user=user,
                language="fr" if locale.startswith("fr") else "en" if locale else self._language,
                timezone=zone if zone in self._zones else self._timezone,
                name=str(profile.get("display_name") or person.get("real_name") or person.get("name") or ""),
                is_bot=bool(person.get("is_bot")),
                is_outside=bool(person.get("is_bot") or person.get("deleted")),
                full_member=self._is_ours(person) and not any(map(person.get, _LESS_THAN_FULL)),
            )
            kept_for = FRESH
        self._readers[user] = (time.monotonic() + kept_for, reader)
        return reader

    async def expand(self, ids: Iterable[str]) -> list[str]:
        """People and user groups as people, each once, in order. Raises SlackFailure."""
        users: dict[str, None] = {}
        for slack_id in ids:
            if is_group(slack_id):
                answer = await self._slack.call("usergroups.users.list", usergroup=slack_id)
                users.update(dict.fromkeys(answer.get("users", ())))
            else:
                users[slack_id] = None
        return list(users)

    async def groups(self) -> list[tuple[str, str]]:
        """The workspace's user groups, id and name, kept for an hour. Raises SlackFailure."""
        if self._groups is None or time.monotonic() > self._groups[0]:
            answer = await self._slack.call("usergroups.list")
            found = [(str(group["id"]), str(group["name"])) for group in answer.get("usergroups", ())]
            self._groups = (time.monotonic() + FRESH, found)
        return self._groups[1]

    async def members_of(self, channel: str) -> frozenset[str]:
        """Who is in a channel, bots included. Raises SlackFailure."""
        members: set[str] = set()
        cursor: str | None = None
        while True:
            page = await self._slack.call("conversations.members", channel=channel, limit=200, cursor=cursor)
            members.update(page.get("members", ()))
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
            if cursor is None:
                return frozenset(members)

    async def direct_channel(self, user: str) -> str:
        """The channel of the direct messages with somebody. Raises SlackFailure."""
        async with self._opening[user]:
            if user not in self._direct:
                self._direct[user] = str((await self._slack.call("conversations.open", users=user))["channel"]["id"])
        return self._direct[user]

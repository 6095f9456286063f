"""The crisis itself: opened, its channel, who is in it, its level, who sits where."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.domain.kernel import Event
from bot.domain.level import Level
from bot.domain.playbook import Language


class CrisisStarted(Event):
    """The crisis was opened."""

    title: str
    what: str
    link: str
    platforms: tuple[str, ...]
    level: Level
    language: Language
    private: bool
    timezone: str
    lead: str
    invited: tuple[str, ...]
    playbook_digest: str
    origin_channel: str


class ChannelOpened(Event):
    """The crisis has its channel."""

    channel_id: str
    channel_name: str


class ChannelRenamed(Event):
    """The channel bears another name: the one before held words that were removed."""

    channel_name: str


class ChannelFailed(Event):
    """The channel could not be made."""

    error: str


class ChannelRetried(Event):
    """Slack is asked for the channel once more."""


class BoardPosted(Event):
    """The board stands in the channel."""

    ts: str


class BoardLost(Event):
    """The board's message is gone."""


class MemberJoined(Event):
    """Somebody came into the crisis."""

    user: str


class MemberLeft(Event):
    """Somebody left the crisis."""

    user: str


class ChannelArchived(Event):
    """The channel was archived."""


class ChannelRestored(Event):
    """The channel was brought back."""


class LogbookRestored(Event):
    """The database was restored from a backup; what happened after `until` is not in it."""

    until: datetime


class AwarenessSet(Event):
    """When the organisation first knew. `first_seen`: when the first public mention appeared."""

    at: datetime
    source: str = ""
    link: str = ""
    first_seen: datetime | None = None


class LevelProposed(Event):
    """The answers suggest another level; the lead confirms."""

    level: Level
    why: Literal["danger", "score"]


class ProposalDismissed(Event):
    """The lead keeps the level."""

    reason: str = ""


class LevelChanged(Event):
    """Another level."""

    level: Level
    previous: Level
    reason: str = ""


class RoleAssigned(Event):
    """Somebody holds a role."""

    role: str
    user: str


class RoleReleased(Event):
    """A role is empty."""

    role: str
    user: str


class HandedOver(Event):
    """Somebody went off duty; their seats moved before."""

    leaver: str
    to: str
    roles: tuple[str, ...]
    sleeps_until: datetime | None = None
    note: str = ""

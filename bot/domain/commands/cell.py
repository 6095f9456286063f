"""The crisis itself: opening it, its channel, who is in it, its level, who sits where."""

from __future__ import annotations

from datetime import datetime

from bot.domain.kernel import Command
from bot.domain.level import Level
from bot.domain.playbook import Language


class StartCrisis(Command):
    """Open a crisis. `crisis_id` is new. `private` None: by level. `lead` None: who asks.

    `origin_channel` is where it was asked for. (A response_url is a secret: the listener keeps it in memory for
    the `opened` notice, which otherwise goes out as a direct message.)
    """

    title: str
    what: str = ""
    link: str = ""
    platforms: tuple[str, ...] = ()
    level: Level = Level.ORANGE
    language: Language = "en"
    private: bool | None = None
    timezone: str = "UTC"
    lead: str | None = None
    invited: tuple[str, ...] = ()
    playbook_digest: str
    origin_channel: str = ""


class RecordChannel(Command):
    """Slack made the channel."""

    channel_id: str
    channel_name: str


class RecordChannelName(Command):
    """The channel bears another name in Slack."""

    channel_name: str


class RecordChannelFailure(Command):
    """Slack will not make the channel; `error` is Slack's code."""

    error: str


class RetryChannel(Command):
    """Ask Slack again for the channel that it would not make."""


class RecordBoard(Command):
    """The board stands at `ts`. None: it is gone and wants posting again."""

    ts: str | None


class RecordJoin(Command):
    """Somebody is in the crisis channel."""

    user: str


class RecordLeave(Command):
    """Somebody left the crisis channel."""

    user: str


class RecordChannelArchived(Command):
    """The channel was archived by hand, or brought back."""

    archived: bool


class RecordRestoration(Command):
    """The database was restored from a backup, whose last entry is of `until`."""

    until: datetime


class SetAwareness(Command):
    """When the organisation first knew, and when the first public mention appeared, where that is known."""

    at: datetime
    source: str = ""
    link: str = ""
    first_seen: datetime | None = None


class ChangeLevel(Command):
    """Raise (anyone) or lower (lead, deputy) the level."""

    level: Level
    reason: str = ""


class DismissProposal(Command):
    """The lead keeps the present level."""

    reason: str = ""


class AssignRoles(Command):
    """Give seats: role key → user id, or None to empty it."""

    roles: dict[str, str | None]


class HandOver(Command):
    """All seats of `leaver` (None: who asks) go to `to`, with a written sheet."""

    to: str
    leaver: str | None = None
    sleeps_until: datetime | None = None
    note: str = ""

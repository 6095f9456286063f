"""What people were told: summaries and reminders."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.domain.kernel import Event
from bot.domain.level import Level
from bot.domain.model import Model


class SummaryPosted(Event):
    """A summary went to the channel: which entries it covers and what stood where.

    `changes` are journal numbers; the item lists are item keys.
    """

    why: Literal["asked", "cadence", "level", "relief", "stand_down"]
    since: datetime
    since_seq: int
    level: Level
    previous_level: Level | None = None
    changes: tuple[int, ...] = ()
    decisions: tuple[int, ...] = ()  # their numbers
    overdue: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()  # due next
    empty_roles: tuple[str, ...] = ()
    changes_left: int = 0  # how many entries the list leaves out
    overdue_count: int = 0  # of which `overdue` names the longest
    quiet: bool = False  # nothing changed: one line


class Told(Model):
    """One matter that was told: its key, its kind, and the item, role, action … that it is about."""

    key: str
    kind: str
    about: str = ""


class PersonReminded(Event):
    """One batched message to one person."""

    user: str
    matters: tuple[Told, ...]


class OverdueAnnounced(Event):
    """One batched line in the channel about overdue items, once for each; none: what it was to hear waits."""

    items: tuple[str, ...]
    keys: tuple[str, ...]


class SummaryRead(Event):
    """A person read where things stand."""

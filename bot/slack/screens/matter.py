"""The shape of a matter in words, and of the crisis in which it is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.crisis import Crisis
from bot.domain.due import is_late
from bot.locale import Mrkdwn, Texts
from bot.slack.screens import blocks as kit
from bot.slack.screens import items as item_screens
from bot.slack.screens.screen import Block, pack

HARD, ASKED, WORK, SEATS = range(4)
"""What comes first among equals: times that the law or the public keeps, answers, work, people."""


@dataclass(frozen=True, slots=True)
class Told:
    """One matter in words. `subject` tells two that are the same from two that are not.

    `first`: the subject of what it names already, which is not told beside it. `since`: when its time was said, for
    what is told ahead of it.
    """

    subject: str
    rank: int
    due: datetime | None
    name: Mrkdwn
    about: Mrkdwn
    buttons: tuple[Block, ...]
    first: str = ""
    since: datetime | None = None

    @property
    def kind(self) -> str:
        """What it is about, such as an item, a seat or an action."""
        return self.subject.partition(":")[0]

    def late(self, now: datetime) -> bool:
        """Whether its time has passed."""
        return is_late(self.due, now)


@dataclass(frozen=True, slots=True)
class Reading:
    """Of which crisis, in which language, when."""

    crisis: Crisis
    texts: Texts
    now: datetime

    def by(self, moment: datetime) -> Mrkdwn:
        """By when, and whether that has passed."""
        return item_screens.by(moment, self.crisis.timezone, self.texts, self.now)

    def button(self, key: str, verb: str, **ids: object) -> Block:
        """A button of this crisis."""
        return kit.button(self.texts.p(key), verb, pack(c=self.crisis.id, **ids))

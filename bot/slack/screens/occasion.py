"""What a notice is made of: the crisis, the notice's arguments, and how its reader reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Protocol

from bot.domain.checklist import Item, item_of
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.locale import Mrkdwn, Texts, quote
from bot.slack.screens import blocks as kit
from bot.slack.screens.remarks import Remark
from bot.slack.screens.screen import Block, Entries, Screen
from bot.slack.screens.wording import level_name, role_name, title_line


class PastLesson(Protocol):
    """A lesson of an earlier crisis, which is not named."""

    @property
    def happened(self) -> str: ...
    @property
    def cause(self) -> str: ...
    @property
    def change(self) -> str: ...
    @property
    def crisis_id(self) -> str: ...
    @property
    def number(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a notice is made of.

    `lessons`: those of similar crises; `user`: who reads it alone; `workspace`: its web address; `remarks`: the
    guard's, on the text shown; `crises`: all that a reminder speaks of, by their id; `promises`: found in it.
    """

    crisis: Crisis
    args: Mapping[str, Any]
    texts: Texts
    entries: Entries
    now: datetime
    lessons: Sequence[PastLesson] = ()
    user: str = ""
    workspace: str = ""
    remarks: Sequence[Remark] = ()
    crises: Mapping[str, Crisis] = field(default_factory=dict)
    promises: int = 0

    def of(self, crisis: str) -> Occasion | None:
        """The same in another crisis, where the reader may know of it."""
        if crisis == self.crisis.id:
            return self
        found = self.crises.get(crisis)
        return replace(self, crisis=replace(found, timezone=self.crisis.timezone)) if found else None

    def when(self, moment: datetime) -> Mrkdwn:
        """A moment; the day is left out when it is today's."""
        return self.texts.when(moment, self.crisis.timezone, now=self.now)

    def entry(self) -> Recorded:
        """The entry that the notice is about."""
        return self.entries([int(self.args["seq"])])[0]

    @property
    def title(self) -> Mrkdwn:
        """The crisis's title."""
        return quote(title_line(self.crisis, 150), 400)

    @property
    def channel(self) -> Mrkdwn:
        """A link to the crisis's channel, or its title while it has none."""
        return Mrkdwn(f"<#{self.crisis.channel_id}>") if self.crisis.channel_id else self.title

    @property
    def where(self) -> Mrkdwn:
        """The crisis in a sentence: its channel while it is at work, later its title in quotation marks."""
        return self.channel if self.crisis.is_open else self.texts.t("notices.quoted", title=self.title)

    @property
    def level(self) -> str:
        """The level's shape and word."""
        return level_name(self.crisis.playbook, self.crisis.level, self.texts)

    def items(self, keys: Iterable[str]) -> list[Item]:
        """Items by their keys, as they stand now."""
        return [item for key in keys if (item := item_of(self.crisis, key)) is not None]

    def follow_up_role(self, key: str) -> Mrkdwn:
        """Whose a follow-up is; a role rings nobody."""
        spec = next((each for each in self.crisis.playbook.follow_ups if each.key == key), None)
        return quote(role_name(self.crisis.playbook, spec.role, self.texts), 75) if spec else Mrkdwn("")


def one(text: Mrkdwn, *more: Block) -> Screen:
    """A notice of one paragraph, and what can be done about it."""
    return Screen(text, [kit.section(text), *more])

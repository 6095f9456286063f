"""What Slack must be told after an event. Three kinds: cards that mirror state, notices posted once, and the
housekeeping of the channel. Pure policy: who hears what; how it looks and is sent is Slack's room.
"""

from __future__ import annotations

from typing import Any, Literal

from bot.domain.model import Model

Audience = Literal["channel", "hq", "follow_up"]


class Effect(Model):
    """One thing that Slack must be told. `vital` ones hold up the set-up until they worked; extras do not."""

    kind: Literal[
        "open_channel",  # make the dedicated channel; the answer comes back as RecordChannel
        "invite",  # args: users
        "board",  # the board is stale: post it or bring it up to date
        "pin_board",
        "topic",  # the topic is stale
        "bookmark",
        "notice",  # post once; name, to, args
        "archive",
        "unarchive",
    ]
    name: str = ""  # of a notice: which text
    to: str = ""  # of a notice: "channel", "hq", "follow_up", or a user id
    args: dict[str, Any] = {}

    @property
    def vital(self) -> bool:
        """Whether the team cannot work without it."""
        return self.kind in ("open_channel", "board", "invite")

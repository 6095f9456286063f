"""What Slack must be told: the board that mirrors state, notices posted once, the housekeeping of the channel."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from bot.domain.model import Model


class Effect(Model):
    """One thing that Slack must be told. How it looks and is sent is Slack's room."""

    kind: Literal[
        "open_channel",  # make the dedicated channel; the answer comes back as RecordChannel
        "invite",  # args: users
        "board",  # the board is stale: post it or bring it up to date
        "pin_board",
        "topic",  # the topic is stale
        "bookmark",
        "notice",  # post once; name, to, args
        "side_room",  # a private channel for the people named; args: room, people
        "archive",
        "unarchive",
        "home",  # a Home tab that Slack did not take is stale; to: whose
        "renew",  # notices say what was true before an event; args: of which statement or follow_up
        "export",  # the logbook as a file; to: who asked; args: seq, of the entry that says so
        "scrub",  # take removed words back from what stands in Slack; to: who removed them; args: see the sender
    ]
    name: str = ""  # of a notice: which text
    to: str = ""  # of a notice: "channel", "hq", "follow_up", or a user id; of what is one person's: their id
    args: dict[str, Any] = Field(default_factory=dict)

    @property
    def vital(self) -> bool:
        """Whether the team cannot work without it."""
        return self.kind in ("open_channel", "board", "invite")

"""What Slack must be told, one file a concern. A sender does its effect and returns what Slack answered.

Senders may be called again at any time, for the process may die between any two lines: each one first looks
whether its work is already done, and after an uncertain attempt looks into Slack.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.crisis import Crisis
from bot.slack.client import Answer
from bot.slack.desk import Desk
from bot.store.outbox import OutboxRow


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt at one effect. `uncertain`: an earlier attempt may have worked."""

    row: OutboxRow
    crisis: Crisis
    uncertain: bool


Sender = Callable[[Desk, Delivery], Awaitable[Answer]]
"""Raises SlackFailure."""

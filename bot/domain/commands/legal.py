"""The legal clocks."""

from __future__ import annotations

from datetime import datetime

from bot.domain.kernel import Command
from bot.domain.regime import Regime


class StartLegalClock(Command):
    """A regime's clock counts from `started_at`. `owner` None: who asks."""

    regime: Regime
    started_at: datetime
    owner: str | None = None


class AttestNoLegalClock(Command):
    """No legal clock runs, because of this."""

    reason: str


class MeetLegalDeadline(Command):
    """A step of a legal clock is done; `proof` is a link, a number, a name."""

    regime: str
    deadline: str
    proof: str

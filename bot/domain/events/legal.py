"""The legal clocks."""

from __future__ import annotations

from datetime import datetime

from bot.domain.kernel import Event
from bot.domain.regime import Regime


class LegalClockStarted(Event):
    """A legal clock runs: the regime as it stood then."""

    regime: Regime
    started_at: datetime
    owner: str


class NoLegalClockAttested(Event):
    """No legal clock runs, for a reason."""

    reason: str


class LegalDeadlineMet(Event):
    """A step of a legal clock is done."""

    regime: str
    deadline: str
    proof: str
    late: bool = False


class LegalDeadlineMissed(Event):
    """A step's time has passed; said once."""

    regime: str
    deadline: str

"""How times are written in the database: ISO 8601 in UTC with milliseconds, so that text sorts as time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_ALMOST_ONE_MS = timedelta(microseconds=999)


def stamp(moment: datetime) -> str:
    """`2026-03-14T20:41:00.000Z`; what is finer than a millisecond is cut off."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def stamp_not_before(moment: datetime) -> str:
    """The first stamp that is not before `moment`: for due times, which must never come early."""
    return stamp(moment + _ALMOST_ONE_MS)


def moment(text: str) -> datetime:
    """The aware UTC datetime of a stamp."""
    return datetime.fromisoformat(text)


def whole(moment: datetime) -> datetime:
    """`moment` in UTC as a stamp keeps it, so that a state folded from disk equals the one that was written."""
    return moment.astimezone(UTC).replace(microsecond=moment.microsecond // 1000 * 1000)

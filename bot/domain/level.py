"""The four levels of a crisis, in rising order."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """Green is a watch without checklist; red is the whole cell around the clock."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"

    @property
    def rank(self) -> int:
        """0 for green to 3 for red."""
        return _RANKS[self]

    def reaches(self, minimum: Level) -> bool:
        """Whether this level is at least `minimum`."""
        return self.rank >= minimum.rank


_RANKS = {level: rank for rank, level in enumerate(Level)}

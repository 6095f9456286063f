"""A figure, a moment or a name as it stands in a text, before anybody asks what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    DURATION = "duration"
    DATE = "date"
    TIME = "time"
    PLACE = "place"
    NAME = "name"
    CODE = "code"


FIGURES = frozenset({Aspect.COUNT, Aspect.MONEY, Aspect.PERCENT, Aspect.DURATION})
MOMENTS = frozenset({Aspect.DATE, Aspect.TIME})


class Role(StrEnum):
    """What a figure is in its sentence, when it is not the figure itself."""

    PART = "part"  # two of the fourteen
    BEFORE = "before"  # from 45 to 60: the 45
    DIFFERENCE = "difference"  # 2 euros more


@dataclass(frozen=True)
class Found:
    """`start` to `end` with the words that approximate it; `number_end` ends the figure and its unit.

    Values: figures and times (minutes of the day) lie from `low` to `high`; durations are in hours. Dates are
    `month * 100 + day` with a `year` where it is known; a month alone has `high` 99 days after `low`.
    """

    aspect: Aspect
    start: int
    end: int
    low: float = 0
    high: float = 0
    unit: str = ""
    year: int = 0
    role: Role | None = None
    loose: bool = False  # an article or a word that may not be meant as a figure
    names: frozenset[str] = frozenset()  # of a place, a post, a code; the thing of `one train in three`

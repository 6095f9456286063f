"""The severity grid: five marks from 0 to 3 make a level, by a rule that everybody can check."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.level import Level


def level_of_scores(scores: Mapping[str, int]) -> Level:
    """The level of the marks of velocity, reach, media, harm and legal (each 0–3).

    Red: harm or law at 3, or two of velocity, reach, media at 3. Orange: any other 3, or two marks of at
    least 2. Yellow: one mark of 2, or two of at least 1. Green: everything else.
    """
    marks = list(scores.values())
    if scores["harm"] == 3 or scores["legal"] == 3:
        return Level.RED
    if sum(scores[axis] == 3 for axis in ("velocity", "reach", "media")) >= 2:
        return Level.RED
    if 3 in marks or sum(mark >= 2 for mark in marks) >= 2:
        return Level.ORANGE
    if 2 in marks or sum(mark >= 1 for mark in marks) >= 2:
        return Level.YELLOW
    return Level.GREEN

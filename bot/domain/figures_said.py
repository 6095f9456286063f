"""Figures about words and volume: signatures, corrections, lone releases, promises, cases, the peak of mentions."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.domain.redacting import REMOVED


@dataclass(frozen=True, slots=True)
class Promises:
    """Public promises by what became of them."""

    in_time: int = 0
    late: int = 0
    dropped: int = 0
    open: int = 0

    @property
    def made(self) -> int:
        """All of them."""
        return self.in_time + self.late + self.dropped + self.open


@dataclass(frozen=True, slots=True)
class SaidFigures:
    """`waits`: from asking for signatures to the second one, shortest first. `peak`: mentions over the usual level.

    `half_life`: from the highest count of mentions to the first at half of it or less. `media_pieces`: published since
    the start, at the last count. None where nobody has counted.
    """

    waits: tuple[timedelta, ...] = ()
    corrections: int = 0
    lone_releases: int = 0
    promises: Promises = Promises()
    cases: int = 0
    cases_closed: int = 0
    peak: float | None = None
    half_life: timedelta | None = None
    media_pieces: int | None = None

    @property
    def median_wait(self) -> timedelta | None:
        """Half of the texts waited no longer."""
        return timedelta(seconds=median(wait.total_seconds() for wait in self.waits)) if self.waits else None


def said(crisis: Crisis, entries: Iterable[Recorded]) -> SaidFigures:
    """The figures of a whole journal, oldest entry first."""
    told = list(entries)
    published = [statement for statement in crisis.statements.values() if statement.published_at is not None]
    counts = _mentions(told)
    return SaidFigures(
        waits=_waits(told),
        corrections=sum(statement.corrects is not None for statement in published),
        lone_releases=sum(isinstance(entry.event, ev.GlassBroken) for entry in told),
        promises=_promises(crisis),
        cases=len(crisis.cases),
        cases_closed=sum(case.closed_at is not None for case in crisis.cases.values()),
        peak=max((mentions / usual for _, mentions, usual in counts if usual), default=None),
        half_life=_half_life(counts),
        media_pieces=_media_pieces(told),
    )


def _waits(entries: Iterable[Recorded]) -> tuple[timedelta, ...]:
    """A text that was changed or sent back waits anew from the next time that signatures are asked for."""
    asked: dict[int, datetime] = {}
    signed: dict[int, dict[str, set[str]]] = {}
    found = []
    for entry in entries:
        match entry.event:
            case ev.ApprovalRequested(statement=number):
                asked.setdefault(number, entry.at)
            case ev.StatementApproved(statement=number, fingerprint=mark) if number in asked:
                people = signed.setdefault(number, {}).setdefault(mark, set())
                people.add(entry.actor)
                if len(people) > 1:
                    found.append(entry.at - asked.pop(number))
            case ev.StatementEdited(statement=number) | ev.ChangesRequested(statement=number):
                asked.pop(number, None)
                signed.pop(number, None)
    return tuple(sorted(found))


def _promises(crisis: Crisis) -> Promises:
    made = crisis.commitments.values()
    return Promises(
        in_time=sum(promise.kept_at is not None and not promise.late for promise in made),
        late=sum(promise.kept_at is not None and promise.late for promise in made),
        dropped=sum(promise.dropped_at is not None for promise in made),
        open=sum(promise.is_open for promise in made),
    )


def _mentions(entries: Iterable[Recorded]) -> list[tuple[datetime, float, float]]:
    """The counts that were ticked off: when, mentions in the hour, the usual level or nought."""
    found = []
    for entry in entries:
        if isinstance(entry.event, ev.ItemDone) and entry.event.evidence.get("mentions", REMOVED) != REMOVED:
            mentions, usual = (_number(entry.event.evidence.get(key)) for key in ("mentions", "usual"))
            found.append((entry.at, mentions, usual))
    return found


def _media_pieces(entries: Iterable[Recorded]) -> int | None:
    """The last count that was ticked off, also where it was nought."""
    counts = [
        entry.event.evidence["media_pieces"]
        for entry in entries
        if isinstance(entry.event, ev.ItemDone) and entry.event.evidence.get("media_pieces", "") not in ("", REMOVED)
    ]
    return round(_number(counts[-1])) if counts else None


def _number(text: object) -> float:
    try:
        found = float(str(text).replace(",", ".")) if text else 0.0
    except ValueError:
        return 0.0
    return found if math.isfinite(found) else 0.0


def _half_life(counts: list[tuple[datetime, float, float]]) -> timedelta | None:
    if not counts:
        return None
    at, most, _ = max(counts, key=lambda count: count[1])
    return next((when - at for when, mentions, _ in counts if when > at and mentions <= most / 2), None)

"""What must hold of a journal alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import Any

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Recorded
from bot.domain.reminders import CHANNEL_GAP, PERSON_GAP
from tests.monkey.marks import mark_of

PUBLIC = ("holding", "statement", "admission")


class Broken(AssertionError):
    """A truth that does not hold."""


def clock_keeps_silence(crisis: Crisis, entries: list[Recorded]) -> None:
    """Nobody is told twice within ten minutes or of one thing, nor the channel within a quarter of an hour."""
    told: dict[str, list[datetime]] = defaultdict(list)
    matters: Counter[tuple[str, str]] = Counter()
    for entry in entries:
        if isinstance(entry.event, ev.PersonReminded) and entry.event.matters:  # else it waits for its hours
            told[entry.event.user].append(entry.at)
            matters.update((entry.event.user, each.key) for each in entry.event.matters)
    for user, times in told.items():
        if any(later - earlier < PERSON_GAP for earlier, later in pairwise(times)):
            raise Broken(f"{mark_of(crisis)}: {user} is told twice within ten minutes: {times}")
    again = [matter for matter, count in matters.items() if count > 1]
    if again:
        raise Broken(f"{mark_of(crisis)}: told again: {again}")
    times = [entry.at for entry in entries if isinstance(entry.event, ev.OverdueAnnounced) and entry.event.items]
    if any(later - earlier < CHANNEL_GAP for earlier, later in pairwise(times)):
        raise Broken(f"{mark_of(crisis)}: the channel is told twice within a quarter of an hour: {times}")


def published_alone(  # noqa: C901 - one line an event; the house's own rule is not asked, it is what is tested
    entries: list[Recorded],
) -> Iterator[ev.StatementPublished]:
    """Texts that went out though nobody broke the glass and no two others had signed exactly these words."""
    facts: dict[int, tuple[str, str]] = {}
    wording: dict[int, Any] = {}
    cites: dict[int, tuple[int, ...]] = {}
    kinds: dict[int, str] = {}
    writers: dict[int, tuple[str, str]] = {}
    signed: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    broken: set[int] = set()

    def words(number: int) -> Any:
        return wording[number], [(cited, facts.get(cited)) for cited in cites[number]]

    for entry in entries:
        event = entry.event
        if isinstance(event, ev.FactAdded):
            facts[event.number] = event.text, event.status
        elif isinstance(event, ev.FactChanged):
            facts[event.fact] = event.text, event.status
        elif isinstance(event, ev.StatementDrafted):
            kinds[event.number] = event.statement_kind
            wording[event.number], cites[event.number] = event.texts, event.cites
            writers[event.number] = entry.actor, entry.actor
        elif isinstance(event, ev.StatementEdited):
            wording[event.statement], cites[event.statement] = event.texts, event.cites
            writers[event.statement] = writers[event.statement][0], entry.actor
        elif isinstance(event, ev.StatementApproved):
            signed[event.statement].append((entry.actor, words(event.statement)))
        elif isinstance(event, ev.GlassBroken):
            broken.add(event.statement)
        elif isinstance(event, ev.StatementPublished) and event.statement is not None:
            number = event.statement
            by = {user for user, what in signed[number] if what == words(number)} - set(writers[number])
            if kinds[number] in PUBLIC and number not in broken and len(by) < 2:
                yield event

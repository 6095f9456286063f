"""The fact sheet: what is established, probable, unknown or rumoured, and what each was before."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.said import Fact, FactVersion
from bot.domain.texts import typed

ESTABLISHED = "established"
CERTAIN_ENOUGH = {"holding": ("established", "probable")}
"""Which facts a kind of text may cite; every other kind only established ones."""


@decides(cmd.AddFact, when="any")
def add_fact(crisis: Crisis, command: cmd.AddFact, now: datetime) -> list[Event]:
    """An established fact bears a source and the name of who checked it."""
    del now
    _sourced(command.status, command.source)
    return [
        ev.FactAdded(
            number=len(crisis.facts) + 1,
            text=typed(command.text),
            status=command.status,
            source=typed(command.source, optional=True),
            checked_by=_checker(command),
        )
    ]


@decides(cmd.ChangeFact, when="any")
def change_fact(crisis: Crisis, command: cmd.ChangeFact, now: datetime) -> list[Event]:
    """Known better now; every signature on a text that cites it falls with it."""
    del now
    fact = crisis.facts.get(command.fact)
    if fact is None:
        raise Refused("no_such_fact", number=command.fact)
    text = fact.now.text if command.text is None else typed(command.text)
    source = typed(command.source, optional=True) or fact.now.source
    _sourced(command.status, source)
    if (text, command.status, source) == (fact.now.text, fact.now.status, fact.now.source):
        raise Refused("fact_unchanged", number=command.fact)
    return [
        ev.FactChanged(fact=command.fact, text=text, status=command.status, source=source, checked_by=_checker(command))
    ]


def _sourced(status: str, source: str) -> None:
    if status == ESTABLISHED and not source.strip():
        raise Refused("source_missing")


def _checker(command: cmd.AddFact | cmd.ChangeFact) -> str | None:
    return command.checked_by or (command.actor if command.status == ESTABLISHED else None)


@applies(ev.FactAdded)
def fact_added(crisis: Crisis, event: ev.FactAdded, recorded: Recorded) -> Crisis:
    """One more."""
    fact = Fact(number=event.number, versions=(_version(event, recorded),))
    return replace(crisis, facts={**crisis.facts, event.number: fact})


@applies(ev.FactChanged)
def fact_changed(crisis: Crisis, event: ev.FactChanged, recorded: Recorded) -> Crisis:
    """What it was stays."""
    fact = crisis.facts[event.fact]
    fact = replace(fact, versions=(*fact.versions, _version(event, recorded)))
    return replace(crisis, facts={**crisis.facts, event.fact: fact})


def _version(event: ev.FactAdded | ev.FactChanged, recorded: Recorded) -> FactVersion:
    return FactVersion(
        text=event.text,
        status=event.status,
        source=event.source,
        checked_by=event.checked_by,
        by=recorded.actor,
        at=recorded.at,
        seq=recorded.seq,
    )


def uncertain(crisis: Crisis, kind: str, cites: tuple[int, ...]) -> list[Fact]:
    """The cited facts that a text of this kind must not rest on."""
    allowed = CERTAIN_ENOUGH.get(kind, (ESTABLISHED,))
    return [crisis.facts[n] for n in cites if n in crisis.facts and crisis.facts[n].now.status not in allowed]

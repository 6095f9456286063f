"""Commands, events, refusals, and the two tables that route them: `decide` and `apply`.

Every concept's file registers its rules here with `@decides(Command)` and `@applies(Event)`, so that there is
one way into the domain: `decide(crisis, command, now) -> events`, then `apply(crisis, recorded) -> crisis`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from bot.domain.model import Model

if TYPE_CHECKING:
    from bot.domain.crisis import Crisis

CLOCK = "clock"
SLACK = "slack"
OPERATOR = "operator"
"""Who runs the bot, at the command line."""
SYSTEM = frozenset({CLOCK, SLACK, OPERATOR})
ANONYMOUS = "anonymous"
"""Who answers the debrief's form."""


class Command(Model):
    """Somebody wants something of one crisis.

    `actor` is a Slack user id, or `clock`, or `slack` (an answer of Slack's own), or `operator`. `request_id` names the
    request: a second command with the same one changes nothing and gets the first one's outcome.
    """

    crisis_id: str
    actor: str
    request_id: str = ""


class Event(Model):
    """Something that happened, in the past tense. Its class name is its kind in the journal."""

    kinds: ClassVar[dict[str, type[Event]]] = {}
    untimed: ClassVar[bool] = False  # dated by the day only, so that nobody can tell who it was

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        Event.kinds[cls.__name__] = cls

    @property
    def kind(self) -> str:
        """The name under which the journal keeps it."""
        return type(self).__name__


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the crisis's journal: sequence number from 1, time (aware UTC), actor."""

    seq: int
    at: datetime
    actor: str
    event: Event


class Refused(Exception):
    """What was asked cannot be done. `code` names the text that says why and what to do next."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


C = TypeVar("C", bound=Command)
E = TypeVar("E", bound=Event)
When = Literal["new", "open", "closed", "any"]
Decider = Callable[["Crisis", Any, datetime], list[Event]]
Applier = Callable[["Crisis", Any, Recorded], "Crisis"]

_deciders: dict[type[Command], tuple[When, Decider]] = {}
_appliers: dict[type[Event], Applier] = {}


def decides(
    command: type[C], *, when: When = "open"
) -> Callable[[Callable[[Crisis, C, datetime], list[Event]]], Callable[[Crisis, C, datetime], list[Event]]]:
    """Register the rule of a command. `when`: the crisis must be open, closed (stood down), or either."""

    def register(rule: Callable[[Crisis, C, datetime], list[Event]]) -> Callable[[Crisis, C, datetime], list[Event]]:
        _deciders[command] = (when, rule)
        return rule

    return register


def applies(
    event: type[E],
) -> Callable[[Callable[[Crisis, E, Recorded], Crisis]], Callable[[Crisis, E, Recorded], Crisis]]:
    """Register what an event changes."""

    def register(rule: Callable[[Crisis, E, Recorded], Crisis]) -> Callable[[Crisis, E, Recorded], Crisis]:
        _appliers[event] = rule
        return rule

    return register


def rule_of(command: type[Command]) -> tuple[When, Decider]:
    """The rule of a command, and when it may be asked for."""
    return _deciders[command]


def applier_of(event: type[Event]) -> Applier | None:
    """What an event changes; None for one that is only remembered in the journal."""
    return _appliers.get(event)

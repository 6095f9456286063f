"""What Slack refuses for good is told to the lead, once: a notice that is written down with the refusal itself."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.slack.client import Denied

NAME = "trouble"


def trouble(crisis: Crisis, what: str, error: str, *, needed: str = "", users: Iterable[str] = ()) -> Effect:
    """Word to the lead that `what` (a kind of effect) failed."""
    args = {"what": what, "error": error, "needed": needed, "users": sorted(users)}
    return Effect(kind="notice", name=NAME, to=crisis.lead, args={name: value for name, value in args.items() if value})


def refused(crisis: Crisis, kind: str, name: str, denied: Denied) -> Effect | None:
    """What is told of an effect that Slack refused: of the channel the crisis tells, of this notice nobody."""
    if kind == "open_channel" or name == NAME:
        return None
    return trouble(crisis, kind, denied.error, needed=str(denied.answer.get("needed", "")))


def left_out(crisis: Crisis, answer: dict[str, object]) -> Effect | None:
    """What is told of an invitation that did not reach everybody."""
    errors = answer.get("left_out")
    if not isinstance(errors, dict) or not errors:
        return None
    return trouble(crisis, "invite", next(iter(errors.values())), users=errors)

"""What Slack refuses for good is told to the lead, once: a notice that is written down with the refusal itself."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.slack.client import Denied
from bot.store.outbox import OutboxRow

NAME, SCRUBBED = "trouble", "scrubbed"


def trouble(
    crisis: Crisis, what: str, error: str, *, to: str = "", needed: str = "", users: Iterable[str] = ()
) -> Effect:
    """Word to the lead, or to somebody else, that `what` (a kind of effect) failed."""
    args = {"what": what, "error": error, "needed": needed, "users": sorted(users)}
    return Effect(
        kind="notice", name=NAME, to=to or crisis.lead, args={name: value for name, value in args.items() if value}
    )


def refused(crisis: Crisis, row: OutboxRow, denied: Denied) -> Effect | None:
    """What is told of an effect that Slack refused: of the channel the crisis tells, of this notice nobody."""
    if row.kind == "open_channel" or row.name == NAME:
        return None
    needed, theirs = str(denied.answer.get("needed", "")), _whose(crisis, row)
    return trouble(crisis, row.kind, denied.error, to=theirs, needed=needed, users=[theirs] if theirs else ())


def _whose(crisis: Crisis, row: OutboxRow) -> str:
    """Whose affair it is alone: who hears that it failed; empty: the lead's."""
    if row.kind == "side_room":
        return crisis.side_rooms[int(row.args["room"])].by
    return row.to if row.kind in ("home", "scrub", "export") else ""


def told_of(crisis: Crisis, row: OutboxRow, answer: dict[str, object]) -> Effect | None:
    """What is told once an effect is done: who was not invited, and what became of removed words."""
    if row.kind == "scrub":
        return Effect(
            kind="notice", name=SCRUBBED, to=row.to, args={**answer, "of": row.id}
        )  # of each removal, not once
    errors = answer.get("left_out")
    if not isinstance(errors, dict) or not errors:
        return None
    return trouble(crisis, "invite", next(iter(errors.values())), users=errors)

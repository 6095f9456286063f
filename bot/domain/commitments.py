"""The register of public promises: exact words, owner, date, proof; kept, late or given up, never forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import put_statement
from bot.domain.checklist import settle
from bot.domain.crisis import Crisis
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.public_update import followed
from bot.domain.said import Commitment, Statement
from bot.domain.texts import typed


@decides(cmd.ConfirmCommitments, when="any")
def confirm_commitments(crisis: Crisis, command: cmd.ConfirmCommitments, now: datetime) -> list[Event]:
    """What a published text promises, or that it promises nothing: either way somebody has looked."""
    statement = crisis.statements.get(command.statement)
    if statement is None or statement.published_at is None:
        raise Refused("no_such_statement", number=command.statement)
    if not command.commitments:
        if statement.promises_told:
            raise Refused("promises_told", number=command.statement)
        done = settle(crisis, Records.PROMISES, {"promises": "—"}, now)
        return [*done, ev.NoCommitmentAttested(statement=command.statement)]
    fresh = [new for new in command.commitments if not registered(crisis, command.statement, new.words, new.place)]
    if not fresh:
        raise Refused("promises_told", number=command.statement)
    first = len(crisis.commitments) + 1
    made = [
        ev.CommitmentMade(
            number=first + index,
            statement=command.statement,
            words=typed(new.words),
            owner=new.owner,
            due=new.due,
            expected_proof=typed(new.expected_proof),
            place=new.place,
        )
        for index, new in enumerate(fresh)
    ]
    words = "\n".join(commitment.words for commitment in made)
    following = followed(crisis, command.next_at, now)
    return [*settle(crisis, Records.PROMISES, {"promises": words}, now), *made, *following]


def registered(crisis: Crisis, statement: int, words: str, place: int | None) -> bool:
    """Whether a promise of a text stands in the register: in these words, or the same sentence in others."""
    return any(
        made.statement == statement and (made.words == typed(words) or (place is not None and made.place == place))
        for made in crisis.commitments.values()
    )


def unconfirmed(crisis: Crisis) -> list[Statement]:
    """The published texts of which nobody has said yet what they promise, the oldest first."""
    return [each for each in crisis.statements.values() if each.published_at is not None and not each.promises_told]


@applies(ev.CommitmentMade)
def commitment_made(crisis: Crisis, event: ev.CommitmentMade, recorded: Recorded) -> Crisis:
    """Its owner belongs to the crisis."""
    commitment = Commitment(made_at=recorded.at, seq=recorded.seq, **event.model_dump())
    crisis = put_statement(crisis, event.statement, promises_told=True)
    return replace(
        crisis,
        commitments={**crisis.commitments, event.number: commitment},
        members=crisis.members | {event.owner},
    )


@applies(ev.NoCommitmentAttested)
def no_commitment(crisis: Crisis, event: ev.NoCommitmentAttested, _: Recorded) -> Crisis:
    """Somebody has looked."""
    return put_statement(crisis, event.statement, promises_told=True)


@decides(cmd.KeepCommitment, when="any")
def keep_commitment(crisis: Crisis, command: cmd.KeepCommitment, now: datetime) -> list[Event]:
    """On proof only."""
    commitment = _owed(crisis, command.commitment)
    if not command.proof.strip():
        raise Refused("proof_missing", expected=commitment.expected_proof)
    return [ev.CommitmentKept(commitment=commitment.number, proof=typed(command.proof), late=now > commitment.due)]


@applies(ev.CommitmentKept)
def commitment_kept(crisis: Crisis, event: ev.CommitmentKept, recorded: Recorded) -> Crisis:
    """Kept, perhaps late."""
    return _put(crisis, event.commitment, kept_at=recorded.at, proof=event.proof, late=event.late)


@decides(cmd.PostponeCommitment, when="any")
def postpone_commitment(crisis: Crisis, command: cmd.PostponeCommitment, now: datetime) -> list[Event]:
    """If it is late, say so and give a new date."""
    commitment = _owed(crisis, command.commitment)
    if command.due <= max(now, commitment.due):
        raise Refused("due_not_later")
    reason = typed(command.reason)
    return [ev.CommitmentPostponed(commitment=commitment.number, due=command.due, reason=reason)]


@applies(ev.CommitmentPostponed)
def commitment_postponed(crisis: Crisis, event: ev.CommitmentPostponed, _: Recorded) -> Crisis:
    """The account will tell."""
    postponed = crisis.commitments[event.commitment].postponed + 1
    return _put(crisis, event.commitment, due=event.due, reason=event.reason, postponed=postponed, late=True)


@decides(cmd.DropCommitment, when="any")
def drop_commitment(crisis: Crisis, command: cmd.DropCommitment, now: datetime) -> list[Event]:
    """Given up in the open."""
    del now
    commitment = _owed(crisis, command.commitment)
    return [ev.CommitmentDropped(commitment=commitment.number, reason=typed(command.reason))]


@applies(ev.CommitmentDropped)
def commitment_dropped(crisis: Crisis, event: ev.CommitmentDropped, recorded: Recorded) -> Crisis:
    """The account will tell."""
    return _put(crisis, event.commitment, dropped_at=recorded.at, reason=event.reason)


def _owed(crisis: Crisis, number: int) -> Commitment:
    commitment = crisis.commitments.get(number)
    if commitment is None:
        raise Refused("no_such_commitment", number=number)
    if not commitment.is_open:
        raise Refused("commitment_closed", number=number)
    return commitment


def _put(crisis: Crisis, number: int, **changes: object) -> Crisis:
    commitment = replace(crisis.commitments[number], **changes)  # type: ignore[arg-type]
    return replace(crisis, commitments={**crisis.commitments, number: commitment})

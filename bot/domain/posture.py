"""The posture: speak, reply one by one, or watch. Silence is allowed when it is a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.approvals import put_statement
from bot.domain.checklist import settle
from bot.domain.crisis import Crisis, Posture, PostureState, Publication
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.said import StatementStatus
from bot.domain.texts import typed


@decides(cmd.DecidePosture)
def decide_posture(crisis: Crisis, command: cmd.DecidePosture, now: datetime) -> list[Event]:
    """A reason always; a time to look at it again unless the posture is to speak, two points ahead at most."""
    if not command.reason.strip():
        raise Refused("reason_missing")
    if command.posture is not Posture.SPEAK:
        if command.review_at is None:
            raise Refused("review_time_missing")
        latest = now + 2 * timedelta(minutes=crisis.rules.situation_point)
        if command.posture is Posture.WATCH and command.review_at > latest:
            raise Refused("review_too_late", latest=latest)
    if command.review_at is not None and command.review_at <= now:
        raise Refused("due_in_past")
    reason = typed(command.reason)
    evidence: cmd.Evidence = {
        "posture": command.posture.value,
        "reason": reason,
        "review_at": command.review_at.isoformat() if command.review_at else "",
    }
    done = settle(crisis, Records.POSTURE, evidence, now)
    return [*done, ev.PostureDecided(posture=command.posture, reason=reason, review_at=command.review_at)]


@applies(ev.PostureDecided)
def posture_decided(crisis: Crisis, event: ev.PostureDecided, recorded: Recorded) -> Crisis:
    """Items that sleep unless the organisation speaks wake or fall asleep by themselves."""
    return replace(
        crisis,
        posture=PostureState(posture=event.posture, reason=event.reason, review_at=event.review_at, seq=recorded.seq),
    )


@applies(ev.StatementPublished)
def statement_published(crisis: Crisis, event: ev.StatementPublished, recorded: Recorded) -> Crisis:
    """What counts from the latest public text counts anew; what was promised is kept."""
    out = Publication(at=event.at, link=event.link, channels=event.channels, seq=recorded.seq)
    crisis = replace(crisis, publications=(*crisis.publications, out), promised=None)
    if event.statement is None:
        return crisis
    statement = crisis.statements[event.statement]
    if statement.corrects is not None:
        crisis = put_statement(crisis, statement.corrects, corrected_by=event.statement)
    return put_statement(
        crisis,
        event.statement,
        status=StatementStatus.PUBLISHED,
        published_at=event.at,
        published_seq=recorded.seq,
        link=event.link,
        channels=event.channels,
    )

"""What ticking an item writes down besides: roles, danger, awareness, severity, posture, a publication."""

from __future__ import annotations

from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.crisis import Crisis, Posture
from bot.domain.danger import danger
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Refused
from bot.domain.level import Level
from bot.domain.severity import level_of_scores

ROLE_FIELDS = ("crisis_lead", "deputy", "scribe")
AXES = ("velocity", "reach", "media", "harm", "legal")


def recorded_with(crisis: Crisis, records: Records | None, evidence: cmd.Evidence, now: datetime) -> list[Event]:
    """The events that come with a tick whose evidence says something about the crisis itself."""
    match records:
        case Records.ROLES:
            return _roles(crisis, evidence)
        case Records.DANGER:
            danger = evidence.get("danger") == "yes" and crisis.level is not Level.RED
            return [ev.LevelProposed(level=Level.RED, why="danger")] if danger else []
        case Records.AWARENESS:
            return _awareness(evidence, now)
        case Records.SEVERITY:
            return _severity(crisis, evidence)
        case Records.LEVEL:
            return _level(crisis, evidence)
        case Records.POSTURE:
            return _posture(evidence, now)
        case Records.PUBLICATION:
            return _publication(evidence, now)
        case Records.LEGAL | Records.HOLDING | Records.APPROVALS | Records.PROMISES | None:
            return []


def _text(evidence: cmd.Evidence, key: str) -> str:
    value = evidence.get(key, "")
    return value if isinstance(value, str) else ", ".join(value)


def _time(evidence: cmd.Evidence, key: str) -> datetime | None:
    text = _text(evidence, key)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("evidence_invalid", field=key) from None
    if moment.tzinfo is None:
        raise Refused("evidence_invalid", field=key)
    return moment


def _roles(crisis: Crisis, evidence: cmd.Evidence) -> list[Event]:
    named = {role: _text(evidence, role) for role in ROLE_FIELDS}
    return [
        ev.RoleAssigned(role=role, user=user) for role, user in named.items() if user and crisis.roles.get(role) != user
    ]


def _awareness(evidence: cmd.Evidence, now: datetime) -> list[Event]:
    at = _time(evidence, "at")
    if at is None:
        return []
    seen = _time(evidence, "first_seen")
    if at > now or (seen is not None and seen > now):
        raise Refused("awareness_in_future")
    return [
        ev.AwarenessSet(at=at, source=_text(evidence, "source"), link=_text(evidence, "link"), first_seen=seen),
    ]


def _severity(crisis: Crisis, evidence: cmd.Evidence) -> list[Event]:
    """What the marks make; below red only where nobody is in danger, which weighs more than any mark."""
    try:
        scores = {axis: int(_text(evidence, axis)) for axis in AXES if evidence.get(axis)}
    except ValueError:
        raise Refused("evidence_invalid", field="severity") from None
    if len(scores) < len(AXES):
        return []
    level = level_of_scores(scores)
    outweighed = level is not Level.RED and danger(crisis) is not None
    return [] if outweighed or level is crisis.level else [ev.LevelProposed(level=level, why="score")]


def _level(crisis: Crisis, evidence: cmd.Evidence) -> list[Event]:
    try:
        level = Level(_text(evidence, "level"))
    except ValueError:
        return []
    return [] if level is crisis.level else [ev.LevelProposed(level=level, why="score")]


def _posture(evidence: cmd.Evidence, now: datetime) -> list[Event]:
    try:
        posture = Posture(_text(evidence, "posture"))
    except ValueError:
        raise Refused("evidence_invalid", field="posture") from None
    review_at = _time(evidence, "review_at")
    if posture is not Posture.SPEAK and review_at is None:
        raise Refused("review_time_missing")
    if review_at is not None and review_at <= now:
        raise Refused("due_in_past")
    return [ev.PostureDecided(posture=posture, reason=_text(evidence, "reason"), review_at=review_at)]


def _publication(evidence: cmd.Evidence, now: datetime) -> list[Event]:
    """The public text, and the next appointment that it announces."""
    at, link, channels = _time(evidence, "at") or now, _text(evidence, "link"), _text(evidence, "channels")
    events: list[Event] = [ev.StatementPublished(at=at, link=link, channels=channels)]
    following = _time(evidence, "next_at")
    if following is not None:
        if following <= now:
            raise Refused("due_in_past")
        events.append(ev.UpdatePromised(at=following))
    return events

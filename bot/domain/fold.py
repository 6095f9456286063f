"""Folding the journal: one recorded event after another makes the state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.domain import events as ev
from bot.domain.crisis import Crisis, hand_on
from bot.domain.kernel import Event, Recorded, applier_of
from bot.domain.playbook import Playbook
from bot.domain.working_time import zone

REPORTED: tuple[type[Event], ...] = (
    ev.AwarenessSet,
    ev.LevelChanged,
    ev.RoleAssigned,
    ev.RoleReleased,
    ev.ItemDone,
    ev.ItemReopened,
    ev.ItemMarkedNotApplicable,
    ev.ItemAdded,
    ev.NoteAdded,
    ev.PostureDecided,
    ev.StatementPublished,
    ev.DecisionRecorded,
    ev.UpdatePromised,
    ev.UpdateMissed,
    ev.HandedOver,
    ev.LegalClockStarted,
    ev.NoLegalClockAttested,
    ev.LegalDeadlineMet,
    ev.LegalDeadlineMissed,
    ev.LessonRecorded,
    ev.ActionPlanned,
    ev.ActionPostponed,
    ev.ActionClosed,
    ev.FactAdded,
    ev.FactChanged,
    ev.StatementDrafted,
    ev.StatementApproved,
    ev.ChangesRequested,
    ev.GlassBroken,
    ev.GlassRatified,
    ev.RatificationMissed,
    ev.GatePassed,
    ev.CommitmentMade,
    ev.CommitmentKept,
    ev.CommitmentPostponed,
    ev.CommitmentDropped,
    ev.CaseOpened,
    ev.CaseRescheduled,
    ev.CaseClosed,
    ev.SideRoomOpened,
)
"""What a summary speaks of; the rest is the bot's own bookkeeping."""

MILESTONES: tuple[type[Event], ...] = (
    ev.AwarenessSet,
    ev.LevelChanged,
    ev.PostureDecided,
    ev.StatementPublished,
    ev.UpdateMissed,
    ev.GlassBroken,
    ev.LegalClockStarted,
    ev.LegalDeadlineMissed,
    ev.HandedOver,
)
"""The turning points of a crisis: its closing report tells them all."""

RECENT_LIMIT = 200
MILESTONES_LIMIT = 100


def begin(crisis_id: str, recorded: Recorded, playbook: Playbook) -> Crisis:
    """The state after the first entry of the journal, which is always `CrisisStarted`."""
    started = recorded.event
    if not isinstance(started, ev.CrisisStarted):
        raise TypeError(f"a journal begins with CrisisStarted, not {started.kind}")
    people = frozenset({recorded.actor, started.lead, *started.invited})
    return Crisis(
        id=crisis_id,
        playbook=playbook,
        title=started.title,
        what=started.what,
        link=started.link,
        platforms=started.platforms,
        level=started.level,
        level_seq=recorded.seq,
        language=started.language,
        private=started.private,
        timezone=zone(started.timezone).key,
        started_at=recorded.at,
        started_by=recorded.actor,
        members=people,
        nudged={recorded.actor: recorded.at},
        seq=recorded.seq,
        last_at=recorded.at,
    )


def apply(crisis: Crisis, recorded: Recorded) -> Crisis:
    """The state after one more entry."""
    applier = applier_of(type(recorded.event))
    after = applier(crisis, recorded.event, recorded) if applier else crisis
    recent, milestones = after.recent, after.milestones
    if isinstance(recorded.event, REPORTED):
        recent = (*recent[-RECENT_LIMIT + 1 :], recorded)
    if recorded.event.kind == "SummaryPosted":
        passed = tuple(r for r in crisis.recent if isinstance(r.event, MILESTONES))
        milestones = (*crisis.milestones, *passed)[-MILESTONES_LIMIT:]
    last_at = max(crisis.last_at, recorded.at)  # what is nobody's is dated by its day
    after = after.but(recent=recent, milestones=milestones, seq=recorded.seq, last_at=last_at)
    hand_on(crisis, after)
    return after


def advance(crisis: Crisis, events: Iterable[Event], now: datetime, actor: str) -> Crisis:
    """The state that would be, if these events were recorded now."""
    for event in events:
        crisis = apply(crisis, Recorded(seq=crisis.seq + 1, at=now, actor=actor, event=event))
    return crisis

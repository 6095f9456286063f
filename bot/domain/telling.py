"""Who hears what after an event. Everything else is silence: the board says it in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bot.domain import events as ev
from bot.domain.approvals import fallen, is_approved, put_statement
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.kernel import Event, Recorded
from bot.domain.overtaken import overtaken

BOARD = Effect(kind="board")
TOPIC = Effect(kind="topic")
PIN = Effect(kind="pin_board")

ON_BOARD: tuple[type[Event], ...] = (
    ev.BoardLost,
    ev.LogbookRestored,
    ev.ChannelRestored,  # what changed while it was archived was not shown
    ev.AwarenessSet,
    ev.LevelProposed,
    ev.ProposalDismissed,
    ev.LevelChanged,
    ev.RoleAssigned,
    ev.RoleReleased,
    ev.ItemDone,
    ev.ItemReopened,
    ev.ItemCameRound,
    ev.ItemMarkedNotApplicable,
    ev.ItemAssigned,
    ev.ItemRescheduled,
    ev.ItemAdded,
    ev.CoreFinished,
    ev.DecisionRecorded,
    ev.PostureDecided,
    ev.StatementPublished,
    ev.SummaryPosted,
    ev.OverdueAnnounced,
    ev.CrisisStoodDown,
    ev.CrisisReopened,
    ev.FollowUpSent,
    ev.FollowUpCompleted,
    ev.FollowUpSnoozed,
    ev.FollowUpAssigned,
    ev.FollowUpOverdue,
    ev.UpdatePromised,
    ev.UpdateMissed,
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
    ev.StatementEdited,
    ev.ApprovalRequested,
    ev.StatementApproved,
    ev.ChangesRequested,
    ev.StatementWithdrawn,
    ev.GlassBroken,
    ev.GlassRatified,
    ev.CommitmentMade,
    ev.NoCommitmentAttested,
    ev.CommitmentKept,
    ev.CommitmentPostponed,
    ev.CommitmentDropped,
    ev.CaseOpened,
    ev.CaseRescheduled,
    ev.CaseClosed,
)
"""What the board shows, and therefore makes it stale."""

Teller = Callable[[Crisis, Any, Recorded], list[Effect]]


def notice(name: str, to: str, **args: Any) -> Effect:
    """A message that is posted once; `args` name entries and people, texts are made when it is sent."""
    return Effect(kind="notice", name=name, to=to, args=args)


def effects(crisis: Crisis, recorded: Recorded, before: Crisis | None = None) -> tuple[Effect, ...]:
    """What Slack must be told; `crisis` is the state after the event, `before` the one that it changed."""
    event = recorded.event
    stale = [BOARD] if isinstance(event, ON_BOARD) and crisis.channel_id else []
    if before is not None and before.lead != crisis.lead and crisis.channel_id and crisis.is_open:
        stale.append(TOPIC)
    teller = _TELLERS.get(type(event))
    return (*stale, *(teller(crisis, event, recorded) if teller else ()), *overtaken(crisis, event))


def _channel_opened(crisis: Crisis, _: ev.ChannelOpened, __: Recorded) -> list[Effect]:
    """What makes a channel a crisis channel, the vital first. A private crisis is announced nowhere."""
    steps = [
        Effect(kind="invite", args={"users": sorted(crisis.members)}),
        BOARD,
        notice("opened", crisis.started_by),
        notice("last_time", "channel"),
        TOPIC,
        Effect(kind="bookmark"),
    ]
    return steps if crisis.private else [*steps, notice("hq_opened", "hq")]


def _joined(crisis: Crisis, event: ev.MemberJoined, _: Recorded) -> list[Effect]:
    """Who opened it knows where things stand."""
    return [] if event.user == crisis.started_by else [notice("catch_up", event.user)]


def _proposed(crisis: Crisis, event: ev.LevelProposed, recorded: Recorded) -> list[Effect]:
    """The lead sees their own proposal on the board."""
    if recorded.actor == crisis.lead:
        return []
    return [notice("level_proposed", crisis.lead, level=event.level.value, why=event.why, by=recorded.actor)]


def _brought_in(crisis: Crisis, user: str | None) -> list[Effect]:
    if user is None or crisis.channel_id is None or user in crisis.joined:
        return []
    return [Effect(kind="invite", args={"users": [user]})]


def _stood_down(crisis: Crisis, _: ev.CrisisStoodDown, recorded: Recorded) -> list[Effect]:
    closing = [TOPIC, notice("stood_down", "channel", seq=recorded.seq)]
    return closing if crisis.private else [*closing, notice("hq_closed", "hq")]


def _stand_down_asked(crisis: Crisis, _: ev.StandDownAsked, recorded: Recorded) -> list[Effect]:
    return [notice("stand_down_asked", crisis.lead, by=recorded.actor)]


def _reopened(crisis: Crisis, _: ev.CrisisReopened, recorded: Recorded) -> list[Effect]:
    back = [Effect(kind="unarchive")] if crisis.channel_archived else []
    return [*back, TOPIC, notice("reopened", "channel", seq=recorded.seq)]


def _follow_up(_: Crisis, event: ev.FollowUpSent, __: Recorded) -> list[Effect]:
    """To the channel that is left; its owner is reminded of it."""
    return [notice("follow_up", "follow_up", follow_up=event.follow_up)]


def _update_proposed(crisis: Crisis, event: ev.UpdateProposed, recorded: Recorded) -> list[Effect]:
    return [notice("update_proposed", crisis.lead, at=event.at.isoformat(), seq=recorded.seq)]


def _summary(_: Crisis, event: ev.SummaryPosted, recorded: Recorded) -> list[Effect]:
    """The relief's summary is part of the handover sheet."""
    return [] if event.why == "relief" else [notice("summary", "channel", seq=recorded.seq)]


def _asked(_: Crisis, event: ev.ApprovalRequested, recorded: Recorded) -> list[Effect]:
    """The exact text, to each person who can sign and does not have it, or is reminded."""
    told = event.asked if event.told is None else event.told
    return [notice("approval", user, statement=event.statement, seq=recorded.seq) for user in told]


def _edited(crisis: Crisis, event: ev.StatementEdited, recorded: Recorded) -> list[Effect]:
    """Whoever had signed what stood there before sees that the signature fell."""
    versions = crisis.statements[event.statement].versions
    before = put_statement(crisis, event.statement, versions=versions[:-1])
    told = [user for user in fallen(before, crisis, event.statement) if user != recorded.actor]
    return [notice("signature_fell", user, statement=event.statement) for user in told]


def _fact_changed(crisis: Crisis, event: ev.FactChanged, recorded: Recorded) -> list[Effect]:
    """Signatures rest on the facts that a text cites: who had signed hears that they fell, and who wrote it."""
    fact = crisis.facts[event.fact]
    before = replace(crisis, facts={**crisis.facts, event.fact: replace(fact, versions=fact.versions[:-1])})
    told: list[Effect] = []
    for statement in crisis.statements.values():
        if statement.is_draft and event.fact in statement.now.cites:
            signed = fallen(before, crisis, statement.number)
            people = dict.fromkeys((*signed, statement.editor)) if signed else {}
            told += [
                notice("signature_fell", user, statement=statement.number, fact=event.fact)
                for user in people
                if user != recorded.actor
            ]
    return told


def _changes(crisis: Crisis, event: ev.ChangesRequested, recorded: Recorded) -> list[Effect]:
    editor = crisis.statements[event.statement].editor
    if editor == recorded.actor:
        return []
    return [notice("changes_requested", editor, statement=event.statement, seq=recorded.seq)]


def _approved(crisis: Crisis, event: ev.StatementApproved, _: Recorded) -> list[Effect]:
    """With the second signature its writer may publish."""
    statement = crisis.statements[event.statement]
    if not is_approved(crisis, statement):
        return []
    return [notice("approved", statement.editor, statement=event.statement)]


def _overdue(_: Crisis, event: ev.OverdueAnnounced, __: Recorded) -> list[Effect]:
    """Nothing where all of it waits for its hours."""
    return [notice("overdue", "channel", items=list(event.items))] if event.items else []


def _reminded(crisis: Crisis, event: ev.PersonReminded, _: Recorded) -> list[Effect]:
    """Nothing where all of it waits for its hours."""
    told = [{"c": crisis.id, "kind": matter.kind, "about": matter.about} for matter in event.matters]
    return [notice("reminder", event.user, matters=told)] if told else []


_TELLERS: dict[type[Event], Teller] = {
    ev.CrisisStarted: lambda _, __, ___: [Effect(kind="open_channel")],
    ev.ChannelOpened: _channel_opened,
    ev.ChannelRetried: lambda _, __, ___: [Effect(kind="open_channel")],
    ev.ChannelFailed: lambda crisis, event, _: [notice("channel_failed", crisis.started_by, error=event.error)],
    ev.BoardPosted: lambda _, __, ___: [PIN],
    ev.ChannelRestored: lambda _, __, ___: [BOARD, TOPIC],
    ev.MemberJoined: _joined,
    ev.LogbookRestored: lambda _, __, recorded: [TOPIC, notice("restored", "channel", seq=recorded.seq)],
    ev.LevelChanged: lambda _, __, ___: [TOPIC],
    ev.LevelProposed: _proposed,
    ev.RoleAssigned: lambda crisis, event, _: _brought_in(crisis, event.user),
    ev.ItemAssigned: lambda crisis, event, _: _brought_in(crisis, event.user),
    ev.ItemAdded: lambda crisis, event, _: _brought_in(crisis, event.assignee),
    ev.CoreFinished: lambda _, event, __: [notice("core_finished", "channel", complete=event.complete)],
    ev.DecisionRecorded: lambda _, event, __: [notice("decision", "channel", number=event.number)],
    ev.StatementPublished: lambda _, __, recorded: [notice("published", "channel", seq=recorded.seq)],
    ev.UpdateProposed: _update_proposed,
    ev.UpdateMissed: lambda _, __, ___: [notice("update_missed", "channel")],
    ev.LegalDeadlineMissed: lambda _, event, __: [
        notice("legal_missed", "channel", steps=[[event.regime, event.deadline]])
    ],
    ev.FollowUpOverdue: lambda _, event, __: [notice("follow_up_overdue", "follow_up", follow_up=event.follow_up)],
    ev.ApprovalRequested: _asked,
    ev.StatementEdited: _edited,
    ev.FactChanged: _fact_changed,
    ev.ChangesRequested: _changes,
    ev.StatementApproved: _approved,
    ev.GlassBroken: lambda _, event, recorded: [
        notice("glass_broken", "channel", statement=event.statement, seq=recorded.seq)
    ],
    ev.RatificationMissed: lambda _, event, __: [notice("ratification_missed", "channel", statement=event.statement)],
    ev.CommitmentMade: lambda crisis, event, _: _brought_in(crisis, event.owner),
    ev.CaseOpened: lambda crisis, event, _: _brought_in(crisis, event.owner),
    ev.SideRoomOpened: lambda _, event, __: [
        Effect(kind="side_room", args={"room": event.number, "people": list(event.people), "group": event.group})
    ],
    ev.HandedOver: lambda _, __, recorded: [notice("handover", "channel", seq=recorded.seq)],
    ev.ActionPlanned: lambda crisis, event, _: _brought_in(crisis, event.owner),
    ev.LegalClockStarted: lambda crisis, event, _: _brought_in(crisis, event.owner),
    ev.SummaryPosted: _summary,
    ev.PersonReminded: _reminded,
    ev.OverdueAnnounced: _overdue,
    ev.CrisisStoodDown: _stood_down,
    ev.LogbookExported: lambda _, __, recorded: [Effect(kind="export", to=recorded.actor, args={"seq": recorded.seq})],
    ev.StandDownAsked: _stand_down_asked,
    ev.CrisisReopened: _reopened,
    ev.FollowUpSent: _follow_up,
    ev.FollowUpAssigned: lambda crisis, event, _: _brought_in(crisis, event.user),
    ev.ArchiveRequested: lambda _, __, ___: [Effect(kind="archive")],
}

"""Who hears what after an event. Everything else is silence: the board says it in place."""

from __future__ import annotations

from typing import Any

from bot.domain import events as ev
from bot.domain.crisis import Crisis
from bot.domain.effects import Effect
from bot.domain.kernel import Event, Recorded

BOARD = Effect(kind="board")
TOPIC = Effect(kind="topic")

ON_BOARD: tuple[type[Event], ...] = (
    ev.BoardLost,
    ev.AwarenessSet,
    ev.LevelProposed,
    ev.ProposalDismissed,
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
    ev.LevelChanged,
    ev.CrisisStoodDown,
    ev.CrisisReopened,
    ev.FollowUpSent,
    ev.FollowUpCompleted,
    ev.FollowUpSnoozed,
    ev.FollowUpAssigned,
)


def notice(name: str, to: str, **args: Any) -> Effect:
    """A message that is posted once; `args` name entries and people, texts are made when it is sent."""
    return Effect(kind="notice", name=name, to=to, args=args)


def effects(crisis: Crisis, recorded: Recorded) -> tuple[Effect, ...]:
    """What Slack must be told; `crisis` is the state after the event."""
    told = list(_told(crisis, recorded))
    if isinstance(recorded.event, ON_BOARD) and crisis.channel_id:
        told.insert(0, BOARD)
    return tuple(told)


def _told(crisis: Crisis, recorded: Recorded) -> list[Effect]:  # one case an event: a table with reasons
    seq = recorded.seq
    match recorded.event:
        case ev.CrisisStarted():
            return [Effect(kind="open_channel")]
        case ev.ChannelOpened():
            return _set_up(crisis)
        case ev.ChannelFailed(error=error):
            return [notice("channel_failed", crisis.started_by, error=error)]
        case ev.BoardPosted():
            return [Effect(kind="pin_board")]
        case ev.MemberJoined(user=user) if user != crisis.started_by:
            return [notice("catch_up", user)]
        case ev.LevelChanged():
            return [TOPIC]
        case ev.CrisisReopened():
            back = [Effect(kind="unarchive")] if crisis.channel_archived else []
            return [*back, TOPIC, notice("reopened", "channel", seq=seq)]
        case ev.LevelProposed(level=level, why=why) if recorded.actor != crisis.lead:
            return [notice("level_proposed", crisis.lead, level=level.value, why=why, by=recorded.actor)]
        case ev.RoleAssigned(user=user) | ev.FollowUpAssigned(user=user) if user not in crisis.joined:
            return _brought_in(crisis, user)
        case ev.ItemAssigned(user=str(user)) if user not in crisis.joined:
            return _brought_in(crisis, user)
        case ev.ItemAdded(assignee=str(user)) if user not in crisis.joined:
            return _brought_in(crisis, user)
        case ev.CoreFinished(complete=complete):
            return [notice("core_finished", "channel", complete=complete)]
        case ev.DecisionRecorded(number=number):
            return [notice("decision", "channel", number=number)]
        case ev.StatementPublished():
            return [notice("published", "channel", seq=seq)]
        case ev.PostureReviewDue():
            return [notice("posture_review", crisis.lead)]
        case ev.SummaryPosted():
            return [notice("summary", "channel", seq=seq)]
        case ev.PersonReminded(user=user, items=items):
            return [notice("reminder", user, items=list(items))]
        case ev.OverdueAnnounced(items=items):
            return [notice("overdue", "channel", items=list(items))]
        case ev.CrisisStoodDown():
            closing = [TOPIC, notice("stood_down", "channel", seq=seq)]
            return closing if crisis.private else [*closing, notice("hq_closed", "hq")]
        case ev.FollowUpSent(follow_up=key, user=user):
            return [notice("follow_up", user, follow_up=key), notice("follow_up", "follow_up", follow_up=key)]
        case ev.ArchiveRequested():
            return [Effect(kind="archive")]
        case _:
            return []


def _set_up(crisis: Crisis) -> list[Effect]:
    """What makes a channel a crisis channel: the vital first. A private crisis is announced nowhere."""
    others = sorted(crisis.members)
    steps = [
        Effect(kind="invite", args={"users": others}),
        BOARD,
        notice("opened", crisis.started_by),
        TOPIC,
        Effect(kind="bookmark"),
    ]
    return steps if crisis.private else [*steps, notice("hq_opened", "hq")]


def _brought_in(crisis: Crisis, user: str) -> list[Effect]:
    return [Effect(kind="invite", args={"users": [user]})] if crisis.channel_id else []

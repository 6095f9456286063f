"""What a summary says, from stored entries only: which entries, decisions and items it speaks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis
from bot.domain.fold import MILESTONES
from bot.domain.kernel import Event, Recorded, applies, decides
from bot.domain.playbook import Presence
from bot.domain.presence import present, told_at
from bot.domain.roles import empty_roles

CHANGES_LIMIT = 8
ITEMS_LIMIT = 5
SAME = timedelta(seconds=10)
"""A summary within this time of the last one, with nothing new to say, is the same one asked for twice."""
_LIGHT = (ev.RoleAssigned, ev.RoleReleased, ev.ItemAdded, ev.ItemReopened)
Why = Literal["asked", "cadence", "level", "relief", "stand_down"]


def summarise(crisis: Crisis, now: datetime, why: Why) -> ev.SummaryPosted:
    """The content of a summary now; at stand-down it covers the whole crisis.

    Lists are cut to what a phone screen and a half can hold: the entries that weigh most, the items that are late
    longest or due soonest. `quiet` when nothing was written since the last one: one line, with what is overdue.
    """
    whole = why == "stand_down"
    since = crisis.started_at if whole else crisis.last_summary_at or crisis.started_at
    told = [r for r in crisis.recent if not isinstance(r.event, ev.DecisionRecorded)]
    changes = [*crisis.milestones, *told] if whole else told
    kept = sorted(sorted(changes, key=_weight)[-CHANGES_LIMIT:], key=lambda r: r.seq)
    decisions = [d.number for d in crisis.decisions if whole or d.seq > crisis.last_summary_seq]
    pending = sorted(
        (item for item in all_items(crisis) if item.pending and item.due is not None),
        key=lambda item: item.due or now,
    )
    overdue = [item for item in pending if item.overdue(now)]
    waiting = [item.key for item in pending if not item.overdue(now)]
    return ev.SummaryPosted(
        why=why,
        since=since,
        since_seq=0 if whole else crisis.last_summary_seq,
        level=crisis.level,
        previous_level=crisis.previous_level,
        changes=tuple(r.seq for r in kept),
        changes_left=len(changes) - len(kept),
        decisions=tuple(decisions[-CHANGES_LIMIT:]),
        overdue=tuple(item.key for item in overdue[:ITEMS_LIMIT]),
        overdue_count=len(overdue),
        waiting=tuple(waiting[:ITEMS_LIMIT]),
        empty_roles=tuple(empty_roles(crisis)),
        quiet=why == "cadence" and not crisis.recent,
    )


def _weight(recorded: Recorded) -> tuple[int, int]:
    """What people must not miss comes before what can be looked up; of equals, the newer."""
    event = recorded.event
    if isinstance(event, MILESTONES):
        return 2, recorded.seq
    return (0 if isinstance(event, _LIGHT) else 1), recorded.seq


def next_summary_at(crisis: Crisis) -> datetime:
    """When the level's cadence brings the next automatic summary; that nothing changed wakes nobody."""
    rules = crisis.rules
    last = crisis.last_summary_at or crisis.started_at
    minutes = rules.summary
    if rules.summary_after_4h is not None and last >= crisis.started_at + timedelta(hours=4):
        minutes = rules.summary_after_4h
    at = last + timedelta(minutes=minutes)
    at = present(crisis, rules.summary_presence, at)
    return told_at(crisis, present(crisis, summary_hours(crisis), at), summary_hours(crisis))


def summary_hours(crisis: Crisis) -> Presence:
    """When the level reports what has happened; and when that nothing has."""
    return crisis.rules.summary_presence if crisis.recent else crisis.rules.reminder_presence


@decides(cmd.MarkSeen, when="any")
def mark_seen(crisis: Crisis, command: cmd.MarkSeen, now: datetime) -> list[Event]:
    """Nothing new, nothing to write."""
    del now
    return [] if crisis.seen.get(command.actor) == crisis.seq else [ev.SummaryRead()]


@applies(ev.SummaryRead)
def summary_read(crisis: Crisis, _event: ev.SummaryRead, recorded: Recorded) -> Crisis:
    """The next one for this person counts from here."""
    return replace(crisis, seen={**crisis.seen, recorded.actor: recorded.seq})


@decides(cmd.PostSummary, when="any")
def post_summary(crisis: Crisis, command: cmd.PostSummary, now: datetime) -> list[Event]:
    """Asked for by a person, into the channel. A double click is one, and so are two people with one thought."""
    just_now = crisis.last_summary_at is not None and abs(now - crisis.last_summary_at) < SAME
    if just_now and not crisis.recent:
        return []
    return [summarise(crisis, now, "asked")]


@applies(ev.SummaryPosted)
def summary_posted(crisis: Crisis, event: ev.SummaryPosted, recorded: Recorded) -> Crisis:
    """The next one speaks of what comes after."""
    return replace(crisis, last_summary_at=recorded.at, last_summary_seq=recorded.seq, recent=())

"""What a summary says, from stored entries only: which entries, decisions and items it speaks of."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import all_items
from bot.domain.crisis import Crisis
from bot.domain.kernel import Event, Recorded, applies, decides
from bot.domain.playbook import Presence
from bot.domain.roles import empty_roles
from bot.domain.working_time import next_working_moment

CHANGES_LIMIT = 8
ITEMS_LIMIT = 5
Why = Literal["asked", "cadence", "level", "relief", "stand_down"]


def summarise(crisis: Crisis, now: datetime, why: Why) -> ev.SummaryPosted:
    """The content of a summary now.

    Lists are cut to what a phone screen and a half can hold: the newest entries, the items due soonest. `quiet`
    when nothing happened since the last one.
    """
    decisions = [r.event.number for r in crisis.recent if isinstance(r.event, ev.DecisionRecorded)]
    changes = [r.seq for r in crisis.recent if not isinstance(r.event, ev.DecisionRecorded)]
    pending = sorted(
        (item for item in all_items(crisis) if item.pending and item.due is not None),
        key=lambda item: item.due or now,
    )
    overdue = [item.key for item in pending if item.overdue(now)]
    waiting = [item.key for item in pending if not item.overdue(now)]
    return ev.SummaryPosted(
        why=why,
        since=crisis.last_summary_at or crisis.started_at,
        since_seq=crisis.last_summary_seq,
        level=crisis.level,
        previous_level=crisis.previous_level,
        changes=tuple(changes[-CHANGES_LIMIT:]),
        decisions=tuple(decisions[-CHANGES_LIMIT:]),
        overdue=tuple(overdue[:ITEMS_LIMIT]),
        waiting=tuple(waiting[:ITEMS_LIMIT]),
        empty_roles=tuple(empty_roles(crisis)),
        quiet=why == "cadence" and not crisis.recent,
    )


def next_summary_at(crisis: Crisis) -> datetime:
    """When the level's cadence brings the next automatic summary."""
    rules = crisis.rules
    last = crisis.last_summary_at or crisis.started_at
    minutes = rules.summary
    if rules.summary_after_4h is not None and last >= crisis.started_at + timedelta(hours=4):
        minutes = rules.summary_after_4h
    at = last + timedelta(minutes=minutes)
    if rules.summary_presence is Presence.OFFICE:
        return next_working_moment(at, crisis.timezone, crisis.playbook.office)
    return at


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
    """Asked for by a person, into the channel."""
    return [summarise(crisis, now, "asked")]


@applies(ev.SummaryPosted)
def summary_posted(crisis: Crisis, event: ev.SummaryPosted, recorded: Recorded) -> Crisis:
    """The next one speaks of what comes after."""
    return replace(crisis, last_summary_at=recorded.at, last_summary_seq=recorded.seq, recent=())

"""Opening a crisis, its channel, its board, who is in it, and when the organisation first knew."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import commands as cmd
from bot.domain import events as ev
from bot.domain.checklist import settle
from bot.domain.crisis import LEAD, Crisis, Message, Status
from bot.domain.evidence import Records
from bot.domain.kernel import Event, Recorded, Refused, applies, decides
from bot.domain.level import Level
from bot.domain.texts import TEXT_LIMIT

TITLE_LIMIT = 120
"""Characters: with the level's word it fits a header block (150)."""


def start(command: cmd.StartCrisis, now: datetime) -> list[Event]:
    """Open a crisis. A title that is too long is cut, and kept whole in `what`: nobody is refused at 02:00."""
    title = " ".join(command.title.split())
    if not title:
        raise Refused("title_missing")
    what = command.what.strip()
    if len(title) > TITLE_LIMIT:
        what = f"{title}\n{what}".strip()
        title = title[: TITLE_LIMIT - 1].rstrip() + "…"
    events: list[Event] = [
        ev.CrisisStarted(
            title=title,
            what=what[: 2 * TEXT_LIMIT],
            link=command.link.strip(),
            platforms=command.platforms,
            level=command.level,
            language=command.language,
            private=command.level.reaches(Level.YELLOW) if command.private is None else command.private,
            timezone=command.timezone,
            lead=command.lead or command.actor,
            invited=tuple(dict.fromkeys(command.invited)),
            playbook_digest=command.playbook_digest,
            origin_channel=command.origin_channel,
        )
    ]
    if command.lead:
        events.append(ev.RoleAssigned(role=LEAD, user=command.lead))
    return events


@decides(cmd.RecordChannel, when="any")
def record_channel(crisis: Crisis, command: cmd.RecordChannel, now: datetime) -> list[Event]:
    """The first answer counts; a second channel is none of ours."""
    if crisis.channel_id is not None:
        return []
    return [ev.ChannelOpened(channel_id=command.channel_id, channel_name=command.channel_name)]


@applies(ev.ChannelOpened)
def channel_opened(crisis: Crisis, event: ev.ChannelOpened, recorded: Recorded) -> Crisis:
    """Now the team can work."""
    return replace(crisis, status=Status.OPEN, channel_id=event.channel_id, channel_name=event.channel_name, failure="")


@decides(cmd.RecordChannelName, when="any")
def record_channel_name(crisis: Crisis, command: cmd.RecordChannelName, now: datetime) -> list[Event]:
    """Written down once."""
    if crisis.channel_name == command.channel_name:
        return []
    return [ev.ChannelRenamed(channel_name=command.channel_name)]


@applies(ev.ChannelRenamed)
def channel_renamed(crisis: Crisis, event: ev.ChannelRenamed, recorded: Recorded) -> Crisis:
    """The same channel."""
    return replace(crisis, channel_name=event.channel_name)


@decides(cmd.RecordChannelFailure, when="any")
def record_channel_failure(crisis: Crisis, command: cmd.RecordChannelFailure, now: datetime) -> list[Event]:
    """A private channel that cannot be made is an error, never a public channel."""
    if crisis.channel_id is not None or crisis.status is Status.FAILED:
        return []
    return [ev.ChannelFailed(error=command.error)]


@applies(ev.ChannelFailed)
def channel_failed(crisis: Crisis, event: ev.ChannelFailed, recorded: Recorded) -> Crisis:
    """It waits for a cure, and says so."""
    return replace(crisis, status=Status.FAILED, failure=event.error)


@decides(cmd.RetryChannel, when="any")
def retry_channel(crisis: Crisis, command: cmd.RetryChannel, now: datetime) -> list[Event]:
    """Whatever kept Slack from it may be cured; a second click finds it under way."""
    return [ev.ChannelRetried()] if crisis.status is Status.FAILED else []


@applies(ev.ChannelRetried)
def channel_retried(crisis: Crisis, event: ev.ChannelRetried, recorded: Recorded) -> Crisis:
    """As at the start."""
    return replace(crisis, status=Status.STARTING, failure="")


@decides(cmd.RecordBoard, when="any")
def record_board(crisis: Crisis, command: cmd.RecordBoard, now: datetime) -> list[Event]:
    """The board was posted, or found missing."""
    if command.ts is None:
        return [ev.BoardLost()] if crisis.board else []
    if crisis.board and crisis.board.ts == command.ts:
        return []
    return [ev.BoardPosted(ts=command.ts)]


@applies(ev.BoardPosted)
def board_posted(crisis: Crisis, event: ev.BoardPosted, recorded: Recorded) -> Crisis:
    """Where the board stands."""
    return replace(crisis, board=Message(channel_id=crisis.channel_id or "", ts=event.ts))


@applies(ev.BoardLost)
def board_lost(crisis: Crisis, event: ev.BoardLost, recorded: Recorded) -> Crisis:
    """It will be posted again."""
    return replace(crisis, board=None)


@decides(cmd.RecordJoin, when="any")
def record_join(crisis: Crisis, command: cmd.RecordJoin, now: datetime) -> list[Event]:
    """A person is seen in the channel for the first time."""
    return [] if command.user in crisis.joined else [ev.MemberJoined(user=command.user)]


@applies(ev.MemberJoined)
def member_joined(crisis: Crisis, event: ev.MemberJoined, recorded: Recorded) -> Crisis:
    """They may act from now on; the private welcome counts as their message of these ten minutes."""
    return replace(
        crisis,
        members=crisis.members | {event.user},
        joined=crisis.joined | {event.user},
        nudged={**crisis.nudged, event.user: recorded.at},
    )


@decides(cmd.RecordLeave, when="any")
def record_leave(crisis: Crisis, command: cmd.RecordLeave, now: datetime) -> list[Event]:
    """A person left the channel: they may not act any longer, and their seats are empty."""
    if command.user not in crisis.members:
        return []
    seats = [role for role, user in crisis.roles.items() if user == command.user]
    return [ev.MemberLeft(user=command.user), *(ev.RoleReleased(role=role, user=command.user) for role in seats)]


@applies(ev.MemberLeft)
def member_left(crisis: Crisis, event: ev.MemberLeft, recorded: Recorded) -> Crisis:
    """Out of the channel, out of the crisis."""
    return replace(crisis, members=crisis.members - {event.user}, joined=crisis.joined - {event.user})


@decides(cmd.RecordChannelArchived, when="any")
def record_channel_archived(crisis: Crisis, command: cmd.RecordChannelArchived, now: datetime) -> list[Event]:
    """The channel was archived or restored in Slack; the crisis goes on either way."""
    if crisis.channel_archived == command.archived:
        return []
    return [ev.ChannelArchived() if command.archived else ev.ChannelRestored()]


@decides(cmd.RecordRestoration, when="any")
def record_restoration(crisis: Crisis, command: cmd.RecordRestoration, now: datetime) -> list[Event]:
    """What was done after the backup is missing here, though Slack shows it: people must know."""
    return [ev.LogbookRestored(until=command.until)]


@applies(ev.ChannelArchived)
def channel_archived(crisis: Crisis, event: ev.ChannelArchived, recorded: Recorded) -> Crisis:
    """Messages go to the people and to the follow-up channel from now on."""
    return replace(crisis, channel_archived=True)


@applies(ev.ChannelRestored)
def channel_restored(crisis: Crisis, event: ev.ChannelRestored, recorded: Recorded) -> Crisis:
    """Messages go to the channel again."""
    return replace(crisis, channel_archived=False)


@decides(cmd.SetAwareness)
def set_awareness(crisis: Crisis, command: cmd.SetAwareness, now: datetime) -> list[Event]:
    """It may precede the channel, never the present. The item that asks for it is ticked with it."""
    if command.at > now:
        raise Refused("awareness_in_future")
    seen = command.first_seen
    if seen is not None and seen > now:
        raise Refused("awareness_in_future")
    evidence: cmd.Evidence = {"at": command.at.isoformat(), "source": command.source, "link": command.link}
    if seen is not None:
        evidence["first_seen"] = seen.isoformat()
    done = settle(crisis, Records.AWARENESS, evidence, now)
    return [*done, ev.AwarenessSet(at=command.at, source=command.source, link=command.link, first_seen=seen)]


@applies(ev.AwarenessSet)
def awareness_set(crisis: Crisis, event: ev.AwarenessSet, recorded: Recorded) -> Crisis:
    """The norms and legal clocks count from here."""
    return replace(crisis, awareness_at=event.at, first_seen_at=event.first_seen or crisis.first_seen_at)

"""Whose turn it is: which rows of the outbox may go now, and in what order.

Order within a crisis: nothing but the channel's making before there is a channel; then the invitations, then the
board, then the rest. Of one kind to one place, never two at a time and never out of order. Archiving waits for
what was to be said before, and what comes after it waits for it. What brings notices up to date, or takes words out of
them and out of copies of the logbook, waits for those that are under way, also for reminders: they speak of several
crises.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.store.times import stamp

OWN_WAIT, SLACKS_WAIT = timedelta(seconds=61), timedelta(minutes=61)
"""Nobody is asked to wait longer, by us or by Slack: a row that would has outlived a clock that was set back."""

# Whether a row of this alias has waited for its time.
_WAITED = """
({0}.not_before <= :now OR {0}.not_before > CASE {0}.error WHEN 'ratelimited' THEN :slacks ELSE :own END)
"""


def moments(now: datetime) -> dict[str, str]:
    """The times that the statements below ask for."""
    return {"now": stamp(now), "own": stamp(now + OWN_WAIT), "slacks": stamp(now + SLACKS_WAIT)}


# Which rows may go now. `c` is the crisis as it stands; see above for the order.
READY = f"""
SELECT o.id FROM outbox o INDEXED BY outbox_waiting JOIN crises c ON c.id = o.crisis_id
WHERE o.state = 'waiting' AND {_WAITED.format("o")}
AND CASE
    WHEN o.kind IN ('open_channel', 'home') THEN 1
    WHEN c.status = 'failed' THEN o.kind = 'notice' AND o."to" <> 'channel'
    WHEN c.channel_id IS NULL THEN 0
    WHEN o.kind = 'invite' THEN 1
    WHEN o.kind = 'board' THEN NOT EXISTS (
        SELECT 1 FROM outbox i WHERE i.state = 'sending' AND i.crisis_id = o.crisis_id AND i.kind = 'invite')
        AND NOT EXISTS (
        SELECT 1 FROM outbox i WHERE i.state = 'waiting' AND i.crisis_id = o.crisis_id AND i.kind = 'invite'
            AND {_WAITED.format("i")})
    WHEN EXISTS (SELECT 1 FROM cards WHERE crisis_id = o.crisis_id AND card = 'board') THEN 1
    ELSE NOT EXISTS (
        SELECT 1 FROM outbox b WHERE b.state = 'waiting' AND b.crisis_id = o.crisis_id AND b.kind = 'board')
        AND NOT EXISTS (
        SELECT 1 FROM outbox b WHERE b.state = 'sending' AND b.crisis_id = o.crisis_id AND b.kind = 'board')
END
AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'sending'
        AND e.crisis_id = o.crisis_id AND e.kind = o.kind AND e."to" = o."to")
AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'waiting'
        AND e.crisis_id = o.crisis_id AND e.kind = o.kind AND e."to" = o."to" AND e.id < o.id)
AND (o."to" NOT IN ('', 'channel') OR NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'sending' AND e.crisis_id = o.crisis_id AND e.id < o.id
        AND e."to" IN ('', 'channel')
        AND (o.kind IN ('archive', 'unarchive') OR e.kind IN ('archive', 'unarchive'))))
AND (o."to" NOT IN ('', 'channel') OR NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.state = 'waiting' AND e.crisis_id = o.crisis_id AND e.id < o.id
        AND e."to" IN ('', 'channel')
        AND (o.kind IN ('archive', 'unarchive') OR e.kind IN ('archive', 'unarchive'))))
AND (o.kind NOT IN ('renew', 'scrub') OR NOT EXISTS (
    SELECT 1 FROM outbox e INDEXED BY outbox_sending WHERE e.state = 'sending'
        AND e.kind IN ('notice', 'renew', 'export') AND e.id < o.id
        AND (e.crisis_id = o.crisis_id OR e.name = 'reminder'))
    AND NOT EXISTS (
    SELECT 1 FROM outbox e INDEXED BY outbox_waiting WHERE e.state = 'waiting' AND e.uncertain = 1
        AND e.kind IN ('notice', 'renew', 'export') AND e.id < o.id
        AND (e.crisis_id = o.crisis_id OR e.name = 'reminder')))
ORDER BY
    CASE o.kind WHEN 'open_channel' THEN 0 WHEN 'invite' THEN 1 WHEN 'board' THEN 2 WHEN 'notice' THEN 4 ELSE 3 END,
    o.id
LIMIT :limit
"""  # noqa: S608 - fixed texts

# Since when the oldest row is there that is being sent, or may go at `now`; extras do not count.
DUE_SINCE = f"""
SELECT min(o.created_at) FROM outbox o JOIN crises c ON c.id = o.crisis_id
WHERE (o.state = 'sending' OR o.state = 'waiting' AND {_WAITED.format("o")})
AND o.kind NOT IN ('pin_board', 'topic', 'bookmark', 'home', 'renew', 'scrub')
AND (o.kind = 'open_channel' OR c.channel_id IS NOT NULL OR c.status = 'failed' AND o."to" NOT IN ('', 'channel'))
"""  # noqa: S608 - fixed texts

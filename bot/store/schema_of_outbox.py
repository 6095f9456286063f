"""The tables of what Slack must be told, which the journal does not fill: part of the present schema."""

from __future__ import annotations

OUTBOX = (
    """
    CREATE TABLE outbox ( -- what Slack must be told
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        kind TEXT NOT NULL,
        name TEXT NOT NULL, -- of a notice: which text
        "to" TEXT NOT NULL, -- of a notice: channel, hq, follow_up, or a Slack user id
        args TEXT NOT NULL, -- JSON
        state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'done', 'parked')),
        attempts INTEGER NOT NULL DEFAULT 0,
        uncertain INTEGER NOT NULL DEFAULT 0, -- 1: it may have reached Slack already
        not_before TEXT NOT NULL,
        error TEXT NOT NULL DEFAULT '',
        created_at TEXT NOT NULL,
        sent_at TEXT,
        answer TEXT, -- JSON
        correlation TEXT NOT NULL, -- the request that caused it
        taken_by TEXT -- the process that sends it
    )
    """,
    """
    CREATE UNIQUE INDEX outbox_one_stale_card ON outbox(crisis_id, kind)
    WHERE state = 'waiting' AND kind IN ('board', 'topic')
    """,
    "CREATE INDEX outbox_waiting ON outbox(crisis_id, kind, \"to\", id) WHERE state = 'waiting'",
    "CREATE INDEX outbox_sending ON outbox(crisis_id, kind, \"to\", id) WHERE state = 'sending'",
    "CREATE INDEX outbox_reminders ON outbox(\"to\", id) WHERE state = 'waiting' AND name = 'reminder'",
    "CREATE INDEX outbox_parked ON outbox(crisis_id) WHERE state = 'parked'",
    "CREATE INDEX outbox_homes ON outbox(\"to\") WHERE kind = 'home' AND state IN ('waiting', 'parked')",
    "CREATE INDEX outbox_cards ON outbox(created_at) WHERE state = 'done' AND kind IN ('board', 'topic')",
    "CREATE INDEX outbox_notices ON outbox(crisis_id, name) WHERE kind = 'notice'",
    "CREATE INDEX outbox_exports ON outbox(crisis_id) WHERE kind = 'export'",
    """
    CREATE TABLE spoken_of ( -- of which crises a reminder tells besides the one that it stands under
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        outbox_id INTEGER NOT NULL REFERENCES outbox(id) ON DELETE CASCADE,
        PRIMARY KEY (crisis_id, outbox_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX spoken_of_by_notice ON spoken_of(outbox_id)",
)

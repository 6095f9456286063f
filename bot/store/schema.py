"""The present tables, as SQL that explains itself in `sqlite3 crisis.db .schema`.

A change here wants a migration (see `migrations.py`).
"""

from __future__ import annotations

from bot.store.schema_of_outbox import OUTBOX
from bot.store.schema_of_words import WORDS

SCHEMA = (
    """
    CREATE TABLE playbooks ( -- every version that a crisis was ever started with
        digest TEXT PRIMARY KEY, -- SHA-256 of the content
        key TEXT NOT NULL,
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL -- JSON
    )
    """,
    """
    CREATE TABLE journal ( -- everything that happened; all other tables of crises are computed from it
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        seq INTEGER NOT NULL, -- 1, 2, 3 … within the crisis
        at TEXT NOT NULL,
        actor TEXT NOT NULL, -- a Slack user id, 'clock', 'slack' or 'operator'
        kind TEXT NOT NULL,
        content TEXT NOT NULL, -- JSON
        content_hash TEXT NOT NULL, -- SHA-256 of content
        previous_hash TEXT NOT NULL, -- the hash of the entry before
        hash TEXT NOT NULL, -- SHA-256 of [previous_hash, crisis_id, seq, at, actor, kind, content_hash]
        PRIMARY KEY (crisis_id, seq)
    )
    """,
    """
    CREATE TABLE redactions ( -- entries whose words were removed for good; their content_hash is of what stood there
        crisis_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL,
        fields TEXT NOT NULL, -- JSON list of the fields that were removed
        left_hash TEXT NOT NULL, -- SHA-256 of the content that was left
        FOREIGN KEY (crisis_id, seq) REFERENCES journal(crisis_id, seq)
    )
    """,
    "CREATE INDEX redactions_of_entry ON redactions(crisis_id, seq)",
    """
    CREATE TRIGGER journal_keeps_entries BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
    WHEN NEW.hash <> OLD.hash OR NEW.crisis_id <> OLD.crisis_id OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at
        OR NEW.actor <> OLD.actor OR NEW.kind <> OLD.kind OR NEW.content_hash <> OLD.content_hash
        OR NEW.previous_hash <> OLD.previous_hash
        OR NOT EXISTS (SELECT 1 FROM redactions WHERE crisis_id = OLD.crisis_id AND seq = OLD.seq)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END
    """,
    """
    CREATE TABLE requests ( -- what was asked and changed something: asked again, it changes nothing
        request_id TEXT PRIMARY KEY,
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE crises (
        id TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        channel TEXT NOT NULL,
        status TEXT NOT NULL,
        level TEXT NOT NULL,
        posture TEXT,
        lead TEXT NOT NULL,
        started_at TEXT NOT NULL,
        started_by TEXT NOT NULL,
        awareness_at TEXT,
        stood_down_at TEXT,
        close_reason TEXT NOT NULL,
        what TEXT NOT NULL,
        link TEXT NOT NULL,
        platforms TEXT NOT NULL, -- JSON list
        language TEXT NOT NULL,
        timezone TEXT NOT NULL,
        private INTEGER NOT NULL,
        failure TEXT NOT NULL,
        channel_id TEXT,
        playbook_digest TEXT NOT NULL REFERENCES playbooks(digest),
        last_seq INTEGER NOT NULL
    )
    """,
    "CREATE INDEX crises_by_channel ON crises(channel_id)",
    "CREATE INDEX crises_open ON crises(started_at) WHERE status IN ('starting', 'open')",
    """
    CREATE TABLE members (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        user TEXT NOT NULL,
        crisis_started_at TEXT NOT NULL, -- so that a person's newest crises are found without reading them all
        PRIMARY KEY (crisis_id, user)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX members_by_user ON members(user, crisis_started_at)",
    """
    CREATE TABLE roles (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        role TEXT NOT NULL,
        label TEXT NOT NULL,
        user TEXT NOT NULL,
        PRIMARY KEY (crisis_id, role)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE items ( -- items that somebody or the clock has touched; the others stand in the playbook
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        item TEXT NOT NULL,
        advice INTEGER,
        text TEXT NOT NULL,
        status TEXT NOT NULL,
        changed_by TEXT,
        changed_at TEXT,
        evidence TEXT NOT NULL, -- JSON
        reason TEXT NOT NULL,
        assignee TEXT,
        due_override TEXT, -- a due time set by hand
        snoozed_until TEXT,
        snoozes INTEGER NOT NULL,
        renewed INTEGER NOT NULL, -- the journal entry that began its present turn
        own_role TEXT,
        seq INTEGER NOT NULL, -- the journal entry that changed its status last
        PRIMARY KEY (crisis_id, item)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE decisions (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        crisis TEXT NOT NULL,
        channel TEXT NOT NULL,
        number INTEGER NOT NULL, -- 1, 2, 3 … within the crisis
        at TEXT NOT NULL,
        decided_by TEXT NOT NULL,
        text TEXT NOT NULL,
        why TEXT NOT NULL,
        rejected TEXT NOT NULL,
        link TEXT NOT NULL,
        supersedes INTEGER,
        superseded_by INTEGER,
        recorded_by TEXT NOT NULL,
        seq INTEGER NOT NULL, -- its entry in the journal
        PRIMARY KEY (crisis_id, number)
    )
    """,
    """
    CREATE TABLE follow_ups (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        follow_up TEXT NOT NULL,
        text TEXT NOT NULL,
        due_at TEXT NOT NULL,
        owner TEXT, -- assigned by hand; otherwise whoever holds the role
        status TEXT NOT NULL,
        times_sent INTEGER NOT NULL,
        snoozes INTEGER NOT NULL,
        done_by TEXT,
        PRIMARY KEY (crisis_id, follow_up)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE lessons (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL,
        crisis TEXT NOT NULL,
        happened TEXT NOT NULL,
        cause TEXT NOT NULL,
        change TEXT NOT NULL,
        tags TEXT NOT NULL, -- JSON
        shared INTEGER NOT NULL, -- later crises may see it
        recorded_by TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, number)
    )
    """,
    """
    CREATE TABLE lesson_words ( -- by what a later crisis finds a shared lesson: its tags and its crisis's platforms
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        entry TEXT NOT NULL, -- number:word
        word TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, entry)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX lesson_words_by_word ON lesson_words(word)",
    """
    CREATE TABLE actions (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL,
        crisis TEXT NOT NULL,
        text TEXT NOT NULL,
        owner TEXT NOT NULL,
        due_at TEXT NOT NULL,
        expected_proof TEXT NOT NULL,
        lesson INTEGER,
        postponed INTEGER NOT NULL,
        closed_at TEXT,
        proof TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, number)
    )
    """,
    """
    CREATE TABLE legal_deadlines (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        deadline TEXT NOT NULL, -- regime/step
        regime TEXT NOT NULL,
        step TEXT NOT NULL,
        owner TEXT NOT NULL,
        started_at TEXT NOT NULL,
        due_at TEXT, -- none where the law gives no figure
        done_at TEXT,
        proof TEXT NOT NULL,
        PRIMARY KEY (crisis_id, deadline)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE timers ( -- when the clock must look at a crisis again
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        key TEXT NOT NULL,
        due_at TEXT NOT NULL,
        user TEXT NOT NULL DEFAULT '', -- who is told then; '' where it is the crisis's own
        PRIMARY KEY (crisis_id, key)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX timers_by_time ON timers(due_at, user)",
    "CREATE INDEX timers_of_people ON timers(user, due_at) WHERE user <> ''",
    """
    CREATE TABLE reminded ( -- when the clock last told somebody something
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        user TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (crisis_id, user)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX reminded_by_person ON reminded(user, at)",
    """
    CREATE TABLE cards ( -- where in Slack the messages stand that mirror a crisis
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        card TEXT NOT NULL,
        channel_id TEXT NOT NULL,
        ts TEXT NOT NULL,
        PRIMARY KEY (crisis_id, card)
    ) WITHOUT ROWID
    """,
    *OUTBOX,
    """
    CREATE VIEW log AS -- the journal, to be read by people
    SELECT c.title AS crisis, j.seq AS number, j.at AS at, j.actor AS who, j.kind AS kind,
        coalesce(
            json_extract(j.content, '$.text'),
            json_extract(j.content, '$.title'),
            (SELECT group_concat(key || ': ' || value, ', ') FROM json_each(j.content)
                WHERE value IS NOT NULL AND value NOT IN ('', '[]', '{}')),
            ''
        ) AS text,
        j.crisis_id AS crisis_id
    FROM journal j JOIN crises c ON c.id = j.crisis_id
    ORDER BY c.started_at, j.crisis_id, j.seq
    """,
    *WORDS,
)

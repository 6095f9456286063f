"""The tables of what a crisis knows, says and owes, as SQL that explains itself."""

from __future__ import annotations

WORDS = (
    """
    CREATE TABLE facts ( -- the fact sheet as it stands; what each fact was before is in the journal
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL, -- 1, 2, 3 … within the crisis
        text TEXT NOT NULL,
        status TEXT NOT NULL, -- established, probable, unknown, rumour
        source TEXT NOT NULL,
        checked_by TEXT,
        changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL,
        versions INTEGER NOT NULL,
        seq INTEGER NOT NULL, -- the journal entry of its last version
        PRIMARY KEY (crisis_id, number)
    )
    """,
    """
    CREATE TABLE statements ( -- the register of texts for the public, each in its last version
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        version INTEGER NOT NULL,
        texts TEXT NOT NULL, -- JSON, by language
        cites TEXT NOT NULL, -- JSON list of fact numbers
        author TEXT NOT NULL,
        editor TEXT NOT NULL,
        published_at TEXT,
        link TEXT NOT NULL,
        channels TEXT NOT NULL,
        corrects INTEGER,
        corrected_by INTEGER,
        released_alone_by TEXT, -- the lead, for danger to people
        ratified_by TEXT,
        seq INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, number)
    )
    """,
    """
    CREATE TABLE signatures ( -- that stand on the present wording
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        signature TEXT NOT NULL, -- statement/user
        statement INTEGER NOT NULL,
        user TEXT NOT NULL,
        role TEXT NOT NULL, -- held when signing
        at TEXT NOT NULL,
        fingerprint TEXT NOT NULL, -- SHA-256 of the exact words and of the facts that they cite
        seq INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, signature)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE commitments ( -- public promises
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL,
        statement INTEGER NOT NULL, -- that made it
        words TEXT NOT NULL, -- exactly as they were said
        owner TEXT NOT NULL,
        due_at TEXT NOT NULL,
        expected_proof TEXT NOT NULL,
        postponed INTEGER NOT NULL,
        kept_at TEXT,
        proof TEXT NOT NULL,
        late INTEGER NOT NULL,
        dropped_at TEXT,
        reason TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, number)
    )
    """,
    """
    CREATE TABLE cases ( -- individual cases, without names
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        number INTEGER NOT NULL,
        about TEXT NOT NULL,
        promise TEXT NOT NULL,
        due_at TEXT,
        owner TEXT NOT NULL,
        closed_at TEXT,
        outcome TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, number)
    )
    """,
)

BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crisis-bot','journal_projections_outbox','2026-11-27 17:00:12.746072+00:00');
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
    );
INSERT INTO "actions" VALUES('closed',1,'Glass in a yogurt','A procedure','U02','2026-06-14T23:41:00.000Z','A link',NULL,0,NULL,'',7);
CREATE TABLE cards ( -- where in Slack the messages stand that mirror a crisis
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        card TEXT NOT NULL,
        channel_id TEXT NOT NULL,
        ts TEXT NOT NULL,
        PRIMARY KEY (crisis_id, card)
    ) WITHOUT ROWID
    ;
INSERT INTO "cards" VALUES('closed','board','C-closed','1.0');
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
    );
INSERT INTO "crises" VALUES('open','Glass in a yogurt','crisis-open','open','red',NULL,'U01','2026-03-14T20:41:00.000Z','U01',NULL,NULL,'','','','[]','en','UTC',1,'','C-open','ea9b230e73dc2ca686a3ca5dc81dd5a1a89a878144ffc069661c98cfd988e303',9);
INSERT INTO "crises" VALUES('closed','Glass in a yogurt','crisis-closed','stood_down','orange',NULL,'U01','2026-03-14T20:41:00.000Z','U01',NULL,'2026-03-14T23:41:00.000Z','Nothing moves any more','','','[]','en','UTC',1,'','C-closed','ea9b230e73dc2ca686a3ca5dc81dd5a1a89a878144ffc069661c98cfd988e303',7);
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
    );
INSERT INTO "decisions" VALUES('open','Glass in a yogurt','crisis-open',1,'2026-03-14T20:41:00.000Z','U01','Stop line 3','Glass was found','Wait','',NULL,2,'U01',7);
INSERT INTO "decisions" VALUES('open','Glass in a yogurt','crisis-open',2,'2026-03-14T20:41:00.000Z','U01','Stop all lines','','','',1,NULL,'U01',8);
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
    ;
INSERT INTO "follow_ups" VALUES('closed','day_30','Review what we promised.','2026-04-14T09:00:00.000Z',NULL,'planned',0,0,NULL);
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
    ;
INSERT INTO "items" VALUES('open','own.1',NULL,'Call the plant','open',NULL,NULL,'{}','','U03',NULL,NULL,0,0,NULL,6);
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
    );
INSERT INTO "journal" VALUES('open',1,'2026-03-14T20:41:00.000Z','U01','CrisisStarted','{"title":"Glass in a yogurt","what":"","link":"","platforms":[],"level":"orange","language":"en","private":true,"timezone":"UTC","lead":"U01","invited":["U01","U02","U03","U04","U05","U06","U07"],"playbook_digest":"ea9b230e73dc2ca686a3ca5dc81dd5a1a89a878144ffc069661c98cfd988e303","origin_channel":""}','f78fe6bc2ac2db832565169c9dcad0d99032731deb4d19b335af8ec452f8f53d','0000000000000000000000000000000000000000000000000000000000000000','a9e8365d621e77c4c1fc678d6783e5273bbc63329bb1c07c8a4996e09c4b2d4f');
INSERT INTO "journal" VALUES('open',2,'2026-03-14T20:41:00.000Z','slack','ChannelOpened','{"channel_id":"C-open","channel_name":"crisis-open"}','9a913a767e090c8006536c7ce5f175479506b9007674a4d255c9d214a061e901','a9e8365d621e77c4c1fc678d6783e5273bbc63329bb1c07c8a4996e09c4b2d4f','1525a0f6ab15c6fc4e9168b2ab46ed7ef0859e9dd54a28f7f66fd9847da0500b');
INSERT INTO "journal" VALUES('open',3,'2026-03-14T20:41:00.000Z','U01','RoleAssigned','{"role":"crisis_lead","user":"U01"}','327ffdaf970ca7e246d603189068c1950f82f256ae0351862d561f9c46a7fbe1','1525a0f6ab15c6fc4e9168b2ab46ed7ef0859e9dd54a28f7f66fd9847da0500b','f2cea59f7ff9d39bebdb92ef0c931b79f283cbe29a4aed4122a8bf3436d94631');
INSERT INTO "journal" VALUES('open',4,'2026-03-14T20:41:00.000Z','U01','LevelChanged','{"level":"red","previous":"orange","reason":"Glass, and a child is hurt"}','7e6d356ac1ce280a8b5af9f3ac6de83b4a5b3f4bb3476fbfe6f295c1ccc73c3c','f2cea59f7ff9d39bebdb92ef0c931b79f283cbe29a4aed4122a8bf3436d94631','93ae4bf84b68df6647e217f7b6218afa06df68b78880d3eb87bfd772fb2ce50f');
INSERT INTO "journal" VALUES('open',5,'2026-03-14T20:41:00.000Z','U01','SummaryPosted','{"why":"level","since":"2026-03-14T20:41:00Z","since_seq":0,"level":"red","previous_level":"orange","changes":[3,4],"decisions":[],"overdue":[],"waiting":["1.1","1.2"],"empty_roles":["communications"],"changes_left":0,"overdue_count":0,"quiet":false}','a86d06bf7a6452f18a67fc641a671afd4b4bb6399d3953e48536e6b1aa1d52f7','93ae4bf84b68df6647e217f7b6218afa06df68b78880d3eb87bfd772fb2ce50f','b219feb3ef1cef8ac7245fe6511d30a8951cf1cedf0aa07eebb12d40f6d02940');
INSERT INTO "journal" VALUES('open',6,'2026-03-14T20:41:00.000Z','U02','ItemAdded','{"item":"own.1","text":"Call the plant","advice":null,"role":null,"assignee":"U03","due":null}','3ec5e22f95ddb685a383fc9a6d242537cd5de41aecbaede11af80e9da8fddb08','b219feb3ef1cef8ac7245fe6511d30a8951cf1cedf0aa07eebb12d40f6d02940','cd1a54d296cc28af453ffc52088f0834be8acf6a850e1c69f3a33279390d1a3a');
INSERT INTO "journal" VALUES('open',7,'2026-03-14T20:41:00.000Z','U01','DecisionRecorded','{"number":1,"text":"Stop line 3","why":"Glass was found","rejected":"Wait","decided_by":"U01","link":"","supersedes":null}','866d13ba7cb4cfa4bcecde3995561631b6328ceab7f55c3af0b3de82cbe3b584','cd1a54d296cc28af453ffc52088f0834be8acf6a850e1c69f3a33279390d1a3a','608f69a209e6602c0dc435b75ac68c5fa3e4ab8477cd76a127f045c6cb552ce8');
INSERT INTO "journal" VALUES('open',8,'2026-03-14T20:41:00.000Z','U01','DecisionRecorded','{"number":2,"text":"Stop all lines","why":"","rejected":"","decided_by":"U01","link":"","supersedes":1}','d8da7085bf5e3c11635cf59e8fdd5622ff16c3f7cab404c057dd9f455b858f3f','608f69a209e6602c0dc435b75ac68c5fa3e4ab8477cd76a127f045c6cb552ce8','77375508aa6834cea56c8187762376786621d750872ea786c28f9da702725749');
INSERT INTO "journal" VALUES('open',9,'2026-03-14T20:41:00.000Z','U04','NoteAdded','{"text":"[…]","status":"assumption","author":"U04","link":""}','04580edaae1ab6de01f57363647e0caac2dc6bb61b3ff9af3cde7712c023aa33','77375508aa6834cea56c8187762376786621d750872ea786c28f9da702725749','04b646b1a29eaa6e932e9fed82086f654e588234417a8a71bb193b2683eb9ce8');
INSERT INTO "journal" VALUES('closed',1,'2026-03-14T20:41:00.000Z','U01','CrisisStarted','{"title":"Glass in a yogurt","what":"","link":"","platforms":[],"level":"orange","language":"en","private":true,"timezone":"UTC","lead":"U01","invited":["U01","U02","U03","U04","U05","U06","U07"],"playbook_digest":"ea9b230e73dc2ca686a3ca5dc81dd5a1a89a878144ffc069661c98cfd988e303","origin_channel":""}','f78fe6bc2ac2db832565169c9dcad0d99032731deb4d19b335af8ec452f8f53d','0000000000000000000000000000000000000000000000000000000000000000','ac13dc8d6e880a888fe0b411179ab7eb72f09cbc0b9c2c47c4e8e22dd746f3e9');
INSERT INTO "journal" VALUES('closed',2,'2026-03-14T20:41:00.000Z','slack','ChannelOpened','{"channel_id":"C-closed","channel_name":"crisis-closed"}','5e776231a4737d53ffa0a7004388410285c131f92bb1f19a59c119670f19d98c','ac13dc8d6e880a888fe0b411179ab7eb72f09cbc0b9c2c47c4e8e22dd746f3e9','f96e226c749fcfbd9b2240fb50af1a9360eef8e3f6525e3a79b8af2444c33469');
INSERT INTO "journal" VALUES('closed',3,'2026-03-14T20:41:00.000Z','slack','BoardPosted','{"ts":"1.0"}','2b486350c6c796a74908da520fb92b1ccc97d620af296c95b100b9e25c3ede8f','f96e226c749fcfbd9b2240fb50af1a9360eef8e3f6525e3a79b8af2444c33469','216834367b68909308ee3d71c59496f347b605c7371ccfc70effc96882a83642');
INSERT INTO "journal" VALUES('closed',4,'2026-03-14T23:41:00.000Z','U01','SummaryPosted','{"why":"stand_down","since":"2026-03-14T20:41:00Z","since_seq":0,"level":"orange","previous_level":null,"changes":[],"decisions":[],"overdue":["1.1","1.2"],"waiting":[],"empty_roles":["crisis_lead","communications"],"changes_left":0,"overdue_count":2,"quiet":false}','561b6ba18bfaf8ea1a5357c18ff430d0dea96c9b846e4328421a0782b635c5de','216834367b68909308ee3d71c59496f347b605c7371ccfc70effc96882a83642','9e61bd09d6a7cb4455a1bf74eec9e6a9f0e91f323801b5bcf031cd4b77125fea');
INSERT INTO "journal" VALUES('closed',5,'2026-03-14T23:41:00.000Z','U01','CrisisStoodDown','{"reason":"Nothing moves any more","open_items":["1.1","1.2"],"open_gates":[]}','cdb320cbcabb7b3e6136d6d733608a646ffb5ce14639c9620ba1ff0ea4127307','9e61bd09d6a7cb4455a1bf74eec9e6a9f0e91f323801b5bcf031cd4b77125fea','84d353dbfbb3697c01133922b307c9798301af9a44815bdc4881af4859fac211');
INSERT INTO "journal" VALUES('closed',6,'2026-03-14T23:41:00.000Z','U01','LessonRecorded','{"number":1,"happened":"Late","cause":"","change":"Call at once","tags":["product"],"shared":true}','7faf3a0e7fa1309e22d724f5103322e76fdb4f2b6626aeb9f3c4af586a5afbe5','84d353dbfbb3697c01133922b307c9798301af9a44815bdc4881af4859fac211','1ab193a2cb89a55dbd974a759df38e4b98745df9a37de008b214ed78ee3cc6d7');
INSERT INTO "journal" VALUES('closed',7,'2026-03-14T23:41:00.000Z','U01','ActionPlanned','{"number":1,"text":"A procedure","owner":"U02","due":"2026-06-14T23:41:00Z","expected_proof":"A link","lesson":null}','f3aa7eff5ca6fbe7a5755011d41b9f6f5a13ecd9a6e08b4025c6a76cb58c6e78','1ab193a2cb89a55dbd974a759df38e4b98745df9a37de008b214ed78ee3cc6d7','18dbd79d6d43580b57e1e5703796ef914c38980a325e361a9592657046fcead9');
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
    ;
CREATE TABLE lesson_words ( -- by what a later crisis finds a shared lesson: its tags and its crisis's platforms
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        entry TEXT NOT NULL, -- number:word
        word TEXT NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (crisis_id, entry)
    ) WITHOUT ROWID
    ;
INSERT INTO "lesson_words" VALUES('closed','1:product','product',1);
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
    );
INSERT INTO "lessons" VALUES('closed',1,'Glass in a yogurt','Late','','Call at once','["product"]',1,'U01',6);
CREATE TABLE members (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        user TEXT NOT NULL,
        crisis_started_at TEXT NOT NULL, -- so that a person's newest crises are found without reading them all
        PRIMARY KEY (crisis_id, user)
    ) WITHOUT ROWID
    ;
INSERT INTO "members" VALUES('closed','U01','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U01','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('closed','U02','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U02','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('closed','U03','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U03','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('closed','U04','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U04','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('closed','U05','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U05','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('closed','U06','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U06','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('closed','U07','2026-03-14T20:41:00.000Z');
INSERT INTO "members" VALUES('open','U07','2026-03-14T20:41:00.000Z');
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
    );
INSERT INTO "outbox" VALUES(1,'open','open_channel','','','{}','done',1,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z','2026-03-14T20:41:00.000Z','{"channel": "C-open"}','request-1',NULL);
INSERT INTO "outbox" VALUES(2,'open','invite','','','{"users": ["U01", "U02", "U03", "U04", "U05", "U06", "U07"]}','parked',1,0,'2026-03-14T20:41:00.000Z','missing_scope','2026-03-14T20:41:00.000Z',NULL,NULL,'request-2',NULL);
INSERT INTO "outbox" VALUES(3,'open','board','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-2',NULL);
INSERT INTO "outbox" VALUES(4,'open','notice','opened','U01','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-2',NULL);
INSERT INTO "outbox" VALUES(5,'open','notice','last_time','channel','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-2',NULL);
INSERT INTO "outbox" VALUES(6,'open','topic','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-2',NULL);
INSERT INTO "outbox" VALUES(7,'open','bookmark','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-2',NULL);
INSERT INTO "outbox" VALUES(9,'open','invite','','','{"users": ["U01"]}','sending',1,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-3','72023d87c702');
INSERT INTO "outbox" VALUES(13,'open','notice','summary','channel','{"seq": 5}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-4',NULL);
INSERT INTO "outbox" VALUES(15,'open','invite','','','{"users": ["U03"]}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-5',NULL);
INSERT INTO "outbox" VALUES(17,'open','notice','decision','channel','{"number": 1}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-6',NULL);
INSERT INTO "outbox" VALUES(19,'open','notice','decision','channel','{"number": 2}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-7',NULL);
INSERT INTO "outbox" VALUES(20,'closed','open_channel','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-9',NULL);
INSERT INTO "outbox" VALUES(21,'closed','invite','','','{"users": ["U01", "U02", "U03", "U04", "U05", "U06", "U07"]}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-10',NULL);
INSERT INTO "outbox" VALUES(22,'closed','board','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-10',NULL);
INSERT INTO "outbox" VALUES(23,'closed','notice','opened','U01','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-10',NULL);
INSERT INTO "outbox" VALUES(24,'closed','notice','last_time','channel','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-10',NULL);
INSERT INTO "outbox" VALUES(25,'closed','topic','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-10',NULL);
INSERT INTO "outbox" VALUES(26,'closed','bookmark','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-10',NULL);
INSERT INTO "outbox" VALUES(27,'closed','pin_board','','','{}','waiting',0,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-11',NULL);
INSERT INTO "outbox" VALUES(29,'closed','notice','summary','channel','{"seq": 4}','waiting',0,0,'2026-03-14T23:41:00.000Z','','2026-03-14T23:41:00.000Z',NULL,NULL,'request-12',NULL);
INSERT INTO "outbox" VALUES(32,'closed','notice','stood_down','channel','{"seq": 5}','waiting',0,0,'2026-03-14T23:41:00.000Z','','2026-03-14T23:41:00.000Z',NULL,NULL,'request-12',NULL);
INSERT INTO "outbox" VALUES(35,'closed','invite','','','{"users": ["U02"]}','waiting',0,0,'2026-03-14T23:41:00.000Z','','2026-03-14T23:41:00.000Z',NULL,NULL,'request-14',NULL);
CREATE TABLE playbooks ( -- every version that a crisis was ever started with
        digest TEXT PRIMARY KEY, -- SHA-256 of the content
        key TEXT NOT NULL,
        version INTEGER NOT NULL,
        title TEXT NOT NULL,
        body TEXT NOT NULL -- JSON
    );
INSERT INTO "playbooks" VALUES('ea9b230e73dc2ca686a3ca5dc81dd5a1a89a878144ffc069661c98cfd988e303','my-playbook',1,'My playbook','{"schema_version":1,"key":"my-playbook","version":1,"title":{"fr":"Mon playbook","en":"My playbook"},"core_minutes":60,"roles":[{"key":"crisis_lead","label":{"fr":"Pilote de crise","en":"Crisis lead"},"mission":{"fr":"Décide et prononce la levée.","en":"Decides and stands the cell down."},"hat":false},{"key":"communications","label":{"fr":"Communication","en":"Communications"},"mission":{"fr":"Rédige et publie.","en":"Drafts and publishes."},"hat":false}],"separations":[],"levels":[{"level":"green","label":{"fr":"Veille","en":"Watch"},"effect":{"fr":"On observe.","en":"We watch."},"situation_point":1440,"summary":1440,"summary_after_4h":null,"public_update":null,"start_factor":1.0,"short_times":false,"grace":15,"first_word":null,"first_statement":null,"summary_presence":"always","public_presence":"always","cell":[]},{"level":"yellow","label":{"fr":"Sensible","en":"Sensitive"},"effect":{"fr":"Équipe réduite ; échéances doublées.","en":"Small team; due times doubled."},"situation_point":240,"summary":240,"summary_after_4h":null,"public_update":null,"start_factor":2.0,"short_times":false,"grace":15,"first_word":null,"first_statement":null,"summary_presence":"always","public_presence":"always","cell":[]},{"level":"orange","label":{"fr":"Grave","en":"Serious"},"effect":{"fr":"Cellule complète.","en":"Full cell."},"situation_point":60,"summary":60,"summary_after_4h":null,"public_update":120,"start_factor":1.0,"short_times":false,"grace":15,"first_word":null,"first_statement":null,"summary_presence":"always","public_presence":"always","cell":[]},{"level":"red","label":{"fr":"Majeur","en":"Major"},"effect":{"fr":"Jour et nuit ; échéances raccourcies.","en":"Day and night; shortened due times."},"situation_point":30,"summary":30,"summary_after_4h":60,"public_update":60,"start_factor":1.0,"short_times":true,"grace":5,"first_word":null,"first_statement":null,"summary_presence":"always","public_presence":"always","cell":[]}],"severity":[],"advices":[{"number":1,"slug":"answer","title":{"fr":"Répondre vite et bien","en":"Answer fast, answer well"},"short":{"fr":"Répondre","en":"Answer"},"why":{"fr":"Le vide se remplit sans vous.","en":"The vacuum fills without you."},"items":[{"key":"1.1","label":{"fr":"Rassembler les faits vérifiés","en":"Gather the checked facts"},"detail":{"fr":"Chaque fait avec sa source.","en":"Each fact with its source."},"role":"crisis_lead","co_roles":[],"due":{"anchor":"start","minutes":30,"red":15,"repeat":null},"evidence":[{"key":"facts","type":"table","label":{"fr":"Un fait par ligne","en":"One fact per line"},"options":[],"required":true,"at_least":1}],"records":null,"not_applicable":"no","min_level":"yellow","gates":["publish"],"core":true,"applies_when":null},{"key":"1.2","label":{"fr":"Publier et consigner","en":"Publish and log"},"detail":{"fr":"D''abord là où la crise est née.","en":"First where the crisis broke."},"role":"communications","co_roles":["crisis_lead"],"due":{"anchor":"start","minutes":60,"red":20,"repeat":null},"evidence":[{"key":"link","type":"link","label":{"fr":"Lien de la publication","en":"Link to the post"},"options":[],"required":true,"at_least":1}],"records":"publication","not_applicable":"reason","min_level":"yellow","gates":[],"core":true,"applies_when":null}]}],"gates":[{"key":"publish","label":{"fr":"Publication","en":"Publication"},"rule":{"fr":"Rien ne sort avant que les faits soient vérifiés.","en":"Nothing goes out before the facts are checked."},"requires":[]}],"follow_ups":[{"key":"day_30","after":43200,"text":{"fr":"Relire ce que nous avons promis.","en":"Review what we promised."},"role":"communications","items":["1.2"],"agenda":[],"brings":[]}],"office":{"days":["mon","tue","wed","thu","fri"],"holidays":[],"opens":"09:00:00","closes":"18:00:00"}}');
CREATE TABLE redactions ( -- entries whose words were removed for good; their content_hash is of what stood there
        crisis_id TEXT NOT NULL,
        seq INTEGER NOT NULL,
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL,
        fields TEXT NOT NULL, -- JSON list of the fields that were removed
        left_hash TEXT NOT NULL, -- SHA-256 of the content that was left
        FOREIGN KEY (crisis_id, seq) REFERENCES journal(crisis_id, seq)
    );
INSERT INTO "redactions" VALUES('open',9,'2026-03-14T20:41:00.000Z','U01','asked by the person','["text"]','3a410e79fb0b31ad6cf5b18e03e42998f2a1a5300931f1e08a8abf35a593b52b');
CREATE TABLE requests ( -- what was asked and changed something: asked again, it changes nothing
        request_id TEXT PRIMARY KEY,
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        first_seq INTEGER NOT NULL,
        last_seq INTEGER NOT NULL,
        at TEXT NOT NULL
    ) WITHOUT ROWID
    ;
INSERT INTO "requests" VALUES('request-1','open',1,1,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-10','closed',2,2,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-11','closed',3,3,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-12','closed',4,5,'2026-03-14T23:41:00.000Z');
INSERT INTO "requests" VALUES('request-13','closed',6,6,'2026-03-14T23:41:00.000Z');
INSERT INTO "requests" VALUES('request-14','closed',7,7,'2026-03-14T23:41:00.000Z');
INSERT INTO "requests" VALUES('request-2','open',2,2,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-3','open',3,3,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-4','open',4,5,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-5','open',6,6,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-6','open',7,7,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-7','open',8,8,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-8','open',9,9,'2026-03-14T20:41:00.000Z');
INSERT INTO "requests" VALUES('request-9','closed',1,1,'2026-03-14T20:41:00.000Z');
CREATE TABLE roles (
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        role TEXT NOT NULL,
        label TEXT NOT NULL,
        user TEXT NOT NULL,
        PRIMARY KEY (crisis_id, role)
    ) WITHOUT ROWID
    ;
INSERT INTO "roles" VALUES('open','crisis_lead','Crisis lead','U01');
CREATE TABLE timers ( -- when the clock must look at a crisis again
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        key TEXT NOT NULL,
        due_at TEXT NOT NULL,
        PRIMARY KEY (crisis_id, key)
    ) WITHOUT ROWID
    ;
INSERT INTO "timers" VALUES('open','remind:U01','2026-03-14T20:56:00.000Z');
INSERT INTO "timers" VALUES('open','overdue','2026-03-14T21:01:00.000Z');
INSERT INTO "timers" VALUES('open','summary','2026-03-14T21:11:00.000Z');
INSERT INTO "timers" VALUES('open','core','2026-03-14T21:41:00.000Z');
INSERT INTO "timers" VALUES('closed','follow_up:day_30','2026-04-14T09:00:00.000Z');
INSERT INTO "timers" VALUES('closed','remind:U02','2026-06-15T09:00:00.000Z');
INSERT INTO "timers" VALUES('closed','remind:U01','2026-06-16T09:00:00.000Z');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX redactions_of_entry ON redactions(crisis_id, seq);
CREATE TRIGGER journal_keeps_entries BEFORE DELETE ON journal
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal
    WHEN NEW.hash <> OLD.hash OR NEW.crisis_id <> OLD.crisis_id OR NEW.seq <> OLD.seq OR NEW.at <> OLD.at
        OR NEW.actor <> OLD.actor OR NEW.kind <> OLD.kind OR NEW.content_hash <> OLD.content_hash
        OR NEW.previous_hash <> OLD.previous_hash
        OR NOT EXISTS (SELECT 1 FROM redactions WHERE crisis_id = OLD.crisis_id AND seq = OLD.seq)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE UNIQUE INDEX outbox_one_stale_card ON outbox(crisis_id, kind)
    WHERE state = 'waiting' AND kind IN ('board', 'topic')
    ;
CREATE INDEX outbox_waiting ON outbox(crisis_id, kind, "to", id) WHERE state = 'waiting';
CREATE INDEX outbox_sending ON outbox(crisis_id, kind, "to", id) WHERE state = 'sending';
CREATE INDEX outbox_parked ON outbox(crisis_id) WHERE state = 'parked';
CREATE INDEX crises_by_channel ON crises(channel_id);
CREATE INDEX crises_open ON crises(started_at) WHERE status IN ('starting', 'open');
CREATE INDEX members_by_user ON members(user, crisis_started_at);
CREATE INDEX lesson_words_by_word ON lesson_words(word);
CREATE INDEX timers_by_time ON timers(due_at);
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
    ORDER BY c.started_at, j.crisis_id, j.seq;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('outbox',35);
COMMIT;

BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'crisis-bot','journal_projections_outbox','2026-11-28 03:23:21.683793+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'crisis-bot','words_and_reminders','2026-11-28 03:23:21.683975+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'crisis-bot','told_in_time','2026-11-28 03:23:21.684086+00:00');
INSERT INTO "_sqlite_migrations" VALUES(4,'crisis-bot','notices_found','2026-11-28 03:23:21.684491+00:00');
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
    );
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
    );
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
INSERT INTO "crises" VALUES('open','Glass in a yogurt','crisis-open','open','red',NULL,'U01','2026-03-14T20:41:00.000Z','U01',NULL,NULL,'','','','[]','en','UTC',1,'','C-open','cc7604e63c76da0f20fb400aa87a09c77f33634755e380035f2c898138bf4a29',9);
INSERT INTO "crises" VALUES('closed','Glass in a yogurt','crisis-closed','stood_down','orange',NULL,'U01','2026-03-14T20:41:00.000Z','U01',NULL,'2026-03-14T23:41:00.000Z','Nothing moves any more','','','[]','en','UTC',1,'','C-closed','cc7604e63c76da0f20fb400aa87a09c77f33634755e380035f2c898138bf4a29',7);
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
    );
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
INSERT INTO "journal" VALUES('open',1,'2026-03-14T20:41:00.000Z','U01','CrisisStarted','{"title":"Glass in a yogurt","what":"","link":"","platforms":[],"level":"orange","language":"en","private":true,"timezone":"UTC","lead":"U01","invited":["U01","U02","U03","U04","U05","U06","U07"],"playbook_digest":"cc7604e63c76da0f20fb400aa87a09c77f33634755e380035f2c898138bf4a29","origin_channel":""}','833abebfcd3eca42c0f42052d2f5ab7d4b26874aeab6f9fab95dc86bd5fcdaad','0000000000000000000000000000000000000000000000000000000000000000','8ee5a6cb372d7e8955c545102f862d8e0c8f31c3bd56fbf656795cdea1bc1783');
INSERT INTO "journal" VALUES('open',2,'2026-03-14T20:41:00.000Z','slack','ChannelOpened','{"channel_id":"C-open","channel_name":"crisis-open"}','9a913a767e090c8006536c7ce5f175479506b9007674a4d255c9d214a061e901','8ee5a6cb372d7e8955c545102f862d8e0c8f31c3bd56fbf656795cdea1bc1783','3c4f63224208192da9576a088ac6d0994a1f6d0b7ba7d877d182656d60169b48');
INSERT INTO "journal" VALUES('open',3,'2026-03-14T20:41:00.000Z','U01','RoleAssigned','{"role":"crisis_lead","user":"U01"}','327ffdaf970ca7e246d603189068c1950f82f256ae0351862d561f9c46a7fbe1','3c4f63224208192da9576a088ac6d0994a1f6d0b7ba7d877d182656d60169b48','defd7cf6a3a0ba16f3c331d933375b0f86ac8f23bc1756aab5a5ec41ac5966f0');
INSERT INTO "journal" VALUES('open',4,'2026-03-14T20:41:00.000Z','U01','LevelChanged','{"level":"red","previous":"orange","reason":"Glass, and a child is hurt"}','7e6d356ac1ce280a8b5af9f3ac6de83b4a5b3f4bb3476fbfe6f295c1ccc73c3c','defd7cf6a3a0ba16f3c331d933375b0f86ac8f23bc1756aab5a5ec41ac5966f0','324c4af1a6be19c86fadfdad2c1875bfd93240348d78852a5ab977239bdb647d');
INSERT INTO "journal" VALUES('open',5,'2026-03-14T20:41:00.000Z','U01','SummaryPosted','{"why":"level","since":"2026-03-14T20:41:00Z","since_seq":0,"level":"red","previous_level":"orange","changes":[3,4],"decisions":[],"overdue":[],"waiting":["1.1","1.2"],"empty_roles":["communications"],"changes_left":0,"overdue_count":0,"quiet":false}','a86d06bf7a6452f18a67fc641a671afd4b4bb6399d3953e48536e6b1aa1d52f7','324c4af1a6be19c86fadfdad2c1875bfd93240348d78852a5ab977239bdb647d','cb7c94440b60d0dccd6f98e7b1ac7805a76b407bf3d489a8de6db86ad3782cba');
INSERT INTO "journal" VALUES('open',6,'2026-03-14T20:41:00.000Z','U02','ItemAdded','{"item":"own.1","text":"Call the plant","advice":null,"role":null,"assignee":"U03","due":null}','3ec5e22f95ddb685a383fc9a6d242537cd5de41aecbaede11af80e9da8fddb08','cb7c94440b60d0dccd6f98e7b1ac7805a76b407bf3d489a8de6db86ad3782cba','10f4593a9f022023b9f9fd6bd60fea34949c2b9c6bf3127855850bba87cc26c5');
INSERT INTO "journal" VALUES('open',7,'2026-03-14T20:41:00.000Z','U01','DecisionRecorded','{"number":1,"text":"Stop line 3","why":"Glass was found","rejected":"Wait","decided_by":"U01","link":"","supersedes":null}','866d13ba7cb4cfa4bcecde3995561631b6328ceab7f55c3af0b3de82cbe3b584','10f4593a9f022023b9f9fd6bd60fea34949c2b9c6bf3127855850bba87cc26c5','54c5fe89cfb535f3b85c30210fdfad778cf4d913ab104704da350477070382cc');
INSERT INTO "journal" VALUES('open',8,'2026-03-14T20:41:00.000Z','U01','DecisionRecorded','{"number":2,"text":"Stop all lines","why":"","rejected":"","decided_by":"U01","link":"","supersedes":1}','d8da7085bf5e3c11635cf59e8fdd5622ff16c3f7cab404c057dd9f455b858f3f','54c5fe89cfb535f3b85c30210fdfad778cf4d913ab104704da350477070382cc','a09a508d4861786e6ef8f62d88b70c063fe6dc8caa312549f43eabdb148e2a02');
INSERT INTO "journal" VALUES('open',9,'2026-03-14T20:41:00.000Z','U04','NoteAdded','{"text":"[…]","status":"assumption","author":"U04","link":""}','04580edaae1ab6de01f57363647e0caac2dc6bb61b3ff9af3cde7712c023aa33','a09a508d4861786e6ef8f62d88b70c063fe6dc8caa312549f43eabdb148e2a02','4c18edfd046ebc296b10c1c270972c21fc55c6335202ef38a5a60a9f6ea227aa');
INSERT INTO "journal" VALUES('closed',1,'2026-03-14T20:41:00.000Z','U01','CrisisStarted','{"title":"Glass in a yogurt","what":"","link":"","platforms":[],"level":"orange","language":"en","private":true,"timezone":"UTC","lead":"U01","invited":["U01","U02","U03","U04","U05","U06","U07"],"playbook_digest":"cc7604e63c76da0f20fb400aa87a09c77f33634755e380035f2c898138bf4a29","origin_channel":""}','833abebfcd3eca42c0f42052d2f5ab7d4b26874aeab6f9fab95dc86bd5fcdaad','0000000000000000000000000000000000000000000000000000000000000000','e4930eaad5ba31d7829f1ea8bae9e1e9f4a6e0ae0c0d0488f4fdc4ad5094e995');
INSERT INTO "journal" VALUES('closed',2,'2026-03-14T20:41:00.000Z','slack','ChannelOpened','{"channel_id":"C-closed","channel_name":"crisis-closed"}','5e776231a4737d53ffa0a7004388410285c131f92bb1f19a59c119670f19d98c','e4930eaad5ba31d7829f1ea8bae9e1e9f4a6e0ae0c0d0488f4fdc4ad5094e995','d3dc56e94c79690cf55c78e8cb5b9cdfb1fe4de4f08443b63a4c156f2dfbb3d7');
INSERT INTO "journal" VALUES('closed',3,'2026-03-14T20:41:00.000Z','slack','BoardPosted','{"ts":"1.0"}','2b486350c6c796a74908da520fb92b1ccc97d620af296c95b100b9e25c3ede8f','d3dc56e94c79690cf55c78e8cb5b9cdfb1fe4de4f08443b63a4c156f2dfbb3d7','eb82998217dd027bf54ffe44a5f2771f3e344bb24392465fd9655b3ff8f2858a');
INSERT INTO "journal" VALUES('closed',4,'2026-03-14T23:41:00.000Z','U01','SummaryPosted','{"why":"stand_down","since":"2026-03-14T20:41:00Z","since_seq":0,"level":"orange","previous_level":null,"changes":[],"decisions":[],"overdue":["1.1","1.2"],"waiting":[],"empty_roles":["crisis_lead","communications"],"changes_left":0,"overdue_count":2,"quiet":false}','561b6ba18bfaf8ea1a5357c18ff430d0dea96c9b846e4328421a0782b635c5de','eb82998217dd027bf54ffe44a5f2771f3e344bb24392465fd9655b3ff8f2858a','76b10637ad568c2aba6d0652893e678e4f3183558b8271c8a173610fbf6705d2');
INSERT INTO "journal" VALUES('closed',5,'2026-03-14T23:41:00.000Z','U01','CrisisStoodDown','{"reason":"Nothing moves any more","open_items":["1.1","1.2"],"late_items":["1.1","1.2"],"open_gates":[]}','bf18d38e33127a0420c66d55cc89ab540cee161d30a36d5b237b298ad586c441','76b10637ad568c2aba6d0652893e678e4f3183558b8271c8a173610fbf6705d2','d7d5a52764308a506cfde54a6c64fb84efc06552ea7a486236688565431e087e');
INSERT INTO "journal" VALUES('closed',6,'2026-03-14T23:41:00.000Z','U01','LessonRecorded','{"number":1,"happened":"Late","cause":"","change":"Call at once","tags":["product"],"shared":true}','7faf3a0e7fa1309e22d724f5103322e76fdb4f2b6626aeb9f3c4af586a5afbe5','d7d5a52764308a506cfde54a6c64fb84efc06552ea7a486236688565431e087e','f206b3dbb1588f8fbbc368522628103420f56943f6c3ab606a3ab31ec16cd52a');
INSERT INTO "journal" VALUES('closed',7,'2026-03-14T23:41:00.000Z','U01','ActionPlanned','{"number":1,"text":"A procedure","owner":"U02","due":"2026-06-14T23:41:00Z","expected_proof":"A link","lesson":null}','f3aa7eff5ca6fbe7a5755011d41b9f6f5a13ecd9a6e08b4025c6a76cb58c6e78','f206b3dbb1588f8fbbc368522628103420f56943f6c3ab606a3ab31ec16cd52a','f1047a9b565491c6070fc6a82afba0c5f4bd59b7ee592b79787f188c72f85ec0');
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
INSERT INTO "outbox" VALUES(9,'open','invite','','','{"users": ["U01"]}','sending',1,0,'2026-03-14T20:41:00.000Z','','2026-03-14T20:41:00.000Z',NULL,NULL,'request-3','d943bc8b023b');
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
INSERT INTO "playbooks" VALUES('cc7604e63c76da0f20fb400aa87a09c77f33634755e380035f2c898138bf4a29','my-playbook',1,'My playbook','{"schema_version":1,"key":"my-playbook","version":1,"title":{"fr":"Mon playbook","en":"My playbook"},"core_minutes":60,"roles":[{"key":"crisis_lead","label":{"fr":"Pilote de crise","en":"Crisis lead"},"mission":{"fr":"Décide et prononce la levée.","en":"Decides and stands the cell down."},"hat":false},{"key":"communications","label":{"fr":"Communication","en":"Communications"},"mission":{"fr":"Rédige et publie.","en":"Drafts and publishes."},"hat":false}],"separations":[],"levels":[{"level":"green","label":{"fr":"Veille","en":"Watch"},"effect":{"fr":"On observe.","en":"We watch."},"situation_point":1440,"summary":1440,"summary_after_4h":null,"public_update":null,"start_factor":1.0,"short_times":false,"grace":15,"first_word":null,"first_statement":null,"approval_deputy":null,"approval_lead":null,"summary_presence":"always","public_presence":"always","reminder_presence":"always","sponsor_after":null,"cell":[]},{"level":"yellow","label":{"fr":"Sensible","en":"Sensitive"},"effect":{"fr":"Équipe réduite ; échéances doublées.","en":"Small team; due times doubled."},"situation_point":240,"summary":240,"summary_after_4h":null,"public_update":null,"start_factor":2.0,"short_times":false,"grace":15,"first_word":null,"first_statement":null,"approval_deputy":null,"approval_lead":null,"summary_presence":"always","public_presence":"always","reminder_presence":"always","sponsor_after":null,"cell":[]},{"level":"orange","label":{"fr":"Grave","en":"Serious"},"effect":{"fr":"Cellule complète.","en":"Full cell."},"situation_point":60,"summary":60,"summary_after_4h":null,"public_update":120,"start_factor":1.0,"short_times":false,"grace":15,"first_word":null,"first_statement":null,"approval_deputy":null,"approval_lead":null,"summary_presence":"always","public_presence":"always","reminder_presence":"always","sponsor_after":null,"cell":[]},{"level":"red","label":{"fr":"Majeur","en":"Major"},"effect":{"fr":"Jour et nuit ; échéances raccourcies.","en":"Day and night; shortened due times."},"situation_point":30,"summary":30,"summary_after_4h":60,"public_update":60,"start_factor":1.0,"short_times":true,"grace":5,"first_word":null,"first_statement":null,"approval_deputy":null,"approval_lead":null,"summary_presence":"always","public_presence":"always","reminder_presence":"always","sponsor_after":null,"cell":[]}],"severity":[],"advices":[{"number":1,"slug":"answer","title":{"fr":"Répondre vite et bien","en":"Answer fast, answer well"},"short":{"fr":"Répondre","en":"Answer"},"why":{"fr":"Le vide se remplit sans vous.","en":"The vacuum fills without you."},"items":[{"key":"1.1","label":{"fr":"Rassembler les faits vérifiés","en":"Gather the checked facts"},"detail":{"fr":"Chaque fait avec sa source.","en":"Each fact with its source."},"role":"crisis_lead","co_roles":[],"due":{"anchor":"start","minutes":30,"red":15,"repeat":null},"evidence":[{"key":"facts","type":"table","label":{"fr":"Un fait par ligne","en":"One fact per line"},"options":[],"required":true,"at_least":1}],"records":null,"not_applicable":"no","min_level":"yellow","gates":["publish"],"core":true,"applies_when":null},{"key":"1.2","label":{"fr":"Publier et consigner","en":"Publish and log"},"detail":{"fr":"D''abord là où la crise est née.","en":"First where the crisis broke."},"role":"communications","co_roles":["crisis_lead"],"due":{"anchor":"start","minutes":60,"red":20,"repeat":null},"evidence":[{"key":"link","type":"link","label":{"fr":"Lien de la publication","en":"Link to the post"},"options":[],"required":true,"at_least":1}],"records":"publication","not_applicable":"reason","min_level":"yellow","gates":[],"core":true,"applies_when":null}]}],"gates":[{"key":"publish","label":{"fr":"Publication","en":"Publication"},"rule":{"fr":"Rien ne sort avant que les faits soient vérifiés.","en":"Nothing goes out before the facts are checked."},"requires":[]}],"follow_ups":[{"key":"day_30","after":43200,"text":{"fr":"Relire ce que nous avons promis.","en":"Review what we promised."},"role":"communications","items":["1.2"],"agenda":[],"brings":[]}],"office":{"days":["mon","tue","wed","thu","fri"],"holidays":[],"opens":"09:00:00","closes":"18:00:00"},"night":{"begins":"22:00:00","ends":"07:00:00"},"wakes":["first_hour","danger","level","update","approval","posture","seat","relief","snoozed"]}');
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
CREATE TABLE reminded ( -- when the clock last told somebody something
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        user TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (crisis_id, user)
    ) WITHOUT ROWID
    ;
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
    ;
CREATE TABLE spoken_of ( -- of which crises a reminder tells besides the one that it stands under
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        outbox_id INTEGER NOT NULL REFERENCES outbox(id) ON DELETE CASCADE,
        PRIMARY KEY (crisis_id, outbox_id)
    ) WITHOUT ROWID
    ;
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
    );
CREATE TABLE timers ( -- when the clock must look at a crisis again
        crisis_id TEXT NOT NULL REFERENCES crises(id) DEFERRABLE INITIALLY DEFERRED,
        key TEXT NOT NULL,
        due_at TEXT NOT NULL,
        user TEXT NOT NULL DEFAULT '', -- who is told then; '' where it is the crisis's own
        PRIMARY KEY (crisis_id, key)
    ) WITHOUT ROWID
    ;
INSERT INTO "timers" VALUES('open','remind:U01','2026-03-14T20:56:00.000Z','U01');
INSERT INTO "timers" VALUES('open','overdue','2026-03-14T21:01:00.000Z','');
INSERT INTO "timers" VALUES('open','summary','2026-03-14T21:11:00.000Z','');
INSERT INTO "timers" VALUES('open','core','2026-03-14T21:41:00.000Z','');
INSERT INTO "timers" VALUES('closed','follow_up:day_30','2026-04-14T09:00:00.000Z','');
INSERT INTO "timers" VALUES('closed','remind:U02','2026-06-12T09:00:00.000Z','U02');
INSERT INTO "timers" VALUES('closed','remind:U01','2026-06-16T09:00:00.000Z','U01');
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
CREATE INDEX outbox_reminders ON outbox("to", id) WHERE state = 'waiting' AND name = 'reminder';
CREATE INDEX outbox_parked ON outbox(crisis_id) WHERE state = 'parked';
CREATE INDEX outbox_homes ON outbox("to") WHERE kind = 'home' AND state IN ('waiting', 'parked');
CREATE INDEX outbox_cards ON outbox(created_at) WHERE state = 'done' AND kind IN ('board', 'topic');
CREATE INDEX outbox_notices ON outbox(crisis_id, name) WHERE kind = 'notice';
CREATE INDEX outbox_exports ON outbox(crisis_id) WHERE kind = 'export';
CREATE INDEX spoken_of_by_notice ON spoken_of(outbox_id);
CREATE INDEX crises_by_channel ON crises(channel_id);
CREATE INDEX crises_open ON crises(started_at) WHERE status IN ('starting', 'open');
CREATE INDEX members_by_user ON members(user, crisis_started_at);
CREATE INDEX lesson_words_by_word ON lesson_words(word);
CREATE INDEX timers_by_time ON timers(due_at, user);
CREATE INDEX timers_of_people ON timers(user, due_at) WHERE user <> '';
CREATE INDEX reminded_by_person ON reminded(user, at);
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

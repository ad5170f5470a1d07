CREATE TABLE action_tokens (
    token TEXT PRIMARY KEY NOT NULL,
    action TEXT NOT NULL,
    used REAL NOT NULL
) STRICT;
CREATE TABLE acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    about TEXT NOT NULL,
    changes TEXT NOT NULL,
    entries TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    undone INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE conversations (
    key TEXT PRIMARY KEY NOT NULL,
    entry TEXT NOT NULL,
    choices TEXT NOT NULL,
    record INTEGER NOT NULL,
    awaiting TEXT NOT NULL,
    updated REAL NOT NULL
, cases TEXT NOT NULL DEFAULT '[]', context TEXT NOT NULL DEFAULT '{}') STRICT;
CREATE TABLE downloads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    taken REAL NOT NULL,
    document TEXT NOT NULL,
    version TEXT NOT NULL,
    format TEXT NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    asker TEXT NOT NULL,
    wire TEXT NOT NULL
) STRICT;
CREATE INDEX downloads_document ON downloads (document, id);
CREATE UNIQUE INDEX downloads_wire ON downloads (channel, wire, document, format) WHERE wire != '';
CREATE TABLE drafts (
    conversation TEXT PRIMARY KEY NOT NULL,
    form TEXT NOT NULL,
    at INTEGER NOT NULL,
    filled TEXT NOT NULL,
    looking INTEGER NOT NULL,
    updated REAL NOT NULL
) STRICT;
CREATE TABLE edit_drafts (
    conversation TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL,
    updated REAL NOT NULL
) STRICT;
CREATE TABLE handovers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asked REAL NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    asker TEXT NOT NULL,
    wire TEXT NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open'
, kind TEXT NOT NULL DEFAULT 'human', inquiry INTEGER NOT NULL DEFAULT 0, record INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX handovers_asker ON handovers (asker, id);
CREATE INDEX handovers_inquiry ON handovers (inquiry, id);
CREATE INDEX handovers_record ON handovers (record) WHERE record != 0;
CREATE INDEX handovers_state ON handovers (state, id);
CREATE UNIQUE INDEX handovers_wire ON handovers (channel, wire) WHERE wire != '';
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT,
    received REAL NOT NULL, reason TEXT NOT NULL DEFAULT '',
    UNIQUE (channel, key)
) STRICT;
CREATE INDEX inbox_pending ON inbox (channel, id) WHERE payload IS NOT NULL;
CREATE TABLE inquiries (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    opened REAL NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    answer TEXT NOT NULL DEFAULT '',
    entry TEXT NOT NULL DEFAULT '',
    who TEXT NOT NULL DEFAULT '',
    decided REAL NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0,
    round INTEGER NOT NULL DEFAULT 0,
    assigned TEXT NOT NULL DEFAULT '',
    "into" INTEGER NOT NULL DEFAULT 0,
    proposed TEXT NOT NULL DEFAULT '',
    changes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inquiries_state ON inquiries (state, id);
CREATE TABLE link_codes (
    digest TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    expires REAL NOT NULL
) STRICT;
CREATE TABLE links (
    person TEXT PRIMARY KEY NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    circle TEXT NOT NULL,
    since REAL NOT NULL
) STRICT;
CREATE INDEX links_circle ON links (circle);
CREATE TABLE looks (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    until REAL NOT NULL,
    looked REAL NOT NULL,
    steady REAL NOT NULL
) STRICT;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL,
    blocks TEXT NOT NULL,
    buttons TEXT NOT NULL,
    created REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    settled REAL, about TEXT NOT NULL DEFAULT '', data TEXT NOT NULL DEFAULT '', moved INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel, key)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (channel, id) WHERE state = 'waiting';
CREATE TABLE posted (
    wire TEXT PRIMARY KEY,
    message INTEGER NOT NULL
) STRICT;
CREATE TABLE progress (
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    step TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (channel, key, step)
) STRICT;
CREATE TABLE questions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asked REAL NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    asker TEXT NOT NULL,
    wire TEXT NOT NULL,
    text TEXT NOT NULL,
    decision TEXT NOT NULL,
    entry TEXT NOT NULL,
    confidence REAL NOT NULL,
    choices TEXT NOT NULL,
    knowledge TEXT NOT NULL,
    chosen TEXT NOT NULL DEFAULT '',
    useful INTEGER,
    reason TEXT NOT NULL DEFAULT ''
, version INTEGER NOT NULL DEFAULT 0, meant TEXT NOT NULL DEFAULT '', asking INTEGER NOT NULL DEFAULT 1, heard INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE INDEX questions_asked ON questions (asked);
CREATE INDEX questions_asker ON questions (asker, id);
CREATE INDEX questions_conversation ON questions (conversation, id);
CREATE INDEX questions_unheard ON questions (id) WHERE heard = 0 AND asking != 0 AND (decision = 'unknown' OR useful = 0 OR (decision = 'choose' AND chosen = '' AND useful IS NULL));
CREATE UNIQUE INDEX questions_wire ON questions (channel, wire) WHERE wire != '';
CREATE TABLE suggestions (
    entry TEXT NOT NULL,
    wording TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    who TEXT NOT NULL,
    decided REAL NOT NULL,
    PRIMARY KEY (entry, wording)
) STRICT;
CREATE TABLE tally (
    month TEXT NOT NULL,
    decision TEXT NOT NULL,
    entry TEXT NOT NULL,
    asked INTEGER NOT NULL,
    chosen INTEGER NOT NULL,
    useful INTEGER NOT NULL,
    useless INTEGER NOT NULL,
    PRIMARY KEY (month, decision, entry)
) STRICT;
CREATE TABLE uploads (
    account TEXT NOT NULL,
    digest TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (account, digest)
) STRICT;
CREATE TABLE versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    since REAL NOT NULL
) STRICT;
CREATE TABLE web_acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    about TEXT NOT NULL
) STRICT;
CREATE TABLE web_buckets (
    bucket TEXT PRIMARY KEY NOT NULL,
    level REAL NOT NULL,
    at REAL NOT NULL
) STRICT;
CREATE TABLE web_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    proposal TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    decided_by TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE TABLE web_forms (
    conversation TEXT NOT NULL,
    form TEXT NOT NULL,
    typed TEXT NOT NULL,
    updated REAL NOT NULL,
    PRIMARY KEY (conversation, form)
) STRICT;
CREATE TABLE web_presence (
    place TEXT NOT NULL,
    who TEXT NOT NULL,
    came REAL NOT NULL,
    seen REAL NOT NULL,
    PRIMARY KEY (place, who)
) STRICT;
CREATE TABLE web_secrets (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;
CREATE TABLE web_sessions (
    digest TEXT PRIMARY KEY NOT NULL,
    who TEXT NOT NULL,
    created REAL NOT NULL,
    seen REAL NOT NULL,
    expires REAL NOT NULL
) STRICT;
CREATE TABLE web_tokens (
    digest TEXT PRIMARY KEY NOT NULL,
    who TEXT NOT NULL,
    expires REAL NOT NULL
) STRICT;
CREATE TABLE web_trials (
    session TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    begun REAL NOT NULL,
    step TEXT NOT NULL,
    said TEXT NOT NULL,
    wrong TEXT NOT NULL,
    nonce TEXT NOT NULL,
    done INTEGER NOT NULL,
    seen REAL NOT NULL
) STRICT;
CREATE TABLE web_turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL,
    asked TEXT NOT NULL,
    reply TEXT NOT NULL,
    created REAL NOT NULL,
    UNIQUE (conversation, key)
) STRICT;
CREATE INDEX web_turns_created ON web_turns (created);

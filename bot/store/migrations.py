"""The schema's history: numbered steps, applied in order and once each, all in one transaction.

A step that has been released is never changed; what comes later (outbox, audit) is appended with the next number.
sqlite-utils keeps account of the steps in the file's table `_sqlite_migrations`. `PRAGMA user_version` repeats their
number, so that a file in order can be opened without importing sqlite-utils: that import and its search for plugins cost
100–300 ms, an open file 1 ms.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

Step = Callable[["Database"], None]


def version(connection: sqlite3.Connection) -> int:
    """How many steps a file has behind it; 0 for a new one."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    return int(found)


def m001_inbox(db: Database) -> None:
    """Raw messages. `payload` is NULL once answered; the key stays, so that a repeated delivery is recognised."""
    _create(
        db,
        """CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    payload TEXT,
    received REAL NOT NULL,
    UNIQUE (channel, key)
)""",
    )
    db.execute("CREATE INDEX inbox_pending ON inbox (channel, id) WHERE payload IS NOT NULL")


def m002_conversations(db: Database) -> None:
    """What is remembered between two messages. `record` may outlive its question, so it is no foreign key."""
    _create(
        db,
        """CREATE TABLE conversations (
    key TEXT PRIMARY KEY NOT NULL,
    entry TEXT NOT NULL,
    choices TEXT NOT NULL,
    record INTEGER NOT NULL,
    awaiting TEXT NOT NULL,
    updated REAL NOT NULL
)""",
    )


def m003_questions(db: Database) -> None:
    """Questions, decisions and feedback. AUTOINCREMENT: an old button must never mean a newer question."""
    _create(
        db,
        """CREATE TABLE questions (
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
)""",
    )
    db.execute("CREATE UNIQUE INDEX questions_wire ON questions (channel, wire) WHERE wire != ''")
    db.execute("CREATE INDEX questions_conversation ON questions (conversation, id)")


def m004_handovers(db: Database) -> None:
    """Questions left for a person. `context` is JSON, a copy: it must survive the expiry of the questions."""
    _create(
        db,
        """CREATE TABLE handovers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    asked REAL NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    asker TEXT NOT NULL,
    wire TEXT NOT NULL,
    text TEXT NOT NULL,
    context TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open'
)""",
    )
    db.execute("CREATE UNIQUE INDEX handovers_wire ON handovers (channel, wire) WHERE wire != ''")
    db.execute("CREATE INDEX handovers_state ON handovers (state, id)")


def m005_cases(db: Database) -> None:
    """The options that hold for the asker of a conversation, as a JSON list of pairs."""
    db.execute("ALTER TABLE conversations ADD COLUMN cases TEXT NOT NULL DEFAULT '[]'")


def m006_drafts(db: Database) -> None:
    """Forms that are being filled in, one a conversation. `filled` is JSON: pairs of a field's name and its value."""
    _create(
        db,
        """CREATE TABLE drafts (
    conversation TEXT PRIMARY KEY NOT NULL,
    form TEXT NOT NULL,
    at INTEGER NOT NULL,
    filled TEXT NOT NULL,
    looking INTEGER NOT NULL,
    updated REAL NOT NULL
)""",
    )


def m007_downloads(db: Database) -> None:
    """Documents that people took. The same message delivered again is the same download."""
    _create(
        db,
        """CREATE TABLE downloads (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    taken REAL NOT NULL,
    document TEXT NOT NULL,
    version TEXT NOT NULL,
    format TEXT NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    asker TEXT NOT NULL,
    wire TEXT NOT NULL
)""",
    )
    db.execute("CREATE UNIQUE INDEX downloads_wire ON downloads (channel, wire, document, format) WHERE wire != ''")
    db.execute("CREATE INDEX downloads_document ON downloads (document, id)")


def m008_uploads(db: Database) -> None:
    """What a channel's service calls a file that it holds already, by account and hash of the file."""
    _create(
        db,
        """CREATE TABLE uploads (
    account TEXT NOT NULL,
    digest TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (account, digest)
)""",
    )


def m009_outbox(db: Database) -> None:
    """Messages that nobody asked for just now. `blocks` and `buttons` are JSON, dropped once sent; the key stays."""
    _create(
        db,
        """CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL,
    blocks TEXT NOT NULL,
    buttons TEXT NOT NULL,
    created REAL NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting',
    settled REAL,
    UNIQUE (channel, key)
)""",
    )
    db.execute("CREATE INDEX outbox_waiting ON outbox (channel, id) WHERE state = 'waiting'")


def m010_posted(db: Database) -> None:
    """Where a message of the outbox arrived, so that a reply to it can be told apart; one that was cut has several places."""
    _create(
        db,
        """CREATE TABLE posted (
    wire TEXT PRIMARY KEY,
    message INTEGER NOT NULL
)""",
    )


def m011_versions(db: Database) -> None:
    """Versions of the knowledge that were in force; a question says which one it met, 0 where nobody counted."""
    _create(
        db,
        """CREATE TABLE versions (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL,
    since REAL NOT NULL
)""",
    )
    db.execute("ALTER TABLE questions ADD COLUMN version INTEGER NOT NULL DEFAULT 0")


def m012_acts(db: Database) -> None:
    """Edits of the knowledge. `changes` holds each file before and after (JSON, deflated, in base64); `entries` ids in JSON."""
    _create(
        db,
        """CREATE TABLE acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    about TEXT NOT NULL,
    changes TEXT NOT NULL,
    entries TEXT NOT NULL,
    version INTEGER NOT NULL DEFAULT 0,
    undone INTEGER NOT NULL DEFAULT 0
)""",
    )


def m013_inquiries(db: Database) -> None:
    """What several people asked and a person answers; questions left for a person say which one they belong to."""
    db.execute("ALTER TABLE handovers ADD COLUMN kind TEXT NOT NULL DEFAULT 'human'")
    db.execute("ALTER TABLE handovers ADD COLUMN inquiry INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE handovers ADD COLUMN record INTEGER NOT NULL DEFAULT 0")
    db.execute("CREATE INDEX handovers_inquiry ON handovers (inquiry, id)")
    db.execute("CREATE INDEX handovers_asker ON handovers (asker, id)")
    db.execute("CREATE INDEX handovers_record ON handovers (record) WHERE record != 0")
    _create(
        db,
        """CREATE TABLE inquiries (
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
)""",
    )
    db.execute("CREATE INDEX inquiries_state ON inquiries (state, id)")


def m014_tally(db: Database) -> None:
    """Counts of questions that are no longer kept."""
    _create(
        db,
        """CREATE TABLE tally (
    month TEXT NOT NULL,
    decision TEXT NOT NULL,
    entry TEXT NOT NULL,
    asked INTEGER NOT NULL,
    chosen INTEGER NOT NULL,
    useful INTEGER NOT NULL,
    useless INTEGER NOT NULL,
    PRIMARY KEY (month, decision, entry)
)""",
    )
    db.execute("CREATE INDEX questions_asker ON questions (asker, id)")


def m016_edit_drafts(db: Database) -> None:
    """Edits that admins are working at, one a conversation. `content` is JSON: the whole draft with its proposal."""
    _create(
        db,
        """CREATE TABLE edit_drafts (
    conversation TEXT PRIMARY KEY NOT NULL,
    content TEXT NOT NULL,
    updated REAL NOT NULL
)""",
    )


def m017_suggestions(db: Database) -> None:
    """Phrasings that were suggested from traffic and decided on: none of them is suggested again."""
    _create(
        db,
        """CREATE TABLE suggestions (
    entry TEXT NOT NULL,
    wording TEXT NOT NULL,
    accepted INTEGER NOT NULL,
    who TEXT NOT NULL,
    decided REAL NOT NULL,
    PRIMARY KEY (entry, wording)
)""",
    )
    db.execute("CREATE INDEX questions_asked ON questions (asked)")


def m018_inbox_reason(db: Database) -> None:
    """Why a message was set aside; empty for all others."""
    db.execute("ALTER TABLE inbox ADD COLUMN reason TEXT NOT NULL DEFAULT ''")


def m019_progress(db: Database) -> None:
    """How far the handling of messages has come; before, those marks were messages of channels of their own in the inbox."""
    _create(
        db,
        """CREATE TABLE progress (
    channel TEXT NOT NULL,
    key TEXT NOT NULL,
    step TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (channel, key, step)
)""",
    )
    db.execute(
        "INSERT INTO progress (channel, key, step, value)"
        " SELECT replace(channel, '.sent:', ':'), substr(key, 1, instr(key, '/') - 1),"
        " 'sent/' || substr(key, instr(key, '/') + 1), payload"
        " FROM inbox WHERE channel GLOB '*.sent:*' AND payload IS NOT NULL AND instr(key, '/')"
    )
    db.execute("DELETE FROM inbox WHERE channel GLOB '*.sent:*' OR channel GLOB '*.asked:*'")


def m020_action_tokens(db: Database) -> None:
    """Actions of buttons that are too long for a channel; `used` is when a button carried one last."""
    _create(
        db,
        """CREATE TABLE action_tokens (
    token TEXT PRIMARY KEY NOT NULL,
    action TEXT NOT NULL,
    used REAL NOT NULL
)""",
    )


def m021_outbox_about(db: Database) -> None:
    """What a message is about, which was read from its key before, and what its channel keeps with it (JSON or empty)."""
    db.execute("ALTER TABLE outbox ADD COLUMN about TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE outbox ADD COLUMN data TEXT NOT NULL DEFAULT ''")
    for number, key in db.execute("SELECT id, key FROM outbox WHERE key GLOB 'case:[0-9]*'").fetchall():
        parts = key.split(":")[1:]
        if len(parts) in (1, 3) and all(part.isdigit() or part == "again" for part in parts):
            # case:<inquiry>, case:<inquiry>:again:<round>, case:<inquiry>:<round>:<question>
            post = len(parts) == 1 or parts[1] == "again"
            about = ["post", int(parts[0]), int(parts[2]) if len(parts) == 3 else 0]
            about = about if post else ["answer", int(parts[2]), int(parts[1])]
            db.execute("UPDATE outbox SET about = ? WHERE id = ?", [json.dumps(about), number])


def m022_looks(db: Database) -> None:
    """The looks at the clock (bot.store.elapsed_time), in one row: what is old is told by what was seen to pass."""
    _create(
        db,
        """CREATE TABLE looks (
    id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
    until REAL NOT NULL,
    looked REAL NOT NULL,
    steady REAL NOT NULL
)""",
    )


def m023_context(db: Database) -> None:
    """What a conversation is about, as a JSON object; and of a question what it means without its conversation."""
    db.execute("ALTER TABLE conversations ADD COLUMN context TEXT NOT NULL DEFAULT '{}'")
    db.execute("ALTER TABLE questions ADD COLUMN meant TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE questions ADD COLUMN asking INTEGER NOT NULL DEFAULT 1")


_WEB_TABLES = (
    """CREATE TABLE web_secrets (
    name TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
)""",
    """CREATE TABLE web_turns (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL,
    asked TEXT NOT NULL,
    reply TEXT NOT NULL,
    created REAL NOT NULL,
    UNIQUE (conversation, key)
)""",
    """CREATE TABLE web_forms (
    conversation TEXT NOT NULL,
    form TEXT NOT NULL,
    typed TEXT NOT NULL,
    updated REAL NOT NULL,
    PRIMARY KEY (conversation, form)
)""",
    """CREATE TABLE web_buckets (
    bucket TEXT PRIMARY KEY NOT NULL,
    level REAL NOT NULL,
    at REAL NOT NULL
)""",
    """CREATE TABLE web_tokens (
    digest TEXT PRIMARY KEY NOT NULL,
    who TEXT NOT NULL,
    expires REAL NOT NULL
)""",
    """CREATE TABLE web_sessions (
    digest TEXT PRIMARY KEY NOT NULL,
    who TEXT NOT NULL,
    created REAL NOT NULL,
    seen REAL NOT NULL,
    expires REAL NOT NULL
)""",
    """CREATE TABLE web_acts (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    act TEXT NOT NULL,
    about TEXT NOT NULL
)""",
    """CREATE TABLE web_edits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at REAL NOT NULL,
    who TEXT NOT NULL,
    proposal TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open',
    decided_by TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT ''
)""",
)


def m024_web(db: Database) -> None:
    """The web: turns of talks, forms half filled in, secrets, limits; tokens and sessions by their digests; acts and edits.

    `reply`, `typed` and `proposal` are JSON.
    """
    for sql in _WEB_TABLES:
        _create(db, sql)
    db.execute("CREATE INDEX web_turns_created ON web_turns (created)")


def m025_links(db: Database) -> None:
    """Keys of channels that are one person's (`circle`), codes by which they are linked, and what was moved to another."""
    for sql in (
        """CREATE TABLE links (
    person TEXT PRIMARY KEY NOT NULL,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    circle TEXT NOT NULL,
    since REAL NOT NULL
)""",
        """CREATE TABLE link_codes (
    digest TEXT PRIMARY KEY NOT NULL,
    person TEXT NOT NULL,
    conversation TEXT NOT NULL,
    expires REAL NOT NULL
)""",
    ):
        _create(db, sql)
    db.execute("CREATE INDEX links_circle ON links (circle)")
    db.execute("ALTER TABLE outbox ADD COLUMN moved INTEGER NOT NULL DEFAULT 0")


def m026_heard(db: Database) -> None:
    """Questions that ought to be for a person and aren't yet are found by an index that holds no others."""
    db.execute("ALTER TABLE questions ADD COLUMN heard INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE questions SET heard = 1 WHERE id IN (SELECT record FROM handovers WHERE record != 0)")
    db.execute(
        "CREATE INDEX questions_unheard ON questions (id) WHERE heard = 0 AND asking != 0 AND (decision = 'unknown'"
        " OR useful = 0 OR (decision = 'choose' AND chosen = '' AND useful IS NULL))"
    )


def m027_console(db: Database) -> None:
    """Who has what open in the console, and tables that are looked into; `said` is a JSON list of lines."""
    for sql in (
        """CREATE TABLE web_presence (
    place TEXT NOT NULL,
    who TEXT NOT NULL,
    came REAL NOT NULL,
    seen REAL NOT NULL,
    PRIMARY KEY (place, who)
)""",
        """CREATE TABLE web_trials (
    session TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    begun REAL NOT NULL,
    step TEXT NOT NULL,
    said TEXT NOT NULL,
    wrong TEXT NOT NULL,
    nonce TEXT NOT NULL,
    done INTEGER NOT NULL,
    seen REAL NOT NULL
)""",
    ):
        _create(db, sql)


STEPS: tuple[Step, ...] = (
    m001_inbox,
    m002_conversations,
    m003_questions,
    m004_handovers,
    m005_cases,
    m006_drafts,
    m007_downloads,
    m008_uploads,
    m009_outbox,
    m010_posted,
    m011_versions,
    m012_acts,
    m013_inquiries,
    m014_tally,
    m016_edit_drafts,
    m017_suggestions,
    m018_inbox_reason,
    m019_progress,
    m020_action_tokens,
    m021_outbox_about,
    m022_looks,
    m023_context,
    m024_web,
    m025_links,
    m026_heard,
    m027_console,
)


def migrate(connection: sqlite3.Connection, steps: Sequence[Step] = STEPS) -> None:
    """Bring a file up to the last step, or leave it as it was; raises sqlite3.Error.

    Safe when several processes open a new file at once: the first one migrates, the others wait and find it done. A file
    further on than `steps` is left alone.
    """
    from sqlite_utils import Database, Migrations  # here, not above: see this module's docstring

    history = Migrations("jianhuitong")
    for step in steps:
        history()(step)
    # plugins are third-party code that would run on our connection, and looking for them takes 20–40 ms
    db = Database(connection, execute_plugins=False, recursive_triggers=False)
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        if version(connection) < len(steps):
            history.apply(db)
            connection.execute(f"PRAGMA user_version = {len(steps)}")


def _create(db: Database, sql: str) -> None:
    """Create a table, strict where SQLite can (3.37); some Linux servers still carry an older one."""
    db.execute(f"{sql} STRICT" if db.supports_strict else sql)

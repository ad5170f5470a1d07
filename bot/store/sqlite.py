"""The store in a SQLite file, next to the bot; nothing to start, several processes may use it at once.

One connection and one lock, for all threads. SQLite lets one writer write at a time, and those who wait poll instead of
being woken. With a second connection for the inbox, a busy inbox kept the desk's writes waiting for 3–5 s, until they
failed; behind one lock they take 0.2 ms (median), 64 ms at worst. And a connection for every thread would be left over
when a pool's threads end. How durable a write is, is set before it: FULL waits for the disk, NORMAL doesn't.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from bot import wording
from bot.errors import StoreError
from bot.model import Conversation, Handover, Question, Recorded, Reply, Update
from bot.store import migrations
from bot.store.rows import clean, is_this, read_recorded, recorded, storable

PATIENCE = 5.0
"""Seconds to wait for another process that is writing. Ours write for milliseconds; a backup or a viewer may take longer."""

_LARGEST = 2**63 - 1
"""The largest number SQLite can hold; a larger one comes from a forged button."""

_SENTENCES = {
    sqlite3.SQLITE_BUSY: wording.STORE_LOCKED,
    sqlite3.SQLITE_LOCKED: wording.STORE_LOCKED,
    sqlite3.SQLITE_PROTOCOL: wording.STORE_LOCKED,  # the log's own locks stayed taken
    sqlite3.SQLITE_FULL: wording.STORE_FULL,
    sqlite3.SQLITE_NOTADB: wording.STORE_DAMAGED,
    sqlite3.SQLITE_CORRUPT: wording.STORE_DAMAGED,
    sqlite3.SQLITE_CANTOPEN: wording.STORE_UNWRITABLE,
    sqlite3.SQLITE_READONLY: wording.STORE_UNWRITABLE,
    sqlite3.SQLITE_PERM: wording.STORE_UNWRITABLE,
    sqlite3.SQLITE_IOERR: wording.STORE_DISK,
}


class SqliteStore:
    """A `bot.ports.Store` in the file `path`; the folder and the file are made, readable by their owner only.

    `clock` returns Unix time in seconds (default: time.time). `patience` is how many seconds to wait for another
    process's lock. Raises StoreError when the file can't be opened, written or understood.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] | None = None, patience: float = PATIENCE) -> None:
        self._path = path
        self._clock = clock or time.time
        self._lock = threading.Lock()
        self._closed = False
        self._connection = _open(path, patience)

    # ---------------------------------------------------------------- inbox

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message, on the disk when this returns; False when that key was received before."""
        with self._writing(durable=True) as connection:
            sql = "INSERT INTO inbox (channel, key, payload, received) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
            return _run(connection, sql, channel, key, payload, self._clock()).rowcount == 1

    def pending(self, channel: str) -> tuple[Update, ...]:
        """Messages not marked done, in the order they came."""
        with self._using() as connection:
            rows = _run(
                connection,
                "SELECT channel, key, payload, received FROM inbox WHERE channel = ? AND payload IS NOT NULL ORDER BY id",
                channel,
            )
            return tuple(Update(*row) for row in rows)

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered and drop its payload.

        Not durable: a power cut loses the end of the log, never its middle, so at worst the message is answered twice.
        """
        with self._writing() as connection:
            _run(connection, "UPDATE inbox SET payload = NULL WHERE channel = ? AND key = ?", channel, key)

    # ---------------------------------------------------------------- conversations

    def conversation(self, key: str) -> Conversation | None:
        """The conversation as last saved, or None."""
        with self._using() as connection:
            row = _run(connection, "SELECT * FROM conversations WHERE key = ?", key).fetchone()
        return _conversation(row) if row else None

    def save_conversation(self, conversation: Conversation) -> None:
        """Replace what is remembered of a conversation; `updated` is set to now when it is 0."""
        with self._writing() as connection:
            _run(
                connection,
                "INSERT INTO conversations (key, entry, choices, record, awaiting, updated, cases) VALUES (?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET entry = excluded.entry, choices = excluded.choices,"
                " record = excluded.record, awaiting = excluded.awaiting, updated = excluded.updated, cases = excluded.cases",
                conversation.key,
                conversation.entry,
                _json(conversation.choices),
                _bounded(conversation.record),
                conversation.awaiting,
                conversation.updated or self._clock(),
                _json(conversation.cases),
            )

    # ---------------------------------------------------------------- questions

    def record(self, question: Question, reply: Reply, knowledge: str) -> int:
        """Keep a question and what was decided; the same channel and wire again replaces all but the number."""
        kept = recorded(0, self._clock(), question, reply, knowledge)
        with self._writing() as connection:
            number = _number(connection, question)
            # no INSERT OR REPLACE: it would delete the row first, and with it whatever a later table hangs on it
            cursor = _run(
                connection,
                "INSERT INTO questions (id, asked, channel, conversation, asker, wire, text, decision, entry, confidence,"
                " choices, knowledge) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (id) DO UPDATE SET asked = excluded.asked, conversation = excluded.conversation,"
                " asker = excluded.asker, text = excluded.text, decision = excluded.decision, entry = excluded.entry,"
                " confidence = excluded.confidence, choices = excluded.choices, knowledge = excluded.knowledge,"
                " chosen = '', useful = NULL, reason = ''",
                *(number, kept.asked, kept.channel, kept.conversation, kept.asker, kept.wire, kept.text),
                *(kept.decision, kept.entry, kept.confidence, _json(kept.choices), kept.knowledge),
            )
        return number or cursor.lastrowid or 0

    def recorded(self, number: int) -> Recorded | None:
        """A recorded question, or None."""
        with self._using() as connection:
            row = _run(connection, "SELECT * FROM questions WHERE id = ?", _bounded(number)).fetchone()
        return _recorded(row) if row else None

    def choose(self, number: int, entry: str) -> None:
        """Note which entry the asker picked; an unknown number is ignored, its question may have expired."""
        self._note("UPDATE questions SET chosen = ? WHERE id = ?", entry, number)

    def rate(self, number: int, useful: bool) -> None:
        """Note whether the reply was of use, and drop an earlier reason; an unknown number is ignored."""
        self._note("UPDATE questions SET useful = ?, reason = '' WHERE id = ?", int(useful), number)

    def explain(self, number: int, reason: str) -> None:
        """Note why the reply was of no use; an unknown number is ignored."""
        self._note("UPDATE questions SET reason = ? WHERE id = ?", reason, number)

    def _note(self, sql: str, value: str | int, number: int) -> None:
        with self._writing() as connection:
            _run(connection, sql, value, _bounded(number))

    # ---------------------------------------------------------------- handovers

    def hand_over(self, question: Question, context: int = 5) -> Handover:
        """Leave a question for a person, on the disk when this returns: the asker was told that someone will see it.

        It carries up to `context` questions of the conversation before it, and itself when it was recorded. The same
        channel and wire again returns the first one.
        """
        question = clean(question)
        with self._writing(durable=True) as connection:
            row = _run(
                connection,
                "SELECT * FROM handovers WHERE wire != '' AND channel = ? AND wire = ?",
                question.channel,
                question.wire,
            ).fetchone()
            if row is None:
                number = self._insert_handover(connection, question, max(context, 0))
                row = _run(connection, "SELECT * FROM handovers WHERE id = ?", number).fetchone()
        return _handover(row)

    def _insert_handover(self, connection: sqlite3.Connection, question: Question, context: int) -> int:
        past = [asdict(kept) for kept in _context(connection, question, context)]
        cursor = _run(
            connection,
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context) VALUES (?, ?, ?, ?, ?, ?, ?)",
            *(self._clock(), question.channel, question.conversation, question.asker, question.wire, question.text),
            _json(past),
        )
        return cursor.lastrowid or 0

    def handovers(self, state: str = "open") -> tuple[Handover, ...]:
        """Questions left for a person in that state, oldest first."""
        with self._using() as connection:
            rows = _run(connection, "SELECT * FROM handovers WHERE state = ? ORDER BY id", state).fetchall()
        return tuple(_handover(row) for row in rows)

    # ---------------------------------------------------------------- the file

    def expire(self, before: float) -> int:
        """Delete questions and conversations older than `before` (Unix time, seconds); returns how many.

        The keys of answered messages as old go too; unanswered messages and handovers stay.
        """
        with self._writing() as connection:
            deleted = _run(connection, "DELETE FROM questions WHERE asked < ?", before).rowcount
            deleted += _run(connection, "DELETE FROM conversations WHERE updated < ?", before).rowcount
            _run(connection, "DELETE FROM inbox WHERE payload IS NULL AND received < ?", before)
        return deleted

    def close(self) -> None:
        """Let go of the file; a second time does nothing, any other call raises StoreError."""
        with self._lock, _mapped(self._path):
            self._closed = True
            self._connection.close()

    @contextmanager
    def _using(self) -> Iterator[sqlite3.Connection]:
        """The connection, for this thread alone."""
        with self._lock, _mapped(self._path):
            if self._closed:
                raise StoreError(wording.STORE_CLOSED)
            yield self._connection

    @contextmanager
    def _writing(self, *, durable: bool = False) -> Iterator[sqlite3.Connection]:
        """The connection in a transaction that is undone when the block raises; `durable` survives a power cut."""
        with self._using() as connection:
            connection.execute("PRAGMA synchronous = FULL" if durable else "PRAGMA synchronous = NORMAL")
            with connection:
                # IMMEDIATE waits for other processes here; a plain BEGIN would fail at the first write instead
                connection.execute("BEGIN IMMEDIATE")
                yield connection


# ---------------------------------------------------------------- opening


def _open(path: Path, patience: float) -> sqlite3.Connection:
    """A connection to the file, made and migrated where needed."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # before SQLite makes it with everybody's right to read; the log beside it takes over these rights
        path.touch(mode=0o600)
    except OSError as error:
        raise StoreError(_filled(wording.STORE_UNWRITABLE, path)) from error
    with _mapped(path), ExitStack() as opened:
        connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
        opened.callback(connection.close)
        _into_wal(connection, patience)
        _prepare(connection, path)
        opened.pop_all()
    return connection


def _into_wal(connection: sqlite3.Connection, patience: float) -> None:
    """Switch a new file to write-ahead logging; a file that has it already stays as it is.

    SQLite doesn't wait for other processes here, whatever its timeout, so we do: of six processes that opened the same
    new file at once, up to three failed.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _kind(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        time.sleep(0.01)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """Set the connection up, migrate, and find out now rather than at the first question whether it can be written."""
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA secure_delete = ON")  # what people said is overwritten when it is deleted
    if migrations.version(connection) < len(migrations.STEPS):
        migrations.migrate(connection)
    found = migrations.version(connection)
    if found > len(migrations.STEPS):
        raise StoreError(_filled(wording.STORE_NEWER, path, found=found, known=len(migrations.STEPS)))
    connection.execute("BEGIN IMMEDIATE")  # fails when another process writes on and on
    connection.execute(f"PRAGMA user_version = {found}")  # fails when the file is read-only, BEGIN doesn't
    connection.execute("ROLLBACK")


@contextmanager
def _mapped(path: Path) -> Iterator[None]:
    """Turns SQLite's errors into a StoreError that says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        raise StoreError(_filled(_SENTENCES.get(_kind(error), wording.STORE_FAILED), path, code=name)) from error


def _kind(error: sqlite3.Error) -> int:
    """SQLite's primary result code: the low byte, the rest are details (sqlite.org/rescode.html); 0 when it has none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _filled(sentence: str, path: Path, **values: object) -> str:
    return sentence.format(path=path, folder=path.parent, **values)


# ---------------------------------------------------------------- rows


def _run(connection: sqlite3.Connection, sql: str, *values: str | float | None) -> sqlite3.Cursor:
    """Execute one statement, its texts made storable."""
    return connection.execute(sql, [storable(value) if isinstance(value, str) else value for value in values])


def _bounded(number: int) -> int:
    """The number if SQLite can hold it, else one that no question has."""
    return number if 0 < number <= _LARGEST else 0


def _json(value: object) -> str:
    """JSON with Chinese left readable for whoever looks into the file."""
    return json.dumps(value, ensure_ascii=False)


def _number(connection: sqlite3.Connection, question: Question) -> int | None:
    """The number that the question was recorded under, known by its wire key; None when it wasn't or has none."""
    sql = "SELECT id FROM questions WHERE wire != '' AND channel = ? AND wire = ?"
    row = _run(connection, sql, question.channel, question.wire).fetchone()
    return int(row["id"]) if row else None


def _context(connection: sqlite3.Connection, question: Question, limit: int) -> tuple[Recorded, ...]:
    """Up to `limit` questions of the conversation before this one, oldest first, and this one when it was recorded."""
    last = _number(connection, question) or _LARGEST
    sql = "SELECT * FROM questions WHERE conversation = ? AND id <= ? ORDER BY id DESC LIMIT ?"
    newest_first = [_recorded(row) for row in _run(connection, sql, question.conversation, last, limit + 1)]
    if not newest_first or not is_this(newest_first[0], question):
        newest_first = newest_first[:limit]
    return tuple(reversed(newest_first))


def _recorded(row: sqlite3.Row) -> Recorded:
    return read_recorded(dict(row) | {"choices": json.loads(row["choices"])})


def _conversation(row: sqlite3.Row) -> Conversation:
    cases = tuple((str(case), str(option)) for case, option in json.loads(row["cases"]))
    return Conversation(**dict(row) | {"choices": tuple(json.loads(row["choices"])), "cases": cases})


def _handover(row: sqlite3.Row) -> Handover:
    context = tuple(read_recorded(values) for values in json.loads(row["context"]))
    return Handover(
        *(row["id"], row["asked"], row["channel"], row["conversation"], row["asker"], row["text"]),
        context=context,
        state=row["state"],
    )

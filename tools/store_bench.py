"""What the database costs: replies with many questions kept beside an empty store, and two processes of which one is killed.

    python tools/store_bench.py kept 100000 1000 a reply with so many questions and inquiries (else a tenth), on both
    python tools/store_bench.py kill 120 20      two processes on PostgreSQL for so many seconds, the one that serves Telegram
                                                 killed -9 every so many: lost, answered twice, how long the other took

Needs PostgreSQL's server for all but SQLite (Debian: apt-get install postgresql); a cluster of its own is made and thrown away.
Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bot import app  # noqa: E402  # the repository's own, wherever this is started
from bot.content.golden_reader import read_golden  # noqa: E402
from bot.desk.desk import Desk  # noqa: E402
from bot.handoff.service import InquiryRecorder, InquiryService  # noqa: E402
from bot.matching.knowledge_index import KnowledgeIndex  # noqa: E402
from bot.model import Question  # noqa: E402
from bot.ports import Store  # noqa: E402
from bot.settings import GOLDEN, load  # noqa: E402
from bot.store import database_move  # noqa: E402
from bot.store.open_database import open_server  # noqa: E402
from bot.store.postgres_store import PostgresStore  # noqa: E402
from bot.store.sqlite_store import SqliteStore, memory_store  # noqa: E402
from tests import postgres_rig  # noqa: E402
from tests.botapi import BotApi  # noqa: E402
from tests.botapi.people import Person  # noqa: E402
from tests.serving import Served  # noqa: E402

WARMING, ASKED = 50, 600
"""Questions that warm caches up, and those that count."""
ANSWERED, LEFT = "a reply that answers", "one that asks back or doesn't know"
AROUND = "of both, keeping the message and how far it is"
ASK_EVERY = 0.25
"""Seconds between two questions while processes are killed."""


# ---------------------------------------------------------------- kept


def fill(path: Path, count: int, inquiries: int) -> None:
    """A file with so many questions of half a year, a twentieth as many people, and so many answered inquiries."""
    SqliteStore(path).close()
    now, chance = time.time(), random.Random(5)
    texts = [one.text for one in read_golden(GOLDEN)]
    with closing(sqlite3.connect(path)) as made:
        made.execute("PRAGMA synchronous = OFF")
        people = max(1, count // 20)

        def questions() -> Iterator[tuple[object, ...]]:
            for number in range(count):
                who = f"telegram:{number % people}"
                at = now - 180 * 86400 * (1 - number / count)
                decision = "unknown" if number < inquiries else "answer"
                yield at, who, who, f"{number}", chance.choice(texts), decision, f"entry-{number % 440}"

        made.executemany(
            "INSERT INTO questions (asked, channel, conversation, asker, wire, text, decision, entry, confidence, choices,"
            " knowledge) VALUES (?, 'telegram', ?, ?, ?, ?, ?, ?, 0.9, '[]', 'hash')",
            questions(),
        )
        made.executemany(
            "INSERT INTO inbox (channel, key, payload, received) VALUES ('telegram:1', ?, NULL, ?)",
            ((f"{number}", now) for number in range(count)),
        )
        made.executemany(
            "INSERT INTO conversations (key, entry, choices, record, awaiting, updated) VALUES (?, '', '[]', 1, '', ?)",
            ((f"telegram:{number}", now) for number in range(people)),
        )
        made.executemany(
            "INSERT INTO inquiries (opened, text, state, answer) VALUES (?, ?, 'answered', '答')",
            ((now, f"{chance.choice(texts)}{number}") for number in range(inquiries)),
        )
        made.executemany(
            "INSERT INTO handovers (asked, channel, conversation, asker, wire, text, context, state, inquiry, record)"
            " VALUES (?, 'telegram', ?, ?, ?, ?, '[]', 'answered', ?, ?)",
            (
                (now, f"telegram:{n % people}", f"telegram:{n % people}", f"h{n}", f"{chance.choice(texts)}{n}", n + 1, n + 1)
                for n in range(inquiries)
            ),
        )
        made.execute("UPDATE questions SET heard = 1 WHERE id <= ?", [inquiries])
        made.commit()


class Asker:
    """Asks through the desk over a store, and takes the time."""

    def __init__(self, store: Store, index: KnowledgeIndex) -> None:
        self._store = store
        self._work = InquiryService(store, lambda: index, time.time)
        self._desk = InquiryRecorder(self._work, Desk(lambda: index, store, time.time))
        self.took: dict[str, list[float]] = {ANSWERED: [], LEFT: [], AROUND: []}

    def warm(self) -> None:
        """Bring it to where it is some time after a start: every wording was compared once."""
        while self._work.matcher.embed_backlog(500):
            pass

    def look(self) -> float:
        """Seconds of a look at questions for a person."""
        began = time.perf_counter()
        self._work.run_due_work()
        return time.perf_counter() - began

    def ask(self, text: str, number: int) -> None:
        """A reply, from when a message is kept until it is marked done, and of it keeping it around the desk.

        One that is no answer is compared with every inquiry, by what it means.
        """
        store, key = self._store, f"q{number}"
        began = time.perf_counter()
        store.receive("telegram:1", key, text)
        received = time.perf_counter()
        reply = self._desk.reply(Question(text, f"telegram:{number}", f"telegram:{number}", "telegram", key))
        replied = time.perf_counter()
        store.note_step("telegram:1", key, "try/a", "")
        store.note_step("telegram:1", key, "sent/a", "x")
        store.done("telegram:1", key)
        store.drop_steps("telegram:1", key)
        ended = time.perf_counter()
        self.took[ANSWERED if reply.decision == "answer" else LEFT].append(ended - began)
        self.took[AROUND].append(ended - began - (replied - received))


def compared(count: int, inquiries: int) -> None:
    """Print what a reply takes with an empty store and a full one, on each database."""
    settings = load(env={"JIANHUI_ENCODER": "off", "JIANHUI_DATA": str(ROOT / "data")}, dotenv=ROOT / "no.env")
    index = app.open_index(settings)
    texts = [one.text for one in read_golden(GOLDEN)]
    random.Random(7).shuffle(texts)
    with tempfile.TemporaryDirectory() as folder, ExitStack() as opened:
        full, empty = Path(folder) / "full" / "jianhui.db", Path(folder) / "empty" / "jianhui.db"
        fill(full, count, inquiries)
        server = opened.enter_context(postgres_rig.server())
        addresses = [postgres_rig.fresh(server, name) for name in ("nothing", "many")]
        began = time.monotonic()
        moved = sum(database_move.move(str(full), addresses[1]).values())
        print(f"move-store: {moved} rows to PostgreSQL and compared in {time.monotonic() - began:.0f} s")
        with postgres_connection(addresses[1]) as connection:
            connection.execute("ANALYZE")
        for name, stores in (
            ("SQLite", (SqliteStore(empty), SqliteStore(full))),
            ("PostgreSQL", tuple(open_server(address) for address in addresses)),
        ):
            measured(name, count, stores, index, texts)
            for store in stores:
                store.close()


def measured(name: str, count: int, stores: Sequence[Store], index: KnowledgeIndex, texts: Sequence[str]) -> None:
    """Print the figures of one database.

    Each question is asked of one store right after the other, of the other one first the next time: a machine that is busy,
    or slows down, is so for both. Before that it is asked of a third, since matching remembers the last texts.
    """
    askers = [Asker(store, index) for store in stores]
    for one in askers:
        began = time.monotonic()
        one.warm()
        print(f"{name}: wordings compared for the first time in {time.monotonic() - began:.0f} s", flush=True)
    first = Asker(memory_store(), index)
    for number in range(-WARMING, ASKED):
        text = texts[number % len(texts)]
        first.ask(text, number)
        for one in askers if number % 2 else reversed(askers):
            one.ask(text, 10_000_000 + number)
        if number == -1:
            for one in askers:
                one.took = {what: [] for what in one.took}
    for what in (ANSWERED, LEFT, AROUND):
        both = [one.took[what] for one in askers]
        none, many = (statistics.median(one) * 1000 for one in both)
        late = [statistics.quantiles(one, n=100)[98] * 1000 for one in both]
        shares = sorted(full / empty for empty, full in zip(*both, strict=True))
        print(
            f"{name}: {what}: median {none:.2f} ms empty, {many:.2f} ms with {count} questions kept ({many / none:.2f} ×,"
            f" question by question {statistics.median(shares):.2f} ×); p99 {late[0]:.1f} and {late[1]:.1f} ms"
        )
    for label, one in zip(("empty", f"{count} kept"), askers, strict=True):
        print(f"{name}: the look at questions for a person every 5 s: {one.look() * 1000:.0f} ms ({label})", flush=True)


def postgres_connection(address: str):  # psycopg's own, imported late
    """A connection of our own."""
    import psycopg

    return psycopg.connect(address, autocommit=True)


# ---------------------------------------------------------------- kill


async def killed(seconds: float, every: float) -> None:
    """Print what was lost and what came twice while the process that serves Telegram is killed again and again."""
    with tempfile.TemporaryDirectory() as folder, postgres_rig.server() as server:
        address = postgres_rig.fresh(server, "killed")
        async with BotApi() as api:
            served = Served(api, Path(folder))
            served.settings = {"DATABASE": address, "PERSON_LIMIT": "0", "GROUP_LIMIT": "0", "WEB": "off", "TELEGRAM_RATE": "0"}
            try:
                await _killed(served, address, seconds, every)
            finally:
                await served.end()


async def _killed(served: Served, address: str, seconds: float, every: float) -> None:
    processes = {served.launch().pid: 0.0 for _ in range(2)}
    api = served.api
    with closing(PostgresStore(address)) as seen:
        await api.until(lambda: holder(seen, served) in processes, 120, "a process that serves")
        polls = api.updates.polls
        await api.until(lambda: api.updates.polls > polls, 60, "the first poll")
        people: list[Person] = []
        took: list[float] = []
        end, next_kill, down = time.monotonic() + seconds, time.monotonic() + every, 0.0
        while time.monotonic() < end or down:
            person = api.user(f"人{len(people)}")
            people.append(person)
            await person.say("会费交多少")
            if down:
                who = holder(seen, served)
                if who and api.updates.polls > polls:
                    took.append(time.monotonic() - down)
                    down = 0.0
            elif time.monotonic() > next_kill:
                who = holder(seen, served)
                polls = api.updates.polls
                os.kill(who, signal.SIGKILL)
                down = time.monotonic()
                next_kill = down + every
                served.launch()
            await asyncio.sleep(ASK_EVERY / 10 if down else ASK_EVERY)
        await api.until(lambda: waiting(seen) == 0, 120, "the last answers")
        await asyncio.sleep(3)
    counts = Counter(len(api.sends(person.id)) for person in people)
    lost, twice = counts.get(0, 0), sum(count for times, count in counts.items() if times > 1)
    print(
        f"{len(people)} questions, {len(took)} kills: {lost} lost, {twice} answered twice ({100 * twice / len(people):.2f} %)"
    )
    if took:
        print(f"taken over after {statistics.median(took):.2f} s (median), {max(took):.2f} s at most")


def holder(store: PostgresStore, served: Served) -> int:
    """The process that serves Telegram; 0 when none does."""
    key = store.presence.wire_key(f"telegram:{served.api.token.partition(':')[0]}")
    sql = (
        "SELECT name FROM owners JOIN pg_locks ON pg_locks.pid = owners.pid WHERE locktype = 'advisory' AND objsubid = 1"
        " AND granted AND ((classid::bigint << 32) | objid::bigint) = ?"
    )
    with store.database.reading() as work:
        row = work.run(sql, key).fetchone()
    return int(row[0].rpartition(":")[2]) if row else 0


def waiting(store: PostgresStore) -> int:
    """How many messages aren't answered yet."""
    with store.database.reading() as work:
        return int(work.run("SELECT COUNT(*) FROM inbox WHERE payload IS NOT NULL").fetchone()[0])


if __name__ == "__main__":
    if sys.argv[1:2] == ["kept"]:
        questions = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
        compared(questions, int(sys.argv[3]) if len(sys.argv) > 3 else questions // 10)
    elif sys.argv[1:2] == ["kill"]:
        asyncio.run(killed(*(float(one) for one in (sys.argv[2:4] or ["120", "20"]))))
    else:
        print(__doc__)

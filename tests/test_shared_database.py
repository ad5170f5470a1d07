"""Several processes on one database: each wire has one reader, and what a process leaves behind the others take up."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.errors import StoreError
from bot.hot_reload.version_sync import kept_abreast
from bot.model import Block, OutboxMessage
from tests import postgres_rig
from tests.botapi import BotApi
from tests.programs import Program
from tests.serving import Served

if TYPE_CHECKING:
    from bot.store.postgres_store import PostgresStore

Two = tuple["PostgresStore", "PostgresStore"]
PATIENT = 60.0
"""Seconds that a busy machine may take for what an idle one does in one."""


def until(done: Callable[[], object]) -> None:
    """Wait until it is so."""
    end = time.monotonic() + PATIENT
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def two(postgres_url: str) -> Iterator[Two]:
    """Two processes' stores on one database."""
    from bot.store.postgres_store import PostgresStore

    with closing(PostgresStore(postgres_url)) as one, closing(PostgresStore(postgres_url)) as other:
        yield one, other


# ---------------------------------------------------------------- leases


def test_what_one_has_in_work_no_other_gets_until_it_is_gone(two: Two) -> None:
    one, other = two
    for key in "123":
        one.receive("telegram:7", key, "x")
    assert one.hold("telegram:7")
    assert [message.key for message in one.claim_pending("telegram:7")] == ["1", "2", "3"]
    assert other.claim_pending("telegram:7") == ()
    one.done("telegram:7", "1")
    one.close()
    until(lambda: other.hold("telegram:7"))
    assert [message.key for message in other.claim_pending("telegram:7")] == ["2", "3"]


def test_two_that_claim_at_once_share_and_none_is_claimed_twice(two: Two) -> None:
    one = two[0]
    for number in range(300):
        one.queue(OutboxMessage("telegram", "telegram:7", f"k{number}", (Block("text", "答"),)))
    got: list[int] = []
    jobs = [threading.Thread(target=lambda s=s: got.extend(m.id for m in s.claim_waiting("telegram"))) for s in two]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert sorted(got) == list(range(1, 301))


def test_who_was_taken_for_gone_can_note_no_step_of_what_another_has(two: Two) -> None:
    one, other = two
    one.hold("telegram:7")
    one.receive("telegram:7", "1", "x")
    number = one.queue(OutboxMessage("telegram", "telegram:7", "k", (Block("text", "答"),))) and 1
    one.claim_waiting("telegram")
    one.note_step("telegram:7", "1", "try/a", "")
    other.hold("elsewhere")
    with one.presence._lock:  # it hangs: no sign of life
        until(lambda: other.hold("telegram:7"))
    assert [message.key for message in other.claim_pending("telegram:7")] == ["1"]
    assert [message.id for message in other.claim_waiting("telegram")] == [number]
    with pytest.raises(StoreError):
        one.note_step("telegram:7", "1", "try/b", "")
    with pytest.raises(StoreError):
        one.note_step("telegram:7", f"post-{number}", "try/b", "")
    other.note_step("telegram:7", "1", "try/b", "")
    until(lambda: not one.holds("telegram:7"))
    until(lambda: one.presence.number)  # it begins anew, as another


def test_news_wake_another_process(two: Two) -> None:
    one, other = two
    heard: list[str] = []
    deaf = other.subscribe(heard.append)
    until(lambda: one.queue(OutboxMessage("telegram", "telegram:7", str(time.monotonic()), ())) and "outbox telegram" in heard)
    until(lambda: one.enter(str(time.monotonic())) and any(news.startswith("version") for news in heard))
    deaf()


def test_a_connection_that_breaks_is_made_anew(two: Two, postgres_server: str) -> None:
    import psycopg

    one, _ = two
    one.hold("telegram:7")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'jianhuitong%'")

    def again() -> bool:
        try:
            return one.receive("telegram:7", str(time.monotonic()), "x") and one.hold("telegram:7")
        except StoreError:  # what was under way when it broke isn't done, and is told so
            return False

    until(again)


def test_a_later_programs_tables_are_refused_and_an_earlier_ones_brought_up_to_date(postgres_server: str) -> None:
    import psycopg

    from bot.store.postgres_store import PostgresStore

    url = postgres_rig.fresh(postgres_server, "older")
    with closing(PostgresStore(url)) as store:
        store.receive("telegram", "1", "x")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ALTER TABLE inbox DROP COLUMN reason")
        connection.execute("DROP TABLE web_turns")
        connection.execute("UPDATE schema_version SET number = number - 1")
    with closing(PostgresStore(url)) as store:
        assert [message.key for message in store.pending("telegram")] == ["1"]
        assert store.turns("web:1", 5) == ()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE schema_version SET number = number + 1")
    with pytest.raises(StoreError, match="升级"):
        PostgresStore(url)


@pytest.mark.parametrize("url", ["postgresql://jianhui:secret@127.0.0.1:1/none", "postgresql://a:secret@/%zz"])
def test_a_server_that_is_not_there_is_told_without_the_password(url: str) -> None:
    pytest.importorskip("psycopg", reason="psycopg isn't installed (extra: postgres)")
    from bot.store.postgres_store import PostgresStore

    with pytest.raises(StoreError) as caught:
        PostgresStore(url, patience=0.5)
    assert "secret" not in str(caught.value)
    assert str(caught.value).endswith("。")


# ---------------------------------------------------------------- versions


@pytest.mark.anyio
async def test_a_machine_whose_files_stay_behind_is_told_of_once(two: Two) -> None:
    one, other = two
    told: dict[str, str] = {}
    files = ["old"]
    other.enter("old")
    task = asyncio.create_task(
        kept_abreast(other, lambda: files[0], lambda key, text: told.update({key: text}), late=0.3, look=0.5)
    )
    await asyncio.sleep(1)
    assert told == {}
    await asyncio.to_thread(one.enter, "new")
    end = time.monotonic() + PATIENT
    while not told:
        assert time.monotonic() < end
        await asyncio.sleep(0.05)
    assert "第 2 版" in next(iter(told.values()))
    assert len(told) == 1
    task.cancel()


# ---------------------------------------------------------------- real processes


@pytest.fixture
async def served(tmp_path: Path, postgres_url: str) -> AsyncIterator[Served]:
    async with BotApi() as api:
        bot = Served(api, tmp_path)
        bot.settings = {"DATABASE": postgres_url}
        try:
            yield bot
        finally:
            await bot.end()


async def standing_by(served: Served) -> Program:
    """A second process, once it has the knowledge and waits for the wire."""
    before = served.log.count("in force after")
    process = served.launch()
    await served.api.until(
        lambda: served.log.count("in force after") > before or process.poll() is not None, 60, "a second process"
    )
    assert process.poll() is None, served.log
    return process


def waiting(url: str) -> int:
    """How many messages aren't answered yet."""
    import psycopg

    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT COUNT(*) FROM inbox WHERE payload IS NOT NULL").fetchone()
    return int(row[0]) if row else 0


@pytest.mark.anyio
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
async def test_the_wire_of_a_process_that_ends_or_hangs_is_taken_over_and_nothing_is_lost(how: int, served: Served) -> None:
    first = await served.start()
    second = await standing_by(served)
    people = [served.api.user(name) for name in "甲乙丙丁"]
    await people[0].say("会费交多少")
    await people[0].reply(30)
    await served.api.until(lambda: waiting(served.settings["DATABASE"]) == 0, 60, "the first answer to be noted")
    first.send_signal(how)
    for person in people[1:]:
        await person.say("会费交多少")
    for person in people[1:]:
        await person.reply(120)
    if how == signal.SIGSTOP:
        first.send_signal(signal.SIGCONT)
    assert second.poll() is None
    await asyncio.sleep(3)
    assert [len(served.api.sends(person.id)) for person in people] == [1, 1, 1, 1]

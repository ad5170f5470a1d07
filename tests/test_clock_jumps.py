"""A clock that is wrong deletes nothing and stops nothing: what is old is told by what was seen to pass."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.access.privacy import DAY, expire
from bot.content import loader
from bot.model import Decision, Question, Reply, Severity
from bot.ports import Store
from bot.store.sqlite_store import SqliteStore
from tests.house import ROOT, Clock
from tests.postgres_rig import STORES, opened_store

KEPT = 180


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with opened_store(request, tmp_path / "a.db", clock) as made:
        yield made


class Bot:
    """What the bot does at a start and every day after."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.told: dict[str, str] = {}

    def asks(self, wire: str) -> None:
        """Somebody asks something."""
        question = Question("会费交多少", "telegram:7", "telegram:7", "telegram", wire)
        self.store.record(question, Reply("会费交多少", Decision.UNKNOWN, ()), "")

    def looks(self) -> int:
        """Look at the clock and delete what is old; how much that was."""
        return expire(self.store, self.clock.now, KEPT, lambda: None, self._tell)

    def _tell(self, key: str, text: str) -> None:
        self.told.setdefault(key, text)

    def days(self, count: int) -> int:
        """So many days go by; how much was deleted in them."""
        deleted = 0
        for _ in range(count):
            self.clock.now += DAY
            deleted += self.looks()
        return deleted

    @property
    def kept(self) -> int:
        """Questions that are left."""
        return len(self.store.questions_by("telegram:7"))


@pytest.fixture
def bot(store: Store, clock: Clock) -> Bot:
    return Bot(store, clock)


def test_what_is_old_goes_when_its_time_has_passed_day_by_day(bot: Bot) -> None:
    bot.looks()
    bot.asks("1")
    assert bot.days(KEPT) == 0
    assert bot.days(1) == 1
    assert bot.told == {}


@pytest.mark.parametrize("looked", [True, False], ids=["the bot has run before", "an older version kept no looks"])
def test_four_hundred_days_ahead_delete_nothing_and_the_admins_hear_of_it_once(bot: Bot, looked: bool) -> None:
    if looked:
        bot.looks()
    bot.asks("1")
    bot.clock.now += 400 * DAY
    assert bot.looks() == 0
    assert bot.days(3) == 0
    assert [text[:19] for text in bot.told.values()] == ["电脑时间比机器人上次运行时快了 400"]
    bot.clock.now -= 403 * DAY - 60  # the clock is set right
    assert bot.looks() == 0
    assert bot.days(KEPT - 1) == 0
    assert bot.kept == 1
    assert bot.days(2) == 1
    assert len(bot.told) == 1


def test_a_machine_that_was_off_deletes_a_week_later(bot: Bot) -> None:
    bot.looks()
    bot.asks("1")
    bot.clock.now += 300 * DAY
    assert bot.looks() == 0
    assert bot.days(6) == 0
    assert bot.days(1) == 1


def test_thirty_days_back_and_forth_delete_nothing_early(bot: Bot) -> None:
    bot.looks()
    bot.asks("1")
    bot.days(170)
    bot.clock.now -= 30 * DAY
    assert bot.days(5) == 0
    bot.asks("2")  # asked under the wrong clock
    bot.clock.now += 30 * DAY
    assert bot.looks() == 0
    assert bot.kept == 2


def test_a_clock_that_jumps_again_and_again_is_not_believed(bot: Bot) -> None:
    bot.looks()
    bot.asks("1")
    for _ in range(30):
        bot.clock.now += 50 * DAY
        assert bot.looks() == 0
        assert bot.days(2) == 0
    assert bot.kept == 1


def test_looks_outlive_a_restart(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "a.db"
    with closing(SqliteStore(path, clock=clock)) as first:
        Bot(first, clock).looks()
        Bot(first, clock).asks("1")
    for _ in range(6):  # starts after the jump, none of them a steady day
        clock.now += 400 * DAY
        with closing(SqliteStore(path, clock=clock)) as again:
            assert Bot(again, clock).looks() == 0
    with closing(sqlite3.connect(path)) as seen:
        assert seen.execute("SELECT COUNT(*) FROM looks").fetchone() == (1,)


def test_the_real_knowledge_loads_with_a_clock_that_is_years_behind_or_ahead() -> None:
    """Its 440 entries were reviewed after the day that such a clock shows; there are warnings, and people are answered."""
    for days in (-4000, -30, 400):
        today = date(2026, 11, 29) + timedelta(days=days)
        knowledge, problems = loader.load(ROOT / "knowledge", ROOT / "guides", today)
        assert knowledge is not None, [problem for problem in problems if problem.severity is Severity.ERROR][:3]

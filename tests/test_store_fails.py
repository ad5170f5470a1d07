"""What happens to people when the database can't be written: they are told, nothing raises, and nothing grows for ever."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot import wording
from bot.desk.callback_data import fill
from bot.settings import admins_now
from bot.store.sqlite_store import SqliteStore
from tests.house import Talk


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program writes into the database and doesn't end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def store(tmp_path: Path, clock: object) -> Iterator[SqliteStore]:
    opened = SqliteStore(tmp_path / "jianhui.db", clock=clock, patience=0.05)  # type: ignore[arg-type]  # a clock
    yield opened
    opened.close()


def test_a_form_on_a_full_disk_says_so_and_goes_on_where_it_was(talk: Talk, tmp_path: Path) -> None:
    talk.says("帮我填选票")
    for say in ("苏州某某机械有限公司工会委员会", "继续", "取消", "上一步", "跳过"):
        with locked(tmp_path / "jianhui.db"):
            assert talk.says(say).blocks, say
            said = talk.heard
        assert wording.FILL_UNSAVED in said, say
    with locked(tmp_path / "jianhui.db"):
        assert wording.FILL_UNSAVED in talk.opens("v:stop").blocks[0].text
        assert talk.says("会费怎么交").blocks  # a question in between is answered all the same
        assert wording.FILL_UNSAVED in talk.opens(fill("ballot")).blocks[0].text
    talk.says("继续")
    talk.says("苏州某某机械有限公司工会委员会")
    assert wording.FILL_UNSAVED not in talk.heard


def test_the_admins_are_read_anew_only_when_something_has_changed(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("JIANHUI_ADMINS=telegram:1\n")
    assert admins_now({}, dotenv) == ("telegram:1",)
    began = time.process_time()
    for _ in range(1000):
        admins_now({}, dotenv)
    assert time.process_time() - began < 0.5
    dotenv.write_text("JIANHUI_ADMINS=telegram:2\n")  # as long as before
    assert admins_now({}, dotenv) == ("telegram:2",)
    fresh = tmp_path / "fresh"
    fresh.write_text("JIANHUI_ADMINS=telegram:3\n")
    os.replace(fresh, dotenv)
    assert admins_now({}, dotenv) == ("telegram:3",)
    assert admins_now({"JIANHUI_ADMINS": "telegram:4"}, dotenv) == ("telegram:4",)
    dotenv.unlink()
    assert admins_now({}, dotenv) == ()

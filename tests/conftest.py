"""Fixtures for all tests: the real knowledge behind its real index, a desk with a real database, a conversation."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

# before numpy is imported: as in the command, one thread a product of matrices
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import hypothesis
import pytest

from bot import app
from bot.desk.desk import Desk
from bot.hot_reload.live_knowledge import LiveKnowledge
from bot.matching.encoder import Encoder, installed
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Entry, Knowledge
from bot.settings import Settings, load
from bot.store.sqlite_store import SqliteStore
from tests import postgres_rig, read_once
from tests.botapi import BotApi
from tests.botapi.people import Person
from tests.federation import Federation
from tests.house import ROOT, Clock, Talk, index_of
from tests.web_rig import Web, data_of, web

read_once.begin()
# the suite tries the same inputs on each run; HYPOTHESIS_PROFILE=default looks for new ones
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

BUSY = (
    *("web_console", "guides_build", "matching_real", "web_browser", "web_pages", "golden", "conversations"),
    *("guides_ledger", "guides_office", "matching", "evaluation", "editor", "cli", "content_yaml_edit", "cache_damage"),
    *("web_attacks", "guides_rules", "web_public", "desk_document_dialog"),
)
"""Files whose tests keep a processor busy longest."""
WAITING = (
    *("shared_database", "mail", "faults", "telegram_survival", "channel_contract", "mail_kills", "qq_kills"),
    *("one_process", "channel_kills", "running", "scratch", "database_damage", "backup", "web_kills", "telegram_delivery"),
    *("telegram_outbox", "onebot", "qq", "serve"),
)
"""Files whose tests wait longest: for a wire, a start, a pause to pass."""
LONG = [f"test_{name}" for pair in zip(BUSY, WAITING, strict=True) for name in pair]
"""Begun first, so that no process is left alone with one at the end; in turns, so that what waits leaves room for others."""

SLOW = (
    "test_schemathesis_finds_no_reply_that_the_description_does_not_tell",
    "test_ths_finds_most_entries_of_the_real_set",
    "test_bombs_and_nests_end_soon_with_a_message",
    "test_answers_are_the_same_whatever_file_is_damaged[with encoder",
    "test_a_spoiled_cache_is_made_again[with encoder",
    "test_what_is_taken_away_stops_the_bot_and_the_admin_hears",
    "test_as_many_members_as_are_pasted_are_counted",
    "test_of_200_timeouts_of_which_half_had_arrived_none_is_sent_twice_and_none_lost",
    "test_a_burst_of_many_people_is_answered_whole_with_its_texts_on_the_disk",
    "test_every_question_that_gets_something_else_is_told_and_no_other",
    "test_a_table_that_libreoffice_saved_comes_back_the_same",
    "test_axe_finds_nothing_and_nothing_scrolls_sideways[big",
    "test_nobody_gets_the_answer_to_what_somebody_else_meant",
    "test_every_form_holds_all_of_them_at_once",
    "test_no_name_of_a_blank_is_left_in_any_form",
)
"""Beginnings of the names of tests that take a quarter of all the time; `run.py test all` runs them too."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow ones, and order files by how long they take; within a file nothing moves."""
    for item in items:
        if item.name.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path.stem, len(LONG)))


@pytest.fixture
def anyio_backend() -> str:
    """What runs the tests that are coroutines."""
    return "asyncio"


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The repository's own knowledge, guides and cache, whatever is set on this machine."""
    own = {f"JIANHUI_{name.upper()}": str(ROOT / name) for name in ("data", "knowledge", "guides")}
    return load(env=own, dotenv=ROOT / "there-is-no.env")


@pytest.fixture(scope="session")
def index(settings: Settings) -> KnowledgeIndex:
    """The index over the real knowledge; learned once, then taken from data/cache."""
    return app.open_index(settings)


@pytest.fixture(scope="session")
def plain_index(settings: Settings, index: KnowledgeIndex) -> KnowledgeIndex:
    """The same without the sentence encoder."""
    return app.open_index(replace(settings, encoder=False), index.knowledge)


@pytest.fixture(scope="session")
def encoder(settings: Settings) -> Encoder:
    """The sentence encoder."""
    found = installed(True, settings.data / "cache")
    if found is None:
        pytest.skip("the sentence encoder isn't installed (extra: encoder)")
    return found


@pytest.fixture(params=["without encoder", "with encoder"])
def either_encoder(request: pytest.FixtureRequest) -> Encoder | None:
    """None, then the sentence encoder."""
    return None if request.param == "without encoder" else request.getfixturevalue("encoder")


@pytest.fixture(params=["plain_index", "index"])
def either_index(request: pytest.FixtureRequest) -> KnowledgeIndex:
    """The real index without the sentence encoder, then with it."""
    found: KnowledgeIndex = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="session")
def known(index: KnowledgeIndex) -> Knowledge:
    """The real knowledge."""
    return index.knowledge


@pytest.fixture
def small_index(tmp_path: Path) -> Callable[..., KnowledgeIndex]:
    """Builds an index over a few made-up entries, without the encoder: some 0.2 s."""
    return lambda *entries: index_of(tmp_path / "small-cache", *entries)


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until a test moves it."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[SqliteStore]:
    """A new database."""
    opened = SqliteStore(tmp_path / "jianhui.db", clock=clock)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of the tests' own; skips where none is installed."""
    with postgres_rig.server() as address:
        yield address


@pytest.fixture(scope="module")
def postgres_place(postgres_server: str) -> str:
    """The address of tables on that server, of a file of tests alone."""
    return postgres_rig.fresh(postgres_server, f"t{uuid4().hex[:12]}")


@pytest.fixture
def postgres_url(postgres_place: str) -> str:
    """The same with nothing in them."""
    return postgres_rig.emptied(postgres_place)


@pytest.fixture
def desk(index: KnowledgeIndex, store: SqliteStore, clock: Clock) -> Desk:
    """The desk over the real knowledge and a new database."""
    return Desk(lambda: index, store, clock, app.write)


@pytest.fixture
def talk(desk: Desk, clock: Clock) -> Talk:
    """A conversation with that desk."""
    return Talk(desk, clock)


@pytest.fixture(scope="session")
def chosen(known: Knowledge) -> Callable[[Callable[[Entry], object]], Entry]:
    """Gives the first entry of the real knowledge that has what a test needs: the knowledge is edited all the time."""
    return lambda wanted: next(one for one in known.entries if wanted(one))


@pytest.fixture
async def union(tmp_path: Path, clock: Clock) -> AsyncIterator[Federation]:
    """A federation whose bot runs."""
    async with BotApi() as api, Federation(api, tmp_path, clock) as federation:
        yield federation


@pytest.fixture
def wang(union: Federation) -> Person:
    """Its admin."""
    person = union.api.user("王")
    union.appoint(person)
    return person


@pytest.fixture(scope="session")
def web_settings(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with a data folder of its own, so that tests of the web leave the checkout's alone."""
    return replace(settings, data=data_of(tmp_path_factory.mktemp("web"), settings))


@pytest.fixture(scope="session")
def live(web_settings: Settings) -> Iterator[LiveKnowledge]:
    """The real knowledge in force."""
    with app.open_knowledge(web_settings) as (opened, _):
        yield opened


@pytest.fixture
def site(web_settings: Settings, live: LiveKnowledge, tmp_path: Path) -> Iterator[Web]:
    """The web with a new database."""
    store = SqliteStore(tmp_path / "web.db")
    with web(web_settings, live, store) as made:
        yield made
    store.close()

"""A small federation: its knowledge folder, its admins, and its whole bot on a local Bot API server."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from pathlib import Path
from types import TracebackType

from bot.access import whoami
from bot.access.permissions import Permissions
from bot.content import loader
from bot.desk.desk import Desk
from bot.desk.handler_chain import HandlerChain
from bot.editor.context import EditContext
from bot.editor.handler import EditHandler
from bot.hot_reload.file_editor import FileEditor
from bot.matching.cache import Cache
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Impact, Knowledge, Ranked
from bot.settings import admins_now
from bot.store.sqlite_store import SqliteStore
from bot.threads import Worker
from tests.botapi import BotApi
from tests.botapi.people import Person
from tests.house import Clock
from tests.telegram_rig import Rig

TODAY = date(2026, 11, 23)
"""The day on which the clock of the tests stands."""
DUES = """# 会费，财务部管
topic: 会费
entries:
  - id: dues-amount
    question: 会费每个月应该交多少钱？
    phrasings:
      - 会费标准
      - 会费几块钱  # 常有人这样问
    answer: 按规定交。
    reviewed: 2026-01-01
  - id: dues-back
    question: 离职以后会费能退吗？
    phrasings: [会费退不退, 退会费]
    answer: 不退。
"""
ELECTION = """topic: 换届
entries:
  - id: election-early
    question: 换届要提前多久准备？
    phrasings: [换届什么时候开始, 改选提前几天]
    answer: 早些准备。
"""


class Federation:
    """The bot of a federation, as an async context manager; what it knows is read anew at every message."""

    def __init__(
        self, api: BotApi, folder: Path, clock: Clock, replay: Callable[[Knowledge], Impact] = lambda _: Impact((), 3, 0)
    ) -> None:
        self.api = api
        self.folder = folder
        self.clock = clock
        self.knowledge = folder / "knowledge"
        self.knowledge.mkdir()
        (folder / "guides").mkdir()
        (self.knowledge / "dues.yaml").write_text(DUES, "utf-8")
        (self.knowledge / "election.yaml").write_text(ELECTION, "utf-8")
        self.dotenv = folder / ".env"
        self.appoint()
        self.store = SqliteStore(folder / "jianhui.db", clock=clock)
        self.editor = FileEditor((self.knowledge, folder / "guides"), self.store, lambda: TODAY, replay)
        self._lock = threading.Lock()
        self._index: KnowledgeIndex | None = None
        self._threads = (ThreadPoolExecutor(1), ThreadPoolExecutor(1))
        self.start()

    def start(self) -> None:
        """Put the parts together, as after a restart."""
        rights = Permissions(lambda: admins_now({}, self.dotenv))
        means = EditContext(self.store, self.editor, lambda: self.index().knowledge, self.rank, self.clock)
        editing = EditHandler(rights, means, self.store)
        office = HandlerChain([partial(whoami.reply, rights=rights), editing.reply], Desk(self.index, self.store, self.clock))
        self.worker = Worker(office, rights, *self._threads)
        self.rig = Rig(self.api, self.folder, worker=self.worker)

    def index(self) -> KnowledgeIndex:
        """The index over the folder as it is."""
        with self._lock:
            known = loader.require(self.knowledge, self.folder / "guides", TODAY)
            if self._index is None or self._index.knowledge.hash != known.hash:
                self._index = KnowledgeIndex(known, None, Cache(self.folder / "cache"))
            return self._index

    def rank(self, text: str, limit: int) -> tuple[Ranked, ...]:
        """The nearest entries, as the desk's thread finds them."""
        return self._threads[0].submit(self.index().rank, text, limit).result()

    def appoint(self, *people: Person) -> None:
        """Make these people the admins, and nobody else."""
        keys = ", ".join(f"telegram:{person.id}" for person in people)
        self.dotenv.write_text(f"JIANHUI_ADMINS={keys}\n", "utf-8")

    def file(self, name: str = "dues.yaml") -> str:
        """What a topic file says."""
        return (self.knowledge / name).read_text("utf-8")

    async def __aenter__(self) -> Federation:
        await self.rig.__aenter__()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self.rig.__aexit__(kind, error, at)
        for thread in self._threads:
            thread.shutdown()
        self.store.close()

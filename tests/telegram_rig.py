"""The Telegram channel on a local Bot API server, with a tiny desk behind it; also a program, to be killed by tests."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from bot.channels.runtime import Dispatcher, DispatcherOptions
from bot.channels.telegram.timeouts import TelegramTimeouts
from bot.channels.telegram.transport import TelegramTransport
from bot.errors import StoreError
from bot.model import Attachment, Block, Button, ConversationRef, Decision, Question, Reply
from bot.ports import Store
from bot.settings import Settings, TelegramSettings
from bot.store.sqlite_store import SqliteStore
from bot.threads import Worker
from tests.botapi import BotApi

UPDATES = "telegram:4242"
"""The inbox's channel for the updates of the local server's bot."""
HOLDS = "TINY_DESK_HOLDS"
"""The variable that tells a desk in a process of its own which texts it never gets done with."""
QUICK = TelegramTimeouts(
    poll=1,
    outbox=0.02,
    pause=0.02,
    longest_pause=0.1,
    give_up=0.4,
    grace=1.0,
)
"""What takes minutes with the real Telegram takes tenths of a second here; a call may take its time, as this machine may."""
USEFUL = ((Button("有用", "u:1"), Button("没用", "n:1")), (Button("转人工", "h:1"),))
MEMBERS = (
    Block("heading", "多少名会员才能成立工会？"),
    Block(
        "text",
        "有会员二十五人以上的，应当建立基层工会委员会；不足二十五人的，可以联合建立 <联合基层工会> & 选组织员。",
    ),
)


class TinyDesk:
    """Answers by rules that a test can see at a glance, and remembers what it was asked."""

    def __init__(self) -> None:
        self.questions: list[Question] = []
        self.searches: list[str] = []
        self.files: tuple[Attachment, ...] = ()
        """What goes out with the answer to 文件."""
        self.failures = 0
        """How many of the next questions fail."""
        self.holds = set(os.environ.get(HOLDS, "").split())
        """Texts that it isn't done with as long as they are in here."""

    async def ask(self, question: Question) -> Reply:
        """会员 has an answer, 长 a long one, 文件 its files, 慢 takes 0.3 s, 崩 kills the process; the rest is repeated."""
        self.questions.append(question)
        text = question.text
        if self.failures > 0:
            self.failures -= 1
            raise RuntimeError("the desk is broken")
        if text == "崩":
            os._exit(9)
        if text.startswith("慢"):
            await asyncio.sleep(0.3)
        while text in self.holds:
            await asyncio.sleep(0.01)
        if "会员" in text or question.action == "e:setup-members-needed":
            return _reply(question, MEMBERS, USEFUL)
        if text.startswith("文件"):
            said = [Block("text", "请下载。" + "工会" * 600 if text == "文件和长话" else "请下载。")]
            return replace(_reply(question, said, USEFUL), files=self.files)
        if text == "长":
            return _reply(question, [Block("text", f"第{n}段。" + "工会" * 600) for n in range(1, 9)], USEFUL)
        if text == "按钮太长":
            return _reply(question, MEMBERS, ((Button("很长", "字" * 22),),))
        if text == "按钮空着":
            return _reply(question, MEMBERS, ((Button("坏", ""),),))
        return _reply(question, [Block("text", f"收到：{question.action or text}")])

    async def search(self, text: str, limit: int) -> Sequence[Reply]:
        """As many answers as the text is long, one of them too long for a message."""
        self.searches.append(text)
        if text == "慢":
            await asyncio.sleep(0.3)
        if text == "坏":
            raise RuntimeError("the index is broken")
        question = Question(text, "", "", "telegram")
        found = [_reply(question, MEMBERS, entry=f"entry-{n}") for n in range(len(text))]
        if text == "长":
            found = [_reply(question, [Block("heading", "长"), Block("text", "工会" * 4000)], entry="long-entry")]
        return found[:limit]


def _reply(question: Question, blocks: Sequence[Block], buttons: tuple[tuple[Button, ...], ...] = (), entry: str = "") -> Reply:
    return Reply(question.text, Decision.ANSWER, tuple(blocks), entry=entry, buttons=buttons)


class BreakableStore(SqliteStore):
    """The real store, which `broken` makes refuse what comes in, as a full disk would."""

    broken = False

    wordless = 0
    """How many of the next messages are kept without a word that they are, as when a server's answer gets lost."""

    unsettled = 0
    """How many of the next messages of the outbox can't be marked as sent."""

    def settle(self, number: int, sent: bool, *wires: str) -> None:
        """See `Outbox`."""
        if self.unsettled > 0:
            self.unsettled -= 1
            raise StoreError("磁盘满了。")
        super().settle(number, sent, *wires)

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """See `Inbox`."""
        if self.broken:
            raise StoreError("磁盘满了。")
        fresh = super().receive(channel, key, payload)
        if self.wordless > 0:
            self.wordless -= 1
            raise StoreError("连接断了。")
        return fresh


def telegram_channel(
    worker: Worker | TinyDesk, store: Store, settings: Settings, timing: TelegramTimeouts = QUICK
) -> Dispatcher:
    """The channel as the program puts it together, with short times."""
    experts = ConversationRef.parse(settings.expert_chat) if settings.expert_chat else None
    transport = TelegramTransport(settings.telegram, worker.search, store, timing)
    return Dispatcher(transport, worker.ask, store, timing, DispatcherOptions(experts=experts))


class Rig:
    """The channel running against a server, as an async context manager; can be stopped and started again."""

    def __init__(
        self, api: BotApi, folder: Path, timing: TelegramTimeouts = QUICK, worker: Worker | None = None, **settings: object
    ) -> None:
        """`worker` answers instead of the tiny desk."""
        self.api = api
        self.desk = TinyDesk()
        self._answering = worker or self.desk
        self.inbox = BreakableStore(folder / "inbox.db")
        server = {"telegram_base_url": api.base_url, "telegram_base_file_url": api.base_file_url}
        given = {"telegram_token": api.token} | server | settings
        own = {name.removeprefix("telegram_"): value for name, value in given.items() if name.startswith("telegram_")}
        rest = {name: value for name, value in given.items() if not name.startswith("telegram_")}
        self.settings = Settings(telegram=TelegramSettings(**own), **rest)
        self.timing = timing
        self.task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Rig:
        self.start()
        ready = (lambda: self.api.updates.webhook) if self.settings.telegram.webhook_url else (lambda: self.api.updates.polls)
        await self.api.until(ready, what="the start of the bot")
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        await self.stop()
        self.inbox.close()

    def start(self) -> None:
        """Run the channel."""
        channel = telegram_channel(self._answering, self.inbox, self.settings, self.timing)
        self.task = asyncio.create_task(channel.run())

    async def stop(self) -> None:
        """Cancel the channel and wait for it."""
        assert self.task is not None
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)

    async def answered(self, within: float = 5.0) -> None:
        """Return once everything received is confirmed and marked done."""
        await self.api.confirmed(within)
        await self.api.until(lambda: not self.inbox.pending(UPDATES), within, "the answer to everything")

    @property
    def asked(self) -> list[str]:
        """The texts (or actions) that reached the desk, in order."""
        return [question.action or question.text for question in self.desk.questions]


async def _serve(token: str, base_url: str, folder: Path) -> None:
    desk = TinyDesk()
    with closing(BreakableStore(folder / "inbox.db")) as inbox:
        settings = Settings(telegram=TelegramSettings(token=token, base_url=base_url))
        await telegram_channel(desk, inbox, settings).run()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], sys.argv[2], Path(sys.argv[3])))

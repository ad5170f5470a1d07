"""From an asker on Telegram to the experts' group and back, on the real library and a real file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot import wording
from bot.access.permissions import Permissions
from bot.handoff.expert_group import GRACE
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import MOVED
from bot.settings import Settings, TelegramSettings
from bot.threads import Worker
from tests.botapi import BotApi
from tests.botapi.people import Group
from tests.house import STRANGE, Clock, entry
from tests.telegram_rig import telegram_channel
from tests.test_handoff import ANSWER, Federation

pytestmark = pytest.mark.anyio


class Served:
    """The federation's bot on a Bot API server, with a group of experts."""

    def __init__(self, api: BotApi, experts: Group, federation: Federation) -> None:
        self.api, self.experts, self.federation = api, experts, federation

    async def __aenter__(self) -> Served:
        self._thread = ThreadPoolExecutor(1)
        self._start()
        await self.api.until(lambda: self.api.updates.polls, 10, "the start of the bot")
        return self

    def _start(self) -> None:
        self.worker = Worker(self.federation.office, Permissions(tuple), self._thread, self._thread)
        own = TelegramSettings(self.api.token, self.api.base_url, self.api.base_file_url)
        settings = Settings(telegram=own, expert_chat=f"telegram:{self.experts.chat.id}")
        channel = telegram_channel(self.worker, self.federation.store, settings)
        self._running = asyncio.create_task(channel.run())

    async def __aexit__(self, *_: object) -> None:
        await self._stop()
        self._thread.shutdown()

    async def _stop(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def restart(self) -> None:
        """Stop, close the file, and begin anew."""
        await self._stop()
        self.federation.restart()
        self._start()

    async def rename(self, experts: Group) -> None:
        """Start anew with another number in the settings."""
        self.experts = experts
        self.federation._chat = f"telegram:{experts.id}"
        await self.restart()

    async def tick(self) -> None:
        """What time brings."""
        await self.worker.run_in_desk_thread(self.federation.work.run_due_work)


@pytest.fixture
async def served(tmp_path: Path, small_index: Callable[..., KnowledgeIndex], clock: Clock) -> AsyncIterator[Served]:
    """A bot that knows one thing."""
    index = small_index(entry("setup-members", "多少名会员才能成立工会", "几个人可以建会", "建工会要多少人"))
    async with BotApi() as api:
        experts = api.group("专家群")
        federation = Federation(tmp_path / "jianhui.db", index, clock, f"telegram:{experts.id}")
        async with Served(api, experts, federation) as bot:
            yield bot
        federation.store.close()


async def test_a_reply_to_the_post_in_the_experts_group_reaches_every_asker_once(served: Served) -> None:
    [expert] = served.experts.join("专家老陈")
    li, wang = served.api.user("李"), served.api.user("王")
    await li.say(STRANGE)
    assert wording.INQUIRY_NOTED.format(number=1) in (await li.reply()).text
    await wang.say("剩菜放冰箱能放几天")
    await wang.reply()
    post = await expert.reply()
    assert STRANGE in post.text
    await expert.say(ANSWER, reply_to=post)
    assert (await expert.reply()).text == wording.EXPERT_TAKEN.format(number=1, people=2)
    await served.restart()
    served.federation.clock.now += GRACE
    await served.tick()
    await served.tick()
    for asker in (li, wang):
        [told] = [text for text in [bubble.text for bubble in await asker.replies(2)] if ANSWER in text]
        assert wording.INQUIRY_BY_PERSON[:6] in told


async def test_an_asker_answers_back_to_the_delivered_answer(served: Served) -> None:
    [expert] = served.experts.join("专家老陈")
    li = served.api.user("李")
    await li.say(STRANGE)
    await li.reply()
    await expert.say(ANSWER, reply_to=await expert.reply())
    await expert.reply()
    served.federation.clock.now += GRACE
    await served.tick()
    told = (await li.replies(2))[-1]
    await li.say("还有问题", reply_to=told)
    assert (await li.reply()).text == wording.INQUIRY_AGAIN.format(number=1)
    again = (await expert.replies(2))[-1]
    assert wording.EXPERT_AGAIN.format(number=1) in again.text


@pytest.mark.parametrize("named_anew", [False, True])
async def test_posts_replies_and_the_setting_follow_a_group_that_moved(served: Served, named_anew: bool) -> None:
    [expert] = served.experts.join("专家老陈")
    li, wang = served.api.user("李"), served.api.user("王")
    await li.say(STRANGE)
    await li.reply()
    await expert.reply()
    new = served.experts.upgrade(expert)
    await served.api.until(lambda: moved_in(served), 60, "the move to be known")
    await served.restart()
    if named_anew:  # somebody writes the new number into the settings
        await served.rename(new)
    await served.tick()
    [there] = new.join("专家老林")
    if named_anew:
        await wang.say("月亮上有没有兔子")
        await wang.reply()
        await served.tick()
    posts = await there.replies(2 if named_anew else 1)
    assert STRANGE in posts[0].text
    await there.say(ANSWER, reply_to=posts[0])
    assert (await there.reply()).text == wording.EXPERT_TAKEN.format(number=1, people=1)
    served.federation.clock.now += GRACE
    await served.tick()
    await served.tick()
    assert ANSWER in (await li.replies(2))[-1].text


async def test_a_move_that_only_a_refusal_tells_of_is_known_after_a_restart(served: Served) -> None:
    new = served.experts.migrate()
    li = served.api.user("李")
    await li.say(STRANGE)
    await li.reply()
    [expert] = new.join("专家老陈")
    post = await expert.reply()
    await served.restart()
    await expert.say(ANSWER, reply_to=post)
    assert (await expert.reply()).text == wording.EXPERT_TAKEN.format(number=1, people=1)


def moved_in(served: Served) -> bool:
    """Whether the store knows where the experts' chat is now."""
    return bool(served.federation.store.steps(MOVED))


async def test_my_data_comes_as_a_file(served: Served) -> None:
    li = served.api.user("李")
    await li.say(STRANGE)
    await li.reply()
    await li.say("/mydata")
    sent = await li.reply()
    assert "1 个提问" in sent["caption"]
    assert "0 " not in sent["caption"].partition("。")[0]
    assert sent["document"]["file_name"] == wording.MYDATA_NAME

"""QQ's platform for bots: groups and private chats, windows of answers, resumption, refusals by code, files."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wording
from bot.channels.qq.transport import QQTransport
from bot.channels.runtime import Dispatcher
from bot.errors import ChannelError
from bot.model import Attachment, Block, OutboxMessage
from bot.settings import QQSettings
from tests.channel_rig import FAST, QQRig, link
from tests.house import ROOT
from tests.qqplatform import APP, QQPlatform
from tests.test_channel_contract import Served, until

pytestmark = pytest.mark.anyio
GROUP = "GROUP_OPENID_1"


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    rig = QQRig()
    await rig.open(tmp_path)
    async with Served(rig, tmp_path) as served:
        yield served
    await rig.close()
    assert rig.wire.proactive == 0


def wire(served: Served) -> QQPlatform:
    found = served.rig.wire  # type: ignore[attr-defined]
    assert isinstance(found, QQPlatform)
    return found


def news(served: Served, conversation: str, text: str = "有答复了。") -> None:
    served.store.queue(OutboxMessage("qq", conversation, text, (Block("text", text),)))


# ---------------------------------------------------------------- what is said


async def test_what_is_put_to_the_bot_in_a_group_is_answered_there(served: Served) -> None:
    wire(served).say("li", "会费怎么收", GROUP)
    await until(lambda: wire(served).texts(GROUP))
    assert wire(served).texts(GROUP) == ["收到：会费怎么收"]
    (question,) = served.desk.questions
    assert (question.private, question.asker, question.conversation) == (False, "qq:li", f"qq:g-{GROUP}:0:li")


async def test_in_a_group_pictures_get_nothing_and_a_bare_mention_gets_told_how(served: Served) -> None:
    wire(served).say("li", "", GROUP, attachments=[{"content_type": "image/jpeg"}])
    wire(served).say("li", '<faceType=1,faceId="13",ext="e30=">', GROUP)
    wire(served).say("li", "", GROUP)
    await until(lambda: wire(served).texts(GROUP))
    await asyncio.sleep(0.2)
    assert wire(served).texts(GROUP) == [wording.QQ_GROUP_HOW]
    wire(served).say("li", "", attachments=[{"content_type": "voice"}])
    assert await served.got("li", 1) == [wording.TELEGRAM_VOICE]


async def test_a_bot_that_is_added_says_hello_once(served: Served) -> None:
    wire(served).push("GROUP_ADD_ROBOT", {"group_openid": GROUP, "timestamp": 1}, event="GROUP_ADD_ROBOT:1")
    await until(lambda: wire(served).texts(GROUP))
    assert wire(served).texts(GROUP) == [wording.QQ_GROUP_HOW]


# ---------------------------------------------------------------- windows


async def test_what_comes_up_within_the_window_goes_out_as_an_answer_also_after_a_restart(served: Served) -> None:
    wire(served).say("li", "好")
    await served.got("li", 1)
    await served.settled()
    news(served, "qq:li", "一。")
    assert await served.got("li", 2) == ["收到：好", "一。"]
    await asyncio.sleep(0.1)
    await served.stop()
    served.start()
    news(served, "qq:li", "二。")
    assert await served.got("li", 3) == ["收到：好", "一。", "二。"]


async def test_beyond_four_answers_the_rest_waits_for_her_next_word(served: Served) -> None:
    wire(served).say("li", "好")
    await served.got("li", 1)
    for number in range(5):
        news(served, "qq:li", f"第{number}。")
    await served.got("li", 4)
    await asyncio.sleep(0.3)
    assert len(served.rig.got("li")) == 4
    wire(served).say("li", "再来")
    await served.got("li", 7)
    await asyncio.sleep(0.2)
    assert sorted(served.rig.got("li")) == sorted(["收到：好", "收到：再来", *(f"第{number}。" for number in range(5))])


@pytest.mark.parametrize("group", ["", GROUP])
async def test_an_answer_that_comes_too_late_is_said_first_at_her_next_word(served: Served, group: str) -> None:
    place = group or "li"
    wire(served).skew = 20_000.0  # the platform finds everything older than it is
    said = wire(served).say("li", "公司只有十几个人能建工会吗", group)
    wire(served).said[said].at -= 20_000.0
    await until(lambda: wire(served).refused)
    assert wire(served).texts(place) == []
    wire(served).skew = 0.0
    wire(served).say("li", "再来", group)
    await until(lambda: len(wire(served).texts(place)) == 2)
    late = wording.CHANNEL_LATE.format(asked="公司只有十几个人能建工会吗")
    assert wire(served).texts(place) == [f"{late}\n收到：公司只有十几个人能建工会吗", "收到：再来"]
    await until(lambda: not served.store.pending(served.rig.account))


# ---------------------------------------------------------------- the connection


async def test_a_broken_connection_is_resumed_with_nothing_lost_and_nothing_twice(served: Served) -> None:
    for number in range(30):
        wire(served).say(f"p{number}", "好")
        if number % 6 == 3:
            wire(served).cut()
        await asyncio.sleep(0.02)
    await until(lambda: all(served.rig.got(f"p{number}") for number in range(30)))
    assert [len(served.rig.got(f"p{number}")) for number in range(30)] == [1] * 30
    assert (wire(served).identified, wire(served).resumed > 1) == (1, True)


async def test_a_restart_resumes_the_session_and_gets_what_was_said_meanwhile(served: Served) -> None:
    wire(served).say("li", "好")
    await served.got("li", 1)
    await served.settled()
    await served.stop()
    wire(served).say("li", "再来")
    served.start()
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]
    assert wire(served).identified == 1


async def test_the_number_that_is_acknowledged_is_of_what_is_kept(served: Served) -> None:
    wire(served).say("li", "好")
    await served.got("li", 1)
    served.store.broken = True
    wire(served).say("li", "再来")
    await asyncio.sleep(0.6)
    assert wire(served).heard == len(wire(served).events)  # the first event has number 2
    served.store.broken = False
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]


async def test_a_session_that_the_platform_forgot_is_begun_anew(served: Served) -> None:
    wire(served).say("li", "好")
    await served.got("li", 1)
    wire(served).session = "another"
    wire(served).cut()
    await until(lambda: wire(served).identified == 2)
    wire(served).say("li", "再来")
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]


async def test_a_token_that_ends_is_renewed(served: Served) -> None:
    wire(served).say("li", "好")
    await served.got("li", 1)
    wire(served).tokens.clear()
    wire(served).say("li", "再来")
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]


async def test_a_wrong_secret_is_said_in_chinese(served: Served) -> None:
    at = wire(served)
    transport = QQTransport(QQSettings(APP, "wrong", at.base_url, at.token_url), served.store, link)
    with pytest.raises(ChannelError, match=r"q\.qq\.com"):
        await Dispatcher(transport, served.desk.ask, served.store, FAST).run()


def test_the_channel_brings_no_library_that_it_doesnt_use() -> None:
    told = (
        "import sys, bot.channels.qq.transport; print([name for name in ('rich', 'pygments', 'click') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


# ---------------------------------------------------------------- refusals and files


async def test_what_the_platform_refuses_for_now_is_sent_again_and_arrives_once(served: Served) -> None:
    wire(served).faults = ["500", "403", "garbage", "lost"]
    wire(served).say("li", "好")
    await served.got("li", 1)
    await served.settled()
    assert served.rig.got("li") == ["收到：好"]


async def test_asked_to_slow_down_it_waits(served: Served) -> None:
    wire(served).faults = ["busy"]
    wire(served).say("li", "好")
    await asyncio.sleep(1.0)
    assert served.rig.got("li") == []
    assert await served.got("li", 1) == ["收到：好"]


@pytest.mark.parametrize("allowed", [True, False])
async def test_files_go_or_else_the_words_say_where_they_are(served: Served, tmp_path: Path, allowed: bool) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    served.desk.files = (Attachment("指南.docx", "setup-guide", path=str(tmp_path / "a.docx")),)
    wire(served).files_allowed = allowed
    wire(served).say("li", "文件")
    said, file = (await served.got("li", 2))[:2]
    assert said.startswith("请下载。")
    if allowed:
        assert file == "指南.docx"
    else:
        assert file == wording.CHANNEL_FILE_LINK.format(name="指南.docx", url="https://union.example.org/setup-guide")
    await served.settled()


async def test_an_address_that_isnt_registered_is_written_so_that_it_goes_through(served: Served) -> None:
    wire(served).links_allowed = False
    wire(served).say("li", "见 https://union.example.org/a")
    (text,) = await served.got("li", 1)
    assert "union．example．org/a" in text

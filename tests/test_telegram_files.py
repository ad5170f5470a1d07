"""Files on Telegram: uploaded once, then by the name Telegram gave them; nothing twice, nothing too large."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import wording
from bot.model import Attachment
from tests.botapi import BotApi
from tests.telegram_rig import UPDATES, Rig

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:.*retry_after:DeprecationWarning")]
NAME = "基层单位建会操作指南.docx"


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Rig]:
    async with BotApi() as api, Rig(api, tmp_path) as rig:
        rig.desk.files = (guide(tmp_path),)
        yield rig


def guide(folder: Path, content: bytes = b"PK guide", name: str = NAME) -> Attachment:
    path = folder / name
    path.write_bytes(content)
    return Attachment(name, "setup-guide", "《基层单位建会操作指南》", str(path))


def uploads(bot: Rig) -> list[bool]:
    """For each file that arrived, whether it was uploaded rather than named."""
    return [not isinstance(call.params["document"], str) for call in bot.api.calls if sent(call.method, call.status)]


def sent(method: str, status: int) -> bool:
    return method == "sendDocument" and status == 200


async def test_a_file_arrives_with_its_chinese_name_its_text_and_its_buttons_in_one_message(bot: Rig) -> None:
    li = bot.api.user("李")
    await li.say("文件")
    bubble = await li.reply()
    assert bubble["document"]["file_name"] == NAME
    assert bot.api.world.files[bubble["document"]["file_id"]].content == b"PK guide"
    assert bubble.text == "请下载。"
    assert bubble.rows[0] == ["有用", "没用"]


async def test_a_long_text_comes_first_and_the_buttons_stand_under_the_file(bot: Rig) -> None:
    li = bot.api.user("李")
    await li.say("文件和长话")
    text, file = await li.replies(2)
    assert (len(text.text) > 1024, text.rows) == (True, [])
    assert (file.text, file.rows[0]) == ("《基层单位建会操作指南》", ["有用", "没用"])


async def test_it_is_uploaded_once_for_everybody_and_again_after_a_restart_not(bot: Rig) -> None:
    for name in ("李", "王"):
        person = bot.api.user(name)
        await person.say("文件")
        assert (await person.reply())["document"]["file_name"] == NAME
    await bot.stop()
    bot.start()
    zhao = bot.api.user("赵")
    await zhao.say("文件")
    await zhao.reply()
    assert uploads(bot) == [True, False, False]


async def test_a_changed_file_is_uploaded_anew(bot: Rig, tmp_path: Path) -> None:
    li = bot.api.user("李")
    await li.say("文件")
    await li.reply()
    bot.desk.files = (guide(tmp_path, b"PK second edition"),)
    await li.say("文件")
    bubble = await li.reply()
    assert bot.api.world.files[bubble["document"]["file_id"]].content == b"PK second edition"
    assert uploads(bot) == [True, True]


async def test_a_name_that_telegram_has_forgotten_means_one_more_upload(bot: Rig) -> None:
    li = bot.api.user("李")
    await li.say("文件")
    await li.reply()
    bot.api.world.files.clear()
    for _ in range(2):
        await li.say("文件")
        assert (await li.reply())["document"]["file_name"] == NAME
    assert uploads(bot) == [True, True, False]


async def test_what_was_made_for_one_asker_alone_is_never_remembered(bot: Rig) -> None:
    bot.desk.files = (Attachment("建会请示（已填）.docx", "setup-request", "", content=b"PK filled in"),)
    li = bot.api.user("李")
    for _ in range(2):
        await li.say("文件")
        assert (await li.reply())["document"]["file_name"] == "建会请示（已填）.docx"
    assert uploads(bot) == [True, True]
    account, digests = UPDATES, [file.id for file in bot.api.world.files.values()]
    assert [bot.inbox.uploaded(account, digest) for digest in digests] == [""]


async def test_a_file_beyond_fifty_megabytes_is_refused_in_words_and_nothing_hangs(bot: Rig, tmp_path: Path) -> None:
    file = guide(tmp_path, b"", "汇编.zip")
    with Path(file.path).open("wb") as large:
        large.truncate((50 << 20) + 1)
    bot.desk.files = (file,)
    li = bot.api.user("李")
    await li.say("文件")
    assert (await li.reply()).text == "请下载。\n" + wording.CHANNEL_FILE_SIZE.format(name="汇编.zip", most=50)
    await bot.answered()
    assert uploads(bot) == []


async def test_a_file_that_is_gone_is_said_to_be(bot: Rig, tmp_path: Path) -> None:
    (tmp_path / NAME).unlink()
    li = bot.api.user("李")
    await li.say("文件")
    assert (await li.reply()).text == "请下载。\n" + wording.CHANNEL_FILE_GONE.format(name=NAME)


async def test_a_flood_is_sat_out_and_the_file_comes_once(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.api.faults.flood(li.id, 1.0)
    await li.say("文件")
    await bot.answered()
    assert (li.transcript(), bot.api.faults.impatience) == (["请下载。"], 0)


async def test_a_failing_upload_is_tried_again(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.api.faults.fail("sendDocument", 502, times=2)
    await li.say("文件")
    await bot.answered()
    assert (li.transcript(), uploads(bot)) == (["请下载。"], [True])


async def test_a_group_gets_it_as_an_answer_to_the_question(bot: Rig) -> None:
    (li,) = bot.api.group().join("李")
    question = await li.say("@jianhui_bot 文件")
    assert (await li.reply()).reply_to == question.id


async def test_stopped_between_text_and_file_it_sends_only_the_file_when_it_starts_again(bot: Rig) -> None:
    li = bot.api.user("李")
    bot.api.faults.fail("sendDocument", 500, times=10**6)
    await li.say("文件和长话")
    await bot.api.until(lambda: [c for c in bot.api.calls if c.method == "sendDocument"], what="an attempt at the file")
    await bot.stop()
    bot.api.faults.clear()
    bot.start()
    await bot.answered()
    await asyncio.sleep(0)
    assert [("document" in bubble) for bubble in await li.replies(2)] == [False, True]
    assert len(li.transcript()) == 2

"""QQ through OneBot v11: who may connect, what it keeps silent about, timeouts, files, several accounts, what was missed."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot import wording
from bot.channels.onebot import history
from bot.channels.onebot.segments import read, text_of
from bot.channels.onebot.silence_alarm import office_hours
from bot.channels.onebot.transport import OneBotTransport
from bot.channels.runtime import Transport
from bot.china_time import CHINA
from bot.import_export.qq_log import read_messages
from bot.model import Attachment, Block, Decision, OutboxMessage, Reply
from tests.channel_rig import OneBotRig, onebot_transport
from tests.house import ROOT
from tests.onebotpeer import SELF, TOKEN, OneBotPeer, at, coded
from tests.ports import free_port
from tests.telegram_rig import BreakableStore, TinyDesk
from tests.test_channel_contract import Served, until

pytestmark = pytest.mark.anyio
GROUP, OTHER = "70001", "70002"
PLACE = f"g-{GROUP}"


class Rig(OneBotRig):
    """The rig, with settings and the last transport at hand."""

    def __init__(self, **settings: object) -> None:
        self.settings = settings
        self.made: OneBotTransport | None = None

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        self.made = onebot_transport(self.wire.port, store, desk, **self.settings)
        return self.made


@pytest.fixture(params=[{}])
async def served(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Served]:
    rig = Rig(**request.param)
    await rig.open(tmp_path)
    async with Served(rig, tmp_path) as served:
        yield served
    await rig.close()
    assert rig.wire.wrong == []


def wire(served: Served) -> OneBotPeer:
    found = served.rig.wire  # type: ignore[attr-defined]
    assert isinstance(found, OneBotPeer)
    return found


# ---------------------------------------------------------------- who connects, who is heard


async def test_without_the_token_nobody_connects(served: Served) -> None:
    stranger = OneBotPeer(wire(served).port, account="10009", token="another-token")
    stranger.up()
    await until(lambda: stranger.status)
    assert (stranger.status, stranger.connected) == (403, False)
    await stranger.down()


@pytest.mark.parametrize("strings", [False, True])
async def test_in_a_group_it_answers_who_names_it_or_replies_to_it(served: Served, strings: bool) -> None:
    wire(served).strings = strings
    await wire(served).say("20001", "今天天气怎么样", GROUP)
    await wire(served).say("20001", at(SELF, "别的群"), OTHER)
    await wire(served).say("20001", at("20002", "你来说"), GROUP)
    await wire(served).say("20001", at(SELF, "会费[怎么]收&交"), GROUP)
    await until(lambda: wire(served).texts(PLACE))
    answer = next(one for one in wire(served).sent if one.get("to"))
    answered = [{"type": "reply", "data": {"id": str(answer["message_id"])}}, {"type": "text", "data": {"text": "然后呢"}}]
    await wire(served).say("20002", answered, GROUP)
    await until(lambda: len(wire(served).texts(PLACE)) == 2)
    await asyncio.sleep(0.2)
    assert wire(served).texts(PLACE) == ["收到：会费[怎么]收&交", "收到：然后呢"]
    assert wire(served).texts(f"g-{OTHER}") == []
    assert [type(one) for one in (served.desk.questions[0].asker, served.desk.questions[0].wire)] == [str, str]
    kinds = [one[0] for one in _kinds(answer["message"])]
    assert kinds[:2] == ["reply", "at"]


def _kinds(message: Any) -> list[tuple[str, Any]]:
    return [(one.kind, one.data) for one in read(message)]


async def test_pokes_red_packets_and_pictures_get_nothing_in_a_group(served: Served) -> None:
    for kind in ("image", "redbag", "face", "poke"):
        told = [{"type": "at", "data": {"qq": SELF}}, {"type": kind, "data": {"file": "a"}}]
        await wire(served).say("20001", told, GROUP)
    poke = {"post_type": "notice", "notice_type": "notify", "sub_type": "poke", "group_id": int(GROUP), "user_id": 20001}
    await wire(served).bring(poke | {"target_id": int(SELF)})
    await wire(served).say("20001", at(SELF, "好的呢请问"), GROUP)
    await until(lambda: wire(served).texts(PLACE))
    await asyncio.sleep(0.1)
    assert wire(served).texts(PLACE) == ["收到：好的呢请问"]


class SureDesk(TinyDesk):
    """Is sure of 会费, and of nothing else."""

    async def search(self, text: str, limit: int) -> list[Reply]:
        """See `TinyDesk`."""
        sure = 0.95 if "会费" in text else 0.5
        return [Reply(text, Decision.ANSWER, (Block("text", "会费。"),), confidence=sure)]

    async def ask(self, question: Any) -> Reply:
        """See `TinyDesk`."""
        self.questions.append(question)
        return (await self.search(question.text, 1))[0]


async def test_unasked_it_answers_questions_that_it_is_sure_of_where_that_is_wanted(tmp_path: Path) -> None:
    for unasked, texts in ((True, ["会费。"]), (False, [])):
        rig = Rig(unasked=unasked)
        folder = tmp_path / str(unasked)
        folder.mkdir()
        await rig.open(folder)
        served = Served(rig, folder)
        served.desk = SureDesk()
        async with served:
            for text in ("会费怎么交？", "会费交过了", "食堂几点开门？"):
                await rig.wire.say("20001", text, GROUP)
            await rig.say("li", "会费")  # in private, so that the others are through
            await served.got("li", 1)
            assert rig.wire.texts(PLACE) == texts
        await rig.close()


# ---------------------------------------------------------------- timeouts


@pytest.mark.parametrize("kind", ["timeout", "silent"])
async def test_of_200_timeouts_of_which_half_had_arrived_none_is_sent_twice_and_none_lost(served: Served, kind: str) -> None:
    count = 200 if kind == "timeout" else 40
    wire(served).faults = [f"{kind}-{'arrived' if number % 2 else 'lost'}" for number in range(count)]
    people = [str(30_000 + number) for number in range(count)]
    for person in people:
        await wire(served).say(person, "好")
    await until(lambda: all(wire(served).texts(person) for person in people), 60)
    await served.settled(30)
    assert sum(len(wire(served).texts(person)) - 1 for person in people) == 0


@pytest.fixture
def repeating(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answers are said again at once, as after five minutes."""
    monkeypatch.setattr("bot.channels.runtime.group_manners.REPEAT", 0.0)


@pytest.mark.usefixtures("repeating")
async def test_a_timeout_in_a_group_isnt_taken_for_somebody_elses_answer(served: Served) -> None:
    await wire(served).say("20001", at(SELF, "好"), GROUP)
    await until(lambda: wire(served).texts(PLACE))
    wire(served).faults = ["timeout-lost"]
    await wire(served).say("20002", at(SELF, "好"), GROUP)
    await until(lambda: len(wire(served).texts(PLACE)) == 2)


async def test_where_there_is_no_history_what_may_have_arrived_isnt_sent_again(served: Served) -> None:
    wire(served).histories = False
    wire(served).faults = ["timeout-arrived"]
    await served.rig.say("li", "好")
    await served.got("li", 1)
    await served.settled()
    await asyncio.sleep(0.2)
    assert served.rig.got("li") == ["收到：好"]


async def test_a_refusal_stops_nothing(served: Served) -> None:
    wire(served).faults = ["refused"]
    await served.rig.say("li", "好")
    await served.rig.say("li", "再来")
    assert await served.got("li", 1) == ["收到：再来"]


# ---------------------------------------------------------------- files


@pytest.mark.usefixtures("repeating")
async def test_a_guide_goes_into_the_groups_files_once_and_to_a_person_as_a_message(served: Served, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK")
    served.desk.files = (Attachment("指南.docx", "setup-guide", path=str(tmp_path / "a.docx")),)
    for _ in range(2):
        before = len(wire(served).texts(PLACE))
        await wire(served).say("20001", at(SELF, "文件"), GROUP)
        await until(lambda before=before: len(wire(served).texts(PLACE)) == before + 2)
        await served.settled()
    assert wire(served).texts(PLACE)[1::2] == ["指南.docx", wording.ONEBOT_FILE.format(name="指南.docx")]
    assert wire(served).files[PLACE] == [{"file_name": "指南.docx", "file_size": 2}]
    wire(served).faults = ["ok", "silent-arrived"]
    await served.rig.say("li", "文件")
    assert await served.got("li", 2) == ["请下载。", "指南.docx"]
    await served.settled()
    assert len(served.rig.got("li")) == 2


# ---------------------------------------------------------------- accounts, and what was missed


async def test_several_accounts_answer_each_what_was_put_to_them(served: Served) -> None:
    second = OneBotPeer(wire(served).port, account="10002")
    second.up()
    await until(lambda: second.connected and wire(served).connected)
    await second.say("40001", "甲")
    await wire(served).say("40002", "乙")
    await until(lambda: second.texts("40001") and wire(served).texts("40002"))
    assert (second.texts("40002"), wire(served).texts("40001")) == ([], [])
    await second.down()


async def test_what_was_said_while_nobody_listened_is_read_back(served: Served) -> None:
    await served.rig.say("li", "好")
    await wire(served).say("20001", at(SELF, "一"), GROUP)
    await served.got("li", 1)
    await until(lambda: wire(served).texts(PLACE))
    await served.settled()
    await served.stop()
    await until(lambda: not wire(served).connected)
    await served.rig.say("li", "再来")
    await wire(served).say("20001", at(SELF, "二"), GROUP)
    await wire(served).say("20001", "闲话", GROUP)
    served.start()
    await until(lambda: len(wire(served).texts(PLACE)) == 2)
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]
    assert wire(served).texts(PLACE) == ["收到：一", "收到：二"]


async def test_what_was_said_first_of_all_while_nobody_listened_is_read_back(served: Served) -> None:
    await until(lambda: served.store.steps("onebot/seen"))
    await served.stop()
    await until(lambda: not wire(served).connected)
    await served.rig.say("li", "好")
    served.start()
    assert await served.got("li", 1) == ["收到：好"]


async def test_what_couldnt_be_read_back_is_read_back_at_the_next_connection(served: Served) -> None:
    """A message that comes meanwhile doesn't hide those that were missed, however long ago they were."""
    await served.rig.say("li", "好")
    await served.got("li", 1)
    await served.settled()
    await served.stop()
    await until(lambda: not wire(served).connected)
    served.store.note_step("onebot/seen", SELF, "seen", str(time.time() - 3600))
    await served.rig.say("li", "再来")
    wire(served).sent[-1]["time"] = int(time.time()) - 1800
    wire(served).unheard = {"get_friend_msg_history"}
    served.start()
    await until(lambda: wire(served).connected)
    await served.rig.say("wang", "后来")
    await served.got("wang", 1)
    await served.settled()
    assert served.rig.got("li") == ["收到：好"]
    await served.stop()
    await until(lambda: not wire(served).connected)
    wire(served).unheard = set()
    served.start()
    assert await served.got("li", 2) == ["收到：好", "收到：再来"]


async def test_an_account_that_is_logged_out_is_told_to_the_admins(served: Served) -> None:
    wire(served).online = False
    made = served.rig.made  # type: ignore[attr-defined]
    await until(lambda: made.told)
    key, text = made.told[0]
    assert (key.startswith(f"onebot-offline:{SELF}:"), SELF in text) == (True, True)


async def test_what_nobody_asked_for_goes_out_by_an_account_that_is_there(served: Served) -> None:
    await served.rig.say("li", "好")
    await served.got("li", 1)
    served.store.queue(OutboxMessage("onebot", PLACE.join(["onebot:", ""]), "post", (Block("text", "有答复了。"),)))
    await until(lambda: wire(served).texts(PLACE) == ["有答复了。"])


# ---------------------------------------------------------------- parts


def unix(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA).timestamp()


@pytest.mark.parametrize(
    ("since", "until_", "hours"),
    [
        ("2026-11-26 10:00", "2026-11-26 13:30", 3.5),  # a Thursday
        ("2026-11-26 16:00", "2026-11-27 10:00", 2.0),  # over night
        ("2026-11-27 16:30", "2026-11-30 09:15", 0.75),  # over a weekend
        ("2026-11-28 08:00", "2026-11-29 20:00", 0.0),  # a weekend
        ("2026-11-26 10:00", "2026-11-26 09:00", 0.0),  # a clock that went back
    ],
)
def test_silence_counts_in_office_time(since: str, until_: str, hours: float) -> None:
    assert office_hours(unix(since), unix(until_)) == pytest.approx(hours)


@pytest.mark.parametrize("text", ["会费[怎么]收", "a&b,c=d", "[CQ", "&#91;CQ:at,qq=1&#93;", ""])
def test_a_text_survives_cq_codes(text: str) -> None:
    assert text_of(read(coded(text))) == text


def test_what_was_asked_over_the_years_becomes_a_log_that_import_reads() -> None:
    said = {"time": 1321942930, "message_id": 1, "user_id": 12345678, "message": "公司只有十几个人能建工会吗？"}
    answer = {
        "time": 1321942990,
        "message_id": 2,
        "user_id": "87654321",
        "message": [{"type": "text", "data": {"text": "能。"}}],
    }
    picture = {"time": 1321943000, "message_id": 3, "user_id": 1, "message": "[CQ:image,file=a.jpg]"}
    log = history.as_log([said | {"sender": {"card": "常州 李"}}, answer | {"sender": {"nickname": "专家"}}, picture])
    found = read_messages(log)
    assert [(one.who, one.text.strip()) for one in found] == [
        ("12345678", "公司只有十几个人能建工会吗？"),
        ("87654321", "能。"),
    ]
    assert found[0].at == datetime(2011, 11, 22, 14, 22, 10)


async def test_the_history_command_writes_what_import_reads(tmp_path: Path) -> None:
    peer = OneBotPeer(free_port())
    for number in range(250):
        event = peer._said(str(20001 + number % 3), f"第{number}句", GROUP)
        peer.sent.append(event | {"time": 1321942930 + 60 * number})
    peer.up()
    env = {"JIANHUI_ONEBOT_LISTEN": f"127.0.0.1:{peer.port}", "JIANHUI_ONEBOT_TOKEN": TOKEN, "PATH": ""}
    file = tmp_path / "群.txt"
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "history", GROUP, str(file)), cwd=ROOT, env=env, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asyncio.wait_for(command.communicate(), 120)
    await peer.down()
    assert (command.returncode, "250" in told.decode()) == (0, True)
    assert [one.text.strip() for one in read_messages(file.read_text("utf-8"))] == [f"第{number}句" for number in range(250)]

"""Mail through the front door: a mail into an IMAP server, an answer out of an SMTP server."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType

import pytest

from bot.channels.mail.mail_storage import MailStorage
from bot.channels.mail.timeouts import MailTimeouts
from bot.channels.mail.transport import MailTransport
from bot.channels.runtime import Dispatcher, DispatcherOptions
from bot.errors import ChannelError, SettingsError, StoreError
from bot.model import About, Attachment, Block, ConversationRef, OutboxMessage
from bot.settings import MailSettings, load, mail_server
from tests.mail_rig import BOT, FAST, QUICK, Post, Provider, Pymap, letter, said, settings
from tests.telegram_rig import BreakableStore, TinyDesk
from tests.test_channel_contract import until

pytestmark = pytest.mark.anyio


class Office:
    """A mailbox that is served, with the tiny desk behind it."""

    def __init__(self, folder: Path, post: Post, **changes: object) -> None:
        self.experts = str(changes.pop("experts", ""))
        port = changes.pop("port", 0)
        self.timeouts: MailTimeouts = changes.pop("timeouts", QUICK)  # type: ignore[assignment]  # given as such
        self.inbox = Pymap.shared()
        self.post = post
        self.desk = TinyDesk()
        self.store = BreakableStore(folder / "inbox.db")
        self.settings = settings(int(str(port)) or self.inbox.port, post.port, **changes)

    async def __aenter__(self) -> Office:
        transport = MailTransport(self.settings, self.store, self.experts, self.timeouts)
        experts = ConversationRef.parse(self.experts) if self.experts else None
        self.task = asyncio.create_task(
            Dispatcher(transport, self.desk.ask, self.store, FAST, DispatcherOptions(experts=experts)).run()
        )
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        self.store.close()

    async def deliver(self, *mails: bytes) -> None:
        """These mails arrive."""
        await asyncio.to_thread(self.inbox.deliver, *mails)

    async def sent(self, count: int, within: float = 8.0) -> None:
        """So many mails went out."""
        await until(lambda: len(self.post.mails) >= count, within)

    async def quiet(self, for_: float = 1.0) -> None:
        """Everything is dealt with, and nothing more goes out for a while."""
        marker = letter("zhao", "完了吗")
        await self.deliver(marker)
        await until(lambda: self.post.to("zhao@example.org"))
        await until(lambda: not self.store.pending(f"mail:{BOT}"))
        await asyncio.sleep(for_)


@pytest.fixture
def post() -> Iterator[Post]:
    made = Post()
    yield made
    made.stop()


@pytest.fixture
async def office(tmp_path: Path, post: Post) -> AsyncIterator[Office]:
    async with Office(tmp_path, post) as office:
        yield office


def reply(mail: object, person: str, text: str, **headers: str) -> bytes:
    """What a person writes under a mail of ours."""
    head = {"In_Reply_To": mail["Message-ID"], "References": mail["Message-ID"]} | headers
    return letter(person, text, f"回复：{mail['Subject']}", **head)


# ---------------------------------------------------------------- an answer


async def test_an_answer_is_plain_and_html_threaded_and_marked_as_a_programs(office: Office) -> None:
    asked = letter("li", "您好！\n多少名会员才能建会？\n谢谢", "咨询")
    await office.deliver(asked)
    await office.sent(1)
    (mail,) = office.post.mails
    message_id = asked.decode().partition("Message-ID: ")[2].partition("\r\n")[0]
    assert (mail["To"], mail["Subject"], mail["In-Reply-To"], mail["References"]) == (
        "li@example.org",
        "回复：咨询",
        message_id,
        message_id,
    )
    assert (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert "二十五人" in said(mail)
    html = mail.get_body(("html",))
    assert html is not None
    assert "&lt;联合基层工会&gt;" in html.get_content()
    assert [question.text for question in office.desk.questions] == ["多少名会员才能建会？"]


@pytest.mark.timed
async def test_answers_take_less_than_two_seconds(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    await office.deliver(letter("li", "会员"))
    await office.sent(1)
    begun = time.monotonic()
    await office.deliver(letter("wang", "会员"))
    await office.sent(2)
    took = time.monotonic() - begun
    with capsys.disabled():
        print(f"\nmail: question in to answer out in {took:.2f} s (pymap, aiosmtpd)")  # noqa: T201  # a measurement
    assert took < 5.0


async def test_a_document_is_attached_with_its_name(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"PK\x03\x04")
    office.desk.files = (Attachment("换届选举操作指南.docx", "guide", path=str(tmp_path / "a.docx")),)
    await office.deliver(letter("li", "文件"))
    await office.sent(1)
    (mail,) = office.post.mails
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("换届选举操作指南.docx", b"PK\x03\x04")
    assert "请下载。" in said(mail)


async def test_a_reply_goes_on_in_its_thread_and_a_new_mail_begins_one(office: Office) -> None:
    await office.deliver(letter("li", "一", "甲"))
    await office.sent(1)
    await office.deliver(reply(office.post.mails[0], "li", "二\n\n在 2026-11-09 15:12，“建会通” <x@y.cn> 写道：\n> 收到：一"))
    await office.sent(2)
    await office.deliver(letter("li", "三", "乙"))
    await office.sent(3)
    first, second, third = office.desk.questions
    assert [one.text for one in office.desk.questions] == ["一", "二", "三"]
    assert first.conversation == second.conversation != third.conversation
    assert (first.asker, second.asker) == (first.conversation, "mail:li@example.org")  # only the reply proves the address
    assert office.post.mails[1]["Subject"] == "回复：甲"


async def test_somebody_elses_message_id_or_a_number_in_a_subject_lead_into_no_thread(office: Office) -> None:
    await office.deliver(letter("li", "一"))
    await office.sent(1)
    await office.deliver(reply(office.post.mails[0], "wang", "二"))
    await office.sent(2)
    first, second = office.desk.questions
    assert first.conversation != second.conversation
    assert (second.asker, second.reply_to) == (second.conversation, "")
    assert office.post.mails[1]["To"] == "wang@example.org"


async def test_what_a_person_answers_later_comes_into_the_thread(office: Office) -> None:
    asked = letter("li", "一", "甲")
    await office.deliver(asked)
    await office.sent(1)
    where = office.desk.questions[0].conversation
    office.store.queue(OutboxMessage("mail", where, "late", (Block("text", "有答复了。"),)))
    await office.sent(2)
    late = office.post.mails[1]
    assert (said(late), late["Subject"]) == ("有答复了。", "回复：甲")
    assert late["In-Reply-To"] == office.post.mails[0]["In-Reply-To"]


async def test_a_mail_without_words_is_told_so(office: Office) -> None:
    await office.deliver(letter("li", "\n\n-- \n李娜"))
    await office.sent(1)
    assert "没有看到问题" in said(office.post.mails[0])
    assert office.desk.questions == []


# ---------------------------------------------------------------- no loops


async def test_programs_get_at_most_one_mail_and_theirs_stay_unread(office: Office) -> None:
    """An absence robot, a no-reply robot, a mailing list, and a robot that nothing tells from a person."""

    def robots(mail: object) -> None:
        person = str(mail["To"]).partition("@")[0]
        if person == "absent":
            answers.append(reply(mail, "absent", "我在休假。", Auto_Submitted="auto-replied"))
        if person == "plain":
            answers.append(reply(mail, "plain", "您好，您的来信已收到，我们会尽快处理。"))

    answers: list[bytes] = []
    office.post.on_mail = robots
    await office.deliver(
        letter("absent", "几个人"),
        letter("plain", "几个人"),
        letter("no-reply", "验证码"),
        letter("all", "周报", List_Id="<a.example.org>"),
    )
    for _ in range(6):
        await asyncio.sleep(0.4)
        while answers:
            await office.deliver(answers.pop())
    await office.quiet()
    sent = {person: len(office.post.to(f"{person}@example.org")) for person in ("absent", "plain", "no-reply", "all")}
    assert sent == {"absent": 1, "plain": 1, "no-reply": 0, "all": 0}
    assert len(await asyncio.to_thread(office.inbox.unread)) == 4


async def test_a_reply_that_comes_when_it_can_have_been_read_is_a_persons(office: Office) -> None:
    await office.deliver(letter("li", "几个人"))
    await office.sent(1)
    received = format_datetime(datetime.now(UTC) + timedelta(minutes=2))
    answer = reply(office.post.mails[0], "li", "那我们公司只有八个人怎么办")
    await office.deliver(f"Received: from mx by mx.szgh.example.org; {received}\r\n".encode() + answer)
    await office.sent(2)
    assert office.desk.questions[-1].text == "那我们公司只有八个人怎么办"


async def test_what_the_server_has_taken_isnt_sent_again_by_the_next_process(tmp_path: Path, post: Post) -> None:
    """The process ends between the server's word and the runtime's note of it."""
    first = Office(tmp_path, post)

    def refuse(channel: str, key: str) -> None:
        raise StoreError("磁盘满了。")

    first.store.done = refuse  # type: ignore[method-assign]  # as if the process had ended before
    async with first:
        await first.deliver(letter("li", "好"))
        await first.sent(1, 60)
        await until(lambda: first.store.steps(f"mail.taken:{BOT}"), 60)
        await asyncio.sleep(0.3)
    async with Office(tmp_path, post) as again:
        await until(lambda: not again.store.pending(f"mail:{BOT}"), 60)
    assert len(post.to("li@example.org")) == 1


async def test_a_mail_comes_again_when_the_store_fails_while_it_is_looked_at(tmp_path: Path, post: Post) -> None:
    office = Office(tmp_path, post)
    note_step, failed = office.store.note_step, list[str]()

    def refuse_once(channel: str, key: str, step: str, value: str = "") -> None:
        if channel == f"mail.days:{BOT}" and not failed:
            failed.append(key)
            raise StoreError("磁盘满了。")
        note_step(channel, key, step, value)

    office.store.note_step = refuse_once  # type: ignore[method-assign]  # a disk that is full for a moment
    async with office:
        await office.deliver(letter("li", "好"))
        await office.sent(1, 60)
    assert failed
    assert len(post.to("li@example.org")) == 1


async def test_a_number_is_picked_as_often_as_somebody_likes(office: Office) -> None:
    await office.deliver(letter("li", "好"))
    for count in range(1, 4):
        await office.sent(count)
        await office.deliver(reply(office.post.mails[-1], "li", "2"))
    await office.sent(4)


async def test_two_bots_stop_after_one_round(tmp_path: Path, office: Office) -> None:
    """What we send is brought back to a mailbox of the same program under another address."""
    await office.deliver(letter("li", "好"))
    await office.sent(1)
    await office.deliver(office.post.raw[0])
    await office.quiet()
    assert len(office.post.mails) == 2  # the marker's answer is the other


async def test_a_sender_gets_so_many_answers_a_day_and_is_told_at_the_last(tmp_path: Path, post: Post) -> None:
    async with Office(tmp_path, post, daily=3) as office:
        await office.deliver(*(letter("li", f"第{number}问") for number in range(5)))
        await office.quiet()
        mails = office.post.to("li@example.org")
        assert [said(mail) for mail in mails] == ["收到：第0问", "收到：第1问", "收到：第2问"]
        assert ["已经比较多" in mail.get_body(("plain",)).get_content() for mail in mails] == [False, False, True]
    async with Office(tmp_path, post, daily=3) as office:
        await office.deliver(letter("li", "重启以后"))
        await office.quiet()
        assert len(office.post.to("li@example.org")) == 3


def states(folder: Path) -> list[str]:
    """How every message of the outbox stands."""
    with closing(sqlite3.connect(folder / "inbox.db")) as database:
        return [state for (state,) in database.execute("SELECT state FROM outbox")]


async def test_a_bounce_marks_what_came_back_and_is_not_answered(office: Office, tmp_path: Path) -> None:
    office.store.queue(OutboxMessage("mail", "mail:gone@example.org:t1", "news", (Block("text", "有答复了。"),)))
    await office.sent(1)
    await until(lambda: not office.store.waiting("mail"))
    mail_id = str(office.post.mails[0]["Message-ID"])
    report = "\r\n".join(
        [
            "From: MAILER-DAEMON@mx.example.org",
            "Subject: Undelivered",
            "Return-Path: <>",
            "Message-ID: <b@mx>",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="B"',
            "\r\n--B\r\nContent-Type: text/plain\r\n\r\nno",
            "--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx",
            "\r\nFinal-Recipient: rfc822; {who}\r\nAction: failed\r\nStatus: 5.1.1",
            f"\r\n--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: {mail_id}",
            "\r\n--B--\r\n",
        ]
    )
    await office.deliver(report.replace("{who}", "other@example.org").encode())
    await office.quiet(0.2)
    assert states(tmp_path) == ["sent"]  # made up: that mail didn't go there
    await office.deliver(report.replace("{who}", "gone@example.org").replace("<b@mx>", "<c@mx>").encode())
    await until(lambda: states(tmp_path) == ["failed"])
    assert len(office.post.mails) == 2


# ---------------------------------------------------------------- who somebody is


PASS = "mx.szgh.example.org; dmarc=pass header.from=example.org"


@pytest.mark.parametrize(("results", "expert"), [(PASS, True), ("", False), ("evil.example; dmarc=pass", False)])
async def test_an_expert_answers_by_mail_only_where_the_provider_vouches(
    tmp_path: Path, post: Post, results: str, expert: bool
) -> None:
    key = "mail:chen@example.org"
    async with Office(tmp_path, post, experts=key, auth_server="mx.szgh.example.org") as office:
        office.store.queue(OutboxMessage("mail", key, "case:1", (Block("text", "新问题 1：怎么办？"),), about=About("post", 1)))
        await office.sent(1)
        await until(lambda: not office.store.waiting("mail"))
        answer = reply(office.post.mails[0], "chen", "请先成立筹备组。")
        top = f"Authentication-Results: {results}\r\n" if results else ""  # our provider's own, above everything
        await office.deliver(top.encode() + answer)
        await office.sent(2)
        if expert:
            (question,) = office.desk.questions
            posted = office.store.posted(question.reply_to)
            assert (question.text, question.expert) == ("请先成立筹备组。", True)
            assert posted is not None
            assert posted.about == About("post", 1)
        else:
            assert office.desk.questions == []
            assert "没有通过发件人验证" in said(office.post.mails[1])


def test_nobody_is_an_admin_by_mail(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="JIANHUI_ADMINS"):
        load({"JIANHUI_ADMINS": "mail:boss@example.org"}, tmp_path / ".env")


# ---------------------------------------------------------------- providers


async def test_163_lets_nobody_in_who_doesnt_say_who_it_is(tmp_path: Path, post: Post) -> None:
    provider = Provider(Pymap.shared().port, needs_id=True)
    async with Office(tmp_path, post, port=provider.port) as office:
        await office.deliver(letter("li", "好"))
        await office.sent(1)
    assert provider.commands.index("ID") < provider.commands.index("SELECT")


async def test_where_idle_is_dropped_every_mail_is_answered_and_idle_given_up(tmp_path: Path, post: Post) -> None:
    provider = Provider(Pymap.shared().port, drops_idle=0.2)
    # however slow the machine is, an IDLE that was cut is one that didn't hold
    async with Office(tmp_path, post, port=provider.port, timeouts=replace(QUICK, holds=300.0)) as office:
        asked = 0
        while asked < 3 or "IDLE" in provider.commands[-8:]:
            asked += 1
            await office.deliver(letter("li", f"第{asked}问"))
            await office.sent(asked, 60)
            seen = len(provider.commands)
            await until(lambda seen=seen: len(provider.commands) >= seen + 8, 60)
            assert asked < 20
        waits = provider.commands.count("IDLE")
        assert 3 <= waits <= 3 + asked  # three that were cut; the others ended because a mail came
        await office.deliver(letter("li", f"第{asked + 1}问"))
        await office.sent(asked + 1, 60)
        assert [said(mail) for mail in post.mails] == [f"收到：第{number}问" for number in range(1, asked + 2)]
        assert provider.commands.count("IDLE") == waits


async def test_after_a_renumbering_what_came_meanwhile_is_answered_and_nothing_twice(tmp_path: Path, post: Post) -> None:
    async with Office(tmp_path, post) as office:
        await office.deliver(letter("li", "前"))
        await office.sent(1)
        await until(lambda: not office.store.pending(f"mail:{BOT}"))
    office = Office(tmp_path, post)  # empties the mailbox
    MailStorage(office.store, BOT).move(1, 10**6)
    async with office:
        await office.deliver(letter("li", "后"))
        await office.sent(2)
        await office.quiet(0.3)
    assert [said(mail) for mail in post.to("li@example.org")] == ["收到：前", "收到：后"]


async def test_a_person_who_reads_the_mailbox_by_hand_costs_nobody_the_answer(tmp_path: Path, post: Post) -> None:
    async with Office(tmp_path, post) as office:
        await office.quiet(0.1)
    reading = Office(tmp_path, post)
    read = letter("li", "好")

    def deliver_read() -> None:
        with reading.inbox._inbox() as client:
            client.append("INBOX", r"(\Seen)", "", read)

    await asyncio.to_thread(deliver_read)
    async with reading as office:
        await until(lambda: post.to("li@example.org"))


async def test_a_refused_password_is_told_at_the_start(tmp_path: Path, post: Post) -> None:
    with closing(BreakableStore(tmp_path / "inbox.db")) as store:
        wrong = settings(Pymap.shared().port, post.port, password="wrong")
        with pytest.raises(ChannelError, match="授权码"):
            await MailTransport(wrong, store, timeouts=QUICK).start()


@pytest.mark.parametrize(
    ("refusal", "sent"),
    [("451 try again", 1), ("554 too many connections frequency limited", 1), ("550 no such user", 0), ("421 busy", 1)],
)
async def test_what_the_server_refuses_for_now_is_sent_again_and_for_good_is_not(
    tmp_path: Path, post: Post, refusal: str, sent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.mail.smtp_sender.BUSY", 0.1)
    post.replies = [refusal]
    async with Office(tmp_path, post) as office:
        await office.deliver(letter("li", "好"))
        await office.quiet(0.5)
        assert len(post.to("li@example.org")) == sent


# ---------------------------------------------------------------- settings


@pytest.mark.parametrize(
    ("address", "imap", "smtp"),
    [
        ("gonghui@163.com", "imap.163.com", "smtp.163.com"),
        ("gonghui@126.com", "imap.126.com", "smtp.126.com"),
        ("gonghui@qq.com", "imap.qq.com", "smtp.qq.com"),
        ("gonghui@foxmail.com", "imap.qq.com", "smtp.qq.com"),
    ],
)
def test_known_providers_need_no_servers(address: str, imap: str, smtp: str) -> None:
    found = MailSettings.from_env({"address": address, "password": "x"})
    assert mail_server(found, "imap") == (imap, 993)
    assert mail_server(found, "smtp") == (smtp, 465)
    assert "x" not in repr(found).replace("exmail", "").split("password")[-1][:5]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"address": "gonghui"}, "JIANHUI_MAIL_ADDRESS=gonghui"),
        ({"address": "gonghui@163.com"}, "授权码"),
        ({"password": "x"}, "JIANHUI_MAIL_ADDRESS"),
        ({"address": "a@corp.cn", "password": "x"}, "exmail"),
        ({"address": "a@163.com", "password": "x", "provider": "gmail"}, "163、126、qq、exmail"),
        ({"address": "a@163.com", "password": "x", "imap": "imap.163.com"}, "imap.163.com:993"),
        ({"address": "a@163.com", "password": "x", "smtp": "smtp.163.com:99999"}, "JIANHUI_MAIL_SMTP"),
        ({"address": "a@163.com", "password": "x", "security": "tls"}, "starttls"),
        ({"address": "a@163.com", "password": "x", "security": "none"}, "127.0.0.1"),
        ({"address": "a@163.com", "password": "x", "daily": "0"}, "JIANHUI_MAIL_DAILY"),
        ({"address": "a@163.com", "password": "x", "aliases": "b@163.com 老陈"}, "JIANHUI_MAIL_ALIASES"),
    ],
)
def test_what_is_wrong_with_a_setting_is_told_with_what_to_do(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        MailSettings.from_env(given)


def test_an_exmail_box_is_told_by_its_provider() -> None:
    found = MailSettings.from_env(
        {"address": "A@Corp.cn", "password": "x", "provider": "exmail", "aliases": "B@corp.cn，c@corp.cn"}
    )
    assert (found.address, mail_server(found, "imap")[0]) == ("a@corp.cn", "imap.exmail.qq.com")
    assert found.aliases == ("b@corp.cn", "c@corp.cn")

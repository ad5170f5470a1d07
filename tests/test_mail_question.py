"""The question in mails as Chinese clients write them, each in a file with what is asked beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.channels.mail.mail_message import read
from bot.channels.mail.question_text import question_in
from tests.house import ROOT

MAILS = ROOT / "tests" / "mails"
SETS = ("questions", "questions_more", "questions_later", "questions_latest")
"""The first was written before there was any code to find questions, the others later to find its faults."""
EXPECTED: dict[str, str] = {
    f"{folder}/{name}": question
    for folder in SETS
    for name, question in json.loads((MAILS / folder / "expected.json").read_text("utf-8")).items()
}


def found(raw: bytes) -> str:
    letter = read(raw)
    return question_in(letter.subject, letter.text, letter.name)


def test_the_set_is_large_and_every_file_has_its_question() -> None:
    assert {f"{folder}/{file.stem}" for folder in SETS for file in (MAILS / folder).glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 170


@pytest.mark.parametrize("name", EXPECTED)
def test_the_question_is_found_exactly(name: str) -> None:
    assert found((MAILS / f"{name}.eml").read_bytes()) == EXPECTED[name]


@pytest.mark.parametrize(
    ("subject", "text", "question"),
    [
        ("关于换届", "如题", "关于换届"),
        ("回复：关于换届", "如题", "如题"),  # the subject of a reply is ours
        ("", "您好", "您好"),  # nothing but a greeting is still something said
        ("", "发件人：怎么写\n收件人怎么写", "发件人：怎么写\n收件人怎么写"),  # one header line is no mail
        ("", "2026年的经费怎么拨\n在 2026-11-09 15:12，“建会通” <a@b.cn> 写道：\n> 一", "2026年的经费怎么拨"),
        ("", "文件里写道：", "文件里写道："),
        ("", "谢谢您上次的答复，那要几个人？", "谢谢您上次的答复，那要几个人？"),
        ("", "我们是新公司\n麻烦问一下换届流程", "我们是新公司\n麻烦问一下换届流程"),
        ("", "多谢\n那要几个人", "多谢\n那要几个人"),
        ("", "要几个人\n麻烦了", "要几个人"),
        ("", "电话能投票吗", "电话能投票吗"),
        ("", "祝同志能当主席吗？", "祝同志能当主席吗？"),
        (
            "",
            "苏州市总工会：\n现有一事请教：主席辞职要不要重选？\n妥否，请批示。\n某公司工会\n2026年11月10日",
            "现有一事请教：主席辞职要不要重选？",
        ),
        ("", "工会办公室：\n你们好！\n离退休人员能领慰问品吗？\n此致\n敬礼\n某某医院工会", "离退休人员能领慰问品吗？"),
        ("", "各位老师晚上好，\n女工委可以只有两个人吗？\n敬颂\n冬安", "女工委可以只有两个人吗？"),
        ("", "关于会费：\n我们想问退休的还交不交", "关于会费：\n我们想问退休的还交不交"),
        ("", "工会委员会：\n要几个人", "工会委员会：\n要几个人"),
        ("", "工会经费能缓交吗\n急需答复", "工会经费能缓交吗\n急需答复"),
        ("", "办得好\n那下一步做什么", "办得好\n那下一步做什么"),
        ("转发：", "", ""),
        ("", "", ""),
    ],
)
def test_what_only_looks_like_something_around_a_question_stays(subject: str, text: str, question: str) -> None:
    assert question_in(subject, text) == question


def test_text_that_claims_gb2312_may_use_all_of_gb18030() -> None:
    raw = b"From: a@b.cn\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n" + "张喆、镕、㐂同志能入会吗？".encode("gb18030")
    assert found(raw) == "张喆、镕、㐂同志能入会吗？"


@pytest.mark.parametrize(
    "head",
    [
        b"Subject: =?gb2312?B?vai74Q==?=",
        b"Subject: =?utf-8?B?5bu6?=\r\n =?utf-8?B?5Lya?=",
        b"Subject: =?utf-8?B?5bs=?=\r\n =?utf-8?B?uuS8mg==?=",  # cut within a character
        "Subject: 建会".encode("gbk"),
        "Subject: 建会".encode(),
        b"Subject: =?UTF-8?Q?=E5=BB=BA=E4=BC=9A?=",
    ],
)
def test_a_subject_is_read_however_it_is_written(head: bytes) -> None:
    assert found(b"From: a@b.cn\r\n" + head + b"\r\n\r\n\r\n") == "建会"


def test_html_that_no_parser_knows_is_read() -> None:
    raw = b"From: a@b.cn\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p><![nobody[x]]>" + "几个人？".encode() + b"</p>"
    assert found(raw).endswith("几个人？")


def test_a_file_that_is_attached_is_not_the_text(tmp_path: Path) -> None:
    parts = (
        "Content-Type: text/plain; charset=utf-8\n\n正文\n--B\nContent-Disposition: attachment; filename=a.txt\n\n附件\n--B--"
    )
    assert found(f"From: a@b.cn\nContent-Type: multipart/mixed; boundary=B\n\n--B\n{parts}".encode()) == "正文"

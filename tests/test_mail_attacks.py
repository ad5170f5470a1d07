"""Mails made to keep the reader busy or to break it: read in the time of their size, or refused as no mail.

Each took minutes at this size, or ended in an error that nobody expected, before it was held.
"""

from __future__ import annotations

import time

import pytest

from bot.channels.mail.mail_message import read
from bot.channels.mail.question_text import question_in

HEAD = b"From: a@example.cn\r\nTo: b@example.cn\r\nMessage-ID: <1@example.cn>\r\nMIME-Version: 1.0\r\n"
HTML = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
SIZE = 2_000_000
"""Bytes: four times what is fetched of a mail."""
LONGEST = 30.0
"""Seconds of processor time: what is linear takes two or three on a busy machine, what isn't takes minutes."""

BUSY = {
    "comments that never end": HTML + b"<!--" * (SIZE // 4),
    "declarations that never end": HTML + b"<![CDATA[" * (SIZE // 9),
    "tags that never end": HTML + b"<a " * (SIZE // 3),
    "ends that never end": HTML + b"</" * (SIZE // 2),
    "quotes that never end": HTML + b'<a x=">"' * (SIZE // 8),
    "thanks without end": HEAD + b"\r\n" + "一\n".encode() + "谢谢\n".encode() * (SIZE // 30) + "？".encode(),
    "a charset that isn't one": HEAD + b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a-" + b"9" * (SIZE // 2),
}


@pytest.mark.parametrize("kind", BUSY)
def test_it_is_read_in_the_time_of_its_size(kind: str) -> None:
    begun = time.process_time()
    mail = read(BUSY[kind])
    question_in(mail.subject, mail.text, mail.name)
    assert time.process_time() - begun < LONGEST


@pytest.mark.parametrize("depth", [60, 3000])
def test_parts_within_parts_without_end_are_no_mail(depth: int) -> None:
    parts = (b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (number, number) for number in range(depth))
    with pytest.raises(ValueError, match="parts"):
        read(HEAD + b"".join(parts) + b"\r\nx")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<!--[if mso]><p>一</p><![endif]--><p>要几个人</p>", "要几个人"),
        ("<!--[if !mso]><!--><p>要几个人</p><!--<![endif]-->", "要几个人"),
        ("<!DOCTYPE html><?xml version='1.0'?><p>要<!-- 二 -->几个人</p><!--", "要几个人"),
        ("<p>不到25人，1<2吗</p>", "不到25人，1<2吗"),
        ("<p>要几个人</p><a href='", "要几个人\n<a href='"),
        ("<p>A<b", "A<b"),
    ],
)
def test_what_is_said_stays(html: str, text: str) -> None:
    assert read(HTML + html.encode()).text.strip() == text

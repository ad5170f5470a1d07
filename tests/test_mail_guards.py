"""Mails that are never answered, twelve kinds, and people's mails that only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.channels.mail.automatic_mail import reason_to_ignore
from bot.channels.mail.mail_message import read
from bot.channels.mail.message_ids import MessageIds
from bot.channels.mail.sender_check import is_vouched_for
from tests.house import ROOT

MAILS = ROOT / "tests" / "mails"
OWN = frozenset({"jianhui@szgh.example.org", "union@szgh.example.org"})
TOKENS = MessageIds(b"secret", "szgh.example.org")
OURS = TOKENS.message_id("wangfang@qq.com", "abc123", "1")
GUARDED = sorted((MAILS / "guarded").glob("*.eml"))
REAL = [
    *sorted((MAILS / "real").glob("*.eml")),
    *sorted((MAILS / "questions").glob("*.eml")),
    *sorted((MAILS / "questions_more").glob("*.eml")),
    *sorted((MAILS / "questions_later").glob("*.eml")),
]


def why(file: Path) -> str:
    return reason_to_ignore(read(file.read_bytes().replace(b"<OURTOKEN>", OURS.encode())), OWN)


def test_there_are_enough_of_both() -> None:
    assert len(GUARDED) >= 60
    assert len(list((MAILS / "real").glob("*.eml"))) >= 60


@pytest.mark.parametrize("file", GUARDED, ids=lambda file: file.stem)
def test_what_a_program_sent_is_never_answered(file: Path) -> None:
    assert why(file)


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_what_a_person_wrote_is_answered(file: Path) -> None:
    assert why(file) == ""


@pytest.mark.parametrize(
    ("results", "proven"),
    [
        ("mx.szgh.cn; spf=pass smtp.mailfrom=qq.com; dmarc=pass header.from=qq.com", True),
        ("MX.szgh.cn 1; dkim=pass; DMARC = pass (p=none) header.from=qq.com", True),
        ("mx.szgh.cn; dmarc=fail header.from=qq.com", False),
        ("mx.szgh.cn; spf=pass", False),
        ("mx.szgh.cn; spf=fail (sender says; dmarc=pass header.from=qq.com)", False),
        ('mx.szgh.cn; spf=fail reason="x; dmarc=pass"', False),
        ("mx.szgh.cn; dmarc=passed", False),
        ("mx.szgh.cn; dmarc=pass header.from=evil.example", False),
        ("mx.evil.example; dmarc=pass header.from=qq.com", False),
        ("", False),
    ],
)
def test_only_our_provider_vouches_for_a_sender(results: str, proven: bool) -> None:
    letter = read(f"Authentication-Results: {results}\r\nFrom: w@qq.com\r\n\r\nx".encode())
    assert is_vouched_for(letter, "mx.szgh.cn") is proven
    assert not is_vouched_for(letter, "")


def test_what_a_sender_wrote_below_our_providers_results_counts_for_nothing() -> None:
    fail, made_up = "mx.szgh.cn; dmarc=fail", "mx.szgh.cn; dmarc=pass header.from=qq.com"
    head = f"Authentication-Results: {fail}\r\nAuthentication-Results: {made_up}\r\nFrom: w@qq.com\r\n\r\nx"
    assert not is_vouched_for(read(head.encode()), "mx.szgh.cn")


def test_a_token_belongs_to_one_address_and_one_thread() -> None:
    assert TOKENS.answered_mail("WangFang@qq.com", [OURS]) == (OURS, "abc123")
    assert TOKENS.answered_mail("other@qq.com", [OURS]) is None
    assert TOKENS.answered_mail("wangfang@qq.com", [OURS.replace("abc123", "abc124")]) is None
    assert MessageIds(b"another", "szgh.example.org").answered_mail("wangfang@qq.com", [OURS]) is None
    assert TOKENS.answered_mail("wangfang@qq.com", ["<x@y>", OURS, "<z@y>"]) == (OURS, "abc123")

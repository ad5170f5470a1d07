"""Inputs that nobody means well with, for everything that reads: `python -m tests.faults.fuzz 1000000`.

Hypothesis makes the seeds, each of which is varied some dozens of times by cutting, doubling, swapping and planting what has
made trouble elsewhere. What reads wires may refuse with an exception, which the runtime sets the message aside for; all else
must cope. Nothing may take over a second of processor time.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from telegram import Update, User
from telegram.error import TelegramError

from bot import normalise, redaction
from bot.channels.mail import html_text, mail_message, question_text
from bot.channels.onebot import parse as onebot
from bot.channels.onebot import segments
from bot.channels.qq import parse as qq
from bot.channels.runtime import Capabilities, plain_pieces
from bot.channels.runtime.capability_fallbacks import writable
from bot.channels.telegram import format as outward
from bot.channels.telegram import parse as inward
from bot.channels.telegram import update_source
from bot.model import Block, Button, Decision, Reply
from bot.yamlio import yaml_reader
from bot.yamlio.problems import ProblemCollector
from tests.botapi.formatting import parse_html, units

SLOW = 1.0
"""Seconds of processor time that an input may take."""
VARIED = 40
"""Inputs made of each seed."""
_PLANTS = (
    "\0", "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\ufeff", "\x1b[2J", "\r", "\n", "\u2028", "e" + "\u0301" * 40,
    "<b>", "</", "<!--", "<script>", "&#x0;", "&amp", "&lt;b&gt;", "*_~`[]()", "{{7*7}}", "${x}", "%s%n", "../../", "\\", "'", '"',
    "[CQ:at,qq=all]", "[CQ:", "=?utf-8?b?", "=?gb18030?q?=ff?=", "&a", "*a", "<<: ", "!!python/object:os.system", "- - - ", ": ", "#",
    "9" * 400, "-0", "1e999", "NaN", "null", "true", "[[[[", "{{{{", "]", "}", "工会" * 50, "嗯" * 300, "ａ１", "㍿", "𝟏", "零〇二",
)  # fmt: skip
_UPDATE = {
    "update_id": 7,
    "message": {
        "message_id": 5, "date": 1795400000, "chat": {"id": -100123, "type": "supergroup", "title": "群", "is_forum": True},
        "from": {"id": 9, "is_bot": False, "first_name": "李"}, "text": "@bot 怎么建会", "message_thread_id": 3,
        "entities": [{"type": "mention", "offset": 0, "length": 4}], "reply_to_message": {"message_id": 4, "date": 1, "chat": {"id": 9,
        "type": "private"}},
    },
}  # fmt: skip
_PRESS = {
    "update_id": 8,
    "callback_query": {"id": "1", "from": _UPDATE["message"]["from"], "chat_instance": "x", "data": "e:setup", "message": _UPDATE["message"]},
}  # fmt: skip
_QQ = {"event": {"op": 0, "s": 3, "t": "GROUP_AT_MESSAGE_CREATE", "d": {"id": "m", "content": "怎么建会", "group_openid": "g",
       "author": {"member_openid": "p"}, "timestamp": "2026-11-29T12:00:00+08:00"}}, "at": 1795400000.0}  # fmt: skip
_ONEBOT = {"event": {"post_type": "message", "message_type": "group", "group_id": 70001, "user_id": 20001, "self_id": 1, "message_id": 3,
           "time": 1795400000, "message": [{"type": "at", "data": {"qq": "1"}}, {"type": "text", "data": {"text": "怎么"}}]},
           "unasked": False}  # fmt: skip
_MAIL = """From: =?gb18030?B?wO4=?= <li@example.org>\r\nTo: x@example.org\r\nSubject: Re: =?utf-8?B?5oCO5LmI5bu65Lya?=
Message-ID: <a@b>\r\nReferences: <c@d> <e@f>\r\nContent-Type: multipart/alternative; boundary="q"\r\n\r\n--q\r
Content-Type: text/plain; charset=gb18030\r\n\r\n您好，怎么建会？\r\n\r\n在 2026年11月1日 写道：\r\n> 旧的\r\n--q\r
Content-Type: text/html\r\n\r\n<div>怎么<br>建会</div><blockquote>旧</blockquote>\r\n--q--\r\n"""
_YAML = """topic: 会费  # 备注
entries:
  - id: dues-amount
    question: 会费每个月应该交多少钱？
    phrasings: [会费标准, "会费"]
    answer: |
      按规定交。

      第二段。
    steps:
      - 一
    sources: [{law: 工会法, version: 2021修正, article: 第十一条}]
    reviewed: 2026-01-01
"""
_ASKED = (
    "怎么建会", "公司只有十几个人能建工会吗", "我身份证320501199001011234电话13800000000", "２５人以上", "gonghui zenme jian",
    "工会法第十一条第二款", "会费交多少——谁批",
)  # fmt: skip
_ME = User(4242, "bot", True, username="bot")
_CAN = Capabilities(text_limit=200, caption_limit=100)


def _read_yaml(text: str) -> None:
    yaml_reader.parse(text, "a.yaml", ProblemCollector())


def _written(text: str) -> None:
    """A reply that holds it everywhere, in the form of each wire; strict Telegram must take it."""
    blocks = (Block("heading", text), Block("text", text), Block("steps", "", (text, text)), Block("source", text))
    reply = writable(Reply(text, Decision.ANSWER, blocks, buttons=((Button(text[:30] or "好", "e:a"),),)))
    plain_pieces(reply, _CAN)
    for piece in outward.pieces(reply):
        said, _ = parse_html(piece.text)
        piece.text.encode()
        if units(said) > 4096:
            raise AssertionError("too long for Telegram")


def _telegram(text: str) -> None:
    update = Update.de_json(json.loads(text), None)
    if update is not None:
        inward.understand(update, _ME)


def _numbered(text: str) -> None:
    update_source.number_of(text)
    try:
        update_source.split('{"ok":true,"result":[' + text + "]}")
    except TelegramError:
        return


def _onebot(text: str) -> None:
    onebot.understand(text)
    segments.text_of(segments.read(text))


def _mail(text: str) -> None:
    mail_message.read(text.encode("utf-8", "replace"))


Target = Callable[[str], object]
TARGETS: Mapping[str, tuple[Target, tuple[str, ...], bool]] = {
    "normaliser": (normalise.key, _ASKED, False),
    "spelling": (normalise.spelled, _ASKED, False),
    "redaction": (redaction.redact, _ASKED, False),
    "loader": (_read_yaml, (_YAML,), False),
    "renderer": (_written, _ASKED, False),
    "updates": (_numbered, (json.dumps(_UPDATE), json.dumps(_PRESS)), False),
    "mail text": (lambda text: question_text.question_in(text[:100], text, "李"), (_MAIL, *_ASKED), False),
    "html": (
        html_text.lines_of,
        (
            "x<!.![CQ:at,qq=all]--",
            "<div>怎么<br>建会</div><blockquote>旧</blockquote>",
        ),
        False,
    ),
    "telegram": (_telegram, (json.dumps(_UPDATE), json.dumps(_PRESS)), True),
    "qq": (qq.understand, (json.dumps(_QQ),), True),
    "onebot": (_onebot, (json.dumps(_ONEBOT),), True),
    "mail": (_mail, (_MAIL,), True),
}
"""What reads, what it reads when all is well, and whether it may refuse."""


def varied(base: str, chance: random.Random) -> str:
    """The text with up to six changes."""
    for _ in range(chance.randrange(1, 7)):
        at, end = sorted((chance.randrange(len(base) + 1), chance.randrange(len(base) + 1)))
        end = min(end, at + chance.choice((1, 4, 40)))
        piece = base[at:end]
        change = chance.choice(("plant", "plant", "cut", "double", "swap", "many"))
        if change == "plant":
            base = base[:at] + chance.choice(_PLANTS) + base[end if chance.random() < 0.5 else at :]
        elif change == "cut":
            base = base[:at] + base[end:]
        elif change == "double":
            base = base[:end] + piece + base[end:]
        elif change == "swap":
            base = base[:at] + piece[::-1] + base[end:]
        elif len(base) < 20_000:
            base = base[:at] + piece * chance.choice((2, 10, 200)) + base[end:]
    return base


_JUNK: tuple[object, ...] = (
    10**30, -(10**30), 1 << 63, 0, -1, 1.5e308, True, None, "", "\ud800", "\0", "字" * 5000, [], {}, [[]], {"id": {}}, "1" * 5000,
)  # fmt: skip


def planted(value: object, chance: random.Random, odds: float) -> object:
    """The same tree with some of its values changed, by text or for something else altogether."""
    if chance.random() < odds:
        return varied(value, chance) if isinstance(value, str) and chance.random() < 0.6 else chance.choice(_JUNK)
    if isinstance(value, dict):
        kept = {key: planted(one, chance, odds) for key, one in value.items() if chance.random() > odds / 2}
        return kept | ({chance.choice(tuple(value)): chance.choice(_JUNK)} if value and chance.random() < odds else {})
    if isinstance(value, list):
        return [planted(one, chance, odds) for one in value] * chance.choice((1, 1, 1, 1, 3))
    return value


def changed(base: str, chance: random.Random) -> str:
    """JSON that is mostly still JSON; anything else with changes anywhere."""
    if base[:1] == "{" and chance.random() < 0.8:
        try:
            return json.dumps(planted(json.loads(base), chance, chance.choice((0.02, 0.05, 0.2))))
        except ValueError:
            pass
    return varied(base, chance)


def run(name: str, inputs: int, number: int, seen: Counter[str]) -> None:
    """So many inputs for one of `TARGETS`; raises AssertionError for a crash or what is slow. `seen` counts."""
    target, samples, refuses = TARGETS[name]
    wires = samples[0][:1] == "{"  # most of them remain JSON, or nothing but its reader would be tried
    texts = (
        st.sampled_from(samples)
        if wires
        else st.one_of(st.sampled_from(samples), st.text(max_size=200), st.sampled_from(samples).map(lambda text: text * 3))
    )
    once = partial(_once, name, target, refuses, seen)

    @seed(number)
    @settings(
        max_examples=-(-inputs // VARIED), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(texts, st.integers(0, 1 << 62))
    def every(base: str, start: int) -> None:
        chance = random.Random(start)
        once(base)
        for _ in range(VARIED - 1):
            once(changed(base, chance))

    every()


def _once(name: str, target: Target, refuses: bool, seen: Counter[str], text: str) -> None:
    begun = time.thread_time()
    try:
        target(text)
    except Exception as error:
        if not refuses:
            raise AssertionError(f"{name}: {type(error).__name__} for {text[:2000]!r}") from error
        seen["refused"] += 1
    took = time.thread_time() - begun
    seen["inputs"] += 1
    if took > SLOW:
        raise AssertionError(f"{name}: {took:.1f} s for {text[:2000]!r} ({len(text)} characters)")


def main(inputs: int, number: int) -> int:
    """So many inputs over all targets; what fails is told, and the others go on."""
    failed = 0
    for name in TARGETS:
        seen: Counter[str] = Counter()
        begun = time.monotonic()
        try:
            run(name, -(-inputs // len(TARGETS)), number, seen)
            came = "sound"
        except AssertionError as error:
            failed += 1
            came = str(error)
        took = time.monotonic() - begun
        print(f"{name:10} {seen['inputs']:8} inputs, {seen['refused']:7} refused, {took:5.0f} s: {came}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000, int(sys.argv[2]) if sys.argv[2:] else 1))

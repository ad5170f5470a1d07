"""The exported log of a QQ group as messages: who said what when, with what no person wrote left out.

Headers are those of QQ's message manager (`2011-05-03 14:22:10 昵称(12345678)`, also `昵称<a@b.cn>`), of text copied from a
chat window (`昵称(12345678) 14:22:10`) and of newer programs (`昵称 2011/5/3 14:22:10`). A time without seconds counts only with
a number in brackets, so that a sentence with a time in it stays a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

_DAY = r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<date>\d{1,2})日?"
_TIME = r"(?P<half>上午|下午|晚上|凌晨|AM|PM)?\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?P<seconds>:\d{2})?\s*(?P<later>AM|PM)?"
_WHO = r"(?P<name>\S[^\n]{0,60}?)"
_ACCOUNT = r"[(（<〈](?P<account>\d{5,12}|[^\s()<>@]+@[^\s()<>]+)[)）>〉]"
_HEADERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_DAY}\s+{_TIME}\s+{_WHO}\s*{_ACCOUNT}\s*",
        rf"{_DAY}\s+{_TIME}\s+{_WHO}\s*",
        rf"{_WHO}\s*{_ACCOUNT}\s*(?:{_DAY}\s+)?{_TIME}\s*",
        rf"{_WHO}\s+{_DAY}\s+{_TIME}\s*",
    )
)
_RANK = re.compile(r"^(?:【[^】]{1,8}】|\[[^\]]{1,8}\])\s*(?=\S)")
"""A member's rank in the group, such as 【管理员】."""
_TALK = re.compile(r"^(?:消息对象|聊天对象|群聊?名称)\s*[:：]")
"""Begins the log of another group."""
_FRAME = re.compile(r"^(?:=+|-{5,}|消息(?:分组|记录|类型|时间).*|聊天记录.*|\s*)$")
_NOBODY = ("系统消息", "系统提示", "QQ小冰", "Q群管家")
_NOISE = re.compile(
    r"^(?:.{0,40}(?:撤回了一条消息|加入(?:了)?本群|加入(?:了)?群聊?|退出(?:了)?(?:本群|群聊)|修改了?群名片|被管理员|拍了拍|邀请.{1,40}(?:加入|入群)|开启了全员禁言|解除了全员禁言).{0,40})$"
)
_PICTURES = re.compile(
    r"\[[\u4e00-\u9fff]{1,8}\]|/(?:微笑|呲牙|抱拳|强|玫瑰|握手|偷笑|大哭|流汗|憨笑|疑问|可爱|害羞|鼓掌|胜利|OK|ok)(?![\u4e00-\u9fff])"
)
_NOON = 12


@dataclass(frozen=True, slots=True)
class LoggedMessage:
    """What somebody said, as far as it is words."""

    who: str
    """The account's number, or the name where there is none."""
    name: str
    at: datetime
    text: str
    line: int
    """1-based line of its header."""
    talk: int = 0
    """Number of the group's log within the file."""


def read_messages(text: str) -> tuple[LoggedMessage, ...]:
    """The messages of a log in their order; none when nothing in it looks like one."""
    return tuple(message for raw in _raw(text) if (message := _worded(raw)) is not None)


def _raw(text: str) -> Iterator[LoggedMessage]:
    """Messages with all that stands below their headers."""
    current: LoggedMessage | None = None
    lines: list[str] = []
    talk = 0
    last = datetime(1970, 1, 1)
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        header = _header(line.strip("\ufeff\u200b \t"), last)
        if header is None and not _TALK.match(line):
            lines.append(line)
            continue
        if current is not None:
            yield replace(current, text="\n".join(lines))
        lines = []
        talk += header is None
        current = replace(header, line=number, talk=talk) if header else None
        last = header.at if header else last
    if current is not None:
        yield replace(current, text="\n".join(lines))


def _header(line: str, last: datetime) -> LoggedMessage | None:
    """Who and when, of a line that says it; the day of the message before where it says none."""
    for pattern in _HEADERS:
        match = pattern.fullmatch(line)
        if match is None:
            continue
        said = match.groupdict()
        account = said.get("account") or ""
        if not account and not said["seconds"]:
            continue
        at = _when(said, last)
        if at is not None:
            name = _RANK.sub("", said["name"]).strip()
            return LoggedMessage(account or name, name, at, "", 0)
    return None


def _when(said: dict[str, str | None], last: datetime) -> datetime | None:
    """The moment of a header, or None when there is no such."""
    hour = int(said["hour"] or 0)
    half = (said["half"] or said["later"] or "").upper()
    if half in ("下午", "晚上", "PM") and hour < _NOON:
        hour += _NOON
    day = (int(said["year"] or 0), int(said["month"] or 0), int(said["date"] or 0)) if said.get("year") else None
    try:
        seconds = int((said["seconds"] or ":0")[1:])
        return datetime(*(day or (last.year, last.month, last.day)), hour, int(said["minute"] or 0), seconds)
    except ValueError:
        return None


def _worded(message: LoggedMessage) -> LoggedMessage | None:
    """A message without pictures, faces and the log's own lines; None when no words are left, or nobody said them."""
    if message.name in _NOBODY or message.who == "10000":
        return None
    lines = [_PICTURES.sub("", unicodedata.normalize("NFC", line)).strip() for line in message.text.split("\n")]
    text = "\n".join(line for line in lines if not _FRAME.match(line) and not _NOISE.match(line)).strip()
    return replace(message, text=text) if text else None

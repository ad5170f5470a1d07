"""A mail as far as it can be read: headers decoded, text chosen, whatever its charset claims."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from bot.channels.mail.html_text import lines_of

_SUPERSETS = ("gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936", "euc-cn", "gb18030", "chinese", "csgb2312", "hz-gb-2312")
"""Charsets that Chinese clients name though the text may use all of GB 18030."""
_NO_CHARSETS = ("punycode", "idna", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape", "undefined")
_ADDRESS = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+\.[^\s@<>\"',;:]+")

DEEPEST = 50
"""Parts within parts that are looked into; no client makes more than a handful."""


@dataclass(frozen=True, slots=True)
class MailMessage:
    """A mail's headers and text, decoded."""

    headers: Mapping[str, tuple[str, ...]]
    """Decoded values by lower-case name, top-most first."""
    sender: str
    """Address in From, lower case; empty when there is none that can be answered."""
    name: str
    """Name beside it."""
    subject: str
    text: str
    """Plain text; of an HTML-only mail its lines, quotes with `>` before them."""
    kinds: tuple[str, ...]
    """Content types of the whole and of its parts that aren't attached, such as `multipart/report`, the whole's first."""
    report: str
    """`report-type` of a multipart/report, lower case; else empty."""

    def first(self, name: str) -> str:
        """The top-most value of a header; empty when there is none."""
        return next(iter(self.headers.get(name, ())), "")

    def received(self, unless: float) -> float:
        """When our provider took it in, Unix time in seconds, as the top-most Received says; else `unless`."""
        try:
            return parsedate_to_datetime(self.first("received").rpartition(";")[2].strip()).timestamp()
        except (TypeError, ValueError, OverflowError):
            return unless


def read(raw: bytes) -> MailMessage:
    """The mail in these bytes; raises ValueError for one that nobody can have written."""
    try:
        return message_from(email.message_from_bytes(raw))
    except RecursionError as error:
        raise ValueError("parts within parts without end") from error


def message_from(message: Message) -> MailMessage:
    """What a parsed mail says."""
    headers: dict[str, list[str]] = {}
    sources: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(decoded(str(value)))
        sources.setdefault(name.lower(), []).append(_characters(str(value)))
    name, address = parseaddr(sources.get("from", [""])[0].replace("\r", "").replace("\n", " "))
    address = address.strip().lower()
    parts = list(_parts(message))
    return MailMessage(
        headers={key: tuple(values) for key, values in headers.items()},
        sender=address if _ADDRESS.fullmatch(address) else "",
        name=decoded(name),
        subject=" ".join(headers.get("subject", [""])[0].split()),
        text=_text(parts),
        kinds=tuple(dict.fromkeys(part.get_content_type() for part in parts)),
        report=_parameter(message, "report-type"),
    )


def decoded(value: str) -> str:
    """A header's value in characters: encoded words, or bytes without any label."""
    text = _characters(value)
    if "=?" not in text:
        return text
    try:
        pieces = decode_header(text)
    except (HeaderParseError, ValueError, LookupError):  # broken base64: the reader sees what was sent
        return text
    return "".join(_decoded(piece, charset or "") if isinstance(piece, bytes) else piece for piece, charset in pieces)


def _characters(value: str) -> str:
    """Characters of a value that may hold bytes as they came (`surrogateescape`)."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return _decoded(value.encode("utf-8", "surrogateescape"), "")
    return value


def _decoded(content: bytes, charset: str) -> str:
    """Text of bytes whose charset is only claimed."""
    claimed = charset.lower().strip("\"' ")
    tries = ["gb18030"] if claimed in _SUPERSETS else [claimed] if _is_charset(claimed) else []
    for codec in (*tries, "utf-8", "gb18030"):
        try:
            return content.decode(codec)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return content.decode("gb18030" if claimed in _SUPERSETS else "utf-8", "replace")


def _is_charset(name: str) -> bool:
    """Whether a name is that of an encoding that texts are written in; Python has others, some of them slow without end."""
    try:
        return codecs.lookup(name).name not in _NO_CHARSETS
    except (LookupError, ValueError):
        return False


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """The mail and its parts, without attachments and without what other mails contain."""
    if depth > DEEPEST:
        raise ValueError("parts within parts without end")
    yield message
    inside = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(inside, list):
        return
    for part in inside:
        if isinstance(part, Message) and not _attached(part):
            yield from _parts(part, depth + 1)


def _attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _parameter(message: Message, name: str) -> str:
    value = message.get_param(name, "")
    return value.lower() if isinstance(value, str) else ""


def _text(parts: list[Message]) -> str:
    """The plain text; where there is none that says anything, that of the HTML."""
    for kind in ("text/plain", "text/html"):
        said = [_content(part) for part in parts if part.get_content_type() == kind]
        if any(text.strip() for text in said):
            return "\n".join(lines_of(text) if kind == "text/html" else text for text in said)
    return ""


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    charset = part.get_param("charset", "")
    return _decoded(payload, charset if isinstance(charset, str) else "") if isinstance(payload, bytes) else ""

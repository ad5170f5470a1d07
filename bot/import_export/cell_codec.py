"""A cell's text and the value it stands for, both ways: `shown(key, value)` and `read(key, text)` undo each other.

Texts of a list stand one a line; a line end inside such a text is written as a line that begins with ↳. A source is
`法律｜版本｜条`, with a backslash before a ｜ that belongs to a name. Whatever Excel, WPS and LibreOffice do to line ends and
spaces is taken back by `clean`, on both sides of every comparison.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from bot import wording
from bot.content.entry_reader import REVIEW_AFTER
from bot.model import EntryValue, Source, Status

TEXTS = ("phrasings", "steps", "materials")
REFERENCES = ("guides", "related")

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ESCAPABLE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Characters that nobody sees and programs leave behind; the zero-width joiner stays: emoji are made with it."""
_INNER = "↳"
"""Begins a line that goes on with the text of the line before."""
_BARS = re.compile("[｜|]")
_MARKED = {"\\\\": "\x00", "\\｜": "\x01", "\\|": "\x02"}
"""What a backslash stands before in a source, as characters that no text holds."""
_RISKY = re.compile(r"[=+\-@＝＋－＠\t\r']|[\d.,:/%年月日 eE+\-]*\Z(?<=.)|(?:true|false)\Z", re.IGNORECASE)
"""What Excel takes for something else than a text when it opens a csv (OWASP, "CSV injection"), and our own quote."""
_PARTS = 3
_TITLED = re.compile("《([^《》]+)》")
"""A title in its marks, which sources leave out."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]0{1,2}:00(?::00(?:\.0+)?)?)?")
_DAYS = re.compile(r"(\d{1,5})(?:\.0+)?(?:天|日)?")
_PARTED = re.compile(r"[\n\t,、;]")
_IDS = re.compile(r"[a-z0-9 -]+")


_PASTED = re.compile(r"\s*(?:[0-9０-９]{1,3}\s*(?:[、)）]|[.．](?![0-9０-９]))|[(（][0-9０-９]{1,3}[)）]|[①-⑳])\s*(?=\S)")
"""A number that came along when a list was pasted; 1.5倍 is none."""
_INDENT = re.compile(r"^[ \t]*\u3000[ \t\u3000]*", re.MULTILINE)
_NUMBERED_KEYS = ("question", "phrasings", "steps", "materials")


class CellError(ValueError):
    """A cell that stands for no value of its key; the message says in Chinese what to write."""


def unescaped(text: str) -> str:
    """A text of an .xlsx file with `_x000D_` and the like as the characters that they stand for."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def escaped(text: str) -> str:
    """A text for an .xlsx file: what looks like `_x000D_` stays what it looks like."""
    return _ESCAPABLE.sub("_x005F_", text)


def guarded(text: str) -> str:
    """A text for a csv, with a quote before what Excel would take for a formula, a number, a date or a truth value."""
    return f"'{text}" if _RISKY.match(text) else text


def unguarded(text: str) -> str:
    """A text of a csv without the quote that `guarded` put before it."""
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def clean(text: str) -> str:
    """A text without what programs add to it: line ends are line feeds, lines end without spaces, nothing unseen."""
    text = _UNSEEN.sub("", _BLANKS.sub(" ", _BREAKS.sub("\n", text)))
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def tidied(key: str, text: str) -> str:
    """A cell's text without what pasting brings along: numbers before questions and lines of lists, full-width indents."""
    bare = _INDENT.sub("", text)
    if key not in _NUMBERED_KEYS:
        return bare
    lines = bare.split("\n")
    numbered = [bool(_PASTED.match(line)) for line in lines if line.strip()]
    # of a list, either every line has its number or a number belongs to what the line says
    return "\n".join(_PASTED.sub("", line, count=1) for line in lines) if all(numbered) else bare


def shown(key: str, value: EntryValue | Status | date | int | None) -> str:
    """What a cell says for a value of a key; empty for none."""
    if value is None or value == () or value == "":
        return ""
    if key == "sources":
        return "\n".join("｜".join(map(_without_bars, (one.law, one.version, one.article))) for one in value)  # type: ignore[union-attr]  # sources
    if isinstance(value, tuple):
        return "\n".join(_inner(clean(str(one))) for one in value)
    if isinstance(value, Status):
        return wording.EXCHANGE_STATUS[value.value]
    return clean(value.isoformat() if isinstance(value, date) else str(value))


def read(key: str, text: str) -> EntryValue:
    """The value that a cleaned cell stands for, by the rules of its key; raises CellError."""
    if key == "sources":
        return tuple(_source(line) for line in text.split("\n") if line.strip())
    if key in REFERENCES:
        return _references(text)
    if key in TEXTS:
        return _texts(text)
    readers = {"status": _status, "reviewed": _day, "retired": _day, "review_after": _days, "id": plain}
    return readers[key](text) if text and key in readers else text


def normal(key: str, value: EntryValue) -> str:
    """The one way to write a value that was read from a cell."""
    return shown(key, Status(value) if key == "status" and isinstance(value, str) and value else value)


def _without_bars(name: str) -> str:
    return re.sub(r"[\\｜|]", r"\\\g<0>", clean(name))


def _bars(line: str) -> list[str]:
    """The parts of a source."""
    for marked, stand_in in _MARKED.items():
        line = line.replace(marked, stand_in)
    parts = []
    for part in _BARS.split(line):
        for marked, stand_in in _MARKED.items():
            part = part.replace(stand_in, marked[1:])
        parts.append(part.strip())
    return parts


def _inner(text: str) -> str:
    """A text of a list as the lines of a cell."""
    first, *rest = text.split("\n")
    return "\n".join((f"{_INNER}{first}" if first.startswith(_INNER) else first, *(f"{_INNER} {line}" for line in rest)))


def _texts(text: str) -> tuple[str, ...]:
    """The texts of a list; blank lines between them say nothing."""
    found: list[str] = []
    for line in text.split("\n"):
        if line.startswith(_INNER * 2):
            found.append(line[1:])
        elif line.startswith(_INNER) and found:
            found[-1] += "\n" + line.removeprefix(_INNER).removeprefix(" ")
        elif line.strip():
            found.append(line.strip())
    return tuple(clean(one) for one in found if clean(one))


def _references(text: str) -> tuple[str, ...]:
    """Names one a line, or parted by commas; ids by spaces too."""
    parts = [part.strip() for part in _PARTED.split(plain(text)) if part.strip()]
    return tuple(name for part in parts for name in (part.split() if _IDS.fullmatch(part) else [part]))


def plain(text: str) -> str:
    """Ids, dates and numbers however wide they were typed."""
    return unicodedata.normalize("NFKC", text).strip()


def _source(line: str) -> Source:
    parts = _bars(line)
    if len(parts) != _PARTS or not all(parts):
        raise CellError(wording.EXCHANGE_SOURCE.format(text=line.strip()[:40]))
    law, version, article = parts
    return Source(match[1] if (match := _TITLED.fullmatch(law)) else law, version, article)


def _status(text: str) -> str:
    bare = plain(text)
    for value, name in wording.EXCHANGE_STATUS.items():
        if bare in (name, value):
            return value
    raise CellError(wording.EXCHANGE_STATUS_UNKNOWN.format(text=text[:20], names="、".join(wording.EXCHANGE_STATUS.values())))


def _day(text: str) -> str:
    match = _DAY.fullmatch(plain(text))
    try:
        return date(*map(int, match.groups())).isoformat() if match else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise CellError(wording.EXCHANGE_DAY.format(text=text[:20])) from None


def _days(text: str) -> str:
    match = _DAYS.fullmatch(plain(text))
    if not match:
        raise CellError(wording.EXCHANGE_DAYS.format(text=text[:20]))
    return "" if int(match[1]) == REVIEW_AFTER else str(int(match[1]))

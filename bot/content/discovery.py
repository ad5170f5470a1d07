"""Accounts for every file of the knowledge folder and reads the text of those that are ours.

Nothing is skipped in silence: a file is a topic, known to be none, a leftover (a warning), or an error that says where
the file belongs.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from bot import plain_files, wording
from bot.plain_files import TooLargeError, mebibytes, reason
from bot.yamlio.problems import Location, ProblemCollector

MOST_BYTES = 2 * 1024 * 1024
"""Largest file that is read: twice the size of all knowledge of 350 entries together, and parsed in under a second."""

YAML_SUFFIXES = (".yaml", ".yml")

LAWS = "laws.yaml"
"""The list of laws at the top of the folder: data, but no topic."""

CONDITIONS = "cases.yaml"
"""What answers may depend on, at the top of the folder: data, but no topic."""

EVIDENCE = "evidence.yaml"
"""The copies that reported entries rest on, at the top of the folder: data, but no topic."""

CONTACTS = "contacts.yaml"
"""Whom to call, at the top of the folder: data, but no topic."""

LOCAL = "local.yaml"
"""Figures of the federation's own, at the top of the folder: data, but no topic."""

TERMS = "terms.yaml"
"""The terms of the field, at the top of the folder: data, but no topic."""

LISTS = (LAWS, CONDITIONS, EVIDENCE, CONTACTS, LOCAL, TERMS)
"""Files at the top of the folder that are no topics."""

LAW_TEXTS = "laws"
"""The folder of the texts of the laws, at the top: `.md` files, no topics."""

_README = re.compile(r"readme([^.]*|.*\.(md|txt|rst))\Z", re.IGNORECASE)
_LEFTOVER = re.compile(
    r"\.|~|.*~\Z|#.*#\Z|.*\.(swp|swo|bak|tmp|orig|rej|old|part|crdownload)\Z|(thumbs\.db|desktop\.ini|__macosx)\Z",
    re.IGNORECASE | re.DOTALL,
)
"""Hidden files (.DS_Store, .git), Office's ~$ files, and what editors and file managers leave behind."""

_TABLES = frozenset({".xlsx", ".xls", ".csv", ".et", ".ods", ".numbers"})
_DOCUMENTS = frozenset({".docx", ".doc", ".wps", ".pdf", ".pptx", ".ppt", ".rtf", ".odt", ".pages"})
_TEXTS = frozenset({".txt", ".md", ".json", ".html", ".htm"})

_MAGIC = ((b"PK\x03\x04", "Word/Excel"), (b"\xd0\xcf\x11\xe0", "Word/Excel"), (b"%PDF", "PDF"), (b"\x89PNG", "PNG"))
"""First bytes of files that someone may have given the name of a topic."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file to be read: where it lies, and its path relative to the folder with forward slashes."""

    path: Path
    name: str


def topic_files(folder: Path, findings: ProblemCollector) -> tuple[Listed, ...]:
    """The topic files under a folder, by name; every other file is reported or known to be none of ours."""
    found: list[Listed] = []
    waiting = [Listed(folder, "")]
    while waiting:
        current = waiting.pop()
        for child in _children(current, findings):
            kind = _kind(child, findings)
            if kind == "folder":
                waiting.append(child)
            elif kind == "topic":
                found.append(child)
    return tuple(sorted(found, key=lambda listed: listed.name))


def law_files(folder: Path, findings: ProblemCollector) -> tuple[Listed, ...]:
    """The files of the texts of laws, by name; every other file in their folder is reported or known to be none of ours."""
    place = Listed(folder / LAW_TEXTS, LAW_TEXTS)
    found = []
    for child in _children(place, findings) if os.path.isdir(place.path) else ():
        name, spot = child.path.name, Location(child.name)
        if _LEFTOVER.match(name):
            findings.warn(spot, wording.LOAD_FILE_IGNORED)
        elif child.path.is_file() and child.path.suffix.lower() == ".md":
            found += [] if _README.match(name) else [child]
        else:
            findings.error(spot, wording.LOAD_TEXT_STRANGER)
    return tuple(found)


def _children(parent: Listed, findings: ProblemCollector) -> list[Listed]:
    """What lies in a folder; a folder that can't be listed is reported."""
    prefix = f"{parent.name}/" if parent.name else ""
    try:
        return [Listed(path, prefix + _printable(path.name)) for path in sorted(parent.path.iterdir())]
    except OSError as error:
        findings.error(Location(parent.name), wording.LOAD_FOLDER_UNREADABLE.format(path=parent.path, why=reason(error)))
        return []


def _printable(name: str) -> str:
    """A file's name as it can be printed: Linux allows line ends and bytes that are no text in it."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)


def _kind(listed: Listed, findings: ProblemCollector) -> str:
    """`folder`, `topic`, or empty when there is nothing to read; says why where an admin should know."""
    name, spot = listed.path.name, Location(listed.name)
    if _LEFTOVER.match(name):
        findings.warn(spot, wording.LOAD_FILE_IGNORED)
        return ""
    try:
        mode = listed.path.stat().st_mode
        link = listed.path.is_symlink()
    except OSError as error:
        findings.error(spot, wording.LOAD_FILE_UNREADABLE.format(why=reason(error)))
        return ""
    yaml = listed.path.suffix.lower() in YAML_SUFFIXES
    if stat.S_ISDIR(mode):
        if not yaml and not link:
            return "" if listed.name == LAW_TEXTS else "folder"
        findings.error(spot, wording.LOAD_FOLDER_NAMED_FILE if yaml else wording.LOAD_FOLDER_LINK)
        return ""
    if not stat.S_ISREG(mode):
        findings.error(spot, wording.LOAD_FILE_SPECIAL)
        return ""
    if listed.name in LISTS or (_README.match(name) and not yaml):
        return ""
    if not yaml:
        findings.error(spot, _advice(listed.path))
    return "topic" if yaml else ""


def _advice(path: Path) -> str:
    """What to do with a file that isn't knowledge."""
    inner = Path(path.stem)
    if inner.suffix.lower() in YAML_SUFFIXES:
        return wording.LOAD_FILE_DOUBLE_SUFFIX.format(name=inner)
    suffix = path.suffix.lower()
    if suffix in _TABLES:
        return wording.LOAD_FILE_TABLE
    if suffix in _DOCUMENTS:
        return wording.LOAD_FILE_DOCUMENT
    if suffix in _TEXTS:
        return wording.LOAD_FILE_TEXT
    return wording.LOAD_FILE_STRANGER


# ---------------------------------------------------------------- text


def read_text(listed: Listed, findings: ProblemCollector) -> str | None:
    """The text of a file, its line ends single line feeds; None, with the reason noted, when it can't be had."""
    spot = Location(listed.name)
    try:
        data = plain_files.read(listed.path, MOST_BYTES)
    except TooLargeError as error:
        findings.error(spot, wording.LOAD_FILE_LARGE.format(size=mebibytes(error.size), most=mebibytes(error.most)))
        return None
    except OSError as error:
        findings.error(spot, wording.LOAD_FILE_UNREADABLE.format(why=reason(error)))
        return None
    return _decode(data, spot, findings)


def _decode(data: bytes, spot: Location, findings: ProblemCollector) -> str | None:
    """The text of UTF-8 bytes, with or without a byte order mark; anything else is named and refused."""
    if refusal := _not_text(data):
        findings.error(spot, refusal)
        return None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if _is_gb18030(data):
            findings.error(spot, wording.LOAD_ENCODING.format(encoding=wording.LOAD_ENCODING_GB))
        else:
            findings.error(Location(spot.file, line), wording.LOAD_ENCODING_BROKEN)
        return None


def _not_text(data: bytes) -> str:
    """Why bytes aren't text of one byte order, in Chinese; empty when they may be UTF-8."""
    for magic, format_ in _MAGIC:
        if data.startswith(magic):
            return wording.LOAD_FILE_DISGUISED.format(format=format_)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return wording.LOAD_ENCODING.format(encoding="UTF-16")
    nuls = data.count(0)
    if not nuls:
        return ""
    # the keys, spaces and line ends of a topic file have a zero byte each in UTF-16, nearly all on the same side
    # (not all: 一 is U+4E00)
    even = data[::2].count(0)
    if nuls * 20 > len(data) and min(even, nuls - even) * 4 < nuls:
        return wording.LOAD_ENCODING.format(encoding="UTF-16")
    return wording.LOAD_FILE_BINARY


def _is_gb18030(data: bytes) -> bool:
    """Whether bytes that aren't UTF-8 read as GB18030, and not as UTF-8 with a few bytes damaged."""
    broken = data.decode("utf-8", "replace").count("\ufffd")
    high = len(data) - len(data.translate(None, bytes(range(128, 256))))
    # a Han character takes three high bytes in UTF-8; of GB18030's pairs nearly all are broken UTF-8
    if broken * 6 < high:
        return False
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True

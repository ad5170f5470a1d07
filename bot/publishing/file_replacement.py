"""A document's file, or a form's Word template, replaced by one that somebody sends: looked into first, then put in place.

Files come from outside: a zip is looked at member by member before anything unpacks it, XML with a DTD and macros are
refused, and names on the disk are the catalogue's or cleaned. What is replaced is kept in a folder of its own.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path, PurePosixPath

from bot import plain_files, wording
from bot.content.catalogue import CATALOGUE, read_catalogue
from bot.content.discovery import MOST_BYTES
from bot.content.form_reader import TEMPLATES
from bot.errors import DocumentError
from bot.guide_files import FILES
from bot.layout.blank_layout import names
from bot.layout.inline_markup import TAG
from bot.model import Document, Form
from bot.yamlio.problems import ProblemCollector, sentence

LARGEST = 50 * 1024 * 1024
"""Bytes of a file: what Telegram lets a bot send."""
MOST_UNPACKED = 300 * 1024 * 1024
MOST_MEMBERS = 5_000
RATIO = 300
"""How many times larger a member may become; text packs to a twentieth at best, a bomb to a thousandth."""
PACKED = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
"""Kinds that are zips, with the member that each must have."""
OLD = ("doc", "xls", "wps", "et")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAME = re.compile(r"[^\w（）()《》〈〉\-. ]+")


@dataclass(frozen=True)
class Examined:
    """What was found in a file: what keeps it from being used, and what is only to be known."""

    wrong: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def examine(name: str, content: bytes) -> Examined:
    """A file that shall be downloaded."""
    suffix = PurePosixPath(name).suffix.lstrip(".").lower()
    if len(content) > LARGEST:
        return Examined((wording.REPLACE_LARGE.format(most=LARGEST // (1024 * 1024)),))
    if suffix in PACKED:
        return Examined(_packed(content, suffix))
    if suffix == "zip":
        return Examined(_packed(content, suffix))
    if suffix == "pdf":
        return Examined(() if content.startswith(b"%PDF-") else (wording.REPLACE_NOT.format(kind="PDF"),))
    if suffix in OLD:
        return Examined(() if content.startswith(_OLE) else (wording.REPLACE_NOT.format(kind=suffix),))
    return Examined((wording.REPLACE_KIND.format(kinds="、".join((*PACKED, "pdf", *OLD, "zip"))),))


def examine_template(name: str, content: bytes, form: Form) -> Examined:
    """A Word file that shall be filled in: its blanks must be those that the bot asks for."""
    if not name.lower().endswith(".docx"):
        return Examined((wording.REPLACE_TEMPLATE_KIND,))
    found = examine(name, content)
    if found.wrong:
        return found
    with zipfile.ZipFile(BytesIO(content)) as word:
        said = re.sub("<[^>]*>", "", word.read(PACKED["docx"]).decode("utf-8", "replace"))
    there, asked = set(TAG.findall(said)), names(form)
    wrong = [wording.REPLACE_UNKNOWN.format(name=one[:40]) for one in sorted(there - asked)]
    held = {one.partition(".")[0] for one in there}
    lacking = [field for field in form.fields if field.name not in held]
    wrong += [wording.REPLACE_LACKS.format(name=field.name) for field in lacking if not field.optional]
    notes = [wording.REPLACE_LACKS_OPTIONAL.format(name=field.name) for field in lacking if field.optional]
    notes.append(wording.REPLACE_ASKS.format(names="、".join(field.name for field in form.fields if field.name in held)))
    return Examined(tuple(wrong), tuple(notes))


def _packed(content: bytes, suffix: str) -> tuple[str, ...]:
    """What is wrong with a zip; empty for a sound one of that kind."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
                return (wording.REPLACE_BOMB,)
            if any(one.file_size > 1_000_000 and one.file_size > RATIO * max(one.compress_size, 1) for one in members):
                return (wording.REPLACE_BOMB,)
            if any(one.filename.startswith(("/", "\\")) or ".." in PurePosixPath(one.filename).parts for one in members):
                return (wording.REPLACE_BOMB,)
            if suffix not in PACKED:
                return ()
            held = {one.filename for one in members}
            if PACKED[suffix] not in held or "[Content_Types].xml" not in held:
                return (wording.REPLACE_NOT.format(kind=wording.SHELF_FORMATS[suffix]),)
            if any(name.lower().endswith("vbaproject.bin") for name in held):
                return (wording.REPLACE_MACRO,)
            return (wording.REPLACE_DTD,) if _has_dtd(packed, members) else ()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return (wording.REPLACE_NOT.format(kind=wording.SHELF_FORMATS.get(suffix, suffix)),)


def _has_dtd(packed: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]) -> bool:
    """Whether an XML part has a DTD, which Office never writes and entity bombs need."""
    for one in members:
        if one.filename.endswith((".xml", ".rels")):
            with packed.open(one) as part:
                head = part.read(4096)
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head or head[:2] in (b"\xff\xfe", b"\xfe\xff"):
                return True
    return False


# ---------------------------------------------------------------- putting in place


@dataclass(frozen=True)
class NewVersion:
    """A file that somebody sends in place of a document's."""

    name: str
    content: bytes
    version: str
    changes: str
    """What is different in it, for those who took an older one."""


class Shelf:
    """Replaces files in a guides folder."""

    def __init__(self, guides: Path, kept: Path) -> None:
        """`kept` is the folder where what is replaced goes."""
        self._guides = guides
        self._kept = kept

    def replace(self, document: Document, new: NewVersion, day: date) -> None:
        """The file in the place of all the document's files, with its version. Raises DocumentError; then nothing changed."""
        found = examine(new.name, new.content)
        if found.wrong:
            raise DocumentError("".join(found.wrong))
        suffix = PurePosixPath(new.name).suffix.lower()
        same = next((one for one in document.files if PurePosixPath(one).suffix.lower() == suffix), "")
        target = same or _clean(f"{document.title}{suffix}")
        catalogue = self._guides / CATALOGUE
        before = plain_files.read(catalogue, MOST_BYTES)
        after = rewritten(before.decode("utf-8-sig"), document.id, target, new.version, new.changes, day)
        for one in document.files:
            self._keep(self._guides / FILES / one, day)
        _write(self._guides / FILES / target, new.content)
        _write(catalogue, after.encode())
        findings = ProblemCollector()
        read_catalogue(self._guides.absolute(), findings)
        if findings.failed:
            _write(catalogue, before)
            raise DocumentError("\n".join(sentence(problem) for problem in findings.problems()))
        for one in document.files:  # last: until then the catalogue named them
            if one != target:
                with suppress(OSError):
                    (self._guides / FILES / one).unlink(missing_ok=True)

    def replace_template(self, form: Form, name: str, content: bytes, day: date) -> None:
        """The Word file that is filled in from now on. Raises DocumentError."""
        found = examine_template(name, content, form)
        if found.wrong:
            raise DocumentError("".join(found.wrong))
        target = self._guides / TEMPLATES / f"{form.document}.docx"
        self._keep(target, day)
        _write(target, content)

    def _keep(self, path: Path, day: date) -> None:
        if not path.is_file():
            return
        folder = self._kept / day.isoformat()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            number, target = 2, folder / path.name
            while target.exists():
                target, number = folder / f"{path.stem}-{number}{path.suffix}", number + 1
            shutil.copy2(path, target)
        except OSError as error:
            raise DocumentError(wording.FILE_UNWRITABLE.format(file=folder)) from error


def rewritten(text: str, document: str, file: str, version: str, changes: str, day: date) -> str:
    """The catalogue's text with a document's file, version, date and changes; its source goes: it is somebody's own now."""
    lines = text.splitlines(keepends=True)
    begin = next((n for n, line in enumerate(lines) if re.fullmatch(rf"\s*-\s+id:\s*{re.escape(document)}\s*", line)), None)
    if begin is None:
        raise DocumentError(wording.REPLACE_NO_DOCUMENT.format(id=document))
    end = next((n for n in range(begin + 1, len(lines)) if re.match(r"\s*-\s+id:", lines[n])), len(lines))
    while end > begin + 1 and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1  # what stands between two documents belongs to the next
    indent = " " * (len(lines[begin]) - len(lines[begin].lstrip()) + 2)
    kept, skipping = [lines[begin]], False
    for line in lines[begin + 1 : end]:
        key = re.match(rf"{indent}([a-z]+):", line)
        if key:
            skipping = key[1] in ("files", "source", "version", "date", "changes")
        if not skipping:
            kept.append(line)
    fresh = [
        f"files: [{_quoted(file)}]",
        f"version: {_quoted(version)}",
        f"date: {day.isoformat()}",
        f"changes: {_quoted(changes)}",
    ]
    ending = "\r\n" if lines[begin].endswith("\r\n") else "\n"
    if not kept[-1].endswith(("\n", "\r")):
        kept[-1] += ending
    return "".join(
        (*lines[:begin], *kept, *(f"{indent}{line}{ending}" for line in fresh if not line.endswith(": ''")), *lines[end:])
    )


def _quoted(text: str) -> str:
    """A text as YAML can't misread it."""
    flat = " ".join(text.split())
    return "'" + flat.replace("'", "''") + "'"


def _clean(name: str) -> str:
    return _NAME.sub("", name).strip(" .") or "file"


def _write(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        with beside.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(path)
    except OSError as error:
        raise DocumentError(wording.FILE_UNWRITABLE.format(file=path)) from error

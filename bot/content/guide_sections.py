"""The headed parts of the guides, read from the sources they are built from, as plain text for a chat.

A paragraph becomes a line. Of a table each row is a line, of a flow each step; of a form only its sentences; a
picture is what it tells who can't see it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bot.errors import DocumentError
from bot.guide_files import read_text
from bot.model import Document, Section

GUIDE = "guide"
_HEADING = re.compile(r"(#{2,4}) +(.+)")
_FENCE = re.compile(r"```\s*(\w*)")
_PRINTED = re.compile(r"\{text: ([^,{}]+), align: left")
"""Sentences in a form's rows, beside which answers are written."""
_PICTURE = re.compile(r"about: *(.+)")
_BLANK = re.compile(r"\{\{[^{}]*\}\}")
DOCUMENT_LINK = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_RULE = re.compile(r"\|?[\s:|-]+\|?")


def read_sections(guides: Path, documents: Iterable[Document]) -> tuple[Section, ...]:
    """The parts of every guide that has a source here; a source that can't be read has none."""
    listed = tuple(documents)
    titles = {document.id: document.title for document in listed}
    found: list[Section] = []
    for document in listed:
        if document.kind != GUIDE or not document.source.endswith(".md"):
            continue
        try:
            text = read_text(guides, document.source)
        except (OSError, UnicodeDecodeError, DocumentError):
            continue  # the files people download are there all the same, and `check` tells of sources
        found += sections(document.id, text, titles)
    return tuple(found)


def sections(document: str, text: str, titles: Mapping[str, str]) -> list[Section]:
    """The headed parts of a source in their order; `titles` turns `[[id]]` into 《title》."""
    lines = _body(text).split("\n")
    heads = _heads(lines)
    found = []
    for number, (line, level, title) in enumerate(heads, 1):
        end = next((later for later, other, _ in heads[number:] if other <= level), len(lines))
        found.append(Section(document, number, level, _inline(title, titles), _plain(lines[line + 1 : end], titles)))
    return found


def _body(text: str) -> str:
    """What stands behind the front matter."""
    parts = text.replace("\r\n", "\n").split("\n---\n", 1)
    return parts[1] if text.startswith("---") and len(parts) == 2 else text


def _heads(lines: Sequence[str]) -> list[tuple[int, int, str]]:
    """Line, level and words of every heading; a # within a fence is none."""
    found, fenced = [], False
    for number, line in enumerate(lines):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced and (match := _HEADING.fullmatch(line.strip())):
            found.append((number, len(match[1]), match[2].strip()))
    return found


def _plain(lines: Sequence[str], titles: Mapping[str, str]) -> str:
    said = (_inline(line, titles) for line in _lines(lines))
    return "\n".join(line for line in said if line)


def _lines(lines: Sequence[str]) -> Iterator[str]:
    """The lines as a chat shows them."""
    fence = ""
    step = 0
    for line in lines:
        bare = line.strip()
        if match := _FENCE.match(bare):
            fence, step = ("" if fence else match[1] or "text"), 0
        elif fence == "flow" and bare:
            step += 1
            name, *details = (part.strip() for part in re.split("[|｜]", bare))
            yield f"{step}. {name}" + (f"（{'，'.join(filter(None, details))}）" if any(details) else "")
        elif fence == "picture":
            if match := _PICTURE.match(line):
                yield match[1].strip("'\"")
        elif fence == "form":
            yield from (f"· {said}" for said in _PRINTED.findall(bare))
        elif bare == "---" or (bare.startswith("|") and _RULE.fullmatch(bare)):
            continue
        elif bare.startswith("|"):
            yield "· " + "｜".join(cell.strip() for cell in bare.strip("|").split("|"))
        elif match := _HEADING.fullmatch(bare):
            yield match[2]
        else:
            yield re.sub(r"^[-*] +", "· ", bare.removeprefix(">").strip())


def _inline(text: str, titles: Mapping[str, str]) -> str:
    named = DOCUMENT_LINK.sub(lambda match: f"《{titles.get(match[1], match[1])}》", text.replace("**", ""))
    return _BLANK.sub("____", named).strip()

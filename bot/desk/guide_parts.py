"""Parts of a guide as a chat shows them: the text of a section, cut at a paragraph, and the way on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot import wording
from bot.model import Block, Knowledge, Section
from bot.normalise import key

MOST = 1_500
"""Characters of a part that a chat shows; what is longer is better read in the file."""
_MOST_HEADS = 24
_CONTENTS = re.compile(r"目录|目次|大纲|提纲|章节|内容|什么|哪些|啥")


@dataclass(frozen=True)
class SectionExcerpt:
    """A section's text cut to the length of a message, with the way on."""

    blocks: tuple[Block, ...]
    within: tuple[Section, ...]
    """The parts inside it, when it was cut."""
    after: int
    """Number of the part that follows it on its level; 0 for the last."""


def sections_of(knowledge: Knowledge, document: str) -> tuple[Section, ...]:
    """The parts of a document, in their order."""
    return tuple(one for one in knowledge.sections if one.document == document)


def chapters(sections: Sequence[Section]) -> tuple[Section, ...]:
    """What a table of contents lists: the outermost parts."""
    level = min(one.level for one in sections)
    return tuple(one for one in sections if one.level == level)[:_MOST_HEADS]


def asks_for_contents(text: str) -> bool:
    """Whether a text asks for the table of contents itself rather than for a part that there isn't."""
    return _CONTENTS.search(key(text)) is not None


def section_excerpt(section: Section, sections: Sequence[Section]) -> SectionExcerpt:
    """A part's text, cut at a paragraph when it is long, with what lies within and what follows."""
    kept: list[str] = []
    count = 0
    lines = section.text.split("\n")
    for line in lines:
        if kept and count + len(line) > MOST:
            break
        kept.append(line[: 2 * MOST])
        count += len(line)
    cut = len(kept) < len(lines)
    blocks = [Block("text", line) for line in kept]
    blocks += [Block("note", wording.SHELF_PART_CUT)] if cut else []
    later = [one for one in sections if one.number > section.number]
    beyond = next((at for at, one in enumerate(later) if one.level <= section.level), len(later))
    inside = [one for one in later[:beyond] if one.level == section.level + 1]
    after = later[beyond].number if beyond < len(later) else 0
    return SectionExcerpt(tuple(blocks), tuple(inside) if cut else (), after)

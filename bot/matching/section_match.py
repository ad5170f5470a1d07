"""Which part of a guide a message asks for: 建会指南第三步是什么, 换届指南里计票那一节, 建会指南目录."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from bot.model import Knowledge, Section, Wanted
from bot.normalise import key

MOST = 6
"""Parts offered to pick from."""

_GUIDE = re.compile(r"(?P<guide>.{0,16}?(?:指南|手册))(?P<rest>.+)")
_STEP = re.compile(r"第(?P<number>\d{1,2}|[一二三四五六七八九])(?P<unit>[步章节]|部分|大?[条点项])")
_CONTENTS = re.compile(
    r"(?:的|里面?)?(?:总|有)?(?:目录|目次|大纲|提纲|章节)|(?:里面?)?(?:都|主要)?(?:有|讲了?|包括|写了?)(?:些)?(?:什么|哪些|啥)(?:内容)?"
)
_PART = re.compile(r"(?:那|这|哪)?[一1]?(?:节|章|段|部分|步|块|条)(?:是|讲|说|写)?|里面?|中的?|当中|关于")
_FILLING = re.compile(
    r"的|里面?|中|上|讲|说|写|是|什么|啥|怎么|内容|部分|给我|发我|看看|一下|那|这|呢|请|关于|有|做|了|[一1]?节|[一1]?章|[一1]?段|在|哪"
)
_ASKS = re.compile(r"(?:请|麻烦|能不能)?(?:发|给|传|拿)给?(?:我们?|俺|群里)?(?:来|看看|看一下|瞧瞧)?(?:[一1]?[份下])?$")
_FILE = re.compile(r"pdf|word|docx?|wps|excel|电子[版档]|文档|文件")
"""What asks for the file itself, whatever else it says."""
_BARE = re.compile(
    r"(?:那么?)?第(?:\d{1,2}|[一二三四五六七八九])(?:步|章|节|部分)(?:是|讲|说|做|写|怎么|的|什么|啥|呢|内容|办)*"
)
_DIGITS = "一二三四五六七八九"


class Sections:
    """Finds parts of the guides. Pure."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._of: dict[str, list[Section]] = defaultdict(list)
        for section in knowledge.sections:
            self._of[section.document].append(section)
        guides = [document for document in knowledge.documents if document.id in self._of]
        self._guide_of = {
            document.id: next((one.id for one in guides if set(one.entries) & set(document.entries)), "")
            for document in knowledge.documents
            if document.id not in self._of
        }

    def requested(self, text: str, last: str, named: Callable[[str], str]) -> Wanted | None:
        """The part of a guide that a text asks for, None when it asks for none.

        `named` gives the id of the guide that a phrase names. A bare 第三步是什么 is about `last`, the document spoken of;
        when that is a form, about the guide that answers the same questions.
        """
        said, last = key(text), self._guide_of.get(last, last)
        if last in self._of and _BARE.fullmatch(said):
            return self._part(last, said)
        match = _GUIDE.search(_ASKS.sub("", said))
        guide = named(match["guide"]) if match and not _FILE.search(match["rest"]) else ""
        if match is None or guide not in self._of:
            return None
        return self._part(guide, match["rest"])

    def _part(self, guide: str, rest: str) -> Wanted | None:
        if _CONTENTS.fullmatch(rest):
            return Wanted((guide,), contents=True)
        if step := _STEP.search(rest):
            found = self._numbered(guide, step)
            return Wanted((guide,), sections=tuple(found), contents=not found)
        if not _PART.search(rest):
            return None
        found = self._about(guide, _FILLING.sub("", rest))
        return Wanted((guide,), sections=tuple(found[:MOST]), contents=not found)

    def _numbered(self, guide: str, step: re.Match[str]) -> list[int]:
        """The part with that number: 第三步 by its heading, 第三章 by the chapters' own count."""
        number = _DIGITS.index(step["number"]) + 1 if step["number"] in _DIGITS else int(step["number"])
        named = [one.number for one in self._of[guide] if _step(one.title) == number] if "步" in step["unit"] else []
        chapters = [one.number for one in self._of[guide] if one.level == 2]
        return named[:1] or chapters[number - 1 : number]

    def _about(self, guide: str, words: str) -> list[int]:
        """Parts whose headings hold the words; else those whose text does, most often first; the innermost of each."""
        if not words:
            return []
        titled = [one.number for one in self._of[guide] if words in key(one.title)]
        if titled:
            return titled
        counts = [(key(one.text).count(words), one) for one in self._of[guide]]
        inner = [
            (count, one) for count, one in counts if count and not any(_within(one, other) for more, other in counts if more)
        ]
        return [one.number for _, one in sorted(inner, key=lambda pair: -pair[0])]


def _step(title: str) -> int:
    """The number of a heading such as 第三步　召开筹备会; 0 when it has none."""
    step = _STEP.match(key(title))
    if step is None or "步" not in step["unit"]:
        return 0
    return _DIGITS.index(step["number"]) + 1 if step["number"] in _DIGITS else int(step["number"])


def _within(outer: Section, inner: Section) -> bool:
    """Whether a part lies within another: deeper, and behind it with its text inside."""
    return inner.number > outer.number and inner.level > outer.level and inner.text in outer.text

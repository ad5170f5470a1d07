"""An article as people cite it (《工会法》第７条, 工会法 第十一条), in the one way that sources are written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from bot.model import Law, Source

_CITED = re.compile(
    r"(?P<law>[^第]*?(?:第[^条第]*?[届次号][^第]*?)?)\s*(?:[（(](?P<version>[^（）()]+)[）)])?\s*(?P<article>第\s*[0-9零〇一二三四五六七八九十百千]+\s*条.*)"
)
_FIGURES = re.compile(r"(?<=[第之])\s*([0-9]{1,4})\s*(?=[条款项目]|\Z)")
_NUMERALS = "零一二三四五六七八九"
_PLACES = ((1_000, "千"), (100, "百"), (10, "十"))


def split_citation(line: str) -> list[str]:
    """A line with several articles of a law, an article each: 工会法第七条、第八条."""
    first, *rest = re.split(r"\s*[、\uff0c,和及]\s*(?=第[^、\uff0c,]*条)", line.strip())
    found = _CITED.fullmatch(unicodedata.normalize("NFKC", first))
    named = first[: first.rindex("第")] if found and "第" in first else ""
    return [first, *(named + one for one in rest)]


def citations_in(line: str, laws: Sequence[Law]) -> Source | None:
    """The source that a line cites; None when it cites no article.

    The version is the one in force of the law as `laws` lists it by its title, what it is called for short, or an alias;
    of a law that isn't listed, what stands in brackets, or empty.
    """
    found = _CITED.fullmatch(" ".join(unicodedata.normalize("NFKC", line).split()))
    name = _bare(found["law"]) if found else ""
    if not found or not name:
        return None
    law = next((one for one in laws if name in map(_bare, (one.title, one.short, *one.aliases))), None)
    version = (found["version"] or (law.version if law else "")).strip()
    return Source(law.title if law else found["law"].strip(" 《》"), version, spelt_article(found["article"]))


def spelt_article(article: str) -> str:
    """An article's number in the numerals that laws count with: 第７条第2款 is 第七条第二款."""
    bare = re.sub(r"\s", "", unicodedata.normalize("NFKC", article)).rstrip("\u3002.,\uff0c;；")
    return _FIGURES.sub(lambda figure: numeral(int(figure[1])), bare)


def numeral(number: int) -> str:
    """A whole number from 1 to 9999 as it is written in a law: 十一, 一百零二."""
    said, gap = "", False
    for size, place in (*_PLACES, (1, "")):
        digit, number = divmod(number, size)
        if digit:
            said += ("零" if said and gap else "") + _NUMERALS[digit] + place
        gap = not digit
    return said.removeprefix("一") if said.startswith("一十") else said


def _bare(name: str) -> str:
    return re.sub(r"[\s《》〈〉]", "", unicodedata.normalize("NFKC", name))

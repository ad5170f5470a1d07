"""What statements are held against: the law texts, the checked facts and the seeds of the shared folder, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from tools.figures import HAN, value_of

_ARTICLE = re.compile(rf"\s*第([{HAN}]+)条")
_ITEM = re.compile(rf"([{HAN}]+)、")
"""What begins a line of a text that is numbered without articles: 十四、, cited as 第十四条 all the same."""
_APPENDIX = re.compile(r"附录[：:]?\s*$")


@dataclass(frozen=True, slots=True)
class Law:
    """A law text: articles by number, and its first line, which tells the dates of its version."""

    title: str
    version: str
    file: str
    heading: str
    articles: dict[int, str]

    @property
    def citable(self) -> bool:
        """False for a text that says of itself that it is an old version."""
        return "旧版" not in self.heading


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of facts.md: what it states, its warning, its source line, and the (law title, article) pairs it rests on."""

    number: int
    line: int
    states: str
    warns: str
    source: str
    verified: bool
    places: frozenset[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the knowledge is held against."""

    laws: dict[str, Law]
    facts: tuple[Fact, ...]
    changed: str
    """First section of facts.md: what changed lately."""
    seeds: tuple[str, ...]


def article_number(name: str) -> int:
    """第二十五条 → 25, with whatever follows; 0 when the text doesn't begin with an article."""
    found = _ARTICLE.match(name)
    return int(value_of(found[1])) if found else 0


def read_law(path: Path) -> Law:
    """A law file: `标题：… ｜ 版本：…` in its first line, articles that begin a line."""
    heading, *lines = path.read_text("utf-8").splitlines()
    title = heading.split("｜")[0].strip().removeprefix("标题：")
    told = heading.partition("版本：")[2]
    named = re.search(r"-(\d{4}.*)$", path.stem) or re.search(r"(\d{4})", told)
    amended = re.match(r"(\d{4})-\d\d-\d\d(?:第.{1,3}次)?(修正|修订)", told)
    version = named[1] if named else ""
    if amended and version == amended[1]:
        version += amended[2]
    articles: dict[int, str] = {}
    appendix = ""
    number = 0
    items = not any(map(article_number, lines))
    for line in lines:
        item = _ITEM.match(line) if items else None
        number = int(value_of(item[1])) if item else article_number(line) or number
        if appendix or _APPENDIX.match(line):
            appendix += line + "\n"
        elif number:
            articles[number] = articles.get(number, "") + line + "\n"
    # an appendix has no article of its own to cite: it belongs to the one that says it is there
    whole = {number: text + (appendix if "附录列示" in text else "") for number, text in articles.items()}
    return Law(title.split("·")[0], version, path.name, heading, whole)


def _bare(name: str) -> str:
    """A law's name as facts.md, its file and its title agree on: without year, version, brackets."""
    return re.sub(r"[^\u4e00-\u9fff]|修正|修订|司法(?=解释)", "", name)


def read_facts(text: str, laws: Iterable[Law]) -> tuple[Fact, ...]:
    """The numbered facts; a place is understood only when its law is one of the files named behind `[verified`."""
    by_name = {_bare(law.file.removesuffix(".md")): law.title for law in laws}
    found = []
    pattern = re.compile(r"^(\d+)\. (.*)\n\s+来源：(.*?)\[(verified|unverified)", re.MULTILINE)
    for match in pattern.finditer(text):
        states, _, warns = match[2].partition("⚠")
        parts = re.findall(r"([^；]*?)第(\d+)条", match[3])
        places = frozenset((by_name[_bare(name)], int(number)) for name, number in parts if _bare(name) in by_name)
        line = text.count("\n", 0, match.start()) + 1
        found.append(Fact(int(match[1]), line, states, warns, match[3], match[4] == "verified", places))
    return tuple(found)


def read_shared(folder: Path) -> Shared:
    """The laws, facts and seeds of the shared folder; raises FileNotFoundError when it isn't one."""
    laws: dict[str, Law] = {}
    for law in map(read_law, sorted((folder / "laws").glob("*.md"))):
        # a law may lie in several files, a part of it in each
        held = laws.get(law.title)
        laws[law.title] = replace(held, articles=held.articles | law.articles) if held else law
    text = (folder / "facts.md").read_text("utf-8")
    changed = text.partition("\n## ")[2].partition("\n## ")[0]
    seeds = tuple(path.read_text("utf-8") for path in sorted((folder / "seeds").glob("*")))
    return Shared(laws, read_facts(text, laws.values()), changed, seeds)

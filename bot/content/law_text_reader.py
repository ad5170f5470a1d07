"""The texts of the laws: `knowledge/laws/`, a file a law (or a part of one), read strictly.

A file is a head of `键：值` lines (标题, 版本, 条数, and where known 施行, 部分, 单位), an empty line, what was printed before
the text in lines that begin with `>`, then headings (`#`) and articles: `第十一条`, a space, the text, a line a paragraph. A
line that begins with `>` below an article is an editor's remark on it. Articles are counted; none may be missing or twice.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot import wording
from bot.content.discovery import Listed, law_files, read_text
from bot.content.entry_reader import Draft
from bot.model import Article, Law, LawText, Part
from bot.normalise import whole
from bot.yamlio.problems import Location, ProblemCollector, excerpt, nearest, place

_KEYS = ("标题", "部分", "版本", "施行", "单位", "条数")
_REQUIRED = ("标题", "版本", "条数")
_HAN = "零〇一二三四五六七八九十百千"
_HEAD = re.compile(r"(?P<key>[^：:\s]{1,8})\s*[：:]\s*(?P<value>.*)")
_ARTICLE = re.compile(rf"第(?P<number>[{_HAN}]+)条(?:之(?P<suffix>[{_HAN}]+))?(?P<space>[ 　]*)(?P<text>.*)")
_ITEM = re.compile(rf"(?P<number>[{_HAN}]+)(?P<suffix>)(?P<space>、)(?P<text>.*)")
_HEADING = re.compile(r"(?P<marks>#+)\s*(?P<text>.*)")
_NUMBERED = re.compile(rf"第[{_HAN}]+(?:编|分编|章|节)(?= |\Z)")
_APPENDIX = re.compile(r"(?:附录|附件|附表|附)(?:[一二三四五六七八九十]*)(?= |\Z)")
_BEGINNINGS = frozenset("第" + _HAN)
"""What an article's line begins with: most lines are none, and are passed over quickly."""
_UNITS = {"条": _ARTICLE, "项": _ITEM}


@dataclass
class _File:
    """A law's file: its head, its articles and the lines of both."""

    name: str
    head: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    """Where each key of the head stands."""
    articles: list[Article] = field(default_factory=list)

    @property
    def counted(self) -> list[Article]:
        """The articles without the appendices."""
        return [one for one in self.articles if one.number]

    def spot(self, key: str = "", line: int = 0) -> Location:
        """The place of a key of the head, or of a line."""
        return Location(self.name, line or self.lines.get(key, 1), "", key)


def read_law_texts(knowledge: Path, laws: Collection[Law], findings: ProblemCollector) -> tuple[LawText, ...]:
    """The texts in the folder, those of one law together, in the order of `laws`; everything noted that is wrong.

    A text whose title or version isn't that of laws.yaml is an error. Texts with errors are left out.
    """
    read = [found for listed in law_files(knowledge, findings) if (found := _read(listed, findings)) is not None]
    by_title = {law.title: law for law in laws}
    held: dict[str, list[_File]] = {}
    for one in read:
        _check_law(one, by_title, findings)
        if not findings.spoiled(one.name):
            held.setdefault(one.head["标题"], []).append(one)
    for files in held.values():
        _check_parts(files, findings)
    return tuple(_joined(law, held[law.title]) for law in laws if law.title in held)


def check_articles(drafts: Iterable[Draft], texts: Collection[LawText], findings: ProblemCollector) -> None:
    """Entries cite articles that their laws have, as far as these are held."""
    by_title = {text.title: text for text in texts}
    for draft in drafts:
        for cited in draft.cited:
            text = by_title.get(cited.source.law)
            if text is None or not text.whole or cited.source.version != text.version:
                continue
            found = _ARTICLE.match(cited.source.article)
            if found and text.unit == "条" and text.place(_key(found["number"], found["suffix"])) < 0:
                spot = Location(draft.entry.file, cited.line, excerpt(draft.entry.id), "article")
                message = wording.LOAD_CITED_NO_ARTICLE.format(
                    law=text.title, version=text.version, article=excerpt(cited.source.article), last=text.parts[-1].last
                )
                findings.error(spot, message)


def _key(number: str, suffix: str | None) -> str:
    return f"{whole(number)}.{whole(suffix)}" if suffix else f"{whole(number)}"


# ---------------------------------------------------------------- one file


def _read(listed: Listed, findings: ProblemCollector) -> _File | None:
    text = read_text(listed, findings)
    if text is None:
        return None
    found = _File(listed.name)
    lines = text.split("\n")
    body = _read_head(found, lines, findings)
    if findings.spoiled(listed.name):
        return found
    _read_body(found, lines, body, findings)
    _check_count(found, findings)
    return found


def _read_head(found: _File, lines: list[str], findings: ProblemCollector) -> int:
    """The lines up to the first empty one; returns where the body begins."""
    end = next((at for at, line in enumerate(lines) if not line.strip()), len(lines))
    for number, line in enumerate(lines[:end], 1):
        match = _HEAD.fullmatch(line.strip())
        key = match["key"] if match else ""
        if match is None or key not in _KEYS:
            near = nearest(key, _KEYS) or "、".join(_KEYS)
            findings.error(found.spot(line=number), wording.LOAD_TEXT_HEAD.format(line=excerpt(line), keys=near))
        elif key in found.head:
            findings.error(found.spot(line=number), wording.LOAD_KEY_TWICE.format(key=key, line=found.lines[key]))
        elif not match["value"].strip():
            findings.error(found.spot(line=number), wording.LOAD_EMPTY.format(key=key))
        else:
            found.head[key], found.lines[key] = match["value"].strip(), number
    for key in _REQUIRED:
        if key not in found.head:
            findings.error(found.spot(), wording.LOAD_TEXT_HEAD_MISSING.format(key=key))
    unit = found.head.get("单位", "条")
    if unit not in _UNITS:
        findings.error(found.spot("单位"), wording.LOAD_TEXT_UNIT.format(unit=excerpt(unit)))
    if (count := found.head.get("条数")) and not re.fullmatch("[1-9][0-9]{0,3}", count):
        findings.error(found.spot("条数"), wording.LOAD_COUNT.format(key="条数", value=excerpt(count)))
    return end


def _read_body(found: _File, lines: list[str], start: int, findings: ProblemCollector) -> None:
    pattern = _UNITS[found.head.get("单位", "条")]
    headings: list[str] = []
    drafts: list[_Draft] = []
    appendices = 0
    open_ = False
    """Whether a line of text would belong to the last article: not after a heading."""
    for number, line in enumerate(lines[start:], start + 1):
        text = line.strip()
        if not text:
            continue
        heading = _HEADING.fullmatch(text) if text[0] == "#" else None
        article = pattern.fullmatch(text) if text[0] in _BEGINNINGS else None
        if heading:
            name = " ".join(heading["text"].split())
            open_ = _APPENDIX.match(name) is not None
            if open_:
                appendices += 1
                drafts.append(_Draft(name, 0, appendices, (), number))
            else:
                _heading(found, headings, len(heading["marks"]), name, number, findings)
        elif text.startswith(">"):
            if open_:
                drafts[-1].note = (drafts[-1].note + "\n" + text[1:].strip()).strip()
            elif headings:
                findings.error(found.spot(line=number), wording.LOAD_TEXT_REMARK)
        elif article and _begins(article, drafts):
            drafts.append(_article(article, tuple(headings), number))
            open_ = True
        elif open_:
            drafts[-1].lines.append(text)
        else:
            findings.error(found.spot(line=number), wording.LOAD_TEXT_STRAY.format(text=excerpt(text)))
    _check_order(found, drafts, findings)
    part = found.head.get("部分", "")
    found.articles = [draft.made(part) for draft in drafts]


@dataclass
class _Draft:
    """An article that is being read."""

    label: str
    number: int
    suffix: int
    headings: tuple[str, ...]
    line: int
    lines: list[str] = field(default_factory=list)
    note: str = ""

    def made(self, part: str) -> Article:
        """The article; `part` is what of the law its file holds."""
        headings = (part, *self.headings) if part else self.headings
        return Article(self.label, self.number, self.suffix, headings, tuple(self.lines), self.note, self.line)


def _begins(article: re.Match[str], drafts: list[_Draft]) -> bool:
    """Whether a line begins an article: 第三条 without a space behind it begins a sentence that speaks of it.

    Of a notice that counts 一、二、 only what is due begins one: below it, 一、 counts something else.
    """
    if article["space"] != "、":
        return bool(article["space"]) or not article["text"]
    number, last = whole(article["number"]) or 0, drafts[-1] if drafts else None
    return last is None or (number == last.number + 1 and last.number > 0)


def _label(article: re.Match[str]) -> str:
    if article["space"] == "、":
        return article["number"]
    return f"第{article['number']}条" + (f"之{article['suffix']}" if article["suffix"] else "")


def _article(article: re.Match[str], headings: tuple[str, ...], line: int) -> _Draft:
    number, suffix = whole(article["number"]) or 0, whole(article["suffix"] or "") or 0
    draft = _Draft(_label(article), number, suffix, headings, line)
    if article["text"].strip():
        draft.lines.append(article["text"].strip())
    return draft


def _heading(found: _File, headings: list[str], level: int, name: str, line: int, findings: ProblemCollector) -> None:
    if not _NUMBERED.match(name):
        findings.error(found.spot(line=line), wording.LOAD_TEXT_HEADING.format(text=excerpt(name)))
    elif level > len(headings) + 1:
        findings.error(
            found.spot(line=line), wording.LOAD_TEXT_LEVEL.format(text=excerpt(name), marks="#" * (len(headings) + 1))
        )
    headings[level - 1 :] = [name]


# ---------------------------------------------------------------- what is checked


def _check_order(found: _File, drafts: list[_Draft], findings: ProblemCollector) -> None:
    """Each article follows the one before it; a part of a law may begin anywhere."""
    last: _Draft | None = None
    seen: dict[tuple[int, int], int] = {}
    for one in drafts:
        if not one.number:
            if not one.lines:
                findings.error(found.spot(line=one.line), wording.LOAD_TEXT_NOTHING.format(article=one.label))
            continue
        first = seen.setdefault((one.number, one.suffix), one.line)
        if first != one.line:
            message = wording.LOAD_TEXT_TWICE.format(article=one.label, other=place(found.name, first))
            findings.error(found.spot(line=one.line), message)
        elif not _follows(last, one, partial="部分" in found.head):
            before = last.label if last else wording.LOAD_TEXT_BEGINNING
            findings.error(found.spot(line=one.line), wording.LOAD_TEXT_GAP.format(article=one.label, before=before))
        if not one.lines:
            findings.error(found.spot(line=one.line), wording.LOAD_TEXT_NOTHING.format(article=one.label))
        last = one


def _follows(last: _Draft | None, one: _Draft, *, partial: bool) -> bool:
    if last is None:
        return (one.number, one.suffix) == (1, 0) or (partial and one.suffix == 0)
    if one.suffix:
        return one.number == last.number and one.suffix == last.suffix + 1
    return one.number == last.number + 1


def _check_count(found: _File, findings: ProblemCollector) -> None:
    said, counted = int(found.head["条数"]), len(found.counted)
    if said != counted:
        findings.error(found.spot("条数"), wording.LOAD_TEXT_COUNT.format(said=said, counted=counted))


def _check_law(found: _File, by_title: Mapping[str, Law], findings: ProblemCollector) -> None:
    """The law and the version are those that laws.yaml has in force."""
    title = found.head.get("标题", "")
    law = by_title.get(title)
    if not title:
        return
    if law is None:
        near = nearest(title, by_title)
        advice = wording.LOAD_CITED_NEAR.format(near=near) if near else wording.LOAD_CITED_ADD
        findings.error(found.spot("标题"), wording.LOAD_CITED_UNKNOWN.format(law=excerpt(title)) + advice)
        return
    version, since = found.head.get("版本", ""), found.head.get("施行", "")
    if version and (version != law.version or law.superseded_by):
        current = law.superseded_by or law.version
        findings.error(found.spot("版本"), wording.LOAD_TEXT_VERSION.format(version=excerpt(version), current=current))
    if since and since != (law.since.isoformat() if law.since else ""):
        told = law.since.isoformat() if law.since else wording.LOAD_TEXT_NO_DATE
        findings.error(found.spot("施行"), wording.LOAD_TEXT_SINCE.format(date=excerpt(since), listed=told))


def _check_parts(files: list[_File], findings: ProblemCollector) -> None:
    """Several files of a law say which part each is, and no article is in two of them."""
    seen: dict[str, _File] = {}
    for one in files:
        if len(files) > 1 and "部分" not in one.head:
            other = next(file.name for file in files if file is not one)
            findings.error(one.spot("标题"), wording.LOAD_TEXT_PARTS.format(other=other))
        for article in one.counted:
            other_file = seen.setdefault(article.key, one)
            if other_file is not one:
                where = place(other_file.name, next(a.line for a in other_file.articles if a.key == article.key))
                findings.error(one.spot(line=article.line), wording.LOAD_TEXT_TWICE.format(article=article.label, other=where))
                return


def _joined(law: Law, files: list[_File]) -> LawText:
    ordered = sorted(files, key=lambda one: one.counted[0].number)
    articles = tuple(article for one in ordered for article in one.articles)
    parts = tuple(Part(one.head.get("部分", ""), one.counted[0].label, one.counted[-1].label) for one in ordered)
    return LawText(law.title, law.version, law.since, articles, parts, ordered[0].head.get("单位", "条"))


def digests(texts: Iterable[LawText]) -> Iterator[str]:
    """What a version of the knowledge is told apart by: a digest of every word of each text, not of where they stand."""
    for text in texts:
        head = (text.title, text.version, text.since.isoformat() if text.since else "", text.unit)
        said = [*head, *("\t".join((part.name, part.first, part.last)) for part in text.parts)]
        for one in text.articles:
            said += (one.label, *one.headings, *one.lines, one.note)
        yield hashlib.sha256("\n".join(said).encode()).hexdigest()

"""Whether a text asks for an article of a law by number, and for which: 工会法第十一条, 劳动合同法39条, 上一条.

A text asks for an article when nothing is left of it but a law's name, a number and words without content (帮我看看,
的规定是什么). What says anything else (工会法规定会费交多少, 根据工会法第十条我们怎么办) is a question for the knowledge.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from bot.model import ArticleRequest, Knowledge
from bot.normalise import fold, syllable, whole

LONGEST = 80
"""Characters of a text beyond which it tells a story."""
ALIKE = 79.9
"""Least likeness (`rapidfuzz.fuzz.ratio`, 0–100, of characters or of sounds) of a mistyped name: one of five characters."""
CLEAR = 8.0
"""By so much the name meant must be more alike than that of any other law: 劳动合法 may be 劳动法 or 劳动合同法."""
MOST = 10
"""Articles shown at a time."""

MOST_LAWS = 4
"""Laws that one message may ask for."""

_HAN = "零〇一二两三四五六七八九十百千"
_N = rf"(?:\d{{1,4}}|[{_HAN}]{{1,9}})"
_UP = r"(?:至|到|-|~|—|–)"
_AND = r"(?:、|,|;|和|与|及|跟|以及|还有)"
_ONE = rf"第?{_N}条?(?:之{_N}(?!{_N}))?"
_REFERENCE = re.compile(
    rf"(?P<articles>第{_N}(?:(?={_UP}|{_AND})|条|(?!{_N}|[款项章节编页届期季]))(?:之{_N})?(?:{_UP}{_ONE}|{_AND}{_ONE})*"
    rf"|{_N}(?:(?:{_UP}|{_AND}){_N})*条(?:之{_N})?(?:{_UP}{_ONE}|{_AND}{_ONE})*)"
    rf"(?:的|中|里)?(?:第?\(?(?P<paragraph>{_N})\)?款)?(?:的|中|里)?(?:第?\(?(?P<item>{_N})\)?项)?"
)
_PARAGRAPH = re.compile(rf"第?\(?(?P<paragraph>{_N})\)?款(?:的|中|里)?(?:第?\(?(?P<item>{_N})\)?项)?|第\(?(?P<only>{_N})\)?项")
_CHAPTER = re.compile(rf"第(?P<chapter>{_N})章|(?P<all>全文|目录|全部条文|所有条文|原文|章节)|(?P<appendix>附录|附件|附表)")
_PIECES = re.compile(rf"(?P<by>{_UP}|{_AND})?第?(?P<number>{_N})条?(?:之(?P<suffix>{_N}))?")
_BARE = re.compile(rf"(?P<articles>\d{{1,4}}(?:(?:{_UP}|{_AND})\d{{1,4}})*|[{_HAN}]{{1,9}})")
_YEAR = re.compile(r"\(?(?P<year>(?:19|20)\d\d)(?:年|版|修正|修订|修改|公布|颁布|制定|本|的)*\)?")
_OLD = re.compile(r"(?:旧版?|老版?|原来|以前|过去|从前|原版?|(?:修改|修订|修正)(?:之?前))的?")
_NEW = re.compile(r"(?:现行|最新|新版?|新修订|新修正|新修改|当前|现在)的?")
_MOVES = {
    "previous": re.compile(r"(?:看|再看|那)*(?:上|前)(?:一|1)?条"),
    "next": re.compile(r"(?:看|再看|那)*(?:下|后)(?:一|1)?条"),
    "chapter": re.compile(r"(?:看|再看)*(?:本|这|整|全|这一|整个|这个)章"),
}
_FILLING = re.compile(
    r"(?:[你您]好|大家好|[早上中下晚]+[午上]?好|老师|同志们?|领导|嗨|哈喽|hello|hi|在吗|打扰(?:一下|了)?|不好意思|请问|请教|请|麻烦|劳驾|帮我|帮忙|帮|给我|给|我们|我|您|你|想要|想|要|能不能|能否|可不可以|可以|能|查阅|查询|查找|查|看|找|搜索|搜"
    r"|发|把|问|了解|知道|学习|念|背|显示|打开|调出|调|来|一下|一遍|下|那么|那|还有|再|先|这个|这|关于|法条|条文|法律|规定|内容|具体|原文|全文"
    r"|原话|原句|原来|完整|整条|的|地|得|是|了|什么|啥|怎么|如何|怎样|哪些|哪|些|说|讲|写|有|都|到底|究竟|就|呢|吗|嘛|么|啊|呀|吧|哦|哈|哟|诶|哎|嗯"
    r"|谢谢|多谢|感谢|意思|解释|理解|贴|出来|过来|出|在|里面|里头|里|中(?![华国])|上面|上|指|叫|条款|\?|!|\.|,|:|;|、|~|…|-|—|\"|“|”|'|/)+"
)
_LINK = re.compile(r"(?:规定的|当中的?|里面的?|里头的?|里的?|中的?|之|的|关于|,|:|-|—|\.|、)+\Z")
_LAWLIKE = re.compile(r".{1,}(?:法|法典|条例|办法|规定|解释|章程|细则|规则|规程|暂行规定|实施细则|决定|意见|通知)\Z")
_NAME = re.compile(rf"(?!.*第{_N}[条款章])[\u4e00-\u9fff()]{{2,30}}")
"""What may be the name of a law."""
_PREFIXES = ("中华人民共和国", "最高人民法院关于", "国务院关于", "关于")
_ASIDE = str.maketrans("\u3002", ".", "《》〈〉<>「」『』【】[]“”\"'")


class ArticleRequests:
    """Hears what articles are asked for."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._names: dict[str, tuple[str, ...]] = {}
        """What laws are called, folded, with the full titles that it may mean."""
        for law in knowledge.laws:
            for name in _known_names(law.title, law.short, *law.aliases):
                self._names[name] = tuple(dict.fromkeys((*self._names.get(name, ()), law.title)))
        for law in knowledge.laws:  # what laws.yaml says itself is meant, whatever follows from other titles
            for name in (law.title, law.short, *law.aliases):
                self._names[fold(name)] = (law.title,)
        for text in knowledge.texts:
            for part in text.parts if not text.whole else ():
                for name in (text.title, *(one.short for one in knowledge.laws if one.title == text.title)):
                    self._names.setdefault(fold(name + part.name), (text.title,))
                self._names.setdefault(fold(part.name), (text.title,))
        self._candidates = [*self._names, *(name for name in _other_laws() if name not in self._names)]
        self._sounds = [_by_sound(name) for name in self._candidates]

    def requested(self, text: str, last: str = "") -> ArticleRequest | None:
        """What articles a text asks for, None when it asks for none; `last` is the law spoken of just before, in full."""
        if len(text) > LONGEST or not self._names:
            return None
        said = _plain(text)
        if last and (moved := _moved(said)):
            return ArticleRequest(last, move=moved)
        found = next((one for one in self._readings(said, last) if one is not None), None)
        return found or self._several(said)

    def _several(self, said: str) -> ArticleRequest | None:
        """Articles of several laws: 劳动法第三条和工会法第十一条; every piece must ask for one."""
        pieces = [piece for piece in re.split(_AND, said) if not _empty(piece)]
        found: list[ArticleRequest] = []
        for piece in pieces if 1 < len(pieces) <= MOST_LAWS else ():
            one = next((read for read in self._readings(piece, found[-1].law if found else "") if read is not None), None)
            if one is None or not one.articles:
                return None
            found.append(one)
        return replace(found[0], also=tuple(found[1:])) if found else None

    def _readings(self, said: str, last: str) -> Iterator[ArticleRequest | None]:
        """Every way to take a text apart, the likeliest first."""
        for match in _REFERENCE.finditer(said):
            yield self._by_reference(said[: match.start()], match, said[match.end() :], last)
        for match in _CHAPTER.finditer(said):
            yield self._chapter(said[: match.start()], match, said[match.end() :])
        part = _PARAGRAPH.search(said) if last else None
        if part and _empty(said[: part.start()]) and _empty(said[part.end() :]):
            yield ArticleRequest(last, paragraph=_number(part["paragraph"]), item=_number(part["item"] or part["only"]))
        for match in _BARE.finditer(said):
            # 工会法 11: only a number right behind the very name of a law, else every 2% would be an article
            before, year = _dated(said[: match.start()])
            titles = self._names.get(fold(self._strip_lead(before)), ())
            if (
                len(titles) == 1
                and _empty(said[match.end() :])
                and not (_YEAR.fullmatch(match[0]) and "民法典" not in titles[0])
            ):
                keys = _keys(match["articles"])
                yield ArticleRequest(titles[0], articles=keys, year=year) if keys else None

    def _by_reference(self, before: str, match: re.Match[str], after: str, last: str) -> ArticleRequest | None:
        """An article with the law's name before it (工会法第十一条), behind it (第十一条工会法), or spoken of just before."""
        articles = match["articles"]
        keys = _keys(articles)
        if keys is None and not articles.startswith("第"):
            # 解释一四十七条: what is no number belongs to the name before it
            cut = next((at for at in range(1, len(articles)) if _keys(articles[at:])), 0)
            before, keys = before + articles[:cut], _keys(articles[cut:]) if cut else None
        if keys is None:
            return None
        name, behind = self._strip_lead(before), self._strip_lead(after)
        tail = after
        if name and (not _empty(name) or fold(name) in self._names):
            tail = after
        elif behind and not _empty(behind):
            name, tail = _FILLING.sub("", behind) if _lawlike(_trimmed(behind)) is None else _trimmed(behind), ""
        else:
            alone = articles[0] == "第" or articles[0].isdigit()  # 两条 is no article
            return self._build(last, keys, match) if last and alone and _empty(after) else None
        return self._by_name(name, keys, match) if _empty(tail) else None

    def _by_name(self, name: str, keys: tuple[str, ...], match: re.Match[str]) -> ArticleRequest | None:
        found = self._law(name)
        if found is None:
            return None
        numbers = {"paragraph": _number(match["paragraph"]), "item": _number(match["item"])}
        return replace(found, articles=keys, paragraph=numbers["paragraph"], item=numbers["item"])

    def _build(self, law: str, keys: tuple[str, ...], match: re.Match[str]) -> ArticleRequest:
        return ArticleRequest(law, articles=keys, paragraph=_number(match["paragraph"]), item=_number(match["item"]))

    def _chapter(self, before: str, match: re.Match[str], after: str) -> ArticleRequest | None:
        name = self._strip_lead(before)
        if _empty(name) or not _empty(after):
            return None
        found = self._law(name)
        if found is None or not found.known:
            return None
        if match["appendix"]:
            return replace(found, articles=("x1",))
        return replace(found, chapter=_number(match["chapter"]) or -1)

    # ------------------------------------------------------------ whose name it is

    def law(self, name: str) -> ArticleRequest | None:
        """The law that a name means, as a request for nothing of it; None when it is no name of a law."""
        return self._law(_plain(name))

    def _strip_lead(self, text: str) -> str:
        """The text without empty words before it, but for those that a law's name begins with: 解释二, 关于工资总额…的规定."""
        match = _FILLING.match(text)
        if match is None:
            return text
        starts = (at for at in range(match.end()) if _empty(text[:at]) and _LINK.sub("", fold(text[at:])) in self._names)
        return text[next(starts, match.end()) :]

    def _law(self, name: str) -> ArticleRequest | None:
        for bare, old in _versions(name):
            bare, year = _dated(bare)
            for spelt in (bare, _LINK.sub("", bare)):
                titles = self._names.get(fold(spelt), ())
                if titles:
                    rivals = titles if len(titles) > 1 else ()
                    return ArticleRequest(titles[0], year=year, old=old, rivals=rivals)
        bare, old = next(_versions(_LINK.sub("", name)))
        bare, year = _dated(bare)
        return self._guess(fold(bare), bare, year, old)

    def _guess(self, name: str, said: str, year: int, old: bool) -> ArticleRequest | None:
        """The law whose name is mistyped, one that isn't listed, or several that may be meant."""
        likely = self._similar_names(name) if len(name) > 1 else {}
        ordered = sorted(likely.items(), key=lambda one: -one[1])
        known = [title for title, _ in ordered if title]
        if ordered and (len(ordered) == 1 or ordered[0][1] - ordered[1][1] >= CLEAR):
            if ordered[0][0]:
                return ArticleRequest(ordered[0][0], year=year, old=old, guessed=said)
        elif len(known) > 1 and ordered[0][0]:
            rivals = tuple(title for title, score in ordered if title and ordered[0][1] - score < CLEAR)
            return ArticleRequest(rivals[0], year=year, old=old, guessed=said, rivals=rivals)
        return ArticleRequest(_titled(said), known=False, year=year) if _lawlike(said) or name in _other_laws() else None

    def _similar_names(self, name: str) -> dict[str, float]:
        """How alike the names of laws are to a name, by full title; an empty title: a law that nobody lists."""
        if name in _other_laws() or name.removeprefix("中华人民共和国") in _other_laws():
            return {"": 100.0}
        name = name.removeprefix("中华人民共和国")
        found: dict[str, float] = {}
        ways = ((name, self._candidates), (_by_sound(name), self._sounds))
        for said, known in ways:
            for _, score, place in process.extract(said, known, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=8):
                for title in self._names.get(self._candidates[place], ("",)):
                    found[title] = max(found.get(title, 0.0), score)
        return found


# ---------------------------------------------------------------- names


def _known_names(*names: str) -> Iterator[str]:
    """What a law with these names is called, folded: without what all titles begin with, and without its 实施 of another."""
    for name in names:
        folded = fold(name)
        yield folded
        for prefix in _PREFIXES:
            if folded.startswith(prefix) and len(folded) - len(prefix) > 2:
                yield folded.removeprefix(prefix)
        yield folded.replace("中华人民共和国", "")


@cache
def _other_laws() -> frozenset[str]:
    """Names of laws that aren't held, folded."""
    lines = (Path(__file__).resolve().parent / "other_laws.txt").read_text("utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def _by_sound(name: str) -> tuple[str, ...]:
    return tuple(syllable(one) or one for one in name)


def _lawlike(name: str) -> re.Match[str] | None:
    """Whether a text looks like the name of a law: short, and ends like one."""
    return _LAWLIKE.fullmatch(name) if _NAME.fullmatch(name) and not _FILLING.fullmatch(name) else None


def _titled(name: str) -> str:
    return name.strip("()")


def _versions(name: str) -> Iterator[tuple[str, bool]]:
    """The name without a word for its version, and whether that is an earlier one; then the name as it is."""
    for pattern, old in ((_OLD, True), (_NEW, False)):
        match = pattern.match(name)
        if match and match.end() < len(name):
            yield name[match.end() :], old
        match = re.search(rf"\(?(?:{pattern.pattern})\)?\Z", name)
        if match and match.start() > 1:
            yield name[: match.start()], old
    yield name, False


def _dated(name: str) -> tuple[str, int]:
    """The name without the year of a version, and that year; 0 for none."""
    match = _YEAR.search(name)
    if match is None:
        return name, 0
    return name[: match.start()] + name[match.end() :], int(match["year"])


# ---------------------------------------------------------------- words


def _plain(text: str) -> str:
    """The text in one form of width, case and script, without spaces and quotation marks but with its punctuation."""
    same = unicodedata.normalize("NFKC", text).casefold().translate(_ASIDE)
    same = re.sub(r"(?<=\d)\s+(?=\d)", "、", same)
    same = re.sub(r"/law\b", "", same)
    return "".join(re.sub(r"[^\W_]+", lambda match: fold(match[0]), same).split())


def _moved(said: str) -> str:
    """Which way a text goes on from the article shown last; empty when it doesn't."""
    for name, pattern in _MOVES.items():
        match = pattern.match(said)
        if match and _empty(said[match.end() :]):
            return name
    return ""


def _empty(text: str) -> bool:
    """Whether a text says nothing by itself."""
    return not text or _FILLING.fullmatch(text) is not None


def _trimmed(text: str) -> str:
    """The text without empty words behind it."""
    ends = [at for at in range(1, len(text) + 1) if _empty(text[at:])]
    return text[: next((at for at in ends if _LAWLIKE.fullmatch(text[:at])), ends[0])]


# ---------------------------------------------------------------- numbers


def _number(text: str | None) -> int:
    """A number in digits or words; 0 for none."""
    if not text:
        return 0
    value = whole(text)
    if value is None and len(text) > 1 and set(text) <= set("零〇一二三四五六七八九"):
        value = int("".join(str("零一二三四五六七八九".index(one.replace("〇", "零"))) for one in text))
    return value or 0


def _keys(text: str) -> tuple[str, ...] | None:
    """Keys of the articles that a reference names (第十一条至第十三条, 3、5条); None when a number in it is none."""
    found: list[str] = []
    place = 0
    while place < len(text):
        match = _PIECES.match(text, place)
        number = _number(match["number"]) if match else 0
        if match is None or not number:
            return None
        suffix = _number(match["suffix"])
        if match["by"] and re.fullmatch(_UP, match["by"]) and found:
            first = int(found[-1].partition(".")[0])
            if not first < number <= first + MOST:
                return None if number <= first else (*found, *(str(one) for one in range(first + 1, first + MOST)))
            found += [str(one) for one in range(first + 1, number)]
        found.append(f"{number}.{suffix}" if suffix else str(number))
        place = match.end()
    return tuple(dict.fromkeys(found))[:MOST]

"""How an article of a law is shown: word for word, in a line, as a button, with what it is from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot import wording
from bot.desk import callback_data
from bot.model import Article, Block, Button, Entry, Knowledge, Law, LawText, Source
from bot.normalise import fold
from bot.ports import Index
from bot.render import quote_law

MOST_RESTING = 4
"""Entries that rest on an article, as buttons below it."""
MOST_OPENED = 3
"""Cited articles with a button each below an answer; more get one button that lists them."""
_EXCERPT = 36
"""Characters of an article in a list: about a clause."""

# ---------------------------------------------------------------- below an answer


def opening_buttons(entry: Entry, sources: Sequence[Source], knowledge: Knowledge) -> list[Button]:
    """A button for each cited article that is held, or one for all of them when there are more than three."""
    found = held_articles(knowledge, sources)
    if len(found) > MOST_OPENED:
        return [Button(wording.LAW_OPENS_ALL.format(count=len(found)), callback_data.sources(entry.id))]
    return [article_button(knowledge, text, article) for text, article in found]


def held_articles(knowledge: Knowledge, sources: Sequence[Source]) -> tuple[tuple[LawText, Article], ...]:
    """The cited articles whose text is held in the version cited, each once."""
    found: dict[tuple[str, str], tuple[LawText, Article]] = {}
    for source in sources:
        text = knowledge.law_text(source.law)
        article = text.cited(source.article) if text is not None and text.version == source.version else None
        if text is not None and article is not None:
            found.setdefault((text.title, article.key), (text, article))
    return tuple(found.values())


def resting_entries(knowledge: Knowledge, text: LawText, article: Article) -> list[Entry]:
    """The entries that rest on an article, at most a few: those that rest on little else first."""
    cites = (entry for entry in knowledge.resting_on(text.title) if _rests_on(entry, text.title, article.label))
    return sorted(cites, key=lambda entry: len(entry.cited))[:MOST_RESTING]


def _rests_on(entry: Entry, law: str, label: str) -> bool:
    return any(one.law == law and (one.article == label or one.article.startswith(f"{label}第")) for one in entry.cited)


def law_text(knowledge: Knowledge, key: str) -> LawText | None:
    """The text of the law with that key (`LawText.key`), or None."""
    return next((text for text in knowledge.texts if text.key == key), None)


def short_title(knowledge: Knowledge, title: str) -> str:
    """What people call a law."""
    return next((law.short for law in knowledge.laws if law.title == title), title)


def find_articles(index: Index, text: str, limit: int) -> tuple[tuple[LawText, Article], ...]:
    """The articles that a text asks for by number, or else those near it, `limit` at most, that hold each of its words."""
    known, request = index.knowledge, index.articles.asked_article(text)
    words = [fold(word) for word in text.split() if fold(word)]
    asked = [(request.law, key) for key in request.articles] if request is not None else []
    found = asked or [(one.law, one.article) for one in index.articles.find_articles(text, limit)]
    pairs = [(held_text, one) for law, key in found if (held_text := known.law_text(law)) and (one := held_text.article(key))]
    return tuple(pair for pair in pairs if asked or all(word in fold(pair[1].text) for word in words))


def excerpt(knowledge: Knowledge, text: LawText, article: Article, words: Sequence[str]) -> str:
    """An article in a line: where it stands and a clause of it, the one with the first of the words when it has them."""
    said = " ".join(article.lines)
    at = max(said.find(words[0]), 0) if words else 0
    begin = max(said.rfind(mark, 0, at) for mark in "，。；：、 ") + 1 if at else 0
    cut = said[begin : begin + _EXCERPT]
    shown = ("…" if begin else "") + cut + ("…" if begin + _EXCERPT < len(said) else "")
    return wording.LAW_EXCERPT.format(article=article_title(knowledge, text, article), text=shown)


# ---------------------------------------------------------------- how an article looks


def article_title(knowledge: Knowledge, text: LawText, article: Article) -> str:
    """An article with the short name of its law: 《工会法》第十一条."""
    return article_label(text, quote_law(short_title(knowledge, text.title)), article)


def article_label(text: LawText, law: str, article: Article) -> str:
    """An article behind its law's name as given."""
    form = wording.LAW_ARTICLE_UNIT if text.unit != "条" and article.number else wording.LAW_ARTICLE
    return form.format(law=law, article=article.label)


def article_button(knowledge: Knowledge, text: LawText, article: Article) -> Button:
    """The button that shows an article."""
    label = wording.LAW_OPENS.format(article=article_title(knowledge, text, article))
    return Button(label, callback_data.article(text.key, article.key))


def article_blocks(text: LawText, short: str, article: Article, paragraph: int, item: int) -> Iterator[Block]:
    """An article, or the 款 or 项 of it that was asked for."""
    title = article_label(text, quote_law(short), article)
    lines, heading = list(article.lines), title
    parts = article.paragraphs
    part = _part(parts, paragraph)
    if part is None:
        said = wording.LAW_NO_PARAGRAPH.format(article=title, count=len(parts), paragraph=numeral(paragraph))
        yield Block("note", said)
    elif item >= len(part) and item:
        yield Block("note", wording.LAW_NO_ITEM.format(article=title, item=numeral(item)))
    elif paragraph or item:
        lines = [part[0], part[item]] if item else list(part)
        heading += wording.LAW_PARAGRAPH.format(paragraph=numeral(paragraph)) if paragraph else ""
        heading += wording.LAW_ITEM.format(item=numeral(item)) if item else ""
    yield Block("heading", heading)
    yield from (Block("text", line) for line in lines)
    if article.note:
        yield Block("note", wording.LAW_NOTE.format(note=article.note))


def has_part(article: Article, paragraph: int, item: int) -> bool:
    """Whether an article has that 款 and that 项."""
    part = _part(article.paragraphs, paragraph)
    return part is not None and item < len(part)


def _part(parts: Sequence[tuple[str, ...]], paragraph: int) -> tuple[str, ...] | None:
    """The 款 with a number; for none the first that has items, or the first."""
    if paragraph:
        return parts[paragraph - 1] if paragraph <= len(parts) else None
    return next((one for one in parts if len(one) > 1), parts[0])


def numeral(number: int) -> str:
    """A number from 1 to 9999 in Chinese, as laws are numbered: 11 → 十一, 1045 → 一千零四十五."""
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + "零一二三四五六七八九"[digit] + name
        gap = not digit
    return said.removeprefix("一") if 10 <= number < 20 else said


def run_in_text(text: LawText, article: Article) -> Iterator[Block]:
    """An article within a chapter: its number runs on into its first paragraph, as in print."""
    space = "　" if text.unit == "条" else "、"
    first, *others = article.lines
    yield Block("text", f"{article.label}{space}{first}")
    yield from (Block("text", line) for line in others)
    if article.note:
        yield Block("note", wording.LAW_NOTE.format(note=article.note))


def origin_line(text: LawText, article: Article | None) -> str:
    """Where a text is from: law, version, in force from, chapter."""
    parts = [wording.LAW_SOURCE.format(law=quote_law(text.title), version=text.version)]
    if text.since is not None:
        since = text.since
        parts.append(wording.LAW_IN_FORCE.format(year=since.year, month=since.month, day=since.day))
    parts += article.headings if article is not None else ()
    return wording.STANDING_JOIN.join(parts)


def missing_article(text: LawText, law: Law, key: str) -> str:
    """That a law doesn't have the article with this key, or that the part with it isn't held."""
    number, _, suffix = key.partition(".")
    if key.startswith("x"):
        label = wording.LAW_APPENDIX
    else:
        label = f"第{numeral(int(number))}{text.unit}" + (f"之{numeral(int(suffix))}" if suffix else "")
    if not text.whole:
        parts = wording.ARTICLE_JOIN.join(
            wording.LAW_PART.format(name=part.name, first=part.first, last=part.last) for part in text.parts
        )
        return wording.LAW_NO_ARTICLE_PART.format(law=quote_law(text.title), parts=parts, article=label)
    counted = sum(1 for one in text.articles if one.number)
    return wording.LAW_NO_ARTICLE.format(
        law=quote_law(law.short), version=text.version, count=counted, unit=text.unit, article=label
    )

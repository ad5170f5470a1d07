"""Articles of the laws, word for word: asked for by number, opened from an answer, paged by chapter, found by words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot import wording
from bot.desk import callback_data, condition_questions, law_articles, replies, smalltalk
from bot.desk.conversation_memory import FOLLOWUP_WINDOW, ConversationMemory
from bot.desk.turn import Turn
from bot.model import Article, ArticleRequest, Block, Button, Decision, Law, LawText, Reply, Source
from bot.normalise import fold, whole
from bot.render import quote_law

AWAITED_LAW = "law:"
"""Before the law and the article shown last, in what a conversation awaits."""
PAGE = 1_500
"""Characters of a chapter shown at a time: some three screens of a phone; never less than one article."""
LISTED = 8
"""Articles that words find: what a phone shows without scrolling."""
_COMMAND = re.compile(r"\s*/law(?:@\w+)?(?![a-z])\s*", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"(?:我?想?要?看|给我看?|查看|打开|发|把|依据的?|法律的?|条文的?|法条的?|这条的?)*原文(?:呢|看看|是什么|在哪里?|怎么看|发我|给我)*"
)

_WHOLE = re.compile(r"(?:看|给我看|我要看)?(?:整条|全条|这一条|整一条)(?:全文|内容)?")


class LawDialog:
    """Shows articles and chapters of laws, word for word."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory

    # ------------------------------------------------------------ in words

    def reply_to_request(self, turn: Turn) -> Reply | None:
        """What a message that asks for an article, or for the words of what was answered, gets; None for any other."""
        command = _COMMAND.match(turn.text)
        if command:
            return self._record_shown(turn, self.search(turn, turn.text[command.end() :].strip()))
        if not turn.knowledge.laws:
            return None
        text, article = self._current_article(turn)
        if _ORIGINAL.fullmatch(fold(turn.text)) or (article is not None and _WHOLE.fullmatch(fold(turn.text))):
            return self._record_shown(turn, self._original_text(turn, text, article))
        request = turn.index.articles.asked_article(turn.text, text.title if text else self._implied_law(turn))
        if request is None:
            return None
        reply = (
            self._neighbour(turn, request, text, article) if request.move else self._requested_articles(turn, request, article)
        )
        return self._record_shown(turn, reply) if reply is not None else None

    def _record_shown(self, turn: Turn, reply: Reply) -> Reply:
        return replace(reply, record=self._memory.record_remembered(turn, reply))

    def _current_article(self, turn: Turn) -> tuple[LawText | None, Article | None]:
        """The law and the article that the conversation is about."""
        awaiting = turn.conversation.awaiting
        if not awaiting.startswith(AWAITED_LAW) or not turn.fresh(FOLLOWUP_WINDOW):
            return None, None
        key, _, article = awaiting.removeprefix(AWAITED_LAW).partition(":")
        text = law_articles.law_text(turn.knowledge, key)
        return text, text.article(article) if text else None

    def _implied_law(self, turn: Turn) -> str:
        """The one law that the last answer rests on, for 第十一条 behind it; empty when a number picks from a list."""
        entry = turn.knowledge.get(turn.conversation.entry) if turn.fresh(FOLLOWUP_WINDOW) else None
        picked = smalltalk.picked_number(turn.text)
        if entry is None or 0 < picked <= len(turn.conversation.choices):
            return ""
        laws = {source.law for source in condition_questions.entry_for_asker(turn, entry).sources}
        return laws.pop() if len(laws) == 1 else ""

    def _original_text(self, turn: Turn, text: LawText | None, article: Article | None) -> Reply:
        """看原文: of the last answer's sources; after an article, that article again."""
        entry = turn.knowledge.get(turn.conversation.entry) if turn.fresh(FOLLOWUP_WINDOW) else None
        if text is not None and article is not None:
            return self._articles(turn, text, [article])
        return self.sources(turn, [entry.id]) if entry is not None else law_sentences(turn.text, wording.LAW_NOTHING_OPEN)

    def _neighbour(self, turn: Turn, request: ArticleRequest, text: LawText | None, article: Article | None) -> Reply | None:
        """上一条, 下一条, 本章."""
        if text is None or article is None:
            return None
        place = text.place(article.key)
        if request.move == "chapter":
            return self._chapter_of(turn, text, place)
        place += 1 if request.move == "next" else -1
        if not 0 <= place < len(text.articles):
            return law_sentences(turn.text, wording.LAW_FIRST if place < 0 else wording.LAW_LAST)
        return self._articles(turn, text, [text.articles[place]])

    # ------------------------------------------------------------ what was asked for

    def _requested_articles(self, turn: Turn, request: ArticleRequest, current: Article | None) -> Reply:
        """What was asked for, of each law; the conversation goes on from the last."""
        found = [self._requested_of(turn, one, current) for one in (request, *request.also)]
        blocks = tuple(block for one in found for block in one.blocks)
        return replace(found[-1], blocks=blocks, sources=tuple(source for one in found for source in one.sources))

    def _requested_of(self, turn: Turn, request: ArticleRequest, current: Article | None) -> Reply:
        law = next((one for one in turn.knowledge.laws if one.title == request.law), None)
        if law is None or not request.known:
            return law_sentences(turn.text, wording.LAW_UNHELD.format(law=quote_law(request.law)))
        if request.rivals:
            return self._choose_law(turn, request)
        text = turn.knowledge.law_text(law.title)
        before = list(_cautions(turn, request, law))
        if law.superseded_by:
            before.append(wording.LAW_REPLACED.format(law=quote_law(law.title), by=quote_law(law.superseded_by)))
            return self._resting_on(turn, law_sentences(turn.text, *before), law, request)
        if text is None:
            said = wording.LAW_LISTED.format(law=quote_law(law.title), version=law.version)
            return self._resting_on(turn, law_sentences(turn.text, said), law, request)
        if request.chapter:
            return _prefixed(before, self._chapter_asked(turn, text, request.chapter))
        keys = request.articles or ((current.key,) if current is not None else ())
        found = [one for key in keys if (one := text.article(key)) is not None]
        missing = [key for key in keys if text.article(key) is None]
        before += [law_articles.missing_article(text, law, key) for key in missing[:1]]
        if not found:
            return law_sentences(turn.text, *before)
        reply = self._articles(turn, text, found, request.paragraph, request.item)
        return _prefixed(before, reply)

    def _choose_law(self, turn: Turn, request: ArticleRequest) -> Reply:
        """The laws that a name may mean, to pick from."""
        held = [text for title in request.rivals if (text := turn.knowledge.law_text(title)) is not None]
        key = request.articles[0] if request.articles else "1"
        buttons = [Button(quote_law(one.title), callback_data.article(one.key, key)) for one in held]
        return self._pick_list(turn, wording.LAW_WHICH, buttons)

    def _articles(self, turn: Turn, text: LawText, found: Sequence[Article], paragraph: int = 0, item: int = 0) -> Reply:
        """Articles word for word, with the entries that rest on the first and the way on."""
        short = law_articles.short_title(turn.knowledge, text.title)
        blocks: list[Block] = []
        for one in found:
            blocks += law_articles.article_blocks(text, short, one, paragraph, item)
        blocks.append(Block("source", law_articles.origin_line(text, found[0])))
        first, last = text.place(found[0].key), text.place(found[-1].key)
        cut = (paragraph or item) and law_articles.has_part(found[0], paragraph, item)
        buttons = [Button(wording.LAW_WHOLE, callback_data.article(text.key, found[0].key))] if cut else []
        buttons += [
            Button(entry.question, callback_data.show(entry.id))
            for entry in law_articles.resting_entries(turn.knowledge, text, found[0])
        ]
        rows = list(callback_data.rows(buttons, 1))
        way = [Button(wording.LAW_PREVIOUS, callback_data.article(text.key, text.articles[first - 1].key))] if first else []
        if last + 1 < len(text.articles):
            way.append(Button(wording.LAW_NEXT, callback_data.article(text.key, text.articles[last + 1].key)))
        way.append(Button(wording.LAW_CHAPTER, callback_data.chapter(text.key, _chapter_at(text, first))))
        rows.append(tuple(way))
        choices = tuple(button.action for row in rows for button in row)
        self._memory.remember(turn, choices=choices, awaiting=f"{AWAITED_LAW}{text.key}:{found[-1].key}")
        sources = tuple(Source(text.title, text.version, one.label) for one in found)
        return Reply(turn.text, Decision.LAW, tuple(blocks), confidence=1.0, sources=sources, buttons=tuple(rows))

    def _resting_on(self, turn: Turn, reply: Reply, law: Law, request: ArticleRequest) -> Reply:
        """The reply with the entries that rest on a law whose text isn't held."""
        numbers = {f"第{law_articles.numeral(int(key))}条" for key in request.articles if key.isdigit()}
        entries = turn.knowledge.resting_on(law.title)
        near = [one for one in entries if any(source.article in numbers for source in one.cited)] or entries
        buttons = [Button(one.question, callback_data.show(one.id)) for one in near[: law_articles.MOST_RESTING]]
        self._memory.remember(turn, choices=tuple(button.action for button in buttons), awaiting="")
        return replace(reply, buttons=callback_data.rows(buttons, 1))

    # ------------------------------------------------------------ buttons

    def show(self, turn: Turn, arguments: list[str]) -> Reply:
        """An article that was picked."""
        text = law_articles.law_text(turn.knowledge, arguments[0]) if arguments else None
        article = text.article(arguments[1]) if text is not None and len(arguments) > 1 else None
        if text is None or article is None:
            return replies.text_reply(turn.text, wording.ACTION_STALE)
        return self._articles(turn, text, [article])

    def chapter(self, turn: Turn, arguments: list[str]) -> Reply:
        """A page of a chapter that was picked; chapter 0 is the list of chapters."""
        text = law_articles.law_text(turn.knowledge, arguments[0]) if arguments else None
        if text is None:
            return replies.text_reply(turn.text, wording.ACTION_STALE)
        number = callback_data.number(arguments[1]) if len(arguments) > 1 else 0
        page = callback_data.number(arguments[2]) if len(arguments) > 2 else 1
        return self._page(turn, text, number, page) if number else self._contents(turn, text)

    def sources(self, turn: Turn, arguments: list[str]) -> Reply:
        """The articles that an entry rests on: the one, or all of them to pick from."""
        entry = turn.knowledge.get(arguments[0]) if arguments else None
        if entry is None:
            return replies.text_reply(turn.text, wording.ENTRY_GONE)
        shown = condition_questions.entry_for_asker(turn, entry)
        cited = shown.sources or entry.cited
        found = law_articles.held_articles(turn.knowledge, cited)
        if len(found) == 1 and len(cited) == 1:
            return self._articles(turn, found[0][0], [found[0][1]])
        unheld = [
            wording.LAW_CITED_UNHELD.format(law=quote_law(one.law), version=one.version, article=one.article)
            for one in cited
            if not law_articles.held_articles(turn.knowledge, [one])
        ]
        if not found:
            return law_sentences(turn.text, *(unheld or [wording.LAW_CITED_NONE]))
        buttons = [law_articles.article_button(turn.knowledge, text, article) for text, article in found]
        reply = self._pick_list(turn, wording.LAW_CITED, buttons)
        return replace(reply, blocks=(*reply.blocks, *(Block("note", line) for line in unheld)))

    # ------------------------------------------------------------ chapters

    def _chapter_asked(self, turn: Turn, text: LawText, number: int) -> Reply:
        if number < 0:
            return self._contents(turn, text)
        chapters = text.chapters()
        found = [place for place, (heading, _, _) in enumerate(chapters, 1) if _numbered(heading, number)]
        if not found:
            reply = self._contents(turn, text)
            return _prefixed(
                [wording.LAW_NO_CHAPTER.format(law=quote_law(text.title), chapter=law_articles.numeral(number))], reply
            )
        return self._page(turn, text, found[0], 1) if len(found) == 1 else self._contents(turn, text, found)

    def _chapter_of(self, turn: Turn, text: LawText, place: int) -> Reply:
        return self._page(turn, text, _chapter_at(text, place), 1)

    def _contents(self, turn: Turn, text: LawText, only: Sequence[int] = ()) -> Reply:
        """The chapters of a law, to pick from."""
        counted = sum(1 for one in text.articles if one.number)
        opening = wording.LAW_CONTENTS.format(law=quote_law(text.title), version=text.version, count=counted, unit=text.unit)
        buttons = []
        for place, (heading, start, end) in enumerate(text.chapters(), 1):
            line = wording.LAW_CONTENTS_LINE.format(
                heading=heading or wording.LAW_ALL, first=text.articles[start].label, last=text.articles[end - 1].label
            )
            if not only or place in only:
                buttons.append(Button(line, callback_data.chapter(text.key, place)))
        return self._pick_list(turn, opening, buttons, f"{AWAITED_LAW}{text.key}:{text.articles[0].key}")

    def _page(self, turn: Turn, text: LawText, number: int, page: int) -> Reply:
        """A page of a chapter; pages beyond the last show the last."""
        chapters = text.chapters()
        heading, start, end = chapters[min(max(number, 1), len(chapters)) - 1]
        pages = list(_pages(text.articles[start:end]))
        page = min(max(page, 1), len(pages))
        named = law_articles.short_title(turn.knowledge, text.title)
        blocks = [Block("heading", wording.LAW_CHAPTER_HEAD.format(law=quote_law(named), heading=heading or wording.LAW_ALL))]
        for one in pages[page - 1]:
            blocks += law_articles.run_in_text(text, one)
        if len(pages) > 1:
            blocks.append(Block("note", wording.LAW_CHAPTER_PAGE.format(page=page, pages=len(pages))))
        blocks.append(Block("source", law_articles.origin_line(text, None)))
        buttons = [Button(wording.LAW_BACK, callback_data.chapter(text.key, 0))] if len(chapters) > 1 else []
        if page < len(pages):
            buttons.append(Button(wording.LAW_MORE, callback_data.chapter(text.key, number, page + 1)))
        choices = tuple(button.action for button in buttons)
        self._memory.remember(turn, choices=choices, awaiting=f"{AWAITED_LAW}{text.key}:{pages[page - 1][-1].key}")
        sources = tuple(Source(text.title, text.version, one.label) for one in pages[page - 1])
        rows = callback_data.rows(buttons, 2)
        return Reply(turn.text, Decision.LAW, tuple(blocks), confidence=1.0, sources=sources, buttons=rows)

    # ------------------------------------------------------------ by words

    def search(self, turn: Turn, words: str) -> Reply:
        """/law WORDS: an article by its number, a law by its name, else the articles that the words are in or about."""
        if not turn.knowledge.texts:
            return law_sentences(turn.text, wording.LAW_NONE)
        if not words:
            return law_sentences(turn.text, wording.LAW_WHAT)
        request = turn.index.articles.asked_article(words)
        if request is not None:
            return self._requested_articles(turn, request, None)
        named = turn.index.articles.named_law(words)
        if named is not None and named.known and not named.guessed:
            return self._requested_articles(turn, replace(named, chapter=-1), None)
        found = turn.index.articles.find_articles(words, LISTED)
        wanted = [fold(word) for word in words.split() if fold(word)]
        articles = [
            (text, one) for hit in found if (text := turn.knowledge.law_text(hit.law)) and (one := text.article(hit.article))
        ]
        said = [pair for pair in articles if all(word in fold(pair[1].text) for word in wanted)]
        if not articles:
            return law_sentences(turn.text, wording.LAW_FOUND_NONE.format(words=words))
        opening = (wording.LAW_FOUND if said else wording.LAW_FOUND_NEAR).format(words=words)
        knowledge = turn.knowledge
        buttons = [
            Button(law_articles.excerpt(knowledge, text, one, wanted), callback_data.article(text.key, one.key))
            for text, one in said or articles
        ]
        return self._pick_list(turn, opening, buttons)

    def with_settling_articles(self, turn: Turn, reply: Reply) -> Reply:
        """A don't know with up to three articles that may settle it below what is offered; the reply itself where none may."""
        found = turn.index.articles.settling_articles(turn.text) if turn.knowledge.texts else ()
        pairs = [
            (text, one) for hit in found if (text := turn.knowledge.law_text(hit.law)) and (one := text.article(hit.article))
        ]
        if not pairs:
            return reply
        lines = tuple(law_articles.excerpt(turn.knowledge, text, one, ()) for text, one in pairs)
        buttons = tuple((law_articles.article_button(turn.knowledge, text, one),) for text, one in pairs)
        return replace(reply, blocks=(*reply.blocks, Block("list", wording.LAW_SETTLING, lines)), buttons=buttons)

    def _pick_list(self, turn: Turn, opening: str, buttons: Sequence[Button], awaiting: str = "") -> Reply:
        self._memory.remember(turn, choices=tuple(button.action for button in buttons), awaiting=awaiting)
        block = Block("steps", opening, tuple(button.label for button in buttons))
        return Reply(turn.text, Decision.LAW, (block,), confidence=1.0, buttons=callback_data.rows(list(buttons), 1))


_CHAPTER = re.compile(r"(?:^|· )第([零〇一二三四五六七八九十百]+)章")


def _cautions(turn: Turn, request: ArticleRequest, law: Law) -> Iterator[str]:
    """What to say before the article: that the name was mistyped, that another version was meant."""
    if request.guessed:
        yield wording.LAW_GUESSED.format(said=request.guessed, law=quote_law(law.title))
    if request.year and str(request.year) not in law.version:
        if any(str(request.year) in version for version in law.before):
            yield wording.LAW_OLD_YEAR.format(year=request.year, version=law.version)
        else:
            yield wording.LAW_STRANGE_YEAR.format(law=quote_law(law.title), year=request.year, version=law.version)
    elif request.old:
        yield wording.LAW_OLD.format(version=law.version)


def _prefixed(sentences: Sequence[str], reply: Reply) -> Reply:
    """The reply behind some sentences of our own."""
    return replace(reply, blocks=(*(Block("note", one) for one in sentences), *reply.blocks))


def _numbered(heading: str, number: int) -> bool:
    match = _CHAPTER.search(heading)
    return match is not None and whole(match[1]) == number


def _chapter_at(text: LawText, place: int) -> int:
    """The number of the chapter, from 1, in which the article at a place stands."""
    return next(number for number, (_, start, end) in enumerate(text.chapters(), 1) if start <= place < end)


def _pages(articles: Sequence[Article]) -> Iterator[tuple[Article, ...]]:
    """Articles by pages of some `PAGE` characters, at least one on each."""
    page: list[Article] = []
    length = 0
    for one in articles:
        if page and length + len(one.text) > PAGE:
            yield tuple(page)
            page, length = [], 0
        page.append(one)
        length += len(one.text)
    if page:
        yield tuple(page)


def law_sentences(text: str, *sentences: str) -> Reply:
    """A reply about a law in the desk's own sentences."""
    return replace(replies.text_reply(text, *sentences), decision=Decision.LAW)

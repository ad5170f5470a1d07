"""The documents of what a conversation is about, when a message asks for one without saying of what: 有样子吗 发我."""

from __future__ import annotations

import re

from bot.desk import context_ranking, replies, smalltalk
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of
from bot.model import Document, Entry
from bot.normalise import fold

_SHAPE = (
    r"(?:样子|样本|样张|样式|样板|样表|样票|模板|模版|摸板|范本|范文|范例|格式|文本|文档|文件|表格|表单|"
    r"电子版|电子档|空白|现成|参考|可以抄|word|pdf|excel)"
)
"""Words for a document that say nothing of which."""
_BID = (
    r"(?:(?:给|发|传|寄|转)(?:给|到)?(?:我们?|俺|咱)(?:看看|看一下|看下|来|过来)?(?:[一1]?(?:下|个|份|张|套|些))?|(?:发|来|要|给|传)[一1]?(?:个|份|张|套)"
    r"|(?:给|来)(?:个|一份|1份)|发(?:过来|一下|1下)|有没有|有木有|有吗|有么|有没|有不|(?:在)?哪(?:里|儿)?(?:能|可以)?(?:领|拿|下载?|有|找)|下载)"
)
_ASKED = re.compile(f"{_BID}|{_SHAPE}")
_WORDS = re.compile(
    rf"{_SHAPE}|{_BID}|看看|看一下|看下|吗|么|没有?$|不$|行不行|可以|一份|1份|一个|1个|那个|这个|那份|这份|我们?|你们?|那边|[给向]?上级|上面|领导|要写|写|什么|啥|能|麻烦|(?<!申)请(?!示)|再|也|就|是|要|[的了呢啊呀吧哈嘛份张个那这给发来看有]"
)
_LONGEST = 24
"""Characters of a message that may ask so."""
_MOST_LEFT = 8
"""Characters of a name that such a message may hold beside."""
_GENERIC = 3
"""Entries spoken of last of which one is meant when nothing is named."""


def asked_of_subject(turn: Turn) -> tuple[Document, ...]:
    """The documents meant, of the first thing talked about that has one which goes by the words; none for any other message."""
    said = _bid(turn.text)
    if not _may_ask(turn, said):
        return ()
    left = _WORDS.sub("", said)
    if len(left) > _MOST_LEFT or (not left and re.search(_SHAPE, said) is None):
        return ()
    for entry in spoken_of(turn)[: None if left else _GENERIC]:
        own = replies.entry_documents(entry, turn.knowledge)
        if found := _called(own, said, left):
            return _likest(turn, entry, found)
    return ()


def _bid(text: str) -> str:
    """The one clause that asks to be given something, folded: 申请表给我一张 我打印出来; else all of the message."""
    clauses = [said for clause in smalltalk.pieces(text) if (said := fold(clause))]
    asking = [said for said in clauses if _ASKED.search(said)]
    return asking[0] if len(asking) == 1 else fold(text)


def _may_ask(turn: Turn, said: str) -> bool:
    """Whether a message in a conversation is short enough, and asks to be given something."""
    short = len(said) <= _LONGEST and turn.fresh(FOLLOWUP_WINDOW) and not turn.question.alone
    return short and _ASKED.search(said) is not None and turn.index.exact(turn.text) is None


def asked_of_topic(turn: Turn) -> tuple[Document, ...]:
    """The documents of the topics talked about last that go by the words of a message that asks for one, when they are few."""
    said = _bid(turn.text)
    left = _WORDS.sub("", said) if _may_ask(turn, said) else ""
    if not left or len(left) > _MOST_LEFT:
        return ()
    topics = {entry.topic for entry in spoken_of(turn)[:_GENERIC]}
    near = [one for one in turn.knowledge.entries if one.topic in topics]
    own = {document.id for one in near for document in replies.entry_documents(one, turn.knowledge)}
    every = tuple(one for one in turn.knowledge.documents if one.id in own and one.kind != _GUIDES)
    found = _called(every, said, left)
    return found if len(found) <= _OFFERED else ()


_GUIDES = "guide"


def ending_so(turn: Turn) -> tuple[Document, ...]:
    """The documents whose names end with the noun that a message bids for without saying of what: 申请书发我一份."""
    said = _bid(turn.text)
    if len(said) > _LONGEST or turn.question.alone or not re.search(_BID, said) or not re.search(_SHAPE, said):
        return ()
    left = _WORDS.sub("", said)
    found = tuple(one for one in turn.knowledge.documents if _noun(left, one.title) == left)
    return found if len(left) > _NOUN and 1 < len(found) <= _OFFERED else ()


_NOUN = 2
"""Characters up to which a noun names too many kinds of documents: 方案."""


_OFFERED = 4
"""Documents that are offered to pick from where only a noun is named."""


def spoken_of(turn: Turn) -> list[Entry]:
    """The entries that the conversation is about: answered last, offered beside, answered before."""
    context = turn.conversation.context
    names = (*context_ranking.offered(turn)[:1], turn.conversation.entry, *context.entries[:1], *context_ranking.offered(turn))
    return [entry for name in dict.fromkeys((*names, *context.entries)) if (entry := turn.knowledge.get(name)) is not None]


def _noun(said: str, title: str) -> str:
    """The noun that a document's title ends with, where a text holds it: 申请书, 请示, 函; empty for none."""
    parts = _JOINED.split(_NOTE.sub("", title))
    ends = [end for bare in parts for end in (bare[-3:], bare[-2:], bare[-3:-1]) if len(end) > 1]  # 协议 for 协议书
    long = next((noun for noun in ends if noun in said), "")
    last = parts[-1][-1:]
    return long or (last if last in _NOUNS and last in said else "")


_NOTE = re.compile(r"（[^（）]*）$")
_JOINED = re.compile("[与和及]")
"""Joins the nouns of a title that names two papers: 议程与主持词."""
_NOUNS = "表函册单书票账"
"""Nouns of one character that name a document."""


def _called(own: tuple[Document, ...], said: str, left: str) -> tuple[Document, ...]:
    """Those of some documents that go by the words that name one: all when nothing is named."""
    return tuple(one for one in own if _is_called(one.title, said, left)) if left else own


def called_so(documents: tuple[Document, ...], text: str) -> tuple[Document, ...]:
    """Those of some documents whose titles hold most of the words of a message that asks for one; none where it names none."""
    words = pairs_of(_WORDS.sub("", _bid(text)))
    held = {one.id: len(words & pairs_of(one.title)) for one in documents}
    most = max(held.values(), default=0)
    return tuple(one for one in documents if words and held[one.id] == most >= _HELD * len(words))


def _is_called(title: str, said: str, left: str) -> bool:
    """Whether a document goes by what is left of a text."""
    if left in _APPLICATIONS:
        return any(one in title for one in _APPLICATIONS)
    noun = _noun(said, title)
    if not noun and re.search(_SHAPE, said) is None:
        return False  # 工资也给我降了 asks for nothing
    rest = left.replace(noun, "") if noun else left
    words = pairs_of(rest)
    return bool(noun) and rest in title if not words else len(words & pairs_of(title)) >= _HELD * len(words)


_APPLICATIONS = ("申请书", "申请表", "申请报告", "申请", "请示报告", "请示", "报告")
"""What people call the paper with which something is applied for, whatever its own name is."""
_HELD = 0.5
"""Share of the name that a document must be called by."""


def _likest(turn: Turn, entry: Entry, found: tuple[Document, ...]) -> tuple[Document, ...]:
    """The one of several that is called most like what was asked, when one is; else all of them."""
    if len(found) < _SEVERAL:
        return found
    about = pairs_of(turn.conversation.context.asked) | pairs_of(entry.question)
    likeness = {one.id: len(about & pairs_of(one.title)) for one in found}
    first, second = sorted(likeness.values(), reverse=True)[:_SEVERAL]
    return tuple(one for one in found if likeness[one.id] == first) if first > second else found


_SEVERAL = 2

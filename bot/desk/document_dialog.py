"""Documents on request: the one that was asked for, a short list to pick from, or a part of a guide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.desk import (
    callback_data,
    context_ranking,
    conversation_subject,
    matter,
    replies,
    sentence_split,
    smalltalk,
    subject_document,
    utterance,
    word_classes,
)
from bot.desk.conversation_memory import DOCUMENT, FOLLOWUP_WINDOW
from bot.desk.document_replies import PAGE, DocumentReplies, document_line
from bot.desk.turn import Turn
from bot.desk.word_weights import pairs_of
from bot.model import Block, Button, Decision, Document, Entry, Reply, Wanted
from bot.normalise import fold, key

_EVERY = re.compile(r"^/|全部|所有|都|一共|你们|哪些")
"""Asks for all there is, whatever was answered before."""
_YES_NO = re.compile(r"(?:吗|么|要不要|不|呢)$")
_WANTS = re.compile(
    r"给|发我|发[一1]|下载|模板|模版|范本|样本|样式|格式|表格|电子|word|pdf|excel|有没有|有.{0,12}[吗么]$|能.{0,3}[发要]"
)
"""What asks whether something has to be, in the middle of a conversation, and what asks for a document: 需要公示吗."""
HAVE = 0.85
"""How likely a document must be the one named to be offered as that; as `FITTING` of the matching."""
PERHAPS = 0.65
"""How likely it must be for her to be asked whether it is."""
BARE = 0.8
"""How plainly a document must be asked for that is named by its noun alone: 有没有通知工会 asks whether somebody told."""
BESIDE = 0.3
"""How likely a message must ask for a document to get its button beside the answer."""
NONE_SAID = {True: 0.6, False: 0.45}
"""How likely it must ask for one to be told that there is none: above an answer, or above no more than a choice."""
NAMED_PLAINLY = 0.6
"""How likely a message must ask for a document for the name in it to count."""
_BID = re.compile(
    r"(?:那|就|也|能|可以|请|麻烦|直接|先)*(?:(?:给|发给|发|传给|传)(?:我|我们|咱)(?:[一1]?(?:个|份|下))?|(?:发|来|要|给|传)[一1](?:个|份)|来(?:个|份))"
    r"(?:看看|看[一1]下|过来|参考|[一1]下)?(?:吧|吗|呗|嘛|啊|哈|好吗|行吗|可以吗)?"
)
"""What bids for something without naming it: 给我一个吧, 发我一份."""
LONGEST_NAME = 16
"""Characters of a name that is repeated to her."""
_NO_NAME = re.compile(r"什么|啥|哪|谁|怎|要不|不要|先有|可以|如果")
"""What a name that was cut out of a sentence may begin with."""
_SAMPLE = re.compile(
    r"(?:样子|样本|样张|模板|范本|范文)(?:给|发)|(?:给|发)(?:我)?(?:个|一?份|1?份)?(?:样子|样本|样张|模板|范本|范文)"
)
"""What asks for a sample in so many words, whatever else is asked beside it."""
_SHEET = re.compile(r"表|单|书|样|模板|模版|范本|范文|格式|文件|文档|资料|电子|word|pdf|excel|下载|请示|通知书|发我|给我")
"""What says that a document is meant."""
_FORM_WORDS = re.compile(r"模板|模版|样本|样式|样子|样张|范本|范文|格式|表格|文件|资料|电子版")
_HARDLY = 0.3
"""How likely it must be that a document is meant, in the middle of a conversation, by words that name no kind of it."""


def current_document(turn: Turn) -> str:
    """Id of the document that the conversation is about; empty when it is about none."""
    awaiting = turn.conversation.awaiting
    return awaiting.removeprefix(DOCUMENT) if awaiting.startswith(DOCUMENT) and turn.fresh(FOLLOWUP_WINDOW) else ""


class DocumentDialog(DocumentReplies):
    """Tells which document a message asks for, and shows it."""

    # ------------------------------------------------------------ asked in words

    def reply_to_request(self, turn: Turn, *, weak: bool = False) -> Reply | None:
        """What a message that asks for documents gets; None for one that doesn't.

        `weak`: take also words that may as well ask what to do, which an entry that answers them for sure must have had first.
        """
        one = utterance.parse_utterance(turn.text)
        bid = None if weak else self._reply_to_bare_request(turn)
        if bid is not None:
            return bid
        if not weak and (own := _of_subject(turn)):
            reply = self.send(turn, own[0]) if len(own) == 1 else self._which(turn, own, "", 1)
            return replace(reply, record=self._memory.record_remembered(turn, reply))
        wanted = turn.index.requested_documents(one.text if one.refers_back else turn.text, current_document(turn))
        if wanted is not None and utterance.states_lack(turn.text):
            return None
        if wanted is None and not weak and (named := subject_document.asked_of_topic(turn) or subject_document.ending_so(turn)):
            reply = self._which(turn, named, "", 1)
            return replace(reply, record=self._memory.record_remembered(turn, reply))
        if wanted is None:
            listing = turn.text.strip().lower() == "/guides"
            return replies.text_reply(turn.text, wording.SHELF_EMPTY) if listing and not weak else None
        weakly = (wanted.weak and _SAMPLE.search(fold(turn.text)) is None) or _asks_whether(turn) or _hardly_meant(turn, wanted)
        if weakly and (not weak or turn.index.match(turn.text).decision is Decision.ANSWER):
            return None
        fitting = _of_matter(turn, wanted)
        if fitting is None:
            return None
        reply = _with_other_answer(turn, replace(self._found_reply(turn, fitting), confidence=wanted.confidence))
        return replace(reply, record=self._memory.record_remembered(turn, reply))

    def _reply_to_bare_request(self, turn: Turn) -> Reply | None:
        """What 给我一个吧 gets: the document offered or spoken of last, or one of the subject; which one, when none is meant.

        None for who names what she wants, and for who bids for nothing.
        """
        pieces = [fold(piece) for piece in smalltalk.pieces(turn.text)]
        others = [piece for piece in pieces if not _BID.fullmatch(piece)]
        if len(others) == len(pieces) or turn.question.alone or word_classes.asks("".join(others)):
            return None
        listed = [one for one in map(turn.knowledge.document, _listed_documents(turn)) if one is not None]
        listed = listed if turn.fresh(FOLLOWUP_WINDOW) else []
        left = word_classes.content("".join(others))
        nouns = {one.title[-2:] for one in turn.knowledge.documents}
        kept = turn.conversation.context.document if turn.fresh(FOLLOWUP_WINDOW) else ""
        last = turn.knowledge.document(current_document(turn) or kept)
        last = last if last is not None and not _answered_since(turn, last) else None
        if any(noun in left for noun in nouns) or (left and not listed and last is None):
            return None
        if listed:
            named = [one for one in listed if pairs_of(left) & pairs_of(one.title)] or listed
            close = _belonging(turn, named, _current_entries(turn))
            reply = (
                self.send(turn, (close or named)[0]) if len(named) == 1 or len(close) == 1 else self._which(turn, named, "", 1)
            )
            return replace(reply, record=self._memory.record_remembered(turn, reply))
        if last is not None:
            reply = self.send(turn, last)
            return replace(reply, record=self._memory.record_remembered(turn, reply))
        for entry in _current_entries(turn):
            own = replies.entry_documents(entry, turn.knowledge)
            if own:
                reply = self.send(turn, own[0]) if len(own) == 1 else self.entry_documents(turn, [entry.id])
                return replace(reply, record=self._memory.record_remembered(turn, reply))
        return replies.text_reply(turn.text, wording.SHELF_WHAT)

    def _found_reply(self, turn: Turn, wanted: Wanted) -> Reply:
        found = [one for one in map(turn.knowledge.document, wanted.documents) if one is not None]
        named = turn.index.asked_document(turn.text)
        if named is not None and named.asking >= NAMED_PLAINLY and not named.bare and not (wanted.sections or wanted.contents):
            nearest = turn.knowledge.document(named.nearest)
            if len(found) > 1 and nearest in found and named.fit >= HAVE:
                return self.send(turn, found[found.index(nearest)], wanted.format)
            if wanted.confidence < _HARDLY and named.fit < PERHAPS and not _near_subject(turn, found):
                return self._none_like(turn, named.name, found)
        if wanted.sections or wanted.contents:
            return self._part_requested(turn, found[0], wanted)
        if len(found) == 1:
            return self.send(turn, found[0], wanted.format)
        said = _documents_of_subject(turn, wanted)
        if len(said) == 1:
            return self.send(turn, said[0], wanted.format)
        near = _near_conversation(turn, found or _titled(turn, wanted.kind))
        if len(near) == 1:
            return self.send(turn, near[0], wanted.format)
        if found or 0 < len(near) <= PAGE:
            return self._which(turn, near, key(turn.text), 1)
        for entry in _answered_entries(turn):
            own = replies.entry_documents(entry, turn.knowledge)
            own = own if not wanted.kind or any(one.kind == wanted.kind for one in own) else ()
            if len(own) == 1:
                return self.send(turn, own[0], wanted.format)
            if own:
                return self.entry_documents(turn, [entry.id])
        return self.listing(turn, [wanted.kind] if wanted.kind else [])

    def with_asked(self, turn: Turn, reply: Reply) -> Reply:
        """The reply with the document that the message asks for besides, or that there is none, and which is nearest."""
        asked = turn.index.asked_document(turn.text)
        if asked is None or turn.meant or turn.index.exact(turn.text) is not None or utterance.states_lack(turn.text):
            return reply
        nearest = turn.knowledge.document(asked.nearest)
        nearest = nearest if nearest is None or not matter.strays(turn, nearest) else None
        have = nearest is not None and asked.fit >= HAVE
        if asked.asking < (BESIDE if have else NONE_SAID[reply.decision is Decision.ANSWER]):
            return reply
        if not have and ((asked.bare and asked.asking < BARE) or _asks_whether(turn) or _asks_which(turn, asked.name)):
            return reply
        talking = bool(turn.conversation.context.asked) and turn.fresh(FOLLOWUP_WINDOW)
        called = (
            talking and nearest is not None and fold(asked.name) in fold(nearest.title)
        )  # 请示 alone says of nothing what for
        if talking and nearest is not None and not have and not pairs_of(asked.name) & pairs_of(nearest.title):
            nearest = None
        sentences = [] if have or called else [_none_of(asked.name)]
        if nearest is not None and (not have or nearest.id not in _shown_documents(reply)):
            unsure = wording.SHELF_PERHAPS if asked.fit >= PERHAPS or called else wording.SHELF_NEAREST
            sentences.append((wording.SHELF_HAVE if have else unsure).format(title=nearest.title))
            row = (Button(wording.SHELF_DOCUMENT.format(title=nearest.title), callback_data.document(nearest.id)),)
            files = tuple(one for one in replies.document_files(nearest) if one not in reply.documents)
            undecided = reply.decision is Decision.ANSWER and bool(reply.buttons)  # its buttons decide a condition
            reply = reply if undecided else replace(reply, documents=(*files, *reply.documents), buttons=(row, *reply.buttons))
        if not sentences:
            return reply
        blocks = reply.blocks if have else _pointing(reply)
        return replace(reply, blocks=(Block("text", "".join(sentences)), *blocks))

    def _none_like(self, turn: Turn, name: str, found: Sequence[Document]) -> Reply:
        """That there is no such document, with what is nearest to it to pick from."""
        reply = self._pick_list(turn, wording.SHELF_NONE_LIKE, list(map(document_line, found)))
        none, human = Block("text", _none_of(name)), Block("note", wording.SHELF_NONE_HUMAN)
        return replace(reply, blocks=(none, *reply.blocks, human))


def _of_subject(turn: Turn) -> tuple[Document, ...]:
    """The documents meant of what is talked about; none where the message names another one plainly."""
    own = tuple(one for one in subject_document.asked_of_subject(turn) if not matter.strays(turn, one))
    named = turn.index.asked_document(turn.text) if own else None
    other = named is not None and not named.bare and named.fit >= HAVE and named.nearest not in {one.id for one in own}
    return () if other else own


def _of_matter(turn: Turn, wanted: Wanted) -> Wanted | None:
    """What is asked for without the documents of other matters than the conversation's.

    Where all are, those of its matter that go by the same words; None where there are none: that is for the answers to say.
    """
    found = [one for one in map(turn.knowledge.document, wanted.documents) if one is not None]
    if not found or current_document(turn) or _EVERY.search(turn.text):
        return wanted
    kept = tuple(one.id for one in found if not matter.strays(turn, one))
    if kept:
        return wanted if len(kept) == len(found) else replace(wanted, documents=kept)
    called = subject_document.called_so(matter.documents(turn), turn.text)
    return replace(wanted, documents=tuple(one.id for one in called)) if 0 < len(called) <= PAGE else None


def _listed_documents(turn: Turn) -> list[str]:
    """Ids of the documents that the last reply listed to pick from."""
    picks = map(callback_data.parse, turn.conversation.choices)
    listed = [arguments[0] for letter, arguments in picks if letter == "g" and arguments]
    return listed if len(listed) == len([one for one in turn.conversation.choices if one]) else []


def _current_entries(turn: Turn) -> list[Entry]:
    """The entries that the conversation is about: answered last, or offered."""
    if not turn.fresh(FOLLOWUP_WINDOW):
        return []
    names = (*context_ranking.offered(turn)[:1], turn.conversation.entry, *turn.conversation.context.entries[:_ABOUT])
    return [entry for entry in map(turn.knowledge.get, dict.fromkeys(names)) if entry is not None]


def _answered_since(turn: Turn, document: Document) -> bool:
    """Whether the conversation went on to an entry that has other documents."""
    about = next(iter(conversation_subject.recent_entries(turn)), None)
    own = replies.entry_documents(about, turn.knowledge) if about is not None else ()
    return bool(own) and document not in own


def _near_subject(turn: Turn, found: Sequence[Document]) -> bool:
    """Whether some documents belong to what the conversation is about."""
    return bool(_belonging(turn, found, _current_entries(turn)))


def _none_of(name: str) -> str:
    """That there is no such document, by its name where that is one and no sentence."""
    said = name if len(name) <= LONGEST_NAME and _NO_NAME.search(name) is None else ""
    return wording.SHELF_NONE.format(name=said) if said else wording.SHELF_NONE_UNNAMED


def _shown_documents(reply: Reply) -> frozenset[str]:
    """Ids of the documents that a reply offers."""
    return frozenset(one.id for one in reply.documents)


def _pointing(reply: Reply) -> tuple[Block, ...]:
    """The blocks of a reply behind the word that there is no such document: what is offered says what goes into it."""
    if reply.decision is Decision.ANSWER:
        return reply.blocks
    offered = tuple(block for block in reply.blocks if block.kind == "steps")
    opened = tuple(replace(block, text=wording.SHELF_NONE_ENTRIES) for block in offered[:1])
    rest = tuple(block for block in reply.blocks if block.kind not in ("steps", "text", "note"))
    return (*opened, *rest, Block("note", wording.SHELF_NONE_HUMAN))


def _asks_whether(turn: Turn) -> bool:
    """Whether a message in a conversation asks if something has to be rather than for a document."""
    said = fold(turn.text)
    talking = bool(turn.conversation.context.asked) and turn.fresh(FOLLOWUP_WINDOW)
    elsewhere = _YES_NO.search(said) is not None or utterance.parse_utterance(turn.text).retracted is not None
    return talking and elsewhere and _WANTS.search(said) is None


def _asks_which(turn: Turn, name: str) -> bool:
    """Whether a message asks what has to be, or for a way, and for no document: 报销要哪些票, 有没有简单点的办法."""
    said = fold(turn.text)
    if not (turn.conversation.context.asked and turn.fresh(FOLLOWUP_WINDOW)):
        return False
    if name.endswith(_WAYS) and not _FORM_WORDS.search(said) and not _HANDS.search(said):
        return True
    return _WHICH.search(said) is not None and not _WANTS.search(said) and not _FORM_WORDS.search(said)


_WAYS = ("办法", "规定", "决定", "申请")
"""Nouns that name a way, a rule or an act as often as a paper."""
_HANDS = re.compile(r"给我|发我|发[一1]|[一1]份|传我|下载|写|起草|拟|编")
_WHICH = re.compile(r"哪些|什么|啥|哪几|多少|几")


def _hardly_meant(turn: Turn, wanted: Wanted) -> bool:
    """Whether a message in a conversation hardly asks for a document: 有没有通知工会."""
    talking = bool(turn.conversation.context.asked) and turn.fresh(FOLLOWUP_WINDOW)
    return talking and wanted.confidence < _HARDLY and _SHEET.search(fold(turn.text)) is None


def _titled(turn: Turn, kind: str) -> list[Document]:
    """The documents of a kind whose titles hold what a message is about beside words for documents: 报告模板."""
    words = pairs_of(_FORM_WORDS.sub("", fold(turn.text))) - {wording.TRADE}
    return [one for one in turn.knowledge.documents if kind and one.kind == kind and words & pairs_of(one.title)]


def _answered_entries(turn: Turn) -> list[Entry]:
    """The entries answered last, whose documents are meant when none is named; none for who asks for all there is."""
    if not turn.fresh(FOLLOWUP_WINDOW) or _EVERY.search(turn.text):
        return []
    names = (turn.conversation.entry, *turn.conversation.context.entries[:_ABOUT])
    return [entry for entry in map(turn.knowledge.get, dict.fromkeys(names)) if entry is not None]


def _near_conversation(turn: Turn, found: Sequence[Document]) -> tuple[Document, ...]:
    """Those of several documents that belong to what the conversation is about; else all, those of its topic first."""
    if not turn.fresh(FOLLOWUP_WINDOW) or _EVERY.search(turn.text):
        return tuple(found)
    offered = map(turn.knowledge.get, context_ranking.offered(turn))
    about = [*conversation_subject.recent_entries(turn)[:_ABOUT], *(entry for entry in offered if entry is not None)]
    if close := _belonging(turn, found, about):
        return close
    topic = [entry for entry in turn.knowledge.entries if about and entry.topic == about[0].topic]
    first = _belonging(turn, found, topic)
    return (*first, *(one for one in found if one not in first))


def _belonging(turn: Turn, found: Sequence[Document], entries: Sequence[Entry]) -> tuple[Document, ...]:
    """Those of some documents that belong to one of some entries."""
    own = {document.id for entry in entries for document in replies.entry_documents(entry, turn.knowledge)}
    return tuple(one for one in found if one.id in own)


_ABOUT = 2
"""Entries answered last whose documents may be meant."""


def _documents_of_subject(turn: Turn, wanted: Wanted) -> tuple[Document, ...]:
    """The documents of the entry that was talked about last and has one which goes by the words that ask: 那个请示."""
    words = word_classes.content(utterance.parse_utterance(turn.text).text)
    names = (turn.conversation.entry, *turn.conversation.context.entries) if turn.fresh(FOLLOWUP_WINDOW) and words else ()
    for entry in filter(None, map(turn.knowledge.get, dict.fromkeys(names))):
        own = replies.entry_documents(entry, turn.knowledge)
        among = [one for one in own if not wanted.documents or one.id in wanted.documents]
        if called := tuple(one for one in among if words in one.title):
            return called
    return ()


def _with_other_answer(turn: Turn, reply: Reply) -> Reply:
    """The reply with the answer to what else the message asks, as far as that is sure: 给我建会指南，另外要多少会员."""
    pieces = sentence_split.questions(turn.text, lambda piece: turn.index.exact(piece) is not None)
    for piece in pieces if len(pieces) > 1 else ():
        match = turn.index.match(piece, within=turn.text)
        entry = turn.knowledge.get(match.ranked[0].entry) if match.decision is Decision.ANSWER else None
        if entry is not None and sentence_split.asks(piece) and turn.index.requested_documents(piece) is None:
            answer = replies.answer(turn.text, entry, match.ranked[0].confidence, turn.knowledge)
            return replace(reply, blocks=(*reply.blocks, *answer.blocks), entry=entry.id, sources=answer.sources)
    return reply

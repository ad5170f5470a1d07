"""Shows documents: a file with what is to be known of it, a part of a guide, lists to pick from by number or button."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bot import wording
from bot.desk import (
    callback_data,
    context_ranking,
    conversation_subject,
    guide_parts,
    replies,
)
from bot.desk.conversation_memory import DOCUMENT, FOLLOWUP_WINDOW, ConversationMemory
from bot.desk.turn import Turn
from bot.errors import DocumentError
from bot.guide_files import FILES, locate
from bot.model import Attachment, Block, Button, Context, Decision, Document, DownloadRecord, Reply, Section, Wanted

log = logging.getLogger(__name__)
PAGE = 8
"""Documents of a list shown at a time: what a phone shows without scrolling."""
OTHER = "other"
"""The kind of documents that don't say theirs."""
FILLABLE = "fill"
"""The kind of documents that the bot fills in."""
_SHORT = 6
"""Characters of a label of which three stand beside each other on a phone."""
_STYLED = ("form", "letter")
"""Kinds whose wording a superior union may prescribe."""


@dataclass(frozen=True)
class _Line:
    """A line of a list, and what picking it does."""

    label: str
    action: str
    document: Document | None = None


class DocumentReplies:
    """Documents and lists of them as replies, remembered as what the conversation is about."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory

    # ------------------------------------------------------------ one document

    def document(self, turn: Turn, arguments: list[str]) -> Reply:
        """A document that was picked, in a format that was picked."""
        document = turn.knowledge.document(arguments[0]) if arguments else None
        if document is None:
            return replies.text_reply(turn.text, wording.SHELF_GONE)
        return replace(self.send(turn, document, arguments[1] if len(arguments) > 1 else ""), confidence=1.0)

    def send(self, turn: Turn, document: Document, format_: str = "") -> Reply:
        """A document as a file, in its first format when it has none like the one asked for."""
        downloads = replies.document_files(document)
        number = next((at for at, one in enumerate(downloads) if one.format == format_), 0)
        chosen, path = downloads[number], _path(turn, document.files[number])
        if path is None or not path.is_file():
            return replies.text_reply(turn.text, wording.SHELF_MISSING.format(title=document.title))
        blocks = [Block("text", wording.SHELF_SENT.format(title=document.title, about=_version_line(document, chosen.format)))]
        blocks += [Block("text", document.about)] if document.about else []
        if format_ and chosen.format != format_:
            missing = wording.SHELF_NO_FORMAT.format(wanted=_format(format_), given=_format(chosen.format))
            blocks.append(Block("note", missing))
        blocks += [Block("note", wording.SHELF_STYLE)] if document.kind in _STYLED else []
        others = [one.format for one in downloads if one.format != chosen.format]
        row = [
            Button(wording.SHELF_FORMAT.format(format=_format(one)), callback_data.document(document.id, one))
            for one in dict.fromkeys(others)
        ]
        if turn.knowledge.form(document.id) is not None:
            row.append(Button(wording.SHELF_FILL, callback_data.fill(document.id)))
        if guide_parts.sections_of(turn.knowledge, document.id):
            row.append(Button(wording.SHELF_CONTENTS, callback_data.part(document.id)))
        entry = turn.knowledge.get(turn.conversation.entry)
        own = entry is not None and document in replies.entry_documents(entry, turn.knowledge)
        turn = turn if own else replace(turn, conversation=replace(turn.conversation, entry=""))
        return replace(
            self._remember_document(turn, blocks, row, document),
            files=(Attachment(chosen.file, document.id, blocks[0].text, str(path)),),
        )

    def count(self, turn: Turn, reply: Reply) -> None:
        """Note who took what: each file of a reply once for the message that asked for it."""
        for file in reply.files if not turn.question.alone else ():
            document = turn.knowledge.document(file.document)
            format_ = file.name.rpartition(".")[2].lower()
            question = turn.question
            who = (question.channel, question.conversation, question.asker, question.wire)
            taken = DownloadRecord(file.document, document.version if document else "", format_, *who)
            self._memory.best_effort(lambda taken=taken: self._memory.store.take(taken))  # type: ignore[misc]  # bound at once

    # ------------------------------------------------------------ a part of a guide

    def part(self, turn: Turn, arguments: list[str]) -> Reply:
        """A part of a guide that was picked, or its table of contents."""
        document = turn.knowledge.document(arguments[0]) if arguments else None
        sections = guide_parts.sections_of(turn.knowledge, arguments[0]) if arguments else ()
        if document is None or not sections:
            return replies.text_reply(turn.text, wording.SHELF_GONE)
        number = callback_data.number(arguments[1]) if len(arguments) > 1 else 0
        section = next((one for one in sections if one.number == number), None)
        if section is None:
            heads = _section_heading(document, guide_parts.chapters(sections))
            return self._pick_list(turn, wording.SHELF_TOC.format(title=document.title), heads, document)
        shown = guide_parts.section_excerpt(section, sections)
        blocks = [Block("heading", wording.SHELF_PART.format(title=document.title, part=section.title)), *shown.blocks]
        row = [Button(wording.SHELF_GET, callback_data.document(document.id))]
        row += [Button(wording.SHELF_NEXT, callback_data.part(document.id, shown.after))] if shown.after else []
        lines = _section_heading(document, shown.within)
        if lines:
            blocks.append(Block("steps", wording.SHELF_PARTS_WITHIN, tuple(line.label for line in lines)))
        return self._remember_document(turn, blocks, [*map(_button, lines), *row], document)

    # ------------------------------------------------------------ lists

    def listing(self, turn: Turn, arguments: list[str]) -> Reply:
        """The documents of a kind; without one the guides, and the other kinds with their numbers."""
        page = callback_data.number(arguments[1]) if len(arguments) > 1 else 1
        kind = arguments[0] if arguments else ""
        if kind == FILLABLE:
            return self.fillable(turn, page)
        if kind:
            named = "" if kind == OTHER else kind
            found = [one for one in turn.knowledge.documents if one.kind == named]
            label = wording.SHELF_KINDS.get(named, wording.SHELF_KINDS[""])
            opening = wording.SHELF_OF_KIND.format(kind=label, count=len(found))
            lines = list(map(document_line, found))
            return (
                self._paged(turn, opening, lines, page, partial(callback_data.document_list, kind))
                if found
                else self.listing(turn, [])
            )
        guides = [one for one in turn.knowledge.documents if one.kind == "guide"]
        if not turn.knowledge.documents:
            return replies.text_reply(turn.text, wording.SHELF_EMPTY)
        lines = list(map(document_line, guides))
        for name, label in wording.SHELF_KINDS.items():
            count = sum(one.kind == name for one in turn.knowledge.documents)
            if count and name != "guide":
                line = wording.SHELF_KIND_LINE.format(kind=label, count=count)
                lines.append(_Line(line, callback_data.document_list(name or OTHER)))
        return self._pick_list(turn, wording.SHELF_OVERVIEW, lines)

    def to_fill(self, turn: Turn, documents: Sequence[Document]) -> Reply:
        """Some documents that can be filled in, to pick from."""
        return self._pick_list(
            turn, wording.FILL_WHICH, [_Line(one.title, callback_data.fill(one.id), one) for one in documents]
        )

    def fillable(self, turn: Turn, page: int = 1, opening: str = "") -> Reply:
        """The documents that the bot fills in, to pick from."""
        found = [one for one in turn.knowledge.documents if turn.knowledge.form(one.id) is not None]
        if not found:
            return replies.text_reply(turn.text, wording.FILL_NONE)
        lines = [_Line(one.title, callback_data.fill(one.id), one) for one in found]
        return self._paged(turn, opening or wording.FILL_WHICH, lines, page, partial(callback_data.document_list, FILLABLE))

    def entry_documents(self, turn: Turn, arguments: list[str]) -> Reply:
        """The documents that belong to an entry."""
        entry = turn.knowledge.get(arguments[0]) if arguments else None
        found = replies.entry_documents(entry, turn.knowledge) if entry is not None else ()
        if entry is None or not found:
            return replies.text_reply(turn.text, wording.SHELF_GONE)
        opening = wording.SHELF_OF_ENTRY.format(question=entry.question)
        page = callback_data.number(arguments[1]) if len(arguments) > 1 else 1
        lines = list(map(document_line, found))
        return self._paged(turn, opening, lines, page, partial(callback_data.entry_documents, entry.id))

    def _paged(self, turn: Turn, opening: str, lines: Sequence[_Line], page: int, turned: Callable[[int], str]) -> Reply:
        """A page of a list; its last line turns to the next."""
        pages = -(-len(lines) // PAGE)
        page = min(max(page, 1), pages)
        shown = [*lines[(page - 1) * PAGE : page * PAGE]]
        if page < pages:
            shown.append(_Line(wording.SHELF_MORE.format(count=len(lines) - page * PAGE), turned(page + 1)))
        return self._pick_list(turn, opening, shown)

    def _pick_list(self, turn: Turn, opening: str, lines: Sequence[_Line], document: Document | None = None) -> Reply:
        """Lines to pick from by number or button, of the document spoken of when there is one."""
        listed = Block("steps", opening, tuple(line.label for line in lines))
        if document is not None:
            return self._remember_document(turn, [listed], list(map(_button, lines)), document)
        self._memory.remember(turn, choices=tuple(line.action for line in lines), awaiting="")
        downloads = tuple(one for line in lines if line.document for one in replies.document_files(line.document))
        buttons = callback_data.rows(list(map(_button, lines)), 1)
        return Reply(turn.text, Decision.GUIDE, (listed,), documents=downloads, buttons=buttons)

    def _remember_document(self, turn: Turn, blocks: Sequence[Block], buttons: Sequence[Button], document: Document) -> Reply:
        """A reply after which the conversation is about a document; the numbers are those of the buttons."""
        context = _about_document(turn, document)
        choices = tuple(button.action for button in buttons)
        self._memory.remember(turn, choices=choices, awaiting=DOCUMENT + document.id, context=context)
        width = 3 if all(len(button.label) <= _SHORT for button in buttons) else 1
        downloads = replies.document_files(document)
        rows = callback_data.rows(list(buttons), width)
        return Reply(turn.text, Decision.GUIDE, tuple(blocks), documents=downloads, buttons=rows)

    # ------------------------------------------------------------ documents to pick from

    def found_page(self, turn: Turn, arguments: list[str]) -> Reply:
        """A later page of the documents that words asked for."""
        words = arguments[1] if len(arguments) == 2 else ""
        wanted = turn.index.requested_documents(words)
        found = [one for one in map(turn.knowledge.document, wanted.documents if wanted else ()) if one is not None]
        if not found:
            return replies.text_reply(turn.text, wording.SHELF_GONE)
        return self._which(turn, found, words, callback_data.number(arguments[0]))

    def _which(self, turn: Turn, found: Sequence[Document], words: str, page: int) -> Reply:
        """Documents to pick from, by pages."""
        lines = list(map(document_line, found))
        reply = self._paged(turn, wording.SHELF_WHICH, lines, page, partial(callback_data.document_search, words))
        return replace(reply, blocks=(*reply.blocks, Block("note", wording.SHELF_NAME_IT)))

    def _part_requested(self, turn: Turn, document: Document, wanted: Wanted) -> Reply:
        if not wanted.sections:
            reply = self.part(turn, [document.id])
            missed = () if guide_parts.asks_for_contents(turn.text) else (Block("text", wording.SHELF_NO_PART),)
            return replace(reply, blocks=(*missed, *reply.blocks))
        if len(wanted.sections) == 1:
            return self.part(turn, [document.id, str(wanted.sections[0])])
        found = [one for one in guide_parts.sections_of(turn.knowledge, document.id) if one.number in wanted.sections]
        opening = wording.SHELF_WHICH_PART.format(title=document.title)
        return self._pick_list(turn, opening, _section_heading(document, found), document)


def _about_document(turn: Turn, document: Document) -> Context:
    """What the conversation is about after a document: the entry that it belongs to, of those talked about if one does."""
    context = replace(turn.conversation.context, document=document.id)
    talked = [entry.id for entry in conversation_subject.recent_entries(turn)] if turn.fresh(FOLLOWUP_WINDOW) else []
    own = {entry.id for entry in turn.knowledge.entries if document in replies.entry_documents(entry, turn.knowledge)}
    if not own or own & {*talked[:1], *context_ranking.offered(turn)[:1]}:
        return context
    ranked = [one.entry for one in turn.index.rank(f"{document.title}{turn.text}", _RANKED)]
    entry = turn.knowledge.get(next((name for name in (*talked, *ranked) if name in own), ""))
    if entry is None:
        return context
    entries = (entry.id, *(name for name in context.entries if name != entry.id))[:_KEPT]
    questions = (entry.question, *context.questions)[: context_ranking.QUESTIONS]
    return replace(context, entries=entries, offered=(), open=False, step=0, shown=0, asked=entry.question, questions=questions)


_RANKED = 20
"""Places of a ranking among which the entry that a document belongs to is looked for."""
_KEPT = 5
"""Entries that a conversation can go back to."""


def _path(turn: Turn, file: str) -> Path | None:
    """Where a document's file lies; None when there is no folder, or the file would be outside it."""
    try:
        return locate(Path(turn.knowledge.shelf), file, FILES) if turn.knowledge.shelf else None
    except DocumentError:
        log.exception("a guide's file isn't sent")
        return None


def document_line(document: Document) -> _Line:
    """A document's line in a list: its title and formats."""
    formats = "、".join(dict.fromkeys(_format(one.format) for one in replies.document_files(document)))
    return _Line(
        wording.SHELF_TITLE.format(title=document.title, formats=formats), callback_data.document(document.id), document
    )


def _section_heading(document: Document, sections: Sequence[Section]) -> list[_Line]:
    return [_Line(one.title, callback_data.part(document.id, one.number)) for one in sections]


def _button(line: _Line) -> Button:
    return Button(line.label, line.action)


def _version_line(document: Document, format_: str) -> str:
    """Format, version and date of a document, as far as they are known."""
    said = [_format(format_)]
    if document.version:
        said.append(wording.SHELF_VERSION.format(version=document.version))
    if document.day is not None:
        day = document.day
        said.append(wording.SHELF_DAY.format(year=day.year, month=day.month, day=day.day))
    return "，".join(said)


def _format(format_: str) -> str:
    """A format's name for people."""
    return wording.SHELF_FORMATS.get(format_, format_)

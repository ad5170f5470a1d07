"""When a form is being filled in: what begins it, what goes into the blank, and what is a question in between."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace

from bot import wording
from bot.desk import callback_data, replies, sentence_split, smalltalk
from bot.desk.conversation_memory import FOLLOWUP_WINDOW, ConversationMemory
from bot.desk.document_dialog import DocumentDialog, current_document
from bot.desk.form_commands import command
from bot.desk.form_dialog import AWAITED, FormDialog
from bot.desk.turn import Turn
from bot.errors import StoreError
from bot.forms import validation as blanks
from bot.forms.validation import RefusedError
from bot.model import Block, Decision, Document, FieldKind, FormField, Reply
from bot.normalise import fold, key

log = logging.getLogger(__name__)
_BEGIN = re.compile(
    r"(?:(?:请|麻烦)?(?:[帮替给代我俺忙想要]|我们|能不能|可以)+(?:填写?|写|拟写?|起草|生成|出具?)|填写?|起草|代[填写]"
    r"|(?:写|拟|出)(?=[一1]?[个份张封]))(?![报错日])(?:[一1]?(?:下|个|份|张|封))?(?P<name>.+)|(?:帮|替)(?:我们?|忙)?(?:填写?|写)"
)
_BEGIN_BEHIND = re.compile(
    r"(?P<name>.{2,20}?)(?:请|麻烦|想要?|能不能|可以)?(?:[帮替给](?:我们?|忙|俺|咱们?)|请)+(?:填写?|写|拟|起草|出具?)(?:[一1]?[下个份张封]|好|了|吧)*"
)
"""What begins with wanting it written: 帮我写建会请示, 填选票."""
_ASKING = re.compile(r"怎|如何|什么|哪|吗$|谁|多少|几|需要|要不要|注意")
_MOST_BEHIND = 40
"""Characters of a message that names a form and asks to have it filled in behind it."""
_ASKED = re.compile(
    r"[?？]\s*\Z|(?:吗|呢|么)\s*\Z|怎么|怎样|如何|什么|为啥|为何|哪[个里些儿天]|谁|是不是|能不能|可不可以|要不要"
)
_BARE = 16
"""Characters up to which a text may be the value of a blank for words, and no message to a person."""
_SHORTEST = 4
"""Characters of a question in between."""
_REQUEST = re.compile(r"给我|发我|发给我|下载")
_OUT = ("human", "help", "topics", "greeting", "thanks", "bye", "who")
"""Small talk that means the same at any moment."""


class FormRouting:
    """Stands between the desk and the filling in."""

    def __init__(self, filling: FormDialog, shelf: DocumentDialog, memory: ConversationMemory) -> None:
        self._filling = filling
        self._documents = shelf
        self._memory = memory

    # ------------------------------------------------------------ while it goes on

    def is_filling(self, turn: Turn) -> bool:
        """Whether the conversation is filling in a form just now."""
        return turn.conversation.awaiting == AWAITED and turn.fresh(FOLLOWUP_WINDOW)

    def form_input(self, turn: Turn) -> Reply | None:
        """What goes into the blank or steers the filling in; None for a question in between."""
        return _with_store(turn, lambda: self._form_input(turn))

    def value_meanwhile(self, turn: Turn) -> Reply | None:
        """What goes into the blank though a question for a person is awaited: a value of the open form; None for none."""
        return _with_store(turn, lambda: self._value_meanwhile(turn))

    def _value_meanwhile(self, turn: Turn) -> Reply | None:
        open_ = self._filling.draft(turn)
        if open_ is None or turn.question.action or open_[0].at >= len(open_[1].fields):
            return None
        text, field = turn.text.strip(), open_[1].fields[open_[0].at]
        if (
            command(text)
            or smalltalk.kind(text)
            or sentence_split.asks(text)
            or _certainly_asks(text)
            or not _accepts(field, text)
        ):
            return None
        if field.kind in (FieldKind.LONG, FieldKind.LIST) or (field.kind is FieldKind.TEXT and len(fold(text)) > _BARE):
            return None  # whole sentences may as well be for the person
        reply = self._filling.handle_text(replace(turn, conversation=replace(turn.conversation, awaiting=AWAITED)))
        return replace(reply, blocks=(Block("note", wording.FILL_NOT_PASSED), *reply.blocks))

    def raw_input(self, turn: Turn) -> Reply | None:
        """What goes into the blank, whatever it looks like; None when no form is open any more."""
        return _with_store(turn, lambda: self._filling.handle_text(turn) if self._filling.draft(turn) is not None else None)

    def _form_input(self, turn: Turn) -> Reply | None:
        if turn.question.action:
            return self._filling.handle_action(turn, _steps(turn)) if turn.question.action[:1] == "v" else None
        open_ = self._filling.draft(turn)
        if open_ is None or not turn.text.strip():
            return None
        if self._picks_from_list(turn):
            return None
        told = command(turn.text)
        outside = turn.text.lstrip().startswith("/") or smalltalk.kind(turn.text) in _OUT
        draft, form = open_
        field = form.fields[draft.at] if draft.at < len(form.fields) else None
        if not told and (outside or self._is_question(turn, field)):
            return None
        return self._filling.handle_text(turn)

    def _picks_from_list(self, turn: Turn) -> bool:
        """Whether a bare number is for the list that was shown last, of an answer in between, and not for the blank."""
        number = smalltalk.picked_number(turn.text)
        open_ = self._filling.draft(turn) if 0 < number <= len(turn.conversation.choices) else None
        if open_ is None or open_[0].at >= len(open_[1].fields):
            return False
        return open_[1].fields[open_[0].at].kind in (FieldKind.TEXT, FieldKind.LONG, FieldKind.LIST)

    def with_reminder(self, turn: Turn, reply: Reply) -> Reply:
        """The answer to what was asked in between, with the way back; the filling in's own replies have it already."""
        own = any(button.action.startswith("v:") for row in reply.buttons for button in row)
        try:
            self._filling.restore_awaiting(turn)
            return reply if own else self._filling.with_reminder(turn, reply)
        except StoreError:
            log.exception("the store failed; the answer goes out all the same")
            return reply

    def _is_question(self, turn: Turn, field: FormField | None) -> bool:
        """Whether a text is a question of its own; what the blank takes, and what doesn't sound like asking, isn't."""
        text = turn.text.strip()
        marked = text.endswith(("?", "？"))
        if field is not None and field.kind not in (FieldKind.TEXT, FieldKind.LONG, FieldKind.LIST) and _accepts(field, text):
            return False
        if field is not None and field.kind not in (FieldKind.LONG, FieldKind.LIST) and _certainly_asks(text):
            # no blank of a few words takes it; the desk at least says what it makes of it
            return True
        if _REQUEST.search(text) and turn.index.requested_documents(text) is not None:
            return True
        long = field is not None and field.kind in (FieldKind.LONG, FieldKind.LIST)
        if "\n" in text or not (marked or (sentence_split.asks(text) and not long)):
            return False
        decision = turn.index.match(text).decision
        return decision is Decision.ANSWER or (marked and decision is Decision.CHOOSE)

    # ------------------------------------------------------------ beginning

    def begin_request(self, turn: Turn) -> Reply | None:
        """The beginning of a form that a message asks to have filled in; None for one that doesn't."""
        return _with_store(turn, lambda: self._begin_request(turn))

    def _begin_request(self, turn: Turn) -> Reply | None:
        text = turn.text.strip()
        if command(text) == "go" and self._filling.draft(turn) is not None:
            return self._filling.handle_action(turn, ["go"])
        if text.lower().startswith("/fill"):
            return self._form_named(turn, key(text[len("/fill") :]))
        name = requested_document(text)
        if name is None:
            return None
        return self._form_named(turn, name) if not name or turn.index.requested_documents(name) is not None else None

    def begin_pressed(self, turn: Turn, arguments: list[str]) -> Reply:
        """The button that begins a form; without one, what can be filled in."""
        begin = (
            (lambda: self._start(turn, arguments[0])) if arguments and arguments[0] else (lambda: self._form_named(turn, ""))
        )
        return _with_store(turn, begin) or _unsaved(turn)

    def step(self, turn: Turn, arguments: list[str]) -> Reply:
        """A button within a form, pressed when the conversation has gone elsewhere."""
        return _with_store(turn, lambda: self._filling.handle_action(turn, arguments)) or _unsaved(turn)

    def _form_named(self, turn: Turn, name: str) -> Reply:
        if not name:
            return self._filling.resume_offer(turn) or self._current_form(turn) or self._documents.fillable(turn)
        wanted = turn.index.requested_documents(name)
        if wanted is not None and not wanted.documents:
            return self._filling.resume_offer(turn) or self._documents.fillable(turn)
        found = [one for one in map(turn.knowledge.document, wanted.documents if wanted else ()) if one is not None]
        able = [one for one in found if turn.knowledge.form(one.id) is not None]
        if len(able) == 1:
            return self._start(turn, able[0].id)
        if len(found) == 1:
            said = Block("note", wording.FILL_NOT.format(title=found[0].title))
            reply = self._documents.send(turn, found[0])
            return replace(reply, blocks=(said, *reply.blocks))
        if able:
            return self._documents.to_fill(turn, able)
        return self._documents.fillable(turn, opening=wording.FILL_NO_SUCH.format(name=name[:40]))

    def _current_form(self, turn: Turn) -> Reply | None:
        """The form of the document spoken of, or of those that belong to what was talked about; None for none."""
        known = turn.knowledge
        entry = known.get(turn.conversation.entry) if turn.fresh(FOLLOWUP_WINDOW) else None
        last = known.document(current_document(turn))
        listed = [last] if last is not None else list(replies.entry_documents(entry, known)) if entry is not None else []
        able = [one for one in listed if known.form(one.id) is not None]
        if len(able) == 1:
            return self._start(turn, able[0].id)
        return self._documents.to_fill(turn, able) if able else None

    def _start(self, turn: Turn, document: str) -> Reply:
        listed = turn.knowledge.document(document)
        if turn.question.alone and listed is not None:
            return self._alone(turn, listed)
        return self._filling.start(turn, document)

    def _alone(self, turn: Turn, document: Document) -> Reply:
        """A conversation that never goes on gets the blank form."""
        reply = self._documents.send(turn, document)
        note = Block("note", wording.FILL_ALONE.format(title=document.title))
        return replace(reply, blocks=(*reply.blocks, note))


def _with_store(turn: Turn, do: Callable[[], Reply | None]) -> Reply | None:
    """What is done with a form; where the store fails, that it couldn't be kept: what she sees stands in the draft."""
    try:
        return do()
    except StoreError:
        log.exception("the store failed; a form stays as it was")
        return _unsaved(turn)


def _unsaved(turn: Turn) -> Reply:
    return Reply(turn.text, Decision.SMALLTALK, (Block("text", wording.FILL_UNSAVED),))


def _certainly_asks(text: str) -> bool:
    """Whether a text asks something beyond doubt: it ends as questions do, and says more than a word."""
    return bool(_ASKED.search(text)) and len(fold(text)) >= _SHORTEST


def requested_document(text: str) -> str | None:
    """What a text asks to have written, empty when it doesn't say; None when it asks for nothing of the kind."""
    if _ASKING.search(text):
        return None
    said = fold(text)
    match = _BEGIN.fullmatch(said) or _BEGIN_BEHIND.fullmatch(said[:_MOST_BEHIND])
    return None if match is None else match["name"] or ""


def _steps(turn: Turn) -> list[str]:
    return callback_data.parse(turn.question.action)[1]


def _accepts(field: FormField, text: str) -> bool:
    """Whether the blank takes a text as it stands."""
    try:
        blanks.read(field, text, blanks.ANY_DAY)
    except RefusedError:
        return False
    return True

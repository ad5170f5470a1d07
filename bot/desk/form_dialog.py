"""Filling in a form in conversation: one blank at a time, then a last look, then the Word file.

What was written so far is a `Draft` in the store, so that it outlives a restart. It listens to what is typed only while the
conversation is awaiting it (`AWAITED`); a question asked in between is answered as always, and the draft waits.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot import china_time, wording
from bot.desk import callback_data, form_commands, form_views
from bot.desk.form_commands import command
from bot.desk.form_views import Frozen, before_reply, frozen, read_back, sentence, thawed, title
from bot.desk.turn import Turn
from bot.errors import DocumentError, JianhuitongError
from bot.forms import checking, several_values
from bot.forms import validation as blanks
from bot.forms.validation import RefusedError
from bot.model import (
    FILLING,
    Block,
    Button,
    Check,
    Draft,
    FieldKind,
    Form,
    FormField,
    Knowledge,
    Reply,
)
from bot.model.form_values import Value, Values
from bot.normalise import whole
from bot.ports import DeskStorage, Write

T = TypeVar("T")

AWAITED = FILLING
"""What a conversation awaits while a form is being filled in."""
KEPT = 7 * 24 * 3600.0
"""Seconds after which a draft that nobody went on with is forgotten."""
_REMEMBERED = 2_000
"""Conversations of which the message that filled the last blank is remembered."""
_PATIENCE = 2
"""Refusals of one blank in a row, from which on the prompt offers ways out."""


def unwritten(_: Knowledge, __: Form, ___: Mapping[str, Value]) -> bytes:
    """What stands in for the writer of Word files where there is none: says that it didn't work."""
    raise DocumentError(wording.FILL_FAILED)


class FormDialog:
    """Asks for a form's fields one after the other, checks them, and makes the file."""

    def __init__(self, store: DeskStorage, write: Write) -> None:
        self._store = store
        self._write = write
        self._taken: OrderedDict[str, str] = OrderedDict()
        """The message by conversation that filled the last blank; after a restart an edit of it isn't told from a new one."""
        self._refused: OrderedDict[str, tuple[str, int]] = OrderedDict()
        """The field by conversation that was refused last, and how often in a row; after a restart it counts anew."""
        self._filled: OrderedDict[str, str] = OrderedDict()
        """The field by conversation that was filled last, which 改成… is about; after a restart the one before."""

    # ------------------------------------------------------------ coming in

    def draft(self, turn: Turn) -> tuple[Draft, Form] | None:
        """What is being filled in in this conversation, with its form; None when nothing is, or the form has gone."""
        kept = self._store.draft(turn.conversation.key)
        form = turn.knowledge.form(kept.form) if kept and turn.now - kept.updated < KEPT else None
        if kept is None or form is None:
            return None
        names = {field.name for field in form.fields}
        known = tuple(pair for pair in kept.values if pair[0] in names)  # the form may have been edited meanwhile
        return replace(kept, at=min(kept.at, len(form.fields)), values=known), form

    def start(self, turn: Turn, document: str) -> Reply:
        """Begin a form; one that is half done is offered first."""
        form, listed = turn.knowledge.form(document), turn.knowledge.document(document)
        if form is None or listed is None:
            return sentence(turn, wording.FILL_GONE)
        return self.resume_offer(turn) or self._begin(turn, form)

    def resume_offer(self, turn: Turn) -> Reply | None:
        """The offer to go on with what is half done; None when nothing is."""
        open_ = self.draft(turn)
        return self._resumable(turn, *open_) if open_ is not None and open_[0].values else None

    def handle_text(self, turn: Turn) -> Reply:
        """What was typed while a form is being filled in."""
        open_ = self.draft(turn)
        if open_ is None:
            return sentence(turn, wording.FILL_GONE)
        draft, form = open_
        if turn.question.edited and self._taken.get(draft.conversation) == turn.question.wire:
            return before_reply(self._ask(turn, draft, form), wording.FILL_EDITED)
        told = command(turn.text)
        changed = self._change_from_text(turn, draft, form) if not told else None
        if changed is not None:
            return changed
        if draft.at >= len(form.fields):
            number = whole(turn.text)
            if number is not None and 0 < number <= len(form.fields):
                return self._change(turn, draft, form, number - 1)
            return self.handle_action(turn, [told or "look"])
        if told in ("back", "stop", "again", "skip"):
            return self.handle_action(turn, [told])
        # 没有, 还没批 and 对 may be what she writes into the blank
        field = form.fields[draft.at]
        words = field.kind in (FieldKind.TEXT, FieldKind.LONG)
        if told == "none" and (words or not _accepts(field, turn)) and (field.optional or turn.text.strip() != "没有"):
            return self.handle_action(turn, ["skip"])
        return self._take_value(turn, draft, form, turn.text)

    def _change_from_text(self, turn: Turn, draft: Draft, form: Form) -> Reply | None:
        """What a text changes of what was filled in before: 改第三项, 会员人数改成260, 改成260; None when nothing."""
        long = draft.at < len(form.fields) and form.fields[draft.at].kind in (FieldKind.LONG, FieldKind.LIST)
        mended = form_commands.last_value_mended(turn.text) if not long else None
        if mended is not None:
            before = self._before(draft, form)
            return self._set_value(turn, draft, form, before, mended) if before is not None else None
        change = form_commands.field_change(turn.text, form)
        if change is None:
            return None
        if change.at is None:
            return before_reply(self._ask(turn, draft, form), wording.FILL_NO_FIELD.format(count=len(form.fields)))
        if change.value is not None:
            return self._set_value(turn, draft, form, change.at, change.value)
        return self._change(turn, draft, form, change.at)

    def _before(self, draft: Draft, form: Form) -> int | None:
        """The place of the field that was filled last; None when none was."""
        held = dict(draft.values)
        last = self._filled.get(draft.conversation, "")
        places = [at for at, field in enumerate(form.fields) if field.name in held]
        return next(
            (at for at in places if form.fields[at].name == last), max((at for at in places if at < draft.at), default=None)
        )

    def _set_value(self, turn: Turn, draft: Draft, form: Form, at: int, text: str) -> Reply:
        """Another value for a field that isn't being asked for just now; then on with the one that is."""
        return self._take_value(turn, replace(draft, at=at), form, text, back=draft.at)

    def handle_action(self, turn: Turn, arguments: list[str]) -> Reply:
        """A button of the filling in, or the same in words."""
        open_ = self.draft(turn)
        if open_ is None:
            return sentence(turn, wording.FILL_GONE)
        draft, form = open_
        told = arguments[0] if arguments else ""
        if told == "pick" and len(arguments) == 3:
            return self._pick(turn, draft, form, arguments)
        if told == "edit" and len(arguments) == 2 and 0 < callback_data.number(arguments[1]) <= len(form.fields):
            return self._change(turn, draft, form, callback_data.number(arguments[1]) - 1)
        act = _ACTS.get(told, FormDialog._ask)
        return act(self, turn, draft, form)

    # ------------------------------------------------------------ one blank

    def _begin(self, turn: Turn, form: Form) -> Reply:
        # 人工 from here on is about the form, not about what was answered before
        turn = replace(turn, conversation=replace(turn.conversation, record=0))
        reply = self._keep(turn, Draft(turn.conversation.key, form.document), form)
        opening = [Block("text", wording.FILL_BEGIN.format(title=title(turn, form), count=len(form.fields)))]
        opening += [Block("text", form.intro)] if form.intro else []
        return replace(reply, blocks=(*opening, *reply.blocks))

    def _resumable(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        self._await(turn)
        return form_views.resume_offer(turn, draft, form)

    def _keep(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """Remember the draft and ask for what it lacks next."""
        draft = replace(draft, updated=turn.now)
        self._store.save_draft(draft)
        return self._ask(turn, draft, form)

    def _ask(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        self._await(turn)
        if draft.at >= len(form.fields):
            return form_views.summary(turn, draft, form, self._problems(form, dict(draft.values)))
        return form_views.question(turn, draft, form)

    def _take_value(self, turn: Turn, draft: Draft, form: Form, text: str, back: int | None = None) -> Reply:
        """Put what was written into the blank asked for, unless it can't stand there; `back`: where to go on then."""
        today = china_time.date_of(turn.now)
        field = form.fields[draft.at]
        found = several_values.split_values(form, draft.at, text, today) if back is None and not draft.looking else ()
        try:
            found = found or ((field, blanks.read(field, text, today)),)
        except RefusedError as error:
            crowded = several_values.holds_several_numbers(field, text)
            return self._refuse(turn, draft, form, wording.FILL_SEVERAL if crowded else str(error))
        held = dict(draft.values) | {one.name: frozen(value) for one, value in found}
        names = {one.name for one, _ in found}
        wrong = [check for check in self._problems(form, held) if names & set(checking.concerned(check))]
        broken = [wording.FILL_WRONG.format(say=check.say) for check in wrong if not check.warn]
        if broken:
            return self._refuse(turn, draft, form, *broken)
        moved = replace(draft, values=tuple(held.items()))
        moved = replace(moved, at=back) if back is not None else _advanced(moved, form)
        reply = self._keep(turn, moved, form)
        _remember(self._taken, draft.conversation, turn.question.wire)
        _remember(self._filled, draft.conversation, found[-1][0].name)
        self._refused.pop(draft.conversation, None)
        return before_reply(
            reply, *read_back(found, text, put=back is not None), *(wording.FILL_WARN.format(say=check.say) for check in wrong)
        )

    def _refuse(self, turn: Turn, draft: Draft, form: Form, *why: str) -> Reply:
        """Ask again, saying why; from the second time on with ways out."""
        field = form.fields[draft.at]
        name, count = self._refused.get(draft.conversation, ("", 0))
        count = count + 1 if name == field.name else 1
        _remember(self._refused, draft.conversation, (field.name, count))
        reply = self._ask(turn, draft, form)
        if count < _PATIENCE:
            return before_reply(reply, *why)
        ways = (
            Button(wording.FILL_LATER, callback_data.fill_in("later")),
            Button(wording.FILL_PERSON, callback_data.person()),
        )
        return replace(before_reply(reply, *why, wording.FILL_STUCK.format(count=count)), buttons=(ways, *reply.buttons))

    def _pick(self, turn: Turn, draft: Draft, form: Form, arguments: list[str]) -> Reply:
        """A choice's button; an old one only asks again."""
        at, number = (callback_data.number(argument) for argument in arguments[1:])
        fits = at == draft.at < len(form.fields) and 0 < number <= len(form.fields[at].choices)
        return (
            self._take_value(turn, draft, form, form.fields[at].choices[number - 1]) if fits else self._ask(turn, draft, form)
        )

    def _skip(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """Leave a blank for handwriting; what must be there stays asked for, but what it held goes on holding."""
        if draft.at >= len(form.fields):
            return self._ask(turn, draft, form)
        field = form.fields[draft.at]
        held = dict(draft.values)
        if not field.optional and field.name not in held:
            reply = before_reply(self._ask(turn, draft, form), wording.FILL_NEEDED)
            later = Button(wording.FILL_LATER, callback_data.fill_in("later"))
            return replace(reply, buttons=((later,), *reply.buttons))
        if field.optional:
            held.pop(field.name, None)
        return self._keep(turn, _advanced(replace(draft, values=tuple(held.items())), form), form)

    def _later(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """On to the next blank without this one, which the last look asks for again."""
        self._refused.pop(draft.conversation, None)
        return self._keep(turn, _advanced(draft, form), form) if draft.at < len(form.fields) else self._ask(turn, draft, form)

    def _back(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        return self._keep(turn, replace(draft, at=max(draft.at - 1, 0), looking=False), form)

    def _again(self, turn: Turn, _: Draft, form: Form) -> Reply:
        return self._begin(turn, form)

    def _stop(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        self._store.drop_draft(draft.conversation)
        self._await(turn, "")
        return sentence(turn, wording.FILL_STOPPED.format(title=title(turn, form)))

    def _change(self, turn: Turn, draft: Draft, form: Form, at: int) -> Reply:
        """Ask for one field again; from the last look it goes back there, else on to what is still open."""
        return self._keep(turn, replace(draft, at=at, looking=draft.looking or draft.at >= len(form.fields)), form)

    # ------------------------------------------------------------ the last look and the file

    def _make_file(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """The Word file; the draft stays for its week, so that a change doesn't mean beginning anew."""
        held = dict(draft.values)
        missing = any(not field.optional and field.name not in held for field in form.fields)
        document = turn.knowledge.document(form.document)
        if draft.at < len(form.fields) or missing or not all(check.warn for check in self._problems(form, held)):
            return self._ask(turn, draft, form)
        if document is None:
            return sentence(turn, wording.FILL_GONE)
        try:
            content = self._write(turn.knowledge, form, {name: thawed(value) for name, value in held.items()})
        except JianhuitongError:
            return sentence(turn, wording.FILL_FAILED)
        self._await(turn, "")
        return form_views.file(turn, document, content)

    # ------------------------------------------------------------ shared

    def _problems(self, form: Form, held: dict[str, str | Frozen]) -> tuple[Check, ...]:
        return checking.failed(form, {name: thawed(value) for name, value in held.items()})

    def _await(self, turn: Turn, awaiting: str = AWAITED) -> None:
        self._store.save_conversation(replace(turn.conversation, updated=turn.now, awaiting=awaiting, choices=()))

    def restore_awaiting(self, turn: Turn) -> None:
        """What is typed after an answer in between goes to the form, unless the desk has asked for something itself."""
        kept = self._store.conversation(turn.conversation.key)
        if kept is not None and not kept.awaiting and self.draft(turn) is not None:
            self._store.save_conversation(replace(kept, updated=turn.now, awaiting=AWAITED))

    def with_reminder(self, turn: Turn, reply: Reply) -> Reply:
        """The answer to a question asked in between, with the way back to the form."""
        open_ = self.draft(turn)
        if open_ is None:
            return reply
        said = Block("note", wording.FILL_WAITS.format(title=title(turn, open_[1])))
        back = (Button(wording.FILL_GO, callback_data.fill_in("go")),)
        return replace(reply, blocks=(*reply.blocks, said), buttons=(*reply.buttons, back))


_ACTS: dict[str, Callable[[FormDialog, Turn, Draft, Form], Reply]] = {
    "skip": FormDialog._skip,
    "none": FormDialog._ask,
    "later": FormDialog._later,
    "back": FormDialog._back,
    "again": FormDialog._again,
    "stop": FormDialog._stop,
    "make": FormDialog._make_file,
    "go": FormDialog._ask,
    "look": FormDialog._ask,
}


def _advanced(draft: Draft, form: Form) -> Draft:
    """The draft at its next field without a value, or back at the last look that it was changed from."""
    held = dict(draft.values)
    open_ = [at for at in range(draft.at + 1, len(form.fields)) if form.fields[at].name not in held]
    return replace(draft, at=len(form.fields) if draft.looking or not open_ else open_[0], looking=False)


def _accepts(field: FormField, turn: Turn) -> bool:
    """Whether a blank takes a text as it stands."""
    try:
        blanks.read(field, turn.text, china_time.date_of(turn.now))
    except RefusedError:
        return False
    return True


def _remember(kept: OrderedDict[str, T], conversation: str, value: T) -> None:
    """Keep a conversation's value among the latest ones."""
    kept[conversation] = value
    kept.move_to_end(conversation)
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)


__all__ = ["AWAITED", "FormDialog", "Values", "command"]

"""Filling in a form in conversation: one blank at a time, then a last look, then the Word file.

What was written so far is a `Draft` in the store, so that it outlives a restart. It listens to what is typed only while the
conversation is awaiting it (`AWAITED`); a question asked in between is answered as always, and the draft waits.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import wording
from bot.china_time import CHINA
from bot.desk import callback_data
from bot.desk.turn import Turn
from bot.errors import DocumentError, JianhuitongError
from bot.forms import checking
from bot.forms import validation as blanks
from bot.forms.validation import RefusedError
from bot.model import FILLING, Attachment, Block, Button, Check, Decision, Download, Draft, Form, FormField, Knowledge, Reply
from bot.model.form_values import Value, Values
from bot.normalise import fold, whole
from bot.ports import Store, Write

AWAITED = FILLING
"""What a conversation awaits while a form is being filled in."""
KEPT = 7 * 24 * 3600.0
"""Seconds after which a draft that nobody went on with is forgotten."""
_REMEMBERED = 2_000
"""Conversations of which the message that filled the last blank is remembered."""
_SHOWN = 120
"""Characters of a value that the last look shows; the file holds it whole."""

_WORDS = {
    "back": r"上[一1]?[步项个]|返回|回退|退回|back",
    "skip": r"跳过|略过|空着|先空着|先?不填|没有|(?:我|暂时|还)*不(?:知道|晓得|清楚)(?:啊|呀)?|下一[步项个]|skip",
    "stop": r"取消|退出|不填了|不写了|算了|停|停止|cancel|stop",
    "again": r"从头|从头来|从头开始|重来|重新来|重新填|重填|重新开始|restart",
    "go": r"继续|继续填|接着填|接着|go",
    "make": r"生成|确认|确定|没问题|对的?|好的?|可以|是的?|ok|没错|就这样|出文件",
}
_COMMANDS = {name: re.compile(pattern) for name, pattern in _WORDS.items()}


def command(text: str) -> str:
    """What a text tells the filling in to do: a key of the table above, or empty."""
    said = fold(text.removeprefix("/"))
    return next((name for name, pattern in _COMMANDS.items() if pattern.fullmatch(said)), "")


def unwritten(_: Knowledge, __: Form, ___: Mapping[str, Value]) -> bytes:
    """What stands in for the writer of Word files where there is none: says that it didn't work."""
    raise DocumentError(wording.FILL_FAILED)


class FormDialog:
    """Leads through forms."""

    def __init__(self, store: Store, write: Write) -> None:
        self._store = store
        self._write = write
        self._taken: OrderedDict[str, str] = OrderedDict()
        """The message by conversation that filled the last blank; after a restart an edit of it isn't told from a new one."""

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
            return _say(turn, wording.FILL_GONE)
        return self.resumed(turn) or self._begin(turn, form)

    def resumed(self, turn: Turn) -> Reply | None:
        """The offer to go on with what is half done; None when nothing is."""
        open_ = self.draft(turn)
        return self._resumable(turn, *open_) if open_ is not None and open_[0].values else None

    def heard(self, turn: Turn) -> Reply:
        """What was typed while a form is being filled in."""
        open_ = self.draft(turn)
        if open_ is None:
            return _say(turn, wording.FILL_GONE)
        draft, form = open_
        if turn.question.edited and self._taken.get(draft.conversation) == turn.question.wire:
            return _before(self._ask(turn, draft, form), wording.FILL_EDITED)
        told = command(turn.text)
        if draft.at >= len(form.fields):
            number = whole(turn.text)
            if number is not None and 0 < number <= len(form.fields):
                return self._change(turn, draft, form, number - 1)
            return self.act(turn, [told or "look"])
        optional = form.fields[draft.at].optional
        # 没有 and 对 may be what she writes into the blank
        if told in ("back", "stop", "again") or (told == "skip" and (optional or turn.text.strip() != "没有")):
            return self.act(turn, [told])
        return self._take(turn, draft, form, turn.text)

    def act(self, turn: Turn, arguments: list[str]) -> Reply:
        """A button of the filling in, or the same in words."""
        open_ = self.draft(turn)
        if open_ is None:
            return _say(turn, wording.FILL_GONE)
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
        opening = [Block("text", wording.FILL_BEGIN.format(title=_title(turn, form), count=len(form.fields)))]
        opening += [Block("text", form.intro)] if form.intro else []
        return replace(reply, blocks=(*opening, *reply.blocks))

    def _resumable(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        said = wording.FILL_RESUME.format(title=_title(turn, form), done=len(draft.values), count=len(form.fields))
        buttons = (
            Button(wording.FILL_GO, callback_data.fill_in("go")),
            Button(wording.FILL_AGAIN, callback_data.fill_in("again")),
            Button(wording.FILL_STOP, callback_data.fill_in("stop")),
        )
        self._await(turn)
        return replace(_say(turn, said), buttons=(buttons,))

    def _keep(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """Remember the draft and ask for what it lacks next."""
        draft = replace(draft, updated=turn.now)
        self._store.save_draft(draft)
        return self._ask(turn, draft, form)

    def _ask(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        self._await(turn)
        if draft.at >= len(form.fields):
            return self._look(turn, draft, form)
        field = form.fields[draft.at]
        count = wording.FILL_COUNT.format(number=draft.at + 1, count=len(form.fields), name=field.name)
        blocks = [Block("heading", count), Block("text", field.ask)]
        if field.choices:
            blocks.append(Block("steps", wording.FILL_PICK, field.choices))
        if field.example:
            blocks.append(Block("text", wording.FILL_EXAMPLE.format(example=field.example)))
        if field.why:
            blocks.append(Block("note", field.why))
        before = dict(draft.values).get(field.name)
        if before is not None:
            blocks.append(Block("note", wording.FILL_BEFORE.format(value=_short(_plain(before)))))
        picks = [
            Button(choice, callback_data.fill_in("pick", draft.at, number)) for number, choice in enumerate(field.choices, 1)
        ]
        return Reply(
            turn.text, Decision.SMALLTALK, tuple(blocks), buttons=(*callback_data.rows(picks, 2), _moves(draft, field, before))
        )

    def _take(self, turn: Turn, draft: Draft, form: Form, text: str) -> Reply:
        """Put what was written into the blank asked for, unless it can't stand there."""
        field = form.fields[draft.at]
        try:
            value = blanks.read(field, text, datetime.fromtimestamp(turn.now, CHINA).date())
        except RefusedError as error:
            return _before(self._ask(turn, draft, form), str(error))
        held = {**dict(draft.values), field.name: _frozen(value)}
        wrong = [check for check in self._wrong(form, held) if field.name in checking.concerned(check)]
        broken = [check for check in wrong if not check.warn]
        if broken:
            return _before(self._ask(turn, draft, form), *(wording.FILL_WRONG.format(say=check.say) for check in broken))
        reply = self._keep(turn, _moved(replace(draft, values=tuple(held.items())), form, 1), form)
        self._taken[draft.conversation] = turn.question.wire
        self._taken.move_to_end(draft.conversation)
        if len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return _before(reply, *(wording.FILL_WARN.format(say=check.say) for check in wrong))

    def _pick(self, turn: Turn, draft: Draft, form: Form, arguments: list[str]) -> Reply:
        """A choice's button; an old one only asks again."""
        at, number = (callback_data.number(argument) for argument in arguments[1:])
        fits = at == draft.at < len(form.fields) and 0 < number <= len(form.fields[at].choices)
        return self._take(turn, draft, form, form.fields[at].choices[number - 1]) if fits else self._ask(turn, draft, form)

    def _skip(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """Leave a blank for handwriting; what must be there stays asked for, but what it held goes on holding."""
        if draft.at >= len(form.fields):
            return self._ask(turn, draft, form)
        field = form.fields[draft.at]
        held = dict(draft.values)
        if not field.optional and field.name not in held:
            return _before(self._ask(turn, draft, form), wording.FILL_NEEDED)
        if field.optional:
            held.pop(field.name, None)
        return self._keep(turn, _moved(replace(draft, values=tuple(held.items())), form, 1), form)

    def _back(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        return self._keep(turn, replace(draft, at=max(draft.at - 1, 0), looking=False), form)

    def _again(self, turn: Turn, _: Draft, form: Form) -> Reply:
        return self._begin(turn, form)

    def _stop(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        self._store.drop_draft(draft.conversation)
        self._await(turn, "")
        return _say(turn, wording.FILL_STOPPED.format(title=_title(turn, form)))

    def _change(self, turn: Turn, draft: Draft, form: Form, at: int) -> Reply:
        return self._keep(turn, replace(draft, at=at, looking=True), form)

    # ------------------------------------------------------------ the last look and the file

    def _look(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """Everything that will be written, with what is wrong with it."""
        held = dict(draft.values)
        lines = tuple(
            f"{field.name}：{_short(_plain(held[field.name])) if field.name in held else wording.FILL_BLANK}"
            for field in form.fields
        )
        wrong = self._wrong(form, held)
        missing = [field.name for field in form.fields if not field.optional and field.name not in held]
        blocks = [Block("steps", wording.FILL_LOOK.format(title=_title(turn, form)), lines)]
        blocks += [Block("note", wording.FILL_MISSING.format(names="、".join(missing)))] if missing else []
        for check in wrong:
            blocks.append(Block("note", (wording.FILL_WARN if check.warn else wording.FILL_WRONG).format(say=check.say)))
        ready = not missing and all(check.warn for check in wrong)
        blocks.append(Block("note", wording.FILL_CHANGE if ready else wording.FILL_MEND))
        row = [Button(wording.FILL_MAKE, callback_data.fill_in("make"))] if ready else []
        row += [
            Button(wording.FILL_BACK, callback_data.fill_in("back")),
            Button(wording.FILL_STOP, callback_data.fill_in("stop")),
        ]
        return Reply(turn.text, Decision.SMALLTALK, tuple(blocks), buttons=(tuple(row),))

    def _make(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """The Word file; the draft stays for its week, so that a change doesn't mean beginning anew."""
        held = dict(draft.values)
        missing = any(not field.optional and field.name not in held for field in form.fields)
        document = turn.knowledge.document(form.document)
        if draft.at < len(form.fields) or missing or not all(check.warn for check in self._wrong(form, held)):
            return self._ask(turn, draft, form)
        if document is None:
            return _say(turn, wording.FILL_GONE)
        try:
            content = self._write(turn.knowledge, form, {name: _thawed(value) for name, value in held.items()})
        except JianhuitongError:
            return _say(turn, wording.FILL_FAILED)
        self._await(turn, "")
        name = wording.FILL_FILE.format(title=document.title)
        return Reply(
            turn.text,
            Decision.GUIDE,
            (Block("text", wording.FILL_DONE.format(title=document.title)), Block("note", wording.FILL_AFTER)),
            documents=(Download(document.id, document.title, "docx", name),),
            files=(Attachment(name, document.id, document.title, content=content),),
        )

    # ------------------------------------------------------------ shared

    def _wrong(self, form: Form, held: dict[str, str | Frozen]) -> tuple[Check, ...]:
        return checking.failed(form, {name: _thawed(value) for name, value in held.items()})

    def _await(self, turn: Turn, awaiting: str = AWAITED) -> None:
        self._store.save_conversation(replace(turn.conversation, updated=turn.now, awaiting=awaiting, choices=()))

    def reminded(self, turn: Turn, reply: Reply) -> Reply:
        """The answer to a question asked in between, with the way back to the form."""
        open_ = self.draft(turn)
        if open_ is None:
            return reply
        said = Block("note", wording.FILL_WAITS.format(title=_title(turn, open_[1])))
        back = (Button(wording.FILL_GO, callback_data.fill_in("go")),)
        return replace(reply, blocks=(*reply.blocks, said), buttons=(*reply.buttons, back))


Frozen = tuple[tuple[tuple[str, str], ...], ...]
"""A list's rows as a draft keeps them."""

_ACTS: dict[str, Callable[[FormDialog, Turn, Draft, Form], Reply]] = {
    "skip": FormDialog._skip,
    "back": FormDialog._back,
    "again": FormDialog._again,
    "stop": FormDialog._stop,
    "make": FormDialog._make,
    "go": FormDialog._ask,
    "look": FormDialog._ask,
}


def _moves(draft: Draft, field: FormField, before: object) -> tuple[Button, ...]:
    """上一步, 跳过, 取消: those that do something here."""
    found = [Button(wording.FILL_BACK, callback_data.fill_in("back"))] if draft.at else []
    if field.optional or before is not None:
        label = wording.FILL_SKIP if field.optional else wording.FILL_SAME
        found.append(Button(label, callback_data.fill_in("skip")))
    return (*found, Button(wording.FILL_STOP, callback_data.fill_in("stop")))


def _moved(draft: Draft, form: Form, by: int) -> Draft:
    """The draft at its next field, or back at the last look that it was changed from."""
    return replace(draft, at=len(form.fields) if draft.looking else draft.at + by, looking=False)


def _title(turn: Turn, form: Form) -> str:
    document = turn.knowledge.document(form.document)
    return document.title if document else form.document


def _say(turn: Turn, sentence: str) -> Reply:
    return Reply(turn.text, Decision.SMALLTALK, (Block("text", sentence),))


def _before(reply: Reply, *sentences: str) -> Reply:
    return replace(reply, blocks=(*(Block("text", sentence) for sentence in sentences), *reply.blocks))


def _frozen(value: Value) -> str | Frozen:
    return value if isinstance(value, str) else tuple(tuple(row.items()) for row in value)


def _thawed(value: str | Frozen) -> Value:
    return value if isinstance(value, str) else tuple(dict(row) for row in value)


def _plain(value: str | Frozen) -> str:
    return "；".join(blanks.shown(_thawed(value)))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else wording.FILL_CUT.format(text=text[:_SHOWN], count=len(text))


__all__ = ["AWAITED", "FormDialog", "Values", "command"]

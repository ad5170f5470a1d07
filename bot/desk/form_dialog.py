"""Filling in a form in conversation: one blank at a time, then a last look, then the Word file.

What was written so far is a `Draft` in the store, so that it outlives a restart. It listens to what is typed only while the
conversation is awaiting it (`AWAITED`); a question asked in between is answered as always, and the draft waits.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot import china_time, wording
from bot.desk import callback_data
from bot.desk.turn import Turn
from bot.errors import DocumentError, JianhuitongError
from bot.forms import checking, several_values
from bot.forms import validation as blanks
from bot.forms.validation import RefusedError
from bot.model import (
    FILLING,
    Attachment,
    Block,
    Button,
    Check,
    Decision,
    Download,
    Draft,
    FieldKind,
    Form,
    FormField,
    Knowledge,
    Reply,
)
from bot.model.form_values import Value, Values
from bot.normalise import fold, whole
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
_SHOWN = 120
"""Characters of a value that the last look shows; the file holds it whole."""

_WORDS = {
    "back": r"上[一1]?[步项个]|返回|回退|退回|back",
    "skip": r"(?:先)?(?:跳过|略过|空着|空下|放着|放一放|放1放)(?:吧|这[一1]?项)?|先?不填|下[一1][步项个]|skip",
    "none": r"没有|(?:我|们|暂时|现在|目前|还|也)*不(?:太|大|很)?(?:知道|晓得|清楚|确定|记得)(?:啊|呀|了)?"
    r"|记不[清得](?:楚|了)?|忘了"
    r"|待定|再说|以后再(?:说|填|补)|(?:还|暂时|目前|现在)*(?:没|没有|未)(?:定|批|批准|批下来|确定|决定|想好|商量|开会?|成立|选|有|来|查)(?:下来|好|呢|啊|了|到)*",
    "stop": r"取消|退出|不填了|不写了|算了|停|停止|cancel|stop",
    "again": r"从头|从头来|从头开始|重来|重新来|重新填|重填|重新开始|restart",
    "go": r"继续|继续填|接着填|接着|go",
    "make": r"生成|确认|确定|没问题|对的?|好的?|可以|是的?|ok|没错|就这样|出文件",
}
"""What is said to the filling in; `none`: nothing for this blank, or not yet, unless the blank takes it as a value."""
_NUMERAL = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_TO = r"(?:改成|改为|换成|应该是|应为|应当是)"
_SPACED = re.compile(r"(?<=第)\s+|\s+(?=[项个条])|(?<=改)\s+")
_CHANGED = re.compile(
    rf"(?:我?(?:想|要|想要)?(?:把|将)?)(?:第?(?P<number>{_NUMERAL})[项个条]|(?P<name>[^\s,\uff0c:：]{{2,20}}?))(?:的?内容)?\s*{_TO}\s*[:：]?\s*(?P<value>.+)",
    re.DOTALL,
)
_CHANGE = re.compile(
    rf"(?:我?(?:想|要|想要)?)(?:修?改|重填|回到|改一下|改下)(?:一下)?\s*(?:第?(?P<number>{_NUMERAL})[项个条]?|(?P<name>\S{{2,20}}))"
    rf"|第(?P<number2>{_NUMERAL})[项个条](?:要|想|得)?(?:修?改|重填|写错了|错了|不对)(?:一下)?"
)
_MENDED = re.compile(
    rf"(?:(?:不对|错了|写错了|填错了|不是)[,\uff0c\u3002\s]*)?(?:{_TO}|(?<=[,\uff0c\u3002\s])是)\s*[:：]?\s*(?P<value>.+)",
    re.DOTALL,
)
_COMMANDS = {name: re.compile(pattern) for name, pattern in _WORDS.items()}


def command(text: str) -> str:
    """What a text tells the filling in to do: a key of the table above, or empty."""
    said = fold(text.removeprefix("/"))
    return next((name for name, pattern in _COMMANDS.items() if pattern.fullmatch(said)), "")


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
            return _say(turn, wording.FILL_GONE)
        return self.resume_offer(turn) or self._begin(turn, form)

    def resume_offer(self, turn: Turn) -> Reply | None:
        """The offer to go on with what is half done; None when nothing is."""
        open_ = self.draft(turn)
        return self._resumable(turn, *open_) if open_ is not None and open_[0].values else None

    def handle_text(self, turn: Turn) -> Reply:
        """What was typed while a form is being filled in."""
        open_ = self.draft(turn)
        if open_ is None:
            return _say(turn, wording.FILL_GONE)
        draft, form = open_
        if turn.question.edited and self._taken.get(draft.conversation) == turn.question.wire:
            return _before(self._ask(turn, draft, form), wording.FILL_EDITED)
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
        text = _SPACED.sub("", turn.text.strip())
        if mended := _MENDED.fullmatch(text) if not long else None:
            before = self._before(draft, form)
            return self._set_value(turn, draft, form, before, mended["value"]) if before is not None else None
        changed = _CHANGED.fullmatch(text)
        at = _meant_field(form, changed["number"], changed["name"]) if changed else None
        if changed and at is not None:
            return self._set_value(turn, draft, form, at, changed["value"])
        change = _CHANGE.fullmatch(text)
        if change is None:
            return None
        number = change["number"] or change["number2"]
        at = _meant_field(form, number, change["name"])
        if at is not None:
            return self._change(turn, draft, form, at)
        return _before(self._ask(turn, draft, form), wording.FILL_NO_FIELD.format(count=len(form.fields))) if number else None

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
            return self._summary(turn, draft, form)
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
            turn.text,
            Decision.SMALLTALK,
            tuple(blocks),
            buttons=(*callback_data.rows(picks, 2), _applicable(draft, field, before)),
        )

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
        held = dict(draft.values) | {one.name: _frozen(value) for one, value in found}
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
        return _before(
            reply, *_read_back(found, text, put=back is not None), *(wording.FILL_WARN.format(say=check.say) for check in wrong)
        )

    def _refuse(self, turn: Turn, draft: Draft, form: Form, *why: str) -> Reply:
        """Ask again, saying why; from the second time on with ways out."""
        field = form.fields[draft.at]
        name, count = self._refused.get(draft.conversation, ("", 0))
        count = count + 1 if name == field.name else 1
        _remember(self._refused, draft.conversation, (field.name, count))
        reply = self._ask(turn, draft, form)
        if count < _PATIENCE:
            return _before(reply, *why)
        ways = (
            Button(wording.FILL_LATER, callback_data.fill_in("later")),
            Button(wording.FILL_PERSON, callback_data.person()),
        )
        return replace(_before(reply, *why, wording.FILL_STUCK.format(count=count)), buttons=(ways, *reply.buttons))

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
            reply = _before(self._ask(turn, draft, form), wording.FILL_NEEDED)
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
        return _say(turn, wording.FILL_STOPPED.format(title=_title(turn, form)))

    def _change(self, turn: Turn, draft: Draft, form: Form, at: int) -> Reply:
        """Ask for one field again; from the last look it goes back there, else on to what is still open."""
        return self._keep(turn, replace(draft, at=at, looking=draft.looking or draft.at >= len(form.fields)), form)

    # ------------------------------------------------------------ the last look and the file

    def _summary(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """Everything that will be written, with what is wrong with it."""
        held = dict(draft.values)
        lines = tuple(
            f"{field.name}：{_short(_plain(held[field.name])) if field.name in held else wording.FILL_BLANK}"
            for field in form.fields
        )
        wrong = self._problems(form, held)
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

    def _make_file(self, turn: Turn, draft: Draft, form: Form) -> Reply:
        """The Word file; the draft stays for its week, so that a change doesn't mean beginning anew."""
        held = dict(draft.values)
        missing = any(not field.optional and field.name not in held for field in form.fields)
        document = turn.knowledge.document(form.document)
        if draft.at < len(form.fields) or missing or not all(check.warn for check in self._problems(form, held)):
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

    def _problems(self, form: Form, held: dict[str, str | Frozen]) -> tuple[Check, ...]:
        return checking.failed(form, {name: _thawed(value) for name, value in held.items()})

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
        said = Block("note", wording.FILL_WAITS.format(title=_title(turn, open_[1])))
        back = (Button(wording.FILL_GO, callback_data.fill_in("go")),)
        return replace(reply, blocks=(*reply.blocks, said), buttons=(*reply.buttons, back))


Frozen = tuple[tuple[tuple[str, str], ...], ...]
"""A list's rows as a draft keeps them."""

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


def _applicable(draft: Draft, field: FormField, before: object) -> tuple[Button, ...]:
    """上一步, 跳过, 取消: those that do something here."""
    found = [Button(wording.FILL_BACK, callback_data.fill_in("back"))] if draft.at else []
    if field.optional or before is not None:
        label = wording.FILL_SKIP if field.optional else wording.FILL_SAME
        found.append(Button(label, callback_data.fill_in("skip")))
    return (*found, Button(wording.FILL_STOP, callback_data.fill_in("stop")))


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


def _meant_field(form: Form, number: str | None, name: str | None) -> int | None:
    """The place of the field that a number or a name means; None when none, or several."""
    if number:
        found = whole(number)
        return found - 1 if found is not None and 0 < found <= len(form.fields) else None
    return several_values.field_named(form, name) if name else None


def _read_back(found: several_values.Found, text: str, *, put: bool) -> tuple[str, ...]:
    """What was understood, read back in full where it isn't what was typed."""
    same = (
        len(found) == 1
        and isinstance(found[0][1], tuple | str)
        and fold("".join(blanks.value_lines(found[0][1]))) == fold(text)
    )
    if (same or isinstance(found[0][1], tuple)) and not put:
        return ()
    pairs = [
        wording.FILL_NOTED_ONE.format(name=field.name, value=_short(blanks.read_back(value) + field.unit))
        for field, value in found
    ]
    return (wording.FILL_NOTED.format(values="，".join(pairs)),)


def _remember(kept: OrderedDict[str, T], conversation: str, value: T) -> None:
    """Keep a conversation's value among the latest ones."""
    kept[conversation] = value
    kept.move_to_end(conversation)
    if len(kept) > _REMEMBERED:
        kept.popitem(last=False)


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
    return "；".join(blanks.value_lines(_thawed(value)))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else wording.FILL_CUT.format(text=text[:_SHOWN], count=len(text))


__all__ = ["AWAITED", "FormDialog", "Values", "command"]

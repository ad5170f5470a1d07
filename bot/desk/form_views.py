"""What is shown while a form is being filled in: a field's question, the last look, the file; values as a draft keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.desk import callback_data
from bot.desk.turn import Turn
from bot.forms import several_values
from bot.forms import validation as blanks
from bot.model import Attachment, Block, Button, Check, Decision, Document, Download, Draft, Form, FormField, Reply
from bot.model.form_values import Value
from bot.normalise import fold

_SHOWN = 120
"""Characters of a value that the last look shows; the file holds it whole."""
Frozen = tuple[tuple[tuple[str, str], ...], ...]
"""A list's rows as a draft keeps them."""


def resume_offer(turn: Turn, draft: Draft, form: Form) -> Reply:
    """The offer to go on with a form that is half done."""
    said = wording.FILL_RESUME.format(title=title(turn, form), done=len(draft.values), count=len(form.fields))
    buttons = (
        Button(wording.FILL_GO, callback_data.fill_in("go")),
        Button(wording.FILL_AGAIN, callback_data.fill_in("again")),
        Button(wording.FILL_STOP, callback_data.fill_in("stop")),
    )
    return replace(sentence(turn, said), buttons=(buttons,))


def question(turn: Turn, draft: Draft, form: Form) -> Reply:
    """The question of the field at hand, with its choices, example and what it held before."""
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
    picks = [Button(choice, callback_data.fill_in("pick", draft.at, number)) for number, choice in enumerate(field.choices, 1)]
    return Reply(
        turn.text,
        Decision.SMALLTALK,
        tuple(blocks),
        buttons=(*callback_data.rows(picks, 2), _applicable(draft, field, before)),
    )


def summary(turn: Turn, draft: Draft, form: Form, wrong: Sequence[Check]) -> Reply:
    """Everything that will be written, with the checks that don't hold."""
    held = dict(draft.values)
    lines = tuple(
        f"{field.name}：{_short(_plain(held[field.name])) if field.name in held else wording.FILL_BLANK}"
        for field in form.fields
    )
    missing = [field.name for field in form.fields if not field.optional and field.name not in held]
    blocks = [Block("steps", wording.FILL_LOOK.format(title=title(turn, form)), lines)]
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


def file(turn: Turn, document: Document, content: bytes) -> Reply:
    """The Word file, with what can still be done about it."""
    name = wording.FILL_FILE.format(title=document.title)
    return Reply(
        turn.text,
        Decision.GUIDE,
        (Block("text", wording.FILL_DONE.format(title=document.title)), Block("note", wording.FILL_AFTER)),
        documents=(Download(document.id, document.title, "docx", name),),
        files=(Attachment(name, document.id, document.title, content=content),),
    )


def _applicable(draft: Draft, field: FormField, before: object) -> tuple[Button, ...]:
    """上一步, 跳过, 取消: those that do something here."""
    found = [Button(wording.FILL_BACK, callback_data.fill_in("back"))] if draft.at else []
    if field.optional or before is not None:
        label = wording.FILL_SKIP if field.optional else wording.FILL_SAME
        found.append(Button(label, callback_data.fill_in("skip")))
    return (*found, Button(wording.FILL_STOP, callback_data.fill_in("stop")))


def read_back(found: several_values.Found, text: str, *, put: bool) -> tuple[str, ...]:
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


def title(turn: Turn, form: Form) -> str:
    """The title of the form's document."""
    document = turn.knowledge.document(form.document)
    return document.title if document else form.document


def sentence(turn: Turn, text: str) -> Reply:
    """A reply of one sentence."""
    return Reply(turn.text, Decision.SMALLTALK, (Block("text", text),))


def before_reply(reply: Reply, *sentences: str) -> Reply:
    """The reply behind some sentences."""
    return replace(reply, blocks=(*(Block("text", sentence) for sentence in sentences), *reply.blocks))


def frozen(value: Value) -> str | Frozen:
    """A value as a draft keeps it."""
    return value if isinstance(value, str) else tuple(tuple(row.items()) for row in value)


def thawed(value: str | Frozen) -> Value:
    """A value that a draft kept."""
    return value if isinstance(value, str) else tuple(dict(row) for row in value)


def _plain(value: str | Frozen) -> str:
    return "；".join(blanks.value_lines(thawed(value)))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else wording.FILL_CUT.format(text=text[:_SHOWN], count=len(text))

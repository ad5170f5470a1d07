"""What both stores make of a question and its reply, and how a kept question is read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from bot.model import Context, Conversation, DownloadRecord, Draft, InboxMessage, LoggedQuestion, OutboxMessage, Question, Reply
from bot.redaction import redact

_Texts = TypeVar("_Texts", Question, InboxMessage, Conversation, DownloadRecord, OutboxMessage)


def storable(text: str) -> str:
    """The text with lone surrogates as U+FFFD: JSON off the wire may hold them, UTF-8 and so SQLite can't."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clean(record: _Texts) -> _Texts:
    """The record with all its texts storable."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    cleaned: dict[str, Any] = {name: storable(value) for name, value in values.items() if isinstance(value, str)}
    return replace(record, **cleaned)


def unnamed(question: Question) -> Question:
    """The question as it may be kept: storable, without what names a person."""
    return replace(clean(question), text=redact(storable(question.text)))


def recorded(number: int, asked: float, question: Question, reply: Reply, knowledge: str) -> LoggedQuestion:
    """A question and what was decided, as kept: without feedback yet. `asked` is Unix time in seconds."""
    return LoggedQuestion(
        id=number,
        asked=asked,
        channel=question.channel,
        conversation=question.conversation,
        asker=question.asker,
        wire=question.wire,
        text=question.text,
        decision=str(reply.decision),
        entry=reply.entry,
        confidence=float(reply.confidence),  # a numpy.float32 is no float, and SQLite refuses it
        choices=tuple(choice.entry for choice in reply.choices),
        knowledge=knowledge,
        meant=redact(storable(reply.meant)),
        asking=reply.asking,
    )


def read_recorded(values: Mapping[str, Any]) -> LoggedQuestion:
    """A kept question from columns or from a handover's JSON; keys that Recorded doesn't have are left out."""
    known = {field.name: values[field.name] for field in fields(LoggedQuestion) if field.name in values}
    useful = known.get("useful")
    read = {"choices": tuple(known["choices"]), "useful": None if useful is None else bool(useful)}
    return LoggedQuestion(**known | read | {"asking": bool(known.get("asking", True))})


def written_context(context: Context) -> str:
    """What a conversation is about as JSON, without what names a person."""
    values = {name: value for name, value in asdict(context).items() if value != getattr(_NO_CONTEXT, name)}
    return storable(json.dumps(values | {name: _masked(values[name]) for name in _SAID if name in values}, ensure_ascii=False))


_NO_CONTEXT = Context()
_SAID = ("asked", "told", "pieces", "questions", "opening")
"""What of a context is in the asker's words."""


def _masked(said: str | tuple[str, ...]) -> str | list[str]:
    return redact(said) if isinstance(said, str) else [redact(text) for text in said]


def read_context(text: str) -> Context:
    """What a conversation is about from JSON; keys that Context doesn't have are left out."""
    values = json.loads(text)
    read: dict[str, Any] = {name: _tuples(value) for name, value in values.items()}
    return Context(**{field.name: read[field.name] for field in fields(Context) if field.name in read})


def _tuples(value: Any) -> Any:
    """A value from JSON with tuples in place of its lists."""
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def is_same_question(past: LoggedQuestion, question: Question) -> bool:
    """Whether a kept question is the very one at hand; one without a wire key is known by its text."""
    same_wire = (past.channel, past.wire) == (question.channel, question.wire)
    return same_wire and (bool(question.wire) or past.text == question.text)


def read_draft(values: Mapping[str, Any]) -> Draft:
    """A draft from its columns; a list's rows come back from JSON as tuples again."""
    filled = tuple(
        (name, value if isinstance(value, str) else tuple(tuple((column, text) for column, text in row) for row in value))
        for name, value in json.loads(values["filled"])
    )
    return Draft(values["conversation"], values["form"], values["at"], filled, bool(values["looking"]), values["updated"])

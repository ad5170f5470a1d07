"""Inquiries as people see them: askers, experts, admins. Askers are ordinals here, never keys or names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot import china_time, wording
from bot.model import About, Block, Button, ConversationRef, Handover, Inquiry, Knowledge, OutboxMessage, Question, Reply
from bot.normalise import key
from bot.redaction import redacted
from bot.render import blocks_reply, entry_blocks, paragraphs, sentences_reply, with_local_figures

PAGE = 8
"""Inquiries on a page."""
_SHOWN = 30
"""Wordings of an inquiry that are shown."""
_AROUND = 3
"""Askers whose conversation around it is shown."""
_WIDE = 24
"""Characters of a button's label."""
PREFIX = "k"
"""The letter of the actions of inquiries (`bot.desk.callback_data`): `k:<verb>:<number>[:<more>]`."""


def action(verb: str, *arguments: int | str) -> str:
    """The action of a button."""
    return ":".join((PREFIX, verb, *map(str, arguments)))


def button(verb: str, *arguments: int | str, **filled: object) -> Button:
    """A button with its usual label."""
    label = wording.INQUIRY_BUTTONS[verb].format(**filled)
    return Button(cut(label, _WIDE), action(verb, *arguments))


def cut(text: str, most: int) -> str:
    """At most so many characters in a line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


# ---------------------------------------------------------------- for askers and experts


def _answer_text(inquiry: Inquiry, knowledge: Knowledge) -> tuple[Block, ...]:
    """The entry that it was answered with while there is one, else the person's words."""
    entry = knowledge.get(inquiry.entry) if inquiry.entry else None
    if entry is None:
        return tuple(Block("text", text) for text in paragraphs(inquiry.answer))
    return with_local_figures(entry_blocks(entry), knowledge)


def earlier_answer(inquiry: Inquiry, knowledge: Knowledge) -> tuple[Block, ...]:
    """The answer that a person gave earlier, for somebody who asks the same now."""
    head = wording.INQUIRY_BEFORE.format(text=cut(inquiry.text, 60), date=china_time.day(inquiry.decided))
    note = () if knowledge.get(inquiry.entry) else (Block("note", wording.INQUIRY_BEFORE_NOTE),)
    return (Block("text", head), *_answer_text(inquiry, knowledge), *note)


def answer_message(inquiry: Inquiry, asking: Handover, knowledge: Knowledge) -> OutboxMessage:
    """The message that brings an asker what her question came to."""
    refused = inquiry.state == "refused"
    head = (wording.INQUIRY_REFUSED if refused else wording.INQUIRY_ANSWERED).format(
        text=cut(asking.text, 60), number=asking.id
    )
    blocks = [Block("text", head), *_answer_text(inquiry, knowledge)]
    if not refused and not knowledge.get(inquiry.entry):
        blocks.append(Block("note", wording.INQUIRY_BY_PERSON.format(date=china_time.day(inquiry.decided))))
    useful = () if refused else (Button(wording.INQUIRY_USEFUL_BUTTON, action("ok", asking.id)),)
    buttons = ((*useful, Button(wording.INQUIRY_MORE_BUTTON, action("more", asking.id))),)
    name = f"case:{inquiry.id}:{inquiry.round}:{asking.id}"
    about = About("answer", asking.id, inquiry.round)
    return OutboxMessage(asking.channel, asking.conversation, name, tuple(blocks), buttons, about)


def expert_post(inquiry: Inquiry, chat: str) -> OutboxMessage:
    """An inquiry as the experts see it; one that was opened again under a name of its own."""
    head = wording.EXPERT_AGAIN if inquiry.round else wording.EXPERT_POST
    blocks = (
        Block("text", head.format(number=inquiry.id)),
        Block("heading", inquiry.text),
        Block("note", wording.EXPERT_HOW),
    )
    name = f"case:{inquiry.id}:again:{inquiry.round}" if inquiry.round else f"case:{inquiry.id}"
    about = About("post", inquiry.id, inquiry.round)
    buttons = ((button("show", inquiry.id, number=inquiry.id),),)
    return OutboxMessage(ConversationRef.parse(chat).channel, chat, name, blocks, buttons, about)


# ---------------------------------------------------------------- for admins


def inquiry_list(
    question: Question, found: Sequence[Inquiry], page: int, now: float, chosen: str, filters: Sequence[tuple[str, str]]
) -> Reply:
    """One page of open inquiries; `chosen` is the filter that they passed, `filters` are others with their labels."""
    every = ((button("cases", 1),),) if chosen else ()
    if not found:
        said = wording.INQUIRY_LIST_NONE.format(filter=chosen) if chosen else wording.INQUIRY_LIST_EMPTY
        return sentences_reply(question, said, buttons=every)
    pages = -(-len(found) // PAGE)
    page = min(max(page, 1), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    head = wording.INQUIRY_LIST_CHOSEN if chosen else wording.INQUIRY_LIST
    head = head.format(page=page, pages=pages, count=len(found), filter=chosen)
    lines = tuple(inquiry_line(one, now) for one in shown)
    buttons = button_rows([button("show", one.id, number=one.id) for one in shown])
    if page < pages:
        buttons.append((button("next", chosen or "all", page + 1),))
    buttons += button_rows([Button(cut(label, _WIDE), action("next", text, 1)) for label, text in filters])
    blocks = [Block("list", head, lines), Block("note", wording.INQUIRY_LIST_HOW)]
    return blocks_reply(question, blocks, (*buttons, *every))


def button_rows(buttons: Sequence[Button]) -> list[tuple[Button, ...]]:
    """Buttons three beside each other."""
    return [tuple(buttons[start : start + 3]) for start in range(0, len(buttons), 3)]


def inquiry_line(one: Inquiry, now: float) -> str:
    """An inquiry in a list."""
    assigned = wording.INQUIRY_LIST_ASSIGNED if one.assigned else ""
    return wording.INQUIRY_LIST_LINE.format(
        number=one.id, text=cut(one.text, 40), people=one.waiting, waited=_waited(one, now).strip(), assigned=assigned
    )


def days_waited(one: Inquiry, now: float) -> int:
    """Full days that the first one who waits has waited."""
    return max(int((now - one.since) // 86400), 0) if one.since else 0


def _waited(one: Inquiry, now: float) -> str:
    """The same in words: nobody waits for 0 days."""
    full = days_waited(one, now)
    if full:
        return wording.INQUIRY_WAITED.format(days=full)
    hours = max(int((now - one.since) // 3600), 0) if one.since else 0
    return wording.INQUIRY_WAITED_HOURS.format(hours=hours) if hours else wording.INQUIRY_WAITED_LESS


def state_line(one: Inquiry, viewer: str, now: float) -> list[Block]:
    """Where an inquiry stands."""
    if one.state == "answered" and one.due > now:
        lines = [wording.INQUIRY_STATE_SOON.format(seconds=round(one.due - now), answer=one.answer)]
    elif one.state in ("answered", "refused"):
        template = wording.INQUIRY_STATE_DONE if one.state == "answered" else wording.INQUIRY_STATE_REFUSED
        lines = [template.format(date=china_time.day(one.decided), answer=one.answer)]
    elif one.waiting:
        lines = [wording.INQUIRY_STATE_OPEN.format(people=one.waiting, waited=_waited(one, now))]
    else:
        lines = [wording.INQUIRY_STATE_NOBODY]
    if one.assigned:
        lines.append(wording.INQUIRY_STATE_MINE if one.assigned == viewer else wording.INQUIRY_STATE_ASSIGNED)
    return [Block("text", line) for line in lines]


def wordings_blocks(found: Sequence[Handover], knowledge: Knowledge) -> list[Block]:
    """Each asker's wording, and what the first ones were offered and asked around it."""
    people = {who: number for number, who in enumerate(dict.fromkeys(one.asker for one in found), 1)}
    items = tuple(_wording(one, people[one.asker]) for one in found[-_SHOWN:])
    blocks = [Block("list", wording.INQUIRY_WORDINGS, items)]
    for one in found[:_AROUND]:
        lines = [around for past in one.context if (around := _around(past.text, past.decision))]
        own = next((past for past in one.context if past.id == one.record), None)
        if own is not None:
            entries = [entry.question for name in (own.choices or (own.entry,)) if (entry := knowledge.get(name))]
            offered = "；".join(entries) or wording.INQUIRY_NOTHING
            blocks.append(
                Block("text", wording.INQUIRY_OFFERED.format(decision=wording.DECISIONS[own.decision], entries=offered))
            )
        if len(one.context) > 1:
            blocks.append(Block("list", wording.INQUIRY_AROUND.format(number=people[one.asker]), tuple(lines)))
    return blocks


def waiting_questions(found: Sequence[Handover]) -> list[Block]:
    """What each of those asked who wait, as it was understood: to them an answer goes."""
    asked = [one.text for one in found if one.state == "open"]
    items = tuple(cut(text, 60) for text in dict.fromkeys(asked))
    more = (wording.INQUIRY_PREVIEW_MORE.format(count=len(items) - _SHOWN),) if len(items) > _SHOWN else ()
    return [Block("list", wording.INQUIRY_PREVIEW_ASKED, (*items[:_SHOWN], *more))] if items else []


def public_wordings(inquiry: Inquiry, found: Sequence[Handover]) -> list[str]:
    """The askers' wordings, each once, that somebody else could ask.

    None that named a person, that leans on what was said before, or that tells of one asker's own circumstances; the
    inquiry's own, as it is understood, when none is left.
    """
    said = {key(one.text): cut(one.text, 200) for one in found}
    own = [
        text
        for words, text in said.items()
        if len(words) >= _ASKED_AT_LEAST and not redacted(text) and not _needs_context(text)
    ]
    return own or [_as_understood(inquiry.text)]


def _needs_context(text: str) -> bool:
    """Whether a wording carries what its conversation added: it is only understood with that, and nobody types it."""
    return wording.MEANT_JOIN in text or _ADDED.search(text) is not None


def _as_understood(text: str) -> str:
    """A question as it was understood, in one line without the marks of where its parts come from."""
    return "".join(_ADDED.sub("", text).split(wording.MEANT_JOIN))


_ADDED = re.compile(re.escape(wording.MEANT_TOLD.format(text="", told="@")).replace("@", ".+") + "$")
"""What `MEANT_TOLD` puts behind a question."""
_ASKED_AT_LEAST = 4
"""Characters of a wording that can be asked by somebody else."""


def _wording(one: Handover, person: int) -> str:
    reason = next((past.reason for past in one.context if past.id == one.record and past.reason), "")
    text = wording.INQUIRY_REASON.format(text=one.text, reason=reason) if reason else one.text
    return wording.INQUIRY_WORDING.format(
        number=person, inquiry=one.id, date=china_time.day(one.asked), kind=wording.INQUIRY_KINDS[one.kind], text=text
    )


def _around(text: str, decision: str) -> str:
    return f"{cut(text, 60)}（{wording.DECISIONS[decision]}）" if text else ""

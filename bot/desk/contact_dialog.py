"""Whom to call: unions by place, from the contacts that the federation keeps; and the office of an asker's place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot import wording
from bot.desk import callback_data, replies
from bot.desk.conversation_memory import ConversationMemory
from bot.desk.turn import Turn
from bot.model import Block, Button, Contact, Reply
from bot.normalise import fold

PLACE_KEY = "contact"
"""The name under which a conversation remembers the place that its questions named."""
SUPERIOR = "上级工会"
"""An answer that says so is told the office where the place is known."""
_CALLED = "电话|号码|联系方式|怎么联系|联系|地址|位置|怎么走|怎么去|办公时间|上班|下班|几点|开门"
_WANTED = f"{_CALLED}|哪里|哪儿|找谁|找哪|归谁|归哪|哪个|哪家|谁管|是谁|管"
_ASKED = re.compile(_WANTED)
_PLACED = re.compile(rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?)总?工会(?:的|在)?(?:{_CALLED}|哪里|哪儿)")
"""A union of a place that may not be listed."""
_LEAD = re.compile(r"^(?:请问|我想问|想问|我们|我|帮我|查一下|查|知道|你们)+")
_UNION = re.compile("工会")
_FILLING = re.compile(
    rf"(?:{_WANTED}|上(?:一)?级|总?工会|热线|我们|我|咱们|你们|单位|公司|企业|厂|学校|医院|这边|那边|这里|那里|这|那|该|应该|要|去|打|的|是|在|归|找|谁|哪"
    r"|个|家|多少|什么|怎么|有|没有|吗|呢|啊|呀|请问|想|知道|问一下|一下|查|给|帮|发|时间|服务|办事|窗口|联系人|负责|属于|直属|主管|部门|市|区|县|镇|街道)*"
)


class ContactDialog:
    """Answers questions for a union's office with its address and telephone."""

    def __init__(self, memory: ConversationMemory) -> None:
        self._memory = memory

    def reply_to_request(self, turn: Turn) -> Reply | None:
        """What a message gets that asks for nothing but a union's office; None for any other."""
        said = fold(turn.text)
        known = turn.knowledge.contacts
        found = contacts_named(said, known)
        rest = said
        for _, word in found:
            rest = rest.replace(word, "", 1)
        unions = bool(_UNION.search(said))
        elsewhere = _PLACED.match(_LEAD.sub("", said)) if unions and not found else None
        if not _ASKED.search(rest) or not (found or unions) or not (elsewhere or _FILLING.fullmatch(rest)):
            return None
        if not known:
            return replies.text_reply(turn.text, wording.CONTACT_NONE)
        if elsewhere and not _FILLING.fullmatch(elsewhere["place"]):
            reply = self._list_contacts(turn, wording.CONTACT_ELSEWHERE.format(place=elsewhere["place"]))
        else:
            reply = self._show_contact(turn, found[-1][0]) if found else self._which(turn)
        return replace(reply, record=self._memory.record_remembered(turn, reply))

    def show(self, turn: Turn, arguments: list[str]) -> Reply:
        """The union that was picked."""
        contact = next((one for one in turn.knowledge.contacts if arguments and one.id == arguments[0]), None)
        return replies.text_reply(turn.text, wording.ACTION_STALE) if contact is None else self._show_contact(turn, contact)

    def _show_contact(self, turn: Turn, contact: Contact) -> Reply:
        conditions = {**dict(turn.conversation.conditions), PLACE_KEY: contact.id}
        self._memory.remember(turn, conditions=tuple(conditions.items()), choices=(), awaiting="")
        reply = replies.text_reply(turn.text)
        return replace(reply, blocks=tuple(_card(contact)))

    def _which(self, turn: Turn) -> Reply:
        """The union of the place that the conversation named, or all of them to pick from."""
        place = remembered_contact(turn)
        return self._list_contacts(turn, wording.CONTACT_WHERE) if place is None else self._show_contact(turn, place)

    def _list_contacts(self, turn: Turn, opening: str) -> Reply:
        """The unions to pick from."""
        known = [one for one in turn.knowledge.contacts if _UNION.search(one.name)]
        labels = [wording.CONTACT_OF.format(area=one.areas[0] if one.areas else one.name, name=one.name) for one in known]
        actions = [callback_data.contact(one.id) for one in known]
        self._memory.remember(turn, choices=tuple(actions), awaiting="")
        buttons = [Button(label, action) for label, action in zip(labels, actions, strict=True)]
        block = Block("steps", opening, tuple(labels))
        return replace(replies.text_reply(turn.text), blocks=(block,), buttons=callback_data.rows(buttons, 1))


def contacts_named(said: str, contacts: Sequence[Contact]) -> list[tuple[Contact, str]]:
    """The contacts that a folded text names, with the words that do, the widest area first (苏州昆山: 昆山 is last)."""
    found = []
    for place, contact in enumerate(contacts):
        words = sorted((fold(word) for word in (contact.name, *contact.areas)), key=len, reverse=True)
        word = next((word for word in words if word and word in said), "")
        if word:
            found.append((place, contact, word))
    # 苏州市吴江区总工会 names Suzhou's too: the longer name holds the shorter
    own = [one for one in found if not any(one is not other and one[2] in other[2] for other in found)]
    return [(contact, word) for _, contact, word in sorted(own, key=lambda one: one[0])]


def remembered_contact(turn: Turn) -> Contact | None:
    """The contact of the place that the conversation named."""
    wanted = dict(turn.conversation.conditions).get(PLACE_KEY)
    return next((one for one in turn.knowledge.contacts if one.id == wanted), None) if wanted else None


def with_place_from_text(turn: Turn, asked: str = "") -> Turn:
    """The turn with the place that its question names, or the one asked before."""
    found = contacts_named(fold(asked or turn.text), turn.knowledge.contacts) if turn.knowledge.contacts else []
    if not found or turn.question.alone:
        return turn
    conditions = {**dict(turn.conversation.conditions), PLACE_KEY: found[-1][0].id}
    return replace(turn, conversation=replace(turn.conversation, conditions=tuple(conditions.items())))


def office_blocks(turn: Turn, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The office of the asker's place, for an answer that sends her to the superior union; none where it isn't known."""
    found = contacts_named(fold(turn.text), turn.knowledge.contacts) if turn.knowledge.contacts else []
    contact = found[-1][0] if found else remembered_contact(turn)
    said = any(SUPERIOR in text for block in blocks for text in (block.text, *block.items))
    if contact is None or not said or turn.region in contact.areas:  # no company's next superior is the province's
        return ()
    form = wording.CONTACT_NOTE_PHONE if contact.phone else wording.CONTACT_NOTE
    return (Block("note", form.format(name=contact.name, phone=contact.phone)),)


def phone_blocks(turn: Turn) -> tuple[Block, ...]:
    """Whom to call: the union of the place that the conversation named, else whoever has a telephone; none where none has."""
    place = remembered_contact(turn)
    known = [place] if place is not None and place.phone else [one for one in turn.knowledge.contacts if one.phone]
    lines = (wording.CONTACT_LINE.format(name=one.name, phone=one.phone) for one in known[:_CALLS])
    notes = (one.note for one in known[:_CALLS] if one.note)
    return (*(Block("text", line) for line in lines), *(Block("note", note) for note in notes))


_CALLS = 3
"""Telephones that are named at once."""


def _card(contact: Contact) -> Iterator[Block]:
    yield Block("heading", contact.name)
    yield Block("text", wording.CONTACT_PHONE.format(phone=contact.phone) if contact.phone else wording.CONTACT_NO_PHONE)
    told = (
        (wording.CONTACT_ADDRESS, "address", contact.address),
        (wording.CONTACT_HOURS, "hours", contact.hours),
        (wording.CONTACT_ABOUT, "about", contact.about),
    )
    for form, key, value in told:
        if value:
            yield Block("text", form.format(**{key: value}))
    if contact.note:
        yield Block("note", contact.note)
    if contact.checked:
        yield Block("note", wording.CONTACT_CHECKED.format(date=contact.checked.isoformat()))

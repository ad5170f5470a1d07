"""A reply made fit for what a wire can do: choices as numbers where there are no buttons, tokens for long actions, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.channels.runtime.attachments import Link
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.text import writable_text
from bot.channels.runtime.transport import Capabilities
from bot.model import Block, Button, Reply
from bot.render import item_label

TOKEN = "~"  # noqa: S105  # begins what stands for an action; no action of the desk begins so
_PICKED = ("e:", "g:", "l:", "b:", "q:", "p:", "w:", "a:", "d:", "z:", "s:", "o:")
"""What begins the actions that a number picks: those that show or send something."""


def with_numbers(reply: Reply) -> Reply:
    """The reply without buttons: what a number picks stands in the text, unless it is listed there already."""
    offers = [button for row in reply.buttons for button in row if button.action[:2] in _PICKED]
    labels = [button.label for button in offers]
    listed = max((len(block.items) for block in reply.blocks if _lists(block, labels)), default=0)
    if len(offers) <= listed:
        return replace(reply, buttons=())
    related = all(button.action.startswith("e:") for button in offers[listed:])
    head = wording.CHAT_RELATED if related else wording.CHAT_OFFERS
    lines = [f"{number}. {label}" for number, label in enumerate(labels, 1) if number > listed]
    return replace(reply, blocks=(*reply.blocks, Block("text", "\n".join(("", head, *lines)))), buttons=())


def _lists(block: Block, labels: Sequence[str]) -> bool:
    """Whether a block lists the first of these already."""
    return (
        block.kind == "steps" and bool(block.items) and list(map(item_label, block.items)) == list(labels[: len(block.items)])
    )


def with_links(reply: Reply, link: Link | None) -> Reply:
    """The reply without files: each is a line that says where it can be had."""
    lines = []
    for file in reply.files:
        url = link(file) if link else ""
        told = wording.CHANNEL_FILE_LINK.format(name=file.name, url=url) if url else ""
        lines.append(Block("text", told or wording.CHANNEL_FILE_ELSEWHERE.format(name=file.name)))
    return replace(reply, blocks=(*reply.blocks, *lines), files=())


def writable(reply: Reply) -> Reply:
    """The reply with nothing in it that no wire can carry."""
    blocks = tuple(
        replace(one, text=writable_text(one.text), items=tuple(map(writable_text, one.items))) for one in reply.blocks
    )
    rows = tuple(tuple(replace(one, label=writable_text(one.label)) for one in row) for row in reply.buttons)
    return replace(reply, blocks=blocks, buttons=rows)


async def fit(reply: Reply, can: Capabilities, inbox: Inbox, link: Link | None = None) -> Reply:
    """The reply as a wire of these capabilities can carry it."""
    reply = writable(reply)
    if reply.files and not can.files:
        reply = with_links(reply, link)
    if not can.buttons:
        return with_numbers(reply)
    if not can.action_bytes:
        return reply
    rows = [tuple([await _short(button, can.action_bytes, inbox) for button in row]) for row in reply.buttons]
    return replace(reply, buttons=tuple(rows))


async def _short(button: Button, most: int, inbox: Inbox) -> Button:
    if len(button.action.encode("utf-8", "replace")) <= most:
        return button
    return replace(button, action=TOKEN + await inbox.token(button.action))


async def full_action(action: str, inbox: Inbox) -> str:
    """The action that a pressed button stands for; one that nobody knows any more stays as it is, and is stale."""
    if not action.startswith(TOKEN):
        return action
    return await inbox.action(action.removeprefix(TOKEN)) or action

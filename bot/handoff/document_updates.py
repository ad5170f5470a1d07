"""Telling those who took an older version of a document what has changed: an admin's act, once for each and version."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot import wording
from bot.errors import DocumentError
from bot.model import Block, Button, ConversationRef, Document, DownloadRecord, OutboxMessage
from bot.ports import Downloads, Outbox


class DownloadRecords(Downloads, Outbox, Protocol):
    """The methods of a store that notifying needs."""


@dataclass(frozen=True)
class NotifyResult:
    """How many messages were queued, how many had been before, and how many people can't be reached."""

    queued: int
    """Places that are told now, or would be."""
    before: int
    """Places that were told of this version before."""
    unreachable: int
    """Downloads on channels that can't be written to."""


def notify_downloaders(
    document: Document, store: DownloadRecords, reached: Collection[str], *, dry: bool = False
) -> NotifyResult:
    """Queue a message to everyone whose last download was of another version. Raises DocumentError without `changes`.

    `reached` are the channels that can bring what nobody asked for just now. `dry`: nothing is queued, and who was told before
    isn't known apart.
    """
    if not document.changes or not document.version:
        raise DocumentError(wording.ANNOUNCE_NO_CHANGES.format(id=document.id))
    # who has had herself forgotten left a download without a conversation
    known = [taken for taken in store.takers(document.id) if taken.conversation]
    old = [taken for taken in known if taken.version != document.version]
    messages = list(_messages(document, [taken for taken in old if taken.channel in reached]))
    queued = len(messages) if dry else sum(store.queue(message) for message in messages)
    return NotifyResult(queued, len(messages) - queued, sum(taken.channel not in reached for taken in old))


def _messages(document: Document, takers: list[DownloadRecord]) -> Iterator[OutboxMessage]:
    """A message for each place; in a group one for all who took it there."""
    told = set()
    for taken in takers:
        place = _conversation_of(taken)
        if place in told:
            continue
        told.add(place)
        about = wording.ANNOUNCE_NEW.format(title=document.title, version=document.version)
        blocks = (Block("text", about), Block("text", wording.ANNOUNCE_CHANGES.format(changes=document.changes)))
        # the action of bot.desk.callback_data.get: what brings a document
        buttons = ((Button(wording.ANNOUNCE_GET, f"g:{document.id}"),),)
        yield OutboxMessage(taken.channel, place, f"announce:{document.id}:{document.version}:{place}", blocks, buttons)


def _conversation_of(taken: DownloadRecord) -> str:
    """The conversation; in a group all of it, whoever took it there."""
    ref = ConversationRef.parse(taken.conversation)
    return f"{ref.shared}:0" if ref.person and not ref.thread else str(ref.shared)

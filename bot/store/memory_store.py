"""The store in memory: for tests and for trying things out; forgets everything when the program ends."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count

from bot import wording
from bot.errors import StoreError
from bot.masking import mask
from bot.model import (
    Block,
    Button,
    Conversation,
    DownloadRecord,
    Draft,
    EditDraft,
    InboxMessage,
    LoggedQuestion,
    OutboxMessage,
    Question,
    Reply,
)
from bot.store.edit_drafts import read_edit_draft, written_edit_draft
from bot.store.memory_inquiries import MemoryInquiries
from bot.store.memory_state import MemoryState
from bot.store.row_mapping import clean, is_this, read_draft, recorded, storable, unnamed
from bot.store.usage_statistics import MemoryStatistics
from bot.store.versions import MemoryVersions
from bot.store.web import MemoryWeb


class MemoryStore(MemoryWeb, MemoryVersions, MemoryStatistics, MemoryInquiries):
    """A `bot.ports.Store` that behaves like `SqliteStore` in every respect but durability.

    `clock` returns Unix time in seconds (default: time.time).
    """

    def __init__(self, *, clock: Callable[[], float] | None = None) -> None:
        self._clock = clock or time.time
        self._lock = threading.Lock()
        self._closed = False
        self._kept = MemoryState()
        MemoryVersions.__init__(self, self._clock, lambda: self._kept.questions)
        MemoryStatistics.__init__(self, lambda: tuple(self._kept.questions.values()), lambda: tuple(self._kept.downloads))
        MemoryWeb.__init__(self, self._clock)
        self._numbers = count(1)

    def receive(self, channel: str, key: str, payload: str) -> bool:
        """Keep a message; False when that key was received before."""
        update = clean(InboxMessage(channel, key, payload, self._clock()))
        with self._using() as kept:
            where = (update.channel, update.key)
            if where in kept.pending or where in kept.done:
                return False
            kept.pending[where] = update
            return True

    def pending(self, channel: str) -> tuple[InboxMessage, ...]:
        """Messages not marked done, in the order they came."""
        with self._using() as kept:
            return tuple(update for update in kept.pending.values() if update.channel == storable(channel))

    def done(self, channel: str, key: str) -> None:
        """Mark a message as answered and drop its payload."""
        where = (storable(channel), storable(key))
        with self._using() as kept:
            if where in kept.pending:
                kept.done[where] = kept.pending.pop(where).received

    def conversation(self, key: str) -> Conversation | None:
        """The conversation as last saved, or None."""
        with self._using() as kept:
            return kept.conversations.get(storable(key))

    def save_conversation(self, conversation: Conversation) -> None:
        """Replace what is remembered of a conversation; `updated` is set to now when it is 0."""
        saved = clean(replace(conversation, updated=conversation.updated or self._clock()))
        with self._using() as kept:
            kept.conversations[saved.key] = saved

    def draft(self, conversation: str) -> Draft | None:
        """The form that is being filled in in a conversation, or None."""
        with self._using() as kept:
            return kept.drafts.get(storable(conversation))

    def save_draft(self, draft: Draft) -> None:
        """Replace what is filled in in a conversation; `updated` is set to now when it is 0."""
        columns = {"conversation": draft.conversation, "form": draft.form, "at": draft.at, "looking": draft.looking}
        filled = storable(json.dumps(draft.values, ensure_ascii=False))
        saved = read_draft({**columns, "filled": filled, "updated": draft.updated or self._clock()})
        with self._using() as kept:
            kept.drafts[storable(draft.conversation)] = saved

    def drop_draft(self, conversation: str) -> None:
        """Forget what is filled in in a conversation."""
        with self._using() as kept:
            kept.drafts.pop(storable(conversation), None)

    def edit_draft(self, conversation: str) -> EditDraft | None:
        """The edit that is being worked at in a conversation, or None."""
        with self._using() as kept:
            return kept.edit_drafts.get(storable(conversation))

    def save_edit_draft(self, draft: EditDraft) -> None:
        """Replace what is worked at in a conversation; `updated` is set to now when it is 0."""
        saved = read_edit_draft(written_edit_draft(replace(draft, updated=draft.updated or self._clock())))
        with self._using() as kept:
            kept.edit_drafts[saved.conversation] = saved

    def drop_edit_draft(self, conversation: str) -> None:
        """Forget what is worked at in a conversation."""
        with self._using() as kept:
            kept.edit_drafts.pop(storable(conversation), None)

    def record(self, question: Question, reply: Reply, knowledge: str, version: int = 0) -> int:
        """Keep a question and what was decided; the same channel and wire again replaces all but the number."""
        question = unnamed(question)
        with self._using() as kept:
            known = [past.id for past in kept.questions.values() if question.wire and is_this(past, question)]
            number = known[0] if known else next(self._numbers)
            kept.questions[number] = replace(recorded(number, self._clock(), question, reply, knowledge), version=version)
            return number

    def recorded(self, number: int) -> LoggedQuestion | None:
        """A recorded question, or None."""
        with self._using() as kept:
            return kept.questions.get(number)

    def choose(self, number: int, entry: str) -> None:
        """Note which entry the asker picked; an unknown number is ignored, its question may have expired."""
        self._note(number, lambda kept: replace(kept, chosen=storable(entry)))

    def rate(self, number: int, useful: bool) -> None:
        """Note whether the reply was of use, and drop an earlier reason; an unknown number is ignored."""
        self._note(number, lambda kept: replace(kept, useful=bool(useful), reason=""))

    def explain(self, number: int, reason: str) -> None:
        """Note why the reply was of no use; an unknown number is ignored."""
        self._note(number, lambda kept: replace(kept, reason=mask(storable(reason))))

    def _note(self, number: int, noted: Callable[[LoggedQuestion], LoggedQuestion]) -> None:
        with self._using() as kept:
            if number in kept.questions:
                kept.questions[number] = noted(kept.questions[number])

    def take(self, taken: DownloadRecord) -> None:
        """Count a download; the same wire, document and format again counts once."""
        made = clean(replace(taken, taken=taken.taken or self._clock()))
        same = (made.channel, made.wire, made.document, made.format)
        with self._using() as kept:
            known = {(past.channel, past.wire, past.document, past.format) for past in kept.downloads if past.wire}
            if same not in known:
                kept.downloads.append(made)

    def takers(self, document: str) -> tuple[DownloadRecord, ...]:
        """The last download of each asker in each conversation, oldest first."""
        with self._using() as kept:
            last = {
                (past.channel, past.conversation, past.asker): number
                for number, past in enumerate(kept.downloads)
                if past.document == storable(document) and past.asker
            }
            return tuple(kept.downloads[number] for number in sorted(last.values()))

    def download_counts(self) -> dict[str, int]:
        """How often each document was taken; those never taken are left out."""
        with self._using() as kept:
            return dict(Counter(past.document for past in kept.downloads))

    def uploaded(self, account: str, digest: str) -> str:
        """What the service calls the file with that hash; empty when it doesn't hold it."""
        with self._using() as kept:
            return kept.uploads.get((storable(account), storable(digest)), "")

    def note_upload(self, account: str, digest: str, file: str) -> None:
        """Remember what the service calls a file; an empty name forgets it."""
        with self._using() as kept:
            kept.uploads[storable(account), storable(digest)] = storable(file)

    def queue(self, message: OutboxMessage) -> bool:
        """Keep a message for its channel; False when its key was queued before."""
        message = clean(message)
        blocks = tuple(Block(block.kind, storable(block.text), tuple(map(storable, block.items))) for block in message.blocks)
        buttons = tuple(
            tuple(Button(storable(button.label), storable(button.action)) for button in row) for row in message.buttons
        )
        with self._using() as kept:
            where = (message.channel, message.key)
            if where in kept.outbox:
                return False
            created = message.created or self._clock()
            kept.outbox[where] = replace(message, blocks=blocks, buttons=buttons, id=len(kept.outbox) + 1, created=created)
            return True

    def waiting(self, channel: str) -> tuple[OutboxMessage, ...]:
        """Messages of a channel that are neither sent nor given up, oldest first."""
        with self._using() as kept:
            return tuple(one for one in kept.outbox.values() if one.channel == storable(channel) and one.id not in kept.settled)

    def settle(self, number: int, sent: bool, *wires: str) -> None:
        """Mark a message as sent, or as given up, and drop what it says; an unknown number is ignored.

        `wires` are the keys of the messages that it became.
        """
        with self._using() as kept:
            where = next((key for key, one in kept.outbox.items() if one.id == number and number not in kept.settled), None)
            if where is not None:
                kept.outbox[where] = replace(kept.outbox[where], blocks=(), buttons=())
                kept.settled.add(number)
                kept.posted |= dict.fromkeys(map(storable, wires), where)

    def posted(self, wire: str) -> OutboxMessage | None:
        """The message that became the one with this key, without what it said; None when none did."""
        with self._using() as kept:
            where = kept.posted.get(storable(wire))
            return kept.outbox[where] if where else None

    def close(self) -> None:
        """End it; a second time does nothing, any other call raises StoreError."""
        with self._lock:
            self._closed = True

    @contextmanager
    def _using(self) -> Iterator[MemoryState]:
        """What is kept, for this thread alone."""
        with self._lock:
            if self._closed:
                raise StoreError(wording.STORE_CLOSED)
            yield self._kept

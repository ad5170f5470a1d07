"""What the parts need of a store, a protocol for each thing that is kept."""

from __future__ import annotations

from typing import Protocol

from bot.model import (
    ChannelLoad,
    Conversation,
    DownloadRecord,
    Draft,
    Edit,
    EditDraft,
    ElapsedTime,
    Handover,
    Inquiry,
    Link,
    LoggedQuestion,
    MonthlyCount,
    Question,
    Reply,
    StoredDataSummary,
    Version,
)
from bot.ports.channel_storage import ChannelStorage, Moving, Outbox, Progress
from bot.ports.inquiry_storage import Handing, InquiryStore
from bot.ports.web_storage import WebKeeping, WebTalks


class Links(Moving, Protocol):
    """Keeps which keys of channels are one person's. Safe from any thread. May raise StoreError."""

    def offer_code(self, digest: str, person: str, conversation: str, expires: float) -> None:
        """Keep the digest of a code that a person was shown, in place of an earlier one of hers."""
        ...

    def drop_code(self, digest: str) -> bool:
        """That code is worth nothing any more; False when it wasn't worth anything before."""
        ...

    def spend_code(self, digest: str, person: str, conversation: str) -> Link | None:
        """Link a person with the one who was shown that code, who is returned; None for one that is unknown or too old.

        Her own code is returned unspent.
        """
        ...

    def links(self, person: str) -> tuple[Link, ...]:
        """The others that are linked with a person, those linked last first."""
        ...

    def unlink(self, person: str) -> bool:
        """A person is linked with nobody any more; False when she wasn't."""
        ...


class Downloads(Protocol):
    """Keeps who took which document. Safe from any thread."""

    def take(self, taken: DownloadRecord) -> None:
        """Count a download; the same wire, document and format again counts once."""
        ...

    def takers(self, document: str) -> tuple[DownloadRecord, ...]:
        """The last download of each asker in each conversation, oldest first."""
        ...

    def download_counts(self) -> dict[str, int]:
        """How often each document was taken; those never taken are left out."""
        ...


class EditDrafts(Protocol):
    """Keeps the edit that an admin is working at. Safe from any thread. Every method may raise StoreError."""

    def edit_draft(self, conversation: str) -> EditDraft | None:
        """The edit that is being worked at in a conversation, or None."""
        ...

    def save_edit_draft(self, draft: EditDraft) -> None:
        """Replace what is worked at in a conversation, on the disk when this returns; an `updated` of 0 becomes now."""
        ...

    def drop_edit_draft(self, conversation: str) -> None:
        """Forget what is worked at in a conversation; one without is ignored."""
        ...


class VersionStore(Protocol):
    """Keeps versions of the knowledge and the edits that led there. Safe from any thread. Methods may raise StoreError."""

    def enter(self, content: str) -> Version:
        """The version with this hash comes into force; the one that is in force already stays the same.

        Acts that had no version yet get its number.
        """
        ...

    def version(self) -> Version | None:
        """The version in force last, or None."""
        ...

    def note_act(self, act: Edit, undoes: int = 0) -> Edit:
        """Keep an edit, on the disk when this returns, under a new id and, where `at` is 0, the time now.

        `undoes` is the act that it takes back.
        """
        ...

    def drop_act(self, number: int, undoes: int = 0) -> None:
        """Forget an edit that could not be made after all."""
        ...

    def act(self, number: int) -> Edit | None:
        """An edit that was made, or None."""
        ...

    def acts(self, entry: str = "", limit: int = 20) -> tuple[Edit, ...]:
        """The latest edits, of an entry or of all, newest first."""
        ...

    def last_standing(self) -> Edit | None:
        """The latest edit that was not taken back and took none back; None when there is none."""
        ...

    def pending_edits(self) -> tuple[Edit, ...]:
        """The edits whose version isn't in force yet, oldest first."""
        ...

    def texts_asked(self, limit: int) -> tuple[tuple[str, int], ...]:
        """The texts asked last, each once with how often it was asked, newest first; only those that were matched."""
        ...


class StatisticsStore(Protocol):
    """What was asked and taken in a span of time, for numbers and suggestions. Safe from any thread. May raise StoreError."""

    def asked_between(self, since: float, until: float) -> tuple[LoggedQuestion, ...]:
        """Questions recorded from `since` on and before `until` (Unix time, seconds), oldest first."""
        ...

    def taken_between(self, since: float, until: float) -> tuple[DownloadRecord, ...]:
        """Downloads in that span, oldest first."""
        ...

    def loads(self) -> tuple[ChannelLoad, ...]:
        """What the channels' inboxes and outboxes hold, by channel."""
        ...

    def last_asked(self) -> dict[str, float]:
        """When each entry was answered or picked last (Unix time, seconds); those that never were are left out."""
        ...

    def entries_asked(self, since: float) -> dict[str, int]:
        """How often each entry was answered or picked from then on (Unix time, seconds); those that never were are left out."""
        ...

    def decide_suggestion(self, entry: str, wording: str, accepted: bool, who: str) -> None:
        """Note what became of a phrasing that was suggested for an entry; the first decision stands."""
        ...

    def decided_suggestions(self) -> tuple[tuple[str, str], ...]:
        """Entries with the wordings that were decided on for them, in the order of the decisions."""
        ...


class Privacy(Protocol):
    """What is kept of people, and how it is forgotten. Safe from any thread. Every method may raise StoreError."""

    def stored_data(self, asker: str) -> StoredDataSummary:
        """How much is kept of an asker."""
        ...

    def questions_by(self, asker: str) -> tuple[LoggedQuestion, ...]:
        """The recorded questions of an asker, oldest first."""
        ...

    def forget(self, asker: str) -> StoredDataSummary:
        """Delete what is kept of an asker, its counts stay; returns how much it was."""
        ...

    def elapsed_time(self, now: float) -> ElapsedTime:
        """How much time was seen to pass, after a look at a clock that says `now` (Unix time, seconds).

        A clock that jumps ahead by more than two days is believed only after a week at its new time.
        """
        ...

    def expire(self, before: float) -> int:
        """Delete what is older than `before` (Unix time, seconds) and isn't waiting for an answer; returns how much.

        The counts of the questions stay.
        """
        ...

    def tallies(self) -> tuple[MonthlyCount, ...]:
        """The counts of questions that are no longer kept, by month, decision and entry."""
        ...


class Conversations(Protocol):
    """Keeps what conversations are about. Safe from any thread. Every method may raise StoreError."""

    def conversation(self, key: str) -> Conversation | None:
        """The conversation as last saved, or None."""
        ...

    def save_conversation(self, conversation: Conversation) -> None:
        """Replace what is remembered of a conversation; an `updated` of 0 is kept as the time now."""
        ...


class Questions(Protocol):
    """Keeps questions and what was decided on them. Safe from any thread. Every method may raise StoreError."""

    def record(self, question: Question, reply: Reply, knowledge: str, version: int = 0) -> int:
        """Keep a question and what was decided, by which version of the knowledge; returns its number (≥ 1).

        The same channel and `wire` (when not empty) again replaces the first record and returns its number.
        """
        ...

    def recorded(self, number: int) -> LoggedQuestion | None:
        """A recorded question, or None."""
        ...

    def choose(self, number: int, entry: str) -> None:
        """Note which entry the asker picked from the choices of a recorded question; an unknown number is ignored."""
        ...

    def rate(self, number: int, useful: bool) -> None:
        """Note whether the reply was of use; the last word counts, and an earlier reason is dropped; unknown: ignored."""
        ...

    def explain(self, number: int, reason: str) -> None:
        """Note why the reply was of no use; an unknown number is ignored."""
        ...


class Drafts(Protocol):
    """Keeps forms that are being filled in. Safe from any thread. Every method may raise StoreError."""

    def draft(self, conversation: str) -> Draft | None:
        """The form that is being filled in in a conversation, or None."""
        ...

    def save_draft(self, draft: Draft) -> None:
        """Replace what is filled in in a conversation; an `updated` of 0 is kept as the time now."""
        ...

    def drop_draft(self, conversation: str) -> None:
        """Forget what is filled in in a conversation; one without is ignored."""
        ...


class DeskStorage(Conversations, Questions, Drafts, Downloads, Handing, Protocol):
    """The methods of a store that the desk needs."""

    def entries_asked(self, since: float) -> dict[str, int]:
        """See StatisticsStore."""
        ...


class HandoffStorage(Conversations, Questions, EditDrafts, InquiryStore, Links, Progress, StatisticsStore, Protocol):
    """What is kept for questions that a person answers."""


class PrivacyStorage(Privacy, Protocol):
    """What is told and forgotten on request."""

    def links(self, person: str) -> tuple[Link, ...]:
        """See Links."""
        ...

    def handovers_by(self, asker: str) -> tuple[Handover, ...]:
        """See InquiryStore."""
        ...


class HealthStorage(Protocol):
    """What tells how the service is doing."""

    def loads(self) -> tuple[ChannelLoad, ...]:
        """See StatisticsStore."""
        ...

    def inquiries(self, *states: str) -> tuple[Inquiry, ...]:
        """See InquiryStore."""
        ...

    def version(self) -> Version | None:
        """See VersionStore."""
        ...

    def damage(self, *, thorough: bool = False) -> str:
        """What has become of it outside of this program, in Chinese; empty while all is well. `thorough`: read all of it."""
        ...


class WebStorage(ChannelStorage, Downloads, VersionStore, HandoffStorage, PrivacyStorage, WebKeeping, Protocol):
    """What the web keeps, and what its console shows."""


class LinkStorage(Outbox, Links, WebTalks, Protocol):
    """What linking keys of one person takes."""


class Store(ChannelStorage, DeskStorage, VersionStore, HandoffStorage, PrivacyStorage, WebKeeping, Protocol):
    """Everything that is kept; for what wires the program up. Safe from any thread. Every method may raise StoreError."""

    def damage(self, *, thorough: bool = False) -> str:
        """What has become of it outside of this program, in Chinese; empty while all is well. `thorough`: read all of it."""
        ...

    def close(self) -> None:
        """Let go of the database; nothing may be called after it."""
        ...

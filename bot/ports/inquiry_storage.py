"""What is kept of questions for a person, as a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.model import Handover, Inquiry, LoggedQuestion, OutboxMessage, Question
from bot.ports.channel_storage import Outbox


class Handing(Protocol):
    """Keeps questions for a person. Safe from any thread. Every method may raise StoreError."""

    def hand_over(self, question: Question, context: int = 5, kind: str = "human", record: int = 0) -> Handover:
        """Leave a question for a person, with up to `context` recorded questions of the conversation before it.

        The same channel and `wire` (when not empty) again returns the handover made the first time; when the asker asks
        for a person this time, it becomes of that kind, and one that she withdrew is open again; one that was answered is
        in state `again` until it is looked at. In other words than the first time it is a new one, and the first is withdrawn.
        """
        ...


class InquiryStore(Handing, Outbox, Protocol):
    """Keeps questions for a person, and the inquiries that they belong to. Safe from any thread. May raise StoreError."""

    def handovers(self, state: str = "open", kind: str = "human") -> tuple[Handover, ...]:
        """Questions for a person in that state and of that kind (empty: any), oldest first."""
        ...

    def handover(self, number: int) -> Handover | None:
        """A question for a person, or None."""
        ...

    def handovers_by(self, asker: str) -> tuple[Handover, ...]:
        """The questions for a person of one asker, oldest first."""
        ...

    def unplaced(self, limit: int) -> tuple[Handover, ...]:
        """Open questions that belong to no inquiry yet, and those asked again, oldest first."""
        ...

    def unhandled_questions(self, picked_by: float, limit: int) -> tuple[LoggedQuestion, ...]:
        """Recorded questions that ought to be for a person and aren't, oldest first.

        Those unknown, those rated useless, and choices asked before `picked_by` (Unix time, seconds) of which none was picked.
        """
        ...

    def place(self, number: int, inquiry: int = 0) -> int:
        """Put a question in an inquiry, 0: a new one that it opens; returns the inquiry's number.

        One that is placed already stays where it is.
        """
        ...

    def inquiry(self, number: int) -> Inquiry | None:
        """An inquiry, or None."""
        ...

    def inquiries(self, *states: str) -> tuple[Inquiry, ...]:
        """The inquiries in these states, oldest first."""
        ...

    def askings(self, *inquiries: int) -> tuple[Handover, ...]:
        """The questions in these inquiries, oldest first."""
        ...

    def owed(self) -> tuple[Inquiry, ...]:
        """The inquiries that are answered or refused and that somebody still waits for, oldest first."""
        ...

    def worded_after(self, number: int, limit: int) -> tuple[tuple[int, str], ...]:
        """Number and text of the first `limit` questions for a person after a number, ascending."""
        ...

    def wordings(self, among: Sequence[int], *states: str) -> tuple[tuple[int, str], ...]:
        """The wordings of the inquiries in these states that hold one of the questions `among`.

        Each with the inquiry's number, once, oldest first.
        """
        ...

    def save_inquiry(self, inquiry: Inquiry) -> bool:
        """Replace an inquiry, on the disk when this returns; False when it was changed since it was read, or is gone."""
        ...

    def merge(self, inquiry: int, into: int) -> bool:
        """Move every question of an inquiry to another; False when either is gone or merged already, or they are the same."""
        ...

    def mark(self, numbers: Sequence[int], state: str) -> None:
        """Set the state of questions for a person; unknown numbers are ignored."""
        ...

    def tell(self, message: OutboxMessage, numbers: Sequence[int], state: str) -> None:
        """Queue a message and set the state of the questions that it answers, both or neither; a key again queues nothing."""
        ...

"""What the web needs of a store beside what every channel needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.model import HeldEdit, Noted, Proposal, TableTrial, WebSession, WebTurn


class WebTalks(Protocol):
    """Keeps what was said on the web, so that a page can be shown again. Safe from any thread. May raise StoreError."""

    def secret(self, name: str) -> bytes:
        """Thirty-two random bytes of that name, made the first time and the same ever after."""
        ...

    def keep_turn(self, turn: WebTurn) -> bool:
        """Keep a question with its reply, on the disk when this returns; False when that key was kept before."""
        ...

    def turn(self, conversation: str, key: str) -> WebTurn | None:
        """What was kept under a key of a conversation, or None."""
        ...

    def turns(self, conversation: str, limit: int) -> tuple[WebTurn, ...]:
        """The newest turns of a conversation, oldest first."""
        ...

    def web_form(self, conversation: str, form: str) -> dict[str, str] | None:
        """What was typed into a form so far, by field; None when nothing is kept."""
        ...

    def save_web_form(self, conversation: str, form: str, typed: Mapping[str, str]) -> None:
        """Keep what was typed into a form, on the disk when this returns; nothing typed: it is forgotten."""
        ...

    def draw(self, bucket: str, most: float, per_second: float) -> float:
        """Take one from a bucket that holds `most` and fills by so many a second; the seconds to wait, 0: it was taken."""
        ...


class WebDoor(Protocol):
    """Keeps who is let into the console. Only digests of tokens are kept. Safe from any thread. May raise StoreError."""

    def issue_token(self, digest: str, who: str, expires: float) -> None:
        """Keep a one-time token of an admin, on the disk when this returns; `expires` is Unix time in seconds."""
        ...

    def token(self, digest: str) -> str:
        """Whose token that is; empty for one that is unknown, spent or too old. Spends nothing."""
        ...

    def spend_token(self, digest: str) -> str:
        """Whose token that was; empty for one that is unknown, spent before or too old."""
        ...

    def open_session(self, digest: str, who: str, expires: float) -> None:
        """Let a browser in."""
        ...

    def session(self, digest: str) -> WebSession | None:
        """The session, seen now; None for one that is unknown, closed or too old."""
        ...

    def sessions(self) -> tuple[WebSession, ...]:
        """Every session that is open, the one seen last first."""
        ...

    def close_session(self, digest: str) -> None:
        """Let that browser in no more; unknown ones are ignored."""
        ...

    def note_done(self, who: str, act: str, about: str = "") -> None:
        """Keep what was done in the console."""
        ...

    def noted_done(self, limit: int) -> tuple[Noted, ...]:
        """What was done in the console, newest first."""
        ...

    def hold_edit(self, who: str, proposal: Proposal) -> HeldEdit:
        """Keep an edit until another admin says yes, on the disk when this returns."""
        ...

    def held_edit(self, number: int) -> HeldEdit | None:
        """An edit that waits or waited, or None."""
        ...

    def held_edits(self, state: str = "open") -> tuple[HeldEdit, ...]:
        """The edits in that state, oldest first."""
        ...

    def decide_edit(self, number: int, state: str, who: str, note: str = "") -> bool:
        """Note what became of an edit; False when it waits no more."""
        ...


class WebConsole(Protocol):
    """Remembers for minutes what several admins, or several processes, must see alike.

    Safe from any thread. May raise StoreError. Times are Unix time in seconds.
    """

    def note_present(self, place: str, who: str, since: float) -> tuple[str, ...]:
        """Note that an admin has a place open; the others seen there after `since`, in the order in which they came."""
        ...

    def present(self, since: float) -> tuple[tuple[str, str], ...]:
        """Each place with each one who was seen there after `since`, in the order in which they came."""
        ...

    def note_left(self, place: str, who: str) -> None:
        """Note that an admin is done with a place."""
        ...

    def keep_trial(self, session: str, trial: TableTrial) -> None:
        """Keep how far the newest table of a session is, seen now; what it was before is forgotten."""
        ...

    def trial(self, session: str) -> TableTrial | None:
        """The newest table of a session, or None."""
        ...


class WebKeeping(WebTalks, WebDoor, WebConsole, Protocol):
    """What the web keeps in the store."""

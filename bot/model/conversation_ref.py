"""Where on a channel something is said."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote


@dataclass(frozen=True, slots=True)
class ConversationRef:
    """A conversation of a person, or a place that several read, such as a group."""

    channel: str
    place: str
    """What the channel calls the chat, the mailbox, the browser …"""
    thread: str = ""
    """A part of the place with a conversation of its own, such as a forum topic; empty: none."""
    person: str = ""
    """Whose conversation it is, in a place that several share; empty where the place is one person's, or all are meant."""

    def __str__(self) -> str:
        """Its key in the store: `telegram:4711`, with a thread `telegram:4711:7`, in a group `telegram:-100:0:4711`."""
        parts = [self.channel, _quoted(self.place)]
        if self.person:
            parts += [_quoted(self.thread) or "0", _quoted(self.person)]
        elif self.thread:
            parts.append(_quoted(self.thread))
        return ":".join(parts)

    @classmethod
    def parse(cls, key: str) -> ConversationRef:
        """The conversation of a key; raises ValueError for what is none."""
        parts = key.split(":")
        if not 2 <= len(parts) <= 4 or not parts[0] or not parts[1]:
            raise ValueError("not the key of a conversation")
        channel, place, thread, person = [*parts[:1], *map(unquote, parts[1:]), "", ""][:4]
        return cls(channel, place, "" if thread == "0" else thread, person)

    @property
    def shared(self) -> ConversationRef:
        """The place itself, whoever's conversation this is."""
        return ConversationRef(self.channel, self.place, self.thread)


def _quoted(part: str) -> str:
    return quote(part, safe="@-._~+/=!$&'()*,; ", encoding="utf-8", errors="replace") if _SPECIAL & set(part) else part


_SPECIAL = frozenset(":%")

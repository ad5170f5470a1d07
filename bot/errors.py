"""The errors this program raises on purpose.

    JianhuitongError
    ├── SettingsError      a setting is missing or malformed
    ├── KnowledgeError     the knowledge can't be used; carries every problem found
    ├── EditError          an edit of the knowledge can't be worked out or made
    │   └── EditConflictError  a file has changed since it was worked out
    ├── ExchangeError      a table, document or chat can't be read or written
    ├── StoreError         the database can't be opened, read or written
    ├── EncoderError       the sentence encoder is missing or broken (never fatal)
    ├── DocumentError      a document's source or template can't be used
    └── ChannelError       a channel can't be started or can't deliver

Each message is one Chinese sentence for the person at the keyboard and ends with what to do next. Foreign exceptions
are mapped to one of these where they enter, with `from`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Problem


class JianhuitongError(Exception):
    """The root: `str(error)` is a sentence that may be shown to an admin, never to an asker."""


class SettingsError(JianhuitongError):
    """A setting is missing or malformed."""


class KnowledgeError(JianhuitongError):
    """The knowledge can't be put in force."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class EditError(JianhuitongError):
    """An edit of the knowledge can't be worked out or made."""


class EditConflictError(EditError):
    """A file has changed since the edit was worked out."""


class ExchangeError(JianhuitongError):
    """A table, document or chat that goes in or out of the knowledge can't be read or written."""


class StoreError(JianhuitongError):
    """The database can't be opened, read or written."""


class EncoderError(JianhuitongError):
    """The sentence encoder is missing or broken; matching goes on without it."""


class DocumentError(JianhuitongError):
    """A document can't be built or filled in: its source or template can't be used."""


class ChannelError(JianhuitongError):
    """A channel can't be started or can't deliver."""

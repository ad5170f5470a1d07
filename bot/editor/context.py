"""What admins edit the knowledge with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.editor.entry_search import Rank
from bot.model import Knowledge
from bot.ports import EditDrafts, Editor


@dataclass(frozen=True)
class EditContext:
    """The store of drafts, the editor, the knowledge and the ranking that editing needs."""

    drafts: EditDrafts
    editor: Editor
    knowledge: Callable[[], Knowledge]
    """The one in force."""
    rank: Rank
    """Finds entries in it."""
    clock: Callable[[], float]
    """Unix time in seconds."""

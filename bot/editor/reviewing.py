"""Edits by those whose role is 编辑: worked out and tried as always, and held until a reviewer says yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot import wording
from bot.errors import EditError
from bot.model import Edit, Entry, Impact, Problem, Proposal, Source
from bot.ports import Editor, WebDoor
from bot.settings import ROLES


class HeldError(EditError):
    """The edit is kept until somebody else says yes; `str(error)` says so."""


class Reviewing:
    """Implements bot.ports.Editor over another one."""

    def __init__(self, editor: Editor, kept: WebDoor, roles: Callable[[], Mapping[str, str]]) -> None:
        """`roles` gives the admins' roles at this moment."""
        self._editor = editor
        self._kept = kept
        self._roles = roles

    def change(self, entry: str, key: str, value: str | Sequence[str | Source]) -> Proposal:
        """As the editor."""
        return self._editor.change(entry, key, value)

    def revise(self, entry: str, values: Mapping[str, str | Sequence[str] | Sequence[Source]]) -> Proposal:
        """As the editor."""
        return self._editor.revise(entry, values)

    def add(self, topic: str, entry: Entry) -> Proposal:
        """As the editor."""
        return self._editor.add(topic, entry)

    def retire(self, entry: str) -> Proposal:
        """As the editor."""
        return self._editor.retire(entry)

    def replace(self, about: str, files: Mapping[str, str]) -> Proposal:
        """As the editor."""
        return self._editor.replace(about, files)

    def impact(self, proposal: Proposal) -> Impact:
        """As the editor."""
        return self._editor.impact(proposal)

    def undo(self, act: int = 0) -> Proposal:
        """As the editor."""
        return self._editor.undo(act)

    def blocking(self) -> tuple[Problem, ...]:
        """As the editor."""
        return self._editor.blocking()

    def history(self, entry: str = "", limit: int = 20) -> tuple[Edit, ...]:
        """As the editor."""
        return self._editor.history(entry, limit)

    def apply(self, proposal: Proposal, who: str) -> Edit:
        """Make the edit, or hold it and raise HeldError when `who` may not make it alone."""
        if self._roles().get(who) != ROLES[0]:
            return self._editor.apply(proposal, who)
        if not proposal.changes:
            raise EditError(wording.EDIT_NOTHING)
        held = self._kept.hold_edit(who, proposal)
        raise HeldError(wording.REVIEW_HELD.format(number=held.id))

    def agree(self, number: int, who: str) -> Edit:
        """Make an edit that was held; the reviewer is named beside the editor. Raises EditError."""
        held = self._kept.held_edit(number)
        if held is None or held.state != "open":
            raise EditError(wording.REVIEW_GONE.format(number=number))
        if held.who == who:
            raise EditError(wording.REVIEW_OWN)
        act = self._editor.apply(held.proposal, f"{held.who}+{who}")
        self._kept.decide_edit(number, "made", who)
        return act

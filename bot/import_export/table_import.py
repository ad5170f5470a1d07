"""Edits of a table as one edit of the editor: which may be made, and what they do to the files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bot import wording
from bot.errors import EditConflictError
from bot.import_export.apply_edits import files_of, rewritten
from bot.import_export.import_records import Difference, Edit, Row
from bot.model import Knowledge, Proposal
from bot.ports import Editor

Read = Callable[[str], str | None]
"""The path of a topic file in the knowledge folder in, its text out; None when there is none."""


def sound(difference: Difference) -> tuple[Edit, ...]:
    """The edits of rows in which nothing is wrong."""
    broken = {(flaw.sheet, flaw.row) for flaw in difference.serious}
    return tuple(edit for edit in difference.edits if (edit.row.sheet, edit.row.number) not in broken)


def broken(difference: Difference, rows: Callable[[Row], bool]) -> bool:
    """Whether something is wrong with one of the rows, or with the table as a whole."""
    whole = any(flaw.row == 0 for flaw in difference.serious)
    rows_broken = {(flaw.sheet, flaw.row) for flaw in difference.serious}
    return whole or any(rows(edit.row) and (edit.row.sheet, edit.row.number) in rows_broken for edit in difference.edits)


def propose(edits: Sequence[Edit], file: str, knowledge: Knowledge, read: Read, editor: Editor) -> Proposal:
    """What edits do to the topic files, tried; `file` is the table's name. Raises EditError."""
    texts: dict[str, str] = {}
    before: dict[str, str | None] = {}
    for name, mine in files_of(edits, knowledge).items():
        before[name] = read(name)
        texts[name] = rewritten(before[name] or "", mine, knowledge)
    proposal = editor.replace(about(edits, file), texts)
    moved = next((change.file for change in proposal.changes if change.before != before[change.file]), None)
    if moved is not None:
        # somebody saved it between our reading it and the editor's
        raise EditConflictError(wording.EDIT_CONFLICT_DISK.format(file=moved))
    return proposal


def counted(edits: Iterable[Edit]) -> dict[str, int]:
    """How many edits change, add and retire."""
    counts = dict.fromkeys(("change", "add", "retire"), 0)
    for edit in edits:
        counts[edit.kind if edit.kind in counts else "change"] += 1
    return counts


def about(edits: Iterable[Edit], file: str) -> str:
    """What an import does, in a line, for the audit and the commit."""
    return wording.EXCHANGE_ABOUT_EDIT.format(file=file, **counted(edits))

"""What an admin reads of an import: each change with the old and the new text, and every flaw by sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher

from bot import wording
from bot.import_export.columns import headed, heading
from bot.import_export.import_records import Changed, Difference, Edit, Flaw
from bot.import_export.table_diff import place
from bot.import_export.table_import import counted
from bot.model import Impact, Knowledge, Outcome, Problem, Severity, Shift

_MOST_LINE = 200
"""Characters shown of a line of a long text."""
_MOST_SHIFTS = 20
"""Questions listed that get another reply."""


def flaw_line(flaw: Flaw) -> str:
    """A flaw in one line: how bad, where, and what to do."""
    row = wording.EXCHANGE_PLACE if flaw.sheet and flaw.row else wording.EXCHANGE_ROW if flaw.row else "{sheet}"
    column = wording.EXCHANGE_COLUMN.format(column=flaw.column) if flaw.column else ""
    where = row.format(sheet=flaw.sheet, row=flaw.row) + column
    return wording.EXCHANGE_FLAW.format(mark=wording.EXCHANGE_MARKS[flaw.serious], place=where, message=flaw.message)


def edit_lines(edit: Edit, knowledge: Knowledge) -> Iterator[str]:
    """What a row changes: the entry, then each key with its old and new lines."""
    entries = {entry.id: entry for entry in (*knowledge.entries, *knowledge.retired)}
    own = next((one.after for one in edit.changes if one.key == "question"), "")
    question = entries[edit.entry].question if edit.entry in entries else own
    kind = wording.EXCHANGE_KINDS[edit.kind].format(when=edit.when)
    yield wording.EXCHANGE_EDIT.format(kind=kind, id=edit.entry, question=question, place=place(edit.row))
    for changed in edit.changes:
        yield f"  {heading(changed.key)}"
        yield from (f"    {line}" for line in _moved(changed))


def _moved(changed: Changed) -> Iterator[str]:
    """The lines that go and come; those that stay are left out."""
    before, after = changed.before.split("\n"), changed.after.split("\n")
    before, after = [one for one in before if one], [one for one in after if one]
    for kind, first, last, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from (f"- {_cut(line)}" for line in before[first:last])
            yield from (f"+ {_cut(line)}" for line in after[begin:stop])


def _cut(line: str) -> str:
    return line if len(line) <= _MOST_LINE else f"{line[:_MOST_LINE]}…"


def summary(difference: Difference) -> str:
    """How many rows were read, what they change and what is wrong."""
    errors = len(difference.serious)
    notes = len(difference.flaws) - errors
    return wording.EXCHANGE_SUMMARY.format(rows=difference.rows, errors=errors, notes=notes, **counted(difference.edits))


def located(problems: Iterable[Problem], edits: Sequence[Edit]) -> tuple[Flaw, ...]:
    """What the edited knowledge would suffer from, at the row and column that bring it."""
    rows = {edit.entry: edit.row for edit in reversed(edits)}
    own: Mapping[tuple[str, str], Edit] = {(edit.entry, one.key): edit for edit in edits for one in edit.changes}
    found = []
    for problem in problems:
        edit = own.get((problem.entry, problem.key))
        row = edit.row if edit else rows.get(problem.entry)
        serious = problem.severity is Severity.ERROR
        if row is None:
            message = wording.EXCHANGE_OF_ENTRY.format(id=problem.entry or "-", message=problem.message)
            found.append(Flaw(problem.file, 0, "", message, serious))
        else:
            column = headed(row, problem.key) if problem.key in wording.LOAD_KEYS else ""
            found.append(Flaw(row.sheet, row.number, column, problem.message, serious))
    return tuple(dict.fromkeys(found))


def impact_lines(impact: Impact) -> Iterator[str]:
    """Which questions get another reply, worst first."""
    yield wording.EXCHANGE_IMPACT.format(golden=impact.golden, real=impact.real, count=len(impact.shifts))
    for shift in impact.shifts[:_MOST_SHIFTS]:
        yield _shift(shift)
    if len(impact.shifts) > _MOST_SHIFTS:
        yield wording.EXCHANGE_IMPACT_MORE.format(count=len(impact.shifts) - _MOST_SHIFTS)


def _shift(shift: Shift) -> str:
    mark = wording.EXCHANGE_BROKEN if shift.broken else ""
    kind = wording.EXCHANGE_SHIFTS[shift.kind]
    return wording.EXCHANGE_SHIFT.format(
        kind=kind + mark, text=_cut(shift.text), before=_outcome(shift.before), after=_outcome(shift.after)
    )


def _outcome(outcome: Outcome) -> str:
    return " ".join(part for part in (wording.DECISIONS[outcome.decision], outcome.entry) if part)

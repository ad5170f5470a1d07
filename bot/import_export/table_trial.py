"""A table that somebody sends: what it would change, as one edit, with everything that is to be said of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from bot import wording
from bot.errors import ExchangeError
from bot.import_export import diff_lines, row_reader, spreadsheet_reader, table_diff, table_export, table_import
from bot.import_export.table_import import Read
from bot.model import Knowledge, Proposal
from bot.ports import Editor

SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv", ".txt")


@dataclass(frozen=True)
class Tables:
    """Tables in and out of the knowledge on the disk."""

    knowledge: Callable[[], Knowledge]
    """The one on the disk; raises KnowledgeError."""
    read: Read
    editor: Editor
    today: Callable[[], date]

    def export(self, topic: str) -> bytes:
        """The knowledge, or a topic of it by its key, as an Excel file. Raises ExchangeError."""
        known = self.knowledge()
        keys = [one.key for one in known.topics if topic in (one.key, one.title)]
        return table_export.as_workbook(table_export.sheets(known, keys if topic else ()), known)

    def trial(self, name: str, content: bytes, step: Callable[[str], None]) -> tuple[Proposal | None, tuple[str, ...]]:
        """What a table would change, with what is to be said of it; None when nothing can be changed. Raises ExchangeError.

        `step` is told what is begun: read, compare, check, impact.
        """
        step("read")
        suffix = PurePosixPath(name).suffix.lower()
        if suffix not in SUFFIXES:
            raise ExchangeError(wording.EXCHANGE_SUFFIX.format(file=PurePosixPath(name).name[:60]))
        known = self.knowledge()
        with tempfile.TemporaryDirectory(prefix="jianhui-") as place:
            path = Path(place) / f"table{suffix}"
            path.write_bytes(content)
            read = row_reader.read_rows(spreadsheet_reader.read_grids(path), name)
        step("compare")
        difference = table_diff.compare(read, known, self.today())
        said = [line for edit in difference.edits for line in diff_lines.edit_lines(edit, known)]
        said += [diff_lines.flaw_line(flaw) for flaw in difference.flaws]
        said.append(diff_lines.summary(difference))
        if difference.serious or not difference.edits:
            said.append(wording.EXCHANGE_REFUSED if difference.serious else wording.EXCHANGE_SAME)
            return None, tuple(said)
        step("check")
        proposal = table_import.propose(difference.edits, name, known, self.read, self.editor)
        flaws = diff_lines.located(proposal.problems, difference.edits)
        said += [diff_lines.flaw_line(flaw) for flaw in flaws]
        if any(flaw.serious for flaw in flaws):
            return None, (*said, wording.EXCHANGE_REFUSED)
        step("impact")
        return proposal, (*said, *diff_lines.impact_lines(self.editor.impact(proposal)))

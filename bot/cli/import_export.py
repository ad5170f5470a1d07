"""The commands that take the knowledge out as a table and back in: export, import."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import wording
from bot.cli.command import EXIT_ERROR, Command, Option, say
from bot.errors import ExchangeError
from bot.model import Knowledge
from bot.settings import Settings
from bot.yamlio.problems import sentence

if TYPE_CHECKING:
    from bot.import_export.import_records import Difference, Edit, Passed

_MOST_PASSED = 30
"""Lines shown of what went into no candidate; the file lists them all."""


def _export(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.import_export import table_export

    knowledge = _knowledge(settings)
    topics = [_topic(knowledge, name) for name in chosen.topic or ()]
    suffix = chosen.file.suffix.lower()
    if suffix == ".xlsx":
        data = table_export.as_workbook(table_export.sheets(knowledge, topics), knowledge)
    elif suffix == ".csv":
        data = table_export.as_csv(table_export.one_table(knowledge, topics))
    else:
        raise ExchangeError(wording.EXCHANGE_SUFFIX.format(file=chosen.file))
    _write(chosen.file, data)
    titles = [topic.title for topic in knowledge.topics if not topics or topic.key in topics]
    count = sum(len(table_export.of_topic(knowledge, title)) for title in titles)
    say(wording.EXCHANGE_EXPORTED.format(count=count, file=chosen.file))
    return 0


def _knowledge(settings: Settings) -> Knowledge:
    from bot import app
    from bot.content import loader

    return loader.require(settings.knowledge, settings.guides, app.today())


def _topic(knowledge: Knowledge, name: str) -> str:
    """The key of a topic named by key or title."""
    for topic in knowledge.topics:
        if name in (topic.key, topic.title):
            return topic.key
    raise ExchangeError(wording.EXCHANGE_TOPICS.format(topic=name, names="、".join(topic.title for topic in knowledge.topics)))


def _write(file: Path, data: bytes) -> None:
    """A new file; one that is there already may hold somebody's work."""
    try:
        with file.open("xb") as opened:
            opened.write(data)
    except FileExistsError as error:
        raise ExchangeError(wording.EXCHANGE_EXISTS.format(file=file)) from error
    except OSError as error:
        raise ExchangeError(wording.EXCHANGE_UNWRITABLE.format(file=file)) from error


def _import(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.import_export import spreadsheet_reader

    suffix = chosen.file.suffix.lower()
    if suffix == ".docx":
        return _glean(chosen, settings)
    if suffix == ".txt":
        text = spreadsheet_reader.text_of(chosen.file.name, spreadsheet_reader.bytes_of(chosen.file))
        return _table(chosen, settings) if spreadsheet_reader.headed(text) else _glean(chosen, settings)
    if suffix in (".xlsx", ".xlsm", ".csv", ".tsv", ".xls", ".et"):
        return _table(chosen, settings)
    raise ExchangeError(wording.EXCHANGE_SUFFIX.format(file=chosen.file))


def _table(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.import_export import diff_lines, row_reader, spreadsheet_reader, table_diff

    knowledge = _knowledge(settings)
    read = row_reader.read_rows(spreadsheet_reader.read_grids(chosen.file), chosen.file.name)
    difference = table_diff.compare(read, knowledge, app.today())
    if not chosen.interactive:
        for edit in difference.edits:
            _show(edit, knowledge)
    for flaw in difference.flaws:
        say(diff_lines.flaw_line(flaw))
    say(diff_lines.summary(difference))
    if not difference.edits:
        say(wording.EXCHANGE_REFUSED if difference.serious else wording.EXCHANGE_SAME)
        return EXIT_ERROR if difference.serious else 0
    edits = _chosen(chosen, difference, knowledge)
    if edits is None:
        return EXIT_ERROR
    if not edits:
        say(wording.EXCHANGE_NONE_CHOSEN)
        return 0
    return _try(chosen, settings, knowledge, edits)


def _show(edit: Edit, knowledge: Knowledge) -> None:
    from bot.import_export import diff_lines

    for line in diff_lines.edit_lines(edit, knowledge):
        say(line)


def _chosen(chosen: argparse.Namespace, difference: Difference, knowledge: Knowledge) -> tuple[Edit, ...] | None:
    """The edits to be made: those asked for by row, else all; None when something is wrong with them, which is said."""
    from bot.import_export import row_selection, table_import

    if chosen.interactive:
        return tuple(_asked(table_import.sound(difference), knowledge))
    if not chosen.rows:
        if difference.serious:
            say(wording.EXCHANGE_REFUSED)
            return None
        return difference.edits
    picked = row_selection.RowSelection(chosen.rows)
    if table_import.broken(difference, picked.__contains__):
        say(wording.EXCHANGE_ROWS_WRONG)
        return None
    edits = tuple(edit for edit in difference.edits if edit.row in picked)
    if not edits:
        say(wording.EXCHANGE_ROWS_NONE.format(rows=chosen.rows))
        return None
    return edits


def _asked(edits: Iterable[Edit], knowledge: Knowledge) -> Iterator[Edit]:
    """The edits that whoever sits at the keyboard says yes to, one by one."""
    for edit in edits:
        _show(edit, knowledge)
        answer = ""
        while answer not in (*wording.EXCHANGE_YES, *wording.EXCHANGE_NO, *wording.EXCHANGE_STOP):
            sys.stdout.write(wording.EXCHANGE_ASK_ROW)
            sys.stdout.flush()
            # the end of the input is no answer, and nobody is there to give one
            answer = line.strip().lower() if (line := sys.stdin.readline()) else wording.EXCHANGE_STOP[0]
        if answer in wording.EXCHANGE_STOP:
            return
        if answer in wording.EXCHANGE_YES:
            yield edit


def _try(chosen: argparse.Namespace, settings: Settings, knowledge: Knowledge, edits: Sequence[Edit]) -> int:
    """Say what the edits would do, and make them when they are to be made."""
    from bot import app
    from bot.hot_reload import atomic_write
    from bot.import_export import diff_lines, table_import

    store = app.open_store(settings)
    try:
        editor = app.open_editor(settings, store)
        read = partial(atomic_write.read, settings.knowledge)
        proposal = table_import.propose(edits, chosen.file.name, knowledge, read, editor)
        flaws = diff_lines.located(proposal.problems, edits)
        serious = sum(flaw.serious for flaw in flaws)
        if serious:
            say(wording.EXCHANGE_TRIED.format(count=serious))
        for flaw in flaws:
            say(diff_lines.flaw_line(flaw))
        if serious:
            say(wording.EXCHANGE_REFUSED)
            return EXIT_ERROR
        for line in diff_lines.impact_lines(editor.impact(proposal)):
            say(line)
        if not chosen.apply:
            say(wording.EXCHANGE_DRY)
            return 0
        act = editor.apply(proposal, f"terminal:{getpass.getuser()}")
        blocking = editor.blocking()
    finally:
        store.close()
    if blocking:  # other files have errors: until they are mended nothing new comes into force
        say(wording.EXCHANGE_HELD.format(act=act.id, why=sentence(blocking[0])))
    else:
        say(wording.EXCHANGE_DONE.format(act=act.id))
    return 0


def _glean(chosen: argparse.Namespace, settings: Settings) -> int:
    """Candidates out of a Word file or a chat's log, into a table for review."""
    from bot import app
    from bot.import_export import candidates, qa_from_chat, qa_from_word, table_export
    from bot.matching import batch_match

    word = chosen.file.suffix.lower() == ".docx"
    gleaned = qa_from_word.read_word(chosen.file) if word else qa_from_chat.read_chat(chosen.file, chosen.expert or ())
    index = app.open_index(settings)
    again = partial(app.open_index, settings)
    sheet = candidates.sheet(gleaned.candidates, index.knowledge, lambda asked: batch_match.matches(index, asked, again))
    file = chosen.to or chosen.file.with_name(f"{chosen.file.stem}-{wording.EXCHANGE_CANDIDATE_SHEET}.xlsx")
    sheets = [sheet, candidates.passed_sheet(gleaned.passed)] if gleaned.passed else [sheet]
    _write(file, table_export.as_workbook(sheets, index.knowledge, wording.EXCHANGE_CANDIDATE_GUIDE))
    if gleaned.experts:
        say(wording.EXCHANGE_EXPERTS.format(names="、".join(gleaned.experts)))
    masks = ((wording.MASKED[kind], count) for kind, count in gleaned.masked.items())
    kinds = [wording.EXCHANGE_MASKED_KIND.format(mark=mark, count=count) for mark, count in masks]
    say(wording.EXCHANGE_MASKED.format(what="、".join(kinds)) if kinds else wording.EXCHANGE_MASKED_NONE)
    say(wording.EXCHANGE_GLEANED.format(count=len(gleaned.candidates), file=file))
    if gleaned.passed:
        _tell_passed(gleaned.passed, file)
    return 0


def _tell_passed(passed: Sequence[Passed], file: Path) -> None:
    """What was passed over: the first of it here, all of it in the file."""
    sheet = wording.EXCHANGE_PASSED_SHEET
    say(wording.EXCHANGE_PASSED.format(count=len(passed), file=file, sheet=sheet))
    for one in passed[:_MOST_PASSED]:
        text = " ".join(one.text.split())
        say(wording.EXCHANGE_PASSED_LINE.format(place=one.place, why=one.why, text=text))
    if len(passed) > _MOST_PASSED:
        say(wording.EXCHANGE_PASSED_MORE.format(count=len(passed) - _MOST_PASSED, sheet=sheet))


_FILE: Option = (("file",), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.EXCHANGE_OPTIONS["file"]})
_TOPIC: Option = (
    ("--topic",),
    {"action": "append", "metavar": wording.EXCHANGE_TOPIC_WORD, "help": wording.EXCHANGE_OPTIONS["topic"]},
)
_EXPERT: Option = (
    ("--expert",),
    {"action": "append", "metavar": wording.EXCHANGE_EXPERT_WORD, "help": wording.EXCHANGE_OPTIONS["expert"]},
)
_TO: Option = (("--to",), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.EXCHANGE_OPTIONS["to"]})
_APPLY: Option = (("--apply",), {"action": "store_true", "help": wording.EXCHANGE_OPTIONS["apply"]})
_ROWS: Option = (("--rows",), {"metavar": "3,5-8", "help": wording.EXCHANGE_OPTIONS["rows"]})
_INTERACTIVE: Option = (("--interactive",), {"action": "store_true", "help": wording.EXCHANGE_OPTIONS["interactive"]})

COMMANDS = {
    "export": Command(_export, (_FILE, _TOPIC)),
    "import": Command(_import, (_FILE, _APPLY, _ROWS, _INTERACTIVE, _EXPERT, _TO)),
}

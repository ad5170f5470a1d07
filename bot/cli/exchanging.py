"""The commands that take the knowledge out as a table and back in: export, import."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot import wording
from bot.cli.command import EXIT_ERROR, Command, Option, say
from bot.errors import ExchangeError
from bot.model import Knowledge
from bot.settings import Settings


def _export(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.exchange import tables

    knowledge = _knowledge(settings)
    topics = [_topic(knowledge, name) for name in chosen.topic or ()]
    suffix = chosen.file.suffix.lower()
    if suffix == ".xlsx":
        data = tables.as_workbook(tables.sheets(knowledge, topics), knowledge)
    elif suffix == ".csv":
        data = tables.as_csv(tables.one_table(knowledge, topics))
    else:
        raise ExchangeError(wording.EXCHANGE_SUFFIX.format(file=chosen.file))
    _write(chosen.file, data)
    titles = [topic.title for topic in knowledge.topics if not topics or topic.key in topics]
    count = sum(len(tables.of_topic(knowledge, title)) for title in titles)
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
    from bot import app
    from bot.exchange import comparing, grids, rows, showing

    knowledge = _knowledge(settings)
    read = rows.read_rows(grids.read_grids(chosen.file), chosen.file.name)
    difference = comparing.compare(read, knowledge, app.today())
    for edit in difference.edits:
        for line in showing.edit_lines(edit, knowledge):
            say(line)
    for flaw in difference.flaws:
        say(showing.flaw_line(flaw))
    say(showing.summary(difference))
    if not difference.edits and not difference.serious:
        say(wording.EXCHANGE_SAME)
    return EXIT_ERROR if difference.serious else 0


_FILE: Option = (("file",), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.EXCHANGE_OPTIONS["file"]})
_TOPIC: Option = (
    ("--topic",),
    {"action": "append", "metavar": wording.EXCHANGE_TOPIC_WORD, "help": wording.EXCHANGE_OPTIONS["topic"]},
)

COMMANDS = {
    "export": Command(_export, (_FILE, _TOPIC)),
    "import": Command(_import, (_FILE,)),
}

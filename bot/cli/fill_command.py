"""The command that fills in a form from a data file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot import wording
from bot.cli.command import FORCE, Command, say, write_file
from bot.cli.guides_get import OUT, document_of, put
from bot.errors import DocumentError
from bot.model import Attachment
from bot.settings import Settings


def _fill(chosen: argparse.Namespace, settings: Settings) -> int:
    """A form from a data file; without one the data file to begin with, without an id the forms."""
    from bot import app

    knowledge, _ = app.readable(settings)
    if chosen.id is None:
        for form in knowledge.forms:
            title = document_of(form.document, knowledge).title
            say(wording.FILL_LINE.format(id=form.document, title=title, count=len(form.fields)))
        return 0
    from bot.forms.data_file import read_data_file, starter_file

    document = document_of(chosen.id, knowledge)
    form_ = knowledge.form(document.id)
    if form_ is None:
        raise DocumentError(wording.FILL_NO_FORM.format(id=document.id))
    if chosen.values is None:
        text = starter_file(form_, document.title)
        if chosen.out is None:
            sys.stdout.write(text)
            return 0
        name = wording.FILL_STARTER.format(title=document.title)
        target = chosen.out / name if chosen.out.is_dir() else chosen.out
        write_file(target, text.encode(), force=chosen.force)
        say(wording.GUIDES_SAVED.format(path=target))
        return 0
    values, warnings = read_data_file(chosen.values, form_, app.today())
    for warning in warnings:
        sys.stderr.write(warning + "\n")
    content = app.write(knowledge, form_, values)
    name = wording.FILL_FILE.format(title=document.title)
    file = Attachment(name, document.id, content=content)
    say(wording.GUIDES_SAVED.format(path=put(file, chosen.out, settings, force=chosen.force)))
    return 0


COMMANDS = {
    "fill": Command(
        _fill,
        (
            (("id",), {"nargs": "?", "metavar": wording.CLI_ID, "help": wording.CLI_OPTIONS["document"]}),
            (("--data",), {"dest": "values", "metavar": wording.CLI_DATA, "type": Path, "help": wording.CLI_OPTIONS["values"]}),
            OUT,
            FORCE,
        ),
    ),
}

"""The commands that give documents out: guides list, get, announce."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

from bot import wording
from bot.cli.command import FORCE, JSON, Command, Option, say, write_file
from bot.errors import DocumentError
from bot.model import Attachment, Document, Knowledge
from bot.settings import Settings


def _list(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app

    knowledge, _ = app.readable(settings)
    store = app.open_store(settings)
    try:
        counts = store.download_counts()
    finally:
        store.close()
    for document in knowledge.documents:
        say(_as_json(document, knowledge, counts) if chosen.json else _line(document, knowledge, counts))
    if not chosen.json:
        say(wording.GUIDES_SUMMARY.format(count=len(knowledge.documents)))
    return 0


def _line(document: Document, knowledge: Knowledge, counts: Mapping[str, int]) -> str:
    fillable = wording.GUIDES_FILLABLE if knowledge.form(document.id) else ""
    formats = ",".join(_formats(document))
    version, count = document.version or "-", counts.get(document.id, 0)
    return wording.GUIDES_LINE.format(
        id=document.id, title=document.title, formats=formats, version=version, count=count, fillable=fillable
    )


def _as_json(document: Document, knowledge: Knowledge, counts: Mapping[str, int]) -> str:
    about = {
        "id": document.id,
        "title": document.title,
        "kind": document.kind,
        "files": list(document.files),
        "version": document.version,
        "date": document.day.isoformat() if document.day else "",
        "changes": document.changes,
        "taken": counts.get(document.id, 0),
        "fillable": knowledge.form(document.id) is not None,
    }
    return json.dumps(about, ensure_ascii=False)


def _formats(document: Document) -> list[str]:
    return [Path(name).suffix.lstrip(".").lower() for name in document.files]


def _get(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.guide_files import FILES, locate

    knowledge, _ = app.readable(settings)
    document = document_of(chosen.id, knowledge)
    formats = _formats(document)
    if not formats:
        raise DocumentError(wording.GUIDES_NO_FILES.format(title=document.title))
    wanted = (chosen.format or formats[0]).lower().lstrip(".")
    if wanted not in formats:
        raise DocumentError(wording.GUIDES_NO_FORMAT.format(title=document.title, format=wanted, formats="、".join(formats)))
    name = document.files[formats.index(wanted)]
    path = locate(settings.guides, name, FILES)
    if not path.is_file():
        raise DocumentError(wording.GUIDES_GONE.format(path=path))
    file = Attachment(Path(name).name, document.id, path=str(path))
    say(wording.GUIDES_SAVED.format(path=put(file, chosen.out, settings, force=chosen.force)))
    return 0


def document_of(id_: str, knowledge: Knowledge) -> Document:
    """The document with that id; raises DocumentError, which names the one that was probably meant."""
    from bot.yamlio.problems import nearest

    found = knowledge.document(id_)
    if found is None:
        near = nearest(id_, [document.id for document in knowledge.documents])
        advice = wording.GUIDES_NEAR.format(near=near) if near else ""
        raise DocumentError(wording.GUIDES_UNKNOWN.format(id=id_, near=advice))
    return found


def put(file: Attachment, out: Path | None, settings: Settings, *, force: bool) -> Path:
    """Where a file went: as named on the command line, else into the folder for downloads.

    `force` replaces a file that was named and is there already.
    """
    from bot.channels.save_attachments import save
    from bot.guide_files import content

    if out is None or out.is_dir():
        return save(file, out or settings.downloads)
    try:
        held = content(file)
    except OSError as error:
        raise DocumentError(wording.GUIDES_GONE.format(path=file.path)) from error
    write_file(out, held, force=force)
    return out


def _announce(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.handoff.document_updates import notify_downloaders

    knowledge, _ = app.readable(settings)
    document = document_of(chosen.id, knowledge)
    store = app.open_store(settings)
    try:
        done = notify_downloaders(document, store, app.reachable_channels(), dry=chosen.dry_run)
    finally:
        store.close()
    sentence = wording.ANNOUNCE_DRY if chosen.dry_run else wording.ANNOUNCE_DONE
    say(sentence.format(title=document.title, version=document.version, queued=done.queued, before=done.before))
    if done.unreachable:
        say(wording.ANNOUNCE_UNREACHABLE.format(count=done.unreachable))
    return 0


_ID: Option = (("id",), {"metavar": wording.CLI_ID, "help": wording.CLI_OPTIONS["document"]})
_FORMAT: Option = (("--format",), {"metavar": wording.CLI_PART, "help": wording.CLI_OPTIONS["format"]})
OUT: Option = (("-o", "--out"), {"metavar": wording.CLI_FILE, "type": Path, "help": wording.CLI_OPTIONS["out"]})
PARTS: dict[str, Command] = {
    "list": Command(_list, (JSON,)),
    "get": Command(_get, (_ID, _FORMAT, OUT, FORCE)),
    "announce": Command(_announce, (_ID, (("--dry-run",), {"action": "store_true", "help": wording.CLI_OPTIONS["dry-run"]}))),
}

"""What the built files were made from: `guides/built.json`, so that a stale one is told without building anything.

For each document a hash over what it is made from (its source, what the catalogue says of it, the titles it names, what the
bot asks for it), and one over each of its files. Line ends don't count: git may change them.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot import wording
from bot.content.catalogue import CATALOGUE
from bot.content.form_reader import FOLDER, TEMPLATES, template
from bot.content.guide_sections import DOCUMENT_LINK
from bot.errors import DocumentError
from bot.guide_files import FILES, read_bytes, read_text
from bot.layout.blank_layout import names
from bot.layout.inline_markup import TAG
from bot.model import Document, Form, Problem, Severity
from bot.publishing.contact_box import read_contact
from bot.yamlio.problems import ProblemCollector, excerpt

NAME = "built.json"
_FORM = re.compile(r"form: ([a-z0-9-]+)")
_PAPERS = (("sources", "md"), ("fields", "yaml"))

Note = dict[str, object]


def read(guides: Path) -> dict[str, Note]:
    """What is noted, by document; nothing when nothing was built or the notes can't be read."""
    try:
        found = json.loads(read_text(guides, NAME))
    except (OSError, ValueError, DocumentError):
        return {}
    return {name: note for name, note in found.items() if isinstance(note, dict)} if isinstance(found, dict) else {}


def text(notes: Mapping[str, Note]) -> bytes:
    """The notes as they are kept."""
    return (json.dumps(notes, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def note(guides: Path, document: Document, titles: Mapping[str, str], files: Mapping[str, bytes]) -> Note:
    """What is to be noted of a document whose files were made just now."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    return {"from": made_from(guides, document, titles), "files": hashes}


def made_from(guides: Path, document: Document, titles: Mapping[str, str]) -> str:
    """Hex SHA-256 over everything that a document is made from; empty when its source can't be read."""
    try:
        said = _read(guides, document.source)
        asked = _read(guides, f"{document.id}.yaml", FOLDER) if (guides / FOLDER / f"{document.id}.yaml").is_file() else ""
    except (OSError, ValueError, DocumentError):
        return ""
    day = document.day.isoformat() if document.day else ""
    named = [titles.get(name, "") for name in DOCUMENT_LINK.findall(said)]
    if document.source.startswith("examples/"):
        papers = [(f"{name}.{end}", part) for name in _FORM.findall(said) for part, end in _PAPERS]
        said += "".join(_read(guides, name, part) for name, part in papers if (guides / part / name).is_file())
    asked_of = read_contact(guides, ProblemCollector()) if document.kind == "guide" else {}
    contact = json.dumps(asked_of, ensure_ascii=False) if asked_of else ""
    about = [document.id, document.title, document.kind, document.version, day, document.about, list(document.files)]
    whole = json.dumps([about, named, said, asked, contact], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()


def _read(guides: Path, name: str, under: str = "") -> str:
    return read_text(guides, name, under).replace("\r\n", "\n")


def examine(guides: Path, documents: Iterable[Document], forms: Iterable[Form]) -> tuple[Problem, ...]:
    """A warning for everything that is amiss with the files of the guides folder. Builds nothing.

    Documents whose files aren't what their sources would give now, files that no document lists, and templates that
    can't be opened or whose names aren't those that the bot asks for.
    """
    guides = guides.absolute()
    listed = tuple(documents)
    return (*stale(guides, listed), *_strays(guides, listed), *_templates(guides, forms))


def _strays(guides: Path, documents: Iterable[Document]) -> Iterator[Problem]:
    listed = {name for document in documents for name in document.files}
    for path in sorted((guides / FILES).rglob("*")):
        name = path.relative_to(guides / FILES).as_posix()
        if path.is_file() and name not in listed and not path.name.startswith((".", "~$")):
            message = wording.BUILD_STRAY.format(file=excerpt(path.name), catalogue=CATALOGUE)
            yield Problem(Severity.WARNING, f"{guides.name}/{FILES}/{name}", 0, "", "", message)


def _templates(guides: Path, forms: Iterable[Form]) -> Iterator[Problem]:
    for form in forms:
        file = f"{guides.name}/{TEMPLATES}/{form.document}.docx"
        try:
            with zipfile.ZipFile(template(guides, form)) as word:
                said = re.sub("<[^>]*>", "", word.read("word/document.xml").decode())
        except (FileNotFoundError, DocumentError):
            continue  # the loader has told of it
        except (OSError, KeyError, ValueError, zipfile.BadZipFile):
            yield Problem(Severity.WARNING, file, 0, form.document, "", wording.TEMPLATE_BROKEN.format(file=file))
            continue
        there, asked = set(TAG.findall(said)), names(form)
        for name in sorted(there - asked):
            message = wording.TEMPLATE_UNKNOWN.format(name=excerpt(name))
            yield Problem(Severity.WARNING, file, 0, form.document, "", message)
        for field in form.fields:
            if not any(name.partition(".")[0] == field.name for name in there):
                message = wording.TEMPLATE_LACKS.format(name=field.name)
                yield Problem(Severity.WARNING, file, 0, form.document, "", message)


def stale(guides: Path, documents: Iterable[Document]) -> tuple[Problem, ...]:
    """A warning for each document whose files aren't what its source would give now."""
    guides = guides.absolute()
    listed = tuple(documents)
    titles = {document.id: document.title for document in listed}
    notes = read(guides)
    return tuple(
        Problem(Severity.WARNING, f"{guides.name}/{CATALOGUE}", document.line, document.id, "source", message)
        for document in listed
        if document.source
        for message in _wrong(guides, document, titles, notes.get(document.id, {}))
    )


def _wrong(guides: Path, document: Document, titles: Mapping[str, str], noted: Note) -> Iterator[str]:
    """What is wrong with a document's files, one sentence at most."""
    if noted.get("from") != made_from(guides, document, titles):
        yield wording.BUILD_STALE.format(id=document.id)
        return
    files = noted.get("files")
    for name, hash_ in files.items() if isinstance(files, dict) else ():
        try:
            content = read_bytes(guides, name)
        except (OSError, DocumentError):
            yield wording.BUILD_STALE.format(id=document.id)
            return
        if hashlib.sha256(content).hexdigest() != hash_:
            yield wording.BUILD_FOREIGN.format(file=name, id=document.id)
            return

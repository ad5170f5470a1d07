"""Documents in the console: a file or a form's template replaced after a look into it, with what changed, and announced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.sign_in import REVIEWER, Admin, inside
from bot.channels.web.download_pages import links
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View
from bot.errors import DocumentError, JianhuitongError
from bot.handoff.document_updates import notify_downloaders
from bot.model import Document
from bot.publishing import file_replacement
from bot.publishing.file_replacement import NewVersion

LOOK = "look-"
"""Before what a button does: only look into the file."""


async def document_list(site: Site, request: Request, admin: Admin) -> Response:
    """Every document with its version and how often it was taken."""
    knowledge = site.services.knowledge()
    counts = await site.in_thread(site.services.store.download_counts)
    forms = {form.document for form in knowledge.forms}
    return site.pages.page(
        request,
        "admin/documents.html",
        admin=admin,
        documents=knowledge.documents,
        counts=counts,
        forms=forms,
        kinds=wording.SHELF_KINDS,
    )


@dataclass
class _Upload:
    """What the page of a document shows of what was posted."""

    version: str
    changes: str = ""
    found: file_replacement.Examined = field(default_factory=file_replacement.Examined)
    looked: bool = False
    wrong: str = ""


async def document_page(site: Site, request: Request, admin: Admin) -> Response:
    """A document: its files, a new one looked into and put in place, those told who took the old one."""
    knowledge = site.services.knowledge()
    document = knowledge.document(request.path_params["id"])
    if document is None:
        return site.pages.page(request, "admin/sorry.html", 404, admin=admin, said=wording.WEB_API_NO_DOCUMENT)
    upload = _Upload(version=_next(document.version))
    if request.method == "POST":
        try:
            if (gone := await _act(site, request, admin, document, upload)) is not None:
                return gone
        except JianhuitongError as error:
            upload.wrong = str(error)
    before = await site.services.run_in_office_thread(lambda: _who_would_be_told(site, document))
    bad = bool(upload.wrong or upload.found.wrong)
    return site.pages.page(
        request,
        "admin/document.html",
        422 if bad else 200,
        admin=admin,
        document=document,
        form=knowledge.form(document.id),
        files=links(document, knowledge),
        before=before,
        done=request.query_params.get("done") == "1",
        told=request.query_params.get("told", ""),
        error=bad,
        **vars(upload),
    )


async def _act(site: Site, request: Request, admin: Admin, document: Document, upload: _Upload) -> Response | None:
    """Do what was posted, and go on from there; None where the page says what was found. Raises errors of ours, in Chinese."""
    async with request.form(max_files=1, max_fields=10) as posted:
        file, do = posted.get("file"), str(posted.get("do", ""))
        upload.version = str(posted.get("version", "")).strip()[:20]
        upload.changes = str(posted.get("changes", "")).strip()[:300]
        if do in ("announce", "dry"):
            return await _notify(site, request, admin, document, dry=do == "dry")
        if not isinstance(file, UploadFile) or not file.filename:
            raise DocumentError(wording.CONSOLE_NO_FILE)
        new = NewVersion(file.filename, await file.read(), upload.version, upload.changes)
    upload.found = await site.services.run_in_office_thread(lambda: _examine_upload(site, document, do, new))
    upload.looked = do.startswith(LOOK) and not upload.found.wrong
    if upload.found.wrong or upload.looked:
        return None
    await site.services.run_in_office_thread(lambda: _put(site, document, do, new))
    act = wording.CONSOLE_ACTS["template" if do == "template" else "replace"]
    await site.in_thread(lambda: site.services.store.note_done(admin.key, act, document.title))
    return to(request, f"/admin/documents/{document.id}", done="1")


def _examine_upload(site: Site, document: Document, do: str, new: NewVersion) -> file_replacement.Examined:
    form = site.services.knowledge().form(document.id)
    if do in ("template", LOOK + "template") and form is not None:
        return file_replacement.examine_template(new.name, new.content, form)
    return file_replacement.examine(new.name, new.content)


def _put(site: Site, document: Document, do: str, new: NewVersion) -> None:
    today = site.today
    form = site.services.knowledge().form(document.id)
    if do == "template" and form is not None:
        site.services.shelf.replace_template(form, new.name, new.content, today)
        return
    if not new.version or not new.changes:
        raise DocumentError(wording.CONSOLE_VERSION_NEEDED)
    if new.version == document.version:
        raise DocumentError(wording.CONSOLE_VERSION_SAME.format(version=new.version))
    site.services.shelf.replace(document, new, today)


def _next(version: str) -> str:
    """The version after one, as people count; empty when it isn't a number."""
    head, dot, tail = version.rpartition(".")
    return f"{head}{dot}{int(tail) + 1}" if tail.isascii() and tail.isdigit() else ""


def _who_would_be_told(site: Site, document: Document) -> str:
    """Who would be told of the version in force, in a sentence."""
    if not document.changes or not document.version:
        return ""
    found = notify_downloaders(document, site.services.store, site.services.reachable, dry=True)
    return wording.CONSOLE_ANNOUNCE_DRY.format(count=found.queued, unreachable=found.unreachable)


async def _notify(site: Site, request: Request, admin: Admin, document: Document, *, dry: bool) -> Response:
    found = await site.services.run_in_office_thread(
        lambda: notify_downloaders(document, site.services.store, site.services.reachable, dry=dry)
    )
    if not dry:
        await site.in_thread(lambda: site.services.store.note_done(admin.key, wording.CONSOLE_ACTS["announce"], document.title))
    return to(request, f"/admin/documents/{document.id}", told=found.queued)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/documents": ("GET", inside(document_list)),
    "/admin/documents/{id}": ("GET POST", inside(document_page, REVIEWER)),
}

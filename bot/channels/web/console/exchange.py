"""Import and export in the browser: a table out, and back in with the dry run as a page before anything changes."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.asking import attachment
from bot.channels.web.console.door import EDITOR, Admin, inside
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View
from bot.errors import EditError, JianhuitongError
from bot.model import EditDraft

_ACT = "import"


async def exported(site: Site, request: Request, admin: Admin) -> Response:
    """The knowledge as an Excel file."""
    topic = request.query_params.get("topic", "")
    content = await site.services.back(lambda: site.services.exchange.export(topic))
    await site.kept(lambda: site.services.store.note_done(admin.key, wording.CONSOLE_ACTS["export"], topic))
    return attachment(f"{wording.CONSOLE_EXPORT}.xlsx", content)


async def imported(site: Site, request: Request, admin: Admin) -> Response:
    """A table in: first what it would change, then, when that very plan is confirmed, changed."""
    store, place = site.services.store, f"web-import:{admin.session[:32]}"
    said: tuple[str, ...] = ()
    wrong, name, draft = "", "", None
    if request.method == "POST":
        async with request.form(max_files=1, max_fields=10) as form:
            file, do = form.get("file"), form.get("do")
            if do == "apply":
                return await _applied(site, request, admin, place, str(form.get("nonce", "")))
            if not isinstance(file, UploadFile) or not file.filename:
                wrong = wording.CONSOLE_NO_FILE
            else:
                name, content = file.filename[-80:], await file.read()
                try:
                    proposal, said = await site.services.back(lambda: site.services.exchange.trial(name, content))
                except JianhuitongError as error:
                    wrong, proposal = str(error), None
                if proposal is not None:
                    from bot.channels.web.people import once

                    draft = EditDraft(place, admin.key, _ACT, "confirm", nonce=once(), proposal=proposal)
                    await site.kept(lambda: store.save_edit_draft(draft))
    topics = site.services.knowledge().topics
    return site.pages.page(
        request,
        "admin/import.html",
        409 if wrong else 200,
        admin=admin,
        said=said,
        wrong=wrong,
        name=name,
        draft=draft,
        topics=topics,
        error=bool(wrong),
    )


async def _applied(site: Site, request: Request, admin: Admin, place: str, nonce: str) -> Response:
    store = site.services.store
    draft = await site.kept(lambda: store.edit_draft(place))
    if draft is None or draft.proposal is None or draft.admin != admin.key or draft.nonce != nonce:
        raise EditError(wording.CONSOLE_CHANGED)
    proposal = draft.proposal
    act = await site.services.back(lambda: site.services.means.editor.apply(proposal, admin.key))
    await site.kept(lambda: store.drop_edit_draft(place))
    return to(request, "/admin/done", act=act.id)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/export.xlsx": ("GET", inside(exported)),
    "/admin/import": ("GET POST", inside(imported, EDITOR)),
}

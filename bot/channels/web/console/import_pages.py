"""Import and export in the browser: a table out, and back in with the dry run as a page before anything changes."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.import_trials import Trial
from bot.channels.web.console.sign_in import EDITOR, Admin, inside
from bot.channels.web.pages import to
from bot.channels.web.question_pages import attachment
from bot.channels.web.site import Site, View
from bot.channels.web.visitors import form_key
from bot.errors import EditError, JianhuitongError
from bot.model import EditDraft, TableTrial

_ACT = "import"
PATIENCE = 1.0
"""Seconds for which a page waits for what a table would change, before it shows how far that is."""


async def export_table(site: Site, request: Request, admin: Admin) -> Response:
    """The knowledge as an Excel file."""
    topic = request.query_params.get("topic", "")
    content = await site.services.run_in_office_thread(lambda: site.services.exchange.export(topic))
    await site.in_thread(lambda: site.services.store.note_done(admin.key, wording.CONSOLE_ACTS["export"], topic))
    return attachment(f"{wording.CONSOLE_EXPORT}.xlsx", content)


async def import_table(site: Site, request: Request, admin: Admin) -> Response:
    """A table in: first what it would change, then, when that very plan is confirmed, changed."""
    place = f"web-import:{admin.session[:32]}"
    if request.method != "POST":
        asked = bool(request.query_params.get("trial"))
        trial = await site.in_thread(lambda: site.trials.of(admin.session)) if asked else None
        lost = wording.CONSOLE_IMPORT_LOST if asked and trial is None else ""
        return _page(site, request, admin, trial, lost)
    async with request.form(max_files=1, max_fields=10) as form:
        file, do = form.get("file"), form.get("do")
        if do == "apply":
            return await _applied(site, request, admin, place, str(form.get("nonce", "")))
        if not isinstance(file, UploadFile) or not file.filename:
            return _page(site, request, admin, None, wording.CONSOLE_NO_FILE)
        name, content = file.filename[-80:], await file.read()
    begun = TableTrial(name, site.services.clock(), "read")
    trial = await site.trials.begin(admin.session, begun, lambda one: _tried(site, admin, place, one, content), PATIENCE)
    if not trial.done:
        return to(request, "/admin/import", trial=1)
    return _page(site, request, admin, trial, "")


async def _tried(site: Site, admin: Admin, place: str, trial: Trial, content: bytes) -> None:
    """Look into a table, telling how far it is; a plan that can be made is kept for the button that confirms it."""

    def step(name: str) -> None:
        trial.note(step=name)

    nonce = ""
    try:
        proposal, said = await site.services.run_in_office_thread(
            lambda: site.services.exchange.trial(trial.now.name, content, step)
        )
    except JianhuitongError as error:
        wrong = str(error)
        await site.in_thread(lambda: trial.note(wrong=wrong))
        return
    if proposal is not None:
        nonce = form_key()
        draft = EditDraft(place, admin.key, _ACT, "confirm", nonce=nonce, proposal=proposal)
        await site.in_thread(lambda: site.services.store.save_edit_draft(draft))
    await site.in_thread(lambda: trial.note(said=said, nonce=nonce))


def _page(site: Site, request: Request, admin: Admin, trial: TableTrial | None, wrong: str) -> Response:
    wrong = wrong or (trial.wrong if trial else "")
    steps = list(wording.CONSOLE_IMPORT_STEPS)
    return site.pages.page(
        request,
        "admin/import.html",
        409 if wrong else 200,
        admin=admin,
        trial=trial,
        wrong=wrong,
        number=steps.index(trial.step) + 1 if trial and trial.step in steps else 1,
        steps=steps,
        seconds=round(site.services.clock() - trial.begun) if trial else 0,
        topics=site.services.knowledge().topics,
        error=bool(wrong),
    )


async def _applied(site: Site, request: Request, admin: Admin, place: str, nonce: str) -> Response:
    store = site.services.store
    draft = await site.in_thread(lambda: store.edit_draft(place))
    if draft is None or draft.proposal is None or draft.admin != admin.key or draft.nonce != nonce:
        raise EditError(wording.CONSOLE_CHANGED)
    proposal = draft.proposal
    act = await site.services.run_in_office_thread(lambda: site.services.edit_context.editor.apply(proposal, admin.key))
    await site.in_thread(lambda: store.drop_edit_draft(place))
    return to(request, "/admin/done", act=act.id)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/export.xlsx": ("GET", inside(export_table)),
    "/admin/import": ("GET POST", inside(import_table, EDITOR)),
}

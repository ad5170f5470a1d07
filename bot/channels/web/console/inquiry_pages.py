"""Inquiries in the console: those waiting by people × days, one screen each; `InquiryService` does what is done."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View, form_fields
from bot.errors import JianhuitongError
from bot.handoff import views
from bot.handoff.admin_handler import MAYBE
from bot.model import Inquiry
from bot.render import local_figures_in


async def inquiry_list(site: Site, request: Request, admin: Admin) -> Response:
    """Those who wait, most people × days first."""
    work, mine = site.services.inquiries, request.query_params.get("mine") == "1"
    found = await site.in_thread(lambda: work.open_by_priority(admin.key if mine else ""))
    now = site.services.clock()
    here = await site.in_thread(lambda: site.presence.others(admin.key))
    rows = [(one, views.days_waited(one, now), here.get(f"inquiry:{one.id}", ())) for one in found]
    return site.pages.page(request, "admin/inquiries.html", admin=admin, rows=rows, mine=mine)


async def inquiry_page(site: Site, request: Request, admin: Admin) -> Response:
    """An inquiry: wordings, what was offered, likely entries and twins; answered, refused, merged, assigned here."""
    work, store = site.services.inquiries, site.services.store
    inquiry = await site.in_thread(lambda: work.resolve_number(request.path_params["number"]))
    if inquiry is None:
        missing = wording.CONSOLE_NO_INQUIRY.format(number=request.path_params["number"])
        return site.pages.page(request, "admin/sorry.html", 404, admin=admin, said=missing)
    others = await site.in_thread(lambda: site.presence.enter(f"inquiry:{inquiry.id}", admin.key))
    said = wrong = ""
    if request.method == "POST":
        posted = await form_fields(request)
        said = posted.get("text", "").strip()
        try:
            path, query = await _act(site, admin, inquiry, posted)
        except JianhuitongError as error:
            wrong = str(error)
        else:
            return to(request, path, **query)
    knowledge = site.services.knowledge()
    askings = await site.in_thread(lambda: store.askings(inquiry.id))
    live = request.headers.get("x-part") == "live"  # a page that only looks again needs no search
    suggested, alike = ((), []) if live else await site.services.run_in_office_thread(lambda: _similar(site, inquiry))
    entries = [entry for name in suggested if (entry := knowledge.get(name))]
    twins = await site.in_thread(lambda: [twin for number in alike if (twin := store.inquiry(number))])
    return site.pages.page(
        request,
        "admin/inquiry.html",
        409 if wrong else 200,
        admin=admin,
        inquiry=inquiry,
        others=others,
        state=views.state_line(inquiry, admin.key, site.services.clock()),
        askings=views.wordings_blocks(askings, knowledge),
        entries=entries,
        twins=twins,
        said=said or inquiry.proposed,
        wrong=wrong,
        error=bool(wrong),
    )


async def _act(site: Site, admin: Admin, inquiry: Inquiry, posted: Mapping[str, str]) -> tuple[str, dict[str, int]]:
    """Do what was pressed, and note it; the address to go to next. Raises JianhuitongError, in Chinese."""
    if posted.get("changes", "") not in ("", str(inquiry.changes)):
        raise JianhuitongError(wording.CONSOLE_INQUIRY_CHANGED)
    note, path, query = await site.services.run_in_office_thread(lambda: _run_action(site, admin, inquiry, posted))
    about = wording.INQUIRY_HEAD.format(number=inquiry.id, text=inquiry.text[:60])
    await site.in_thread(lambda: site.services.store.note_done(admin.key, note, about))
    if path != f"/admin/inquiries/{inquiry.id}":
        await site.in_thread(lambda: site.presence.leave(f"inquiry:{inquiry.id}", admin.key))
    return path, query


def _similar(site: Site, inquiry: Inquiry) -> tuple[tuple[str, ...], list[int]]:
    """Entries that may answer it, and inquiries that may ask the same."""
    work = site.services.inquiries
    found = work.matcher.rank_inquiries(inquiry.text, "open", "answered", but=inquiry.id)
    return work.nearest_entries(inquiry), [number for score, number in found[:3] if score >= MAYBE]


def _run_action(site: Site, admin: Admin, inquiry: Inquiry, posted: Mapping[str, str]) -> tuple[str, str, dict[str, int]]:
    """Do what was pressed; what is noted of it, and the address to go to next. Raises JianhuitongError, in Chinese."""
    work, do, text = site.services.inquiries, posted.get("do", ""), posted.get("text", "").strip()
    here = f"/admin/inquiries/{inquiry.id}"
    acts = wording.CONSOLE_ACTS
    if do in ("answer", "teach", "refuse", "with") and inquiry.state != "open":
        raise JianhuitongError(wording.CONSOLE_ANSWERED)
    if do in ("answer", "teach", "refuse") and not text:
        raise JianhuitongError(wording.CONSOLE_WRITE)
    if do in ("answer", "teach"):
        _conflict(work.answer(inquiry, text, admin.key))
        if do == "teach":
            return acts["answer"], "/admin/new", {"inquiry": inquiry.id}
        return acts["answer"], here, {}
    if do == "refuse":
        _conflict(work.refuse(inquiry, text, admin.key))
        return acts["decline"], "/admin/inquiries", {}
    if do == "with":
        knowledge = site.services.knowledge()
        entry = knowledge.get(posted.get("entry", ""))
        if entry is None:
            raise JianhuitongError(wording.INQUIRY_NO_ENTRY.format(id=posted.get("entry", "")[:48]))
        _conflict(work.answer(inquiry, local_figures_in(entry.answer, knowledge), admin.key, entry=entry.id))
        return acts["with"], here, {}
    if do == "merge":
        other = work.resolve_number(number_in(posted.get("into", "")))
        if other is None or other.id == inquiry.id or not work.merge(inquiry, other):
            raise JianhuitongError(wording.INQUIRY_CANNOT_MERGE.format(number=inquiry.id, into=posted.get("into", "")[:12]))
        return acts["merge"], f"/admin/inquiries/{other.id}", {}
    if do == "reopen":
        _conflict(work.reopen(inquiry) or None)
        return acts["reopen"], here, {}
    if do in ("assign", "drop"):
        from dataclasses import replace

        to_whom = (posted.get("who", "").strip() or admin.key) if do == "assign" else ""
        if to_whom and not site.services.permissions.is_admin(to_whom):
            raise JianhuitongError(wording.INQUIRY_ASSIGN_WHO)
        _conflict(site.services.store.save_inquiry(replace(inquiry, assigned=to_whom)) or None)
        return acts[do], here, {}
    raise JianhuitongError(wording.WEB_ERROR_FORM)


def _conflict(done: object) -> None:
    """Raises JianhuitongError when somebody was quicker."""
    if done is None:
        raise JianhuitongError(wording.CONSOLE_INQUIRY_CHANGED)


async def askers_wordings(site: Site, request: Request) -> list[str]:
    """The askers' wordings of the inquiry that an address names; none without one."""
    number = number_in(request.query_params.get("inquiry", ""))
    inquiry = await site.in_thread(lambda: site.services.store.inquiry(number)) if number else None
    return await site.in_thread(lambda: filter_words(site, inquiry)) if inquiry else []


def filter_words(site: Site, inquiry: Inquiry) -> list[str]:
    """The askers' wordings that a stranger could use."""
    return views.public_wordings(inquiry, site.services.store.askings(inquiry.id))


def number_in(text: str) -> int:
    """A number of the store in an address or a form; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/inquiries": ("GET", inside(inquiry_list)),
    "/admin/inquiries/{number:int}": ("GET POST", inside(inquiry_page)),
}

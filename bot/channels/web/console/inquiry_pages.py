"""Inquiries in the console: those waiting by people × days, one screen each; `InquiryService` does what is done."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View, typed
from bot.errors import JianhuitongError
from bot.handoff import views
from bot.handoff.admin_handler import MAYBE
from bot.model import Inquiry
from bot.render import local_told


async def listed(site: Site, request: Request, admin: Admin) -> Response:
    """Those who wait, most people × days first."""
    work, mine = site.services.work, request.query_params.get("mine") == "1"
    found = await site.kept(lambda: work.ranked(admin.key if mine else ""))
    now = site.services.clock()
    rows = [(one, views.days(one, now), site.presence.at(f"inquiry:{one.id}")) for one in found]
    return site.pages.page(request, "admin/inquiries.html", admin=admin, rows=rows, mine=mine)


async def one(site: Site, request: Request, admin: Admin) -> Response:
    """An inquiry: wordings, what was offered, likely entries and twins; answered, refused, merged, assigned here."""
    work, store = site.services.work, site.services.store
    inquiry = await site.kept(lambda: work.current(request.path_params["number"]))
    if inquiry is None:
        return site.pages.page(
            request,
            "admin/sorry.html",
            404,
            admin=admin,
            said=wording.CONSOLE_NO_INQUIRY.format(number=request.path_params["number"]),
        )
    place = f"inquiry:{inquiry.id}"
    others = site.presence.enter(place, admin.key)
    said = wrong = ""
    if request.method == "POST":
        posted = await typed(request)
        said = posted.get("text", "").strip()
        if posted.get("changes", "") not in ("", str(inquiry.changes)):
            wrong = wording.CONSOLE_INQUIRY_CHANGED
        else:
            try:
                note, path, query = await site.services.back(lambda: _act(site, admin, inquiry, posted))
                about = wording.INQUIRY_HEAD.format(number=inquiry.id, text=inquiry.text[:60])
                await site.kept(lambda: store.note_done(admin.key, note, about))
                if path != f"/admin/inquiries/{inquiry.id}":
                    site.presence.leave(place, admin.key)
                return to(request, path, **query)
            except JianhuitongError as error:
                wrong = str(error)
    knowledge = site.services.knowledge()
    askings = await site.kept(lambda: store.askings(inquiry.id))
    live = request.headers.get("x-part") == "live"  # a page that only looks again needs no search
    suggested, alike = ((), []) if live else await site.services.back(lambda: _near(site, inquiry))
    entries = [entry for name in suggested if (entry := knowledge.get(name))]
    twins = await site.kept(lambda: [twin for number in alike if (twin := store.inquiry(number))])
    return site.pages.page(
        request,
        "admin/inquiry.html",
        409 if wrong else 200,
        admin=admin,
        inquiry=inquiry,
        others=others,
        state=views.state(inquiry, admin.key, site.services.clock()),
        askings=views.askings(askings, knowledge),
        entries=entries,
        twins=twins,
        said=said or inquiry.proposed,
        wrong=wrong,
        error=bool(wrong),
    )


def _near(site: Site, inquiry: Inquiry) -> tuple[tuple[str, ...], list[int]]:
    """Entries that may answer it, and inquiries that may ask the same."""
    work = site.services.work
    found = work.likely(inquiry.text, "open", "answered", but=inquiry.id)
    return work.suggested(inquiry), [number for score, number in found[:3] if score >= MAYBE]


def _act(site: Site, admin: Admin, inquiry: Inquiry, posted: Mapping[str, str]) -> tuple[str, str, dict[str, int]]:
    """Do what was pressed; what is noted of it, and the address to go to next. Raises JianhuitongError, in Chinese."""
    work, do, text = site.services.work, posted.get("do", ""), posted.get("text", "").strip()
    here = f"/admin/inquiries/{inquiry.id}"
    acts = wording.CONSOLE_ACTS
    if do in ("answer", "teach", "refuse", "with") and inquiry.state != "open":
        raise JianhuitongError(wording.CONSOLE_ANSWERED)
    if do in ("answer", "teach", "refuse") and not text:
        raise JianhuitongError(wording.CONSOLE_WRITE)
    if do in ("answer", "teach"):
        _unless(work.answer(inquiry, text, admin.key))
        if do == "teach":
            return acts["answer"], "/admin/new", {"inquiry": inquiry.id}
        return acts["answer"], here, {}
    if do == "refuse":
        _unless(work.refuse(inquiry, text, admin.key))
        return acts["decline"], "/admin/inquiries", {}
    if do == "with":
        knowledge = site.services.knowledge()
        entry = knowledge.get(posted.get("entry", ""))
        if entry is None:
            raise JianhuitongError(wording.INQUIRY_NO_ENTRY.format(id=posted.get("entry", "")[:48]))
        _unless(work.answer(inquiry, local_told(entry.answer, knowledge), admin.key, entry=entry.id))
        return acts["with"], here, {}
    if do == "merge":
        other = work.current(_number(posted.get("into", "")))
        if other is None or other.id == inquiry.id or not work.merge(inquiry, other):
            raise JianhuitongError(wording.INQUIRY_CANNOT_MERGE.format(number=inquiry.id, into=posted.get("into", "")[:12]))
        return acts["merge"], f"/admin/inquiries/{other.id}", {}
    if do == "reopen":
        _unless(work.reopen(inquiry) or None)
        return acts["reopen"], here, {}
    if do in ("assign", "drop"):
        from dataclasses import replace

        to_whom = (posted.get("who", "").strip() or admin.key) if do == "assign" else ""
        if to_whom and not site.services.rights.admin(to_whom):
            raise JianhuitongError(wording.INQUIRY_ASSIGN_WHO)
        _unless(site.services.store.save_inquiry(replace(inquiry, assigned=to_whom)) or None)
        return acts[do], here, {}
    raise JianhuitongError(wording.WEB_ERROR_FORM)


def _unless(done: object) -> None:
    """Raises JianhuitongError when somebody was quicker."""
    if done is None:
        raise JianhuitongError(wording.CONSOLE_INQUIRY_CHANGED)


def words_of(site: Site, inquiry: Inquiry) -> list[str]:
    """The askers' wordings that a stranger could use."""
    return views.strangers(inquiry, site.services.store.askings(inquiry.id))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/inquiries": ("GET", inside(listed)),
    "/admin/inquiries/{number:int}": ("GET POST", inside(one)),
}

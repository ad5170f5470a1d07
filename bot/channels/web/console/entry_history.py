"""The history of an entry: what each edit changed in it, any earlier state beside the present one, undoing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.knowledge_pages import impact, make_edit
from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.site import Site, View
from bot.editor import edit_preview
from bot.model import Block, Edit

_MOST = 50
"""Edits that are shown."""
Compared = Sequence[tuple[str, Sequence[Block]]]
"""What differs, key by key: its name, and what was taken away and put in."""


async def history(site: Site, request: Request, admin: Admin) -> Response:
    """The edits of an entry, each with what it changed in it; `with` an edit: what differs between before it and now."""
    wanted = request.path_params["id"]
    acts = await site.services.run_in_office_thread(lambda: site.services.edit_context.editor.history(wanted, _MOST))
    shown = [(act, _between(*_sides(site, act, wanted))) for act in acts]
    number = request.query_params.get("with", "")
    chosen = next((act for act in acts if str(act.id) == number), None)
    since = await site.services.run_in_office_thread(lambda: _since(site, chosen, wanted)) if chosen else ()
    knowledge = site.services.knowledge()
    entry = knowledge.get(wanted)
    return site.pages.page(
        request, "admin/history.html", admin=admin, id=wanted, entry=entry, acts=shown, chosen=chosen, since=since
    )


def _sides(site: Site, act: Edit, entry: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """An entry before and after an edit; empty where it wasn't there."""
    before: Mapping[str, Any] = {}
    after: Mapping[str, Any] = {}
    for change in act.changes:
        before = site.services.records.entry_in(change.before, entry) or before
        after = site.services.records.entry_in(change.after, entry) or after
    return before, after


def _since(site: Site, act: Edit, entry: str) -> Compared:
    """What differs between the entry before an edit and now."""
    before, _ = _sides(site, act, entry)
    now = next((found for change in act.changes if (found := site.services.records.entry(change.file, entry))), {})
    return _between(before, now)


def _between(before: Mapping[str, Any], after: Mapping[str, Any]) -> Compared:
    """The keys whose values differ, with what was taken away and put in."""
    found = []
    for key in dict.fromkeys((*before, *after)):
        old, new = _as_text(before.get(key)), _as_text(after.get(key))
        if old != new:
            found.append((wording.KEEP_KEYS.get(key, wording.LOAD_KEYS.get(key, key)), edit_preview.difference(old, new)))
    return found


def _as_text(value: object) -> str:
    """A value as it reads: lists a line each."""
    if isinstance(value, list):
        return "\n".join(map(_as_text, value))
    if isinstance(value, dict):
        if value.keys() >= {"law", "article"}:
            return wording.KEEP_SOURCE.format(law=value["law"], version=value.get("version", ""), article=value["article"])
        return "\n".join(_as_text(one) for one in value.values())
    return "" if value is None else str(value).strip()


async def undo(site: Site, request: Request, admin: Admin) -> Response:
    """What taking an edit back would change; then it is taken back."""
    number = request.path_params["act"]
    proposal = await site.services.run_in_office_thread(lambda: site.services.edit_context.editor.undo(number))
    if request.method == "POST":
        return await make_edit(site, request, admin, proposal)
    blocks = await site.services.run_in_office_thread(lambda: impact(site, proposal))
    return site.pages.page(request, "admin/undo.html", admin=admin, number=number, proposal=proposal, blocks=blocks)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/knowledge/{id}/history": ("GET", inside(history)),
    "/admin/undo/{act:int}": ("GET POST", inside(undo)),
}

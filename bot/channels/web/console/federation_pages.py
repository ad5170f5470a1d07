"""What only the federation knows, in the console: whom to call, and the figures that no law gives."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.knowledge_pages import (
    fingerprint,
    impact,
    is_sound,
    key_differences,
    make_edit,
    texts_told,
)
from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.site import Site, View, form_fields
from bot.editor import field_codec
from bot.editor.reviewing import HeldError
from bot.errors import EditConflictError, EditError
from bot.model import Block, Contact, Entry, Knowledge, LocalFigure, Proposal

NEW = "+"
"""Stands in addresses for a record that there isn't yet."""
_SEPARATED = re.compile(r"[\n、，,；;]+")


@dataclass(frozen=True)
class Kind:
    """A list of records that may be edited here."""

    name: str
    """As addresses name it: contacts or figures."""
    keys: tuple[str, ...]
    needed: tuple[str, ...]
    long: tuple[str, ...]
    """Keys whose values are written on several lines."""


def _keys(record: type[Contact | LocalFigure]) -> tuple[str, ...]:
    """The keys that a record has in its file, in the order of its fields."""
    return tuple(one.name for one in fields(record) if one.name != "line")


KINDS = {
    "contacts": Kind("contacts", _keys(Contact), ("id", "name", "areas"), ("areas", "about", "note")),
    "figures": Kind("figures", _keys(LocalFigure), ("id", "about", "unfilled"), ("about", "unfilled", "value")),
}


async def overview(site: Site, request: Request, admin: Admin) -> Response:
    """What the federation may fill in: figures with the answers that wait for them, and whom to call."""
    knowledge = site.services.knowledge()
    figures = [(one, waiting_for(one, knowledge)) for one in knowledge.local]
    return site.pages.page(request, "admin/federation.html", admin=admin, figures=figures, contacts=knowledge.contacts)


def waiting_for(figure: LocalFigure, knowledge: Knowledge) -> list[Entry]:
    """The entries whose text has a place for that figure."""
    mark = f"{{local:{figure.id}}}"
    return [one for one in knowledge.entries if any(mark in text for text in texts_told(one))]


@dataclass
class _RecordForm:
    """What the page of a record shows of what was posted."""

    said: Mapping[str, str]
    proposal: Proposal | None = None
    blocks: tuple[Block, ...] = ()
    """What the edit would change."""
    wrong: str = ""
    removing: bool = False


async def record(site: Site, request: Request, admin: Admin) -> Response:
    """A record to edit, or a new one (`+`). `do` of a post: impact (what it would change), save, delete."""
    knowledge = site.services.knowledge()
    kind = KINDS.get(request.path_params["kind"])
    wanted = request.path_params["id"]
    found = _found(kind, wanted, knowledge) if kind else None
    if kind is None or (found is None and wanted != NEW):
        said = wording.RECORD_GONE.format(id=wanted[:60])
        return site.pages.page(request, "admin/sorry.html", 404, admin=admin, said=said)
    now = {key: _current(found, key) for key in kind.keys}
    form = _RecordForm(now)
    if request.method == "POST":
        posted = await form_fields(request)
        form.said = {key: posted.get(key, now[key]).strip() for key in kind.keys}
        form.removing = posted.get("do") == "delete"
        try:
            if posted.get("seen") and posted["seen"] != fingerprint(now):
                raise EditConflictError(wording.CONSOLE_CHANGED)
            form.proposal = await site.services.run_in_office_thread(
                partial(_proposal, site, kind, wanted, form.said, form.removing)
            )
            if posted.get("do") in ("save", "delete") and posted.get("sure") == fingerprint(form.said):
                return await make_edit(site, request, admin, form.proposal)
            shown = None if form.removing else key_differences(wording.CONSOLE_RECORD_KEYS[kind.name], now, form.said)
            form.blocks = await site.services.run_in_office_thread(partial(impact, site, form.proposal, shown))
        except HeldError:
            raise
        except EditError as error:
            form.wrong = str(error)
    return site.pages.page(
        request,
        "admin/record.html",
        409 if form.wrong else 200,
        admin=admin,
        kind=kind,
        wanted=wanted,
        found=found,
        names=wording.CONSOLE_RECORD_KEYS[kind.name],
        hints=wording.CONSOLE_RECORD_HINTS[kind.name],
        seen=fingerprint(now),
        sure=fingerprint(form.said),
        ready=is_sound(form.proposal),
        entries=waiting_for(found, knowledge) if isinstance(found, LocalFigure) else [],
        error=bool(form.wrong),
        **vars(form),
    )


def _found(kind: Kind, wanted: str, knowledge: Knowledge) -> Contact | LocalFigure | None:
    listed: Sequence[Contact | LocalFigure] = knowledge.contacts if kind.name == "contacts" else knowledge.local
    return next((one for one in listed if one.id == wanted), None)


def _current(found: Contact | LocalFigure | None, key: str) -> str:
    value = getattr(found, key) if found else None
    return "、".join(value) if isinstance(value, tuple) else "" if value is None else str(value)


def _proposal(site: Site, kind: Kind, wanted: str, said: Mapping[str, str], remove: bool) -> Proposal:
    """The edit of the file. Raises EditError, in Chinese."""
    records, editor = site.services.records, site.services.edit_context.editor
    about = wording.CONSOLE_RECORD_ABOUT[kind.name]
    if remove:
        removed = wording.CONSOLE_RECORD_REMOVED.format(about=about, id=wanted)
        return editor.replace(removed, records.without(kind.name, wanted))
    there = records.ids(kind.name)
    values: dict[str, str | tuple[str, ...]] = dict(said)
    values["id"] = wanted if wanted != NEW else said["id"] or _new_id(kind.name.removesuffix("s"), there)
    if wanted == NEW and values["id"] in there:
        raise EditError(wording.CONSOLE_RECORD_TAKEN.format(id=said["id"][:60]))
    if wanted != NEW and wanted not in there:
        raise EditError(wording.RECORD_GONE.format(id=wanted[:60]))
    for key in kind.needed:
        if key != "id" and not said[key]:
            raise EditError(wording.WEB_FILL_NEEDED.format(name=wording.CONSOLE_RECORD_KEYS[kind.name][key]))
    if said["checked"]:
        values["checked"] = str(field_codec.read("reviewed", said["checked"], site.services.knowledge(), site.today))
    if "areas" in values:
        values["areas"] = tuple(one.strip() for one in _SEPARATED.split(said["areas"]) if one.strip())
    edited = wording.CONSOLE_RECORD_EDITED.format(about=about, id=values["id"])
    return editor.replace(edited, records.put(kind.name, values))


def _new_id(stem: str, taken: Collection[str]) -> str:
    """An id that no record has."""
    return next(f"{stem}-{number}" for number in range(1, len(taken) + 2) if f"{stem}-{number}" not in taken)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/federation": ("GET", inside(overview)),
    "/admin/federation/{kind}/{id}": ("GET POST", inside(record)),
}

"""The knowledge in the console: lists, edits with what they would change beside them, history, undoing, edits that wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.citing import opened
from bot.channels.web.console.door import EDITOR, REVIEWER, Admin, inside
from bot.channels.web.console.inquiries import words_of
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View, typed
from bot.desk import law_articles
from bot.editor import edit_preview, entry_search, field_codec, proposal_builder
from bot.editor.commands import NEW
from bot.editor.reviewing import HeldError
from bot.errors import EditConflictError, EditError
from bot.model import Block, EditDraft, Entry, Knowledge, Proposal, Severity
from bot.statistics import counts

_CHINA = timezone(timedelta(hours=8))
LONG = ("answer", "steps", "materials", "phrasings", "sources")
PAGE = 60


def _today(site: Site) -> date:
    return datetime.fromtimestamp(site.services.clock(), _CHINA).date()


# ---------------------------------------------------------------- lists


async def listed(site: Site, request: Request, admin: Admin) -> Response:
    """Entries by words, topic, standing, and what needs care: overdue, never asked, rated low."""
    knowledge = site.services.knowledge()
    query = request.query_params
    words, topic, status, care = (query.get(name, "") for name in ("q", "topic", "status", "care"))
    entries: list[Entry] = list(knowledge.entries)
    if words:
        rank = site.services.means.rank
        entries = list(await site.services.back(lambda: entry_search.found(knowledge, words, rank, 40)))
    if topic:
        entries = [one for one in entries if one.topic == topic]
    if status:
        entries = [one for one in entries if str(one.status or "") == status]
    if care:
        wanted = await site.services.back(lambda: _care(site, knowledge, care))
        entries = [one for one in entries if one.id in wanted]
    page = max(1, int(query.get("page", "1")) if query.get("page", "1").isascii() and query.get("page", "1").isdigit() else 1)
    shown = entries[(page - 1) * PAGE : page * PAGE]
    waiting = await site.kept(lambda: len(site.services.store.held_edits()))
    return site.pages.page(
        request,
        "admin/knowledge.html",
        admin=admin,
        entries=shown,
        count=len(entries),
        page=page,
        more=page * PAGE < len(entries),
        topics=[one.title for one in knowledge.topics],
        words=words,
        topic=topic,
        standing=status,
        care=care,
        waiting=waiting,
        statuses=wording.KEEP_STATUS,
        due=counts.due_on,
        today=_today(site),
    )


def _care(site: Site, knowledge: Knowledge, care: str) -> set[str]:
    """Ids of the entries that need care of a kind."""
    if care == "overdue":
        return {one.id for one in knowledge.entries if counts.due_on(one) <= _today(site)}
    made = counts.count(site.services.store, knowledge, counts.month("", site.services.clock()))
    if care == "never":
        return {one.id for one in made.never}
    if care == "low":
        return {one.id for one, _, _ in made.low}
    return {one.id for one in knowledge.entries}


# ---------------------------------------------------------------- one entry


async def entry(site: Site, request: Request, admin: Admin) -> Response:
    """An entry to edit. `do` of a post: impact (what it would change), save, retire."""
    knowledge = site.services.knowledge()
    found = knowledge.get(request.path_params["id"])
    if found is None:
        return site.pages.page(
            request, "admin/sorry.html", 404, admin=admin, said=wording.KEEP_GONE.format(id=request.path_params["id"])
        )
    names = field_codec.keys(found, knowledge)
    now = {key: field_codec.current(found, key) for key in names}
    if request.method != "POST":
        # what another page hands over, such as askers' wordings for a phrasing
        more = request.query_params.get("phrasings", "") or "\n".join(await _asked(site, request))
        said = now | ({"phrasings": "\n".join([*found.phrasings, *field_codec.lines(more)])} if more else {})
        return await _entry_page(site, request, admin, found, said, None, (), "")
    posted = await typed(request)
    said = {key: posted.get(key, now[key]).strip() for key in names}
    seen = posted.get("seen", "")
    do = posted.get("do", "")
    try:
        if seen and seen != _print(now):
            raise EditConflictError(wording.CONSOLE_CHANGED)
        proposal = await site.services.back(lambda: _proposal(site, found, names, now, said, do == "retire"))
        if do in ("save", "retire") and posted.get("sure") == _print(said):
            return await _made(site, request, admin, proposal)
        blocks = await site.services.back(lambda: _impact(site, proposal))
    except HeldError:
        raise
    except EditError as error:
        return await _entry_page(site, request, admin, found, said, None, (), str(error), status=409)
    return await _entry_page(site, request, admin, found, said, proposal, blocks, "", retire=do == "retire")


def _proposal(
    site: Site, found: Entry, names: Mapping[str, str], now: Mapping[str, str], said: Mapping[str, str], retire: bool
) -> Proposal:
    knowledge, editor = site.services.knowledge(), site.services.means.editor
    if retire:
        return editor.retire(found.id)
    today = _today(site)
    changed = {key: field_codec.read(key, said[key], knowledge, today) for key in names if said[key] != now[key].strip()}
    if any(key.rpartition(".")[2] == "answer" for key in changed) and "reviewed" not in changed:
        changed["reviewed"] = today.isoformat()  # whoever writes an answer has just checked it
    if not changed:
        raise EditError(wording.EDIT_SAME.format(id=found.id))
    return editor.revise(found.id, changed)


def _impact(site: Site, proposal: Proposal) -> tuple[Block, ...]:
    """What differs, what is wrong with it and what it does to questions."""
    blocks = [*edit_preview.changes(proposal.changes), *edit_preview.wrong(proposal.problems)]
    if _sound(proposal):
        found = site.services.means.editor.impact(proposal)
        blocks += edit_preview.impact(found, site.services.knowledge())
        harm = edit_preview.harm(found)
        if harm:
            blocks.append(Block("note", wording.KEEP_HARM.format(count=harm)))
    return tuple(blocks)


async def _made(site: Site, request: Request, admin: Admin, proposal: Proposal) -> Response:
    act = await site.services.back(lambda: site.services.means.editor.apply(proposal, admin.key))
    return to(request, "/admin/done", act=act.id, entry=proposal.entries[0] if proposal.entries else "")


async def done(site: Site, request: Request, admin: Admin) -> Response:
    """After an edit: what was made, and how it is taken back."""
    number = request.query_params.get("act", "")
    act = await site.kept(lambda: site.services.store.act(_number(number)))
    return site.pages.page(request, "admin/done.html", admin=admin, act=act, entry=request.query_params.get("entry", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _print(said: Mapping[str, str]) -> str:
    """What tells these values from others."""
    import hashlib

    return hashlib.sha256("\x00".join(f"{key}={said[key]}" for key in sorted(said)).encode()).hexdigest()[:24]


async def _entry_page(
    site: Site,
    request: Request,
    admin: Admin,
    found: Entry,
    said: Mapping[str, str],
    proposal: Proposal | None,
    blocks: tuple[Block, ...],
    wrong: str,
    *,
    retire: bool = False,
    status: int = 200,
) -> Response:
    knowledge = site.services.knowledge()
    names = field_codec.keys(found, knowledge)
    now = {key: field_codec.current(found, key) for key in names}
    tested = said.get("phrasings", "").strip().splitlines()
    got = await site.services.front(lambda: [_gets(site, text) for text in tested[-8:]])
    articles = [opened(text, one, knowledge) for text, one in law_articles.held(knowledge, found.cited)]
    return site.pages.page(
        request,
        "admin/entry.html",
        status,
        admin=admin,
        entry=found,
        names=names,
        said=said,
        seen=_print(now),
        sure=_print(said),
        blocks=blocks,
        proposal=proposal,
        ready=_sound(proposal),
        wrong=wrong,
        retire=retire,
        long=LONG,
        statuses=wording.KEEP_STATUS,
        got=got,
        laws=[law for law in knowledge.laws if not law.superseded_by],
        articles=articles,
        error=bool(wrong),
    )


def _sound(proposal: Proposal | None) -> bool:
    """Whether an edit can be made: what has errors can only be mended."""
    return proposal is not None and not any(one.severity is Severity.ERROR for one in proposal.problems)


def _gets(site: Site, text: str) -> tuple[str, str]:
    """What asking in these words gets now."""
    knowledge = site.services.knowledge()
    found = site.services.search(text, 1).entries
    entry_ = knowledge.get(found[0].entry) if found else None
    said = wording.CONSOLE_GETS.format(question=entry_.question, sure=round(found[0].confidence * 100)) if entry_ else "-"
    return text, said


async def tried(site: Site, request: Request, admin: Admin) -> Response:
    """What a question gets from the knowledge in force, without being counted."""
    words = request.query_params.get("q", "").strip()[:300]
    found = await site.services.front(lambda: site.services.search(words, 5)) if words else None
    knowledge = site.services.knowledge()
    entries = [(one, hit.confidence) for hit in found.entries if (one := knowledge.get(hit.entry))] if found else []
    return site.pages.page(request, "admin/try.html", admin=admin, words=words, entries=entries)


# ---------------------------------------------------------------- a new entry


async def fresh(site: Site, request: Request, admin: Admin) -> Response:
    """A new entry: what it needs, what it would change, made."""
    knowledge = site.services.knowledge()
    posted = await typed(request) if request.method == "POST" else await _begun(site, request)
    names = ("topic", "question", "answer", "phrasings", "status", "sources")
    said = {name: posted.get(name, "").strip() for name in names}
    said["status"] = said["status"] or "unconfirmed"
    wrong, proposal, similar = "", None, None
    blocks: tuple[Block, ...] = ()
    if request.method == "POST":
        try:
            proposal = await site.services.back(lambda: _new(site, said, admin))
            if posted.get("do") == "save" and posted.get("sure") == _print(said):
                return await _made(site, request, admin, proposal)
            blocks = await site.services.back(lambda: _impact(site, proposal))
        except HeldError:
            raise
        except EditError as error:
            wrong = str(error)
    if said["question"]:
        found = await site.services.front(lambda: site.services.search(said["question"], 1).entries)
        similar = knowledge.get(found[0].entry) if found and found[0].confidence >= wording.CONSOLE_SIMILAR else None
    return site.pages.page(
        request,
        "admin/new.html",
        409 if wrong else 200,
        admin=admin,
        said=said,
        topics=knowledge.topics,
        wrong=wrong,
        blocks=blocks,
        proposal=proposal,
        ready=_sound(proposal),
        sure=_print(said),
        statuses=wording.KEEP_STATUS,
        similar=similar,
        error=bool(wrong),
    )


async def _asked(site: Site, request: Request) -> list[str]:
    """The askers' wordings of the inquiry that an address names; none without one."""
    number = _number(request.query_params.get("inquiry", ""))
    inquiry = await site.kept(lambda: site.services.store.inquiry(number)) if number else None
    return await site.kept(lambda: words_of(site, inquiry)) if inquiry else []


async def _begun(site: Site, request: Request) -> Mapping[str, str]:
    """What a new entry begins with: an inquiry's answer and wordings, or what the address says."""
    words = await _asked(site, request)
    if not words:
        return request.query_params
    inquiry = site.services.store.inquiry(_number(request.query_params.get("inquiry", "")))
    answer = inquiry.answer if inquiry else ""
    return {"question": words[0], "answer": answer, "phrasings": "\n".join(words[1:])}


def _new(site: Site, said: Mapping[str, str], admin: Admin) -> Proposal:
    knowledge = site.services.knowledge()
    for name in ("topic", "question", "answer"):
        if not said[name]:
            raise EditError(wording.WEB_FILL_NEEDED.format(name=wording.KEEP_KEYS.get(name, wording.CONSOLE_TOPIC)))
    draft = EditDraft("", admin.key, NEW, "confirm", values=tuple(said.items()))
    return proposal_builder.proposal(site.services.means.editor, draft, knowledge, _today(site))


# ---------------------------------------------------------------- history, undoing, edits that wait


async def history(site: Site, request: Request, admin: Admin) -> Response:
    """The edits of an entry, each with what it changed."""
    wanted = request.path_params["id"]
    acts = await site.services.back(lambda: site.services.means.editor.history(wanted, 50))
    shown = [(act, edit_preview.changes(act.changes)) for act in acts]
    return site.pages.page(request, "admin/history.html", admin=admin, id=wanted, acts=shown)


async def undo(site: Site, request: Request, admin: Admin) -> Response:
    """What taking an edit back would change; then it is taken back."""
    number = request.path_params["act"]
    proposal = await site.services.back(lambda: site.services.means.editor.undo(number))
    if request.method == "POST":
        return await _made(site, request, admin, proposal)
    blocks = await site.services.back(lambda: _impact(site, proposal))
    return site.pages.page(request, "admin/undo.html", admin=admin, number=number, proposal=proposal, blocks=blocks)


async def held(site: Site, request: Request, admin: Admin) -> Response:
    """The edits that wait for a yes."""
    waiting = await site.kept(site.services.store.held_edits)
    return site.pages.page(request, "admin/held.html", admin=admin, waiting=waiting)


async def decide(site: Site, request: Request, admin: Admin) -> Response:
    """An edit that waits: looked at, agreed to or refused by a reviewer."""
    number, store = request.path_params["number"], site.services.store
    found = await site.kept(lambda: store.held_edit(number))
    if found is None or found.state != "open":
        raise EditError(wording.REVIEW_GONE.format(number=number))
    if request.method == "POST":
        if not admin.may(REVIEWER):
            raise EditError(wording.CONSOLE_ROLE.format(role=admin.role, needed=REVIEWER))
        posted = await typed(request)
        if posted.get("do") == "refuse":
            note = posted.get("note", "").strip()
            await site.kept(lambda: store.decide_edit(number, "refused", admin.key, note))
            await site.kept(lambda: store.note_done(admin.key, wording.CONSOLE_ACTS["refuse"], found.proposal.about))
            return to(request, "/admin/held")
        act = await site.services.back(lambda: site.services.reviewing.agree(number, admin.key))
        return to(request, "/admin/done", act=act.id, entry=found.proposal.entries[0] if found.proposal.entries else "")
    blocks = await site.services.back(lambda: _impact(site, found.proposal))
    return site.pages.page(request, "admin/decide.html", admin=admin, held=found, blocks=blocks)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/knowledge": ("GET", inside(listed)),
    "/admin/knowledge/{id}": ("GET POST", inside(entry)),
    "/admin/knowledge/{id}/history": ("GET", inside(history)),
    "/admin/new": ("GET POST", inside(fresh)),
    "/admin/try": ("GET", inside(tried)),
    "/admin/done": ("GET", inside(done)),
    "/admin/undo/{act:int}": ("GET POST", inside(undo)),
    "/admin/held": ("GET", inside(held)),
    "/admin/held/{number:int}": ("GET POST", inside(decide, EDITOR)),
}

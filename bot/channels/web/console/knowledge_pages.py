"""The knowledge in the console: lists, edits with what they would change beside them, new entries, edits that wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot import citations, wording
from bot.channels.web.citation_links import OpenedArticle, opened_article
from bot.channels.web.console.inquiry_pages import askers_wordings, number_in
from bot.channels.web.console.sign_in import EDITOR, REVIEWER, Admin, inside
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View, form_fields
from bot.desk import law_articles
from bot.editor import edit_preview, entry_search, field_codec
from bot.editor.reviewing import HeldError
from bot.errors import EditConflictError, EditError
from bot.model import Block, Entry, Knowledge, Proposal, Severity, Source, Variant
from bot.statistics import counts

LONG = ("answer", "steps", "materials", "phrasings", "sources")
PAGE = 60


# ---------------------------------------------------------------- lists


async def entry_list(site: Site, request: Request, admin: Admin) -> Response:
    """Entries by words, topic, standing, and what needs care: overdue, never asked, rated low."""
    knowledge = site.services.knowledge()
    query = request.query_params
    words, topic, status, care = (query.get(name, "") for name in ("q", "topic", "status", "care"))
    entries: list[Entry] = list(knowledge.entries)
    if words:
        rank = site.services.edit_context.rank
        entries = list(await site.services.run_in_office_thread(lambda: entry_search.find_entries(knowledge, words, rank, 40)))
    if topic:
        entries = [one for one in entries if one.topic == topic]
    if status:
        entries = [one for one in entries if str(one.status or "") == status]
    if care:
        wanted = await site.services.run_in_office_thread(lambda: _entries_in_need(site, knowledge, care))
        entries = [one for one in entries if one.id in wanted]
    page = max(1, int(query.get("page", "1")) if query.get("page", "1").isascii() and query.get("page", "1").isdigit() else 1)
    shown = entries[(page - 1) * PAGE : page * PAGE]
    waiting = await site.in_thread(lambda: len(site.services.store.held_edits()))
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
        today=site.today,
    )


def _entries_in_need(site: Site, knowledge: Knowledge, care: str) -> set[str]:
    """Ids of the entries that need care of a kind."""
    if care == "overdue":
        return {one.id for one in knowledge.entries if counts.due_on(one) <= site.today}
    if care == "local":
        marks = [f"{{local:{one.id}}}" for one in knowledge.local if not one.value]
        return {one.id for one in knowledge.entries if any(mark in text for mark in marks for text in texts_told(one))}
    made = counts.count(site.services.store, knowledge, counts.month("", site.services.clock()))
    if care == "never":
        return {one.id for one in made.never}
    if care == "low":
        return {one.id for one, _, _ in made.low}
    return {one.id for one in knowledge.entries}


def texts_told(entry_: Entry) -> Sequence[str]:
    """Every text of an entry that people are told."""
    every: tuple[Entry | Variant, ...] = (entry_, *entry_.variants)
    return [text for one in every for text in (one.answer, *one.steps, *one.materials)]


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
    now = {key: field_codec.current_text(found, key) for key in names}
    if request.method != "POST":
        # what another page hands over, such as askers' wordings for a phrasing
        more = request.query_params.get("phrasings", "") or "\n".join(await askers_wordings(site, request))
        said = now | ({"phrasings": "\n".join([*found.phrasings, *field_codec.lines(more)])} if more else {})
        return await _entry_page(site, request, admin, found, _EntryForm(said))
    posted = await form_fields(request)
    said = {key: posted.get(key, now[key]).strip() for key in names}
    seen = posted.get("seen", "")
    do = posted.get("do", "")
    try:
        if do == "cite":
            said = said | {"sources": cite(said["sources"], posted, knowledge)}
            return await _entry_page(site, request, admin, found, _EntryForm(said, shown=seen))
        if seen and seen != fingerprint(now):
            raise EditConflictError(wording.CONSOLE_CHANGED)
        proposal = await site.services.run_in_office_thread(lambda: _proposal(site, found, names, now, said, do == "retire"))
        if do in ("save", "retire") and posted.get("sure") == fingerprint(said):
            return await make_edit(site, request, admin, proposal)
        shown = key_differences(names, now, said) if do != "retire" else None
        blocks = await site.services.run_in_office_thread(lambda: impact(site, proposal, shown))
    except HeldError:
        raise
    except EditError as error:
        return await _entry_page(site, request, admin, found, _EntryForm(said, wrong=str(error), status=409))
    return await _entry_page(site, request, admin, found, _EntryForm(said, proposal, blocks, retire=do == "retire"))


def _proposal(
    site: Site, found: Entry, names: Mapping[str, str], now: Mapping[str, str], said: Mapping[str, str], retire: bool
) -> Proposal:
    knowledge, editor = site.services.knowledge(), site.services.edit_context.editor
    if retire:
        return editor.retire(found.id)
    day = site.today
    changed = {key: field_codec.read(key, said[key], knowledge, day) for key in names if said[key] != now[key].strip()}
    if any(key.rpartition(".")[2] == "answer" for key in changed) and "reviewed" not in changed:
        changed["reviewed"] = day.isoformat()  # whoever writes an answer has just checked it
    if not changed:
        raise EditError(wording.EDIT_SAME.format(id=found.id))
    return editor.revise(found.id, changed)


def impact(site: Site, proposal: Proposal, differs: tuple[Block, ...] | None = None) -> tuple[Block, ...]:
    """What differs (lines of files, unless it is told otherwise), what is wrong with it and what it does to questions."""
    blocks = [
        *(edit_preview.changes(proposal.changes) if differs is None else differs),
        *edit_preview.problem_lines(proposal.problems),
    ]
    if is_sound(proposal):
        found = site.services.edit_context.editor.impact(proposal)
        blocks += edit_preview.impact(found, site.services.knowledge())
        harm = edit_preview.questions_harmed(found)
        if harm:
            blocks.append(Block("note", wording.KEEP_HARM.format(count=harm)))
    return tuple(blocks)


def key_differences(names: Mapping[str, str], now: Mapping[str, str], said: Mapping[str, str]) -> tuple[Block, ...]:
    """What differs between what holds and what was typed, key by key, by what people call the keys."""
    found: list[Block] = []
    for key, name in names.items():
        before, after = (field_codec.as_text(key, one[key].strip()) for one in (now, said))
        if before != after:
            found += [Block("heading", name), *edit_preview.difference(before, after)]
    return tuple(found)


async def make_edit(site: Site, request: Request, admin: Admin, proposal: Proposal) -> Response:
    """Make an edit, and go where it says so."""
    act = await site.services.run_in_office_thread(lambda: site.services.edit_context.editor.apply(proposal, admin.key))
    return to(request, "/admin/done", act=act.id, entry=proposal.entries[0] if proposal.entries else "")


async def edit_made(site: Site, request: Request, admin: Admin) -> Response:
    """After an edit: what was made, and how it is taken back."""
    number = request.query_params.get("act", "")
    act = await site.in_thread(lambda: site.services.store.act(number_in(number)))
    return site.pages.page(request, "admin/done.html", admin=admin, act=act, entry=request.query_params.get("entry", ""))


def fingerprint(said: Mapping[str, str]) -> str:
    """What tells these values from others."""
    import hashlib

    return hashlib.sha256("\x00".join(f"{key}={said[key]}" for key in sorted(said)).encode()).hexdigest()[:24]


@dataclass(frozen=True)
class _EntryForm:
    """What the page of an entry shows beside the entry itself."""

    said: Mapping[str, str]
    """The values in the form."""
    proposal: Proposal | None = None
    blocks: tuple[Block, ...] = ()
    """What the edit would change."""
    wrong: str = ""
    retire: bool = False
    status: int = 200
    shown: str = ""
    """The fingerprint of what the form was opened with, when that isn't what holds now."""


async def _entry_page(site: Site, request: Request, admin: Admin, found: Entry, form: _EntryForm) -> Response:
    knowledge = site.services.knowledge()
    names = field_codec.keys(found, knowledge)
    now = {key: field_codec.current_text(found, key) for key in names}
    others = await site.in_thread(lambda: site.presence.enter(f"entry:{found.id}", admin.key))
    # a page that only looks again for who else is here needs no trials
    tested = [] if request.headers.get("x-part") == "live" else form.said.get("phrasings", "").strip().splitlines()
    got = await site.services.run_in_desk_thread(lambda: [_current_answer(site, text) for text in tested[-8:]])
    return site.pages.page(
        request,
        "admin/entry.html",
        form.status,
        admin=admin,
        others=others,
        entry=found,
        names=names,
        said=form.said,
        seen=form.shown or fingerprint(now),
        sure=fingerprint(form.said),
        blocks=form.blocks,
        proposal=form.proposal,
        ready=is_sound(form.proposal),
        wrong=form.wrong,
        retire=form.retire,
        long=LONG,
        statuses=wording.KEEP_STATUS,
        got=got,
        laws=[law for law in knowledge.laws if not law.superseded_by],
        articles=opened_articles(form.said["sources"], found.cited, knowledge),
        error=bool(form.wrong),
    )


def cite(sources: str, posted: Mapping[str, str], knowledge: Knowledge) -> str:
    """The sources with one that was chosen from the laws held behind them. Raises EditError, in Chinese."""
    title, number = posted.get("cite_law", ""), posted.get("cite_article", "").strip()
    law = next((one for one in knowledge.laws if one.title == title), None)
    if law is None or not number:
        raise EditError(wording.CONSOLE_CITE_NEEDED)
    article = citations.spelt_article(number if "第" in number else f"第{number.removesuffix('条')}条")
    text = knowledge.law_text(law.title)
    if text is not None and text.whole and text.cited(article) is None:
        counted = sum(1 for one in text.articles if one.number)
        raise EditError(wording.CONSOLE_CITE_NONE.format(law=law.short, article=article[:20], count=counted, unit=text.unit))
    line = wording.KEEP_SOURCE.format(law=law.title, version=law.version, article=article)
    listed = sources.splitlines()
    return sources if line in listed else "\n".join((*(one for one in listed if one.strip()), line))


def opened_articles(sources: str, cited: Sequence[Source], knowledge: Knowledge) -> list[OpenedArticle]:
    """The articles that are cited in what was typed, as far as it can be read, else in what holds."""
    try:
        read = field_codec.read("sources", sources, knowledge, date.min)
    except EditError:
        read = ()
    typed_ = [one for one in read if isinstance(one, Source)]
    return [opened_article(text, one, knowledge) for text, one in law_articles.held_articles(knowledge, typed_ or cited)]


def is_sound(proposal: Proposal | None) -> bool:
    """Whether an edit can be made: what has errors can only be mended."""
    return proposal is not None and not any(one.severity is Severity.ERROR for one in proposal.problems)


def _current_answer(site: Site, text: str) -> tuple[str, str]:
    """What asking in these words gets now."""
    knowledge = site.services.knowledge()
    found = site.services.search(text, 1).entries
    entry_ = knowledge.get(found[0].entry) if found else None
    said = wording.CONSOLE_GETS.format(question=entry_.question, sure=round(found[0].confidence * 100)) if entry_ else "-"
    return text, said


async def try_question(site: Site, request: Request, admin: Admin) -> Response:
    """What a question gets from the knowledge in force, without being counted."""
    words = request.query_params.get("q", "").strip()[:300]
    found = await site.services.run_in_desk_thread(lambda: site.services.search(words, 5)) if words else None
    knowledge = site.services.knowledge()
    entries = [(one, hit.confidence) for hit in found.entries if (one := knowledge.get(hit.entry))] if found else []
    return site.pages.page(request, "admin/try.html", admin=admin, words=words, entries=entries)


# ---------------------------------------------------------------- edits that wait


async def held_edits(site: Site, request: Request, admin: Admin) -> Response:
    """The edits that wait for a yes."""
    waiting = await site.in_thread(site.services.store.held_edits)
    return site.pages.page(request, "admin/held.html", admin=admin, waiting=waiting)


async def decide(site: Site, request: Request, admin: Admin) -> Response:
    """An edit that waits: looked at, agreed to or refused by a reviewer."""
    number, store = request.path_params["number"], site.services.store
    found = await site.in_thread(lambda: store.held_edit(number))
    if found is None or found.state != "open":
        raise EditError(wording.REVIEW_GONE.format(number=number))
    if request.method == "POST":
        if not admin.may(REVIEWER):
            raise EditError(wording.CONSOLE_ROLE.format(role=admin.role, needed=REVIEWER))
        posted = await form_fields(request)
        if posted.get("do") == "refuse":
            note = posted.get("note", "").strip()
            await site.in_thread(lambda: store.decide_edit(number, "refused", admin.key, note))
            await site.in_thread(lambda: store.note_done(admin.key, wording.CONSOLE_ACTS["refuse"], found.proposal.about))
            return to(request, "/admin/held")
        act = await site.services.run_in_office_thread(lambda: site.services.reviewing.agree(number, admin.key))
        return to(request, "/admin/done", act=act.id, entry=found.proposal.entries[0] if found.proposal.entries else "")
    blocks = await site.services.run_in_office_thread(lambda: impact(site, found.proposal))
    return site.pages.page(request, "admin/decide.html", admin=admin, held=found, blocks=blocks)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/admin/knowledge": ("GET", inside(entry_list)),
    "/admin/knowledge/{id}": ("GET POST", inside(entry)),
    "/admin/try": ("GET", inside(try_question)),
    "/admin/done": ("GET", inside(edit_made)),
    "/admin/held": ("GET", inside(held_edits)),
    "/admin/held/{number:int}": ("GET POST", inside(decide, EDITOR)),
}

"""A new entry in the console: what it needs, what it would change, made; also from an inquiry's answer."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.console.inquiry_pages import askers_wordings, number_in
from bot.channels.web.console.knowledge_pages import cite, fingerprint, impact, is_sound, make_edit, opened_articles
from bot.channels.web.console.sign_in import Admin, inside
from bot.channels.web.site import Site, View, form_fields
from bot.editor import proposal_builder
from bot.editor.commands import NEW
from bot.editor.reviewing import HeldError
from bot.errors import EditError
from bot.model import Block, EditDraft, Knowledge, Proposal

NEW_TOPIC = "+"
"""What the list of topics gives for one that there isn't yet."""


async def new_entry(site: Site, request: Request, admin: Admin) -> Response:
    """A new entry: what it needs, what it would change, made."""
    knowledge = site.services.knowledge()
    posted = await form_fields(request) if request.method == "POST" else await _initial_values(site, request)
    names = ("topic", "new_topic", "question", "answer", "phrasings", "status", "sources")
    said = {name: posted.get(name, "").strip() for name in names}
    said["status"] = said["status"] or "unconfirmed"
    wrong, proposal, similar = "", None, None
    blocks: tuple[Block, ...] = ()
    if request.method == "POST" and posted.get("do") == "cite":
        try:
            said["sources"] = cite(said["sources"], posted, knowledge)
        except EditError as error:
            wrong = str(error)
    elif request.method == "POST":
        try:
            proposal = await site.services.run_in_office_thread(lambda: _new(site, said, admin))
            if posted.get("do") == "save" and posted.get("sure") == fingerprint(said):
                return await make_edit(site, request, admin, proposal)
            blocks = await site.services.run_in_office_thread(lambda: impact(site, proposal))
        except HeldError:
            raise
        except EditError as error:
            wrong = str(error)
    if said["question"]:
        found = await site.services.run_in_desk_thread(lambda: site.services.search(said["question"], 1).entries)
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
        ready=is_sound(proposal),
        sure=fingerprint(said),
        statuses=wording.KEEP_STATUS,
        similar=similar,
        laws=[law for law in knowledge.laws if not law.superseded_by],
        articles=opened_articles(said["sources"], (), knowledge),
        error=bool(wrong),
    )


async def _initial_values(site: Site, request: Request) -> Mapping[str, str]:
    """What a new entry begins with: an inquiry's answer and wordings, or what the address says."""
    words = await askers_wordings(site, request)
    if not words:
        return request.query_params
    inquiry = site.services.store.inquiry(number_in(request.query_params.get("inquiry", "")))
    answer = inquiry.answer if inquiry else ""
    return {"question": words[0], "answer": answer, "phrasings": "\n".join(words[1:])}


def _new(site: Site, said: Mapping[str, str], admin: Admin) -> Proposal:
    knowledge = site.services.knowledge()
    for name in ("topic", "question", "answer"):
        if not said[name]:
            raise EditError(wording.WEB_FILL_NEEDED.format(name=wording.KEEP_KEYS.get(name, wording.CONSOLE_TOPIC)))
    if said["topic"] == NEW_TOPIC:
        return _new_topic(site, said, knowledge)
    draft = EditDraft("", admin.key, NEW, "confirm", values=tuple(said.items()))
    return proposal_builder.proposal(site.services.edit_context.editor, draft, knowledge, site.today)


def _new_topic(site: Site, said: Mapping[str, str], knowledge: Knowledge) -> Proposal:
    """A topic with its first entry, in a file of its own. Raises EditError, in Chinese."""
    title = " ".join(said["new_topic"].split())
    if not title:
        raise EditError(wording.WEB_FILL_NEEDED.format(name=wording.CONSOLE_TOPIC_NEW))
    if any(title == one.title for one in knowledge.topics):
        raise EditError(wording.EDIT_TOPIC_TAKEN.format(title=title[:40]))
    made_ = proposal_builder.fresh_entry(said, knowledge, site.today)
    about = wording.CONSOLE_TOPIC_ABOUT.format(title=title, question=made_.question[:40])
    return site.services.edit_context.editor.replace(about, site.services.records.topic(title, made_))


VIEWS: Mapping[str, tuple[str, View]] = {"/admin/new": ("GET POST", inside(new_entry))}

"""For other sites: how to put the ask box there, and the box itself."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web.question_intake import answer_question, read_question, web_question
from bot.channels.web.question_pages import deliver, waiting_questions
from bot.channels.web.reply_view import turn_view
from bot.channels.web.site import Site, View, form_fields
from bot.channels.web.visitors import form_key
from bot.model import WebTurn

HOT_BESIDE = 6
"""Topics of the box on another site."""


async def howto(site: Site, request: Request) -> Response:
    """What to paste into another site's pages."""
    return site.pages.always(request, lambda: site.pages.render(request, "sites.html", base=site.base))


async def script(site: Site, request: Request) -> Response:
    """The script that makes the frame, at an address that stays."""
    return site.pages.asset(request, "embed.js") or site.missing_page(request)


async def embedded(site: Site, request: Request) -> Response:
    """The box for a frame on another site: no cookies; the form itself carries the talk."""
    turns: tuple[WebTurn, ...] = ()
    signed = ""
    text = said = ""
    status = 200
    if request.method == "POST":
        fields = await form_fields(request)
        text, action, label, key = read_question(fields)
        conversation = site.people.talk_conversation(fields.get("talk", "")) or site.people.new()
        signed = site.people.talk(conversation)
        question = web_question("" if action else text, conversation, key, action)
        turn = await answer_question(site, request, question, text, label if action else "")
        if isinstance(turn, WebTurn):
            text = ""
        else:
            status = turn.status_code
            said = wording.WEB_ASK_EMPTY if not text else wording.WEB_EMBED_REFUSED
        await site.in_thread(lambda: deliver(site, conversation))
        turns = await site.in_thread(lambda: site.services.store.turns(conversation, 4))
        link = site.people.link(conversation)
        waiting = await waiting_questions(site, conversation)
    else:
        link, waiting = "", []
    knowledge = site.services.knowledge()
    return site.pages.page(
        request,
        "embed.html",
        status,
        turns=[turn_view(turn, knowledge) for turn in turns],
        once=form_key(),
        key=form_key,
        signed=signed,
        text=text,
        said=said,
        bare=True,
        waiting=waiting,
        link=link,
        target="/embed/ask",
        error=bool(said),
        topics=(await site.hot.of(knowledge))[:HOT_BESIDE],
    )


VIEWS: Mapping[str, tuple[str, View]] = {
    "/for-sites": ("GET", howto),
    "/embed.js": ("GET", script),
    "/embed/ask": ("GET POST", embedded),
}

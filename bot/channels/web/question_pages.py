"""Ask: the box, the talk that remembers, and the private link where a person's answer appears."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web import answer_mail
from bot.channels.web.pages import to
from bot.channels.web.question_intake import answer_question, read_question, web_question
from bot.channels.web.reply_view import turn_view
from bot.channels.web.site import Site, View, form_fields
from bot.channels.web.visitors import CHANNEL, form_key
from bot.handoff import views
from bot.model import Block, Decision, Handover, OutboxMessage, Reply, WebTurn

SHOWN = 12
"""Turns of a talk that a page shows."""
HOT = 10
"""Topics of the first page."""


async def home(site: Site, request: Request) -> Response:
    """The first page: the box, what is asked most, the guides."""
    knowledge = site.services.knowledge()
    conversation = site.people.visitor(request)
    topics = (await site.hot.of(knowledge))[:HOT]
    guides = [one for one in knowledge.documents if one.kind == "guide"]

    shown: dict[str, Any] = {
        "topics": topics,
        "every": len(knowledge.topics),
        "guides": guides,
        "count": len(knowledge.entries),
        "documents": len(knowledge.documents),
    }

    def made() -> str:
        return site.pages.render(request, "home.html", **shown, once="", turns=(), waiting=(), link="")

    if not conversation:
        return site.pages.always(request, made, variant=",".join(one.key for one in topics))
    await site.in_thread(lambda: deliver(site, conversation))
    turns = await site.in_thread(lambda: site.services.store.turns(conversation, 1))
    waiting = await waiting_questions(site, conversation)
    link = site.people.link(conversation)
    return site.pages.page(request, "home.html", **shown, once=form_key(), turns=turns, waiting=waiting, link=link)


async def ask(site: Site, request: Request) -> Response:
    """A question by the box, or by a plain form on another site (GET)."""
    if request.method != "POST":
        return await _ask_by_link(site, request)
    fields = await form_fields(request)
    text, action, label, key = read_question(fields)
    visitor, carried = site.people.visitor(request), site.people.talk_conversation(fields.get("talk", ""))
    conversation = carried or visitor or site.people.new()
    question = web_question("" if action else text, conversation, key, action)
    turn = await answer_question(site, request, question, text, label if action else "")
    if isinstance(turn, Response):
        return turn
    if visitor and visitor != conversation:  # a private link, opened in a browser that has a talk of its own
        return to(request, f"/q/{site.people.link(conversation)}#t{turn.id}", turn=turn.id)
    response = to(request, f"/talk#t{turn.id}")
    site.people.remember(response, conversation, request)
    return response


async def _ask_by_link(site: Site, request: Request) -> Response:
    """A question in the address: answered in a talk of its own, which goes on when something is pressed."""
    text = request.query_params.get("q", "").strip()
    if not text:
        return to(request, "/")
    conversation = site.people.new()
    turn = await answer_question(site, request, web_question(text, conversation, form_key()), text, "")
    if isinstance(turn, Response):
        return turn
    return await _talk_page(site, request, conversation, (turn,), site.people.talk(conversation))


async def talk(site: Site, request: Request) -> Response:
    """What was said so far, the newest at the end."""
    conversation = site.people.visitor(request)
    if not conversation:
        return to(request, "/")
    await site.in_thread(lambda: deliver(site, conversation))
    turns = await site.in_thread(lambda: site.services.store.turns(conversation, SHOWN))
    if not turns:
        return to(request, "/")
    return await _talk_page(site, request, conversation, turns, "")


async def _talk_page(site: Site, request: Request, conversation: str, turns: tuple[WebTurn, ...], signed: str) -> Response:
    knowledge = site.services.knowledge()
    return site.pages.page(
        request,
        "talk.html",
        turns=[turn_view(turn, knowledge) for turn in turns],
        once=form_key(),
        key=form_key,
        signed=signed,
        waiting=await waiting_questions(site, conversation),
        link=site.people.link(conversation),
        target="/ask",
    )


async def file(site: Site, request: Request) -> Response:
    """A file that was made for this very conversation."""
    conversation = site.people.visitor(request) or site.people.talk_conversation(request.query_params.get("talk", ""))
    key, number = request.path_params["key"], request.path_params["number"]
    turn = await site.in_thread(lambda: site.services.store.turn(conversation, key)) if conversation else None
    if turn is None or number >= len(turn.reply.files) or not turn.reply.files[number].content:
        return site.missing_page(request)
    found = turn.reply.files[number]
    return attachment(found.name, found.content)


def attachment(name: str, content: bytes, kind: str = "") -> Response:
    """A file to keep, under its own name."""
    from urllib.parse import quote

    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}
    return Response(content, headers=headers, media_type=kind or "application/octet-stream")


# ---------------------------------------------------------------- what a person answers


def deliver(site: Site, conversation: str) -> None:
    """Put what came for a conversation meanwhile into its talk; then it is sent. Blocks for a moment. May raise StoreError."""
    store = site.services.store
    for message in store.waiting(CHANNEL):
        if message.conversation == conversation:
            put_message(site, message)


def put_message(site: Site, message: OutboxMessage) -> None:
    """One message of the outbox into the talk of its conversation, and to the address that was left, if any."""
    answer_mail.pass_on(site, message)
    reply = Reply("", Decision.SMALLTALK, message.blocks, buttons=message.buttons)
    site.services.store.keep_turn(WebTurn(message.conversation, f"out-{message.id}", "", reply))
    way = site.services.store.ways(CHANNEL, site.services.unasked).get(message.id)
    if way:  # nobody looks at a page all day; the key makes it one message, however often this is done
        said = Block("note", wording.LINK_COPIED.format(channel=wording.CHANNELS[CHANNEL]))
        copy = replace(message, channel=way.partition(":")[0], conversation=way, blocks=(said, *message.blocks))
        site.services.store.queue(replace(copy, data="", id=0))
    site.services.store.settle(message.id, True, f"{CHANNEL}:{message.conversation}:{message.id}")


async def waiting_questions(site: Site, conversation: str) -> list[int]:
    """Numbers of the questions of a conversation that wait for a person, as far as their askers were told so."""
    found = await site.in_thread(lambda: site.services.store.handovers_by(conversation))
    return [one.id for one in found if one.state in ("open", "again") and one.kind in ("human", "unknown")]


async def private(site: Site, request: Request) -> Response:
    """The private link: the questions left for a person, where they stand, and the answers."""
    conversation = site.people.link_subject(request.path_params["token"])
    if not conversation:
        return site.error_page(request, 404, wording.WEB_LINK_WRONG)
    await site.in_thread(lambda: deliver(site, conversation))
    questions = await site.in_thread(lambda: site.services.store.handovers_by(conversation))
    every = await site.in_thread(lambda: site.services.store.turns(conversation, 200))
    knowledge = site.services.knowledge()
    address = await site.in_thread(lambda: answer_mail.address_left(site, conversation))
    done = request.query_params.get("turn", "")
    own = conversation.startswith(f"{CHANNEL}:")
    if not own:  # asked on another channel, where the answer can't be sent until she says something again
        every = await site.in_thread(lambda: _answers(site, conversation, questions))
    answers = [turn_view(turn, knowledge) for turn in every if not turn.asked or str(turn.id) == done]
    states = [(one, wording.WEB_LINK_STATES.get(one.state, one.state)) for one in questions]
    page = site.pages.page(
        request,
        "private.html",
        questions=states,
        answers=answers,
        mail=answer_mail.can_mail(site) and (address or any(one.state in ("open", "again") for one in questions)),
        address=address,
        mailed=request.query_params.get("mail", ""),
        error=request.query_params.get("mail") == "wrong",
        token=request.path_params["token"],
        key=form_key,
        signed=site.people.talk(conversation) if own else "",
        target="/ask",
    )
    page.headers["x-robots-tag"] = "noindex"
    return page


def _answers(site: Site, asker: str, questions: Sequence[Handover]) -> tuple[WebTurn, ...]:
    """What persons have answered to these questions of somebody on another channel."""
    found = []
    for one in questions:
        inquiry = site.services.store.inquiry(one.inquiry) if one.inquiry else None
        if inquiry is not None and inquiry.state == "answered" and inquiry.due <= site.services.clock():
            blocks = views.answer_message(inquiry, one, site.services.knowledge()).blocks
            reply = Reply("", Decision.SMALLTALK, blocks)
            found.append(WebTurn(asker, f"case-{one.id}", "", reply, one.id, inquiry.decided))
    return tuple(found)


async def privacy(site: Site, request: Request) -> Response:
    """What is kept of a visitor, and how it is deleted."""
    conversation = site.people.visitor(request)
    if request.method == "POST":
        fields = await form_fields(request)
        if conversation and fields.get("sure") == "1":
            await site.in_thread(lambda: site.services.store.forget(conversation))
            response = site.pages.page(request, "privacy.html", kept=None, done=True, days=site.services.settings.keep_days)
            site.people.forget(response)
            return response
    kept = await site.in_thread(lambda: site.services.store.stored_data(conversation)) if conversation else None
    return site.pages.page(request, "privacy.html", kept=kept, done=False, days=site.services.settings.keep_days)


VIEWS: Mapping[str, tuple[str, View]] = {
    "/": ("GET", home),
    "/ask": ("GET POST", ask),
    "/talk": ("GET", talk),
    "/talk/files/{key}/{number:int}": ("GET", file),
    "/q/{token}": ("GET", private),
    "/privacy": ("GET POST", privacy),
}

__all__ = ["VIEWS", "attachment", "deliver", "put_message", "waiting_questions"]

"""Takes a question in and answers it, once, whatever ends in between.

A post is kept in the inbox before anything else; its reply is kept as a turn before the browser is sent to the page that
shows it. A form carries a key: sent again, or answered after a crash, it is the same question and gets the same turn.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web import rate_limits
from bot.channels.web.site import Site
from bot.channels.web.visitors import CHANNEL, form_key
from bot.errors import StoreError
from bot.model import Block, Decision, InboxMessage, Question, Reply, WebTurn

log = logging.getLogger(__name__)

ALONE = "alone"
"""What the store notes of a question that is answered after a start, with how many processes ended while it was."""
DEATHS = 2
"""How many processes in a row may end while a question is answered."""
AGAIN = 5.0
"""Seconds until a store that failed is asked again."""
LONGEST = 2000
"""Characters of a question."""
_ACTION = 64
"""Bytes of an action, as everywhere."""
_KEY = 40


async def answer_question(site: Site, request: Request, question: Question, text: str, label: str) -> WebTurn | Response:
    """The turn of a question: kept before it is answered, answered once, kept before it is shown.

    A page instead, with `text` as it was typed, for what can't be asked or comes too often. May raise StoreError.
    """
    said = ""
    if not text and not question.action:
        said = wording.WEB_ASK_EMPTY
    elif len(text) > LONGEST:
        said = wording.WEB_ASK_LONG.format(count=len(text), most=LONGEST)
    if said:
        return site.pages.page(request, "ask.html", 422, said=said, text=text, once=form_key(), error=True)
    network = site.network(request)
    wait = await site.limits.refused(f"ask:{network}") or await site.limits.refused(f"ask:{question.conversation}")
    if not wait:
        async with site.turns.of(network):
            wait, known = await site.in_thread(lambda: _take_in(site, question, label, network))
            if not wait:
                return known or await finish_question(site, question, label)
    said = wording.WEB_ERROR_OFTEN.format(seconds=wait)
    page = site.pages.page(request, "ask.html", 429, said=said, text=text, once=form_key(), error=True)
    page.headers["retry-after"] = str(wait)
    return page


def _take_in(site: Site, question: Question, label: str, network: str) -> tuple[int, WebTurn | None]:
    """Take a question in, on the disk when this returns: the seconds to wait instead, and the turn it got before, if any."""
    store, waits = site.services.store, site.limits
    wait = waits.wait(f"ask:{network}", rate_limits.ADDRESS) or waits.wait(f"ask:{question.conversation}", rate_limits.BROWSER)
    known = store.turn(question.conversation, question.wire) if not wait else None
    if not wait and known is None:
        said = {"text": question.text, "conversation": question.conversation, "action": question.action, "label": label}
        store.receive(CHANNEL, f"{question.conversation}:{question.wire}", json.dumps(said))
    return wait, known


async def finish_question(site: Site, question: Question, label: str) -> WebTurn:
    """Answer what is in the inbox, and mark it done; what fails gets an apology with a reference."""
    services = site.services
    try:
        reply = await services.ask(question)
    except StoreError:
        raise
    except Exception:  # what breaks on one question must not be tried for ever
        reference = secrets.token_hex(3)
        log.exception(wording.WEB_LOG_FAILED.format(path="ask", reference=reference))
        reply = _apology(reference)
    turn = WebTurn(question.conversation, question.wire, label or question.text, reply)

    def keep() -> WebTurn:
        services.store.keep_turn(turn)
        services.store.done(CHANNEL, f"{question.conversation}:{question.wire}")
        return services.store.turn(turn.conversation, turn.key) or turn

    return await site.in_thread(keep)


async def resume(site: Site) -> None:
    """Answer what an earlier process took in and didn't answer, one after the other; one that ends processes is set aside.

    A store that fails is asked again, until cancelled.
    """
    while True:
        try:
            for update in await site.in_thread(lambda: site.services.store.pending(CHANNEL)):
                await _resumed(site, update)
        except StoreError:
            log.exception(wording.WEB_LOG_FAILED.format(path="resume", reference="-"))
            await asyncio.sleep(AGAIN)
        else:
            return


async def _resumed(site: Site, update: InboxMessage) -> None:
    store = site.services.store
    conversation, _, key = update.key.rpartition(":")
    try:
        said = json.loads(update.payload)
        question = web_question(str(said["text"]), conversation, key, str(said["action"]))
        label = str(said["label"])
    except (KeyError, TypeError, ValueError, RecursionError):
        await site.in_thread(lambda: store.set_aside(CHANNEL, update.key, update.payload, "unreadable"))
        return
    deaths = int((await site.in_thread(lambda: store.steps(CHANNEL))).get(update.key, {}).get(ALONE, "0"))
    if deaths >= DEATHS:
        log.error(wording.CHANNEL_LOG_SET_ASIDE.format(channel=CHANNEL, key=update.key, reason="deadly"))
        sorry = WebTurn(conversation, key, label or question.text, _apology(secrets.token_hex(3)))
        await site.in_thread(lambda: store.keep_turn(sorry))
        await site.in_thread(lambda: store.set_aside(CHANNEL, update.key, update.payload, "deadly"))
    else:
        await site.in_thread(lambda: store.note_step(CHANNEL, update.key, ALONE, str(deaths + 1)))
        await finish_question(site, question, label)
    await site.in_thread(lambda: store.drop_steps(CHANNEL, update.key))


def _apology(reference: str) -> Reply:
    return Reply("", Decision.SMALLTALK, (Block("text", wording.WEB_ERROR_OURS_SHORT.format(reference=reference)),))


def web_question(text: str, conversation: str, key: str, action: str = "") -> Question:
    """A question of the web."""
    return Question(text, conversation, conversation, CHANNEL, key, action, private=True)


def read_question(fields: Mapping[str, str]) -> tuple[str, str, str, str]:
    """Text, action, label and key of a posted question; what is no action of ours or too long isn't taken."""
    action = fields.get("action", "")
    if len(action.encode()) > _ACTION or not action.isprintable():
        action = ""
    key = fields.get("once", "")
    if not key or len(key) > _KEY or not key.replace("-", "").replace("_", "").isalnum() or not key.isascii():
        key = form_key()
    return fields.get("q", "").strip(), action, fields.get("label", "")[:100], key

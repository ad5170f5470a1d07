"""Mail to an asker who left an address: what a person answers goes there too, through the mail channel's outbox."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from bot import wording
from bot.channels.web import rate_limits
from bot.channels.web.pages import to
from bot.channels.web.site import Site, View, form_fields
from bot.model import Block, ConversationRef, OutboxMessage

CHANNEL = "mail"
FORM = "@mail"
"""Under which the address is kept among what is typed into forms: deleted with them, and no document has such an id."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
"""As browsers take it for `type=email` (HTML standard), in ASCII and with a dot behind the @."""
_WAITING = ("open", "again")


def can_mail(site: Site) -> bool:
    """Whether the bot can send mail at all."""
    return bool(site.services.settings.mail.address)


def address_left(site: Site, conversation: str) -> str:
    """The address that was left for a conversation; empty for none. Blocks for a moment. May raise StoreError."""
    return (site.services.store.web_form(conversation, FORM) or {}).get("address", "") if can_mail(site) else ""


def pass_on(site: Site, message: OutboxMessage) -> None:
    """Send an answer to the address that was left, once; when nothing waits any more the address is forgotten.

    Blocks for a moment. May raise StoreError.
    """
    address = address_left(site, message.conversation)
    if not address or message.about is None or message.about.kind != "answer":
        return
    store = site.services.store
    link = f"{site.base}/q/{site.people.link(message.conversation)}"
    blocks = (*message.blocks, Block("text", wording.WEB_MAIL_LINK.format(link=link)))
    where = str(ConversationRef(CHANNEL, address, f"web-{message.id}"))
    store.queue(replace(message, channel=CHANNEL, conversation=where, key=f"web-{message.id}", blocks=blocks, buttons=(), id=0))
    if not any(one.state in _WAITING for one in store.handovers_by(message.conversation)):
        store.save_web_form(message.conversation, FORM, {})


async def leave(site: Site, request: Request) -> Response:
    """Leave an address, another one, or none any more."""
    token = request.path_params["token"]
    conversation = site.people.link_subject(token)
    if not conversation or not can_mail(site):
        return site.error_page(request, 404, wording.WEB_LINK_WRONG)
    wait = await site.waited(request, "mail", rate_limits.LOGIN)
    if wait:
        return site.rate_limit_page(request, wait)
    address = (await form_fields(request)).get("address", "").strip()
    if address and not (len(address) <= 254 and _ADDRESS.fullmatch(address)):
        return to(request, f"/q/{token}#mail", mail="wrong")
    await site.in_thread(lambda: site.services.store.save_web_form(conversation, FORM, {"address": address} if address else {}))
    return to(request, f"/q/{token}#mail", mail="kept" if address else "gone")


VIEWS: Mapping[str, tuple[str, View]] = {"/q/{token}/mail": ("POST", leave)}

"""What stands before every page: hosts, cross-site posts, sizes, the headers that go with each reply, and errors as pages."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import wording
from bot.settings import Settings

log = logging.getLogger(__name__)

SMALL = 256 * 1024
"""Bytes of what people may send: forms are typed by hand."""
LARGE = 50 * 1024 * 1024
"""Bytes of a file that an admin sends."""
UPLOADS = ("/admin/documents/", "/admin/import")
"""Where admins send files."""
BODY = 120.0
"""Seconds in which all of it must have come."""


class Refusal(NamedTuple):
    """Why a request isn't served."""

    status: int
    """Of HTTP."""
    said: str
    reference: str = ""
    """Under which the log tells more."""


Page = Callable[[Scope, Refusal], Awaitable[ASGIApp]]
"""The page that says it."""


class TooLargeError(Exception):
    """More was sent than is taken."""


class TooSlowError(Exception):
    """What was sent came too slowly."""


class Guard:
    """ASGI middleware around the whole site."""

    def __init__(self, app: ASGIApp, settings: Settings, error: Page) -> None:
        self._app = app
        self._error = error
        own = urlsplit(settings.web_url) if settings.web_url else None
        self._hosts = _hosts(settings)
        self._secure = own is not None and own.scheme == "https"
        self._embed = " ".join(("'self'", *settings.web_embed))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it with what is wrong with it."""
        if scope["type"] != "http":
            return None
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)
        sending = _Sending(send, self._headers(scope) | ({"connection": "close"} if refused else {}))
        if refused:  # what follows it on the connection isn't read
            if not scope["path"].startswith("/"):  # a whole address, which the page would repeat
                scope = {**scope, "path": "/", "raw_path": b"/", "query_string": b""}
            return await self._say(scope, receive, sending, refused)
        limited = _Limited(receive, LARGE if scope["path"].startswith(UPLOADS) else SMALL)
        try:
            await self._app(scope, limited, sending)
        except TooLargeError:
            await self._say(scope, receive, sending, Refusal(413, wording.WEB_ERROR_LARGE))
        except TooSlowError:
            await self._say(scope, receive, sending, Refusal(408, wording.WEB_ERROR_SLOW))
        except Exception:  # the outermost: what breaks before or behind a view must not end a connection unanswered
            reference = secrets.token_hex(3)
            log.exception(wording.WEB_LOG_FAILED.format(path=scope["path"].split("/")[1][:20], reference=reference))
            await self._say(scope, receive, sending, Refusal(500, wording.WEB_ERROR_OURS, reference))
        return None

    async def _say(self, scope: Scope, receive: Receive, send: _Sending, why: Refusal) -> None:
        if send.begun:
            return
        page = await self._error(scope, why)
        await page(scope, receive, send)

    # ------------------------------------------------------------ what isn't let in

    def _refused(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Why a request isn't served; None for one that is."""
        if not self._known(headers.get("host", "")):
            return Refusal(400, wording.WEB_ERROR_HOST)
        if scope["method"] not in ("GET", "HEAD", "POST", "OPTIONS"):
            return Refusal(405, wording.WEB_ERROR_METHOD)
        if not scope["path"].startswith("/") or ("content-length" in headers and "transfer-encoding" in headers):
            return Refusal(
                400, wording.WEB_ERROR_ADDRESS
            )  # a proxy and we might not agree where such a request ends (RFC 9112, 6.3)
        length = headers.get("content-length", "0")
        most = LARGE if scope["path"].startswith(UPLOADS) else SMALL
        if not length.isascii() or not length.isdigit() or int(length) > most:
            return Refusal(413, wording.WEB_ERROR_LARGE)
        if scope["method"] == "POST" and not _is_same_site(headers, scope):
            return Refusal(403, wording.WEB_ERROR_CROSS)
        if "\x00" in scope["path"] or len(scope["path"]) > 1000 or len(scope["query_string"]) > 4000:
            return Refusal(400, wording.WEB_ERROR_ADDRESS)
        return None

    def _known(self, host: str) -> bool:
        """Whether the request is for this site: a name that others point at it could read its pages through a browser."""
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        name = name.strip("[]").lower()
        return name in self._hosts or (not self._hosts & {"*"} and _local(name)) or ("*" in self._hosts and _numeric(name))

    # ------------------------------------------------------------ headers

    def _headers(self, scope: Scope) -> dict[str, str]:
        path = scope["path"]
        embedded = path.startswith("/embed/")
        ancestors = self._embed if embedded else "'none'"
        policy = (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
            f" form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
        )
        found = {
            "content-security-policy": policy,
            "x-content-type-options": "nosniff",
            "referrer-policy": "same-origin",
            "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "cross-origin-opener-policy": "same-origin",
            "cross-origin-resource-policy": "cross-origin" if path == "/embed.js" else "same-origin",
        }
        if not embedded:
            found["x-frame-options"] = "DENY"
        else:
            found["cross-origin-resource-policy"] = "cross-origin"
        if self._secure:
            found["strict-transport-security"] = "max-age=31536000"
        if path.startswith("/admin"):
            found["cache-control"] = "no-store"
        return found


def _hosts(settings: Settings) -> frozenset[str]:
    """Names that the site answers to beside the machine's own; `*`: any address in numbers."""
    found = set()
    if settings.web_url:
        found.add((urlsplit(settings.web_url).hostname or "").lower())
    if settings.web_host in ("0.0.0.0", "::"):  # noqa: S104  # compared, not bound
        found.add("*")
    else:
        found.add(settings.web_host.lower())
    return frozenset(found)


def _local(name: str) -> bool:
    return name in ("localhost", "127.0.0.1", "::1")


def _numeric(name: str) -> bool:
    if _local(name):
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_same_site(headers: Headers, scope: Scope) -> bool:
    """Whether a post comes from a page of ours, as far as the browser tells; old ones that tell nothing are let in.

    Cookies that matter are SameSite=Lax, so that an old browser's cross-site post carries none of them.
    """
    if scope["path"].startswith("/api/"):
        return True  # it has no cookies, and who uses it says who she is
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


class _Limited:
    """Receives no more than so many bytes, in no more than so many seconds."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self._until = 0.0

    async def __call__(self) -> Message:
        loop = asyncio.get_running_loop()
        self._until = self._until or loop.time() + BODY
        if self._left < 0:
            raise TooLargeError
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError as error:
            raise TooSlowError from error
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise TooLargeError
        if not message.get("more_body", False):
            self._until = loop.time() + 3600
        return message


class _Sending:
    """Sends, with the headers of every reply."""

    def __init__(self, send: Send, headers: dict[str, str]) -> None:
        self._send = send
        self._headers = headers
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(raw=message["headers"])
            if message["status"] == 405 and "allow" not in headers:
                headers["allow"] = "GET, HEAD, POST"
            for name, value in self._headers.items():
                if name == "cache-control" or name not in headers:
                    headers[name] = value
            message["headers"] = headers.raw
        await self._send(message)

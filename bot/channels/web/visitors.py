"""Who is asking: a signed cookie for those who ask, signed links for what comes later. Nobody has to log in."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

CHANNEL = "web"
COOKIE = "jh"
LASTS = 180 * 24 * 3600
"""Seconds for which a browser is known."""


class Visitors:
    """Signs and reads what tells one visitor from another."""

    def __init__(self, secret: bytes, secure: bool) -> None:
        """`secure`: cookies go over https only."""
        self._cookies = URLSafeTimedSerializer(secret, salt="visitor", signer_kwargs={"digest_method": hashlib.sha256})
        self._talks = URLSafeSerializer(secret, salt="talk", signer_kwargs={"digest_method": hashlib.sha256})
        self._links = URLSafeSerializer(secret, salt="link", signer_kwargs={"digest_method": hashlib.sha256})
        self._secure = secure

    def visitor(self, request: Request) -> str:
        """The conversation of this browser (`web:<id>`); empty for one that isn't known."""
        signed = request.cookies.get(COOKIE, "")
        return _signed_subject(lambda: self._cookies.loads(signed, max_age=LASTS)) if _is_plausible(signed) else ""

    def remember(self, response: Response, conversation: str, request: Request) -> None:
        """Let the browser carry its conversation."""
        signed = self._cookies.dumps(conversation.removeprefix(f"{CHANNEL}:"))
        secure = self._secure or request.url.scheme == "https"
        response.set_cookie(COOKIE, signed, max_age=LASTS, httponly=True, samesite="lax", secure=secure, path="/")

    def forget(self, response: Response) -> None:
        """Let the browser carry nothing any more."""
        response.delete_cookie(COOKIE, path="/")

    def talk(self, conversation: str) -> str:
        """What a form carries where there are no cookies."""
        return str(self._talks.dumps(conversation.removeprefix(f"{CHANNEL}:")))

    def talk_conversation(self, signed: str) -> str:
        """The conversation that a form carries; empty for a forged one."""
        return _signed_subject(lambda: self._talks.loads(signed)) if _is_plausible(signed) else ""

    def link(self, conversation: str) -> str:
        """The token of a private link, where answers of a person appear; of somebody on another channel, by her key."""
        return str(self._links.dumps(conversation.removeprefix(f"{CHANNEL}:")))

    def link_subject(self, token: str) -> str:
        """The conversation of a private link, or the key of somebody on another channel; empty for a forged one."""
        found = _signed_subject(lambda: self._links.loads(token)) if _is_plausible(token) else ""
        other = found.removeprefix(f"{CHANNEL}:")
        return other if ":" in other else found

    @staticmethod
    def new() -> str:
        """A new conversation; it can't be guessed."""
        return f"{CHANNEL}:{secrets.token_urlsafe(16)}"


def _is_plausible(signed: str) -> bool:
    """Whether it may be one of ours at all."""
    return 0 < len(signed) <= 300


def _signed_subject(read: Callable[[], object]) -> str:
    """The conversation that something signed holds; empty for a forged one, or one that is too old."""
    try:
        found = read()
    except BadData:
        return ""
    return f"{CHANNEL}:{found}" if isinstance(found, str) else ""


def form_key() -> str:
    """A key for a form: sent again, it is the same message."""
    return secrets.token_urlsafe(12)


def digest(token: str) -> str:
    """What is kept of a token that opens something."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()

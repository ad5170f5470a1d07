"""The platform's calls: the access token and its renewal, and what its refusals mean.

Addresses and codes: bot.q.qq.com/wiki/develop/api-v2, and the tables of its clients of 2026. A refusal is known by the code in
the body, whatever the HTTP status says.
"""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import Any

import httpx

from bot import wording
from bot.channels.runtime import NotNow, Rejected, RetryLater, Unreachable
from bot.errors import ChannelError
from bot.settings import QQSettings

RENEW = 60.0
"""Seconds before a token's end at which it is renewed; the platform gives a new one from then on, the old one still holds."""
TIMEOUT = 20.0
"""Seconds for a call; files take three times that."""
LATE = frozenset({40034128, 40034024, 40034025, 40034026, 304023, 304024, 22009, 304103})
"""The message that is answered is too old, was answered often enough, or isn't known."""
UNASKED = frozenset({40034105, 304045, 304046, 304047, 304048, 304049, 304050})
"""Messages of the bot's own accord aren't allowed, or no more of them: there was nothing to answer."""
TWICE = frozenset({40054005})
"""The message with that serial has arrived before."""
BUSY = frozenset({22007, 22010, 304007, 304008, 304009, 40034100, 40034101, 50013, 50020, 1100100, 11281, 11282, 11252})
"""Too fast, or out of order just now."""
PAUSE = 5.0
"""Seconds to wait where the platform doesn't say how long."""
TOKEN_STALE = frozenset({11243, 11244, 11241, 11242})
FILES = frozenset({40034103, 304082, 304083, 850012, 850018, 850019, 850026, 40093001, 40093002, 40034006})
"""A file isn't taken, or this bot may not send any."""
LINKS = frozenset({40054010, 304003})
"""An address in the text that isn't registered for the bot."""


class AlreadyArrived(Exception):  # noqa: N818  # no error
    """What was sent had arrived before."""


class NoFiles(Exception):  # noqa: N818  # what to do otherwise
    """Files can't be sent this way."""


class NoLinks(Exception):  # noqa: N818
    """The text holds an address that can't be sent."""


class Platform:
    """A client of the platform for one bot."""

    def __init__(self, settings: QQSettings) -> None:
        self._settings = settings
        self._http = httpx.AsyncClient(timeout=TIMEOUT, trust_env=True)
        self._token, self._until = "", 0.0
        self._renewing = asyncio.Lock()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.aclose()

    async def token(self) -> str:
        """The access token in force; raises Unreachable, or ChannelError in Chinese when the secret isn't right."""
        async with self._renewing:
            if time.monotonic() < self._until - RENEW:
                return self._token
            given = {"appId": self._settings.app_id, "clientSecret": self._settings.secret}
            try:
                answer = await self._http.post(self._settings.token_url, json=given)
                body = answer.json()
            except (httpx.HTTPError, ValueError) as error:
                raise Unreachable(type(error).__name__) from None
            token = body.get("access_token") if isinstance(body, dict) else None
            if not isinstance(token, str) or not token:
                if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR or not isinstance(body, dict):
                    raise Unreachable(f"HTTP {answer.status_code}")
                raise ChannelError(wording.QQ_UNAUTHORIZED.format(code=body.get("code", answer.status_code)))
            try:
                lasts = float(body.get("expires_in", 0))
            except (TypeError, ValueError):
                lasts = 0.0
            # one that ends at once isn't asked for before every call
            self._token, self._until = token, time.monotonic() + max(lasts, RENEW + 5)
            return token

    def drop_token(self) -> None:
        """The token isn't taken any more."""
        self._until = 0.0

    async def gateway(self) -> str:
        """Where events come from."""
        body = await self.call("GET", "/gateway/bot")
        url = body.get("url")
        if not isinstance(url, str) or not url.startswith(("ws://", "wss://")):
            raise Unreachable("no gateway")
        return url

    async def call(
        self, method: str, path: str, body: dict[str, Any] | None = None, timeout: float = TIMEOUT
    ) -> dict[str, Any]:
        """The answer to a call. Raises RetryLater, Unreachable, Rejected, NotNow, Arrived, NoFiles or NoLinks."""
        for renewed in (False, True):
            headers = {"Authorization": f"QQBot {await self.token()}", "X-Union-Appid": self._settings.app_id}
            try:
                answer = await self._http.request(
                    method, self._settings.base_url + path, json=body, headers=headers, timeout=timeout
                )
            except httpx.HTTPError as error:
                raise Unreachable(type(error).__name__) from None  # its words may hold the address
            found = _object(answer)
            code = _code(found)
            if not renewed and (answer.status_code == HTTPStatus.UNAUTHORIZED or code in TOKEN_STALE):
                self.drop_token()
                continue
            _raise(answer, found, code)
            return found
        raise Unreachable("the token isn't taken")


def _object(answer: httpx.Response) -> dict[str, Any]:
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _code(body: dict[str, Any]) -> int:
    for name in ("err_code", "code"):
        value = body.get(name)
        if type(value) is int and value:
            return value
    return 0


def _raise(answer: httpx.Response, body: dict[str, Any], code: int) -> None:
    """Raise what a refusal comes to; nothing for success."""
    status = answer.status_code
    told = f"HTTP {status}, code {code}"
    if code in TWICE:
        raise AlreadyArrived(told)
    if code in LATE or code in UNASKED:
        raise NotNow(told)
    if code in BUSY or status == HTTPStatus.TOO_MANY_REQUESTS:
        raise RetryLater(_wait(answer))
    if code in FILES:
        raise NoFiles(told)
    if code in LINKS:
        raise NoLinks(told)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.UNAUTHORIZED or code in TOKEN_STALE:
        raise Unreachable(told)
    if code:
        raise Rejected(told)
    if status >= HTTPStatus.BAD_REQUEST or not body:  # something in between: the platform says why it refuses
        raise Unreachable(told)


def _wait(answer: httpx.Response) -> float:
    try:
        return min(max(float(answer.headers.get("Retry-After", PAUSE)), 0.1), 300.0)
    except ValueError:
        return PAUSE

"""Updates on their way to the bot: kept until confirmed, fetched by getUpdates or brought to its webhook."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from tests.botapi.errors import ApiError, bad

Update = dict[str, Any]
_OPTIONAL = {"chat_member", "message_reaction", "message_reaction_count"}
"""Kinds that a bot gets only when it asks for them."""
_RETRY = 0.05
"""Seconds before a refused webhook call is repeated; Telegram takes longer."""


class Updates:
    """The queue between what happens and what the bot knows."""

    def __init__(self) -> None:
        self.waiting: list[Update] = []
        self.delivered: list[Update] = []
        """Everything handed out, in order, repetitions included."""
        self.webhook: dict[str, Any] = {}
        self.refusals = 0
        """Webhook calls that the bot didn't accept."""
        self.polls = 0
        """Calls of getUpdates so far."""
        self._ids = itertools.count(870_001)
        self._allowed: list[str] = []
        self._news = asyncio.Event()
        self._poll: asyncio.Future[None] | None = None
        self._courier: asyncio.Task[None] | None = None

    def push(self, kind: str, payload: dict[str, Any]) -> int:
        """Something has happened; returns the update's id, 0 if the bot hasn't asked for its kind."""
        if kind in _OPTIONAL if not self._allowed else kind not in self._allowed:
            return 0
        update = {"update_id": self.number(), kind: json.loads(json.dumps(payload))}
        self.repeat(update)
        return int(update["update_id"])

    def number(self) -> int:
        """The number of the next update."""
        return next(self._ids)

    def repeat(self, update: Update) -> None:
        """Queue an update as it is: one of `delivered` again, or one that tests have written."""
        self.waiting.append(update)
        self._news.set()

    # ---------------------------------------------------------------- getUpdates

    async def fetch(self, offset: int = 0, limit: int = 100, timeout: int = 0, allowed_updates: Any = None) -> list[Update]:
        """The next updates from `offset` on, which confirms those before it; waits up to `timeout` seconds for one.

        A second call ends a waiting first one with 409, and an active webhook refuses both.
        """
        if self.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        if not 1 <= limit <= 100:
            raise bad("limit must be 1-100")
        self.polls += 1
        self._allow(allowed_updates)
        self._confirm(offset)
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        poll = self._poll = asyncio.get_running_loop().create_future()
        await self._wait(poll, min(timeout, 50))
        if poll.done():
            raise ApiError(
                409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
            )
        batch = self.waiting[:limit]
        self.delivered += batch
        return batch

    def _allow(self, kinds: Any) -> None:
        if kinds is not None:
            self._allowed = list(kinds)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self.waiting = self.waiting[offset:]
        elif offset:
            self.waiting = [update for update in self.waiting if update["update_id"] >= offset]

    async def _wait(self, poll: asyncio.Future[None], timeout: float) -> None:
        """Until there is something, another call takes over, or the time is up."""
        self._news.clear()
        if self.waiting or not timeout:
            return
        news = asyncio.ensure_future(self._news.wait())
        try:
            await asyncio.wait((news, poll), timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        finally:
            news.cancel()

    # ---------------------------------------------------------------- webhook

    def set_webhook(self, params: dict[str, Any]) -> None:
        """Bring updates to an address from now on; an empty one ends that."""
        url, secret = params["url"], params.get("secret_token", "")
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        self._allow(params.get("allowed_updates"))
        if params.get("drop_pending_updates"):
            self.waiting.clear()
        self.webhook = {"url": url, "secret": secret}
        if self._courier is None:
            self._courier = asyncio.create_task(self._bring())

    async def delete_webhook(self, drop_pending_updates: bool = False) -> None:
        """Back to getUpdates."""
        self.webhook = {}
        if drop_pending_updates:
            self.waiting.clear()
        await self.close()

    async def close(self) -> None:
        """Bring nothing any more."""
        if self._courier is not None:
            self._courier.cancel()
            await asyncio.gather(self._courier, return_exceptions=True)
            self._courier = None

    async def _bring(self) -> None:
        """Every update, in order, until the bot accepts it."""
        while True:
            self._news.clear()
            while self.waiting:
                update = self.waiting[0]
                if await self._accepted(update):
                    self.delivered.append(update)
                    self.waiting.remove(update)
                else:
                    self.refusals += 1
                    await asyncio.sleep(_RETRY)
            await self._news.wait()

    async def _accepted(self, update: Update) -> bool:
        headers = {"Content-Type": "application/json"}
        if self.webhook["secret"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret"]
        request = HTTPRequest(self.webhook["url"], "POST", headers, json.dumps(update), request_timeout=60)
        try:
            answer = await AsyncHTTPClient().fetch(request)
        except (HTTPClientError, OSError):
            return False
        return 200 <= answer.code < 300

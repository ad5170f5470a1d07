"""Where updates come from, as the raw text that Telegram sent: fetched by polling, or brought to our port by a webhook.

Nothing is read into the library's objects here, and each update of a batch is taken from the answer as it stands: what can't
be understood, however broken, is stored like the rest, confirmed, and looked at later by itself. With the library's own
polling one such update made its whole batch come again for ever (telegram.ext, 22.8).
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import re
import secrets
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode, urlsplit

from telegram import Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot import wording
from bot.channels.telegram.http_client import Polling, seconds
from bot.channels.telegram.timeouts import TelegramTimeouts
from bot.errors import ChannelError, StoreError
from bot.settings import TelegramSettings

_log = logging.getLogger(__name__)
WANTED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]
LARGEST = 4 << 20
"""Bytes of a webhook call that are read; Telegram's are some kilobytes."""
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{}]', re.DOTALL)
"""What shapes JSON: texts whole, and brackets."""
_NUMBER = re.compile(r'"update_id"\s*:\s*([0-9]{1,18})\b')
_NUMBERS = 2**31 - 1
"""Above all numbers of updates, which are 32 bits wide (tdlib's TQueue, from which they come)."""
_SUCCESS = re.compile(r'\s*\{.*"ok"\s*:\s*true\b', re.DOTALL)

Accept = Callable[[str, str], Awaitable[None]]
"""Keeps an update by its number and its raw text, on the disk when it returns; raises when it couldn't."""


async def receive(
    bot: ExtBot[int], polling: Polling, settings: TelegramSettings, timeouts: TelegramTimeouts, accept: Accept
) -> None:
    """Take in updates until cancelled, however long the network takes; raises ChannelError when the settings can't work."""
    try:
        if settings.webhook_url:
            await _listen(bot, settings, timeouts, accept)
        else:
            await _poll(bot, polling, timeouts, accept)
    except InvalidToken:
        raise ChannelError(wording.TELEGRAM_UNAUTHORIZED) from None  # the library may write the token into its error


# ---------------------------------------------------------------- polling


async def _poll(bot: ExtBot[int], polling: Polling, timeouts: TelegramTimeouts, accept: Accept) -> None:
    await _until_done(bot.delete_webhook, timeouts)
    offset, pause = 0, timeouts.pause
    while True:
        try:
            answer = await polling.retrieve(_address(bot, offset, timeouts), read_timeout=timeouts.read + timeouts.poll)
            offset = await _taken(split(answer.decode("utf-8", "replace")), accept)
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
        except TelegramError as error:
            if isinstance(error, Conflict):
                _log.error(wording.TELEGRAM_LOG_CONFLICT)
            polling.note_failure(type(error).__name__)
            offset = 0
            await asyncio.sleep(pause)
            pause = min(2 * pause, timeouts.longest_pause)
        else:
            pause = timeouts.pause
            polling.note_success()


def _address(bot: ExtBot[int], offset: int, timeouts: TelegramTimeouts) -> str:
    wanted = {"offset": offset, "timeout": timeouts.poll, "allowed_updates": json.dumps(WANTED)}
    return f"{bot.base_url}/getUpdates?{urlencode(wanted)}"


async def _taken(updates: list[str], accept: Accept) -> int:
    """The offset that confirms those updates, once they are kept; 0, which confirms nothing, when there are none.

    Telegram numbers its updates below `_NUMBERS`. What has another number or none was put in by something in between: it is
    kept if it can be named, and nothing is confirmed by it, or all that comes after would count as confirmed, too. Raises
    TelegramError when there is nothing else.
    """
    confirmed = 0
    for raw in updates:
        key = number_of(raw)
        if key is None:
            continue
        try:
            await accept(str(key), raw)
        except StoreError as error:  # it isn't kept, so it must come again
            _log.error(wording.TELEGRAM_LOG_NOT_STORED.format(update=key), exc_info=error)
            raise TelegramError("not stored") from error
        if key < _NUMBERS:
            confirmed = max(confirmed, key + 1)
    if updates and not confirmed:
        raise TelegramError("not updates")
    return confirmed


def split(answer: str) -> list[str]:
    """The updates of an answer as they stand in it; raises TelegramError for an answer that isn't the Bot API's.

    Read by brackets alone, whatever is in them: numbers of a thousand digits and nesting of any depth stop no parser here.
    """
    if not _SUCCESS.match(answer) or '"result"' not in answer:
        raise TelegramError("not an answer of the Bot API")
    depth, start, found = 0, 0, []
    for token in _TOKEN.finditer(answer):
        if token[0] in ("{", "["):
            depth += 1
            if depth == 3:  # the answer, its list of results, one of them
                start = token.start()
        elif token[0] in ("}", "]"):
            if depth == 3:
                found.append(answer[start : token.end()])
            depth -= 1
    if depth:
        raise TelegramError("an answer that was cut")
    return found


def number_of(raw: str) -> int | None:
    """The number of a raw update; None when it has none."""
    try:
        number = json.loads(raw).get("update_id")
    except (AttributeError, ValueError, RecursionError):
        found = _NUMBER.search(raw)
        number = int(found[1]) if found else None
    return number if type(number) is int and 0 <= number < 1 << 63 else None


# ---------------------------------------------------------------- webhook


async def _listen(bot: ExtBot[int], settings: TelegramSettings, timeouts: TelegramTimeouts, accept: Accept) -> None:
    """Open our port, tell Telegram of it, and take what comes."""
    url = settings.webhook_url
    secret = settings.webhook_secret or secrets.token_urlsafe(32)
    path = rf"/{re.escape(urlsplit(url).path.strip('/'))}/?"
    routes = [(path, _Hook, {"accept": accept, "secret": secret})]
    server = HTTPServer(Application(routes, log_function=lambda _: None), max_buffer_size=LARGEST)
    try:
        server.listen(settings.webhook_port, settings.webhook_listen)
    except OSError as error:
        where = {"listen": settings.webhook_listen, "port": settings.webhook_port}
        raise ChannelError(wording.TELEGRAM_WEBHOOK_PORT.format(**where)) from error
    try:
        await _until_done(lambda: bot.set_webhook(url, allowed_updates=WANTED, secret_token=secret), timeouts)
        await asyncio.get_running_loop().create_future()  # until cancelled
    except BadRequest as error:
        raise ChannelError(wording.TELEGRAM_WEBHOOK_REFUSED.format(url=url, reason=error.message)) from error
    finally:
        server.stop()


class _Hook(RequestHandler):
    """Telegram's calls, an update each."""

    def initialize(self, accept: Accept, secret: str) -> None:
        """Whom to give it to, and what Telegram was told to say with each call."""
        self._accept = accept
        self._secret = secret

    async def post(self) -> None:
        """Keep the update before answering; what can't be kept or named is refused, and Telegram brings it again."""
        given = self.request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            self.set_status(HTTPStatus.FORBIDDEN)
            return
        raw = self.request.body.decode("utf-8", "replace")
        key = number_of(raw)
        if key is None:
            self.set_status(HTTPStatus.BAD_REQUEST)
            return
        try:
            await self._accept(str(key), raw)
        except StoreError as error:
            _log.error(wording.TELEGRAM_LOG_NOT_STORED.format(update=key), exc_info=error)
            self.set_status(HTTPStatus.INTERNAL_SERVER_ERROR)


async def _until_done(call: Callable[[], Awaitable[Any]], timeouts: TelegramTimeouts) -> None:
    """Returns once Telegram has done it; raises InvalidToken, and BadRequest for a bad address: no repetition mends them."""
    pause = timeouts.pause
    while True:
        try:
            await call()
        except (BadRequest, InvalidToken):
            raise
        except TelegramError as error:
            _log.warning(wording.TELEGRAM_LOG_NO_START.format(reason=type(error).__name__, pause=round(pause)))
            await asyncio.sleep(pause)
            pause = min(2 * pause, timeouts.longest_pause)
        else:
            return

"""The library's bot, set up for bad networks: what it logs, how long it waits, and what its polling notices."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest, RequestData

from bot import wording
from bot.channels.telegram.timeouts import TelegramTimeouts
from bot.errors import ChannelError
from bot.settings import TelegramSettings

_log = logging.getLogger(__name__)
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_CONNECTIONS = 12
"""Calls at once: at 0.2 s each twice what Telegram allows a second, and all that a crash can double, since nobody knows then
which of them arrived."""
_LEAST, _LONGEST = 0.1, 900.0
"""Seconds that are waited when Telegram says so; asked too early, it says so again."""
_UPLOAD = 50_000
"""Bytes a second that the slowest line brings out."""


class Requests(BaseRequest):
    """The library's HTTP by aiohttp, with the times of `TelegramTimeouts`, and wary of answers that aren't Telegram's.

    By httpx, the library's own choice, a call takes 5 ms of processor time, by aiohttp 1: most of what an answer costs.
    """

    def __init__(self, connections: int, timeouts: TelegramTimeouts) -> None:
        self._connections = connections
        self._timeouts = timeouts
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds for an answer."""
        return self._timeouts.read

    async def initialize(self) -> None:
        """Open the pool of connections."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections), headers={"User-Agent": self.USER_AGENT}
            )

    async def shutdown(self) -> None:
        """Close it."""
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One HTTP call, as the library wants it: status and body. Raises TimedOut and NetworkError."""
        read = self._timeouts.read if read_timeout is BaseRequest.DEFAULT_NONE else float(read_timeout)
        return await self._call(url, method, request_data, read)

    async def _call(self, url: str, method: str, request_data: RequestData | None, read: float) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("not initialized")
        body = _body(request_data)
        files = (request_data.multipart_data or {}).values() if request_data else ()
        weight = sum(len(content) for _, content, _ in files if isinstance(content, bytes))
        times = aiohttp.ClientTimeout(
            total=self._timeouts.slot + self._timeouts.connect + read + weight / _UPLOAD,
            connect=self._timeouts.slot + self._timeouts.connect,
            sock_connect=self._timeouts.connect,
            sock_read=read,
        )
        try:
            async with self._session.request(method, url, data=body, timeout=times, proxy=_proxy(url)) as answer:
                said = await answer.read()
                return (answer.status, said) if _telegrams(answer.status, said) else (HTTPStatus.BAD_GATEWAY, b"")
        except TimeoutError as error:
            raise TimedOut(type(error).__name__) from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error  # the address has the token in it

    @staticmethod
    def parse_json_payload(payload: bytes) -> Any:
        """The answer as JSON; raises TelegramError, as for a bad network, for what a proxy or a login page made up.

        The library expects `result` in it without looking: sending would fail for good, polling spin without a pause.
        """
        answer = BaseRequest.parse_json_payload(payload)
        if not isinstance(answer, dict) or ("result" not in answer and answer.get("ok") is not False):
            raise TelegramError("not an answer of the Bot API")
        return answer


def _telegrams(status: int, said: bytes) -> bool:
    """Whether a refusal is Telegram's. A proxy's 403 says nothing about a chat, and its 401 nothing about the token.

    Parameters that aren't what they should be would fail in the library, as a fault of the message.
    """
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return True
    try:
        answer = json.loads(said)
    except (ValueError, RecursionError):
        return False
    if not isinstance(answer, dict) or answer.get("ok") is not False or type(answer.get("error_code")) is not int:
        return False
    parameters = answer.get("parameters", {})
    sound = isinstance(parameters, dict) and all(type(one) is int and abs(one) < 1 << 53 for one in parameters.values())
    return sound and isinstance(answer.get("description", ""), str)


def _body(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    """What is posted: a form, with files one in parts."""
    if request_data is None:
        return None
    if not request_data.multipart_data:
        return request_data.json_parameters or None
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


def _proxy(url: str) -> str | None:
    """The proxy that the environment names (https_proxy, all_proxy), unless no_proxy exempts the host."""
    parts = urlsplit(url)
    known = getproxies()
    if not known or (parts.hostname and proxy_bypass(parts.hostname)):
        return None
    return known.get(parts.scheme) or known.get("all")


class Polling(Requests):
    """The request that fetches updates. It alone sees an outage begin and end."""

    def __init__(self, timeouts: TelegramTimeouts) -> None:
        super().__init__(1, timeouts)
        self.on_return: Callable[[], None] | None = None
        """Called when Telegram answers again after an outage."""
        self._away = False
        self.alive = 0.0

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """One HTTP call, as the library wants it."""
        self.alive = time.monotonic()
        code, payload = await super().do_request(*args, **kwargs)
        # getMe has worked, so this comes from something in between; the library would take it for a bad token
        return (HTTPStatus.BAD_GATEWAY if code == HTTPStatus.NOT_FOUND else code), payload

    def note_failure(self, reason: str) -> None:
        """Fetching has failed: said in the log once an outage."""
        if not self._away:
            self._away = True
            _log.warning(wording.TELEGRAM_LOG_AWAY.format(reason=reason))

    def note_success(self) -> None:
        """Fetching has worked."""
        if self._away:
            self._away = False
            _log.warning(wording.TELEGRAM_LOG_BACK)
            if self.on_return is not None:
                self.on_return()


def make_bot(settings: TelegramSettings, timeouts: TelegramTimeouts, polling: Polling) -> ExtBot[int]:
    """The bot of the token in the settings; raises ChannelError when that is no token at all."""
    if not _TOKEN.fullmatch(settings.token):
        raise ChannelError(wording.TELEGRAM_UNAUTHORIZED)
    return ExtBot(
        settings.token,
        base_url=settings.base_url,
        base_file_url=settings.base_file_url,
        request=Requests(_CONNECTIONS, timeouts),
        get_updates_request=polling,
        # paces only: repeating a 429 itself, the library's limiter would hold up every other chat meanwhile (22.8)
        rate_limiter=AIORateLimiter(overall_max_rate=settings.rate, max_retries=0) if settings.rate else None,
    )


async def greet(bot: ExtBot[int], timeouts: TelegramTimeouts) -> None:
    """Returns once Telegram has accepted the token, however long the network takes; raises ChannelError if it refuses."""
    pause = timeouts.pause
    while True:
        try:
            await bot.initialize()
        except InvalidToken:
            raise ChannelError(wording.TELEGRAM_UNAUTHORIZED) from None  # the library writes the token into its error
        except RetryAfter as error:
            pause = seconds(error)
        except TelegramError as error:
            _log.warning(wording.TELEGRAM_LOG_NO_START.format(reason=type(error).__name__, pause=round(pause)))
        else:
            return
        await asyncio.sleep(pause)
        pause = min(2 * pause, timeouts.longest_pause)


def seconds(error: RetryAfter) -> float:
    """How long to wait before trying again: as Telegram wants it, within reason, lest nobody ever knew that it goes again."""
    wait = error.retry_after
    return min(max(float(wait) if isinstance(wait, int | float) else wait.total_seconds(), _LEAST), _LONGEST)


class _ValueFilter(logging.Filter):
    """Takes the values out of the library's messages: some of them quote whole updates."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let the record pass without its values."""
        record.args = ()
        return True


def silence_logs() -> None:
    """Keep the token (in the addresses that httpx logs) and people's words (in the library's errors) out of the logs.

    What the library reports of failures reaches us as exceptions, and we log it without them.
    """
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    for name in ("telegram.Bot", "telegram.ext.ExtBot", "telegram.ext.Updater"):
        logger = logging.getLogger(name)
        if not any(isinstance(old, _ValueFilter) for old in logger.filters):
            logger.addFilter(_ValueFilter())

"""One update from what was said to the delivered answer: attempts, apologies, and what deserves no second answer."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import partial

from telegram import CallbackQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import wording
from bot.channels.telegram.address import checked
from bot.channels.telegram.delivery import Delivery, UndeliveredError
from bot.channels.telegram.inline import suggest
from bot.channels.telegram.intake import Received
from bot.channels.telegram.inward import Incoming, understand
from bot.channels.telegram.ledger import Ledger
from bot.channels.telegram.outward import OutgoingMessage, letter, note
from bot.channels.telegram.timing import Timing
from bot.ports import Ask, Search

_log = logging.getLogger(__name__)
ATTEMPTS = 3
"""How often an update is tried before its asker is told that it didn't work."""
REMEMBERED = 4096
"""Messages whose last words are kept in memory, to tell an edit from a repetition."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An update that was understood."""

    received: Received
    update: Update
    incoming: Incoming | None
    """None for what the bot keeps silent about."""
    lane: Hashable
    """What it is answered one after the other with."""


class Answers:
    """Answers updates. One at a time of a chat: the caller keeps the order."""

    def __init__(self, ask: Ask, search: Search, bot: ExtBot[int], ledger: Ledger, timing: Timing) -> None:
        self._ask = ask
        self._search = search
        self._bot = bot
        self._ledger = ledger
        self._delivery = Delivery(bot, ledger, timing)
        self._pause = timing.pause
        self._last_words = LastWords(REMEMBERED)
        self.unsent: list[Received] = []
        """Updates whose answers didn't get through: still pending, to be answered again when Telegram is back."""

    def read(self, received: Received) -> Heard:
        """The update understood; raises whatever it likes for one that can't be: the library checks next to nothing."""
        update = Update.de_json(json.loads(received.payload), self._bot)
        query = update.inline_query
        if query is not None:
            if not isinstance(query.query, str) or not isinstance(query.id, str):
                raise TypeError("a query that is no text")
            return Heard(received, update, None, ("inline", checked(query.from_user.id)))
        incoming = understand(update, self._bot.bot)
        return Heard(received, update, incoming, incoming.address.chat if incoming else 0)

    async def answer(self, heard: Heard) -> None:
        """Answer an update and mark it done; left pending when Telegram couldn't be reached. Never raises."""
        key, reference = heard.received.key, secrets.token_hex(3)
        try:
            failure = await self._answer(heard, reference)
        except UndeliveredError as error:
            _log.warning(wording.TELEGRAM_LOG_UNSENT.format(update=key, reason=type(error.__cause__).__name__))
            self.unsent.append(heard.received)
            return
        except Exception as error:  # noqa: BLE001  # what can't be understood may show only here
            failure = type(error).__name__
        if failure:
            await self.set_aside(heard.received, failure)
        else:
            await self._settled(lambda: self._ledger.finish(key), key, reference)

    async def set_aside(self, received: Received, reason: str) -> None:
        """Keep an update that can't be answered for whoever looks after the bot. Never raises."""
        _log.error(wording.TELEGRAM_LOG_SET_ASIDE.format(update=received.key, reason=reason))
        step = partial(self._ledger.set_aside, received.key, received.payload, reason)
        await self._settled(step, received.key, secrets.token_hex(3))

    async def suggest(self, heard: Heard) -> None:
        """Answer an inline query; it isn't worth a second attempt. Never raises."""
        if heard.update.inline_query is not None:
            step = suggest(self._bot, heard.update.inline_query, self._search)
            await self._succeeds(step, heard.received.key, secrets.token_hex(3))

    async def _settled(self, step: Callable[[], Awaitable[None]], key: str, reference: str) -> None:
        for _ in range(ATTEMPTS):
            if await self._succeeds(step(), key, reference):
                return
            await asyncio.sleep(self._pause)

    async def _answer(self, heard: Heard, reference: str) -> str:
        """Empty once it is answered, else why it can't be: its asker has been told."""
        incoming, key = heard.incoming, heard.received.key
        if heard.update.callback_query is not None:
            await self._acknowledge(heard.update.callback_query)
        if incoming is None or self._last_words.repeated(heard.update):
            return ""
        if self._ledger.deadly(key):
            _log.error(wording.TELEGRAM_LOG_DEADLY.format(update=key, reference=reference))
            failure = f"deadly {reference}"
        else:
            for attempt in range(ATTEMPTS):
                await asyncio.sleep(self._pause if attempt else 0)
                if await self._succeeds(self._attempt(incoming, key), key, reference):
                    return ""
            _log.error(wording.TELEGRAM_LOG_GIVEN_UP.format(update=key, reference=reference, attempts=ATTEMPTS))
            failure = f"failed {reference}"
        await self._succeeds(self._apologise(incoming, key, reference), key, reference)
        return failure

    async def _succeeds(self, step: Awaitable[None], key: str, reference: str) -> bool:
        """Whether the step went through; what stopped it is in the log, under the reference that the asker gets."""
        try:
            await step
        except UndeliveredError:
            raise
        except Exception:  # noqa: BLE001  # the channel's one handler: what breaks on one update must not stop the next
            _log.exception(wording.TELEGRAM_LOG_FAILED.format(update=key, reference=reference))
            return False
        return True

    async def _attempt(self, incoming: Incoming, key: str) -> None:
        await self._delivery.deliver(key, incoming.address, await self._letter(incoming, key))

    async def _letter(self, incoming: Incoming, key: str) -> OutgoingMessage:
        if incoming.question is None:
            return note(incoming.notice)
        async with self._ledger.asking(key):
            return letter(await self._ask(incoming.question))

    async def _apologise(self, incoming: Incoming, key: str, reference: str) -> None:
        await self._delivery.deliver(key, incoming.address, note(wording.TELEGRAM_SORRY.format(reference=reference)))

    async def _acknowledge(self, query: CallbackQuery) -> None:
        """Ends the waiting sign on a pressed button; Telegram refuses this when it is late, and then nobody waits."""
        try:
            await self._bot.answer_callback_query(query.id)
        except TelegramError as error:
            _log.info(wording.TELEGRAM_LOG_CALLBACK.format(reason=type(error).__name__))


class LastWords:
    """What was said last in each of the newest messages."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._said: OrderedDict[Hashable, tuple[int, int]] = OrderedDict()

    def repeated(self, update: Update) -> bool:
        """Whether an edit leaves the words as they were, or a wordless picture belongs to an album already answered.

        Telegram sends an edit for a changed format and a loaded link preview as well, and a message for each picture.
        """
        if update.edited_message is not None:
            return self._repeats(update.edited_message, update.update_id)
        message = update.message
        if message is None:
            return False
        self._repeats(message, update.update_id)
        if message.media_group_id is None:
            return False
        another = self._known((message.chat.id, str(message.media_group_id)), 0, update.update_id)
        return another and not message.caption

    def _repeats(self, message: Message, update: int) -> bool:
        words = hash(message.text or message.caption or "")
        return self._known((message.chat.id, message.message_id), words, update)

    def _known(self, key: Hashable, words: int, update: int) -> bool:
        """Whether another update brought these words last; the same one may come again, when it was set aside."""
        last = self._said.get(key)
        if last is not None and last[0] == words and last[1] != update:
            return True
        self._said[key] = (words, update)
        self._said.move_to_end(key)
        if len(self._said) > self._size:
            self._said.popitem(last=False)
        return False

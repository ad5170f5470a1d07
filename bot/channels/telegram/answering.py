"""One update from what was said to the delivered answer: attempts, apologies, and what deserves no second answer."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Hashable

from telegram import CallbackQuery, InlineQuery, Message, Update
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import wording
from bot.channels.telegram.address import address_of
from bot.channels.telegram.delivery import Delivery, UndeliveredError
from bot.channels.telegram.inline import suggest
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
        self.set_aside: list[Update] = []
        """Updates whose answers didn't get through: still pending, to be answered again when Telegram is back."""

    async def answer(self, update: Update) -> None:
        """Answer an update and mark it done; left pending and set aside when Telegram couldn't be reached. Never raises."""
        key, reference = str(update.update_id), secrets.token_hex(3)
        try:
            await self._answer(update, key, reference)
        except UndeliveredError as error:
            _log.warning(wording.TELEGRAM_LOG_SET_ASIDE.format(update=key, reason=type(error.__cause__).__name__))
            self.set_aside.append(update)
            return
        for _ in range(ATTEMPTS):
            if await self._succeeds(self._ledger.finish(key), key, reference):
                return
            await asyncio.sleep(self._pause)

    async def suggest(self, query: InlineQuery) -> None:
        """Answer an inline query; it isn't worth a second attempt. Never raises."""
        await self._succeeds(suggest(self._bot, query, self._search), query.id, secrets.token_hex(3))

    async def _answer(self, update: Update, key: str, reference: str) -> None:
        if update.callback_query is not None:
            await self._acknowledge(update.callback_query)
        if self._last_words.repeated(update):
            return
        if self._ledger.deadly(key):
            _log.error(wording.TELEGRAM_LOG_DEADLY.format(update=key, reference=reference))
        else:
            for attempt in range(ATTEMPTS):
                await asyncio.sleep(self._pause if attempt else 0)
                if await self._succeeds(self._attempt(update, key), key, reference):
                    return
            _log.error(wording.TELEGRAM_LOG_GIVEN_UP.format(update=key, reference=reference, attempts=ATTEMPTS))
        await self._succeeds(self._apologise(update, key, reference), key, reference)

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

    async def _attempt(self, update: Update, key: str) -> None:
        incoming = understand(update, self._bot.bot)
        if incoming is not None:
            await self._delivery.deliver(key, incoming.address, await self._letter(incoming, key))

    async def _letter(self, incoming: Incoming, key: str) -> OutgoingMessage:
        if incoming.question is None:
            return note(incoming.notice)
        async with self._ledger.asking(key):
            return letter(await self._ask(incoming.question))

    async def _apologise(self, update: Update, key: str, reference: str) -> None:
        where = update.callback_query.message if update.callback_query else update.effective_message
        if where is not None:
            await self._delivery.deliver(key, address_of(where), note(wording.TELEGRAM_SORRY.format(reference=reference)))

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
        another = self._known((message.chat.id, message.media_group_id), 0, update.update_id)
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

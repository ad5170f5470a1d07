"""Telegram's wire: updates of the Bot API in, messages out; by polling, or by webhook when one is set."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from telegram import ChatMember, InlineQuery, InputFile, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot import wording
from bot.channels.runtime import (
    Accept,
    Attachments,
    Capabilities,
    Destination,
    Incoming,
    MessageKey,
    Piece,
    Rejected,
    RetryLater,
    Transport,
    Unreachable,
    Upload,
)
from bot.channels.runtime.keyed_queue import KeyedQueue
from bot.channels.telegram import format as outward
from bot.channels.telegram.address import NAME, checked, message_key
from bot.channels.telegram.bot_commands import publish
from bot.channels.telegram.http_client import Polling, greet, make_bot, seconds, silence_logs
from bot.channels.telegram.inline_mode import suggest
from bot.channels.telegram.moved_chats import MovedChats
from bot.channels.telegram.parse import LastWords, understand
from bot.channels.telegram.timeouts import TelegramTimeouts
from bot.channels.telegram.update_source import receive
from bot.model import ConversationRef, Reply
from bot.ports import Progress, Search, Uploads
from bot.settings import TelegramSettings

_log = logging.getLogger(__name__)
_NUMBER = re.compile(r"-?[0-9]{1,18}")


class MovedChatStorage(Uploads, Progress, Protocol):
    """The methods of a store that the transport needs."""


class TelegramTransport(Transport):
    """Private chats, groups, topics, inline mode. Keys of conversations and messages: `address.py`."""

    name = NAME
    capabilities = Capabilities(
        text_limit=outward.TEXT_LIMIT,
        length=outward.units,
        caption_limit=outward.CAPTION_LIMIT,
        action_bytes=outward.ACTION_BYTES,
        max_file=outward.LARGEST_FILE,
        edits=True,
        group=True,
    )

    def __init__(
        self, settings: TelegramSettings, search: Search, storage: MovedChatStorage, timeouts: TelegramTimeouts | None = None
    ) -> None:
        """`search` finds what inline mode suggests; `storage` remembers what Telegram calls files, and which groups moved."""
        self.account = settings.token.partition(":")[0]  # the bot's id: numbers of updates are each bot's own
        self._settings = settings
        self._search = search
        self._timeouts = timeouts or TelegramTimeouts()
        self._attachments = Attachments(storage, f"{NAME}:{self.account}")
        self._last_words = LastWords()
        self._moved = MovedChats(storage)

    @property
    def alive(self) -> float:  # type: ignore[override]  # read alone
        """See `Transport`: when updates were last fetched. A webhook is called, and can't tell."""
        return 0.0 if self._settings.webhook_url or not hasattr(self, "_polling") else self._polling.alive

    async def start(self) -> None:
        """See `Transport`."""
        silence_logs()
        await asyncio.to_thread(self._moved.read)
        self._polling = Polling(self._timeouts)
        self._bot = make_bot(self._settings, self._timeouts, self._polling)
        await greet(self._bot, self._timeouts)

    async def close(self) -> None:
        """See `Transport`."""
        if hasattr(self, "_bot"):
            await self._bot.shutdown()

    # ------------------------------------------------------------ coming in

    async def run(self, accept: Accept) -> None:
        """See `Transport`."""
        queries = KeyedQueue()
        self._polling.on_return = accept.back

        async def take(key: str, raw: str) -> None:
            # not kept: the next keystroke replaces them, and Telegram refuses late answers to them
            query = self._query(raw)
            if query is None:
                await accept(key, raw)
            else:
                queries.add(query.from_user.id, lambda: suggest(self._bot, query, self._search), latest=True)

        menu = asyncio.create_task(publish(self._bot))
        try:
            await receive(self._bot, self._polling, self._settings, self._timeouts, take)
        finally:
            menu.cancel()
            await queries.close(0)
            await asyncio.gather(menu, return_exceptions=True)

    def _query(self, raw: str) -> InlineQuery | None:
        """The inline query in an update; None for everything else, and for what can't be understood."""
        if '"inline_query"' not in raw:
            return None
        try:
            query = Update.de_json(json.loads(raw), self._bot).inline_query
            sound = query is not None and isinstance(query.query, str) and isinstance(query.id, str)
            return query if sound and query is not None and checked(query.from_user.id) else None
        except Exception:  # noqa: BLE001  # the library raises anything, and does so again in `parse`, where it is logged
            return None

    def parse(self, raw: str) -> Incoming | None:
        """See `Transport`. The library checks next to nothing: what is used of an update is checked here."""
        update = Update.de_json(json.loads(raw), self._bot)
        if update.inline_query is not None:
            raise TypeError("an inline query that is none")
        self._moved.learn_from(update.message)
        incoming = understand(update, self._bot.bot)
        return None if incoming is None or self._last_words.repeated(update) else self._moved.at_home(incoming)

    def home(self, ref: ConversationRef) -> ConversationRef:
        """See `Transport`."""
        return self._moved.home(ref)

    async def moderates(self, incoming: Incoming) -> bool:
        """See `Transport`."""
        ref = incoming.to.ref
        try:
            member = await self._bot.get_chat_member(int(self._moved.current_number(ref.place)), int(ref.person))
        except (TelegramError, ValueError):
            return False
        return member.status in (ChatMember.OWNER, ChatMember.ADMINISTRATOR)

    async def acknowledge(self, incoming: Incoming) -> None:
        """Ends the waiting sign on a pressed button; Telegram refuses this when it is late, and then nobody waits."""
        try:
            await self._bot.answer_callback_query(incoming.press)
        except TelegramError as error:
            _log.info(wording.TELEGRAM_LOG_CALLBACK.format(reason=type(error).__name__))

    # ------------------------------------------------------------ going out

    def format(self, reply: Reply) -> Sequence[Piece]:
        """See `Transport`."""
        return outward.pieces(reply)

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """See `Transport`."""
        attempt = _Attempt(self._moved.current_number(to.ref.place), to, piece)
        while True:
            try:
                message = await self._post(attempt)
            except RetryAfter as error:
                raise RetryLater(seconds(error)) from error
            except (BadRequest, ChatMigrated, Forbidden) as error:
                if not await self._otherwise(attempt, error):
                    # Telegram's own words for a refusal name rules and never quote people
                    raise Rejected(error.message[:100]) from error
            except TelegramError as error:
                raise Unreachable(type(error).__name__) from error
            else:
                if attempt.file is not None and not attempt.file.held and message.document is not None:
                    await self._attachments.note(attempt.file, message.document.file_id)
                return message_key(message)

    async def _otherwise(self, attempt: _Attempt, error: TelegramError) -> bool:
        """Change the attempt into a form that Telegram may take after this refusal; False when there is none left."""
        if isinstance(error, ChatMigrated):  # the new chat numbers its messages anew
            await asyncio.to_thread(self._moved.note, attempt.chat, error.new_chat_id)
            attempt.chat = error.new_chat_id
            attempt.reply_to = attempt.thread = 0
            return True
        reason = error.message.lower()
        if attempt.file is not None and attempt.file.held and "file" in reason:
            await self._attachments.note(attempt.file, "")
            attempt.file = _without_held_file(attempt.file)
            return True
        if attempt.html and "can't parse entities" in reason:
            attempt.text, attempt.html = outward.unformatted(attempt.text), False
            return True
        if attempt.reply_to and "repl" in reason and "not found" in reason:
            attempt.reply_to = 0
            return True
        return False

    async def _post(self, attempt: _Attempt) -> Message:
        mode = ParseMode.HTML if attempt.html else None
        answering = ReplyParameters(attempt.reply_to, allow_sending_without_reply=True) if attempt.reply_to else None
        if attempt.file is not None:
            return await self._bot.send_document(
                attempt.chat,
                attempt.file.held or InputFile(attempt.file.content, filename=attempt.file.name),
                caption=attempt.text or None,
                parse_mode=mode,
                reply_markup=attempt.keyboard,
                message_thread_id=attempt.thread or None,
                reply_parameters=answering,
            )
        return await self._bot.send_message(
            attempt.chat,
            attempt.text,
            parse_mode=mode,
            reply_markup=attempt.keyboard,
            message_thread_id=attempt.thread or None,
            reply_parameters=answering,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )


class _Attempt:
    """A piece on its way, in the form in which it is tried just now."""

    def __init__(self, chat: str, to: Destination, piece: Piece) -> None:
        """Raises Rejected for a place that Telegram can't have."""
        numbers = (chat, to.ref.thread or "0", to.reply_to or "0")
        if not all(_NUMBER.fullmatch(number) for number in numbers):
            raise Rejected("no place of Telegram's")
        self.to = to
        self.chat = int(chat)
        self.thread, self.reply_to = max(int(to.ref.thread or 0), 0), int(to.reply_to or 0)
        self.text, self.html = piece.text, True
        self.file = piece.file
        self.keyboard = outward.keyboard(piece.buttons)


def _without_held_file(file: Upload) -> Upload:
    return replace(file, held="")

"""Suggestions while someone types the bot's name and a question in any chat."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    User,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot import render, wording
from bot.channels.telegram.format import html
from bot.model import Reply
from bot.ports import Search

_log = logging.getLogger(__name__)
SUGGESTIONS = 10
CACHE = 60
"""Seconds that Telegram may show the same suggestions again: an edit of the knowledge is seen after a minute."""
_DESCRIPTION = 120
"""Characters of an answer; Telegram shows about two lines."""
_NO_ENTRY = "_"
"""What the button above the suggestions opens the chat with: no entry has this id, so it greets."""


async def suggest(bot: ExtBot[int], query: InlineQuery, search: Search) -> None:
    """Answer an inline query with whole answers to pick from; without words, with the way into the chat."""
    text = query.query.strip()
    replies = await search(text, SUGGESTIONS) if text else ()
    button = None if text else InlineQueryResultsButton(wording.TELEGRAM_INLINE_OPEN, start_parameter=_NO_ENTRY)
    try:
        await bot.answer_inline_query(query.id, articles(replies, bot.bot), cache_time=CACHE, button=button)
    except TelegramError as error:
        # too old, most often: someone has typed on, and the next query is on its way
        _log.info(wording.TELEGRAM_LOG_INLINE.format(reason=type(error).__name__))


def articles(replies: Sequence[Reply], me: User) -> list[InlineQueryResultArticle]:
    """The answers as things to pick: title, beginning, and the message that picking sends."""
    return [_article(number, reply, me) for number, reply in enumerate(replies[:SUGGESTIONS]) if reply.blocks]


def _article(number: int, reply: Reply, me: User) -> InlineQueryResultArticle:
    title, body = reply.question, reply.blocks
    if body[0].kind == "heading":
        title, body = body[0].text, body[1:]
    pieces = html(reply.blocks)
    return InlineQueryResultArticle(
        id=f"{number}:{reply.entry}"[:64],  # entry ids are ASCII and at most 48 long
        title=title,
        description=" ".join(render.plain(body).split())[:_DESCRIPTION],
        input_message_content=InputTextMessageContent(
            pieces[0], parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        reply_markup=_more(reply, me) if len(pieces) > 1 else None,
    )


def _more(reply: Reply, me: User) -> InlineKeyboardMarkup:
    """The way to the whole answer, under one that doesn't fit a message."""
    link = f"{me.link}?start={reply.entry}"
    return InlineKeyboardMarkup.from_button(InlineKeyboardButton(wording.TELEGRAM_INLINE_MORE, url=link))

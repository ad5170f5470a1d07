"""Sending until the service has it: waits are obeyed, outages sat out, what was sent before is not sent again.

A process that dies loses nothing: what was noted as sent stays sent, what was only tried is sent once more. So the window in
which a crash can double a message is one send: from when the service takes it until that is noted.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256

from bot import wording
from bot.channels.runtime.attachments import Attachments, UnsendableError
from bot.channels.runtime.durable_inbox import Inbox
from bot.channels.runtime.quarantine import Quarantine
from bot.channels.runtime.send_concurrency import SendConcurrency
from bot.channels.runtime.timeouts import Timeouts
from bot.channels.runtime.transport import Destination, MessageKey, NotNow, Piece, Rejected, RetryLater, Transport, Unreachable
from bot.errors import ChannelError
from bot.model import Attachment, Block, Decision, Reply

_log = logging.getLogger(__name__)
REMEMBERED = 4096
"""Messages whose answers are counted, where a service takes only so many."""


class PutOff(ChannelError):  # noqa: N818  # what is done, not what broke
    """The service couldn't be reached for as long as one message is tried; it stays pending."""


@dataclass(frozen=True)
class OutgoingAnswer:
    """An answer to be sent, known by a key, in pieces."""

    key: str
    to: Destination
    pieces: Sequence[Piece]
    files: Sequence[Attachment] = ()
    mark_last: bool = False
    """Whether the last piece is remembered too; needless where `noted` says that all are out."""
    noted: Callable[[], Awaitable[None]] | None = None
    """Called once the last piece is sent."""
    preface: str = ""
    """Goes before the first text that is still to be sent, in the same message."""


class Sender:
    """Sends answers. One at a time to a conversation: the caller keeps the order."""

    def __init__(
        self, transport: Transport, inbox: Inbox, quarantine: Quarantine, attachments: Attachments, timeouts: Timeouts
    ) -> None:
        self.transport = transport
        self.inbox = inbox
        self._quarantine = quarantine
        self._attachments = attachments
        self._timeouts = timeouts
        self._answers: Counter[str] = Counter()
        self._slots = SendConcurrency()

    async def deliver(self, answer: OutgoingAnswer) -> tuple[MessageKey, ...]:
        """Send an answer without the pieces that have gone out before; the keys of its messages.

        None of them when it has been refused for good (logged). Raises PutOff when the service stayed away, and NotNow when
        the rest must wait for the person's next word.
        """
        sent: list[MessageKey] = []
        key, to, preface, left = answer.key, answer.to, answer.preface, list(answer.files)
        for number, piece in enumerate(answer.pieces, 1):
            file = left.pop(0) if piece.takes_file and left else None
            name = _piece_key(number, piece, file)
            message = self.inbox.message_sent(key, name)
            if message is None:
                self._count_answer(to)
                again = self.inbox.was_tried(key, name)
                ready = await self._with_file(replace(piece, number=number, again=again, serial=_serial(key, to, number)), file)
                if preface and ready.text:
                    ready, preface = self._with_preface(ready, preface), ""
                await self.inbox.note_try(key, name)
                marked = number < len(answer.pieces) or answer.mark_last
                note = partial(self.inbox.note_sent, key, name) if marked else partial(_once, answer.noted)
                try:
                    message = await self._send(to, ready, note)
                except NotNow:
                    await self.inbox.drop_try(key, name)
                    raise
                except Rejected as error:
                    _log.warning(wording.CHANNEL_LOG_REFUSED.format(channel=self.inbox.name, key=key, reason=error))
                    return ()
            to = replace(to, reply_to="")  # the first piece alone answers the message, the others follow it
            sent.append(message)
        return tuple(sent)

    def _with_preface(self, piece: Piece, preface: str) -> Piece:
        """The piece with some words before it, where the wire takes that much text at once."""
        can = self.transport.capabilities
        words = self.transport.format(Reply("", Decision.SMALLTALK, (Block("text", preface),)))[0].text
        most = can.caption_limit if piece.file is not None else can.text_limit + can.spare
        fits = can.length(words) + 1 + can.length(piece.text) <= most
        return replace(piece, text=f"{words}\n{piece.text}") if fits else piece

    def _count_answer(self, to: Destination) -> None:
        """Count a message that answers another; raises NotNow when that one can't be answered any more."""
        most = self.transport.capabilities.answers
        if to.until and time.time() > to.until:
            raise NotNow("too late")
        if not most or not to.answering:
            return
        if to.answering not in self._answers:
            self._answers[to.answering] = self.inbox.pieces_sent(to.answering)
            if len(self._answers) > REMEMBERED:
                del self._answers[next(iter(self._answers))]
        if self._answers[to.answering] >= most:
            raise NotNow("too many")
        self._answers[to.answering] += 1

    async def _with_file(self, piece: Piece, file: Attachment | None) -> Piece:
        """The piece with its file; in place of one that can't be sent, a text that says so."""
        if file is None:
            return piece
        try:
            return replace(piece, file=await self._attachments.load(file))
        except UnsendableError as error:
            said = self.transport.format(Reply("", Decision.SMALLTALK, (Block("text", str(error)),)))[0]
            return replace(piece, text=f"{piece.text}\n{said.text}".strip(), takes_file=False)

    async def _send(self, to: Destination, piece: Piece, note: Callable[[MessageKey], Awaitable[None]]) -> MessageKey:
        clock = asyncio.get_running_loop().time
        deadline, pause = clock() + self._timeouts.give_up, self._timeouts.pause
        while True:
            try:
                return await self._send_once(to, piece, note)
            except RetryLater as error:
                await asyncio.sleep(error.seconds)
            except Unreachable as error:
                if clock() + pause > deadline:
                    raise PutOff(wording.CHANNEL_UNDELIVERED) from error
                await asyncio.sleep(pause)
                pause = min(2 * pause, self._timeouts.longest_pause)

    async def _send_once(self, to: Destination, piece: Piece, note: Callable[[MessageKey], Awaitable[None]]) -> MessageKey:
        """Noted in the same slot: who waits for it would come between a message and the note that it is out."""
        async with self._slots.slot():
            async with self._quarantine.sending():
                message = await self.transport.send(to, piece)
            await note(message)
            return message


async def _once(noted: Callable[[], Awaitable[None]] | None, _: MessageKey) -> None:
    """What is done once the last piece is sent."""
    if noted is not None:
        await noted()


def _serial(key: str, to: Destination, number: int) -> int:
    """See `Piece.serial`: small for the answer to the message itself, far from that for what goes out on the occasion."""
    if key == to.answering:
        return min(number, _OWN)
    return _OWN + 1 + int(sha256(f"{key}/{number}".encode()).hexdigest()[:8], 16) % (65535 - _OWN)


_OWN = 100
"""Serials of the pieces of a message's own answer."""


def _piece_key(number: int, piece: Piece, file: Attachment | None) -> str:
    """What tells a piece from the others of its answer."""
    said = f"{number}{piece.text}" + (f"{file.document}/{file.name}" if file else "")
    return sha256(said.encode("utf-8", "replace")).hexdigest()[:16]

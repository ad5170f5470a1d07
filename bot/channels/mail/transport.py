"""A mailbox as a channel: IMAP in, SMTP out."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import Sequence
from concurrent.futures import CancelledError as Cancelled
from datetime import datetime
from email.headerregistry import Address
from hashlib import sha256

from imap_tools.errors import MailboxLoginError

from bot import wording
from bot.channels.mail.automatic_mail import reason_to_ignore
from bot.channels.mail.compose import Envelope, compose
from bot.channels.mail.mail_message import MailMessage, read
from bot.channels.mail.mail_storage import MailStorage
from bot.channels.mail.mailbox import AWAY, Mailbox
from bot.channels.mail.message_ids import MessageIds, referenced_ids
from bot.channels.mail.question_text import question_in
from bot.channels.mail.sender_check import is_vouched_for
from bot.channels.mail.smtp_sender import send_mail
from bot.channels.mail.timeouts import MailTimeouts
from bot.channels.runtime import (
    Accept,
    Capabilities,
    Destination,
    Incoming,
    MessageKey,
    Piece,
    Rejected,
    Transport,
    plain_pieces,
)
from bot.china_time import CHINA
from bot.daemon_thread import run_in_daemon
from bot.errors import ChannelError, StoreError
from bot.model import ConversationRef, Question, Reply
from bot.ports import ChannelStorage
from bot.settings import MailSettings

_log = logging.getLogger(__name__)
NAME = "mail"
TEXT_LIMIT = 100_000
ECHO = 10
"""Characters from which a reply that was sent before is a program's: people pick 2 from a list again and again."""
AT_ONCE = 15.0
"""Seconds after our mail in which no person replies with `ECHO` characters or more: to get it, read it, write and send."""
_PLACE = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+")
_SUBJECT_PREFIX = re.compile(r"^\s*(?:re|回复|回覆|答复|答覆)\s*[:：]\s*", re.IGNORECASE)


class MailTransport(Transport):
    """Conversations are threads: `mail:<address>:<thread>`. A reply belongs to a thread only by a signed Message-ID."""

    name = NAME
    capabilities = Capabilities(
        text_limit=TEXT_LIMIT, caption_limit=TEXT_LIMIT, buttons=False, max_file=10 << 20, replies=True, push=True
    )

    def __init__(
        self, settings: MailSettings, storage: ChannelStorage, experts: str = "", timeouts: MailTimeouts | None = None
    ) -> None:
        """`experts` is the key of the experts' chat: answers to inquiries come from there, which must be proven."""
        self.account = settings.address
        self._settings = settings
        self._storage = storage
        self._experts = ConversationRef.parse(experts) if experts.startswith(f"{NAME}:") else None
        self._timeouts = timeouts or MailTimeouts()
        self._ledger = MailStorage(storage, settings.address)
        self._sending = asyncio.Lock()  # one mail at a time: providers dislike more, and a crash doubles what is on its way
        self._own = frozenset({settings.address, *settings.aliases})

    @property
    def alive(self) -> float:  # type: ignore[override]  # read alone
        """See `Transport`: when the mailbox was last looked at or waited for."""
        return self._mailbox.alive if hasattr(self, "_mailbox") else 0.0

    async def start(self) -> None:
        """See `Transport`."""
        await asyncio.to_thread(self._ledger.open)
        secret = await asyncio.to_thread(self._ledger.secret)
        self._tokens = MessageIds(secret, self._settings.address.rpartition("@")[2])
        self._mailbox = Mailbox(self._settings, self._ledger, self._timeouts, lambda raw: False)
        try:
            box = await run_in_daemon(self._mailbox.connect, "mail-in")
        except MailboxLoginError:
            raise ChannelError(wording.MAIL_LOGIN.format(address=self._settings.address)) from None
        except AWAY as error:  # tried again as long as the channel runs
            _log.warning(wording.MAIL_LOG_AWAY.format(reason=type(error).__name__))
        else:
            await run_in_daemon(box.client.shutdown, "mail-in")

    async def close(self) -> None:
        """See `Transport`."""
        if hasattr(self, "_mailbox"):
            self._mailbox.stop()

    # ------------------------------------------------------------ coming in

    async def run(self, accept: Accept) -> None:
        """See `Transport`."""
        loop = asyncio.get_running_loop()

        def take(raw: bytes) -> bool:
            key, kept, answered = self._classify(raw)
            try:
                asyncio.run_coroutine_threadsafe(_kept(accept, key, kept), loop).result(self._timeouts.keep)
            except (RuntimeError, Cancelled, TimeoutError) as error:  # the program ends
                raise OSError("not kept") from error
            return answered

        self._mailbox = Mailbox(self._settings, self._ledger, self._timeouts, take)

        def back() -> None:
            loop.call_soon_threadsafe(accept.back)

        self._mailbox.on_return = back
        try:
            await run_in_daemon(self._mailbox.run, "mail-in")
        finally:
            self._mailbox.stop()

    def _classify(self, raw: bytes) -> tuple[str, str, bool]:
        """Key of a mail, what is kept of it, and whether it is answered. May raise StoreError: it is brought again."""
        kept: dict[str, object] = {"mail": raw.decode("latin-1")}
        try:
            letter = read(raw)
            key = _key(letter, raw)
            kept["silent"] = silent = reason_to_ignore(letter, self._own)
            if silent:
                self._note_returned(letter, raw)
            else:
                kept |= self._admit(letter, key)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever was sent must not stop other mails: it is kept, and set aside when it is parsed
            _log.exception(wording.MAIL_LOG_UNREAD.format(reason=type(error).__name__))
            return sha256(raw).hexdigest()[:32], json.dumps(kept), False
        return key, json.dumps(kept | {"key": key}), not kept["silent"]

    def _admit(self, letter: MailMessage, key: str) -> dict[str, object]:
        """Whether a person's mail is answered, and the thread that it goes on."""
        answered, _ = self._thread(letter, key)
        text = question_in(letter.subject, letter.text, letter.name)
        if answered and len(text) >= ECHO and self._at_once(letter, key):
            return {"silent": "at once"}
        today = datetime.now(CHINA).date().isoformat()
        echo = text if answered and len(text) >= ECHO else ""
        admitted, last = self._ledger.admit(letter.sender, key, today, self._settings.daily, echo)
        if not admitted:
            _log.warning(wording.MAIL_LOG_TOO_MANY.format(key=key))
            return {"silent": "too many"}
        return {"last": last}

    def _at_once(self, letter: MailMessage, key: str) -> bool:
        """Whether a reply came sooner after our mail than anybody can have read it and written so much."""
        _, thread = self._thread(letter, key)
        sent = self._ledger.answered_at(str(ConversationRef(NAME, letter.sender, thread)))
        return bool(sent) and 0.0 <= letter.received(time.time()) - sent < AT_ONCE

    def _thread(self, letter: MailMessage, key: str) -> tuple[str, str]:
        """Our mail that this one answers (empty: none), and its thread."""
        found = self._tokens.answered_mail(
            letter.sender, referenced_ids(letter.first("references"), letter.first("in-reply-to"))
        )
        return found if found is not None else ("", key[:10])

    def _note_returned(self, letter: MailMessage, raw: bytes) -> None:
        """A message of the outbox that came back is marked as such (RFC 3464)."""
        if letter.report != "delivery-status" and "message/delivery-status" not in letter.kinds:
            return
        text = raw.decode("latin-1")
        if not re.search(r"^Action:\s*failed", text, re.IGNORECASE | re.MULTILINE):
            return
        people = re.findall(r"^(?:Original|Final)-Recipient:[^;\r\n]*;\s*<?([^\s<>]+)", text, re.IGNORECASE | re.MULTILINE)
        mine = [
            message_id
            for message_id in referenced_ids(text)
            if any(self._tokens.answered_mail(one.lower(), [message_id]) for one in people)
        ]
        for message_id in mine:
            _log.warning(wording.MAIL_LOG_RETURNED.format(key=message_id))
            self._storage.returned(_message_key(message_id))

    def parse(self, raw: str) -> Incoming | None:
        """See `Transport`."""
        kept = json.loads(raw)
        letter = read(kept["mail"].encode("latin-1"))
        key = kept["key"]
        if kept["silent"]:
            _log.info(wording.MAIL_LOG_SILENT.format(key=key, reason=kept["silent"]))
            return None
        answered, thread = self._thread(letter, key)
        ref = ConversationRef(NAME, letter.sender, thread)
        data = {
            "subject": letter.subject,
            "id": (referenced_ids(letter.first("message-id")) or [""])[0],
            "references": " ".join(referenced_ids(letter.first("references"))[-10:]),
            "last": "1" if kept.get("last") else "",
        }
        to = Destination(ref, reply_to=data["id"], data=data)
        proven = is_vouched_for(letter, self._settings.auth_server)
        if self._experts is not None and letter.sender == self._experts.place and not proven:
            return Incoming(to, notice=wording.MAIL_EXPERT_UNPROVEN)
        text = question_in(letter.subject, letter.text, letter.name)
        if not text:
            return Incoming(to, notice=wording.MAIL_EMPTY)
        asker = f"{NAME}:{letter.sender}" if proven or answered else str(ref)
        question = Question(
            text=text,
            conversation=str(ref),
            asker=asker,
            channel=NAME,
            wire=key,
            reply_to=_message_key(answered) if answered else "",
            private=True,
        )
        return Incoming(to, question)

    # ------------------------------------------------------------ going out

    def format(self, reply: Reply) -> Sequence[Piece]:
        """See `Transport`."""
        return plain_pieces(reply, self.capabilities)

    async def send(self, to: Destination, piece: Piece) -> MessageKey:
        """See `Transport`."""
        if not _PLACE.fullmatch(to.ref.place):
            raise Rejected("no mail address")
        conversation = str(to.ref)
        data = dict(to.data)
        if not data:  # nobody asked for it just now
            data = await asyncio.to_thread(self._ledger.thread, conversation)
        elif piece.number == 1:
            await asyncio.to_thread(self._ledger.note_thread, conversation, data)
        message_id = self._tokens.message_id(to.ref.place, to.ref.thread, to.answering, str(piece.number), piece.text)
        envelope = Envelope(
            sender=Address(self._settings.name, addr_spec=self._settings.address),
            to=to.ref.place,
            subject=_subject(data.get("subject", "")),
            message_id=message_id,
            answers=data.get("id", ""),
            references=data.get("references", "").split(),
        )
        footer = wording.MAIL_FOOTER_LAST if data.get("last") else wording.MAIL_FOOTER
        try:
            files = [] if piece.file is None else [piece.file]
            mail = compose(envelope, piece.text or (piece.file.name if piece.file else ""), files, footer)
        except (ValueError, IndexError) as error:
            raise Rejected("no mail can be made of it") from error
        if piece.again and self._ledger.was_accepted(message_id):
            return _message_key(message_id)
        async with self._sending:
            await send_mail(self._settings, self._timeouts, mail, to.ref.place, lambda: self._ledger.note_accepted(message_id))
        return _message_key(message_id)


async def _kept(accept: Accept, key: str, raw: str) -> bool:
    return await accept(key, raw)


def _key(letter: MailMessage, raw: bytes) -> str:
    """What tells a mail from all others, however often and by whatever way it is delivered."""
    said = [letter.first(name) for name in ("message-id", "from", "date", "subject")]
    if not said[0]:
        said.append(raw.decode("latin-1"))
    return sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:32]


def _message_key(message_id: str) -> str:
    return f"{NAME}:{message_id.strip('<>')}"


def _subject(subject: str) -> str:
    """The subject of an answer: that of the question, or our own."""
    while match := _SUBJECT_PREFIX.match(subject):
        subject = subject[match.end() :]
    bare = " ".join(subject.split())[:150]
    return wording.MAIL_SUBJECT.format(subject=bare) if bare else wording.MAIL_SUBJECT_OWN

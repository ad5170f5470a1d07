"""The inbox of a mailbox by IMAP, in a thread of its own: IDLE where it holds, and a look for new UIDs all the time.

A mail is kept by the program before its UID counts as taken in and before it is marked as read. Which mails are new is told
by UID alone: that somebody reads the mailbox by hand costs nobody an answer. When the numbering changes (UIDVALIDITY), the
mails of the last days are brought once more, and those that were kept before are known by their keys.
"""

from __future__ import annotations

import imaplib
import logging
import socket
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from imap_tools import AND, BaseMailBox, MailBox, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxLoginError

from bot import wording
from bot.channels.mail.mail_storage import MailStorage
from bot.channels.mail.smtp_sender import tls_context
from bot.channels.mail.timeouts import MailTimeouts
from bot.china_time import CHINA
from bot.errors import StoreError
from bot.settings import MailSettings, mail_server

_log = logging.getLogger(__name__)
FIRST_DAYS = 3
"""At the very first start unread mails of so many days are answered; older ones are left to whoever reads the mailbox."""
RESYNC_DAYS = 14
"""Days whose mails are brought once more when the numbering has changed."""
LARGEST = 512 << 10
"""Bytes of a mail that are fetched: what is said comes before what is attached."""
ATTEMPTS = 3
"""How often a mail that can't be fetched is tried before the others go on without it."""
AWAY = (OSError, imaplib.IMAP4.error, ImapToolsError, ValueError, IndexError)
"""What is raised where a server can't be reached, or says what the libraries don't expect."""

imaplib.Commands.setdefault("ID", ("NONAUTH", "AUTH", "SELECTED"))  # RFC 2971; the library doesn't know it

Take = Callable[[bytes], bool]
"""A mail in, kept when this returns; whether it is to be marked as read. Raises StoreError."""


class Mailbox:
    """Brings mails to `take` until it is stopped."""

    def __init__(self, settings: MailSettings, ledger: MailStorage, timeouts: MailTimeouts, take: Take) -> None:
        self.alive = 0.0
        self._settings = settings
        self._ledger = ledger
        self._timeouts = timeouts
        self._take = take
        self._stop = threading.Event()
        self._box: BaseMailBox | None = None
        self._short = 0
        self._failed: dict[int, int] = {}
        self.on_return: Callable[[], None] = lambda: None
        """Called when the server can be reached again."""

    def stop(self) -> None:
        """End as soon as possible, whatever the server does."""
        self._stop.set()
        box = self._box
        if box is not None:
            try:
                box.client.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def connect(self) -> BaseMailBox:
        """A connection with the inbox open; raises MailboxLoginError when the password is refused."""
        host, port = mail_server(self._settings, "imap")
        wait = self._timeouts.network
        box: BaseMailBox
        if self._settings.security == "ssl":
            box = MailBox(host, port, timeout=wait, ssl_context=tls_context())
        else:
            box = MailBoxUnencrypted(host, port, timeout=wait)
            if self._settings.security == "starttls":
                box.client.starttls(tls_context())
        box.login(self._settings.user or self._settings.address, self._settings.password, initial_folder=None)
        if "ID" in capabilities(box):  # 163 and 126 refuse SELECT without it; QQ hangs up on what it doesn't know
            box.client._simple_command(
                "ID", f'("name" "jianhuitong" "version" "1" "vendor" "jianhuitong" "contact" "{self._contact}")'
            )  # there is no public way
        box.folder.set("INBOX")
        return box

    @property
    def _contact(self) -> str:
        return self._settings.address.replace('"', "").replace("\\", "")

    def run(self) -> None:
        """Until stopped. What fails is tried again, later and later."""
        pause, away = self._timeouts.pause, False
        while not self._stop.is_set():
            begun = self.alive = time.monotonic()
            try:
                self._box = box = self.connect()
                if away:
                    self.on_return()
                away = False
                self._attend(box)
            except MailboxLoginError:
                _log.error(wording.MAIL_LOGIN.format(address=self._settings.address))
            except (*AWAY, StoreError) as error:
                away = True
                if not self._stop.is_set():
                    _log.info(wording.MAIL_LOG_AWAY.format(reason=type(error).__name__))
            finally:
                self._let_go()
            if time.monotonic() - begun > self._timeouts.holds:
                pause = self._timeouts.pause
            self._stop.wait(pause)
            pause = min(2 * pause, self._timeouts.longest_pause)

    def _let_go(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            try:
                box.client.shutdown()
            except OSError:
                return

    # ------------------------------------------------------------ new mails

    def _attend(self, box: BaseMailBox) -> None:
        validity = _number(box, "UIDVALIDITY")
        self._begin(box, validity)
        can_wait = "IDLE" in capabilities(box)
        while not self._stop.is_set():
            self.alive = time.monotonic()
            self._new(box, validity)
            if can_wait and self._short < 3:
                self._idle(box)
            else:
                self._stop.wait(self._timeouts.poll_alone)

    def _begin(self, box: BaseMailBox, validity: int) -> None:
        """At the first start, and when the numbering has changed."""
        position = self._ledger.position()
        if position is not None and position[0] == validity:
            return
        days = FIRST_DAYS if position is None else RESYNC_DAYS
        since = (datetime.now(CHINA) - timedelta(days=days)).date()
        every = sorted(map(int, box.uids("ALL")))
        wanted = box.uids(AND(seen=False, date_gte=since) if position is None else AND(date_gte=since))
        if position is not None:
            _log.warning(wording.MAIL_LOG_RENUMBERED)
        for uid in sorted(map(int, wanted)):
            if self._stop.is_set():
                return
            self._one(box, uid)
        self._ledger.move(validity, max(every, default=0))

    def _new(self, box: BaseMailBox, validity: int) -> None:
        position = self._ledger.position()
        last = position[1] if position is not None else 0
        for uid in sorted(int(uid) for uid in box.uids(f"UID {last + 1}:*")):
            if uid <= last:  # `*` is the last mail there is, also when it is an older one
                continue
            if self._stop.is_set():
                return
            self._one(box, uid)
            self._ledger.move(validity, uid)

    def _one(self, box: BaseMailBox, uid: int) -> None:
        """Take a mail in. One that can't be fetched holds up the others only for a few attempts."""
        try:
            raw = _fetched(box, uid)
        except (imaplib.IMAP4.error, ImapToolsError, OSError):
            self._failed[uid] = self._failed.get(uid, 0) + 1
            if self._failed[uid] < ATTEMPTS:
                raise
            _log.error(wording.MAIL_LOG_UNFETCHED.format(uid=uid))
            return
        if raw and self._take(raw):
            box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def _idle(self, box: BaseMailBox) -> None:
        """Wait until the server tells of something, or it is time to look."""
        begun = time.monotonic()
        box.idle.start()  # type: ignore[no-untyped-call]  # the library's
        try:
            while not self._stop.is_set() and time.monotonic() - begun < self._timeouts.poll:
                asked = self.alive = time.monotonic()
                if box.idle.poll(timeout=self._timeouts.tick):
                    break
                if time.monotonic() - asked < self._timeouts.tick / 2:
                    raise OSError("hung up")  # readable, with nothing to read
            if not self._stop.is_set():
                box.idle.stop()  # type: ignore[no-untyped-call]  # the library's
        except (OSError, imaplib.IMAP4.error):
            if time.monotonic() - begun < self._timeouts.holds:
                self._short += 1
            raise


def capabilities(box: BaseMailBox) -> frozenset[str]:
    """What the server can do now; the library keeps what it said before the login."""
    _, said = box.client.capability()
    return frozenset(b" ".join(line for line in said if line).decode("ascii", "replace").upper().split())


def _number(box: BaseMailBox, name: str) -> int:
    _, said = box.client.response(name)
    return int(said[0]) if said and isinstance(said[0], bytes) and said[0].isdigit() else 0


def _fetched(box: BaseMailBox, uid: int) -> bytes:
    """The beginning of a mail; empty when it is gone."""
    _, said = box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
    return next((part[1] for part in said or () if isinstance(part, tuple) and isinstance(part[1], bytes)), b"")

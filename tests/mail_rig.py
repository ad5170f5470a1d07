"""A mailbox with both ends: pymap for IMAP, aiosmtpd for SMTP, fakes of providers' habits; also a program to be killed."""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import email
import imaplib
import itertools
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.channels.mail.compose import SIGNATURE
from bot.channels.mail.timeouts import MailTimeouts
from bot.channels.mail.transport import MailTransport
from bot.channels.runtime import Dispatcher, Timeouts, Transport
from bot.settings import MailSettings
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.telegram_rig import BreakableStore, TinyDesk

BOT = "jianhui@szgh.example.org"
USER, PASSWORD = "demouser", "demopass"
FAST = Timeouts(outbox=0.02, pause=0.02, longest_pause=0.1, give_up=0.4, again=0.2, drain=0.5, grace=1.0, goodbye=0.5)
QUICK = MailTimeouts(network=5.0, poll=1.0, poll_alone=0.1, tick=0.05, pause=0.05, longest_pause=0.3, holds=0.5, keep=5.0)
"""What takes minutes with a real provider takes tenths of a second here."""


def until_open(port: int, within: float = 20.0) -> None:
    """Return once somebody listens on the port."""
    deadline = time.monotonic() + PATIENCE * within
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < deadline, "no server"
            time.sleep(0.05)
        else:
            return


class Pymap:
    """An IMAP server with one mailbox, in a process of its own."""

    _shared: Pymap | None = None

    def __init__(self) -> None:
        self.port = free_port()
        command = [
            str(Path(sys.executable).with_name("pymap")),
            "--host",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--no-tls",
            "dict",
        ]
        null = subprocess.DEVNULL
        self._process = subprocess.Popen(command, stdout=null, stderr=null)
        atexit.register(self.stop)
        until_open(self.port)

    @classmethod
    def shared(cls) -> Pymap:
        """The one that all tests use; starting it takes a second."""
        if cls._shared is None:
            cls._shared = cls()
        cls._shared.clear()
        return cls._shared

    def stop(self) -> None:
        """End the server."""
        self._process.kill()
        self._process.wait()

    @contextlib.contextmanager
    def _inbox(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=60) as client:
            client.login(USER, PASSWORD)
            client.select()
            yield client

    def deliver(self, *mails: bytes) -> None:
        """These mails arrive."""
        with self._inbox() as client:
            for mail in mails:
                client.append("INBOX", "", "", mail)

    def clear(self) -> None:
        """Empty the mailbox."""
        with self._inbox() as client:
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()

    def unread(self) -> list[str]:
        """The subjects of what isn't marked as read."""
        with self._inbox() as client:
            numbers = client.search(None, "UNSEEN")[1][0].split()
            found = [client.fetch(number.decode(), "(BODY.PEEK[HEADER])")[1][0][1] for number in numbers]
            return [str(email.message_from_bytes(bytes(head), policy=default)["Subject"] or "") for head in found]


class Post:
    """An SMTP server that keeps what it takes."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.replies: list[str] = []
        """What the next mails are answered with instead of being taken."""
        self.held: asyncio.Event | None = None
        """While set and not yet triggered, mails stall until it is."""
        self.on_mail: Callable[[EmailMessage], None] = lambda mail: None
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, data_size_limit=None)
        self._controller.start()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # the library's name
        """A mail comes in."""
        while self.held is not None and not self.held.is_set():
            await asyncio.sleep(0.02)
        if self.replies:
            return self.replies.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        mail = email.message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.raw.append(content)
        self.mails.append(mail)
        self.on_mail(mail)
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The mails to an address, in order."""
        return [mail for mail in list(self.mails) if str(mail["To"]) == address]

    def stop(self) -> None:
        """End the server."""
        self.held = None
        self._controller.stop()


def said(mail: EmailMessage) -> str:
    """What a mail of ours says above its signature."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n").partition(SIGNATURE)[0].strip()


_NUMBERS = itertools.count(1)


def letter(person: str, text: str, subject: str = "", **headers: str) -> bytes:
    """A mail as a person writes it; `In_Reply_To="…"` sets that header."""
    mail = EmailMessage()
    mail["From"] = f"{person} <{person}@example.org>"
    mail["To"] = BOT
    mail["Subject"] = subject
    mail["Date"] = "Tue, 10 Nov 2026 09:00:00 +0800"
    mail["Message-ID"] = f"<{next(_NUMBERS)}.{os.getpid()}.{time.time_ns()}@example.org>"
    for name, value in headers.items():
        del mail[name.replace("_", "-")]
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def settings(imap: int, smtp: int, **changes: object) -> MailSettings:
    """The settings of the mailbox on these ports."""
    given: dict[str, object] = {
        "address": BOT,
        "password": PASSWORD,
        "user": USER,
        "imap": f"127.0.0.1:{imap}",
        "smtp": f"127.0.0.1:{smtp}",
        "security": "none",
        "daily": 100_000,
    }
    return MailSettings(**given | changes)  # type: ignore[arg-type]  # fields of MailSettings


class MailRig:
    """`bot.channels.mail` on pymap and aiosmtpd."""

    name = "mail"
    raw = True
    account = f"mail:{BOT}"
    capabilities = MailTransport.capabilities

    async def open(self, folder: Path) -> None:
        """See `ChannelRig`."""
        self.inbox = await asyncio.to_thread(Pymap.shared)
        self.wire = Post()
        self._last = b""

    def transport(self, store: BreakableStore, desk: TinyDesk) -> Transport:
        """See `ChannelRig`."""
        return MailTransport(settings(self.inbox.port, self.wire.port), store, timeouts=QUICK)

    async def say(self, person: str, text: str) -> None:
        """See `ChannelRig`."""
        self._last = letter(person, text)
        await asyncio.to_thread(self.inbox.deliver, self._last)

    def got(self, person: str) -> list[str]:
        """See `ChannelRig`."""
        return [said(mail) for mail in self.wire.to(f"{person}@example.org")]

    def key(self, person: str) -> str:
        """See `ChannelRig`."""
        return f"mail:{person}@example.org"

    def again(self) -> None:
        """See `ChannelRig`."""
        self.inbox.deliver(self._last)

    def junk(self) -> None:
        """Parts within parts within parts, more than anybody can read."""
        nested = [f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(200)]
        self.inbox.deliver(("From: li@example.org\r\n" + "".join(nested)).encode())

    def program(self, folder: Path) -> list[str]:
        """See `ChannelRig`."""
        return ["-m", "tests.mail_rig", str(self.inbox.port), str(self.wire.port), str(folder)]

    async def close(self) -> None:
        """See `ChannelRig`."""
        await asyncio.to_thread(self.wire.stop)


class Provider(threading.Thread):
    """A server for one thing that providers do: it says what a script tells it to, a thread for each connection."""

    def __init__(self, behind: int, *, needs_id: bool = False, drops_idle: float = 0.0) -> None:
        """All goes on to the server on port `behind`, except SELECT before ID, and IDLE after that many seconds."""
        super().__init__(daemon=True)
        self._behind = behind
        self._needs_id = needs_id
        self._drops_idle = drops_idle
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.commands: list[str] = []
        self.start()

    def run(self) -> None:
        """Serve."""
        while True:
            client, _ = self._server.accept()
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.create_connection(("127.0.0.1", self._behind))
        threading.Thread(target=_pump, args=(server, client), daemon=True).start()
        known = False
        with client.makefile("rb") as lines, contextlib.suppress(OSError):
            for line in lines:
                tag, _, rest = line.decode("latin-1").strip().partition(" ")
                command = rest.split(" ")[0].upper()
                self.commands.append(command or tag)
                known = known or command == "ID"
                if self._needs_id and command in ("SELECT", "EXAMINE") and not known:
                    client.sendall(f"{tag} NO {command} Unsafe Login. Please contact kefu@188.com for help\r\n".encode())
                    continue
                server.sendall(line)
                if command == "IDLE" and self._drops_idle:
                    threading.Timer(self._drops_idle, _cut, (client, server)).start()
        _cut(client, server)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(65536):
            target.sendall(chunk)
    _cut(source, target)


def _cut(*ends: socket.socket) -> None:
    for end in ends:
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


async def _serve(imap: int, smtp: int, folder: Path) -> None:
    with closing(BreakableStore(folder / "inbox.db")) as store:
        transport = MailTransport(settings(imap, smtp), store, timeouts=QUICK)
        await Dispatcher(transport, TinyDesk().ask, store, FAST).run()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])))

"""Real mail servers on free ports: Postfix that delivers into two maildirs, Dovecot that shows the bot's. They need root."""

from __future__ import annotations

import email
import os
import pwd
import shutil
import smtplib
import subprocess
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from tests.mail_rig import BOT, PASSWORD, until_open
from tests.ports import free_port

_DOVECOT, _POSTFIX = shutil.which("dovecot", path="/usr/sbin:/usr/bin"), shutil.which("postfix", path="/usr/sbin:/usr/bin")

_NULL = subprocess.DEVNULL
"""What goes on running must not hold a pipe of ours."""


def lacking() -> str:
    """Why they can't be run here; empty: they can."""
    if not _DOVECOT or not _POSTFIX:
        return "dovecot-imapd and postfix aren't installed"
    if os.geteuid():
        return "Dovecot and Postfix start as root only"
    return "" if all(map(_known, ("dovecot", "dovenull", "postfix", "nobody"))) else "the servers' users are missing"


def _known(user: str) -> bool:
    try:
        pwd.getpwnam(user)
    except KeyError:
        return False
    return True


class MailServers:
    """Both, in a folder of their own; nothing of the machine's own servers is read or changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.imap, self.smtp = free_port(), free_port()
        self._boxes = folder / "boxes"
        self._running: subprocess.Popen[bytes] | None = None

    def up(self) -> None:
        """Start them."""
        nobody = pwd.getpwnam("nobody")
        self.folder.chmod(0o755)  # their processes run as other users
        self._boxes.mkdir()
        os.chown(self._boxes, nobody.pw_uid, nobody.pw_gid)
        self._start_postfix(nobody.pw_uid, nobody.pw_gid)
        self._start_dovecot(nobody.pw_uid, nobody.pw_gid)
        until_open(self.smtp, 60)
        until_open(self.imap, 60)

    def _start_dovecot(self, user: int, group: int) -> None:
        config = self.folder / "dovecot.conf"
        config.write_text(
            f"""base_dir = {self.folder}/dovecot
log_path = {self.folder}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:{self._boxes}/bot
first_valid_uid = 1
passdb {{
  driver = static
  args = password={PASSWORD}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={self._boxes}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
""",
            "utf-8",
        )
        self._running = subprocess.Popen([str(_DOVECOT), "-F", "-c", str(config)], stdout=_NULL, stderr=_NULL)

    def _start_postfix(self, user: int, group: int) -> None:
        config, queue, data = (self.folder / name for name in ("postfix", "queue", "postfix-data"))
        for folder in (config, queue, data):
            folder.mkdir()
        postfix = pwd.getpwnam("postfix")
        os.chown(data, postfix.pw_uid, postfix.pw_gid)
        (config / "main.cf").write_text(
            f"""compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.szgh.example.org
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file_prefixes = {self.folder}
maillog_file = {self.folder}/postfix.log
virtual_mailbox_domains = szgh.example.org, example.org
virtual_mailbox_base = {self._boxes}
virtual_mailbox_maps = inline:{{ {{ {BOT} = bot/ }} {{ @example.org = people/ }} }}
virtual_uid_maps = static:{user}
virtual_gid_maps = static:{group}
virtual_minimum_uid = 1
""",
            "utf-8",
        )
        unix = "rewrite trivial-rewrite,bounce bounce,defer bounce,trace bounce,proxymap proxymap,error error,retry error"
        lines = [f"127.0.0.1:{self.smtp} inet n - n - - smtpd", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr"]
        lines += ["anvil unix - - n - 1 anvil", "postlog unix-dgram n - n - 1 postlogd"]
        lines += ["{} unix - - n - - {}".format(*one.split()) for one in unix.split(",")] + ["virtual unix - n n - - virtual"]
        (config / "master.cf").write_text("\n".join(lines) + "\n", "utf-8")
        subprocess.run([str(_POSTFIX), "-c", str(config), "start"], check=True, stdout=_NULL, stderr=_NULL, timeout=60)

    def down(self) -> None:
        """Stop them."""
        config = str(self.folder / "postfix")
        subprocess.run([str(_POSTFIX), "-c", config, "stop"], check=False, stdout=_NULL, stderr=_NULL, timeout=60)
        if self._running is not None:
            self._running.terminate()
            self._running.wait(120)

    def send(self, mail: bytes) -> None:
        """A person's provider hands a mail over."""
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=30) as client:
            client.sendmail("li@example.org", [BOT], mail)

    def people(self) -> list[EmailMessage]:
        """What people have got, the newest last."""
        found = []
        for path in sorted((self._boxes / "people" / "new").glob("*"), key=lambda path: path.stat().st_mtime_ns):
            mail = email.message_from_bytes(path.read_bytes(), policy=default)
            assert isinstance(mail, EmailMessage)
            found.append(mail)
        return found

    @property
    def log(self) -> str:
        """What both have said."""
        every = (self.folder / name for name in ("postfix.log", "dovecot.log"))
        return "\n".join(path.read_text("utf-8", "replace") for path in every if path.exists())

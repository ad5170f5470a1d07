"""The mailbox's section of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from bot import wording
from bot.errors import SettingsError
from bot.settings.section import Section
from bot.settings.values import PREFIX, Reader, is_mail_address, items, mail_address, number, one_of, server

MAIL_PROVIDERS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "163": ("imap.163.com:993", "smtp.163.com:465", ("163.com",)),
    "126": ("imap.126.com:993", "smtp.126.com:465", ("126.com",)),
    "qq": ("imap.qq.com:993", "smtp.qq.com:465", ("qq.com", "vip.qq.com", "foxmail.com")),
    "exmail": ("imap.exmail.qq.com:993", "smtp.exmail.qq.com:465", ()),
}
"""Providers with their servers for IMAP and SMTP, and the domains that tell them."""
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_host = server(wording.SETTING_MAIL_HOST, r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]", least=1)


@dataclass(frozen=True, slots=True)
class MailSettings(Section):
    """The mailbox's section. Field `address` is read from `JIANHUI_MAIL_ADDRESS`, and so on."""

    address: str = ""
    """Address of the mailbox, lower case; empty: no mail."""
    password: str = field(default="", repr=False)
    """Password, or what the provider gives programs instead (授权码)."""
    user: str = ""
    """Name to log in with; empty: the address."""
    provider: str = ""
    """One of `MAIL_PROVIDERS`; empty: told by the address."""
    imap: str = ""
    """`host:port`; empty: the provider's."""
    smtp: str = ""
    security: str = "ssl"
    """ssl, starttls, or none: for servers on this machine only."""
    name: str = wording.MAIL_NAME
    """What stands beside the address in From."""
    aliases: tuple[str, ...] = ()
    """Other addresses of ours, whose mails are never answered."""
    auth_server: str = ""
    """The first word of the Authentication-Results that our provider writes; empty: no sender is proven."""
    daily: int = 20
    """Mails of one sender that are answered on one day at most."""

    NAME: ClassVar[str] = "mail"
    READERS: ClassVar[Mapping[str, Reader]] = {
        "address": mail_address,
        "provider": one_of(wording.SETTING_MAIL_PROVIDER, *MAIL_PROVIDERS, known="、".join(MAIL_PROVIDERS)),
        "imap": lambda name, value: _host(name, value).lower(),
        "smtp": lambda name, value: _host(name, value).lower(),
        "security": one_of(wording.SETTING_MAIL_SECURITY, "ssl", "starttls", "none"),
        "aliases": items(mail_address),
        "daily": number(wording.SETTING_MAIL_DAILY, 4, least=1),
    }
    # no PERSON: a sender is easily made up, so nobody is an admin by mail

    def check(self, given: Mapping[str, object]) -> None:
        """Nothing is set without the address; with it the servers are known, and there is a password."""
        if given and not self.address:
            names = "、".join(f"{PREFIX}MAIL_{name.upper()}" for name in given)
            raise SettingsError(wording.SETTING_MAIL_ALONE.format(names=names))
        if not self.address:
            return
        hosts = {mail_server(self, "imap")[0], mail_server(self, "smtp")[0]}
        if self.security == "none" and not hosts <= set(_LOOPBACK):
            raise SettingsError(wording.SETTING_MAIL_SECURITY.format(name=f"{PREFIX}MAIL_SECURITY", value="none"))
        if not self.password:
            raise SettingsError(wording.SETTING_MAIL_CODE.format(address=self.address))

    @classmethod
    def chat(cls, key: str) -> str:
        """The address from which questions for a person are answered, lower case; raises ValueError for what is none."""
        if not is_mail_address(key):
            raise ValueError(key)
        return key.lower()


def mail_server(settings: MailSettings, kind: str) -> tuple[str, int]:
    """Host and port for `imap` or `smtp`; raises SettingsError when nobody says which."""
    said = settings.imap if kind == "imap" else settings.smtp
    if not said:
        domain = settings.address.rpartition("@")[2]
        told = [MAIL_PROVIDERS[settings.provider]] if settings.provider else []
        told += [one for one in MAIL_PROVIDERS.values() if domain in one[2]]
        if not told:
            raise SettingsError(wording.SETTING_MAIL_SERVER.format(address=settings.address))
        imap, smtp, _ = told[0]
        said = imap if kind == "imap" else smtp
    host, _, port = said.rpartition(":")
    return host, int(port)

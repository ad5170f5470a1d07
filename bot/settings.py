"""Settings from the environment and `.env`, every name with the prefix `JIANHUI_`; the environment wins."""

from __future__ import annotations

import ipaddress
import os
import re
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from bot import wording
from bot.china_time import Hours
from bot.errors import SettingsError

PREFIX = "JIANHUI_"
_ROOT = Path(__file__).resolve().parent.parent
_STARTER = Path(__file__).resolve().parent / "starter"
GOLDEN = _ROOT / "tests" / "golden" if (_ROOT / "tests").is_dir() else _STARTER / "golden"
"""The golden questions of the knowledge that comes with the program: a checkout's own, or those an installed wheel carries."""
REQUESTS = (_ROOT / "tests" / "golden_documents.yaml", _ROOT / "tests" / "golden_documents_held.yaml")
"""The ways of asking for documents: those that the search was tuned on, and those written apart from it."""
ARTICLES = (_ROOT / "tests" / "articles" / "seen.tsv", _ROOT / "tests" / "articles" / "unseen.tsv")
"""Ways of asking for an article of a law, of a checkout: those the parser was tuned on, and those it wasn't."""
CONVERSATIONS = _ROOT / "tests" / "conversations"
"""Scripts of conversations, in a source folder."""
UNANSWERED = _ROOT / "tests" / "unanswered.txt"
"""Questions that the knowledge doesn't hold, of a checkout; an installed wheel has none."""
ROLES = tuple(wording.ROLES)
"""What admins may be: those whose edits wait for a yes, those who may give it, those who may do everything."""
WEB_PORT = 8080
"""Port of the web unless told."""
WEB_ADDRESS = "web.address"
"""File in the data folder that says where the web is open: a link to sign in is made in another process."""
_YES = {"1", "on", "yes", "true", "是", "开"}
_NO = {"0", "off", "no", "false", "否", "关", ""}


def starting_folder(name: str) -> Path:
    """Where `knowledge` or `guides` lies: the checkout's own folder, or the one an installed wheel carries."""
    checkout = _ROOT / name
    if checkout.is_dir():
        return checkout
    return _STARTER / name


def golden_folder(knowledge: Path) -> Path:
    """Where the golden questions of a knowledge folder lie, if it has any: beside it, or with the program for its own."""
    beside = knowledge.absolute().parent / "golden"
    return GOLDEN if not beside.is_dir() and knowledge.absolute() == starting_folder("knowledge") else beside


def default_data() -> Path:
    """Where the database and caches go unless told: `data/` in a checkout, else `~/.jianhuitong`."""
    if (_ROOT / "pyproject.toml").is_file():
        return _ROOT / "data"
    return Path.home() / ".jianhuitong"


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """Telegram's section. Field `token` is read from `JIANHUI_TELEGRAM_TOKEN`, and so on."""

    token: str = ""
    """Token from @BotFather; empty: no Telegram."""
    base_url: str = "https://api.telegram.org/bot"
    """Bot API server; the token is appended."""
    base_file_url: str = "https://api.telegram.org/file/bot"
    webhook_url: str = ""
    """Public https address that Telegram calls; empty: polling."""
    webhook_listen: str = "127.0.0.1"
    webhook_port: int = 8443
    webhook_secret: str = ""
    """Secret Telegram sends along with each call, 1–256 of A-Z a-z 0-9 _ -; empty: one is made at each start."""
    rate: int = 30
    """Messages a second that are sent at most, over all chats: what Telegram allows an ordinary bot; 0: no limit of ours."""

    @classmethod
    def from_env(cls, values: Mapping[str, str]) -> TelegramSettings:
        """The section from texts by its fields' names; raises SettingsError."""
        readers: Mapping[str, Callable[[str, str], object]] = {
            "base_url": _address,
            "base_file_url": _address,
            "webhook_url": _address,
            "webhook_port": _port,
            "rate": _rate,
        }
        built = {name: readers.get(name, _text)(f"telegram_{name}", value) for name, value in values.items() if value}
        return cls(**built)  # type: ignore[arg-type]  # every value was made for its field

    @staticmethod
    def person(key: str) -> str:
        """What names a person on this channel, in its usual form; raises ValueError for what can't be one."""
        if not re.fullmatch(r"[0-9]{1,18}", key):
            raise ValueError(key)
        return key

    @staticmethod
    def chat(key: str) -> str:
        """The same of a chat or of a topic in it: `-1001234`, `-1001234:5`."""
        if not re.fullmatch(r"-?[0-9]{1,18}(?::[0-9]{1,18})?", key):
            raise ValueError(key)
        return key


MAIL_PROVIDERS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "163": ("imap.163.com:993", "smtp.163.com:465", ("163.com",)),
    "126": ("imap.126.com:993", "smtp.126.com:465", ("126.com",)),
    "qq": ("imap.qq.com:993", "smtp.qq.com:465", ("qq.com", "vip.qq.com", "foxmail.com")),
    "exmail": ("imap.exmail.qq.com:993", "smtp.exmail.qq.com:465", ()),
}
"""Providers with their servers for IMAP and SMTP, and the domains that tell them."""
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class MailSettings:
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

    @classmethod
    def from_env(cls, values: Mapping[str, str]) -> MailSettings:
        """The section from texts by its fields' names; raises SettingsError."""
        readers: Mapping[str, Callable[[str, str], object]] = {
            "address": _mail_address,
            "provider": _provider,
            "imap": _host,
            "smtp": _host,
            "security": _security,
            "aliases": lambda name, value: tuple(_mail_address(name, one) for one in re.split(r"[\s,，、;；]+", value) if one),
            "daily": _daily,
        }
        built = {name: readers.get(name, _text)(f"mail_{name}", value) for name, value in values.items() if value}
        found = cls(**built)  # type: ignore[arg-type]  # every value was made for its field
        if not found.address and built:
            names = "、".join(f"{PREFIX}MAIL_{name.upper()}" for name in built)
            raise SettingsError(wording.SETTING_MAIL_ALONE.format(names=names))
        if found.address:
            hosts = {mail_server(found, "imap")[0], mail_server(found, "smtp")[0]}
            if found.security == "none" and not hosts <= set(_LOOPBACK):
                raise SettingsError(wording.SETTING_MAIL_SECURITY.format(name=f"{PREFIX}MAIL_SECURITY", value="none"))
            if not found.password:
                raise SettingsError(wording.SETTING_MAIL_CODE.format(address=found.address))
        return found

    @staticmethod
    def person(key: str) -> str:
        """Raises ValueError: a sender is easily made up, so nobody is an admin by mail."""
        raise ValueError(key)

    @staticmethod
    def chat(key: str) -> str:
        """The address from which questions for a person are answered, lower case; raises ValueError for what is none."""
        if not _MAIL_ADDRESS.fullmatch(key):
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


@dataclass(frozen=True, slots=True)
class QQSettings:
    """The section of QQ's bot. Field `app_id` is read from `JIANHUI_QQ_APP_ID`, and so on."""

    app_id: str = ""
    """AppID of q.qq.com; empty: no QQ bot."""
    secret: str = ""
    """AppSecret of q.qq.com."""
    base_url: str = "https://api.bot.qq.com"
    """The platform's server."""
    token_url: str = "https://api.bot.qq.com/app/getAppAccessToken"  # noqa: S105  # an address
    """Where access tokens are had."""

    @classmethod
    def from_env(cls, values: Mapping[str, str]) -> QQSettings:
        """The section from texts by its fields' names; raises SettingsError."""
        readers: Mapping[str, Callable[[str, str], str]] = {"base_url": _address, "token_url": _address}
        built = {name: readers.get(name, _text)(f"qq_{name}", value) for name, value in values.items() if value}
        if not re.fullmatch(r"[0-9]{0,20}", built.get("app_id", "")):
            raise SettingsError(wording.SETTING_QQ_APP.format(value=built["app_id"]))
        if bool(built.get("app_id")) != bool(built.get("secret")):
            raise SettingsError(wording.SETTING_QQ_PAIR)
        return cls(**built)

    @staticmethod
    def person(key: str) -> str:
        """What names a person: an openid, which this bot alone knows her by; raises ValueError for what can't be one."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,64}", key):
            raise ValueError(key)
        return key

    @staticmethod
    def chat(key: str) -> str:
        """The same of a group: `g-` and its openid."""
        if not re.fullmatch(r"g-[A-Za-z0-9_-]{16,64}", key):
            raise ValueError(key)
        return key


@dataclass(frozen=True, slots=True)
class OneBotSettings:
    """The section of OneBot v11. Field `token` is read from `JIANHUI_ONEBOT_TOKEN`, and so on."""

    listen: str = ""
    """Address and port on which OneBot programs connect to us, such as `127.0.0.1:8095`; empty: no OneBot."""
    token: str = ""
    """What they must show; as long as a password."""
    groups: tuple[str, ...] = ()
    """Numbers of the groups that are served; empty: none, private chats only."""
    unasked: bool = False
    """Whether questions in these groups that are answered with a confidence of 0.9 and more are answered unasked."""
    silent_hours: int = 3
    """Hours of office time without any event after which the admins are told; 0: never."""

    @classmethod
    def from_env(cls, values: Mapping[str, str]) -> OneBotSettings:
        """The section from texts by its fields' names; raises SettingsError."""
        readers: Mapping[str, Callable[[str, str], object]] = {
            "listen": _listen,
            "groups": _groups,
            "unasked": _switch,
            "silent_hours": _hours,
        }
        built = {name: readers.get(name, _text)(f"onebot_{name}", value) for name, value in values.items() if value}
        if built.get("listen") and len(str(built.get("token", ""))) < SHORTEST_TOKEN:
            raise SettingsError(wording.SETTING_ONEBOT_OPEN.format(least=SHORTEST_TOKEN))
        return cls(**built)  # type: ignore[arg-type]  # every value was made for its field

    @staticmethod
    def person(key: str) -> str:
        """What names a person: her QQ number; raises ValueError for what can't be one."""
        if not re.fullmatch(r"[1-9][0-9]{4,11}", key):
            raise ValueError(key)
        return key

    @staticmethod
    def chat(key: str) -> str:
        """The same of a group: `g-` and its number."""
        if not re.fullmatch(r"g-[1-9][0-9]{4,11}", key):
            raise ValueError(key)
        return key


SHORTEST_TOKEN = 8
"""Characters: whoever connects to a OneBot address reads and writes in the account's name."""


class Section(Protocol):
    """What the settings of a channel tell about its keys, and how they are read."""

    @classmethod
    def from_env(cls, values: Mapping[str, str]) -> Section:
        """The section from texts by its fields' names; raises SettingsError."""
        ...

    @staticmethod
    def person(key: str) -> str:
        """What names a person on this channel, in its usual form; raises ValueError for what can't be one."""
        ...

    @staticmethod
    def chat(key: str) -> str:
        """The same of a place that several read."""
        ...


SECTIONS: Mapping[str, type[Section]] = {
    "telegram": TelegramSettings,
    "mail": MailSettings,
    "qq": QQSettings,
    "onebot": OneBotSettings,
}
"""The channels that have settings, by name; a field of `Settings` each. A bare key is the first one's that can have it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Field `keep_days` is read from `JIANHUI_KEEP_DAYS`, and so on; channels have sections."""

    telegram: TelegramSettings = TelegramSettings()
    mail: MailSettings = MailSettings()
    qq: QQSettings = QQSettings()
    onebot: OneBotSettings = OneBotSettings()
    admins: tuple[str, ...] = ()
    """Keys of admins, such as `telegram:4711`, separated by commas or spaces; with a role `telegram:4711=编辑`."""
    expert_chat: str = ""
    """Key of the chat where questions for a person are posted and answered, such as `telegram:-1001234`; empty: none."""
    quiet: Hours | None = None
    """Hours in which neither admins nor experts are told of new questions, such as `22:00-07:30`; none: at any time."""
    web: bool = True
    """Whether the web is open."""
    web_host: str = "127.0.0.1"
    """Address that it listens at; `0.0.0.0`: all of the machine's."""
    web_port: int = 0
    """Port; 0: `WEB_PORT` or the first free one after it."""
    web_url: str = ""
    """Public address, such as https://jianhui.example.org; empty: the one that it listens at."""
    web_proxies: tuple[str, ...] = ()
    """Addresses of reverse proxies whose X-Forwarded-For is believed."""
    web_embed: tuple[str, ...] = ()
    """Sites that may show the ask box in a frame, such as https://www.example.org."""
    web_keys: tuple[str, ...] = ()
    """Keys of programs that use the JSON API, each at least 16 characters."""
    web_name: str = ""
    """What the site is called; empty: 建会通."""
    web_icp: str = ""
    """The line of the ICP filing in the footer."""
    web_police: str = ""
    """The line of the 公安备案 in the footer."""
    keep_days: int = 180
    """Days after which questions are deleted, their counts stay; 0: never."""
    person_limit: int = 30
    """Messages a minute of one person that are answered; 0: any number."""
    group_limit: int = 90
    """Messages a minute in one group that are answered; 0: any number."""
    health_port: int = 0
    """Port for `/healthz` and `/metrics`, which tell how the service is doing; 0: none."""
    health_host: str = "127.0.0.1"
    """Address that it listens at; whoever reaches it reads counts, never words or names."""
    log: str = "text"
    """Form of the log's lines: `text` or `json`."""
    backup_folder: str = ""
    """Folder for a backup a day; empty: none."""
    backup_keep_days: int = 14
    """Daily backups that are kept."""
    backup_passphrase: str = field(default="", repr=False)
    """Passphrase that backups are sealed with; empty: they aren't, unless `backup --seal` asks for one."""
    database: str = ""
    """Address of a PostgreSQL server (postgresql://…) for more than one machine; empty: a file in the data folder."""
    data: Path = Path()
    """Folder for the database and caches."""
    knowledge: Path = Path()
    guides: Path = Path()
    downloads: Path = Path(wording.DOWNLOADS)
    """Where the terminal saves files; relative to the folder it is started in."""
    encoder: bool = True
    """Whether to use the sentence encoder when it is installed."""


def known() -> dict[str, tuple[str, str]]:
    """The names of all settings, each with its section (empty: none) and field."""
    own = {PREFIX + one.name.upper(): ("", one.name) for one in fields(Settings) if one.name not in SECTIONS}
    for section, kind in SECTIONS.items():
        for one in fields(kind):  # type: ignore[arg-type]  # sections are dataclasses
            own[f"{PREFIX}{section}_{one.name}".upper()] = (section, one.name)
    return own


def load(env: Mapping[str, str] | None = None, dotenv: Path | None = None, **overrides: str | None) -> Settings:
    """Settings from `.env`, then the environment, then overrides that aren't None; raises SettingsError in Chinese."""
    values = _read_dotenv(dotenv or Path(".env"))
    values |= {name: value for name, value in (os.environ if env is None else env).items() if name.startswith(PREFIX)}
    values |= {PREFIX + name.upper(): value for name, value in overrides.items() if value is not None}
    names = known()
    for name in values:
        if name not in names:
            raise SettingsError(wording.SETTING_UNKNOWN.format(name=name, known="、".join(sorted(names))))
    grouped: dict[str, dict[str, str]] = {"": {}}
    for name, value in values.items():
        section, own = names[name]
        grouped.setdefault(section, {})[own] = value.strip()
    return _build(grouped.pop(""), grouped)


def admins_now(env: Mapping[str, str] | None = None, dotenv: Path | None = None) -> tuple[str, ...]:
    """The keys of admins as `.env` and the environment have them at this moment; raises SettingsError."""
    path, place = dotenv or Path(".env"), os.environ if env is None else env
    seen = (path.absolute(), _print(path), tuple(sorted(item for item in place.items() if item[0].startswith(PREFIX))))
    kept = _admins.get("last")
    if kept is None or kept[0] != seen:
        kept = _admins["last"] = (seen, load(env, dotenv).admins)
    return kept[1]


_admins: dict[str, tuple[object, tuple[str, ...]]] = {}
"""The admins as they were read last, and what `.env` and the environment were then: every message asks for them."""


def _print(path: Path) -> tuple[int, ...]:
    """What tells whether a file has changed; nothing where there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino


def roles_now(env: Mapping[str, str] | None = None, dotenv: Path | None = None) -> dict[str, str]:
    """The roles of admins (`ROLES`) by their keys, as `.env` and the environment have them at this moment.

    Who has none written is a 管理. Raises SettingsError.
    """
    values = _read_dotenv(dotenv or Path(".env"))
    values |= dict(os.environ if env is None else env)
    return dict(map(_role, _split(values.get(f"{PREFIX}ADMINS", ""))))


def _split(value: str) -> list[str]:
    return [one for one in re.split(r"[\s,，、;；]+", value) if one]


def _role(written: str) -> tuple[str, str]:
    """An admin's key and role from `key` or `key=role`."""
    key, equals, role = written.partition("=")
    if equals and role not in ROLES:
        raise SettingsError(wording.SETTING_ROLE.format(name=f"{PREFIX}ADMINS", value=role, roles="、".join(ROLES)))
    return _admin("admins", key), role or ROLES[-1]


def _build(values: Mapping[str, str], sections: Mapping[str, Mapping[str, str]]) -> Settings:
    """Settings from texts, each turned into its field's type."""
    built: dict[str, object] = {
        "data": default_data(),
        "knowledge": starting_folder("knowledge"),
        "guides": starting_folder("guides"),
    }
    built |= {name: SECTIONS[name].from_env(given) for name, given in sections.items()}
    for name, value in values.items():
        if name in ("data", "knowledge", "guides", "downloads"):
            if value:
                built[name] = _folder(name, value)
        elif name == "admins":
            built[name] = tuple(_role(one)[0] for one in _split(value))
        elif name in ("web_port", "health_port"):
            built[name] = _port(name, value) if value not in ("", "0") else 0
        elif name == "log" and value:
            built[name] = _log_form(name, value)
        elif name == "web_url" and value:
            built[name] = _address(name, value)
        elif name in ("web_proxies", "web_keys", "web_embed"):
            built[name] = tuple(_listed(name, one) for one in _split(value))
        elif name == "database" and value:
            built[name] = _server(value)
        elif name in ("keep_days", "backup_keep_days"):
            built[name] = _days(name, value)
        elif name in ("person_limit", "group_limit"):
            built[name] = _limit(name, value)
        elif name == "expert_chat":
            built[name] = _chat(name, value)
        elif name == "quiet":
            built[name] = _span(name, value) if value else None
        elif name in ("encoder", "web"):
            built[name] = _switch(name, value)
        elif value:
            built[name] = value
    return Settings(**built)  # type: ignore[arg-type]  # every value was made for its field above


def _folder(name: str, value: str) -> Path:
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # ~somebody who isn't there
        raise SettingsError(wording.SETTING_FOLDER.format(name=PREFIX + name.upper(), value=value)) from error


def _port(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65536:
        raise SettingsError(wording.SETTING_PORT.format(name=PREFIX + name.upper(), value=value))
    return int(value)


def _log_form(name: str, value: str) -> str:
    if value.lower() not in ("text", "json"):
        raise SettingsError(wording.SETTING_LOG.format(name=PREFIX + name.upper(), value=value))
    return value.lower()


def _rate(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 4:
        raise SettingsError(wording.SETTING_RATE.format(name=PREFIX + name.upper(), value=value))
    return int(value)


def _mail_address(name: str, value: str) -> str:
    if not _MAIL_ADDRESS.fullmatch(value):
        raise SettingsError(wording.SETTING_MAIL_ADDRESS.format(name=PREFIX + name.upper(), value=value))
    return value.lower()


def _provider(name: str, value: str) -> str:
    if value.lower() not in MAIL_PROVIDERS:
        known = "、".join(MAIL_PROVIDERS)
        raise SettingsError(wording.SETTING_MAIL_PROVIDER.format(name=PREFIX + name.upper(), value=value, known=known))
    return value.lower()


def _host(name: str, value: str) -> str:
    host, _, port = value.rpartition(":")
    if (
        not re.fullmatch(r"[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]", host)
        or not re.fullmatch(r"[0-9]{1,5}", port)
        or not 0 < int(port) < 65536
    ):
        raise SettingsError(wording.SETTING_MAIL_HOST.format(name=PREFIX + name.upper(), value=value))
    return value.lower()


def _security(name: str, value: str) -> str:
    if value.lower() not in ("ssl", "starttls", "none"):
        raise SettingsError(wording.SETTING_MAIL_SECURITY.format(name=PREFIX + name.upper(), value=value))
    return value.lower()


def _daily(name: str, value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or not int(value):
        raise SettingsError(wording.SETTING_MAIL_DAILY.format(name=PREFIX + name.upper(), value=value))
    return int(value)


def _limit(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 5:
        raise SettingsError(wording.SETTING_LIMIT.format(name=PREFIX + name.upper(), value=value))
    return int(value)


def _days(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 5:
        raise SettingsError(wording.SETTING_DAYS.format(name=PREFIX + name.upper(), value=value))
    return int(value)


def _chat(name: str, value: str) -> str:
    try:
        return _key(value, lambda section: section.chat) if value else ""
    except ValueError as error:
        raise SettingsError(wording.SETTING_CHAT.format(name=PREFIX + name.upper(), value=value)) from error


def _span(name: str, value: str) -> Hours:
    """Hours of the day from `22:00-07:30`; also with full-width colons and other dashes."""
    plain = unicodedata.normalize("NFKC", value)
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})\s*(?:[-–—~〜]+|至|到)\s*([0-9]{1,2}):([0-9]{2})", plain)
    numbers = [int(one) for one in found.groups()] if found else [24, 0, 24, 0]
    begin, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if max(numbers[0], numbers[2]) > 23 or max(numbers[1], numbers[3]) > 59 or begin == end:
        raise SettingsError(wording.SETTING_QUIET.format(name=PREFIX + name.upper(), value=value))
    return Hours(begin, end)


def _admin(name: str, key: str) -> str:
    try:
        return _key(key, lambda section: section.person)
    except ValueError as error:
        raise SettingsError(wording.SETTING_ADMIN.format(name=PREFIX + name.upper(), value=key)) from error


def _key(key: str, check: Callable[[type[Section]], Callable[[str], str]]) -> str:
    """A key with its channel, as that channel has it; raises ValueError for what it can't be."""
    channel, named, rest = key.partition(":")
    if named and channel in SECTIONS:
        return f"{channel}:{check(SECTIONS[channel])(rest)}"
    if re.fullmatch(r"[a-z]+:[A-Za-z0-9_@.%+-]+(?::[A-Za-z0-9_@.%+-]+)?", key):  # a channel without a section: the terminal
        return key
    for section, kind in SECTIONS.items():
        with suppress(ValueError):
            return f"{section}:{check(kind)(key)}"
    raise ValueError(key)


def _text(_: str, value: str) -> str:
    return value


def _listed(name: str, value: str) -> str:
    """One of several: a proxy's address or network, a key, or the address of a site."""
    if name == "web_embed":
        parts = urlsplit(_address(name, value))
        return f"{parts.scheme}://{parts.netloc}"
    if name == "web_keys" and not re.fullmatch(r"[A-Za-z0-9_-]{16,200}", value):
        raise SettingsError(wording.SETTING_KEY.format(name=PREFIX + name.upper()))
    if name == "web_proxies":
        try:
            ipaddress.ip_network(value)
        except ValueError as error:
            raise SettingsError(wording.SETTING_PROXY.format(name=PREFIX + name.upper(), value=value)) from error
    return value


def _server(value: str) -> str:
    """The address of a database server; it holds a password, so that no message repeats it."""
    if not value.startswith(("postgresql://", "postgres://")):
        raise SettingsError(wording.STORE_SERVER_URL)
    return value


def _switch(name: str, value: str) -> bool:
    if value.lower() not in _YES | _NO:
        raise SettingsError(wording.SETTING_SWITCH.format(name=PREFIX + name.upper(), value=value))
    return value.lower() in _YES


def _listen(name: str, value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 <= int(port) < 65536:
        raise SettingsError(wording.SETTING_LISTEN.format(name=PREFIX + name.upper(), value=value))
    return value


def _groups(name: str, value: str) -> tuple[str, ...]:
    numbers = tuple(number for number in re.split(r"[\s,，、;；]+", value) if number)
    for number in numbers:
        if not re.fullmatch(r"[1-9][0-9]{4,11}", number):
            raise SettingsError(wording.SETTING_GROUPS.format(name=PREFIX + name.upper(), value=number))
    return numbers


def _hours(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 3:
        raise SettingsError(wording.SETTING_HOURS.format(name=PREFIX + name.upper(), value=value))
    return int(value)


def _address(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
    except ValueError as error:  # a bracket that isn't closed
        raise SettingsError(wording.SETTING_ADDRESS.format(name=PREFIX + name.upper(), value=value)) from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise SettingsError(wording.SETTING_ADDRESS.format(name=PREFIX + name.upper(), value=value))
    return value


def _read_dotenv(path: Path) -> dict[str, str]:
    """The `NAME=value` lines of a file that start with our prefix; missing file: none."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(wording.DOTENV_UNREADABLE.format(path=path)) from error
    values = {}
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip().removeprefix("export ")
        if not bare or bare.startswith("#"):
            continue
        name, equals, value = bare.partition("=")
        if not equals:
            raise SettingsError(wording.DOTENV_LINE.format(path=path, line=number))
        if name.strip().startswith(PREFIX):
            values[name.strip()] = value.strip().strip("\"'")
    return values

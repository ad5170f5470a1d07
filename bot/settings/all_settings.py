"""Everything that can be set, and the reader of each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from bot import places, wording
from bot.china_time import Hours
from bot.settings import values
from bot.settings.keys import SECTIONS, admin_key, chat_key
from bot.settings.mail import MailSettings
from bot.settings.onebot import OneBotSettings
from bot.settings.qq import QQSettings
from bot.settings.shipped_files import default_data, starting_folder
from bot.settings.telegram import TelegramSettings
from bot.settings.values import PREFIX, Reader, items, matching, number, one_of

WEB_PORT = 8080
"""Port of the web unless told."""
WEB_ADDRESS = "web.address"
"""File in the data folder that says where the web is open: a link to sign in is made in another process."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Field `keep_days` is read from `JIANHUI_KEEP_DAYS`, and so on; channels have sections."""

    telegram: TelegramSettings = field(default_factory=TelegramSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    qq: QQSettings = field(default_factory=QQSettings)
    onebot: OneBotSettings = field(default_factory=OneBotSettings)
    admins: tuple[str, ...] = ()
    """Keys of admins, such as `telegram:4711`, separated by commas or spaces; with a role `telegram:4711=编辑`."""
    expert_chat: str = ""
    """Key of the chat where questions for a person are posted and answered, such as `telegram:-1001234`; empty: none."""
    region: str = places.HOME
    """The province that is served, such as 江苏: its rules hold unless a question names another place."""
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


_READERS: Mapping[str, Reader] = {
    **dict.fromkeys(("data", "knowledge", "guides", "downloads"), values.folder),
    "admins": items(admin_key),
    "expert_chat": chat_key,
    "region": values.province,
    "quiet": values.hours_of_day,
    "web": values.switch,
    "web_port": values.optional_port,
    "web_url": values.address,
    "web_proxies": items(values.network),
    "web_embed": items(values.site),
    "web_keys": items(matching(wording.SETTING_KEY, r"[A-Za-z0-9_-]{16,200}")),
    **dict.fromkeys(("keep_days", "backup_keep_days"), number(wording.SETTING_DAYS, 5)),
    **dict.fromkeys(("person_limit", "group_limit"), number(wording.SETTING_LIMIT, 5)),
    "health_port": values.optional_port,
    "log": one_of(wording.SETTING_LOG, "text", "json"),
    "database": values.database_address,
    "encoder": values.switch,
}
"""The readers of fields that aren't plain texts."""
_NEVER_EMPTY = ("keep_days", "backup_keep_days", "person_limit", "group_limit", "encoder", "web")
"""Fields that an empty text doesn't leave at their default: a number is missing then, and a switch is off."""


def known() -> dict[str, tuple[str, str]]:
    """The names of all settings, each with its section (empty: none) and field."""
    own = {PREFIX + one.name.upper(): ("", one.name) for one in fields(Settings) if one.name not in SECTIONS}
    for section, kind in SECTIONS.items():
        for one in fields(kind):  # type: ignore[arg-type]  # sections are dataclasses
            own[f"{PREFIX}{section}_{one.name}".upper()] = (section, one.name)
    return own


def build(given: Mapping[str, str], sections: Mapping[str, Mapping[str, str]]) -> Settings:
    """Settings from texts, each turned into its field's type; raises SettingsError."""
    built: dict[str, object] = {
        "data": default_data(),
        "knowledge": starting_folder("knowledge"),
        "guides": starting_folder("guides"),
    }
    built |= {name: SECTIONS[name].from_env(texts) for name, texts in sections.items()}
    built |= values.read_fields({name: value for name, value in given.items() if value or name in _NEVER_EMPTY}, _READERS)
    return Settings(**built)  # type: ignore[arg-type]  # every value was made for its field

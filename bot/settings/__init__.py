"""Settings from the environment and `.env`, every name with the prefix `JIANHUI_`; the environment wins.

all_settings.py   every setting with its default, and the reader of each
telegram.py …     a channel's section each, on the base in section.py
keys.py           keys of admins and chats, checked by the channel that they name
values.py         readers: from a text to a value, or a sentence that says what is wrong
environment.py    `.env`, environment and options → Settings
shipped_files.py  where the knowledge, guides and test questions lie that come with the program
"""

from bot.settings.all_settings import WEB_ADDRESS, WEB_PORT, Settings, known
from bot.settings.environment import admins_now, load, roles_now
from bot.settings.keys import ROLES
from bot.settings.mail import MailSettings, mail_server
from bot.settings.onebot import OneBotSettings
from bot.settings.qq import QQSettings
from bot.settings.shipped_files import (
    ARTICLES,
    CONVERSATIONS,
    GOLDEN,
    REQUESTS,
    UNANSWERED,
    default_data,
    golden_folder,
    starting_folder,
)
from bot.settings.telegram import TelegramSettings

__all__ = [
    "ARTICLES",
    "CONVERSATIONS",
    "GOLDEN",
    "REQUESTS",
    "ROLES",
    "UNANSWERED",
    "WEB_ADDRESS",
    "WEB_PORT",
    "MailSettings",
    "OneBotSettings",
    "QQSettings",
    "Settings",
    "TelegramSettings",
    "admins_now",
    "default_data",
    "golden_folder",
    "known",
    "load",
    "mail_server",
    "roles_now",
    "starting_folder",
]

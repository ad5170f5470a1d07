"""Values of settings read from text: each reader takes a setting's name and its text, and raises SettingsError in Chinese."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from bot import places, wording
from bot.china_time import Hours
from bot.errors import SettingsError

PREFIX = "JIANHUI_"
Reader = Callable[[str, str], object]
"""From a setting's name, without the prefix and in lower case, and its text to the value; raises SettingsError."""
_YES = {"1", "on", "yes", "true", "是", "开"}
_NO = {"0", "off", "no", "false", "否", "关", ""}
_MAIL_ADDRESS = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def refused(sentence: str, name: str, value: str = "", **more: object) -> SettingsError:
    """The error that a value can't be; the sentence names the setting, and the value unless that is secret."""
    return SettingsError(sentence.format(name=PREFIX + name.upper(), value=value, **more))


def split(value: str) -> list[str]:
    """The items of a list, between commas or spaces of any width."""
    return [one for one in re.split(r"[\s,，、;；]+", value) if one]


def text(_: str, value: str) -> str:
    """The text as it stands."""
    return value


def items(read: Callable[[str, str], str]) -> Callable[[str, str], tuple[str, ...]]:
    """A reader of lists, each item read by `read`."""
    return lambda name, value: tuple(read(name, one) for one in split(value))


def one_of(sentence: str, *choices: str, **more: object) -> Callable[[str, str], str]:
    """A reader of one of these words, in any case; `sentence` says what else is wrong."""

    def read(name: str, value: str) -> str:
        if value.lower() not in choices:
            raise refused(sentence, name, value, **more)
        return value.lower()

    return read


def matching(sentence: str, pattern: str) -> Callable[[str, str], str]:
    """A reader of texts that match a pattern as a whole; `sentence` says what is wrong with others."""

    def read(name: str, value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise refused(sentence, name, value)
        return value

    return read


def number(sentence: str, digits: int, least: int = 0) -> Callable[[str, str], int]:
    """A reader of whole numbers of so many digits at most, and `least` at least."""

    def read(name: str, value: str) -> int:
        if not re.fullmatch(rf"[0-9]{{1,{digits}}}", value) or int(value) < least:
            raise refused(sentence, name, value)
        return int(value)

    return read


def port(name: str, value: str) -> int:
    """A port from 1 to 65535."""
    if not re.fullmatch(r"[0-9]+", value) or not 0 < int(value) < 65536:
        raise refused(wording.SETTING_PORT, name, value)
    return int(value)


def optional_port(name: str, value: str) -> int:
    """The same, or 0 for none."""
    return 0 if value == "0" else port(name, value)


def server(sentence: str, hosts: str = r".+", least: int = 0) -> Callable[[str, str], str]:
    """A reader of `host:port`, the host as the pattern has it, the port from `least` on."""

    def read(name: str, value: str) -> str:
        host, _, port_ = value.rpartition(":")
        if not re.fullmatch(hosts, host) or not re.fullmatch(r"[0-9]{1,5}", port_) or not least <= int(port_) < 65536:
            raise refused(sentence, name, value)
        return value

    return read


def mail_address(name: str, value: str) -> str:
    """An address of mail, in lower case."""
    if not is_mail_address(value):
        raise refused(wording.SETTING_MAIL_ADDRESS, name, value)
    return value.lower()


def is_mail_address(value: str) -> bool:
    """Whether a text is an address of mail."""
    return _MAIL_ADDRESS.fullmatch(value) is not None


def folder(name: str, value: str) -> Path:
    """A folder; `~` is the home of whoever runs the program."""
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # ~somebody who isn't there
        raise refused(wording.SETTING_FOLDER, name, value) from error


def address(name: str, value: str) -> str:
    """An http or https address."""
    try:
        parts = urlsplit(value)
    except ValueError as error:  # a bracket that isn't closed
        raise refused(wording.SETTING_ADDRESS, name, value) from error
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise refused(wording.SETTING_ADDRESS, name, value)
    return value


def province(name: str, value: str) -> str:
    """A province by its short name; 江苏省 is taken as well."""
    found = places.province(value)
    if found is None:
        raise refused(wording.SETTING_REGION, name, value)
    return found


def site(name: str, value: str) -> str:
    """The origin of an address: scheme, host and port."""
    parts = urlsplit(address(name, value))
    return f"{parts.scheme}://{parts.netloc}"


def network(name: str, value: str) -> str:
    """An address or a network in numbers."""
    try:
        ipaddress.ip_network(value)
    except ValueError as error:
        raise refused(wording.SETTING_PROXY, name, value) from error
    return value


def database_address(_: str, value: str) -> str:
    """The address of a database server; it holds a password, so that no message repeats it."""
    if not value.startswith(("postgresql://", "postgres://")):
        raise SettingsError(wording.STORE_SERVER_URL)
    return value


def hours_of_day(name: str, value: str) -> Hours:
    """Hours of the day from `22:00-07:30`; also with full-width colons and other dashes."""
    plain = unicodedata.normalize("NFKC", value)
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})\s*(?:[-–—~〜]+|至|到)\s*([0-9]{1,2}):([0-9]{2})", plain)
    numbers = [int(one) for one in found.groups()] if found else [24, 0, 24, 0]
    begin, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
    if max(numbers[0], numbers[2]) > 23 or max(numbers[1], numbers[3]) > 59 or begin == end:
        raise refused(wording.SETTING_QUIET, name, value)
    return Hours(begin, end)


def switch(name: str, value: str) -> bool:
    """Yes or no, in English, Chinese or as 1 and 0; empty: no."""
    if value.lower() not in _YES | _NO:
        raise refused(wording.SETTING_SWITCH, name, value)
    return value.lower() in _YES


def read_fields(values: Mapping[str, str], readers: Mapping[str, Reader], prefix: str = "") -> dict[str, object]:
    """The values by their fields' names, each read by its reader or as it stands; `prefix` is a section's name and `_`."""
    return {name: readers.get(name, text)(prefix + name, value) for name, value in values.items()}

"""What admins type: the commands that begin an edit, and the words that steer one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.normalise import fold, whole

NEW, EDIT, PHRASE, RETIRE, FIND, UNDO, HISTORY, ADMIN = "new", "edit", "phrase", "retire", "find", "undo", "history", "admin"
SUGGEST, STATS = "suggest", "stats"

_CHINESE = {
    NEW: r"(?:新增|新建|添加|加|新)条目",
    EDIT: r"(?:修?改|编辑)条目|(?:修?改|编辑)(?=\s)",
    PHRASE: r"(?:添?加|增加)问法",
    RETIRE: r"停用条目|停用(?=\s)",
    FIND: r"(?:查找|查|找|搜索?)条目|查找(?=\s)",
    UNDO: r"撤销(?:修改|上次修改|上一次修改|编辑)",
    HISTORY: r"(?:修改|编辑)?(?:历史|记录)(?=\s)|(?:修改|编辑)(?:历史|记录)",
    ADMIN: r"管理(?:帮助|菜单|命令|操作)",
    SUGGEST: r"(?:问法建议|建议问法|建议的问法)",
    STATS: r"(?:问答|运行|服务)统计",
}
"""Words for the same, with what they are about behind them. A question that begins so must not be taken for one (改选主席
要几天): where the words alone are everyday ones, a space follows."""
_SLASH = re.compile(rf"/({'|'.join(_CHINESE)})(?![A-Za-z0-9_])(.*)", re.DOTALL | re.IGNORECASE)
_WORDS = {act: re.compile(rf"(?:{pattern})(.*)", re.DOTALL) for act, pattern in _CHINESE.items()}
_ALONE = {UNDO, ADMIN, SUGGEST}
"""Acts whose Chinese words stand alone, or with a number."""

_STEERING = {
    "stop": r"取消|退出|算了|不改了|停|cancel|stop|quit",
    "yes": r"确认|确定|生效|确认生效|仍然生效|ok|yes",
    "again": r"重写|重新写|再写一次|改一下",
    "clear": r"清空|留空|删掉|去掉|clear",
    "skip": r"跳过|没有|不加|skip",
    "redo": r"重做|在新文本上重做",
}
_CONTROLS = {name: re.compile(pattern) for name, pattern in _STEERING.items()}


@dataclass(frozen=True, slots=True)
class EditCommand:
    """A command and what it is about."""

    act: str
    about: str


def read(text: str, *, slashed: bool = False) -> EditCommand | None:
    """The command that a text begins with, None when it is something else; `slashed`: only one with a slash counts."""
    said = text.strip()
    slash = _SLASH.fullmatch(said)
    if slash:
        return EditCommand(slash[1].lower(), slash[2].strip())
    for act, pattern in _WORDS.items() if not slashed else ():
        found = pattern.fullmatch(said)
        if found and (act not in _ALONE or not found[1].strip() or whole(found[1]) is not None):
            return EditCommand(act, found[1].strip(" \t\n:：，,"))
    return None


def steering_verb(text: str) -> str:
    """Which word steers the edit: a key of the table above, or empty."""
    said = fold(text.removeprefix("/"))
    return next((name for name, pattern in _CONTROLS.items() if pattern.fullmatch(said)), "")


def picked_number(text: str, offered: int) -> int:
    """The number that a text picks from a list of so many, from 1; 0 when it picks none."""
    number = whole(text.strip().removeprefix("选").removeprefix("第"))
    return number if number is not None and 0 < number <= offered else 0

"""What is typed while a form is being filled in and isn't a value: commands, and changes of earlier fields."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.forms import several_values
from bot.model import Form
from bot.normalise import fold, whole

_WORDS = {
    "back": r"上[一1]?[步项个]|返回|回退|退回|back",
    "skip": r"(?:先)?(?:跳过|略过|空着|空下|放着|放一放|放1放)(?:吧|这[一1]?项)?|先?不填|下[一1][步项个]|skip",
    "none": r"没有|(?:我|们|暂时|现在|目前|还|也)*不(?:太|大|很)?(?:知道|晓得|清楚|确定|记得)(?:啊|呀|了)?"
    r"|记不[清得](?:楚|了)?|忘了"
    r"|待定|再说|以后再(?:说|填|补)|(?:还|暂时|目前|现在)*(?:没|没有|未)(?:定|批|批准|批下来|确定|决定|想好|商量|开会?|成立|选|有|来|查)(?:下来|好|呢|啊|了|到)*",
    "stop": r"取消|退出|不填了|不写了|算了|停|停止|cancel|stop",
    "again": r"从头|从头来|从头开始|重来|重新来|重新填|重填|重新开始|restart",
    "go": r"继续|继续填|接着填|接着|go",
    "make": r"生成|确认|确定|没问题|对的?|好的?|可以|是的?|ok|没错|就这样|出文件",
}
"""What is said to the filling in; `none`: nothing for this blank, or not yet, unless the blank takes it as a value."""
_NUMERAL = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_TO = r"(?:改成|改为|换成|应该是|应为|应当是)"
_SPACED = re.compile(r"(?<=第)\s+|\s+(?=[项个条])|(?<=改)\s+")
_CHANGED = re.compile(
    rf"(?:我?(?:想|要|想要)?(?:把|将)?)(?:第?(?P<number>{_NUMERAL})[项个条]|(?P<name>[^\s,\uff0c:：]{{2,20}}?))(?:的?内容)?\s*{_TO}\s*[:：]?\s*(?P<value>.+)",
    re.DOTALL,
)
_CHANGE = re.compile(
    rf"(?:我?(?:想|要|想要)?)(?:修?改|重填|回到|改一下|改下)(?:一下)?\s*(?:第?(?P<number>{_NUMERAL})[项个条]?|(?P<name>\S{{2,20}}))"
    rf"|第(?P<number2>{_NUMERAL})[项个条](?:要|想|得)?(?:修?改|重填|写错了|错了|不对)(?:一下)?"
)
_MENDED = re.compile(
    rf"(?:(?:不对|错了|写错了|填错了|不是)[,\uff0c\u3002\s]*)?(?:{_TO}|(?<=[,\uff0c\u3002\s])是)\s*[:：]?\s*(?P<value>.+)",
    re.DOTALL,
)
_COMMANDS = {name: re.compile(pattern) for name, pattern in _WORDS.items()}


def command(text: str) -> str:
    """What a text tells the filling in to do: a key of the table above, or empty."""
    said = fold(text.removeprefix("/"))
    return next((name for name, pattern in _COMMANDS.items() if pattern.fullmatch(said)), "")


@dataclass(frozen=True)
class FieldChange:
    """A change of a field that isn't the one being asked for."""

    at: int | None
    """The place of the field; None: the form has no field of the number that was typed."""
    value: str | None = None
    """Its new value; None: it is to be asked for."""


def last_value_mended(text: str) -> str | None:
    """The value that a text puts in place of the one filled in last (改成260, 不对，是260); None for any other."""
    found = _MENDED.fullmatch(_SPACED.sub("", text.strip()))
    return found["value"] if found else None


def field_change(text: str, form: Form) -> FieldChange | None:
    """What a text changes of a field that it names (改第三项, 会员人数改成260); None when it names none of the form's."""
    bare = _SPACED.sub("", text.strip())
    changed = _CHANGED.fullmatch(bare)
    at = meant_field(form, changed["number"], changed["name"]) if changed else None
    if changed and at is not None:
        return FieldChange(at, changed["value"])
    change = _CHANGE.fullmatch(bare)
    if change is None:
        return None
    number = change["number"] or change["number2"] or ""
    at = meant_field(form, number, change["name"])
    return FieldChange(at) if at is not None or number else None


def meant_field(form: Form, number: str | None, name: str | None) -> int | None:
    """The place of the field that a number or a name means; None when none, or several."""
    if number:
        found = whole(number)
        return found - 1 if found is not None and 0 < found <= len(form.fields) else None
    return several_values.field_named(form, name) if name else None

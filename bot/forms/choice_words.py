"""Which choice of a field is meant by words that aren't the choice's own: 还没批, 没有党组织, 私企, 记不清."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.normalise import fold

_WHO = r"(?:我们|咱们|我|单位|公司|厂里|这边|目前|现在|暂时|还|都|也|是)*"
_END = r"(?:的|了|呢|啊|吧|企业|公司|单位)*"


@dataclass(frozen=True, slots=True)
class _Sense:
    """A sense that a text may have, and the choices that have it too."""

    said: re.Pattern[str]
    choice: re.Pattern[str]


def _sense(said: str, choice: str) -> _Sense:
    return _Sense(re.compile(f"{_WHO}(?:{said}){_END}"), re.compile(choice))


_SENSES = (
    _sense(
        r"(?:还没有?|未|等着?|等待|在|正在)(?:批|批准|批复|批下来|研究|报批|报请|上报|报|审批|审核|审议|答复|走流程|办|走程序)(?:下来|好|完|中)*"
        r"|(?:还没有?|未)(?:定|决定|同意|表态|开会|上会|讨论)(?:下来)?|待批|待定",
        r"正在|尚未(?!建|设)",
    ),
    _sense(r"(?:已经?)?(?:批|批准|批复|同意|通过)(?:了|过了|下来了?)?|没有?意见", r"^同意$"),
    _sense(r"记不[清得](?:楚|了)?|忘了?|不记得|不(?:太|大)?(?:确定|清楚|知道)", r"记不清|不清楚"),
    _sense(r"私企|私营|私人|民企|民营|个体", r"民营|私营"),
    _sense(r"国企|央企|国有|国营|国有控股", r"国有"),
    _sense(r"外企|外资|外商|合资|中外合资|外商独资", r"外商"),
    _sense(r"港资|台资|澳资|港澳台资?|港企|台企", r"港澳台"),
    _sense(r"社团|协会|商会|民办非企业|民非|基金会", r"社会组织"),
    _sense(r"政府|机关|行政", r"^机关$"),
    _sense(r"事业|学校|医院", r"^事业单位$"),
)
"""Everyday names of what forms call otherwise; each counts only when just one choice has its sense."""
_NEITHER = re.compile(r"(?:以上|这些|上面)?(?:都|全|也)?不是|都没有|一个都不是|1个都不是")
_NONE = re.compile(rf"{_WHO}(?:(?:私企|民企|小公司)\W*)?(?:没有?|无|未)(?:建立?|成立|设立?|有)?(?P<what>.{{0,8}}?){_END}")
_LACKS = re.compile(r"没有|尚未|还没|不需要|\A无\Z|\A未")


def choice_meant(said: str, choices: Sequence[str]) -> str:
    """The only choice that words have the sense of; empty when none or several."""
    words = fold(said)
    for sense in _SENSES:
        if sense.said.fullmatch(words):
            found = [choice for choice in choices if sense.choice.search(choice)]
            if len(found) == 1:
                return found[0]
    if _NEITHER.fullmatch(words):
        return "无" if "无" in choices else ""
    none = _NONE.fullmatch(words)
    found = [choice for choice in choices if _LACKS.search(choice) and none and set(none["what"]) <= set(choice)]
    return found[0] if len(found) == 1 else ""

"""Takes out of a text what tells who people are: numbers, addresses, names and companies, as far as they can be recognised.

What is taken out leaves a word in brackets, so that the reader of the text sees what stood there. Numbers that belong to the
matter stay: sums, dates, shares, articles, and public numbers of five digits such as 12351.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from bot import wording

_UNITS = r"(?!\d|[ ]*(?:元|块|万|人|名|个|年|月|日|天|号文|%|％|平|户|家|份))"
_NUMBERS = re.compile(
    r"(?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<identity>(?<![0-9A-Za-z])\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z]))"
    r"|(?P<credit>(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}(?![0-9A-Za-z]))"
    r"|(?P<card>(?<!\d)\d(?:[ -]?\d){15,18}(?!\d))"
    r"|(?P<phone>(?<!\d)(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d){8}(?!\d)|(?<!\d)(?:0\d{2,3}|[(（]0\d{2,3}[)）])[ -]?\d{7,8}(?:-\d{1,5})?(?!\d)"
    r"|(?<=电话)[:：是 ]*\d{3,4}[ -]?\d{4}(?!\d))"
    r"|(?P<qq>(?:[Qq扣]{2}|[Qq](?=号))(?:号码?|群号?)?[:：是 ]*\d{5,11}(?!\d)|(?<=群号)[:：是 ]*\d{5,11}(?!\d)|(?<=加我)[:： ]*\d{5,11}(?!\d))"
    r"|(?P<wechat>(?:微信|[Vv]信|[Vv][Xx]|[Ww][Xx])(?:号码?)?[:：是 ]*[A-Za-z][A-Za-z0-9_-]{5,19}(?![A-Za-z0-9_-]))"
    rf"|(?P<number>(?<![\d.,/第-])\d{{7,15}}{_UNITS}(?![\d.,/-]))"
)
_MENTION = re.compile(r"@[^\s@\uff0c\u3002！？、：；,!?:;]{1,30}[ \u2005]?")

_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱林郭罗郑梁谢宋唐许韩冯邓曹彭曾萧田董潘袁蔡蒋杜叶魏苏吕丁沈姚卢姜崔钟谭陆汪范石廖贾韦邹熊孟秦阎薛侯雷龙段郝孔邵毛顾赖武康贺严尹钱施洪龚"
"""The commonest surnames, without those that are as often another word (任, 高, 方, 何, 马, 万 …)."""
_TITLES = r"老师|主席|部长|主任|科长|处长|经理|书记|会长|师傅|工程师|大姐|阿姨|秘书长|专员|局长|总(?!是|工会|公司|部|会|共|结|数|额|体|有|得|要|能)"
_CALLED = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:小|老|阿)?[{_SURNAMES}](?={_TITLES})|(?<=[老小找问给跟和请由让叫向谢系])[{_SURNAMES}](?={_TITLES})"
)
_NAMED = re.compile(
    r"(?P<before>我叫|姓名[:：是 ]+|联系人[:：是 ]+|经办人[:：是 ]+|本人叫?[:：]?(?=[\u4e00-\u9fff]{2,3}[\uff0c,\u3002；;]))"
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?=[\uff0c,\u3002；;！!\s]|$|的电话|电话)"
)
_LEGAL = "有限责任公司|股份有限公司|有限公司|集团公司"
_BODIES = f"{_LEGAL}|公司|集团|厂|医院|学校|学院|小学|中学|酒店|宾馆|银行|超市|事务所|幼儿园|合作社"
_LEAD = "我们公司叫|我们公司是|我们单位是|我公司是|我单位是|我们是|我是|我这边是|这边是|这里是|我在|我们厂是|单位名称[:：是]*|公司名称[:：是]*"
_INTRODUCED = re.compile(rf"(?P<lead>{_LEAD})(?P<name>[\u4e00-\u9fffA-Za-z0-9（）()·&-]{{2,28}}?(?:{_BODIES}))")
_COMPANY = re.compile(rf"(?P<name>[\u4e00-\u9fffA-Za-z0-9（）()·&]{{2,24}}?(?:{_LEGAL}))")
_ANY = re.compile(
    "一|某|这|那|本|该|贵|个|家|我|你|他|她|们|的|小|大|中型|新|老|民营|私营|私|国有|国企|外资|外企|合资|非公|集体|企业|股份|独资|责任|"
    "什么|哪|每|各|所有|任何|分|子|母|总|改制|上市|劳务|物业管理$|派遣|几"
)
"""Words at the head of what is any company, and no name: 一家小公司, 国有独资公司, 子公司."""
_VERBS = re.compile(".*(?:是|在|叫|为|和|与|给|到|于|向|由|把|被|对|跟|的|了|：|:|（(?=[^）]*$))")


class Masking:
    """Masks texts, and counts what was taken out by kind."""

    def __init__(self, people: Iterable[str] = ()) -> None:
        """`people`: names by which the people of a chat go there; shorter ones than two characters are left."""
        names = sorted(
            {name for name in people if len(name) > 1 and name not in wording.EXCHANGE_COMMON_NAMES}, key=len, reverse=True
        )
        self._people = re.compile("|".join(map(re.escape, names))) if names else None
        self.counts: Counter[str] = Counter()

    def masked(self, text: str) -> str:
        """A text without what tells who people are."""
        if self._people:
            # before anything else: a name may hold a number or an @
            text = re.sub(rf"@?(?:{self._people.pattern})[ \u2005]?", lambda match: self._mention(match[0]), text)
        text = _MENTION.sub(lambda match: self._mention(match[0]) if not _in_mail(match) else match[0], text)
        text = _NUMBERS.sub(self._number, text)
        text = _NAMED.sub(lambda match: match["before"] + self._taken("name"), text)
        text = _INTRODUCED.sub(self._introduced, text)
        text = _COMPANY.sub(self._company, text)
        return _CALLED.sub(lambda _: self._taken("name"), text)

    def _taken(self, kind: str) -> str:
        self.counts[kind] += 1
        return wording.EXCHANGE_MASKS[kind]

    def _mention(self, found: str) -> str:
        """A call to someone in a chat goes without a trace; a name in a sentence leaves its place."""
        mark = self._taken("name")
        return "" if found.startswith("@") else mark

    def _number(self, match: re.Match[str]) -> str:
        kind = match.lastgroup or ""
        return match[0] if kind == "number" and _is_day(match[0]) else self._taken(kind)

    def _introduced(self, match: re.Match[str]) -> str:
        return match[0] if _ANY.match(match["name"]) else match["lead"] + self._taken("company")

    def _company(self, match: re.Match[str]) -> str:
        """A name before 有限公司 and the like: what stands before a verb isn't of it."""
        head = verb[0] if (verb := _VERBS.match(match["name"])) else ""
        name = match["name"][len(head) :]
        bare = re.sub(f"(?:{_LEGAL})$", "", name)
        return match[0] if len(bare) < 2 or _ANY.match(name) else head + self._taken("company")


def _in_mail(match: re.Match[str]) -> bool:
    """Whether what looks like a call is the end of a mail address."""
    before = match.string[: match.start()]
    return bool(re.search(r"[A-Za-z0-9._%+-]$", before)) and bool(re.match(r"@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", match[0]))


def _is_day(digits: str) -> bool:
    """Whether eight digits are a date such as 20110503."""
    try:
        return len(digits) == len("20110503") and 1949 <= date.fromisoformat(digits).year <= 2100
    except ValueError:
        return False

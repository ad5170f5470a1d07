"""Takes out of a text what names a person or her money: numbers, addresses and accounts; for imports names and companies too.

What is kept of a question goes through `redact` first, what is imported through a `Redactor`; both know the same numbers. What
is taken out leaves a word in brackets, so that the reader sees what stood there. Numbers that belong to the matter stay:
hotlines (12351, 400 numbers), dates, sums, shares, articles. The forms are those of GB 11643 (ID numbers: 18 digits, before
1999 15), GB 32100 (social credit codes), of the Chinese numbering plan (mobile 1[3-9] and nine digits, area codes of 3–4
digits from 0 with 7–8 behind them) and of ISO/IEC 7812 (cards, 13–19 digits; account numbers are longer).

Digits may be of any width, in Chinese (一三八…), and in groups. `redact(redact(x)) == redact(x)`; time is linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from bot import wording

_ASCII = str.maketrans("０１２３４５６７８９Ｘｘ＠．", "0123456789Xx@.")
_SPOKEN = str.maketrans("〇零一幺二三四五六七八九", "001123456789")
"""Character for character, so that a place in the one text is that place in the other."""

_UNSEEN = dict.fromkeys(map(ord, "\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"))
"""Marks of writing direction and characters without width: they turn around what stands beside a text, or hide a number."""

_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_LINK = r"(?:号码|账号|帐号|群号|号|群|id|ID)?(?:是|为|[:：=]|[ \t]){0,4}"
_LABELLED = re.compile(
    rf"(?P<wechat>(?:微信|薇信|威信|[Vv]信|[Ww]eixin|WeChat|(?<![A-Za-z])[VvWw][Xx]){_LINK})[A-Za-z0-9][A-Za-z0-9_-]{{4,29}}"
    rf"|(?P<qq>(?:[Qq]{{2}}|扣扣|企鹅号?|(?<![A-Za-z])[Qq](?=号|群)){_LINK}|(?:群号|加群|进群|群)(?:是|为|[:：=]|[ \t]){{0,4}})\d{{5,12}}(?!\d)"
    rf"|(?P<account>(?:支付宝|[Aa]lipay|抖音|快手|钉钉|微博){_LINK}|(?:加我|加一下|加个)(?:好友|微信)?(?:[:：]|[ \t]){{0,3}})"
    r"(?=[A-Za-z0-9_.@-]*\d|[A-Za-z0-9_.-]*[A-Za-z]{5})[A-Za-z0-9_.@-]{5,40}"
    r"|(?P<numbered>(?:账号|帐号|账户|帐户|卡号|护照(?:号码|号)?|通行证(?:号码|号)?|社保(?:卡)?号|工号|车牌号?)(?:是|为|[:：=]|[ \t]){0,4})"
    r"(?=[A-Za-z0-9 -]{0,12}\d{4})[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){4,29}"
)
_CREDIT = re.compile(
    r"(?<![0-9A-Za-z])(?=[0-9 -]{0,24}[A-Za-z])[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]{2}[ -]?\d{6}(?:[ -]?[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]){10}"
    r"(?![0-9A-Za-z])"
)
_GAP = r"[ \t·.–—-]{0,2}"
_BETWEEN = rf"(?:[)）]{_GAP}|[ \t·.–—-]{{1,2}}|{_GAP}转{_GAP})"
_RUN = re.compile(rf"(?<![0-9A-Za-z])[+＋]?[(（]?\d+(?:{_BETWEEN}\d+)*[Xx]?")
"""Groups of digits with little between them, the mark of a country and brackets around an area code."""
_WORDED = re.compile(rf"[〇零一幺二三四五六七八九0-9](?:{_GAP}[〇零一幺二三四五六七八九0-9]){{6,}}")
_GROUP = re.compile(r"\d+[Xx]?")
_DAY = re.compile(r"(?:19|20)\d{2}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)")
_COUNTED = re.compile(r"[ ]*(?:元|块|万|亿|人|名|个|年|月|日|天|号文|%|％|平|户|家|份|件|[,.]\d)")
"""What follows a number that counts something."""
_CALLED_BY = re.compile(r"(?:电话|手机|座机|固话|热线|[打拨]|联系(?:方式)?|号码|传真|小灵通)[号码是为叫到给了 \t:：]{0,4}$")
_WITHIN = 10
"""Characters before a number in which a word for telephones is looked for."""
_GROUPED = re.compile(r"(?:\d{4}|\d{6})( \d{4}){2,}( \d{1,7})?|(\d )+\d|(\d\d )+\d{1,2}")
"""How people group the digits of a card or an account."""
_YEARS = re.compile(r"((?:19|20)\d\d ?)+")


def redact(text: str) -> str:
    """The text with what names a person replaced by what it was (wording.MASKED)."""
    return _numbers(text.translate(_UNSEEN), lambda kind: wording.MASKED[kind])


def redacted(text: str) -> bool:
    """Whether something was taken out of a text."""
    return any(word in text for word in wording.MASKED.values())


def _numbers(text: str, word: Callable[[str], str]) -> str:
    """Every number that names somebody replaced by the word for its kind."""
    text = _over(text, _MAIL, lambda _, found: [(found.start(), found.end(), "mail")], word)
    text = _over(text, _LABELLED, _labelled, word)
    text = _over(text, _CREDIT, _credit, word)
    text = _over(text, _RUN, _run, word)
    return _over(text, _WORDED, _worded, word)


_Spans = Sequence[tuple[int, int, str]]
"""From, to, and the kind of what stands there."""


def _over(
    text: str, pattern: re.Pattern[str], spans: Callable[[str, re.Match[str]], _Spans], word: Callable[[str], str]
) -> str:
    plain = text.translate(_ASCII)
    parts, done = [], 0
    for found in pattern.finditer(plain):
        for start, end, kind in spans(plain, found):
            parts += [text[done:start], word(kind)]
            done = end
    return "".join([*parts, text[done:]]) if parts else text


def _labelled(_: str, found: re.Match[str]) -> _Spans:
    """What stands behind the word that says what it is."""
    kind = found.lastgroup or ""
    if kind == "numbered":
        kind = "card" if found[kind].startswith("卡号") else "account"
        return [(found.end("numbered"), found.end(), kind)]
    return [(found.end(kind), found.end(), kind)]


def _credit(_: str, found: re.Match[str]) -> _Spans:
    """A social credit code, or the ID number that looks like one with its X."""
    bare = re.sub("[ -]", "", found[0])
    return [(found.start(), found.end(), "id" if _is_identity(bare) else "credit")]


def _run(plain: str, found: re.Match[str]) -> _Spans:
    """The numbers of people among groups of digits, those that are dates left out."""
    spans: list[tuple[int, int, str]] = []
    start = found.start()
    for day in _DAY.finditer(plain, found.start(), found.end()):
        if day.start() >= start and not plain[day.start() - 1 : day.start()].isdigit():
            spans += _grouped(plain, start, day.start())
            start = day.end()
    return [*spans, *_grouped(plain, start, found.end())]


def _grouped(plain: str, start: int, end: int) -> _Spans:
    groups = [(one.start(), one.end()) for one in _GROUP.finditer(plain, start, end)]
    spans: list[tuple[int, int, str]] = []
    number = 0
    while number < len(groups):
        kind, many = _kind(plain, groups, number)
        if kind:
            first = groups[number][0]
            while first > start and plain[first - 1] in "+＋(（":
                first -= 1
            spans.append((first, groups[number + many - 1][1], kind))
        number += max(many, 1)
    return spans


_MOST = 24
"""Groups that may be one number: each of its digits by itself."""


def _kind(plain: str, groups: Sequence[tuple[int, int]], number: int) -> tuple[str, int]:
    """What number begins with a group, and how many groups it takes; empty: none, that many groups are something else."""
    texts = [plain[start:end] for start, end in groups[number : number + _MOST]]
    joined, grown = "", []
    for text in texts:
        joined += text
        grown.append(joined)
        if len(joined) > 2 * _MOST:
            break
    for many, one in enumerate(grown, 1):
        if len(one) in (15, 18) and _is_identity(one):
            return "id", many
    for many, one in enumerate(grown, 1):
        if len(one) in (11, 13, 15) and _is_mobile(one, many):
            return "phone", many
    if len(grown[-1]) < 7:
        return "", 1
    before = plain[max(groups[number][0] - _WITHIN, 0) : groups[number][0]].rstrip("(（+＋")
    for many, one in enumerate(grown[:5], 1):
        if one.isdigit() and one[0] == "0" and 10 <= len(one) <= 12 and one[1] != "0" and len(texts[0]) in (3, 4, len(one)):
            return "phone", many + _extension(plain, groups, number + many)
        if one.isdigit() and 7 <= len(one) <= 8 and one[0] in "2345678" and many <= 2 and _CALLED_BY.search(before):
            return "phone", many
    for many in range(len(grown), 0, -1):
        if len(grown[many - 1]) < 13:
            break
        spaced = " ".join(texts[:many])
        if (many == 1 or _GROUPED.fullmatch(spaced)) and not _YEARS.fullmatch(spaced):
            counted = many == 1 and _COUNTED.match(plain, groups[number][1])
            return "" if counted else "card", many
    return _bare(plain, groups[number]), 1


def _extension(plain: str, groups: Sequence[tuple[int, int]], number: int) -> int:
    """1 when the next group is the extension of a telephone number."""
    if number >= len(groups):
        return 0
    between = plain[groups[number - 1][1] : groups[number][0]].strip()
    return int(between in ("转", "-") and groups[number][1] - groups[number][0] <= 5)


def _bare(plain: str, group: tuple[int, int]) -> str:
    """The kind of a number of 7 to 12 digits that nothing explains: somebody's, unless it counts or dates something."""
    digits = plain[group[0] : group[1]]
    long = digits.isdigit() and 7 <= len(digits) <= 12
    if not long or _is_day(digits) or digits.startswith(("400", "800")) or _COUNTED.match(plain, group[1]):
        return ""
    return "" if plain[group[0] - 1 : group[0]] in (",", "/", "第", "￥", "¥", "$") else "number"


def _worded(plain: str, found: re.Match[str]) -> _Spans:
    """A number said in Chinese digits, or half in them."""
    spoken = re.sub(r"[^0-9〇零一幺二三四五六七八九]", "", found[0])
    digits = spoken.translate(_SPOKEN)
    if spoken.isascii() or re.match(r"[十百千万年月个]", plain[found.end() : found.end() + 1]):
        return []
    before = plain[max(found.start() - _WITHIN, 0) : found.start()]
    kind = ""
    if _is_identity(digits):
        kind = "id"
    elif (
        _is_mobile(digits, 1)
        or (digits[0] == "0" and digits[1] != "0" and 10 <= len(digits) <= 12)
        or (len(digits) <= 8 and _CALLED_BY.search(before))
    ):
        kind = "phone"
    elif len(digits) >= 13 and not _YEARS.fullmatch(digits):
        kind = "card"
    return [(found.start(), found.end(), kind)] if kind else []


def _is_identity(digits: str) -> bool:
    """Whether digits are an ID number, 18 or 15, by their form and the birthday in them."""
    if re.fullmatch(r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]", digits):
        return _is_date(digits[6:14])
    return re.fullmatch(r"[1-9]\d{14}", digits) is not None and _is_date("19" + digits[6:12])


def _is_mobile(digits: str, groups: int) -> bool:
    bare = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    bare = bare[4:] if len(bare) == 15 and bare.startswith("0086") else bare
    return re.fullmatch(r"1[3-9]\d{9}", bare) is not None and (groups <= 5 or groups >= len(bare))


def _is_date(digits: str) -> bool:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) is not None
    except ValueError:
        return False


def _is_day(digits: str) -> bool:
    """Whether eight digits are a date such as 20110503."""
    return len(digits) == 8 and 1949 <= int(digits[:4]) <= 2100 and _is_date(digits)


# ---------------------------------------------------------------- names and companies, of what is imported

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


class Redactor:
    """Redacts texts that are imported, names and companies too, and counts what was taken out by kind."""

    def __init__(self, people: Iterable[str] = ()) -> None:
        """`people`: names by which the people of a chat go there; shorter ones than two characters are left."""
        named = {name for name in people if len(name) > 1 and name not in wording.EXCHANGE_COMMON_NAMES}
        names = sorted(named, key=len, reverse=True)
        self._people = re.compile(f"@?(?:{'|'.join(map(re.escape, names))})[ \u2005]?") if names else None
        self.counts: Counter[str] = Counter()

    def redact(self, text: str) -> str:
        """A text without what tells who people are."""
        if self._people:
            # before anything else: a name may hold a number or an @
            text = self._people.sub(lambda match: self._mention(match[0]), text)
        text = _MENTION.sub(lambda match: self._mention(match[0]) if not _in_mail(match) else match[0], text)
        text = _numbers(text, self._taken)
        text = _NAMED.sub(lambda match: match["before"] + self._taken("name"), text)
        text = _INTRODUCED.sub(self._introduced, text)
        text = _COMPANY.sub(self._company, text)
        return _CALLED.sub(lambda _: self._taken("name"), text)

    def _taken(self, kind: str) -> str:
        self.counts[kind] += 1
        return wording.MASKED[kind]

    def _mention(self, found: str) -> str:
        """A call to someone in a chat goes without a trace; a name in a sentence leaves its place."""
        mark = self._taken("name")
        return "" if found.startswith("@") else mark

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
    before = match.string[max(match.start() - 1, 0) : match.start()]
    return bool(re.search(r"[A-Za-z0-9._%+-]$", before)) and bool(re.match(r"@[A-Za-z0-9.-]+\.[A-Za-z]{2,}", match[0]))

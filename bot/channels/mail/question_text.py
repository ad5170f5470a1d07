"""The question in a mail: what its writer said, without greetings, signatures and the mail that it answers.

Rules go by what clients write around a text, not by the text. What is left out here is left out of the question alone: the
mail stays in the mailbox as it came. A forwarded mail is kept with what was written above it; only its header lines go.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_PREFIX = re.compile(
    r"\s*(?P<word>re|aw|fwd?|fw|回复|回覆|答复|答覆|转发|轉寄|转寄|轉發)\s*(?:\[\d+\])?\s*[:：]\s*", re.IGNORECASE
)
_FORWARDS = re.compile(r"f|转|轉", re.IGNORECASE)
_LEVEL = re.compile(r"^\s*(?:>\s?)+")

_MARK = re.compile(
    r"[-—_=*~]{2,}\s*(?P<said>[^-—_=*~]{0,12}(?:邮件|郵件|信息|信件|原件|message|mail|original)[^-—_=*~]{0,12})\s*[-—_=*~]{2,}",
    re.IGNORECASE,
)
"""`------ 原始邮件 ------` in all its forms."""
_BARE = re.compile(
    r"(?:原始邮件|原邮件|原始郵件|original message|开始转发的邮件|begin forwarded message)\s*[:：]?", re.IGNORECASE
)
"""The same without dashes; it needs header lines after it."""
_FORWARD_MARK = re.compile(r"转发|轉寄|轉發|forward", re.IGNORECASE)
_INTRO = re.compile(r"(?:写道|写到|寫道|wrote)\s*[:：]?")
_INTRO_START = re.compile(r"(?:在|于|於|on |at ).*|.*(?:\d{4}|@).*", re.IGNORECASE | re.DOTALL)
_INTRO_OPENS = re.compile(r"(?:在|于|於|on |at ).*\d.*|.*<$", re.IGNORECASE)
"""The first of several lines that an introduction is cut into."""
_RULE = re.compile(r"_{8,}|-{20,}|—{8,}|={20,}|\*{20,}")
_SHORT_RULE = re.compile(r"-{2,}|—{2,}|_{2,}|={3,}|\*{3,}")
_FROM = r"发\s*件\s*人|寄件者|寄件人|發件人|由|from"
_OTHER = (
    r"发送时间|发件时间|发送日期|寄件日期|日\s*期|时\s*间|收\s*件\s*人|收件者|抄\s*送|密\s*送|副本|主\s*题|主旨|主題"
    r"|sent|date|to|cc|bcc|subject|reply-to"
)
_HEADER = re.compile(rf"\**(?P<name>{_FROM}|{_OTHER})\**\s*(?:[:：]|\|)\**.*", re.IGNORECASE)
_HEADER_BARE = re.compile(rf"(?P<name>{_FROM}|{_OTHER})(?:\s+\S.*)?", re.IGNORECASE)
"""Without a colon, as table cells come out; only right after a mark."""
_FROM_LINE = re.compile(rf"\**(?:{_FROM})\**\s*(?:[:：]|\|)\**.*", re.IGNORECASE)

_DEVICE = re.compile(
    r"(?:发自|寄自|來自|来自|通过|从|從)[^\uff0c\u3002？?！!]{2,24}(?:手机|手機|iphone|ipad|邮箱\S{0,4}|邮件|微信|客户端|app|移动版|[a-z]版|发送|發送|平板|电脑|outlook)[\u3002.]?"
    r"|签名由.{1,20}定制"
    r"|(?:发自|寄自)我的[^\uff0c\u3002？?！!]{1,20}|sent (?:from|via|with|by) .{2,40}|(?:获取|下载|get) outlook for .*",
    re.IGNORECASE,
)
_TITLES = (
    "老师|老師|领导|领导们|同志|同志们|主席|部长|科长|主任|先生|女士|工会|大家|各位|你们|您|你|早上|上午|中午|下午|晚上|早"
)
_GREETING = re.compile(
    rf"(?:尊敬的|敬爱的|亲爱的|各位)[^\uff0c\u3002？?！!：:]{{1,16}}[\uff0c,：:！!\u3002\s]*(?:您好|你好|大家好)?|[^\uff0c\u3002？?！!：:\s]{{0,10}}(?:{_TITLES})[\uff0c,：:\s]*(?:您好|你好|好)?"
    r"|(?:您好|你好|hi|hello|dear)(?:[ ,\uff0c][^\uff0c\u3002？?！!：:]{0,24})?",
    re.IGNORECASE,
)
_GOOD_DAY = re.compile(
    r"[^\uff0c,\u3002？?！!：:\s不很挺更最较还就比没弄办写做填选建开]{1,6}好(?:[\uff0c,！!\u3002~\s]+(?:打扰|麻烦|请问|请教|咨询|冒昧)[^？?]{0,8})?"
)
"""王姐好, 小编好，打扰了; after 不, 办 and the like 好 is no greeting."""
_GREETED = re.compile(
    r"(?:您|你|贵\S{1,3}|大家|各位\S{0,4}|\S{0,6}(?:老师|领导|主席|同志)(?:您|你)?)们?好\s*[！!\u3002~\uff0c,]+\s*(?=\S)"
)
"""A greeting that has a sentence of its own in the first line."""
_ADDRESSEE = re.compile(r"[^，。？?！!：:\s]{2,24}[:：]")
_BEGINS = re.compile(
    r"[^，。？?！!：:\s]{0,4}(?:您|你|贵\S{1,3})们?好|我(?:是|们|单位|公司|司|厂|会|校|院|部)|(?:现|兹|因|关于)[^：:]"
)
"""How a letter goes on below the line that names whom it is to."""
_CLOSING = re.compile(
    r"(?:谢谢|多谢|感谢|拜谢|非常感谢|谢了|敬礼|致礼|[敬谨并即顺恭此](?:颂|祝|致|请|候)|盼复|望复|盼回复|望回复|请回复|期待您?的?回复|静候|急盼)[^？?]{0,16}"
    r"|\S{0,4}(?:祺|绥|祉|[春夏秋冬台大钧近]安)"
    r"|(?:[妥当]否|特此|专此|以上)[\uff0c,]?(?:请|函|报|咨|问|致|盼)[^？?]{0,10}"
    r"|(?:麻烦|打扰|辛苦|有劳)(?:[了啦咯喽]|您了?|你了?|老师了?|大家了?)(?:\W{0,2}(?:谢谢|多谢|感谢)\S{0,4})?\W?"
    r"|(?:麻烦|烦请|恳请|敬请|请|望|盼|期待|希望)[^？?\uff0c,]{0,14}(?:答复|回复|解答|指教|赐教|批示|指导|帮助|回信|为盼)"
    r"(?:[\uff0c,]?(?:为盼|为荷|为感|不胜感激|感激不尽|万分感[谢激]|谢谢\S{0,4}|感谢\S{0,4}))?|不胜感激|感激不尽"
    r"|祝(?:您|你|大家|各位|老师|领导)*(?:工作|身体|生活|一切|万事|事业|商祺|安康|健康|好|顺|节日|新年|新春|愉快|开心)[^？?]{0,8}"
    r"|(?:急|急急+|(?:很|挺|比较|有点|十分|非常)急)(?:[\uff0c,！!\u3002~\s]+[^？?]{0,16})?|在线等[^？?]{0,12}|(?:all the )?best"
    r"|(?:(?:best|kind|warm|many) )?(?:regards|wishes|thanks|thank you|sincerely|yours|cheers|br)\b[^？?]{0,24}",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\S*@\S+|(?:https?://|www\.)\S+|.*\d[\d\s()（）+-]{6,}\d.*|[^？?\u3002]{2,30}[路街道巷村园]\S{0,6}\d+[号弄室幢楼栋]\S{0,12}(?:\s*\d{6})?|(?:电话|手机|座机|传真|地址|邮编|邮箱|网址|微信|qq|tel|mob(?:ile)?|fax|add(?:ress)?|e-?mail|[tmfae])\s*[:：.].*",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?:\d{4}|二[〇○零]\S{2})\s*[-年/.]\s*[\d一二三四五六七八九十]{1,3}\s*[-月/.]\s*[\d一二三四五六七八九十]{1,3}\s*日?.{0,12}"
)
_PLACE = re.compile(
    r"[^，。？?！!]{2,40}(?:公司|集团|工会|总工会|联合会|部|处|科|室|办公室|学校|学院|大学|中学|小学|医院|中心|委员会|居委会|局|厂|街道|镇|社区|ltd\.?|inc\.?|manager|干事|主席|专员)",
    re.IGNORECASE,
)
_LATIN = re.compile(r"[\u4e00-\u9fff ]{0,12}[A-Za-z][A-Za-z .,&'()|/-]*[\u4e00-\u9fff ]{0,12}")
"""A name or a title in letters, maybe with the name in characters before or behind it."""
_UNIT_AND_NAME = re.compile(
    r"(?:\S{2,20}[ \u3000]+){0,2}\S{2,30}(?:公司|集团|厂|店|[工分]会|联合会|部|处|科|室|组|队|车间|班|站"
    r"|所|行|社|学校|学院|大学|中学|小学|幼儿园"
    r"|医院|中心|委员会|局|街道|镇|村|社区)"
    r"[ \u3000]+[\u4e00-\u9fff·]{1,4}(?:老师|师傅|主席|书记|经理|主任|园长|校长|干事|女士|先生)?"
)
"""A unit and somebody of it, in one line."""
_CALLED = re.compile(r"[老小]?[\u4e00-\u9fff](?:师傅|老师|主席|经理|主任|园长|校长|书记|大姐)|[老小][\u4e00-\u9fff]")
"""As people are called: 孙师傅, 老周."""
_ASKS = re.compile(r"[?？。！吗呢怎谁哪几]|什么|多少|是否|(.)不\1|[能要可]否")
"""What no signature has."""
_DISCLAIMER = re.compile(
    r".*(?:本邮件|此邮件|本电子邮件|this (?:e-?mail|message)).{0,200}(?:保密|机密|confidential|intended|privileged).*",
    re.IGNORECASE,
)
_THIN = re.compile(
    r"(?:(?:内容)?(?:如|见|同)(?:题|标题|主题|上)|rt|见附件)?[\s\uff0c,\u3002.!！~]*(?:(?:谢谢|麻烦|打扰|辛苦|有劳|多谢|感谢|麻烦了|您好|你好|盼复|请回复)[\s\uff0c,\u3002.!！~]*){0,3}",
    re.IGNORECASE,
)
"""A body that only points at the subject."""
_NO_SUBJECT = re.compile(r"\W*(?:无主题|no subject|无题)?\W*", re.IGNORECASE)


def question_in(subject: str, text: str, name: str = "") -> str:
    """The question of a mail, empty when nothing is asked; `name` is what its writer is called."""
    lines = [_cleaned(line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    start = _quote_start(lines)
    if _forwarded(subject, lines, start):
        above, below = _above(lines, start), _unheaded(lines[start:])
        said = [part for part in (_tidy(above, name), _tidy(below, _sender(lines[start:]))) if part]
        question = "\n".join(said)
    else:
        question = _tidy(_above(lines, start), name) or _tidy(_between(lines, start), name)
    if question and not _THIN.fullmatch(question):
        return question
    bare, answers = _bare_subject(subject)
    return question if answers or _NO_SUBJECT.fullmatch(bare) else bare


def _cleaned(line: str) -> str:
    """A line without what can't be seen."""
    line = line.replace("&nbsp;", " ").replace("&gt;", ">").replace("&lt;", "<")
    return _INVISIBLE.sub("", line).replace("\xa0", " ").replace("\u202f", " ").rstrip()


def _bare_subject(subject: str) -> tuple[str, bool]:
    """The subject without what clients put before it, and whether it answers a mail."""
    answers = False
    while match := _PREFIX.match(subject):
        answers = answers or not _FORWARDS.match(match["word"])
        subject = subject[match.end() :]
    return subject.strip(), answers


# ---------------------------------------------------------------- where the other mail begins


def _quote_start(lines: Sequence[str]) -> int:
    """The number of the line with which another mail begins; that of the end when none does."""
    return next((number for number in range(len(lines)) if _starts(lines, number)), len(lines))


def _starts(lines: Sequence[str], number: int) -> bool:
    line = _level(lines[number])
    if not line:
        return False
    if _MARK.fullmatch(line):
        return True
    if _BARE.fullmatch(line):
        return _headers_at(lines, number + 1) > 0
    if _FROM_LINE.fullmatch(line):
        return _headers_at(lines, number) > 1
    return bool(_intro(lines, number))


def _level(line: str) -> str:
    """The line without the marks of quoting before it, and without a table's bars around it."""
    return _LEVEL.sub("", line).strip().strip("|").strip()


def _intro(lines: Sequence[str], number: int) -> int:
    """How many lines from here are `… 于 2026年… 写道：`; 0 when they aren't."""
    whole, most = "", 3
    for count in range(1, 4):
        if number + count > len(lines) or count > most:
            return 0
        line = _level(lines[number + count - 1]).strip("-— ")
        if not line:
            return 0
        whole += line
        if count == 1 and not _INTRO_OPENS.match(line):
            most = 1
        found = _INTRO.search(whole)
        if found is not None and found.end() == len(whole):
            dated = re.search(r"\d{4}|\d[:：]\d\d", whole) is not None or "@" in whole
            return count if dated and _INTRO_START.fullmatch(whole) and len(whole) < 300 else 0
    return 0


def _headers_at(lines: Sequence[str], number: int) -> int:
    """How many different header lines follow each other from here, blank lines between them aside."""
    names: set[str] = set()
    blanks = 0
    for line in lines[number:]:
        bare = _level(line)
        header = _HEADER.fullmatch(bare)
        if header is not None:
            names.add(re.sub(r"\s", "", header["name"]).lower())
            blanks = 0
        elif bare:
            break
        else:
            blanks += 1
            if blanks > 2:
                break
    return len(names)


def _forwarded(subject: str, lines: Sequence[str], start: int) -> bool:
    first = _PREFIX.match(subject)
    if first is not None:
        return bool(_FORWARDS.match(first["word"]))
    return start < len(lines) and bool(_FORWARD_MARK.search(lines[start]))


def _sender(lines: Sequence[str]) -> str:
    """What the writer of another mail is called, by its header lines; empty when they don't say."""
    line = next((bare for bare in map(_level, lines) if _FROM_LINE.fullmatch(bare)), "")
    told = re.split(r"[:：|]", line, maxsplit=1)[-1]
    return re.split(r"[<＜《\[(（;；]", told.replace("&lt;", "<"))[0].strip(" \"'“”*\u3000")


# ---------------------------------------------------------------- what is left of it


def _above(lines: Sequence[str], start: int) -> list[str]:
    """The lines above the other mail that aren't quoted."""
    return [line for line in lines[:start] if not _LEVEL.match(line)]


def _between(lines: Sequence[str], start: int) -> list[str]:
    """What is written under or between quoted lines, for those who answer there; nothing where nothing is quoted by `>`."""
    rest = list(lines[start:])
    if not any(_LEVEL.match(line) for line in rest):
        return []
    rest = rest[_intro(rest, 0) :]
    return [line for line in rest if not _LEVEL.match(line)]


def _unheaded(lines: Sequence[str]) -> list[str]:
    """Another mail without marks and header lines."""
    kept: list[str] = []
    heading = False
    for number, line in enumerate(lines):
        bare = _level(line)
        if _MARK.fullmatch(bare) or _BARE.fullmatch(bare) or _intro(lines, number):
            heading = True
        elif heading and (_HEADER.fullmatch(bare) or _HEADER_BARE.fullmatch(bare)):
            continue
        elif _FROM_LINE.fullmatch(bare) and _headers_at(lines, number) > 1:
            heading = True
        elif heading and not bare:
            continue
        else:
            heading = False
            kept.append(bare)
    return kept


# ---------------------------------------------------------------- greetings and signatures


def _tidy(lines: Sequence[str], name: str) -> str:
    """The text of these lines without greeting, closing and signature."""
    said = [line.strip(" \t\u3000") for line in lines]
    said = ["" if not line.strip("| ") else line for line in said]
    said = _trimmed([line for line in said if not _DEVICE.fullmatch(line)])
    said = _without_greeting(_before_rule(said))
    said = _without_closing(_without_signature(_without_closing(said), name))
    return re.sub(r"\n{2,}", "\n", "\n".join(said)).strip()


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def _before_rule(lines: list[str]) -> list[str]:
    """What stands above a rule, or above the two dashes of a signature."""
    for number, line in enumerate(lines):
        if line == "--" or (number and (_RULE.fullmatch(line) or _SHORT_RULE.fullmatch(line))):
            return _trimmed(lines[:number])
    return lines


def _without_greeting(lines: list[str]) -> list[str]:
    left = list(lines)
    while len(left) > 1 and (not left[0] or _greets(left[0]) or _addresses(left)):
        left.pop(0)
    return [_GREETED.sub("", left[0], count=1), *left[1:]] if left and _GREETED.match(left[0]) else left


def _greets(line: str) -> bool:
    bare = line.rstrip("，,：:！!。~. ")
    return bool(_GREETING.fullmatch(bare) or (_GOOD_DAY.fullmatch(bare) and not _ASKS.search(bare)))


def _addresses(lines: Sequence[str]) -> bool:
    """Whether the first line names an office that the letter is to."""
    following = next((line for line in lines[1:] if line), "")
    return bool(_ADDRESSEE.fullmatch(lines[0]) and _PLACE.fullmatch(lines[0][:-1]) and _BEGINS.match(following))


def _without_closing(lines: list[str]) -> list[str]:
    """Without what begins with thanks or wishes and goes on with nothing but a signature."""
    start = len(lines)
    while start > 1 and (_signs(lines[start - 1]) or _closes(lines[start - 1])):
        start -= 1
    first = next((number for number in range(start, len(lines)) if number and _closes(lines[number])), len(lines))
    return _trimmed(lines[:first]) if first < len(lines) else lines


def _closes(line: str) -> bool:
    return bool(_CLOSING.fullmatch(line.rstrip("，,。！!~. "))) and not _ASKS.search(line.rstrip("。！!"))


def _without_signature(lines: list[str], name: str) -> list[str]:
    left = _trimmed(list(lines))
    while True:
        start = max((number for number, line in enumerate(left) if not line), default=-1) + 1
        block = left[start:]
        if start and (_signature(block, name) or all(map(_DISCLAIMER.fullmatch, block))):
            left = _trimmed(left[:start])
        elif len(left) > 2 and _DATE.fullmatch(left[-1]) and _PLACE.fullmatch(left[-2]) and not _ASKS.search(left[-2]):
            left = _trimmed(left[:-2])  # who and when, as below an official letter
        elif len(left) > 1 and (_is_name(left[-1], name) or _ends_letter(left[-1])):
            left = _trimmed(left[:-1])
        else:
            return left


def _ends_letter(line: str) -> bool:
    """Whether the line alone, right below what was said, is no part of it: a date, who wrote, or what lawyers add."""
    signed = _UNIT_AND_NAME.fullmatch(line) and not _ASKS.search(line)
    return bool(signed or _DATE.fullmatch(line) or _DISCLAIMER.fullmatch(line))


def _signature(block: Sequence[str], name: str) -> bool:
    known = [line for line in block if _is_name(line, name) or _tells_who(line)]
    return bool(known) and all(_signs(line) for line in block)


def _tells_who(line: str) -> bool:
    told = _CONTACT.fullmatch(line) or _DATE.fullmatch(line) or _PLACE.fullmatch(line)
    told = told or _UNIT_AND_NAME.fullmatch(line) or _CALLED.fullmatch(line)
    return bool(told) and not re.search(r"[?？]", line)


def _signs(line: str) -> bool:
    """Whether the line may be part of a signature."""
    short = len(line) <= 10 or _LATIN.fullmatch(line) is not None or _tells_who(line)
    return not line or (len(line) <= 60 and short and not _ASKS.search(line))


def _is_name(line: str, name: str) -> bool:
    return bool(name) and line.strip().lower() == name.strip().lower()

"""What a message that may ask for a document consists of: what asks, what kind of file, and what is left as the name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.normalise import key, spelled

_FORMATS = {
    "docx": re.compile(r"(?:word|docx?|wps)(?:文档|文件|格式|版本|版|档)*"),
    "pdf": re.compile(r"pdf(?:文档|文件|格式|版本|版|档)*"),
    "xlsx": re.compile(r"(?:excel|xlsx?)(?:电子)?(?:表格|文档|文件|格式|版本|版|表)*|电子表格"),
}
_TEMPLATE = re.compile(
    r"(?:电子|空白|现成|通用|标准)?(?:模板|模版|摸板|摸版|范本|范文|范例|例文|样式|样本|样表|样张|样例|样板|样子|表样)|(?:电子|打印)[版档]"
    r"|空白(?:表格?|的)?|空表|(?:电子)?(?:表格|文书|文本|文档|(?<!哪个)(?<!什么)文件|资料)(?!室)|格式|下载|打印|(?:写|填|做)好的?(?!了)|参考的?(?!资)"
    r"|(?<=[a-z])(?:dianziban|moban|fanben|yangben)\Z"
)
_GIVEN = re.compile(
    r"(?:能不能|可不可以|能否|可以|麻烦|帮忙|帮我)?(?:给|发|传|转发?|拿|找|提供|分享|弄|整|搞|寄)(?:给|到)?(?:我们?|俺|咱)(?!们?[发打寄送说讲下来出交][了过])(?:来|看看)?(?:[一1]?(?:下|个|份|张|本|套|些|点)子?)*"
    r"|(?:给|来|要|求|找|发|拿|弄|整)[一1]?[个份张本套](?!人|单位)|^(?:我们?|俺)?(?:想|需)?要(?!约|求|不|么|[我咱你他她])|^求|(?:发|传|寄)(?:过来|来)|(?:怎么|如何|咋|怎样)才?(?:能|可以)?(?:下载?|领取?|拿到?|找到?|要到|获取)|在?哪里?(?:能|可以)?(?:下载?|找到?|领取?|拿到?|有)|发[一1]?下$|给我(?!们?[发打寄送说讲下来出交][了过])"
)
_EXISTS = re.compile(r"有没有|有木有|有不有|有无|有没$|(?<![没所])有$")
_LISTING = re.compile(r"都?有(?:些)?(?:哪些|什么|甚么|啥子?|哪几[种样个份])|有哪[种样]|可以看|可以用|全部|所有的?|一览")
_WRITING = re.compile(r"(?:怎么|如何|咋个?|怎样)(?:去)?(?:写|填|拟|起草|弄)|写法|填法")
ASKING = re.compile(
    r"几|多少|谁|哪|怎|如何|咋|什么|甚么|啥|为何|多久|多长|最多|最少|是不是|是否|能不能|可不可以|要不要|要紧|需要|应该|必须|合法|无效|有效|效力|规定"
    r"|才能|行不行|算不算|区别|程序|流程|步骤|讲讲|介绍|说说|解释|提前|保存|[能会要]不|可以吗|怕"
)
ASKING_TYPED = re.compile(
    r"\b(?:zen|ru he|shen me|duo shao|duo jiu|duo chang|wei he|na li|na xie|shi bu shi|shi fou|neng bu neng|yao bu yao)\b"
    r"|\bma\Z"
)
PAPER = re.compile(
    r"(?:指南|手册|台[账帐]|名册|名单|清单|登记[本簿]|表|册|簿|书|函|请示|申请|单|提纲|纪要|主持[词稿]|(?:慰问|感谢|介绍|公开)信|记录纸|花名册)\Z"
)
"""What a name ends in that is nothing but a document."""
PAPER_TYPED = re.compile(
    r"(?:zhi nan|shou ce|tai zhang|ming dan|qing dan|qing shi|shen qing|ti gang|zhu chi ci|ji lu zhi|biao|ce|bu|shu|han)\Z"
)
"""The same in pinyin, syllable by syllable."""
NOUN = re.compile(
    r"指南|手册|攻略|说明书|台[账帐]|名[册单]|清单|[表单书函册簿票]|请示|申请|报告|通知|公示|决议|协议|合同|[记纪]录|纪要|主持[词稿]|(?:慰问|感谢|介绍|公开)信|方案|议程|提纲|草案|说明|办法|制度|登记本|意见"
)
NOUN_TYPED = re.compile(
    r"\b(?:gong lüe|gong lue|gong shi|tong zhi|bao gao|jue yi|xie yi|he tong|ji lu|yi cheng|cao an|ban fa|yi jian)\b|\bpiao\Z"
    rf"|\b{PAPER_TYPED.pattern}"
)
LAST_NOUN = re.compile(f"(?:{NOUN.pattern})$")
BARE = re.compile(rf"(?:{NOUN.pattern})?")
"""A clause such as 给个清单 doesn't say of what."""
EMPTY = re.compile(
    r"麻烦|劳驾|的|了|吧|呗|呀|么|一下|你们|我们|咱们?|这里|这边|那个|那种|那份|这个|这份|全套|整套|成套|完整|最新|现成|官方|正式|相关|有关|关于|要[填交报写]的|要用|用的|工会用|都|[一1][份个张本套]|能|可以|请(?!示)"
)


@dataclass(frozen=True)
class RequestWords:
    """A message, or a clause of it, taken apart."""

    name: str
    """What is left when everything that asks is taken away."""
    format: str
    template: bool
    given: bool
    listing: bool
    writing: bool

    @property
    def plainness(self) -> str:
        """How plainly it asks: a key of `SURE`."""
        if self.template or self.format:
            return "template"
        return "given" if self.given or self.writing else "bare"


def take_apart(text: str) -> RequestWords:
    """What a message asks for, and how."""
    left, found = key(text).removeprefix("guides"), {}
    format_ = next((name for name, pattern in _FORMATS.items() if pattern.search(left)), "")
    for pattern in _FORMATS.values():
        left = pattern.sub("", left)
    for name, pattern in (
        ("writing", _WRITING),
        ("listing", _LISTING),
        ("exists", _EXISTS),
        ("given", _GIVEN),
        ("template", _TEMPLATE),
    ):
        left, count = pattern.subn("", left)
        found[name] = count > 0
    # 有 and 发 may have stood before what is gone now
    left, more = re.subn(r"有$|发$|要$|给$|^有", "", EMPTY.sub("", left))
    given = found["given"] or found["exists"] or more > 0 or "/guides" in text
    return RequestWords(left, format_, found["template"], given, found["listing"], found["writing"])


def demands(text: str) -> bool:
    """Whether a text asks for something to be handed over, and says what."""
    said = take_apart(text)
    return bool(said.template or said.given or said.format) and not BARE.fullmatch(said.name)


def says(name: str, written: re.Pattern[str], typed: re.Pattern[str]) -> bool:
    """Whether a name holds what a pattern looks for, as characters or, typed in pinyin, as syllables."""
    pattern, said = (typed, " ".join(spelled(name))) if name.isascii() else (written, name)
    return pattern.search(said) is not None

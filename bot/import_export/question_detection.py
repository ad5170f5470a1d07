"""Whether a text asks, and how it asks without its greetings."""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"[?？]|怎么|怎样|如何|吗|什么|啥|多少|多久|几[个天年人月次级]|哪|能不能|可不可以|是否|是不是|有没有|要不要|需不需要|行不行|对不对|咋|么[\u3002.!！~]*$|呢[\u3002.!！~]*$|请问|请教|求助|谁"
)
_ENDS = re.compile(r"(?:[?？]|[吗呢么])[\u3002.!！~～\s]*$")
_HELLO = re.compile(
    r"^(?:(?:各位|群里的?|尊敬的)?(?:老师|领导|大家|群主|专家|同志|朋友|大神|管理员|亲|群友)们?(?:早上|上午|中午|下午|晚上)?(?:好|你好|您好)?[啊呀]?(?=[\uff0c,\u3002.!！~～、\s:：]|好)"
    r"|(?:你好|您好|大家好|早上好|上午好|中午好|下午好|晚上好|hi|hello|在吗|在不在|有人吗)"
    r"|(?:我|我们|这里|这边|俺们?)(?:公司|单位)?(?:是|在)?〔单位〕的?(?=[\uff0c,\u3002：:\s])"
    r"|(?:我想|想|麻烦|再|弱弱的?)?(?:请问|请教|咨询|问|打听)(?:一下|下|各位|大家|老师|个问题)*)(?:[\uff0c,\u3002.!！~～、：:?？\s]+|$|(?<=问)|(?<=下)|(?<=好))",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"^\s*(?:第?[0-9０-９一二三四五六七八九十百]{1,4}[、.．:：)）问]+|[(（][0-9一二三四五六七八九十]{1,4}[)）])\s*"
)


def asks(text: str) -> bool:
    """Whether a text asks something."""
    return bool(_ASKS.search(text))


def ends_asking(text: str) -> bool:
    """Whether a text asks with its last words; one that only tells what to ask, or of whom, doesn't."""
    return bool(_ENDS.search(text))


def bare(text: str) -> str:
    """A question on one line, without its number and the greetings before it, as long as something remains."""
    left = " ".join(text.split())
    left = _NUMBERED.sub("", left) or left
    while (match := _HELLO.match(left)) and match.end() and left[match.end() :].strip():
        left = left[match.end() :].strip()
    return left

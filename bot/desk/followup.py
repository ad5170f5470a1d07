"""Follow-ups that lean on the last answer: which of the entry's parts is asked for, and that part, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot import wording
from bot.model import Block, Entry
from bot.normalise import key, whole
from bot.render import paragraphs, source_line, standing_line

_BEFORE = r"(?:那么?|请问|还有|另外|这个|这种|这|它|办这个|办理|办|具体|一般|一共|总共|都|大概|所以|你说的|上面|刚才)*"
_AFTER = (
    r"(?:呢|啊|吗|么|的|了|才行|才能办|才能办好|办好|办下来|能办好|能办下来|可以|是什么|是啥|有哪些|有什么|在哪里?|发我|给我)*"
)

_ASKED = {
    "materials": r"(?:需要|要|得|要带|带|准备|提交|交|报)*(?:些|哪些|什么|啥|哪几样)*(?:材料|资料|东西|文件|手续|证件)(?:清单)?"
    r"|(?:要|需要)?(?:带|准备|提交|交)(?:些)?(?:什么|啥|哪些)",
    "sources": r"(?:有)?(?:什么|啥|哪个|哪些)?(?:法律|政策|文件|法规|法条)?(?:依据|出处|根据)|(?:根据|按照?|依据)?(?:的?是)?"
    r"(?:哪|什么)(?:一)?(?:条|部|个)(?:法律|规定|法|文件|条文)?(?:规定)?|第几条|凭什么|哪里规定|谁规定|有没有依据",
    "steps": r"(?:怎么|如何)(?:办理?|操作|做|弄|走)|(?:要|需要)?(?:走)?(?:什么|哪些|啥)?(?:步骤|流程|程序)(?:怎么走)?|(?:先|第1步)做什么"
    r"|(?:接?下来|然后)怎么(?:办|做)",
    "step": r"第(?:\d{1,2}|[一二三四五六七八九十])步(?:骤)?(?:要|该|应该)?(?:怎么|如何)?(?:做|办|弄|操作)?(?:什么|啥)?",
    "time": r"(?:需要|要|得|用)*(?:几|多少)(?:个)?(?:天|工作日|日|月|年)|(?:需要|要|得)*(?:多久|多长时间|多少时间)|(?:有)?(?:什么|没有)?"
    r"(?:期限|时限|时间限制|时间要求)|什么时候|几号前?|截止(?:时间|日期)?",
    "money": r"(?:需要|要|得|交)*(?:多少钱|多少费用|花钱|交钱|交费|收费|费用)|(?:多少)?(?:金额|标准)",
    "where": r"(?:应该|要|该|得)?(?:找|去|到|向|报|交|问)(?:给)?(?:谁|哪里|哪儿|哪|哪个部门|什么部门|哪个单位|什么地方)(?:办|报|交|批|申请|问)?"
    r"|谁(?:来)?(?:批准?|办|负责|管)|在?哪里?(?:办理?|申请|交)",
    "region": r"(?:在)?(?:江苏|苏州|外省|其他省|别的省|外地|我们省|当地)(?:省|市)?(?:也是|1样|有(?:什么)?(?:不同|区别))*",
    "forms": r"(?:有)?(?:没有|什么)?(?:表格?|模板|样式|样本|范本|范文|格式)(?:下载)?",
    "related": r"(?:还有|还要|还需要)(?:什么|别的|其他|哪些|啥)?|(?:接下来|下1步|然后|之后)(?:做什么|干什么|干嘛|要做什么)?",
}
_PATTERNS = {part: re.compile(f"{_BEFORE}(?:{pattern}){_AFTER}") for part, pattern in _ASKED.items()}
_NUMBERED = re.compile(r"第(\d{1,2}|[一二三四五六七八九十])步")
LONGEST = 14
"""Characters of a key beyond which a text is a question of its own, whatever it begins with."""


def asked_part(text: str) -> str:
    """The part of the last entry that a text asks for: a key of wording.PARTS, or empty when it is no bare follow-up."""
    asked = key(text)
    if len(asked) > LONGEST:
        return ""
    return next((part for part, pattern in _PATTERNS.items() if pattern.fullmatch(asked)), "")


def part_blocks(entry: Entry, part: str, text: str = "") -> tuple[Block, ...]:
    """That part of an entry as blocks, of its steps the one that `text` numbers; says plainly when the entry has none."""
    found = _step(entry, text) if part == "step" else _PARTS[part](entry)
    heading = Block("heading", wording.PART_OF.format(question=entry.question, part=wording.PARTS[part]))
    if not found:
        return (heading, Block("text", wording.PART_MISSING.format(part=wording.PARTS[part])))
    standing = standing_line(entry)
    return (heading, *found, *([Block("note", standing)] if standing else []))


def _step(entry: Entry, text: str) -> list[Block]:
    said = _NUMBERED.search(key(text))
    number = whole(said[1]) if said else None
    if number is None or not 0 < number <= len(entry.steps):
        return []
    return [Block("text", wording.PART_STEP.format(number=number, count=len(entry.steps), step=entry.steps[number - 1]))]


def _steps(entry: Entry) -> list[Block]:
    return [Block("steps", wording.PART_STEPS, entry.steps)] if entry.steps else []


def _materials(entry: Entry) -> list[Block]:
    return [Block("list", wording.PART_MATERIALS, entry.materials)] if entry.materials else []


def _sources(entry: Entry) -> list[Block]:
    return [Block("source", source_line(entry.sources))] if entry.sources else []


def _sentences(entry: Entry, pattern: re.Pattern[str]) -> list[Block]:
    """The sentences of the answer and the steps that match, word for word, in order."""
    texts = [*paragraphs(entry.answer), *entry.steps, *entry.materials]
    sentences = [sentence.strip() for text in texts for sentence in re.findall(r"[^。！？!?]+[。！？!?]?", text)]
    return [Block("text", sentence) for sentence in sentences if pattern.search(sentence)]


_TIME = re.compile(
    r"(?<!\d)\d{1,3}\s*(?:个)?(?:工作)?(?:日|天|月|年|小时|周)|[一二三四五六七八九十]+(?:个)?(?:工作)?(?:日内|天|个月|年)|期限|时限|以前|之前|届满|任期"
)
_MONEY = re.compile(r"\d[\d.,]*\s*(?:元|%|％|万)|百分之|不收费|收费|免交|费用")
_WHERE = re.compile(r"上(?:一)?级工会|总工会|部门|机关|机构|法院|仲裁|税务|银行|窗口|平台|委员会(?:批准|审批|决定|受理|办理)")
_REGION = re.compile(r"江苏|苏州|外省|各省|各地|当地|省办法|国家法")

_PARTS: dict[str, Callable[[Entry], list[Block]]] = {
    "materials": _materials,
    "sources": _sources,
    "steps": _steps,
    "time": lambda entry: _sentences(entry, _TIME),
    "money": lambda entry: _sentences(entry, _MONEY),
    "where": lambda entry: _sentences(entry, _WHERE),
    "region": lambda entry: _sentences(entry, _REGION),
    "forms": _materials,
    "related": lambda entry: [],
}

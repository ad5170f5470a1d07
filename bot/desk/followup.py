"""Parts of an entry: which one a message asks for, what else it says, and that part, word for word."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from bot import wording
from bot.desk import word_classes
from bot.model import Block, Entry
from bot.normalise import fold, whole
from bot.render import paragraphs, paragraphs_sent, source_line, standing_line

_N = r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_WHAT = r"(?:些|哪些|什么|啥|哪几样|哪个|哪种)"
_ASKED: dict[str, str] = {
    "step": rf"第{_N}(?:个)?步(?:骤)?",
    "next": r"(?:再|往)?下[一1]?(?:个)?(?:步(?!骤)|环节)|接下来(?!多久|几)|然后|之后呢|接着呢?|继续(?!教育|缴|交|有效|履行|使用)|往下|后面(?:呢|还有)",
    "more": r"还有(?:呢|吗|么|没有?|别的|其他|什么)*(?:要说的|要注意的)?$|展开|详细(?:点|说说?|讲讲?|的)*|具体(?:点|说说|讲讲)|全文|完整的?|多说点|说全|看更多|更多$|没说完",
    "steps": r"步骤|流程|程序|(?:先后)?顺序|(?:怎么|如何|怎样)(?:办理?|操作|做|弄|走|办好)(?:手续)?|先做什么|咋(?:办|弄|做)",
    "materials": rf"(?:带|准备|提交|提供|递交|上交|报送|交|报|要|需要|拿)*{_WHAT}*(?:申报|上报|申请)?(?:材料|资料|手续|证件)(?:清单)?|(?:带|准备|提交|提供|交){_WHAT}+(?:东西|文件)?"
    rf"|(?:带|准备|要|需要){_WHAT}+(?:东西|文件)",
    "sources": r"(?:法律|政策|文件|法规|法条)?(?:依据|出处|根据|来源)(?:是|在|的|哪[里儿]?|[一1]?(?:条|部|个)|什么|第几条|文件|法律|条文|规定)*"
    r"|(?:法律|法条|条文|文件|规定)?(?:里|上)?(?:的|是|用|按|照)?哪[一1]?(?:条|部|个)?(?:法律|法条|法规|条例|办法|规定|红头文件|文件|条文|法)(?:规定|写)?的?"
    r"|(?:法律|法条|条文|文件|规定)?(?:里|上)?(?:的|是|用|按|照)*哪[一1]?条(?:规定|写|说)?的?|第几条|凭什么|有(?:没有?)?(?:什么|哪个)?(?:红头)?(?:文件|法律|条文)规定|(?:哪里|谁|哪儿)规定|法律规定|法条"
    r"|(?:这些?|那些?|这个|那个)?(?:规定|文件|办法|条例|原文)(?:的)?(?:原文|全称|名字|名称|文号)(?:是|叫)*(?:什么|啥|多少)?(?:名字|号)?",
    "approve": r"(?:找|要|报|由|让)?(?:给)?谁(?:来)?(?:批准?|审批|同意|批复|审核)|报谁(?:批准?)?|(?:要|需要|用)?(?:不要|不用)?(?:报批|审批)|批准机关|哪里批",
    "where": r"(?:找|去|到|向|跟|和|报|交|问|在)(?:给|到)?(?:谁|哪里|哪儿|哪|哪个部门|什么部门|哪个单位|什么地方)(?:办理?|报|交|申请|问|说|讲|提|反映|联系)?|谁(?:来|去)?(?:办|负责|管|跑)|哪里(?:办理?|申请|交)|哪个部门|什么部门",
    "time": r"(?<![这那好前后头近])(?:几|多少)(?:个)?(?:天|工作日|月|年|日)|多久|多长时间|多少时间|什么时候|何时|啥时候|期限|时限|时间(?:要求|限制)|几号(?:之?前)?|截止(?:时间|日期)?|最长|最晚|最迟",
    "money": r"多少(?:钱|费用)|(?:要不要|用不用)?(?:花|交|收|要)(?:不要|不)?(?:钱|费(?!用?从|率|基))(?:用)?|费用|收费|免费|(?:金额|标准)(?:是)?多少|多少(?:金额|标准)",
    "people": r"(?<![十百千0-9])(?:几|多少)(?:个|名)?(?:人|名额)|人数(?:要求)?|几名",
    "penalty": r"(?:怎么|如何|会|会被|要|被|受)*(?:处罚|罚款|罚钱|罚(?!息))(?:多少|吗)?|后果|会怎么?样|会怎样|追责|违法吗|有什么影响",
    "forms": r"(?:表格?|模板|样式|样本|范本|范文|格式)(?:下载)?(?!怎么)",
    "region": r"(?:江苏|苏州|外省|其他省|别的省|外地|我们省|当地)(?:省|市)?",
    "related": r"相关(?:的)?(?:问题)?|还要(?:做|注意)什么|注意什么",
}
"""Parts with what asks for them; the first that is met counts."""
_PATTERNS = {part: re.compile(pattern) for part, pattern in _ASKED.items()}
_NUMBERED = re.compile(rf"第({_N})(?:个)?步")
LONGEST = 24
"""Characters of a folded text beyond which it is a question of its own, whatever it asks for."""
SENTENCES = ("time", "money", "where", "approve", "people", "penalty", "region")
"""Parts that are sentences of the text, picked by what they speak of."""
_ROOM = 200
"""Characters of sentences that are shown of an entry."""


@dataclass(frozen=True)
class PartQuestion:
    """The part of an entry that a message asks for, and the rest of its words."""

    part: str
    """A key of wording.PARTS, or empty."""
    step: int
    """The number of the step that it names; 0 for none."""
    content: str
    """What it is about beside that, without the words that say nothing."""


@lru_cache(512)
def part_question(text: str) -> PartQuestion:
    """The part that a text asks for, and what it is about."""
    said = fold(text)
    if len(said) > LONGEST:
        return PartQuestion("", 0, word_classes.content(said))
    for part, pattern in _PATTERNS.items():
        if pattern.search(said):
            number = _NUMBERED.search(said)
            step = (whole(number[1]) or 0) if number else 0
            return PartQuestion(part, step, word_classes.content(pattern.sub("", said)))
    return PartQuestion("", 0, word_classes.content(said))


def without_part(text: str) -> str:
    """A folded text without the words that ask for its part."""
    said = fold(text)
    part = part_question(text).part
    return _PATTERNS[part].sub("", said) if part else said


_CLAUSE = re.compile(r"[\s,，。.;；、!！?？]+")


def points_asked(text: str) -> frozenset[str]:
    """What the clauses of a text ask to be told, of what a sentence can tell: keys of wording.PARTS, `who`, `whether`."""
    found = {part_question(clause).part for clause in _CLAUSE.split(text) if clause} & {*SENTENCES}
    said = fold(text)
    return frozenset(found | {point for point, asked in _POINTS.items() if asked.search(said)})


def tells(sentence: str, point: str) -> bool:
    """Whether a sentence tells what is asked for."""
    return _TOLD[point].search(sentence) is not None


def has_part(entry: Entry, part: str, step: int = 0) -> bool:
    """Whether an entry has that part."""
    return bool(_found(entry, part, step))


def part_blocks(entry: Entry, part: str, step: int = 0) -> tuple[Block, ...]:
    """That part of an entry as blocks, of its steps the one of that number; says plainly when the entry has none."""
    heading = Block("heading", wording.PART_OF.format(question=entry.question, part=wording.PARTS[part]))
    found = _found(entry, part, step)
    if not found:
        return (heading, Block("text", wording.PART_MISSING.format(part=wording.PARTS[part])))
    standing = standing_line(entry)
    return (heading, *found, *([Block("note", standing)] if standing and part in ("sources", "more") else []))


def sentences_about(entry: Entry, part: str) -> tuple[Block, ...]:
    """The sentences of an entry that speak of materials or steps, when it lists none."""
    pattern = _MENTIONED.get(part)
    return tuple(_sentences(entry, pattern)) if pattern else ()


def _found(entry: Entry, part: str, step: int) -> list[Block]:
    return _step(entry, step) if part == "step" else _PARTS[part](entry)


def _step(entry: Entry, number: int) -> list[Block]:
    if not 0 < number <= len(entry.steps):
        return []
    return [Block("text", wording.PART_STEP.format(number=number, count=len(entry.steps), step=entry.steps[number - 1]))]


def _steps(entry: Entry) -> list[Block]:
    return [Block("steps", wording.PART_STEPS, entry.steps)] if entry.steps else []


def _materials(entry: Entry) -> list[Block]:
    return [Block("list", wording.PART_MATERIALS, entry.materials)] if entry.materials else []


def _sources(entry: Entry) -> list[Block]:
    return [Block("source", source_line(entry.sources))] if entry.sources else []


def _more(entry: Entry) -> list[Block]:
    """What an answer held back of its text."""
    return [Block("text", paragraph) for paragraph in paragraphs(entry.answer)[paragraphs_sent(entry) :]]


def _sentences(entry: Entry, pattern: re.Pattern[str]) -> list[Block]:
    """The sentences of the answer and the steps that match, word for word, in order, as many as fit."""
    texts = [*paragraphs(entry.answer), *entry.steps, *entry.materials]
    sentences = [sentence.strip() for text in texts for sentence in re.findall(r"[^。！？!?]+[。！？!?]?", text)]
    found: list[Block] = []
    room = _ROOM
    for sentence in dict.fromkeys(sentences):
        if pattern.search(sentence) and (len(sentence) <= room or not found):
            found.append(Block("text", sentence))
            room -= len(sentence)
    return found


_TIME = re.compile(
    r"(?<!\d)\d{1,3}\s*(?:个)?(?:工作)?(?:日|天|月|年|小时|周)|[一二三四五六七八九十]+(?:个)?(?:工作)?(?:日内|天|个月|年)|期限|时限|以前|之前|届满|任期"
)
_MONEY = re.compile(r"\d[\d.,]*\s*(?:元|%|％|万)|百分之|不收费|收费|免交|费用|金额|标准")
_WHERE = re.compile(r"上(?:一)?级工会|总工会|部门|机关|机构|法院|仲裁|税务|银行|窗口|平台|委员会(?:批准|审批|决定|受理|办理)")
_REGION = re.compile(r"江苏|苏州|外省|各省|各地|当地|省办法|国家法")
_APPROVE = re.compile(r"批准|审批|批复|同意|报(?:请|经)?上(?:一)?级|备案|审查|审核")
_PEOPLE = re.compile(r"\d+\s*(?:人|名)|[一二两三四五六七八九十百]+(?:人|名)|过半数|三分之二|名额")
_PENALTY = re.compile(r"处罚|罚款|责令|改正|追究|法律责任|赔偿|无效|违法|滞纳金|处分")

_POINTS = {
    "who": re.compile(r"谁|哪个人|什么人"),
    "people": re.compile(r"(?:几|多少)(?:个|名|位)?(?:人|委员|代表|会员|票)|过半|三分之|人数"),
    "time": re.compile(
        r"几(?:天|年|月|个月|日|次|小时|个钟)|多久|多少(?:天|年|次|小时)|什么时候|[0-9一二三四五六七八九十](?:天|年|个月)"
    ),
    "money": re.compile(r"多少钱|(?:给|发|交|补|返|扣|收|罚)(?:几|多少)|标准|收费|要钱|[0-9]+元"),
    "whether": re.compile(r"吗|[能行会要可]不|不(?:能|行|会|要|可以)?$|是不是|算不算|要不要|行不行|可不可以|能否|还是"),
}
_WHO = re.compile(r"由[^，。；]{1,20}|谁|担任|主持|负责|牵头|指派|选派|推荐")
_WHETHER = re.compile(
    r"可以|能|不得|不能|不要|不用|不必|不受|应当|必须|算|没有(?:规定|写明|要求)|未查到|也有|照[发付给]|同样|除外"
)

_MENTIONED = {
    "materials": re.compile(r"材料|资料|证件|证明|附件|表样|空白表"),
    "steps": re.compile(r"步骤|顺序|次序|程序|流程|手续|先.{1,12}再|(?:举办|开会|办|花钱)之?前|后再"),
}

_TOLD = {
    "time": re.compile(rf"{_TIME.pattern}|多长|多久|时间|年内|半年"),
    "money": _MONEY,
    "where": _WHERE,
    "approve": _APPROVE,
    "people": _PEOPLE,
    "penalty": _PENALTY,
    "region": _REGION,
    "who": _WHO,
    "whether": _WHETHER,
} | _MENTIONED
"""Points that a sentence can tell, with what shows that it does."""

_PARTS: dict[str, Callable[[Entry], list[Block]]] = {
    "materials": _materials,
    "sources": _sources,
    "steps": _steps,
    "more": _more,
    "time": lambda entry: _sentences(entry, _TIME),
    "money": lambda entry: _sentences(entry, _MONEY),
    "where": lambda entry: _sentences(entry, _WHERE),
    "approve": lambda entry: _sentences(entry, _APPROVE),
    "people": lambda entry: _sentences(entry, _PEOPLE),
    "penalty": lambda entry: _sentences(entry, _PENALTY),
    "region": lambda entry: _sentences(entry, _REGION),
    "forms": _materials,
    "related": lambda entry: [],
    "next": lambda entry: [],
}

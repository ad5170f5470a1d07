"""Which document a message asks for, by the name she gives it: whether it is asked for at all, and whether one of ours is it.

The document asked for may not exist. So the two judgements are apart: one looks at the words alone (a demand, a sample, 怎么写,
a name that ends as documents' names do), the other holds the name against what our documents are called, and asks both ways
what is left over: 女职工 is no part of 工资专项集体合同, 法律援助 none of 法人登记. Both are small logistic models, whose
weights `tools/fit_documents.py` learns; a wrong document costs more than the honest word that there is none.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import astuple, dataclass

from bot.normalise import fold

HEAD = re.compile(
    r"(?:事[迹际]|申报|登记|全套)材料|[\u4e00-\u9fff]{1,2}书(?![屋记面店法香信架写])|公告牌|主持词|主持稿|讲话稿?|发言稿?|开幕词|闭幕词|宣传单|介绍信|举报信|联名信|公开信|感谢信|慰问信"
    r"|委托管理协议|[记纪]录[本表纸单]?|花名册|名[册单]|台[账帐]|清单|目录单|指南|手册|攻略|请示|申请|批复|报告单?|通知|公告|公示表?|决议|决定|协议|合同|章程|纪要|议程|提纲|草案|方案|预案|计划书?|总结"
    r"|办法|细则|制度|规定|声明|聘书|标语|横幅|借条|收条|条子|稿子|文件|文本|条款|粘贴单|验收单|签收单|报告单|(?<![样成代])表(?![决态示达彰扬演现面率明白格])|选票|表决票|票样?|函|证样式|代表证|会员证样式|责任状|须知"
)
"""Nouns that name documents: the last part of what one is called."""
_ASKS = re.compile(
    r"(?:有没有|有无|有木有|有不有|能不能|可不可以|能否|可以|麻烦|帮忙|请问|求|急求|跪求|想要|需要|谁有|哪里有|哪有)|(?:给|发|传|转|拿|找|提供|分享|弄|整|来|要)[一1]?[个份张本套些点]|(?:给|发|传|寄)(?:我们?|俺|咱|过来|下|一下)"
)
_LEADING = re.compile(
    r"(?:请问|老师|你好|您好|那个|这个|那种|这种|一个|一份|一张|一套|我们?|咱们?|单位|公司|现在|有没有|有|没有|要|想|需要|准备|求|急|找|给|发|拿|来|个|份|张|下|的|用|上级|上面|本单位|那边|这边|搞|做|写|是|和|跟|用的|发给|去年|今年|最新)+"
)
_VERB = re.compile(
    r"(?:写|做|搞|订|制订|制定|填|签|发|给|要|求|找|弄|整|来|有没有|有|开|出|交|报|印|领|用|带|列|上面要|个)(?:[一1]?[个份张本套些点](?!人)|一下|我|我们|我一份)(?:用的|的)?|(?:需要|想要|要做|要写|要填|要交|要报|求|有没有|请问|[我咱]们要|哪份)"
)
_CLAUSES = re.compile(r"[\s,，。;；、?？!！:：“”\"《》（）()]+")
_POINTING = re.compile(r"(?:用)?的?[那这]一?[个份张种](?!人|[月年会])|要[填交报写]的")
"""Says nothing of what the document is: 比价的那个记录表, 住院慰问要填的审批表."""
_LONGEST = 18
"""Characters of a name as it is repeated to her; a longer one is a story's."""
_SAMPLE = re.compile(
    r"模[板版]|摸板|范[本文例]|例文|样[本式表张例板子品]|(?:给|来|有)个样|样么|样吗|参考|电子[版档]|打印|空白|空表|现成|格式|例子|word|docx?|wps|pdf|excel|xlsx?|下载|哪.{0,2}下|照着[写抄念填]|框架|版本"
)
_WRITTEN = re.compile(r"(?:怎么|如何|咋个?|怎样|不会|没)(?:去)?(?:写|填|拟|起草|弄|编|排|编排)|写(?:些?啥|什么|哪)|要写[几哪]")
_DEMAND = re.compile(
    r"(?:给|发|传|寄|拿|找|来|求|要)(?:我们?|俺|咱|过来|下|一下|[一1几]?[个份张本套些条]|参考)|有没有|有么|有吗|有没[有得]?$|(?<![没所])有$|谁有|求|跪求|有不$|的不$"
)
_ASKING = re.compile(
    r"几|多少|谁|哪|怎|如何|咋|什么|甚么|啥|为何|多久|多长|是不是|是否|要不要|需要|应该|必须|合法|有效|规定|算不算|区别|流程|步骤|[能会要]不|可以吗|行吗|行不|[吗么嘛]$|不$"
)
_MODAL = re.compile(r"[也还都]?[要能会可应该得须必需是没被上里有](?!的)")
_FULL_LENGTH = 60


@dataclass(frozen=True)
class AskingFeatures:
    """How a message speaks of a document, whichever it is: each between 0 and 1."""

    demanded: float
    """发我, 有没有, 求."""
    sample: float
    """模板, 范文, 电子版, 现成."""
    written: float
    """怎么写, 咋填."""
    same_clause: float
    """The demand stands in the clause that holds the name."""
    alone: float
    """There is but the name."""
    before: float
    """What stands before the name in its clause, of eight characters."""
    after: float
    """What stands behind it that asks for nothing, of eight characters."""
    modal: float
    """What stands behind it begins with 要, 能, 是."""
    asking: float
    """Something else is asked: 谁, 多久, 是不是."""
    length: float
    """Characters of the message, of sixty."""
    long_name: float
    """Characters of the name, of twelve."""
    sample_short: float
    """A sample is asked for, in a short message."""
    demand_short: float
    """Something is demanded, in a short message."""


@dataclass(frozen=True)
class Named:
    """A document as a message names it."""

    name: str
    """As written."""
    before: str
    """What stands before it in its clause."""
    features: AskingFeatures


@dataclass(frozen=True)
class FitFeatures:
    """How a document of ours fits the name that is asked for: each between 0 and 1."""

    likeness: float
    """Of both names, as syllables and pairs of them."""
    covers: float
    """Share of the asked name that the document is called by."""
    covered: float
    """Share of what the document is called that is asked for."""
    foreign: float
    """Share of the asked name, but for its noun, that no document is called by."""
    others: float
    """Share of it that only other documents are called by."""
    subject: float
    """How many of the field's terms that it holds the document is never called by, of two."""
    head: float
    """Both names end in the same noun."""
    before: float
    """The heaviest of what stands before the name that only other documents are called by."""
    lead: float
    """How far its likeness is from the next document's."""
    exact: float
    """The name is one of the document's."""


def named(text: str) -> Named | None:
    """The document that a message names, as it asks for one if it does; None when it names none."""
    return max(names(text), key=lambda one: asks(one.features), default=None)


def names(text: str) -> list[Named]:
    """Every document that a message names, in its order."""
    clauses = [_POINTING.sub("", fold(one)) for one in _CLAUSES.split(text)]
    clauses = [one for one in clauses if one]
    found = (_of_clause(clauses, number, match) for number, one in enumerate(clauses) for match in _heads(one))
    return [one for one in found if one is not None]


def _heads(clause: str) -> list[re.Match[str]]:
    """Where the nouns end that may be what is asked for: the last of a run, 申请报告 is one."""
    found = list(HEAD.finditer(clause))
    return [one for one in found if all(one.end() != other.start() for other in found)]


def _of_clause(clauses: Sequence[str], number: int, head: re.Match[str]) -> Named | None:
    clause = clauses[number]
    start, name = _name(clause[: head.end()])
    if len(name) < 2:
        return None
    length = min(sum(map(len, clauses)), _FULL_LENGTH) / _FULL_LENGTH
    before, behind = clause[:start], clause[head.end() :]
    outside = clause[:start] + "|" + behind
    beside = outside + "|" + "|".join(one for at, one in enumerate(clauses) if at != number)
    rest = _DEMAND.sub("", _SAMPLE.sub("", _WRITTEN.sub("", behind)))
    left = _ASKING.search(_DEMAND.sub("", _SAMPLE.sub("", _WRITTEN.sub("", beside))))
    demanded, sample, written = (
        float(any(one.search(part) for part in beside.split("|"))) for one in (_DEMAND, _SAMPLE, _WRITTEN)
    )
    same = any(one.search(part) for one in (_DEMAND, _SAMPLE, _WRITTEN) for part in outside.split("|"))
    lack = _ASKS.sub("", before)
    features = AskingFeatures(
        demanded,
        sample,
        written,
        float(same),
        float(not lack and not rest and len(clauses) == 1),
        min(len(lack), 8) / 8,
        min(len(rest), 8) / 8,
        float(bool(rest) and _MODAL.match(behind) is not None),
        float(left is not None),
        length,
        min(len(name), 12) / 12,
        sample * (1 - length),
        demanded * (1 - length),
    )
    return Named(name, lack, features)


def _name(said: str) -> tuple[int, str]:
    """Where the name begins in what ends with its noun, and the name."""
    start = 0
    for match in _VERB.finditer(said):
        if len(said) - match.end() >= 2:
            start = match.end()
    leading = _LEADING.match(said, start)
    if leading and len(said) - leading.end() >= 2:
        start = leading.end()
    if len(said) - start > _LONGEST:
        start = len(said) - _LONGEST
    return start, said[start:]


ASKING_WEIGHTS = (0.67, 1.96, 1.27, 0.83, 1.09, -0.10, -1.51, -0.43, -1.63, -1.29, 0.15, 1.00, 0.74)
ASKING_OFFSET = -0.61
FIT_WEIGHTS = (1.19, 0.23, 2.40, -0.56, -0.78, -1.52, 2.09, -0.21, 3.45, 1.65)
FIT_OFFSET = -5.56


def asks(said: AskingFeatures) -> float:
    """The share of such messages that ask to be given a document."""
    return _share(ASKING_WEIGHTS, ASKING_OFFSET, astuple(said))


def fits(said: FitFeatures) -> float:
    """The share of such documents that were the one asked for."""
    return _share(FIT_WEIGHTS, FIT_OFFSET, astuple(said))


def _share(weights: Sequence[float], offset: float, values: Sequence[float]) -> float:
    return 1 / (1 + math.exp(-offset - sum(weight * value for weight, value in zip(weights, values, strict=True))))

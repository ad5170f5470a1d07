"""Thanks, an agreement or an apology with a remark beside it that asks nothing: 谢谢你 我心里有点底了, 行 我年纪大了 麻烦你了.

Whether the rest is a remark is told by the knowledge, not by its words: what it comes near to is a matter to be answered.
"""

from __future__ import annotations

import re

from bot.desk import smalltalk, utterance, word_classes
from bot.desk.conversation_memory import FOLLOWUP_WINDOW
from bot.desk.turn import Turn
from bot.desk.word_weights import weights_of
from bot.normalise import fold

MATTER = 0.5
"""Confidence from which what stands beside thanks is a matter of the knowledge."""
NAMED = 0.6
"""The same where it names nothing but words of an entry's wordings: 女工委员会."""
_WORD = 3
"""Characters of content from which it names something."""
_LONGEST = 60
"""Characters beyond which a message tells more than a remark."""
_MOST = 6
"""Pieces of such a message."""
_PERSON = r"(?:你们?|您|了|啦|啊|哈|呀|老师|各位|大家|领导|师傅|小助手|哥|姐)*"
_THANKED = rf"(?:那|先|真是?|真的|好的?|行|嗯|ok|非常|太|十分)*(?:谢谢|感谢|多谢|谢了|谢啦|谢过|辛苦)+{_PERSON}"
_THANKS = re.compile(rf"^{_THANKED}|{_THANKED}$|^麻烦(?:你们?|您)(?=.*了)|麻烦(?:你们?|您|了)*$")
"""Words of thanks; 麻烦您 only for what was done: 麻烦您看一下 asks."""
_TELLS = re.compile(r"[0-9二三四五六七八九十百]|我们|咱|公司|单位|厂|不是|没有")
"""What isn't a remark but says how things are."""
_JUDGES = re.compile(
    r"^.{0,4}(?:真|太|挺|够|好|最)(?!的)(?:不)?[\u4e00-\u9fff]{1,3}(?:的|了|啊)?$|^(?:原来)?比(?:我|我们|咱)?.{0,4}(?:想|以为|预料)的?.{1,6}$"
)
"""What says how something is found, whatever it names: 手续真不少, 比我想的简单些."""
_APOLOGY = "slip"
_FIRST = (
    r"(?:那|好|行|嗯|就|先|这就|马上|现在|今天|今晚|明天|明早|后天|下午|晚上|回头|待会儿?|等会儿?|"
    r"下周|周[一二三四五]|改天|我们?|咱们?|俺|自己|再|赶紧|抓紧)"
)
_DOES = (
    r"(?:去(?!年|世|掉)|找|跟|和|给|把|拿|照|按|让|叫|回|改|弄|理|整理|汇报|通知|准备|起草|写|填|问|"
    r"打(?:给|过去|[一个]*电话)|联系|商量|试|研究|琢磨|看看|存|转|截图|发群|开会|接单|接个|忙|做|办)"
)
_NEXT = re.compile(rf"^{_FIRST}*(?:我们?|咱们?|俺|先|再|这就|马上|照着|回头|明天|下周){_FIRST}*{_DOES}(?!过|了.{{0,2}}$)")
"""What she does next: 我先去跟老板说, 我让办公室起草."""
_SETTLED = re.compile(
    r"(?:终于|总算|这下|这回|现在|都|全|就|算是)?(?:搞|弄|整|听|看|说|讲)?(?:清楚|明白|懂|通|清)(?:了|啦)$|有(?:点|些|个)?(?:数|底|谱|说法|方向|思路)|心里|(?:敢|放心|踏实|安心|舒服|松口?气|不怕|省心)"
    r"|(?:有|要是有|还有|再有)?(?:不懂|不会|不明白|问题|事)(?:的)?(?:再|还)?(?:来|找|问|请教)|再来?(?:请教|问你|找你|麻烦)|多亏|幸亏|幸好|靠谱|(?:好|强|快|清楚|明白|管用)多了|没白问|耽误|添麻烦|^(?:要)?不然|请你(?:们)?(?:喝|吃)|(?:先|就)这样|没事了|不等了|算了"
)
"""What says that it is settled: 终于搞清楚了, 心里有数, 多亏你."""
_HEARD = re.compile(
    r"^(?:哦+|噢|嗯+|好+(?:的|嘞|滴|吧)?|行+(?:吧)?|中|成|可以+|对|ok|那)*(?:晓得|知道|明白|清楚|懂|了解|收到|记住|记下|好的|可以|原来如此|原来是这样|这样)(?:了|啦|的|啊|呀)*$"
)
"""What agrees, also doubled: 好的好的, 懂了懂了, 晓得了."""


def closing_kind(turn: Turn) -> str:
    """The kind of small talk (`smalltalk.kind`) that such a message comes to; empty for any other."""
    text = turn.text
    pieces = [piece for piece in smalltalk.pieces(text) if fold(piece)]
    if not pieces or len(pieces) > _MOST or len(text) > _LONGEST or any(map(_asks, pieces)):
        return ""
    kinds = [smalltalk.kind(piece) or ("agreed" if _HEARD.search(fold(piece)) else "") for piece in pieces]
    rest = [piece for piece, found in zip(pieces, kinds, strict=True) if not found]
    thanked = "thanks" in kinds or any(_THANKS.search(fold(piece)) for piece in rest)
    if _ends_talk(turn, kinds, rest, thanked=thanked):
        return "thanks" if thanked else "agreed"
    rest = [left for piece in rest if (left := _THANKS.sub("", fold(piece)))]
    settled = "waiting" in kinds or any(_leaves(piece) for piece in rest)
    closes = "thanks" if thanked else kinds[0] if kinds[0] in ("agreed", "waiting", "praise") else ""
    closes = closes or (_APOLOGY if _APOLOGY in kinds else "") or ("agreed" if settled and not any(kinds) else "")
    rest = [piece for piece in rest if not _JUDGES.search(fold(piece)) and not _leaves(piece)]
    if thanked and settled:  # what stands beside both is a remark: 比我想的麻烦点
        return closes if not any(_FOR_ME.search(fold(piece)) for piece in rest) else ""
    speaks = any(_needs_reply(piece, thanked=thanked) for piece in rest)
    return closes if closes and not speaks and not _is_matter(turn, "，".join(rest)) else ""


def _ends_talk(turn: Turn, kinds: list[str], rest: list[str], *, thanked: bool) -> bool:
    """Whether she has had her answer and goes: she agrees, wishes for nothing, and thanks or says what she does next."""
    context = turn.conversation.context
    if not turn.fresh(FOLLOWUP_WINDOW) or not (context.asked or context.entries):
        return False
    brief = thanked and "thanks" not in kinds[:1] and len(fold(turn.text)) <= _BRIEF  # 这几天头都大了 谢谢啊
    begins = kinds[0] in _ENDING or brief or _GOES_NEXT.search(fold(turn.text)) is not None
    left = [piece for piece in rest if _LATER.search(fold(piece)) is None]
    wishes = any(_FOR_ME.search(fold(piece)) or utterance.parse_utterance(piece).retracted is not None for piece in left)
    if not begins or wishes:
        return False
    if thanked and kinds[0] != "thanks":
        return True
    if kinds[0] != "agreed":
        own = thanked and all(_OF_HERSELF.search(fold(piece)) and not word_classes.asks(piece) for piece in left)
        return kinds[0] in _ENDING and bool(rest) and (own or all(map(_is_parting, left)))  # 谢谢 会费标准 goes on
    told = any(word_classes.NUMBERED.search(fold(piece)) for piece in left)
    return bool(rest) and not told and (not left or "waiting" in kinds[1:] or any(map(_is_parting, left)))


def _is_parting(piece: str) -> bool:
    """Whether a piece says what she does next, that it is settled, or how she found the help."""
    said = fold(piece)
    ways = (_GOES_NEXT, _SETTLED, _JUDGES, _OF_HELP, _NEXT, _SOON)
    return any(one.search(said) for one in ways) and not word_classes.asks(piece)


_OF_HERSELF = re.compile(r"^(?:那|反正)?(?:我|俺)(?!们|想|要|问|是|司|厂|单位|公司)[\u4e00-\u9fff]{1,7}$")
"""What she says of herself beside thanks: 我没写, 我就不写."""
_BRIEF = 20
"""Characters up to which a text that ends with thanks is a remark."""
_SOON = re.compile(
    r"^(?:那)?(?:我们?|咱们?|俺|明天|明早|今天|今晚|后天|下午|晚上|下周.?|回头)(?!.*(?:是|在|有|没|说|讲|问|想|要|需|打算|准备|[0-9]))[\u4e00-\u9fff]{1,8}$"
)
"""What she does soon, in a few words: 我劝劝老板, 明天去."""
_ENDING = ("agreed", "waiting", "thanks", "praise", "laugh", "dropped")
"""What begins a message that ends the talk: 好, 明白了, 算了."""
_GOES_NEXT = re.compile(
    r"^(?:那|就|我|我们?|咱们?|俺|今天|今晚|明天|明早|下周.?|礼拜.|周.|下个?月.{0,3}|年底|月底|开会?之前|等我?.{0,12})*(?:先|再|到时|等我|回头|这就|马上)(?!说|讲|介绍|补充|咨询|请教|问)"
)
"""What she does next, whatever it is: 我先不签, 年底再换届, 等我把收据找出来再讲."""
_LATER = re.compile(r"(?:回来|回头|到时候?|以后|下次|明天|改天|有事|不懂|有了).{0,4}(?:再|来)?(?:问|找|请教|麻烦)")
"""What she asks later."""
_OF_HELP = re.compile(r"(?:你|您).{0,6}(?:讲|说|比|懂|快|清楚|耐心|好用)|^比.{1,8}(?:讲|说|有|强|清)|哈哈|嘿嘿")
"""What is said of the helpdesk."""


def _asks(piece: str) -> bool:
    """Whether a piece asks; what she does next may name a number: 我跟几个兄弟说说."""
    return (
        word_classes.asks(piece)
        and not fold(piece).startswith("不然")
        and (_NEXT.search(fold(piece)) is None or _ASKING.search(piece) is not None)
    )


_ASKING = re.compile(r"[吗呢么?？不没]$|怎|哪|什么|多少|谁|能不能|要不要|可以")


def _leaves(piece: str) -> bool:
    """Whether a piece says that it is settled, or what she does next, and wishes for nothing."""
    said = fold(piece)
    wishes = utterance.parse_utterance(piece).retracted is not None or _FOR_ME.search(said) is not None
    return not wishes and (_SETTLED.search(said) is not None or _NEXT.search(said) is not None)


_FOR_ME = re.compile(r"(?<![转打不没])给我|发我|帮我|要[一1]?[个份]|想(?:问|要|知道)|问[一1]?下|再问|问个")


def without_courtesy(text: str) -> str:
    """A text without the greeting, thanks or agreement before and the thanks behind what it asks; itself when it has none."""
    pieces = [piece for piece in smalltalk.pieces(text) if fold(piece)]
    if not 1 < len(pieces) <= _MOST or len(text) > _LONGEST:
        return text
    first = next((at for at, piece in enumerate(pieces) if not _is_courtesy(piece)), len(pieces))
    last = next((at for at in range(len(pieces), first, -1) if not _THANKS.fullmatch(fold(pieces[at - 1]))), first)
    left = pieces[first:last]
    if not left or left == pieces:
        return text
    end = len(text) if last == len(pieces) else text.rindex(left[-1]) + len(left[-1])  # a question keeps its mark
    kept = text[text.index(left[0]) : end].strip()
    return kept if kept and not smalltalk.kind(kept) and not smalltalk.picked_number(kept) else text


def _is_courtesy(piece: str) -> bool:
    """Whether a piece only greets, thanks, agrees or excuses itself."""
    said = fold(piece)
    kind = smalltalk.kind(piece)
    agreed = kind == "agreed" and (len(said) > 1 or said in _ASSENT)
    return agreed or kind in ("thanks", "greeting", "opener", _APOLOGY) or _THANKS.fullmatch(said) is not None


_ASSENT = "好行嗯哦噢对"
"""Single characters that agree before something else; others are as often the beginning of a word: 中 秋."""


def _needs_reply(piece: str, *, thanked: bool) -> bool:
    """Whether a piece asks, takes something back, or tells how things are; beside thanks, 我们 alone tells nothing."""
    one = utterance.parse_utterance(piece)
    asked = bool(one.asked.part) or one.retracted is not None
    telling = (
        (not thanked and _TELLS.search(fold(piece)) is not None)
        or utterance.states_lack(piece)
        or utterance.tells_circumstances(piece)
    )
    return asked or telling or utterance.wishes(piece)


def _is_matter(turn: Turn, rest: str) -> bool:
    """Whether what is left of a message comes near to something that the knowledge answers, or names a document."""
    if not fold(rest):
        return False
    found = turn.index.rank(rest, 1)
    content = word_classes.content(rest)
    held = max(
        (weights_of(turn.knowledge).share(content, one.entry, answer=False) for one in found if len(content) >= _WORD),
        default=0.0,
    )
    near = bool(found) and found[0].confidence >= MATTER
    return near or held >= NAMED or turn.index.requested_documents(rest) is not None

"""What people say that is no question: greetings, thanks, what can you do, numbers, 有用, 人工."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.desk import word_classes
from bot.normalise import fold

_SIMPLER = r"(?:能|可以|请|你|您|麻烦|再)*(?:说|讲)?(?:得|的)?(?:简单|直白|通俗|明白|清楚)(?:点|一点|些|1点)(?:说|讲|吗|吧|吗|行不行|行吗|可以吗)*"
"""A wish for plainer words."""
_KINDS = {
    "greeting": r"(?:hi|hello|嗨|哈喽|你好|您好|大家好|早|早上好|上午好|中午好|下午好|晚上好|在吗|在不在|有人吗|在么|你在吗)+(?:啊|呀|吗)?"
    r"|(?:各位)?(?:领导|老师|同志|主席)(?:您好|你好|好)",
    "thanks": r"(?:好的?)?(?:非常|十分|太|多)?(?:谢谢|感谢|多谢|谢了|谢啦|辛苦了|麻烦了|thanks|thankyou)(?:你|您|啦|了|老师|大家|领导|啊|哈|帮助|你们)*",
    "agreed": r"(?:好的?|好滴|行|可以|知道了?|明白了?|懂了|了解了?|收到|ok|okay|嗯+|哦+|对|是的|没了|没有了)(?:啦|哈|吧|的|了)*",
    "lost": r"(?:我|还|还是|也|都|实在)*(?:不懂|不太懂|看不懂|没看懂|听不懂|没听懂|没懂|搞不懂|不明白|看不明白|没明白|不知道|不晓得)(?:啊|呀|呢|了|哎|唉|怎么办|你说什么|你在说什么|什么意思)*"
    rf"(?:{_SIMPLER})?|{_SIMPLER}",
    "dropped": r"(?:不用|算了|取消|退出|没事|不问|不转|不需要)(?:了|啦|吧)*",
    "bye": r"(?:再见|拜拜|bye|byebye|下次再聊|回头见)(?:啦|了)?",
    "who": r"(?:你|您)?(?:是谁|叫(?:什么|啥)(?:名字)?|的?名字(?:是什么|叫什么)?|贵姓|姓什么|多大了?|几岁了?|是男(?:的)?(?:是|还是)?女(?:的)?|哪里人|住哪里?|是什么|是机器人吗?|是真人吗?|是人吗|是人还是机器人|是人工吗?|是干什么的|是干嘛的|是什么人)(?:啦|啊|呀|呢)?",
    "ask": r"ask",
    "help": r"(?:help|帮助|使用说明|说明|怎么用|怎么使用|如何使用|用法|怎么问)",
    "topics": r"(?:topics|目录|菜单|分类|主题|话题|你?(?:都|能|会|可以|知道|懂)+(?:做|干|回答|问|答|帮我|提供|知道)*(?:些|点)?(?:什么|啥|哪些|哪些问题|什么问题)"
    r"|有(?:些)?(?:什么|哪些)(?:内容|功能|问题|主题)|(?:可以|能)(?:问|咨询)(?:些|你)?(?:什么|哪些)(?:问题)?|你会什么|你有什么功能|功能|有哪些内容)",
    "human": r"(?:我要|我想|帮我|请|能|可以|给我|转|找|要|接|换)*(?:human|人工|人工客服|人工服务|客服|真人|专家|人工答复|个?工作人员|活人|找人|个人)"
    r"(?:服务|回答|答复|处理|来|帮我|吗|问问|谢谢)*",
    "useful": r"(?:很|非常|挺)?(?:有用|有帮助|满意|解决了|对了|正确)(?:了|的|啊)?",
    "useless": r"(?:没用|没有用|无用|没帮助|没有帮助|不满意|没解决|不对|答非所问|不是这个|不是我要的|说的不对|答错了)(?:的|啊)?",
    "forward": r"(?:下1页|下一页|往下|往后翻|后1页|后一页|翻页|更多|看更多|还有更多吗|next)",
    "back": r"(?:上1页|上一页|往回翻|往前翻|前1页|前一页)",
    "none": r"(?:都不是|以上都不是|都不对|没有我要的|没有合适的|没有1个是|都没有|0)",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}

_ORDINALS = "零一二三四五六七八九十"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨"
_NUMBER = re.compile(
    r"(?:选|第|我选|要|我要|看|(?:给我|发我|发)第)*([1-9][0-9]?|[一二三四五六七八九十])(?:个|号|条|项|吧|那个|的)*"
)


_LONGEST = 200
"""Characters beyond which a text is no small talk: the patterns take the square of its length (知道 4,000 times: half a second)."""
_PIECES = re.compile(r"[\s,，。.;；、!！~～…?？]+")
_STRONGEST = ("human", "useless", "none")
"""Of several things said at once, what counts before all others."""
_PLAINLY = re.compile(
    r"(?:别\S{1,8}|不要\S{1,8}|你|您|那|就|直接|只|到底|究竟|请|麻烦)*?"
    r"(?:(?:就|直接|只)(?:跟我|给我|和我)?(?:说|讲|告诉我?|回答我?|答)(?:我)?|到底|究竟)(?P<asked>\S{1,8}?)(?:就行|就好|就可以|吧|啊|呀|呢)*[?？]*"
)
"""What asks for the answer in a word: 你就说能不能, 到底几天."""
_WORDS_WANTED = re.compile(
    r"(?:我|我们)?(?:能不能|能还是不能|可不可以|可以不|可以吗|行不行|行还是不行|要不要|要还是不要|是不是|是还是不是|对不对|有没有|会不会|算不算|合不合法|违不违法|能|不能)"
    r"|(?:是|要|给)?(?:几|多少)(?:天|个月|年|人|钱|票|个|次|个人)?|多久|(?:我)?(?:去|找|问|到)(?:哪|哪里|哪儿|谁)|怎么办|怎么弄|谁|哪里|哪天"
)


def plain_question(text: str) -> str | None:
    """What is asked again in a word or two of what was answered just now: 能不能, 几天; None for any other message."""
    pieces = [fold(piece) for piece in _PIECES.split(text) if fold(piece)]
    if not pieces or len(text) > _LONGEST_CLASSED:
        return None
    match = _PLAINLY.fullmatch(pieces[-1])
    asked = match["asked"] if match else ""
    rest = all(kind(piece) == "lost" or re.match("别|不要", piece) for piece in pieces[:-1])
    return asked if asked and rest and _WORDS_WANTED.fullmatch(asked) else None


def is_lost_about(text: str) -> bool:
    """Whether a message says of something that it wasn't understood, or wants it plainer: 选举那块没听懂 简单点说."""
    return len(text) <= _LONGEST_CLASSED and _NOT_FOLLOWED.search(fold(text)) is not None


_NOT_FOLLOWED = re.compile("(?:没|没有|不大?|不太)(?:听|看|搞|弄)(?:懂|明白)|(?:听|看|搞|弄)不(?:懂|明白)")
_FACES = re.compile(r"\[[^\[\]]{1,6}\]|@\S+")
"""[微笑], @王工."""
_COUNTED = re.compile(r"(?:[0-9]{3,}|0+|[0-9]+(?:楼|l|f|层)|\+[0-9]+)")
_WORD_CLASSES = (
    "lost",
    "anger",
    "denied",
    "slip",
    "praise",
    "thanks",
    "waiting",
    "bye",
    "greeting",
    "opener",
    "agreed",
    "laugh",
    "noise",
)
"""The closed classes of what is no question, the one that counts first where several are met."""


_AGREED = r"(?:好(?:的|吧|嘞|滴)?|行(?:吧)?|嗯+|哦+|噢|可以|ok|知道了?|明白了?|懂了|清楚了?|那好(?:吧)?|那行|中|成|谢谢(?:你|您|老师)?|多谢)"
_NEXT = (
    r"(?:那|就|先|这就|马上|现在|今天|明天|明早|下午|晚上|回头|待会儿?|一会儿?|改天|下周|周[一二三四五]|再|自己|我们?|咱们?|俺)*"
    r"(?:先?这样|(?:回?去(?!年|世|掉)|找|跟|和|给|向|问|看|试|准备|汇报|照着|按|想想|考虑|商量|联系|来).{0,12})(?:吧|了|啊|哈|再说|一下|看看|试试|办|说)*"
)
_LEAVING = re.compile(rf"{_AGREED}*(?:{_NEXT})?")
"""What takes leave: an agreement, thanks, and what she does next."""
_BEGINS = re.compile(_AGREED)
_GOES = re.compile(r"(?:那|就|先)*(?:我们?|咱们?|俺)(?:再|先|回去|去(?!年))(?!.*[了过])")


_BIDS = re.compile(r"给我|问一?下|再问|问个|想问")
"""What asks for something although it looks like what she does next: 给我发一份."""


def pieces(text: str) -> list[str]:
    """A text between its stops and blanks."""
    return [piece for piece in _PIECES.split(text) if piece]


def _takes_leave(text: str) -> bool:
    """Whether a text takes leave: it agrees or thanks, or says that it is enough, and goes on to what she does next."""
    pieces = [said for piece in _PIECES.split(text) if (said := fold(piece))]
    if (
        not pieces
        or len(text) > _LONGEST_CLASSED
        or word_classes.asks(text)
        or _BIDS.search(text)
        or not all(map(_LEAVING.fullmatch, pieces))
    ):
        return False
    begun = _BEGINS.match(pieces[0]) is not None or _GOES.match(pieces[0]) is not None
    return begun or pieces[0].rstrip("吧了").endswith("这样")


def kind(text: str) -> str:
    """Which kind of small talk a text is as a whole: a key of the tables above, or empty."""
    plain = _pattern_kind(text)
    if plain or text.startswith("/"):
        return plain
    pieces = [piece for piece in _PIECES.split(text) if fold(piece)]
    kinds = [_pattern_kind(piece) for piece in pieces] if 1 < len(pieces) < 6 else []
    strong = next((name for name in _STRONGEST if name in kinds), "")
    if strong and all(found or _word_class(piece) for found, piece in zip(kinds, pieces, strict=True)):
        return strong
    return _word_class(text) or ("waiting" if _takes_leave(text) else "")


def _pattern_kind(text: str) -> str:
    if len(text) > _LONGEST:
        return ""
    said = fold(text.removeprefix("/").replace("一个", "1个"))
    return next((name for name, pattern in _PATTERNS.items() if pattern.fullmatch(said)), "")


def _word_class(text: str) -> str:
    """The closed class that a text is wholly made of, with what may stand beside it."""
    if len(text) > _LONGEST_CLASSED:
        return ""
    flat = unicodedata.normalize("NFKC", text).casefold()
    said = fold(_FACES.sub("", flat))
    if not said:
        return "noise" if flat.strip() else ""
    if _COUNTED.fullmatch(re.sub(r"\s", "", flat)):
        return "noise"
    if said in word_classes.words("joint"):
        return "noise"
    found = next((name for name in _WORD_CLASSES if _made_of(said, name)), "")
    if found == "laugh" and any(word in said for word in word_classes.words("kind.agreed") if len(word) > 1):
        return "agreed"  # 唉好吧
    if found == "lost" and any(said.endswith(word) for word in word_classes.words("kind.thanks")):
        return "thanks"  # 太绕了，谢谢
    return "" if found == "agreed" and word_classes.asks(said) else found


_LONGEST_CLASSED = 40
"""Characters beyond which a text is more than idle."""


_VERBS = frozenset(("想", "去", "来", "给", "跟"))
"""Words that stand beside every class but a denial: 我不想去 denies nothing that was said."""


@cache
def _allowed(name: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words that a class is told by, and those that may stand beside them."""
    own = frozenset(word_classes.words(f"kind.{name}"))
    beside = {word for one in ("greeting", "opener", "thanks", "agreed") for word in word_classes.words(f"kind.{one}")}
    joint = frozenset(word_classes.words("joint")) - (_VERBS if name == "denied" else frozenset())
    return own - joint, frozenset(beside | joint | set(word_classes.words(f"with.{name}")))


def _made_of(said: str, name: str) -> bool:
    """Whether a folded text is made of a class's words and of what may stand beside them, one of its own at least."""
    own, beside = _allowed(name)
    longest = max(map(len, own | beside))
    # what can be reached, with and without a word of its own behind: a pattern would try every way, which are many
    reached = {0: {False}}
    for start in (place for place in range(len(said)) if place in reached):
        for end in range(start + 1, min(start + longest, len(said)) + 1):
            word = said[start:end]
            step = ({True} if word in own else set()) | (reached[start] if word in beside else set())
            if step:
                reached[end] = reached.get(end, set()) | step
    return True in reached.get(len(said), ())


def picked_number(text: str) -> int:
    """The number that a text picks from a list (2, 选2, 第二个, ②), from 1; 0 when it picks none."""
    bare = text.strip()
    if len(bare) == 1 and bare in _CIRCLED:
        return _CIRCLED.index(bare) + 1
    match = _NUMBER.fullmatch(fold(bare))
    if not match:
        return 0
    digit = match[1]
    return int(digit) if digit.isdecimal() else _ORDINALS.index(digit)

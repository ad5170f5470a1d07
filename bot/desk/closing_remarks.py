"""Thanks, an agreement or an apology with a remark beside it that asks nothing: 谢谢你 我心里有点底了, 行 我年纪大了 麻烦你了.

Whether the rest is a remark is told by the knowledge, not by its words: what it comes near to is a matter to be answered.
"""

from __future__ import annotations

import re

from bot.desk import smalltalk, utterance, word_classes
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
_JUDGES = re.compile(r"^.{0,4}(?:真|太|挺|够|好)(?!的)(?:不)?[\u4e00-\u9fff]{1,3}(?:的|了|啊)?$")
"""What says how something is found, whatever it names: 手续真不少."""
_APOLOGY = "slip"


def closing_kind(turn: Turn) -> str:
    """The kind of small talk (`smalltalk.kind`) that such a message comes to; empty for any other."""
    text = turn.text
    pieces = [piece for piece in smalltalk.pieces(text) if fold(piece)]
    if not pieces or len(pieces) > _MOST or len(text) > _LONGEST or word_classes.asks(text):
        return ""
    kinds = [smalltalk.kind(piece) for piece in pieces]
    rest = [piece for piece, found in zip(pieces, kinds, strict=True) if not found]
    thanked = "thanks" in kinds or any(_THANKS.search(fold(piece)) for piece in rest)
    rest = [left for piece in rest if (left := _THANKS.sub("", fold(piece)))]
    closes = "thanks" if thanked else kinds[0] if kinds[0] in ("agreed", "waiting") else ""
    closes = closes or (_APOLOGY if _APOLOGY in kinds else "")
    rest = [piece for piece in rest if not _JUDGES.search(fold(piece))]
    speaks = any(_speaks_up(piece, thanked=thanked) for piece in rest)
    return closes if closes and not speaks and not _is_matter(turn, "，".join(rest)) else ""


def without_courtesy(text: str) -> str:
    """A text without the greeting, thanks or agreement before and the thanks behind what it asks; itself when it has none."""
    pieces = [piece for piece in smalltalk.pieces(text) if fold(piece)]
    if not 1 < len(pieces) <= _MOST or len(text) > _LONGEST:
        return text
    first = next((at for at, piece in enumerate(pieces) if not _is_courtesy(piece)), len(pieces))
    last = next((at for at in range(len(pieces), first, -1) if not _THANKS.fullmatch(fold(pieces[at - 1]))), first)
    left = pieces[first:last]
    begin = text.index(left[0]) if left else 0
    kept = text[begin : text.rindex(left[-1]) + len(left[-1])].strip() if left else ""
    return kept if kept and not smalltalk.kind(kept) and not smalltalk.picked_number(kept) else text


def _is_courtesy(piece: str) -> bool:
    """Whether a piece only greets, thanks, agrees or excuses itself."""
    said = fold(piece)
    kind = smalltalk.kind(piece)
    agreed = kind == "agreed" and (len(said) > 1 or said in _ASSENT)
    return agreed or kind in ("thanks", "greeting", "opener", _APOLOGY) or _THANKS.fullmatch(said) is not None


_ASSENT = "好行嗯哦噢对"
"""Single characters that agree before something else; others are as often the beginning of a word: 中 秋."""


def _speaks_up(piece: str, *, thanked: bool) -> bool:
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

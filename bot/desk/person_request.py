"""A wish to talk to somebody: 叫街道的人联系我, 能不能打电话给我, 有没有电话能打, 我想直接问人."""

from __future__ import annotations

import re

from bot.desk import smalltalk, word_classes
from bot.normalise import fold

_LONGEST = 40
"""Characters beyond which a message tells more than that."""
_BARE = 1
"""Characters of content up to which a piece that asks is about nothing: 那我找谁问."""
_REST = 2
"""Characters of content beside the words for it up to which a piece is about no matter: 请老师来上课讲课费怎么付."""
_SOMEBODY = (
    r"(?:真人|活人|专人|熟人|懂的人|懂行的人|明白人|工作人员|管事的|负责的(?:同志|人|领导)?|负责人|"
    r"同志|老师|领导|主任|专家|师傅|客服|人工|人)"
)
_YOURS = r"(?:你们?|您们?|他们|上面|上级|镇[里上]|[区市县]里|社区|园区|那边|(?:[省市区县镇]|街道)?总?工会|街道)"
_TALKS = r"(?:联系|打电话|回电话?|回复?|来|去|跟|和|同|帮|教|指导|看看|说|讲|谈|聊|管|值班|处理|解释|问)"
_CALLED = r"(?:电话|手机|微信|语音|视频)"
_ME = r"(?:我|我们|俺|咱)"
_COUNT = r"(?:一|1)?(?:个|位|名|下)?"
_MAY = r"(?:能不能|可不可以|能否|能|可以|可否|麻烦|(?<!申)请)"
_WISHES = (
    rf"(?<!还)(?:联系|打给|回复?|呼叫|答复){_COUNT}{_ME}{_COUNT}(?:吧|吗|好吗|行吗)?$",
    rf"(?:给|跟|和){_ME}(?:打|回|来|通){_COUNT}{_CALLED}|(?:打|回|来){_COUNT}{_ME}的?{_CALLED}|(?:打|回){_COUNT}{_CALLED}(?:给|跟|和){_ME}",
    rf"{_MAY}.{{0,8}}?(?:打|回|通){_COUNT}{_CALLED}(?:给{_ME}|说|问|聊|讲|谈|沟通|咨询|来|过来|{_COUNT}|吗|不|么|行|好|吧|啊)*$|{_CALLED}(?:里|沟通|联系|咨询|聊)(?!.*[了过]$)",
    rf"(?:{_MAY}|加|用)(?:你们?|您|{_COUNT})(?:微信|语音)(?:[说聊讲发]|吗|不|吧|行|好|可以|$)",
    rf"(?:给|留|发|要|有没有|有)(?:{_ME}|{_COUNT}|你们|您|的|什么|哪个)*(?:{_CALLED}|号码|联系方式|热线)(?:号码|号)?(?:能打|可以打|能问|可以问|问|给|没有|没|吗|吧|不|呢|打|{_ME})*$",
    r"(?:打|拨)(?:哪个|什么|哪里的?)(?:电话|号码|号|热线)",
    rf"(?:叫|让|喊|派|安排|换个|{_MAY}|有没有|帮{_ME}?找|找|见){_ME}?{_YOURS}?(?:那边)?的?{_COUNT}{_YOURS}?的?{_SOMEBODY}.{{0,8}}?{_TALKS}",
    rf"(?:想|要|能不能|能|可以|还是|直接|不如)+(?:直接|当面|亲自)*(?:问|跟|和|找|同){_COUNT}{_SOMEBODY}(?:{_TALKS}|一下|吧|吗|了|帮忙)*$",
    rf"(?:叫|让|(?<!申)请|派|换个|喊)(?:你们?|您)?的?{_COUNT}{_SOMEBODY}(?:来|过来|出来|说|管管|吧|吗)+$",
    rf"{_MAY}来(?:一|1)?(?:个|位){_SOMEBODY}(?!.*(?:管|当|做))",
    rf"有没有{_SOMEBODY}(?:值班|在|接|管|回|能问|可以问)|有{_SOMEBODY}(?:值班|在|接|能问|可以问)的?(?:吗|没|不|么)",
    r"有(?:没有)?人工",
    rf"(?:转|转给|转接|接){_COUNT}(?:你们?|您)?的?{_SOMEBODY}",
    rf"帮{_ME}?(?:联系|找|问){_COUNT}{_YOURS}",
    rf"(?:问问|问一下)(?:你们?|您)?的?{_SOMEBODY}再?(?:回|告诉|答复){_ME}",
)
_WISH = re.compile("|".join(f"(?:{one})" for one in _WISHES))
_CALL = re.compile(rf"{_CALLED}|号码|联系方式|热线")


def asks_for_person(text: str) -> bool:
    """Whether a message wishes for nothing but somebody to talk to, whatever it agrees to before."""
    if len(text) > _LONGEST:
        return False
    pieces = [said for piece in smalltalk.pieces(text) if (said := fold(piece))]
    wishes = [piece for piece in pieces if _is_wish(piece)]
    others = [piece for piece in pieces if piece not in wishes]
    return bool(wishes) and not any(word_classes.asks(one) and len(word_classes.content(one)) > _BARE for one in others)


def is_for_me(text: str) -> bool:
    """Whether it is her who is to be called, whatever else the words may ask: 能打电话给我吗."""
    return _DIRECTED.search(fold(text)) is not None


_DIRECTED = re.compile(rf"(?:给|跟|和|联系|回|打){_COUNT}{_ME}")


def asks_for_call(text: str) -> bool:
    """Whether it is a telephone that is wished for."""
    return _CALL.search(fold(text)) is not None


def _is_wish(piece: str) -> bool:
    match = _WISH.search(piece)
    if match is None or _OURS.match(piece) or _TOLD.search(piece[: match.start()] + piece[match.end() :]):
        return False
    return len(word_classes.content(_VOCABULARY.sub("", piece))) <= _REST


_VOCABULARY = re.compile(
    rf"{_SOMEBODY}|{_YOURS}|{_ME}|{_MAY}|{_CALLED}|号码|联系方式|热线|联系|打|通|回复?|来|去|派|叫|让|喊|安排|换|找|问|说|讲|聊|谈|教|管|转|接|加|用|语音|指导|值班|负责|过来|看看|直接|当面|1?[个位名下]"
)
_OURS = re.compile(r"(?:我们|咱们?|俺们|我方|职工方)(?:要|该|应该)?(?:派|叫|让|请)")
"""Somebody of hers is sent: 我们派个人去."""
_TOLD = re.compile(r"没|[了过]$|公司|单位|老板|厂方")
"""Beside it, it is told of others: 公司一直没有人联系我."""

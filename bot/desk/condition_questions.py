"""Entries whose answer depends on a condition: which option a text means, and the reply for that option.

An option is known by the question's own words (国企, 苏州), by a number of people, or by what was said earlier in the
conversation. A number of all the people shows only that there are fewer of those who count, never that there are more:
十几个人的公司 has fewer than 25 members, 五百人的厂 may have fewer too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot import places, wording
from bot.desk import callback_data, replies, smalltalk
from bot.desk.turn import Turn
from bot.model import Block, Button, Condition, Decision, Entry, Option, Reply
from bot.normalise import fold, key
from bot.render import MORE, for_option, paragraphs, variant_blocks

AWAITED = "case"
"""What a conversation awaits after the deciding question."""
ELSEWHERE = "elsewhere"
"""Name of the option for all places that have none of their own."""
UNSURE = ""
"""The option of who doesn't know hers."""
_ANY = 10**9
"""More people than any number in a question."""

# ---------------------------------------------------------------- what a text says

_COUNT = re.compile(
    r"(?P<before>(?<!不)不足|不到|(?<!满)不满|未满|少于|低于|没到|没满|凑不齐|凑不够|(?<!够)不够|超过|多于|至少)?"
    r"(?P<number>(?<![\d.%])\d{1,6})(?![\d.%])(?P<vague>几|多|来)?(?:个|名|位|口)?(?P<after>及?以上|以下|以内|左右|上下|不到|多)?"
    r"的?(?P<noun>会员|女职工|女员工|女工|职工|员工|工人|人)?(?P<last>及?以上|以下|以内|左右|上下)?"
)
_FEWER = ("不足", "不到", "不满", "未满", "少于", "低于", "没到", "没满", "凑不齐", "凑不够", "不够")
_WOMEN = ("女职工", "女员工", "女工")
_EVERYBODY = ("职工", "员工", "工人", "人数")
_NOUN_BEFORE = re.compile(r"(会员|入会|女职工|女员工|女工|女的|职工|员工|工人|人数)[^\d]{0,6}\Z")
_OWNER = re.compile(r"公司|单位|厂|店|企业|我们|一共|总共|只有|全部")
_TEENS = re.compile(r"十[一二三四五六七八九]([一二三四五六七八九])(?=[个名位人])")
_DIGITS = "一二三四五六七八九"


@dataclass(frozen=True)
class _Counted:
    """A number of people in a text."""

    noun: str
    """Who is counted; 人 when it doesn't say."""
    low: int
    high: int
    exact: bool
    """Whether the number stands there without more or less: 25人 in a question may be the limit itself."""


def option_from_question(text: str, condition: Condition) -> str | None:
    """Name of the option that a question's own words decide, or None when they decide none or several."""
    found = set(_by_words(text, condition)) | set(_by_numbers(text, condition))
    return found.pop() if len(found) == 1 else None


def option_from_reply(text: str, condition: Condition) -> str | None:
    """Name of the option that a bare reply to the deciding question means (18, 大概二十来个, 我们是国企), or None.

    `UNSURE` for 不清楚 and the like.
    """
    if len(text) > _LONGEST_BARE:
        return None
    bare = _FILLING.sub("", fold(text))
    if bare in _NO_IDEA:
        return UNSURE
    for option in condition.options:
        labels = {_FILLING.sub("", fold(label)) for label in (option.label, *option.words)}
        if bare and bare in labels:
            return option.name
    if condition.counts and (counted := _bare_count(text)):
        own = counted.noun in ("", "人", *condition.counts)
        asked = own or counted.noun in _EVERYBODY
        return next((option.name for option in condition.options if asked and _holds(option, counted, own)), None)
    folded = fold(text)
    options = _options_by_place(folded, condition)
    named = len(options) == 1 and _FILLING.sub("", places.without(folded)) == ""
    return next(iter(options)) if named else None


_FILLING = re.compile(
    r"^(?:那么?|如果|要是|假如|我们?|咱们?|这边|单位|公司|属于|应该|大概|大约|差不多|就|是|在|有|只有|一共|一家|家|个|呢|的)+"
    r"|(?:的|企业|公司|单位|这边|那边|这种|工业园区|园区|省|市|县|区|呢|吧|啊|呀|怎么办)+$"
)
_NO_IDEA = ("不清楚", "不知道", "不确定", "都看看", "不清楚都看看", "说不准", "看全部", "全部")
_LONGEST_BARE = 40
"""Characters beyond which a text is no bare reply."""
_BARE_COUNT = re.compile(r"(?:我们|单位|公司|现在|大概|大约|差不多|一共|总共|只有|才|就|有|会员|是)*")


def _bare_count(text: str) -> _Counted | None:
    counted = _BARE_COUNT.sub("", _numbers(text), count=1)
    match = _COUNT.match(counted)
    rest = counted[match.end() :] if match else counted
    return _range(match, counted) if match and rest in ("", "吧", "的", "左右", "样子") else None


def _by_words(text: str, condition: Condition) -> Iterator[str]:
    """Options whose words the text holds; a longer word hides a shorter one inside it (非国有, 国有)."""
    left = fold(text)
    words = [(fold(word), option.name) for option in condition.options for word in option.words]
    for word, name in sorted(words, key=lambda one: -len(one[0])):
        if word in left:
            left = left.replace(word, "\0")
            yield name
    yield from _options_by_place(left.replace("\0", "，"), condition)


def _provinces(condition: Condition) -> dict[str, str]:
    """The options that stand for a province by their label, by province; none where the condition isn't about places."""
    return {province: option.name for option in condition.options if (province := places.province(option.label))}


def _options_by_place(folded: str, condition: Condition) -> set[str]:
    """Options for the places that a folded text names: a province's own, else the one for all others."""
    own = _provinces(condition)
    rest = ELSEWHERE if own and any(option.name == ELSEWHERE for option in condition.options) else None
    found = {own.get(province, rest) for province in places.named(folded).values()}
    return {name for name in found if name is not None}


def _option_here(turn: Turn, condition: Condition | None) -> str | None:
    """The option that holds where the bot serves, unless words name another place; None when it isn't about places."""
    own = _provinces(condition) if condition is not None else {}
    return own.get(turn.region, ELSEWHERE) if own else None


def _by_numbers(text: str, condition: Condition) -> Iterator[str]:
    """Options that a number of people in the text decides."""
    counted = _numbers(text)
    for match in _COUNT.finditer(counted) if condition.counts else ():
        number = _range(match, counted)
        own = number.noun in condition.counts
        bounds = {bound for option in condition.options for bound in (option.least, option.under)}
        if number.exact and number.low in bounds:
            continue
        if own or number.noun in _EVERYBODY or number.noun == "人":
            yield from (option.name for option in condition.options if _holds(option, number, own))


def _numbers(text: str) -> str:
    """The text's key, with 十五六 as 16."""
    return key(_TEENS.sub(lambda match: f"1{_DIGITS.index(match[1]) + 1}", fold(text)))


def _range(match: re.Match[str], text: str) -> _Counted:
    """How many of whom a match of `_COUNT` means."""
    number = int(match["number"])
    before, after = match["before"] or "", match["after"] or match["last"] or ""
    low, high = number, number
    if before in _FEWER or after == "不到":
        low, high = 0, number - 1
    elif before or after.endswith("以上"):
        low, high = number + (before in ("超过", "多于")), _ANY
    elif match["vague"] == "来" or after in ("左右", "上下"):
        low, high = number * 4 // 5, number * 6 // 5
    elif match["vague"] or after == "多":
        low, high = number + 1, number + 10 ** (len(str(number)) - len(str(number).strip("0"))) - 1
    elif after in ("以下", "以内"):
        low = 0
    exact = not (before or after or match["vague"])
    return _Counted(_noun(match, text, bool(before)), low, max(low, high), exact)


def _noun(match: re.Match[str], text: str, compared: bool) -> str:
    """Who is counted: the word behind the number, or the one shortly before it; 人 needs a whole to be a part of."""
    noun = match["noun"] or ""
    ahead = _NOUN_BEFORE.search(text, 0, match.start())
    if noun in ("", "人") and ahead:
        noun = ahead[1]
    if noun in _WOMEN or noun == "女的":
        return "女职工"
    if noun != "人":
        return noun
    return noun if compared or _OWNER.search(text, max(match.start() - 8, 0), match.start()) else ""


def _holds(option: Option, counted: _Counted, own: bool) -> bool:
    """Whether the option follows from the number; `own`: of those whom the condition counts, not of everybody."""
    return bool(option.under and counted.high < option.under) or bool(own and option.least and counted.low >= option.least)


# ---------------------------------------------------------------- what a conversation remembers


def remembered_option(turn: Turn, entry: Entry) -> str | None:
    """The option that holds for an entry in this conversation; None when it isn't known."""
    told = _told_option(turn, entry)
    return _option_here(turn, turn.knowledge.condition(entry.ask)) if told is None else told


def _told_option(turn: Turn, entry: Entry) -> str | None:
    """The option that was told in this conversation."""
    return dict(turn.conversation.conditions).get(entry.ask)


def with_condition_from_text(turn: Turn, entry: Entry, asked: str = "") -> Turn:
    """The turn with what the words of its question, or of the one asked before, say about the entry's condition."""
    condition = turn.knowledge.condition(entry.ask)
    if condition is None:
        return turn
    texts = [asked or turn.text]
    if _told_option(turn, entry) is None:  # what she told earlier of herself, the latest word first
        texts += reversed(turn.conversation.context.told)
    option = next((option for text in texts if (option := option_from_question(text, condition)) is not None), None)
    return turn if option is None else _remember(turn, entry.ask, option)


def with_chosen_option(turn: Turn, entry: Entry, number: int) -> Turn | None:
    """The turn after an option was picked by its number (`actions.option`); None when there is no such option."""
    condition = turn.knowledge.condition(entry.ask)
    if condition is None or not entry.variants or not 0 <= number <= len(condition.options) + 1:
        return None
    names: list[str | None] = [None, *(option.name for option in condition.options), UNSURE]
    return _remember(turn, entry.ask, names[number])


def _remember(turn: Turn, condition: str, option: str | None) -> Turn:
    known = dict(turn.conversation.conditions)
    known.pop(condition, None)
    if option is not None:
        known[condition] = option
    return replace(turn, conversation=replace(turn.conversation, conditions=tuple(known.items())))


def entry_for_asker(turn: Turn, entry: Entry) -> Entry:
    """The entry as it is for the asker: with the variant's text when her option is known and has one."""
    option = remembered_option(turn, entry)
    return next((for_option(entry, variant) for variant in entry.variants if option and variant.when == option), entry)


def option_action(turn: Turn, entry: Entry) -> str:
    """The action that a typed reply to the deciding question means, or another option of what was shown; empty when none."""
    condition = turn.knowledge.condition(entry.ask)
    if condition is None or not entry.variants:
        return ""
    if key(turn.text) == key(wording.CONDITION_OTHER):
        return callback_data.option(entry.id, 0)
    awaited = turn.conversation.awaiting == AWAITED
    number = smalltalk.picked_number(turn.text)
    if number and (not awaited or number <= len(condition.options) + 1):
        return ""  # it picks from the list
    option = option_from_reply(turn.text, condition)
    if option is None or (not awaited and option in (UNSURE, remembered_option(turn, entry))):
        return ""  # what was answered for already tells nothing new
    names = [one.name for one in condition.options] + [UNSURE]
    return callback_data.option(entry.id, names.index(option) + 1)


# ---------------------------------------------------------------- replies


def undecided_condition(turn: Turn, entry: Entry) -> Condition | None:
    """The condition that must be asked for before the entry can be shown."""
    if not entry.variants or turn.question.alone or remembered_option(turn, entry) is not None:
        return None
    return turn.knowledge.condition(entry.ask)


def option_actions(entry: Entry, condition: Condition) -> tuple[str, ...]:
    """The actions of the options and of everything, in the order of their numbers."""
    return tuple(callback_data.option(entry.id, number) for number in range(1, len(condition.options) + 2))


def reply(turn: Turn, entry: Entry, confidence: float) -> Reply:
    """The deciding question when the option isn't known, else the entry for it; everything for who doesn't know."""
    condition = undecided_condition(turn, entry)
    if condition is not None:
        return _ask(turn.text, entry, condition, confidence)
    found = brief_answer(turn, entry, confidence)
    option = remembered_option(turn, entry)
    here = option == _option_here(turn, turn.knowledge.condition(entry.ask))
    if option is None or here or not entry.variants or turn.question.alone:
        return found
    if option == UNSURE:
        found = _with_all_variants(found, turn, entry)
    return replace(found, buttons=((Button(wording.CONDITION_OTHER, callback_data.option(entry.id, 0)),),))


def brief_answer(turn: Turn, entry: Entry, confidence: float, most: int = MORE) -> Reply:
    """The entry for the asker's option, saying so, as much as is sent at once; whole and with all variants for `alone`."""
    if turn.question.alone:
        if _told_option(turn, entry):
            return replies.answer(turn.text, entry_for_asker(turn, entry), confidence, turn.knowledge)
        return _with_all_variants(replies.answer(turn.text, entry, confidence, turn.knowledge), turn, entry)
    found = replies.answer(turn.text, entry_for_asker(turn, entry), confidence, turn.knowledge, most)
    return replace(found, blocks=(*assumption_note(turn, entry), *found.blocks))


def assumption_note(turn: Turn, entry: Entry) -> tuple[Block, ...]:
    """The note that says for which option an entry is answered; none where there is only one answer, or what holds here."""
    condition, option = turn.knowledge.condition(entry.ask), remembered_option(turn, entry)
    if option == _option_here(turn, condition):
        return ()
    labels = [one.label for one in condition.options if one.name == option] if condition is not None and entry.variants else []
    return tuple(
        Block("note", wording.CONDITION_ASSUMED.format(label=label, other=wording.CONDITION_OTHER)) for label in labels
    )


def _ask(text: str, entry: Entry, condition: Condition, confidence: float) -> Reply:
    """What holds for everybody, then the deciding question with its options to pick from; the last one shows everything."""
    labels = (*(option.label for option in condition.options), wording.CONDITION_UNSURE)
    blocks = (
        Block("heading", entry.question),
        *(Block("text", paragraph) for paragraph in paragraphs(entry.answer)[:1]),
        Block("steps", wording.CONDITION_ASK.format(question=condition.question), labels),
    )
    buttons = [Button(label, action) for label, action in zip(labels, option_actions(entry, condition), strict=True)]
    return Reply(text, Decision.ANSWER, blocks, entry.id, confidence, buttons=callback_data.rows(buttons, 1))


def _with_all_variants(found: Reply, turn: Turn, entry: Entry) -> Reply:
    """An answer with every variant behind it."""
    condition = turn.knowledge.condition(entry.ask)
    if condition is None:
        return found
    sources = dict.fromkeys([*found.sources, *(source for variant in entry.variants for source in variant.sources)])
    return replace(found, blocks=(*found.blocks, *variant_blocks(entry, condition)), sources=tuple(sources))

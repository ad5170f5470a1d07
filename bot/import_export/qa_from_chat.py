"""Questions with the answers that the experts of a group gave, out of its messages.

An answer goes to the question that it quotes or whose asker it calls; else to one of the last half hour: the one that shares
most with it, and the last of those that share the same. Who the experts are is told, or seen: they answer more than they ask.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from itertools import islice, takewhile
from pathlib import Path

from bot import wording
from bot.errors import ExchangeError
from bot.import_export.import_records import Candidate, Gleaned, Passed
from bot.import_export.qq_log import LoggedMessage, read_messages
from bot.import_export.question_detection import asks, bare, ends_asking
from bot.import_export.spreadsheet_reader import bytes_of, text_of
from bot.normalise import key
from bot.redaction import Redactor

_WAITS = timedelta(minutes=30)
"""So long a question waits for an answer that names nobody."""
_CALLED_WAITS = timedelta(hours=24)
"""So long for one that calls its asker or quotes it."""
_MOST_OPEN = 100
"""Questions looked back at: in a busy group that is an hour, and nobody answers further back without a quote."""
_TOGETHER = timedelta(minutes=2)
"""Messages of one person so close together, with nobody's between them, say one thing."""
_FEWEST = 2
"""Answers from which somebody may be an expert."""
_SHARE = 0.25
"""Share of the answers of the one who answers most, from which somebody counts as an expert too."""
_SHORTEST = 6
"""Characters, without chatter, of an answer that says something."""
_SHORTEST_QUESTION = 4
_SHOWN = 60
"""Characters shown of a message that was passed over."""
_LONG = 16
"""Characters from which a text that doesn't end as a question tells rather than asks."""

_QUOTED = re.compile(r"^[「“\"](?P<name>[^:：\n]{1,40})[:：](?P<text>.*?)[」”\"]\n(?:[-—–_ ]{3,}\n)?(?P<reply>.+)", re.DOTALL)
_HAN = re.compile("[\u4e00-\u9fff]{2}")
_CALL = re.compile(r"@([^\s@\uff0c\u3002！？、：；,!?:;]{1,40})")


@dataclass(slots=True)
class _OpenQuestion:
    """A question with what was answered to it so far."""

    message: LoggedMessage
    answers: list[LoggedMessage] = field(default_factory=list)


def read_chat(path: Path, experts: Sequence[str] = ()) -> Gleaned:
    """The questions that experts answered in a group's log, names and numbers taken out.

    `experts` are names or numbers of members; none: those who answer most. Raises ExchangeError when the file is no log,
    an expert isn't in it, or nothing was answered.
    """
    messages = _merge_messages(read_messages(text_of(path.name, bytes_of(path))))
    if not messages:
        raise ExchangeError(wording.EXCHANGE_NO_CHAT.format(file=path.name))
    names: dict[str, str] = {message.who: message.name for message in messages}
    chosen = [_members_named(expert, messages, path.name) for expert in experts] or _experts(messages)
    if not chosen:
        raise ExchangeError(wording.EXCHANGE_NO_EXPERTS.format(names="、".join(_most_active(messages))))
    redactor = Redactor({message.name for message in messages})
    left: list[LoggedMessage] = []
    asked = _open_questions(messages, frozenset(chosen), left=left)
    found = list(_candidates(asked, redactor))
    if not found:
        raise ExchangeError(wording.EXCHANGE_NO_ANSWERS.format(names="、".join(names[who] for who in chosen)))
    masked = dict(redactor.counts)
    passed = _passed(asked, left, {one.place for one in found}, redactor)
    return Gleaned(tuple(found), tuple(names[who] for who in chosen), masked, passed)


def _passed(
    asked: Iterable[_OpenQuestion], left: Iterable[LoggedMessage], places: Collection[str], redactor: Redactor
) -> tuple[Passed, ...]:
    """What went into no candidate, in the order of the log: talk, questions that nobody answered, and what is too short."""
    found = {message.line: (message.text, wording.EXCHANGE_PASSED_LOOSE) for message in left}
    for one in asked:
        if wording.EXCHANGE_LINE.format(number=one.message.line) in places:
            told = [answer for answer in one.answers if not _says_something(_reply(answer.text))]
            found |= {answer.line: (answer.text, wording.EXCHANGE_PASSED_SHORT) for answer in told}
            continue
        telling = any(_says_something(_reply(answer.text)) for answer in one.answers)
        short = wording.EXCHANGE_PASSED_SHORT if one.answers else wording.EXCHANGE_PASSED_UNANSWERED
        found[one.message.line] = (one.message.text, wording.EXCHANGE_PASSED_TWICE if telling else short)
        found |= {answer.line: (answer.text, wording.EXCHANGE_PASSED_LOOSE) for answer in one.answers}
    return tuple(
        Passed(wording.EXCHANGE_LINE.format(number=line), redactor.redact(" ".join(text.split()))[:_SHOWN], why)
        for line, (text, why) in sorted(found.items())
    )


def _merge_messages(messages: Iterable[LoggedMessage]) -> list[LoggedMessage]:
    """Messages of one person close together as one."""
    found: list[LoggedMessage] = []
    for message in messages:
        last = found[-1] if found else None
        near = last is not None and last.who == message.who and last.talk == message.talk and message.at - last.at <= _TOGETHER
        # whoever calls somebody speaks to another one with the next message, or may
        if last is not None and near and not _directed(last.text) and not _directed(message.text):
            found[-1] = replace(last, text=f"{last.text}\n{message.text}", at=message.at)
        else:
            found.append(message)
    return found


def _directed(text: str) -> bool:
    """Whether a message calls or quotes somebody."""
    return bool(_QUOTED.match(text) or _CALL.search(text))


# ---------------------------------------------------------------- who knows


def _members_named(expert: str, messages: Iterable[LoggedMessage], file: str) -> str:
    """The account of a member by name or number."""
    wanted = expert.strip().strip("@")
    for message in messages:
        if wanted in (message.who, message.name):
            return message.who
    raise ExchangeError(wording.EXCHANGE_EXPERT.format(name=expert, file=file, names="、".join(_most_active(messages))))


def _most_active(messages: Iterable[LoggedMessage]) -> list[str]:
    """Names of those who said most."""
    names = {message.who: message.name for message in messages}
    return [names[who] for who, _ in Counter(message.who for message in messages).most_common(8)]


def _experts(messages: Sequence[LoggedMessage]) -> list[str]:
    """Those who answer more than they ask, and not much less than the one who answers most."""
    everyone = {message.who for message in messages}
    answered: Counter[str] = Counter()
    asked: Counter[str] = Counter(message.who for message in messages if _plainly_asks(message.text))
    for one in _open_questions(messages, everyone, _plainly_asks):
        answered.update({answer.who for answer in one.answers if _says_something(answer.text)})
    most = max(answered.values(), default=0)
    return [who for who, count in answered.most_common() if count >= max(_FEWEST, _SHARE * most) and count > asked[who]]


def _plainly_asks(text: str) -> bool:
    """Whether a text asks, of someone who may as well be telling: long ones hold a 什么 that asks nothing."""
    return ends_asking(text) or (asks(text) and len(key(text)) < _LONG)


# ---------------------------------------------------------------- what was answered


def _open_questions(
    messages: Iterable[LoggedMessage],
    experts: Collection[str],
    back: Callable[[str], bool] = ends_asking,
    left: list[LoggedMessage] | None = None,
) -> list[_OpenQuestion]:
    """Every question with the answers of experts to it; `back` tells what of an expert asks and doesn't answer.

    `left` gets the messages that are neither.
    """
    found: list[_OpenQuestion] = []
    for message in messages:
        target = _target(message, found) if message.who in experts else None
        if target is not None and (not back(message.text) or _directed(message.text)):
            target.answers.append(message)
        elif asks(message.text) and len(key(message.text)) >= _SHORTEST_QUESTION:
            found.append(_OpenQuestion(message))
        elif not _add(message, found) and left is not None:
            left.append(message)
    return found


def _add(message: LoggedMessage, found: Sequence[_OpenQuestion]) -> bool:
    """What an asker adds before anyone has answered belongs to the question; False when it doesn't."""
    last = found[-1] if found and found[-1].message.who == message.who else None
    if last is not None and not last.answers and message.at - last.message.at <= _TOGETHER * 2:
        last.message = replace(last.message, text=f"{last.message.text}\n{message.text}")
        return True
    return False


def _target(message: LoggedMessage, found: Sequence[_OpenQuestion]) -> _OpenQuestion | None:
    """The question that a message answers, among those of the last day, latest first."""
    recent = islice(takewhile(lambda one: message.at - one.message.at <= _CALLED_WAITS, reversed(found)), _MOST_OPEN)
    open_ = [one for one in recent if one.message.who != message.who and one.message.talk == message.talk]
    if quoted := _QUOTED.match(message.text):
        words = key(quoted["text"])
        return next((one for one in open_ if words and words in key(one.message.text)), None)
    if called := _mentions(message):
        return next((one for one in open_ if one.message.name == called), None)
    near = [one for one in open_ if message.at - max((one.message.at, *(answer.at for answer in one.answers))) <= _WAITS]
    weight = Counter(pair for one in near for pair in _pairs(one.message.text))
    told = _pairs(message.text)

    def likelihood(one: _OpenQuestion) -> tuple[float, bool]:
        """How much of a question an answer takes up, what few questions hold most; then whether it goes on with one."""
        return sum(1 / weight[pair] for pair in _pairs(one.message.text) & told), _answering(one, message)

    # of those equally likelihood, the last that was asked
    return max(near, key=likelihood, default=None)


def _answering(one: _OpenQuestion, message: LoggedMessage) -> bool:
    """Whether the one who speaks has just answered this question."""
    return bool(one.answers) and one.answers[-1].who == message.who and message.at - one.answers[-1].at <= _TOGETHER


def _mentions(message: LoggedMessage) -> str:
    match = _CALL.search(message.text)
    return match[1] if match else ""


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    """Every two Han characters that stand side by side."""
    bare_ = key(text)
    return frozenset(pair for at in range(len(bare_) - 1) if _HAN.fullmatch(pair := bare_[at : at + 2]))


def _says_something(text: str) -> bool:
    """Whether an answer says something, thanks and greetings aside."""
    return len(key(_CALL.sub("", text))) >= _SHORTEST


def _candidates(asked: Iterable[_OpenQuestion], redactor: Redactor) -> Iterator[Candidate]:
    """Questions with answers that say something; the same again is left out."""
    seen: set[tuple[str, str]] = set()
    for one in asked:
        answers = [_reply(answer.text) for answer in one.answers]
        answer = "\n".join(redactor.redact(text) for text in answers if _says_something(text)).strip()
        question = bare(redactor.redact(one.message.text))
        same = (key(question), key(answer))
        if answer and key(question) and same not in seen:
            seen.add(same)
            yield Candidate(question, answer, wording.EXCHANGE_LINE.format(number=one.message.line))


def _reply(text: str) -> str:
    """An answer without what it quotes."""
    match = _QUOTED.match(text)
    return match["reply"].strip() if match else text

"""Simulated askers who go on with sentences that mean nothing without their conversation, and who gets which answer.

Everybody opens with a question of the knowledge, goes on with such a sentence (那我们呢, 谁批, 要几天) and asks for a person.
An admin answers what is open when half have asked, and the rest at the end; those who come later find the answers there.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot import wording
from bot.desk.desk import Desk
from bot.desk.followup import part_question
from bot.desk.utterance import parse_utterance
from bot.handoff.service import InquiryRecorder, InquiryService
from bot.model import Question, Reply
from bot.ports import Index, Store

SENTENCES = (
    *("那我们呢", "谁批", "要几天", "多久", "依据是什么", "需要什么材料", "去哪办", "要钱吗", "然后呢", "还有呢", "下一步"),
    *("第三步", "那18个人呢", "那女职工呢", "那国企呢", "那换届呢", "换一种情况", "会被罚吗", "要几个人", "上面说的什么意思"),
    *("不是", "那怎么办"),
)
"""What people say in the middle of a conversation."""
START = 1_795_400_000.0
"""When the first one asks, Unix time in seconds."""
APART = 900.0
"""Seconds between two askers."""
SEED = 11
_ANSWER = "答案："


@dataclass
class DependentResult:
    """The simulated askers with their inquiries, and the answers that went to the wrong one."""

    askers: int = 0
    inquiries: int = 0
    answered: int = 0
    """Askers who got an answer."""
    wrong: list[tuple[str, str]] = field(default_factory=list)
    """What somebody asked, and what she was answered to instead."""
    unexplained: list[str] = field(default_factory=list)
    """Texts of inquiries that mean nothing by themselves."""


def simulate(index: Index, store: Store, now: list[float], askers: int = 1000) -> DependentResult:
    """Let so many people ask; `now` is the clock of the store, in seconds."""
    chance = random.Random(SEED)  # noqa: S311 - the same askers every time
    work = InquiryService(store, lambda: index, lambda: now[0])
    desk = InquiryRecorder(work, Desk(lambda: index, store, lambda: now[0]))
    entries = index.knowledge.entries[:: max(len(index.knowledge.entries) // 60, 1)]
    done, wanted = DependentResult(askers), dict[str, tuple[str, str]]()
    got: dict[str, list[str]] = {}
    for number in range(askers):
        now[0] += APART
        entry, sentence = chance.choice(entries), chance.choice(SENTENCES)
        who = f"telegram:{number + 1}"
        texts = (chance.choice(entry.wordings), sentence, wording.HUMAN_WORD)
        replies = [desk.reply(Question(text, who, who, "telegram", f"{who}:{at}")) for at, text in enumerate(texts)]
        shown = replies[-1].blocks[1].text if len(replies[-1].blocks) > 1 else ""
        own = shown == wording.HUMAN_SHOWN.format(text=texts[0])  # what the sentence meant was unclear: she sends her question
        wanted[who] = (entry.id, "" if own else part_question(parse_utterance(sentence).text).part or sentence)
        replies.append(desk.reply(Question(wording.HUMAN_SEND, who, who, "telegram", f"{who}:sent")))
        got[who] = [text for reply in replies for text in _given(reply)]
        if number == askers // 2:
            _answer(work, wanted)
            _send(store, got)
    work.run_due_work()
    _answer(work, wanted)
    _send(store, got)
    done.answered = sum(bool(texts) for texts in got.values())
    every = store.inquiries("open", "answered")
    done.inquiries = len(every)
    done.unexplained = [one.text for one in every if one.text in SENTENCES]
    done.wrong = [(str(wanted[who]), text) for who, texts in got.items() for text in texts if text != _reply_text(wanted[who])]
    return done


def _reply_text(asking: tuple[str, str]) -> str:
    return f"{_ANSWER}{asking[0]}/{asking[1]}"


def _answer(work: InquiryService, wanted: dict[str, tuple[str, str]]) -> None:
    """Answer every open inquiry with the answer to what the first in it asked."""
    work.run_due_work()
    for inquiry in work.open_by_priority():
        first = work.store.askings(inquiry.id)[0]
        work.answer(inquiry, _reply_text(wanted[first.asker]), "telegram:0")


def _send(store: Store, got: dict[str, list[str]]) -> None:
    """What a channel does with the outbox."""
    for message in store.waiting("telegram"):
        got[message.conversation] += [block.text for block in message.blocks if block.text.startswith(_ANSWER)]
        store.settle(message.id, True)


def _given(reply: Reply) -> Sequence[str]:
    return [block.text for block in reply.blocks if block.text.startswith(_ANSWER)]


def lines(index: Index, store: Store, now: list[float]) -> Iterator[str]:
    """The figures in Chinese."""
    done = simulate(index, store, now)
    yield wording.BENCH_LEANING.format(
        askers=done.askers,
        inquiries=done.inquiries,
        answered=done.answered,
        wrong=len(done.wrong),
        unexplained=len(done.unexplained),
    )
    for asking, got in done.wrong[:20]:
        yield wording.BENCH_LEANING_WRONG.format(asked=asking, got=got)

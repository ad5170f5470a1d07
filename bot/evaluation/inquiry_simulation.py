"""Simulated askers of questions that the knowledge doesn't hold: which inquiry each ends up in, who gets which answer.

Everybody asks in one of a question's wordings and, unless the bot says it doesn't know, asks for a person. An admin answers
what is open when three fifths have asked, and the rest at the end; those who come later find the answer there. The store's
file is closed and opened again in the middle, with new parts over it, and a day passes before anything is sent.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from bot import plain_files, wording
from bot.desk.desk import Desk
from bot.errors import JianhuitongError
from bot.handoff.service import InquiryService
from bot.model import Decision, Question, Reply
from bot.ports import Index
from bot.store.sqlite_store import SqliteStore

START = 1_795_400_000.0
"""When the first one asks, Unix time in seconds."""
APART = 600.0
"""Seconds between two askers."""
SEED = 7


def read(path: Path) -> list[list[str]]:
    """The questions of a file, each with its wordings: blocks of lines between blank ones; # begins a comment.

    Raises JianhuitongError when the file can't be read: an installed wheel has none.
    """
    try:
        texts = plain_files.read_text(path).split("\n\n")
    except (OSError, UnicodeDecodeError) as error:
        raise JianhuitongError(wording.FILE_UNREADABLE.format(file=path)) from error
    blocks = [[line for line in text.splitlines() if not line.startswith("#")] for text in texts]
    return [block for block in blocks if block]


@dataclass
class Simulation:
    """The simulated inquiries with their askers, and the answers that each asker got."""

    askers: int = 0
    inquiries: dict[int, Counter[int]] = field(default_factory=dict)
    """Questions with the number of their askers, by inquiry."""
    answers: dict[str, list[str]] = field(default_factory=dict)
    """The answers that each asker got."""
    wanted: dict[str, int] = field(default_factory=dict)
    """The question of each asker."""

    @property
    def pure(self) -> float:
        """Share of askers who are in an inquiry that is mostly about their question, 0–1."""
        return sum(max(counts.values()) for counts in self.inquiries.values()) / max(self.askers, 1)

    @property
    def spread(self) -> float:
        """Inquiries a question."""
        return len(self.inquiries) / max(len(set(self.wanted.values())), 1)

    @property
    def answered(self) -> int:
        """Askers who got an answer."""
        return sum(bool(got) for got in self.answers.values())

    @property
    def duplicates(self) -> int:
        """Answers beyond the first."""
        return sum(max(len(got) - 1, 0) for got in self.answers.values())

    @property
    def right(self) -> int:
        """Askers whose answer is to their own question."""
        return sum(got[:1] == [_answer(self.wanted[who])] for who, got in self.answers.items())


class _Bot:
    """The parts over one opened file."""

    def __init__(self, path: Path, index: Index, now: list[float]) -> None:
        self.store = SqliteStore(path, clock=lambda: now[0])
        self.desk = Desk(lambda: index, self.store, lambda: now[0])
        self.inquiries = InquiryService(self.store, lambda: index, lambda: now[0])

    def asked(self, question: Question) -> Reply:
        """A question on its way through the bot."""
        return self.inquiries.with_inquiry(question, self.desk.reply(question))


def simulate(questions: Sequence[Sequence[str]], index: Index, askers: int, folder: Path) -> Simulation:
    """Let so many people ask; `folder` gets the store's file."""
    chance = random.Random(SEED)  # noqa: S311 - the same askers every time
    now, done = [START], Simulation(askers)
    bot = _Bot(folder / "asked.db", index, now)
    for number in range(askers):
        now[0] += APART
        wanted = chance.randrange(len(questions))
        who = f"telegram:{number + 1}"
        done.wanted[who], done.answers[who] = wanted, []
        _ask(bot, done, who, chance.choice(list(questions[wanted])))
        if number == askers // 2:
            bot.store.close()
            bot = _Bot(folder / "asked.db", index, now)
            bot.inquiries.matcher.embed_backlog(askers)
        if number == askers * 3 // 5:
            _answer_all(bot, done)
            now[0] += 86_400
            bot.inquiries.run_due_work()
    _answer_all(bot, done)
    bot.store.close()
    bot = _Bot(folder / "asked.db", index, now)
    bot.inquiries.run_due_work()
    _send(bot, done)
    for inquiry, counts in _owners(bot, done).items():
        done.inquiries[inquiry] = counts
    bot.store.close()
    return done


def _ask(bot: _Bot, done: Simulation, who: str, text: str) -> None:
    replies = [bot.asked(Question(text, who, who, "telegram", f"{who}:1"))]
    if replies[0].decision is not Decision.UNKNOWN and not _given(replies[0]):
        for number, word in enumerate((wording.HUMAN_WORD, wording.HUMAN_SEND), 2):
            replies.append(bot.asked(Question(word, who, who, "telegram", f"{who}:{number}")))
    done.answers[who] += [answer for reply in replies for answer in _given(reply)]


def _given(reply: Reply) -> list[str]:
    return [block.text for block in reply.blocks if block.text.startswith(_ANSWER)]


def _owners(bot: _Bot, done: Simulation) -> dict[int, Counter[int]]:
    """The questions of each inquiry."""
    found: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for inquiry in bot.store.inquiries("open", "answered"):
        for one in bot.store.askings(inquiry.id):
            found[inquiry.id][done.wanted[one.asker]] += 1
    return found


def _answer_all(bot: _Bot, done: Simulation) -> None:
    """Answer every open inquiry with the answer to what most in it asked."""
    owners = _owners(bot, done)
    for inquiry in bot.inquiries.open_by_priority():
        bot.inquiries.answer(inquiry, _answer(owners[inquiry.id].most_common(1)[0][0]), "telegram:0")


def _send(bot: _Bot, done: Simulation) -> None:
    """What a channel does with the outbox."""
    for message in bot.store.waiting("telegram"):
        done.answers[message.conversation] += [block.text for block in message.blocks if block.text.startswith(_ANSWER)]
        bot.store.settle(message.id, True, f"{message.conversation}:sent")


_ANSWER = "答案"


def _answer(question: int) -> str:
    return f"{_ANSWER}{question}"


def lines(path: Path, index: Index, askers: int = 1000) -> Iterator[str]:
    """The figures in Chinese: of all questions, and of those that nothing was tuned on."""
    questions = read(path)
    held = [one for number, one in enumerate(questions) if number // 2 % 2]
    for name, some, many in (("all", questions, askers), ("held", held, askers // 2)):
        with TemporaryDirectory() as folder:
            done = simulate(some, index, many, Path(folder))
        yield wording.BENCH_INQUIRIES.format(
            name=wording.BENCH_INQUIRIES_NAMES[name],
            askers=done.askers,
            questions=len(set(done.wanted.values())),
            inquiries=len(done.inquiries),
            pure=f"{done.pure:.1%}",
            spread=f"{done.spread:.2f}",
            answered=done.answered,
            right=f"{done.right / max(done.askers, 1):.1%}",
            duplicates=done.duplicates,
        )

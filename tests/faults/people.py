"""Who asks, what, and whether everybody got what was hers, once and in order: told by the server's own book."""

from __future__ import annotations

import random
import re
from collections import Counter, deque
from dataclasses import dataclass
from pathlib import Path

from tests.botapi import BotApi
from tests.botapi.people import Person

_WHAT = ("会费", "经费", "换届", "选举", "劳模", "互助", "体检", "疗养", "帮扶", "慰问", "培训", "竞赛")
_WHICH = ("标准", "流程", "时间", "材料", "期限", "负责人")
QUESTIONS = tuple(f"{what}的{which}是什么？" for what in _WHAT for which in _WHICH)
_LONG = 12
"""Every so manieth answer needs two messages."""
_NUMBER = re.compile(r"【第(\d+)号】")
_SORRY = "处理时出错"


def knowledge(folder: Path) -> None:
    """A knowledge folder in which each question has an answer that names its number."""
    folder.mkdir(exist_ok=True)
    lines = ["topic: 办事", "entries:"]
    for number, question in enumerate(QUESTIONS):
        answer = f"【第{number}号】按规定办理。" + ("\n\n" + "请按要求准备。" * 700 if number % _LONG == 0 else "")
        lines += [f"  - id: matter-{number:03}", f"    question: {question}", f"    answer: {answer!r}".replace("'", '"')]
    (folder / "matters.yaml").write_text("\n".join(lines) + "\n", "utf-8")


@dataclass(frozen=True)
class Verdict:
    """What the server counted."""

    asked: int
    lost: int
    twice: int
    """Answers that came once more than asked for."""
    disordered: int
    """Conversations in which a later question was answered before an earlier one."""
    sorry: int
    """Apologies in place of answers."""

    @property
    def sound(self) -> bool:
        """Whether nothing was lost, mixed up or given up."""
        return not (self.lost or self.disordered or self.sorry)


class People:
    """So many people, each of whom asks a question of her own choice at a time, never the same again."""

    def __init__(self, api: BotApi, count: int, seed: int) -> None:
        self._chance = random.Random(seed)
        self._api = api
        self._count = count
        self._crowd = self._joined()
        self.everybody: list[tuple[Person, list[int]]] = []
        """Each with the numbers of what she asked, in order."""
        self._waiting: dict[int, tuple[Person, list[int]]] = {}

    def _joined(self) -> deque[tuple[Person, list[int], list[int]]]:
        """New people: each with what she has asked and what is left to ask."""
        made: deque[tuple[Person, list[int], list[int]]] = deque()
        for _ in range(self._count):
            left = list(range(len(QUESTIONS)))
            self._chance.shuffle(left)
            made.append((self._api.user(), [], left))
        return made

    async def ask(self) -> int:
        """Somebody asks something; her number."""
        if not self._crowd:
            self._crowd = self._joined()
        person, asked, left = self._crowd.popleft()
        if not asked:
            self.everybody.append((person, asked))
        number = left.pop()
        asked.append(number)
        self._waiting[person.id] = (person, asked)
        await person.say(QUESTIONS[number])
        if left:
            self._crowd.insert(self._chance.randrange(len(self._crowd) + 1), (person, asked, left))
        return person.id

    @property
    def asked(self) -> int:
        """Questions so far."""
        return sum(len(asked) for _, asked in self.everybody)

    @property
    def open(self) -> int:
        """Questions without an answer. Who has all of hers isn't looked at again until she asks."""
        missing = {key: len(asked) - len(set(self._got(person))) for key, (person, asked) in self._waiting.items()}
        self._waiting = {key: one for key, one in self._waiting.items() if missing[key]}
        return sum(missing.values())

    def _got(self, person: Person) -> list[int]:
        return [int(found) for text in person.transcript() for found in _NUMBER.findall(text)]

    def verdict(self) -> Verdict:
        """The count."""
        lost = twice = disordered = sorry = 0
        for person, asked in self.everybody:
            got = self._got(person)
            counts = Counter(got)
            lost += sum(number not in counts for number in asked)
            twice += sum(count - 1 for count in counts.values())
            first = list(dict.fromkeys(got))
            disordered += first != [number for number in asked if number in counts]
            sorry += sum(_SORRY in text for text in person.transcript())
        return Verdict(self.asked, lost, twice, disordered, sorry)

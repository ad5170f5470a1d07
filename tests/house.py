"""What the tests share: made-up entries, a conversation that reads as one, and the command as a person runs it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.cli import main
from bot.desk.desk import Desk
from bot.matching.cache import Cache
from bot.matching.encoder import Encoder
from bot.matching.knowledge_index import KnowledgeIndex
from bot.model import Button, ConversationRef, Decision, Entry, Knowledge, Question, Reply, Topic
from bot.render import plain

ROOT = Path(__file__).resolve().parent.parent
START = 1_795_400_000.0
"""A moment in November 2026, Unix time."""
STRANGE = "冰箱里的剩菜能放几天"
"""A question that no entry comes near."""
LISTED = "工会会不会管食堂换菜单"
"""One that gets three entries to pick from."""
_BRACES = re.compile(r"\{[a-z_]+\}")
_CLAUSE = re.compile(r"[\u4e00-\u9fff]{6,16}(?:吗|多少|怎么办|几天|什么)")


Run = Callable[..., subprocess.CompletedProcess[str]]
"""A command line in, what came of it out."""


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        """Unix time in seconds."""
        return self.now


def entry(name: str, *wordings: str, **parts: object) -> Entry:
    """A made-up entry: its id, its question, its phrasings; `parts` are more fields of Entry."""
    fields: dict[str, object] = {"topic": "试验", "answer": f"这是{wordings[0]}的答案。"} | parts
    return Entry(id=name, question=wordings[0], phrasings=wordings[1:], **fields)  # type: ignore[arg-type]  # Entry's own fields


def knowledge_of(*entries: Entry) -> Knowledge:
    """Knowledge of one topic that holds these entries."""
    return Knowledge(entries, (Topic("trial", "试验", tuple(one.id for one in entries)),), hash="trial")


def index_of(folder: Path, *entries: Entry, encoder: Encoder | None = None) -> KnowledgeIndex:
    """An index over these entries with its cache in a folder."""
    return KnowledgeIndex(knowledge_of(*entries), encoder, Cache(folder))


def asking(known: Knowledge, topic: int) -> tuple[str, str]:
    """An entry's id of the topic of that number, and one of its wordings that asks in a single clause."""
    entries = [one for one in known.entries if one.id in known.topics[topic].entries]
    return next((one.id, text) for one in entries for text in one.wordings if _CLAUSE.fullmatch(text))


class Talk:
    """One person in one conversation with the desk. What she does returns the reply and keeps it."""

    def __init__(self, desk: Desk, clock: Clock, conversation: str = "telegram:7") -> None:
        self.desk = desk
        self.conversation = conversation
        self.expert = False
        """Whether it is the experts' chat."""
        self.reply: Reply | None = None
        self._clock = clock
        self._buttons: list[Button] = []
        self._sent = 0

    def says(self, text: str) -> Reply:
        """Type a message."""
        return self._send(text, "")

    def presses(self, label: str) -> Reply:
        """Press the newest button that says this; buttons stay under the messages they came with."""
        found = [button.action for button in reversed(self._buttons) if button.label == label]
        assert found, f"no button says {label}; there are {[button.label for button in self._buttons]}"
        return self._send("", found[0])

    def opens(self, action: str) -> Reply:
        """Follow a deep link, or send a button's data without having the button."""
        return self._send("", action)

    def waits(self, seconds: float) -> None:
        """Let time go by."""
        self._clock.now += seconds

    @property
    def heard(self) -> str:
        """The last reply as a person reads it."""
        assert self.reply is not None
        return plain(self.reply.blocks)

    @property
    def labels(self) -> list[str]:
        """What the buttons under the last reply say, row after row."""
        assert self.reply is not None
        return [button.label for row in self.reply.buttons for button in row]

    def edits(self, text: str) -> Reply:
        """Change the last message."""
        self._sent -= 1
        return self._send(text, "", edited=True)

    def _send(self, text: str, action: str, *, edited: bool = False) -> Reply:
        self._sent += 1
        wire = f"{self.conversation}:{self._sent}"
        ref = ConversationRef.parse(self.conversation)
        question = Question(text, self.conversation, self.conversation, ref.channel, wire, action, edited)
        question = replace(question, private=not ref.person, expert=self.expert)
        self.reply = self.desk.reply(question)
        self._buttons += [button for row in self.reply.buttons for button in row]
        assert "{" in text or not _BRACES.search(self.heard), f"a sentence with a gap: {self.heard}"
        return self.reply


def asked_vaguely(talk: Talk) -> str:
    """A question that the desk answers with a choice."""
    asked = ("工会主席怎么换", "主席怎么办", "怎么选主席", "能发东西吗", "谁来批", "要几个人", "要开会吗", "工会经费怎么收")
    return next(text for text in asked if talk.says(text).decision is Decision.CHOOSE)


def program(*arguments: str, home: Path, typed: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, in the folder `home`; `typed` comes through a pipe. See `jianhui`."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("JIANHUI_")}
    env |= {"PYTHONPATH": str(ROOT), **settings}
    given = typed.encode() if isinstance(typed, str) else typed
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments], input=given, capture_output=True, cwd=home, env=env, timeout=300
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def jianhui(*arguments: str, home: Path, typed: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run the command in the folder `home`, with nothing of this machine's own settings; `typed` comes through a pipe.

    It is the command's own `main`, within this process: what starting Python and reading everything takes is taken once.
    """
    given = io.TextIOWrapper(io.BytesIO(typed.encode() if isinstance(typed, str) else typed), "utf-8")
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("JIANHUI_")]:
            patch.delenv(name)
        for name, value in settings.items():
            patch.setenv(name, value)
        patch.chdir(home)
        patch.setattr(sys, "stdin", given)
        for name, written in (("stdout", out), ("stderr", err)):
            patch.setattr(sys, name, io.TextIOWrapper(written, "utf-8", newline="", write_through=True))
        try:
            code = main(arguments)
        except SystemExit as end:  # as argparse ends it
            code = int(end.code or 0)
        said, told = out.getvalue().decode(), err.getvalue().decode()  # before the streams over them end, and close them
    return subprocess.CompletedProcess(arguments, code, said, told)


def inside(home: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> Run:
    """Runs the command in the folder `home`, where this process stays, without the encoder: for many small runs."""
    for name in [name for name in os.environ if name.startswith("JIANHUI_")]:
        patch.delenv(name)
    patch.setenv("JIANHUI_ENCODER", "off")
    patch.chdir(home)

    def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode()), "utf-8"))
        code = main(arguments)
        said = capture.readouterr()
        return subprocess.CompletedProcess(arguments, code, said.out, said.err)

    return run
